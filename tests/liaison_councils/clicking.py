"""How tests of the councils use pages: open, fill in and send, with the key and revision that the page carries."""

import uuid

from django.urls import reverse

from tests.blue_patrol.acting import client_of
from tests.blue_patrol.paging import queries
from tests.factories import scope
from tests.factories.councils import now

FRAME_STATION, FRAME_HEADQUARTERS, READ_LOG = 10, 11, 1


def send(actor, name, case=None, /, *, key=None, revision=None, query="", **sent):
    """POST to a page; ``case`` None for a page of no record. Rows by their full names (guests-1-name)."""
    mark = {"act_key": str(key or uuid.uuid4())}
    if case is not None:
        mark["revision"] = now(case).revision if revision is None else revision
    response = client_of(actor).post(address(name, case, query), mark | sent)
    scope.restore()
    return response


def address(name, case=None, query="") -> str:
    return reverse(name, args=[case.pk] if case is not None else []) + query


def rows(name: str, *typed: dict) -> dict:
    """Rows as a browser sends them."""
    sent = {
        f"{name}-{number}-{field}": value
        for number, row in enumerate(typed, 1)
        for field, value in row.items()
    }
    return sent | {f"{name}-rows": str(max(1, len(typed)))}


def beyond_frame(actor, address: str, reads=READ_LOG) -> int:
    """Queries of a page without those of every page and of the log of readings."""
    frame = FRAME_HEADQUARTERS if actor.station is None else FRAME_STATION
    return queries(actor, address) - frame - reads
