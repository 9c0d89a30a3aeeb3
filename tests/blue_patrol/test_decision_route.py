"""The decision route: order of steps, 合議 side by side, 専決, 代決 with its 後閲, and that no hand decides its own work."""

import datetime as dt

import pytest

from casework.models import DecisionStep, RouteStep, StateChange, StepKind
from casework.models.road import RoadState as S
from casework.workflow import Refused, perform, perform_all, refusals
from tests.blue_patrol.test_application_machine import answer
from tests.factories import people
from tests.factories.applications import DAY, REASONS, Desks, application_at, steps
from tests.factories.places import StationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.clause("BP-5-4")]
HANDS_OFF = "調査または進達をした人は、異動の後も決裁できません"


@pytest.fixture
def desks():
    return Desks(StationFactory())


def endorse(case, *actors):
    for actor in actors:
        case = perform(case, "endorse", by=actor, on=DAY)
    return case


def live(case):
    return DecisionStep.objects.of_case(case).filter(is_void=False)


def test_forwarding_lays_the_steps_of_the_prefectures_route(desks):
    case = application_at(S.FORWARDED, desks)
    laid = live(case).values_list("order", "title", "kind", "is_delegated", "outcome")
    assert list(laid) == [
        (1, "係", "review", False, ""), (2, "補佐", "review", False, ""), (3, "課長", "decision", True, ""),
    ]  # fmt: skip


def test_steps_are_taken_in_their_order(desks):
    case = application_at(S.FORWARDED, desks)
    for early in (desks.assistant, desks.director):
        with pytest.raises(Refused, match=r"いまの決裁の段階（係）の職が行います。"):
            endorse(case, early)
    case = endorse(case, desks.hq_clerk)
    with pytest.raises(Refused, match=r"いまの決裁の段階（補佐）の職が行います。"):
        endorse(case, desks.hq_clerk)
    case = endorse(case, desks.assistant)
    assert perform(case, "approve", by=desks.director, on=DAY).state == S.APPROVED
    assert [(s.outcome, s.decided_by, s.decided_on) for s in live(case)] == [
        ("approved", desks.hq_clerk.staff, DAY), ("approved", desks.assistant.staff, DAY),
        ("approved", desks.director.staff, DAY),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["approve", "decline"])
def test_an_earlier_step_does_not_decide(desks, name):
    case = application_at(S.FORWARDED, desks)
    with pytest.raises(Refused, match="前の段階（係）がまだ済んでいません。"):
        perform(case, name, by=desks.hq_clerk, on=DAY, note="要件に当たらない")


def test_the_last_step_does_not_endorse(desks):
    case = endorse(application_at(S.FORWARDED, desks), desks.hq_clerk, desks.assistant)
    with pytest.raises(Refused, match="この職が審査する段階ではありません。"):
        endorse(case, desks.director)


def test_a_director_of_another_prefecture_or_duty_decides_nothing_here(desks):
    case = endorse(application_at(S.FORWARDED, desks), desks.hq_clerk, desks.assistant)
    councils = people.headquarters(desks.station.prefecture, "課長", duty="councils")
    with pytest.raises(Refused, match="いまの決裁の段階（課長）の職が行います。"):
        perform(case, "approve", by=councils, on=DAY)
    elsewhere = StationFactory(prefecture__code="24", prefecture__name="三重県").prefecture
    with pytest.raises(Refused, match="本部の決裁の職が行います。"):
        perform(case, "approve", by=people.headquarters(elsewhere, "課長"), on=DAY)


def test_concurrence_stands_side_by_side_and_the_decision_waits_for_both(desks):
    profile = desks.station.prefecture.profiles.get()
    RouteStep.objects.create(
        profile=profile, matter="application", order=2, kind=StepKind.CONCURRENCE, title="交通 合議", level="課長", duty="traffic",
    )  # fmt: skip
    traffic = people.headquarters(desks.station.prefecture, "課長", duty="traffic")
    case = endorse(application_at(S.FORWARDED, desks), desks.hq_clerk)
    assert {step.title for step in case.open_steps()} == {"補佐", "交通 合議"}
    case = endorse(case, traffic)
    with pytest.raises(Refused, match="いまの決裁の段階（補佐）の職が行います。"):
        perform(case, "approve", by=desks.director, on=DAY)
    case = endorse(case, desks.assistant)
    assert perform(case, "approve", by=desks.director, on=DAY).state == S.APPROVED


