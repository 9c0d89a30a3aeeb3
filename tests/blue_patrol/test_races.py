"""Real threads on PostgreSQL: of several officers one wins, numbers have no gap, a double click is one act (T05, T06, T22)."""

import uuid
from collections import Counter

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from blue_patrol.models import Certification, CertificationApplication, Credential, RegisterEntry
from casework.models import ActKey, IssuedNumber, IssuedPaper, StateChange
from casework.models.road import RoadState as S
from casework.scope import scope_of
from casework.workflow import perform
from tests.blue_patrol.acting import client_of, era
from tests.blue_patrol.races import acting, at_once, delivering
from tests.factories import people
from tests.factories.applications import DAY, REASONS, Desks, application_at
from tests.factories.places import StationFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("without_bytes")]
OFFICERS = 8


@pytest.fixture
def desks():
    with transaction.atomic():
        return Desks(StationFactory())


def ready_to_decide(desks):
    with scope_of(desks.clerk):
        case = application_at(S.FORWARDED, desks)
        perform(case, "endorse", by=desks.hq_clerk, on=DAY)
        return perform(case, "endorse", by=desks.assistant, on=DAY)


def test_eight_officers_decide_one_case_and_exactly_one_wins(desks):
    case = ready_to_decide(desks)
    with scope_of(desks.clerk):
        directors = [people.headquarters(desks.station.prefecture, "課長") for _ in range(OFFICERS)]
    jobs = [
        acting(director, case, ("approve", "decline")[n % 2], note="要件に当たらない")
        for n, director in enumerate(directors)
    ]
    answers = at_once(*jobs)
    assert Counter(answers) == {"done": 1, "Refused": OFFICERS - 1}
    approved = answers.index("done") % 2 == 0
    with scope_of(desks.clerk):
        decisions = StateChange.objects.of_case(case).filter(transition__in=["approve", "decline"])
        assert decisions.count() == 1
        assert (
            IssuedNumber.objects.filter(kind="certificate").count()
            == Certification.objects.count()
            == approved
        )
        assert IssuedPaper.objects.of_case(case).filter(form="5").count() == approved


@pytest.mark.parametrize(
    ("state", "name", "who", "details"),
    [
        (S.RECEIVED, "request_correction", "clerk", {"reasons": REASONS}),
        (S.FORWARDED, "send_back", "hq_clerk", {"reasons": REASONS}),
        (S.DISPATCHED, "arrive", "clerk", {}),
        (S.DELIVERED, "report", "clerk", {}),
        (S.DRAFT, "withdraw", "clerk", {"note": "申出"}),
    ],
)
def test_each_step_is_taken_once(desks, state, name, who, details):
    with scope_of(desks.clerk):
        case = application_at(state, desks)
    answers = at_once(*[acting(getattr(desks, who), case, name, **details)] * OFFICERS)
    assert Counter(answers) == {"done": 1, "Refused": OFFICERS - 1}
    with scope_of(desks.clerk):
        assert StateChange.objects.of_case(case).filter(transition=name).count() == 1


def test_one_delivery_writes_one_row_and_hands_each_thing_over_once(desks):
    with scope_of(desks.clerk):
        case = application_at(S.ARRIVED, desks)
    assert Counter(at_once(*[delivering(desks, case)] * OFFICERS)) == {"done": 1, "Refused": OFFICERS - 1}
    with scope_of(desks.clerk):
        assert RegisterEntry.objects.count() == 1
        handed = StateChange.objects.filter(transition="hand_over").values_list("case_pk", flat=True)
        assert sorted(handed) == sorted(Credential.objects.values_list("pk", flat=True))


def test_the_slower_of_two_who_saw_the_same_page_learns_who_was_first(desks):
    with scope_of(desks.clerk):
        case = application_at(S.RECEIVED, desks)
    seen = case.revision
    other = {"reasons": REASONS, "revision": seen}
    answers = at_once(
        acting(desks.clerk, case, "request_correction", **other),
        acting(desks.clerk, case, "withdraw", note="申出", revision=seen),
    )
    assert Counter(answers) == {"done": 1, "Stale": 1}


def test_certificates_decided_at_once_are_numbered_in_the_order_of_their_decision(desks):
    cases = [ready_to_decide(desks) for _ in range(6)]
    answers = at_once(*[acting(desks.director, case, "approve") for case in cases])
    assert answers == ["done"] * 6
    with scope_of(desks.clerk):
        decided = (
            StateChange.objects.filter(transition="approve").order_by("seq").values_list("case_pk", flat=True)
        )
        numbers = [CertificationApplication.objects.get(pk=pk).certification.number for pk in decided]
    assert numbers == [f"第R8-{n:04d}号" for n in range(1, 7)]


def test_the_chain_is_whole_after_all_that(desks):
    from casework import chain
    from tests.conftest import owner_connection

    cases = [ready_to_decide(desks) for _ in range(4)]
    at_once(*[acting(desks.director, case, "approve") for case in cases for _ in range(2)])
    with owner_connection() as owner:
        assert chain.verify(owner.cursor()).fault == ""


# --- a double click ------------------------------------------------------------------------------------------------


def test_a_double_click_is_one_act_with_one_answer(desks):
    with scope_of(desks.clerk):
        case = application_at(S.DELIVERED, desks)
    key = str(uuid.uuid4())

    sent = {"act_key": key, "revision": case.revision, "on": era(timezone.localdate())}

    def click():
        answer = client_of(desks.clerk).post(reverse("report", args=[case.pk]), sent)
        return answer.status_code, answer.get("Location")

    first, second = at_once(click, click)
    assert first == second == (302, first[1])
    with scope_of(desks.clerk):
        assert StateChange.objects.of_case(case).filter(transition="report").count() == 1
    assert ActKey.objects.get(key=key).location == first[1]


def test_a_claimed_key_waits_for_the_first_and_gets_its_answer(desks):
    key, staff = uuid.uuid4(), desks.clerk.staff

    def claim():
        with transaction.atomic():
            if first := ActKey.claim(key, staff):
                return first.location
            ActKey.settle(key, "/first/")
            return "did it"

    assert Counter(at_once(*[claim] * OFFICERS)) == {"did it": 1, "/first/": OFFICERS - 1}


def test_a_failed_first_click_leaves_the_key_to_the_second(desks):
    key, staff = uuid.uuid4(), desks.clerk.staff
    with transaction.atomic():
        assert ActKey.claim(key, staff) is None
        transaction.set_rollback(True)
    with transaction.atomic():
        assert ActKey.claim(key, staff) is None
