"""Counts taken together, and percentiles of days from how often each number of days occurs. Pure."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Counted:
    """How many (``n``) of a station under ``keys``; of the other stations together ``station`` is None."""

    station: int | None
    keys: tuple[str, ...]
    n: int


def summed(pairs: Iterable[tuple[Key, int]]) -> Counter[Key]:
    """key → the sum of its numbers."""
    found: Counter[Key] = Counter()
    for key, number in pairs:
        found[key] += number
    return found


@dataclass(frozen=True)
class Spread:
    """Of spells in whole days: how many there were, the median, and the day by which nine of ten had ended."""

    count: int
    median: int | None
    ninth: int | None


def percentile(days: Mapping[int, int], share: int) -> int | None:
    """The least number of days within which ``share`` per cent of the spells ended; None of none at all."""
    whole, passed = sum(days.values()), 0
    for day in sorted(days):
        passed += days[day]
        if passed * 100 >= whole * share:
            return day
    return None


def spread(days: Mapping[int, int]) -> Spread:
    """``days``: number of days → how many spells lasted so long."""
    return Spread(sum(days.values()), percentile(days, 50), percentile(days, 90))
