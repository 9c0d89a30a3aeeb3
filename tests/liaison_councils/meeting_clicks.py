"""How tests of the meetings click: as somebody, with the key and the revision that a page carries."""

from uuid import uuid4

from django.urls import reverse

from tests.blue_patrol.acting import client_of
from tests.factories import scope
from tests.factories.councils import now


def post(actor, name: str, case=None, *, key=None, revision=None, query="", **data):
    """``data``: as typed; rows by their full names (guests-1-name)."""
    sent = {"act_key": str(key or uuid4())} | data
    if case is not None:
        sent["revision"] = now(case).revision if revision is None else revision
    address = reverse(f"council_meeting_{name}", args=[case.pk] if case is not None else []) + query
    response = client_of(actor).post(address, sent)
    scope.restore()
    return response


def rows(name: str, *typed: dict) -> dict:
    """Rows as a browser sends them."""
    sent = {
        f"{name}-{number}-{field}": value
        for number, row in enumerate(typed, 1)
        for field, value in row.items()
    }
    return sent | {f"{name}-rows": str(max(1, len(typed)))}
