"""What a certified group asks for later, in any state: made by its acts."""

import datetime as dt

from blue_patrol.models import (
    Application,
    Certification,
    ChangeApplication,
    Kind,
    Patroller,
    ReissueApplication,
    Standing,
    Vehicle,
)
from blue_patrol.models.requests import enter
from blue_patrol.rules.attachments import INSPECTION_RECORD
from casework.workflow import perform
from tests.factories.applications import DAY, PDF, Desks, application_at, walk

CLAIM = {
    "occurred_on": DAY, "occurred_at": "桜見市坂上町", "circumstances": "強風で飛ばされた。",
    "lost_report_station": "", "lost_report_number": "",
}  # fmt: skip


def standing_of(desks: Desks, **group) -> Certification:
    """An active standing with everything handed over."""
    case = application_at("reported", desks, **group)
    return Certification.objects.select_related("group", "station").get(
        group=case.group, state=Standing.ACTIVE
    )


def reissue(desks: Desks, causes=None, standing=None, **group) -> ReissueApplication:
    """A draft; ``causes``: kind → cause, of the first thing of the kind."""
    standing = standing or standing_of(desks, **group)
    wanted = causes or {Kind.STICKER: "damaged"}
    named = {standing.credentials.filter(kind=kind).first().pk: cause for kind, cause in wanted.items()}
    case = ReissueApplication(
        station=desks.station, group=standing.group, certification=standing, applied_on=DAY, handler=desks.clerk.staff
    )  # fmt: skip
    return enter(case, by=desks.clerk, causes=named, claim=CLAIM)


def reissue_at(state, desks: Desks, causes=None, **group) -> ReissueApplication:
    return walk(reissue(desks, causes, **group), state, desks)


def joining_car(standing, **fields) -> Vehicle:
    """A car as it is typed in a change: not stored yet."""
    values = {
        "plate": "名古屋|500|へ|7777", "make": "スズカゼ", "model_code": "DBA-ZZ9", "chassis_number": "ZZ9-777777",
        "base_location": "愛知県桜見市坂上町", "user_name": standing.group.name, "user_address": standing.group.address,
    } | fields  # fmt: skip
    return Vehicle(**values)


def joining_person(name="白石 環", **fields) -> Patroller:
    return Patroller(name=name, **{"kana": "しらいし たまき", "birth_date": dt.date(1980, 2, 3)} | fields)


def change(desks: Desks, *items: dict, standing=None, causes=None, notes=None, **group) -> ChangeApplication:
    """A draft; ``items`` as ChangeApplication.write takes them."""
    standing = standing or standing_of(desks, **group)
    case = ChangeApplication(
        station=desks.station, group=standing.group, certification=standing, applied_on=DAY, handler=desks.clerk.staff
    )  # fmt: skip
    return enter(
        case, by=desks.clerk, items=list(items), request={"effective_on": DAY, "reason": "役員の交替による。"},
        causes=causes or {}, notes=notes or {},
    )  # fmt: skip


def attach_documents(case, desks: Desks) -> None:
    """What a change has to bring."""
    kinds = [(kind, None) for kind in case.documents() if kind != INSPECTION_RECORD.code]
    kinds += [(INSPECTION_RECORD.code, car.pk) for car in case.documented_cars()]
    for kind, subject in kinds:
        perform(
            case, "attach", by=desks.clerk, on=DAY, kind=kind, subject_pk=subject, name="書類.pdf", content=PDF,
            media_type="application/pdf",
        )  # fmt: skip


def change_at(state, desks: Desks, *items: dict, **kwargs) -> ChangeApplication:
    case = change(desks, *items, **kwargs)
    attach_documents(case, desks)
    return walk(Application.objects.get(pk=case.pk), state, desks)
