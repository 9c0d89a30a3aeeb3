"""Two people wrote on one page: what each changed since it was opened, brought together field by field.

Pure: values are what a browser sends, a tuple of texts a field; () is an empty one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Value = tuple[str, ...]
Values = Mapping[str, Value]


@dataclass(frozen=True)
class Merged:
    """``values``: the fields brought together, where both changed one still as typed here (``conflicts``).

    ``taken``: fields that only the others changed; in the order in which the fields were given.
    """

    values: dict[str, Value]
    taken: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def equal(name: str, one: Value, other: Value) -> bool:
    return one == other


def three_way(
    opened: Values, theirs: Values, mine: Values, alike: Callable[[str, Value, Value], bool] = equal
) -> Merged:
    """Bring together the fields that all three know; of the others ``mine`` stays as it is.

    ``alike(name, one, other)``: whether two values mean the same (令和8年9月1日, R8.9.1).
    """
    merged = Merged(dict(mine))
    for name in mine:
        if name not in opened or name not in theirs or alike(name, mine[name], theirs[name]):
            continue
        if alike(name, mine[name], opened[name]):
            merged.values[name] = theirs[name]
            merged.taken.append(name)
        elif not alike(name, theirs[name], opened[name]):
            merged.conflicts.append(name)
    return merged
