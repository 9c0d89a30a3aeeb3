"""How all goals measure: both sides in turn, medians, the first run of each thrown away."""

import statistics
import time
from collections.abc import Callable

Work = Callable[[], object]


def timed(work: Work) -> float:
    """Seconds of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_turn(*sides: Work, runs: int) -> tuple[float, ...]:
    """The median seconds of each side, run one after the other so that a slow minute is slow for all."""
    taken = [[timed(side) for side in sides] for _ in range(runs + 1)][1:]
    return tuple(statistics.median(each) for each in zip(*taken, strict=True))
