"""Verdicts on what belongs to a group: its cars, its people, and rows of the book that was kept on paper."""

from blue_patrol.models.certifications import Certification
from blue_patrol.models.credentials import Kind
from blue_patrol.models.registration_known import Known
from blue_patrol.models.registration_verdicts import Entry, Line, Outcome, Plan
from blue_patrol.rules import plates
from casework import names
from casework.models import Station


class Members:
    """Mixed into the planner."""

    stations: list[Station]
    entries: dict[tuple, Entry]  # (station, certificate number or group's key) → entry
    known: Known
    made: Plan

    def station_of(self, line: Line) -> Station | None:
        raise NotImplementedError

    def _entry(self, line: Line) -> Entry | None:
        """The group of a row: of the file first, then of what is registered already."""
        record = line.record
        keys = [key for key in (record.certificate_number, names.search_key(record.group_name)) if key]
        for station in [self.station_of(line)] if record.station else self.stations:
            if station is None:
                return None
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
        record, entry = line.record, self._entry(line)
        station = entry.station if entry else self.station_of(line)
        if station is None:
            return
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
