"""The people on their host: their plans, begun and ended, and what they have noted so far."""

import json
import time
from dataclasses import dataclass

from casework import wareki
from tests.cluster.examination import Told
from tests.cluster.room import PYTHON, Program, wait_until
from tests.cluster.serving import NAME, Cluster, variables


@dataclass
class Crowd:
    """``think``: seconds between two clicks of one person, on average; ``does``: of reading and of the four acts, the shares."""

    cluster: Cluster
    people: list[dict]
    think: float
    does: tuple[int, ...] = (70, 20, 3, 5, 2)
    running: Program | None = None

    def begin(self) -> None:
        client = self.cluster.client
        from django.utils import timezone  # settings are there only when a test runs

        plan = {
            "host": self.cluster.balancer.address, "name": NAME, "certificate": "/run/casework/tls.crt", "think": self.think, "does": self.does,
            "people": self.people, "day": wareki.format_long(timezone.localdate()),
        }  # fmt: skip
        (client.files / "run/casework/plan.json").write_text(json.dumps(plan))
        command = (PYTHON, "-m", "tests.cluster.users", "/run/casework/plan.json")
        self.running = client.start("people", *command, **variables())
        wait_until(lambda: self.told().of("up"), 60, "nobody came")

    def told(self) -> Told:
        assert self.running is not None
        assert self.running.lives or self.running.log.read_text().rstrip().endswith("}"), self.running.log.read_text()[-2000:]  # fmt: skip
        return Told.read(self.running.log)

    def until_more(self, acts: int, seconds: float = 120) -> None:
        """Until so many more acts are acknowledged."""
        before = len(self.told().done())
        wait_until(lambda: len(self.told().done()) >= before + acts, seconds, "nobody gets on", 0.3)

    def end(self) -> Told:
        """Everybody finishes what is begun; the notes of all."""
        assert self.running is not None
        answer = self.running.end(200)
        told = self.told()
        assert answer == 0, self.running.log.read_text()[-2000:]
        assert told.of("over")
        return told


def invite(cluster: Cluster, stations: int, people: int, *, decisions: int, prints: int, think: float, module: str = "work") -> Crowd:  # fmt: skip
    """Data and sessions for so many people, made on a worker's host as an import would be."""
    numbers = map(str, (stations, people, decisions, prints))
    host = cluster.workers["worker1"]
    made = host.run(PYTHON, "-m", f"tests.cluster.{module}", *numbers, seconds=1800, **variables())
    return Crowd(cluster, json.loads(made.stdout), think)


def settle(seconds: float) -> None:
    """Let people work."""
    time.sleep(seconds)
