"""Rows of another table read inside a query: packed as JSON by PostgreSQL, instances again in Python.

A page that shows a little of many tables takes one query for all of it instead of one for each.
"""

from functools import cache
from typing import TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Model, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.db.models.lookups import GreaterThan

Row = TypeVar("Row", bound=Model)


def packed(rows: QuerySet, *columns: str, **also) -> ArraySubquery:
    """A subquery: key and ``columns`` of each of the ``rows`` (which name an OuterRef), in their order.

    ``also``: further expressions by name; for a relation what ``part`` makes.
    """
    return ArraySubquery(
        rows.values(packed_row=JSONObject(id="id", **{name: name for name in columns}, **also))
    )


def part(relation: str, *columns: str) -> JSONObject:
    """The key and some columns of the row that a relation leads to."""
    return JSONObject(id=f"{relation}__id", **{name: f"{relation}__{name}" for name in columns})


def counted(rows: QuerySet, by: str):
    """A subquery that counts ``rows`` (which name an OuterRef in the column ``by``); 0 where there are none."""
    return Coalesce(Subquery(rows.order_by().values(by).annotate(n=Count("pk")).values("n")), 0)


def any_of(rows: QuerySet, by: str) -> Q:
    """That there is one of ``rows`` (which name an OuterRef in the column ``by``), looked for from each row at hand.

    EXISTS may be answered for the whole table at once, which a page of fifty rows never earns back.
    """
    return Q(GreaterThan(counted(rows, by), 0))


def unpacked(model: type[Row], found: list[dict]) -> list[Row]:
    """The instances of what ``packed`` read: other columns are deferred, names of no column are attributes."""
    return [_instance(model, values) for values in found]


@cache
def _told_apart(model, names: tuple[str, ...]) -> tuple[dict, list[str]]:
    """(columns by their names, the names of no column) of packed rows of one shape."""
    fields = {field.attname: field for field in model._meta.concrete_fields if field.attname in names}
    return fields, [name for name in names if name not in fields]


def _instance(model, values: dict):
    fields, others = _told_apart(model, tuple(values))
    row = model.from_db(None, list(fields), [field.to_python(values[name]) for name, field in fields.items()])
    for name in others:
        value = values[name]
        relation = model._meta.get_field(name) if isinstance(value, dict) else None
        setattr(row, name, _instance(relation.related_model, value) if relation else value)
    return row
