"""What the words of 青色防犯パトロール become in a copy for training (decision 32)."""

from random import Random

from blue_patrol.models import (
    Application,
    BlankLot,
    BlankUse,
    Commission,
    Group,
    LedgerEvent,
    PaperRegisterRow,
    Patroller,
    RegisterEntry,
    RegisterNote,
    RegisterYear,
    Revocation,
    Stocktaking,
    TrainingCourse,
    TrainingRecord,
    Vehicle,
)
from blue_patrol.models.demonstration.plan import DemonstrationCar, DemonstrationExemption, DemonstrationPlan
from blue_patrol.models.training.records import Trainee
from blue_patrol.rules import plates
from casework.generate import people
from casework.training_copy.columns import enter
from casework.training_copy.invented import Invented
from casework.training_copy.sorts import (
    Fixed,
    ReadingOf,
    address,
    body,
    person,
    phone,
    words,
)

ANYWHERE = "名古屋"


def plate(invented: Invented, text: str, row=None) -> str:
    """Another plate of the same office; what is no plate becomes one too, since pages read it."""
    try:
        area = plates.from_canonical(text).area
    except ValueError:
        return invented.of("plate", text, lambda random: people.plate(random, ANYWHERE), is_one=True)
    made = invented.of("plate", text, lambda random: people.plate(random, area), is_one=True)
    invented.learn(plates.display(text), plates.display(made))
    return made


def chassis(invented: Invented, text: str, row=None) -> str:
    def make(random: Random) -> str:
        return f"{random.choice('ABCDEFGH')}{random.choice('ABCDEFGH')}{random.randint(1, 9)}-{random.randint(0, 9999999):07}"

    return invented.of("chassis", text, make, is_one=True)


def holder(invented: Invented, text: str, row=None) -> str:
    """Of a car: a body that is known, or a person."""
    return invented.find(text) or person(invented, text)


TITLE = Fixed("会長")


def of_the_ledger() -> dict:
    return {
        Group: {
            "name": body, "name_kana": ReadingOf("name", body), "postal_code": Fixed("000-0000"), "address": address, "phone": phone, "contact_name": person,
            "representative_title": TITLE, "representative_name": person, "representative_kana": ReadingOf("representative_name"),
            "representative_address": address,
        },
        Vehicle: {
            "plate": plate, "make": Fixed("架空"), "model_code": Fixed("AAA-000"), "chassis_number": chassis, "base_location": address,
            "user_name": holder, "user_address": address, "owner_name": holder, "lamp_product": Fixed("架空灯"), "marking_text": Fixed("防犯パトロール中"),
        },
        Patroller: {"name": person, "kana": ReadingOf("name"), "address": address, "phone": phone},
        TrainingRecord: {"trainer": person}, LedgerEvent: {"handled_by": person},
    }  # fmt: skip


def of_the_cases() -> dict:
    return {
        Application: {"receiver_name": person}, Revocation: {"receiver_name": person},
        Commission: {"name": body, "representative": person, "address": address},
        DemonstrationPlan: {
            "responsible_name": person, "responsible_phone": phone, "requester_name": body, "requester_representative": person,
            "requester_phone": phone,
        },
        DemonstrationCar: {"plate": plate, "group_name": body, "driver": person},
        DemonstrationExemption: {"partner_name": body},
    }  # fmt: skip


def of_the_books() -> dict:
    return {
        RegisterEntry: {"group_name": body, "receiver_name": person, "delivered_by": person, "corrected_by": person},
        PaperRegisterRow: {"group_name": body, "receiver_name": person, "delivered_by": person},
        RegisterNote: {"noted_by": person}, RegisterYear: {"closed_by": person},
        TrainingCourse: {"place": Fixed("架空公民館"), "trainer": person},
        Trainee: {"name": person, "kana": ReadingOf("name"), "group_name": body},
        BlankLot: {"remarks": words, "void_reason": words}, BlankUse: {"reason": words}, Stocktaking: {"remarks": words},
    }  # fmt: skip


def register() -> None:
    enter(of_the_ledger() | of_the_cases() | of_the_books())
