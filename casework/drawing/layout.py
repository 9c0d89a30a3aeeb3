"""Every point of the picture: boxes, arrows with their bends, words with their place."""

from dataclasses import dataclass, field
from itertools import count, pairwise

from casework.drawing import corridors
from casework.drawing.corridors import LINE, inline_width, stacked_height
from casework.drawing.diagram import Diagram, Edge, lines_of, width
from casework.drawing.measures import Measures, Rect
from casework.drawing.places import ARROW, EDGE_PAD, WORD_SIZE, word_width
from casework.drawing.tracks import ACROSS, MARGIN, OPENING, RAIL, STUB, UPRIGHT, Wire

BOX_HEIGHT, NOTED_HEIGHT = 44.0, 62.0
Point = tuple[float, float]


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
    width: float
    height: float
    boxes: dict[str, Rect]
    arrows: list[Arrow] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)


def lay_out(diagram: Diagram, *, noted: bool = False) -> Layout:
    """In as few bands as fit the width. ``noted``: boxes have a second line, for a day or the present state."""
    height = NOTED_HEIGHT if noted else BOX_HEIGHT
    tried = (Measures(diagram, height, bands) for bands in count(1))
    return _Pen(diagram, next(measures for measures in tried if measures.fits())).drawn()


class _Pen:
    """Draws wire by wire; words on tracks come last, where they find room."""

    def __init__(self, diagram: Diagram, measures: Measures):
        self.at = measures
        self.layout = Layout(diagram, measures.across.width, measures.height, measures.boxes)

    def drawn(self) -> Layout:
        for number, wire in enumerate(self.at.wires):
            if wire.kind in (ACROSS, OPENING):
                self._straight_across(wire)
            elif wire.kind in (UPRIGHT, STUB):
                self._straight_up(number, wire)
            else:
                self._by_track(number, wire)
        for number, wire in enumerate(self.at.wires):
            if wire.kind in (RAIL, MARGIN):
                self._word_on_track(number, wire)
        return self.layout

    # --- ways

    def _arrow(self, edge: Edge, *points: Point, start: str = "", end: str = "head") -> None:
        self.layout.arrows.append(Arrow(edge, points, start, end))

    def _straight_across(self, wire: Wire) -> None:
        edge = wire.edges[0]
        to = self.at.boxes[edge.target]
        y = to.y + to.height / 2
        if wire.kind == OPENING:
            start, end = to.x - word_width(edge) - ARROW, to.x
        elif (source := self.at.boxes[edge.source]).x < to.x:
            start, end = source.x + source.width, to.x
        else:
            start, end = source.x, to.x + to.width
        self._arrow(edge, (start, y), (end, y), start="dot" if wire.kind == OPENING else "")
        self._word_across(edge, (start + end) / 2 + (-4 if start < end else 4), y)

    def _straight_up(self, number: int, wire: Wire) -> None:
        edge, (corridor,) = wire.edges[0], wire.corridors
        x = next(x for port, x in self.at.ports.items() if port[0] == number)
        middle, item = self.at.middle(number, corridor), self.at.rows[corridor].items[number]
        if not edge.source:
            self._arrow(edge, (x, middle), (x, self.at.face(edge.target, corridor)), start="dot")
        elif not edge.target:
            self._arrow(edge, (x, self.at.face(edge.source, corridor)), (x, middle), end="cross")
        else:
            self._arrow(edge, *((x, self.at.face(state, corridor)) for state in (edge.source, edge.target)))
        self._word_beside(edge, item.x, middle, item.anchor)

    def _by_track(self, number: int, wire: Wire) -> None:
        first, last = wire.corridors[0], wire.corridors[-1]
        levels = self.at.track(number, first), self.at.track(number, last)
        end = self.at.ports[number, last, wire.edges[0].target, "to"]
        for edge in wire.edges:
            start = end if edge in wire.straight else self.at.ports[number, first, edge.source, "from"]
            bends = [] if edge in wire.straight else [(start, levels[0]), (end, levels[1])]
            if wire.kind == MARGIN:
                aside = corridors.channel(number, self.at.wires, self.at.across)
                bends[1:1] = [(aside, levels[0]), (aside, levels[1])]
            self._arrow(
                edge,
                (start, self.at.face(edge.source, first)),
                *bends,
                (end, self.at.face(edge.target, last)),
            )

    # --- words

    def _word_across(self, edge: Edge, x: float, y: float) -> None:
        """The word above the line at ``y``, the clause below."""
        lines, wide = lines_of(edge.label), word_width(edge)
        texts = [(x, y - 7 - LINE * (len(lines) - 1 - at), "word", line) for at, line in enumerate(lines)]
        texts += [(x, y + 16, "clause", edge.clause)] if edge.clause else []
        high = LINE * len(lines) + (23 if edge.clause else 4)
        rect = Rect(x - wide / 2, y - 4 - LINE * len(lines), wide, high)
        self.layout.words.append(Word((edge,), tuple(texts), "middle", rect))

    def _word_beside(self, edge: Edge, x: float, middle: float, anchor: str) -> None:
        lines, wide, high = lines_of(edge.label), word_width(edge), stacked_height(edge)
        top = middle - high / 2
        texts = [(x, top + LINE * (at + 1) - 1, "word", line) for at, line in enumerate(lines)]
        texts += [(x, top + high - 4, "clause", edge.clause)] if edge.clause else []
        rect = Rect(x if anchor == "start" else x - wide, top, wide, high)
        self.layout.words.append(Word((edge,), tuple(texts), anchor, rect))

    def _word_on_track(self, number: int, wire: Wire) -> None:
        """Above its track, where no other way passes; otherwise where the fewest do."""
        edge, wide = wire.edges[0], inline_width(wire.edges[0])
        corridor = corridors.word_corridor(number, self.at.wires, self.at.ports, self.at.across)
        item, y = self.at.rows[corridor].items[number], self.at.track(number, corridor)
        low = max(EDGE_PAD, item.left)
        high = max(low, min(self.layout.width - EDGE_PAD, item.right) - wide)
        tries = sorted(
            {low, high, (low + high) / 2, *(low + 4 * step for step in range(int((high - low) / 4)))}
        )
        left = min(tries, key=lambda x: (self._hits(Rect(x, y - 18, wide, 17)), abs(x - (low + high) / 2), x))
        texts = [(left, y - 5, "word", edge.label)]
        texts += (
            [(left + width(edge.label, WORD_SIZE) + 5, y - 5, "clause", edge.clause)] if edge.clause else []
        )
        rect = Rect(left, y - 18, wide, 17)
        self.layout.words.append(Word(tuple(wire.edges), tuple(texts), "start", rect))

    def _hits(self, rect: Rect) -> int:
        """How much lies under a word: ways once, words tenfold."""
        around = Rect(rect.x - 10, rect.y, rect.width + 20, rect.height)
        ways = {
            Rect(min(a, c), min(b, d), abs(c - a) + 0.1, abs(d - b) + 0.1)
            for arrow in self.layout.arrows
            for (a, b), (c, d) in pairwise(arrow.points)
        }
        return sum(map(around.meets, ways)) + 10 * sum(around.meets(word.rect) for word in self.layout.words)
