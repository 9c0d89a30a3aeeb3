"""The words of a plan: the verdict on a row with its reasons, a group with what is new of it, and the whole."""

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from casework.models import Station


class Outcome(StrEnum):
    NEW = "new"
    KNOWN = "known"
    FAULT = "fault"
    SKIPPED = "skipped"

    @property
    def label(self) -> str:
        words = {"new": "新しく登録", "known": "登録済み", "fault": "直してください", "skipped": "対象外"}
        return words[self.value]


@dataclass
class Line:
    """One row's verdict; ``notes`` are to be looked at, ``reasons`` say why it is not taken or not anew."""

    kind: str  # groups, vehicles, patrollers, register
    record: Any
    outcome: Outcome = Outcome.NEW
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, reason: str) -> None:
        self.outcome = Outcome.FAULT
        self.reasons.append(reason)

    def know(self, reason: str) -> None:
        if self.outcome == Outcome.NEW:
            self.outcome = Outcome.KNOWN
        self.reasons.append(reason)


@dataclass
class Entry:
    """One group of the ledger with what is new of it; ``standing`` when the group itself is registered already."""

    station: Station
    line: Any = None  # Line; none where only cars or people of a registered group are in the file
    standing: Any = None  # Certification; none as long as the group is new
    cars: list = field(default_factory=list)
    people: list = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.standing is None


@dataclass
class Plan:
    entries: list[Entry] = field(default_factory=list)
    paper_rows: list[tuple[Station, Entry | None, Any]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Rows by kind and verdict: {"groups:new": 3, …}."""
        found: dict[str, int] = defaultdict(int)
        for line in self.lines:
            found[f"{line.kind}:{line.outcome}"] += 1
        return dict(found)

    @property
    def has_news(self) -> bool:
        return any(line.outcome == Outcome.NEW for line in self.lines)

    def stations(self) -> list[Station]:
        """Whose rows are new, each once."""
        found = {
            entry.station.pk: entry.station
            for entry in self.entries
            if entry.is_new or entry.cars or entry.people
        }
        found |= {station.pk: station for station, _, _ in self.paper_rows}
        return [found[pk] for pk in sorted(found)]
