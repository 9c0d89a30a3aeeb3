"""Verdicts on what belongs to a group: its cars, its people, and rows of the book that was kept on paper."""

from blue_patrol.models.certifications import Certification
from blue_patrol.models.credentials import Kind
from blue_patrol.models.registration.known import Known
from blue_patrol.models.registration.verdicts import Entry, PaperPlan
from blue_patrol.rules import plates
from casework import names
from casework.models import Station
from casework.registering.verdicts import Line, Outcome


def station_key(name: str) -> str:
    """By which a station is found, however a ledger writes its name."""
    return names.search_key(name).removesuffix("警察署").removesuffix("署")


class Members:
    """Mixed into the planner."""

    stations: list[Station]
    entries: dict[tuple, Entry]  # (station, certificate number or group's key) → entry
    by_name: dict[str, Station]
    known: Known
    made: PaperPlan

    def station_of(self, line: Line) -> Station | None:
        """The station that the row names, or the only one of the desk."""
        named = getattr(line.record, "station", "")
        if not named and len(self.stations) == 1:
            return self.stations[0]
        if station := self.by_name.get(station_key(named)):
            return station
        line.refuse(
            f"署「{named}」は、この机の署にありません。" if named else "どの署の団体かが書かれていません。"
        )
        return None

    def _entry(self, record, stations: list[Station]) -> Entry | None:
        """The group of a row: of the file first, then of what is registered already."""
        keys = [key for key in (record.certificate_number, names.search_key(record.group_name)) if key]
        for station in stations:
            for key in keys:
                if entry := self.entries.get((station.pk, key)):
                    return entry
            if standing := self._registered(station, record):
                entry = Entry(station, None, standing)
                self.entries |= {(station.pk, standing.number): entry}
                return entry
        return None

    def _registered(self, station, record) -> Certification | None:
        if found := self.known.standings.get((station.pk, record.certificate_number)):
            return found
        same = (
            self.known.by_group.get((station.pk, names.search_key(record.group_name)), [])
            if record.group_name
            else []
        )
        return same[0] if len(same) == 1 else None

    def _stations_of(self, line: Line) -> list[Station]:
        """Where the group of a row may stand; a row that names a wrong station is refused."""
        if not line.record.station:
            return self.stations
        return [station] if (station := self.station_of(line)) else []

    def _owner(self, line: Line) -> Entry | None:
        stations = self._stations_of(line)
        entry = self._entry(line.record, stations)
        if entry is None and not stations:
            return None
        if entry is None:
            word = line.record.certificate_number or line.record.group_name or "（空欄）"
            line.refuse(f"「{word}」の団体が、ファイルにも登録にもありません。")
        elif not entry.is_new and entry.standing.registered_on is None:
            line.know("当システムで交付した証明の団体です。台帳からは加えません。")
        return entry

    def _taken(self, line: Line, entry: Entry, kind: Kind, number: str) -> bool:
        """Whether the number is on another thing already."""
        if not number or (entry.station.pk, kind, number) not in self.known.things:
            return False
        line.refuse(f"{kind.label}{number}は、すでに登録されています。")
        return True

    def _car(self, line: Line) -> None:
        record, entry = line.record, self._owner(line)
        if entry is None:
            return
        keys = [key for key in (record.plate, plates.chassis_key(record.chassis_number)) if key]
        if entry.standing and any((entry.standing.group_id, key) in self.known.cars for key in keys):
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
        if entry.standing and (entry.standing.group_id, *who) in self.known.people:
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
        record, stations = line.record, self._stations_of(line)
        entry = self._entry(record, stations)
        if entry is None and len(stations) > 1:
            self.station_of(line)  # refuses: which station's row it is stands nowhere
        if entry is None and len(stations) != 1:
            return
        station = entry.station if entry else stations[0]
        key = (
            station.pk,
            record.fiscal_year,
            record.row_number,
            record.certificate_number,
            record.delivered_on,
        )
        if key in self.known.rows:
            line.know("紙の交付簿のこの行は、登録済みです。")
        elif line.outcome == Outcome.NEW:
            if entry is None:
                line.notes.append("団体の登録がないので、交付簿の行だけを登録します。")
            self.made.paper_rows.append((station, entry, record))
