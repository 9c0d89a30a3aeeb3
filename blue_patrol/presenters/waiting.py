"""Who is waited for, in words and in a matrix of stations and parties; how long is long."""

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from blue_patrol.models import Procedure
from blue_patrol.models.waiting import STEP, Party
from casework.models.road import RoadState as S
from casework.presenters import links

LONG, VERY_LONG = 14, 30  # days: when the colour and its word turn; no clause says so, the system does
LEVELS = ("係", "補佐", "課長", "部長", "本部長")
BEFORE_STEPS, AFTER_STEPS = (Party.GROUP, Party.CLERK, Party.CHIEF), (Party.THINGS,)
AWAITED = {  # what the party does next
    S.DRAFT: "入力と受理", S.CORRECTION: "補正と再提出", S.APPROVED: "印刷・押印・送付", S.DISPATCHED: "受領",
    S.ARRIVED: "交付", S.DELIVERED: "交付の報告", S.FORWARDED: "審査・決裁", S.RECEIVED: "調査",
    S.SENT_BACK: "差戻しへの回答",
}  # fmt: skip


def party_label(party: str) -> str:
    """The word for a party: 署長（進達）, 本部 補佐."""
    return f"本部 {party.removeprefix(STEP)}" if party.startswith(STEP) else Party(party).label


def awaited(case) -> str:
    """What a case waits for: 調査, 進達, 受領."""
    if case.state == S.DELIVERED and case.case_label == Procedure.DEMONSTRATION:
        return "標章の返納と返送"
    return "進達" if case.party == Party.CHIEF else AWAITED[S(case.state)]


def in_order(parties) -> list[str]:
    """Parties as a case meets them: the group and the station, the steps of the route, then the things."""

    def place(step: str) -> tuple:
        first = step.removeprefix(STEP).split("、")[0]
        return (LEVELS.index(first) if first in LEVELS else len(LEVELS), step)

    steps = sorted({party for party in parties if party.startswith(STEP)}, key=place)
    return [*map(str, BEFORE_STEPS), *steps, *map(str, AFTER_STEPS)]


def length(days: int) -> tuple[str, str]:
    """(tone, word) of a wait: plain and no word while it is short."""
    if days >= VERY_LONG:
        return "bad", "とても長い"
    return ("care", "長い") if days >= LONG else ("plain", "")


@dataclass
class Cell:
    """How many wait for one party, since when the oldest; ``url`` leads to the rows."""

    count: int = 0
    since: date | None = None
    url: str = ""
    days: int = 0
    tone: str = "plain"
    word: str = ""

    def take_in(self, count: int, since: date | None) -> None:
        self.count += count
        days = [day for day in (self.since, since) if day]
        self.since = min(days, default=None)


@dataclass
class Line:
    station: object
    cells: list[Cell]
    whole: Cell


@dataclass
class Matrix:
    """``lines`` of stations with something open, ``totals`` of a party each, ``whole``; ``quiet``: the others."""

    parties: list[str]
    lines: list[Line] = field(default_factory=list)
    totals: list[tuple[str, Cell]] = field(default_factory=list)
    whole: Cell = field(default_factory=Cell)
    quiet: list = field(default_factory=list)


def matrix(counts, stations, today: date) -> Matrix:
    """``counts``: rows of station (key), party, n, oldest (day)."""
    counts = list(counts)
    parties = in_order(row["party"] for row in counts)
    found = Matrix(parties)
    totals = {party: Cell() for party in parties}
    for station in stations:
        cells = {party: Cell() for party in parties}
        whole = Cell()
        for row in (row for row in counts if row["station"] == station.pk):
            for cell in (cells[row["party"]], totals[row["party"]], whole, found.whole):
                cell.take_in(row["n"], row["oldest"])
        if not whole.count:
            found.quiet.append(station)
            continue
        _close({"station": station.pk}, whole, today)
        for party, cell in cells.items():
            _close({"station": station.pk, "party": party}, cell, today)
        found.lines.append(Line(station, list(cells.values()), whole))
    for party, cell in totals.items():
        _close({"party": party}, cell, today)
    _close({}, found.whole, today)
    found.totals = [(party_label(party), cell) for party, cell in totals.items()]
    return found


def _close(asked: dict, cell: Cell, today: date) -> None:
    """Once all is counted: the days, their tone, and the address of the rows."""
    cell.url = f"{links.to('waiting')}?{urlencode(asked)}#rows"
    if cell.since:
        cell.days = (today - cell.since).days
        cell.tone, cell.word = length(cell.days)
