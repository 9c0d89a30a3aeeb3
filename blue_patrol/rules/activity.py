"""実施の記録: what a group's own calendar says of continuity (BP-5-2-b) and of a quiet spell (BP-8-1-d).

A patrol day counts once, whatever number of runs it had. A quiet spell leads to guidance; it revokes nothing, and
the yardstick (原則として週1回以上) warns and never refuses.
"""

import calendar
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from casework import dates, wareki

WEEK = timedelta(days=7)
WEEKS_SHOWN = 13
MOST_PASTED = 400
_SEPARATORS = re.compile(r"[\n,、，;；\t]+")
_IN_THIS_YEAR = re.compile(r"(\d{1,2})[月/](\d{1,2})日?(?:\([月火水木金土日](?:曜日?)?\))?")


@dataclass(frozen=True)
class Spell:
    """How long nothing has been recorded: since the last patrol day, or since records begin; ``limit`` in weeks."""

    since: date
    has_patrolled: bool
    limit: int | None

    def days(self, today: date) -> int:
        return max(0, dates.days_between(self.since, today))

    def is_quiet(self, today: date) -> bool:
        """Whether the limit has passed; the day of the last patrol is not counted (BP-8-1-d)."""
        return self.limit is not None and today > dates.due(self.since, 7 * self.limit)


@dataclass(frozen=True)
class Period:
    """A week from its Monday, or a month: its patrol days, whether it is whole and below the yardstick."""

    start: date
    count: int
    is_short: bool = False


@dataclass
class Pasted:
    """Days read from a pasted list: in order, each once; what could not be read; what stood there twice."""

    days: list[date] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    twice: list[date] = field(default_factory=list)


def records_begin(delivered_on: date, registered_on: date | None = None) -> date:
    """From when silence means something: delivery, or the day on which a standing came here from paper."""
    return max(delivered_on, registered_on) if registered_on else delivered_on


def spell(last_day: date | None, begin: date, limit: int | None) -> Spell:
    """The present spell; a patrol day before the records began ends nothing."""
    since = begin if last_day is None else max(last_day, begin)
    return Spell(since, last_day is not None, limit)


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks(days: Iterable[date], today: date, number: int = WEEKS_SHOWN) -> list[Period]:
    """The last weeks from Monday to Sunday, the present one last."""
    counts = Counter(monday(day) for day in set(days))
    last = monday(today)
    starts = [last - WEEK * back for back in reversed(range(number))]
    return [Period(start, counts[start]) for start in starts]


def whole_periods(
    days: Iterable[date], begin: date, today: date, times: int, unit: str, number: int
) -> list[Period]:
    """The last ``number`` weeks or months that began on or after ``begin`` and are over, oldest first."""
    known = set(days)
    this = monday(today) if unit == "week" else today.replace(day=1)
    found = []
    for back in range(number, 0, -1):
        start, end = _bounds(this, unit, back)
        if start >= begin:
            count = sum(start <= day < end for day in known)
            found.append(Period(start, count, count < times))
    return found


def _bounds(this: date, unit: str, back: int) -> tuple[date, date]:
    """First day of the period ``back`` periods before the one that starts on ``this``, and of the one behind it."""
    if unit == "week":
        return this - WEEK * back, this - WEEK * (back - 1)
    return dates.add_months(this, -back), dates.add_months(this, 1 - back)


def yardstick_warning(periods: Collection[Period], unit: str, measure: str) -> str:
    """What falls short of the yardstick (BP-5-2-b), "" when nothing does; ``measure``: 原則として週1回以上."""
    short = sum(period.is_short for period in periods)
    if not short:
        return ""
    word = "週" if unit == "week" else "か月"
    return f"終わった{len(periods)}{word}のうち{short}{word}が、目安（{measure}）に届いていません。"


def month_grid(month: date) -> list[list[date]]:
    """The weeks of a month from Monday, whole weeks with the days of its neighbours."""
    return calendar.Calendar().monthdatescalendar(month.year, month.month)


def day_problem(day: date, delivered_on: date | None, today: date) -> str:
    """Why a day cannot be a patrol day of the standing; "" when it can."""
    if day > today:
        return f"{wareki.format_long(day)}は、まだ来ていません。"
    if delivered_on and day < delivered_on:
        return f"{wareki.format_long(day)}は、証明書を交付した日（{wareki.format_long(delivered_on)}）より前です。"
    return ""


def read_pasted(text: str, today: date) -> Pasted:
    """Days as a group writes them: R8.9.2, 2026/9/2, 9月2日（水）; one a line, or with commas between.

    A day without its year is the last such day that is not ahead.
    """
    found, seen = Pasted(), set()
    words = [word.strip() for word in _SEPARATORS.split(text.replace("\r", "\n")) if word.strip()]
    if len(words) > MOST_PASTED:
        return Pasted(
            faults=[f"一度に貼り付けられるのは、{MOST_PASTED}日までです（{len(words)}日あります）。"]
        )
    for place, word in enumerate(words, 1):
        try:
            day = _read(word, today)
        except wareki.WarekiError as error:
            found.faults.append(f"{place}番目の「{_shortened(word)}」：{error}")
            continue
        if day in seen and day not in found.twice:
            found.twice.append(day)
        seen.add(day)
    found.days = sorted(seen)
    return found


def _read(word: str, today: date) -> date:
    plain = "".join(unicodedata.normalize("NFKC", word).split())
    if match := _IN_THIS_YEAR.fullmatch(plain):
        month, day = int(match[1]), int(match[2])
        for year in (today.year, today.year - 1):
            if (found := _day_or_none(year, month, day)) and found <= today:
                return found
        raise wareki.WarekiError("そのような日はありません。年から書いてください。")
    return wareki.parse(word).date


def _day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _shortened(word: str) -> str:
    return word if len(word) <= 20 else f"{word[:20]}…"
