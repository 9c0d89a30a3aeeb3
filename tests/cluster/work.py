"""What people need to click, as JSON: python -m tests.cluster.work STATIONS PEOPLE DECISIONS PRINTS (the last two a station).

Stations with drafts to attach to, cases that wait for the decision, decided cases whose papers have no bytes yet, and
so many people with sessions: the clerks of each station and the one who decides for it.
"""

import json
import sys
import time

import django

PAGES = ("/", "/cases/", "/groups/", "/notices/", "/search/?q=%E6%A1%9C", "/print/")


def main(stations: int, people: int, decisions: int, prints: int) -> None:
    django.setup()
    from casework import paper_registry
    from casework.models import Staff
    from tests.factories.places import StaffFactory

    paper_registry.after_commit = lambda *args: None  # the workers are to make them
    StaffFactory.reset_sequence(50_000 + 100 * Staff.objects.count())
    share = [people // stations + (place < people % stations) for place in range(stations)]
    told = [plan for place in range(stations) for plan in of_station(place, share[place], decisions, prints)]
    sys.stdout.write(json.dumps([plan | {"number": number} for number, plan in enumerate(told)]))


def of_station(place: int, people: int, decisions: int, prints: int) -> list[dict]:
    """The plans of its people: the first decides, the others write, attach and print."""
    from django.db import transaction

    from casework.models.road import RoadState as S
    from casework.scope import scope_of
    from tests.factories import people as made
    from tests.factories.applications import Desks, application_at, start
    from tests.factories.places import StationFactory
    from tests.factories.served import before_the_decision, session_of

    with transaction.atomic():
        desks = Desks(StationFactory(code=f"{place:02}{int(time.time()) % 10**6:06}", name=f"机{place}"))
        clerks = [desks.clerk] + [made.clerk(desks.station) for _ in range(people - 2)]
    with scope_of(desks.clerk):
        drafts = [start(desks).pk for _ in range(2)]
        waiting = [before_the_decision(start(desks), desks) for _ in range(decisions)]
        decided = [application_at(S.APPROVED, desks).pk for _ in range(prints)]
        seen = [*drafts, *(pk for pk, _ in waiting), *decided]
        common = {"cases": seen, "drafts": drafts, "decisions": [], "prints": [], "pages": PAGES}
        plans = [common | {"session": session_of(desks.director), "decisions": waiting, "drafts": []}]
        plans += [common | {"session": session_of(clerk)} for clerk in clerks[: people - 1]]
        for turn, case in enumerate(decided):
            whose = plans[1 + turn % (len(plans) - 1)]
            whose["prints"] = [*whose["prints"], case]
    return plans


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
