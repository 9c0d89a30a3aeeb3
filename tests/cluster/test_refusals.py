"""What does not start on a real host: a sentence in Japanese and the code 3, from the web process as from the worker (T08)."""

import pytest

from casework.watch.starting import BOOT_FAILED
from tests.cluster.database import url
from tests.cluster.room import PYTHON
from tests.cluster.serving import variables

pytestmark = [pytest.mark.cluster, pytest.mark.xdist_group("cluster")]

WEB = ("-m", "gunicorn", "--config", "config/serving.py", "config.wsgi")
WORKER = ("manage.py", "worker", "--until-idle")
EACH = pytest.mark.parametrize("program", [WEB, WORKER], ids=["web", "worker"])
LATE = ("-m", "tests.cluster.late")
TOMORROW = """from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("casework", "{}")]
    operations = []
"""
OVER = "mkdir /tmp/new /tmp/made; mount -t overlay -o lowerdir=$0,upperdir=/tmp/new,workdir=/tmp/made none $0"
MIGRATIONS = "/srv/casework/current/casework/migrations"


def begun(host, *program: str, database: str = "", **more: str):
    """A program that is to end by itself; one that goes on serving is ended after a while with another code.

    One web process: where two refuse in the same moment, gunicorn's first stumbles over the second and says 1.
    """
    told = variables(database, BIND=f"{host.address}:8000", WEB_CONCURRENCY="1", **more)
    return host.run("timeout", "40", PYTHON, *program, check=False, **told)


def assert_refused(done, *words: str) -> None:
    assert done.returncode == BOOT_FAILED, done.stderr[-1000:]
    said = [line for line in done.stderr.splitlines() if "始められません。" in line]
    assert said
    assert any(all(word in line for word in words) for line in said), said


@pytest.fixture(scope="module")
def narrow(hosts):
    """A database that knows no kanji."""
    hosts.primary.asked(
        "create database narrow template template0 encoding 'UTF8' lc_ctype 'C' lc_collate 'C'",
        name="postgres",
    )
    yield "narrow"
    hosts.primary.asked("drop database narrow with (force)", name="postgres")


@EACH
def test_a_replica_is_refused(hosts, program):
    only = url("casework_app", hosts.replica.host.name)
    assert_refused(begun(hosts.webs["web1"], *program, database=only), "複製", "昇格")


def test_the_primary_is_found_among_both_whatever_their_order(hosts):
    host = hosts.webs["web1"]
    for order in (("db1", "db2"), ("db2", "db1")):
        both = url("casework_app", *order) + "&target_session_attrs=read-write"
        assert begun(host, *WORKER, database=both).returncode == 0, order


@EACH
def test_the_login_that_owns_the_tables_is_refused(hosts, program):
    assert_refused(begun(hosts.webs["web1"], *program, database=url("casework_owner")), "所有者")


@EACH
def test_a_database_that_knows_no_kanji_is_refused(hosts, narrow, program):
    database = url("casework_app", hosts.primary.host.name, name=narrow)
    assert_refused(begun(hosts.webs["web1"], *program, database=database), "C.UTF-8")


@EACH
@pytest.mark.parametrize("seconds", ["6", "-6", "86400"])
def test_a_clock_that_is_wrong_is_refused(hosts, program, seconds):
    module = [each for each in program if each != "-m"]
    assert_refused(begun(hosts.webs["web1"], *LATE, seconds, *module), "時計")


def test_a_clock_that_is_nearly_right_is_not(hosts):
    assert begun(hosts.webs["web1"], *LATE, "2", *WORKER).returncode == 0


@pytest.fixture(scope="module")
def tomorrow(hosts):
    """A host with the release of tomorrow: one migration more, which changes nothing."""
    ((last,),) = hosts.primary.asked(
        "select name from django_migrations where app = 'casework' order by id desc limit 1"
    )
    host = hosts.room.add("tomorrow", 61)
    host.run("sh", "-euc", OVER, MIGRATIONS)
    (host.files / MIGRATIONS[1:] / "9999_of_tomorrow.py").write_text(TOMORROW.format(last))
    return host, last


def test_tables_older_than_the_release_and_newer_ones_are_refused(hosts, tomorrow):
    """Tomorrow's release before its migration; today's after it; and today's again when it is taken back."""
    new, last = tomorrow
    for program in (WEB, WORKER):
        assert_refused(begun(new, *program), "まだ当てていない移行", "migrate")
    hosts.manage(new, "migrate", "-v", "0")
    for program in (WEB, WORKER):
        assert_refused(begun(hosts.webs["web1"], *program), "より新しい版", "9999_of_tomorrow")
    assert begun(new, *WORKER).returncode == 0
    hosts.manage(new, "migrate", "-v", "0", "casework", last)
    hosts.manage(hosts.webs["web1"], "migrate", "-v", "0")
    assert begun(hosts.webs["web1"], *WORKER).returncode == 0
