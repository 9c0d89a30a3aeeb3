"""Health, log and metrics: what is told is true, and nothing personal is in it."""

import itertools
import json
import logging
from datetime import timedelta
from io import StringIO
from ipaddress import ip_network

import psycopg
import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, IntegrityError, OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.models import ReadLog, StateChange, Station
from casework.models.road import RoadState as S
from casework.scope import set_scope
from casework.watch import health
from casework.watch.lines import JsonLines
from tests.blue_patrol.acting import click, client_of, era
from tests.conftest import owner_connection
from tests.factories import people, scope
from tests.factories.applications import DAY, Desks, application_at, attach_all
from tests.factories.places import StationFactory
from tests.test_access import ADDRESSES, _made_once, address, ask, world  # noqa: F401 -- fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("access")]  # the world of the access walk

TYPED = (
    "髙𠮷恵梨佳",
    "葛󠄀城防犯<script>",
    "'; drop table 氏名; --",
    "090-1234-5678",
    "坂上町三丁目9番",
    "行\nERROR 偽の行",
)
MACHINE = {"REMOTE_ADDR": "10.9.8.7"}


@pytest.fixture
def log():
    """What the product writes to stderr, by every logger and from INFO on."""
    told = logging.StreamHandler(StringIO())
    told.setFormatter(JsonLines())
    root, requests = logging.getLogger(), logging.getLogger("casework.requests")
    levels = root.level, requests.level
    root.addHandler(told)
    root.setLevel(logging.INFO)
    requests.setLevel(logging.INFO)
    yield told.stream
    root.removeHandler(told)
    root.setLevel(levels[0])
    requests.setLevel(levels[1])


def lines(log) -> list[dict]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


@pytest.fixture
def monitor(settings):
    settings.HEALTH_FROM = [ip_network("10.9.0.0/16")]
    return Client(**MACHINE)


@pytest.fixture
def marked(settings):
    """marked(kind, hours): as the owner's commands do it, past the tests' own transaction; a worker lives, too."""
    settings.LOOKED_AFTER_HOURS = 26
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers (last_heartbeat) values (clock_timestamp())")
    with owner_connection() as owner:

        def mark(kind, hours=0.0, *, is_good=True):
            at = timezone.now() - timedelta(hours=hours)
            owner.execute("delete from casework_mark where kind = %s", [kind])
            owner.execute("insert into casework_mark values (%s, %s, '1:a', %s)", [kind, at, is_good])

        mark("backup")
        mark("verification")
        yield mark
        owner.execute("delete from casework_mark")


# --- health ----------------------------------------------------------------------------------------------------------


def failing(monitor) -> list[str]:
    response = monitor.get("/health/ready/")
    told = response.json()["failing"]
    assert response.status_code == (503 if told else 200)
    return told


def test_anybody_is_told_ok_and_nothing_else(client, django_assert_num_queries):
    with django_assert_num_queries(3):
        response = client.get("/health/")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert not response.cookies


def test_a_monitor_is_told_of_each_in_few_queries_and_no_session(
    monitor, marked, django_assert_max_num_queries
):
    with django_assert_max_num_queries(9):
        response = monitor.get("/health/ready/")
    assert (response.status_code, response.json()["failing"]) == (200, [])
    assert [each["name"] for each in response.json()["checks"]] == [check.name for check in health.CHECKS]
    assert not response.cookies


def test_each_thing_that_fails_is_named(monitor, marked, monkeypatch):
    marked("backup", 27)
    assert failing(monitor) == ["backup"]
    marked("backup", 25)
    marked("verification", is_good=False)
    assert failing(monitor) == ["verification"]
    marked("verification", -1)  # marked in an hour: the clock has gone back
    assert failing(monitor) == ["clock"]
    marked("verification")
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_workers set last_heartbeat = now() - interval '2 minutes'")
    assert failing(monitor) == ["worker"]
    monkeypatch.setattr(timezone, "now", lambda now=timezone.now: now() + timedelta(days=1))
    assert failing(monitor) == ["worker", "clock", "backup"]


def test_a_release_whose_migrations_are_not_applied_takes_no_requests(client, monkeypatch):
    monkeypatch.setattr(health, "_of_release", lambda: {("casework", "9999_tomorrow")})
    assert (client.get("/health/").status_code, client.get("/health/").content) == (503, b"failing\n")


@pytest.mark.parametrize("broken", ["fonts", "papers"])
def test_without_faces_or_the_subsetter_no_requests_are_taken(client, monkeypatch, broken):
    getattr(health, broken).cache_clear()
    if broken == "fonts":
        monkeypatch.setattr("casework.typefaces.face", lambda name: b"<html>")
    else:
        monkeypatch.setattr("weasyprint.text.ffi.harfbuzz_subset", None)
    assert client.get("/health/").status_code == 503
    monkeypatch.undo()
    assert client.get("/health/").status_code == 200, "it recovers by itself"


