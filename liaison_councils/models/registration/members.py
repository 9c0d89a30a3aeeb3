"""Verdicts on the rows of members: their council, their term (LC-3-5), and who somebody is. Nobody is merged silently."""

from collections import defaultdict
from datetime import date

from casework import names, wareki
from casework.citations import cite
from casework.models import Station
from casework.registering.verdicts import Line, Outcome
from casework.sheets.records import place_of
from liaison_councils.models.councils import STANDING
from liaison_councils.models.people import Person
from liaison_councils.models.registration.known import Known
from liaison_councils.models.registration.verdicts import (
    OTHER,
    CouncilEntry,
    Likeness,
    ListPlan,
    MemberEntry,
)
from liaison_councils.models.terms import TermState
from liaison_councils.rules.list_records import ListFile, MemberRecord, station_key
from liaison_councils.rules.terms import Span, last_day, overlap

ASKED = "同じ氏名か読みの人がいます。同じ人か、別の人かを答えてください。"


class Members:
    """Mixed into the planner."""

    stations: list[Station]
    by_name: dict[str, Station]
    entries: dict[tuple, CouncilEntry]
    at_koban: dict[int, list[CouncilEntry]]
    answers: dict[tuple[str, int], str]
    reading: ListFile
    known: Known
    made: ListPlan

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

    # --- the person ----------------------------------------------------------------------------------------------

    def _take(self, entry: MemberEntry) -> None:
        line, record = entry.line, entry.line.record
        key = entry.home.station.pk, names.search_key(record.name)
        people = self._people(entry, key)
        if any(self._is_there(entry, person) for person in people):
            return line.know("この委員のこの任期は、登録済みです。")
        alike = self._likenesses(entry, people, key)
        if alike and not self._settle(entry, alike):
            return line.ask(ASKED)
        if self._overlaps(entry):
            return None
        if entry.person is None and entry.same is None:
            self.named[key].append(entry)
        self.sitting[self._sitter(entry)].append(entry)
        self.made.members.append(entry)
        return None

    def _people(self, entry: MemberEntry, key: tuple) -> list[Person]:
        record = entry.line.record
        found = [*self.known.people.get(key, [])]
        if record.kana:
            found += self.known.people.get((key[0], names.search_key(record.kana)), [])
        return list({person.pk: person for person in found}.values())

    def _is_there(self, entry: MemberEntry, person: Person) -> bool:
        """Whether the record has this very term of the person: the same file taken in twice changes nothing."""
        record, council = entry.line.record, entry.home.council
        if council is None or person.name != record.name or not _may_be(person, record):
            return False
        terms = [each for each in self.known.terms[person.pk] if each.council_id == council.pk]
        return any(each.appointed_on and each.starts_on == entry.span.starts_on for each in terms)

    def _likenesses(self, entry: MemberEntry, people: list[Person], key: tuple) -> list[Likeness]:
        """Who it may be; whoever was born on another day is somebody else, whatever the name."""
        record = entry.line.record
        found = [Likeness(f"p{person.pk}", person) for person in people if _may_be(person, record)]
        for other in self.named[key]:
            theirs = other.line.record
            if _may_be(theirs, record):
                found.append(Likeness(f"r{theirs.sheet}!{theirs.row}", None, other))
        return found

    def _settle(self, entry: MemberEntry, alike: list[Likeness]) -> bool:
        """By the name to the code point and the day of birth, else by the answer; False while nobody has said."""
        line, record = entry.line, entry.line.record
        self.made.alike[record.sheet, record.row] = alike
        answer = self.answers.get((record.sheet, record.row))
        sure = [each for each in alike if _is_sure(each.person or each.entry.line.record, record)]
        chosen = next((each for each in alike if each.code == answer), None)
        if answer != OTHER and chosen is None and len(sure) == 1:
            chosen = sure[0]
        if chosen is None:
            return answer == OTHER
        entry.person, entry.same = chosen.person, chosen.entry
        if chosen.person:
            line.notes.append(
                f"記録にいる{chosen.person.name}さんの任期として登録します。氏名などは、記録のままにします。"
            )
        else:
            there = place_of(chosen.entry.line.record, record)
            line.notes.append(f"{there}の{chosen.entry.line.record.name}さんと同じ人として登録します。")
        return True

    @staticmethod
    def _sitter(entry: MemberEntry) -> tuple:
        root = entry.same or entry
        return id(entry.home), entry.person.pk if entry.person else id(root)

    def _overlaps(self, entry: MemberEntry) -> bool:
        """Somebody's terms in one council never overlap (LC-3-5); a candidate is appointed on the page."""
        line, council = entry.line, entry.home.council
        stored = self.known.terms[entry.person.pk] if entry.person and council else []
        mine = [each for each in stored if each.council_id == council.pk]
        if any(each.state == TermState.NOMINATED for each in mine):
            line.refuse(f"{entry.person.name}さんは、この協議会の候補です。任期の頁で委嘱を記録してください（{cite('LC-3-3')}）。", "name")  # fmt: skip
        served = [each for each in mine if each.appointed_on]
        spans = [each.span for each in served] + [each.span for each in self.sitting[self._sitter(entry)]]
        if clash := next((span for span in spans if overlap(span, entry.span)), None):
            until = wareki.format_long(clash.last)
            line.refuse(f"この人の任期が、{until}までの任期と重なります（{cite('LC-3-5')}）。", "starts_on")
        entry.ordinal = line.record.ordinal or len(spans) + 1
        return line.outcome == Outcome.FAULT


def _may_be(one, record: MemberRecord) -> bool:
    """Not born on different days."""
    return not (one.birth_date and record.birth_date) or one.birth_date == record.birth_date


def _is_sure(one, record: MemberRecord) -> bool:
    return one.name == record.name and bool(record.birth_date) and one.birth_date == record.birth_date
