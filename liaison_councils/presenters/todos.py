"""What comes next for a council: unrecorded days, meetings to plan, invitations, in the order of their weight."""

from dataclasses import dataclass
from datetime import date

from casework.permissions import PERMISSIONS
from casework.presenters import links
from casework.years import Year
from liaison_councils.models import CouncilState, Meeting
from liaison_councils.presenters.links import to_new_meeting
from liaison_councils.rules import frequency
from liaison_councils.rules.frequency import REGULAR

NEAR = 14  # days before a meeting by which it is announced
RUN, APPROVE = PERMISSIONS["run_council"], PERMISSIONS["approve_council"]
URGENT, UNRECORDED, SOON, LATER, FOUNDING = range(5)


@dataclass(frozen=True)
class Todo:
    """One thing to do: a chip, a sentence, the same as a heading, where it is done."""

    rank: int
    tone: str
    chip: str
    council: object
    title: str
    sentence: str
    url: str
    label: str
    clause: str
    is_own: bool = False


def in_order(rows) -> list[Todo]:
    """Of all councils: the own first, then by weight."""
    found = [todo for row in rows for todo in row.todos]
    return sorted(found, key=lambda todo: (not todo.is_own, todo.rank))


def todos_of(row, year: Year, actor, today: date) -> list[Todo]:
    """Of one council in the present year; of another year nothing is still to be done but what was left unrecorded."""
    found = [todo for meeting in row.council.met if (todo := _of_meeting(row, meeting, actor, today))]
    first, last = year.bounds
    if row.council.state == CouncilState.PLANNED:
        return [_founding(row, actor)]
    if first <= today <= last and row.is_weak and row.tally.lacking and _is_active(row):
        found.append(_planning(row, year, actor, today))
    return found


def _is_active(row) -> bool:
    return row.council.state == CouncilState.ACTIVE


def _page(row) -> str:
    return links.to("council", row.council.pk)


def _founding(row, actor) -> Todo:
    council = row.council
    wished = (
        f"{council.wished_on.month}月{council.wished_on.day}日に設ける予定です。" if council.wished_on else ""
    )
    return Todo(
        FOUNDING, "go", "準備中", council, f"{council}の設置の準備を進める",
        f"{wished}名称、所管区、運営責任者がそろうと、署長が設置を記録します。", _page(row), "準備を見る", "LC-3-1", row.is_own,
    )  # fmt: skip


def _planning(row, year: Year, actor, today: date) -> Todo:
    tally, council = row.tally, row.council
    urgent = row.tone == frequency.BAD
    url = to_new_meeting(council, actor)
    none = not (tally.held or tally.planned or tally.overdue)
    times = f"{tally.lacking}回とも" if none and tally.lacking > 1 else f"あと{tally.lacking}回"
    return Todo(
        URGENT if urgent else LATER, row.tone, "予定なし" if none else f"あと{tally.lacking}回", council,
        f"{council}の定期会議を、{times}予定に入れる", _why_planning(row, none), url or _page(row),
        "会議の予定を入れる" if url else "協議会を見る", "LC-5-2", row.is_own,
    )  # fmt: skip


def _why_planning(row, none: bool) -> str:
    tally, council = row.tally, row.council
    text = (
        "まだ1回も開かず、予定もありません。" if none else f"済み{tally.held}回、予定{tally.planned}回です。"
    )
    if council.last_met_on:
        text += f"前の年は{council.last_met_on.month}月に開きました。"
    if council.managers:
        text += f"運営責任者は{council.managers[0]}です。"
    return text


def _of_meeting(row, meeting: Meeting, actor, today: date) -> Todo | None:
    day = meeting.planned_on
    if meeting.state == "postponed":
        return _postponed(row, meeting)
    if meeting.state not in frequency.COMING_STATES or day is None:
        return None
    if day < today:
        return _unrecorded(row, meeting)
    return _invitation(row, meeting, (day - today).days)


def _todo(row, meeting, rank, tone, chip, title, sentence, label, clause) -> Todo:
    url = links.to("council_meeting", meeting.pk) or _page(row)
    return Todo(rank, tone, chip, row.council, title, sentence, url, label, clause, row.is_own)


def _kind(meeting: Meeting) -> str:
    return "定期会議" if meeting.kind == REGULAR else "臨時会議"


def _postponed(row, meeting: Meeting) -> Todo:
    day = meeting.planned_on
    said = (
        f"新しい日は{day.month}月{day.day}日です。案内を記録してください。"
        if day
        else "新しい日がまだ決まっていません。"
    )
    title = f"{row.council}の延期した{_kind(meeting)}の日を決め、案内する"
    return _todo(row, meeting, SOON, "care", "延期", title, f"{_kind(meeting)}を延期しました。{said}", "会議を見る", "LC-5-2")  # fmt: skip


def _unrecorded(row, meeting: Meeting) -> Todo:
    day = meeting.planned_on
    when = f"{day.month}月{day.day}日"
    untold = meeting.state == "planned" and meeting.kind == REGULAR
    ahead = "結果の前に、案内を記録します。" if untold else ""
    return _todo(
        row, meeting, UNRECORDED, "bad", "未記録", f"{row.council}の{when}の{_kind(meeting)}の結果を入れる",
        f"{when}の{_kind(meeting)}の結果がありません。開いたなら結果を入れ、開かなかったなら延期か中止を記録します。{ahead}", "結果を入れる", "LC-7-1-b",
    )  # fmt: skip


def _invitation(row, meeting: Meeting, days: int) -> Todo | None:
    if days > NEAR:
        return None
    when = f"{meeting.planned_on.month}月{meeting.planned_on.day}日"
    chip = f"あと{days}日" if days else "きょう"
    if meeting.state == "planned":
        title = f"{row.council}の{when}の会議を案内する"
        return _todo(row, meeting, SOON, "care", chip, title, f"{when}の{_kind(meeting)}の案内が、まだ記録されていません。", "案内を記録する", "LC-5-4")  # fmt: skip
    waiting = meeting.asked - meeting.answered
    if not waiting:
        return None
    said = (
        f"{when}の{_kind(meeting)}に、委員{meeting.asked}人のうち{meeting.answered}人から返事がありました。"
    )
    return _todo(row, meeting, SOON, "go", chip, f"{row.council}の委員{waiting}人に、{when}の出欠を聞く", said, "出欠の返事を書く", "LC-3-8")  # fmt: skip
