"""From the records to what the forms print: typed once, printed on every form that asks for it.

``values_of`` of each form takes a case and a day and answers with a plain dict that an issued paper freezes.
"""

from collections.abc import Callable
from datetime import date
from pathlib import PurePath

from blue_patrol.models import (
    Application,
    CertificationApplication,
    ExaminationFinding,
    Kind,
    Patroller,
    Vehicle,
)
from blue_patrol.models.of_the_prefecture import AREA_MAP_KEY
from blue_patrol.papers.values import (
    ApplicationValues,
    CertificateValues,
    FindingValues,
    ForwardingValues,
    GroupValues,
    OfficeValues,
    PatrollerValues,
    PlanValues,
    TrainingValues,
    VehicleValues,
)
from blue_patrol.rules import attachments, deadlines
from casework.models import PrefectureProfile, Station
from casework.paper_office import office_facts, split_document_number

WEEKDAYS = "月火水木金土日"
MARKINGS = {"magnet": "マグネット", "paint": "塗装", "other": "その他"}  # as form 2 names them
ATTACHMENT_LETTERS = {
    kind.code: kind.clause[-1] for kind in attachments.KINDS if kind.clause.startswith("BP-5-1-")
}


def office_of(station: Station, on: date, profile: PrefectureProfile | None = None) -> OfficeValues:
    """The titles of the day: the profile's, and the station chief's as posted on that day."""
    profile = profile or PrefectureProfile.in_force(station.prefecture, on)
    return OfficeValues(
        **office_facts(station, on, profile),
        chief_section=profile.value("chief_section"),
        certificate_symbol=profile.value("certificate_symbol"),
        entry_days=profile.value(deadlines.INSPECTION_ENTRY.number_key),
        entry_base=profile.value_or("inspection_entry_base", "delivery"),
        area_map=bool(profile.value_or(AREA_MAP_KEY, False)),
        return_deletion_days=profile.value_or("return_deletion_days", None),
        retraining_months=profile.value(deadlines.RETRAINING.number_key),
    )


def group_of(group) -> GroupValues:
    return GroupValues(
        name=group.name, kana=group.name_kana, postal_code=group.postal_code, address=group.address, phone=group.phone,
        contact_name=group.contact_name, representative_title=group.representative_title,
        representative_name=group.representative_name, representative_kana=group.representative_kana,
        representative_address=group.representative_address, representative_birth_date=group.representative_birth_date,
        type=group.group_type, type_basis=group.type_basis, commissioned_by=group.commissioned_by,
        commissioned_on=group.commissioned_on, established_on=group.established_on, purpose=group.purpose,
        member_count=group.member_count, has_charter=group.has_rules, insurance=group.insurance,
        has_insurance=bool(group.insurance),
    )  # fmt: skip


def vehicle_of(car: Vehicle, number: str = "") -> VehicleValues:
    """One car; ``number``: of its sticker."""
    return VehicleValues(
        plate=car.plate, make=car.make, model_code=car.model_code, chassis_number=car.chassis_number,
        base_location=car.base_location, user_name=car.user_name, user_address=car.user_address,
        owner_name=car.owner_name, sticker_number=number,
    )  # fmt: skip


def vehicles_of(cars, numbers: dict[int, str] | None = None) -> tuple[VehicleValues, ...]:
    """Some cars; ``numbers``: car's key → sticker number."""
    return tuple(vehicle_of(car, (numbers or {}).get(car.pk, "")) for car in cars)


def patroller_of(person: Patroller, on: date, number: str = "") -> PatrollerValues:
    """One person with the trainings attended by the day; ``number``: of the card."""
    return PatrollerValues(
        name=person.name, kana=person.kana, birth_date=person.birth_date, address=person.address,
        remarks=person.remarks, card_number=number,
        trainings=tuple(
            TrainingValues(on=t.attended_on, by=t.trainer) for t in person.trainings.all() if t.attended_on <= on
        ),
    )  # fmt: skip


def patrollers_of(people, on: date, numbers: dict[int, str] | None = None) -> tuple[PatrollerValues, ...]:
    """Some people; ``numbers``: person's key → card number."""
    return tuple(patroller_of(person, on, (numbers or {}).get(person.pk, "")) for person in people)


def of_all(cars, said: Callable[[Vehicle], str]) -> tuple[str, ...]:
    """What the cars say, each thing once, in the order of the cars."""
    return tuple(dict.fromkeys(text for car in cars if (text := said(car))))


def plan_of(case: Application) -> PlanValues:
    cars = case.group.vehicles.current()
    return PlanValues(
        area=case.patrol_area,
        also_stations=tuple(case.also_station_names()),
        activity_record=case.group.activity_record,
        times=case.patrol_times,
        times_per=case.get_patrol_unit_display(),
        weekdays=tuple(WEEKDAYS[day] for day in case.weekdays),
        time_slots=tuple(f"{start}〜{end}" for start, end in case.time_slots),
        crew=case.crew_per_run,
        vehicles_a_patrol=case.vehicles_per_run,
        lamp_kinds=of_all(cars, lambda car: car.get_lamp_type_display()),
        lamp_count=max((car.lamp_count for car in cars), default=None),
        lamp_mounts=of_all(cars, lambda car: car.get_lamp_mount_display()[:2]),
        marking_methods=of_all(cars, lambda car: MARKINGS[car.marking]),
        marking_text="、".join(of_all(cars, lambda car: car.marking_text)),
        liaison=case.liaison_method,
        combined_with_business=case.combined_with_business,
        remarks=case.plan_remarks,
    )


