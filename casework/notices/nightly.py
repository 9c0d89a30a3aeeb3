"""Clocks that come due within the week, and those past their day: told to the desk that keeps them, each once.

What is told is asked of the database's constraint, not remembered: the job may run twice, or twice at once.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casework import clocks
from casework.clocks import Clock, Kind
from casework.models import Notice, Prefecture, Station
from casework.models.shared import machine_of
from casework.notices.telling import addressed
from casework.scope import scope_of

logger = logging.getLogger(__name__)

DUE, PAST = "due", "past"
TITLES = {DUE: "期限が近づいています：{}", PAST: "期限を過ぎました：{}"}


@dataclass(frozen=True)
class Prefectural:
    """The scope of one prefecture's stations; it shows nothing to anybody."""

    prefecture: Prefecture
    station_ids: tuple[int, ...]


def prefectures() -> Iterator[Prefectural]:
    stations: dict[int, list[int]] = {}
    for pk, owner in Station.objects.order_by("pk").values_list("pk", "prefecture"):
        stations.setdefault(owner, []).append(pk)
    for prefecture in Prefecture.objects.filter(pk__in=stations):
        yield Prefectural(prefecture, tuple(stations[prefecture.pk]))


def tell_of_clocks(today: date) -> None:
    """One transaction a prefecture; of several clocks of one kind, case and day, one notice."""
    known = clocks.kinds()
    for desk in prefectures():
        with scope_of(desk):  # type: ignore[arg-type]
            due = set(clocks.due_by(desk, today + today.resolution * clocks.SOON, today))
            rows = [
                notice
                for clock in sorted(due, key=_order)
                for notice in _notices(clock, known[clock.kind], today)
            ]
            Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
        logger.info("prefecture %s: %s notices stand for its clocks", desk.prefecture.pk, len(rows))


def _order(clock: Clock) -> tuple:
    """The latest last, so that it stands first among the notices of a morning."""
    return (clock.due or clock.start, clock.case_label, clock.case_pk, clock.kind, clock.koban or 0)


def _notices(clock: Clock, kind: Kind, today: date) -> list[Notice]:
    day = clock.due or clock.start
    when = PAST if day < today else DUE
    return [
        Notice(
            station_id=clock.station, kind=f"{when}:{kind.code}", title=TITLES[when].format(kind.label), clause=kind.clause,
            case_label=clock.case_label, case_pk=clock.case_pk, day=day, **who,
        )
        for who in addressed(kind.roles, machine_of(clock.case_label).duty, [clock.koban])
    ]  # fmt: skip
