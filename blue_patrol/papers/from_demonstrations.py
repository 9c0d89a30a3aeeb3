"""From the records of a demonstration run to what its papers print: forms 19, 20, 20の2 and 21."""

from dataclasses import replace
from datetime import date

from blue_patrol.models import DemonstrationApplication, DemonstrationCar, Kind
from blue_patrol.papers.from_case import bare, findings_of, group_of, office_of
from blue_patrol.papers.from_requests import forwarding_of
from blue_patrol.papers.values import FindingValues, ForwardingValues, GroupValues
from blue_patrol.papers.values_requests import (
    DemonstrationGroupValues,
    DemonstrationValues,
    DemonstrationVehicleValues,
)
from blue_patrol.rules import attachments, credential_numbers

COPIES = {attachments.REQUEST_LETTER.code: "request", attachments.ROUTE_MAP.code: "map"}


def demonstration_values(case: DemonstrationApplication, on: date) -> dict:
    standing, plan, cars = case.certification, case.demonstration, case.taking_part()
    held = {each.kind for each in case.attached()}
    return DemonstrationValues(
        office=office_of(case.station, on, case.profile), group=group_of(case.group) if case.group else GroupValues(),
        forwarding=_forwarding(case, held), certificate_number=bare(standing.number) if standing else "",
        certificate_delivered_on=standing.delivered_on if standing else None, applied_on=case.applied_on,
        received_on=case.received_on, receipt_number=case.receipt_number,
        handler=case.received_by.name if case.received_by else "", police_event=case.is_own_request,
        request_letter=attachments.REQUEST_LETTER.code in held, held_on=plan.held_on, starts_at=f"{plan.starts_at:%H:%M}",
        ends_at=f"{plan.ends_at:%H:%M}", groups=_groups(cars), vehicles=_vehicles(case, cars),
        **{name: getattr(plan, name) for name in AS_THEY_ARE},
    ).to_json()  # fmt: skip


AS_THEY_ARE = (
    "requester_name", "requester_representative", "requester_phone", "kind", "kind_text", "title", "purpose",
    "reserve_on", "place", "route", "participants", "responsible_name", "responsible_phone", "permit_needed",
    "permit_number", "traffic_consulted_on", "traffic_result", "outline",
)  # fmt: skip


def _forwarding(case: DemonstrationApplication, held: set[str]) -> ForwardingValues:
    """With the two findings of form 20: each car's sticker, which the system has confirmed, and the reason."""
    found = findings_of(case)
    reason = next((finding for finding in found if finding.item == case.sections[0].code), None)
    findings = [FindingValues(item="stickers", fit=True)]
    if reason:
        findings.append(replace(reason, item="reason"))
    copies = ["application", *(word for kind, word in COPIES.items() if kind in held)]
    copies += ["outline"] if case.is_own_request else []
    copies += ["attachments"] if held - COPIES.keys() - {attachments.OUTLINE.code} else []
    return replace(forwarding_of(case), findings=tuple(findings), copies=tuple(copies))


def _groups(cars: list[DemonstrationCar]) -> tuple[DemonstrationGroupValues, ...]:
    """Each group once, in the order of the cars; of another station's only what its sticker says is known."""
    found = {}
    for car in cars:
        group = car.vehicle.group if car.vehicle else None
        found[car.group_name] = DemonstrationGroupValues(
            name=car.group_name, representative=group.representative if group else "", phone=group.phone if group else "",
            certificate_number=certificate_of(car.sticker_number), station=car.station_name,
        )  # fmt: skip
    return tuple(found.values())


def certificate_of(sticker_number: str) -> str:
    """R5-0012 of 第R5-0012-01号; "" where another hand numbered it otherwise."""
    try:
        return credential_numbers.parse_credential(sticker_number).bare
    except credential_numbers.NumberError:
        return ""


def _vehicles(case, cars: list[DemonstrationCar]) -> tuple[DemonstrationVehicleValues, ...]:
    made = {
        thing.run_car_id: bare(thing.number) for thing in case.things() if thing.kind == Kind.DEMONSTRATION
    }
    return tuple(
        DemonstrationVehicleValues(
            plate=car.plate, sticker_number=bare(car.sticker_number), driver=car.driver, group_name=car.group_name,
            station=car.station_name, demonstration_sticker_number=made.get(car.pk, ""),
        )
        for car in cars
    )  # fmt: skip