def test_a_database_that_is_away_is_told_of_without_a_wait_for_each_check(monitor, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("connection to server failed: 山田")

    monkeypatch.setattr(connection, "cursor", away)
    monkeypatch.setattr(connection, "close", lambda: None)
    assert failing(monitor) == [
        "database",
        *(c.name for c in health.CHECKS if c.name in health.NEEDS_DATABASE),
    ]
    response = monitor.get("/health/")
    assert (response.status_code, response.content) == (503, b"failing\n")


def test_who_is_not_named_is_led_to_the_log_in_and_a_header_names_nobody(monitor, settings):
    def seen(**headers):
        return monitor.get("/health/ready/", **headers).status_code

    assert seen(REMOTE_ADDR="10.10.0.1") == 302
    assert seen(REMOTE_ADDR="nowhere") == 302
    assert seen(HTTP_X_FORWARDED_FOR="10.9.8.7") == 302, "a proxy stands before it that nobody told us of"
    settings.BEHIND_PROXY = True
    assert seen(HTTP_X_FORWARDED_FOR="10.9.8.7, 192.0.2.1") == 302, (
        "the client may write what it likes before"
    )
    assert seen(HTTP_X_FORWARDED_FOR="192.0.2.1, 10.9.8.7") in {200, 503}


def test_an_administrator_sees_it_as_a_page(marked):
    desks = Desks(StationFactory())
    marked("backup", 30)
    administrator = people.administrator(desks.station.prefecture)
    type(administrator.staff).objects.filter(pk=administrator.staff.pk).update(is_administrator=True)
    page = client_of(administrator).get(reverse("health_ready")).content.decode()
    assert "1つに異状があります" in page
    assert "最後は1日前です" in page


def test_the_command_says_the_same_and_ends_with_its_code(marked, capsys):
    call_command("health")
    assert capsys.readouterr().out.count("よし") == len(health.CHECKS)
    marked("backup", 48)
    with pytest.raises(CommandError, match="backup"):
        call_command("health")


def test_a_verification_leaves_its_mark(settings):
    settings.LOOKED_AFTER_HOURS = 26
    assert health.verification() == "一度も行っていません。"
    with (
        pytest.raises(DatabaseError),
        connection.cursor() as cursor,
    ):  # the login that serves may not say that it did
        cursor.execute("insert into casework_mark values ('verification', now(), '', true)")


# --- log -------------------------------------------------------------------------------------------------------------


def personal() -> set[str]:
    """Every text of two characters and more in the columns that hold names, addresses and numbers of people."""
    kept = ("name", "kana", "address", "phone", "email", "staff_number", "representative", "birth")
    found: set[str] = set()
    for model in apps.get_models():
        if model._meta.app_label in {"casework", "blue_patrol", "liaison_councils"} and not model._meta.proxy:
            names = [f.name for f in model._meta.concrete_fields if any(word in f.name for word in kept)]
            for row in model._base_manager.values_list(*names) if names else ():
                found.update(value for value in row if isinstance(value, str) and len(value) > 1)
    return {text for text in found if not text.isascii() or len(text) > 5}


FIELDS = ("name", "kana", "q", "text", "reason", "note", "address", "phone", "on", "head_name", "staff_number", "login", "password", "item-1", "text-1", "file_name")  # fmt: skip


def test_every_address_acted_on_with_nasty_names_leaves_none_of_them_in_the_log(world, log, record_property):  # noqa: F811
    known, asked = personal(), 0
    assert len(known) > 100
    sent = dict(zip(FIELDS, itertools.cycle(TYPED), strict=False))
    for person, name in itertools.product(("anonymous", "clerk", "hq_deciding", "supervisor"), ADDRESSES):
        client, path = world.client(person), address(name, world.mine)
        client.get(f"{path}?q={TYPED[0]}&name={TYPED[3]}")
        ask(_Posting(client, sent), "POST", path)
        asked += 2
    client.get(f"/{TYPED[0]}/{TYPED[4]}/")
    client.get("/", HTTP_HOST="坂上町.example")
    text = log.getvalue()
    assert len(lines(log)) > asked * 0.9
    assert [each for each in (*TYPED, *TYPED[5].split("\n")) if each in text] == []
    shown = json.dumps(sorted(known), ensure_ascii=False)
    assert [each for each in known if each in text] == [], shown[:200]
    record_property("T15 requests, personal texts looked for in the log", f"{asked}, {len(known)}")


class _Posting:
    """A client whose posts carry what was typed."""

    def __init__(self, client, sent):
        self._client, self._sent = client, sent

    @property
    def cookies(self):
        return self._client.cookies

    @cookies.setter
    def cookies(self, value):
        self._client.cookies = value

    def post(self, path):
        return self._client.post(path, self._sent)


def test_a_line_tells_page_status_time_and_post_and_its_number_is_that_of_the_history_and_the_read_log(log):
    desks = Desks(StationFactory())
    case = application_at(S.DRAFT, desks)
    attach_all(case, desks)
    done = click(desks.clerk, "receive", case, on=era(DAY))
    act = StateChange.objects.of_case(case).last()
    (line,) = [line for line in lines(log) if line["logger"] == "casework.requests"]
    assert line["request"] == act.request_id == done["X-Request-ID"]
    assert {name: line[name] for name in ("level", "method", "route", "status", "post", "role")} == {
        "level": "INFO", "method": "POST", "route": "receive", "status": 302, "post": desks.clerk.post.pk, "role": "station_clerk",
    }  # fmt: skip
    assert isinstance(line["ms"], int)
    assert set(line) == {
        "at",
        "level",
        "logger",
        "request",
        "method",
        "route",
        "status",
        "ms",
        "post",
        "role",
    }
    seen = client_of(desks.clerk).get(reverse("application", args=[case.pk]))
    scope.restore()
    assert (
        ReadLog.objects.latest("pk").request_id
        == seen["X-Request-ID"]
        == [line for line in lines(log) if line["logger"] == "casework.requests"][-1]["request"]
    )


def test_an_error_tells_where_and_what_kind_and_not_what_was_in_hand(log, monkeypatch):
    desks = Desks(StationFactory())

    def fail(*args, **kwargs):
        secret = TYPED[0]
        with owner_connection() as owner:
            try:
                owner.execute(
                    "insert into django_session values ('k', %s, now()), ('k', %s, now())", [secret, secret]
                )
            except psycopg.Error as error:
                raise IntegrityError(f"duplicate: {secret}") from error

    monkeypatch.setattr("casework.views.find.Find.get", fail)
    client = client_of(desks.clerk)
    client.raise_request_exception = False
    response = client.get(reverse("find"))
    scope.restore()
    assert response.status_code == 500
    number = response["X-Request-ID"]
    assert number in response.content.decode()
    (error,) = [line for line in lines(log) if "error" in line]
    assert (error["request"], error["route"]) == (number, "find")
    above, below = error["error"]
    assert above["type"] == "django.db.utils.IntegrityError"
    assert any("test_watch.py" in frame and frame.endswith(" fail") for frame in above["frames"])
    assert (below["sqlstate"], below["constraint_name"]) == ("23505", "django_session_pkey")
    assert TYPED[0] not in log.getvalue()


def test_another_programs_line_keeps_its_words_and_loses_what_it_put_in(log):
    logging.getLogger("weasyprint").warning("Failed to load %s", TYPED[0])
    logging.getLogger("casework.printing").info("emptied %s files", 3)
    other, own = lines(log)
    assert other["message"] == "Failed to load %s"
    assert own["message"] == "emptied 3 files"


# --- metrics ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def counted(settings, tmp_path_factory):
    settings.METRICS_FROM = [ip_network("10.9.8.7")]
    settings.METRICS_FOLDER = tmp_path_factory.getbasetemp() / "metrics"
    cache.delete("metrics.overdue")
    return Client(**MACHINE)


def numbers(client) -> dict[str, float]:
    response = client.get("/metrics/")
    assert response.status_code == 200
    rows = (
        line.rsplit(" ", 1) for line in response.content.decode().splitlines() if not line.startswith("#")
    )
    return {name: float(value) for name, value in rows}


def test_requests_are_counted_by_page_and_status_and_the_tables_tell_the_rest(counted, marked):
    desks = Desks(StationFactory())
    case = application_at(S.DELIVERED, desks)
    marked("backup", 2)
    marked("verification", 2, is_good=False)
    name = 'casework_request_seconds_count{method="GET",route="application",status="200"}'
    before = numbers(counted).get(name, 0)
    client_of(desks.clerk).get(reverse("application", args=[case.pk]))
    scope.restore()
    found = numbers(counted)
    assert found[name] == before + 1
    assert 7190 < found['casework_since_seconds{what="backup"}'] < 8200
    assert 'casework_since_seconds{what="verification"}' not in found, "the last one did not go well"
    assert found['casework_failing{check="verification"}'] == 1
    assert found["casework_worker_silent_seconds"] < 1000
    assert (
        sum(value for key, value in found.items() if key.startswith("casework_clocks_overdue")) == overdue()
    )


def overdue() -> int:
    set_scope(Station.objects.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from casework_deadline where done_on is null and void_reason = '' and due_on < %s",
            [timezone.localdate()],
        )
        return cursor.fetchone()[0]


def test_nobody_else_is_told_and_nothing_personal_is_in_it(counted, client):
    desks = Desks(StationFactory())
    client_of(desks.clerk).get(reverse("search"), {"q": TYPED[0]})
    scope.restore()
    text = counted.get("/metrics/").content.decode()
    assert [each for each in (*TYPED, desks.clerk.staff.name, desks.station.name) if each in text] == []
    assert client.get("/metrics/").status_code == 404
    assert counted.get("/metrics/", HTTP_X_FORWARDED_FOR="10.9.8.7").status_code == 404


def test_without_a_monitor_nothing_is_counted_and_nobody_is_answered(client):
    assert client.get("/metrics/", **MACHINE).status_code == 404
