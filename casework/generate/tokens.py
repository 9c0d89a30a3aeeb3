"""What differs from copy to copy, and how it is recognised in the text of a row.

9TTTNNNNNNNN   a key: the table's place among all tables, and the how-many-th row
9SSDDDNN       a number of a series: which series, the day of its year, the how-many-th of that day
77NNNNNN       a document's number, as an officer types it
78NNNNNN       a chassis number
〈ｎ12〉        a name by its place in the register of names; 〈ｋ12〉 its reading, 〈n12〉 and 〈k12〉 the keys of both,
               the latter with the places of a sorting key behind it where it is one; 交番 behind the name of a koban
尾張小牧…       a plate up to its letter, stored or shown; its last figures stay
愛知県名古屋市  the municipality
"""

import re
from collections.abc import Callable, Iterable

TOKEN = re.compile(
    r"((?<![0-9a-z])(?:9\d{11}|9\d{7}|77\d{6})(?![0-9a-z])|(?<!\d)78\d{6}(?!\d)"  # not within a digest
    r"|〈[ｎn]\d+〉(?:交番)?|〈ｋ\d+〉|〈k\d+〉(?:[^\s〈]* \d+ \d+)?"
    r"|尾張小牧[| ]\d+[| ][ぁ-ん]"
    r"|愛知県名古屋市)"
)
KEY_LENGTH, NUMBER_LENGTH = 12, 8
AREA, MUNICIPALITY = "尾張小牧", "愛知県名古屋市"


def first_key(table: int) -> int:
    """The key before the first one of a table."""
    return 9 * 10**11 + table * 10**8


def table_of(key: int) -> int:
    return key // 10**8 % 1000


def number(series: int, day: int, place: int = 0) -> int:
    """A number of a series; ``day``: of its year, from 0."""
    return 9 * 10**7 + series * 10**5 + day * 100 + place


def series_of(value: int) -> int:
    return value // 10**5 % 100


class Text:
    """The text of one table's rows with its tokens found once; ``fill`` makes the text of a copy."""

    def __init__(self, text: str, rows: int):
        self.parts, self.rows = TOKEN.split(text), rows

    @property
    def tokens(self) -> set[str]:
        return set(self.parts[1::2])

    def fill(self, values: dict[str, str]) -> str:
        parts = self.parts.copy()
        parts[1::2] = [values[token] for token in parts[1::2]]
        return "".join(parts)


def values_for(tokens: Iterable[str], value_of: Callable[[str], str]) -> dict[str, str]:
    """Each token's value in one copy."""
    return {token: value_of(token) for token in tokens}
