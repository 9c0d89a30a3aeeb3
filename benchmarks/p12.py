"""P12: a transition (lock, guards, history, effects) against a bare INSERT through Django; the worse of two acts counts.

Both commit, as they do in life: in a copy of the generated database. A step of the decision, and the yearly information
of a group with its record, its line in the ledger, the clock that is met and the one that starts.
"""

from collections.abc import Callable, Iterator

from benchmarks.goals import Result
from benchmarks.timing import in_turn

RUNS = 25
TARGET = 3.5


def measure() -> Result:
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from benchmarks.generated import Generated

    worst = 0.0
    with Generated(1).copied() as data:
        with transaction.atomic():
            todo = {"endorse": endorsements(data.actors), "inform": informations(data.actors)}
            todo = {name: iter(list(acts)) for name, acts in todo.items()}
        for name, acts in todo.items():
            with CaptureQueriesContext(connection) as seen:
                next(acts)()
            ours, bare = in_turn(lambda acts=acts: next(acts)(), insert(data.actors), runs=RUNS)
            print(
                f"{name}: {len(seen)} statements, {ours * 1000:.2f} ms, a bare INSERT {bare * 1000:.2f} ms ({ours / bare:.2f})"
            )
            worst = max(worst, ours / bare)
    return Result("P12", worst, TARGET, worst <= TARGET, RUNS)


def acting(case, name: str, by, **details) -> Callable[[], object]:
    """The act as a request does it: in a transaction with the scope of who acts."""
    from casework.scope import scope_of
    from casework.workflow import perform

    def act() -> None:
        with scope_of(by):
            perform(case, name, by=by, **details)

    return act


def endorsements(actors) -> Iterator[Callable[[], object]]:
    """Of cases that wait for headquarters' clerk."""
    from blue_patrol.models import Application

    clerk = actors["hq_clerk 係"]
    for case in Application.objects.filter(state="forwarded").order_by("-pk"):
        if any(step.is_for(clerk.post) for step in case.open_steps()):
            yield acting(case, "endorse", clerk)


def informations(actors) -> Iterator[Callable[[], object]]:
    from blue_patrol.models import Certification
    from casework.models import Actor, Posting

    held = Posting.objects.with_office().filter(post__role="station_clerk").order_by("-pk")
    clerks = {posting.post.station_id: Actor.of(posting) for posting in held}
    for standing in Certification.objects.filter(state="active").order_by("-pk")[: RUNS + 2]:
        reached = {str(standing.pk): standing.group.patrollers.current().count()}
        yield acting(
            standing, "inform", clerks[standing.station_id], way="handout", text="手口の資料", reached=reached
        )


def insert(actors) -> Callable[[], object]:
    """One row of a table with two indexes, written by Django."""
    from casework.models import ReadLog

    clerk = actors["hq_clerk 係"]
    return lambda: ReadLog.objects.create(staff=clerk.staff, post_name="係", what="事案一覧", object_label="")
