"""Every text of every table that may hold somebody, searched for one person: where a trace stands, and what stands there.

The tables are those of the applications but for offices, posts, staff and the product's own words; every column that may
hold words is asked, structures (payloads of the history, values of papers) as their text. Bytes are not: documents are
named with the cases on which they hang, and whoever answers looks into them.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db.models import Func, JSONField, Model, Q, TextField, Value
from django.db.models.functions import Cast

from casework import comments, names
from casework.models import Attachment
from casework.models.base import OfficeRow, StationRow
from casework.persons.sources import Asked, SearchKey
from casework.presenters import links
from casework.retention.kinds import holds_words

EXCERPT = 40  # characters around the name
MOST = 500  # rows of one table
NOBODY = {  # offices, staff and the product's own words
    "ActKey", "Anchor", "ChainHead", "DisposalLog", "HeadquartersDivision", "KeptLayout", "Koban", "LogInSession", "MachineEdge", "Mark", "NumberSeries",
    "Post", "Prefecture", "PrefectureProfile", "ProfileValue", "RouteStep", "SecondFactorReset", "SharedCount", "Staff", "Station", "TransportJurisdiction", "TransportOffice",
    "VerificationRun",
}  # fmt: skip


@dataclass(frozen=True)
class Trace:
    """One row: what kind it is, its key, the column and the words around the name; where it is seen."""

    table: str
    label: str
    pk: int
    column: str
    excerpt: str
    case: tuple[str, int] | None = None
    url: str = ""


class Words(Func):
    function = "concat_ws"
    output_field = TextField()


@cache
def searched() -> tuple[tuple[type[Model], tuple[str, ...]], ...]:
    """Every table that may hold somebody, with its columns of words; parents first does not matter."""
    found = []
    for app in ("casework", "blue_patrol", "liaison_councils"):
        for model in apps.get_app_config(app).get_models():
            if model._meta.proxy or model.__name__ in NOBODY:
                continue
            columns = tuple(f.name for f in model._meta.concrete_fields if _is_searched(f))
            found += [(model, columns)] if columns else []
    return tuple(found)


def _is_searched(field) -> bool:
    return (
        holds_words(field)
        and field.get_internal_type() not in ("BinaryField", "DateField")
        and field.editable
    )


def traces(asked: Asked, actor) -> list[Trace]:
    """All of them, table by table."""
    keys = asked.keys
    return [trace for model, columns in searched() for trace in in_table(model, columns, keys, actor)] if keys else []  # fmt: skip


def in_table(model, columns: tuple[str, ...], keys: list[str], actor) -> Iterable[Trace]:
    """Those of one table, by key; at most ``MOST``."""
    told = [Cast(name, TextField()) for name in columns]
    rows = _of_desk(model, actor).annotate(_key=SearchKey(Words(Value("|"), *told)))
    named = Q()
    for key in keys:
        named |= Q(_key__contains=key)
    rows = rows.filter(named).order_by("pk")
    texts = {f"_{name}": Cast(name, TextField()) for name in columns}
    for row in rows.annotate(**texts)[:MOST]:
        yield _trace(row, columns, keys)


def _of_desk(model, actor):
    rows = model._base_manager.all()
    if issubclass(model, StationRow):
        return rows.filter(station__in=actor.station_ids)
    if issubclass(model, OfficeRow):
        return rows.filter(prefecture=actor.prefecture)
    if any(f.name == "post" for f in model._meta.concrete_fields):  # the read log
        of_posts = Q(post__station__in=actor.station_ids) | Q(post__division__prefecture=actor.prefecture)
        return rows.filter(of_posts)
    return rows


def _trace(row, columns: tuple[str, ...], keys: list[str]) -> Trace:
    label, text = next(told for name in columns if (told := _told(row, name, keys)))
    case = _case_of(row)
    return Trace(
        str(row._meta.verbose_name), row._meta.label, row.pk, label, _around(text, keys), case, _url(row, case),
    )  # fmt: skip


def _told(row, name: str, keys: list[str]) -> tuple[str, str] | None:
    """(what the column is called, its text) where it holds one of the keys; of a structure its first such leaf."""
    field, text = row._meta.get_field(name), getattr(row, f"_{name}") or ""
    if not _holds(text, keys):
        return None
    label = str(field.verbose_name)
    if isinstance(field, JSONField):
        leaf = next((each for each in _leaves(json.loads(text)) if _holds(each[1], keys)), None)
        return (f"{label}（{_called().get(leaf[0], leaf[0])}）", leaf[1]) if leaf else (label, text)
    return label, text


def _holds(text: str, keys: list[str]) -> bool:
    folded = names.search_key(text)
    return any(key in folded for key in keys)


def _leaves(value, key: str = "") -> Iterable[tuple[str, str]]:
    """(key, text) of every text within."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _leaves(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each, key)
    elif isinstance(value, str):
        yield key, value


@cache
def _called() -> dict[str, str]:
    """Key of a structure → what a column of that name is called: the acts hand over what the columns hold."""
    return {
        field.name: str(field.verbose_name)
        for model, _ in searched()
        for field in model._meta.concrete_fields
    }


def _around(text: str, keys: list[str]) -> str:
    """The words around the first place at which one of the keys begins."""
    for place in range(len(text)):
        if any(names.search_key(text[place : place + 2 * len(key) + 4]).startswith(key) for key in keys):
            first = max(0, place - EXCERPT // 2)
            return ("…" if first else "") + text[first : place + EXCERPT] + ("…" if place + EXCERPT < len(text) else "")  # fmt: skip
    return text[: 2 * EXCERPT]


def _case_of(row) -> tuple[str, int] | None:
    """The case on which a row hangs, or which it is."""
    if getattr(row, "case_pk", None):
        return row.case_label, row.case_pk
    if change := getattr(row, "change", None):
        return change.case_label, change.case_pk
    if getattr(row, "object_pk", None) and getattr(row, "object_label", ""):
        return row.object_label, row.object_pk
    return (getattr(row, "case_label", "") or row._meta.label, row.pk)


def _url(row, case) -> str:
    try:
        if case and (url := links.of_row(*case)):
            return url
    except LookupError:
        return ""
    for field in row._meta.concrete_fields:
        if field.is_relation and getattr(row, field.attname):
            for board in comments.boards():
                if board.model is field.related_model:
                    return links.to(board.page, getattr(row, field.attname))
    return ""


def documents(found: Iterable[Trace], rows: Iterable[tuple[str, int]]) -> list[Attachment]:
    """The documents that hang on the cases in which a trace stands: their bytes are looked into by hand."""
    cases = {trace.case for trace in found if trace.case} | set(rows)
    named = Q(pk__in=[])
    for label in {label for label, _ in cases}:
        named |= Q(case_label=label, case_pk__in=[pk for each, pk in cases if each == label])
    return list(Attachment.objects.filter(named, removed_on=None).select_related("station").order_by("pk"))
