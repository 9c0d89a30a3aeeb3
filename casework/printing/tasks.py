"""The jobs. Their arguments are keys alone: what they need is read under the scope of who asked."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext, RetryDecision, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, JobAborted
from procrastinate.jobs import Job
from procrastinate.types import JSONDict

from casework.models import Posting, PrintRun

QUEUE = "papers"
CHUNK = 20  # papers of a job: what two workers share a run by


class Patience(RetryStrategy):
    """A job that its worker's stop interrupted goes on with the next worker, as often as that happens."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, JobAborted):
            return RetryDecision(retry_in={"seconds": 0})
        return super().get_retry_decision(exception=exception, job=job)


RETRY = Patience(max_attempts=3, exponential_wait=5)  # after 5, 25 and 125 seconds
KEPT = timedelta(days=7)  # how long the files of a run are kept


def defer_run(run: PrintRun, count: int) -> None:
    """A job for each chunk of the run, in the running transaction."""
    jobs: list[JSONDict] = [
        {"run": run.pk, "posting": run.posting_id, "first": first} for first in range(1, count + 1, CHUNK)
    ]
    print_items.configure().batch_defer(*jobs)


def defer_papers(paper_pks: list[int], posting_pk: int) -> None:
    """Make the bytes of papers that an act has just frozen, one job each, in its transaction; one query."""
    jobs: list[JSONDict] = [{"paper": pk, "posting": posting_pk} for pk in paper_pks]
    if jobs:
        make_paper.configure().batch_defer(*jobs)


def defer_paper(paper_pk: int, posting_pk: int, *, seconds: int) -> None:
    """Try a paper again after some seconds; once, however often it is asked."""
    when = timezone.now() + timedelta(seconds=seconds)
    job = make_paper.configure(queueing_lock=f"paper-{paper_pk}", schedule_at=when)
    try:
        with transaction.atomic():
            job.defer(paper=paper_pk, posting=posting_pk)
    except AlreadyEnqueued:
        return


@app.task(name="print_items", queue=QUEUE, retry=RETRY, pass_context=True)
def print_items(context: JobContext, *, run: int, posting: int, first: int) -> None:
    """One chunk of a run; whoever ends the last chunk defers the files."""
    from casework.printing import work  # brings the press, which the web needs for single papers only

    with work.told_at_last(run, posting, is_last=_is_last(context)):
        if work.print_chunk(run, posting, range(first, first + CHUNK), stops=context.should_abort):
            bind_files.defer(run=run, posting=posting)


@app.task(name="bind_files", queue=QUEUE, priority=1, retry=RETRY, pass_context=True)
def bind_files(context: JobContext, *, run: int, posting: int) -> None:
    from casework.printing import work

    with work.told_at_last(run, posting, is_last=_is_last(context)):
        work.bind(run, posting)


class NotMade(Exception):
    """The paper's bytes could not be made; the press has said why. The job is tried again."""


@app.task(name="make_paper", queue=QUEUE, priority=2, retry=RETRY)
def make_paper(*, paper: int, posting: int) -> None:
    """The bytes of one frozen paper, as whoever issued it, also after a transfer: the act stands."""
    from casework.paper_desk import make_bytes
    from casework.printing.work import actor_of

    if not make_bytes(paper, actor_of(Posting.objects.with_office().get(pk=posting))):
        raise NotMade(f"paper {paper}")


@app.periodic(cron="*/5 * * * *")
@app.task(name="catch_up", queue=QUEUE, queueing_lock="catch_up", pass_context=False)
def catch_up(timestamp: int) -> None:
    """Papers whose web process died between the act and the rendering."""
    from casework.printing import upkeep

    upkeep.make_missing_papers()


@app.periodic(cron="20 18 * * *")  # the library counts in UTC: 03:20 here
@app.task(name="tidy", queue=QUEUE, queueing_lock="tidy", pass_context=False)
async def tidy(timestamp: int) -> None:
    """Nightly: files past their days, runs that never ended, jobs that are long over."""
    from asgiref.sync import sync_to_async

    from casework.printing import upkeep

    await sync_to_async(upkeep.tidy)(KEPT)
    await app.job_manager.delete_old_jobs(nb_hours=24 * 7, include_failed=True, include_cancelled=True)


def _is_last(context: JobContext) -> bool:
    """Whether no further attempt follows a failure of this one."""
    return context.job.attempts >= (RETRY.max_attempts or 0)
