"""How tests of the councils use pages: open, fill in and send, with the key and revision that the page carries."""

import uuid

from django.urls import reverse

from tests.blue_patrol.acting import client_of
from tests.factories import scope

FRAME_STATION, FRAME_HEADQUARTERS, READ_LOG = 9, 10, 1


def send(actor, name, case=None, /, *, key=None, revision=None, query="", **sent):
    """POST to a page; ``case`` None for a page of no record."""
    path = reverse(name, args=[case.pk] if case else []) + query
    mark = {"act_key": str(key or uuid.uuid4())}
    if case is not None:
        mark["revision"] = type(case).objects.get(pk=case.pk).revision if revision is None else revision
    response = client_of(actor).post(path, mark | sent)
    scope.restore()
    return response
