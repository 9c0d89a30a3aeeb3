"""From a return to what it prints: form 12, form 18 (BP-9-1), and the notice to a transport office (BP-8-4, BP-9-2)."""

from collections.abc import Iterable
from datetime import date

from blue_patrol.models import ReturnNotice
from blue_patrol.models.returned.items import ReturnedItem
from blue_patrol.models.returned.things import did_not_come
from blue_patrol.models.transport_notices import CarToTell, OfficeNotice
from blue_patrol.papers.from_case import bare, group_of, office_of
from blue_patrol.papers.values import ForwardingValues, OfficeValues
from blue_patrol.papers.values_reports import NoticeRowValues, OfficeNoticeValues, ReturnForwardingValues
from blue_patrol.papers.values_requests import CredentialValues, ReturnValues
from casework.models import Actor, PrefectureProfile
from casework.paper_office import split_document_number

NOTICE = "notice"  # the number of the letter to a transport office


def thing_of(item: ReturnedItem, *, count: int | None = None) -> CredentialValues:
    thing = item.credential
    remarks = item.circumstances if item.did_not_come else ""
    return CredentialValues(
        kind=thing.get_kind_display(), number=bare(thing.number), plate=thing.vehicle.plate if thing.vehicle else "",
        holder=thing.patroller.name if thing.patroller else "", count=count, remarks=remarks,
    )  # fmt: skip


def _request(notice: ReturnNotice, on: date) -> dict:
    """What forms 12 and 18 both say: who gives back, under which certificate, and the box of the receipt."""
    standing = notice.certification
    return {
        "office": office_of(notice.station, on, notice.profile), "group": group_of(notice.group),
        "forwarding": forwarding_of(notice), "certificate_number": bare(standing.number),
        "certificate_delivered_on": standing.delivered_on, "applied_on": notice.applied_on, "received_on": notice.received_on,
        "receipt_number": notice.receipt_number, "handler": notice.handler.name if notice.handler else "",
        "reason": notice.reason, "reason_text": notice.reason_text,
    }  # fmt: skip


def forwarding_of(notice: ReturnNotice) -> ForwardingValues:
    handler = notice.handler
    symbol, number = split_document_number(notice.document_number)
    return ForwardingValues(
        document_symbol=symbol, document_number=number, forwarded_on=notice.forwarded_on,
        handler_name=f"{handler.rank}　{handler.name}" if handler else "",
        handler_extension=handler.extension if handler else "", copies=("application", "items"),
        hq_received_on=notice.accepted_on,
    )  # fmt: skip


def notice_values(notice: ReturnNotice, on: date) -> dict:
    """Form 12: everything of the standing, with how many came and why not."""
    items = tuple(thing_of(item, count=0 if item.did_not_come else 1) for item in notice.listed())
    return ReturnValues(
        **_request(notice, on),
        occurred_on=notice.occurred_on,
        lamp_removed_on=notice.lamp_removed_on,
        items=items,
    ).to_json()


def forwarding_values(notice: ReturnNotice, on: date) -> dict:
    """Form 18: what goes up with it, and what is missing with its reason."""
    listed = notice.listed()
    gone = did_not_come(listed)
    return ReturnForwardingValues(
        **_request(notice, on), items=tuple(thing_of(item) for item in listed if item not in gone),
        missing=tuple(thing_of(item) for item in gone), advised_on=notice.received_on if notice.instructed else None,
        transport_notified_on=notice.notified_on,
    ).to_json()  # fmt: skip


def office_notice_values(notice: OfficeNotice, cars: Iterable[CarToTell], by: Actor) -> dict:
    """The letter to one transport office: a row a car, the one told of longest ago first."""
    profile = PrefectureProfile.in_force(by.prefecture, notice.sent_on)
    symbol, number = split_document_number(notice.document_number)
    office = OfficeValues(
        prefecture=by.prefecture.police_name, headquarters=by.prefecture.headquarters,
        chief_title=profile.value("chief_title"), chief_section=profile.value("chief_section"),
    )  # fmt: skip
    return OfficeNoticeValues(
        office=office, transport_office=notice.office.name, document_symbol=symbol, document_number=number,
        notified_on=notice.sent_on, handler_name=f"{by.staff.rank}　{by.staff.name}",
        handler_phone=by.post.division.phone if by.post.division else "", rows=tuple(_row(told) for told in cars),
    ).to_json()  # fmt: skip


def _row(told: CarToTell) -> NoticeRowValues:
    """A revocation's day is that of the standing's end, a return's that of its receipt."""
    case, car = told.case, told.vehicle
    is_return = isinstance(case, ReturnNotice)
    standing = case.certification  # type: ignore[attr-defined]  # every machine that tells of cars has one
    return NoticeRowValues(
        event="returned" if is_return else "revoked", on=case.received_on if is_return else standing.closed_on,  # type: ignore[attr-defined]
        group_name=case.group.name, certificate_number=bare(standing.number), plate=car.plate, chassis_number=car.chassis_number,  # type: ignore[attr-defined]
        user_name=car.user_name, base_location=car.base_location,
    )  # fmt: skip
