"""第3の1 at a glance: areas of koban without a council, and areas over which two stand."""

from collections.abc import Iterable
from dataclasses import dataclass

from casework.models import Koban, Station
from casework.models.packed import unpacked
from liaison_councils.models import Council, CouncilState

STANDING = (CouncilState.ACTIVE, CouncilState.SUSPENDED)


@dataclass(frozen=True)
class Area:
    """A koban's area with the councils over it that stand, and those that are being prepared."""

    station: Station
    koban: Koban
    standing: list[Council]
    planned: list[Council]


def areas_of(stations: Iterable[Station]) -> list[Area]:
    """``stations`` as ``reading.covered_koban`` reads them."""
    return [_area(station, koban) for station in stations for koban in unpacked(Koban, station.areas)]


def _area(station: Station, koban: Koban) -> Area:
    over = unpacked(Council, koban.over)
    standing = [each for each in over if each.state in STANDING]
    return Area(station, koban, standing, [each for each in over if each.state not in STANDING])


def bare(stations: Iterable[Station]) -> list[Area]:
    """Areas over which no council stands, whole or in part."""
    return [area for area in areas_of(stations) if not area.standing]


def doubled(stations: Iterable[Station]) -> list[Area]:
    """Areas that two councils cover whole."""
    return [
        area for area in areas_of(stations) if len({each.pk for each in area.standing if not each.part}) > 1
    ]
