"""Counting days as the office does: fiscal years, clocks, working days.  Every date is a JST date.

The day is always passed in; nothing here asks the clock.
"""

import calendar
from collections.abc import Collection
from datetime import date, datetime, time, timedelta, timezone

import jpholiday

from casework import wareki

JST = timezone(timedelta(hours=9), "JST")
"""Japan has one zone and no summer time."""


def jst_today(now: datetime) -> date:
    """The date in Japan at the aware moment `now`; a naive one raises `ValueError`."""
    if now.tzinfo is None:
        raise ValueError("jst_today needs an aware datetime")
    return now.astimezone(JST).date()


def midnight(day: date) -> datetime:
    """00:00 JST at which `day` begins (a post held until the day before ends here)."""
    return datetime.combine(day, time.min, JST)


def fiscal_year(day: date) -> int:
    """年度: the Gregorian year in which it begins; 1 April to 31 March."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_bounds(year: int) -> tuple[date, date]:
    """First and last day of the fiscal year that begins in `year`."""
    return date(year, 4, 1), date(year + 1, 3, 31)


def fiscal_year_label(year: int) -> str:
    """令和8年度; a year in which an era began before New Year bears both: 平成31年度（令和元年度）."""
    first = wareki.era_parts(date(year, 4, 1))
    label = f"{first.era}{first.year_text}年度"
    new_year = wareki.era_parts(date(year, 12, 31))
    return label if new_year.era == first.era else f"{label}（{new_year.era}{new_year.year_text}年度）"


def due(start: date, days: int) -> date:
    """The last day of a term of `days` days; the first day is not counted.

    25 January + 15 → 9 February.  A due day does not move for holidays.
    """
    if days < 0:
        raise ValueError("a term has no negative length")
    return start + timedelta(days=days)


def days_between(earlier: date, later: date) -> int:
    """Days from `earlier` to `later`, the first not counted; negative when they stand the other way."""
    return (later - earlier).days


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier), clamped: 31 January + 1 → 28 or 29 February."""
    years, month0 = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month0 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def about_three_years(last: date, months: int = 36) -> date:
    """おおむね3年: the day by which training is taken again (`months` from the prefecture's profile)."""
    return add_months(last, months)


def is_working_day(day: date, extra_holidays: Collection[date] = ()) -> bool:
    """Whether the office is open: no weekend, no national holiday, not 29 December – 3 January."""
    if day.weekday() >= 5 or day in extra_holidays:
        return False
    if (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3):
        return False
    return not jpholiday.is_holiday(day)


def last_working_day_on_or_before(day: date, extra_holidays: Collection[date] = ()) -> date:
    """The day on which something due on `day` can last be done at a counter."""
    while not is_working_day(day, extra_holidays):
        day -= timedelta(days=1)
    return day
