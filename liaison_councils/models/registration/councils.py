"""Verdicts on the rows of councils: their koban, their name, their kind (第3の1, 第4の1)."""

import re

from casework import names, wareki
from casework.citations import cite
from casework.models import Koban, Station
from casework.registering.verdicts import Line
from liaison_councils.models.council_areas import SAME_NAME
from liaison_councils.models.councils import CouncilState
from liaison_councils.models.registration.known import Known
from liaison_councils.models.registration.verdicts import CouncilEntry
from liaison_councils.rules.list_records import CouncilRecord, ListFile, station_key
from liaison_councils.rules.names_of_councils import AREA, OCCUPATIONAL, name_problem, offered_name

_BETWEEN = re.compile(r"[、，,／/　\s]+")


class Councils:
    """Mixed into the planner. ``entries``: (station, key of the council's name) → entry; ``at_koban``: the file's own."""

    stations: list[Station]
    by_name: dict[str, Station]
    entries: dict[tuple, CouncilEntry]
    at_koban: dict[int, list[CouncilEntry]]
    reading: ListFile
    known: Known

    def station_of(self, line: Line) -> Station | None:
        """The station that the row names, or the only one of the desk."""
        named = line.record.station
        if not named and len(self.stations) == 1:
            return self.stations[0]
        if station := self.by_name.get(station_key(named)):
            return station
        line.refuse(
            f"署「{named}」は、この机の署にありません。" if named else "どの署の協議会かが書かれていません。",
            "station",
        )
        return None

    def _council(self, line: Line) -> None:
        record, station = line.record, self.station_of(line)
        if station is None:
            return
        if record.ended_on:
            return line.skip("廃止された協議会なので、登録しません。")
        koban = self._koban(line, station)
        name = record.name or (offered_name(str(koban[0])) if koban else "")
        key = station.pk, names.search_key(name)
        if known := self.known.councils.get(key):
            return self._known(line, known, name)
        entry = CouncilEntry(station, line, None, name, koban, record.established_on)
        if name and key in self.entries:
            return line.refuse(f"{SAME_NAME}（{cite('LC-3-1')}）", "name")
        if name:
            self.entries[key] = entry
        if koban:
            self.at_koban.setdefault(koban[0].pk, []).append(entry)
        return self._judge(line, entry, record)

    def _koban(self, line: Line, station: Station) -> list[Koban]:
        """Those that the cell names, the first of them the council's home."""
        found: list[Koban] = []
        for text in [part for part in _BETWEEN.split(line.record.koban) if part]:
            alike = self.known.koban.get((station.pk, names.search_key(text)), [])
            open_ones = [each for each in alike if self._holds(each)]
            if len(open_ones) == 1:
                found.append(open_ones[0])
            elif open_ones:
                line.refuse(f"「{text}」に当たる交番・駐在所が{len(open_ones)}か所あります。交番か駐在所かまで書いてください。", "koban")  # fmt: skip
            elif alike:
                until = wareki.format_long(alike[0].valid_to) if alike[0].valid_to else "まだ開いていない日"
                line.refuse(f"{alike[0]}は、閉じています（{until}まで）。いまの交番・駐在所を書いてください（{cite('LC-3-1')}）。", "koban")  # fmt: skip
            else:
                line.refuse(f"「{text}」という交番・駐在所は、{station.name}警察署にありません（{cite('LC-3-1')}）。", "koban")  # fmt: skip
        return found

    def _holds(self, koban: Koban) -> bool:
        today = self.reading.today
        return koban.valid_from <= today and (koban.valid_to is None or koban.valid_to >= today)

    def _known(self, line: Line, council, name: str) -> None:
        self.entries[council.station_id, names.search_key(council.name)] = CouncilEntry(
            council.station, None, council, council.name, established_on=council.established_on
        )
        if council.state == CouncilState.PLANNED:
            line.refuse(f"「{council.name}」は、設置の準備中です。協議会の頁で設置を記録してください（{cite('LC-3-1')}）。", "name")  # fmt: skip
        elif council.name != name:
            line.know(f"「{council.name}」として登録済みです。字の違いは、登録のままにします。")
        else:
            line.know("この協議会は、登録済みです。")

    def _judge(self, line: Line, entry: CouncilEntry, record: CouncilRecord) -> None:
        koban = entry.koban
        if record.kind == AREA and not koban and not record.koban:
            line.refuse(f"所管区の協議会は、交番・駐在所を書きます（{cite('LC-3-1')}）。", "koban")
        if record.kind == AREA and len(koban) > 1:
            line.refuse(f"所管区の協議会は、交番・駐在所の一つについて設けます。いくつかを合わせたものなら、種別を「単位」にしてください（{cite('LC-4-1-1')}）。", "kind")  # fmt: skip
        if record.kind not in (AREA, OCCUPATIONAL) and not koban and not record.koban:
            line.refuse(f"単位の協議会は、対象とする所管区の交番・駐在所を書きます（{cite('LC-4-1-1')}）。", "koban")  # fmt: skip
        if record.kind == OCCUPATIONAL and not record.purpose:
            line.refuse(f"職種等の協議会は、職種・目的を書きます（{cite('LC-4-1-2')}）。", "purpose")
        home = str(koban[0]) if koban else ""
        problem = name_problem(entry.name, home, record.kind, begins_with_koban=self.known.begins_with_koban)
        if problem:
            line.refuse(f"{problem}（{cite('LC-3-1')}）", "name")
        if not record.name and home:
            line.notes.append(f"名称がないので、「{entry.name}」として登録します。")
        self._note_manager(line, record)
        self._note_doubles(line, entry, record)

    def _note_manager(self, line: Line, record: CouncilRecord) -> None:
        if not record.manager_name:
            line.notes.append(
                f"運営責任者が書かれていません。登録の後に、指定を記録してください（{cite('LC-3-6')}）。"
            )
        elif record.manager_since is None:
            line.notes.append("運営責任者の指定の日がないので、登録する日からの指定とします。")
        elif record.established_on and record.manager_since < record.established_on:
            line.refuse(f"運営責任者の指定の日が、設置の日より前です（{cite('LC-3-6')}）。", "manager_since")

    def _note_doubles(self, line: Line, entry: CouncilEntry, record: CouncilRecord) -> None:
        """In principle one council an area: a second one is looked at, and its reason stands in the evidence."""
        if record.kind != AREA or not entry.koban:
            return
        key = entry.koban[0].pk
        others = [*self.known.covering[key], *(each.name for each in self.at_koban[key] if each is not entry)]
        for other in others:
            line.notes.append(
                f"「{other}」が同じ所管区を対象としています。原則は一つです（{cite('LC-3-1')}）。"
            )
