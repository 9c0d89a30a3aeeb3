"""Everything that a row of a list may meet: read once for the stations of the desk, in as many queries for 3,000 rows as for one."""

from collections import defaultdict

from casework import names
from casework.models import Koban, PrefectureProfile, Station
from liaison_councils.models.council_areas import CouncilArea
from liaison_councils.models.councils import Council, CouncilState
from liaison_councils.models.people import Person
from liaison_councils.models.terms import SERVED, Term, TermState
from liaison_councils.models.values import ValuesOverTime
from liaison_councils.rules.list_records import ListFile, MemberRecord
from liaison_councils.rules.names_of_councils import OCCUPATIONAL


class Known:
    """Maps by the keys under which rows are compared; names by their search keys."""

    def __init__(self, stations: list[Station], reading: ListFile):
        mine = {"station__in": stations}
        self.koban: dict[tuple, list[Koban]] = defaultdict(list)
        for koban in Koban.objects.filter(**mine).order_by("pk"):
            for word in (str(koban), koban.name):
                self.koban[koban.station_id, names.search_key(word)].append(koban)
        living = Council.objects.filter(**mine).exclude(state=CouncilState.ABOLISHED).order_by("pk")
        self.councils = {(each.station_id, names.search_key(each.name)): each for each in living}
        self.of_koban: dict[int, list[Council]] = defaultdict(list)
        for each in living:
            if each.koban_id:
                self.of_koban[each.koban_id].append(each)
        self.covering = self._covering(mine)
        self._keep_people(mine, reading.members)
        prefecture = stations[0].prefecture
        self.values = ValuesOverTime.of(prefecture.pk)
        profile = PrefectureProfile.today_of(prefecture)
        self.begins_with_koban = bool(profile.value_or("council_name_begins_with_koban", False))

    @staticmethod
    def _covering(mine) -> dict[int, list[str]]:
        """koban → the names of standing councils over the whole of its area."""
        areas = CouncilArea.objects.filter(part="", to_on=None, **mine)
        areas = areas.filter(council__state__in=(CouncilState.ACTIVE, CouncilState.SUSPENDED))
        found: dict[int, list[str]] = defaultdict(list)
        for koban, name in areas.exclude(council__kind=OCCUPATIONAL).values_list("koban", "council__name"):
            found[koban].append(name)
        return found

    def _keep_people(self, mine, records: list[MemberRecord]) -> None:
        """Whoever bears a name or a reading of the file, with their terms; and how many members each council has."""
        keys = {key for each in records for key in Person.keys_of(each.name, each.kana)}
        people = Person.objects.filter(name_key__in=keys, **mine) | Person.objects.filter(
            kana_key__in=keys, **mine
        )
        self.people: dict[tuple, list[Person]] = defaultdict(list)
        self.terms: dict[int, list[Term]] = defaultdict(list)
        known = list(people.order_by("pk")) if keys else []
        for person in known:
            for key in {person.name_key, person.kana_key} - {""}:
                self.people[person.station_id, key].append(person)
        terms = Term.objects.filter(person__in=known, state__in=[*SERVED, TermState.NOMINATED])
        for term in terms.select_related("council"):
            self.terms[term.person_id].append(term)
        self.members: dict[int, int] = defaultdict(int)
        for council in Term.objects.in_force().filter(**mine).values_list("council", flat=True):
            self.members[council] += 1
