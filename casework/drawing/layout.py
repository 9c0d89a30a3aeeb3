"""Every point of the picture: boxes, arrows and words, from columns and rows of corridors."""

from dataclasses import dataclass, field
from itertools import count

from casework.drawing import corridors, tracks
from casework.drawing.corridors import LINE, Rows, inline_width
from casework.drawing.diagram import Diagram, Edge, lines_of, width
from casework.drawing.places import (
    EDGE_PAD,
    WIDTH,
    WORD_SIZE,
    box_width,
    place,
    word_width,
)
from casework.drawing.tracks import ACROSS, MARGIN, OPENING, RAIL, STUB, UPRIGHT, Corridor, Wire

BOX_HEIGHT, NOTED_HEIGHT = 44.0, 62.0
NEAR, EMPTY, TOP = (
    18.0,
    34.0,
    8.0,
)  # free room beside boxes for arrow heads; an empty corridor; the picture's edge
Point = tuple[float, float]


@dataclass(frozen=True)
class Rect:
    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "Rect") -> bool:
        across = self.x < other.x + other.width and other.x < self.x + self.width
        return across and self.y < other.y + other.height and other.y < self.y + self.height


@dataclass(frozen=True)
class Arrow:
    edge: Edge
    points: tuple[Point, ...]
    start: str = ""  # "dot": something new
    end: str = "head"  # "cross": it is taken out again


@dataclass(frozen=True)
class Word:
    """Word and clause of an act, for all edges that share its way; ``texts``: x, baseline, class, text."""

    edges: tuple[Edge, ...]
    texts: tuple[tuple[float, float, str, str], ...]
    anchor: str
    rect: Rect


@dataclass
class Layout:
    diagram: Diagram
    width: float = 0
    height: float = 0
    boxes: dict[str, Rect] = field(default_factory=dict)
    arrows: list[Arrow] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)


def lay_out(diagram: Diagram, *, noted: bool = False) -> Layout:
    """``noted``: boxes have a second line for a day or the mark of the present state."""
    height = NOTED_HEIGHT if noted else BOX_HEIGHT
    tried = (_Drafter(diagram, height, bands) for bands in count(1))
    return next(drafter for drafter in tried if drafter.fits()).draft()


