"""Values as text, for files that know text alone."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from casework import wareki
from casework.export.columns import Column, Kind

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula, or for the end of the cell before one."""


def defused(text: str) -> str:
    """The text behind an apostrophe where it begins like a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(FORMULA) else text


def as_text(column: Column, row: Any, *, iso: bool) -> str:
    """One cell: a day as 令和8年4月1日, or 2026-04-01 for a machine; nothing as "". Formulas are not yet defused."""
    value = column.value(row)
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat() if iso else wareki.format_long(value)
    return str(value)


def texts(columns: Sequence[Column], row: Any, *, iso: bool) -> list[tuple[str, bool]]:
    """(text, whether somebody typed it) a cell: days and numbers are ours, and no formula."""
    return [(as_text(column, row, iso=iso), column.kind is Kind.TEXT) for column in columns]
