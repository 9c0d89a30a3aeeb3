"""Copies of lives, written by COPY: each with keys, numbers and names of its own, at a home of its own."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random

from django.db import connection
from django.db.models import Model

from casework import names
from casework.generate import people, tables, tokens
from casework.generate.lives import Stage, Told
from casework.generate.offices import Home
from casework.models import NumberSeries, StateChange, StoredFile
from casework.models.history import ChangePayload

FULL = 16 * 2**20  # characters held in memory before they are written
STAGED: dict[type[Model], str] = {StateChange: "generated_change", ChangePayload: "generated_payload"}


@dataclass(frozen=True)
class Copy:
    """One life at one home; ``place`` counts the copies of all."""

    told: Told
    home: Home
    place: int


class Writer:
    """Text of rows by table; written where it is much, what is pointed to first."""

    def __init__(self) -> None:
        self.waiting: dict[str, list[str]] = defaultdict(list)
        self.size = 0
        self.rows: Counter[str] = Counter()

    def add(self, table: str, text: str, rows: int) -> None:
        self.waiting[table].append(text)
        self.rows[table] += rows
        self.size += len(text)

    def make_room(self) -> None:
        if self.size > FULL:
            self.flush()

    def flush(self) -> None:
        with connection.cursor() as cursor:
            for table in tables.copied():
                if texts := self.waiting.pop(table.name, None):
                    with cursor.copy(table.statement(STAGED.get(table.model, ""))) as copy:
                        for text in texts:
                            copy.write(text)
        self.size = 0


def number(
    copies: Iterable[Copy], series: list[tuple[str, str, int]]
) -> tuple[dict[int, dict[str, str]], list[NumberSeries]]:
    """Every number of every copy, given in the order of its day; and the counters where they then stand."""
    wanted = []
    for copy in copies:
        for token in copy.told.tokens:
            if len(token) == tokens.NUMBER_LENGTH and token[0] == "9":
                kind, holder, year = series[tokens.series_of(int(token))]
                holder = f"station:{copy.home.station.pk}" if holder.startswith("station") else holder
                wanted.append(((kind, holder, year), int(token) % 10**5, copy.place, token))
    given: dict[int, dict[str, str]] = defaultdict(dict)
    last: Counter[tuple[str, str, int]] = Counter()
    for counter, _, place, token in sorted(wanted):
        last[counter] += 1
        given[place][token] = f"{last[counter]:04d}"
    return given, [
        NumberSeries(kind=kind, holder=holder, year=year, last=value)
        for (kind, holder, year), value in last.items()
    ]


@dataclass
class Copier:
    """Makes the text of one copy after the other."""

    stage: Stage
    numbers: dict[int, dict[str, str]]
    seed: str
    writer: Writer = field(default_factory=Writer)
    keys: Counter[int] = field(default_factory=Counter)  # table's place → the last key given
    chassis: int = 0
    documents: Counter[int] = field(default_factory=Counter)

    def write(self, copy: Copy) -> None:
        filled = Filled(self, copy)
        values = tokens.values_for(copy.told.tokens, filled.value_of)
        for table, text in copy.told.texts.items():
            self.writer.add(table, text.fill(values), text.rows)
        for place, (low, high) in copy.told.bounds.items():
            self.keys[place] += high - low
        self.writer.make_room()

    def file(self, home: Home, sha256: str) -> int:
        """The key of a stored file at a station, which keeps each once."""
        if sha256 not in home.files:
            media_type, content = self.stage.contents[sha256]
            kept = StoredFile.objects.create(
                station=home.station, sha256=sha256, media_type=media_type, size=len(content), content=content
            )
            home.files[sha256] = kept.pk
        return home.files[sha256]


class Filled:
    """What each token becomes in one copy."""

    def __init__(self, copier: Copier, copy: Copy):
        self.copier, self.copy, self.home = copier, copy, copy.home
        self.random = Random(f"{copier.seed} {copy.place}")
        self.named: dict[int, tuple[str, str]] = {}
        self.plates: dict[str, tuple[str, str]] = {}
        self.outside = dict(self._of_home())

    def _of_home(self) -> Iterator[tuple[str, str]]:
        stage = self.copier.stage
        yield str(stage.station.pk), str(self.home.station.pk)
        if self.home.koban:
            yield str(stage.koban.pk), str(self.home.koban.pk)
        for called, person in stage.staff.items():
            if called in self.home.staff:
                yield str(person.pk), str(self.home.staff[called].pk)
        for key, sha256 in self.copy.told.files.items():
            yield key, str(self.copier.file(self.home, sha256))

    def value_of(self, token: str) -> str:
        if token[0] == "〈":
            return self._name(token)
        if token[0] == "9":
            return (
                self._key(token)
                if len(token) == tokens.KEY_LENGTH
                else self.copier.numbers[self.copy.place][token]
            )
        if token[0] == "7":
            return self._count(token)
        return f"愛知県{self.home.municipality}" if token == tokens.MUNICIPALITY else self._plate(token)

    def _key(self, token: str) -> str:
        """Of a row of the home, or of the copy's own; a KeyError where the life points to any other."""
        key = int(token)
        place = tokens.table_of(key)
        low, high = self.copy.told.bounds[place]
        if token in self.outside or not low < key <= high:
            return self.outside[token]
        return str(self.copier.keys[place] + key - low)

    def _count(self, token: str) -> str:
        if token.startswith("78"):
            self.copier.chassis += 1
            return f"{self.copier.chassis:07d}"
        self.copier.documents[self.home.station.pk] += 1
        return str(self.copier.documents[self.home.station.pk])

    def _plate(self, token: str) -> str:
        between = token[len(tokens.AREA)]
        canonical = token.replace(between, "|")
        if canonical not in self.plates:
            _, kind, kana, _ = people.plate(self.random, self.home.area).split("|")
            self.plates[canonical] = kind, kana
        return between.join((self.home.area, *self.plates[canonical]))

    def _name(self, token: str) -> str:
        facet, number = token[1], token[2 : token.index("〉")]
        name, kana = self._pair(int(number))
        behind = token[token.index("〉") + 1 :]
        if facet in "ｎn":
            name += self._kind_of_koban(int(number)) if behind else ""
            return name if facet == "ｎ" else names.search_key(name)
        if facet == "ｋ":
            return kana
        return _sorting(kana, len(number) + 3, behind) if behind else names.search_key(kana)

    def _kind_of_koban(self, number: int) -> str:
        """交番 behind a name: behind that of the home's koban it is 駐在所 where it is one."""
        koban = self.home.koban
        is_ours = self.copy.told.kinds[number - 1] == "koban"
        return str(koban.get_kind_display()) if koban and is_ours else "交番"

    def _pair(self, number: int) -> tuple[str, str]:
        if number not in self.named:
            self.named[number] = self._make(self.copy.told.kinds[number - 1])
        return self.named[number]

    def _make(self, kind: str) -> tuple[str, str]:
        """A name of a kind and its reading; those of the home are its own."""
        if kind.startswith("staff "):
            person = self.home.staff.get(kind.removeprefix("staff "))
            return (person.name, person.kana) if person else ("", "")
        station, koban = self.home.station, self.home.koban
        of_home = {
            "station": (station.name, station.kana), "symbol": (station.document_symbol, ""),
            "koban": (koban.name if koban else "", "こうばん"),
        }  # fmt: skip
        make = {"person": people.person, "group": people.group, "town": people.town}
        return of_home[kind] if kind in of_home else make[kind](self.random)


def _sorting(kana: str, width: int, behind: str) -> str:
    """A sorting key that begins with a name: syllables, marks and kinds, each with the rest that stood behind it."""
    rest, marks, kinds = behind.split(" ")
    own = names.kana_key(kana).split(" ")
    return " ".join((own[0] + rest, own[1] + marks[width:], own[2] + kinds[width:]))
