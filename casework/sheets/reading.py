"""A whole file: every sheet with its kind and its columns as corrected, and the records that its rows become."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from casework.sheets.book import Book
from casework.sheets.columns import Guess
from casework.sheets.records import Record
from casework.sheets.table import Row, Sheet

LEFT_OUT = "none"
"""The kind a user gives a sheet that is not to be read."""
Choice = Mapping[str, Any]
"""What a user corrected of a sheet: {"kind": …, "heading": 3, "columns": {"0": field}, "cells": {"12": {"0": text}}}."""


@dataclass
class SheetReading:
    """One sheet: the kind it is read as ("" = nobody knows, `none` = left out), its columns, its records."""

    sheet: Sheet
    kind: str
    guess: Guess
    is_chosen: bool = False
    heading_chosen: bool = False
    records: list[Any] = field(default_factory=list)


@dataclass
class FileReading:
    """The sheets in their order, and the records of all together."""

    sheets: list[SheetReading]

    def of(self, record_type: type[Record]) -> list[Any]:
        """Those of one type that may be taken or must be mended."""
        return [
            r for sheet in self.sheets for r in sheet.records if isinstance(r, record_type) and not r.skip
        ]

    @property
    def records(self) -> list[Any]:
        return [record for sheet in self.sheets for record in sheet.records]

    @property
    def skipped(self) -> list[Any]:
        """Repetitions, totals and headings: nothing is wrong with them and nothing is made of them."""
        return [record for record in self.records if record.skip]


def read_sheet(
    book: Book,
    sheet: Sheet,
    choice: Choice,
    records: Callable[[str, list[Row], Guess, Sheet], list[Any]],
) -> SheetReading:
    """The sheet as it is or as the user chose; `records`: kind, rows below the heading, columns, sheet → records."""
    kind, guess = book.recognise(sheet)
    chosen = choice.get("kind", "")
    if chosen == LEFT_OUT:
        return SheetReading(sheet, LEFT_OUT, guess, True)
    if chosen in book.kinds:
        kind, guess = chosen, book.kinds[chosen].guess(sheet, choice.get("heading"))
    if kind:
        known = book.kinds[kind].columns
        columns = {int(c): name for c, name in choice.get("columns", {}).items() if name in known or not name}
        guess = guess.corrected(columns)
    reading = SheetReading(sheet, kind, guess, chosen in book.kinds, bool(choice.get("heading")))
    if kind:
        body = guess.body(sheet)
        _empty_dittos_below_heading(body)
        _put_in(body, choice.get("cells", {}))
        reading.records = records(kind, body, guess, sheet)
    return reading


def _empty_dittos_below_heading(body: list[Row]) -> None:
    """同上 in the first rows means nothing: what stands above is the heading."""
    for column in range(len(body[0].cells) if body else 0):
        for row in body:
            if column not in row.dittos:
                break
            row.cells[column] = ""
            row.problems[column] = "「同上」の上に値がありません。値を入れてください。"


def _put_in(body: list[Row], typed: Mapping[str, Mapping[str, str]]) -> None:
    """What was typed on the screen stands in the place of what the file says."""
    for row in body:
        for column, text in typed.get(str(row.number), {}).items():
            row.cells[int(column)] = text
            row.problems.pop(int(column), None)
            row.notes.pop(int(column), None)
