"""Work for clicking desks, as JSON: python -m tests.faults.desk_work DRAFTS DECISIONS.

A station with drafts to attach files to and cases that wait for the decision, and the sessions of who does it.
"""

import json
import sys
import time

import django


def main(drafts: int, decisions: int) -> None:
    django.setup()
    from django.db import transaction

    from casework import paper_registry
    from casework.models import Staff
    from casework.scope import scope_of
    from tests.factories.applications import Desks, start
    from tests.factories.places import StaffFactory, StationFactory
    from tests.factories.served import before_the_decision, session_of

    paper_registry.after_commit = lambda *args: None
    StaffFactory.reset_sequence(50_000 + 100 * Staff.objects.count())
    with transaction.atomic():
        desks = Desks(StationFactory(code=f"d{time.time():.0f}"[-8:], name="机"))
    with scope_of(desks.clerk):
        drafts_made = [start(desks) for _ in range(drafts)]
        told = {
            "station": desks.station.pk,
            "clerk": session_of(desks.clerk),
            "director": session_of(desks.director),
            "drafts": [case.pk for case in drafts_made],
            "decisions": [before_the_decision(start(desks), desks) for _ in range(decisions)],
        }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
