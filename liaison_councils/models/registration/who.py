"""Who a row of a list of members is: somebody of the record, of an earlier row, or somebody new. Nobody is merged silently."""

from casework import names, wareki
from casework.citations import cite
from casework.registering.verdicts import Outcome
from casework.sheets.records import place_of
from liaison_councils.models.people import Person
from liaison_councils.models.registration.known import Known
from liaison_councils.models.registration.verdicts import OTHER, Likeness, ListPlan, MemberEntry
from liaison_councils.models.terms import TermState
from liaison_councils.rules.list_records import MemberRecord
from liaison_councils.rules.terms import overlap

ASKED = "同じ氏名か読みの人がいます。同じ人か、別の人かを答えてください。"


class TellsWho:
    """Mixed into the planner. ``named``: (station, name's key) → who comes first; ``sitting``: (council, person) → new terms."""

    answers: dict[tuple[str, int], str]
    known: Known
    made: ListPlan
    named: dict[tuple, list[MemberEntry]]
    sitting: dict[tuple, list[MemberEntry]]

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
