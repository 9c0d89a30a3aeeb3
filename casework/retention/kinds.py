"""What is kept: kinds of record, when each ended, and what of it is emptied. Casework knows no table of the applications.

A kind's ``blanks`` name tables, the rows that belong to one record (SQL, ``$1`` its key and ``$2`` its label) and what is
kept of them; everything else that may hold words is emptied. A test holds that every such column of every table is either
emptied by a kind or kept for a reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import QuerySet

from casework.models.keyed import KeyedRow
from casework.names import GONE


@dataclass(frozen=True)
class Blank:
    """Rows of one table that go with a record. ``keep``: columns that stay; ``sets``: column → SQL where no default will do.

    ``seen``: the rows whose hash is logged, where those that are emptied depend on what was emptied before.
    """

    model: type[models.Model]
    where: str
    keep: tuple[str, ...] = ()
    sets: tuple[tuple[str, str], ...] = ()
    seen: str = ""

    @property
    def columns(self) -> dict[str, str]:
        """Column → the SQL of what it becomes."""
        found = {
            str(field.column): emptied(self.model, field)
            for field in self.model._meta.concrete_fields
            if holds_words(field) and field.name not in self.keep
        }
        return found | dict(self.sets)


@dataclass(frozen=True)
class Kind:
    """``years``: where the profile says nothing; ``rows``: what is complete, annotated with ``ended``, its last day.

    ``group``: (label, column) of the group or council that a hold may name instead; ``subject``: the words shown for a row.
    """

    code: str
    label: str
    years: int
    rows: Callable[[], QuerySet]
    blanks: tuple[Blank, ...]
    group: tuple[str, str] = ("", "")
    clause: str = "BP-13"
    subject: Callable[[Any], str] = str

    @property
    def key(self) -> str:
        """In the prefecture's profile."""
        return f"retention_{self.code}"


KINDS: dict[str, Kind] = {}


def enter(*kinds: Kind) -> None:
    """Called in ``AppConfig.ready()``; a second kind of the same code replaces the first."""
    KINDS.update({kind.code: kind for kind in kinds})


def holds_words(field) -> bool:
    """Whether a column may hold something of a person: free text, a structure, bytes, a birth date."""
    if isinstance(field, ArrayField):
        return isinstance(field.base_field, models.CharField) and not field.base_field.choices
    if isinstance(field, models.DateField):
        return "birth" in field.name
    if isinstance(field, models.CharField | models.TextField):
        return not field.choices and field.name != "state" and not field.name.endswith("_label")
    return isinstance(field, models.JSONField | models.BinaryField)


def emptied(model: type[models.Model], field) -> str:
    """The SQL of a column without its words; keys that are searched are made of what is left."""
    if field.null:
        return "null"
    if isinstance(field, ArrayField):
        return "'{}'"
    if isinstance(field, models.JSONField):
        return "'[]'" if field.default is list else "'{}'"
    if isinstance(field, models.BinaryField):
        return "''"
    if issubclass(model, KeyedRow) and not field.editable:
        return quoted(_keys(model).get(field.name, ""))
    if field.max_length and field.max_length < len(GONE):
        return "''"
    if issubclass(model, KeyedRow):  # one text for all rows, so that the keys made of it are one too
        return "''" if field.blank else quoted(GONE)
    column = f'"{field.column}"'
    return f"case {column} when '' then '' else {quoted(GONE)} end"  # what asks whether something was written stands


def _keys(model) -> dict[str, str]:
    """The stored keys of a row whose words are gone."""
    row = model()
    for field in model._meta.concrete_fields:
        if holds_words(field) and field.editable:
            setattr(row, field.attname, GONE if not field.blank and not field.null else "")
    return row.stored_keys()


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
