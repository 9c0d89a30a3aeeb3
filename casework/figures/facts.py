"""What is counted. Each application declares its facts in ``ready()``; after every migrate each is a function of the
database (casework/walls/counted.py), so that a page and the totals of a prefecture count by the same words.

A fact's SQL selects (station_id, keys text[], n bigint) for a spell from $1 to $2, both days included. It runs under
row level security. Of the other stations only the sums over them all leave the database, by the first ``shared`` keys.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """``keys`` name what is counted by; ``tables`` must be there before the function can be made."""

    name: str
    keys: tuple[str, ...]
    shared: int
    tables: tuple[str, ...]
    sql: str

    @property
    def function(self) -> str:
        return f"casework_counted_{self.name}"


FACTS: dict[str, Fact] = {}


def enter(fact: Fact) -> Fact:
    """Enter a fact; two of one name are a mistake."""
    if fact.name in FACTS:
        raise ValueError(f"fact {fact.name} is entered already")
    FACTS[fact.name] = fact
    return fact
