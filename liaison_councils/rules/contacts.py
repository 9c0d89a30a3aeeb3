"""第3の8, 第7(1): when a member counts as not visited for long, and who of the staff has been taught."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casework import dates


def visited_before(today: date, months: int) -> date:
    """Who was visited on this day or later was visited lately; no clause says how often, a list only points at members."""
    return dates.add_months(today, -months)


@dataclass(frozen=True)
class Taught:
    """One instruction: its day and the people as their names were written."""

    on: date
    names: tuple[str, ...]


def last_taught(name: str, since: date, lessons: Iterable[Taught]) -> date | None:
    """The last day on which somebody was taught since they were posted; ``name`` without the rank, which changes."""
    days = [each.on for each in lessons if each.on >= since and any(_is(name, text) for text in each.names)]
    return max(days, default=None)


def _is(name: str, text: str) -> bool:
    """Whether "巡査部長 木村 結" or "木村 結" names this person."""
    return text == name or text.endswith((f" {name}", f"　{name}"))
