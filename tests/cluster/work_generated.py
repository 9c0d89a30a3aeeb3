"""The same over generated data: python -m tests.cluster.work_generated STATIONS PEOPLE DECISIONS PRINTS; JSON.

People are added to the stations that are there, so that their lists, homes and searches are of twenty years. What waits
for the decision and what is printed is made for them: the papers of generated cases are no real PDFs.
"""

import sys

from tests.cluster.work import PAGES, begin, clerks_of, plans, tell

BOOKS = (
    "register",
    "ledger",
    "deadlines",
    "trainings",
    "training_due",
    "custody",
    "clock_board",
    "groups_quiet",
)
MORE = 10  # generated cases that are looked at


def main(stations: int, people: int, decisions: int, prints: int) -> None:
    begin()
    from casework.models import Station

    found = list(Station.objects.filter(is_demo=False).order_by("pk")[:stations])
    tell(stations, people, lambda place, many: of_station(found[place], many, decisions, prints))


def of_station(station, people: int, decisions: int, prints: int) -> list[dict]:
    from django.db import transaction
    from django.urls import reverse

    from casework.scope import scope_of
    from tests.factories import scope
    from tests.factories.applications import Desks, start
    from tests.factories.served import before_the_decision

    with transaction.atomic():
        scope.widen(station.pk)
        desks = Desks(station)
        clerks = clerks_of(desks, people)
    with scope_of(desks.clerk):
        drafts = [start(desks).pk for _ in range(2)]
        waiting = [before_the_decision(start(desks), desks) for _ in range(decisions)]
        decided = [decide(before_the_decision(start(desks), desks)[0], desks) for _ in range(prints)]
        told = plans(desks, clerks, drafts, waiting, decided, [*PAGES, *map(reverse, BOOKS)])
        more = still_open(station)
        return [plan | {"cases": [*plan["cases"], *more]} for plan in told]


def decide(case: int, desks) -> int:
    """Today, as whoever decides would: numbers are given in the order of days. Its papers have no bytes yet."""
    from django.utils import timezone

    from blue_patrol.models import CertificationApplication
    from casework.workflow import perform

    waiting = CertificationApplication.objects.get(pk=case)
    return perform(waiting, "approve", by=desks.along(waiting)[-1], on=timezone.localdate()).pk


def still_open(station) -> list[int]:
    from blue_patrol.models import CertificationApplication

    found = CertificationApplication.objects.filter(station=station).open().order_by("-pk")
    return list(found.values_list("pk", flat=True)[:MORE])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
