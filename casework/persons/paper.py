"""保有個人情報の開示の写し: everything that is held on one person, as a paper; printed now, never frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework import wareki
from casework.models import Attachment
from casework.paper_sheets import Frozen, read
from casework.paper_values import OfficeValues, Values
from casework.papers import Mode, PaperForm
from casework.persons.sources import Asked, Found
from casework.persons.traces import Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class FactValues(Values):
    label: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonValues(Values):
    what: str = ""
    facts: tuple[FactValues, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceValues(Values):
    table: str = ""
    number: str = ""
    column: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureValues(Values):
    office: OfficeValues = field(default_factory=OfficeValues)
    name: str = ""
    kana: str = ""
    birth: date | None = None
    on: date | None = None
    people: tuple[PersonValues, ...] = ()
    traces: tuple[TraceValues, ...] = ()
    documents: tuple[TraceValues, ...] = ()


def _context(values: Frozen, mode: Mode) -> dict[str, Any]:
    return {"v": read(DisclosureValues, values, mode)}


FORM = PaperForm("disclosure", "保有個人情報の写し", "letter_disclosure.html", "1", "A4", _context, "", ())


def values(
    asked: Asked, people: list[Found], traces: list[Trace], papers: list[Attachment], today: date
) -> dict:
    return DisclosureValues(
        name=asked.name, kana=asked.kana, birth=asked.birth, on=today, people=tuple(_person(each) for each in people),
        traces=tuple(
            TraceValues(table=each.table, number=str(each.pk), column=each.column, text=each.excerpt) for each in traces
        ),
        documents=tuple(
            TraceValues(table="添付書類", number=str(each.pk), column=str(each.received_on), text=each.name) for each in papers
        ),
    ).to_json()  # fmt: skip


def _plain(value: Any) -> str:
    """As a page shows it (the filter ``shown``), without a page's marks."""
    if value is None or value in ("", []):
        return "なし"
    if isinstance(value, date):
        return wareki.format_long(value)
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _person(found: Found) -> PersonValues:
    facts = tuple(FactValues(label=label, text=_plain(value)) for label, value in found.facts)
    return PersonValues(what=f"{found.source.label}　{found.row.pk}", facts=facts)
