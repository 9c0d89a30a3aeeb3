"""Counting days: fiscal years, terms, working days, months."""

from datetime import UTC, date, datetime, timedelta

import pytest

from casework import dates


@pytest.mark.parametrize(
    ("day", "year", "label"),
    [
        (date(2026, 3, 31), 2025, "令和7年度"),
        (date(2026, 4, 1), 2026, "令和8年度"),
        (date(2027, 3, 31), 2026, "令和8年度"),
        (date(2019, 4, 1), 2019, "平成31年度（令和元年度）"),
        (date(2020, 3, 31), 2019, "平成31年度（令和元年度）"),
        (date(2020, 4, 1), 2020, "令和2年度"),
        (date(1989, 3, 31), 1988, "昭和63年度"),
        (date(1989, 4, 1), 1989, "平成元年度"),
    ],
)
def test_the_fiscal_year_begins_on_1_april(day: date, year: int, label: str) -> None:
    assert dates.fiscal_year(day) == year
    assert dates.fiscal_year_label(year) == label
    first, last = dates.fiscal_year_bounds(year)
    assert first <= day <= last


@pytest.mark.clause("BP-5-5-1")
@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2023, 1, 25), 15, date(2023, 2, 9)),
        (date(2026, 12, 20), 15, date(2027, 1, 4)),
        (date(2024, 2, 15), 15, date(2024, 3, 1)),
        (date(2023, 2, 15), 15, date(2023, 3, 2)),
        (date(2026, 4, 1), 0, date(2026, 4, 1)),
    ],
)
def test_the_first_day_is_not_counted(start: date, days: int, due: date) -> None:
    assert dates.due(start, days) == due
    assert dates.days_between(start, due) == days


@pytest.mark.clause("BP-5-5-1")
def test_a_due_day_does_not_move_for_holidays() -> None:
    assert dates.due(date(2026, 4, 18), 15) == date(2026, 5, 3)
    assert not dates.is_working_day(date(2026, 5, 3))


def test_a_term_is_never_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        dates.due(date(2026, 4, 1), -1)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 9, 9), date(2026, 9, 9)),
        (date(2026, 9, 12), date(2026, 9, 11)),
        (date(2026, 9, 13), date(2026, 9, 11)),
        (date(2026, 9, 23), date(2026, 9, 18)),
        (date(2026, 5, 6), date(2026, 5, 1)),
        (date(2027, 1, 3), date(2026, 12, 28)),
        (date(2026, 12, 29), date(2026, 12, 28)),
        (date(2027, 1, 4), date(2027, 1, 4)),
        (date(2026, 11, 23), date(2026, 11, 20)),
    ],
)
def test_the_last_working_day_steps_over_weekends_holidays_and_new_year(day: date, working: date) -> None:
    assert dates.last_working_day_on_or_before(day) == working


def test_an_extra_holiday_is_stepped_over_too() -> None:
    closed = {date(2026, 9, 9), date(2026, 9, 8)}
    assert dates.last_working_day_on_or_before(date(2026, 9, 9), closed) == date(2026, 9, 7)


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 6, 27), -3, date(2026, 3, 27)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
    ],
)
def test_months_are_added_and_clamped(day: date, months: int, result: date) -> None:
    assert dates.add_months(day, months) == result


@pytest.mark.clause("BP-11-2-b")
@pytest.mark.parametrize(
    ("last", "by"),
    [
        (date(2023, 6, 27), date(2026, 6, 27)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2022, 6, 18), date(2025, 6, 18)),
    ],
)
def test_training_is_taken_again_after_about_three_years(last: date, by: date) -> None:
    assert dates.about_three_years(last) == by


@pytest.mark.clause("BP-13")
def test_the_interval_is_a_parameter() -> None:
    assert dates.about_three_years(date(2023, 6, 27), 24) == date(2025, 6, 27)


def test_the_day_changes_at_midnight_in_japan() -> None:
    before = datetime(2026, 3, 31, 14, 59, 59, tzinfo=UTC)
    assert dates.jst_today(before) == date(2026, 3, 31)
    assert dates.jst_today(before + timedelta(seconds=1)) == date(2026, 4, 1)
    assert dates.midnight(date(2026, 4, 1)) == before + timedelta(seconds=1)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        dates.jst_today(datetime(2026, 4, 1))  # noqa: DTZ001  # the naive moment is the point


def test_closed_days_are_said_to_be_so() -> None:
    """Weekend, days given besides, and the turn of the year to 3 January, also where no holiday falls on it."""
    for day in (date(2026, 9, 5), date(2026, 12, 29), date(2027, 1, 1), date(2025, 1, 3)):
        assert dates.is_working_day(day) is False
    assert dates.is_working_day(date(2026, 9, 9), [date(2026, 9, 9)]) is False
    for day in (date(2026, 12, 28), date(2027, 1, 4)):
        assert dates.is_working_day(day) is True
