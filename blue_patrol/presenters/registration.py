"""What a file of an old ledger would become, for the eye: its rows by their names, counters and clocks that would move."""

from datetime import date

from blue_patrol.models.registration.counters import counters
from blue_patrol.models.registration.verdicts import PaperPlan
from blue_patrol.rules import deadlines, plates
from blue_patrol.rules.paper_columns import PAPER, PATROLLERS, VEHICLES
from casework import dates, wareki
from casework.models import NumberSeries, PrefectureProfile, Station
from casework.registering.words import Shows


class LedgerRows(Shows):
    """The rows of a paper ledger by their own names: the group, the plate, the person."""

    book = PAPER

    def title(self, kind: str, record) -> str:
        if kind == VEHICLES and record.plate:
            return plates.display(record.plate)
        return getattr(record, "name", "") or getattr(record, "group_name", "")

    def beside(self, kind: str, record) -> str:
        """The numbers and days by which the row is found in the paper book."""
        numbers = ("certificate_number", "sticker_number", "card_number")
        texts = [getattr(record, name, "") for name in numbers]
        if kind in (VEHICLES, PATROLLERS):
            texts.insert(0, record.group_name)
        day = getattr(record, "certified_on", None) or getattr(record, "delivered_on", None)
        texts.append(wareki.format_long(day) if day else "")
        return "　".join(text for text in texts if text)


SERIES = {"certificate": "証明書", "register": "交付簿", "ledger": "証明台帳"}


def moved_counters(plan: PaperPlan) -> list[str]:
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


def started_clocks(plan: PaperPlan, profile: PrefectureProfile, today: date) -> list[tuple[str, int, int]]:
    """(clock, how many would start, how many of them are past due already)."""
    found: dict[str, list[int]] = {}
    for kind, first in _starts(plan):
        tally = found.setdefault(kind.label, [0, 0])
        due = kind.due_on(first, profile.value(kind.number_key)) if first else None
        tally[0] += 1
        tally[1] += bool(due and due < today)
    return [(label, count, late) for label, (count, late) in found.items()]


def _starts(plan: PaperPlan):
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
