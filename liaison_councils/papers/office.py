"""Whose papers these are: the station of the day, its chief, and headquarters' section for the councils."""

from datetime import date

from casework.models import PrefectureProfile, Station
from casework.paper_office import office_facts
from casework.paper_values import OfficeValues
from liaison_councils.models import Council
from liaison_councils.papers.values import CouncilValues


def office_of(station: Station, on: date) -> OfficeValues:
    profile = PrefectureProfile.in_force(station.prefecture, on)
    return OfficeValues(
        **office_facts(station, on, profile), chief_section=profile.value_or("council_division", "")
    )


def council_of(council: Council, on: date) -> CouncilValues:
    """The council as it is called, and who is its 運営責任者 on the day."""
    manager = council.officers.filter(role="manager", from_on__lte=on).exclude(to_on__lt=on).last()
    return CouncilValues(
        name=council.name, kind=council.get_kind_display(), koban=str(council.koban or ""), area=council.area,
        purpose=council.purpose, manager=f"{manager.rank}　{manager.name}".strip() if manager else "",
    )  # fmt: skip
