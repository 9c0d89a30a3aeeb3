"""What a file of an old ledger would become, for the eye: verdicts row by row, counters and clocks that would move."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from blue_patrol.models.registration.counters import counters
from blue_patrol.models.registration.verdicts import Line, Outcome, Plan
from blue_patrol.rules import deadlines, plates
from blue_patrol.rules.paper_columns import KINDS
from blue_patrol.rules.paper_file import FileReading
from blue_patrol.rules.paper_records import PaperRecord
from casework import dates, wareki
from casework.models import NumberSeries, PrefectureProfile, Station
from casework.sheets.cells import read_text

FAULT, CARE, NEW, KNOWN, TWIN = "fault", "care", "new", "known", "twin"
VERDICTS = {
    FAULT: ("直してください", "bad"),
    CARE: ("注意", "care"),
    NEW: ("新しく登録", "good"),
    KNOWN: ("登録済み", "plain"),
    TWIN: ("重複・読みとばし", "plain"),
}
"""Code → (word, tone), in the order in which they are looked at."""
SIZE = 50
KIND_OF = {
    "GroupRecord": "groups",
    "VehicleRecord": "vehicles",
    "PatrollerRecord": "patrollers",
    "RegisterRecord": "register",
}


@dataclass
class ShownRow:
    """One row of the file: where it stands, what it is, its verdict and why."""

    record: PaperRecord
    kind: str
    verdict: str
    reasons: list[str] = field(default_factory=list)

    @property
    def word(self) -> str:
        return VERDICTS[self.verdict][0]

    @property
    def tone(self) -> str:
        return VERDICTS[self.verdict][1]

    @property
    def kind_word(self) -> str:
        return KINDS[self.kind]

    @property
    def title(self) -> str:
        """The row's own name: the group, the plate, the person; the first words of a row that has none."""
        record = self.record
        name = (
            getattr(record, "name", "") or getattr(record, "plate", "") or getattr(record, "group_name", "")
        )
        if self.kind == "vehicles" and record.plate:
            return plates.display(record.plate)
        return name or "　".join(read_text(cell) for cell in record.cells if cell != "")[:40] or "（空）"

    @property
    def beside(self) -> str:
        """The numbers and days by which the row is found in the paper book."""
        record = self.record
        texts = [
            getattr(record, name, "") for name in ("certificate_number", "sticker_number", "card_number")
        ]
        if self.kind in ("vehicles", "patrollers"):
            texts.insert(0, record.group_name)
        day = getattr(record, "certified_on", None) or getattr(record, "delivered_on", None)
        texts.append(wareki.format_long(day) if day else "")
        return "　".join(text for text in texts if text)


def rows_of(reading: FileReading, plan: Plan) -> list[ShownRow]:
    """Every row of the file once, in the file's order."""
    rows = [_row(line) for line in plan.lines]
    rows += [ShownRow(each, KIND_OF[type(each).__name__], TWIN, [each.skip]) for each in reading.skipped]
    places = {sheet.sheet.name: place for place, sheet in enumerate(reading.sheets)}
    return sorted(rows, key=lambda row: (places[row.record.sheet], row.record.row))


def _row(line: Line) -> ShownRow:
    if line.outcome == Outcome.FAULT:
        return ShownRow(line.record, line.kind, FAULT, line.reasons or line.notes)
    if line.outcome == Outcome.KNOWN:
        return ShownRow(line.record, line.kind, KNOWN, line.reasons)
    if line.outcome == Outcome.SKIPPED:
        return ShownRow(line.record, line.kind, TWIN, line.reasons)
    return ShownRow(line.record, line.kind, CARE if line.notes else NEW, line.notes)


