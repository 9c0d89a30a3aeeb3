"""A group's patrols on its pages: the month as a calendar, the weeks as bars, the spell and the yardstick in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from blue_patrol.rules import activity, examination
from casework import dates

VALUES = {
    "quiet_spell_weeks": None,
    "continuity_times": 1,
    "continuity_unit": "week",
}  # of the prefecture, with what an older version means
WEEKS_JUDGED, MONTHS_JUDGED = 12, 3
LEADS_TO = "指導のきっかけとするもので、これだけで取消しになるものではありません。"


@dataclass(frozen=True)
class Cell:
    """One day of the calendar: ``is_mine`` of the month shown; ``is_open`` to a tick."""

    day: date
    is_mine: bool
    is_open: bool
    is_ticked: bool
    is_recorded: bool

    @property
    def value(self) -> str:
        return self.day.isoformat()


@dataclass(frozen=True)
class Standing:
    """What a page says of a group's patrols: the chip, the last day and the warnings."""

    word: str
    tone: str
    last_on: date | None
    since: date
    days: int
    is_quiet: bool
    yardstick: str = ""


def calendar(month: date, ticked, recorded, first: date | None, today: date) -> list[tuple[list[Cell], int]]:
    """The weeks of a month with the number of days recorded in each."""
    recorded = set(recorded)
    return [
        ([_cell(day, month, ticked, recorded, first, today) for day in week], sum(day in recorded for day in week))
        for week in activity.month_grid(month)
    ]  # fmt: skip


def _cell(day: date, month: date, ticked, recorded, first: date | None, today: date) -> Cell:
    is_mine = (day.year, day.month) == (month.year, month.month)
    is_open = is_mine and (day in recorded or (day <= today and (first is None or day >= first)))
    return Cell(day, is_mine, is_open, day.isoformat() in ticked, day in recorded)


def earliest(today: date) -> date:
    """The first day that the yardstick's periods look at, of weeks or of months."""
    months = dates.add_months(today.replace(day=1), -MONTHS_JUDGED)
    return min(months, activity.monday(today) - activity.WEEK * WEEKS_JUDGED)


def standing(
    spell: activity.Spell, last_on, periods, today: date, times: int, unit: examination.Unit
) -> Standing:
    """The spell and the yardstick in words."""
    quiet, days = spell.is_quiet(today), spell.days(today)
    measure = examination.yardstick_words(times, unit)
    warning = activity.yardstick_warning(periods, unit, measure)
    if quiet:
        word, tone = f"{days // 7}週間 実施の記録なし", "bad"
    elif not spell.has_patrolled:
        word, tone = "実施の記録はまだ", "plain"
    else:
        word, tone = ("目安に届かない", "care") if warning else ("続いている", "good")
    return Standing(word, tone, last_on, spell.since, days, quiet, warning)


def look(days, last_on, begin: date, values: dict, today: date) -> Standing:
    """From the recorded days; ``values``: the prefecture's quiet_spell_weeks, continuity_times, continuity_unit."""
    known: dict[str, Any] = {
        key: default if values.get(key) is None else values[key] for key, default in VALUES.items()
    }
    times, unit = known["continuity_times"], known["continuity_unit"]
    number = WEEKS_JUDGED if unit == "week" else MONTHS_JUDGED
    periods = activity.whole_periods(days, begin, today, times, unit, number)
    spell = activity.spell(last_on, begin, known["quiet_spell_weeks"])
    return standing(spell, last_on, periods, today, times, unit)


def bars(weeks: list[activity.Period]) -> list[tuple[activity.Period, int]]:
    """(week, length of a bar of 120 for its days of seven), the newest first."""
    return [(week, round(120 * week.count / 7)) for week in reversed(weeks)]
