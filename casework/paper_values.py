"""Values: what a form prints, as dataclasses that JSON can hold.

Every field of a values class has an empty default, so a blank form is the same class left empty. ``to_json`` gives
what an issued paper freezes; ``from_json`` reads it back, also from an older version: unknown keys are dropped and
missing ones stay empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Self, get_args, get_origin, get_type_hints


@cache
def _types(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _plain(item: Any) -> Any:
    """An item as JSON holds it: dates in ISO form, tuples as lists, values as dicts."""
    if isinstance(item, Values):
        return {field.name: _plain(getattr(item, field.name)) for field in fields(item)}  # type: ignore[arg-type]
    if isinstance(item, tuple):
        return [_plain(each) for each in item]
    return item.isoformat() if isinstance(item, date) else item


def _typed(kind: Any, item: Any) -> Any:
    """The reverse of ``_plain`` for a field of a type."""
    if item is None:
        return None
    if get_origin(kind) is tuple:
        return tuple(_typed(get_args(kind)[0], each) for each in item)
    if is_dataclass(kind):
        return kind.from_json(item)  # type: ignore[union-attr]
    return date.fromisoformat(item) if date in get_args(kind) else item


class Values:
    """Base of all values: to JSON and back."""

    __slots__ = ()

    def to_json(self) -> dict[str, Any]:
        """A plain dict that ``json.dumps`` takes as it is."""
        return _plain(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The values back; what the data does not name stays empty."""
        types = _types(cls)  # type: ignore[arg-type]  # mypy doubts that a class with slots is hashable
        return cls(**{name: _typed(types[name], item) for name, item in data.items() if name in types})


def texts(item: Any) -> list[str]:
    """Every text within values, for the check that the fonts have its characters."""
    if isinstance(item, str):
        return [item] if item else []
    if isinstance(item, Values):
        return [text for field in fields(item) for text in texts(getattr(item, field.name))]  # type: ignore[arg-type]
    return [text for each in item for text in texts(each)] if isinstance(item, tuple) else []


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeValues(Values):
    """Whose paper it is; every title comes from the profile and the station on the day of the paper (BP-4)."""

    prefecture: str = ""  # 愛知県, 警視庁: what a station's name begins with
    body: str = ""  # 都, 道, 府, 県; papers frozen before it was said: 県
    headquarters: str = ""  # 愛知県警察本部; papers frozen before it was said: its prefecture's
    chief_title: str = ""  # 愛知県警察本部長
    chief_name: str = ""
    chief_section: str = ""  # the section at headquarters whose matter it is: 生活安全総務課, 地域総務課
    decision_posts: tuple[str, ...] = ()  # the boxes of the decision route: 本部長, 部長, 課長, 補佐, 係
    station: str = ""  # 愛知県桜見坂警察署
    station_chief_title: str = ""  # 愛知県桜見坂警察署長
    station_chief_rank: str = ""  # 警視正
    station_chief_name: str = ""
    station_section: str = ""  # 生活安全課
    station_phone: str = ""

    def for_blank(self) -> Self:
        """What stands on a blank: titles, no station and no person."""
        return replace(
            self, chief_name="", station="", station_chief_title="", station_chief_rank="", station_chief_name="",
            station_section="", station_phone="",
        )  # fmt: skip
