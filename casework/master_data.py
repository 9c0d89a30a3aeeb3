"""Reads master data from CSV files: one row a line, found by its natural key, written where it differs.

Nothing is deleted: a row ends by ``valid_to``. What a row means is told by fixtures/README.md.
"""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction

from casework.models import (
    HeadquartersDivision,
    Koban,
    Prefecture,
    PrefectureProfile,
    ProfileValue,
    RouteStep,
    Station,
    TransportJurisdiction,
    TransportOffice,
)

FOLDER = Path(__file__).resolve().parent.parent / "fixtures"
Row = dict[str, str]


class BadRow(Exception):
    """A line that cannot be loaded; the message names file, line and what is wrong."""


@dataclass(frozen=True)
class Table:
    """One file: which fields find a row, and how a line becomes the values of the fields."""

    file: str
    model: type[models.Model]
    key: tuple[str, ...]
    values: Callable[[Row], dict[str, object]]
    keep: Callable[[Row], bool] = lambda row: False  # created once, never written again
    unchecked: tuple[str, ...] = ()  # fields that may be empty though the model asks for a value


@dataclass
class Count:
    """How many rows a file holds and how many of them were made or written."""

    rows: int = 0
    made: int = 0
    written: int = 0


def load(folder: Path = FOLDER) -> dict[str, Count]:
    """Load every file that the folder has: all or nothing. Raises BadRow."""
    with transaction.atomic():
        return {table.file: _load_table(folder, table) for table in TABLES if (folder / table.file).exists()}


def lines(path: Path) -> Iterator[tuple[int, Row]]:
    """The lines of a file with their numbers, the header being line 1."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        for row in reader:
            if None in row or None in row.values():
                raise BadRow(f"{path.name}:{reader.line_num}: 列の数が見出しと合いません。")
            yield reader.line_num, row


def _load_table(folder: Path, table: Table) -> Count:
    count = Count()
    for number, row in lines(folder / table.file):
        count.rows += 1
        try:
            _write(table, row, count)
        except (KeyError, ValueError, ObjectDoesNotExist) as error:
            raise BadRow(f"{table.file}:{number}: {error}") from error
        except ValidationError as error:
            raise BadRow(f"{table.file}:{number}: {'、'.join(error.messages)}") from error
    return count


def _write(table: Table, row: Row, count: Count) -> None:
    values = table.values(row)
    found = table.model._default_manager.filter(**{name: values[name] for name in table.key}).first()
    if found is None:
        made = table.model(**values)
        made.full_clean(exclude=table.unchecked)
        made.save()
        count.made += 1
    elif not table.keep(row) and any(getattr(found, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(found, name, value)
        found.full_clean(exclude=table.unchecked)
        found.save()
        count.written += 1


# --- what the columns mean ----------------------------------------------------------------------------------


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _yes(text: str) -> bool:
    return {"yes": True, "no": False}[text]


def _told(row: Row, *names: str) -> dict[str, object]:
    """Columns that a file may leave out: what the office entered stays then."""
    return {name: row[name] for name in names if name in row}


def _dated(row: Row) -> dict[str, object]:
    return {
        "valid_from": date.fromisoformat(row["valid_from"]),
        "valid_to": _day(row["valid_to"]),
        "source": row["source"],
    }


def _prefecture(row: Row) -> Prefecture:
    return Prefecture.objects.get(code=row["prefecture"])


def _profile(row: Row) -> PrefectureProfile:
    return PrefectureProfile.objects.get(prefecture=_prefecture(row), version=row["version"])


def _station(row: Row) -> dict[str, object]:
    texts = ("code", "name", "kana", "document_symbol", "section_name")
    more = _told(row, "address", "phone")
    return {
        "prefecture": _prefecture(row), "order": int(row["order"]), "is_demo": row["code"].startswith("demo-"),
        **{name: row[name] for name in texts}, **more, **_dated(row),
    }  # fmt: skip


def _koban(row: Row) -> dict[str, object]:
    station = Station.objects.get(code=row["station"])
    more = _told(row, "phone")
    return {"station": station, "name": row["name"], "kind": row["kind"], **more, **_dated(row)}


def _division(row: Row) -> dict[str, object]:
    texts = {name: row[name] for name in ("duty", "name", "document_symbol")}
    return {"prefecture": _prefecture(row), **texts, **_dated(row)}


def _office(row: Row) -> dict[str, object]:
    texts = {name: row[name] for name in ("name", "kind", "address")}
    areas = row["plate_areas"].split("・") if row["plate_areas"] else []
    return {"prefecture": _prefecture(row), "plate_areas": areas, **texts, **_dated(row)}


def _jurisdiction(row: Row) -> dict[str, object]:
    offices = TransportOffice.objects.filter(prefecture=_prefecture(row), name=row["office"])
    return {"office": offices.latest("valid_from"), "municipality": row["municipality"], **_dated(row)}


def _profile_row(row: Row) -> dict[str, object]:
    return {"prefecture": _prefecture(row), "version": row["version"], **_dated(row)}


def _value(row: Row) -> dict[str, object]:
    texts = {name: row[name] for name in ("key", "label", "clause", "basis")}
    return {"profile": _profile(row), "content": json.loads(row["content"]), **texts}


def _route_step(row: Row) -> dict[str, object]:
    texts = {name: row[name] for name in ("matter", "kind", "title", "level", "duty")}
    delegated = _yes(row["is_delegated"])
    return {"profile": _profile(row), "order": int(row["order"]), "is_delegated": delegated, **texts}


TABLES = (
    Table("prefectures.csv", Prefecture, ("code",), lambda row: _told(row, "code", "name", "police")),
    Table("stations.csv", Station, ("code",), _station),
    Table("koban.csv", Koban, ("station", "name", "kind", "valid_from"), _koban),
    Table(
        "headquarters_divisions.csv", HeadquartersDivision, ("prefecture", "duty", "valid_from"), _division
    ),
    Table("transport_offices.csv", TransportOffice, ("prefecture", "name", "valid_from"), _office),
    Table(
        "transport_jurisdictions.csv",
        TransportJurisdiction,
        ("office", "municipality", "valid_from"),
        _jurisdiction,
    ),
    Table("profiles.csv", PrefectureProfile, ("prefecture", "version"), _profile_row),
    Table(
        "profile_values.csv",
        ProfileValue,
        ("profile", "key"),
        _value,
        keep=lambda row: _yes(row["set_by_office"]),
        unchecked=("content",),
    ),
    Table("route_steps.csv", RouteStep, ("profile", "matter", "order", "kind", "title"), _route_step),
)
