"""What every machine of the councils has in common."""

from casework.models import HeadquartersDivision
from casework.models.acts import InOrderOfDays
from casework.models.base import Machine


class CouncilMachine(InOrderOfDays, Machine):
    """Written by acts alone, in the order of their days; followed by headquarters' division of the councils."""

    written_by_acts = True
    called = "記録"
    duty = HeadquartersDivision.Duty.COUNCILS

    class Meta:
        abstract = True
