"""The places of the regulations that a text cites: 「要領 第5の2のウ」 → BP-5-2-c. Pure functions.

After 要領 or 要綱 a list goes on (要領 第5の5(1)・第5の6). A place without either word belongs to the chapter's own
regulation, and only where that regulation has it: 「様式第8」 and 「第16章」 are none.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from casework import clauses
from casework.citations import REGULATIONS, place

PLACE = r"第\d+(?:の\d+)?(?:\(\d+\))?(?:の?[ア-コ](?![ァ-ヶー]))?(?:の\([ア-コ]\))?(?:後段|なお書)?"
CITED = re.compile(rf"(?<!様式)(?:(要領|要綱)[ 　]?)?({PLACE})(?!章|号|部|の\d)")
JOINED = re.compile(r"[・、]")


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a text: where it stands there, and the clauses of that place; none for an unknown one.

    ``article``: the id above several clauses, where the place itself is only their heading (要領 第10: BP-10).
    """

    start: int
    end: int
    clauses: tuple[str, ...]
    article: str = ""

    @property
    def leads_to(self) -> str:
        return self.clauses[0] if self.clauses else self.article


@cache
def places() -> dict[tuple[str, str], tuple[str, ...]]:
    """(要領, 第11の2) → the clauses that stand there; two may share a place."""
    found: dict[tuple[str, str], tuple[str, ...]] = defaultdict(tuple)
    for clause in clauses.load():
        found[REGULATIONS[clause.id[:2]], place(clause.id)] += (clause.id,)
    return dict(found)


def cited_in(text: str, own: str = "要領") -> Iterator[Citation]:
    """Every citation in order; an unknown place after 要領 or 要綱 comes too, without clauses, so that a test finds it."""
    regulation, end = "", -1
    for match in CITED.finditer(text):
        goes_on = bool(regulation and JOINED.fullmatch(text[end : match.start()]))
        regulation = match[1] or (regulation if goes_on else "")
        named = bool(regulation)
        found = places().get((regulation or own, match[2]), ())
        article = "" if found else _below(regulation or own, match[2])
        end = match.end()
        if named or (found and match[2] != re.match(r"第\d+", match[2])[0]):  # type: ignore[index]  # PLACE begins so
            yield Citation(match.start(), end, found, article)


def _below(regulation: str, text: str) -> str:
    inside = (ids[0] for (of, where), ids in places().items() if of == regulation and _is_below(where, text))
    first = next(inside, "")
    above = [first.rsplit("-", depth)[0] for depth in range(1, first.count("-"))]
    return next((clause for clause in above if place(clause) == text), "")


def _is_below(where: str, text: str) -> bool:
    return where.startswith(text) and not where[len(text)].isdigit()
