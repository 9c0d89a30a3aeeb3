"""A file of an old ledger as the office keeps it: read, planned, registered as a whole, taken back as a whole."""

import hashlib
from datetime import date

from blue_patrol.models.certifications import Certification, Standing
from blue_patrol.models.registration.machine import Entered, Registration
from blue_patrol.models.registration.make import register
from blue_patrol.models.registration.plan import plan
from blue_patrol.models.registration.verdicts import Plan
from blue_patrol.rules.paper_file import FileReading, read_file
from casework import sheets
from casework.models import ImportBatch, Station
from casework.permissions import Reason
from casework.workflow import Refused, perform_all, refusals

ALREADY = "このファイルは、登録済みです。"
NOT_APPLIED = "このファイルは、まだ登録していません。"


def batches(actor):
    """What the office registered or is about to, newest first: files, and groups typed by hand (without content)."""
    rows = ImportBatch.objects.of(actor).filter(kind=ImportBatch.Kind.STANDING)
    return rows.defer("content").select_related("made_by", "undone_by")


def same_file(actor, content: bytes) -> ImportBatch | None:
    """The same bytes received before and not taken back; None for a new file."""
    digest = hashlib.sha256(content).hexdigest()
    return batches(actor).filter(sha256=digest, undone_on=None).exclude(content=b"").first()


def read(batch: ImportBatch, *, today: date, kana: str) -> FileReading:
    """The file's records with the columns as corrected; raises `sheets.UnreadableSheet`."""
    found = sheets.read(batch.file_name, bytes(batch.content))
    return read_file(found, batch.columns, today=today, kana=kana)


def plan_of(batch: ImportBatch, reading: FileReading) -> Plan:
    """What the records would become at the stations of the office that handed the file in."""
    stations = list(Station.objects.filter(pk__in=batch.stations).select_related("prefecture").order_by("pk"))
    standings = Certification.objects.filter(station__in=stations).exclude(state=Standing.VOID)
    reading.settle_numbers(standings.values_list("number", flat=True))
    return plan(reading, stations)


def hold(stations) -> None:
    """Registrations of one station come one after the other; without the keys, so that other acts go on meanwhile."""
    list(Station.objects.select_for_update(no_key=True).filter(pk__in=stations).order_by("pk"))


def apply(batch: ImportBatch, *, by, on: date, evidence: str, kana: str, seen: str) -> list[Registration]:
    """Register what is good in the file; raises Refused.  ``seen``: `fingerprint` of what the person looked at.

    The stations of the file are locked, so that two files with the same rows come one after the other.
    """
    hold(batch.stations)
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.applied_on:
        raise Refused([Reason(ALREADY)])
    made = plan_of(batch, read(batch, today=on, kana=kana))
    if fingerprint(made) != seen:
        raise Refused([Reason("確かめた後に、登録の内容が変わりました。下の表をもう一度確かめてください。")])
    return register(batch, made, by=by, on=on, evidence=evidence)


def fingerprint(made: Plan) -> str:
    """What a plan would do, in short: rows and their verdicts."""
    told = [(line.kind, line.record.sheet, line.record.row, str(line.outcome)) for line in made.lines]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def registrations(batch: ImportBatch) -> list[Registration]:
    return list(batch.registrations.select_related("station").order_by("station__name"))


def why_not_undone(batch: ImportBatch, by) -> list[Reason]:
    """What stands against taking the file's registration back; empty when it can be."""
    if not batch.is_applied:
        return [Reason(NOT_APPLIED)]
    found = [reason for row in registrations(batch) for reason in refusals(row, "undo", by)]
    return list({reason.sentence: reason for reason in found}.values())


def undo(batch: ImportBatch, *, by, on: date, note: str) -> None:
    """Take out everything the file became, of all its stations or of none; raises Refused.

    Numbers are not given anew: the counters stay where the file moved them.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    rows = [row for row in registrations(batch) if row.state == Entered.REGISTERED]
    if not batch.is_applied or not rows:
        raise Refused([Reason(NOT_APPLIED)])
    perform_all(rows, "undo", by=by, on=on, note=note)
    batch.undone_on, batch.undone_by, batch.undo_reason = on, by.staff, note
    batch.save(update_fields=["undone_on", "undone_by", "undo_reason"])
