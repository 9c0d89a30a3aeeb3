"""The register cut into its pages (BP-5-5-3): fifteen rows each, in places that never change, with totals carried.

What the paper book held stands on leaves of its own before ours, so that ours keep their numbers whatever is registered
later. A struck row counts for nothing; the row that corrects it counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from blue_patrol.papers.books import RegisterRowValues
from casework.paper_sheets import filled_up, sheets

ROWS = 15


class Counts(NamedTuple):
    """What a number of rows hand over; ``struck``: how many more are struck through."""

    rows: int = 0
    certificates: int = 0
    stickers: int = 0
    cards: int = 0
    notices: int = 0
    struck: int = 0

    def plus(self, other: Counts) -> Counts:
        return Counts(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    def less(self, other: Counts) -> Counts:
        return Counts(*(mine - theirs for mine, theirs in zip(self, other, strict=True)))


def count(rows: Iterable[RegisterRowValues]) -> Counts:
    total = Counts()
    for row in rows:
        if row.struck_to is not None:
            total = total.plus(Counts(struck=1))
        else:
            counted = (row.certificate_count, row.sticker_count, row.card_count, row.notice_count)
            total = total.plus(Counts(1, *counted))
    return total


@dataclass(frozen=True)
class RegisterPage:
    """One page; ``number``: 1, 2, 3 … of our own, 紙1, 紙2 … of the paper book."""

    number: str
    rows: Sequence[RegisterRowValues]
    before: Counts
    own: Counts

    @property
    def after(self) -> Counts:
        return self.before.plus(self.own)

    @property
    def lines(self) -> list[tuple[str, RegisterRowValues]]:
        """The rows with the empty ones below them, each with what its 摘要 is called on a sheet of its own (別紙)."""
        rows = filled_up(self.rows, ROWS, RegisterRowValues())
        return [(f"摘要（{self.number}頁{place}行目）", row) for place, row in enumerate(rows, 1)]


def pages_of(paper: Sequence[RegisterRowValues], rows: Sequence[RegisterRowValues]) -> list[RegisterPage]:
    """A book's pages; an empty book has one empty page."""
    cut = [(f"紙{number}", each) for number, each in enumerate(sheets(paper, ROWS), 1)]
    cut += [(f"{number}", each) for number, each in enumerate(sheets(rows, ROWS) or [()], 1)]
    pages, before = [], Counts()
    for number, each in cut:
        page = RegisterPage(number, each, before, count(each))
        pages.append(page)
        before = page.after
    return pages


def by_kind(rows: Sequence[RegisterRowValues]) -> list[tuple[str, Counts]]:
    """(区分, counts) of the year in the order in which the kinds first occur."""
    kinds = dict.fromkeys(row.kind for row in rows)
    return [(kind, count(row for row in rows if row.kind == kind)) for kind in kinds]
