"""The year of councils in words: a row for each, a cell for each month, how each stands, what comes next (LC-5-2)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from casework import wareki
from casework.presenters import links
from casework.roles import Role
from casework.years import FISCAL, Year
from liaison_councils.models import Council, CouncilState
from liaison_councils.models.council_events import spans_of
from liaison_councils.presenters.todos import Todo, todos_of
from liaison_councils.rules import frequency
from liaison_councils.rules.frequency import REGULAR, Held, Tally
from liaison_councils.rules.names_of_councils import KINDS

WEAK = (frequency.CARE, frequency.BAD)
HELD, PLAN, MISSING, EXTRA, POSTPONED = "held", "plan", "miss", "extra", "late"  # looks of a mark
LEGEND = (
    (HELD, "開催", "定期会議を開いた"), (PLAN, "予定", "定期会議の予定"), (MISSING, "未記録", "予定の日を過ぎ、結果がない"),
    (EXTRA, "臨時", "臨時会議を開いた"), (POSTPONED, "延期", "延期して、案内はこれから"),
)  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """One meeting in its month."""

    word: str
    look: str
    day: date
    url: str
    whole: str  # as it is read aloud


@dataclass
class Row:
    """One council in the year."""

    council: Council
    marks: dict[date, list[Mark]]  # by the first day of their month
    tally: Tally
    tone: str
    word: str
    is_own: bool = False
    todos: list[Todo] = field(default_factory=list)

    @property
    def is_weak(self) -> bool:
        return self.tone in WEAK

    @property
    def kind(self) -> str:
        return KINDS[self.council.kind]

    @property
    def url(self) -> str:
        return links.to("council", self.council.pk)


def rows_of(councils: Iterable[Council], year: Year, minimum: int, actor, today: date) -> list[Row]:
    """The own koban's councils first, then as they are read; ``councils`` with what ``reading.around`` reads."""
    own = actor.post.koban_id if actor.role == Role.KOBAN_OFFICER else None
    rows = [_row(each, year, minimum, own, today) for each in councils]
    for row in rows:
        row.todos = todos_of(row, year, actor, today)
    return sorted(rows, key=lambda row: not row.is_own)


def counted(councils: Iterable[Council], year: Year, minimum: int, today: date) -> list[Row]:
    """Rows of numbers alone, from what ``reading.counted_councils`` reads: for many stations at once."""
    rows = []
    for council in councils:
        owed = frequency.owed(minimum, spans_of(council.happened), year)
        met = [
            Held(each["kind"], each["state"], _day(each["held_on"] or each["planned_on"]))
            for each in council.met
        ]
        found = frequency.tally(met, year, owed, today)
        tone, word = standing(council, found, year, today)
        rows.append(Row(council, {}, found, tone, word))
    return rows


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def tally_of(council: Council, year: Year, minimum: int, today: date) -> Tally:
    """Against the minimum for the months in which it was active."""
    spans = frequency.active_spans((event.kind, event.on) for event in council.happened)
    owed = frequency.owed(minimum, spans, year)
    met = [Held(each.kind, each.state, each.day) for each in council.met]
    return frequency.tally(met, year, owed, today)


def _row(council: Council, year: Year, minimum: int, own: int | None, today: date) -> Row:
    found = tally_of(council, year, minimum, today)
    tone, word = standing(council, found, year, today)
    marks = defaultdict[date, list[Mark]](list)
    for meeting in council.met:
        if day := meeting.day:
            marks[day.replace(day=1)].append(_mark(meeting, today))
    return Row(council, marks, found, tone, word, is_own=own is not None and own in council.koban_ids())


def standing(council: Council, found: Tally, year: Year, today: date) -> tuple[str, str]:
    """(tone, word) of the column 年2回に対して."""
    if council.state == CouncilState.PLANNED:
        return "plain", "設置の準備中"
    if not found.minimum:
        return "plain", "求める回数なし"
    if today > year.bounds[1] and found.missing:
        return frequency.BAD, f"{found.missing}回足りなかった"
    return frequency.tone(found, year, today), frequency.words(found)


def is_now(month: date, today: date) -> bool:
    return (month.year, month.month) == (today.year, today.month)


def _mark(meeting, today: date) -> Mark:
    word, look = _word(meeting, today)
    kind = "定期会議" if meeting.kind == REGULAR else "臨時会議"
    day = meeting.day
    url = links.to("council_meeting", meeting.pk)
    return Mark(word, look, day, url, f"{wareki.format_long(day)}の{kind}")


def _word(meeting, today: date) -> tuple[str, str]:
    regular = meeting.kind == REGULAR
    if meeting.state in frequency.HELD_STATES:
        return ("開催", HELD) if regular else ("臨時", EXTRA)
    if meeting.state not in frequency.COMING_STATES:
        return "延期", POSTPONED
    if meeting.planned_on < today:
        return "未記録", MISSING
    return ("予定" if regular else "臨時", PLAN)


@dataclass(frozen=True)
class Totals:
    """Of several councils in the year."""

    councils: int
    held: int
    planned: int
    overdue: int
    lacking: int  # councils
    care: int
    bad: int


def totals_of(rows: list[Row]) -> Totals:
    standing_rows = [row for row in rows if row.council.state != CouncilState.PLANNED]
    tones = [row.tone for row in standing_rows]
    tallies = [row.tally for row in standing_rows]
    care, bad = tones.count(frequency.CARE), tones.count(frequency.BAD)
    return Totals(
        len(standing_rows), sum(each.held for each in tallies), sum(each.planned for each in tallies),
        sum(each.overdue for each in tallies), care + bad, care, bad,
    )  # fmt: skip


def span_words(year: Year) -> str:
    """4月から3月まで"""
    first, last = year.bounds
    return f"{first.month}月から{last.month}月まで"


def time_left(year: Year, today: date) -> str:
    """年度は、あと6か月あります。; nothing for another year than the present one."""
    first, last = year.bounds
    if not first <= today <= last:
        return ""
    months = (last.year - today.year) * 12 + last.month - today.month
    word = "年度" if year.kind == FISCAL else "年"
    left = f"あと{months}か月あります" if months else "今月で終わります"
    return f"{word}は、{left}。"
