"""A workbook taken apart with openpyxl's readers, sheet by sheet as a stream.  Imported by the child alone."""

import io
import re
import warnings
from bisect import bisect_left
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import iterparse
from xml.parsers import expat

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._reader import WorkSheetParser

from casework.sheets import limits

NO_RESULT = "計算式の結果が保存されていません。Excelで開いて保存し直すか、値を入れてください。"
ERROR = "「{}」というエラーになっています。値を入れ直してください。"
DAMAGED = "セルが壊れていて読めません。値を入れ直してください。"
TOO_LONG = f"文字が多すぎます（{limits.LONGEST_CELL:,}文字まで）。"
_PROLOG = 16 * 1024
_STRICT = b"purl.oclc.org/ooxml"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LITERAL = r'(?:"[^"]*"|\\.)*'
_PADDED = re.compile(rf"({_LITERAL})(0{{2,}})({_LITERAL})(?:;.*)?")
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class TooMuch(Exception):
    """The workbook is refused; the sentence says why."""


def sheets_of(content: bytes) -> list[dict[str, Any]]:
    """Every worksheet: name, notes, rows with number, cells, problems, notes, hidden."""
    warnings.simplefilter("ignore")  # openpyxl tells of what it leaves out; nobody reads it here
    book = ExcelReader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    if "xl/workbook.xml" in book.valid_files and _STRICT in book.archive.read("xl/workbook.xml"):
        raise TooMuch(
            "「Strict Open XML」形式は読めません。Excelで開き、「Excelブック（.xlsx）」で保存し直してください。"
        )
    book.read_manifest()
    book.read_strings()
    book.read_workbook()
    apply_stylesheet(book.archive, book.wb)
    found = [(sheet, rel) for sheet, rel in book.parser.find_sheets() if rel.Type.endswith("/worksheet")]
    if len(found) > limits.MOST_SHEETS:
        raise TooMuch(
            f"シートが多すぎます（{len(found)}枚）。{limits.MOST_SHEETS}枚までです。要るシートだけを残してください。"
        )
    spent = Spent()
    return [_sheet(book, sheet, rel.target, spent) for sheet, rel in found if rel.target in book.valid_files]


def _sheet(book: Any, sheet: Any, target: str, spent: "Spent") -> dict[str, Any]:
    with book.archive.open(target) as source:
        _refuse_doctype(source.read(_PROLOG))
        source.seek(0)
        parser = RowParser(source, book, spent)
        parser.read()
    parser.spread_merged()
    notes = ["非表示のシートです。"] if sheet.state != "visible" else []
    hidden = [str(number) for number, row in parser.rows.items() if row["hidden"]]
    if hidden:
        more = " ほか" if len(hidden) > 10 else ""
        notes.append(f"非表示の行があります（{'、'.join(hidden[:10])}行目{more}）。その行も読みました。")
    if parser.hides_columns:
        notes.append("非表示の列があります。その列も読みました。")
    return {"name": sheet.name, "notes": notes, "rows": list(parser.rows.values())}


def _refuse_doctype(head: bytes) -> None:
    """A document type can only stand before the first element; one that declares entities is an attack."""
    seen: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: seen.append("doctype")
    parser.StartElementHandler = lambda *_: seen.append("element")
    with suppress(expat.ExpatError):  # cut off, or wrong: the reader will tell
        parser.Parse(head, False)
    if seen[:1] != ["element"]:
        raise ValueError("a sheet begins with its element")


class Spent:
    """Rows and characters of all sheets so far."""

    rows = 0
    characters = 0

    def add(self, cells: list[Any]) -> None:
        self.rows += 1
        self.characters += sum(len(cell) for cell in cells if isinstance(cell, str))
        if self.rows > limits.MOST_ROWS:
            raise TooMuch(
                f"行が多すぎます。一度に読めるのは{limits.MOST_ROWS:,}行までです。ファイルを分けてください。"
            )
        if self.characters > limits.MOST_CHARACTERS:
            raise TooMuch("文字が多すぎます。ファイルを分けてください。")


