"""The yearly information: how a group stands, which days can be recorded (BP-11-2-a)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blue_patrol.rules import deadlines, information

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
DUE = date(2028, 3, 31)


@pytest.mark.clause("BP-11-2-a")
@pytest.mark.parametrize(
    ("due", "today", "stand"),
    [
        (DUE, date(2026, 9, 1), "done"),
        (DUE, date(2027, 3, 31), "done"),
        (DUE, date(2027, 4, 1), "later"),
        (DUE, date(2027, 12, 30), "later"),
        (DUE, date(2027, 12, 31), "soon"),
        (DUE, date(2028, 3, 31), "soon"),
        (DUE, date(2028, 4, 1), "overdue"),
        (None, date(2026, 9, 1), "overdue"),
    ],
)
def test_a_group_stands_by_its_due_day(due, today, stand):
    assert information.stand(due, today, date(2026, 9, 1)).code == stand


def test_a_group_that_was_never_informed_is_not_done():
    assert information.stand(DUE, date(2026, 9, 1), None) == information.LATER
    assert information.stand(DUE, date(2028, 1, 5), None) == information.SOON


@pytest.mark.clause("BP-11-2-a")
@given(on=DAYS, times=st.sampled_from([1, 2, 3, 4, 6, 12]))
def test_whoever_was_informed_today_is_done_today_and_due_in_the_next_spell(on, times):
    due = deadlines.due_on("information", on, times)
    end = deadlines.spell_end(on, times)
    assert on <= end < due
    assert information.stand(due, on, on, times) == information.DONE
    assert information.stand(due, end, on, times) == information.DONE
    assert information.stand(due, due, on, times) == information.SOON
    assert deadlines.spell_end(due, times) == due


@given(on=DAYS, today=DAYS, delivered=st.none() | DAYS, last=st.none() | DAYS)
def test_a_day_of_information_lies_behind_the_last_one(on, today, delivered, last):
    fits = on <= today and (delivered is None or on >= delivered) and (last is None or on > last)
    assert (information.day_problem(on, today, delivered, last) == "") is fits


def test_a_day_recorded_twice_is_told_apart_from_an_earlier_one():
    day = date(2026, 9, 3)
    assert "すでに記録されています" in information.day_problem(day, day, None, day)
    assert "前の情報提供" in information.day_problem(date(2026, 9, 2), day, None, day)


@pytest.mark.parametrize(
    ("card_on", "new"), [(None, True), (date(2026, 9, 3), False), (date(2026, 9, 4), True)]
)
def test_who_got_the_card_after_the_last_information_is_new(card_on, new):
    assert information.is_new(card_on, date(2026, 9, 3)) is new


@given(text=st.text(max_size=2000), reached=st.integers(1, 99999), way=st.sampled_from(information.WAYS))
def test_a_line_of_the_ledger_fits_its_column(text, reached, way):
    line = information.ledger_line(way[0], text, reached)
    assert len(line) <= 200
    assert "\n" not in line
    assert line.startswith(way[1])
