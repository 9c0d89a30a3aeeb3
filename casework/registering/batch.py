"""A file as the office keeps it: read, planned, registered as a whole, taken back as a whole."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework import sheets
from casework.models import ImportBatch, Station
from casework.models.registered import Entered
from casework.permissions import Reason
from casework.registering.verdicts import Plan
from casework.sheets.book import Book
from casework.sheets.reading import FileReading
from casework.workflow import Refused, perform_all, refusals

ALREADY = "このファイルは、登録済みです。"
NOT_APPLIED = "このファイルは、まだ登録していません。"
CHANGED = "確かめた後に、登録の内容が変わりました。下の表をもう一度確かめてください。"


@dataclass(frozen=True)
class Kept:
    """One kind of file. ``machine``: what a station's part of it becomes (``Registered``); ``book``: its tables.

    ``read``: sheets, corrections, today and what else the page tells → FileReading; ``plan``: batch, reading, its
    stations → Plan; ``register``: batch, plan, by, on, evidence → the registrations, Refused where nothing is new.
    """

    kind: str
    machine: Any
    book: Book
    read: Callable[..., FileReading]
    plan: Callable[..., Any]
    register: Callable[..., list]

    def batches(self, actor):
        """What the office registered or is about to, newest first, without content."""
        rows = ImportBatch.objects.of(actor).filter(kind=self.kind)
        return rows.defer("content").select_related("made_by", "undone_by")

    def same_file(self, actor, content: bytes) -> ImportBatch | None:
        """The same bytes received before and not taken back; None for a new file."""
        digest = hashlib.sha256(content).hexdigest()
        return self.batches(actor).filter(sha256=digest, undone_on=None).exclude(content=b"").first()

    def reading_of(self, batch: ImportBatch, *, today: date, **told) -> FileReading:
        """The file's records with the columns as corrected; raises `sheets.UnreadableSheet`."""
        found = sheets.read(batch.file_name, bytes(batch.content))
        return self.read(found, batch.columns, today=today, **told)

    def plan_of(self, batch: ImportBatch, reading: FileReading) -> Plan:
        """What the records would become at the stations of the office that handed the file in."""
        stations = Station.objects.filter(pk__in=batch.stations).select_related("prefecture").order_by("pk")
        return self.plan(batch, reading, list(stations))

    def apply(self, batch: ImportBatch, *, by, on: date, evidence: str, seen: str, **told) -> list:
        """Register what is good in the file; raises Refused.  ``seen``: the plan's fingerprint that the person looked at.

        The stations of the file are locked, so that two files with the same rows come one after the other.
        """
        hold(batch.stations)
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.applied_on:
            raise Refused([Reason(ALREADY)])
        plan = self.plan_of(batch, self.reading_of(batch, today=on, **told))
        if plan.fingerprint() != seen:
            raise Refused([Reason(CHANGED)])
        return self.register(batch, plan, by=by, on=on, evidence=evidence)

    def registrations(self, batch: ImportBatch) -> list:
        rows = self.machine.objects.filter(batch=batch)
        return list(rows.select_related("station").order_by("station__name"))

    def why_not_undone(self, batch: ImportBatch, by) -> list[Reason]:
        """What stands against taking the file's registration back; empty when it can be."""
        if not batch.is_applied:
            return [Reason(NOT_APPLIED)]
        found = [reason for row in self.registrations(batch) for reason in refusals(row, "undo", by)]
        return list({reason.sentence: reason for reason in found}.values())

    def undo(self, batch: ImportBatch, *, by, on: date, note: str) -> None:
        """Take out everything the file became, of all its stations or of none; raises Refused."""
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        rows = [row for row in self.registrations(batch) if row.state == Entered.REGISTERED]
        if not batch.is_applied or not rows:
            raise Refused([Reason(NOT_APPLIED)])
        perform_all(rows, "undo", by=by, on=on, note=note)
        batch.undone_on, batch.undone_by, batch.undo_reason = on, by.staff, note
        batch.save(update_fields=["undone_on", "undone_by", "undo_reason"])


def hold(stations) -> None:
    """Registrations of one station come one after the other; without the keys, so that other acts go on meanwhile."""
    list(Station.objects.select_for_update(no_key=True).filter(pk__in=stations).order_by("pk"))
