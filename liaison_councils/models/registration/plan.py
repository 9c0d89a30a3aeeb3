"""What would become of the rows of a list: a verdict with its reason for every row, before anything is stored.

The rows are read in rules/list_records.py; here they meet what is stored. Nothing that stands is ever changed: a row
is new, asked about, known, or at fault. Councils come first, so that members find those of the same file.
"""

import re
from collections import Counter

from casework.citations import cite
from casework.models import ImportBatch, Station
from casework.registering.verdicts import Outcome
from liaison_councils.models.registration.councils import Councils
from liaison_councils.models.registration.known import Known
from liaison_councils.models.registration.members import Members
from liaison_councils.models.registration.verdicts import CouncilEntry, ListPlan
from liaison_councils.rules.composition import CATEGORIES
from liaison_councils.rules.list_columns import COUNCILS, MEMBERS
from liaison_councils.rules.list_records import ListFile, station_key

SHOWN = 10
_BETWEEN = re.compile(r"[、，,／/　\s]+")


def plan(batch: ImportBatch, reading: ListFile, stations: list[Station]) -> ListPlan:
    """The plan of the file for the stations of the desk, in few queries."""
    return _Planner(batch.columns, reading, stations).plan()


class _Planner(Councils, Members):
    def __init__(self, choices: dict, reading: ListFile, stations: list[Station]):
        self.answers = {
            (sheet, int(row)): told
            for sheet, choice in choices.items()
            for row, told in choice.get("who", {}).items()
        }
        self.reading, self.stations = reading, stations
        self.by_name = {station_key(station.name): station for station in stations}
        self.made = ListPlan()
        self.entries: dict[tuple, CouncilEntry] = {}  # (station, key of the council's name) → entry
        self.at_koban: dict[int, list[CouncilEntry]] = {}  # the file's own
        self.prepare_members()
        self.known = Known(stations, reading)

    def plan(self) -> ListPlan:
        for record in self.reading.councils:
            self._council(self.made.line(COUNCILS, record))
        for member in self.reading.members:
            self._member(self.made.line(MEMBERS, member))
        self.made.councils = [
            each for each in self.entries.values() if each.is_new and each.line.outcome == Outcome.NEW
        ]
        self._count()
        return self.made

    # --- the whole -----------------------------------------------------------------------------------------------

    def _without_category(self) -> list[str]:
        lists = [sheet for sheet in self.reading.sheets if sheet.kind == MEMBERS and sheet.records]
        if any("category" not in sheet.guess.fields for sheet in lists):
            return [
                f"選出の別の列がないので、委員は「{CATEGORIES['other']}」として登録します（{cite('LC-3-3')}）"
            ]
        return []

    def _count(self) -> None:
        """Councils that would have fewer or more members than the prefecture aims at (LC-3-3)."""
        told = Counter(id(each.home) for each in self.made.members)
        homes = {id(each.home): each.home for each in self.made.members} | {
            id(each): each for each in self.made.councils
        }
        values = self.known.values.on(self.reading.today)
        found = []
        for key, home in homes.items():
            number = told[key] + (self.known.members[home.council.pk] if home.council else 0)
            if not values.members_min <= number <= values.members_max:
                found.append(f"「{home.name}」の委員は{number}人になります（{values.members_min}人から{values.members_max}人が目安です）")  # fmt: skip
        more = len(found) - SHOWN
        self.made.cautions = self._without_category() + found[:SHOWN] + ([f"ほかに{more}の協議会で、委員の数が目安と違います"] if more > 0 else [])  # fmt: skip
