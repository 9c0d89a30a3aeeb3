"""The year of a station in words (LC-5-2): each council against its minimum, the state of the closing."""

from dataclasses import dataclass
from datetime import date

from casework.permissions import Reason
from casework.presenters import page_acts
from casework.presenters.sentences import Vocabulary
from casework.years import Year
from liaison_councils.models import YearState
from liaison_councils.rules import frequency
from liaison_councils.rules.frequency import Tally
from liaison_councils.rules.year_rows import YearRow

TONES = {YearState.CLOSED: "go", YearState.SEEN: "good", YearState.REOPENED: "care"}
PAGES = {
    "see": ("council_year_see", "確認したことを記録する"),
    "reopen": ("council_year_reopen", "締めを取り消す"),
}
SENTENCES = {
    "open": ("が、この年を{b}ました。", "締め"),
    "see": ("が、本部で{b}しました。", "確認"),
    "reopen": ("が、締めを{b}ました。", "取り消し"),
    "close_again": ("が、この年を{b}ました。", "締め直し"),
}
VOCABULARY = Vocabulary(SENTENCES)


@dataclass(frozen=True)
class Line:
    """One council's row with its verdict."""

    row: YearRow
    word: str
    tone: str


def lines(rows: list[YearRow], year: Year, today: date) -> list[Line]:
    return [Line(row, *_verdict(row, year, today)) for row in rows]


def _verdict(row: YearRow, year: Year, today: date) -> tuple[str, str]:
    if not row.minimum and not row.regular:
        return "求める回数なし", "plain"
    tally = Tally(row.minimum, row.regular, row.planned, row.extraordinary, row.overdue)
    if today > year.bounds[1] and row.missing:
        return f"{row.missing}回足りない", "bad"
    return frequency.words(tally), frequency.tone(tally, year, today)


def unmet(rows: list[YearRow]) -> int:
    return sum(row.missing > 0 for row in rows)


def lacking(rows: list[YearRow]) -> int:
    """Councils that will not meet their minimum by what is planned."""
    return sum(row.missing > row.planned for row in rows)


def state(report, *, is_over: bool = True) -> tuple[str, str]:
    """(word, tone) of the year of a station; ``report`` None where it is not closed."""
    if report is None:
        return ("締めていない", "care") if is_over else ("年の途中", "plain")
    return report.get_state_display(), TONES[YearState(report.state)]


def acts(report, actor) -> page_acts.Acts:
    can, refused = page_acts.of_machine(report, actor, PAGES, ())
    return page_acts.with_first(page_acts.first_of(can, ("see",)), can, refused, {})


ALREADY = Reason("この年は、すでに締められています。", "LC-5-2")
CLOSING_WRITES = (
    "この表が、そのまま固定されます。後で協議会の名称や出席を直しても、変わりません",
    "開催状況集計表が、文書として残ります",
    "この年に開催した会議は、もう記録できません。要るときは、本部の地域課に締めの取消しを求めます",
    "本部の地域課が確認します",
)
