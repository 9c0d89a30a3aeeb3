"""What stands in the place of what was typed: the same text always becomes the same invention, and nothing leads back.

Inventions are drawn from an HMAC of the text under a secret that is thrown away when the copy is made.
"""

import hmac
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from random import Random

TRIES = 100


class Invented:
    """All inventions of one copy. ``known``: every original text, exactly as it was typed → what it became."""

    def __init__(self, secret: bytes):
        self.secret = secret
        self.known: dict[str, str] = {}
        self.ranks: set[str] = set()  # before a name of staff they stay
        self.readings: dict[str, str] = {}  # of invented names
        self._taken: set[str] = set()
        self._numbers = count(1)

    def random(self, sort: str, text: str) -> Random:
        return Random(hmac.digest(self.secret, f"{sort}\0{text}".encode(), "sha256"))  # noqa: S311 -- seeded by an HMAC, so that one text has one invention

    def of(self, sort: str, text: str, make: Callable[[Random], str], *, is_one: bool = False) -> str:
        """The invention of a text; ``is_one``: another for each text, while the stock of them lasts."""
        if (found := self.find(text)) is None:
            found = self._made(self.random(sort, text), make, is_one)
            self._taken.add(found)
            self.known[text] = found
        return found

    def named(
        self, sort: str, text: str, make: Callable[[Random], tuple[str, str]], *, is_one: bool = False
    ) -> str:
        """The invention of a name; ``make`` gives it with its reading."""

        def name(random: Random) -> str:
            made, reading = make(random)
            self.readings[made] = reading
            return made

        return self.of(sort, text, name, is_one=is_one)

    def find(self, text: str) -> str | None:
        """What a text that is known became; a name also behind its rank."""
        rank, space, name = text.partition(" ")
        if rank in self.ranks and name in self.known:
            return f"{rank}{space}{self.known[name]}"
        return self.known.get(text)

    def _made(self, random: Random, make: Callable[[Random], str], is_one: bool) -> str:
        for _ in range(TRIES):
            made = make(random)
            if not is_one or made not in self._taken:
                break
        return made

    def learn(self, text: str, invention: str) -> None:
        """Another way in which the same is written, as a name behind its rank."""
        if text:
            self.known.setdefault(text, invention)

    def number(self) -> int:
        """1, 2, 3, … over the whole copy."""
        return next(self._numbers)

    def day(self, day: date) -> date:
        """Another day of the same year: who was of age stays so, but for a few months."""
        days = (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
        return date(day.year, 1, 1) + timedelta(days=self.random("day", day.isoformat()).randrange(days))
