"""What would become of the records of a paper ledger: a verdict with its reason for every row, before anything is stored.

The records themselves are read and checked in rules/paper_records.py; here they meet what is stored already. Nothing
that stands is ever changed: a row is new, known, or at fault.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from blue_patrol.models.certifications import Certification, Standing
from blue_patrol.models.credentials import LIVE, Credential, Kind
from blue_patrol.models.groups import Group, Patroller, Vehicle
from blue_patrol.models.registers import LedgerSheet, PaperRegisterRow
from blue_patrol.rules import plates
from casework import names
from casework.models import IssuedNumber, Station


class Outcome(StrEnum):
    NEW = "new"
    KNOWN = "known"
    FAULT = "fault"
    SKIPPED = "skipped"

    @property
    def label(self) -> str:
        words = {"new": "新しく登録", "known": "登録済み", "fault": "直してください", "skipped": "対象外"}
        return words[self.value]


@dataclass
class Line:
    """One row's verdict; ``notes`` are to be looked at, ``reasons`` say why it is not taken or not anew."""

    kind: str  # groups, vehicles, patrollers, register
    record: Any
    outcome: Outcome = Outcome.NEW
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, reason: str) -> None:
        self.outcome = Outcome.FAULT
        self.reasons.append(reason)

    def know(self, reason: str) -> None:
        if self.outcome == Outcome.NEW:
            self.outcome = Outcome.KNOWN
        self.reasons.append(reason)


@dataclass
class Entry:
    """One group of the ledger with what is new of it; ``standing`` when the group itself is registered already."""

    station: Station
    line: Line | None = None
    standing: Certification | None = None
    cars: list = field(default_factory=list)
    people: list = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.standing is None


