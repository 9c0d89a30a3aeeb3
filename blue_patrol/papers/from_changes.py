"""From the records of a change to forms 9 and 10: what was asked, as it stood then, also after the delivery."""

from datetime import date

from blue_patrol.models import ChangeApplication, ChangeItem, Credential, Kind, Place
from blue_patrol.models.change.items import loaded
from blue_patrol.models.handed_in import Cause
from blue_patrol.papers.from_case import bare, patroller_of, vehicle_of
from blue_patrol.papers.from_requests import request_of
from blue_patrol.papers.values import PatrollerValues, VehicleValues
from blue_patrol.papers.values_requests import (
    ChangeItemValues,
    ChangeValues,
    PatrollerChangeValues,
    VehicleChangeValues,
)
from blue_patrol.rules import attachments, change_kinds

ATTACHED = {  # file → as form 9 names it
    attachments.NEW_PLEDGE.code: "pledge",
    attachments.INSPECTION_RECORD.code: "inspection",
    attachments.LAMP.code: "lamp",
    attachments.MARKING.code: "marking",
}
NOT_HERE = (Cause.LATER, Cause.LOST)  # not among what comes with the request


def change_values(case: ChangeApplication, on: date) -> dict:
    """Forms 9 and 10."""
    items, request = case.items, case.change_request
    rows = [item for item in items if item.rule.form == change_kinds.PARTICULARS]
    came = [row.credential for row in case.came_in() if row.cause not in NOT_HERE]
    given_up = {thing.pk for thing in came if thing.kind == Kind.STICKER}
    files = {each.kind for each in case.attached()}
    things = tuple(kind for kind in Kind.values if any(thing.kind == kind for thing in came))
    return ChangeValues(
        **request_of(case, on, case.group_asking()), kinds=tuple(dict.fromkeys(item.kind for item in rows)),
        items=tuple(
            ChangeItemValues(label=label, before=before, after=after) for item in rows for label, before, after in item.rows()
        ),
        vehicles=tuple(each for item in rows for each in vehicle_changes(item)),
        patrollers=tuple(patroller_change(case, item, on) for item in items if item.rule.form == change_kinds.PATROLLERS),
        effective_on=request.effective_on, reason=request.reason, stickers_returned=bool(given_up) if rows else None,
        attachments=(*things, *(name for code, name in ATTACHED.items() if code in files)),
    ).to_json()  # fmt: skip


def _car(texts: dict[str, str], number: str = "") -> VehicleValues:
    return VehicleValues.from_json(texts | {"sticker_number": number})


def vehicle_changes(item: ChangeItem) -> list[VehicleChangeValues]:
    """A replaced car is one that goes and one that comes."""
    found = []
    if item.vehicle and item.rule.leaves:
        sticker = _last(item.vehicle.stickers)
        found.append(VehicleChangeValues(action="remove", vehicle=_car(item.before, sticker)))
    if item.new_vehicle:
        found.append(VehicleChangeValues(action="add", vehicle=vehicle_of(item.new_vehicle)))
    if item.vehicle and item.kind == change_kinds.VEHICLE_PARTICULARS.code:
        about = vehicle_of(item.vehicle)
        changed = {name: item.after[name] for name in item.rule.field_names}
        found.append(
            VehicleChangeValues(action="change", vehicle=VehicleValues.from_json(about.to_json() | changed))
        )
    return found


def patroller_change(case: ChangeApplication, item: ChangeItem, on: date) -> PatrollerChangeValues:
    if item.new_patroller:
        card = case.credentials.live().filter(patroller=item.new_patroller).first()
        return PatrollerChangeValues(
            action="add", patroller=patroller_of(item.new_patroller, on, bare(card.number) if card else "")
        )
    row = case.handed_in.filter(credential__patroller=item.patroller).select_related("credential").first()
    is_gone = item.rule.leaves
    texts = item.before if is_gone else item.after
    there = {name: loaded(name, text) for name, text in texts.items()}
    return PatrollerChangeValues(
        action="remove" if is_gone else "change", patroller=PatrollerValues(**there),
        former_name="" if is_gone else item.before.get("name", ""),
        returned_card_number=bare(row.credential.number) if row else "",
        card_returned=row.cause not in NOT_HERE if row else None,
        reason=case.change_request.reason if is_gone else "",
    )  # fmt: skip


def _last(stickers) -> str:
    """The number of the sticker that the car bore before the change."""
    thing: Credential | None = stickers.exclude(state=Place.VOID).order_by("-pk").first()
    return bare(thing.number) if thing else ""
