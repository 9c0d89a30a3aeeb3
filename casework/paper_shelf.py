"""What each application prints: its papers on the page 様式, and its invented values for ``manage.py papers``.

Each application puts its shelf up in ``AppConfig.ready()``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from casework.paper_values import OfficeValues, Values
from casework.papers import PaperForm

if TYPE_CHECKING:
    from casework.models import Station


@dataclass(frozen=True)
class Shelf:
    """One application's papers. ``purposes``: number → what it is for; what has none is not on the page.

    ``general``: the clause that sets up all of them, which no row repeats.
    """

    title: str
    note: str
    order: int
    forms: tuple[PaperForm, ...]
    purposes: Mapping[str, str]
    office_of: Callable[[Station, date], OfficeValues]
    sample_of: Callable[[str], Values]
    general: str = ""

    def listed(self) -> list[tuple[PaperForm, str, list[str]]]:
        """The papers of the page, each with what it is for and the clauses that ask for it."""
        return [
            (form, self.purposes[form.number], [code for code in form.clauses if code != self.general])
            for form in self.forms
            if form.number in self.purposes
        ]


_shelves: dict[str, Shelf] = {}


def put_up(shelf: Shelf) -> None:
    """A second shelf of one title replaces the first."""
    _shelves[shelf.title] = shelf


def shelves() -> list[Shelf]:
    return sorted(_shelves.values(), key=lambda shelf: shelf.order)


def shelf_of(number: str) -> Shelf | None:
    """The shelf whose page lists the paper of a number."""
    return next((shelf for shelf in shelves() if number in shelf.purposes), None)
