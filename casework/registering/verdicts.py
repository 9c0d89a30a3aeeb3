"""The words of a plan: the verdict on a row with its reasons, and the whole."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    NEW = "new"
    ASKED = "asked"
    KNOWN = "known"
    FAULT = "fault"
    SKIPPED = "skipped"


@dataclass
class Line:
    """One row's verdict; ``notes`` are to be looked at, ``reasons`` say why it is not taken or not anew."""

    kind: str
    record: Any
    outcome: Outcome = Outcome.NEW
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, reason: str, name: str = "") -> None:
        """``name``: the field beside which the reason stands, where it is one's."""
        self.outcome = Outcome.FAULT
        self.reasons.append(reason)
        if name:
            self.record.wrong.setdefault(name, []).append(reason)

    def skip(self, reason: str) -> None:
        if self.outcome == Outcome.NEW:
            self.outcome = Outcome.SKIPPED
        self.reasons.append(reason)

    def ask(self, reason: str) -> None:
        if self.outcome == Outcome.NEW:
            self.outcome = Outcome.ASKED
        self.reasons.append(reason)

    def know(self, reason: str) -> None:
        if self.outcome == Outcome.NEW:
            self.outcome = Outcome.KNOWN
        self.reasons.append(reason)


@dataclass
class Plan:
    """What the rows of a file would become."""

    lines: list[Line] = field(default_factory=list)

    def line(self, kind: str, record) -> Line:
        """The verdict on a record before it meets what is stored: left out, at fault, or new."""
        line = Line(kind, record, notes=list(record.notes))
        if record.skip:
            line.outcome, line.reasons = Outcome.SKIPPED, [record.skip]
        for fault in record.faults:
            line.refuse(fault)
        self.lines.append(line)
        return line

    def counts(self) -> dict[str, int]:
        """Rows by kind and verdict: {"groups:new": 3, …}."""
        found: dict[str, int] = defaultdict(int)
        for line in self.lines:
            found[f"{line.kind}:{line.outcome}"] += 1
        return dict(found)

    @property
    def has_news(self) -> bool:
        return any(line.outcome == Outcome.NEW for line in self.lines)

    def fingerprint(self) -> str:
        """What the plan would do, in short: rows and their verdicts."""
        told = [(line.kind, line.record.sheet, line.record.row, str(line.outcome)) for line in self.lines]
        return hashlib.sha256(repr(told).encode()).hexdigest()