def test_a_route_that_ends_below_the_chief_is_marked_as_delegated(desks):
    case = application_at(S.APPROVED, desks)
    last = live(case).last()
    assert (last.title, last.is_delegated) == ("課長", True)


def test_a_longer_route_goes_up_to_the_head_of_the_police(desks):
    route = desks.station.prefecture.profiles.get().route.filter(matter="application")
    route.filter(order=3).update(kind=StepKind.REVIEW, is_delegated=False)
    RouteStep.objects.create(
        profile=desks.station.prefecture.profiles.get(), matter="application", order=4, kind=StepKind.DECISION, title="本部長",
        level="本部長", duty="command",
    )  # fmt: skip
    head = people.headquarters(desks.station.prefecture, "本部長", duty="command")
    case = endorse(application_at(S.FORWARDED, desks), desks.hq_clerk, desks.assistant)
    with pytest.raises(Refused, match="前の段階（課長）がまだ済んでいません。"):
        perform(case, "approve", by=desks.director, on=DAY)
    case = endorse(case, desks.director)
    assert perform(case, "approve", by=head, on=DAY).decided_by == head.staff


# --- four eyes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hand", ["clerk", "chief"])
@pytest.mark.parametrize("name", ["endorse", "approve", "decline"])
def test_who_examined_or_forwarded_never_decides_also_after_a_transfer(desks, hand, name):
    case = application_at(S.FORWARDED, desks)
    level = "係"
    if name != "endorse":
        case, level = endorse(case, desks.hq_clerk, desks.assistant), "課長"
    moved = people.headquarters(desks.station.prefecture, level, staff=getattr(desks, hand).staff)
    assert HANDS_OFF in refusals(case, name, moved)[0].sentence
    with pytest.raises(Refused, match=HANDS_OFF):
        perform(case, name, by=moved, on=DAY, note="要件に当たらない")


def test_who_examined_in_an_earlier_round_stays_barred(desks):
    case = application_at(S.SENT_BACK, desks)
    other = Desks(desks.station)
    case = answer(case, other)
    case = steps(case, other)[S.FORWARDED]()
    first = people.headquarters(desks.station.prefecture, "係", staff=desks.clerk.staff)
    with pytest.raises(Refused, match=HANDS_OFF):
        endorse(case, first)
    assert case.hands() >= {
        desks.clerk.staff.pk,
        desks.chief.staff.pk,
        other.clerk.staff.pk,
        other.chief.staff.pk,
    }


def test_a_hand_of_another_case_decides_this_one(desks):
    mine = application_at(S.FORWARDED, desks)
    elsewhere = Desks(StationFactory())
    application_at(S.FORWARDED, elsewhere)
    moved = people.headquarters(desks.station.prefecture, "係", staff=elsewhere.clerk.staff)
    assert endorse(mine, moved).state == S.FORWARDED


# --- 代決 and 後閲 ---------------------------------------------------------------------------------------------


def test_a_deputys_decision_waits_to_be_seen_by_the_holder_alone(desks):
    case = endorse(application_at(S.FORWARDED, desks), desks.hq_clerk, desks.assistant)
    deputy = people.deputy(desks.director)
    case = perform(case, "approve", by=deputy, on=DAY)
    (step,) = DecisionStep.objects.of_case(case).later_reviews()
    assert (step.title, step.as_deputy, step.decided_by) == ("課長", True, deputy.staff)
    assert StateChange.objects.last_of(case).as_deputy
    for stranger in (deputy, desks.assistant, desks.hq_clerk):
        with pytest.raises(Refused, match="代決された段階の、本来の職が行います。"):
            perform(case, "acknowledge", by=stranger, on=DAY, step=step.pk)
    perform(case, "acknowledge", by=desks.director, on=DAY + dt.timedelta(days=2), step=step.pk)
    seen = DecisionStep.objects.get(pk=step.pk)
    assert (seen.seen_by, seen.seen_on) == (desks.director.staff, DAY + dt.timedelta(days=2))
    with pytest.raises(Refused, match="後閲を待つ代決は、もうありません。"):
        perform(case, "acknowledge", by=desks.director, on=DAY, step=step.pk)


