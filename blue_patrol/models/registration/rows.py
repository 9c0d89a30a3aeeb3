"""One record of a paper ledger → the rows that are stored of it, not saved yet."""

from datetime import date

from blue_patrol.models.certifications import Certification, Standing
from blue_patrol.models.credentials import Credential, Kind, Place
from blue_patrol.models.groups import Group, Patroller, Vehicle
from blue_patrol.models.registers import LedgerSheet, PaperRegisterRow
from blue_patrol.models.registration.undo import FROM_PAPER
from blue_patrol.models.training.records import TrainingRecord
from casework.models import Deadline

OF_GROUP = ("name", "postal_code", "address", "phone", "contact_name", "representative_title", "representative_name",
            "representative_kana", "group_type", "commissioned_by", "commissioned_on", "member_count")  # fmt: skip
OF_CAR = ("plate", "is_light", "make", "model_code", "chassis_number", "base_location", "owner_name")
OF_PERSON = ("name", "kana", "birth_date", "address", "phone")
OF_ROW = ("delivered_on", "kind", "group_name", "certificate_number", "row_number", "sticker_numbers", "card_numbers",
          "delivered_by", "receiver_name", "reported_on", "remarks")  # fmt: skip


def _taken(record, names) -> dict:
    return {name: getattr(record, name) for name in names}


def group_of(record, station) -> Group:
    return Group(station=station, name_kana=record.kana, **_taken(record, OF_GROUP))


def standing_of(record, group: Group, on: date, evidence: str) -> Certification:
    """Where the ledger has only one of the two days, it stands for both."""
    return Certification(
        station=group.station, group=group, number=record.certificate_number, patrol_area=record.patrol_area,
        certified_on=record.certified_on or record.delivered_on, delivered_on=record.delivered_on or record.certified_on,
        registered_on=on, ledger_evidence=evidence, state=Standing.ACTIVE,
    )  # fmt: skip


def thing_of(
    standing: Certification, kind: Kind, number: str, delivered_on: date | None, **bearer
) -> Credential:
    return Credential(
        station=standing.station, certification=standing, kind=kind, number=number, state=Place.WITH_GROUP,
        handed_over_on=delivered_on or standing.delivered_on, **bearer,
    )  # fmt: skip


def car_of(record, group: Group, place: int) -> Vehicle:
    lamp = {"lamp_type": record.lamp_type} if record.lamp_type else {}
    car = Vehicle(
        station=group.station, group=group, position=place, user_name=record.user_name or group.name,
        user_address=record.user_address or group.address, **_taken(record, OF_CAR), **lamp,
    )  # fmt: skip
    car.fill_keys()
    return car


def person_of(record, group: Group, place: int) -> Patroller:
    person = Patroller(station=group.station, group=group, position=place, **_taken(record, OF_PERSON))
    person.fill_keys()
    return person


def training_of(record, person: Patroller, by) -> TrainingRecord:
    return TrainingRecord(
        station=person.station, patroller=person, attended_on=record.trained_on, trainer=record.trainer or FROM_PAPER,
        recorded_by=by.staff,
    )  # fmt: skip


def clock_of(kind, number: int, standing: Certification, subject, words: str, first: date) -> Deadline:
    return Deadline(
        station=standing.station, kind=kind.code, title=kind.label, clause=kind.clause, case_label=standing._meta.label,
        case_pk=standing.pk, subject_label=subject._meta.label, subject_pk=subject.pk, subject=words, starts_on=first,
        due_on=kind.due_on(first, number),
    )  # fmt: skip


def sheet_of(record, standing: Certification) -> LedgerSheet:
    return LedgerSheet(
        station=standing.station,
        number=record.ledger_number,
        group=standing.group,
        opened_on=standing.delivered_on,
    )


def book_row_of(record, station, group: Group | None) -> PaperRegisterRow:
    return PaperRegisterRow(station=station, year=record.fiscal_year, group=group, **_taken(record, OF_ROW))
