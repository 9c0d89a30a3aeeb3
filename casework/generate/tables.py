"""The tables of the product as COPY sees them: in an order in which nothing points ahead, each with its columns and keys."""

from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter

from django.apps import apps
from django.db import connection, models

from casework.generate import tokens
from casework.models import (
    ActKey,
    Anchor,
    ChainHead,
    ChangePayload,
    HeadquartersDivision,
    KeptLayout,
    Koban,
    MachineEdge,
    NumberSeries,
    Post,
    Posting,
    Prefecture,
    PrefectureProfile,
    ProfileValue,
    ReadLog,
    RouteStep,
    Staff,
    StateChange,
    Station,
    StoredFile,
    TransportJurisdiction,
    TransportOffice,
    VerificationRun,
)

OURS = ("casework", "blue_patrol", "liaison_councils")
MADE_OTHERWISE = {  # offices and people, what is written once for a station, what is sealed or counted last
    ActKey, Anchor, ChainHead, HeadquartersDivision, KeptLayout, Koban, MachineEdge, Post, Posting, Prefecture, PrefectureProfile,
    ProfileValue, ReadLog, RouteStep, Staff, Station, StoredFile, TransportJurisdiction, TransportOffice, VerificationRun,
}  # fmt: skip
SEALED_LAST = ("seq", "payload_digest", "previous_hash", "hash")


@dataclass(frozen=True)
class Table:
    """One table. ``place`` is its number among all; a payload has the keys of its change."""

    model: type[models.Model]
    place: int

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def key(self) -> str:
        return str(self.model._meta.pk.column)

    @property
    def sequence(self) -> str:
        owner = StateChange if self.model is ChangePayload else self.model
        return sequences()[owner._meta.db_table]

    @property
    def columns(self) -> list[str]:
        """What is copied; the database fills the rest, the seal is put on last."""
        fields = [
            f
            for f in self.model._meta.concrete_fields
            if f.db_default is models.NOT_PROVIDED and not f.generated
        ]
        return [
            str(field.column)
            for field in fields
            if self.model is not StateChange or field.column not in SEALED_LAST
        ]

    def statement(self, name: str = "") -> str:
        columns = ", ".join(f'"{column}"' for column in self.columns)
        return f'copy "{name or self.name}" ({columns}) from stdin'

    def read(self, cursor, low: int, high: int) -> tokens.Text | None:
        """The rows with keys behind ``low`` up to ``high`` in their order; None where there are none."""
        columns = ", ".join(f'"{column}"' for column in self.columns)
        rows = f'select {columns} from "{self.name}" where {self.key} > {low} and {self.key} <= {high}'  # noqa: S608 -- our own table's names
        if self.model is NumberSeries:
            rows += " and holder like 'certificate:%'"  # the others are counted over all copies
        with cursor.copy(f"copy ({rows} order by {self.key}) to stdout") as copy:
            text = b"".join(copy).decode()
        return tokens.Text(text, text.count("\n")) if text else None


@cache
def all_tables() -> list[Table]:
    """Every table with rows of its own, what it points to before it."""
    ours = [m for label in OURS for m in apps.get_app_config(label).get_models() if not m._meta.proxy]
    keyed = sorted(
        (m for m in ours if m is ChangePayload or m._meta.pk.column == "id"), key=lambda m: m._meta.db_table
    )
    place = {model: n for n, model in enumerate(keyed, 1)}
    graph = {model: _pointed_to(model) & set(keyed) for model in keyed}
    return [Table(model, place[model]) for model in TopologicalSorter(graph).static_order()]


def _pointed_to(model) -> set:
    fields = [field for field in model._meta.concrete_fields if field.is_relation]
    return {field.related_model._meta.concrete_model for field in fields} - {model}


def copied() -> list[Table]:
    """Those that hold what acts write."""
    return [table for table in all_tables() if table.model not in MADE_OTHERWISE]


def by_model(model: type[models.Model]) -> Table:
    return next(table for table in all_tables() if table.model is model)


@cache
def sequences() -> dict[str, str]:
    """Of each table the sequence of its keys: a table that was renamed keeps the old one's name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select owner.relname, sequence.relname from pg_depend join pg_class sequence on sequence.oid = objid and sequence.relkind = 'S'"
            " join pg_class owner on owner.oid = refobjid where deptype in ('i', 'a')"
        )
        return dict(cursor.fetchall())


def last_keys() -> dict[str, int]:
    """Of each sequence the key that it gave last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select sequencename, coalesce(last_value, 0) from pg_sequences where schemaname = 'public'"
        )
        return dict(cursor.fetchall())


def move_keys() -> None:
    """From now on a key says of which table it is."""
    _set_keys(
        {table: tokens.first_key(table.place) for table in all_tables() if table.model is not ChangePayload}
    )


def settle_keys() -> None:
    """The next key of each table is the one after its highest."""
    found = {}
    with connection.cursor() as cursor:
        for table in all_tables():
            if table.model is not ChangePayload:
                cursor.execute(f'select coalesce(max(id), 0) from "{table.name}"')  # noqa: S608 -- our own table's name
                found[table] = cursor.fetchone()[0]
    _set_keys(found)


def _set_keys(last: dict[Table, int]) -> None:
    with connection.cursor() as cursor:
        for table, key in last.items():
            cursor.execute("select setval(%s, %s, %s)", [table.sequence, max(key, 1), key > 0])
