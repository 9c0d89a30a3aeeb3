"""期限 of all applications on one board: bands of age, who keeps which kinds, and how many clocks stand in each band.

An application enters its source in ``AppConfig.ready()``. Its rows are open clocks that bear the annotations ``NAMES``;
one without a due day (速やかに) is banded by the days since its first.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When

from casework.roles import Role

NAMES = ("clock_kind", "clock_due", "clock_from", "clock_case_label", "clock_case_pk", "clock_koban")


@dataclass(frozen=True)
class Band:
    """An age: days from today to the due day, or (``is_prompt``) to the first day of a clock without one; both ends included."""

    code: str
    label: str
    short: str
    least: int | None
    most: int | None
    is_prompt: bool = False

    def holds(self, due: date | None, start: date, today: date) -> bool:
        day = start if due is None else due
        days = (day - today).days
        after = self.least is None or days >= self.least
        return (due is None) == self.is_prompt and after and (self.most is None or days <= self.most)

    def condition(self, today: date, due: str, start: str) -> Q:
        """The same in SQL; ``due`` and ``start`` are the columns of the two days."""
        found, day = Q(**{f"{due}__isnull": self.is_prompt}), start if self.is_prompt else due
        if self.least is not None:
            found &= Q(**{f"{day}__gte": today + today.resolution * self.least})
        if self.most is not None:
            found &= Q(**{f"{day}__lte": today + today.resolution * self.most})
        return found


OVERDUE = (
    Band("over31", "31日以上過ぎたもの", "31日以上", None, -31),
    Band("over8", "8〜30日過ぎたもの", "8〜30日", -30, -8),
    Band("over1", "1〜7日過ぎたもの", "1〜7日", -7, -1),
)
COMING = (
    Band("7", "7日以内", "7日以内", 0, 7),
    Band("in30", "8〜30日先", "8〜30日", 8, 30),
    Band("later", "31日以上先", "31日以上", 31, None),
)
PROMPT = (
    Band("since31", "速やかに（31日以上）", "31日以上", None, -31, is_prompt=True),
    Band("since8", "速やかに（8〜30日）", "8〜30日", -30, -8, is_prompt=True),
    Band("since0", "速やかに（7日以内）", "7日以内", -7, None, is_prompt=True),
)
GROUPS = (("過ぎたもの", OVERDUE), ("これから", COMING), ("速やかに（始まってから）", PROMPT))
BANDS = (*OVERDUE, *COMING, *PROMPT)
BY_CODE = {band.code: band for band in BANDS}
SOON = 7  # days before the due day from which a clock is told of


@dataclass(frozen=True)
class Kind:
    """A kind of clock. ``roles``: who is told of it; ``page`` and ``asks``: its rows, where not on its source's page."""

    code: str
    label: str
    clause: str
    roles: tuple[Role, ...]
    page: str = ""
    asks: Mapping[str, str] = field(default_factory=dict)


class Clock(NamedTuple):
    """One open clock; ``koban``: whose officers it concerns (key), None for all of the station."""

    station: int
    kind: str
    due: date | None
    start: date
    case_label: str
    case_pk: int
    koban: int | None


def no_more(desk: Any, today: date) -> Iterable[Clock]:
    return ()


@dataclass(frozen=True)
class Source:
    """The clocks of an application.

    ``rows`` (desk, today): querysets with ``NAMES``; ``more``: clocks that no table holds. ``desk`` has station_ids and
    prefecture. ``page`` lists the rows by ?kind, ?within (a band) and ?station; ``lists_all``: also without a kind.
    """

    permission: str
    page: str
    lists_all: bool
    kinds: tuple[Kind, ...]
    rows: Callable[[Any, date], Iterable[QuerySet]]
    more: Callable[[Any, date], Iterable[Clock]] = no_more


class Number(NamedTuple):
    """How many clocks of a kind stand in a band at a station (key)."""

    station: int
    kind: str
    band: str
    n: int


_sources: dict[str, Source] = {}


def enter(source: Source) -> None:
    """Enter a source; a second one with the same page replaces the first."""
    _sources[source.page] = source


def sources_for(actor) -> list[Source]:
    return [source for source in _sources.values() if actor.may(source.permission)]


def kinds() -> dict[str, Kind]:
    """Every kind by its code."""
    return {kind.code: kind for source in _sources.values() for kind in source.kinds}


def band_of(due: date | None, start: date, today: date) -> Band:
    return next(band for band in BANDS if band.holds(due, start, today))


def numbers(actor, today: date) -> list[Number]:
    """What the board shows: one query for the rows of all sources, however many there are, and what ``more`` asks."""
    sources = sources_for(actor)
    counted = [_counted(rows, today) for source in sources for rows in source.rows(actor, today)]
    found = [Number(*row) for row in counted[0].union(*counted[1:], all=True)] if counted else []
    more = [clock for source in sources for clock in source.more(actor, today)]
    return found + [Number(c.station, c.kind, band_of(c.due, c.start, today).code, 1) for c in more]


def _counted(rows: QuerySet, today: date) -> QuerySet:
    whens = [When(b.condition(today, "clock_due", "clock_from"), then=Value(b.code)) for b in BANDS]
    banded = rows.order_by().annotate(clock_band=Case(*whens, output_field=CharField()))
    return banded.values_list("station_id", "clock_kind", "clock_band").annotate(clock_count=Count("pk"))


def overdue(desk, today: date) -> Counter[str]:
    """How many open clocks of the desk are past their day, by kind; one query a table."""
    found: Counter[str] = Counter()
    for source in _sources.values():
        for rows in source.rows(desk, today):
            past = rows.order_by().filter(clock_due__lt=today).values_list("clock_kind")
            found.update(dict(past.annotate(clock_count=Count("pk"))))
        found.update(clock.kind for clock in source.more(desk, today) if clock.due and clock.due < today)
    return found


def due_by(desk, last: date, today: date) -> Iterable[Clock]:
    """Every open clock of the desk that is due by the day or past it; one query a table."""
    for source in _sources.values():
        for rows in source.rows(desk, today):
            due = rows.filter(clock_due__lte=last).values_list("station_id", *NAMES)
            yield from (Clock(*row) for row in due)
        yield from (clock for clock in source.more(desk, today) if clock.due and clock.due <= last)
