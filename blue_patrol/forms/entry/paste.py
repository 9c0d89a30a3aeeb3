"""A roster pasted from a spreadsheet: read into rows, each with a verdict, before anything is stored."""

import csv
import hashlib
import io
from dataclasses import dataclass, field

from blue_patrol.forms.entry.patrollers import PatrollerForm, identity
from casework import names

COLUMNS = ("name", "kana", "birth_date", "address", "phone", "attended_on", "trainer")
HEADINGS = {
    "name": ("氏名", "名前", "実施者"),
    "kana": ("よみ", "ふりがな", "フリガナ", "読み", "かな", "カナ"),
    "birth_date": ("生年月日",),
    "address": ("住所",),
    "phone": ("電話", "電話番号", "連絡先"),
    "attended_on": ("講習受講年月日", "受講年月日", "講習受講日", "受講日"),
    "trainer": ("講習実施者", "講習実施者名", "講師"),
    "remarks": ("備考",),
}
MOST = 500  # rows a paste


@dataclass
class PastedRow:
    """One row: its number, what was in it, its form, and why it cannot or should not be taken."""

    number: int
    form: PatrollerForm
    source: str  # the line as pasted
    faults: list[str] = field(default_factory=list)
    twin: str = ""

    @property
    def verdict(self) -> str:
        """Which word the row gets: fault, twin, good."""
        return "fault" if self.faults else "twin" if self.twin else "good"

    @property
    def remarks(self) -> list[str]:
        return self.form.remarks_on_reading()

    def shown(self, name: str):
        """The value as read; as typed where it could not be read."""
        if name in self.form.cleaned_data:
            return self.form.cleaned_data[name]
        return self.form.data.get(name, "")

    @property
    def cells(self) -> dict:
        return {name: self.shown(name) for name in COLUMNS}


def digest(text: str) -> str:
    return hashlib.sha256(lines(text).encode()).hexdigest()


def lines(text: str) -> str:
    """The text with plain line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read(text: str, saved) -> list[PastedRow]:
    """Rows of a pasted text; ``saved``: the people on the roster, to find those pasted again.

    Tab-separated where a tab occurs, else comma-separated; a first row of headings orders the columns.
    """
    order, body = headed(table(lines(text)))
    seen = {identity(person.name, person.birth_date): "名簿" for person in saved}
    rows = []
    for number, (cells, source) in enumerate(body[:MOST], 1):
        row = _row(number, cells, order, source)
        _find_twin(row, seen)
        rows.append(row)
    if len(body) > MOST:
        rows[-1].faults.append(
            f"一度に読めるのは{MOST}行までです。ここから後の行は、先の行を加えてから確かめてください。"
        )
    return rows


def left_over(text: str, rows: list[PastedRow]) -> str:
    """The headings and the lines still to be mended, of a text whose other rows were taken; "" for none."""
    found = table(lines(text))
    _, body = headed(found)
    left = [row.source for row in rows if row.faults] + [source for _, source in body[MOST:]]
    headings = [source for _, source in found[: len(found) - len(body)]]
    return "\n".join([*headings, *left]) if left else ""


def table(text: str) -> list[tuple[list[str], str]]:
    """Rows with something in them: (cells, the line or lines they were read from)."""
    sources, read_to = text.split("\n"), 0
    reader = csv.reader(io.StringIO(text), delimiter="\t" if "\t" in text else ",")
    rows = []
    try:
        for cells in reader:
            source = "\n".join(sources[read_to : reader.line_num])
            read_to = reader.line_num
            rows.append(([names.trim(cell) for cell in cells], source))
    except csv.Error:  # a cell beyond the reader's limit: plain lines, each judged by its own form
        rows = [([line], line) for line in sources]
    return [row for row in rows if any(row[0])]


def headed(rows, columns=COLUMNS, headings=None) -> tuple[tuple[str, ...], list[tuple[list[str], str]]]:
    """The order of the columns, and the rows below a row of headings if there is one."""
    order = _order(rows[0][0], headings or HEADINGS) if rows else None
    return (order, rows[1:]) if order else (columns, rows)


def _order(first: list[str], headings) -> tuple[str, ...] | None:
    """The columns that a row of headings names ("" for one we do not keep); None when it is no such row."""
    known = {word: name for name, words in headings.items() for word in words}
    order = tuple(known.get(cell.partition("（")[0].partition("(")[0], "") for cell in first)
    return order if ("name" in order and sum(map(bool, order)) > 1) or first == ["氏名"] else None


def _row(number: int, cells: list[str], order, source: str) -> PastedRow:
    data = {name: cell for name, cell in zip(order, cells, strict=False) if name}
    form = PatrollerForm(data)
    row = PastedRow(number, form, source)
    form.is_valid()
    for name, messages in form.errors.items():
        label = str(form.fields[name].label)
        row.faults += [str(text) if label in text else f"{label}：{text}" for text in messages]
    if any(cells[len(order) :]):
        row.faults.append(f"列が{len(cells)}あります。列の順を確かめてください。")
    return row


def _find_twin(row: PastedRow, seen: dict) -> None:
    who = row.form.identity()
    if who is None:
        return
    if who in seen:
        row.twin = f"同じ氏名と生年月日の人が{seen[who]}にいます。"
    seen.setdefault(who, f"この貼り付けの{row.number}行目")
