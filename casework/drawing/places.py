"""Which state stands where: the main line in bands from left to right, the others beside the state they hang from."""

from dataclasses import dataclass
from itertools import product

from casework.drawing.diagram import Diagram, lines_of, width

STATE_SIZE, WORD_SIZE, CLAUSE_SIZE = 16.0, 13.0, 11.0
WIDTH = 1180.0  # of the content of a page
EDGE_PAD, GAP, ARROW = 12.0, 34.0, 22.0
FEWEST_COLUMNS = 5  # a short main line has room beside it


@dataclass(frozen=True, order=True)
class Cell:
    """``row`` -1 above the main line, 0 on it, 1 below it."""

    band: int
    row: int
    column: int


def box_width(diagram: Diagram) -> float:
    return max(76.0, max(width(label, STATE_SIZE) for _, label in diagram.states) + 24)


def word_width(edge) -> float:
    """Of an act's word and clause one above the other."""
    return max(*(width(line, WORD_SIZE) for line in lines_of(edge.label)), width(edge.clause, CLAUSE_SIZE))


def place(diagram: Diagram, bands: int = 1) -> dict[str, Cell]:
    cells = _main_line(diagram.line(), bands)
    others = [value for value, _ in diagram.states if value not in cells]
    slots = _slots(cells, len(others))
    taken: set[Cell] = set()
    for state in others:
        best = min(
            (s for s in slots if s not in taken), key=lambda slot: _cost(diagram, {**cells, state: slot})
        )
        cells[state] = best
        taken.add(best)
    return _improved(diagram, cells, others, slots)


def _main_line(line: tuple[str, ...], bands: int) -> dict[str, Cell]:
    """Each band has as many states as the others, the last one perhaps fewer."""
    most = -(-len(line) // bands)
    return {state: Cell(at // most, 0, at % most) for at, state in enumerate(line)}


def _slots(cells: dict[str, Cell], wanted: int) -> list[Cell]:
    bands = 1 + max(cell.band for cell in cells.values())
    columns = max(FEWEST_COLUMNS, 1 + max(cell.column for cell in cells.values()))
    while 2 * bands * columns < wanted:
        columns += 1
    return [Cell(band, row, column) for column, row, band in product(range(columns), (1, -1), range(bands))]


def _improved(diagram, cells, others, slots) -> dict[str, Cell]:
    """Move or swap side states as long as it shortens the ways."""
    cost = _cost(diagram, cells)
    while True:
        better = None
        for state, slot in product(others, slots):
            tried = _moved(cells, state, slot)
            if (tried_cost := _cost(diagram, tried)) < cost - 1e-9:
                better, cost = tried, tried_cost
        if better is None:
            return cells
        cells = better


def _moved(cells, state, slot) -> dict[str, Cell]:
    there = next((other for other, cell in cells.items() if cell == slot), None)
    swapped = {there: cells[state]} if there else {}
    return {**cells, **swapped, state: slot}


def _cost(diagram: Diagram, cells: dict[str, Cell]) -> float:
    """How long and how crooked the ways are; states above the main line cost a row more."""
    above = sum(cell.row < 0 for cell in cells.values())
    last = cells[diagram.line()[-1]]
    alone = sum(_way(last, cell) for state, cell in cells.items() if state in diagram.alone())
    ways = (
        _way(cells[edge.source], cells[edge.target])
        for edge in diagram.edges
        if edge.source in cells and edge.target in cells
    )
    return round(sum(ways) + alone + 0.6 * above + 1.0 * bool(above), 3)


def _way(a: Cell, b: Cell) -> float:
    across = abs(a.column - b.column)
    if a.band != b.band or a.row * b.row < 0:
        return 9 + across
    if a.row == b.row:
        return across if a.row == 0 or across == 1 else 2 + across
    return 0 if across == 0 else 1.5 + across
