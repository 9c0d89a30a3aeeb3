"""Every row of a table rewritten: new values are copied into a table of this transaction and set by one UPDATE."""

from collections.abc import Callable
from typing import Any

from django.db import connection, models

from casework.models.base import in_batches
from casework.models.keyed import KeyedRow

# ruff: noqa: S608 - the SQL below is composed of our own models' names
Changed = Callable[[Any], dict[str, Any]]


def rewrite(model: type[models.Model], names: list[str], changed: Changed) -> None:
    """``changed``: row → new values of the columns ``names``; the keys that are made of them follow."""
    if not names:
        return
    is_keyed = issubclass(model, KeyedRow)
    keys = [f.attname for f in model._meta.concrete_fields if is_keyed and not f.editable]
    fields: list[Any] = [
        model._meta.pk,
        *(model._meta.get_field(name) for name in dict.fromkeys([*names, *keys])),
    ]
    table, columns = model._meta.db_table, ", ".join(f'"{field.column}"' for field in fields)
    sets = ", ".join(f'"{field.column}" = rewritten."{field.column}"' for field in fields[1:])
    pk = model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f'create temporary table rewritten as select {columns} from "{table}" with no data')
        for batch in in_batches(model._base_manager.defer(*_bytes(model))):
            with cursor.copy(f"copy rewritten ({columns}) from stdin") as copy:
                for row in batch:
                    copy.write_row(_written(row, changed(row), fields))
        cursor.execute(
            f'update "{table}" set {sets} from rewritten where "{table}"."{pk}" = rewritten."{pk}"'
        )
        cursor.execute("drop table rewritten")


def _bytes(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if isinstance(field, models.BinaryField)]


def _written(row, made: dict[str, Any], fields: list) -> list[Any]:
    for name, value in made.items():
        setattr(row, name, value)
    if isinstance(row, KeyedRow):
        row.fill_keys()
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
