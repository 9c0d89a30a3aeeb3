"""Runs the statements of figures.sql in a scope set by hand, past the product's own queries and windows."""

import datetime as dt
import re
from collections import Counter
from pathlib import Path

from django.db import connection

from casework.scope import set_scope

TEXT = (Path(__file__).parent / "figures.sql").read_text()
STATEMENTS = {
    name.strip(): body
    for name, body in (each.split("\n", 1) for each in re.split(r"^-- name: ", TEXT, flags=re.MULTILINE)[1:])
}


def rows(name: str, stations, first: dt.date, last: dt.date) -> list[tuple]:
    """(station, row, column, number) of the stations named, as the tables hold them."""
    set_scope([station.pk for station in stations])
    statement = STATEMENTS[name].replace(":first", f"date '{first}'").replace(":last", f"date '{last}'")
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def counted(found, *, by_station=False) -> Counter:
    """(row, column) → sum, or (station, column) → sum."""
    numbers: Counter = Counter()
    for station, row, column, number in found:
        numbers[(str(station) if by_station else row, column)] += number
    return Counter({key: number for key, number in numbers.items() if number})


def disc(days: list[int], share: float) -> int:
    """PostgreSQL's own percentile_disc."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select percentile_disc(%s) within group (order by d) from unnest(%s::int[]) d", [share, days]
        )
        return cursor.fetchone()[0]
