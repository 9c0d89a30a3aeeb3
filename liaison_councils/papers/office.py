"""Whose papers these are: the station of the day, its chief, and headquarters' section for the councils."""

from datetime import date

from casework.models import PrefectureProfile, Station
from casework.paper_office import office_facts
from casework.paper_values import OfficeValues
from liaison_councils.models import Council
from liaison_councils.papers.values import CouncilValues


def office_of(station: Station, on: date) -> OfficeValues:
    """Asked once for a station at hand and a day: eighty letters of one day are of one office."""
    known = station.__dict__.setdefault("_offices", {})
    if on not in known:
        profile = PrefectureProfile.nearest(station.prefecture, on)
        section = profile.value_or("council_division", "")
        known[on] = OfficeValues(**office_facts(station, on, profile), chief_section=section)
    return known[on]


def council_of(council: Council, on: date) -> CouncilValues:
    """The council as it is called, and who is its 運営責任者 on the day; asked once, as above."""
    known = council.__dict__.setdefault("_as_called", {})
    if on not in known:
        manager = council.officers.filter(role="manager", from_on__lte=on).exclude(to_on__lt=on).last()
        known[on] = CouncilValues(
            name=council.name, kind=council.get_kind_display(), koban=str(council.koban or ""),
            koban_phone=council.koban.phone if council.koban else "", area=council.area,
            purpose=council.purpose, manager=f"{manager.rank}　{manager.name}".strip() if manager else "",
        )  # fmt: skip
    return known[on]
