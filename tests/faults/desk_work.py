"""Work for clicking desks, as JSON: python -m tests.faults.desk_work DRAFTS DECISIONS.

A station with drafts to attach files to and cases that wait for the decision, and the sessions of who does it.
"""

import json
import sys
import time

import django


def main(drafts: int, decisions: int) -> None:
    django.setup()
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.db import transaction

    from casework import paper_registry
    from casework.models import Staff
    from casework.models.road import RoadState as S
    from casework.scope import scope_of
    from casework.workflow import perform
    from tests.factories.applications import DAY, Desks, start, steps
    from tests.factories.places import StaffFactory, StationFactory

    def session_of(actor) -> str:
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(actor.staff.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = actor.staff.get_session_auth_hash()
        session.create()
        return session.session_key

    def waiting(case):
        for state in (S.RECEIVED, S.FORWARDED):
            case = steps(type(case).objects.get(pk=case.pk), desks)[state]()
        perform(case, "endorse", by=desks.hq_clerk, on=DAY)
        perform(case, "endorse", by=desks.assistant, on=DAY)
        return type(case).objects.get(pk=case.pk)

    paper_registry.after_commit = lambda *args: None
    StaffFactory.reset_sequence(50_000 + 100 * Staff.objects.count())
    with transaction.atomic():
        desks = Desks(StationFactory(code=f"d{time.time():.0f}"[-8:], name="机"))
    with scope_of(desks.clerk):
        drafts_made = [start(desks) for _ in range(drafts)]
        decided = [waiting(start(desks)) for _ in range(decisions)]
        told = {
            "station": desks.station.pk,
            "clerk": session_of(desks.clerk),
            "director": session_of(desks.director),
            "drafts": [case.pk for case in drafts_made],
            "decisions": [(case.pk, case.revision) for case in decided],
        }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
