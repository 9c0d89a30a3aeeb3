"""Django's cache as rows, so that a limit of the log-in holds over all web hosts (decision 36)."""

from datetime import UTC, datetime
from json import dumps

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.utils import timezone

FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)
UPSERT = """
insert into casework_sharedcount as count (key, value, ends_at) values (%s, %s, %s)
on conflict (key) do update set value = excluded.value, ends_at = excluded.ends_at
"""
ADD = UPSERT + "where count.ends_at <= %s"
CLEAR = """
delete from casework_sharedcount where key in (
  select key from casework_sharedcount where ends_at <= %s for update skip locked
)"""  # whoever clears away at the same time is not waited for


class SharedCounts(BaseCache):
    """Values are JSON. Writes belong to the running transaction: who writes the same key waits for its end."""

    def __init__(self, location: str, params: dict):
        super().__init__(params)

    def get(self, key, default=None, version=None):
        rows = _rows().filter(pk=self._named(key, version), ends_at__gt=timezone.now())
        return next(iter(rows.values_list("value", flat=True)), default)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None) -> None:
        _write(UPSERT, [self._named(key, version), dumps(value), self._end(timeout)])

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None) -> bool:
        """Set it where nothing is, or what is there has ended; whether it was set."""
        row = [self._named(key, version), dumps(value), self._end(timeout)]
        return _write(ADD, [*row, timezone.now()]) == 1

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None) -> bool:
        rows = _rows().filter(pk=self._named(key, version), ends_at__gt=timezone.now())
        return rows.update(ends_at=self._end(timeout)) == 1

    def delete(self, key, version=None) -> bool:
        return _rows().filter(pk=self._named(key, version)).delete()[0] == 1

    def clear(self) -> None:
        _rows().delete()

    def _named(self, key, version) -> str:
        return self.make_and_validate_key(key, version=version)

    def _end(self, timeout) -> datetime:
        end = self.get_backend_timeout(timeout)
        return FOR_GOOD if end is None else datetime.fromtimestamp(end, UTC)


def clear_ended() -> int:
    """Throw away what has ended; returns how many."""
    return _write(CLEAR, [timezone.now()])


def _rows():
    from casework.models import SharedCount  # the cache is made before the models are there

    return SharedCount.objects.all()


def _write(statement: str, values: list) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount
