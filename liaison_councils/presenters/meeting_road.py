"""The road of a meeting: planned, announced, held, reported; postponement, cancellation and minutes hang below."""

from dataclasses import dataclass
from datetime import date

from casework.drawing import draw
from casework.pictures import diagram_of
from liaison_councils.models import Meeting
from liaison_councils.models import MeetingState as M

LED_BY = {M.PLANNED: "open", M.ANNOUNCED: "announce", M.HELD: "hold", M.REPORTED: "report"}
DOERS = {
    M.PLANNED: "交番等・地域課",
    M.ANNOUNCED: "交番等・地域課",
    M.HELD: "交番等・地域課",
    M.REPORTED: "交番等・地域課",
}


@dataclass(frozen=True)
class Step:
    """One place on the road; ``status`` done, here, todo, off or side."""

    label: str
    status: str
    when: date | None = None
    who: str = ""
    note: str = ""
    here: bool = False
    ends: bool = False


def steps(meeting, history) -> list[Step]:
    """``history`` is newest first."""
    last = {row.transition: row for row in reversed(history)}
    line = [state for state in Meeting.main_line if _is_gone(meeting, state, last)]
    reached = _reached(meeting, line, last)
    drawn = []
    for place, state in enumerate(line):
        row = last.get(LED_BY[state]) if place <= reached else None
        drawn.append(
            Step(
                M(state).label,
                _status(meeting, state, place, reached),
                row and row.on,
                row.staff_name if row else DOERS[state],
            )
        )
        drawn += _branches(meeting, state, place == reached, last)
    return drawn


def _is_gone(meeting, state, last) -> bool:
    """An extraordinary meeting may be held at once: then nobody was asked by letter."""
    return state != M.ANNOUNCED or meeting.state not in (M.HELD, M.REPORTED) or "announce" in last


def _reached(meeting, line, last) -> int:
    if meeting.state in line:
        return line.index(meeting.state)
    return line.index(M.ANNOUNCED) if "announce" in last and meeting.state == M.CANCELLED else 0


def _status(meeting, state, place: int, reached: int) -> str:
    if meeting.state == state:
        return "here"
    if place <= reached:
        return "done"
    return "off" if meeting.state == M.CANCELLED else "todo"


def _branches(meeting, state, is_last: bool, last) -> list[Step]:
    found = []
    if is_last and meeting.state in (M.POSTPONED, M.CANCELLED):
        name = "postpone" if meeting.state == M.POSTPONED else "cancel"
        row, ends = last[name], meeting.state == M.CANCELLED
        found.append(Step(meeting.get_state_display(), "side", row.on, row.staff_name, "", True, ends))
    if state == M.HELD and (row := last.get("approve_minutes")):
        found.append(Step("議事録の承認", "side", row.on, row.staff_name, "済み"))
    return found


def picture(meeting, history) -> str:
    """The whole machine as <svg>, with the way that the meeting has gone."""
    moves = [row for row in reversed(history) if row.before != row.after]
    notes = {row.after: f"{row.on.month}月{row.on.day}日" for row in moves}
    done = {row.after for row in moves} | {(row.before, row.transition, row.after) for row in moves}
    return draw(diagram_of(Meeting), here=meeting.state, done=done, notes=notes)
