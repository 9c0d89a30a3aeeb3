"""Which groups there are at S=1: 550 that are certified, as many that once were, and what lies on the desks."""

from collections.abc import Callable
from datetime import timedelta

from blue_patrol.demo.changes import TO_THE_COUNTER
from blue_patrol.generate import rare
from blue_patrol.generate.roads import GeneratedRoad
from blue_patrol.generate.years import Years
from blue_patrol.models import Certification
from casework import dates
from casework.generate.lives import Life, Walk

SIZES = (  # copies, cars, patrollers, years since the first delivery, changes until today
    (110, 1, 12, 9, 2), (90, 2, 30, 18, 5), (80, 3, 26, 6, 4), (70, 4, 45, 13, 5), (55, 2, 55, 4, 2), (45, 6, 60, 10, 3),
    (35, 4, 70, 19, 4), (25, 6, 90, 2, 1), (15, 1, 111, 7, 2), (12, 14, 120, 5, 1), (8, 30, 150, 2, 1), (3, 40, 200, 1, 0),
    (2, 130, 233, 1, 0),
)  # fmt: skip
FORMER = ((220, 1, 10, 16, 5, 3), (180, 2, 18, 10, 3, 2), (150, 3, 24, 19, 8, 4))
# copies, cars, patrollers, how many years ago it began, how many years it lasted, changes
ON_THE_DESK = (  # copies, until, days in that state, traits: a first application
    (14, "draft", 2, ""), (10, "received", 1, ""), (8, "received", 4, "half_examined"), (5, "correction", 6, ""), (10, "forwarded", 3, ""),
    (6, "forwarded", 9, "endorsed_once"), (4, "sent_back", 5, ""), (6, "approved", 2, ""), (4, "dispatched", 1, ""), (6, "arrived", 2, ""),
    (8, "delivered", 2, ""), (6, "declined", 60, ""), (8, "withdrawn", 80, ""), (3, "undelivered", 40, ""),
)  # fmt: skip
ALWAYS = 8  # what is so frequent lies on a desk at any scale
IN_CHANGE = (  # copies, what changes, days ago, how many acts along the road
    (30, "people", 2, 0), (25, "people", 8, 1), (25, "car", 12, 2), (20, "leader", 16, 3), (15, "car", 20, 5), (15, "people", 26, 8),
    (15, "car", 32, 9), (10, "leader", 38, 9),
)  # fmt: skip
RARE = ((20, "run"), (40, "commission"), (3, "revocation"))  # copies, what happens
LEAVING = (
    (8, 12, ("forward", "accept")),
    (8, 6, ("forward",)),
    (8, 1, ()),
)  # copies, days ago, acts after the receipt
Step = Callable[[Walk, Certification], None]


def lives() -> list[Life]:
    return [
        *(Life(f"certified {row}", row[0], _certified(*row[1:])) for row in SIZES),
        *(Life(f"former {row}", row[0], _former(*row[1:])) for row in FORMER),
        *(Life(f"desk {row}", row[0], _on_the_desk(*row[1:]), at_least=int(row[0] >= ALWAYS)) for row in ON_THE_DESK),
        *(Life(f"change {row}", row[0], _in_change(*row[1:]), _usual) for row in IN_CHANGE),
        *(Life(f"rare {row}", row[0], rare.HAPPEN[row[1]], _usual) for row in RARE),
        *(Life(f"leaving {row}", row[0], _leaving(*row[1:]), _usual) for row in LEAVING),
    ]  # fmt: skip


def _begun(walk: Walk, cars: int, people: int, years: int) -> Certification:
    """A group whose certificate was delivered so many years ago, give or take some months."""
    first = dates.add_months(walk.today, -12 * years) - timedelta(days=walk.random.randrange(20, 330))
    case = GeneratedRoad(walk, cars=cars, people=people).go(first)
    return Certification.objects.get(applications=case)


def _usual(walk: Walk) -> Certification:
    """A group as many are, until four months ago."""
    standing = _begun(walk, 2, 14, 4)
    Years(walk, standing).live(1, walk.today - timedelta(days=120))
    return standing


def _certified(cars: int, people: int, years: int, changed: int) -> Step:
    def walk_it(walk: Walk, _: object) -> None:
        Years(walk, _begun(walk, cars, people, years)).live(changed, walk.today - timedelta(days=60))

    return walk_it


def _former(cars: int, people: int, ago: int, lasted: int, changed: int) -> Step:
    def walk_it(walk: Walk, _: object) -> None:
        years = Years(walk, _begun(walk, cars, people, ago))
        end = dates.add_months(years.begun, 12 * lasted)
        years.live(changed, end - timedelta(days=60))
        years.give_back(dates.last_working_day_on_or_before(end))

    return walk_it


def _on_the_desk(until: str, since: int, traits: str) -> Step:
    def walk_it(walk: Walk, _: object) -> None:
        people = walk.random.randint(4, 25)
        GeneratedRoad(walk, cars=1 + people // 10, people=people, until=until, since=since, traits=traits).go(
            walk.today
        )

    return walk_it


def _in_change(kind: str, ago: int, acts: int) -> Step:
    def walk_it(walk: Walk, standing: Certification) -> None:
        on = dates.last_working_day_on_or_before(walk.today - timedelta(days=ago))
        Years(walk, standing).change(on, kind, TO_THE_COUNTER[:acts])

    return walk_it


def _leaving(ago: int, acts: tuple[str, ...]) -> Step:
    def walk_it(walk: Walk, standing: Certification) -> None:
        on = dates.last_working_day_on_or_before(walk.today - timedelta(days=ago))
        Years(walk, standing).give_back(on, acts)

    return walk_it
