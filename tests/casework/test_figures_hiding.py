"""Small numbers: no hidden one follows from what is shown, by subtraction or by what counts can be (decision 21)."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.figures import hiding
from casework.figures.tables import HIDDEN, Head, crossed, together

NUMBERS = st.integers(0, 7) | st.integers(0, 400)
GRIDS = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.lists(NUMBERS, min_size=width, max_size=width), min_size=1, max_size=6)
)


def with_sums(grid):
    rows = [[*row, sum(row)] for row in grid]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def equations(height, width):
    """Every sum that a reader knows to hold in a table with its margins: place → factor, which add up to nothing."""
    for row in range(height):
        yield {(row, column): -1 if column == width - 1 else 1 for column in range(width)}
    for column in range(width):
        yield {(row, column): -1 if row == height - 1 else 1 for row in range(height)}


def determined(hidden, lines) -> set:
    """The hidden places that subtraction finds: their column is alone in the reduced equations."""
    order = sorted(hidden)
    matrix = [[Fraction(line.get(place, 0)) for place in order] for line in lines]
    found, used = set(), 0
    for column in range(len(order)):
        pivot = next((row for row in range(used, len(matrix)) if matrix[row][column]), None)
        if pivot is None:
            continue
        matrix[used], matrix[pivot] = matrix[pivot], matrix[used]
        matrix[used] = [value / matrix[used][column] for value in matrix[used]]
        for row in range(len(matrix)):
            if row != used and matrix[row][column]:
                factor = matrix[row][column]
                matrix[row] = [a - factor * b for a, b in zip(matrix[row], matrix[used], strict=True)]
        used += 1
    for row in matrix:
        places = [order[column] for column, value in enumerate(row) if value]
        if len(places) == 1:
            found.add(places[0])
    return found


@given(GRIDS)
@settings(max_examples=300)
def test_no_hidden_number_of_a_table_follows_by_subtraction(grid):
    whole, hidden = with_sums(grid), hiding.with_margins(grid)
    shown_small = {
        (r, c) for r, row in enumerate(whole) for c, number in enumerate(row) if 0 < number < 3
    } - hidden  # fmt: skip
    assert shown_small == set()
    assert determined(hidden, equations(len(whole), len(whole[0]))) == set()


@given(st.lists(NUMBERS, min_size=1, max_size=7))
def test_no_hidden_number_of_a_row_follows_from_its_sum(numbers):
    hidden = hiding.in_row(numbers)
    whole = [*numbers, sum(numbers)]
    assert {place for place, number in enumerate(whole) if 0 < number < 3} <= hidden
    line = {place: -1 if place == len(numbers) else 1 for place in range(len(whole))}
    assert determined(hidden, [line]) == set()


@given(st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=2), min_size=2, max_size=2))
@settings(max_examples=150)
def test_counts_alone_do_not_give_a_hidden_number_away(grid):
    """Every table of whole numbers from 0 that shows the same is tried: each hidden number has another value in one."""
    whole, hidden = with_sums(grid), hiding.with_margins(grid)
    if not hidden:
        return
    fits = [
        other
        for numbers in itertools.product(range(7), repeat=4)
        if (other := with_sums([numbers[:2], numbers[2:]])) and _shows_the_same(other, whole, hidden)
    ]
    assert [place for place in hidden if len({other[place[0]][place[1]] for other in fits}) < 2] == []


def _shows_the_same(other, whole, hidden) -> bool:
    return all(
        other[r][c] == whole[r][c]
        for r in range(len(whole)) for c in range(len(whole[0])) if (r, c) not in hidden
    )  # fmt: skip


@pytest.mark.parametrize(
    ("grid", "hidden"),
    [
        ([[0, 3], [5, 9]], set()),  # nobody at all is no secret, and three are many
        ([[3, 4], [5, 60]], set()),
        ([[1, 40], [50, 60]], {(0, 0), (0, 1), (1, 0), (1, 1)}),
        ([[2]], {(0, 0), (0, 1), (1, 0), (1, 1)}),
        ([[0, 0], [0, 0]], set()),
        ([[1, 0, 9], [0, 0, 8]], {(0, 0), (0, 1), (2, 0), (2, 1)}),
    ],
)
def test_what_is_hidden_beside_a_small_number(grid, hidden):
    assert hiding.with_margins(grid) == hidden


def test_a_station_sees_the_whole_where_nothing_of_the_others_is_small():
    rows, heads = [("a", "証明申請"), ("b", "変更申請")], (Head("x", "手続中"), Head("y", "交付"))
    own = {("a", "x"): 1, ("b", "y"): 2}
    others = {("a", "x"): 5, ("a", "y"): 6, ("b", "x"): 7, ("b", "y"): 8}
    shown = together("計", "手続", rows, heads, own, others)
    assert [line.cells for line in shown.lines] == [(6, 6, 12), (7, 10, 17), (13, 16, 29)]
    others[("a", "y")] = 1
    shown = together("計", "手続", rows, heads, own, others)
    assert [line.cells for line in shown.lines] == [(HIDDEN, HIDDEN, 7), (HIDDEN, HIDDEN, 17), (13, 11, 24)]
    assert shown.is_hiding
    assert [line.cells for line in crossed("", "", rows, heads, own).lines] == [
        (1, 0, 1),
        (0, 2, 2),
        (1, 2, 3),
    ]
