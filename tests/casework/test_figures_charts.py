"""Pictures of figures: well-formed, in words for whoever does not see them, with the numbers of the table."""

import itertools
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.figures.charts import Series, axis, bars, lines
from casework.figures.counts import percentile, spread


def parsed(text: str) -> ET.Element:
    """The picture; its title stands above it too."""
    figure = ET.fromstring(text)  # noqa: S314 - our own text
    picture = figure.find("svg")
    assert figure.find("figcaption").text == picture.find("title").text
    return picture


@given(st.integers(0, 10**6))
def test_an_axis_begins_at_nothing_and_holds_the_most(most):
    marks = axis(most)
    assert marks[0] == 0
    assert marks[-1] >= most
    assert 2 <= len(marks) <= 6


def test_bars_show_each_number_with_its_word_and_a_length_that_fits_it():
    picture = parsed(bars("a", "件数", [("証明申請", 40), ("変更 <申請>", 20), ("返納", 0)]))
    assert picture.find("title").text == "件数"
    assert picture.find("desc").text == "証明申請 40件、変更 <申請> 20件、返納 0件"
    long = [int(rect.get("width")) for rect in picture.iter("rect")]
    assert long[0] == 2 * long[1]
    assert long[2] == 0
    assert [text.text for text in picture.iter("text")][1::2] == ["40件", "20件", "0件"]
    assert picture.get("aria-labelledby") == "a-title a-told"


def test_lines_are_told_apart_by_mark_and_name_and_leave_out_what_is_not_there():
    picture = parsed(lines("b", "団体", ["4月", "5月", "6月"], [Series("団体", [3, None, 5]), Series("自動車", [9, 9, 9])], "台"))  # fmt: skip
    assert picture.find("desc").text == "団体：4月 3台、6月 5台。自動車：4月 9台、5月 9台、6月 9台"
    first, second = picture.findall("g")
    assert len(first.find("polyline").get("points").split()) == 2
    assert (len(first.findall("circle")), len(second.findall("rect"))) == (2, 3)
    assert [g.find("text").text for g in (first, second)] == ["団体", "自動車"]


def test_names_of_lines_that_end_together_do_not_lie_on_one_another():
    picture = parsed(lines("b", "", ["4月"], [Series("甲", [5]), Series("乙", [5]), Series("丙", [4])]))
    places = sorted(int(g.find("text").get("y")) for g in picture.findall("g"))
    assert all(after - before >= 18 for before, after in itertools.pairwise(places))


def test_nothing_to_draw_is_no_picture():
    assert bars("a", "", []) == ""
    assert lines("a", "", [], []) == lines("a", "", ["4月"], [Series("甲", [None])]) == ""


@pytest.mark.parametrize(
    ("days", "median", "ninth"),
    [
        ({}, None, None),
        ({3: 1}, 3, 3),
        ({1: 1, 9: 1}, 1, 9),
        ({0: 5, 2: 4, 30: 1}, 0, 2),
        ({1: 8, 5: 2}, 1, 5),
    ],
)
def test_a_percentile_is_a_number_of_days_that_occurred(days, median, ninth):
    found = spread(days)
    assert (found.count, found.median, found.ninth) == (sum(days.values()), median, ninth)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=40), st.sampled_from([50, 90]))
def test_a_percentile_is_the_least_day_within_which_so_many_ended(spells, share):
    days = {day: spells.count(day) for day in spells}
    found = percentile(days, share)
    assert sum(day <= found for day in spells) * 100 >= share * len(spells)
    assert sum(day < found for day in spells) * 100 < share * len(spells)
