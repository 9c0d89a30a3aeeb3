"""The scope of tests: every station that a factory makes is seen, until a test narrows it."""

from django.db import connection

from casework.scope import set_scope

STATIONS: set[int] = set()


def widen(station_pk: int) -> None:
    STATIONS.add(station_pk)
    if connection.in_atomic_block:
        set_scope(sorted(STATIONS))


def restore() -> None:
    """See again every station made so far: after a request, or at the head of a new transaction."""
    set_scope(sorted(STATIONS))
