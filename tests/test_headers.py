"""Headers and cookies (T16) of every status and of files; tests/test_access.py walks every address."""

import pytest
from django.contrib import messages
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from casework import scope as gate
from casework.views.find import Find
from tests.factories import people, scope
from tests.factories.places import StationFactory
from tests.headers import of_a_service, service, wrongs  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(service):  # noqa: F811
    """visitor(staff or None): a browser that asks over https."""

    def browser(staff=None) -> Client:
        client = Client(raise_request_exception=False)
        if staff:
            client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    yield browser
    scope.restore()


@pytest.fixture
def clerk(visitor):
    return visitor(people.clerk(StationFactory()).staff)


def raising(error):
    def fail(*args, **kwargs):
        raise error

    return fail


def bad_host(client, monkeypatch):
    return 400, client.get("/", headers={"host": "evil.invalid"}, secure=True)


def too_many_fields(client, monkeypatch):
    return 400, client.post("/login/", {f"f{n}": "" for n in range(6000)}, secure=True)


def no_token(client, monkeypatch):
    return 403, Client(enforce_csrf_checks=True).post("/login/", {"login": "x"}, secure=True)


def unknown_address(client, monkeypatch):
    return 404, client.get("/nowhere/%00/%E3%81/", secure=True)


def wrong_method(client, monkeypatch):
    return 405, client.delete("/login/", secure=True)


def another_post(client, monkeypatch):
    return 409, client.post(reverse("notices_read"), {"opened_as": "99999999"}, secure=True)


def faulty_form(client, monkeypatch):
    return 422, client.post(reverse("application_new"), {}, secure=True)


def often(client, monkeypatch):
    wrong = {"login": "nobody", "password": "wrong"}
    return 429, [Client().post("/login/", wrong, secure=True) for _ in range(7)][-1]


def a_fault(client, monkeypatch):
    monkeypatch.setattr(Find, "get", raising(ValueError("x")))
    return 500, client.get(reverse("find"), secure=True)


def a_fault_of_the_gate(client, monkeypatch):
    monkeypatch.setattr(gate, "rule_of", raising(ValueError("x")))
    return 500, client.get(reverse("find"), secure=True)


def database_away(client, monkeypatch):
    monkeypatch.setattr(Find, "get", raising(OperationalError("x")))
    return 503, client.get(reverse("find"), secure=True)


def database_away_from_the_session(client, monkeypatch):
    monkeypatch.setattr("casework.log_in.store.SessionStore.load", raising(OperationalError("x")))
    return 503, client.get(reverse("find"), secure=True)


def health(client, monkeypatch):
    return 200, Client().get("/health/")


def to_https(client, monkeypatch):
    return 301, Client().get("/find/?q=x")


STATUSES = [
    bad_host, too_many_fields, no_token, unknown_address, wrong_method, another_post, faulty_form, often, a_fault,
    a_fault_of_the_gate, database_away, database_away_from_the_session, health, to_https,
]  # fmt: skip


@pytest.mark.parametrize("cause", STATUSES, ids=lambda cause: cause.__name__)
def test_every_status_says_it(clerk, monkeypatch, cause):
    status, answer = cause(clerk, monkeypatch)
    assert answer.status_code == status
    unencrypted = (
        {"Strict-Transport-Security"} if cause in (health, to_https) else set()
    )  # heard over https only
    assert set(wrongs(answer)) == unencrypted


@pytest.mark.parametrize(
    ("path", "status"),
    [("casework/base.css", 200), ("no-such.css", 404), ("docs/handbook/pictures/01-home.png", 200)],
)
def test_static_files_say_it_too(visitor, path, status):
    answer = visitor().get(f"/static/{path}", secure=True)
    for _ in answer.streaming_content if answer.streaming else ():
        pass
    assert answer.status_code == status
    assert wrongs(answer, is_static=status == 200) == []


def test_the_admins_pages_say_it(visitor):
    administrator = people.administrator(StationFactory().prefecture).staff
    administrator.is_administrator = True
    administrator.save()
    client = visitor(administrator)
    for path in ("admin:index", "admin:casework_staff_changelist", "admin:casework_staff_add"):
        answer = client.get(reverse(path), secure=True)
        assert (answer.status_code, wrongs(answer)) == (200, [])


def test_a_service_has_three_cookies_and_messages_reach_the_next_page(clerk, monkeypatch):
    names = set(clerk.get(reverse("account_change_password"), secure=True).cookies)

    def told(view, request, *args, **kwargs):
        messages.info(request, "記録しました。")
        return HttpResponse("ok")

    with monkeypatch.context() as patched:
        patched.setattr(Find, "get", told)
        names |= set(clerk.get(reverse("find"), secure=True).cookies)
    assert names == {"__Host-sessionid", "__Host-csrftoken", "__Host-messages"}
    assert "記録しました。" in clerk.get(reverse("home"), secure=True).content.decode()


def test_without_https_no_cookie_has_a_name_that_no_browser_would_take(monkeypatch):
    monkeypatch.delenv("SECURE", raising=False)
    values = of_a_service()
    assert values["SESSION_COOKIE_NAME"] == "sessionid"
    assert not values["SECURE_HSTS_SECONDS"]
    assert not values["SESSION_COOKIE_SECURE"]
