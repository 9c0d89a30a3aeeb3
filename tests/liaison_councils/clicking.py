"""How tests click on the pages of councils: as somebody, with the key and the revision that the page carries."""

from uuid import uuid4

from django.urls import reverse

from tests.blue_patrol.acting import client_of
from tests.factories import scope
from tests.factories.councils import now


def post(actor, name: str, case=None, /, *, key=None, revision=None, query: str = "", **sent):
    """The answer to a form sent; lists are sent as several values."""
    mark = {"act_key": str(key or uuid4())}
    if case is not None:
        mark["revision"] = now(case).revision if revision is None else revision
    response = client_of(actor).post(reverse(name, args=[case.pk] if case else []) + query, mark | sent)
    scope.restore()
    return response
