"""閲覧の月表 as a paper; printed from what the read log holds, never frozen: a month that is over does not change."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from casework import wareki
from casework.models import ViewReview
from casework.paper_sheets import Frozen, read
from casework.paper_values import OfficeValues, Values
from casework.papers import Mode, PaperForm
from casework.proof.views_sheet import LABELS, Sheet

MOST = 500  # views that stand out which the paper lists; the page has them all


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonValues(Values):
    name: str = ""
    post: str = ""
    views: int = 0
    told: str = ""
    why: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenValues(Values):
    at: str = ""
    name: str = ""
    what: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewsValues(Values):
    office: OfficeValues = field(default_factory=OfficeValues)
    of: str = ""
    month: date | None = None
    on: date | None = None
    people: tuple[PersonValues, ...] = ()
    seen: tuple[SeenValues, ...] = ()
    left: int = 0
    reviewed_on: date | None = None
    reviewed_by: str = ""
    note: str = ""


def _context(values: Frozen, mode: Mode) -> dict[str, Any]:
    told = read(ViewsValues, values, mode)
    month = wareki.format_month(told.month) if told.month else ""
    return {"v": told, "month": month, "labels": LABELS.values()}


FORM = PaperForm("views", "閲覧の月表", "letter_views.html", "1", "A4", _context, "", ())


def _clock(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{wareki.format_short(local.date())} {local:%H:%M}"


def values(sheet: Sheet, today: date, review: ViewReview | None) -> dict:
    people = tuple(
        PersonValues(
            name=each.name,
            post=each.post,
            views=each.views,
            told=each.told,
            why=tuple(each.why[why] for why in LABELS),
        )
        for each in sheet.people
    )
    seen = [
        SeenValues(
            at=_clock(one.at), name=each.name, what=f"{one.what}　{one.object}".strip(), why=one.reasons
        )
        for each in sheet.people
        for one in each.seen
    ]
    signed: dict[str, Any] = (
        {"reviewed_on": review.reviewed_on, "reviewed_by": review.reviewed_by, "note": review.note}
        if review
        else {}
    )
    return ViewsValues(
        of=str(sheet.office), month=sheet.month, on=today, people=people, seen=tuple(seen[:MOST]),
        left=max(0, len(seen) - MOST), **signed,
    ).to_json()  # fmt: skip
