"""Measures from which the arrows are drawn: where each column, row of boxes and row of a corridor begins."""

from dataclasses import dataclass

from casework.drawing import corridors, tracks
from casework.drawing.corridors import Rows
from casework.drawing.diagram import Diagram
from casework.drawing.places import EDGE_PAD, WIDTH, box_width, place
from casework.drawing.tracks import MARGIN, Columns, Corridor, Port

NEAR, EMPTY = 18.0, 34.0  # free room beside boxes for arrow heads; height of a corridor without arrows
TOP, BOTTOM = 18.0, 6.0  # of the picture: a word of two lines stands out above the first row


@dataclass(frozen=True)
class Rect:
    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "Rect") -> bool:
        across = self.x < other.x + other.width and other.x < self.x + self.width
        return across and self.y < other.y + other.height and other.y < self.y + self.height


class Measures:
    """Of one diagram in so many bands; ``height`` and ``boxes`` in px of the picture."""

    across: Columns
    ports: dict[Port, float]
    rows: dict[Corridor, Rows]

    def __init__(self, diagram: Diagram, box_height: float, bands: int):
        self.box_height = box_height
        self.cells = place(diagram, bands)
        self.wires = tracks.wires(diagram, self.cells)
        for room in (WIDTH, 0.98 * WIDTH, 0.95 * WIDTH, 0.9 * WIDTH, 0):
            self._spread(diagram, room)
            if self.fits():
                break
        self.boxes: dict[str, Rect] = {}
        self.tops: dict[tuple[Corridor, int], float] = {}
        y = TOP
        for band in sorted({cell.band for cell in self.cells.values()}):
            y = self._band(band, y)
        self.height = y + BOTTOM

    def fits(self) -> bool:
        """Whether the width suffices; with one state a band it cannot get narrower."""
        return self.across.width <= WIDTH or all(c.column == 0 for c in self.cells.values() if c.row == 0)

    def middle(self, number: int, corridor: Corridor) -> float:
        """Of the row in which the wire has its word."""
        rows = self.rows[corridor]
        return self.tops[corridor, rows.of[number]] + rows.heights[rows.of[number]] / 2

    def track(self, number: int, corridor: Corridor) -> float:
        rows = self.rows[corridor]
        return self.tops[corridor, rows.of[number]] + rows.heights[rows.of[number]] - 3

    def face(self, state: str, corridor: Corridor) -> float:
        """The edge of the box that looks into the corridor."""
        box = self.boxes[state]
        return box.y if corridor[1] == self.cells[state].row + 1 else box.y + box.height

    # --- from left to right

    def _spread(self, diagram: Diagram, room: float) -> None:
        """Columns, points of departure and rows; words beside the last column may take more than the room."""
        self.across = tracks.columns(diagram, self.cells, self.wires, box_width(diagram), room)
        self.ports = tracks.ports(self.wires, self.cells, self.across)
        self.rows = self._rows()
        inner = self.across.width - tracks.CHANNEL * sum(wire.side > 0 for wire in self.wires) - EDGE_PAD
        items = [
            item
            for rows in self.rows.values()
            for item in rows.items.values()
            if self.wires[item.number].kind != MARGIN
        ]
        self.across.width += max([0.0, *(item.right - inner for item in items)])
        self.rows = self._rows()

    def _rows(self) -> dict[Corridor, Rows]:
        known = sorted({corridor for wire in self.wires for corridor in wire.corridors})
        return {corridor: self._rows_of(corridor) for corridor in known}

    def _rows_of(self, corridor: Corridor) -> Rows:
        served = {0: -1, 3: 1}.get(corridor[1], 0)
        near = {state for state, cell in self.cells.items() if cell.row == served}
        return corridors.rows(corridor, self.wires, self.ports, self.across, near)

    # --- from top to bottom

    def _band(self, band: int, y: float) -> float:
        """Lay the corridors and rows of boxes of a band from ``y`` downwards; where it ends."""
        for number, row in ((0, -1), (1, 0), (2, 1)):
            y = self._corridor((band, number), y)
            y = self._boxes(band, row, y)
        return self._corridor((band, 3), y)

    def _boxes(self, band: int, row: int, y: float) -> float:
        here = {state: cell for state, cell in self.cells.items() if (cell.band, cell.row) == (band, row)}
        for state, cell in here.items():
            self.boxes[state] = Rect(self.across.left[cell], y, self.across.box, self.box_height)
        return y + self.box_height if here else y

    def _corridor(self, corridor: Corridor, y: float) -> float:
        heights = self.rows[corridor].heights if corridor in self.rows else []
        is_between = self._has_row_beyond(corridor)
        if not heights:
            return y + (EMPTY if is_between else 0)
        order = list(enumerate(heights))
        if corridor[1] < 2:
            order.reverse()
        y += NEAR if is_between or corridor[1] > 1 else 0
        for row, height in order:
            self.tops[corridor, row] = y
            y += height
        return y + (NEAR if is_between or corridor[1] < 2 else 0)

    def _has_row_beyond(self, corridor: Corridor) -> bool:
        """Whether boxes stand on the side of the corridor that looks away from the main line."""
        beyond = {1: -1, 2: 1}.get(corridor[1])
        return any((cell.band, cell.row) == (corridor[0], beyond) for cell in self.cells.values())
