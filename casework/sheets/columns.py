"""Which column holds what: guessed from the headings and, failing these, from what stands below them."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from casework.sheets.cells import read_text
from casework.sheets.table import Cell, Row, Sheet, column_letters

Catalogue = Mapping[str, Sequence[str]]
"""field → its label and then the other words for it."""
Contents = Mapping[str, Callable[[Cell], bool]]
"""field → whether a cell looks like it; tried on columns whose heading says nothing."""

HEADING_WITHIN = 10
"""The heading stands among the first ten rows that are not blank."""
_SAMPLE = 30
_FILLING = re.compile(r"[\s・･/／,、.。:：*＊※★☆●○◎■□◆「」『』【】\[\]〔〕<>〈〉\-‐－_]")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")


class Sureness(StrEnum):
    EXACT = "exact"
    SYNONYM = "synonym"
    CONTENT = "content"
    CHOSEN = "chosen"
    NONE = ""


@dataclass
class Column:
    """One column (from 0): its heading as written, the field it is taken for ("" = left out), how sure and why."""

    index: int
    heading: str
    field: str = ""
    sure: Sureness = Sureness.NONE
    why: str = ""

    @property
    def letters(self) -> str:
        return column_letters(self.index)


@dataclass
class Guess:
    """What a sheet's columns are taken for; `heading_rows` are row numbers in the file, one or two, or none."""

    columns: list[Column] = field(default_factory=list)
    heading_rows: tuple[int, ...] = ()

    @property
    def mapping(self) -> dict[int, str]:
        """Column → field, for those that are used."""
        return {column.index: column.field for column in self.columns if column.field}

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(self.mapping.values())

    @property
    def unknown(self) -> list[Column]:
        """Columns with a heading or values that nothing reads."""
        return [column for column in self.columns if not column.field]

    def body(self, sheet: Sheet) -> list[Row]:
        """The rows below the heading."""
        last = max(self.heading_rows, default=0)
        return [row for row in sheet.rows if row.number > last]

    def corrected(self, chosen: Mapping[int, str]) -> "Guess":
        """The same with the user's choice for some columns (column → field, "" = leave out); a field goes to one column."""
        taken = set(chosen.values())
        columns = []
        for old in self.columns:
            name = chosen.get(old.index, "" if old.field in taken else old.field)
            if name == old.field:
                columns.append(old)
            else:
                sure = Sureness.CHOSEN if name else Sureness.NONE
                columns.append(
                    Column(old.index, old.heading, name, sure, "選ばれた項目です。" if name else "")
                )
        return Guess(columns, self.heading_rows)


def fold(heading: str) -> str:
    """A heading without widths, spaces, marks and cases."""
    return _FILLING.sub("", unicodedata.normalize("NFKC", heading)).casefold()


def guess(
    sheet: Sheet, catalogue: Catalogue, contents: Contents | None = None, *, heading: int | None = None
) -> Guess:
    """Find the heading and read the columns; a heading may span two rows, titles and remarks stand above it.

    `heading`: the row that the user says it stands in.
    """
    words = _words(catalogue)
    told = next((row for row in sheet.rows if row.number == heading), None)
    texts, numbers = _heading(sheet, words) if told is None else (_texts(sheet, told), (told.number,))
    columns = [Column(index, texts[index] if texts else "") for index in range(sheet.width)]
    for column in columns:
        column.field, column.sure, column.why = _by_heading(column.heading, words)
    _drop_twins(columns, catalogue)
    found = Guess(columns, numbers)
    _by_content(found, sheet, catalogue, contents or {})
    found.columns = [
        column
        for column in columns
        if column.heading or any(row.value(column.index) != "" for row in found.body(sheet))
    ]
    return found


def _words(catalogue: Catalogue) -> dict[str, tuple[str, bool]]:
    """Folded word → (field, whether it is the label itself)."""
    words: dict[str, tuple[str, bool]] = {}
    for name, (label, *synonyms) in catalogue.items():
        words[fold(label)] = (name, True)
        for synonym in synonyms:
            words.setdefault(fold(synonym), (name, False))
    return words


