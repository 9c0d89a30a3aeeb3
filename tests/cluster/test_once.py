"""Scheduled work with two workers (T07): each job of each hour once, also where the one that began it is lost."""

import re
import signal
import time
from collections import Counter

import pytest

from tests.cluster.room import Program, wait_until
from tests.faults.test_web import asked

pytestmark = [pytest.mark.cluster, pytest.mark.xdist_group("cluster")]

DEFERRED = "select task_name, defer_timestamp from procrastinate_periodic_defers"
WAITING = "select count(*) from procrastinate_jobs where status in ('todo', 'doing') and scheduled_at is null"
STARTED = re.compile(r"Starting job (\w+)\[(\d+)\]\([^)]*timestamp=(\d+)\)")


def started(*programs: Program) -> list[tuple[str, str]]:
    """(job, its hour) for each time that a worker began one."""
    told = "".join(each.log.read_text() for each in programs)
    return [(name, hour) for name, _, hour in STARTED.findall(told)]


@pytest.fixture
def two_workers(hosts):
    """Two whose clock strikes every minute."""
    try:
        yield [hosts.start_worker(name, module="tests.cluster.often") for name in hosts.workers]
    finally:
        hosts.rest()


def test_two_workers_do_each_scheduled_job_once(hosts, two_workers, record_property):
    from procrastinate.contrib.django import app

    names = {name for name, _ in app.periodic_registry.periodic_tasks}
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
    """A job that takes long is begun; its host is lost; the other host begins it once more and ends it."""
    one, other = two_workers
    wait_until(hosts.work_is_done, 60, "no worker")
    hold = "insert into procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, status, attempts) values ('papers', 'tidy', 0, null, null, '{\"timestamp\": 1}', 'todo', 0) returning id"
    one.send(signal.SIGSTOP)  # the power goes while it has the job: it holds it and says nothing more
    other.send(signal.SIGSTOP)
    ((job,),) = hosts.primary.asked(hold)
    hosts.primary.asked(
        "update procrastinate_jobs set status = 'doing', worker_id = (select min(id) from procrastinate_workers), attempts = 1 where id = %s",
        job,
    )
    hosts.primary.asked(
        "update procrastinate_workers set last_heartbeat = now() - interval '1 hour' where id = (select worker_id from procrastinate_jobs where id = %s)",
        job,
    )
    other.send(signal.SIGCONT)
    hosts.workers["worker1"].kill()
    gone = "select count(*) from procrastinate_jobs where id = %s"
    wait_until(lambda: hosts.primary.asked(gone, job) == [(0,)], 90, "not taken over", 0.5)
    time.sleep(1)
    assert other.log.read_text().count(f"Starting job tidy[{job}]") == 1
