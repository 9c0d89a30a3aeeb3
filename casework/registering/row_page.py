"""One row of a file on a page of its own: what is wrong beside its cells, typed again without touching the file."""

from typing import Any

from django.http import Http404
from django.shortcuts import render
from django.views.generic import View

from casework import sheets
from casework.models import ReadLog
from casework.registering.forms import RowForm
from casework.registering.verdicts import Outcome
from casework.registering.views import OneFile
from casework.sheets.reading import SheetReading


class RowPage(OneFile, View):
    """One row of the file: its cells typed again, its faults beside them; kept with the file, which stays as it is."""

    def find(self) -> tuple[SheetReading, Any]:
        """(the sheet, the record) that the address names, among those that a plan has looked at."""
        try:
            reading = self.reading()
        except sheets.UnreadableSheet:
            raise Http404 from None
        self.plan = self.kept.plan_of(self.batch, reading)
        if self.kwargs["place"] >= len(reading.sheets):
            raise Http404
        sheet = reading.sheets[self.kwargs["place"]]
        record = next((each for each in sheet.records if each.row == self.kwargs["row"]), None)
        if record is None:
            raise Http404
        return sheet, record

    def get(self, request, **kwargs):
        if late := self.too_late():
            return late
        ReadLog.note(request.actor, self.reads, self.batch)
        return self.answer(*self.find())

    def answer(self, sheet, record, form=None, *, status: int = 200):
        form = form or self.form(sheet, record)
        line = next((line for line in self.plan.lines if line.record is record), None)
        used = [column for column in sheet.guess.columns if column.field]
        fields = [(form[f"c{column.index}"], record.wrong.get(column.field, [])) for column in used]
        beside = tuple(sentence for _, sentences in fields for sentence in sentences)
        told = line.reasons + line.notes if line else [record.skip]
        is_bad = line and line.outcome in (Outcome.FAULT, Outcome.ASKED)
        context = self.frame(self.batch.pk) | {
            "batch": self.batch, "record": record, "form": form, "fields": fields, "tone": "bad" if is_bad else "care",
            "rest": [reason for reason in told if not reason.endswith(beside)],
        }  # fmt: skip
        return render(self.request, "registering/row.html", context, status=status)

    def form(self, sheet, record, data=None) -> RowForm:
        return RowForm(data, kind=self.kept.book.kinds[sheet.kind], reading=sheet, record=record)

    def post(self, request, **kwargs):
        if late := self.too_late():
            return late
        sheet, record = self.find()
        form = self.form(sheet, record, request.POST)
        if not form.is_valid():
            return self.answer(sheet, record, form, status=422)
        return self.keep(self.corrected(sheet, record, form), f"{record.row}行目を判定し直しました。")

    def corrected(self, sheet, record, form) -> dict:
        """The file's corrections with this row's."""
        chosen = dict(self.batch.columns)
        mine = dict(chosen.get(sheet.sheet.name, {}))
        cells = dict(mine.get("cells", {}))
        cells[str(record.row)] = cells.get(str(record.row), {}) | form.cells()
        return chosen | {sheet.sheet.name: mine | {"cells": cells}}
