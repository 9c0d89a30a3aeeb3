"""Every act of a revocation."""

from blue_patrol.models import RevocationState as R
from casework.models import Attachment, Deadline
from casework.workflow import perform
from tests.factories import people
from tests.factories.applications import DAY, Desks, make_papers
from tests.factories.places import StationFactory
from tests.factories.revocations import (
    FILE,
    FOUND,
    GUIDED,
    HANDED,
    REPORTED,
    answers,
    find,
    now,
    pass_up,
    prepare,
    revocation_at,
    with_command,
)
from tests.walks.acts.road import numbered, seen_and_sent_back, tell_of_every_car

REVOCATION = {
    "blue_patrol.Revocation": """
        acknowledge amend answer approve assign attach correct decline deliver_notice detach dismiss endorse fail_delivery
        guide meet_deadline notify_transport number_document publish record_result record_statement report_delivery
        report_grounds rule_out_guidance send_back send_notice tell_transport
    """,
}


def revocations() -> None:
    desks = with_command(Desks(StationFactory()))
    case = find(desks, **FOUND)
    looked_into(case, desks)
    reported(case, desks)
    carried_out(case, desks)
    assert now(case).state == R.TRANSPORT_NOTIFIED


def looked_into(case, desks) -> None:
    """What the clerk does at the station before a report."""
    told = {"by": desks.clerk, "on": DAY}
    perform(case, "amend", **FOUND, **told)
    perform(case, "assign", to=people.clerk(desks.station).staff.pk, note="", **told)
    perform(case, "attach", **FILE, **told)
    perform(case, "detach", attachment=Attachment.objects.of_case(case).get().pk, **told)
    perform(case, "guide", **GUIDED | {"result": "watching"}, **told)
    perform(case, "record_result", result="not_corrected", result_note="行っていない。", **told)
    perform(case, "rule_out_guidance", beyond_guidance="再開しないと明言した。", **told)
    prepare(case, desks)


def reported(case, desks) -> None:
    """Up with a number to come, seen by a deputy, back and up again."""
    perform(case, "report_grounds", by=desks.chief, on=DAY, **REPORTED | {"document_number": ""})
    numbered(case, desks.chief, "桜見坂生発第201号")
    seen_and_sent_back(case, desks, answers)
    perform(case, "report_grounds", by=desks.chief, on=DAY, **REPORTED)


def carried_out(case, desks) -> None:
    """From the decision to the offices of transport."""
    pass_up(case, desks)
    perform(case, "approve", by=desks.along(case)[-1], on=DAY)
    make_papers(case)
    perform(case, "send_notice", by=desks.hq_clerk, on=DAY, notice_number="生総発第77号")
    perform(case, "fail_delivery", by=desks.clerk, on=DAY, note="所在が分からない")
    perform(case, "deliver_notice", by=desks.clerk, on=DAY, **HANDED)
    clock = Deadline.objects.of_case(case).open().get(kind="items_back")
    perform(case, "meet_deadline", by=desks.clerk, on=DAY, deadline=clock.pk, evidence="すべて返納された")
    perform(case, "report_delivery", by=desks.clerk, on=DAY)
    perform(case, "tell_transport", by=desks.hq_clerk, on=DAY)
    tell_of_every_car(case, desks, on=DAY)
    perform(case, "notify_transport", by=desks.hq_clerk, on=DAY)


def revocations_that_end_otherwise() -> None:
    for state in (R.CORRECTED, R.DISMISSED, R.NOT_REVOKED):
        revocation_at(state)


def revocations_made_public() -> None:
    desks = Desks(StationFactory())
    case = revocation_at(R.NOTICE_UNDELIVERED, desks)
    value = {"label": "公示", "content": True, "clause": "BP-8-3", "basis": "I"}
    case.profile.values.get_or_create(key="revocation_public_notice", defaults=value)
    perform(case, "publish", by=desks.clerk, on=DAY, note="署の掲示場に掲示した。")
