"""What people need to click, as JSON: python -m tests.cluster.work STATIONS PEOPLE DECISIONS PRINTS (the last two a station).

Stations with drafts to attach to, cases that wait for the decision, decided cases whose papers have no bytes yet, and
so many people with sessions: the clerks of each station and the one who decides for it.
"""

import json
import sys
import time
from collections.abc import Callable

import django

PAGES = ("/", "/cases/", "/groups/", "/notices/", "/search/?q=%E6%A1%9C", "/print/")


def main(stations: int, people: int, decisions: int, prints: int) -> None:
    begin()
    from tests.factories.places import StationFactory

    def found(place: int):
        return StationFactory(code=f"{place:02}{int(time.time()) % 10**6:06}", name=f"机{place}")

    tell(stations, people, lambda place, many: of_station(found, place, many, decisions, prints))


def begin() -> None:
    """Settings, no printing beside the workers', and numbers of staff that nobody has."""
    django.setup()
    from casework import paper_registry
    from casework.models import Staff
    from tests.factories.places import StaffFactory

    paper_registry.after_commit = lambda *args: None  # the workers are to make them
    StaffFactory.reset_sequence(50_000 + 100 * Staff.objects.count())


def tell(stations: int, people: int, of_place: Callable[[int, int], list[dict]]) -> None:
    """The plans of all stations, each with its share of the people."""
    share = [people // stations + (place < people % stations) for place in range(stations)]
    told = [plan for place, many in enumerate(share) for plan in of_place(place, many)]
    sys.stdout.write(json.dumps([plan | {"number": number} for number, plan in enumerate(told)]))


def of_station(found: Callable, place: int, people: int, decisions: int, prints: int) -> list[dict]:
    """The plans of its people; ``found`` makes the station."""
    from django.db import transaction

    from casework.models.road import RoadState as S
    from casework.scope import scope_of
    from tests.factories.applications import Desks, application_at, start
    from tests.factories.served import before_the_decision

    with transaction.atomic():
        desks = Desks(found(place))
        clerks = clerks_of(desks, people)
    with scope_of(desks.clerk):
        drafts = [start(desks).pk for _ in range(2)]
        waiting = [before_the_decision(start(desks), desks) for _ in range(decisions)]
        decided = [application_at(S.APPROVED, desks).pk for _ in range(prints)]
        return plans(desks, clerks, drafts, waiting, decided, PAGES)


def clerks_of(desks, people: int) -> list:
    """All but the one who decides."""
    from tests.factories import people as made

    return [desks.clerk] + [made.clerk(desks.station) for _ in range(people - 2)]


def plans(desks, clerks: list, drafts: list[int], waiting: list[tuple[int, int]], decided: list[int], pages) -> list[dict]:  # fmt: skip
    """The first decides at headquarters, the others write, attach and print."""
    from tests.factories.served import session_of

    cases = [*drafts, *(pk for pk, _ in waiting), *decided]
    common = {"cases": cases, "drafts": drafts, "decisions": [], "prints": [], "pages": list(pages)}
    told = [common | {"session": session_of(desks.director), "decisions": waiting, "drafts": []}]
    told += [common | {"session": session_of(clerk)} for clerk in clerks]
    for turn, case in enumerate(decided):
        whose = told[1 + turn % len(clerks)]
        whose["prints"] = [*whose["prints"], case]
    return told


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
