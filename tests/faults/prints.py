"""Decided cases whose papers have no bytes yet, and a run of all of them: python -m tests.faults.prints CASES."""

import sys
import time

import django


def main(count: int) -> None:
    django.setup()
    from django.db import transaction

    from casework import paper_registry
    from casework.models import Staff
    from casework.models.road import RoadState as S
    from casework.scope import scope_of
    from tests.factories import prints
    from tests.factories.applications import Desks, application_at
    from tests.factories.places import StaffFactory, StationFactory

    paper_registry.after_commit = lambda *args: None  # the worker is to make them
    StaffFactory.reset_sequence(100 * Staff.objects.count())  # an earlier run's people are there already
    with transaction.atomic():
        desks = Desks(StationFactory(code=f"p{time.time():.0f}"[-8:], name="印刷"))
    with scope_of(desks.clerk):
        cases = [application_at(S.APPROVED, desks) for _ in range(count)]
        run = prints.asked(prints.papers_of(*cases), desks.clerk)
        sys.stdout.write(f"{run.items.count()}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
