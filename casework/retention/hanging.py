"""What hangs on a case of any machine: payloads, attachments, papers and their bytes, comments, notices, clocks, reasons."""

from casework.models import (
    Attachment,
    ChangePayload,
    Comment,
    Deadline,
    ImportBatch,
    IssuedPaper,
    Notice,
    ReturnReason,
    StoredFile,
)
from casework.retention.kinds import GONE, Blank, quoted

# ruff: noqa: S608 - composed of this file's own constants
AUTHOR = ("staff_name", "post_name")
EMPTY_PAPER = "'{\"disposed\": true}'"


def hanging(label: str = "$2", keys: str = "select $1::bigint") -> tuple[Blank, ...]:
    """``label`` and ``keys``: SQL of the cases, a text and a query of keys."""
    of_case = f"case_label = {label} and case_pk in ({keys})"
    named = " union ".join(
        f"select file_id from {table} where {of_case}"
        for table in ("casework_attachment", "casework_issuedpaper")
    )
    kept = (
        "select 1 from casework_attachment a where a.file_id = casework_storedfile.id and a.name <> " + quoted(GONE),
        f"select 1 from casework_issuedpaper p where p.file_id = casework_storedfile.id and p.values <> {EMPTY_PAPER}",
    )  # fmt: skip
    unnamed = " and ".join(f"not exists ({query})" for query in kept)
    return (
        Blank(ChangePayload, f"change_id in (select id from casework_statechange where {of_case})"),
        Blank(Attachment, of_case),
        Blank(
            IssuedPaper, of_case, keep=("form", "title", "mode", "template_version"),
            sets=(("values", EMPTY_PAPER),),
        ),
        Blank(
            StoredFile, f"id in ({named}) and {unnamed}", keep=("media_type",), seen=f"id in ({named})",
            sets=(("sha256", "'disposed ' || id"), ("size", "0")),
        ),
        Blank(Comment, of_case, keep=AUTHOR),
        Blank(Notice, of_case, keep=("role", "duty", "level", "kind", "clause")),
        Blank(Deadline, of_case, keep=("kind", "clause", "title")),
        Blank(ReturnReason, of_case, keep=("source", "item")),
    )  # fmt: skip


def batches(table: str) -> tuple[Blank, ...]:
    """The file that was read: its bytes go with the last of the registrations that it was read for."""
    named = f"id = (select batch_id from {table} where id = $1)"
    last = (
        f"not exists (select 1 from {table} other where other.batch_id = casework_importbatch.id and other.id <> $1"
        " and not exists (select 1 from casework_disposallog l where l.object_label = $2 and l.object_pk = other.id))"
    )
    kept = ("kind", "sha256", "counts", "columns", "made")
    return (Blank(ImportBatch, f"{named} and {last}", keep=kept),)
