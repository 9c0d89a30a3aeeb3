"""A copy is made in one transaction: every row rewritten, what is nobody's training deleted, the history sealed anew."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone
from PIL import Image

from casework import chain
from casework.models import (
    ActKey,
    Anchor,
    Attachment,
    ChainHead,
    ImportBatch,
    IssuedPaper,
    LogInSession,
    Mark,
    Posting,
    PrintFile,
    PrintItem,
    PrintRun,
    ReadLog,
    SavedFilter,
    SecondFactorReset,
    SharedCount,
    Staff,
    StateChange,
    Station,
    StoredFile,
    VerificationRun,
)
from casework.models.base import BATCH
from casework.models.history import digest
from casework.printing.tasks import defer_papers
from casework.proof import verification
from casework.retention.kinds import GONE
from casework.training_copy.columns import by_key, concrete_models, plan_of
from casework.training_copy.invented import Invented
from casework.training_copy.rows import rewrite
from casework.training_copy.sorts import Sort, fitting
from casework.training_copy.structures import Structures, plain_words
from casework.typefaces import missing_in
from casework.walls.switched_off import without_triggers

# ruff: noqa: S608 - the SQL below is composed of our own models' names
Tell = Callable[[str], None]
DELETED = (  # who looked, who was logged in, what was asked for twice, what proved the serving register
    ActKey, Anchor, LogInSession, Mark, PrintFile, PrintItem, PrintRun, ReadLog, SavedFilter, SecondFactorReset, SharedCount, VerificationRun,
)  # fmt: skip
SEALED = f"""
update {StateChange._meta.db_table} change
set payload_digest = sealed.payload_digest, previous_hash = sealed.previous_hash, hash = sealed.hash
from sealed where sealed.id = change.id
"""
KEPT_OF_OTHERS = {"auth", "contenttypes"}  # Django's own; of every other package all rows go


class Unsound(Exception):
    """The copy would not be whole; nothing was changed. A sentence."""


@transaction.atomic
def make(secret: bytes, tell: Tell = lambda words: None) -> int:
    """Rewrite the database of this connection, the owner's. Returns the number of history rows. Raises Unsound."""
    invented = Invented(secret)
    invented.learn(GONE, GONE)
    concrete = concrete_models()
    with without_triggers(model._meta.db_table for model in concrete):
        _delete()
        plain = plain_words()
        for model in concrete:
            _rewrite_words(model, invented)
        tell(f"{len(invented.known)} texts invented")
        structures = Structures(invented, by_key(), plain)
        for model in concrete:
            _rewrite_structures(model, structures)
        tell("structures rewritten")
        _empty_files()
        count = _seal_anew()
        tell(f"{count} history rows sealed")
    _prove()
    tell(f"{_print_anew()} papers for the worker")
    return count


def _delete() -> None:
    """What is nobody's training, and every row of other packages (log-in, administration, jobs)."""
    ours = set(concrete_models())
    theirs = [
        m
        for m in apps.get_models()
        if m not in ours and not m._meta.proxy and m._meta.app_label not in KEPT_OF_OTHERS
    ]
    emptied: list[type[models.Model]] = [*DELETED, *theirs]
    names = ", ".join(sorted(f'"{model._meta.db_table}"' for model in emptied))
    with connection.cursor() as cursor:
        cursor.execute(f"truncate {names}")


# --- words -------------------------------------------------------------------------------------------------------


def _rewrite_words(model: type[models.Model], invented: Invented) -> None:
    plan = {name: sort for name, sort in plan_of(model).items() if not _is_structure(model, name)}

    def changed(row) -> dict[str, Any]:
        if model is Staff:
            invented.ranks.add(row.rank)
        return {name: _word(invented, row, name, sort) for name, sort in plan.items()}

    rewrite(model, list(plan), changed)


def _word(invented: Invented, row, name: str, sort: Sort) -> Any:
    value = getattr(row, name)
    if isinstance(value, date):
        return invented.day(value)
    return fitting(sort(invented, value, row), row._meta.get_field(name).max_length) if value else value


def _is_structure(model: type[models.Model], name: str) -> bool:
    field = model._meta.get_field(name)
    return isinstance(field, models.JSONField) or field.get_internal_type() == "ArrayField"


def _rewrite_structures(model: type[models.Model], structures: Structures) -> None:
    plan = [(name, sort) for name, sort in plan_of(model).items() if _is_structure(model, name)]

    def changed(row) -> dict[str, Any]:
        made = {name: structures.column(row, name, sort) for name, sort in plan}
        if model is IssuedPaper:
            made["missing"] = "".join(missing_in(made["values"]))[:200]
        return made

    names = [name for name, _ in plan]
    rewrite(model, [*names, "missing"] if model is IssuedPaper else names, changed)


# --- bytes, history ------------------------------------------------------------------------------------------------


def _empty_files() -> None:
    """A blank picture for every attachment; papers and notices are printed anew."""
    IssuedPaper.objects.update(file=None)
    blank = io.BytesIO()
    Image.new("L", (210, 297), 255).save(blank, "PNG", optimize=True)
    kept = []
    for station in Station.objects.filter(pk__in=Attachment.objects.values("station")):
        file = StoredFile.keep(station, blank.getvalue(), "image/png")
        Attachment.objects.filter(station=station).update(file=file)
        kept.append(file.pk)
    StoredFile.objects.exclude(pk__in=kept).delete()
    ImportBatch.objects.update(content=b"", sha256="")
    for model in concrete_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.BinaryField) and field.null:
                model._base_manager.update(**{field.name: None})


def _seal_anew() -> int:
    """The chain over the rewritten rows, under the key of this process; the numbers of the rows stay."""
    count, last_hash = 0, ""
    rows = StateChange.objects.select_related("payload").order_by("seq")
    with connection.cursor() as cursor:
        cursor.execute(
            "create temporary table sealed (id bigint, payload_digest text, previous_hash text, hash text)"
        )
        while batch := list(rows.filter(seq__gt=count)[:BATCH]):
            with cursor.copy("copy sealed from stdin") as copy:
                for row in batch:
                    content = row.payload.content if hasattr(row, "payload") else None
                    row.payload_digest, row.previous_hash = digest(content or {}), last_hash
                    last_hash = row.hash = row.sealed()
                    copy.write_row([row.pk, row.payload_digest, row.previous_hash, row.hash])
            count = batch[-1].seq
        cursor.execute(SEALED)
        cursor.execute("drop table sealed")
    ChainHead.objects.update(count=count, last_hash=last_hash)
    return count


def _prove() -> None:
    with connection.cursor() as cursor:
        verdict, looked = chain.verify(cursor), verification.keys(cursor)
    for fault in [verdict.fault, *looked.faults]:
        if fault:
            raise Unsound(fault)


def _print_anew() -> int:
    """A job for every paper, as somebody of its station; of a station where nobody is posted its papers wait for their page."""
    count, today = 0, timezone.localdate()
    postings = Posting.objects.on(today).exclude(post__station=None).order_by("post__station", "pk")
    for station, posting in postings.distinct("post__station").values_list("post__station", "pk"):
        papers = list(IssuedPaper.objects.filter(station=station).values_list("pk", flat=True))
        defer_papers(papers, posting)
        count += len(papers)
    return count
