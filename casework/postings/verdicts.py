"""What a plan is made of: posts, people, postings, rows with their verdicts. Pure."""

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from casework import names
from casework.postings.offices import Office, Offices
from casework.postings.reading import Line


class Verdict(StrEnum):
    NEW = "new"
    MOVE = "move"
    ADD = "add"
    SAME = "same"
    FAULT = "fault"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Verdict.NEW: "新しい職員", Verdict.MOVE: "異動", Verdict.ADD: "兼務・代理の追加", Verdict.SAME: "変わりなし",
    Verdict.FAULT: "直してください",
}  # fmt: skip
TAKEN = (Verdict.NEW, Verdict.MOVE, Verdict.ADD)


@dataclass(frozen=True)
class Seat:
    """A post; `is_single`: one person at a time is meant (署長, the steps of a decision)."""

    pk: int
    office: tuple[str, int]
    title: str
    label: str
    is_single: bool = False


@dataclass(frozen=True)
class Person:
    """Somebody known (pk) or to be made; `is_foreign`: serves another prefecture alone."""

    pk: int | None
    number: str
    name: str
    rank: str = ""
    is_active: bool = True
    is_foreign: bool = False


@dataclass(eq=False)
class Held:
    """A posting, stored (pk) or to be made; `was_until`: the end that is stored, while `ends_on` is what will be."""

    pk: int | None
    person: Person
    seat: int
    label: str
    capacity: str
    starts_on: date
    ends_on: date | None
    is_foreign: bool = False
    was_until: date | None = None

    def __post_init__(self):
        self.was_until = self.ends_on

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)

    def meets(self, first: date, last: date | None) -> bool:
        """Whether a day lies in both."""
        return (self.ends_on is None or self.ends_on >= first) and (last is None or self.starts_on <= last)


@dataclass
class World:
    """What stands in the database: the prefecture's offices, posts, and the postings that matter for the list."""

    offices: Offices
    labels: dict[tuple[str, int], Office]
    seats: dict[int, Seat]
    people: dict[str, Person]
    held: dict[str, list[Held]]
    namesakes: dict[str, list[str]] = field(default_factory=dict)  # name → numbers
    actor: str = ""  # the number of who imports

    def __post_init__(self):
        self.by_title: dict[tuple[tuple[str, int], str], list[Seat]] = defaultdict(list)
        for seat in self.seats.values():
            self.by_title[seat.office, names.search_key(seat.title)].append(seat)


@dataclass(eq=False)
class Judged:
    """A row with its verdict; `ends` is the posting that it ends, `made` the one it begins."""

    line: Line
    verdict: Verdict = Verdict.FAULT
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    person: Person | None = None
    office: Office | None = None
    seat: Seat | None = None
    ends: Held | None = None
    made: Held | None = None
    registered_name: str = ""  # where it differs from the row's by more than a variant

    def refuse(self, sentence: str) -> None:
        self.faults.append(sentence)


@dataclass
class Plan:
    rows: list[Judged]
    held: dict[str, list[Held]]

    @property
    def taken(self) -> list[Judged]:
        return [row for row in self.rows if row.verdict in TAKEN]

    @property
    def renamed(self) -> list[Judged]:
        """Rows to be registered for somebody who bears another name in the register."""
        return [row for row in self.taken if row.registered_name]

    def counts(self) -> dict[str, int]:
        found = Counter(row.verdict for row in self.rows)
        return {verdict.value: found[verdict] for verdict in Verdict}

    def fingerprint(self) -> str:
        """Equal as long as registering would do the same."""
        told = [
            (row.line.number, row.verdict, row.line.staff_number, row.line.name, row.person and row.person.pk,
             row.seat and row.seat.pk, row.line.capacity, str(row.line.starts_on), str(row.line.ends_on),
             row.ends and row.ends.pk, str(row.ends and row.ends.was_until))
            for row in self.rows
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
