"""How the values of a paper are read back and cut into the sheets that its template prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, Self, TypeVar

from casework.paper_values import OfficeValues
from casework.papers import Mode

Frozen = Mapping[str, Any] | None


class OfOffice(Protocol):
    """Values that name the office whose paper it is, as all but the smallest do."""

    @property
    def office(self) -> OfficeValues: ...

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self: ...


V = TypeVar("V", bound=OfOffice)
T = TypeVar("T")


def read(kind: type[V], values: Frozen, mode: Mode) -> V:
    """The values as objects; of a blank's values only the office's titles."""
    found = kind.from_json(values or {})
    return kind.from_json({"office": found.office.for_blank().to_json()}) if mode is Mode.BLANK else found


def sheets(rows: Sequence[T], size: int) -> list[Sequence[T]]:
    """Rows cut into sheets; no rows make no sheet."""
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def filled_up(rows: Sequence[T], size: int, empty: T) -> list[T]:
    """Rows with empty ones added up to a size."""
    return [*rows, *[empty] * (size - len(rows))]


def spill(rows: Sequence[T], size: int, empty: T) -> dict[str, Any]:
    """The rows of the paper and the rest for the sheet 別紙; the last row then says so, so it holds none."""
    fits = len(rows) <= size
    shown = rows if fits else rows[: size - 1]
    return {"rows": filled_up(shown, size if fits else size - 1, empty), "rest": rows[len(shown) :]}


def clock(hour: str) -> str:
    """10時00分 of 10:00; the blanks of an hour for the pen where there is none."""
    return "時".join(hour.split(":")) + "分" if hour else "　　時　　分"
