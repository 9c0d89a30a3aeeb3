"""The road of a case as parts/road.html draws it: the main line from the machine, side branches from the history."""

from dataclasses import dataclass
from datetime import date

from blue_patrol.models import Procedure
from blue_patrol.models.demonstration.stickers_back import STICKERS_SENT
from casework.drawing import draw
from casework.models.base import Machine
from casework.models.road import RoadState as S
from casework.pictures import diagram_of

MAIN_ACTS = ("receive", "forward", "approve", "dispatch", "arrive", "deliver", "report")
DOERS = {
    "station_act": "生活安全係", "forward": "署長", "decide": "本部 決裁の職", "headquarters_act": "本部の係",
    "send_back": "本部の担当課",
}  # fmt: skip
BRANCHES = {
    "request_correction": ("補正", S.RECEIVED), "send_back": ("差戻し", S.FORWARDED), "recall": ("決裁の取消し", S.APPROVED),
    "replace": ("作り直しと追送", S.ARRIVED),
}  # fmt: skip
ENDINGS = {"decline": "不承認", "withdraw": "取下げ", "return_undelivered": "交付不能"}
STANDS_AT = {S.CORRECTION: S.RECEIVED, S.SENT_BACK: S.FORWARDED}


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


def main_line(machine) -> list[tuple[str, str, str]]:
    """(state, act that leads there, who does it), from the machine's own transitions."""
    line = [(str(S.DRAFT), "open", "生活安全係")]
    for name in MAIN_ACTS:
        for step in getattr(machine, name)._django_fsm.transitions.values():
            line.append((str(step.target), name, DOERS[step.permission.code]))
            break
    return line


def steps(case, history) -> list[Step]:
    """The main line with branches below it; ``history`` is newest first."""
    line = main_line(type(case))
    if case._meta.label == Procedure.DEMONSTRATION:
        line = of_a_run(line, case.is_own_request)
    states = [state for state, _, _ in line]
    reached = _reached(case, history, states)
    ended = case.state in (S.DECLINED, S.WITHDRAWN, S.UNDELIVERED)
    last = {row.transition: row for row in reversed(history)}
    drawn = []
    for position, (state, name, doer) in enumerate(line):
        status = _status(position, reached, case.state == state, ended)
        row = last.get(name) if position <= reached else None
        who = row.staff_name if row else doer
        drawn.append(Step(label_of(case, state), status, row.on if row else None, who))
        drawn += _branches(case, history, state, at_end=position == reached)
    return drawn


def of_a_run(line: list[tuple[str, str, str]], is_own: bool) -> list[tuple[str, str, str]]:
    """The chief's own request begins where others have been forwarded."""
    states = [state for state, _, _ in line]
    place = states.index(S.FORWARDED)
    return [(str(S.FORWARDED), "request", DOERS["forward"]), *line[place + 1 :]] if is_own else line


def label_of(case, state: str) -> str:
    """The word for a state; the end of a run is that its stickers are back."""
    is_end = case._meta.label == Procedure.DEMONSTRATION and state == S.REPORTED
    return STICKERS_SENT if is_end else str(S(state).label)


def _reached(case, history, states) -> int:
    """How far along the main line the case stands now."""
    state = STANDS_AT.get(case.state, case.state)
    if state in states:
        return states.index(state)
    before = next((row.before for row in history if row.transition in ENDINGS), S.DRAFT)
    return states.index(STANDS_AT.get(before, before))


def _status(position: int, reached: int, is_here: bool, ended: bool) -> str:
    if is_here:
        return "here"
    if position <= reached:
        return "done"
    return "off" if ended else "todo"


def _branches(case, history, state, *, at_end: bool) -> list[Step]:
    found = []
    for name, (label, hangs_below) in BRANCHES.items():
        rows = [row for row in history if row.transition == name]
        if hangs_below != state or not rows:
            continue
        here = STANDS_AT.get(case.state) == state and case.state == rows[0].after
        note = f"{len(rows)}回" if len(rows) > 1 else ""
        found.append(
            Step(label, "side", rows[0].on, rows[0].staff_name, note if here else note or "済み", here)
        )
    if at_end:
        rows = [row for row in history if row.transition in ENDINGS]
        found += [Step(ENDINGS[r.transition], "side", r.on, r.staff_name, "", True, True) for r in rows]
    return found


def picture(case: Machine, history) -> str:
    """The whole machine as <svg>: where the case is, the way it has gone and the last day of each state."""
    moves = [row for row in reversed(history) if row.before != row.after]
    notes = {row.after: f"{row.on.month}月{row.on.day}日" for row in moves}
    done = {row.after for row in moves} | {(row.before, row.transition, row.after) for row in moves}
    return draw(diagram_of(type(case)), here=case.state, done=done, notes=notes)