@dataclass
class Plan:
    entries: list[Entry] = field(default_factory=list)
    paper_rows: list[tuple[Station, Entry | None, Any]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Rows by kind and verdict: {"groups:new": 3, …}."""
        found: dict[str, int] = defaultdict(int)
        for line in self.lines:
            found[f"{line.kind}:{line.outcome}"] += 1
        return dict(found)

    @property
    def has_news(self) -> bool:
        return any(line.outcome == Outcome.NEW for line in self.lines)

    def stations(self) -> list[Station]:
        """Whose rows are new, each once."""
        found = {
            entry.station.pk: entry.station
            for entry in self.entries
            if entry.is_new or entry.cars or entry.people
        }
        found |= {station.pk: station for station, _, _ in self.paper_rows}
        return [found[pk] for pk in sorted(found)]


def plan(records, stations: list[Station]) -> Plan:
    """The plan of ``records`` (groups, vehicles, patrollers, register) for the stations of the desk, in few queries."""
    return _Planner(records, stations).plan()


class _Planner:
    def __init__(self, records, stations):
        self.records, self.stations = records, stations
        self.by_name = {
            names.search_key(s.name.removesuffix("警察署").removesuffix("署")): s for s in stations
        }
        self.made = Plan()
        self.entries: dict[tuple, Entry] = {}  # (station, certificate number or group's key) → entry
        self._read_what_stands()

    def _read_what_stands(self) -> None:
        """Everything that a row may meet, read once for the stations of the desk."""
        mine = {"station__in": self.stations}
        standings = (
            Certification.objects.filter(**mine)
            .exclude(state=Standing.VOID)
            .select_related("group", "station")
        )
        self.standings = {(s.station_id, s.number): s for s in standings}
        self.by_group: dict[tuple, list[Certification]] = defaultdict(list)  # (station, group's key) → active standings
        for standing in self.standings.values():
            if standing.state == Standing.ACTIVE:
                self.by_group[standing.station_id, names.search_key(standing.group.name)].append(standing)
        self.numbered = set(
            IssuedNumber.objects.filter(kind="certificate", **mine).values_list("text", flat=True)
        )
        groups = Group.objects.filter(**mine).values_list("station_id", "name")
        self.groups = {(station, names.search_key(name)) for station, name in groups}
        cars = Vehicle.objects.filter(**mine).current().values_list("group_id", "plate", "chassis_number")
        self.cars = {
            (g, key) for g, plate, chassis in cars for key in (plate, plates.chassis_key(chassis)) if key
        }
        people = Patroller.objects.filter(**mine).current().values_list("group_id", "name", "birth_date")
        self.people = {(group, names.search_key(name), born) for group, name, born in people}
        things = Credential.objects.filter(state__in=LIVE, **mine).values_list("station_id", "kind", "number")
        self.things = set(things)
        rows = PaperRegisterRow.objects.filter(**mine)
        self.rows = set(
            rows.values_list("station_id", "year", "row_number", "certificate_number", "delivered_on")
        )
        self.sheets = set(LedgerSheet.objects.filter(**mine).values_list("station_id", "number"))

    def plan(self) -> Plan:
        for record in self.records.groups:
            self._group(self._line("groups", record))
        for kind, records, judge in (
            ("vehicles", self.records.vehicles, self._car),
            ("patrollers", self.records.patrollers, self._person),
            ("register", self.records.register, self._row),
        ):
            for record in records:
                judge(self._line(kind, record))
        self.made.entries = _each_once(self.entries.values())
        return self.made

    def _line(self, kind: str, record) -> Line:
        line = Line(kind, record, notes=list(record.notes))
        if record.skip:
            line.outcome, line.reasons = Outcome.SKIPPED, [record.skip]
        for fault in record.faults:
            line.refuse(fault)
        self.made.lines.append(line)
        return line

    # --- groups --------------------------------------------------------------------------------------------------

    def _station(self, line: Line) -> Station | None:
        """The station that the row names, or the only one of the desk."""
        named = getattr(line.record, "station", "")
        if not named and len(self.stations) == 1:
            return self.stations[0]
        key = names.search_key(named).removesuffix("警察署").removesuffix("署")
        if station := self.by_name.get(key):
            return station
        line.refuse(
            f"署「{named}」は、この机の署にありません。" if named else "どの署の団体かが書かれていません。"
        )
        return None

    def _group(self, line: Line) -> None:
        record, station = line.record, self._station(line)
        if station is None:
            return
        standing = self.standings.get((station.pk, record.certificate_number))
        if standing:
            self._known_group(line, standing)
        elif line.outcome == Outcome.NEW:
            self._new_group(line, station)
        entry = Entry(station, line, standing)
        if standing or line.outcome == Outcome.NEW:
            self.entries[station.pk, record.certificate_number] = entry
            self.entries[station.pk, names.search_key(record.name)] = entry

    def _known_group(self, line: Line, standing: Certification) -> None:
        if names.same_name(standing.group.name, line.record.name):
            line.know(f"証明書{standing.number}の団体は、登録済みです。")
        else:
            line.refuse(f"証明書番号{standing.number}は、「{standing.group.name}」に使われています。")

    def _new_group(self, line: Line, station: Station) -> None:
        record = line.record
        if not record.certificate_number:
            line.refuse("証明書番号がありません。")
        if record.certificate_number in self.numbered:
            line.refuse(f"証明書番号{record.certificate_number}は、当システムがすでに付けた番号です。")
        if not (record.certified_on or record.delivered_on):
            line.refuse("証明年月日も交付年月日もありません。どちらかを調べて書いてください。")
        if record.ledger_number and (station.pk, record.ledger_number) in self.sheets:
            line.refuse(f"台帳番号{record.ledger_number}は、別の団体に使われています。")
        if (station.pk, names.search_key(record.name)) in self.groups:
            line.notes.append(
                "同じ名称の団体が、すでにあります。同じ団体でないか確かめてください（まとめません）。"
            )

    # --- what belongs to a group ---------------------------------------------------------------------------------

    def _entry(self, line: Line) -> Entry | None:
        """The group of a row: of the file first, then of what is registered already."""
        record = line.record
        keys = [key for key in (record.certificate_number, names.search_key(record.group_name)) if key]
        for station in self.stations:
            for key in keys:
                if entry := self.entries.get((station.pk, key)):
                    return entry
            if standing := self._registered(station, record):
                entry = Entry(station, None, standing)
                self.entries |= {(station.pk, standing.number): entry}
                return entry
        return None

    def _registered(self, station, record) -> Certification | None:
        if found := self.standings.get((station.pk, record.certificate_number)):
            return found
        same = self.by_group.get((station.pk, names.search_key(record.group_name)), []) if record.group_name else []
        return same[0] if len(same) == 1 else None

    def _owner(self, line: Line) -> Entry | None:
        entry = self._entry(line)
        if entry is None:
            word = line.record.certificate_number or line.record.group_name or "（空欄）"
            line.refuse(f"「{word}」の団体が、ファイルにも登録にもありません。")
        elif not entry.is_new and entry.standing.registered_on is None:
            line.know("当システムで交付した証明の団体です。台帳からは加えません。")
        return entry

    def _taken(self, line: Line, entry: Entry, kind: Kind, number: str) -> bool:
        """Whether the number is on another thing already."""
        if not number or (entry.station.pk, kind, number) not in self.things:
            return False
        line.refuse(f"{kind.label}{number}は、すでに登録されています。")
        return True

    def _car(self, line: Line) -> None:
        record, entry = line.record, self._owner(line)
        if entry is None:
            return
        keys = [key for key in (record.plate, plates.chassis_key(record.chassis_number)) if key]
        if entry.standing and any((entry.standing.group_id, key) in self.cars for key in keys):
            line.know("この自動車は、登録済みです。")
        elif line.outcome == Outcome.NEW:
            self._taken(line, entry, Kind.STICKER, record.sticker_number)
        if line.outcome == Outcome.NEW:
            if not record.sticker_number:
                line.notes.append("標章の番号がないので、自動車だけを登録します。")
            entry.cars.append(record)

    def _person(self, line: Line) -> None:
        record, entry = line.record, self._owner(line)
        if entry is None:
            return
        who = (names.search_key(record.name), record.birth_date)
        if entry.standing and (entry.standing.group_id, *who) in self.people:
            line.know("この実施者は、登録済みです。")
        elif line.outcome == Outcome.NEW:
            self._taken(line, entry, Kind.CARD, record.card_number)
            if record.card_number and not record.trained_on:
                line.refuse(
                    "実施者証があるのに、講習の受講日がありません（要領 第5の5(2)）。調べて書いてください。"
                )
        if line.outcome == Outcome.NEW:
            if not record.card_number:
                line.notes.append("実施者証の番号がないので、名簿だけに登録します。")
            entry.people.append(record)

    # --- the paper book ------------------------------------------------------------------------------------------

    def _row(self, line: Line) -> None:
        record, entry = line.record, self._entry(line)
        station = entry.station if entry else self._station(line)
        if station is None:
            return
        key = (
            station.pk,
            record.fiscal_year,
            record.row_number,
            record.certificate_number,
            record.delivered_on,
        )
        if key in self.rows:
            line.know("紙の交付簿のこの行は、登録済みです。")
        elif line.outcome == Outcome.NEW:
            if entry is None:
                line.notes.append("団体の登録がないので、交付簿の行だけを登録します。")
            self.made.paper_rows.append((station, entry, record))


def _each_once(entries) -> list[Entry]:
    return list({id(entry): entry for entry in entries}.values())
