"""One row's fields: each read as what it is, faults and notes gathered with the field's Japanese name."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from casework import names, wareki
from casework.sheets.book import Book
from casework.sheets.cells import read_count, read_day, read_text
from casework.sheets.table import Cell, Row, column_letters

_PHONE = re.compile(r"[0-9()+\-\s]{6,20}")


class CellReader:
    """Reads the mapped cells of one row; `faults` and `notes` grow as it goes, `wrong` says which fields have a fault.

    `book` names the fields, `lengths`: field → characters that its column in the database holds.
    """

    book: Book
    lengths: Mapping[str, int] = {}

    def __init__(self, kind: str, row: Row, columns: Mapping[int, str], *, today: date):
        self.kind, self.row, self.today = kind, row, today
        self.columns = {name: column for column, name in columns.items()}
        self.faults: list[str] = []
        self.notes: list[str] = []
        self.wrong: dict[str, list[str]] = {}
        for name, column in self.columns.items():
            if column in row.problems:
                self.fault(name, row.problems[column])

    def all_notes(self) -> list[str]:
        """The fields' notes, and those of the row itself."""
        noted = [
            f"{self.place(name)}：{self.row.notes[c]}"
            for name, c in self.columns.items()
            if c in self.row.notes
        ]
        hidden = ["非表示の行です。"] if self.row.hidden else []
        return [*self.notes, *noted, *hidden]

    def place(self, name: str) -> str:
        """団体の名称（C列）, for messages."""
        column = self.columns.get(name)
        label = self.book.label_of(name, self.kind)
        return label if column is None else f"{label}（{column_letters(column)}列）"

    def cell(self, name: str) -> Cell:
        column = self.columns.get(name)
        return "" if column is None or column in self.row.problems else self.row.value(column)

    def has_problem(self, name: str) -> bool:
        return self.columns.get(name) in self.row.problems

    def fault(self, name: str, sentence: str) -> None:
        self.faults.append(f"{self.place(name)}：{sentence}")
        self.wrong.setdefault(name, []).append(sentence)

    def note(self, name: str, sentence: str) -> None:
        self.notes.append(f"{self.place(name)}：{sentence}")

    # --- texts ---------------------------------------------------------------------------------------------------------

    def text(
        self, name: str, *, needed: bool = False, wanted: bool = False, longest: int | None = None
    ) -> str:
        """One line of text as written, checked for length and for characters that no paper prints."""
        text = names.trim(read_text(self.cell(name)))
        self._miss(name, text, needed=needed, wanted=wanted)
        for problem in names.problems(text)[:2]:
            self.fault(name, problem)
        self._measure(name, text, longest or self.lengths.get(name))
        return text

    def long_text(self, name: str, *, wanted: bool = False) -> str:
        return self.text(name, wanted=wanted, longest=2000)

    def name(self, name: str, *, needed: bool = False, longest: int | None = None) -> str:
        """A name, to the code point; a line break inside is a fault, as it may cut the name in two."""
        cell = self.cell(name)
        if isinstance(cell, date):
            self.fault(name, "日付になっています。名前を入れてください。")
            return ""
        if isinstance(cell, str) and re.search(r"[\r\n]", names.trim(cell)):
            self.fault(name, "改行があります。一つの名前を1行で入れてください。")
        return self.text(name, needed=needed, longest=longest)

    def number(self, name: str, *, needed: bool = False, wanted: bool = False) -> str:
        """A number as written; one that Excel turned into a date or a fraction is a fault."""
        cell = self.cell(name)
        if isinstance(cell, date):
            said = wareki.format_short(cell).replace(wareki.FIGURE_SPACE, "")
            self.fault(
                name,
                f"番号が日付（{said}）に変わっています。セルの書式を「文字列」にして、番号を入れ直してください。",
            )
            return ""
        if isinstance(cell, float):
            self.fault(name, f"番号が小数（{cell:g}）になっています。番号を入れ直してください。")
            return ""
        return self.text(name, needed=needed, wanted=wanted)

    def phone(self, name: str, *, wanted: bool = False) -> str:
        """As written; a lost leading zero is put back with a note."""
        text = self.text(name, wanted=wanted)
        if isinstance(self.cell(name), int) and re.fullmatch(r"[1-9][0-9]{8,9}", text):
            text = f"0{text}"
            self.note(name, f"先頭の0が落ちていたので「{text}」と読みました。")
        elif text and not _PHONE.fullmatch(
            unicodedata.normalize("NFKC", text).replace("−", "-").replace("ー", "-")
        ):
            self.note(name, f"「{text}」は電話番号の形と違います。")
        return text

    # --- days and counts -----------------------------------------------------------------------------------------------

    def day(
        self, name: str, *, needed: bool = False, wanted: bool = False, ahead: bool = False
    ) -> date | None:
        """The date; none lies in the future unless it may lie `ahead`."""
        try:
            day, note = read_day(self.cell(name))
        except ValueError as error:
            self.fault(name, str(error))
            return None
        self._miss(name, "" if day is None else "x", needed=needed, wanted=wanted)
        if note:
            self.note(name, note)
        if day is not None and day > self.today and not ahead:
            self.fault(name, f"{wareki.format_long(day)}は、今日より後の日です。年と年号を確かめてください。")
        return day

    def in_order(self, first: str, earlier: date | None, second: str, later: date | None) -> None:
        """A fault when `later` lies before `earlier`."""
        if earlier is not None and later is not None and later < earlier:
            self.faults.append(
                f"{self.place(second)}の{wareki.format_long(later)}が、{self.place(first)}の{wareki.format_long(earlier)}より前です。"
                "どちらが正しいか確かめてください。"
            )

    def count(self, name: str) -> int | None:
        try:
            return read_count(self.cell(name))
        except ValueError as error:
            self.note(name, f"{error}空のまま登録します。")
            return None

    def _miss(self, name: str, text: str, *, needed: bool, wanted: bool) -> None:
        if text or self.has_problem(name):
            return
        if needed:
            self.fault(name, "空です。台帳を見て入れてください。")
        elif wanted:
            self.note(name, "空のまま登録します。")

    def _measure(self, name: str, text: str, longest: int | None) -> None:
        if longest and len(text) > longest:
            self.fault(name, f"長すぎます（{len(text)}文字）。{longest}文字までにしてください。")
