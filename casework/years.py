"""Years as offices count them; pure."""

from dataclasses import dataclass
from datetime import date

from casework import dates, wareki

FISCAL, CALENDAR = "fiscal", "calendar"


@dataclass(frozen=True)
class Year:
    """A year as an office counts it: 年度, or the calendar year where a register or a prefecture counts so."""

    kind: str
    number: int

    @classmethod
    def of(cls, kind: str, day: date) -> "Year":
        return cls(kind, day.year if kind == CALENDAR else dates.fiscal_year(day))

    @property
    def bounds(self) -> tuple[date, date]:
        """First and last day."""
        if self.kind == CALENDAR:
            return date(self.number, 1, 1), date(self.number, 12, 31)
        return dates.fiscal_year_bounds(self.number)

    @property
    def label(self) -> str:
        """令和8年度, 令和8年"""
        if self.kind == CALENDAR:
            first = wareki.era_parts(self.bounds[1])
            return f"{first.era}{first.year_text}年"
        return dates.fiscal_year_label(self.number)

    @property
    def months(self) -> list[date]:
        """The first day of each of its months."""
        return [dates.add_months(self.bounds[0], step) for step in range(12)]

    @property
    def middle(self) -> date:
        """The first day of its second half."""
        return dates.add_months(self.bounds[0], 6)

    def next(self) -> "Year":
        return Year(self.kind, self.number + 1)

    def previous(self) -> "Year":
        return Year(self.kind, self.number - 1)
