"""A desk that works without pause: python -m tests.faults.writer NUMBER LOG. Each act it was told of stands in LOG.

When the database goes away it waits until it is back and begins a new case, as a person would after an error page.
"""

import sys
import time

import django


def main(number: int, log_name: str) -> None:
    django.setup()
    from django.db import Error, connection, transaction

    from casework import paper_registry
    from casework.models.road import RoadState as S
    from casework.scope import scope_of
    from tests.factories.applications import ROADS, Desks, start, steps
    from tests.factories.places import StaffFactory, StationFactory

    paper_registry.after_commit = lambda *args: (
        None
    )  # rendering has tests of its own, and would take all the time
    StaffFactory.reset_sequence(number * 10_000)
    with transaction.atomic():
        desks = Desks(StationFactory(code=f"w{number}", name=f"書込{number}"))

    def told(case, state, log):
        log.write(f"{case.pk} {state}\n")
        log.flush()

    with open(log_name, "a") as log:
        while True:
            try:
                with scope_of(desks.clerk):
                    case = start(desks)
                told(case, S.DRAFT, log)
                for state in ROADS[S.REPORTED]:
                    with scope_of(desks.clerk):
                        case = steps(type(case).objects.get(pk=case.pk), desks)[state]()
                    told(case, state, log)
            except Error:
                connection.close()
                time.sleep(0.05)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