class RowParser(WorkSheetParser):
    """Rows as plain values, merged ranges and what is hidden; nothing else of the sheet."""

    def __init__(self, source: Any, book: Any, spent: Spent):
        wb = book.wb
        super().__init__(source, book.shared_strings, data_only=True, epoch=wb.epoch,
                         date_formats=wb._date_formats, timedelta_formats=wb._timedelta_formats)  # fmt: skip
        self.styles, self.formats, self.spent = wb._cell_styles, wb._number_formats, spent
        self.row_counter: int
        self.col_counter: int
        self.rows: dict[int, dict[str, Any]] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.hides_columns = False

    def read(self) -> None:
        data: Any = None
        for event, element in iterparse(self.source, events=("start", "end")):  # noqa: S314 -- see _refuse_doctype
            if event == "start":
                data = element if element.tag == f"{_SHEET}sheetData" else data
            elif element.tag == f"{_SHEET}row":
                self.keep(element)
                data.clear()
            elif element.tag == f"{_SHEET}mergeCell":
                self.merge(element.get("ref", ""))
            elif element.tag == f"{_SHEET}col" and element.get("hidden") in ("1", "true"):
                self.hides_columns = True

    def keep(self, element: Any) -> None:
        if element.find(f".//{_SHEET}v") is None and element.find(f".//{_SHEET}is") is None \
                and element.find(f".//{_SHEET}f") is None:  # fmt: skip
            self.row_counter = int(element.get("r", self.row_counter + 1))
            return
        number, cells = self.parse_row(element)
        row = {
            "number": number,
            "cells": [],
            "problems": {},
            "notes": {},
            "hidden": element.get("hidden") in ("1", "true"),
        }
        for cell in cells:
            self.put(row, cell)
        if row["problems"] or row["notes"] or any(cell != "" for cell in row["cells"]):
            self.spent.add(row["cells"])
            self.rows[number] = row

    def put(self, row: dict[str, Any], cell: dict[str, Any]) -> None:
        column, (value, problem, note) = cell["column"] - 1, cell["value"]
        if value == "" and not problem and not note:
            return
        if not 0 <= column < limits.MOST_COLUMNS:
            raise TooMuch(
                f"{row['number']}行目の列が多すぎます。{limits.MOST_COLUMNS}列までです。要る列だけを残してください。"
            )
        row["cells"] += [""] * (column + 1 - len(row["cells"]))
        row["cells"][column] = value
        if problem:
            row["problems"][column] = problem
        if note:
            row["notes"][column] = note

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """openpyxl's cell with `value` = (plain value, problem, note)."""
        try:
            cell: dict[str, Any] = super().parse_cell(element)
            cell["value"] = self.plain(cell, has_formula=element.find(f"{_SHEET}f") is not None)
        except (ValueError, IndexError, KeyError, TypeError, OverflowError, AttributeError):
            self.col_counter = max(self.col_counter, 1)
            cell = {"column": self.col_counter, "value": ("", DAMAGED, "")}
        return cell

    def plain(self, cell: dict[str, Any], *, has_formula: bool) -> tuple[Any, str, str]:
        value, kind = cell["value"], cell["data_type"]
        if value is None:
            return "", NO_RESULT if has_formula and kind != "s" else "", ""
        if kind == "e":
            return "", ERROR.format(value), ""
        if isinstance(value, bool):
            return "", "", f"「{'TRUE' if value else 'FALSE'}」という値は読みませんでした。"
        if isinstance(value, datetime | date):
            return _day(value)
        if isinstance(value, time | timedelta):
            return "", "時刻になっています。セルの書式を確かめて値を入れ直してください。", ""
        if isinstance(value, int | float):
            return self.as_shown(value, cell["style_id"]), "", ""
        text = _ESCAPED.sub(_unescaped, str(value)).replace("\r\n", "\n").replace("\r", "\n")
        return text[: limits.LONGEST_CELL], TOO_LONG if len(text) > limits.LONGEST_CELL else "", ""

    def as_shown(self, value: float, style: int) -> Any:
        """A number; as text where its format fills zeros or adds words (0012, 第12号)."""
        if isinstance(value, float):
            if value != value or value in (float("inf"), float("-inf")):
                raise ValueError
            if not value.is_integer() or abs(value) >= 1e15:
                return value
        whole = int(value)
        number = self.styles[style].numFmtId if style < len(self.styles) else 0
        pattern = BUILTIN_FORMATS.get(number, "") if number < 164 else self.formats[number - 164]
        padded = _PADDED.fullmatch(pattern)
        if padded is None or whole < 0:
            return whole
        before, zeros, after = padded.groups()
        return _literal(before) + str(whole).zfill(len(zeros)) + _literal(after)

    def merge(self, reference: str) -> None:
        if len(self.merged) >= limits.MOST_MERGED:
            raise TooMuch("結合したセルが多すぎます。結合を解いて保存し直してください。")
        try:
            left, top, right, bottom = range_boundaries(reference)
        except (ValueError, TypeError):
            return
        if None not in (left, top, right, bottom):
            self.merged.append((left, top, min(right, limits.MOST_COLUMNS), bottom))

    def spread_merged(self) -> None:
        """The first cell's value in every cell of its merged range, in rows that hold something of their own."""
        numbers = sorted(self.rows)
        for left, top, right, bottom in self.merged:
            first = self.rows.get(top)
            if first is None or left > len(first["cells"]) or (value := first["cells"][left - 1]) == "":
                continue
            for number in numbers[bisect_left(numbers, top) : bisect_left(numbers, bottom + 1)]:
                cells = self.rows[number]["cells"]
                cells += [""] * (right - len(cells))
                cells[left - 1 : right] = [cell if cell != "" else value for cell in cells[left - 1 : right]]


def _day(value: date) -> tuple[Any, str, str]:
    """{"date": ISO}; the time of a moment is dropped with a note."""
    if not isinstance(value, datetime):
        return {"date": value.isoformat()}, "", ""
    has_time = value.time() != time.min
    note = f"時刻（{value:%H:%M}）は読みませんでした。" if has_time else ""
    return {"date": value.date().isoformat()}, "", note


def _unescaped(found: re.Match[str]) -> str:
    """The character behind _x000D_; what no text can hold (NUL, half of a pair) as the sign of a broken one."""
    code = int(found[1], 16)
    return "\ufffd" if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)


def _literal(text: str) -> str:
    return re.sub(r'"([^"]*)"|\\(.)', lambda found: found[1] if found[1] is not None else found[2], text)