def findings_of(case) -> tuple[FindingValues, ...]:
    """The sheet's results; オ is one line and fit only when both its items are."""
    found = case.findings_by_item()
    fit = ExaminationFinding.Result.FIT
    lines = [
        FindingValues(item=item, fit=finding.result == fit, note=finding.evidence)
        for item, finding in found.items()
        if not item.startswith("e")
    ]
    checked = [finding for item, finding in found.items() if item.startswith("e")]
    if len(checked) == 2:
        lines.append(FindingValues(item="e", fit=all(finding.result == fit for finding in checked)))
    return tuple(lines)


def forwarding_of(case, held) -> ForwardingValues:
    handler = case.handler
    symbol, number = split_document_number(case.document_number)
    guidance = [f.guidance for _, f in sorted(case.findings_by_item().items()) if f.guidance]
    proof = [PurePath(a.name).stem for a in held if a.kind == attachments.PROOF_OF_STANDING.code]
    return ForwardingValues(
        document_symbol=symbol, document_number=number, forwarded_on=case.forwarded_on,
        handler_name=f"{handler.rank}　{handler.name}" if handler else "",
        handler_extension=handler.extension if handler else "", findings=findings_of(case),
        guidance="　".join(dict.fromkeys(guidance)), opinion_fit=case.chief_opinion == "fit" if case.chief_opinion else None,
        opinion=case.chief_remarks, proof_of_standing="、".join(proof), copies=("application", *letters(case, held)),
        hq_decided_on=case.decided_on, hq_sent_on=case.dispatched_on,
    )  # fmt: skip


def letters(case, held) -> tuple[str, ...]:
    """Which of 第5の1 ア–カ, the proof and the map are there: a … f, proof, map. Forms 2, 3 and 4 are printed from what was typed."""
    found = {ATTACHMENT_LETTERS[a.kind] for a in held if a.kind in ATTACHMENT_LETTERS}
    found |= {letter for letter, there in (("a", case.has_plan), ("c", case.pledged_on)) if there}
    if case.group.patrollers.current().exists():
        found.add("b")
    kinds = {a.kind for a in held}
    more = (("proof", attachments.PROOF_OF_STANDING), ("map", attachments.AREA_MAP))
    return (*sorted(found), *(name for name, kind in more if kind.code in kinds))


def application_values(case: CertificationApplication, on: date) -> dict:
    """Forms 1, 2, 3, 4 and 13."""
    held = case.attached()
    there = letters(case, held)
    cards = {thing.patroller_id: bare(thing.number) for thing in case.things() if thing.kind == Kind.CARD}
    return ApplicationValues(
        office=office_of(case.station, on, case.profile), group=group_of(case.group), plan=plan_of(case),
        vehicles=vehicles_of(case.cars_after()), patrollers=patrollers_of(case.people_after(), on, cards), forwarding=forwarding_of(case, held),
        applied_on=case.applied_on, pledged_on=case.pledged_on, roster_on=case.applied_on, attachments=there,
        confirmed=there if case.received_on else (), received_on=case.received_on, receipt_number=case.receipt_number,
        received_by=case.received_by.name if case.received_by else "",
    ).to_json()  # fmt: skip


def bare(number: str) -> str:
    """R5-0012 of 第R5-0012号: the forms print 第 and 号 themselves."""
    return number.removeprefix("第").removesuffix("号")


def valid_numbers(case: Application) -> tuple[dict[int, str], dict[int, str]]:
    """(sticker number by car, card number by person) under the certificate: the case's own before the older ones."""
    live = case.certification.credentials.live().order_by("pk")
    things = sorted(live, key=lambda thing: thing.application_id == case.pk)
    stickers = {thing.vehicle_id: bare(thing.number) for thing in things if thing.kind == Kind.STICKER}
    return stickers, {thing.patroller_id: bare(thing.number) for thing in things if thing.kind == Kind.CARD}


def certificate_values(case: Application, on: date) -> dict:
    """Forms 5, 6 and 7: as things will stand after the delivery (BP-7-2), every car with its valid sticker."""
    certification, note = case.certification, case.certificate_note
    stickers, cards = valid_numbers(case)
    return CertificateValues(
        office=office_of(case.station, on, case.profile), group=group_of(case.group_after()), number=bare(certification.number),
        area=case.area_after(), certified_on=certification.certified_on, delivered_on=case.delivered_on,
        note=note, note_on=case.decided_on if note else None, vehicles=vehicles_of(case.cars_after(), stickers),
        patrollers=patrollers_of(case.people_after(), on, cards),
    ).to_json()  # fmt: skip
