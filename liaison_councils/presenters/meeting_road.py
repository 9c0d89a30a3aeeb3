"""The road of a meeting: planned, announced, held, reported; postponement, cancellation and minutes hang below."""

from casework.presenters.road import Road, Stage, Step
from liaison_councils.models import Meeting
from liaison_councils.models import MeetingState as M

LED_BY = {M.PLANNED: "open", M.ANNOUNCED: "announce", M.HELD: "hold", M.REPORTED: "report"}
DOERS = "交番等・地域課"
WAY = Road(
    {"postpone": ("延期", M.PLANNED), "approve_minutes": ("議事録の承認", M.HELD)}, {"cancel": "中止"}, {M.POSTPONED: M.PLANNED}
)  # fmt: skip


def steps(meeting, history) -> list[Step]:
    """``history`` is newest first."""
    done = {row.transition for row in history}
    line = [state for state in Meeting.main_line if _is_passed(meeting, state, done)]
    return WAY.steps(
        meeting, history, [Stage(state, str(M(state).label), LED_BY[state], DOERS) for state in line]
    )


def _is_passed(meeting, state, done: set[str]) -> bool:
    """An extraordinary meeting may be held at once: then nobody was asked by letter."""
    return state != M.ANNOUNCED or meeting.state not in (M.HELD, M.REPORTED) or "announce" in done
