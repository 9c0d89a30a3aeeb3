"""The print worker killed in the middle of a run, and two at once (T07): no paper twice, none lost, the run ends."""

import io
import signal
import subprocess
import sys
from contextlib import contextmanager

import psycopg
import pytest
from pypdf import PdfReader

from config.embedded import server
from tests.faults.test_kill import ROOT, environment, own_server, wait_until

pytestmark = [pytest.mark.nightly, pytest.mark.xdist_group("worker")]  # one server for all of them

CASES = 6
TRIES = "select tries from casework_printitem where run_id = (select max(id) from casework_printrun)"
LAST = "(select max(id) from casework_printrun)"


@pytest.fixture(scope="module")
def place():
    """One server for all: each test has a run of its own."""
    with own_server() as place:
        yield place


@pytest.fixture
def papers(place) -> int:
    """How many papers the run has."""
    command = [sys.executable, "-m", "tests.faults.prints", str(CASES)]
    made = subprocess.run(
        command, cwd=ROOT, env=environment(place), check=True, capture_output=True, text=True
    )
    return int(made.stdout)


@contextmanager
def worker(place, log, **more):
    with log.open("w") as told:
        command = [sys.executable, "manage.py", "worker"]
        running = subprocess.Popen(command, cwd=ROOT, env=environment(place) | more, stderr=told)
        try:
            yield running
        finally:
            running.kill()
            running.wait()


def asked(place, query) -> list[tuple]:
    with psycopg.connect(host=str(place.sockets), user="owner", dbname=server.DATABASE) as owner:
        return owner.execute(query).fetchall()


def printed(place) -> int:
    return asked(
        place, f"select count(*) from casework_printitem where run_id = {LAST} and pages is not null"
    )[0][0]


def has_ended(place) -> bool:
    return bool(asked(place, f"select 1 from casework_printrun where id = {LAST} and ended_on is not null"))


def examine(place, papers) -> None:
    """Every paper has its bytes and its one place in the file; nothing is left to do."""
    items = asked(
        place, f"select pages, failure from casework_printitem where run_id = {LAST} order by place"
    )
    assert len(items) == papers
    assert [failure for _, failure in items if failure] == []
    ((content, pages, count, trouble),) = asked(
        place,
        f"select content, pages, papers, trouble from casework_printfile join casework_printrun r on r.id = run_id where r.id = {LAST}",
    )
    assert (count, trouble) == (papers, "")
    assert len(PdfReader(io.BytesIO(content)).pages) == pages == sum(number for number, _ in items)
    assert asked(place, "select 1 from casework_issuedpaper where file_id is null") == []
    waiting = "select task_name from procrastinate_jobs where task_name in ('print_items', 'bind_files')"
    wait_until(lambda: asked(place, waiting) == [], 30)


@pytest.mark.parametrize("run", range(4))
def test_killed_three_times_in_the_middle_a_run_ends_with_every_paper_once(
    place, papers, tmp_path, run, record_property
):
    for kill in range(3):
        before = printed(place)
        with worker(place, tmp_path / f"{kill}.log") as running:
            wait_until(lambda before=before: printed(place) >= before + 3, 90)
            running.send_signal(signal.SIGKILL)
            running.wait()
        assert not has_ended(place)
    with worker(place, tmp_path / "last.log"):
        wait_until(lambda: has_ended(place), 120)
        examine(place, papers)
    tries = [number for (number,) in asked(place, TRIES)]
    assert papers <= sum(tries) <= papers + 3, "a paper is begun again only where its worker was killed"
    record_property("T07 kills of the worker, papers, begun", f"3, {papers}, {sum(tries)}")


def test_two_workers_share_a_run_and_do_no_paper_twice(place, papers, tmp_path):
    logs = [tmp_path / "one.log", tmp_path / "two.log"]
    with worker(place, logs[0]), worker(place, logs[1]):
        wait_until(lambda: has_ended(place), 120)
        examine(place, papers)
    assert {tries for (tries,) in asked(place, TRIES)} == {1}
    assert all("Starting job print_items" in log.read_text() for log in logs), "each had its part"


def test_told_to_stop_a_worker_ends_after_the_paper_it_is_at_and_the_next_goes_on(place, papers, tmp_path):
    alive = "select id from procrastinate_workers"
    killed = set(asked(place, alive))
    with worker(place, tmp_path / "first.log") as running:
        wait_until(lambda: printed(place) >= 2, 90)
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=20) == 0
        assert not has_ended(place)
        assert set(asked(place, alive)) <= killed, "nothing says that it is alive"
    with worker(place, tmp_path / "second.log"):
        wait_until(lambda: has_ended(place), 120)
        examine(place, papers)


def test_a_worker_that_has_grown_begins_anew_and_goes_on(place, papers, tmp_path):
    """The limit is under what it needs to start: it is always too large, and gets everything done all the same."""
    log = tmp_path / "grown.log"
    with worker(place, log, WORKER_MEMORY_MB="1") as running:
        wait_until(lambda: has_ended(place), 180)
        examine(place, papers)
        wait_until(lambda: log.read_text().count("Starting worker on queues") > 2, 60)
        assert running.poll() is None, "it keeps its number, so that whoever started it can stop it"
    assert {tries for (tries,) in asked(place, TRIES)} == {1}
