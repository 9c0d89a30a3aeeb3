"""Columns of a book set as lines of text, as a printer sets them: what stands between two cells is spaces of the type.

A page's rows become a few texts instead of a box for each cell, which the layout takes a third of the time for.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from casework.typefaces import advance, unprintable

MM_PER_PT = 0.3528
EM, EN, SPACE = "\u2003", "\u2002", "\u00a0"
NEAR = 0.02  # em: what no eye sees


class Column(NamedTuple):
    """Width in em; ``left``: set at its left edge, else in its middle; ``skipped``: left free for something else."""

    width: float
    left: bool
    skipped: bool


class Columns:
    """The rows of a page in texts that stand on one another: a line a row in each.

    ``spec`` names the columns in millimetres, ``|`` between two texts: ``10 17 18 | 44l 22 _52 18``.
    """

    def __init__(self, spec: str, points: float, face: str):
        self.face = face
        em = points * MM_PER_PT
        self.parts = [[_column(each, em) for each in part.split()] for part in spec.split("|")]
        self._lines: list[list[str]] = [[] for _ in self.parts]

    @property
    def texts(self) -> list[str]:
        return ["\n".join(lines) for lines in self._lines]

    def leave(self) -> None:
        """An empty row."""
        for lines in self._lines:
            lines.append("")

    def add(self, cells: Sequence[str]) -> bool:
        """Set a row; if one of its cells does not fit its column, the row is left empty and the answer is False."""
        rest = iter(cells)
        texts = [tuple(next(rest) for each in part if not each.skipped) for part in self.parts]
        row = [set_line(tuple(part), text, self.face) for part, text in zip(self.parts, texts, strict=True)]
        if None in row:
            self.leave()
            return False
        for lines, line in zip(self._lines, row, strict=True):
            lines.append(line or "")
        return True


@lru_cache(maxsize=4096)
def set_line(columns: tuple[Column, ...], cells: tuple[str, ...], face: str) -> str | None:
    """A line with each cell at its place to within a few hundredths of an em, or None if one does not fit."""
    line, at, start, rest = "", 0.0, 0.0, iter(cells)
    for column in columns:
        text = "" if column.skipped else next(rest)
        if text:
            width = _width(text, face)
            if width > column.width - 0.2:
                return None
            space = gap(start + (0.0 if column.left else (column.width - width) / 2) - at, face)
            line += space + text
            at += advance(space, face) + width
        start += column.width
    return line


@lru_cache(maxsize=4096)
def gap(width: float, face: str) -> str:
    """The spaces that come nearest to a width in em; the fewest of the narrow ones that come near enough."""
    half, thin = advance(EN, face), advance(SPACE, face)
    best, least = "", abs(width)
    for narrow in range(int(max(width, 0.0) / thin) + 1):
        halves = max(0, round((width - narrow * thin) / half))
        error = abs(width - narrow * thin - halves * half)
        if error < least:
            best, least = EM * (halves // 2) + EN * (halves % 2) + SPACE * narrow, error
        if least < NEAR:
            break
    return best


def _width(text: str, face: str) -> float:
    """Width in em; infinite where the face lacks a character or the text has several lines."""
    try:
        return math.inf if unprintable(text) else advance(text, face)
    except KeyError:
        return math.inf


def _column(text: str, em: float) -> Column:
    return Column(float(text.strip("_l")) / em, text.endswith("l"), text.startswith("_"))
