"""P15: pages and transitions a second with two web processes against one, papers a second with two workers against one.

What asks runs on the same machine and so does PostgreSQL: on two cores they take their part of what a second process could have.
The processors that were busy are printed beside each ratio, because a machine without an idle core has nothing to give to a second process.
"""

import statistics
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.goals import Result
from benchmarks.served import Clicker, environment, running, throughput, wait_until, web

RUNS, SECONDS, BROWSERS = 15, 4.0, 6
PRINTS, PAPERS = 5, 90
TARGET = 1.7


def measure() -> Result:
    from benchmarks.generated import Generated

    with Generated(1).copied() as data:
        found = [of_pages("list", lists(data)), of_pages("transition", transitions(data)), of_prints(data)]
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


def of_prints(data) -> float:
    """Median papers a second of a run of まとめて印刷 with two workers / with one; in turn, the same certificates each time."""
    papers, clerk = certificates(data)
    speeds: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(PRINTS):
        for workers, found in speeds.items():
            take_bytes_away(data, papers)
            with ExitStack() as stack:
                command = [sys.executable, "manage.py", "worker"]
                for _ in range(workers):
                    stack.enter_context(running(command, environment()))
                wait_until(lambda workers=workers: alive() == workers)
                found.append(len(papers) / printed(papers, clerk))
            wait_until(lambda: alive() == 0)
    single, double = statistics.median(speeds[1]), statistics.median(speeds[2])
    print(
        f"print: {single:.1f} certificates a second with one worker, {double:.1f} with two: {double / single:.2f}"
    )
    return double / single


def certificates(data) -> tuple[list, Any]:
    """The newest, and who prints them at headquarters."""
    from django.db import transaction

    from benchmarks.generated import see_all
    from casework.models import IssuedPaper

    with transaction.atomic():
        see_all()
        found = IssuedPaper.objects.valid().filter(form="5", mode="filled").order_by("-pk").defer("values")
        return list(found[:PAPERS]), data.actors["hq_clerk 係"]


def take_bytes_away(data, papers: list) -> None:
    """As if they had been decided a moment ago; only the owner can, with the triggers off."""
    from django.db import connection

    with data.owned(), connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute("update casework_issuedpaper set file_id = null where id = any(%s)", [[paper.pk for paper in papers]])  # fmt: skip


def alive() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_workers where last_heartbeat > now() - interval '8 seconds'")  # fmt: skip
        return cursor.fetchone()[0]


def printed(papers: list, clerk) -> float:
    """Seconds from the order until its file can be opened."""
    from casework.models import PrintRun
    from casework.printing.desk import ask
    from casework.scope import scope_of

    with scope_of(clerk):
        begun = time.perf_counter()
        run = ask(papers, by=clerk, source="cases", title="P15", output="one")

    def has_ended() -> bool:
        with scope_of(clerk):
            ended_on, trouble = PrintRun.objects.values_list("ended_on", "trouble").get(pk=run.pk)
        assert not trouble, trouble
        return ended_on is not None

    wait_until(has_ended, 300, 0.05)
    return time.perf_counter() - begun
