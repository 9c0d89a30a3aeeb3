"""Years as offices count them: their days, months, halves and neighbours."""

from datetime import date

import pytest

from casework.years import CALENDAR, FISCAL, Year


@pytest.mark.parametrize(
    ("kind", "bounds", "middle", "label"),
    [
        (FISCAL, (date(2026, 4, 1), date(2027, 3, 31)), date(2026, 10, 1), "令和8年度"),
        (CALENDAR, (date(2026, 1, 1), date(2026, 12, 31)), date(2026, 7, 1), "令和8年"),
    ],
)
def test_a_year_has_its_days_its_halves_and_its_neighbours(kind, bounds, middle, label):
    year = Year(kind, 2026)
    assert (year.bounds, year.middle, year.label) == (bounds, middle, label)
    assert (year.next(), year.previous()) == (Year(kind, 2027), Year(kind, 2025))
    assert len(year.months) == 12
    assert year.months[0] == bounds[0]
    assert year.months[-1] == date(bounds[1].year, bounds[1].month, 1)
    assert {Year.of(kind, day) for day in (*bounds, *year.months)} == {year}
