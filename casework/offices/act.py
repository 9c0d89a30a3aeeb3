"""所管替え as one act, and its dry run: the very same act in a transaction that is rolled back.

It takes the history's head first, so that no other act ends while it looks, and waits for no other lock longer than a
moment: who holds one waits for the head, and would wait for ever.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta

from django.db import OperationalError, connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from casework.models import ChangeOfStation, Koban, StateChange, Station
from casework.models.base import CHANGE_OF_STATION, Machine
from casework.models.history import ChainHead
from casework.offices import gather
from casework.offices.answers import PARTS, Asked, Move, Shown
from casework.permissions import PERMISSIONS, Reason
from casework.presenters import links
from casework.workflow import Act, Refused

MAY = PERMISSIONS["change_station"]
PATIENCE = "300ms"  # shorter than the wait after which the database looks for a deadlock
BUSY = "移すものに、いま別の手続が行われています。少し待って、もう一度行ってください。"
CHANGED = "試した後に記録が変わりました。もう一度試して、内容を確かめてください。"


@dataclass(frozen=True)
class Outcome:
    """What the act does, or would do."""

    change: ChangeOfStation
    counts: list[tuple[str, int]]
    rows: list[Shown] = field(default_factory=list)
    problems: list[Reason] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    fingerprint: str = ""

    @property
    def lines(self) -> list[tuple[Shown, str]]:
        """The rows with the addresses of their pages."""
        return [(row, links.of_row(row.label, row.pk)) for row in self.rows]


class _Tried(Exception):
    """The dry run has seen enough."""


def try_out(asked: Asked, *, by) -> Outcome:
    """What the act would do now; nothing of it stays. Raises Refused."""
    found: list[Outcome] = []
    try:
        with transaction.atomic():
            found.append(_carry_out(asked, by, "試し"))
            raise _Tried
    except _Tried:
        return found[0]


@transaction.atomic
def change_station(asked: Asked, *, by, grounds: str, seen: str) -> ChangeOfStation:
    """Do it. ``seen``: the fingerprint of the dry run that was shown. Raises Refused; then nothing has changed."""
    outcome = _carry_out(asked, by, grounds)
    if outcome.problems:
        raise Refused(outcome.problems)
    if outcome.fingerprint != seen:
        raise Refused([Reason(CHANGED)])
    return outcome.change


def _carry_out(asked: Asked, by, grounds: str) -> Outcome:
    change = ChangeOfStation(
        station=asked.origin, kind=asked.kind, to=asked.to, koban=asked.koban, to_koban=asked.to_koban,
        changed_on=asked.on, changed_by=by.staff.name, grounds=grounds,
    )  # fmt: skip
    if refused := MAY.reasons(change, by) or _not_mine(asked, by):
        raise Refused(refused)
    with _undisturbed():
        move = _hold(asked)
        change.to_koban = move.koban.get(asked.koban.pk) if asked.koban else None
        outcome = Outcome(
            change, gather.counts(move), [line for part in PARTS for line in part.shown(move)],
            gather.problems(move), gather.warnings(move), gather.fingerprint(move),
        )  # fmt: skip
        if not outcome.problems:
            _move(change, outcome, move, by)
    return outcome


def _not_mine(asked: Asked, by) -> list[Reason]:
    return [] if asked.to.pk in by.station_ids else [Reason("移す先の警察署は、見つかりません。", field="to")]


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Raises Refused when somebody is at work on one of the rows."""
    try:
        with transaction.atomic():
            head = ChainHead.objects.select_for_update()
            head.get()
            with connection.cursor() as cursor:
                cursor.execute("set constraints all immediate")  # of what this request wrote before
                cursor.execute("set constraints all deferred")
                cursor.execute("select set_config('lock_timeout', %s, true)", [PATIENCE])
                yield
                cursor.execute("set constraints all immediate")  # the walls speak now, in a dry run too
                cursor.execute("set constraints all deferred")
                cursor.execute("set local lock_timeout to default")
    except OperationalError as error:
        if "lock timeout" not in str(error):
            raise
        raise Refused([Reason(BUSY)]) from error


def _hold(asked: Asked) -> Move:
    """Lock the offices and what was chosen, with their keys: nothing is hung on them meanwhile. Then the rest."""
    offices = {asked.origin.pk, asked.to.pk}
    list(Station.objects.select_for_update(no_key=True).filter(pk__in=offices).order_by("pk"))
    move = gather.chosen(asked)
    move.koban = _successors(asked)
    _lock(move)
    gather.add_what_hangs(move)
    _lock(move)
    return move


def _lock(move: Move) -> None:
    for model in move.keys:
        rows: QuerySet = move.rows(model).select_for_update(of=("self",)).order_by("pk")
        for _ in rows.values_list("pk").iterator():
            pass


def _move(change: ChangeOfStation, outcome: Outcome, move: Move, by) -> None:
    act = Act(by, CHANGE_OF_STATION, move.asked.on, timezone.now(), details=_details(change))
    change.counts = outcome.counts
    change.rows = [asdict(line) for line in outcome.rows]
    ChangeOfStation.objects.bulk_create([change])
    received = copy(change)
    received.station = move.asked.to  # the station that takes over has its own row of the act
    StateChange.record(
        [
            (change, replace(act, transition="open", details=_until())),
            (received, replace(act, before=change.state)),
        ]
    )
    for part in PARTS:
        part.before(move, act)
    if move.asked.origin != move.asked.to:
        for model in move.keys:
            move.rows(model).update(**_values(model, move.asked.to))
    _close(move)
    for part in PARTS:
        part.after(move, act)
    StateChange.record(
        [(row, replace(act, before=row.state)) for model in move.keys if issubclass(model, Machine) for row in move.rows(model)]
    )  # fmt: skip


def _details(change: ChangeOfStation) -> dict:
    return {"from": change.from_name, "to": change.to_name}


def _until() -> dict:
    """Up to where the history was written under the old station: number and hash of its last row."""
    head = ChainHead.objects.get()
    return {"history_until": head.count, "hash": head.last_hash}


def _values(model, to: Station) -> dict:
    """Whoever had a case in hand works at the old station; a page that was open is told (409)."""
    names = {f.name for f in model._meta.concrete_fields}
    values: dict = {"station": to}
    if "handler" in names:
        values["handler"] = None
    if "revision" in names:
        values["revision"] = F("revision") + 1
    return values


def _successors(asked: Asked) -> dict[int, Koban]:
    """Each koban that closes → the one that goes on: the other one, or its own row under the new station."""
    if asked.koban and asked.to_koban:
        return {asked.koban.pk: asked.to_koban}
    closing = [asked.koban] if asked.koban else []
    if asked.is_whole:
        closing = list(Koban.objects.on(asked.on).filter(station=asked.origin).order_by("pk"))
    return {old.pk: _again(old, asked) for old in closing}


def _again(old: Koban, asked: Asked) -> Koban:
    return Koban.objects.create(
        station=asked.to,
        name=old.name,
        kind=old.kind,
        phone=old.phone,
        valid_from=asked.on,
        source="所管替え",
    )


def _close(move: Move) -> None:
    """The offices end on the day before; they stay as rows, so that old papers keep their names."""
    last = move.asked.on - timedelta(days=1)
    Koban.objects.filter(pk__in=move.koban).update(valid_to=last)
    if move.asked.is_whole:
        Station.objects.filter(pk=move.asked.origin.pk).update(valid_to=last)
