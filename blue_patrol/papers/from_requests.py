"""From the records of a reissue or a change to what its papers print: forms 8 and 16."""

from datetime import date

from blue_patrol.models import Application, ChangeApplication, Kind, ReissueApplication
from blue_patrol.papers.from_case import bare, findings_of, group_of, office_of
from blue_patrol.papers.values import ForwardingValues
from blue_patrol.papers.values_reports import RequestForwardingValues
from blue_patrol.papers.values_requests import CredentialValues, ReissueValues
from blue_patrol.rules import attachments
from casework.paper_office import split_document_number


def request_of(case: Application, on: date, group=None) -> dict:
    """What every request prints: who asks, under which certificate, and the station's box.

    ``group``: as it asked, where the request has changed it since.
    """
    standing = case.certification
    return {
        "office": office_of(case.station, on, case.profile), "group": group_of(group or case.group),
        "certificate_number": bare(standing.number) if standing else "",
        "certificate_delivered_on": standing.delivered_on if standing else None, "applied_on": case.applied_on,
        "received_on": case.received_on, "receipt_number": case.receipt_number,
        "handler": case.received_by.name if case.received_by else "",
    }  # fmt: skip


def thing_of(thing, reason: str = "") -> CredentialValues:
    return CredentialValues(
        kind=thing.get_kind_display(), number=bare(thing.number), plate=thing.vehicle.plate if thing.vehicle else "",
        holder=thing.patroller.name if thing.patroller else "", reason=reason,
    )  # fmt: skip


def reissue_values(case: ReissueApplication, on: date) -> dict:
    """Form 8."""
    claim = case.reissue_claim
    rows = case.came_in()
    kinds = {each.kind for each in case.attached()}
    there = {
        "damaged": any(row.cause != "lost" for row in rows),
        "account": attachments.ACCOUNT.code in kinds,
        "lost_report": attachments.LOST_REPORT.code in kinds,
    }
    return ReissueValues(
        **request_of(case, on), items=tuple(thing_of(row.credential, row.get_cause_display()) for row in rows),
        occurred_on=claim.occurred_on, occurred_at=claim.occurred_at, circumstances=claim.circumstances,
        lost_report_made=bool(claim.lost_report_number or claim.lost_report_station),
        lost_report_station=claim.lost_report_station, lost_report_number=claim.lost_report_number,
        attachments=tuple(name for name, is_there in there.items() if is_there),
    ).to_json()  # fmt: skip


def forwarding_of(case: Application) -> ForwardingValues:
    """The station's part, without an examination by items: who sends it, under what number, with what opinion."""
    handler = case.handler
    symbol, number = split_document_number(case.document_number)
    attached = ("attachments",) if case.attached() else ()
    things = ("items",) if any(row.cause != "lost" for row in case.came_in()) else ()
    return ForwardingValues(
        document_symbol=symbol, document_number=number, forwarded_on=case.forwarded_on,
        handler_name=f"{handler.rank}　{handler.name}" if handler else "",
        handler_extension=handler.extension if handler else "", findings=findings_of(case),
        opinion_fit=case.chief_opinion == "fit" if case.chief_opinion else None, opinion=case.chief_remarks,
        copies=("application", *attached, *things), hq_decided_on=case.decided_on, hq_sent_on=case.dispatched_on,
    )  # fmt: skip


def transmittal_values(case: ReissueApplication | ChangeApplication, on: date) -> dict:
    """Form 16."""
    finding = case.findings_by_item().get(case.sections[0].code)
    asked = case.asked_for()
    return RequestForwardingValues(
        **request_of(case, on), forwarding=forwarding_of(case), kinds=case.request_kinds(), contents=case.contents(),
        reason_fit=finding.result == "fit" if finding and finding.result else None,
        reason_note=finding.evidence if finding else "", new_patrollers=case.new_patrollers(),
        training_note=case.training_note(),
        certificates=asked[Kind.CERTIFICATE], stickers=asked[Kind.STICKER], cards=asked[Kind.CARD],
    ).to_json()  # fmt: skip
