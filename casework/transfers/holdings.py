"""What a person can hold. Casework knows no table of the applications: each enters its own kinds in ``ready()``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from casework.roles import Role

Key = tuple[str, int]  # a machine's label and the row's key


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that somebody holds. ``cells`` stand below the holding's ``heads``, on the page and on the sheet.

    ``holder``: key of the staff, None for nobody; ``koban``: whose officers may hold it, empty for all of the station.
    """

    case: Any
    holder: int | None
    name: str
    cells: tuple[str, ...]
    url: str
    koban: frozenset[int] = frozenset()

    @property
    def key(self) -> Key:
        return self.case._meta.label, self.case.pk


@dataclass(frozen=True, slots=True)
class Holding:
    """A kind of things that persons hold.

    ``roles``: of the posts whose holders may hold them; ``permission`` reads them.
    ``things``: stations → what is open there, in its order; ``counts``: stations → rows of (station, holder, koban,
    number). ``hand_over``: (things, to, note, by) → why not, by key; "" where it is done.
    """

    code: str
    label: str
    counted: str  # 12件, 3つ
    heads: tuple[str, ...]
    permission: str
    roles: frozenset[Role]
    things: Callable[[Sequence[int]], list[Thing]]
    counts: Callable[[Sequence[int]], Iterable[tuple[int, int | None, frozenset[int], int]]]
    hand_over: Callable[[Sequence[Thing], Any, str, Any], dict[Key, str]]

    def is_kept(self, koban: frozenset[int], posting) -> bool:
        """Whether somebody in this posting may hold what belongs to these koban."""
        post = posting.post
        if post.role not in self.roles:
            return False
        return not koban or post.koban_id is None or post.koban_id in koban


_holdings: dict[str, Holding] = {}


def enter(holding: Holding) -> None:
    """Enter a kind; two of one code are a mistake."""
    if _holdings.setdefault(holding.code, holding) is not holding:
        raise ValueError(f"holding {holding.code} is entered already")


def get(code: str) -> Holding:
    """The kind of a code; raises KeyError."""
    return _holdings[code]


def holdings_of(actor) -> list[Holding]:
    """The kinds that the actor's post may read, in the order in which they were entered."""
    return [each for each in _holdings.values() if actor.may(each.permission)]
