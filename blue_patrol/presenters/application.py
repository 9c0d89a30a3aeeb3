"""An application's content as lines of a page: facts, vehicles, patrollers, examination, attachments, papers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.html import format_html

from blue_patrol.models import Place, Procedure
from blue_patrol.models.credentials import sum_words
from blue_patrol.rules import attachments, group_types
from casework.models.road import BEFORE_DECISION
from casework.models.road import RoadState as S
from casework.paper_registry import named
from casework.papers import get as form_of
from casework.presenters import glyphs
from casework.templatetags.case_tags import era_date, wareki_weekday

WEEKDAYS = "月火水木金土日"


def type_words(group) -> str:
    """イ　防犯活動の委嘱を受けた団体 …"""
    if not group.group_type:
        return ""
    kind = group_types.by_code(group.group_type)
    return f"({kind.mark})　{kind.label}"


def type_clause(group) -> str:
    return group_types.by_code(group.group_type).clause if group.group_type else ""


def plan_words(plan) -> str:
    """週2回（火・金）19:30から21:00まで、1回に2人、1台; empty where nothing is planned."""
    if not plan.patrol_times:
        return ""
    days = "・".join(WEEKDAYS[day] for day in plan.weekdays)
    hours = "、".join(f"{start}から{end}まで" for start, end in plan.time_slots)
    once = [f"{n}{unit}" for n, unit in ((plan.crew_per_run, "人"), (plan.vehicles_per_run, "台")) if n]
    text = f"{plan.get_patrol_unit_display()}{plan.patrol_times}回" + (f"（{days}）" if days else "") + hours
    return "、".join([text, *([f"1回に{'、'.join(once)}"] if once else [])])


def person_words(title: str, name: str, kana: str, born: date | None):
    """隊長　青葉 守（あおば まもる）　昭和40年1月2日生"""
    text = f"{title}　{name}".strip() + (f"（{kana}）" if kana else "")
    return format_html("{}　{}生", text, era_date(born)) if born else text


def address_words(group):
    postal = f"〒{group.postal_code}　" if group.postal_code else ""
    return format_html('{}{}　<span class="keep">{}</span>', postal, group.address, group.phone)


def receiver_words(case) -> str:
    """青葉 守（代理人）　委任状（9月3日付け）"""
    return f"{case.receiver_name}（{case.get_receiver_kind_display()}）　{case.receiver_note}".strip()


def facts(case, also: Sequence[str] = ()) -> list[tuple]:
    """(label, value, clause) of the application, in the order of form 1 and 2; ``also``: other stations."""
    group = case.group
    commission = (
        format_html("{}　{}", group.commissioned_by, era_date(group.commissioned_on))
        if group.commissioned_by
        else ""
    )
    combined = {None: "", True: "あり", False: "なし"}[case.combined_with_business]
    rows = [
        ("団体の区分", type_words(group), type_clause(group)),
        ("委嘱・委託", commission, "") if group_types.needs_commission(group.group_type) else None,
        ("代表者", person_words(
            group.representative_title, group.representative_name, group.representative_kana,
            group.representative_birth_date,
        ), ""),
        ("所在地と電話", address_words(group), ""),
        ("構成員", f"{group.member_count}人" if group.member_count else "", ""),
        ("実施地域", case.patrol_area, ""),
        ("関係する署", f"{'、'.join(also)}（{case.station}が進めます）", "BP-5-1") if also else None,
        ("実施計画", plan_words(case), ""),
        ("他の業務との兼務", combined, ""),
        ("連絡の方法", case.liaison_method, "") if case.liaison_method else None,
        ("申請年月日", case.applied_on, ""),
        ("誓約年月日", case.pledged_on, ""),
        ("始めたい日", wareki_weekday(case.starts_on), ""),
        *later_facts(case),
    ]  # fmt: skip
    return [row for row in rows if row]


def later_facts(case) -> list[tuple | None]:
    """What the road adds: the values of the receipt, the number of the forwarding, who received the things."""
    return [
        ("県の定め", f"{case.profile.version}による", "BP-1") if case.profile else None,
        ("進達の文書番号", case.document_number or "未記入", case.clause_of("forward")) if case.round else None,
        ("受け取った人", receiver_words(case), case.clause_of("report")) if case.delivered_on else None,
    ]  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One row of a summary: what, its chip, words beside it, links."""

    label: str
    chip: str
    tone: str
    text: str = ""
    day: date | None = None
    clause: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    remake: int = 0  # key of a frozen paper without bytes
    is_struck: bool = False


