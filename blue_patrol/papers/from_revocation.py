"""What forms 17 and 11 print of a revocation: the station's report, and the notice to the group (BP-8-1, BP-8-2)."""

from datetime import date
from pathlib import PurePath

from blue_patrol.models import Revocation
from blue_patrol.papers.from_case import bare, group_of, office_of
from blue_patrol.papers.values import ForwardingValues
from blue_patrol.papers.values_reports import GuidanceValues, RevocationValues
from blue_patrol.papers.values_requests import CredentialValues
from blue_patrol.rules import grounds
from casework.models import HeadquartersDivision
from casework.paper_office import split_document_number

APPEAL_KEY = "appeal_notice"


def forwarding_of(case: Revocation) -> ForwardingValues:
    handler = case.handler
    symbol, number = split_document_number(case.document_number)
    return ForwardingValues(
        document_symbol=symbol, document_number=number, forwarded_on=case.forwarded_on,
        handler_name=f"{handler.rank}　{handler.name}" if handler else "", handler_extension=handler.extension if handler else "",
        opinion_fit=case.chief_opinion == "revoke" if case.chief_opinion else None, opinion=case.chief_remarks,
        hq_decided_on=case.decided_on, hq_sent_on=case.dispatched_on,
    )  # fmt: skip


def guidance_of(case: Revocation) -> tuple[GuidanceValues, ...]:
    return tuple(
        GuidanceValues(
            on=row.given_on, method=row.get_method_display(),
            result="　".join(filter(None, (row.get_result_display(), row.result_note))),
        )
        for row in case.guidance.all()
    )  # fmt: skip


def items_of(case: Revocation) -> tuple[CredentialValues, ...]:
    """What the group was given and is to give back."""
    return tuple(
        CredentialValues(
            kind=thing.get_kind_display(), number=bare(thing.number), plate=thing.vehicle.plate if thing.vehicle else "",
            holder=thing.patroller.name if thing.patroller else "",
        )
        for thing in case.handed_over()
    )  # fmt: skip


def symbol_and_number(case: Revocation) -> tuple[str, str]:
    """Of the notice; before it has one, the symbol of the division and no number."""
    if case.notice_number:
        return split_document_number(case.notice_number)
    divisions = HeadquartersDivision.objects.filter(prefecture=case.station.prefecture, duty=case.duty)
    return next(iter(divisions.values_list("document_symbol", flat=True)), ""), ""


def told_of(case: Revocation) -> str:
    """The summary, and by whom it was done."""
    names = "、".join(person.name for person in case.people())
    return f"{case.summary}\n行為者　{names}" if names else case.summary


def attachments_of(case: Revocation) -> tuple[str, ...]:
    """Each usual document by its kind, once; any other by the name of its file."""
    usual = {code: label for code, label in grounds.EVIDENCE_CHOICES if code != grounds.EVIDENCE}
    return tuple(dict.fromkeys(usual.get(one.kind, PurePath(one.name).stem) for one in case.attached()))


def revocation_values(case: Revocation, on: date) -> dict:
    """Forms 17 and 11."""
    symbol, number = symbol_and_number(case)
    return RevocationValues(
        office=office_of(case.station, on, case.profile), group=group_of(case.group), forwarding=forwarding_of(case),
        certificate_number=bare(case.certification.number), certificate_delivered_on=case.certification.delivered_on,
        grounds=tuple(sorted(case.grounds)), found_on=case.found_on, source=case.source, summary=told_of(case),
        guidance=guidance_of(case), beyond_guidance=case.beyond_guidance, statement=case.statement,
        attachments=attachments_of(case), document_symbol=symbol, document_number=number,
        notified_on=case.dispatched_on, revoked_on=case.decided_on, reason=case.summary, items=items_of(case),
        appeal_notice=case.profile.value_or(APPEAL_KEY, ""), delivered_on=case.delivered_on,
    ).to_json()  # fmt: skip
