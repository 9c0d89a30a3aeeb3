"""Which way each arrow takes, and from which point of a box: straight, or through the corridors between the rows.

A band has four corridors: 0 above its upper row, 1 between that and the main line, 2 between the main line and
the lower row, 3 beneath. All bends lie in corridors, so no arrow crosses a box. Arrows of one act into one state
share a track.
"""

from dataclasses import dataclass, field
from itertools import groupby

from casework.drawing.diagram import Diagram, Edge
from casework.drawing.places import ARROW, EDGE_PAD, GAP, Cell, word_width

ACROSS, UPRIGHT, RAIL, MARGIN, STUB, OPENING = "across", "upright", "rail", "margin", "stub", "opening"
PORT_PITCH, CHANNEL, MOST_SPARE = 18.0, 14.0, 30.0
Corridor = tuple[int, int]  # band, number


@dataclass
class Wire:
    """Edges that share one way; ``corridors``: that of the sources, then that of the target if another."""

    kind: str
    edges: list[Edge]
    corridors: tuple[Corridor, ...] = ()
    side: int = 0  # of a way through the margin: -1 left, 1 right
    straight: list[Edge] = field(
        default_factory=list
    )  # those on a track that need no bend: the source faces the target

    def ends(self, corridor: Corridor) -> list[tuple[str, str]]:
        """(state, "from" or "to") that this wire touches in the corridor; a stub and an upright touch once."""
        if self.kind in (UPRIGHT, STUB):
            return [(self.edges[0].source or self.edges[0].target, "from")]
        found = []
        if corridor == self.corridors[0]:
            found = [(edge.source, "from") for edge in self.edges if edge not in self.straight]
        return found + ([(self.edges[0].target, "to")] if corridor == self.corridors[-1] else [])


def wires(diagram: Diagram, cells: dict[str, Cell]) -> list[Wire]:
    found: dict[tuple, Wire] = {}
    for edge in diagram.edges:
        wire = _wire(edge, diagram, cells, found)
        shared = wire.kind in (UPRIGHT, RAIL, MARGIN)
        key = (edge.act, edge.target, wire.corridors) if shared else edge.key
        found[key] = _joined(found[key], wire) if shared and key in found else wire
    return list(found.values())


def _joined(wire: Wire, other: Wire) -> Wire:
    kind = wire.kind if wire.kind == other.kind else RAIL
    straight = wire.straight + other.straight
    return Wire(kind, wire.edges + other.edges, wire.corridors, wire.side, straight)


def _wire(edge: Edge, diagram: Diagram, cells: dict[str, Cell], found: dict) -> Wire:
    is_opened = any(wire.kind == OPENING for wire in found.values())
    if not edge.source and edge.target == diagram.line()[0] and not is_opened:
        return Wire(OPENING, [edge])
    if not (edge.source and edge.target):
        cell = cells[edge.source or edge.target]
        return Wire(STUB, [edge], ((cell.band, {-1: 0, 0: 1, 1: 3}[cell.row]),))
    a, b = cells[edge.source], cells[edge.target]
    if a.band == b.band and a.row == b.row and _is_next(a, b) and not _is_taken(edge, found):
        return Wire(ACROSS, [edge])
    if a.band == b.band and a.column == b.column and abs(a.row - b.row) == 1:
        return Wire(UPRIGHT, [edge], (_between(a, b),), straight=[edge])
    if a.band == b.band and a.row * b.row >= 0:
        return Wire(RAIL, [edge], (_between(a, b),))
    down = a.band < b.band if a.band != b.band else None
    ways = (_face(a, down), _face(b, None if down is None else not down))
    return Wire(MARGIN, [edge], ways, 1 if 2 * a.column > max(c.column for c in cells.values()) else -1)


def _is_next(a: Cell, b: Cell) -> bool:
    return b.column - a.column == 1 or (a.row != 0 and a.column - b.column == 1)


def _is_taken(edge: Edge, found: dict) -> bool:
    pair = {edge.source, edge.target}
    return any(w.kind == ACROSS and {w.edges[0].source, w.edges[0].target} == pair for w in found.values())


