"""Excel, a row at a time: XlsxWriter keeps one row in memory and the rest in a temporary file.

Cells are written by their kind and never guessed from their text, so that nothing becomes a formula or a link.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO, Any

import xlsxwriter

from casework.export.columns import Column, Kind

MOST_ROWS = 1_000_000  # of a sheet, below Excel's 1,048,576 lines: the rest goes on to the next sheet
MOST_TEXT = 32_767  # characters of a cell
CUT = "…（続きは、画面で見てください）"
DAY = '[$-411]ggge"年"m"月"d"日"'
WIDTHS = {Kind.TEXT: 24, Kind.NUMBER: 10, Kind.DATE: 18}
FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was


def write(
    file: IO[bytes], columns: Sequence[Column], rows: Iterable, *, title: str, most: int = MOST_ROWS
) -> int:
    """Write the workbook into an open file; how many rows it has."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "in_memory": False})
    count = 0
    try:
        sheet = _Sheet(book, columns, title)
        for row in rows:
            if count and count % most == 0:
                sheet = _Sheet(book, columns, f"{title} {count // most + 1}")
            sheet.add(row)
            count += 1
    finally:
        book.close()
    return count


class _Sheet:
    """A sheet with its headings, which stay in sight."""

    def __init__(self, book: xlsxwriter.Workbook, columns: Sequence[Column], title: str):
        self.columns, self.line = columns, 0
        self.page = book.add_worksheet(title[:31])
        bold = book.add_format({"bold": True})
        self.day = book.add_format({"num_format": DAY})
        for place, column in enumerate(columns):
            self.page.set_column(place, place, WIDTHS[column.kind])
            self.page.write_string(0, place, column.heading, bold)
        self.page.freeze_panes(1, 0)

    def add(self, row: Any) -> None:
        self.line += 1
        for place, column in enumerate(self.columns):
            self._write(place, column.value(row))

    def _write(self, place: int, value: Any) -> None:
        if value is None or value == "":
            return
        if isinstance(value, date) and value >= FIRST_DAY:
            self.page.write_datetime(self.line, place, value, self.day)
        elif isinstance(value, int):
            self.page.write_number(self.line, place, value)
        else:
            text = str(value)
            text = text if len(text) <= MOST_TEXT else text[: MOST_TEXT - len(CUT)] + CUT
            self.page.write_string(self.line, place, text)
