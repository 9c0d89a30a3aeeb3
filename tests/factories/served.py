"""For tests that ask a server over HTTP: the cookie of somebody who has logged in, and work that waits at headquarters."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from casework.models.road import RoadState as S
from casework.workflow import perform
from tests.factories.applications import DAY, steps

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def session_of(actor) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(actor.staff.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = actor.staff.get_session_auth_hash()
    session.create()
    return session.session_key


def before_the_decision(case, desks) -> tuple[int, int]:
    """A draft forwarded and looked at: its key and revision."""
    for state in (S.RECEIVED, S.FORWARDED):
        case = steps(type(case).objects.get(pk=case.pk), desks)[state]()
    for reviewer in desks.along(case)[:-1]:
        perform(case, "endorse", by=reviewer, on=DAY)
    return case.pk, type(case).objects.get(pk=case.pk).revision
