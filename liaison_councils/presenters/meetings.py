"""A meeting in words: its state, what can be done, who was there, its agenda, its papers, its history."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from casework import wareki
from casework.presenters import links, page_acts
from casework.presenters.sentences import Vocabulary
from liaison_councils.models import MeetingState as M
from liaison_councils.models import OpinionState, Participant
from liaison_councils.presenters.opinions import TONES as OPINION_TONES
from liaison_councils.rules.clock_times import spoken
from liaison_councils.rules.opinions import agenda_items, with_read_out

K = Participant.Kind
TONES = {
    M.PLANNED: "go", M.ANNOUNCED: "go", M.POSTPONED: "care", M.CANCELLED: "plain", M.HELD: "go", M.REPORTED: "good",
}  # fmt: skip
REPLY_TONES = {"yes": "good", "no": "plain", "": "plain"}
PAGES = {  # transition -> (page of the act, word on the button)
    "announce": ("council_meeting_announce", "案内を記録する"),
    "hold": ("council_meeting_hold", "開催を記録する"),
    "write_minutes": ("council_meeting_minutes", "議事録を書く"),
    "approve_minutes": ("council_meeting_approve", "議事録を承認する"),
    "report": ("council_meeting_report", "報告する"),
    "reply": ("council_meeting_replies", "出欠の返事を書く"),
    "invite": ("council_meeting_invite", "案内する人を加える"),
    "amend": ("council_meeting_amend", "予定を変える"),
    "correct_attendance": ("council_meeting_attendance", "出席を直す"),
    "postpone": ("council_meeting_postpone", "延期する"),
    "cancel": ("council_meeting_cancel", "中止する"),
}
ROAD = ("announce", "hold", "approve_minutes", "report")
SENTENCES = {  # transition -> the sentence after the person; {b} is the word in bold
    "open": ("が、会議を{b}に入れました。", "予定"),
    "amend": ("が、予定を{b}ました。", "変え"),
    "invite": ("が、案内する人を{b}ました。", "加え"),
    "uninvite": ("が、案内する人から{b}ました。", "外し"),
    "announce": ("が、会議を{b}しました。", "案内"),
    "reply": ("が、{b}を書きました。", "出欠の返事"),
    "postpone": ("が、会議を{b}しました。", "延期"),
    "cancel": ("が、会議を{b}しました。", "中止"),
    "hold": ("が、会議の{b}を記録しました。", "開催"),
    "correct_attendance": ("が、{b}を直しました。", "出席"),
    "write_minutes": ("が、{b}を書きました。", "議事録"),
    "approve_minutes": ("が、議事録を{b}しました。", "承認"),
    "report": ("が、開催の結果を{b}しました。", "報告"),
}


def state(meeting, today: date) -> tuple[str, str]:
    """(word, tone); a day that has passed waits for its result."""
    if meeting.state in (M.PLANNED, M.ANNOUNCED) and meeting.planned_on and meeting.planned_on < today:
        return "未記録", "bad"
    if meeting.state == M.HELD:
        return "報告がまだ" if meeting.minutes_approved_on else "議事録の承認がまだ", "care"
    return meeting.get_state_display(), TONES[M(meeting.state)]


def answers(meeting, asked: int, answered: int) -> str:
    """返事3/9 of one that is announced, before that what is still to be done; of others nothing."""
    if meeting.state == M.ANNOUNCED:
        return f"返事{answered}/{asked}"
    return "案内はこれから" if meeting.state in (M.PLANNED, M.POSTPONED) else ""


def hours(meeting) -> str:
    """14時から15時30分まで"""
    begins = f"{spoken(meeting.begins_at)}から" if meeting.begins_at else ""
    return begins + (f"{spoken(meeting.ends_at)}まで" if meeting.ends_at else "")


def acts_of(meeting, actor, today: date) -> page_acts.Acts:
    can, refused = page_acts.of_machine(meeting, actor, PAGES, ROAD, idle=_idle(meeting))
    refused = [each for each in refused if not _is_done(meeting, each)]
    return page_acts.with_first(
        page_acts.first_of(can, _order(meeting, today)), can, refused, cures(meeting, actor)
    )


def _idle(meeting) -> set[str]:
    is_coming = meeting.state == M.POSTPONED
    return {"reply"} if not meeting.invited() else {"postpone"} if is_coming else set()


def _is_done(meeting, refused) -> bool:
    """What has been done already is no thing that cannot be done yet."""
    words = {PAGES["approve_minutes"][1], PAGES["write_minutes"][1]}
    return bool(meeting.minutes_approved_on) and refused.label in words


def _order(meeting, today: date) -> tuple[str, ...]:
    if meeting.state == M.HELD:
        return (
            ("write_minutes", "approve_minutes", "report")
            if not meeting.discussed
            else ("report", "approve_minutes")
        )
    if meeting.state == M.ANNOUNCED or meeting.kind == "extraordinary":
        return (
            ("hold", "announce")
            if meeting.planned_on and meeting.planned_on <= today
            else ("announce", "reply")
        )
    return ("announce", "amend")


def cures(meeting, actor) -> dict[str, tuple[str, str]]:
    """What mends a reason, for posts that act themselves."""
    if not actor.may("run_council"):
        return {}
    pages = {"amend": "amend", "invite": "invite", "announce": "announce", "minutes": "write_minutes"}
    found = {cure: (links.to(PAGES[name][0], meeting.pk), PAGES[name][1]) for cure, name in pages.items()}
    if actor.may("supervise_councils"):
        found["approve"] = (links.to("council_meeting_approve", meeting.pk), "議事録を承認する")
    return found


def facts(meeting) -> list[tuple]:
    """(label, value, clause)."""
    day = "開催した日" if meeting.held_on else "会議の日"
    rows = [
        (day, meeting.day or "まだ決まっていません", "LC-5-1"),
        ("時刻", hours(meeting), ""),
        ("場所", meeting.place, ""),
        ("臨時に開く理由", meeting.reason, "LC-5-3") if meeting.kind == "extraordinary" else None,
        ("案内した日", meeting.announced_on, "LC-5-4") if meeting.announced_on else None,
        ("返事をもらう日", meeting.reply_until, "LC-5-4") if meeting.reply_until else None,
        ("延期する前の日", meeting.postponed_from, "LC-5-2") if meeting.postponed_from and not meeting.planned_on else None,
        ("延期・中止の理由", meeting.stop_reason, "") if meeting.stop_reason else None,
        ("議事録の承認", meeting.minutes_approved_on, "LC-7-1-b") if meeting.minutes_approved_on else None,
        ("報告", [text for text in (wareki.format_long(meeting.reported_on), meeting.document_number) if text], "LC-7-1-b") if meeting.reported_on else None,
    ]  # fmt: skip
    return [row for row in rows if row]


def agenda(meeting, opinions) -> list[str]:
    """The agenda's items; answers to earlier opinions come first, also those that came in since it was written."""
    is_open = meeting.state in (M.PLANNED, M.ANNOUNCED, M.POSTPONED)
    waiting = any(each.state != OpinionState.CLOSED for each in opinions)
    return agenda_items(with_read_out(meeting.agenda, is_open and waiting))


