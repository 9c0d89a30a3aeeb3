"""Injection (T15): what is typed into addresses and onto papers stays text, and nothing goes out for it.

Beside: CSV and Excel (tests/casework/test_export.py), the log (test_watch.py), the paper's own templates
(tests/blue_patrol/test_papers_press.py), names of files and headers of downloads (tests/uploads).
"""

import itertools
import socket
import time

import pytest
from django.db import connection
from django.urls import reverse

from casework.models import Staff
from tests.blue_patrol.acting import client_of
from tests.factories import people, scope
from tests.factories.applications import Desks, application_at, make_group
from tests.factories.places import StationFactory
from tests.test_access import COUNCIL_LISTS, LISTS

pytestmark = pytest.mark.django_db

PAYLOADS = {
    "SQL": ("'; drop table casework_staff; --", "' or 1=1 --", "1; select pg_sleep(20)", "%' || pg_sleep(20) || '", "\\'; --", "1)) union select null--"),
    "template": ("{{ 1234567|add:1 }}", "{% debug %}", "{{ request.META }}", "${1234567+1}", "{0.__class__.__mro__}", "%(password)s"),
    "page": ("<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'-alert(1)-'", "javascript:alert(1)", "</title><script>"),
    "header": ("\r\nSet-Cookie: evil=1", "\n\nHTTP/1.1 200 OK", "%0d%0aX-Evil: 1"),
    "path": ("../../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "file:///etc/passwd", "%2e%2e%2f"),
    "outside": ("http://outside.invalid/", "//outside.invalid", "https://outside.invalid\\@x"),
}  # fmt: skip
ASKED = ("q", "page", "sort", "year", "within", "station", "kind", "view", "file", "columns", "next")
ON_PAPER = (
    '<img src="http://outside.invalid/a.png">', '<img src="file:///etc/passwd">', '<link rel="stylesheet" href="http://outside.invalid/a.css">',
    '<object data="file:///etc/hostname"></object>', '<style>@import "http://outside.invalid/";</style>', "{{ 1234567|add:1 }}", "{% include '/etc/passwd' %}",
    '<a rel="attachment" href="file:///etc/passwd">x</a>',
)  # fmt: skip


@pytest.fixture
def outbound(monkeypatch):
    """The addresses outside that somebody tried to reach; PostgreSQL is not reached by Python's sockets."""
    tried = []

    def connect(self, address):
        tried.append(address)
        raise OSError

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: tried.append(args) or [])
    return tried


@pytest.fixture
def desks():
    return Desks(StationFactory())


def is_executed(answer, payload) -> bool:
    page = answer.getvalue().decode("utf-8", "replace")
    if "<" in payload and payload in page:
        return True
    told = str(answer.headers).lower()
    leads_out = answer.headers.get("Location", "").startswith(("http:", "https:", "//", "javascript:"))
    return "1234568" in page or "root:x:0" in page or "evil" in told.replace("%0d%0ax-evil", "") or leads_out


def test_what_is_asked_of_a_list_stays_text(desks, outbound, record_property):
    make_group(desks.station)
    executed, asked, slowest = [], 0, 0.0
    officers = {
        "clerk": (desks.clerk, LISTS),
        "supervisor": (people.station_actor(desks.station, "station_supervisor"), COUNCIL_LISTS),
    }
    staff = Staff.objects.count()
    for officer, (actor, lists) in officers.items():
        client = client_of(actor)
        client.raise_request_exception = False
        for turn, (name, payload) in enumerate(itertools.product(lists, itertools.chain(*PAYLOADS.values()))):
            begun = time.monotonic()
            answer = client.get(reverse(name), {"q": payload, ASKED[1 + turn % (len(ASKED) - 1)]: payload})
            slowest = max(slowest, time.monotonic() - begun)
            scope.restore()
            asked += 1
            if answer.status_code >= 500 or is_executed(answer, payload):
                executed.append((officer, name, payload, answer.status_code))
    record_property("T15 requests of which nothing is executed", asked - len(executed))
    assert (executed, outbound) == ([], [])
    assert Staff.objects.count() == staff
    assert slowest < 15  # nothing slept in the database
    with connection.cursor() as cursor:
        cursor.execute("select 1")


def test_what_is_typed_into_a_case_stays_text_on_paper_and_fetches_nothing(desks, outbound, record_property):
    """Forms 1 to 4 of a group whose every name is an attack."""
    case = application_at("draft", desks)
    for number, text in enumerate(ON_PAPER):
        group = case.group
        group.name, group.representative_name, group.address = text, text[:60], text
        group.save()
        client = client_of(desks.clerk)
        for form in "1234":
            answer = client.get(reverse("application_form", args=[case.pk, form]))
            scope.restore()
            assert answer.status_code == 200, (number, form)
            assert answer.content.startswith(b"%PDF")
            assert not {b"root:x:0", b"1234568", b"/EmbeddedFile", b"/Filespec"} & {
                found for found in (b"root:x:0", b"1234568", b"/EmbeddedFile", b"/Filespec") if found in answer.content
            }  # fmt: skip
    record_property("T15 papers of hostile values", len(ON_PAPER) * 4)
    assert outbound == []


@pytest.mark.parametrize(
    "target",
    [
        "http://outside.invalid/",
        "//outside.invalid",
        "https:outside.invalid",
        "\\\\outside.invalid",
        "/\\outside.invalid",
        "javascript:alert(1)",
    ],
)
def test_the_way_on_after_the_log_in_leads_nowhere_else(client, target):
    staff = people.clerk(StationFactory()).staff
    staff.set_password("わたしの長い合言葉です")
    staff.save()
    sent = {"login": staff.staff_number, "password": "わたしの長い合言葉です", "next": target}
    assert client.post("/login/", sent)["Location"] == "/"
