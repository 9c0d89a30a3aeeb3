"""Small numbers, and what must be hidden beside them so that they cannot be worked out (decision 21). Pure.

A table is hidden as if all that is shown of it were known, margins included: each hidden number keeps at least one
other value in whole numbers from 0 upward with which every shown number stays true.
"""

from collections.abc import Iterator, Sequence

LEAST = 3  # the smallest number above 0 that is shown
Place = tuple[int, int]
Grid = Sequence[Sequence[int]]


def is_small(number: int) -> bool:
    """Of one or two somebody may know who they are; nobody at all is no secret."""
    return 0 < number < LEAST


def small(numbers: Sequence[int]) -> set[int]:
    """Places to hide among numbers that add up to nothing."""
    return {place for place, number in enumerate(numbers) if is_small(number)}


def in_row(numbers: Sequence[int]) -> set[int]:
    """Places to hide among numbers that stand beside their sum; the sum has the place behind the last.

    Beside a small number another is hidden, or the sum: one can be less by what the other is more.
    """
    return {column for _, column in _hidden([[*numbers, sum(numbers)]], has_totals=False)}


def with_margins(grid: Grid) -> set[Place]:
    """(row, column) to hide of a table that stands beside its sums; behind the last row and column stand the sums."""
    rows = [[*row, sum(row)] for row in grid]
    return _hidden([*rows, [sum(column) for column in zip(*rows, strict=True)]], has_totals=True)


def _hidden(grid: list[list[int]], *, has_totals: bool) -> set[Place]:
    """The last column holds sums, with ``has_totals`` the last row too. Everything where nothing less would do."""
    hidden: set[Place] = set()
    for place in _places(grid):
        if not is_small(_at(grid, place)):
            continue
        ways = [way for way in _ways(grid, place, has_totals) if _moves(grid, way, has_totals)]
        if not ways:
            return set(_places(grid))
        hidden.update(_cheapest(grid, ways, hidden))
    return hidden


def _places(grid: Grid) -> list[Place]:
    return [(row, column) for row in range(len(grid)) for column in range(len(grid[row]))]


def _at(grid: Grid, place: Place) -> int:
    return grid[place[0]][place[1]]


def _cheapest(grid: Grid, ways: list[tuple[Place, ...]], hidden: set[Place]) -> tuple[Place, ...]:
    """The way by which little more is lost: first in how much is counted there, then in how many numbers."""

    def cost(way: tuple[Place, ...]) -> tuple[int, int]:
        lost = set(way) - hidden
        return sum(_at(grid, place) for place in lost), len(lost)

    return min(ways, key=cost)


def _ways(grid: Grid, place: Place, has_totals: bool) -> Iterator[tuple[Place, ...]]:
    """Corners of every rectangle with the place in it; in a single row every pair."""
    row, column = place
    for other in range(len(grid[row])):
        if other == column:
            continue
        if not has_totals:
            yield (place, (row, other))
            continue
        for below in range(len(grid)):
            if below != row:
                yield (place, (row, other), (below, column), (below, other))


def _moves(grid: Grid, way: tuple[Place, ...], has_totals: bool) -> bool:
    """Whether the numbers at these places could all be others, by one, with every sum as it is."""
    (row, column), totals = way[0], (len(grid) - 1 if has_totals else -1, len(grid[0]) - 1)
    step = {}
    for place in way:
        turned = [place[side] != way[0][side] for side in (0, 1)]
        summed = [totals[side] in (place[side], (row, column)[side]) for side in (0, 1)]
        signs = [1 if same else -1 for changed, same in zip(turned, summed, strict=True) if changed]
        step[place] = signs[0] * signs[1] if len(signs) == 2 else (signs or [1])[0]
    return any(all(_at(grid, place) + turn * by >= 0 for place, by in step.items()) for turn in (1, -1))
