"""What happens to hosts while people work. Each answers with the seconds until people were answered again."""

import os
import random
import signal
import time
from dataclasses import dataclass, field

from tests.cluster.examination import Told
from tests.cluster.room import children, wait_until
from tests.cluster.serving import Cluster

PATIENCE = 120
AROUND = 5  # seconds before and after a fault in which an error is the fault's
PRINTING = "select id from procrastinate_jobs where status = 'doing' and task_name = 'print_items'"


@dataclass
class Faults:
    """``spans``: name, and from when until when by the clock something was wrong; ``kills`` of workers at work, ``losses`` of the primary."""

    cluster: Cluster
    spans: list[tuple[str, float, float]] = field(default_factory=list)
    slowest: dict[str, float] = field(default_factory=dict)
    kills: int = 0
    losses: int = 0

    @property
    def interrupted(self) -> int:
        """How many papers may have been begun in vain: one of each worker killed, of each primary lost one a worker."""
        return self.kills + self.losses * len(self.cluster.workers)

    def outside(self, told: Told) -> list[dict]:
        """Errors that people saw and no fault explains."""
        spans = [(begun - AROUND, ended + AROUND) for _, begun, ended in self.spans]
        failed = told.of("failed")
        return [each for each in failed if not any(begun <= each["at"] <= ended for begun, ended in spans)]

    def within(self, told: Told, name: str) -> int:
        """Errors that people saw while something of this name went on."""
        spans = [(begun, ended) for which, begun, ended in self.spans if which == name]
        return sum(any(begun <= each["at"] <= ended for begun, ended in spans) for each in told.of("failed"))

    def until_served(self, name: str, begun: float) -> float:
        """Seconds from the fault to the third good answer in a row."""
        wait_until(
            lambda: all(self.cluster.serves() for _ in range(3)), PATIENCE, f"{name}: nobody is served"
        )
        return self.note(name, begun)

    def note(self, name: str, begun: float) -> float:
        took = time.time() - begun
        self.slowest[name] = max(self.slowest.get(name, 0), took)
        self.spans.append((name, begun, time.time()))
        return took

    def web_killed(self, name: str = "web1") -> None:
        """(a) The power of a web host goes in the middle of requests, and comes back."""
        begun = time.time()
        self.cluster.webs[name].kill()
        self.until_served("web host lost", begun)
        self.cluster.start_web(name)
        wait_until(lambda: self.cluster.answers(name), PATIENCE, f"{name} does not come back")

    def web_process_killed(self, name: str) -> None:
        """One of a web host's processes, in the middle of what it answers; its parent begins another."""
        begun = time.time()
        os.kill(random.choice(children(self.cluster.running[name].pid)), signal.SIGKILL)
        self.until_served("web process lost", begun)

    def worker_killed(self) -> None:
        """(b) A worker's power goes while it prints; the other goes on."""
        found: list[str] = []
        wait_until(lambda: found.extend(self.printing()) or found, 2 * PATIENCE, "nothing is printed", 0.2)
        self.kills += 1
        self.cluster.workers[found[0]].kill()
        self.cluster.start_worker(found[0])

    def printing(self) -> list[str]:
        """The workers that have begun what is being printed now."""
        jobs = [job for (job,) in self.cluster.primary.asked(PRINTING)]
        logs = {name: self.cluster.running[name].log.read_text() for name in self.cluster.workers}
        return [name for job in jobs for name, said in logs.items() if f"print_items[{job}]" in said]

    def replica_cut_off(self, meanwhile=lambda: None) -> None:
        """(c) Its wire is pulled: acts wait; the operator's one command lets them go on; it comes back and is waited for."""
        cluster, begun = self.cluster, time.time()
        cluster.replica.host.unplug()
        meanwhile()
        said = time.time()
        cluster.primary.steer("alone")
        self.until_served("replica cut off, from the operator's word", said)
        self.spans[-1] = (*self.spans[-1][:1], begun, time.time())
        cluster.replica.host.plug()
        cluster.primary.pair()

    def primary_lost(self) -> None:
        """(d) The primary's power and wire go; the replica is promoted; the old one may not serve and is led back."""
        cluster, begun = self.cluster, time.time()
        old, self.losses = cluster.primary, self.losses + 1
        old.host.kill()
        old.host.unplug()
        cluster.fail_over()
        self.until_served("primary lost, until served by the other", begun)
        wait_until(
            lambda: all(cluster.answers(name) for name in cluster.webs),
            PATIENCE,
            "a web host does not follow",
        )
        wait_until(cluster.work_is_done, PATIENCE, "a worker does not follow")
        self.note("primary lost, until every host had followed", begun)
        old.host.plug()
        guarded = old.steer("guard", check=False)
        assert (guarded.returncode, "is the primary" in guarded.stderr) == (1, True), guarded.stderr
        old.rewind(cluster.primary)
        cluster.primary.pair()
        assert old.asked("select pg_is_in_recovery()", name="postgres") == [(True,)]

    def rolled(self) -> None:
        """(e) Everything ended in order and begun again one by one, as an upgrade does; people notice nothing."""
        cluster, begun = self.cluster, time.time()
        for name in cluster.webs:
            cluster.running[name].end()
            cluster.start_web(name)
            wait_until(lambda name=name: cluster.answers(name), PATIENCE, f"{name} does not come back")
            time.sleep(6)  # the balancer asks a host again that it had left out
        for name in cluster.workers:
            cluster.running[name].end(90)
            cluster.start_worker(name)
        cluster.running["balancer"].send(1)  # nginx: reload
        self.until_served("rolling restart", begun)