@dataclass
class Attendance:
    """Who of one council was asked and came."""

    council: object
    rows: list = field(
        default_factory=list
    )  # (participant, (word, tone) of the reply, (word, tone) of the presence)
    summary: list[str] = field(default_factory=list)


def attendance(meeting, councils) -> list[Attendance]:
    found = []
    for council in councils:
        own = [row for row in meeting.participants.all() if row.council_id == council.pk]
        own.sort(key=lambda row: (list(K).index(K(row.kind)), row.pk))
        found.append(
            Attendance(
                council,
                [(row, _reply(row), _presence(row)) for row in own],
                summary(own, bool(meeting.held_on)),
            )
        )
    return found


def summary(rows, is_held: bool) -> list[str]:
    """委員 7/9, 住民 14人: who came, or before the meeting who said they would."""
    came = [row for row in rows if (row.attended if is_held else row.reply == "yes")]
    numbers = Counter[str]()
    for row in came:
        numbers[row.kind] += row.count
    members = sum(row.kind == K.MEMBER for row in rows)
    words = [f"委員 {numbers[K.MEMBER]}/{members}"]
    return words + [f"{kind.label} {numbers[kind]}人" for kind in list(K)[1:] if numbers[kind]]


def _reply(row) -> tuple[str, str]:
    return (row.get_reply_display(), REPLY_TONES[row.reply]) if row.is_invited else ("案内なし", "plain")


