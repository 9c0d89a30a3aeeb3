"""What a file would become, for the eye: verdicts row by row, cut into pages, and what it became in a word."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from casework.registering.verdicts import Line, Outcome, Plan
from casework.sheets.book import Book
from casework.sheets.cells import read_text
from casework.sheets.reading import FileReading
from casework.sheets.records import Record

FAULT, ASKED, CARE, NEW, KNOWN, TWIN = "fault", "asked", "care", "new", "known", "twin"
VERDICTS = {
    FAULT: ("直してください", "bad"),
    ASKED: ("答えてください", "bad"),
    CARE: ("注意", "care"),
    NEW: ("新しく登録", "good"),
    KNOWN: ("登録済み", "plain"),
    TWIN: ("重複・読みとばし", "plain"),
}
"""Code → (word, tone), in the order in which they are looked at."""
OF_OUTCOME = {Outcome.FAULT: FAULT, Outcome.ASKED: ASKED, Outcome.KNOWN: KNOWN, Outcome.SKIPPED: TWIN}
SIZE = 50


@dataclass
class ShownRow:
    """One row of the file: where it stands, what it is, its verdict and why; ``beside``: by what it is found in the book."""

    record: Record
    kind_word: str
    verdict: str
    reasons: list[str] = field(default_factory=list)
    title: str = ""
    beside: str = ""
    place: int = 0

    @property
    def word(self) -> str:
        return VERDICTS[self.verdict][0]

    @property
    def tone(self) -> str:
        return VERDICTS[self.verdict][1]


class Shows:
    """How the rows of one kind of file are named; ``title`` and ``beside`` are an application's."""

    book: Book

    def title(self, kind: str, record: Any) -> str:
        """The row's own name; "" where it has none."""
        return record.name

    def beside(self, kind: str, record: Any) -> str:
        raise NotImplementedError

    def rows(self, reading: FileReading, plan: Plan) -> list[ShownRow]:
        """Every row of the file once, in the file's order."""
        judged = {id(line.record): line for line in plan.lines}
        return [
            self._row(sheet.kind, place, record, judged.get(id(record)))
            for place, sheet in enumerate(reading.sheets)
            for record in sheet.records
        ]

    def _row(self, kind: str, place: int, record: Any, line: Line | None) -> ShownRow:
        verdict, reasons = TWIN, [record.skip]
        if line:
            verdict = OF_OUTCOME.get(line.outcome, CARE if line.notes else NEW)
            reasons = line.notes if line.outcome == Outcome.NEW else line.reasons or line.notes
        title = self.title(kind, record) or cells_of(record)[:40] or "（空）"
        return ShownRow(
            record, self.book.kinds[kind].label, verdict, reasons, title, self.beside(kind, record), place
        )

    def counts(self, rows: list[ShownRow]) -> list[tuple[str, list[tuple[str, int]]]]:
        """(kind, (word, count) of each verdict that occurs at all, in their order) for the kinds that occur."""
        found = Counter((row.kind_word, row.verdict) for row in rows)
        return [
            (word, [(VERDICTS[verdict][0], found[word, verdict]) for verdict in verdicts_of(rows)])
            for word in self.book.labels.values()
            if any(found[word, verdict] for verdict in VERDICTS)
        ]

    def made(self, counts: dict[str, int]) -> str:
        """団体 3、自動車 5 from the counts kept with a batch; "" before it was registered."""
        found = [(word, counts.get(f"{kind}:new", 0)) for kind, word in self.book.labels.items()]
        return "、".join(f"{word} {count}" for word, count in found if count)


def cells_of(record: Record) -> str:
    return "　".join(read_text(cell) for cell in record.cells if cell != "")


def verdicts_of(rows: list[ShownRow]) -> list[str]:
    """The codes of the table: all but the one that only some files need."""
    asks = any(row.verdict == ASKED for row in rows)
    return [code for code in VERDICTS if code != ASKED or asks]


class Page:
    """The rows of one verdict, cut into pages; ``previous`` and ``next`` are addresses."""

    note = f"{SIZE}行ずつ"

    def __init__(self, rows: list[ShownRow], show: str, number: int):
        found = Counter(row.verdict for row in rows)
        self.tabs = [(code, *VERDICTS[code], found[code]) for code in VERDICTS if found[code]]
        codes = [code for code, *_ in self.tabs]
        self.show = show if show in codes else (codes[0] if codes else "")
        chosen = [row for row in rows if row.verdict == self.show]
        last = max(0, (len(chosen) - 1) // SIZE)
        number = min(max(number, 0), last)
        self.rows = chosen[number * SIZE : (number + 1) * SIZE]
        self.previous = f"?show={self.show}&page={number - 1}#rows" if number else ""
        self.next = f"?show={self.show}&page={number + 1}#rows" if number < last else ""