def examination_lines(sections, findings: dict) -> list[Line]:
    """The sheet section by section: one finding as it is, several as a count."""
    return [_section_line(section, findings) for section in sections]


def _section_line(section, findings) -> Line:
    found = [findings[item.code] for item in section.items if item.code in findings]
    unfit = [
        item for item in section.items if item.code in findings and findings[item.code].result == "unfit"
    ]
    fit_word, unfit_word = section.items[0].fit_word, section.items[0].unfit_word
    seen = dict.fromkeys(finding.evidence.strip() for finding in found if finding.evidence)
    text = "".join(each if each.endswith("。") or len(seen) == 1 else f"{each}。" for each in seen)
    if found:
        who = "、".join(dict.fromkeys(finding.judged_by.name for finding in found))
        text = f"{text}（{who}）" if text else f"確認者 {who}"
    day = max((finding.judged_on for finding in found), default=None)
    if unfit:
        chip, tone = f"{unfit_word}：{'、'.join(item.label for item in unfit)}", "bad"
    elif len(found) < len(section.items):
        chip = f"{len(section.items)}項目中{len(found)}項目が{fit_word}" if found else "結果なし"
        tone = "care"
    else:
        chip, tone = fit_word, "good"
    return Line(section.label, chip, tone, text, day, section.clause)


ONLY_SOMETIMES = (attachments.PROOF_OF_STANDING, attachments.AREA_MAP)


def attachment_lines(found) -> list[Line]:
    """ア to カ and the proof of standing, each with what is there and what is missing."""
    case = found.case
    if case.case_label != Procedure.CERTIFICATION:
        return _held_lines(found)
    lacking = {missing.kind: missing for missing in attachments.missing(case.attachment_facts())}
    has_proof = any(held.kind == attachments.PROOF_OF_STANDING.code for held in found.attachments)
    for missing in attachments.missing_proof(case.group.group_type, has_proof=has_proof):
        lacking[missing.kind] = missing
    held_kinds = {held.kind for held in found.attachments}
    return [
        _attachment_line(kind, lacking.get(kind.code), found)
        for kind in attachments.KINDS
        if kind not in ONLY_SOMETIMES or kind.code in held_kinds | lacking.keys()
    ]


def _held_lines(found) -> list[Line]:
    """What was handed in with a later request; nothing of it is asked of every one."""
    held = {each.kind for each in found.attachments}
    kinds = [kind for kind in found.case.attachment_kinds if kind.code in held]
    return [_attachment_line(kind, None, found) for kind in kinds]


def _attachment_line(kind, missing, found) -> Line:
    label = f"{kind.mark}　{kind.label}" if kind.mark else kind.label
    held = [each for each in found.attachments if each.kind == kind.code]
    links = [(each.name, reverse("attachment", args=[each.pk])) for each in held]
    day = max((each.received_on for each in held), default=None)
    if not kind.is_file:
        number = {"overview": "2", "roster": "3", "pledge": "4"}[kind.code]
        links = (
            []
            if missing
            else [(f"様式第{number}", reverse("application_form", args=[found.case.pk, number]))]
        )
    if missing:
        return Line(label, "足りない", "bad", missing.sentence, day, kind.clause, links)
    count = f"{len(held)}通" if len(held) > 1 else ""
    return Line(label, "あり", "good", count, day, "", links)


