"""The same over generated data: python -m tests.cluster.work_generated STATIONS PEOPLE DECISIONS PRINTS; JSON.

People are added to the stations that are there, so that their lists, homes and searches are of twenty years. What waits
for the decision and what is printed is made for them: the papers of generated cases are no real PDFs.
"""

import json
import sys

import django

from tests.cluster.work import PAGES

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


def main(stations: int, people: int, decisions: int, prints: int) -> None:
    django.setup()
    from casework import paper_registry
    from casework.models import Station
    from tests.factories.places import StaffFactory

    paper_registry.after_commit = lambda *args: None  # the workers are to make them
    StaffFactory.reset_sequence(50_000)
    share = [people // stations + (place < people % stations) for place in range(stations)]
    found = Station.objects.filter(is_demo=False).order_by("pk")[:stations]
    told = [
        plan
        for station, many in zip(found, share, strict=True)
        for plan in of_station(station, many, decisions, prints)
    ]
    sys.stdout.write(json.dumps([plan | {"number": number} for number, plan in enumerate(told)]))


def of_station(station, people: int, decisions: int, prints: int) -> list[dict]:
    """The plans of its people: the first decides at headquarters, the others write, attach and print."""
    from django.db import transaction
    from django.urls import reverse

    from casework.scope import scope_of
    from tests.factories import people as made
    from tests.factories import scope
    from tests.factories.applications import Desks, start
    from tests.factories.served import before_the_decision, session_of

    with transaction.atomic():
        scope.widen(station.pk)
        desks = Desks(station)
        clerks = [desks.clerk] + [made.clerk(station) for _ in range(people - 2)]
    with scope_of(desks.clerk):
        drafts = [start(desks).pk for _ in range(2)]
        waiting = [before_the_decision(start(desks), desks) for _ in range(decisions)]
        decided = [decide(before_the_decision(start(desks), desks)[0], desks) for _ in range(prints)]
        cases = [*drafts, *(pk for pk, _ in waiting), *decided, *still_open(station, 10)]
        pages = [*PAGES, *map(reverse, BOOKS)]
        common = {"cases": cases, "drafts": drafts, "decisions": [], "prints": [], "pages": pages}
        plans = [common | {"session": session_of(desks.director), "decisions": waiting, "drafts": []}]
        plans += [common | {"session": session_of(clerk)} for clerk in clerks[: people - 1]]
        for turn, case in enumerate(decided):
            whose = plans[1 + turn % (len(plans) - 1)]
            whose["prints"] = [*whose["prints"], case]
    return plans


def decide(case: int, desks) -> int:
    """Today, as whoever decides would: numbers are given in the order of days. Its papers have no bytes yet."""
    from django.utils import timezone

    from blue_patrol.models import CertificationApplication
    from casework.workflow import perform

    waiting = CertificationApplication.objects.get(pk=case)
    return perform(waiting, "approve", by=desks.along(waiting)[-1], on=timezone.localdate()).pk


def still_open(station, many: int) -> list[int]:
    from blue_patrol.models import CertificationApplication

    found = CertificationApplication.objects.filter(station=station).open().order_by("-pk")
    return list(found.values_list("pk", flat=True)[:many])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
