"""What the worker does for a run: one paper a transaction, so that a kill loses one paper's work and no result.

Every transaction has the scope of the posting that asked, and asks first whether the run still goes on.
"""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.utils import timezone
from procrastinate.exceptions import JobAborted
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from casework.models import Actor, IssuedPaper, Output, Posting, PrintFile, PrintItem, PrintRun, StoredFile
from casework.paper_desk import make_bytes
from casework.printing import sources
from casework.printing.merging import merged
from casework.scope import scope_of

logger = logging.getLogger(__name__)

VOLUME = {Output.ONE: 300, Output.EACH: 100}  # papers of a file: what bounds the memory of a run of any size
MOST_TRIES = 3
NOT_MADE = "作成できませんでした。事案の画面の「書類」で作り直すか、システム管理者へ知らせてください。"
UNREADABLE = "保存した書類を読めません。システム管理者へ知らせてください。"
VOIDED = "頼んだ後に、無効になりました。"
NO_LONGER_POSTED = "頼んだ人が、この職でなくなったので、印刷をやめました。"
STOPPED = "続けて失敗したので、途中でやめました。システム管理者へ知らせてください。"


def actor_of(posting: Posting) -> Actor:
    return Actor.of(posting, request_id="worker")


@contextmanager
def _run(run_pk: int, posting_pk: int, *, lock: bool = False) -> Iterator[PrintRun | None]:
    """The run in a transaction under the scope of who asked; None where it is over, or its actor no longer holds the post."""
    posting = Posting.objects.with_office().get(pk=posting_pk)
    with scope_of(actor_of(posting)):
        runs = PrintRun.objects.filter(posting=posting)
        run = (runs.select_for_update() if lock else runs).get(pk=run_pk)
        if not run.is_over and not _may_still(run, posting):
            _end(run_pk, NO_LONGER_POSTED)
            run.ended_on = timezone.now()
        yield None if run.is_over else run


def _may_still(run: PrintRun, posting: Posting) -> bool:
    source, actor = sources.get(run.source), actor_of(posting)
    holds = Posting.objects.on(timezone.localdate()).filter(pk=posting.pk).exists() and actor.staff.is_active
    return bool(holds and source and actor.may(source.permission))


def _end(run_pk: int, trouble: str = "") -> None:
    open_runs = PrintRun.objects.filter(pk=run_pk).unfinished()
    open_runs.update(ended_on=timezone.now(), trouble=trouble)


@contextmanager
def told_at_last(run_pk: int, posting_pk: int, *, is_last: bool) -> Iterator[None]:
    """When the last attempt of a job fails, its run ends with a sentence."""
    failed = True
    try:
        yield
        failed = False
    except JobAborted:
        failed = False  # the next worker goes on with it
        raise
    finally:
        if is_last and failed:
            give_up(run_pk, posting_pk)


def give_up(run_pk: int, posting_pk: int) -> None:
    with scope_of(actor_of(Posting.objects.with_office().get(pk=posting_pk))):
        _end(run_pk, STOPPED)


# --- the papers ----------------------------------------------------------------------------------------------------


def print_chunk(
    run_pk: int, posting_pk: int, places: range, *, stops: Callable[[], bool] = lambda: False
) -> bool:
    """Make every waiting paper of these places; True when no paper of the run waits any more and files are to follow.

    Raises JobAborted between two papers once ``stops`` says so: the worker is told to end.
    """
    while item := _take(run_pk, posting_pk, places):
        _make(run_pk, posting_pk, item)
        if stops():
            raise JobAborted
    with _run(
        run_pk, posting_pk, lock=True
    ) as run:  # of two who end at once, the second sees the first's results
        return run is not None and not run.items.waiting().exists()


def _take(run_pk: int, posting_pk: int, places: range) -> int | None:
    """The next paper of the chunk, its try counted before it begins: what kills the worker is not tried for ever."""
    with _run(run_pk, posting_pk) as run:
        if run is None:
            return None
        if run.started_on is None:
            PrintRun.objects.filter(pk=run_pk, started_on=None).update(started_on=timezone.now())
        mine = run.items.waiting().filter(place__gte=places.start, place__lt=places.stop)
        item = mine.select_for_update(skip_locked=True).order_by("place").first()
        if item is None:
            return None
        item.tries += 1
        item.save(update_fields=["tries"])
        return item.pk


def _make(run_pk: int, posting_pk: int, item_pk: int) -> None:
    """The bytes of one paper, if it has none yet, and its result."""
    with _run(run_pk, posting_pk) as run:
        if run is None:
            return
        item = (
            run.items.waiting().select_for_update(of=("self",), skip_locked=True).filter(pk=item_pk).first()
        )
        if item is None:  # another worker has it
            return
        item.pages, item.failure = _result(item, run)
        item.save(update_fields=["pages", "failure"])


def _result(item: PrintItem, run: PrintRun) -> tuple[int | None, str]:
    """(pages, "") or (None, why not)."""
    if item.tries > MOST_TRIES:
        return None, NOT_MADE
    if item.paper.voided_on:
        return None, VOIDED
    if not make_bytes(item.paper_id, actor_of(run.posting)):
        return None, NOT_MADE
    made = IssuedPaper.objects.filter(pk=item.paper_id).values_list("file__content", flat=True)
    try:
        return len(PdfReader(io.BytesIO(made.get())).pages), ""
    except PyPdfError:
        return None, UNREADABLE


# --- the files -----------------------------------------------------------------------------------------------------


def bind(run_pk: int, posting_pk: int) -> None:
    """The files of a run whose papers are made; what is there already stays. Ends the run."""
    with _run(run_pk, posting_pk) as run:
        if run is None:
            return
        places = list(run.items.printed().values_list("pk", flat=True))
    size = VOLUME[Output(run.output)]
    volumes = [places[start : start + size] for start in range(0, len(places), size)]
    for number, keys in enumerate(volumes, 1):
        with _run(run_pk, posting_pk) as run:
            if run is None:
                return
            if not run.files.filter(number=number).exists():
                PrintFile.objects.bulk_create([_file(run, number, len(volumes), keys)], ignore_conflicts=True)
    with _run(run_pk, posting_pk, lock=True) as run:
        if run is not None:
            _end(run_pk)


def _file(run: PrintRun, number: int, of: int, keys: Sequence[int]) -> PrintFile:
    items = run.items.filter(pk__in=keys).select_related("paper").defer("paper__values")
    contents = _contents(items)
    is_one = run.output == Output.ONE
    content = merged(content for _, content in contents) if is_one else _zipped(contents)
    volume = f" {number}／{of}" if of > 1 else ""
    return PrintFile(
        prefecture_id=run.prefecture_id, stations=run.stations, run=run, number=number,
        name=f"まとめて印刷 {run.pk}{volume}.{'pdf' if is_one else 'zip'}", media_type="application/pdf" if is_one else "application/zip",
        pages=sum(item.pages or 0 for item in items), papers=len(items), size=len(content), content=content,
    )  # fmt: skip


def _contents(items: Any) -> Iterator[tuple[PrintItem, bytes]]:
    """The kept bytes, one paper in memory at a time."""
    for item in items:
        yield item, bytes(StoredFile.objects.values_list("content", flat=True).get(pk=item.paper.file_id))


def _zipped(contents: Iterator[tuple[PrintItem, bytes]]) -> bytes:
    """The kept bytes themselves, named by their place and paper."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for item, content in contents:
            archive.writestr(f"{item.place:04} {item.paper}.pdf", content)
    return out.getvalue()
