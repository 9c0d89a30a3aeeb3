"""Tests run as the application's login: built and migrated by the owner, then the login is switched."""

import gc
import os

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase

from casework import paper_registry
from casework.scope import set_scope
from tests import closed
from tests.browser import chromium, desk, shots  # noqa: F401 - fixtures of all rooms, one browser a process
from tests.factories import scope
from tests.trust import table
from tests.trust.table import pytest_addoption, pytest_terminal_summary  # noqa: F401 - the table of goals

KEPT = (
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "casework_machineedge",
    "casework_keptlayout",
)


def owner_connection() -> psycopg.Connection:
    """A connection of the database's owner: for what no login of the application may do."""
    params = connections["default"].settings_dict
    owner = settings.DATABASE_OWNER
    return psycopg.connect(
        host=params["HOST"], port=params["PORT"] or None, dbname=params["NAME"], user=owner["USER"],
        password=owner.get("PASSWORD") or None, autocommit=True,
    )  # fmt: skip


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Build the test database as the owner; TEST_DATABASE names one of its own for a second run beside this."""
    database = connections["default"].settings_dict
    database |= settings.DATABASE_OWNER
    if name := os.environ.get("TEST_DATABASE"):
        database["TEST"]["NAME"] = "_".join(filter(None, (name, os.environ.get("PYTEST_XDIST_WORKER"))))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """From here on the tests are the application: they own nothing and see through their scope only."""
    connection = connections["default"]
    connection.close()
    connection.settings_dict["USER"] = settings.DATABASE_APP_LOGIN
    yield
    connection.close()
    connection.settings_dict |= settings.DATABASE_OWNER


EMPTY = """
do $$
declare
  name text;
  is_used boolean;
begin
  for name in select tablename from pg_tables where schemaname = 'public' and tablename <> all ('{%s}') loop
    execute format('select exists (select 1 from %%I)', name) into is_used;
    if is_used then
      execute format('delete from %%I', name);
    end if;
  end loop;
  perform setval(seqrelid, 1, false) from pg_sequence join pg_class on oid = seqrelid
    where relname <> all ('{django_migrations_id_seq,django_content_type_id_seq,auth_permission_id_seq}');
end $$
"""


def empty_tables(self, *args, **kwargs):
    """Delete past the append-only triggers, by the owner: the one permitted way, in tests only."""
    with owner_connection() as owner, owner.transaction():  # a truncate of every table would take far longer
        owner.execute("set local session_replication_role = replica")
        owner.execute(EMPTY % ",".join(KEPT))
        owner.execute("insert into casework_chainhead (id, count, last_hash) values (1, 0, '')")


TransactionTestCase._fixture_teardown = empty_tables


@pytest.fixture(autouse=True)
def _forget_scope():
    """Each test begins with the scope of the stations it makes, and no others."""
    scope.STATIONS.clear()
    yield
    scope.STATIONS.clear()


@pytest.fixture
def without_bytes(monkeypatch):
    """Papers are rendered elsewhere; here they would only take time after each commit."""
    monkeypatch.setattr(paper_registry, "after_commit", lambda *args: None)


@pytest.fixture
def see():
    """Set the scope by hand: see(station, …)."""
    return lambda *stations: set_scope([station.pk for station in stations])


hypothesis.settings.register_profile(
    "ours", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)  # how fast a machine is today says nothing of the product
hypothesis.settings.load_profile("ours")


def pytest_configure(config):
    """Static files as they lie and when they are asked for (a client loads the middleware anew); passwords hashed quickly."""
    settings.PASSWORD_HASHERS = ["tests.hashers.QuickArgon2"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    settings.HEALTH_FROM = []  # whoever asks from this machine is a person here
    closed.watch()
    table.pytest_configure(config)


def pytest_collection_modifyitems(config, items):
    """A group goes to one process: xdist 3.8 writes it where pytest 9.2 no longer reads (pytest-xdist issue 1386)."""
    if getattr(config.option, "loadgroup", False):
        for item in items:
            if group := item.get_closest_marker("xdist_group"):
                item._id = type(item.id).parse(f"{item.nodeid}@{group.args[0]}")


def pytest_collection_finish():
    """What was collected stays: the garbage collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
