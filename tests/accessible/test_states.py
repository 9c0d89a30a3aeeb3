"""The same examination of pages that hold nothing, of lists of two hundred rows, and of records in each state."""

import uuid

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from tests.accessible.pages import client_for, who_opens
from tests.factories import people, scope
from tests.factories.applications import Desks, start
from tests.factories.places import KobanFactory, StationFactory
from tests.nights import sampled
from tests.test_access import COUNCIL_LISTS, LISTS, World, ask

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.xdist_group("access")]
EMPTY = [("clerk", name) for name in LISTS] + [
    ("chief", "home"),
    ("hq_clerk", "home"),
    ("hq_clerk", "waiting"),
]
EMPTY += [("supervisor", name) for name in COUNCIL_LISTS] + [("koban", "home"), ("community", "home")]
DJANGOS = ("target-size: ", "empty-table-header: ")
KINDS = {
    "application": "application", "revocation": "revocation", "return_notice": "returned", "commission": "commission",
    "group": "group", "council": "council", "council_meeting": "meeting", "council_term": "term",
    "council_opinion": "opinion", "training_course": "course",
}  # fmt: skip


@pytest.fixture
def nothing(world):
    """A station of its own prefecture where nothing has happened yet."""
    desks = Desks(StationFactory(prefecture__code="20", prefecture__name="長野県"))
    posts = {
        "clerk": desks.clerk, "chief": desks.chief, "hq_clerk": desks.hq_clerk, "supervisor": people.supervisor(desks.station),
        "koban": people.koban_officer(KobanFactory(station=desks.station)),
        "community": people.community_division(desks.station.prefecture),
    }  # fmt: skip
    return World(None, None, None, {name: actor.staff for name, actor in posts.items()})


@pytest.mark.parametrize(("person", "name"), sampled(EMPTY, [("clerk", "home"), ("koban", "home")]))
def test_a_page_that_holds_nothing(screen, nothing, person, name):
    path = reverse(name)
    answer = ask(nothing.client(person), "GET", path)
    assert answer.status_code == 200
    screen.show(path, answer)
    assert screen.everything() == []


@pytest.fixture
def crowd(world):
    desks = Desks(StationFactory())
    for number in range(200):
        start(desks, name=f"坂上町{number:03d}防犯隊", cars=0, people=0)
    scope.restore()
    return World(None, None, None, {"clerk": desks.clerk.staff})


@pytest.mark.nightly
def test_two_hundred_rows(screen, crowd):
    for path in (reverse("home"), f"{reverse('cases')}?phase=open", reverse("groups")):
        screen.show(path, ask(crowd.client("clerk"), "GET", path))
        assert screen.everything() == [], path


@pytest.mark.parametrize("name", sampled(KINDS, ["council_meeting"]))
def test_a_record_in_each_of_its_states(screen, stage, name):
    found = {}
    for key in stage.records[KINDS[name]]:
        path = reverse(name, args=[key])
        answer = ask(client_for(stage, name, who_opens(name)[0]), "GET", path)
        assert answer.status_code == 200
        screen.show(path, answer)
        found[path] = screen.everything()
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
    assert len(found) > 1


@pytest.fixture
def refusals(world):
    """Every page that says no: unknown, not for this post, too late, without the page's token, broken."""
    clerk, case = world.client("clerk"), world.mine.application
    late = {"act_key": str(uuid.uuid4()), "revision": "0", "note": "申出", "on": "令和8年9月1日"}
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.persons["clerk"], backend="allauth.account.auth_backends.AuthenticationBackend")
    return {
        404: ask(clerk, "GET", "/nowhere/"),
        403: ask(world.client("koban"), "GET", reverse("cases")),
        409: posted(clerk, reverse("withdraw", args=[case]), late),
        "403 token": posted(strict, reverse("withdraw", args=[case]), late),
        500: HttpResponse(render_to_string("500.html")),
        400: HttpResponse(render_to_string("400.html")),
    }


def posted(client, path, data):
    point = transaction.savepoint()
    answer = client.post(path, data)
    transaction.savepoint_rollback(point)
    scope.restore()
    return answer


def test_pages_that_refuse(screen, refusals):
    assert [each.status_code for each in refusals.values()] == [404, 403, 409, 403, 200, 200]
    for status, answer in refusals.items():
        screen.show("/refused/", answer)
        assert screen.everything() == [], status


def test_pages_of_the_administrators(screen, world):
    """Django's own, for a few people; what is left as it comes: low links of filters, a table head without words."""
    pages = ["admin:index", "admin:casework_staff_changelist", "admin:casework_staff_add"]
    for path in map(reverse, pages):
        screen.show(path, ask(world.client("administrator"), "GET", path))
        assert [each for each in screen.axe() if not each.startswith(DJANGOS)] == [], path
