"""Patrol days and quiet spells: pure reckoning (BP-5-2-b, BP-8-1-d)."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blue_patrol.rules import activity
from casework import wareki

TODAY = date(2026, 9, 20)  # a Sunday
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
LIMITS = st.integers(1, 52)


@pytest.mark.clause("BP-8-1-d")
@pytest.mark.parametrize(("passed", "quiet"), [(0, False), (55, False), (56, False), (57, True), (400, True)])
def test_eight_weeks_without_a_patrol_are_a_quiet_spell_from_the_day_after(passed, quiet):
    assert activity.spell(TODAY - timedelta(days=passed), date(2020, 1, 1), 8).is_quiet(TODAY) is quiet


@pytest.mark.clause("BP-8-1-d")
@given(last=st.none() | DAYS, begin=DAYS, limit=LIMITS, today=DAYS, later=st.integers(0, 400))
def test_a_quiet_spell_only_grows_and_a_patrol_day_always_ends_it(last, begin, limit, today, later):
    spell = activity.spell(last, begin, limit)
    assert spell.since >= begin
    if spell.is_quiet(today):
        assert spell.is_quiet(today + timedelta(days=later))
    ended = activity.spell(max(today, begin), begin, limit)
    assert not ended.is_quiet(today)
    assert ended.is_quiet(max(today, begin) + timedelta(days=7 * limit + 1))


@given(last=st.none() | DAYS, begin=DAYS, today=DAYS)
def test_without_a_limit_of_the_prefecture_nothing_is_quiet(last, begin, today):
    assert not activity.spell(last, begin, None).is_quiet(today)


def test_a_standing_from_paper_is_silent_from_the_day_it_came_here():
    delivered, came = date(2018, 4, 2), date(2026, 9, 1)
    assert activity.records_begin(delivered) == delivered
    assert activity.records_begin(delivered, came) == came
    assert activity.spell(date(2026, 8, 30), came, 8).since == came


@given(days=st.lists(DAYS, max_size=60), today=DAYS, number=st.integers(1, 30))
def test_weeks_follow_each_other_and_count_every_day_of_theirs_once(days, today, number):
    weeks = activity.weeks(days, today, number)
    assert len(weeks) == number
    assert all(week.start.weekday() == 0 for week in weeks)
    assert weeks[-1].start <= today <= weeks[-1].start + timedelta(days=6)
    assert all(b.start - a.start == timedelta(days=7) for a, b in pairwise(weeks))
    first, last = weeks[0].start, weeks[-1].start + timedelta(days=6)
    assert sum(week.count for week in weeks) == len({day for day in days if first <= day <= last})
    assert all(week.count <= 7 for week in weeks)


@pytest.mark.clause("BP-5-2-b")
@given(
    days=st.sets(DAYS, max_size=60), begin=DAYS, today=DAYS, times=st.integers(1, 5),
    unit=st.sampled_from(["week", "month"]), number=st.integers(1, 14),
)  # fmt: skip
def test_only_whole_periods_of_the_standing_are_held_against_the_yardstick(
    days, begin, today, times, unit, number
):
    periods = activity.whole_periods(days, begin, today, times, unit, number)
    assert len(periods) <= number
    for period in periods:
        assert begin <= period.start < today
        assert period.is_short is (period.count < times)
    this = activity.monday(today) if unit == "week" else today.replace(day=1)
    assert all(period.start < this for period in periods)


@pytest.mark.clause("BP-5-2-b")
def test_weeks_below_the_yardstick_are_said_in_words():
    days = {date(2026, 9, 2), date(2026, 9, 3)}
    periods = activity.whole_periods(days, date(2026, 8, 24), TODAY, 1, "week", 12)
    assert [(period.start.day, period.count, period.is_short) for period in periods] == [
        (24, 0, True), (31, 2, False), (7, 0, True),
    ]  # fmt: skip
    words = activity.yardstick_warning(periods, "week", "原則として週1回以上")
    assert words == "終わった3週のうち2週が、目安（原則として週1回以上）に届いていません。"
    assert activity.yardstick_warning(periods[1:2], "week", "原則として週1回以上") == ""
    assert activity.yardstick_warning([], "week", "原則として週1回以上") == ""


@pytest.mark.clause("BP-5-2-b")
def test_a_yardstick_of_the_month_counts_months():
    days = {date(2026, 7, day) for day in (1, 8, 15, 22)} | {date(2026, 8, 5)}
    periods = activity.whole_periods(days, date(2026, 6, 15), TODAY, 4, "month", 3)
    assert [(period.start, period.count, period.is_short) for period in periods] == [
        (date(2026, 7, 1), 4, False), (date(2026, 8, 1), 1, True),
    ]  # fmt: skip
    assert "2か月のうち1か月" in activity.yardstick_warning(periods, "month", "原則として月4回以上")


@given(month=DAYS)
def test_a_month_is_laid_out_in_whole_weeks_from_monday(month):
    grid = activity.month_grid(month)
    assert all(len(week) == 7 and week[0].weekday() == 0 for week in grid)
    days = [day for week in grid for day in week]
    assert days == sorted(set(days))
    assert month in days


@given(days=st.sets(st.dates(date(2024, 1, 1), TODAY), min_size=1, max_size=40))
@pytest.mark.parametrize("write", [wareki.format_long, wareki.format_short, date.isoformat])
def test_a_pasted_list_gives_back_its_days_however_they_are_written(write, days):
    read = activity.read_pasted("\r\n".join(write(day) for day in days), TODAY)
    assert (read.days, read.faults, read.twice) == (sorted(days), [], [])


def test_a_day_without_its_year_is_the_last_one_that_is_not_ahead():
    read = activity.read_pasted("9/2、９月５日（土）,12/30", TODAY)
    assert read.days == [date(2025, 12, 30), date(2026, 9, 2), date(2026, 9, 5)]


def test_what_cannot_be_read_and_what_stands_twice_is_told_by_its_place():
    read = activity.read_pasted("R8.9.2\nあした\n2月30日\n2026-09-02", TODAY)
    assert read.days == read.twice == [date(2026, 9, 2)]
    assert [fault.split("：")[0] for fault in read.faults] == ["2番目の「あした」", "3番目の「2月30日」"]
    assert "400日まで" in activity.read_pasted("R8.9.2\n" * 401, TODAY).faults[0]


@given(text=st.text(max_size=200), today=DAYS)
def test_no_text_brings_it_down_and_no_year_is_made_up_ahead(text, today):
    read = activity.read_pasted(text, today)
    assert len(set(read.days)) == len(read.days)


@given(day=DAYS, delivered=st.none() | DAYS, today=DAYS)
def test_a_patrol_day_lies_between_delivery_and_today(day, delivered, today):
    fits = day <= today and (delivered is None or day >= delivered)
    assert (activity.day_problem(day, delivered, today) == "") is fits
