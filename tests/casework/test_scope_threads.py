"""The scope under threads that share connections (T02): desks of two stations at once, after errors, streams and pages of every kind."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client, override_settings

from casework.models.base import OfficeRow
from casework.scope import scope_of
from casework.walls.scoped import scoped_tables
from tests.factories.applications import Desks, make_group
from tests.factories.places import StationFactory
from tests.nights import sampled

pytestmark = pytest.mark.django_db(transaction=True)
SITE = "tests.casework.test_scope"  # the pages that fail, stream and read late
NAMES = ("桜見坂学区防犯パトロール隊", "夕凪町青色防犯の会")
PAGES = (
    "/lazily/",
    "/stream/",
    "/broken/",
    "/unscoped_stream/",
    "/groups/",
    "/missing/",
    "/told/",
    "/denied/",
    "sql",
    "/groups/?q=隊",
)
THREADS = 8


@pytest.fixture
def desks():
    with transaction.atomic():
        both = [Desks(StationFactory()) for _ in NAMES]
        for one, name in zip(both, NAMES, strict=True):
            make_group(one.station, people=0, name=name)
            assert one.clerk
    return both


@contextmanager
def connected(how: str):
    """As the application connects (kept from request to request), or through a pool of two connections for all threads."""
    settings = connections["default"].settings_dict
    kept = {name: settings[name] for name in ("OPTIONS", "CONN_MAX_AGE")}
    if how == "pool":
        settings |= {"OPTIONS": kept["OPTIONS"] | {"pool": {"min_size": 1, "max_size": 2}}, "CONN_MAX_AGE": 0}
    try:
        yield
    finally:
        if how == "pool":
            connections["default"].close_pool()
        settings |= kept


def hang_up(together: Barrier) -> None:
    together.wait()  # one for each thread
    connection.close()


def foreign(actor) -> int:
    """Rows of others that plain SQL finds in any table, past every filter of the application."""
    offices = {model._meta.db_table for model in apps.get_models() if issubclass(model, OfficeRow)}
    with scope_of(actor), connection.cursor() as cursor:
        own = ",".join(map(str, actor.station_ids))
        counts = 0
        for name in scoped_tables():
            theirs = (
                f"not stations <@ array[{own}]::bigint[]" if name in offices else f"station_id not in ({own})"
            )
            cursor.execute(f'select count(*) from "{name}" where {theirs}')
            counts += cursor.fetchone()[0]
    return counts


def looked(client, actor, page) -> str:
    """What one request showed; an error that the database raised for want of a scope is said as such."""
    try:
        if page == "sql":
            assert foreign(actor) == 0
            return ""
        answer = client.get(page)
        return b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()
    except DatabaseError as error:
        return str(error).splitlines()[0]
    finally:
        if connections["default"].settings_dict["CONN_MAX_AGE"] == 0:
            connection.close()


@pytest.mark.parametrize(
    ("how", "rounds"),
    sampled([("kept", 2), ("pool", 2), ("kept", 50), ("pool", 50)], [("kept", 2), ("pool", 2)]),
)
def test_no_desk_sees_another_whatever_went_before_on_its_connection(desks, how, rounds, record_property):
    told, together = [], Barrier(THREADS)

    def job(turn):
        actor, page = desks[turn % 2].clerk, PAGES[turn // 2 % len(PAGES)]
        client = Client(raise_request_exception=False)
        client.force_login(actor.staff)
        told.append((turn % 2, page, looked(client, actor, page)))

    site = override_settings(ROOT_URLCONF=SITE, ACCESS_TABLE=f"{SITE}.TABLE")
    with site, connected(how), ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(job, range(2 * len(PAGES) * rounds)))
        list(threads.map(lambda _: hang_up(together), range(THREADS)))
    for place, page, text in told:
        assert NAMES[1 - place] not in text, page
        if page in ("/lazily/", "/stream/", "/groups/"):
            assert NAMES[place] in text, (page, text[:200])
        if page == "/unscoped_stream/":
            assert text == "no scope is set"
    record_property(
        f"T02 requests of two stations in {THREADS} threads ({how} connections), foreign rows 0", len(told)
    )
