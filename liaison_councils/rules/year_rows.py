"""One council's line of the yearly table (LC-5-2, LC-7-3): as it stands, and as a closed year keeps it."""

from dataclasses import asdict, dataclass, field
from typing import Any

TOPICS = 6  # agendas named in the table


@dataclass
class YearRow:
    """``attended`` of ``members_asked``: members who came, of the members of each meeting's day, summed over what was held.

    A closed year keeps it as plain JSON: names and words of the day of the closing, never read anew.
    """

    key: int  # the council's
    council: str
    kind: str
    established_on: str
    ended_on: str
    minimum: int
    regular: int
    extraordinary: int
    planned: int
    overdue: int
    members: int
    attended: int
    members_asked: int
    topics: list[str] = field(default_factory=list)
    reason: str = ""

    @property
    def missing(self) -> int:
        """Regular meetings that were owed and not held."""
        return max(0, self.minimum - self.regular)

    @property
    def rate(self) -> int | None:
        """Attendance in whole per cent, halves up; None where nothing was held."""
        return (
            (self.attended * 200 + self.members_asked) // (2 * self.members_asked)
            if self.members_asked
            else None
        )

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"missing": self.missing, "rate": self.rate}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "YearRow":
        return cls(**{name: value for name, value in kept.items() if name not in ("missing", "rate")})


def topics_of(agendas: list[str]) -> list[str]:
    """The first line of each agenda, without repetition, in order of the days."""
    lines = [text.strip().split("\n")[0].strip() for text in agendas]
    return list(dict.fromkeys(line for line in lines if line))[:TOPICS]
