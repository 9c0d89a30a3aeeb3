"""All cases of the demonstration, walked side by side in the order of their days, in one transaction."""

import heapq
from collections import Counter
from datetime import date

from django.db import transaction

from blue_patrol.demo import (
    activity,
    changes,
    commissions,
    demonstrations,
    groups,
    notes,
    reissues,
    remarks,
    returns,
    revocations,
    standing,
    training,
)
from blue_patrol.demo.roads import Road
from blue_patrol.models import CertificationApplication
from casework import master_data
from casework.demo import cast
from casework.demo.press import Press
from casework.models import Station
from casework.scope import set_scope

FIRST_DOCUMENT = 101


def specs() -> list[groups.Spec]:
    rows = master_data.lines(cast.FOLDER / "cases.csv")
    return [groups.Spec(number, row) for number, (_, row) in enumerate(rows, 1)]


def count() -> tuple[int, int]:
    """How many cases demo stations and real stations hold."""
    with transaction.atomic():
        set_scope(Station.objects.values_list("pk", flat=True))
        held = Counter(CertificationApplication.objects.values_list("station__is_demo", flat=True))
    return held[True], held[False]


def make(today: date, press: Press) -> None:
    """Walk every case to its state, in the transaction around."""
    standing.load(today)
    walk(specs(), today, press)
    training.load(today)
    commissions.load(today)
    activity.load(today)
    reissues.load(today, press)
    demonstrations.load(today, press)
    changes.load(today, press)
    revocations.load(today, press)
    returns.load(today, press)
    remarks.load(today)
    notes.load()


def walk(chosen: list[groups.Spec], today: date, press: Press) -> None:
    desks = {
        station.code: cast.Desk(station)
        for station in Station.objects.filter(is_demo=True).select_related("prefecture")
    }
    counted: Counter[str] = Counter()
    roads = []
    for spec in chosen:
        code = spec.row["station"]
        road = Road(desks[code], spec, press, FIRST_DOCUMENT + counted[code])
        counted[code] += 1
        walker = road.walk(today)
        roads.append((next(walker), spec.number, walker))
    heapq.heapify(roads)
    while roads:
        _, number, walker = roads[0]
        if (day := next(walker, None)) is None:
            heapq.heappop(roads)
        else:
            heapq.heapreplace(roads, (day, number, walker))
    press.finish()
