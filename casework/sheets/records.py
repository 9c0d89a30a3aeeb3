"""One record a row, and the same thing twice in one file: an exact repetition is left out, a contradiction must be mended."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from casework.sheets.columns import fold
from casework.sheets.table import Cell, Row

TOTALS = ("合計", "小計", "総計", "計", "以上", "以下余白")
Key = Hashable | None
"""What two records may not share; None = nothing to compare."""
Keys = Mapping[type, list[tuple[str, Callable[..., Key], bool]]]
"""Type of record → (the word for the key, the key, whether sharing it is a fault)."""


@dataclass(kw_only=True)
class Record:
    """One row of the file: `row` its number, `sheet` its sheet, `faults` why it cannot be taken, `notes` what to look at.

    `skip`: why it is left out although nothing is wrong (an exact repetition, a total); `same_as` the row it repeats;
    `wrong`: the faults again by the field they stand in. `cells` is the row as read, for the screen and for comparing.
    """

    row: int
    sheet: str = ""
    station: str = ""
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    wrong: dict[str, list[str]] = field(default_factory=dict)
    skip: str = ""
    same_as: int | None = None
    cells: tuple[Cell, ...] = ()
    remarks: str = ""

    @property
    def is_good(self) -> bool:
        return not self.faults and not self.skip


TOLD = {name for name in Record.__dataclass_fields__ if name not in ("station", "remarks")}
"""The fields that say where a record stands and what is thought of it: no part of its content."""


def no_record(row: Row, heading: Mapping[int, str]) -> str:
    """Why a row below the heading is no record; "" = it is one. `heading`: to know a repeated one."""
    texts = {column: fold(str(cell)) for column, cell in enumerate(row.cells) if cell != ""}
    if (
        heading
        and texts
        and sum(fold(heading.get(c, "")) == text for c, text in texts.items()) >= max(2, len(texts) - 1)
    ):
        return "見出しの繰り返しです。"
    first = next(iter(texts.values()), "")
    if first in TOTALS:
        return "合計などの行です。"
    if len(texts) == 1 and str(next(cell for cell in row.cells if cell != "")).startswith(
        ("※", "注", "*", "＊")
    ):
        return "注意書きの行です。"
    return ""


def read_rows(
    rows: Iterable[Row], read: Callable[[Row], tuple[Any, Any]], *, sheet: str, heading: Mapping[int, str]
) -> list[Any]:
    """The records of a sheet's rows; `read`: row → (record, the reader that gathered its faults)."""
    found = []
    for row in rows:
        record, reader = read(row)
        record.sheet, record.cells = sheet, tuple(row.cells)
        record.skip = no_record(row, heading)
        if not record.skip:
            record.faults, record.notes, record.wrong = reader.faults, reader.all_notes(), reader.wrong
        found.append(record)
    return found


def mark_twins(records: Iterable[Record], keys: Keys) -> None:
    """Set `skip` and `same_as`, or add faults and notes, in the records of one file (all sheets and kinds together)."""
    live = [record for record in records if not record.skip]
    for kind, asked in keys.items():
        of_kind = [record for record in live if isinstance(record, kind)]
        for word, key, is_fault in asked:
            _compare(of_kind, word, key, is_fault=is_fault)


def _compare(records: list[Record], word: str, key: Callable[..., Key], *, is_fault: bool) -> None:
    together: dict[Key, list[Record]] = defaultdict(list)
    for record in records:
        if not record.skip and (shared := key(record)) is not None:
            together[shared].append(record)
    for alike in together.values():
        first, *others = alike
        differing = [first]
        for other in others:
            if _content(other) == _content(first):
                other.skip, other.same_as = f"{place_of(first, other)}と同じ内容です。", first.row
            else:
                differing.append(other)
        if len(differing) > 1:
            _tell(differing, word, is_fault=is_fault)


def _tell(records: list[Record], word: str, *, is_fault: bool) -> None:
    for record in records:
        others = "・".join(place_of(other, record) for other in records if other is not record)
        if is_fault:
            record.faults.append(
                f"{word}が{others}と同じで、内容が違います。どちらが正しいか確かめて、一方を直してください。"
            )
        else:
            record.notes.append(f"{word}が{others}と同じです。")


def place_of(record: Record, seen_from: Record) -> str:
    """12行目, with its sheet when that is another one."""
    return f"{record.row}行目" if record.sheet == seen_from.sheet else f"「{record.sheet}」の{record.row}行目"


def _content(record: Record) -> dict[str, object]:
    return {name: value for name, value in vars(record).items() if name not in TOLD}
