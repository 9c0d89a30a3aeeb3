"""The plan of a paper ledger: its groups, each with what is new of it, and rows of the book."""

from dataclasses import dataclass, field
from typing import Any

from casework.models import Station
from casework.registering.verdicts import Plan


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
class PaperPlan(Plan):
    """What the rows of a paper ledger would become."""

    entries: list[Entry] = field(default_factory=list)
    paper_rows: list[tuple[Station, Entry | None, Any]] = field(default_factory=list)

    def stations(self) -> list[Station]:
        """Whose rows are new, each once."""
        found = {
            entry.station.pk: entry.station
            for entry in self.entries
            if entry.is_new or entry.cars or entry.people
        }
        found |= {station.pk: station for station, _, _ in self.paper_rows}
        return [found[pk] for pk in sorted(found)]
