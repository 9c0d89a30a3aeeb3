"""A whole file of an old ledger: every sheet with its kind, its columns and its records, duplicates told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from blue_patrol.rules import paper_duplicates, paper_owners, plates
from blue_patrol.rules.paper_columns import (
    CATALOGUES,
    guess_as,
    recognise,
)
from blue_patrol.rules.paper_records import (
    GroupRecord,
    PaperRecord,
    PatrollerRecord,
    RegisterRecord,
    VehicleRecord,
    read_records,
)
from casework.sheets.columns import Guess
from casework.sheets.table import Row, Sheet

LEFT_OUT = "none"
"""The kind a user gives a sheet that is not to be read."""


@dataclass
class SheetReading:
    """One sheet: the kind it is read as ("" = nobody knows, `none` = left out), its columns, its records."""

    sheet: Sheet
    kind: str
    guess: Guess
    is_chosen: bool = False
    heading_chosen: bool = False
    records: list[PaperRecord] = field(default_factory=list)


@dataclass
class FileReading:
    """The sheets in their order, and the records of all together that may be taken or must be mended."""

    sheets: list[SheetReading]

    def _of(self, record_type: type[PaperRecord]) -> list[Any]:
        return [
            r for sheet in self.sheets for r in sheet.records if isinstance(r, record_type) and not r.skip
        ]

    @property
    def groups(self) -> list[GroupRecord]:
        return self._of(GroupRecord)

    @property
    def vehicles(self) -> list[VehicleRecord]:
        return self._of(VehicleRecord)

    @property
    def patrollers(self) -> list[PatrollerRecord]:
        return self._of(PatrollerRecord)

    @property
    def register(self) -> list[RegisterRecord]:
        return self._of(RegisterRecord)

    @property
    def skipped(self) -> list[PaperRecord]:
        """Repetitions, totals and headings: nothing is wrong with them and nothing is made of them."""
        return [record for sheet in self.sheets for record in sheet.records if record.skip]

    def settle_numbers(self, known: Iterable[str]) -> None:
        """Let rows name a certificate as it is written where it stands: in `known`, else in the file's groups.

        第R5-0012号 and R5-12 are one certificate; the register keeps its own writing.
        """
        written = {paper_duplicates.number_key(number): number for number in known}
        for group in self.groups:
            if group.certificate_number:
                key = paper_duplicates.number_key(group.certificate_number)
                group.certificate_number = written.setdefault(key, group.certificate_number)
        belonging: list[VehicleRecord | PatrollerRecord] = [*self.vehicles, *self.patrollers]
        for record in belonging:
            key = paper_duplicates.number_key(record.certificate_number)
            record.certificate_number = written.get(key, record.certificate_number)


def read_file(
    sheets: Iterable[Sheet], choices: Mapping[str, Any], *, today: date, kana: Iterable[str] = plates.KANA
) -> FileReading:
    """Read the sheets; `choices`: sheet name → {"kind": …, "heading": 3, "columns": {"0": field}} as corrected."""
    found = FileReading([_read(sheet, choices.get(sheet.name, {}), today, kana) for sheet in sheets])
    paper_owners.complete(found.groups, [*found.vehicles, *found.patrollers, *found.register])
    paper_duplicates.mark(record for reading in found.sheets for record in reading.records)
    return found


def _read(sheet: Sheet, choice: Mapping[str, Any], today: date, kana: Iterable[str]) -> SheetReading:
    kind, guess = recognise(sheet)
    chosen = choice.get("kind", "")
    if chosen == LEFT_OUT:
        return SheetReading(sheet, LEFT_OUT, guess, True)
    if chosen in CATALOGUES:
        kind, guess = chosen, guess_as(chosen, sheet, choice.get("heading"))
    if kind:
        catalogue = CATALOGUES[kind]
        columns = {
            int(c): name for c, name in choice.get("columns", {}).items() if name in catalogue or not name
        }
        guess = guess.corrected(columns)
    reading = SheetReading(sheet, kind, guess, chosen in CATALOGUES, bool(choice.get("heading")))
    if kind:
        heading = {column.index: column.heading for column in guess.columns}
        body = guess.body(sheet)
        _empty_dittos_below_heading(body)
        reading.records = read_records(
            kind, body, guess.mapping, today=today, sheet=sheet.name, heading=heading, kana=kana
        )
    return reading


def _empty_dittos_below_heading(body: list[Row]) -> None:
    """同上 in the first rows means nothing: what stands above is the heading."""
    for column in range(len(body[0].cells) if body else 0):
        for row in body:
            if column not in row.dittos:
                break
            row.cells[column] = ""
            row.problems[column] = "「同上」の上に値がありません。値を入れてください。"