def test_the_holders_own_decision_leaves_nothing_to_be_seen(desks):
    case = application_at(S.APPROVED, desks)
    assert not DecisionStep.objects.of_case(case).later_reviews().exists()


def test_the_later_review_of_another_case_is_not_acknowledged_here(desks):
    deputy = people.deputy(desks.hq_clerk)
    other = endorse(application_at(S.FORWARDED, desks), deputy)
    mine = application_at(S.FORWARDED, desks)
    with pytest.raises(Refused, match="後閲を待つ代決は、もうありません。"):
        perform(
            mine,
            "acknowledge",
            by=desks.hq_clerk,
            on=DAY,
            step=DecisionStep.objects.of_case(other).later_reviews().get().pk,
        )


# --- sending back ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["hq_clerk", "assistant", "director"])
def test_any_step_of_headquarters_sends_back_with_reasons(desks, who):
    case = application_at(S.FORWARDED, desks)
    with pytest.raises(Refused, match="理由を一つ以上書いてください。"):
        perform(case, "send_back", by=getattr(desks, who), on=DAY, reasons=[])
    assert perform(case, "send_back", by=getattr(desks, who), on=DAY, reasons=REASONS).state == S.SENT_BACK


def test_the_step_that_sends_back_is_marked_so(desks):
    case = application_at(S.SENT_BACK, desks)
    assert [step.outcome for step in live(case)] == ["returned", "", ""]


def test_a_refusal_ends_the_case_with_its_reason(desks):
    case = application_at(S.DECLINED, desks)
    assert (case.closing_note, case.closed_on, case.decided_by) == (
        "要件に当たらない",
        DAY,
        desks.director.staff,
    )
    assert not case.credentials.exists()


@pytest.mark.parametrize("ending", ["withdraw", "request_correction"])
def test_a_case_that_leaves_headquarters_leaves_no_later_review_behind(desks, ending):
    case = application_at(S.FORWARDED, desks)
    case = perform(case, "endorse", by=people.deputy(desks.hq_clerk), on=DAY)
    assert DecisionStep.objects.of_case(case).later_reviews().count() == 1
    if ending == "request_correction":
        case = perform(case, "send_back", by=desks.assistant, on=DAY, reasons=REASONS)
    perform(case, ending, by=desks.clerk, on=DAY, note="申出があった", reasons=REASONS)
    assert not DecisionStep.objects.of_case(case).later_reviews().exists()


@pytest.mark.clause("BP-4")
def test_another_division_sends_back_nothing_and_prints_nothing(desks):
    traffic = people.headquarters(desks.station.prefecture, "係", duty="traffic")
    forwarded = application_at(S.FORWARDED, desks)
    assert [r.sentence for r in refusals(forwarded, "send_back", traffic)] == [
        "この手続を主管する課の職が行います。"
    ]
    approved = application_at(S.APPROVED, desks, name="ほかの会")
    things = list(approved.credentials.all())
    with pytest.raises(Refused, match="主管する課"):
        perform_all(things, "print_out", by=traffic, on=DAY)


def test_a_division_asked_for_its_concurrence_may_send_back(desks):
    profile = desks.station.prefecture.profiles.get()
    RouteStep.objects.create(
        profile=profile, matter="application", order=1, kind=StepKind.CONCURRENCE, title="交通 合議", level="係", duty="traffic",
    )  # fmt: skip
    traffic = people.headquarters(desks.station.prefecture, "係", duty="traffic")
    case = application_at(S.FORWARDED, desks)
    assert perform(case, "send_back", by=traffic, on=DAY, reasons=REASONS).state == S.SENT_BACK


def test_a_case_that_nobody_could_decide_is_not_forwarded(desks):
    case = application_at(S.RECEIVED, desks)
    case.profile.route.all().delete()
    with pytest.raises(Refused, match="決裁の段階が県の定めにありません"):
        steps(case, desks)[S.FORWARDED]()
