"""Who is waited for in a state of a machine: the steps by which days are counted (decision 21).

A step lasts from the day of the act that led into the state to the day of the act that led out of it, both as done.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Waited(StrEnum):
    """The waiting party."""

    GROUP = "団体"
    STATION = "署"
    HEADQUARTERS = "本部"
    KOBAN = "交番・駐在所"


Stages = Mapping[Any, tuple[str, Waited]]  # state → (what is done, by whom)


@dataclass(frozen=True)
class Step:
    """One state: what is done in it, and by whom; ``procedure`` is the word for the machine.

    ``permission``: of the figures of its application.
    """

    case_label: str
    state: str
    procedure: str
    label: str
    party: Waited
    permission: str

    @property
    def key(self) -> str:
        return f"{self.case_label}|{self.state}"


STEPS: dict[str, Step] = {}


def enter(case_label: str, procedure: str, permission: str, states: Stages) -> None:
    """``states`` in the order in which a case meets them."""
    for state, (label, party) in states.items():
        step = Step(case_label, str(state), procedure, label, party, permission)
        STEPS[step.key] = step
