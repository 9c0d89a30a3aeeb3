"""From an empty database to one of a wanted size: offices, lives, copies, history; all of it or nothing."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from random import Random

from django.db import connection, transaction

from casework import paper_registry
from casework.generate import offices, proof, sealing, tables
from casework.generate.copying import Copier, Copy, number
from casework.generate.lives import Life, Stage, all_lives
from casework.generate.offices import Home
from casework.models import NumberSeries, Prefecture, StateChange
from casework.walls.switched_off import without_triggers

KOBAN = 536  # at S=1: 384 koban and 152 chuzaisho, a council each


def is_empty() -> bool:
    """Whether nobody has done anything here yet."""
    with connection.cursor() as cursor:
        cursor.execute(f"select not exists (select 1 from {StateChange._meta.db_table})")  # noqa: S608 -- our own table's name
        return cursor.fetchone()[0]


def generate(
    scale: float,
    seed: int,
    today: date,
    tell: Callable[[str], None] = lambda words: None,
    lives: Iterable[Life] | None = None,
) -> int:
    """Fill the database, as its owner. Returns the number of history rows. Raises proof.Unsound.

    ``lives``: some of them; otherwise all that the applications know.
    """
    try:
        with transaction.atomic():
            return _generate(scale, str(seed), today, tell, all_lives() if lives is None else lives)
    finally:
        tables.settle_keys()


def _generate(
    scale: float, seed: str, today: date, tell: Callable[[str], None], lives: Iterable[Life]
) -> int:
    random = Random(seed)
    stations, kobans = offices.load(random, max(1, round(KOBAN * scale)))
    tell(f"{len(stations)} stations, {len(kobans)} koban")
    prefecture = Prefecture.objects.get(code=offices.PREFECTURE)
    paper_registry.keep_layout()
    held = tables.last_keys()
    stage = Stage(today, seed)
    with stage.set_up(prefecture):
        wanted = {life: count for life in lives if (count := _count(life, scale, random))}
        told = stage.tell(wanted)
        series = stage.series
    tell(f"{len(told)} lives walked")
    homes = _homes(wanted, stations, kobans, random)
    copies = [Copy(told[life], home, place) for place, (life, home) in enumerate(homes)]
    random.shuffle(copies)
    tables.settle_keys()
    numbers, counters = number(copies, series)
    copier = Copier(stage, numbers, seed)
    copier.keys.update({table.place: held[table.sequence] for table in tables.all_tables()})
    _write(copier, copies, counters, tell)
    return proof.prove()


def _write(
    copier: Copier, copies: list[Copy], counters: list[NumberSeries], tell: Callable[[str], None]
) -> None:
    """The copies, the counters behind their last numbers, the history."""
    with without_triggers(table.name for table in tables.copied()):
        sealing.stage()
        for copy in copies:
            copier.write(copy)
        copier.writer.flush()
        tell(f"{sum(copier.writer.rows.values())} rows in {len(copies)} copies")
        tables.settle_keys()
        NumberSeries.objects.bulk_create(counters)
        count = sealing.seal_all()
    tell(f"{count} history rows sealed")
    _analyze()


def _count(life: Life, scale: float, random: Random) -> int:
    """How many copies there are; of what is rarer than once, sometimes one."""
    return max(life.at_least, int(life.copies * scale + random.random()))


def _homes(
    wanted: dict[Life, int], stations: list[Home], kobans: list[Home], random: Random
) -> Iterator[tuple[Life, Home]]:
    """Where each copy is at home: of the stations some are far larger than others, of the koban each has one."""
    weights = [random.lognormvariate(0, 0.7) for _ in stations]
    free = iter(random.sample(kobans, len(kobans)))
    for life, count in wanted.items():
        for _ in range(count):
            if not life.of_koban:
                yield life, random.choices(stations, weights)[0]
            elif home := next(free, None):
                yield life, home


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("analyze")
