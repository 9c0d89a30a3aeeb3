"""引継書: what each person who leaves hands over, to be signed; printed from what holds today, never frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.models import Handover, Posting, PrefectureProfile, Staff, Station
from casework.paper_office import office_facts
from casework.paper_sheets import Frozen, read
from casework.paper_values import OfficeValues, Values
from casework.papers import Mode, PaperForm
from casework.transfers import holdings
from casework.transfers.lots import Lot
from casework.transfers.moves import PostMoves


@dataclass(frozen=True, slots=True, kw_only=True)
class RowValues(Values):
    """A thing: whose it is, how it stands, what is next, until when."""

    name: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionValues(Values):
    """Things of one kind that go to one person."""

    label: str = ""
    heads: tuple[str, ...] = ()
    to: str = ""
    rows: tuple[RowValues, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonValues(Values):
    """Somebody who leaves: one sheet, or more where it is much."""

    name: str = ""
    post: str = ""
    goes_to: str = ""
    sections: tuple[SectionValues, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetValues(Values):
    office: OfficeValues = field(default_factory=OfficeValues)
    day: date | None = None
    on: date | None = None
    people: tuple[PersonValues, ...] = ()


def _context(values: Frozen, mode: Mode) -> dict[str, Any]:
    return {"v": read(SheetValues, values, mode)}


FORM = PaperForm("handover", "引継書", "letter_handover.html", "1", "A4", _context, "", ())


def values(station: Station, day: date, today: date, people: Sequence[PersonValues]) -> Mapping[str, Any]:
    """``day``: of the hand-over; ``today``: of the printing."""
    facts = office_facts(station, day, PrefectureProfile.nearest(station.prefecture, day))
    return SheetValues(office=OfficeValues(**facts), day=day, on=today, people=tuple(people)).to_json()


def people(
    lots: Sequence[Lot], done: Sequence[Handover], moves: Sequence[PostMoves], *, only: str
) -> list[PersonValues]:
    """Everybody who leaves anything or a post; ``only``: the key of one of them, "" for all."""
    leaves = [posting for each in moves for posting in each.leaves]
    goes = {posting.staff_id: posting.label for each in moves for posting in each.comes}
    found: dict[int, Staff] = {posting.staff_id: posting.staff for posting in leaves}
    found |= {lot.leaver.pk: lot.leaver for lot in lots if lot.leaver}
    found |= {each.leaver.pk: each.leaver for each in done if each.leaver}
    chosen = {key: person for key, person in found.items() if only in ("", str(key))}
    ends = [lot.last for lot in lots if lot.last] + leaves
    was = {each.leaver_id: str(each.post) for each in done if each.post}
    return [
        PersonValues(
            name=str(person), post=_posts(key, ends) or was.get(key, ""), goes_to=goes.get(key, ""),
            sections=tuple(_sections(key, lots, done)), note=_note(key, lots, done),
        )
        for key, person in sorted(chosen.items(), key=lambda pair: pair[1].staff_number)
    ]  # fmt: skip


def _posts(key: int, ends: Sequence[Posting]) -> str:
    """Every post that the person leaves, that of the things first."""
    mine = [posting.label for posting in ends if posting.staff_id == key]
    return "、".join(dict.fromkeys(mine))


def _sections(key: int, lots: Sequence[Lot], done: Sequence[Handover]) -> list[SectionValues]:
    mine = [lot for lot in lots if lot.leaver and lot.leaver.pk == key]
    waiting = [_section(lot.holding, [(t.name, t.cells) for t in lot.things], _taker(lot)) for lot in mine]
    gone = [each for each in done if each.leaver_id == key and each.done]
    return waiting + [
        _section(
            holdings.get(each.holding),
            [(row["name"], row["cells"]) for row in each.done],
            str(each.successor),
        )
        for each in gone
    ]


def _section(holding, rows, to: str) -> SectionValues:
    told = tuple(RowValues(name=name, cells=tuple(cells)) for name, cells in rows)
    return SectionValues(label=holding.label, heads=holding.heads, to=to, rows=told)


def _taker(lot: Lot) -> str:
    if lot.asked:
        return str(lot.asked.successor)
    return str(lot.proposed.staff) if lot.proposed else ""


def _note(key: int, lots: Sequence[Lot], done: Sequence[Handover]) -> str:
    asked = [lot.asked for lot in lots if lot.asked and lot.asked.leaver_id == key]
    notes = [each.note for each in (*asked, *(each for each in done if each.leaver_id == key)) if each.note]
    return "\n".join(dict.fromkeys(notes))
