"""P15: pages and transitions a second with two web processes against one. Its other half, bulk print, is not measured yet.

What asks runs on the same machine and so does PostgreSQL: on two cores they take their part of what a second process could have.
The processors that were busy are printed beside each ratio, because a machine without an idle core has nothing to give to a second process.
"""

import statistics
import uuid
from collections.abc import Iterator
from pathlib import Path

from benchmarks.goals import Result
from benchmarks.served import Clicker, throughput, web

RUNS, SECONDS, BROWSERS = 15, 4.0, 6
TARGET = 1.7


def measure() -> Result:
    from benchmarks.generated import Generated

    with Generated(1).copied() as data:
        found = [of_pages("list", lists(data)), of_pages("transition", transitions(data))]
    worst = min(found)
    return Result("P15", worst, TARGET, worst >= TARGET, RUNS)


def busy() -> tuple[float, float]:
    """Seconds of all cores: busy, and altogether."""
    numbers = [int(each) for each in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    return sum(numbers) - numbers[3] - numbers[4], sum(numbers)


def of_pages(name: str, clickers: list[Clicker]) -> float:
    """Median answers a second of two processes / of one; windows in turn."""
    with web(1) as one, web(2) as two:
        for port in (one, two):
            throughput(port, clickers, SECONDS)
        windows: dict[int, list[float]] = {one: [], two: []}
        shares: dict[int, list[float]] = {one: [], two: []}
        for _ in range(RUNS):
            for port in (one, two):
                before = busy()
                windows[port].append(throughput(port, clickers, SECONDS))
                after = busy()
                shares[port].append((after[0] - before[0]) / (after[1] - before[1]))
    single, double = statistics.median(windows[one]), statistics.median(windows[two])
    print(
        f"{name}: {single:.1f} a second with one web process ({statistics.median(shares[one]):.0%} of the cores busy), "
        f"{double:.1f} with two ({statistics.median(shares[two]):.0%}): {double / single:.2f}"
    )
    return double / single


def clerks() -> list:
    """One of each station, with a colleague at the same desk."""
    from casework.models import Actor, Posting

    held = Posting.objects.with_office().filter(post__role="station_clerk").order_by("post__station", "pk")
    found: dict = {}
    for posting in held:
        found.setdefault(posting.post.station_id, []).append(Actor.of(posting))
    return [pair for pair in found.values() if len(pair) > 1]


def lists(data) -> list[Clicker]:
    from django.db import transaction

    from benchmarks.generated import see_all
    from tests.factories.served import session_of

    def pages() -> Iterator[tuple[str, str, None]]:
        while True:
            yield "GET", "/cases/", None

    with transaction.atomic():
        see_all()
        return [Clicker(session_of(pair[0]), pages(), 200) for pair in clerks()[:BROWSERS]]


def transitions(data) -> list[Clicker]:
    """Cases handed from one clerk to the other and back: an act with its lock, its guards, its history and its notice."""
    from django.db import transaction

    from benchmarks.generated import see_all
    from blue_patrol.models import Application
    from tests.factories.served import session_of

    with transaction.atomic():
        see_all()
        made = []
        for mine, other in [pair[:2] for pair in clerks()[:BROWSERS]]:
            case = Application.objects.filter(station=mine.station).open().latest("pk")
            made.append(Clicker(session_of(mine), to_and_fro(case, mine, other), 302))
        return made


def to_and_fro(case, mine, other) -> Iterator[tuple[str, str, dict]]:
    people = [mine.staff.pk, other.staff.pk]
    turn = int(case.handler_id == mine.staff.pk)
    while True:
        form = {"to": people[turn % 2], "note": "", "act_key": str(uuid.uuid4())}
        yield "POST", f"/cases/{case.pk}/handler/", form
        turn += 1
