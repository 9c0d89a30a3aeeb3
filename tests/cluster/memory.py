"""What the serving processes hold over time: the memory of web hosts and workers, asked beside everything else."""

import statistics
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.cluster.serving import Cluster

EVERY = 10.0  # seconds
MEGA = 1024


def held_by(pid: int) -> int:
    """KB of one process, what it shares with others taken in part; nothing of one that has gone."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0
    return next((int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:")), 0)


@dataclass
class Memory:
    """``seen``: (second, MB) of all processes of the web hosts and workers together."""

    cluster: Cluster
    seen: list[tuple[float, float]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Memory":
        self.watching = threading.Thread(target=self.watch)
        self.watching.start()
        return self

    def __exit__(self, *args) -> None:
        self.over.set()
        self.watching.join()

    def watch(self) -> None:
        hosts = (*self.cluster.webs.values(), *self.cluster.workers.values())
        while not self.over.wait(EVERY):
            pids = [pid for host in hosts for pid in host.processes()]
            self.seen.append((time.monotonic(), sum(map(held_by, pids)) / MEGA))

    def settled(self) -> list[tuple[float, float]]:
        """Without the first quarter, in which every process reads what it keeps."""
        return self.seen[len(self.seen) // 4 :]

    def an_hour(self) -> tuple[float, float]:
        """MB held in the middle, and MB that an hour adds by the line that fits best."""
        seconds, held = zip(*self.settled(), strict=True)
        return statistics.median(held), statistics.linear_regression(seconds, held).slope * 3600
