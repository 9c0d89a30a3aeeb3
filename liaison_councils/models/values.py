"""What a prefecture's dated values say of councils; every version at once, so that each year is counted by its own."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from casework.models import ProfileValue
from casework.years import FISCAL, Year
from liaison_councils.rules.terms import REST, Span, after, in_place_of, last_day

YEARS = range(1990, 2200)  # that a page can be asked for


@dataclass(frozen=True)
class CouncilValues:
    """One version of the values (LC-3-3, LC-3-5, LC-3-8, LC-5-2, LC-5-4, LC-6)."""

    meetings_a_year: int = 2
    year: str = FISCAL
    term_years: int = 2
    term_amber_months: int = 3
    replacement_serves: str = REST
    members_min: int = 5
    members_max: int = 10
    reply_days: int = 7  # before a meeting, by which an answer to the invitation is asked for
    opinion_long_days: int = 90  # an opinion without an answer is marked
    visit_long_months: int = 6  # a member without a visit is listed

    def offered(self, today, *, previous=None, replaces=None) -> Span:
        """The term offered to a candidate (LC-3-5): behind the one it follows, else from today.

        A place that somebody left early is filled from today on, not from a day that has passed.
        """
        if previous:
            return after(previous.span, self.term_years)
        if not replaces:
            return Span(today, last_day(today, self.term_years))
        span = in_place_of(replaces.span, self.term_years, self.replacement_serves)
        if replaces.span.last == replaces.ends_on or span.starts_on >= today:
            return span
        rests = self.replacement_serves == REST and span.ends_on >= today
        return Span(today, span.ends_on if rests else last_day(today, self.term_years))


NAMES = {f"council_{name}": name for name in CouncilValues.__dataclass_fields__}


class ValuesOverTime:
    """The versions of one prefecture."""

    def __init__(self, rows: list[ProfileValue]):
        found: dict[int, tuple[date, date | None, dict[str, Any]]] = {}
        for row in rows:
            version = row.profile
            _, _, told = found.setdefault(version.pk, (version.valid_from, version.valid_to, {}))
            told[NAMES[row.key]] = row.content
        self.versions = sorted(found.values(), key=lambda version: version[0])

    @classmethod
    def rows(cls, **of: Any) -> QuerySet[ProfileValue]:
        """``of``: profile__prefecture=…"""
        return ProfileValue.objects.filter(key__in=NAMES, **of)

    @classmethod
    def of(cls, prefecture_id: int) -> "ValuesOverTime":
        """One query."""
        return cls(list(cls.rows(profile__prefecture=prefecture_id).select_related("profile")))

    def on(self, day: date) -> CouncilValues:
        """The version in force on the day; of a day before the first version, the first."""
        told: dict[str, Any] = {}
        for begins, ends, values in self.versions:
            if not told or (begins <= day and (ends is None or day <= ends)):
                told = values
        return CouncilValues(**told)

    def year(self, asked: int | None, today: date) -> tuple[Year, CouncilValues]:
        """The year of this number (None: the present one) and the values by which it is counted."""
        year = Year.of(self.on(today).year, today)
        if asked in YEARS:
            year = Year(year.kind, int(asked or 0))
        values = self.on(min(max(today, year.bounds[0]), year.bounds[1]))
        return Year(values.year, year.number), values