def _between(a: Cell, b: Cell) -> Corridor:
    if a.row == b.row:
        return (a.band, {-1: 0, 0: 1, 1: 3}[a.row])
    return (a.band, 1 if min(a.row, b.row) < 0 else 2)


def _face(cell: Cell, down: bool | None) -> Corridor:
    """The corridor below or above the box; None: the one away from the main line."""
    down = cell.row > 0 if down is None else down
    return (cell.band, cell.row + (2 if down else 1))


# --- columns: where they stand from left to right -------------------------------------------------------------


@dataclass
class Columns:
    left: dict[Cell, float]  # left edge of each box
    box: float
    width: float

    def centre(self, cell: Cell) -> float:
        return self.left[cell] + self.box / 2


def columns(diagram: Diagram, cells: dict[str, Cell], found: list[Wire], box: float, room: float) -> Columns:
    margins = {side: CHANNEL * sum(wire.side == side for wire in found) for side in (-1, 1)}
    opening = max((word_width(w.edges[0]) + ARROW + 8 for w in found if w.kind == OPENING), default=0)
    start = EDGE_PAD + margins[-1] + opening
    gaps = {band: _gaps(band, cells, found) for band in {cell.band for cell in cells.values()}}
    widest = max(start + box * (len(g) + 1) + sum(g) for g in gaps.values())
    free = room - widest - margins[1] - EDGE_PAD
    most = max(1, *(len(g) for g in gaps.values()))
    spare = min(MOST_SPARE, max(0, free // most))
    left = {}
    for cell in cells.values():
        before = gaps[cell.band][: cell.column]
        left[cell] = start + cell.column * (box + spare) + sum(before)
    right = max(left.values()) + box
    return Columns(left, box, right + margins[1] + EDGE_PAD)


def _gaps(band: int, cells: dict[str, Cell], found: list[Wire]) -> list[float]:
    """Between each two columns, wide enough for the words of the straight arrows in it."""
    gaps = [GAP] * max(cell.column for cell in cells.values() if cell.band == band)
    for wire in found:
        edge = wire.edges[0]
        if wire.kind == ACROSS and cells[edge.source].band == band:
            at = min(cells[edge.source].column, cells[edge.target].column)
            gaps[at] = max(gaps[at], word_width(edge) + ARROW)
    return gaps


# --- ports: where on a box an arrow leaves or arrives --------------------------------------------------------

Port = tuple[int, Corridor, str, str]  # number of the wire, corridor, state, "from" or "to"


def ports(found: list[Wire], cells: dict[str, Cell], across: Columns) -> dict[Port, float]:
    """No two arrows of a column share a point in a corridor; those that go left stand left."""
    wanted = []
    for number, wire in enumerate(found):
        for corridor in dict.fromkeys(wire.corridors):
            for state, role in wire.ends(corridor):
                column = cells[state].column
                port = (number, corridor, state, role)
                wanted.append(((corridor, column), _leaning(wire, corridor, column, cells, role), port))
    wanted.sort()
    placed = {}
    for (_, _), group in groupby(wanted, key=lambda each: each[0]):
        here = [port for _, _, port in group]
        pitch = min(PORT_PITCH, (across.box - 24) / max(1, len(here) - 1))
        for at, port in enumerate(here):
            offset = (at - (len(here) - 1) / 2) * pitch
            placed[port] = round(across.centre(cells[port[2]]) + offset, 1)
    return placed


def _leaning(wire: Wire, corridor: Corridor, column: int, cells: dict[str, Cell], role: str) -> tuple:
    """Left, straight or right; straight ways down stand left of those up."""
    if wire.kind == UPRIGHT:
        edge = wire.edges[0]
        return (0, cells[edge.source].row > cells[edge.target].row)
    if wire.kind == STUB:
        return (0, 2)
    if wire.kind == MARGIN:
        return (wire.side, 0)
    others = [cells[state].column - column for state, _ in wire.ends(corridor)]
    way = sum(others)
    return (1 if way > 0 or (way == 0 and role == "to") else -1, abs(way) if way < 0 else -way)
