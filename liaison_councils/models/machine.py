"""What every machine of the councils has in common."""

from casework.models import HeadquartersDivision
from casework.models.acts import InOrderOfDays
from casework.models.base import Machine

Acts = dict[str, tuple[str, tuple[str, ...]]]


def from_list(state: str) -> tuple[Acts, Acts]:
    """(openings, erasures) of a machine whose rows an office's list may bring, in this state."""
    opening: Acts = {"register": ("名簿からの登録", (state,))}
    return opening, {"undo_registration": ("名簿からの登録の取消し", (state,))}


class CouncilMachine(InOrderOfDays, Machine):
    """Written by acts alone, in the order of their days; followed by headquarters' division of the councils."""

    written_by_acts = True
    called = "記録"
    duty = HeadquartersDivision.Duty.COUNCILS

    class Meta:
        abstract = True
