"""How tests of the members click and read: by address, as somebody, with the key and the revision of the page."""

from uuid import uuid4

from django.urls import reverse

from casework import wareki
from tests.blue_patrol.acting import client_of
from tests.factories import scope
from tests.factories.councils import now


def address(name, /, *args, query="") -> str:
    return reverse(name, args=args) + query


def post(actor, name, /, *args, query="", **data):
    """Send a form; lists of values stay lists."""
    sent = {"act_key": str(uuid4())} | data
    response = client_of(actor).post(address(name, *args, query=query), sent)
    scope.restore()
    return response


def act(actor, name, case, /, **data):
    """Send the form of an act with the revision that its page carries."""
    return post(actor, name, case.pk, **{"revision": now(case).revision} | data)


def era(day) -> str:
    return wareki.format_long(day)
