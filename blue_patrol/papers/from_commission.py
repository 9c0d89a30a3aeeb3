"""From a commission to what it prints: 委嘱状 (BP-12-2) and the report of its release (BP-12-3)."""

from datetime import date

from blue_patrol.models import Commission
from blue_patrol.papers.from_case import bare, office_of
from blue_patrol.papers.values import ForwardingValues, GroupValues
from blue_patrol.papers.values_reports import CommissionValues, MemberValues
from blue_patrol.rules import group_types
from casework.models import Staff
from casework.paper_office import split_document_number

LETTER, RELEASE = "L6", "L6-2"
MEASURES = "取消事由（要領 第8の1のウ）に当たるかを確認中"


def letter_values(case: Commission, today: date) -> dict:
    """The letter, by the chief of the day on which it was decided; ``today`` while it is not."""
    return _values(case, case.decided_on or today).to_json()


def release_values(case: Commission, today: date, handler: Staff | None = None) -> dict:
    """The report, by the chief of the day on which it was sent; ``today`` while it was not. ``handler``: who sends it."""
    return _values(case, case.reported_on or today, handler).to_json()


def _values(case: Commission, on: date, handler: Staff | None = None) -> CommissionValues:
    group = case.group
    standing = group and group.certifications.exclude(state="void").first()
    is_type_b = group and group.group_type == group_types.COMMISSIONED
    symbol, number = split_document_number(case.document_number)
    return CommissionValues(
        office=office_of(case.station, on), group=_party(case), forwarding=_report(case, handler), document_symbol=symbol,
        document_number=number, area=case.area, commissioned_on=case.decided_on, patrols=case.must_report,
        members=tuple(MemberValues(name=name) for name in case.people.splitlines() if name.strip()),
        certificate_number=bare(standing.number) if standing else "", released_on=case.released_on,
        release_ground=case.release_ground, release_reason=case.release_reason,
        measures=MEASURES if is_type_b and case.must_report else "",
    )  # fmt: skip


def _party(case: Commission) -> GroupValues:
    """As it was commissioned, whatever the group is called today."""
    return GroupValues(name=case.name, address=case.address, representative_name=case.representative)


def _report(case: Commission, handler: Staff | None) -> ForwardingValues:
    symbol, number = split_document_number(case.report_number)
    return ForwardingValues(
        document_symbol=symbol, document_number=number, forwarded_on=case.reported_on,
        handler_name=f"{handler.rank}　{handler.name}" if handler else "", handler_extension=handler.extension if handler else "",
    )  # fmt: skip