def paper_lines(found) -> list[Line]:
    """What was typed as forms 1–4, the forwarding paper as a draft until it is frozen, then the frozen papers."""
    case = found.case
    chip, tone = ("下書き", "plain") if case.state == S.DRAFT else ("いまの内容", "plain")
    note = glyphs.note_on(filter(None, [case, case.group, *found.vehicles, *found.patrollers]))
    lines = [
        Line(f"様式第{number}　{form_of(number).title}", chip, tone, note, links=_live_links(case, number))
        for number in case.request_forms
    ]
    if case.state in BEFORE_DECISION and case.state != S.FORWARDED:
        number = case.forwarding_form
        url = reverse("application_form", args=[case.pk, number])
        words = f"様式第{number}　{form_of(number).title}"
        lines.append(Line(words, "下書き", "plain", links=[("表示", url)]))
    if case.state == S.CORRECTION:
        url = reverse("correction_letter", args=[case.pk])
        lines.append(Line("補正のお願い", "団体へ渡す", "plain", links=[("表示", url)]))
    if case.state == S.DECLINED:
        url = reverse("decline_letter", args=[case.pk])
        lines.append(Line("不承認のお知らせ", "団体へ渡す", "plain", links=[("表示", url)]))
    if case.dispatched_on:
        url = reverse("dispatch_slip", args=[case.pk])
        lines.append(Line("送付票", "作成済み", "good", day=case.dispatched_on, links=[("表示", url)]))
    if case.arrived_on:
        url = reverse("receipt_slip", args=[case.pk])
        lines.append(Line("受領票", "本部へ返す", "plain", day=case.arrived_on, links=[("表示", url)]))
    return lines + [frozen_line(paper) for paper in sorted(found.papers, key=lambda paper: paper.pk)]


def awaited_words(case) -> str:
    """What the decision will make, counted by kind, before it is taken; "" after it."""
    if case.state not in BEFORE_DECISION:
        return ""
    return sum_words(case.asked_for()) or "証明書等"


def waiting_papers(case, awaited: str) -> str:
    """The papers of what is awaited."""
    if awaited and case.case_label == Procedure.CERTIFICATION:
        return "様式第5・第6・第7　証明書・標章・実施者証"
    return f"交付するもの（{awaited}）" if awaited else ""


def _live_links(case, number: str) -> list[tuple[str, str]]:
    url = reverse("application_form", args=[case.pk, number])
    return [("表示", url), ("写しを印刷", f"{url}?mode=copy")]


def frozen_line(paper) -> Line:
    """A paper that was issued, of any case: where it is shown, or that it is void or still to be made."""
    label = named(paper.form, paper.title, "　") + ("（写し）" if paper.mode == "copy" else "")
    if paper.voided_on:
        return Line(label, "無効", "bad", paper.void_reason, paper.voided_on, is_struck=True)
    if paper.file_id:
        links = [("表示", reverse("paper", args=[paper.pk]))]
        text = " ".join(filter(None, (paper.made_by.name, glyphs.note(paper.missing))))
        return Line(label, "作成済み", "good", text, paper.issued_on, "", links)
    return Line(label, "作成できていない", "bad", "内容は残っています。", paper.issued_on, "", [], paper.pk)


def past_things(found) -> list[tuple]:
    """(thing, why it is of no use any more, whether its number is 欠番), as the case stands now."""
    successors = {thing.replaces_id: thing for thing in found.things if thing.replaces_id}
    lines = []
    for thing in found.past_things:
        successor = successors.get(thing.pk)
        is_void = thing.state == Place.VOID or found.case.state == S.UNDELIVERED
        why = f"{successor.number}に作り直した" if successor else ""
        if successor and successor.number == thing.number:
            why = "同じ番号で作り直した"
        lines.append((thing, why, is_void or bool(successor and successor.number != thing.number)))
    return lines
