"""CSV, a piece at a time: nothing is kept of a row that was written."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from casework.export import characters
from casework.export.cells import as_text, defused, texts
from casework.export.columns import Column

UTF8, CP932 = "utf-8", "cp932"
MARK = {UTF8: b"\xef\xbb\xbf", CP932: b""}  # Excel takes a CSV without the mark for CP932
PIECE = 16 * 1024  # characters that are gathered before they go out


def pieces(
    columns: Sequence[Column], rows: Iterable, *, encoding: str = UTF8, iso: bool = False
) -> Iterator[bytes]:
    """The file in pieces: headings, then a line a row; every cell in quotes, lines end in CR LF (RFC 4180).

    What CP932 cannot hold is replaced first and formulas are defused after it: without its selector a text may begin
    with a sign.
    """
    fitted = characters.writable if encoding == CP932 else str
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    yield MARK[encoding]
    writer.writerow([fitted(column.heading) for column in columns])
    for row in rows:
        cells = ((fitted(text), typed) for text, typed in texts(columns, row, iso=iso))
        writer.writerow([defused(text) if typed else text for text, typed in cells])
        if buffer.tell() > PIECE:
            yield _taken(buffer, encoding)
    yield _taken(buffer, encoding)


def _taken(buffer: io.StringIO, encoding: str) -> bytes:
    piece = buffer.getvalue().encode(encoding)
    buffer.seek(0)
    buffer.truncate()
    return piece


@dataclass(frozen=True)
class Unheld:
    """A cell that CP932 cannot hold: the line of the file (the headings are line 1), the row's name, each character."""

    line: int
    name: str
    heading: str
    characters: tuple[tuple[str, str], ...]


def unheld(columns: Sequence[Column], rows: Iterable) -> Iterator[Unheld]:
    """Every cell of which something would be replaced, in the order of the file."""
    for line, row in enumerate(rows, 2):
        for column in columns:
            text = as_text(column, row, iso=True)
            if found := characters.unheld(text):
                told = tuple(dict.fromkeys(found))
                yield Unheld(line, as_text(columns[0], row, iso=True), column.heading, told)