def _presence(row) -> tuple[str, str]:
    return {None: ("", ""), True: ("出席", "good"), False: ("欠席", "plain")}[row.attended]


def opinion_state(opinion) -> tuple[str, str]:
    return opinion.get_state_display(), OPINION_TONES[OpinionState(opinion.state)]


@dataclass(frozen=True)
class Paper:
    """One line of the papers."""

    label: str
    chip: str
    tone: str
    links: list[tuple[str, str]]
    day: date | None = None
    note: str = ""
    is_struck: bool = False


def papers(meeting, issued) -> list[Paper]:
    """Frozen ones with their day, those printed now, and what is still to come."""
    to = {
        name: reverse(f"council_meeting_{name}", args=[meeting.pk])
        for name in ("letters", "roster", "public")
    }
    lines = []
    if meeting.state != M.CANCELLED:
        lines.append(Paper("出席簿", "いまの内容", "plain", [("印刷", to["roster"])]))
    if meeting.announced_on is None:
        lines.append(Paper("開催通知", "下書き", "plain", [("見る", to["letters"])]))
    lines += [_frozen(meeting, paper, to) for paper in issued]
    if meeting.public_minutes.strip():
        chip = ("承認済み", "good") if meeting.minutes_approved_on else ("下書き", "plain")
        lines.append(Paper("議事概要（公表用）", *chip, [("表示", to["public"])]))
    if meeting.state != M.REPORTED:
        lines.append(Paper("会議開催結果報告書・会議録", "報告のとき", "plain", []))
    return lines


def _frozen(meeting, paper, to) -> Paper:
    if paper.voided_on:
        return Paper(paper.title, "無効", "bad", [], paper.voided_on, paper.void_reason, is_struck=True)
    if paper.form == "L9":
        return Paper(
            paper.title,
            "作成済み",
            "good",
            [("全員の分を印刷", to["letters"])],
            paper.issued_on,
            paper.made_by.name,
        )
    shown = reverse("council_meeting_paper", args=[meeting.pk, paper.form])
    return Paper(paper.title, "作成済み", "good", [("表示", shown)], paper.issued_on, paper.made_by.name)


def _details(content: dict) -> list[str]:
    people, present = content.get("people") or [], content.get("present")
    lines = [content.get("note") or "", content.get("stop_reason") or ""]
    if people:
        lines.append("、".join(_person(row) for row in people))
    if present is not None:
        more = content.get("more") or []
        lines.append(
            f"名簿の{len(present)}人が出席"
            + (f"、ほかに{'、'.join(_person(row) for row in more)}" if more else "")
        )
    if replies := content.get("replies"):
        yes, no = (sum(value == each for value in replies.values()) for each in ("yes", "no"))
        lines.append(f"出席{yes}人、欠席{no}人")
    if told := content.get("reply_until"):
        lines.append(f"返事をもらう日 {wareki.format_long(date.fromisoformat(told))}")
    if number := content.get("document_number"):
        lines.append(f"文書番号 {number}")
    return lines


def _person(row: dict) -> str:
    number = row.get("count") or 1
    name = "　".join(filter(None, (row.get("body"), row.get("name"))))
    return f"{name}（{number}人）" if number > 1 else name


VOCABULARY = Vocabulary(SENTENCES, otherwise=_details)
