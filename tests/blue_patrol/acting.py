"""How tests click: as somebody, on the page of an act, with the key and the revision that the page carries."""

import re
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from blue_patrol.models import Application
from casework import wareki
from casework.models import StateChange
from tests.factories import scope


def client_of(actor) -> Client:
    client = Client()
    client.force_login(actor.staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def see(actor, name, case, *args, query=""):
    response = client_of(actor).get(reverse(name, args=[case.pk, *args]) + query)
    scope.restore()
    return response


def click(actor, name, case, *args, key=None, revision=None, **data):
    sent = {
        "act_key": str(key or uuid4()),
        "revision": now(case).revision if revision is None else revision,
    } | data
    response = client_of(actor).post(reverse(name, args=[case.pk, *args]), sent)
    scope.restore()
    return response


def now(case) -> Application:
    """The case as stored."""
    return Application.objects.get(pk=case.pk)


def text(response) -> str:
    return response.content.decode()


def fault_beside(response, field: str) -> str:
    """The fault that stands between a field's label and its widget; "" for none."""
    found = re.search(rf'id="id_{re.escape(field)}_error">(.*?)</div>', text(response), re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) if found else ""


def home_of(case) -> str:
    return reverse("application", args=[case.pk])


def acts(case, transition: str) -> int:
    return StateChange.objects.of_case(case).filter(transition=transition).count()


def era(day) -> str:
    return wareki.format_long(day)
