"""A revocation on its page: its acts, road, facts, papers and the sentences of its history."""

from django.urls import reverse

from blue_patrol.models import Revocation
from blue_patrol.models import RevocationState as R
from blue_patrol.models.revocation.facts import AT_THE_DESK, REVOKED
from blue_patrol.presenters.application import Line, frozen_line
from blue_patrol.rules import grounds
from casework.models.road_hooks import RoadHooks
from casework.presenters import links, page_acts
from casework.presenters.page_acts import Acts, PageAct
from casework.presenters.road import Road, Stage, Step
from casework.scope import access_table

PAGES = {  # transition -> (page of the act, word on the button)
    "guide": ("revocation_guide", "指導を記録する"),
    "record_result": ("revocation_result", "指導の結果を記録する"),
    "record_statement": ("revocation_statement", "弁明を記録する"),
    "attach": ("revocation_attach", "書類を加える"),
    "answer": ("revocation_answer", "差戻しに回答する"),
    "report_grounds": ("revocation_report", "本部へ報告する"),
    "correct": ("revocation_correct", "是正を記録する"),
    "approve": ("revocation_decide", "審査・決裁する"),
    "send_notice": ("revocation_send_notice", "通知書の送付を記録する"),
    "deliver_notice": ("revocation_deliver", "通知書の交付を記録する"),
    "report_delivery": ("revocation_delivery_report", "交付を報告する"),
    "notify_transport": ("revocation_transport", "運輸支局等への通知を記録する"),
    "amend": ("revocation_amend", "認知の内容を直す"),
    "rule_out_guidance": ("revocation_beyond", "指導では是正できない理由を書く"),
    "number_document": ("revocation_number", "文書番号を記入する"),
    "fail_delivery": ("revocation_undelivered", "交付できないことを記録する"),
    "publish": ("revocation_publish", "公示を記録する"),
    "dismiss": ("revocation_dismiss", "該当なしとして終える"),
    "assign": ("revocation_assign", "担当を替える"),
}
ROAD_ACTS = (
    "report_grounds",
    "approve",
    "send_notice",
    "deliver_notice",
    "report_delivery",
    "notify_transport",
)
CURES = {  # a reason's cure -> (page, words)
    "guidance": ("revocation_guide", "指導を記録する"),
    "result": ("revocation_result", "指導の結果を記録する"),
    "statement": ("revocation_statement", "弁明を記録する"),
    "evidence": ("revocation_attach", "書類を加える"),
    "answer": ("revocation_answer", "差戻しに回答する"),
}
FIRST = (
    "answer", "record_result", "correct", "report_grounds", "approve", "acknowledge", "send_notice", "deliver_notice",
    "report_delivery", "notify_transport", "guide", "record_statement", "attach",
)  # fmt: skip


def acts_of(case: Revocation, actor, steps) -> Acts:
    """What can be done now and what not; ``steps``: every decision step of the case."""
    can, refused = page_acts.of_machine(case, actor, _pages(case), ROAD_ACTS, idle=_idle(case))
    can = _acknowledging(case, actor, steps) + can
    return page_acts.with_first(page_acts.first_of(can, _order(case)), can, refused, cures(case, actor))


def _pages(case) -> dict[str, tuple[str, str]]:
    final = case.state == R.GROUND_REPORTED and any(step.is_final for step in case.open_steps())
    return PAGES | {"approve": ("revocation_decide", "決裁する" if final else "審査する")}


def _idle(case) -> set[str]:
    """What the machine would let through to its checks, or refuse for want of work: no use on the page."""
    work = {
        "answer": case.reasons_are_open(),
        "record_result": case.watched() is not None if case.state in AT_THE_DESK else False,
        "number_document": not case.document_number,
        "rule_out_guidance": case.is_minor or bool(case.beyond_guidance),
        "publish": not case.publishing_gaps(),
    }
    return {name for name, is_wanted in work.items() if not is_wanted}


def _order(case) -> tuple[str, ...]:
    """A minor breach is guided first; a grave one wants the statement and the documents."""
    if case.state == R.FOUND and case.is_minor and not case.beyond_guidance:
        return ("guide", *FIRST)
    missing = ["record_statement"] if not case.statement else []
    return (*FIRST[:-3], *missing, *FIRST[-3:])


def _acknowledging(case, actor, steps) -> list[PageAct]:
    if not actor.may("acknowledge") or actor.is_deputy:
        return []
    waiting = [s for s in steps if s.as_deputy and not s.seen_on and not s.is_void and s.is_for(actor.post)]
    url = links.to("revocation_acknowledge", case.pk)
    return [PageAct("acknowledge", "後閲する", url)] if waiting else []


def cures(case, actor) -> dict[str, tuple[str, str]]:
    table = access_table()
    return {
        name: (links.to(page, case.pk), words)
        for name, (page, words) in CURES.items()
        if actor.may(table[page])
    }


# --- the road ------------------------------------------------------------------------------------------------

