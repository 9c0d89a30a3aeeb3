"""Which page is looked at as whom and of which record; what is no page is named here, and the walk proves it."""

import itertools
import re

from django.db import transaction
from django.test import Client
from django.urls import reverse

from casework.scope import PUBLIC
from tests.factories import scope
from tests.test_access import ADDRESSES, BY_OTHER_KEY, EXPECTED, PERSONS, address, ask

OPENED = sorted(name for name, (methods, _) in EXPECTED.items() if "GET" in methods.split())
FILES = ()  # answer with a file, never with a page
LEADS_ON = ()  # answer with a redirection
FORMLESS = ()  # the stage has no record for which their form is open
NEVER_REFUSED = ()  # an empty form is as good as any other
FIXED = {
    "listing": "cases",
    "page": "application",
    "source": "cases",
    "kind": "groups",
    "number": "1",
    "form": "L10",
}
HAS_FORM = re.compile(r'<button type="submit"[^>]*button-(main|bad)')


def who_opens(name: str) -> list[str]:
    """The persons to whom the access table opens it, the desk's first."""
    who = EXPECTED[name][1]
    return ["clerk"] if isinstance(who, str) else [person for person in PERSONS if person in who]


def client_for(world, name, person) -> Client:
    return Client() if EXPECTED[name][1] == PUBLIC else world.client(person)


def opened(world, name):
    """(path, answer) for the first person of the table, on the world's record."""
    path = address(name, world.mine)
    return path, ask(client_for(world, name, who_opens(name)[0]), "GET", path)


def with_form(stage, name):
    """(path, answer, client) of the first record and person for whom the form of the act is open; None: of no one."""
    kind = BY_OTHER_KEY.get(name, "application")
    for person, path in itertools.product(who_opens(name), paths(name, stage.records.get(kind, []))):
        client = client_for(stage, name, person)
        answer = ask(client, "GET", path)
        if answer.status_code == 200 and HAS_FORM.search(main_of(answer)):
            return path, answer, client
    return None


def paths(name, keys) -> list[str]:
    takes = ADDRESSES[name]
    if "pk" not in takes:
        return [reverse(name, kwargs={each: FIXED[each] for each in takes})]
    return [
        reverse(name, kwargs={"pk": key} | {each: FIXED[each] for each in takes if each != "pk"})
        for key in keys
    ]


def refused(screen, client):
    """What the form of the page shown answers when it is sent empty, or else with nonsense; None: it takes both."""
    for typed in ("", "〓"):
        path, data = screen.emptied(typed)
        point = transaction.savepoint()
        answer = client.post(path, data, content_type="application/x-www-form-urlencoded")
        transaction.savepoint_rollback(point)
        scope.restore()
        if answer.status_code in {200, 422} and b"data-summary" in answer.content:
            return answer
    return None


def main_of(answer) -> str:
    return answer.content.decode().partition("<main")[2]
