"""From a case's things to the slips that travel with them: 送付票 and 受領票 (BP-5-4)."""

from collections.abc import Iterable
from datetime import date

from blue_patrol.models import Kind
from blue_patrol.papers.from_case import office_of
from blue_patrol.papers.slips import BLANK, IN, OUT, ItemValues, SlipsValues, SlipValues
from casework.paper_tags import plate


def item_of(case, thing, word: str = "", note: str = "") -> ItemValues:
    return ItemValues(
        kind=Kind(thing.kind).label, number=thing.number, bearer=_bearer(case, thing), word=word, note=note
    )


def _bearer(case, thing) -> str:
    if thing.vehicle:
        return plate(thing.vehicle.plate)
    if thing.run_car:
        return f"{plate(thing.run_car.plate)}　{thing.run_car.group_name}"
    return thing.patroller.name if thing.patroller else case.subject


def in_order(case, things: Iterable) -> tuple[ItemValues, ...]:
    """Certificate, stickers, cards."""
    order = {kind: place for place, kind in enumerate(Kind)}
    return tuple(item_of(case, thing) for thing in sorted(things, key=lambda each: order[Kind(each.kind)]))


def sending(case, things, on: date, *, is_after: bool) -> tuple[SlipValues, ...]:
    """The 送付票, and the 受領票 for the same things to fill in by hand."""
    items = in_order(case, things)
    return SlipValues(kind=OUT, on=on, is_after=is_after, items=items), SlipValues(
        kind=BLANK, is_after=is_after, items=items
    )


def received(case, receipts, travelling) -> tuple[SlipValues, ...]:
    """A 受領票 for each recorded arrival; before the first, one to fill in."""
    if not receipts:
        return (SlipValues(kind=BLANK, items=in_order(case, travelling)),)
    return tuple(
        SlipValues(
            kind=IN, on=receipt.on, by=receipt.by, is_after=receipt.is_after,
            items=tuple(item_of(case, thing, word, note) for _, thing, word, note in receipt.rows),
        )
        for receipt in receipts
    )  # fmt: skip


def slip_values(case, slips: tuple[SlipValues, ...], sender: str, on: date) -> dict:
    return SlipsValues(
        office=office_of(case.station, on, case.profile), sender=sender, receipt_number=case.receipt_number, subject=case.subject,
        representative=case.group.representative if case.group_id else "", slips=slips,
    ).to_json()  # fmt: skip
