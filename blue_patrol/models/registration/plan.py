"""What would become of the records of a paper ledger: a verdict with its reason for every row, before anything is stored.

The records themselves are read and checked in rules/paper_records.py; here they meet what is stored already. Nothing
that stands is ever changed: a row is new, known, or at fault.
"""

from blue_patrol.models.certifications import Certification
from blue_patrol.models.registration.known import Known
from blue_patrol.models.registration.members import Members, station_key
from blue_patrol.models.registration.verdicts import Entry, PaperPlan
from casework import names
from casework.models import Station
from casework.registering.verdicts import Line, Outcome


def plan(records, stations: list[Station]) -> PaperPlan:
    """The plan of ``records`` (groups, vehicles, patrollers, register) for the stations of the desk, in few queries."""
    return _Planner(records, stations).plan()


class _Planner(Members):
    def __init__(self, records, stations):
        self.records, self.stations = records, stations
        self.by_name = {station_key(station.name): station for station in stations}
        self.made = PaperPlan()
        self.entries: dict[tuple, Entry] = {}  # (station, certificate number or group's key) → entry
        self.known = Known(stations)

    def plan(self) -> PaperPlan:
        for record in self.records.groups:
            self._group(self.made.line("groups", record))
        for kind, records, judge in (
            ("vehicles", self.records.vehicles, self._car),
            ("patrollers", self.records.patrollers, self._person),
            ("register", self.records.register, self._row),
        ):
            for record in records:
                judge(self.made.line(kind, record))
        self.made.entries = _each_once(self.entries.values())
        return self.made

    def _group(self, line: Line) -> None:
        record, station = line.record, self.station_of(line)
        if station is None:
            return
        standing = self.known.standings.get((station.pk, record.certificate_number))
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
        if record.certificate_number in self.known.numbered:
            line.refuse(f"証明書番号{record.certificate_number}は、当システムがすでに付けた番号です。")
        if not (record.certified_on or record.delivered_on):
            line.refuse("証明年月日も交付年月日もありません。どちらかを調べて書いてください。")
        if record.ledger_number and (station.pk, record.ledger_number) in self.known.sheets:
            line.refuse(f"台帳番号{record.ledger_number}は、別の団体に使われています。")
        if (station.pk, names.search_key(record.name)) in self.known.groups:
            line.notes.append(
                "同じ名称の団体が、すでにあります。同じ団体でないか確かめてください（まとめません）。"
            )


def _each_once(entries) -> list[Entry]:
    return list({id(entry): entry for entry in entries}.values())
