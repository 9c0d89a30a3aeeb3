"""Rows of a corridor: each track and each word beside a straight way gets one, so that none covers another."""

from dataclasses import dataclass, field

from casework.drawing.diagram import lines_of, width
from casework.drawing.places import CLAUSE_SIZE, EDGE_PAD, WORD_SIZE, word_width
from casework.drawing.tracks import CHANNEL, MARGIN, RAIL, STUB, Columns, Corridor, Port, Wire

LINE, AIR, TRACK_ROW = 15.0, 10.0, 24.0
BESIDE = 7.0  # between a straight way and its word


@dataclass
class Item:
    """A track or a word: from x to x, so high; ``x`` and ``anchor`` of a word beside its way."""

    number: int
    left: float
    right: float
    height: float
    x: float = 0
    anchor: str = "start"


@dataclass
class Rows:
    """The rows of one corridor, the first next to the main line (or to the row that the corridor serves)."""

    heights: list[float] = field(default_factory=list)
    of: dict[int, int] = field(default_factory=dict)  # number of the wire -> its row
    items: dict[int, Item] = field(default_factory=dict)

    def put(self, item: Item, row: int = 0) -> None:
        """Into this row, or the next in which it stands free."""
        while not self.is_free(item, row):
            row += 1
        self.items[item.number], self.of[item.number] = item, row
        self.heights += [0.0] * (row + 1 - len(self.heights))
        self.heights[row] = max(self.heights[row], item.height)

    def is_free(self, item: Item, row: int) -> bool:
        return not any(self.of[other.number] == row and _touch(other, item) for other in self.items.values())

    def passes(self, number: int, row: int, is_near: bool) -> bool:
        """Whether the upright part of a way runs through the row: up to its track, or all through if straight."""
        track = self.of.get(number)
        return track is None or self.items[number].x > 0 or (row <= track if is_near else row >= track)


def _touch(one: Item, other: Item) -> bool:
    return one.left < other.right + AIR and other.left < one.right + AIR


def inline_width(edge) -> float:
    """Of an act's word with its clause behind it."""
    return width(edge.label, WORD_SIZE) + (5 + width(edge.clause, CLAUSE_SIZE) if edge.clause else 0)


def stacked_height(edge) -> float:
    return LINE * len(lines_of(edge.label)) + (LINE - 2 if edge.clause else 0) + 4


def channel(number: int, found: list[Wire], across: Columns) -> float:
    """Where a way through the margin runs up or down; the first one lies outermost."""
    before = sum(wire.side == found[number].side for wire in found[:number])
    inset = EDGE_PAD + CHANNEL * before
    return inset if found[number].side < 0 else across.width - inset


def rows(
    corridor: Corridor, found: list[Wire], placed: dict[Port, float], across: Columns, near: set[str]
) -> Rows:
    """Tracks first, short ones nearest, then the words beside straight ways; ``near``: states at the first row."""
    here = [number for number, wire in enumerate(found) if corridor in wire.corridors]
    ways = [(number, state in near, x) for (number, at, state, _), x in placed.items() if at == corridor]
    made = Rows()
    is_track = {number: found[number].kind in (RAIL, MARGIN) for number in here}
    tracks = [_track(number, corridor, found, ways, across) for number in here if is_track[number]]
    for item in sorted(tracks, key=lambda item: (item.right - item.left, item.number)):
        made.put(item)
    for number, _, x in sorted((way for way in ways if not is_track[way[0]]), key=lambda way: way[2]):
        others = [way for way in ways if way[0] != number]
        made.put(*_word(number, found[number], x, others, made))
    return made


def word_corridor(number: int, found: list[Wire], placed: dict[Port, float], across: Columns) -> Corridor:
    """The corridor in which the track is longest: there the word has its place."""
    aside = [channel(number, found, across)] if found[number].kind == MARGIN else []

    def length(corridor: Corridor) -> float:
        xs = [x for port, x in placed.items() if port[:2] == (number, corridor)] + aside
        return max(xs) - min(xs)

    return max(found[number].corridors, key=length)


def _track(number: int, corridor: Corridor, found: list[Wire], ways, across: Columns) -> Item:
    wire = found[number]
    xs = [x for other, _, x in ways if other == number]
    xs += [channel(number, found, across)] if wire.kind == MARGIN else []
    wide = inline_width(wire.edges[0]) + 8
    lacking = max(
        0, wide - (max(xs) - min(xs))
    )  # a short track keeps room for its word: away from the margin
    share = {-1: 0.0, 0: 0.5, 1: 1.0}[wire.side]
    left = max(EDGE_PAD, min(xs) - share * lacking) if lacking else min(xs)
    return Item(number, left, max(left + wide, *xs), TRACK_ROW)


def _word(number: int, wire: Wire, x: float, others, made: Rows) -> tuple[Item, int]:
    """Where the fewest other ways pass: near rows before far ones, right before left."""
    edge = wire.edges[0]
    away = BESIDE + (5 if wire.kind == STUB else 0)
    reach, high = word_width(edge) + away, stacked_height(edge)
    tries = []
    for row in range(len(made.heights) + 1):
        passing = [way_x for way, is_near, way_x in others if made.passes(way, row, is_near)]
        right = sum(0 < way_x - x < reach for way_x in passing)
        left = sum(0 < x - way_x < reach for way_x in passing) + (9 if x - reach < EDGE_PAD else 0)
        tries += [(right, row, Item(number, x - 4, x + reach, high, x + away, "start"))]
        tries += [(left, row, Item(number, x - reach, x + 4, high, x - away, "end"))]
    _, row, item = min((each for each in tries if made.is_free(each[2], each[1])), key=lambda each: each[:2])
    return item, row
