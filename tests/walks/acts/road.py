"""Once along the road of an application, with every act that its procedures share."""

from django.db import transaction

from blue_patrol.models import Application, Credential
from casework.models import Attachment, Deadline, DecisionStep, ReturnReason
from casework.models.road import RoadState as S
from casework.workflow import perform, perform_all
from tests.factories import people, trainings
from tests.factories.applications import DAY, PDF, REASONS, deliver, judged, make_papers, steps

SHARED = """
    acknowledge amend answer approve arrive assign attach correct_register decline deliver destroy_returned detach
    dispatch endorse examine forward number_document recall receive replace report request_correction resubmit
    return_undelivered send_after send_back take_in_after withdraw
"""
CARDS = "hand_over_cards meet_deadline record_qualification record_training"


def now(case):
    return Application.objects.get(pk=case.pk)


def answers(case) -> dict[str, str]:
    return {str(reason.pk): "直した" for reason in ReturnReason.objects.of_case(case).unanswered()}


def take(case, desks, *states):
    """Further along the road by the proper acts."""
    for state in states:
        steps(case, desks)[state]()
        case = now(case)
    return case


def at_the_desk(case, desks, kind: str):
    """A draft is received, and again after a correction. ``kind``: of a paper that is attached and taken off."""
    told = {"by": desks.clerk, "on": DAY}
    perform(case, "amend", part="request", changed=[], **told)
    perform(case, "assign", to=people.clerk(desks.station).staff.pk, note="", **told)
    paper = {"kind": kind, "name": "図面.pdf", "content": PDF, "media_type": "application/pdf"}
    perform(case, "attach", **paper, **told)
    perform(case, "detach", attachment=Attachment.objects.of_case(case).latest("pk").pk, **told)
    case = take(case, desks, S.RECEIVED, S.CORRECTION)
    perform(case, "resubmit", answers=answers(case), **told)
    return now(case)


def trained(case, desks) -> None:
    """A course and a qualification, one person each."""
    first, *_, last = case.group.patrollers.current()
    trainings.take_qualification(case.profile)
    qualified = {"qualification": trainings.QUALIFICATION, "document_number": "第1号"}
    perform(case, "record_qualification", by=desks.clerk, on=DAY, patrollers=[first.pk], **qualified)
    perform(case, "record_training", by=desks.clerk, on=DAY, patrollers=[last.pk], trainer="生活安全課")


def numbered(case, by, number: str, on=DAY) -> None:
    """The number of the document system, a day later; a prefecture that counts itself has given one already."""
    if case.profile.value_or("document_number_source", "typed") == "typed":
        perform(case, "number_document", by=by, on=on, document_number=number)


def seen_and_sent_back(case, desks, answers) -> None:
    """Endorsed by a deputy, looked at afterwards, back to the station and answered."""
    perform(case, "endorse", by=people.deputy(desks.hq_clerk), on=DAY)
    seen = DecisionStep.objects.of_case(case).later_reviews().get()
    perform(case, "acknowledge", by=desks.hq_clerk, on=DAY, step=seen.pk)
    perform(case, "send_back", by=desks.along(case)[1], on=DAY, reasons=REASONS)
    perform(case, "answer", by=desks.clerk, on=DAY, answers=answers(case))


def decided(case, desks):
    """Up with a number to come, seen by a deputy, back and up again, decided and taken back and decided."""
    perform(case, "examine", by=desks.clerk, on=DAY, findings=judged(case.asked()))
    perform(case, "forward", by=desks.chief, on=DAY, document_number="", opinion="fit")
    numbered(case, desks.clerk, "桜見坂生発第9号")
    seen_and_sent_back(case, desks, answers)
    perform(case, "forward", by=desks.chief, on=DAY, document_number="桜見坂生発第9号", opinion="fit")
    case = take(now(case), desks, S.APPROVED)
    perform(case, "recall", by=desks.director, on=DAY, note="誤り")
    return take(now(case), desks, S.APPROVED)


def arrived(case, desks, kind: str) -> Credential:
    """The parcel with a thing of the kind spoiled, which is answered with."""
    case = take(case, desks, S.DISPATCHED)
    broken = case.things().filter(kind=kind).first()
    perform(case, "arrive", by=desks.clerk, on=DAY, spoiled={str(broken.pk): "折れている"})
    return broken


def made_anew(case, desks, broken: Credential) -> Credential:
    """What came spoiled is replaced and destroyed."""
    perform(case, "replace", by=desks.hq_clerk, on=DAY)
    made = list(case.things().filter(replaces=broken))
    for name in ("print_out", "seal"):
        perform_all(made, name, by=desks.hq_clerk, on=DAY)
    make_papers(case)
    perform(case, "send_after", by=desks.hq_clerk, on=DAY)
    perform(case, "take_in_after", by=desks.clerk, on=DAY)
    perform(case, "destroy_returned", by=desks.hq_clerk, on=DAY)
    return case.things().get(replaces=broken)


def delivered_whole(case, desks) -> None:
    here = case.things().filter(state="at_station")
    deliver(case, desks, credentials=[thing.pk for thing in here])


def delivered_with_a_card_to_come(case, desks, broken: Credential) -> None:
    delivered_whole(case, desks)
    card = made_anew(now(case), desks, broken)
    told = {"credentials": [card.pk], "receiver_name": "実施 者0"}
    perform(case, "hand_over_cards", by=desks.clerk, on=DAY, **told)
    clock = Deadline.objects.of_case(case).open().filter(kind="inspection_entry").first()
    perform(case, "meet_deadline", by=desks.clerk, on=DAY, deadline=clock.pk, evidence="検査証の写し")


def reported(case, desks) -> None:
    entry = case.register_entries.earliest("pk")
    kept = {name: getattr(entry, name) for name in case.CORRECTED} | {"receiver_name": "青葉 護"}
    perform(case, "correct_register", by=desks.clerk, on=DAY, entry=entry.pk, note="聞き違い", **kept)
    perform(case, "report", by=desks.clerk, on=DAY)


@transaction.atomic
def tell_of_every_car(case, desks, on) -> None:
    """The clocks of the offices end with an act, as with a notice; what is done at the end is still to be done."""
    running = Deadline.objects.of_case(case).open().filter(kind="transport_notice")
    running.update(done_on=on, done_by=desks.hq_clerk.staff, evidence="愛知運輸支局へ通知")
    perform(case, "tell_transport", by=desks.hq_clerk, on=on)
