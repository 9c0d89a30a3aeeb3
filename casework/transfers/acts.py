"""Asking for a hand-over, carrying it out on its day, dropping it while it waits."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from casework import wareki
from casework.models import Actor, Handover, Posting, Staff, Station
from casework.permissions import PERMISSIONS, Reason
from casework.roles import Role
from casework.transfers import holdings, lots
from casework.transfers.lots import Lot, Owner
from casework.workflow import Refused


@dataclass(frozen=True)
class Wish:
    """Whose things go to whom; ``owner`` as in Lot."""

    owner: Owner
    to: Staff
    note: str = ""


def refusals(station: Station, by: Actor) -> list[Reason]:
    """What stands against the actor's handing over at the station."""
    return PERMISSIONS["hand_over"].reasons(Handover(station=station), by)


@transaction.atomic
def ask(station: Station, wishes: Iterable[Wish], *, day: date, by: Actor) -> list[Handover]:
    """Let each taker take over on the day: at once where it has come, else on it. Raises Refused.

    What is left behind is looked up anew, one request of a station at a time: what somebody handed over meanwhile is
    passed over. One that waits already is asked anew: other taker, day and note.
    """
    if reasons := refusals(station, by):
        raise Refused(reasons)
    Station.objects.select_for_update(no_key=True).get(pk=station.pk)
    found = {lot.owner: lot for lot in lots.of_actor(by, station, day)}
    return [_ask(found[wish.owner], wish, day, by) for wish in wishes if wish.owner in found]


def _ask(lot: Lot, wish: Wish, day: date, by: Actor) -> Handover:
    asked = lot.asked or Handover(station=lot.station, leaver=lot.leaver, holding=lot.holding.code)
    asked.successor, asked.day, asked.note, asked.trouble = wish.to, day, wish.note, ""
    asked.posting, asked.planned_by = by.posting, by.staff
    asked.post = lot.last.post if lot.last else None
    asked.save()
    today = timezone.localdate()
    return _carry_out(asked, lot, by, today) if day <= today else asked


@transaction.atomic
def carry_out_due(station: Station, today: date) -> int:
    """What waits at a station and whose day has come, each as the post that asked for it; the number carried out.

    What is left behind is looked up once for all of them, after the lock under which they are asked for.
    """
    Station.objects.select_for_update(no_key=True).get(pk=station.pk)
    due = list(Handover.objects.filter(station=station).due(today).on_page())
    kinds = [holdings.get(code) for code in sorted({each.holding for each in due})]
    found = {lot.owner: lot for lot in lots.left_behind(station, today, kinds)}
    done = 0
    for each in due:
        posting = Posting.objects.with_office().get(pk=each.posting_id)
        by = Actor.of(posting, f"handover-{each.pk}")
        done += _carry_out(each, found.get((each.holding, each.leaver_id)), by, today).done_on is not None
    return done


def _carry_out(asked: Handover, lot: Lot | None, by: Actor, today: date) -> Handover:
    """Through the door, thing by thing; what stands against the whole is kept as ``trouble``, and it waits on."""
    if trouble := _trouble(asked, lot, today):
        if asked.trouble != trouble:
            asked.trouble = trouble
            asked.save(update_fields=["trouble"])
        return asked
    things = lot.things if lot else []
    as_chief = replace(by, in_place_of=Role.STATION_CHIEF)  # headquarters, where the station has none
    why = lot.holding.hand_over(things, asked.successor, asked.note, as_chief) if lot else {}
    asked.results = [
        {
            "label": label,
            "pk": pk,
            "name": thing.name,
            "cells": thing.cells,
            "url": thing.url,
            "why": why[label, pk],
        }
        for thing in things
        for label, pk in [thing.key]
    ]
    asked.done_on, asked.trouble = timezone.now(), ""
    asked.save(update_fields=["results", "done_on", "trouble"])
    return asked


def _trouble(asked: Handover, lot: Lot | None, today: date) -> str:
    """Why it cannot be carried out now: the list of transfers was changed meanwhile."""
    if lot is None:
        return (
            f"{asked.leaver}は、{wareki.format_long(today)}もこの署の同じ職にいます。"
            if _stays(asked, today)
            else ""
        )
    if all(posting.staff_id != asked.successor_id for posting in lot.takers):
        return f"引き受ける{asked.successor}は、{wareki.format_long(today)}に、引き受けられる職にいません。"
    return ""


def _stays(asked: Handover, today: date) -> bool:
    here = Posting.objects.on(today).filter(staff=asked.leaver_id, post=asked.post_id)
    return asked.post_id is not None and here.exists()


@transaction.atomic
def drop(handover: Handover, *, by: Actor) -> Handover:
    """Take back one that waits for its day. Raises Refused."""
    kept = Handover.objects.select_for_update().get(pk=handover.pk)
    if reasons := PERMISSIONS["hand_over"].reasons(kept, by):
        raise Refused(reasons)
    if kept.done_on or kept.dropped_on:
        raise Refused([Reason("この引継ぎは、もう済んだか、取りやめてあります。")])
    kept.dropped_on, kept.dropped_by = timezone.now(), by.staff
    kept.save(update_fields=["dropped_on", "dropped_by"])
    return kept
