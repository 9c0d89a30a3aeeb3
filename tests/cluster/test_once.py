"""Scheduled work with two workers (T07): each job of each hour once; what a lost one had begun, by the other."""

import re
from collections import Counter

import pytest

from tests.cluster.often import scheduled
from tests.cluster.room import Program, wait_until
from tests.faults.test_web import asked

pytestmark = [pytest.mark.cluster, pytest.mark.xdist_group("cluster")]

DEFERRED = "select task_name, defer_timestamp from procrastinate_periodic_defers"
WAITING = "select count(*) from procrastinate_jobs where status in ('todo', 'doing') and scheduled_at is null"
DOING = "select id from procrastinate_jobs where task_name = 'take_anchor' and status = 'doing'"
STARTED = re.compile(r"Starting job (\w+)\[(\d+)\]\([^)]*timestamp=(\d+)\)")


def started(*programs: Program) -> list[tuple[str, str]]:
    """(job, its hour) for each time that a worker began one."""
    told = "".join(each.said for each in programs)
    return [(name, hour) for name, _, hour in STARTED.findall(told)]


@pytest.fixture
def two_workers(hosts):
    """Two whose clock strikes every minute."""
    try:
        yield [hosts.start_worker(name, module="tests.cluster.often") for name in hosts.workers]
    finally:
        hosts.rest()


def test_two_workers_do_each_scheduled_job_once(hosts, two_workers, record_property):
    names = {name for name, _ in scheduled()}
    wait_until(lambda: len({hour for _, hour in started(*two_workers)}) >= 2, 200, "nothing is struck", 0.5)
    wait_until(lambda: {name for name, _ in started(*two_workers)} == names, 60, "not every job", 0.5)
    wait_until(lambda: asked(hosts.place, WAITING) == [(0,)], 60, "a job stays", 0.5)
    counted = Counter(started(*two_workers))
    assert set(counted.values()) == {1}, counted
    assert {name for name, _ in asked(hosts.place, DEFERRED)} == names
    assert asked(hosts.place, "select count(*), count(distinct day) from casework_anchor") == [(1, 1)]
    lines = [(host.files / "var/log/casework/anchors") for host in hosts.workers.values()]
    assert any(path.exists() and path.read_text().count("\n") == 1 for path in lines)
    record_property(
        "T07 scheduled jobs, hours, begun by two workers",
        f"{len(names)}, {len({h for _, h in counted})}, {len(counted)}",
    )


def test_what_a_lost_worker_had_begun_is_taken_over_by_the_other_alone(hosts, two_workers):
    """The day's anchor is begun and waits for a lock; the host of its worker is lost; the other begins it once more."""
    programs = {name: hosts.running[name] for name in hosts.workers}
    with hosts.primary.connect() as owner:
        owner.execute("begin")
        owner.execute("lock table casework_anchor in access exclusive mode")
        wait_until(lambda: asked(hosts.place, DOING), 150, "it is not struck", 0.5)
        ((job,),) = asked(hosts.place, DOING)
        (lost,) = [name for name, program in programs.items() if f"take_anchor[{job}]" in program.said]
        hosts.workers[lost].kill()
        owner.execute("commit")
    (other,) = set(hosts.workers) - {lost}
    gone = "select count(*) from procrastinate_jobs where id = %s"
    wait_until(lambda: asked(hosts.place, gone, job) == [(0,)], 120, "it is not taken over", 0.5)
    assert programs[other].said.count(f"Starting job take_anchor[{job}]") == 1
    assert asked(hosts.place, "select count(*), count(distinct day) from casework_anchor") == [(1, 1)]
