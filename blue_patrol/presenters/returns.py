"""A return on its page: what can be done, its road, its facts, its things, its history as sentences."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from django.urls import reverse

from blue_patrol.models import Place, ReturnNotice
from blue_patrol.models.credentials import count_words
from blue_patrol.models.returned.items import Fate
from blue_patrol.models.returned.machine import ReturnState as R
from blue_patrol.presenters.application import Line
from blue_patrol.presenters.sentences import answers_of, reasons_of, told_of
from casework.papers import get as form_of
from casework.presenters import links, page_acts
from casework.presenters.page_acts import Acts
from casework.presenters.road import Road, Stage, Step
from casework.presenters.sentences import HANDED_OVER, Vocabulary, hands_of

PAGES = {  # transition -> (page of the act, word on the button)
    "forward": ("return_forward", "進達する"),
    "accept": ("return_accept", "届いたものを確かめる"),
    "answer": ("return_answer", "差戻しに回答する"),
    "send_found": ("return_send_found", "見付かったものを送る"),
    "destroy_found": ("return_destroy_found", "見付かったものの廃棄を記録する"),
    "take_found": ("return_found", "見付かったものを受け入れる"),
    "number_document": ("return_number", "文書番号を記入する"),
    "send_back": ("return_send_back", "差し戻す"),
    "notify_transport": ("office_notices", "運輸支局等へ通知する"),
    "assign": ("return_assign", "担当を替える"),
}
ROAD = ("forward", "accept", "notify_transport")
FIRST = ("answer", "forward", "accept", "send_found", "destroy_found", "number_document")
DOERS = {
    R.RECEIVED: "生活安全係",
    R.FORWARDED: "署長",
    R.ACCEPTED: "本部の係",
    R.TRANSPORT_NOTIFIED: "本部の係",
}
LED_BY = {
    R.RECEIVED: "open",
    R.FORWARDED: "forward",
    R.ACCEPTED: "accept",
    R.TRANSPORT_NOTIFIED: "notify_transport",
}
WAY = Road({"send_back": ("差戻し", R.FORWARDED)}, stands_at={R.SENT_BACK: R.FORWARDED})
SENTENCES = {  # transition -> the sentence after the person; {b} is the word in bold
    "open": ("が、返納届を{b}しました。", "受理"),
    "forward": ("が、返納されたものを添えて本部へ{b}しました。", "進達"),
    "number_document": ("が、進達書の{b}しました。", "文書番号を記入"),
    "send_back": ("が、署へ{b}ました。", "差し戻し"),
    "answer": ("が、{b}への回答を記録しました。", "差戻し"),
    "accept": ("が、届いたものを1点ずつ{b}ました。届いたものは廃棄しました。", "確かめ"),
    "take_found": ("が、後から{b}を受け入れました。", "見付かったもの"),
    "send_found": ("が、見付かったものを本部へ{b}ました。", "送り"),
    "destroy_found": ("が、見付かったものを{b}しました。", "廃棄"),
    "tell_transport": ("が、自動車の一部を運輸支局等へ{b}しました。", "通知"),
    "notify_transport": ("が、運輸支局等へ{b}しました。すべての自動車が済みました。", "通知"),
    "meet_deadline": ("が、{b}を確かめました。", "期限の完了"),
    "assign": HANDED_OVER,
}


def acts_of(notice, actor, items) -> Acts:
    can, refused = page_acts.of_machine(notice, actor, PAGES, ROAD, idle=_idle(notice, items))
    can = [act if act.name != "notify_transport" else _to_notices(act) for act in can]
    waiting = actor.may("headquarters_act") and notice.state == R.ACCEPTED
    if waiting:  # one paper tells of the cars of many cases: it has a page of its own
        refused = [each for each in refused if each.label != PAGES["notify_transport"][1]]
        can = [
            page_acts.PageAct("notify_transport", PAGES["notify_transport"][1], links.to("office_notices")),
            *can,
        ]
    order = ("notify_transport", *FIRST)
    return page_acts.with_first(page_acts.first_of(can, order), can, refused, cures(notice))


def _to_notices(act):
    return page_acts.PageAct(act.name, act.label, links.to("office_notices"))


def _idle(notice, items) -> set[str]:
    """Acts for which there is nothing to do."""
    places = {item.credential.state for item in items}
    work = {
        "take_found": Place.LOST in places,
        "send_found": bool(places & {Place.SURRENDERED, Place.AT_STATION}),
        "destroy_found": Place.SENT_TO_HQ in places,
        "number_document": not notice.document_number,
        "answer": notice.state == R.SENT_BACK and notice.reasons_are_open(),
    }
    return {name for name, is_wanted in work.items() if not is_wanted} | {"notify_transport"}


def cures(notice) -> dict[str, tuple[str, str]]:
    return {"answer": (links.to("return_answer", notice.pk), "差戻しに回答する")}


def steps(notice, history) -> list[Step]:
    """The main line; a 差戻し hangs below the forwarding. ``history`` is newest first."""
    line = [
        Stage(state, str(R(state).label), LED_BY[state], DOERS[state]) for state in ReturnNotice.main_line
    ]
    return WAY.steps(notice, history, line)


def facts(notice) -> list[tuple]:
    """(label, value, clause), in the order of form 12."""
    standing = notice.certification
    reason = notice.get_reason_display() + (f"（{notice.reason_text}）" if notice.reason_text else "")
    rows = [
        ("証明書", f"{standing.number}（{standing.get_state_display()}）", ""),
        ("返納の理由", reason, "BP-9-1"),
        ("事由の発生年月日", notice.occurred_on, ""),
        ("届出年月日", notice.applied_on, ""),
        ("受理した日", notice.received_on, "BP-9-1"),
        ("青色回転灯等を外した日", notice.lamp_removed_on, "") if notice.lamp_removed_on else None,
        ("教示", [told["text"] for told in notice.instructed if told["text"]], "BP-9-1"),
        ("県の定め", f"{notice.profile.version}による", "BP-1"),
        ("進達の文書番号", notice.document_number or "未記入", "BP-9-1") if notice.forwarded_on else None,
    ]
    return [row for row in rows if row]


@dataclass(frozen=True)
class ItemLine:
    """One thing of the return: what was said of it, in words with a tone, and what was written."""

    thing: object
    word: str
    tone: str
    note: str = ""


def item_lines(items) -> list[ItemLine]:
    return [_item(item) for item in items]


def _item(item) -> ItemLine:
    notes = [item.circumstances, item.absence and f"本部で確かめたとき：{item.absence}"]
    word, tone = item.get_fate_display(), "plain" if item.fate != Fate.MISSING else "care"
    if item.found_on:
        word, tone = "後から返った", "plain"
        notes.append(f"見付かった：{item.found_note}")
    return ItemLine(item.credential, word, tone, "　".join(filter(None, notes)))


def counted(items) -> str:
    """証明書1枚・標章2枚が返り、実施者証1枚がありません。"""
    came = count_words([item.credential for item in items if not item.did_not_come])
    gone = count_words([item.credential for item in items if item.did_not_come])
    if not gone:
        return f"{came}が、すべて返りました。"
    return f"{came}が返り、{gone}がありません。" if came else f"{gone}がありません。返ったものはありません。"


def paper_lines(notice, papers) -> list[Line]:
    form_12 = _live(notice, "12")
    shown = [("表示", form_12), ("写しを印刷", f"{form_12}?mode=copy")]  # the copy goes up with form 18
    lines = [Line(f"様式第12　{_title('12')}", "いまの内容", "plain", links=shown)]
    if notice.state in (R.RECEIVED, R.SENT_BACK):
        lines.append(
            Line(f"様式第18　{_title('18')}", "下書き", "plain", links=[("表示", _live(notice, "18"))])
        )
    return lines + [_frozen(paper) for paper in papers]


def _title(number: str) -> str:
    return form_of(number).title


def _live(notice, number: str) -> str:
    return reverse("return_form", args=[notice.pk, number])


def _frozen(paper) -> Line:
    label = f"様式第{paper.form}　{paper.title}"
    if paper.voided_on:
        return Line(label, "無効", "bad", paper.void_reason, paper.voided_on, is_struck=True)
    if paper.file_id:
        shown = [("表示", reverse("paper", args=[paper.pk]))]
        return Line(label, "作成済み", "good", paper.made_by.name, paper.issued_on, "", shown)
    return Line(label, "作成できていない", "bad", "内容は残っています。", paper.issued_on, "", [], paper.pk)


def vocabulary(items) -> Vocabulary:
    """The words of a return; ``items``: its lines, whose things the acts name."""
    names = {str(item.credential_id): str(item.credential) for item in items}
    return Vocabulary(SENTENCES, {"assign": hands_of}, otherwise=partial(_details, names=names))


def _details(content: dict, names: dict[str, str]) -> list[str]:
    lines = [
        f"{names.get(key, '証明書等')}は、ありません（{note.rstrip('。')}）。"
        for key, note in (content.get("missing") or {}).items()
    ]
    lines += [*told_of(content), *reasons_of(content), *answers_of(content)]
    lines += [names[str(key)] for key in content.get("things", []) if str(key) in names]
    if content.get("office"):
        lines.append(f"{content['office']}へ{content['cars']}台、文書番号 {content['document_number']}")
    elif content.get("document_number"):
        lines.append(f"文書番号 {content['document_number']}")
    return lines + [content[name] for name in ("note", "evidence") if content.get(name)]


@dataclass(frozen=True)
class Waiting:
    """One return in a list: what waits and since when."""

    notice: ReturnNotice
    words: str
    since: date


WAITS = {
    R.RECEIVED: ("署長の進達を待っています", "received_on"),
    R.SENT_BACK: ("差戻しへの回答を待っています", "forwarded_on"),
    R.FORWARDED: ("本部の確認を待っています", "forwarded_on"),
    R.ACCEPTED: ("運輸支局等への通知を待っています", "accepted_on"),
    R.TRANSPORT_NOTIFIED: ("済みました", "notified_on"),
}


def waits(notice) -> Waiting:
    words, day = WAITS[R(notice.state)]
    return Waiting(notice, words, getattr(notice, day))
