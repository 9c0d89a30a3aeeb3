"""PostgreSQL killed in the middle of acts (T07): what was acknowledged stands, nothing stands half, no number is lost."""

import atexit
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import psycopg
import pytest

from casework import chain
from config.embedded import places, server

ROOT = Path(__file__).resolve().parents[2]
WRITERS = 2
APPLICATION = "blue_patrol.CertificationApplication"

# Each asks for what must not be there.
FAULTS = {
    "a case whose state is not that of its last act": f"""
        select a.id from blue_patrol_application a where a.state is distinct from (
          select after from casework_statechange where case_label = '{APPLICATION}' and case_pk = a.id
          order by seq desc limit 1)""",
    "a thing whose place is not that of its last move": """
        select c.id from blue_patrol_credential c where c.state is distinct from (
          select after from casework_statechange where case_label = 'blue_patrol.Credential' and case_pk = c.id
          order by seq desc limit 1)""",
    "a certificate's number without its certificate": """
        select text from casework_issuednumber n where kind = 'certificate' and void_reason = '' and not exists (
          select 1 from blue_patrol_credential c where c.number = n.text and c.kind = 'certificate')""",
    "a certificate without its number": """
        select number from blue_patrol_certification c where not exists (
          select 1 from casework_issuednumber n where n.text = c.number and n.kind = 'certificate')""",
    "a decided case without its four things and three papers": """
        select a.id from blue_patrol_application a
        where state in ('approved', 'dispatched', 'arrived', 'delivered', 'reported') and (
          (select count(*) from blue_patrol_credential c where c.application_id = a.id) <> 4
          or (select count(distinct form) from casework_issuedpaper p where p.case_pk = a.id and form in ('5', '6', '7')) <> 3)""",
    "a register row without its act": f"""
        select r.id from blue_patrol_registerentry r where not exists (
          select 1 from casework_statechange s where s.case_label = '{APPLICATION}' and s.case_pk = r.application_id
          and s.transition = 'deliver')""",
    "a delivery without its row, its ledger, its clocks or its standing": """
        select a.id from blue_patrol_application a where state in ('delivered', 'reported') and (
          (select count(*) from blue_patrol_registerentry r where r.application_id = a.id) <> 1
          or not exists (select 1 from blue_patrol_ledgersheet l where l.group_id = a.group_id)
          or not exists (select 1 from casework_deadline d where d.case_pk = a.id)
          or not exists (select 1 from blue_patrol_certification c where c.group_id = a.group_id and c.state = 'active'))""",
    "a gap or a number twice": """
        select kind, holder from casework_issuednumber group by kind, holder, year
        having count(*) <> max(value) or count(distinct value) <> count(*)""",
    "a counter that is not at its last number": """
        select s.kind, s.holder from casework_numberseries s left join casework_issuednumber n using (kind, holder, year)
        where s.kind <> 'register' group by s.kind, s.holder, s.year, s.last
        having s.last <> coalesce(max(n.value), 0)""",
    "a gap in the register": """
        select station_id from blue_patrol_registerentry group by station_id, year having count(*) <> max(row_number)""",
}  # fmt: skip


@lru_cache(maxsize=1)
def migrated() -> Path:
    """The data of a stopped server with the schema, made once a run: the others are copies."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o711)
    place = places.find_place(folder / "postgresql")
    server.ensure_running(place)
    try:
        for command in (["migrate"], ["collectstatic", "--no-input"]):  # no page is drawn without the latter
            told = [sys.executable, "manage.py", *command, "-v", "0"]
            subprocess.run(told, cwd=ROOT, env=environment(place), check=True)
    finally:
        server.stop(place)
    if place.home.parent != folder:
        atexit.register(shutil.rmtree, place.home, ignore_errors=True)
    return place.data


@contextmanager
def own_server(folder: Path | None = None):
    """A server of its own, with the schema, in a folder that is made; gone afterwards."""
    if folder is None:
        folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    else:
        folder.mkdir()
    folder.chmod(0o711)
    place = places.find_place(folder / "postgresql")
    try:
        with server.locked(place):
            subprocess.run(["cp", "-a", migrated(), place.data], check=True)
        server.ensure_running(place)
        yield place
    finally:
        server.stop(place)
        shutil.rmtree(folder)
        if place.home.parent != folder:
            shutil.rmtree(place.home)


@pytest.fixture
def place():
    with own_server() as place:
        yield place


def environment(place) -> dict[str, str]:
    address = f"@/{server.DATABASE}?host={place.sockets}"
    return os.environ | {
        "DATABASE_URL": f"postgresql://app{address}", "DATABASE_OWNER_URL": f"postgresql://owner{address}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip


@pytest.fixture
def writers(place, tmp_path):
    """Desks at work, each with its log."""
    logs, running = [], []
    try:
        for number in range(WRITERS):
            log = tmp_path / f"acknowledged-{number}"
            log.touch()
            command = [sys.executable, "-m", "tests.faults.writer", str(number), str(log)]
            running.append(subprocess.Popen(command, cwd=ROOT, env=environment(place)))
            logs.append(log)
            wait_until(lambda log=log: log.stat().st_size, 30)
        yield logs
        assert [writer.poll() for writer in running] == [None] * WRITERS, "a desk gave up"
    finally:
        for writer in running:
            writer.kill()
            writer.wait()


def wait_until(is_so, seconds) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.02)


def acknowledged(logs) -> list[tuple[int, str]]:
    lines = [
        line.split()
        for log in logs
        for line in log.read_text().splitlines(keepends=True)
        if line.endswith("\n")
    ]
    return [(int(pk), state) for pk, state in lines]


def kill(place) -> None:
    """The server's first process and all its children, at once and without a word."""
    first = int((place.data / "postmaster.pid").read_text().split("\n", 1)[0])
    family = [first]
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == first:
            family.append(int(stat.parent.name))
    for pid in family:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


@pytest.mark.nightly
@pytest.mark.parametrize("kills", [3, 40])
def test_kills_lose_nothing_that_was_acknowledged_and_leave_nothing_half(
    place, writers, kills, record_property
):
    rng, slowest = random.Random(7), 0.0
    for _ in range(kills):
        seen = len(acknowledged(writers))
        wait_until(lambda seen=seen: len(acknowledged(writers)) > seen + 3, 30)
        time.sleep(rng.random() / 5)
        kill(place)
        began = time.monotonic()
        server.ensure_running(place)
        slowest = max(slowest, time.monotonic() - began)
        examine(place, acknowledged(writers))
    record_property("T07 acts acknowledged", len(acknowledged(writers)))
    record_property("T07 seconds until it was up again", round(slowest, 1))


def examine(place, told) -> None:
    """One snapshot, while the desks work on."""
    with psycopg.connect(host=str(place.sockets), user="owner", dbname=server.DATABASE) as owner:
        owner.execute("set transaction isolation level repeatable read")
        query = "select case_pk, after from casework_statechange where case_label = %s"
        stored = set(owner.execute(query, [APPLICATION]).fetchall())
        assert [act for act in told if act not in stored] == []
        for fault, query in FAULTS.items():
            assert owner.execute(query).fetchall() == [], fault
        verdict = chain.verify(owner.cursor())
        assert verdict.is_whole, verdict
        assert verdict.count >= len(told)
