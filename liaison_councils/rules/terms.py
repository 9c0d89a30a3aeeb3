"""第3の5: terms of about two years: when they end, when that is near, who is a member on a day."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from casework import dates

REST, FULL = "rest", "full"  # what a replacement in mid-term serves
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """From the first to the last day of a term, both included; ``ended_on`` where it ended early."""

    starts_on: date
    ends_on: date
    ended_on: date | None = None

    @property
    def last(self) -> date:
        return min(self.ends_on, self.ended_on or self.ends_on)

    def holds(self, day: date) -> bool:
        return self.starts_on <= day <= self.last


def last_day(starts_on: date, years: int) -> date:
    """1 October 2025 for two years → 30 September 2027."""
    return dates.add_months(starts_on, 12 * years) - DAY


def after(span: Span, years: int) -> Span:
    """The term that follows without a gap."""
    begins = span.last + DAY
    return Span(begins, last_day(begins, years))


def in_place_of(span: Span, years: int, serves: str) -> Span:
    """The term of who replaces a member that left early: the rest of it, or a full one by the profile."""
    begins = span.last + DAY
    return Span(
        begins, span.ends_on if serves == REST and span.ends_on >= begins else last_day(begins, years)
    )


def overlap(one: Span, other: Span) -> bool:
    return one.starts_on <= other.last and other.starts_on <= one.last


def is_near(ends_on: date, months: int, today: date) -> bool:
    """Whether the end is warned of: ``months`` before it, until it has come."""
    return dates.add_months(ends_on, -months) <= today <= ends_on


def near_until(months: int, today: date) -> date:
    """The latest last day that is near: ``is_near`` as one day to compare with."""
    found = dates.add_months(today, months)
    while dates.add_months(found + DAY, -months) <= today:
        found += DAY
    return found


def gaps(spans: Iterable[Span]) -> list[tuple[date, date]]:
    """The days between terms of one person in one council, for the page that shows their whole service."""
    in_order = sorted(spans, key=lambda span: span.starts_on)
    pairs = itertools.pairwise(in_order)
    return [
        (one.last + DAY, other.starts_on - DAY) for one, other in pairs if other.starts_on > one.last + DAY
    ]