def _known(heading: str, words: Mapping[str, tuple[str, bool]]) -> str:
    """The word by which a heading is known, "" for none: as it stands, then without its brackets."""
    for text in (fold(heading), fold(_BRACKETS.sub("", unicodedata.normalize("NFKC", heading)))):
        if text in words:
            return text
    return ""


def _heading(sheet: Sheet, words: Mapping[str, tuple[str, bool]]) -> tuple[list[str], tuple[int, ...]]:
    """The headings column by column and the rows they stand in; none where fewer than two are known.

    The row that knows most; of equal ones a single row, then the upper one.
    """
    best: tuple[int, int, list[str], tuple[int, ...]] = (2, -3, [], ())
    rows = sheet.rows[:HEADING_WITHIN]
    for place, row in enumerate(rows):
        single = _texts(sheet, row)
        candidates: list[tuple[list[str], tuple[int, ...]]] = [(single, (row.number,))]
        if place + 1 < len(rows) and rows[place + 1].number == row.number + 1:
            below = _texts(sheet, rows[place + 1])
            candidates.append((_joined(single, below, words), (row.number, row.number + 1)))
        for texts, numbers in candidates:
            score = len({words[known][0] for text in texts if (known := _known(text, words))})
            if (score, -len(numbers)) > best[:2]:
                best = (score, -len(numbers), texts, numbers)
    return best[2], best[3]


def _texts(sheet: Sheet, row: Row) -> list[str]:
    return [read_text(row.value(column)) for column in range(sheet.width)]


def _joined(upper: list[str], lower: list[str], words: Mapping[str, tuple[str, bool]]) -> list[str]:
    """Two rows of headings as one: 代表者 over 氏名 is 代表者氏名; a cell merged down says itself once."""
    texts = []
    for above, below in zip(upper, lower, strict=True):
        if not below or above == below:
            texts.append(above)
        elif not above or _known(above + below, words):
            texts.append(above + below)
        else:
            texts.append(below if _known(below, words) else above + below)
    return texts


def _by_heading(heading: str, words: Mapping[str, tuple[str, bool]]) -> tuple[str, Sureness, str]:
    known = _known(heading, words) if heading else ""
    if known:
        name, is_label = words[known]
        if is_label:
            return name, Sureness.EXACT, "見出しが項目の名前と同じです。"
        return name, Sureness.SYNONYM, f"見出し「{heading}」から判断しました。"
    return "", Sureness.NONE, ""


def _drop_twins(columns: list[Column], catalogue: Catalogue) -> None:
    """Of two columns for one field the surer stays, of equally sure ones the left."""
    taken: dict[str, Column] = {}
    for column in sorted(columns, key=lambda column: (column.sure is not Sureness.EXACT, column.index)):
        if not column.field:
            continue
        if column.field in taken:
            label = catalogue[column.field][0]
            other = taken[column.field].letters
            column.field, column.sure = "", Sureness.NONE
            column.why = f"「{label}」は{other}列から読むので、この列は使いません。"
        else:
            taken[column.field] = column


def _by_content(found: Guess, sheet: Sheet, catalogue: Catalogue, contents: Contents) -> None:
    """A column without a known heading is taken by what is in it, when only one column looks so."""
    body = found.body(sheet)
    for name, looks_like in contents.items():
        if name in found.fields:
            continue
        fitting = [c for c in found.columns if not c.field and not c.why and _fits(c.index, body, looks_like)]
        if len(fitting) == 1:
            column = fitting[0]
            column.field, column.sure = name, Sureness.CONTENT
            column.why = f"中身が「{catalogue[name][0]}」の形です。合っているか確かめてください。"


def _fits(index: int, body: list[Row], looks_like: Callable[[Cell], bool]) -> bool:
    values = [row.value(index) for row in body if row.value(index) != ""][:_SAMPLE]
    return len(values) >= 2 and sum(map(looks_like, values)) >= 0.8 * len(values)
