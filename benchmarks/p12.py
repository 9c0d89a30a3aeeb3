"""P12: a transition (lock, guards, history, effects) against a bare INSERT through Django; the worst of three acts counts.

Both in a transaction whose deferred constraints are asked at its end; the commit itself is left out of both.
"""

from benchmarks.goals import Result
from benchmarks.timing import in_turn

RUNS = 51
TARGET = 3.5


def measure() -> Result:
    from benchmarks.generated import Generated

    worst = 0.0
    with Generated(1).held() as data:
        for name, act in acts(data.actors).items():
            ours, bare = in_turn(within(act), within(insert(data.actors)), runs=RUNS)
            print(f"{name}: {ours * 1000:.2f} ms, a bare INSERT {bare * 1000:.2f} ms ({ours / bare:.2f})")
            worst = max(worst, ours / bare)
    return Result("P12", worst, TARGET, worst <= TARGET, RUNS)


def within(work):
    """The work in a transaction of its own, its constraints asked, and rolled back."""
    from django.db import connection, transaction

    def run() -> None:
        with transaction.atomic():
            work()
            with connection.cursor() as cursor:
                cursor.execute("set constraints all immediate")
                cursor.execute("set constraints all deferred")
            transaction.set_rollback(True)

    return run


def acts(actors) -> dict:
    """A receipt, a step of the decision, a report: of one generated case each."""
    from blue_patrol.models import Application
    from casework.models import Actor, Posting
    from casework.workflow import perform

    def clerk_of(case) -> Actor:
        held = Posting.objects.with_office().filter(post__station=case.station, post__role="station_clerk")
        return Actor.of(held.order_by("pk")[0])

    draft = Application.objects.filter(
        state="draft", case_label="blue_patrol.CertificationApplication"
    ).first()
    waiting = Application.objects.filter(state="forwarded").order_by("-forwarded_on")
    forwarded = next(
        case for case in waiting if any(step.is_for(actors["hq_clerk 係"].post) for step in case.open_steps())
    )
    delivered = Application.objects.filter(state="delivered", is_report_due=True).first()
    todo = {
        "receive": (draft, clerk_of(draft)), "endorse": (forwarded, actors["hq_clerk 係"]), "report": (delivered, clerk_of(delivered))
    }  # fmt: skip
    return {
        name: lambda name=name, case=case, by=by: perform(case, name, by=by)
        for name, (case, by) in todo.items()
    }


def insert(actors):
    """One row of a table with two indexes and one foreign key, written by Django."""
    from casework.models import ReadLog

    actor = actors["hq_clerk 係"]
    return lambda: ReadLog.objects.create(staff=actor.staff, post_name="係", what="事案一覧", object_label="")
