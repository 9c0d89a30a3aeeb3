"""Sorts of words: what a column's text becomes. A sort is called with the copy's inventions, the text and its row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from casework.generate import people
from casework.training_copy.invented import Invented

Sort = Callable[[Invented, str, Any], str]
SAID = "研修用の写しのため置き換えました"


def person(invented: Invented, text: str, row: Any = None) -> str:
    return invented.named("person", text, people.person)


def body(invented: Invented, text: str, row: Any = None) -> str:
    """A group or another body, by its name."""
    return invented.named("body", text, people.group, is_one=True)


@dataclass(frozen=True)
class ReadingOf:
    """The reading of the name that stands in another column of the row."""

    column: str
    sort: Sort = person

    def __call__(self, invented: Invented, text: str, row: Any) -> str:
        name = self.sort(invented, getattr(row, self.column), row)
        reading = invented.readings.get(name, name)
        invented.learn(text, reading)
        return reading


@dataclass(frozen=True)
class Fixed:
    """One text for all: it says no more than that something stands there."""

    text: str

    def __call__(self, invented: Invented, text: str, row: Any = None) -> str:
        return self.text


def address(invented: Invented, text: str, row: Any = None) -> str:
    def make(random):
        town, _ = people.town(random)
        return f"架空市{town}{random.randint(1, 5)}丁目{random.randint(1, 40)}番{random.randint(1, 30)}号"

    return invented.of("address", text, make)


def phone(invented: Invented, text: str, row: Any = None) -> str:
    """0500 is given to nobody (domain: numbers for examples)."""
    return invented.of(
        "phone", text, lambda random: f"0500-{random.randint(0, 999):03}-{random.randint(0, 9999):04}"
    )


def words(invented: Invented, text: str, row: Any = None) -> str:
    """Free text: what is known by itself, as a name alone, becomes its invention; everything else goes."""
    return invented.find(text) or SAID


def fitting(text: str, length: int | None) -> str:
    """No longer than its column."""
    return text if length is None or len(text) <= length else text[:length]
