"""第5: how many meetings a council owes in a year, and how it stands while there is still time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casework.years import Year

REGULAR, EXTRAORDINARY = "regular", "extraordinary"
HELD_STATES = frozenset({"held", "reported"})
COMING_STATES = frozenset({"planned", "announced"})
GOOD, GOING, CARE, BAD = "good", "go", "care", "bad"


@dataclass(frozen=True)
class Held:
    """What the count needs of a meeting: its kind, state and day (the day held, else the day planned)."""

    kind: str
    state: str
    on: date | None


@dataclass(frozen=True)
class Tally:
    """Regular meetings of one council in one year against the minimum (LC-5-2); extraordinary ones apart (LC-5-3)."""

    minimum: int
    held: int
    planned: int
    extraordinary: int
    overdue: int  # planned days that have passed without a result

    @property
    def lacking(self) -> int:
        """How many are neither held nor planned."""
        return max(0, self.minimum - self.held - self.planned)

    @property
    def missing(self) -> int:
        """How many have not been held: what counts once the year is over."""
        return max(0, self.minimum - self.held)


def tally(meetings: Iterable[Held], year: Year, minimum: int, today: date) -> Tally:
    """Count one council's meetings. Postponed and cancelled ones count for nothing."""
    first, last = year.bounds
    own = [each for each in meetings if each.on and first <= each.on <= last]
    regular = [each for each in own if each.kind == REGULAR]
    coming = [each for each in regular if each.state in COMING_STATES]
    return Tally(
        minimum=minimum,
        held=sum(each.state in HELD_STATES for each in regular),
        planned=sum(each.on >= today for each in coming if each.on),
        extraordinary=sum(each.kind == EXTRAORDINARY and each.state in HELD_STATES for each in own),
        overdue=sum(each.on < today for each in coming if each.on),
    )


def active_spans(events: Iterable[tuple[str, date]]) -> list[tuple[date, date | None]]:
    """From what became of a council (kind of event, day), in order: from when to when it was active."""
    spans: list[tuple[date, date | None]] = []
    for kind, on in events:
        if kind in ("establish", "resume"):
            spans.append((on, None))
        elif kind != "rename" and spans and spans[-1][1] is None:
            spans[-1] = (spans[-1][0], on)
    return spans


def owed(minimum: int, spans: Iterable[tuple[date, date | None]], year: Year) -> int:
    """The minimum for a council by the months in which it was active on some day, rounded down (decision 14).

    No clause says so; a council founded in the last month of a year cannot hold two meetings.
    """
    first, last = year.bounds
    months: set[int] = set()
    for begins, ends in spans:
        begin, end = max(first, begins), min(last, ends or last)
        if begin <= end:
            months.update(range(12 * begin.year + begin.month, 12 * end.year + end.month + 1))
    return minimum * len(months) // 12


def tone(found: Tally, year: Year, today: date) -> str:
    """How a council stands: good once done, going while planned, care in the first half, bad once time runs out."""
    if not found.missing:
        return GOOD
    if today > year.bounds[1]:
        return BAD
    if not found.lacking:
        return GOING
    months_left = (year.bounds[1].year - today.year) * 12 + year.bounds[1].month - today.month + 1
    if today >= year.middle and (found.lacking >= found.minimum or months_left <= 2 * found.lacking):
        return BAD
    return CARE


def words(found: Tally) -> str:
    """2回済み, 2回の見込み, 1回足りない"""
    if not found.missing:
        return f"{found.held}回済み"
    if not found.lacking:
        return f"{found.held + found.planned}回の見込み"
    return f"{found.lacking}回足りない"
