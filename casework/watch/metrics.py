"""Counts for Prometheus: requests by page, method and status over all processes, and what the tables say when asked.

Nothing is counted unless METRICS_FROM names somebody who may ask. Processes count in files of a folder; each holds a
slot of it, so that a process that takes the place of another goes on with its file.
"""

import fcntl
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import Error
from django.db.models import Count, Min, Q
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest, values
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from casework import clocks
from casework.models import Mark
from casework.notices.nightly import prefectures
from casework.printing import upkeep
from casework.scope import scope_of
from casework.watch import health

CONTENT_TYPE = CONTENT_TYPE_LATEST
FOLDER = Path(settings.METRICS_FOLDER)
BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15)
KEPT = 300  # seconds for which the clocks are not counted anew: they are many
_held: dict[int, tuple[int, int]] = {}  # process: (slot, its locked file)


def slot() -> int:
    """The lowest number that no living process holds; a killed one lets go of its own."""
    process = os.getpid()
    if process not in _held:
        for number in count():
            lock = os.open(FOLDER / f"slot-{number}.lock", os.O_CREAT | os.O_RDWR, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lock)
                continue
            _held[process] = (number, lock)
            break
    return _held[process][0]


FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(FOLDER)
values.ValueClass = values.MultiProcessValue(slot)
REQUESTS = Histogram(
    "casework_request_seconds", "Requests and how long they took", ["route", "method", "status"],
    buckets=BUCKETS, registry=None,
)  # fmt: skip


def observe(route: str, method: str, status: int, seconds: float) -> None:
    REQUESTS.labels(route, method if method in {"GET", "HEAD", "POST"} else "other", str(status)).observe(
        seconds
    )


def exposition() -> bytes:
    registry = CollectorRegistry()
    MultiProcessCollector(registry, str(FOLDER))
    registry.register(State())
    return generate_latest(registry)


class State:
    """What the tables say now; without a database only that it is away."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        failing = GaugeMetricFamily("casework_failing", "1: this check fails", labels=["check"])
        for finding in health.findings():
            failing.add_metric([finding.check.name], float(bool(finding.fault)))
        yield failing
        try:
            yield from self._tables()
        except Error:
            return

    def _tables(self) -> Iterator[GaugeMetricFamily]:
        now = timezone.now()
        open_jobs = Q(status__in=("todo", "doing"))
        jobs = GaugeMetricFamily("casework_jobs", "Jobs by state", labels=["status"])
        for status, number in ProcrastinateJob.objects.values_list("status").annotate(Count("pk")):
            jobs.add_metric([status], number)
        yield jobs
        waiting = ProcrastinateJob.objects.filter(
            open_jobs & (Q(scheduled_at=None) | Q(scheduled_at__lte=now))
        )
        deferred = ProcrastinateEvent.objects.filter(type="deferred", job__in=waiting).aggregate(Min("at"))[
            "at__min"
        ]
        yield _gauge(
            "casework_oldest_job_seconds", "Since the oldest open job was deferred", _age(deferred, now)
        )
        if (sign := upkeep.last_sign()) is not None:
            yield _gauge("casework_worker_silent_seconds", "Since a worker's last sign", _age(sign, now))
        since = GaugeMetricFamily(
            "casework_since_seconds", "Since the last one that went well", labels=["what"]
        )
        for mark in Mark.objects.filter(is_good=True):
            since.add_metric([mark.kind], _age(mark.at, now))
        yield since
        overdue = GaugeMetricFamily("casework_clocks_overdue", "Clocks past their day", labels=["kind"])
        for kind, number in (cache.get_or_set("metrics.overdue", _overdue, KEPT) or {}).items():
            overdue.add_metric([kind], number)
        yield overdue


def _overdue() -> dict[str, int]:
    """Every kind with its number, over all prefectures."""
    found = dict.fromkeys(clocks.kinds(), 0)
    today = timezone.localdate()
    for desk in prefectures():
        with scope_of(desk):  # type: ignore[arg-type]
            for kind, number in clocks.overdue(desk, today).items():
                found[kind] += number
    return found


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, value=value)


def _age(moment, now) -> float:
    return (now - moment).total_seconds() if moment else 0.0
