"""Which rows have codes on their papers, and where such a code leads. Each application enters its own in ``ready()``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse

from casework import paper_codes
from casework.models import IssuedPaper
from casework.models.shared import machine_of


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of row: the letter of its codes, its table's model, the page it leads to and the key of that page."""

    letter: str
    model: type[Model]
    page: str
    key: str = "pk"

    def address(self, row: Any) -> str:
        return reverse(self.page, args=[getattr(row, self.key)])


_kinds: dict[str, Kind] = {}


def enter(kind: Kind) -> None:
    """Enter a kind; two of one letter are a mistake."""
    taken = kind.letter == paper_codes.LETTER_OF_PAPERS or kind.letter not in paper_codes.ALPHABET
    if taken or _kinds.setdefault(kind.letter, kind) != kind:
        raise ValueError(f"letter {kind.letter} cannot be given to {kind.model}")


def _kind_of(model: type[Model]) -> Kind | None:
    table = model._meta.concrete_model
    return next((kind for kind in _kinds.values() if kind.model is table), None)


def code_of(row: Model) -> str:
    """The code of a row for its papers; "" for a row whose kind has none."""
    kind = _kind_of(type(row))
    return paper_codes.code_of(kind.letter, row.pk) if kind else ""


def address_of(row: Any) -> str:
    """The page that stands for a row on its papers; "" for a row whose kind has none."""
    kind = _kind_of(type(row))
    return kind.address(row) if kind else ""


def page_of(text: str, actor: Any) -> str | None:
    """The address that a code leads to; None for what is no code, and for a row that is not on the actor's desk."""
    parsed = paper_codes.parse(text)
    if parsed is None:
        return None
    letter, number = parsed
    if letter == paper_codes.LETTER_OF_PAPERS:
        return _page_of_paper(number, actor)
    kind = _kinds.get(letter)
    row = (
        kind.model._default_manager.filter(station__in=actor.station_ids, pk=number).first() if kind else None
    )
    return kind.address(row) if kind and row else None


def _page_of_paper(number: int, actor: Any) -> str | None:
    paper = IssuedPaper.objects.of(actor).filter(pk=number).only("case_label", "case_pk").first()
    if paper is None:
        return None
    model = machine_of(paper.case_label)
    kind = _kind_of(model)
    case = model._default_manager.filter(pk=paper.case_pk).first() if kind else None
    return kind.address(case) if kind and case else None
