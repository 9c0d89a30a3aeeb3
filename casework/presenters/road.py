"""The road of a case as parts/road.html draws it: the main line, with what hangs below it from the history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from casework.drawing import draw
from casework.models.base import Machine
from casework.pictures import diagram_of


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


class Stage(NamedTuple):
    """A state of the main line, the act that leads there and who does it."""

    state: str
    label: str
    act: str
    doer: str


@dataclass(frozen=True)
class Road:
    """What hangs below the main line of a machine.

    ``branches``: act → (word, the state below which it hangs); ``endings``: act that ends a case beside the line → word;
    ``stands_at``: state beside the line → the state of the line at which such a case stands. A history is newest first.
    """

    branches: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    endings: Mapping[str, str] = field(default_factory=dict)
    stands_at: Mapping[str, str] = field(default_factory=dict)

    def steps(self, case, history, line: Sequence[Stage]) -> list[Step]:
        states = [stage.state for stage in line]
        reached = self._reached(case, history, states)
        ended = self.stands_at.get(case.state, case.state) not in states
        last = {row.transition: row for row in reversed(history)}
        drawn: list[Step] = []
        for position, stage in enumerate(line):
            status = _status(position, reached, case.state == stage.state, ended)
            row = last.get(stage.act) if position <= reached else None
            who = row.staff_name if row else stage.doer
            drawn.append(Step(stage.label, status, row.on if row else None, who))
            drawn += self._below(case, history, stage.state)
            drawn += self._ends(history) if position == reached else []
        return drawn

    def _reached(self, case, history, states: list[str]) -> int:
        """How far along the main line the case stands now, or stood when it ended."""
        state = self.stands_at.get(case.state, case.state)
        if state not in states:
            before = next((row.before for row in history if row.transition in self.endings), states[0])
            state = self.stands_at.get(before, before)
        return states.index(state)

    def _below(self, case, history, state: str) -> list[Step]:
        found = []
        for name, (label, above) in self.branches.items():
            rows = [row for row in history if row.transition == name]
            if above == state and rows:
                here = self.stands_at.get(case.state) == state and case.state == rows[0].after
                note = f"{len(rows)}回" if len(rows) > 1 else "" if here else "済み"
                found.append(Step(label, "side", rows[0].on, rows[0].staff_name, note, here))
        return found

    def _ends(self, history) -> list[Step]:
        rows = [row for row in history if row.transition in self.endings]
        return [Step(self.endings[r.transition], "side", r.on, r.staff_name, "", True, True) for r in rows]


def _status(position: int, reached: int, is_here: bool, ended: bool) -> str:
    if is_here:
        return "here"
    if position <= reached:
        return "done"
    return "off" if ended else "todo"


def picture(case: Machine, history) -> str:
    """The whole machine as <svg>: where the case is, the way it has gone and the last day of each state."""
    moves = [row for row in reversed(history) if row.before != row.after]
    notes = {row.after: f"{row.on.month}月{row.on.day}日" for row in moves}
    done = {row.after for row in moves} | {(row.before, row.transition, row.after) for row in moves}
    return draw(diagram_of(type(case)), here=case.state, done=done, notes=notes)