LINE = (  # state, act that leads there, who does it
    (R.FOUND, "open", "生活安全係"), (R.GUIDED, "guide", "生活安全係"), (R.GROUND_REPORTED, "report_grounds", "署長"),
    (R.DECIDED, "approve", "本部長"), (R.NOTICE_SENT, "send_notice", "本部の係"), (R.NOTICE_DELIVERED, "deliver_notice", "生活安全係"),
    (R.DELIVERY_REPORTED, "report_delivery", "生活安全係"), (R.TRANSPORT_NOTIFIED, "notify_transport", "本部の係"),
)  # fmt: skip
BRANCHES = {"send_back": ("差戻し", R.GROUND_REPORTED), "fail_delivery": ("交付不能", R.NOTICE_SENT)}
ENDINGS = {"correct": "是正", "dismiss": "該当なし", "decline": "取り消さない"}
WAY = Road(BRANCHES, ENDINGS, {R.SENT_BACK: R.GROUND_REPORTED, R.NOTICE_UNDELIVERED: R.NOTICE_SENT})


def steps(case, history) -> list[Step]:
    """The main line with branches below it; ``history`` is newest first. Guidance that was not given is passed over."""
    done = {row.transition for row in history}
    is_published = "publish" in done and "deliver_notice" not in done
    line = [each for each in LINE if each[0] != R.GUIDED or "guide" in done or case.state == R.FOUND]
    stages = [
        Stage(state, str(state.label), "publish" if is_published and name == "deliver_notice" else name, doer)
        for state, name, doer in line
    ]
    return WAY.steps(case, history, stages)


# --- what it holds -------------------------------------------------------------------------------------------


def ground_lines(case) -> list[tuple[str, str, str]]:
    """(mark, wording, clause) of each ground."""
    return [(one.mark, one.label, one.clause) for one in map(grounds.by_code, sorted(case.grounds))]


def facts(case) -> list[tuple]:
    """(label, value, clause) of the finding and of what followed."""
    severity = (
        "軽微な違反（まず指導を行う）"
        if case.is_minor
        else f"軽微な違反に当たらない（{case.severity_reason}）"
    )
    standing = f"{case.certification.number}（{case.certification.get_state_display()}）"
    rows = [
        ("証明書番号", standing, ""),
        ("認知年月日", case.found_on, "BP-8-1"),
        ("端緒", case.source, ""),
        ("事案の概要", case.summary, ""),
        ("行為者", "、".join(person.name for person in case.people()), "") if case.persons else None,
        ("違反の程度", severity, "BP-8-1-nao"),
        ("指導では是正できない理由", case.beyond_guidance, "BP-8-1-nao") if case.beyond_guidance else None,
        ("団体の弁明", case.statement or "まだ", ""),
        ("弁明を聴いた日", case.heard_on, "") if case.heard_on else None,
        *_later_facts(case),
    ]  # fmt: skip
    return [row for row in rows if row]


def _later_facts(case) -> list[tuple | None]:
    receiver = f"{case.receiver_name}（{case.get_receiver_kind_display()}）　{case.receiver_note}".strip()
    return [
        ("報告の文書番号", case.document_number or "未記入", "BP-8-1") if case.round else None,
        ("署長の意見", f"{case.get_chief_opinion_display()}　{case.chief_remarks}".strip(), "") if case.chief_opinion else None,
        ("取消年月日", case.decided_on, "BP-8-2") if case.state in REVOKED else None,
        ("通知書の文書番号", case.notice_number, "BP-8-2") if case.notice_number else None,
        ("交付できない理由", case.undelivered_note, "BP-8-3") if case.undelivered_note else None,
        ("通知書を受け取った人", receiver, "BP-8-3") if case.delivered_on else None,
        ("終わりの記録", case.closing_note, "") if case.closing_note else None,
    ]  # fmt: skip


def paper_lines(case, papers) -> list[Line]:
    """Form 17 as a draft while the station writes, then what was frozen."""
    lines = []
    if case.state in AT_THE_DESK:
        url = reverse("revocation_form", args=[case.pk])
        lines.append(Line("様式第17　証明取消該当事案報告書", "下書き", "plain", links=[("表示", url)]))
    return lines + [frozen_line(paper) for paper in sorted(papers, key=lambda paper: paper.pk)]


def others_of(case) -> list[tuple[str, str]]:
    """(words, address or "") of the group's other open cases."""
    return [(words, url) for other, words, url in _open_cases(case.group) if other != case]


def others_of_group(group) -> list[tuple[str, str]]:
    return [(words, url) for _, words, url in _open_cases(group)]


def _open_cases(group):
    """The open cases of every procedure that goes up to headquarters."""
    for relation in group._meta.related_objects:
        model = relation.related_model
        if issubclass(model, RoadHooks) and relation.field.name == "group":
            for case in getattr(group, relation.get_accessor_name()).open():
                yield case, f"{case.procedure}　{case.get_state_display()}", links.of_case(case)
