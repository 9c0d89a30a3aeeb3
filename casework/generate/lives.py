"""What is walked: a life, the station at which it happens, and what there is to be read out of the database afterwards."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from importlib import import_module
from random import Random
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Case, F, PositiveIntegerField, Value, When
from django.db.models.functions import Greatest
from django.utils.module_loading import module_has_submodule

from casework import dates
from casework.demo.cast import Desk
from casework.demo.press import Press
from casework.generate import tables, tokens
from casework.generate.clock import Clock
from casework.generate.offices import SINCE, make_posts
from casework.models import Actor, Koban, NumberSeries, Post, Posting, Prefecture, Staff, Station, StoredFile
from casework.roles import Role
from casework.scope import set_scope

SHEET = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"  # in place of any document


def nothing(walk: "Walk") -> None: ...


@dataclass(frozen=True)
class Life:
    """``walk`` takes it through the door; ``copies``: how many there are at S=1, ``at_least`` at any scale.

    Lives that begin alike share ``begin``, which is walked once; ``walk`` gets what it gave.
    """

    name: str
    copies: float
    walk: Callable[["Walk", Any], None]
    begin: Callable[["Walk"], Any] = nothing
    at_least: int = 0
    of_koban: bool = False  # at home at a koban, else at a station


class OneSheet(Press):
    """Every paper gets the same bytes, at once."""

    def __init__(self) -> None:
        super().__init__(workers=0)

    def order(self, papers) -> None:
        for paper in papers:
            if paper.file_id is None:
                paper.attach(SHEET)

    def attach(self, case_pk: int | None = None) -> None: ...


@dataclass
class Walk:
    """One life on its way: who acts, what the names of its people stand for, which day it is."""

    desk: Desk
    koban: Koban
    today: date
    clock: Clock
    series: list[tuple[str, str, int]]
    random: Random
    kinds: list[str] = field(default_factory=list)  # of each name by its place
    press: OneSheet = field(default_factory=OneSheet)
    documents: int = 77 * 10**6
    chassis: int = 78 * 10**6

    def name(self, kind: str) -> tuple[str, str]:
        """A name and its reading that every copy replaces: of a person, a group, a town or an office of the home."""
        self.kinds.append(kind)
        return f"〈ｎ{len(self.kinds)}〉", f"〈ｋ{len(self.kinds)}〉"

    def document(self) -> int:
        self.documents += 1
        return self.documents

    def chassis_number(self) -> int:
        self.chassis += 1
        return self.chassis

    def to(self, day: date) -> None:
        """Go on to a day; what is numbered from now on is numbered on it."""
        if day > self.today:
            raise ValueError(f"{day} has not come yet")
        self.clock.day = day
        set_scope(self.desk.hq_clerk.station_ids)
        first = {
            "year": (day.year, date(day.year, 1, 1)),
            "fiscal": (dates.fiscal_year(day), date(dates.fiscal_year(day), 4, 1)),
        }
        least = []
        for place, (kind, _, year) in enumerate(self.series):
            running, begin = first["fiscal" if kind == "register" else "year"]
            if year == running:
                series = self.series[place]
                least.append(
                    When(kind=series[0], year=year, then=Value(tokens.number(place, (day - begin).days)))
                )
        years = {year for year, _ in first.values()}
        rows = NumberSeries.objects.filter(
            holder__in={holder for _, holder, _ in self.series}, year__in=years
        )
        rows.update(
            last=Greatest(F("last"), Case(*least, default=F("last"), output_field=PositiveIntegerField()))
        )

    @property
    def station(self) -> Station:
        return self.desk.station

    @cached_property
    def officer(self) -> Actor:
        return self.desk.of_koban(self.koban)


@dataclass
class Told:
    """A life as text: of each table the rows, and between which keys they lie."""

    life: Life
    kinds: list[str]
    texts: dict[str, tokens.Text]
    bounds: dict[int, tuple[int, int]]  # table's place → the key before the first, the last key
    files: dict[str, str]  # key of a stored file → its sha256

    @cached_property
    def tokens(self) -> list[str]:
        return sorted(set().union(*(text.tokens for text in self.texts.values())))


def all_lives() -> list[Life]:
    """What every application walks, in the order in which they are installed."""
    taking_part = [
        config for config in apps.get_app_configs() if module_has_submodule(config.module, "generate")
    ]
    modules = [
        import_module(f"{config.name}.generate.lives") for config in taking_part if config.name != "casework"
    ]
    return [life for module in modules for life in module.lives()]


class Stage:
    """The station that does not exist, on which lives are walked; what it holds is rolled back at the end."""

    def __init__(self, today: date, seed: str):
        self.today, self.seed = today, seed
        self.kinds: list[str] = []
        self.contents: dict[str, tuple[str, bytes]] = {}  # sha256 → (media type, bytes)

    @contextmanager
    def set_up(self, prefecture: Prefecture) -> Iterator["Stage"]:
        with transaction.atomic(), Clock(self.today) as self.clock:
            tables.move_keys()
            self._make_office(prefecture)
            self._make_series(prefecture)
            yield self
            transaction.set_rollback(True)

    def _named(self, kind: str) -> tuple[str, str]:
        self.kinds.append(kind)
        return f"〈ｎ{len(self.kinds)}〉", f"〈ｋ{len(self.kinds)}〉"

    def _make_office(self, prefecture: Prefecture) -> None:
        name, kana = self._named("station")
        symbol, _ = self._named("symbol")
        self.station = Station.objects.create(
            prefecture=prefecture,
            code="stage",
            name=name,
            kana=kana,
            document_symbol=symbol,
            valid_from=SINCE,
        )
        self.staff = make_posts(self.station, Random(self.seed), "", "demo-stage")
        name, kana = self._named("koban")
        self.koban = Koban.objects.create(
            station=self.station, name=name, kind=Koban.Kind.KOBAN, valid_from=SINCE
        )
        post = Post.objects.create(
            role=Role.KOBAN_OFFICER, title="交番所長", station=self.station, koban=self.koban
        )
        self.staff["officer"] = Staff.objects.create(staff_number="demo-stage-k", rank="巡査部長")
        Posting.objects.create(staff=self.staff["officer"], post=post, starts_on=SINCE)
        for called, person in self.staff.items():
            person.name, person.kana = self._named(f"staff {called}")
            person.save()

    def _make_series(self, prefecture: Prefecture) -> None:
        years = range(self.today.year - 21, self.today.year + 1)
        station, whole = f"station:{self.station.pk}", f"prefecture:{prefecture.pk}"
        held = {"receipt": station, "register": station, "certificate": whole, "demonstration": whole}
        self.series = [(kind, holder, year) for kind, holder in held.items() for year in years]
        self.series.append(("ledger", station, 0))
        NumberSeries.objects.bulk_create(
            NumberSeries(kind=kind, holder=holder, year=year, last=tokens.number(place, 0))
            for place, (kind, holder, year) in enumerate(self.series)
        )

    def tell(self, lives: Iterable[Life]) -> dict[Life, Told]:
        """Walk lives and read each; nothing of them stays."""
        told: dict[Life, Told] = {}
        alike: dict[Callable[[Walk], Any], list[Life]] = {}
        for life in lives:
            alike.setdefault(life.begin, []).append(life)
        for begin, branches in alike.items():
            with transaction.atomic():
                before = tables.last_keys()
                random = Random(f"{self.seed} {branches[0].name}")
                walk = Walk(
                    Desk(self.station), self.koban, self.today, self.clock, self.series, random, [*self.kinds]
                )
                begun = begin(walk)
                for life in branches:
                    told[life] = self._branch(life, walk, begun, before)
                transaction.set_rollback(True)
        return told

    def _branch(self, life: Life, walk: Walk, begun: Any, before: dict[str, int]) -> Told:
        """One life from where those like it part."""
        with transaction.atomic():
            mine = replace(walk, kinds=[*walk.kinds], random=Random(f"{self.seed} {life.name}"))
            life.walk(mine, begun)
            told = self._read(life, mine.kinds, before)
            transaction.set_rollback(True)
        return told

    def _read(self, life: Life, kinds: list[str], before: dict[str, int]) -> Told:
        after = tables.last_keys()
        bounds = {
            table.place: (before[table.sequence], after[table.sequence]) for table in tables.all_tables()
        }
        with connection.cursor() as cursor:
            texts = {
                table.name: text
                for table in tables.copied()
                if (text := table.read(cursor, *bounds[table.place]))
            }
        low, _ = bounds[tables.by_model(StoredFile).place]
        files = {}
        for row in StoredFile.objects.filter(pk__gt=low):
            content = bytes(row.content)
            self.contents[row.sha256] = row.media_type, content
            files[str(row.pk)] = hashlib.sha256(content).hexdigest()
        return Told(life, kinds, texts, bounds, files)
