"""The second process: works on jobs until it is told to stop (SIGTERM), and takes over those of a worker that died."""

import asyncio
import logging
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Any

from asgiref.sync import sync_to_async
from django.core.management.base import BaseCommand
from procrastinate import App
from procrastinate.app import WorkerOptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status
from psycopg_pool import PoolTimeout

from casework.notices import tasks as notices
from casework.press import press
from casework.printing.tasks import QUEUE
from casework.printing.upkeep import BEATS, SILENT
from casework.printing.work import give_up
from casework.watch import starting

logger = logging.getLogger(__name__)
HOW: WorkerOptions = {
    "queues": [QUEUE, notices.QUEUE], "concurrency": 1, "delete_jobs": "successful", "fetch_job_polling_interval": 2.0,
    "update_heartbeat_interval": BEATS.total_seconds(), "stalled_worker_timeout": SILENT.total_seconds(),
    "shutdown_graceful_timeout": 1.0,  # then the job is asked to stop after the paper it is at
    "install_signal_handlers": False,
}  # fmt: skip
MOST_MEMORY = int(
    os.environ.get("WORKER_MEMORY_MB", "600")
)  # the PDF library's memory grows by some 0.1 MB a paper
MOST_RECOVERIES = 5  # of one job: what kills its worker each time is not begun for ever


class Ending(Enum):
    """Why a worker stopped."""

    TOLD = "told, or nothing was left to do"
    GROWN = "grown beyond its memory: it begins anew, under its own number"
    LOST = "the database went away"


class Command(BaseCommand):
    help = "裏で動く係（印刷とお知らせ）。SIGTERMで、いまの仕事を終えてから止まる。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--until-idle", action="store_true", help="仕事がなくなったら終わる（試験と保守のため）"
        )

    def handle(self, *args, until_idle: bool, **options):
        for name in ("procrastinate", "casework.printing", "casework.notices", "casework.proof"):
            logging.getLogger(name).setLevel(logging.INFO)  # names of jobs and keys; never their content
        logging.getLogger("procrastinate.periodic").setLevel(logging.WARNING)
        starting.refuse()
        press()  # the templates are read once
        patience, ending = threading.Event(), Ending.LOST
        while ending is Ending.LOST:
            try:
                with app.replace_connector(DjangoConnector().get_worker_connector()) as worker:
                    ending = asyncio.run(work(worker, wait=not until_idle))
            except (ConnectorException, PoolTimeout):  # gone, or not there yet
                logger.warning("the database does not answer; trying again")
                patience.wait(5)
        if ending is Ending.GROWN:
            logger.info("beginning anew at %s MB", resident())
            os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 - itself, with its own arguments


def resident() -> int:
    """Megabytes of memory in use."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 2**20


async def work(app: App, *, wait: bool) -> Ending:
    """Work until told to stop, or with ``wait`` False until nothing is left."""
    told, grown, over = asyncio.Event(), asyncio.Event(), asyncio.Event()
    async with app.open_async():
        await recover(app)
        running = asyncio.create_task(app.run_worker_async(wait=wait, **HOW))

        def stop(why: asyncio.Event = told) -> None:
            why.set()
            running.cancel()  # it ends the job first

        watch = asyncio.create_task(_watch(app, over, lambda: stop(grown)))

        for each in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(each, stop)
        try:
            with suppress(asyncio.CancelledError):
                await running
        finally:
            over.set()
            await watch
    if told.is_set() or (not wait and not grown.is_set()):
        return Ending.TOLD
    return Ending.GROWN if grown.is_set() else Ending.LOST


async def recover(app: App) -> int:
    """Begin again what a worker left behind that has fallen silent; how many jobs."""
    silent = SILENT.total_seconds()
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent))
    for job in stalled:
        if job.attempts >= MOST_RECOVERIES:
            await app.job_manager.finish_job(job=job, status=Status.FAILED, delete_job=False)
            keys: dict[str, Any] = job.task_kwargs
            if "run" in keys:
                await sync_to_async(give_up)(keys["run"], keys["posting"])
        else:
            await app.job_manager.retry_job(job)
        logger.warning("job %s of a silent worker is taken over", job.id)
    return len(stalled)


async def _watch(app: App, over: asyncio.Event, renew: Callable[[], None]) -> None:
    """Take over the jobs of silent workers for as long as this one lives, and see that it does not grow too large."""
    while not over.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), SILENT.total_seconds() / 4)
        if resident() > MOST_MEMORY:
            renew()
            return
        with suppress(ConnectorException):  # the worker itself finds out, and begins anew
            await recover(app)
