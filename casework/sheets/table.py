"""What every reader of a file gives: sheets of numbered rows."""

from dataclasses import dataclass, field
from datetime import date

from casework import names

Cell = str | int | float | date
"""A cell's value; a blank one is ""."""

DITTO = frozenset({"同上", "同", "仝", "〃", "〟", '"', "”", "″", "''", "々", "ヽ", "\uff02"})
"""Alone in a cell: as above."""

_NOTHING_ABOVE = "「{}」の上に値がありません。値を入れてください。"


class UnreadableSheet(ValueError):
    """The file cannot be read; `str(error)` is the Japanese sentence beside the field."""


@dataclass
class Row:
    """One row: its number in the file (from 1) and its cells, as many in every row of a sheet.

    `problems`: column (from 0) → why its cell could not be read; `notes`: what was read but should be looked at.
    `dittos`: the columns that said 同上.
    """

    number: int
    cells: list[Cell]
    problems: dict[int, str] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    hidden: bool = False
    dittos: set[int] = field(default_factory=set)

    @property
    def is_blank(self) -> bool:
        return not self.problems and not self.notes and all(cell == "" for cell in self.cells)

    def value(self, column: int) -> Cell:
        """The cell, or "" beyond the row's end."""
        return self.cells[column] if 0 <= column < len(self.cells) else ""


@dataclass
class Sheet:
    """A sheet: its name, its rows that are not blank, and remarks on the whole (hidden rows, a guessed encoding)."""

    name: str
    rows: list[Row]
    notes: list[str] = field(default_factory=list)

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)

    def filled(self) -> "Sheet":
        """The same, texts trimmed, 同上 resolved, blank rows dropped, every row of one width."""
        width = self.width
        for row in self.rows:
            row.cells = [names.trim(cell) if isinstance(cell, str) else cell for cell in row.cells]
            row.cells += [""] * (width - len(row.cells))
        self.rows = [row for row in self.rows if not row.is_blank]
        above: list[Cell] = [""] * width
        for row in self.rows:
            _fill_dittos(row, above)
            above = row.cells
        return self


def _fill_dittos(row: Row, above: list[Cell]) -> None:
    for column, cell in enumerate(row.cells):
        if not isinstance(cell, str) or cell not in DITTO:
            continue
        row.dittos.add(column)
        row.cells[column] = above[column]
        if above[column] == "":
            row.problems[column] = _NOTHING_ABOVE.format(cell)


def column_letters(column: int) -> str:
    """The name Excel gives the column (from 0): A, Z, AA."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