class _Drafter:
    """Goes once from cells to points; holds what the steps share."""

    def __init__(self, diagram: Diagram, box_height: float, bands: int):
        self.diagram, self.box_height = diagram, box_height
        self.cells = place(diagram, bands)
        self.wires = tracks.wires(diagram, self.cells)
        self._measure(WIDTH)
        if self.across.width > WIDTH:
            self._measure(2 * WIDTH - self.across.width)
        self.layout = Layout(diagram, self.across.width)
        self.row_tops: dict[tuple[Corridor, int], float] = {}

    def _measure(self, room: float) -> None:
        """Columns, points of departure and rows; words beside the last column may take more than the room."""
        self.across = tracks.columns(self.diagram, self.cells, self.wires, box_width(self.diagram), room)
        self.ports = tracks.ports(self.wires, self.cells, self.across)
        self.rows = self._rows()
        inner = self.across.width - tracks.CHANNEL * sum(wire.side > 0 for wire in self.wires) - EDGE_PAD
        items = [item for rows in self.rows.values() for item in rows.items.values() if item.x]
        self.across.width += max([0.0, *(item.right - inner for item in items)])
        self.rows = self._rows()

    def _rows(self) -> dict[Corridor, Rows]:
        known = sorted({corridor for wire in self.wires for corridor in wire.corridors})
        return {corridor: self._rows_of(corridor) for corridor in known}

    def _rows_of(self, corridor: Corridor) -> Rows:
        served = {0: -1, 3: 1}.get(corridor[1], 0)
        near = {state for state, cell in self.cells.items() if cell.row == served}
        return corridors.rows(corridor, self.wires, self.ports, self.across, near)

    def fits(self) -> bool:
        """Whether the width suffices; with one state a band it cannot get narrower."""
        return self.across.width <= WIDTH or all(c.column == 0 for c in self.cells.values() if c.row == 0)

    def _widen(self) -> None:
        """Room for words beside the last column."""
        inner = self.across.width - tracks.CHANNEL * sum(wire.side > 0 for wire in self.wires) - EDGE_PAD
        items = [item for rows in self.rows.values() for item in rows.items.values() if item.x]
        self.across.width += max([0.0, *(item.right - inner for item in items)])
        self.rows = self._rows()

    def draft(self) -> Layout:
        y = TOP
        for band in sorted({cell.band for cell in self.cells.values()}):
            y = self._band(band, y)
        self.layout.height = y + TOP
        for number, wire in enumerate(self.wires):
            if wire.kind in (ACROSS, OPENING):
                self._straight_across(wire)
            elif wire.kind in (UPRIGHT, STUB):
                self._straight_up(number, wire)
            else:
                self._by_track(number, wire)
        for number, wire in enumerate(self.wires):
            if wire.kind in (RAIL, MARGIN):
                self._word_on_track(number, wire)
        return self.layout

    # --- heights

    def _band(self, band: int, y: float) -> float:
        """Lay the corridors and rows of a band from ``y`` downwards; where it ends."""
        for step in range(7):
            if step % 2:
                y = self._boxes(band, step // 2 - 1, y)
            else:
                y = self._corridor((band, step // 2), y)
        return y

    def _boxes(self, band: int, row: int, y: float) -> float:
        here = {state: cell for state, cell in self.cells.items() if (cell.band, cell.row) == (band, row)}
        for state, cell in here.items():
            self.layout.boxes[state] = Rect(self.across.left[cell], y, self.across.box, self.box_height)
        return y + self.box_height if here else y

    def _corridor(self, corridor: Corridor, y: float) -> float:
        rows = self.rows.get(corridor, Rows())
        if not rows.heights:
            return y + (EMPTY if self._lies_between(corridor) else 0)
        order = list(enumerate(rows.heights))
        if corridor[1] < 2:
            order.reverse()
        y += NEAR if self._lies_between(corridor) or corridor[1] > 1 else 0
        for row, height in order:
            self.row_tops[corridor, row] = y
            y += height
        return y + (NEAR if self._lies_between(corridor) or corridor[1] < 2 else 0)

    def _lies_between(self, corridor: Corridor) -> bool:
        side = {1: -1, 2: 1}.get(corridor[1])
        return any((cell.band, cell.row) == (corridor[0], side) for cell in self.cells.values())

    def _middle(self, number: int, corridor: Corridor) -> float:
        rows = self.rows[corridor]
        row = rows.of[number]
        return self.row_tops[corridor, row] + rows.heights[row] / 2

    def _track(self, number: int, corridor: Corridor) -> float:
        rows = self.rows[corridor]
        row = rows.of[number]
        return self.row_tops[corridor, row] + rows.heights[row] - 3

    def _face(self, state: str, corridor: Corridor) -> float:
        box, cell = self.layout.boxes[state], self.cells[state]
        return box.y if corridor[1] == cell.row + 1 else box.y + box.height

    # --- ways

    def _straight_across(self, wire: Wire) -> None:
        edge = wire.edges[0]
        end = self.layout.boxes[edge.target]
        y = end.y + end.height / 2
        if wire.kind == OPENING:
            start = end.x - word_width(edge) - tracks.ARROW
            points = ((start, y), (end.x, y))
        else:
            a = self.layout.boxes[edge.source]
            points = ((a.x + a.width, y), (end.x, y)) if a.x < end.x else ((a.x, y), (end.x + end.width, y))
        self.layout.arrows.append(Arrow(edge, points, "dot" if wire.kind == OPENING else ""))
        lean = -4 if points[0][0] < points[1][0] else 4
        self._stack(edge, (points[0][0] + points[1][0]) / 2 + lean, y, "middle")

    def _straight_up(self, number: int, wire: Wire) -> None:
        edge, (corridor,) = wire.edges[0], wire.corridors
        x = next(x for port, x in self.ports.items() if port[0] == number)
        middle = self._middle(number, corridor)
        item = self.rows[corridor].items[number]
        if wire.kind == UPRIGHT:
            points = ((x, self._face(edge.source, corridor)), (x, self._face(edge.target, corridor)))
            self.layout.arrows.append(Arrow(edge, points))
        elif edge.source:
            self.layout.arrows.append(
                Arrow(edge, ((x, self._face(edge.source, corridor)), (x, middle)), "", "cross")
            )
        else:
            self.layout.arrows.append(
                Arrow(edge, ((x, middle), (x, self._face(edge.target, corridor))), "dot")
            )
        self._stack_beside(edge, item.x, middle, item.anchor)

    def _by_track(self, number: int, wire: Wire) -> None:
        first, last = wire.corridors[0], wire.corridors[-1]
        end = self.ports[number, last, wire.edges[0].target, "to"]
        for edge in wire.straight:
            points = [(end, self._face(edge.source, first)), (end, self._face(edge.target, first))]
            self.layout.arrows.append(Arrow(edge, tuple(points)))
        for edge in (edge for edge in wire.edges if edge not in wire.straight):
            start = self.ports[number, first, edge.source, "from"]
            points = [(start, self._face(edge.source, first)), (start, self._track(number, first))]
            if wire.kind == MARGIN:
                aside = corridors.channel(number, self.wires, self.across)
                points += [(aside, self._track(number, first)), (aside, self._track(number, last))]
            points += [(end, self._track(number, last)), (end, self._face(edge.target, last))]
            self.layout.arrows.append(Arrow(edge, tuple(points)))

    # --- words

    def _stack(self, edge: Edge, x: float, y: float, anchor: str) -> None:
        """The word above the line at ``y``, the clause below."""
        lines = lines_of(edge.label)
        texts = [(x, y - 7 - LINE * (len(lines) - 1 - at), "word", line) for at, line in enumerate(lines)]
        texts += [(x, y + 16, "clause", edge.clause)] if edge.clause else []
        wide = word_width(edge)
        rect = Rect(
            x - wide / 2, y - 7 - LINE * len(lines) + 3, wide, LINE * len(lines) + (23 if edge.clause else 4)
        )
        self.layout.words.append(Word((edge,), tuple(texts), anchor, rect))

    def _stack_beside(self, edge: Edge, x: float, middle: float, anchor: str) -> None:
        lines = lines_of(edge.label)
        high = corridors.stacked_height(edge)
        texts = [(x, middle - high / 2 + LINE * (at + 1) - 1, "word", line) for at, line in enumerate(lines)]
        if edge.clause:
            texts.append((x, middle + high / 2 - 4, "clause", edge.clause))
        wide = word_width(edge)
        left = x if anchor == "start" else x - wide
        self.layout.words.append(
            Word((edge,), tuple(texts), anchor, Rect(left, middle - high / 2, wide, high))
        )

    def _word_on_track(self, number: int, wire: Wire) -> None:
        """Above its track, where no other way passes; otherwise where the fewest do."""
        edge, corridor = wire.edges[0], corridors.word_corridor(number, self.wires, self.ports, self.across)
        item, wide, y = (
            self.rows[corridor].items[number],
            inline_width(wire.edges[0]),
            self._track(number, corridor),
        )
        low = max(EDGE_PAD, item.left)
        high = max(low, min(self.across.width - EDGE_PAD, item.right) - wide)
        middle = (low + high) / 2
        tries = sorted({low, high, middle, *(low + 4 * k for k in range(int((high - low) / 4)))})
        left = min(tries, key=lambda x: (self._hits(Rect(x, y - 18, wide, 17)), abs(x - middle), x))
        rect = Rect(left, y - 18, wide, 17)
        texts = [(left, y - 5, "word", edge.label)]
        if edge.clause:
            texts.append((left + width(edge.label, WORD_SIZE) + 5, y - 5, "clause", edge.clause))
        self.layout.words.append(Word(tuple(wire.edges), tuple(texts), "start", rect))

    def _hits(self, rect: Rect) -> int:
        """How much lies under a word: ways once, words tenfold."""
        around = Rect(rect.x - 4, rect.y, rect.width + 8, rect.height)
        ways = {
            (min(a, c), min(b, d), max(a, c), max(b, d))
            for arrow in self.layout.arrows
            for (a, b), (c, d) in zip(arrow.points, arrow.points[1:], strict=False)
        }
        crossed = sum(around.meets(Rect(a, b, c - a + 0.1, d - b + 0.1)) for a, b, c, d in ways)
        return crossed + 10 * sum(around.meets(word.rect) for word in self.layout.words)
