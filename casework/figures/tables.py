"""A table of numbers: as the page shows it, as the picture draws it, as the file holds it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from casework.export.columns import Column, Kind
from casework.figures import hiding

HIDDEN = "伏せ"  # a number that other stations may not know
Cell = int | str | None
Named = Sequence[tuple[str, str]]  # (key, label), in order
Numbers = Mapping[tuple[str, str], int]  # (key of the row, key of the column) → number


@dataclass(frozen=True)
class Head:
    """A column: ``unit`` stands behind each number; one without a unit holds words."""

    key: str
    label: str
    unit: str = "件"


@dataclass(frozen=True)
class Line:
    label: str
    cells: tuple[Cell, ...]
    is_total: bool = False
    key: str = ""


@dataclass(frozen=True)
class Table:
    """``name`` heads the column of the lines' labels. ``each`` and ``count`` make it a source of a file."""

    caption: str
    name: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...] = field(default=())

    @property
    def is_hiding(self) -> bool:
        return any(HIDDEN in line.cells for line in self.lines)

    @property
    def rows(self) -> list[tuple[Line, list[tuple[Head, str, str]]]]:
        """Each line with its cells: (head, text, "num" or "words")."""
        return [
            (line, [(head, _text(head, cell), "num" if head.unit else "words") for head, cell in zip(self.heads, line.cells, strict=True)])
            for line in self.lines
        ]  # fmt: skip

    def columns(self) -> tuple[Column, ...]:
        named = Column("label", self.name, lambda line: line.label, fixed=True)
        return (named, *(self._column(place) for place in range(len(self.heads))))

    def _column(self, place: int) -> Column:
        head = self.heads[place]
        heading = f"{head.label}（{head.unit}）" if head.unit else head.label
        kind = Kind.NUMBER if head.unit else Kind.TEXT
        return Column(head.key, heading, lambda line: line.cells[place], kind, on_page=False)

    def count(self) -> int:
        return len(self.lines)

    def each(self) -> Iterator[Line]:
        return iter(self.lines)

    def values(self, key: str) -> list[tuple[str, int]]:
        """(label, number) of a column for a picture: without the totals, and without what is hidden or not there."""
        place = [head.key for head in self.heads].index(key)
        pairs = [(line.label, line.cells[place]) for line in self.lines if not line.is_total]
        return [(label, cell) for label, cell in pairs if isinstance(cell, int)]


def _text(head: Head, cell: Cell) -> str:
    """A cell as it is read; a dash where there is nothing to count."""
    if cell is None:
        return "―"
    return f"{cell:,}{head.unit}" if isinstance(cell, int) else cell


TOTAL = "計"


def crossed(caption: str, name: str, rows: Named, heads: Sequence[Head], numbers: Numbers) -> Table:
    """Rows by columns with their sums."""
    grid = [[numbers.get((row, head.key), 0) for head in heads] for row, _ in rows]
    return _summed(caption, name, rows, heads, grid, set())


def together(
    caption: str, name: str, rows: Named, heads: Sequence[Head], own: Numbers, others: Numbers
) -> Table:  # fmt: skip
    """The same of the whole prefecture, as a station may see it: what is small elsewhere cannot be worked out."""
    other = [[others.get((row, head.key), 0) for head in heads] for row, _ in rows]
    mine = [[own.get((row, head.key), 0) for head in heads] for row, _ in rows]
    grid = [[a + b for a, b in zip(*pair, strict=True)] for pair in zip(mine, other, strict=True)]
    return _summed(caption, name, rows, heads, grid, hiding.with_margins(other))


def _summed(caption, name, rows: Named, heads: Sequence[Head], grid: list[list[int]], hidden) -> Table:
    whole = [[*row, sum(row)] for row in grid]
    whole.append([sum(column) for column in zip(*whole, strict=True)] or [0] * (len(heads) + 1))
    labels = [*rows, ("", TOTAL)]
    lines = tuple(
        Line(label, tuple(HIDDEN if (r, c) in hidden else number for c, number in enumerate(whole[r])), r == len(rows), key)
        for r, (key, label) in enumerate(labels)
    )  # fmt: skip
    unit = heads[0].unit if heads else "件"
    return Table(caption, name, (*heads, Head("total", TOTAL, unit)), lines)


def masked(own: Sequence[int], others: Sequence[int], hidden: set[int]) -> tuple[Cell, ...]:
    """The prefecture's numbers beside a station's own, without those at the hidden places."""
    return tuple(HIDDEN if place in hidden else a + b for place, (a, b) in enumerate(zip(own, others, strict=True)))  # fmt: skip
