"""The plan of a list: councils with what is new of them, and what an office should look at."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.models import Koban, Station
from casework.registering.verdicts import Line, Plan
from liaison_councils.rules.terms import Span

OTHER = "other"  # the answer that somebody of the same name is somebody else


@dataclass(eq=False)
class CouncilEntry:
    """One council of the file or of the record; ``council`` None as long as it is new."""

    station: Station
    line: Any = None  # Line; none of a council of the record
    council: Any = None
    name: str = ""
    koban: list[Koban] = field(default_factory=list)
    established_on: date | None = None

    @property
    def is_new(self) -> bool:
        return self.council is None


@dataclass(eq=False)
class MemberEntry:
    """One new term; ``person``: who it is in the record, ``same``: the row of the file that brings the person."""

    home: CouncilEntry
    line: Line
    span: Span
    appointed_on: date
    person: Any = None
    same: "MemberEntry | None" = None
    ordinal: int = 1


@dataclass(frozen=True)
class Likeness:
    """Somebody who may be the one of a row: ``code`` is the answer that says so."""

    code: str
    person: Any = None
    entry: Any = None  # MemberEntry


@dataclass
class ListPlan(Plan):
    """``alike``: (sheet, row) → who the row may be, of the rows that were asked about."""

    councils: list[CouncilEntry] = field(default_factory=list)
    members: list[MemberEntry] = field(default_factory=list)
    alike: dict[tuple[str, int], list[Likeness]] = field(default_factory=dict)
    cautions: list[str] = field(default_factory=list)

    def stations(self) -> list[Station]:
        """Whose rows are new, each once."""
        found = {entry.station.pk: entry.station for entry in self.councils}
        found |= {each.home.station.pk: each.home.station for each in self.members}
        return [found[pk] for pk in sorted(found)]

    @property
    def asked(self) -> list[Line]:
        return [line for line in self.lines if line.outcome == "asked"]

    def fingerprint(self) -> str:
        """Who somebody is counts too."""
        who = [(each.line.record.sheet, each.line.record.row, each.person and each.person.pk, each.same and each.same.line.record.row)
               for each in self.members]  # fmt: skip
        return hashlib.sha256(f"{super().fingerprint()}{who}".encode()).hexdigest()
