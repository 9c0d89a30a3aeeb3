"""Handing cases over from one person to another: one, several, or all that somebody has in hand."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db import transaction

from casework.models.handled import Handled, desk_people
from casework.models.staff import Actor, Staff
from casework.workflow import Refused, perform


@dataclass
class HandedOver:
    """What became of one case; ``why``: what stood against it, empty where it was handed over."""

    case: Any
    why: list[str] = field(default_factory=list)


def tables() -> list[Any]:
    """The models whose rows somebody has in hand; several machines may share one."""
    found: list[Any] = [m for m in apps.get_models() if issubclass(m, Handled) and not m._meta.proxy]
    return sorted(found, key=lambda model: model._meta.db_table)


def cases_of(person: Staff, by: Actor) -> list[Any]:
    """Every open case on the desk of ``by`` that ``person`` has in hand, of any machine."""
    rows = (m.objects.of(by).open().filter(handler=person).order_by("pk") for m in tables())
    return [case for found in rows for case in found]


def successors(station, today: date) -> list[Staff]:
    """To whom a case of the station can be handed over."""
    return list(desk_people(station, today))


def assign(case, to: Staff, note: str = "", *, by: Actor, revision: int | None = None):
    """One case into the hands of ``to``; answers with it as stored. Raises Refused and Stale."""
    return perform(case, "assign", by=by, revision=revision, to=to.pk, note=note)


@transaction.atomic
def hand_over(cases: Iterable, to: Staff, note: str, by: Actor) -> list[HandedOver]:
    """Each case through the door to ``to`` with the note ("" for none); one that is refused leaves the others.

    All rows are locked first and in one order: afterwards the acts hold the history's head until the commit.
    """
    cases = list(cases)
    wanted = defaultdict(set)
    for case in cases:
        wanted[case._meta.concrete_model].add(case.pk)
    locked: dict[tuple[Any, int], Any] = {}
    for model in sorted(wanted, key=lambda model: model._meta.db_table):
        rows = model.objects.of(by).filter(pk__in=wanted[model]).order_by("pk")
        locked |= {(model, row.pk): row for row in rows.select_for_update(of=("self",), no_key=True)}
    told = [(case, locked.get((case._meta.concrete_model, case.pk))) for case in cases]
    return [HandedOver(row or case, _attempt(row, to, note, by)) for case, row in told]


def _attempt(case, to: Staff, note: str, by: Actor) -> list[str]:
    if case is None:
        return ["この事案は見つかりません。"]
    try:
        assign(case, to, note, by=by)
    except Refused as error:
        return [reason.sentence for reason in error.reasons]
    return []