class Page:
    """The rows of one verdict, cut into pages; ``previous`` and ``next`` are addresses."""

    note = f"{SIZE}行ずつ"

    def __init__(self, rows: list[ShownRow], show: str, number: int):
        found = Counter(row.verdict for row in rows)
        self.tabs = [(code, *VERDICTS[code], found[code]) for code in VERDICTS if found[code]]
        codes = [code for code, *_ in self.tabs]
        self.show = show if show in codes else (codes[0] if codes else "")
        chosen = [row for row in rows if row.verdict == self.show]
        last = max(0, (len(chosen) - 1) // SIZE)
        number = min(max(number, 0), last)
        self.rows = chosen[number * SIZE : (number + 1) * SIZE]
        self.previous = f"?show={self.show}&page={number - 1}#rows" if number else ""
        self.next = f"?show={self.show}&page={number + 1}#rows" if number < last else ""


def counts_by_kind(rows: list[ShownRow]) -> list[tuple[str, list[tuple[str, int]]]]:
    """(kind, (word, count) of each verdict in their order) for the kinds that occur."""
    found = Counter((row.kind, row.verdict) for row in rows)
    return [
        (word, [(VERDICTS[verdict][0], found[kind, verdict]) for verdict in VERDICTS])
        for kind, word in KINDS.items()
        if any(found[kind, verdict] for verdict in VERDICTS)
    ]


def made(counts: dict[str, int]) -> str:
    """団体 3、自動車 5 from the counts kept with a batch; "" before it was registered."""
    found = [(word, counts.get(f"{kind}:new", 0)) for kind, word in KINDS.items()]
    return "、".join(f"{word} {count}" for word, count in found if count)


SERIES = {"certificate": "証明書", "register": "交付簿", "ledger": "証明台帳"}


def moved_counters(plan: Plan) -> list[str]:
    """After which number each series of certificates, book and ledger would go on, where it moves at all."""
    last: dict[tuple[str, str, int], tuple[int, Station]] = {}
    for station in plan.stations():
        entries = [entry for entry in plan.entries if entry.station.pk == station.pk]
        for kind, holder, year, value in counters(entries, plan, station):
            if kind in SERIES and value > last.get((kind, holder, year), (0, station))[0]:
                last[kind, holder, year] = (value, station)
    now = (
        {(s.kind, s.holder, s.year): s.last for s in NumberSeries.objects.filter(kind__in=SERIES)}
        if last
        else {}
    )
    return [
        f"{_series(kind, station, year)}：{value}まで使われているものとし、次は{value + 1}から"
        for (kind, holder, year), (value, station) in sorted(last.items(), key=lambda item: item[0])
        if value > now.get((kind, holder, year), 0)
    ]


def _series(kind: str, station: Station, year: int) -> str:
    if kind == "certificate":
        return f"証明書番号（{wareki.era_parts(date(year, 12, 31)).era}{wareki.era_parts(date(year, 12, 31)).year_text}年）"
    if kind == "register":
        return f"{station.name}の交付簿（{dates.fiscal_year_label(year)}）"
    return f"{station.name}の証明台帳"


def started_clocks(plan: Plan, profile: PrefectureProfile, today: date) -> list[tuple[str, int, int]]:
    """(clock, how many would start, how many of them are past due already)."""
    found: dict[str, list[int]] = {}
    for kind, first in _starts(plan):
        tally = found.setdefault(kind.label, [0, 0])
        due = kind.due_on(first, profile.value(kind.number_key)) if first else None
        tally[0] += 1
        tally[1] += bool(due and due < today)
    return [(label, count, late) for label, (count, late) in found.items()]


def _starts(plan: Plan):
    """Kind and first day of every clock; the entry in the inspection certificate where the ledger tells of any."""
    tells = {entry.station.pk for entry in plan.entries if any(car.entered_on for car in entry.cars)}
    for entry in plan.entries:
        held_on = _held_on(entry)
        if entry.is_new:
            yield deadlines.INFORMATION, entry.line.record.informed_on or held_on
        for person in entry.people:
            if person.trained_on:
                yield deadlines.RETRAINING, person.trained_on
        for car in entry.cars if entry.station.pk in tells else ():
            if not car.entered_on:
                yield deadlines.INSPECTION_ENTRY, car.delivered_on or held_on


def _held_on(entry) -> date | None:
    if entry.standing is not None:
        return entry.standing.delivered_on
    return entry.line.record.delivered_on or entry.line.record.certified_on
