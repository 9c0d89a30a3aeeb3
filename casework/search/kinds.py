"""What can be found, and by whom. Casework knows no table of the applications: each enters its own in ``ready()``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q, QuerySet

from casework.persons.stopped import shown_to


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a table that is searched: SQL columns or expressions, a line each; several kinds may share one.

    ``name`` names its index and its function; ``number``: read as numbers are, what stands between their parts left out.
    """

    name: str
    model: type[Model]
    lines: tuple[str, ...]
    number: bool = False

    @property
    def function(self) -> str:
        """Of the database: keys of the rows in the scope that hold what was typed (casework/walls/searched.py)."""
        return f"casework_find_{self.name}"


@dataclass(frozen=True, slots=True)
class Line:
    """One text of a row as it is shown: what it is (代表者の氏名), and the words."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Kind:
    """What is found under one heading.

    ``lines`` are the texts that may have matched, the one to show first; ``address`` the page of the row;
    ``title`` what stands for it where the line that matched does not; ``notes`` says the rest in a few words.
    """

    code: str
    label: str
    text: Text
    permission: str
    lines: Callable[[Any], list[Line]]
    address: Callable[[Any], str]
    notes: Callable[[Any], list[str]]
    order: str = "pk"
    newest_first: bool = False
    only: Q = field(default_factory=Q)
    related: tuple[str, ...] = ()
    prepare: Callable[[QuerySet], QuerySet] = lambda rows: rows

    def of(self, actor) -> QuerySet:
        """The rows of the kind on the desk."""
        rows = self.text.model._default_manager.filter(station__in=actor.station_ids).filter(self.only)
        return self.prepare(shown_to(rows, actor).select_related("station", *self.related))


_kinds: dict[str, Kind] = {}


def enter(kind: Kind) -> None:
    """Enter a kind; two of one code are a mistake."""
    if kind.code in _kinds:
        raise ValueError(f"kind {kind.code} is entered already")
    _kinds[kind.code] = kind


def texts() -> list[Text]:
    """Every text that is searched, once."""
    return list({kind.text.name: kind.text for kind in _kinds.values()}.values())


def kinds_of(actor) -> list[Kind]:
    """What the actor's post may read, in the order in which it was entered."""
    return [kind for kind in _kinds.values() if actor.may(kind.permission)]
