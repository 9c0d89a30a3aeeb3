"""The personnel list row by row: which column holds what, and what each cell says. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from casework import names
from casework.sheets import Row, Sheet, columns
from casework.sheets.cells import read_day, read_text
from casework.sheets.columns import Guess
from casework.sheets.table import Cell

REGULAR, CONCURRENT, DEPUTY = "regular", "concurrent", "deputy"

CATALOGUE: dict[str, tuple[str, ...]] = {
    "staff_number": ("職員番号", "職員No", "職員No.", "職員ID", "職員コード", "番号", "認識番号", "職員番号等"),
    "name": ("氏名", "名前", "職員氏名", "職員名", "氏名（漢字）", "漢字氏名"),
    "kana": ("よみ", "ふりがな", "フリガナ", "ふり仮名", "読み", "読み仮名", "カナ", "氏名カナ", "カナ氏名", "氏名よみ"),
    "rank": ("階級", "新階級", "階級等", "官職"),
    "office": ("所属", "新所属", "所属名", "新所属名", "異動先", "異動先所属", "発令所属", "配属先", "転入先", "所属所"),
    "title": ("職名", "新職名", "職", "新職", "役職", "補職", "補職名", "発令職名", "新補職"),
    "capacity": ("別", "本務・兼務・代理", "本務兼務の別", "本務・兼務の別", "本兼の別", "本兼", "本務兼務", "兼務区分"),
    "starts_on": ("発令日", "発令年月日", "発令", "異動日", "異動年月日", "開始日", "任命日", "着任日"),
    "ends_on": ("終期", "終了日", "満了日", "期限", "任期満了日", "兼務期限"),
    "previous": ("前所属", "旧所属", "現所属", "異動前", "異動前所属", "転出元", "旧所属名", "前所属名", "旧職名", "現職名"),
}  # fmt: skip
LABELS = {name: words[0] for name, words in CATALOGUE.items()}
REQUIRED = ("staff_number", "name", "office", "title", "starts_on")
LONGEST = {"staff_number": 20, "name": 60, "kana": 80, "rank": 20, "office": 100, "title": 60}

RANKS = frozenset(["巡査", "巡査長", "巡査部長", "警部補", "警部", "警視", "警視正", "警視長", "警視監"])
_CAPACITIES = {
    REGULAR: "本務 本 専任 主務 本官",
    CONCURRENT: "兼務 兼 兼任 併任 兼補",
    DEPUTY: "代理 代 心得 事務取扱 代行 職務代理",
}
CAPACITY_OF = {word: code for code, words in _CAPACITIES.items() for word in words.split()}
_LEAVES = re.compile(r"退職|辞職|免職|失職|死亡|出向")
LEAVES = "退職や出向は、この取込みでは扱いません。管理の「職員」で、配置に終了日を入れてください。"


@dataclass
class Line:
    """A row of the list: `number` as in the file; `faults` stop it, `notes` are shown; `leaves`: 退職, 出向 …"""

    number: int
    staff_number: str = ""
    name: str = ""
    kana: str = ""
    rank: str = ""
    office: str = ""
    title: str = ""
    capacity: str = REGULAR
    starts_on: date | None = None
    ends_on: date | None = None
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def day(self) -> date:
        """The day of a row without faults."""
        return cast("date", self.starts_on)  # a row without it has a fault


def _is_day(cell: Cell) -> bool:
    try:
        return read_day(cell)[0] is not None
    except ValueError:
        return False


_CONTENTS = {
    "rank": lambda cell: isinstance(cell, str) and cell in RANKS,
    "capacity": lambda cell: isinstance(cell, str) and cell in CAPACITY_OF,
    "starts_on": _is_day,
}


def guess(sheet: Sheet) -> Guess:
    return columns.guess(sheet, CATALOGUE, _CONTENTS)


def likeliest(sheets: list[Sheet]) -> Sheet:
    """The sheet whose columns say most; of equals the first."""
    return max(sheets, key=lambda sheet: len(guess(sheet).fields & set(REQUIRED)))


def missing(found: Guess, day: date | None) -> list[str]:
    """Labels of the columns without which no row can be judged; one day for all rows stands for 発令日."""
    given = found.fields | ({"starts_on"} if day else set())
    return [LABELS[name] for name in REQUIRED if name not in given]


def read_lines(sheet: Sheet, found: Guess, day: date | None) -> list[Line]:
    """The rows below the heading that say anything in the columns used; `day` where a row has no 発令日."""
    used = {name: column for column, name in found.mapping.items() if name != "previous"}
    lines = [_line(row, used, day) for row in found.body(sheet) if _says(row, used)]
    return lines


def _says(row: Row, used: Mapping[str, int]) -> bool:
    return any(row.value(column) != "" or column in row.problems for column in used.values())


def _line(row: Row, used: Mapping[str, int], day: date | None) -> Line:
    line = Line(row.number)
    line.faults += [text for column, text in row.problems.items() if column in used.values()]
    line.notes += [text for column, text in row.notes.items() if column in used.values()]
    for name, longest in LONGEST.items():
        text = names.trim(read_text(row.value(used[name]))) if name in used else ""
        setattr(line, name, text)
        line.faults += [f"{LABELS[name]}の{fault}" for fault in names.problems(text)]
        if len(text) > longest:
            line.faults.append(f"{LABELS[name]}が長すぎます。{longest}字までにしてください。")
        if not text and name in REQUIRED:
            line.faults.append(f"{LABELS[name]}がありません。")
    _read_number(line)
    line.capacity = _capacity(line, row, used)
    line.starts_on = _day(line, row, used, "starts_on") or day
    line.ends_on = _day(line, row, used, "ends_on")
    _look_at_days(line)
    return line


def _read_number(line: Line) -> None:
    """The number is what one logs in with: half width, without blanks."""
    plain = "".join(unicodedata.normalize("NFKC", line.staff_number).split())
    if plain != line.staff_number:
        line.notes.append(f"職員番号「{line.staff_number}」を、半角の「{plain}」と読みました。")
        line.staff_number = plain


def _capacity(line: Line, row: Row, used: Mapping[str, int]) -> str:
    text = read_text(row.value(used["capacity"])) if "capacity" in used else ""
    word = "".join(unicodedata.normalize("NFKC", text).split()).strip("()[]")
    if not word:
        return REGULAR
    if word not in CAPACITY_OF:
        line.faults.append(f"別の「{text}」は読めません。本務・兼務・代理のどれかにしてください。")
    return CAPACITY_OF.get(word, REGULAR)


def _day(line: Line, row: Row, used: Mapping[str, int], name: str) -> date | None:
    if name not in used:
        return None
    try:
        day, remark = read_day(row.value(used[name]))
    except ValueError as error:
        line.faults.append(f"{LABELS[name]}：{error}")
        return None
    line.notes += [remark] if remark else []
    return day


def _look_at_days(line: Line) -> None:
    if line.starts_on is None and not any(fault.startswith(LABELS["starts_on"]) for fault in line.faults):
        line.faults.append("発令日がありません。")
    if line.starts_on and line.ends_on and line.ends_on < line.starts_on:
        line.faults.append("終期が、発令日より前です。")
    if _LEAVES.search(line.office) or _LEAVES.search(line.title):
        line.faults = [LEAVES]  # what else is missing is of no matter
