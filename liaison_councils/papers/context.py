"""What a template of a council's paper sees: the frozen values, and the mode."""

from collections.abc import Mapping
from typing import Any

from casework.papers import Mode

NUMBERS = ("L1", "L2", "L3", "L4", "L5", "L5-2", "L5-3", "L7", "L8", "L9", "L10", "L11", "L12", "L13", "L14")


def _plain(values: Mapping[str, Any] | None, mode: Mode) -> dict[str, Any]:
    return {"v": {} if mode is Mode.BLANK else dict(values or {})}


READERS = dict.fromkeys(NUMBERS, _plain)
