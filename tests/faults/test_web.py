"""gunicorn's workers killed while desks click, also in the middle of an upload (T07): nothing acknowledged is lost."""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest

from config.embedded import server
from tests.answering import answers
from tests.faults.clicking import Desk, cookies, file_of, send, upload
from tests.faults.test_kill import ROOT, environment, examine, own_server, wait_until

pytestmark = [pytest.mark.nightly, pytest.mark.xdist_group("web")]  # one server for all of them

UPLOADED = """
select a.case_pk, a.name, f.sha256, encode(sha256(f.content), 'hex'),
  (select count(*) from casework_changepayload p join casework_statechange s on s.id = p.change_id
    where s.transition = 'attach' and (s.case_label, s.case_pk) = (a.case_label, a.case_pk) and p.content::text like '%' || a.name || '%')
from casework_attachment a join casework_storedfile f on f.id = a.file_id where a.name ~ '^[0-9a-f]{32}[.]pdf$'
"""


def children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextmanager
def served(place, **more):
    """gunicorn as in service, two workers on a free port; its process number and port."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port = tried.getsockname()[1]
    env = environment(place) | {"BIND": f"127.0.0.1:{port}", "DEMO": "0", "METRICS_FROM": "127.0.0.1"} | more
    command = [sys.executable, "-m", "gunicorn", "--config", "config/serving.py", "config.wsgi"]
    running = subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: answers(port), 60)
        yield running.pid, port
    finally:
        running.terminate()
        try:
            running.wait(10)
        except subprocess.TimeoutExpired:
            running.kill()


def kill_all(master) -> None:
    for pid in children(master):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def until_up(port) -> float:
    """Seconds until a page answers again."""
    began = time.monotonic()
    wait_until(lambda: answers(port), 60)
    return time.monotonic() - began


def work(place, drafts, decisions=0) -> dict:
    command = [sys.executable, "-m", "tests.faults.desk_work", str(drafts), str(decisions)]
    made = subprocess.run(
        command, cwd=ROOT, env=environment(place), check=True, capture_output=True, text=True
    )
    return json.loads(made.stdout)


@pytest.fixture(scope="module")
def place():
    with own_server() as place:
        yield place


def asked(place, query, *values) -> list[tuple]:
    with psycopg.connect(host=str(place.sockets), user="owner", dbname=server.DATABASE) as owner:
        return owner.execute(query, values or None).fetchall()


@contextmanager
def at_work(port, work):
    """Two desks that attach, one that decides; what each was refused is a fault."""
    clerks = [Desk(port, work["clerk"]) for _ in range(2)]
    director = Desk(port, work["director"])
    half = len(work["drafts"]) // 2
    threads = [
        threading.Thread(target=clerks[0].attach_for_ever, args=(work["drafts"][:half],)),
        threading.Thread(target=clerks[1].attach_for_ever, args=(work["drafts"][half:],)),
        threading.Thread(target=director.decide, args=(work["decisions"],)),
    ]
    for thread in threads:
        thread.start()
    try:
        yield clerks, director
    finally:
        threads[2].join(60)
        for desk in (*clerks, director):
            desk.over.set()
        for thread in threads:
            thread.join(60)
    assert [each for desk in (*clerks, director) for each in desk.refused] == []


def examine_uploads(place, told) -> int:
    """Each acknowledged file stands once, with its bytes and its act; how many files stand."""
    stored = asked(place, UPLOADED)
    found = {(case, name): (digest, whole) for case, name, digest, whole, _ in stored}
    assert len(found) == len(stored), "a form that was sent again was acted on twice"
    assert [each for each in told if (each[2], each[2]) != found.get(each[:2])] == []
    assert [row for row in stored if row[4] != 1] == [], "a file without its act, or with two"
    return len(stored)


@pytest.mark.parametrize("kills", [2, 30])
def test_workers_killed_while_desks_click_lose_nothing_and_do_nothing_twice(place, kills, record_property):
    rng, slowest, decisions = random.Random(kills), 0.0, 2 + kills // 3
    tasks = work(place, 4, decisions)
    with served(place) as (master, port), at_work(port, tasks) as (clerks, director):
        for _ in range(kills):
            seen = [len(clerk.acknowledged) for clerk in clerks]
            wait_until(
                lambda s=seen: any(len(c.acknowledged) > n for c, n in zip(clerks, s, strict=True)), 60
            )
            time.sleep(rng.random() / 3)
            kill_all(master)
            slowest = max(slowest, until_up(port))
            examine(place, [each[:2] for each in director.acknowledged])
        wait_until(lambda: len(director.acknowledged) == decisions, 120)
    told = [each for clerk in clerks for each in clerk.acknowledged]
    stored = examine_uploads(place, told)
    examine(place, [each[:2] for each in director.acknowledged])
    assert director.acknowledged
    record_property("T07 kills of a web process, acts acknowledged, files stored, forms sent again", f"{kills}, {len(told) + decisions}, {stored}, {sum(d.resent for d in (*clerks, director))}")  # fmt: skip
    record_property("T07 seconds until it was up again", round(slowest, 1))
    papers_get_their_bytes(place)


def papers_get_their_bytes(place) -> None:
    """What was frozen by a process that was killed before it printed: the worker makes it, minutes later."""
    with psycopg.connect(host=str(place.sockets), user="owner", dbname=server.DATABASE) as owner:
        owner.execute("set session_replication_role = replica")
        owner.execute(
            "update casework_issuedpaper set made_on = now() - interval '4 minutes' where file_id is null"
        )
    code = "from casework.printing.upkeep import make_missing_papers as make; make(); assert make() == 0"
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", code],
        cwd=ROOT,
        env=environment(place),
        check=True,
    )
    assert asked(place, "select id from casework_issuedpaper where file_id is null") == []


@pytest.mark.parametrize("rounds", [1, 20])
def test_a_worker_killed_in_the_middle_of_an_upload_keeps_nothing_of_it_and_takes_it_when_sent_again(
    place, rounds, record_property
):
    rng = random.Random(rounds)
    tasks = work(place, 1)
    (case,) = tasks["drafts"]
    path, told, slowest = f"/cases/{case}/entry/attachments/", [], 0.0
    with served(place) as (master, port):
        for number in range(rounds):
            name, key = f"{uuid.uuid4().hex}.pdf", str(uuid.uuid4())
            content = file_of(name, b"x" * rng.randint(100_000, 4_000_000))
            kind, body = upload(key, name, content)
            before = asked(place, "select count(*) from casework_storedfile")
            with socket.create_connection(("127.0.0.1", port), timeout=20) as link:
                head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies(tasks['clerk'])}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
                link.sendall(head.encode() + body[: rng.randint(1000, len(body) - 1)])
                time.sleep(rng.random() / 2)
                kill_all(master)
                slowest = max(slowest, until_up(port))
            assert asked(place, "select count(*) from casework_storedfile") == before, number
            statuses = [send(port, tasks["clerk"], path, kind, body)[0] for _ in range(2)]
            assert statuses == [302, 302]
            told.append((case, name, sha256(content).hexdigest()))
            assert asked(place, "select count(*) from casework_attachment where name = %s", name) == [(1,)]
    examine_uploads(place, told)
    examine(place, [])
    record_property("T07 uploads killed and sent again", rounds)
    record_property("T07 seconds until it was up again", round(slowest, 1))


def test_what_is_counted_is_counted_over_all_processes_and_survives_them(place):
    with served(place) as (master, port):

        def counted() -> float:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            link.request("GET", "/metrics/")
            text = link.getresponse().read().decode()
            link.close()
            rows = [line for line in text.splitlines() if line.startswith("casework_request_seconds_count{")]
            return sum(float(row.rsplit(" ", 1)[1]) for row in rows if 'route="account_login"' in row)

        def look():
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            link.request("GET", "/login/")
            assert link.getresponse().read()
            link.close()

        before = counted()
        for _ in range(10):
            look()
        assert counted() == before + 10
        kill_all(master)
        until_up(port)
        look()
        assert counted() == before + 11
