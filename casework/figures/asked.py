"""The counts of the desk, and those of the other stations together. One query each."""

from datetime import date

from django.db import connection

from casework.figures.counts import Counted
from casework.figures.facts import Fact

# ruff: noqa: S608 - the names of functions are those of the declared facts


def own(fact: Fact, first: date, last: date) -> list[Counted]:
    """Of every station of the scope, from ``first`` to ``last``."""
    with connection.cursor() as cursor:
        cursor.execute(f"select station_id, keys, n from {fact.function}(%s, %s)", [first, last])
        return [Counted(station, tuple(keys), n) for station, keys, n in cursor.fetchall()]


def elsewhere(fact: Fact, first: date, last: date) -> list[Counted]:
    """Of the other stations of the scope's prefecture, summed over all of them, by the shared keys alone."""
    with connection.cursor() as cursor:
        cursor.execute("select keys, n from casework_counted_elsewhere(%s, %s, %s)", [fact.name, first, last])
        return [Counted(None, tuple(keys), n) for keys, n in cursor.fetchall()]
