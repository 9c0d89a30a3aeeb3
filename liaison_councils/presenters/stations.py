"""The stations of a prefecture, each in a line of numbers (LC-7-3)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casework.models import Station
from casework.models.packed import unpacked
from casework.presenters import links
from liaison_councils.models import YearReport
from liaison_councils.presenters.year import Row, Totals, totals_of


@dataclass(frozen=True)
class Line:
    station: Station | None
    totals: Totals
    came: int
    asked: int
    opinions: int
    remarks: int  # without an answer
    answered: int  # with an answer that waits for headquarters

    @property
    def attendance(self) -> str:
        """87％（52/60人）; nothing before the first meeting of the year."""
        if not self.asked:
            return ""
        return f"{round(100 * self.came / self.asked)}％（{self.came}/{self.asked}人）"

    @property
    def bad_word(self) -> str:
        """Councils whose time runs out."""
        return f"{self.totals.bad}（間に合わないおそれ）"

    @property
    def care_word(self) -> str:
        return f"{self.totals.care}（予定がまだ）"


def lines_of(stations: Iterable[Station], rows: Iterable[Row]) -> list[Line]:
    by_station: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_station[row.council.station_id].append(row)
    return [
        Line(
            each,
            totals_of(by_station[each.pk]),
            each.came,
            each.asked,
            each.opinions,
            each.remarks,
            each.answered,
        )
        for each in stations
    ]


@dataclass(frozen=True)
class YearToSee:
    """A closed year that waits for headquarters (LC-7-3)."""

    station: Station
    label: str
    closed_on: date
    url: str


def years_to_see(stations: Iterable[Station]) -> list[YearToSee]:
    """The first to be closed first; ``stations`` carry their packed ``to_see``."""
    found = [
        YearToSee(each, report.of_year().label, report.closed_on, links.to("council_year", report.pk))
        for each in stations
        for report in unpacked(YearReport, each.to_see)
    ]
    return sorted(found, key=lambda year: year.closed_on)


def sums_of(lines: list[Line]) -> Line:
    """Of all stations together."""
    names = Totals.__dataclass_fields__
    totals = Totals(*(sum(getattr(line.totals, name) for line in lines) for name in names))
    numbers = (
        sum(getattr(line, name) for line in lines)
        for name in ("came", "asked", "opinions", "remarks", "answered")
    )
    return Line(None, totals, *numbers)
