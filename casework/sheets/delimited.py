"""CSV and tab-separated text in the encodings that offices meet: UTF-8 with or without BOM, CP932, UTF-16 with BOM."""

import csv
import io
import re
from collections.abc import Iterator

from casework.sheets import limits
from casework.sheets.table import Cell, Row, Sheet, UnreadableSheet

_HELP = "ExcelブックかCSV（UTF-8）で保存し直してから選んでください。"
_NOT_A_TABLE = f"表のファイルではありません。{_HELP}"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml|table|meta|head|workbook)\b", re.IGNORECASE)
_LOOSE = '引用符（"）の使い方が規則どおりでないところがあります。列がずれていないか確かめてください。'


def read_delimited(name: str, content: bytes) -> Sheet:
    """One sheet named as the file; `UnreadableSheet` when the bytes are no text table."""
    text, note = _decode(content)
    if _CONTROL.search(text):
        raise UnreadableSheet(_NOT_A_TABLE)
    if _MARKUP.match(text):
        raise UnreadableSheet(f"ウェブページの形（HTML・XML）のファイルで、表として読めません。{_HELP}")
    rows, loose = _parse(text)
    if rows and max(len(row.cells) for row in rows) < 2:
        raise UnreadableSheet(f"列の区切りがないため、表として読めません。{_HELP}")
    return Sheet(name, rows, [remark for remark in (note, loose) if remark])


def _decode(content: bytes) -> tuple[str, str]:
    """The text, and a remark when the encoding had to be guessed."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = [("utf-16", "")]
    else:
        _refuse_damaged(content)
        encodings = [("utf-8-sig", ""), ("cp932", "文字コードをShift_JIS（CP932）として読みました。")]
    for encoding, note in encodings:
        try:
            return content.decode(encoding), note
        except UnicodeError:
            continue
    raise UnreadableSheet(f"文字コードが分からないため読めません。{_HELP}")


def _refuse_damaged(content: bytes) -> None:
    """UTF-8 with a few wrong bytes is cut or mixed; taken for CP932 it would turn into other characters unseen."""
    text = content.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(ord(char) >= 0x800 for char in text) - bad
    if bad and good > bad:
        raise UnreadableSheet(f"文字コードが混ざっているか、ファイルが途中で切れています。{_HELP}")


def _parse(text: str) -> tuple[list[Row], str]:
    """Rows read strictly; loosely, with a remark, where quotes are not as the rule has them."""
    for strict, note in ((True, ""), (False, _LOOSE)):
        try:
            return list(_rows(text, strict=strict)), note
        except csv.Error:
            continue
    raise UnreadableSheet(f'引用符（"）が閉じていないか、一つの欄が長すぎるため読めません。{_HELP}')


def _rows(text: str, *, strict: bool) -> Iterator[Row]:
    head = "\n".join(text.splitlines()[:20])
    delimiter = max("\t,;", key=head.count) if any(mark in head for mark in "\t,;") else ","
    kept = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    for number, cells in enumerate(reader, 1):
        row = Row(number, list[Cell](cells))
        while row.cells and row.cells[-1] == "":
            row.cells.pop()
        if not row.cells:
            continue
        kept += 1
        _check_size(row, kept)
        yield row


def _check_size(row: Row, kept: int) -> None:
    if kept > limits.MOST_ROWS:
        raise UnreadableSheet(
            f"行が多すぎます。一度に読めるのは{limits.MOST_ROWS:,}行までです。ファイルを分けてください。"
        )
    if len(row.cells) > limits.MOST_COLUMNS:
        raise UnreadableSheet(f"{row.number}行目の列が多すぎます。{limits.MOST_COLUMNS}列までです。{_HELP}")
    for column, cell in enumerate(row.cells):
        if isinstance(cell, str) and len(cell) > limits.LONGEST_CELL:
            row.cells[column] = cell[: limits.LONGEST_CELL]
            row.problems[column] = f"文字が多すぎます（{limits.LONGEST_CELL:,}文字まで）。"
