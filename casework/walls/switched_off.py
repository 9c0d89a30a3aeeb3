"""The triggers switched off for as long as the owner rewrites rows wholesale and proves them afterwards."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def without_triggers(tables: Iterable[str]) -> Iterator[None]:
    """Keys to other tables are checked at every statement; what the other triggers ask is asked of all rows in the end.

    Run as the owner, in a transaction: a failure leaves them on.
    """
    names = list(tables)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        for name in names:
            cursor.execute(f'alter table "{name}" disable trigger user')
        yield
        for name in names:
            cursor.execute(f'alter table "{name}" enable trigger user')
