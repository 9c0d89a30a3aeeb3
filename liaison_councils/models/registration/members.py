"""Verdicts on the rows of members: their council and their term (LC-3-5)."""

from collections import defaultdict
from datetime import date

from casework import names, wareki
from casework.citations import cite
from casework.models import Station
from casework.registering.verdicts import Line, Outcome
from casework.sheets.records import place_of
from liaison_councils.models.councils import STANDING
from liaison_councils.models.registration.verdicts import (
    CouncilEntry,
    MemberEntry,
)
from liaison_councils.models.registration.who import TellsWho
from liaison_councils.rules.list_records import ListFile, MemberRecord, station_key
from liaison_councils.rules.terms import Span, last_day


class Members(TellsWho):
    """Mixed into the planner."""

    stations: list[Station]
    by_name: dict[str, Station]
    entries: dict[tuple, CouncilEntry]
    at_koban: dict[int, list[CouncilEntry]]
    reading: ListFile

    def prepare_members(self) -> None:
        self.named: dict[tuple, list[MemberEntry]] = defaultdict(
            list
        )  # (station, name's key) → who comes first
        self.sitting: dict[tuple, list[MemberEntry]] = defaultdict(
            list
        )  # (council's entry, person) → new terms
        self.last: dict[
            tuple, date
        ] = {}  # (station, council, name, birth) → the latest first day of the file
        for each in self.reading.members:
            if each.starts_on:
                key = self._of_row(each)
                self.last[key] = max(each.starts_on, self.last.get(key, each.starts_on))

    @staticmethod
    def _of_row(record: MemberRecord) -> tuple:
        return (
            station_key(record.station), names.search_key(record.council), record.name, record.birth_date
        )  # fmt: skip

    def _member(self, line: Line) -> None:
        record = line.record
        if record.left_on and record.left_on <= self.reading.today:
            return line.skip("退任した委員なので、登録しません。")
        home = self._home(line)
        if home is None or record.starts_on is None:
            return None
        span = Span(record.starts_on, record.ends_on or self._planned_end(line, record.starts_on))
        if span.ends_on < self.reading.today and self.last[self._of_row(record)] > span.starts_on:
            return line.skip("前の任期です。この委員の、後の任期の行を登録します。")
        self._judge_term(line, home, span)
        appointed_on = self._appointed(line, span)
        if line.outcome == Outcome.NEW:
            self._take(MemberEntry(home, line, span, appointed_on))
        return None

    # --- the council ---------------------------------------------------------------------------------------------

    def _home(self, line: Line) -> CouncilEntry | None:
        """The council of a row: by its name, then by its koban, of the file first; None where it is refused."""
        word = line.record.council
        if line.record.station:
            station = self.by_name.get(station_key(line.record.station))
            stations = [station] if station else []
        else:
            stations = self.stations
        found = [each for station in stations for each in self._called(station, names.search_key(word))]
        if not stations:
            line.refuse(f"署「{line.record.station}」は、この机の署にありません。", "station")
        elif word and len(found) != 1:
            line.refuse(self._no_one(word, found), "council")
        elif found:
            return self._open(line, found[0])
        return None

    @staticmethod
    def _no_one(word: str, found: list[CouncilEntry]) -> str:
        if found:
            told = "・".join(sorted(f"{each.station.name}署の{each.name}" for each in found)[:3])
            return f"「{word}」に当たる協議会が{len(found)}あります（{told}）。署と、協議会の名称を書いてください。"
        return f"「{word}」という協議会が、ファイルにも登録にもありません。"

    def _called(self, station: Station, key: str) -> list[CouncilEntry]:
        if (station.pk, key) in self.entries:
            return [self.entries[station.pk, key]]
        if council := self.known.councils.get((station.pk, key)):
            return [self._entry_of(council)]
        found = []
        for koban in self.known.koban.get((station.pk, key), []):
            found += self.at_koban.get(koban.pk, [])
            found += [self._entry_of(each) for each in self.known.of_koban[koban.pk]]
        return list({id(each): each for each in found}.values())

    def _entry_of(self, council) -> CouncilEntry:
        key = council.station_id, names.search_key(council.name)
        station = next(each for each in self.stations if each.pk == council.station_id)
        entry = CouncilEntry(station, None, council, council.name, established_on=council.established_on)
        return self.entries.setdefault(key, entry)

    @staticmethod
    def _open(line: Line, home: CouncilEntry) -> CouncilEntry | None:
        if home.council and home.council.state not in STANDING:
            state = home.council.get_state_display()
            line.refuse(f"「{home.name}」は「{state}」です。委員を登録できません（{cite('LC-3-3')}）。", "council")  # fmt: skip
        elif home.line and home.line.outcome != Outcome.NEW:
            line.refuse(f"「{home.name}」の行（{place_of(home.line.record, line.record)}）を先に直してください。", "council")  # fmt: skip
        else:
            return home
        return None

    # --- the term ------------------------------------------------------------------------------------------------

    def _planned_end(self, line: Line, starts_on: date) -> date:
        years = self.known.values.on(starts_on).term_years
        ends_on = last_day(starts_on, years)
        line.notes.append(f"任期の末日がないので、{years}年の任期とし、{wareki.format_long(ends_on)}までとします（{cite('LC-3-5')}）。")  # fmt: skip
        return ends_on

    def _judge_term(self, line: Line, home: CouncilEntry, span: Span) -> None:
        years = self.known.values.on(span.starts_on).term_years
        if span.ends_on > last_day(span.starts_on, 2 * years):
            line.refuse(f"任期が{2 * years}年を超えています。おおむね{years}年です（{cite('LC-3-5')}）。", "ends_on")  # fmt: skip
        elif span.ends_on > last_day(span.starts_on, years):
            line.notes.append(f"任期が、県の定めの{years}年より長くなっています（{cite('LC-3-5')}）。")
        if home.established_on and span.starts_on < home.established_on:
            day = wareki.format_long(home.established_on)
            line.refuse(f"任期の初日が、協議会の設置の日（{day}）より前です（{cite('LC-3-5')}）。", "starts_on")  # fmt: skip
        if span.ends_on < self.reading.today:
            line.notes.append(
                f"任期が、もう満了しています。再任か退任が決まるまで、満了した委員として出ます（{cite('LC-3-5')}）。"
            )

    def _appointed(self, line: Line, span: Span) -> date:
        told = line.record.appointed_on
        if told is None and span.starts_on > self.reading.today:
            line.refuse(f"任期がまだ始まっていません。委嘱した日を書いてください（{cite('LC-3-5')}）。", "appointed_on")  # fmt: skip
        return told or span.starts_on
