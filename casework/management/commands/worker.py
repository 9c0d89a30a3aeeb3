"""The second process: works on jobs until it is told to stop (SIGTERM), and takes over those of a worker that died."""

import asyncio
import logging
import signal
import threading
from contextlib import suppress
from typing import Any

from asgiref.sync import sync_to_async
from django.core.management.base import BaseCommand
from procrastinate import App
from procrastinate.app import WorkerOptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from casework.press import press
from casework.printing.tasks import QUEUE
from casework.printing.upkeep import BEATS, SILENT
from casework.printing.work import give_up

logger = logging.getLogger(__name__)
HOW: WorkerOptions = {
    "queues": [QUEUE], "concurrency": 1, "delete_jobs": "successful", "fetch_job_polling_interval": 2.0,
    "update_heartbeat_interval": BEATS.total_seconds(), "stalled_worker_timeout": SILENT.total_seconds(),
    "shutdown_graceful_timeout": 1.0,  # then the job is asked to stop after the paper it is at
    "install_signal_handlers": False,
}  # fmt: skip
MOST_RECOVERIES = 5  # of one job: what kills its worker each time is not begun for ever


class Command(BaseCommand):
    help = "裏で動く印刷の係。SIGTERMで、いまの仕事を終えてから止まる。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--until-idle", action="store_true", help="仕事がなくなったら終わる（試験と保守のため）"
        )

    def handle(self, *args, until_idle: bool, **options):
        for name in ("procrastinate", "casework.printing"):
            logging.getLogger(name).setLevel(logging.INFO)  # names of jobs and keys; never their content
        logging.getLogger("procrastinate.periodic").setLevel(logging.WARNING)
        press()  # the templates are read once
        patience, is_over = threading.Event(), False
        while not is_over:
            try:
                with app.replace_connector(DjangoConnector().get_worker_connector()) as worker:
                    is_over = asyncio.run(work(worker, wait=not until_idle))
            except ConnectorException:
                logger.warning("the database does not answer; trying again")
                patience.wait(5)


async def work(app: App, *, wait: bool) -> bool:
    """Work until told to stop, or with ``wait`` False until nothing is left; False when it ended for another reason."""
    told, over = asyncio.Event(), asyncio.Event()
    async with app.open_async():
        await recover(app)
        running = asyncio.create_task(app.run_worker_async(wait=wait, **HOW))
        watch = asyncio.create_task(_watch(app, over))

        def stop() -> None:
            told.set()
            running.cancel()  # it ends the job first

        for each in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(each, stop)
        try:
            with suppress(asyncio.CancelledError):
                await running
        finally:
            over.set()
            await watch
    return told.is_set() or not wait


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


async def _watch(app: App, over: asyncio.Event) -> None:
    """Take over the jobs of silent workers for as long as this one lives."""
    while not over.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), SILENT.total_seconds() / 4)
        with suppress(ConnectorException):  # the worker itself finds out, and begins anew
            await recover(app)
