"""A whole file of an old ledger: every sheet with its kind, its columns and its records, duplicates told."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from blue_patrol.rules import paper_duplicates, paper_owners, plates
from blue_patrol.rules.paper_columns import PAPER
from blue_patrol.rules.paper_records import (
    GroupRecord,
    PatrollerRecord,
    RegisterRecord,
    VehicleRecord,
    read_records,
)
from casework.sheets.columns import Guess
from casework.sheets.reading import FileReading, read_sheet
from casework.sheets.table import Row, Sheet


class PaperFile(FileReading):
    """The file of a paper ledger: the records that may be taken or must be mended, kind by kind."""

    @property
    def groups(self) -> list[GroupRecord]:
        return self.of(GroupRecord)

    @property
    def vehicles(self) -> list[VehicleRecord]:
        return self.of(VehicleRecord)

    @property
    def patrollers(self) -> list[PatrollerRecord]:
        return self.of(PatrollerRecord)

    @property
    def register(self) -> list[RegisterRecord]:
        return self.of(RegisterRecord)

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
) -> PaperFile:
    """Read the sheets; `choices`: sheet name → what was corrected of it (``casework.sheets.reading.Choice``)."""

    def records(kind: str, body: list[Row], guess: Guess, sheet: Sheet) -> list[Any]:
        heading = {column.index: column.heading for column in guess.columns}
        return read_records(
            kind, body, guess.mapping, today=today, sheet=sheet.name, heading=heading, kana=kana
        )

    found = PaperFile([read_sheet(PAPER, sheet, choices.get(sheet.name, {}), records) for sheet in sheets])
    paper_owners.complete(found.groups, [*found.vehicles, *found.patrollers, *found.register])
    paper_duplicates.mark(found.records)
    return found
