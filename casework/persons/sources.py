"""Tables whose rows are a person each, with the columns that say who. Casework knows no table of the applications."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Func, Model, Q, QuerySet, TextField

from casework import names


@dataclass(frozen=True)
class Source:
    """``facts``: columns that are told besides, in order; ``correct``: row → (words, address) of the act that corrects it."""

    label: str
    model: type[Model]
    name: str
    kana: str
    birth: str
    facts: tuple[str, ...]
    address: Callable[[Any], str]
    correct: Callable[[Any], tuple[str, str]]
    related: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """Who is asked for, as typed."""

    name: str = ""
    kana: str = ""
    birth: date | None = None

    @property
    def keys(self) -> list[str]:
        """What texts are searched by; a single character of a reading says nothing."""
        return [key for key in (names.search_key(self.name), names.search_key(self.kana)) if len(key) > 1]


@dataclass(frozen=True)
class Found:
    """One row that is the person, or may be."""

    source: Source
    row: Any
    facts: list[tuple[str, Any]] = field(default_factory=list)

    @property
    def key(self) -> str:
        """``label-pk``, for addresses: it names nobody."""
        return f"{self.row._meta.label}-{self.row.pk}"

    @property
    def address(self) -> str:
        return self.source.address(self.row)

    @property
    def correct(self) -> tuple[str, str]:
        return self.source.correct(self.row)


SOURCES: list[Source] = []


def enter(*sources: Source) -> None:
    """Called in ``AppConfig.ready()``."""
    SOURCES.extend(source for source in sources if source not in SOURCES)


class SearchKey(Func):
    function = "casework_search_key"
    output_field = TextField()


def found(asked: Asked, actor) -> list[Found]:
    """Rows whose name or reading holds what was typed, of that birth date or of none that is known."""
    return [_found(source, row) for source in SOURCES for row in _rows(source, asked, actor)]


def _rows(source: Source, asked: Asked, actor) -> QuerySet:
    rows = source.model._base_manager.filter(station__in=actor.station_ids)
    rows = rows.annotate(_name=SearchKey(source.name), _kana=SearchKey(source.kana))
    named = Q(pk__in=[])
    for key in asked.keys:
        named |= Q(_name__contains=key) | Q(_kana__contains=key)
    if asked.birth:
        named &= Q(**{source.birth: asked.birth}) | Q(**{source.birth: None})
    return rows.filter(named).select_related("station", *source.related).order_by("pk")


def _found(source: Source, row) -> Found:
    columns = (source.name, source.kana, source.birth, *source.facts)
    told = [(str(row._meta.get_field(name).verbose_name), getattr(row, name)) for name in columns]
    return Found(source, row, [("警察署", row.station), *told])


def by_key(text: str, actor) -> Found | None:
    """The row that an address names; None where it names none of the desk."""
    label, _, pk = text.rpartition("-")
    for source in SOURCES:
        if source.model._meta.label == label and pk.isdecimal() and len(pk) < 19:
            row = source.model._base_manager.filter(station__in=actor.station_ids, pk=int(pk)).first()
            return _found(source, row) if row else None
    return None
