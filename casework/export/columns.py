"""What a list says of a row: declared once, for the page's columns to choose and for every file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

Value = str | int | date | None


class Kind(Enum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True)
class Column:
    """``value`` of a row: a str, for NUMBER an int, for DATE a date; None where there is nothing.

    ``on_page``: the page's table has it too, so that it can be put out of sight there; a ``fixed`` one (the row's
    name) always stands. The others are in files alone.
    """

    key: str
    heading: str
    value: Callable[[Any], Value]
    kind: Kind = Kind.TEXT
    on_page: bool = True
    fixed: bool = False


def number(key: str, heading: str, value: Callable[[Any], int | None], **told) -> Column:
    return Column(key, heading, value, Kind.NUMBER, **told)


def day(key: str, heading: str, value: Callable[[Any], date | None], **told) -> Column:
    return Column(key, heading, value, Kind.DATE, **told)


def chosen(columns: Sequence[Column], keys: Sequence[str]) -> tuple[Column, ...]:
    """Those named by ``keys`` and the fixed ones, in their declared order; all where none is named."""
    known = {column.key for column in columns if not column.fixed} & set(keys)
    return tuple(column for column in columns if column.fixed or column.key in known or not known)
