"""Real threads: several officers decide overlapping heaps at once; each case is decided once and nobody blocks for ever."""

import uuid

import pytest
from django.db import transaction
from django.utils import timezone

from casework.models import ActKey, IssuedNumber, StateChange
from casework.models.road import RoadState as S
from casework.scope import scope_of
from casework.workflow import perform
from tests.blue_patrol.acting import client_of, era
from tests.blue_patrol.races import at_once, doing
from tests.factories import people
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("without_bytes")]
HERE = "/decide/"


@pytest.fixture
def heap():
    """Five cases that wait for the last step, and the desks around them."""
    with transaction.atomic():
        desks = Desks(StationFactory())
    with scope_of(desks.clerk):
        cases = []
        for _ in range(5):
            case = application_at(S.FORWARDED, desks)
            for actor in (desks.hq_clerk, desks.assistant):
                case = perform(case, "endorse", by=actor, on=DAY)
            cases.append(case)
    return desks, cases


def deciding(actor, cases, key=None):
    sent = {
        "act_key": str(key or uuid.uuid4()),
        "on": era(timezone.localdate()),
        "case": [c.pk for c in cases],
    }
    sent |= {f"revision-{case.pk}": case.revision for case in cases}

    def job():
        answer = client_of(actor).post(HERE, sent)
        return answer.status_code, answer.get("Location")

    return job


def test_overlapping_heaps_in_different_orders_decide_each_case_once(heap):
    desks, cases = heap
    with scope_of(desks.clerk):
        others = [people.headquarters(desks.station.prefecture, "課長") for _ in range(4)]
    heaps = [cases, cases[::-1], cases[2:] + cases[:2], cases[:3]]
    answers = at_once(*(deciding(actor, heap) for actor, heap in zip(others, heaps, strict=True)))
    assert {status for status, _ in answers} == {302}
    with scope_of(desks.clerk):
        decided = StateChange.objects.filter(transition="approve").values_list("case_pk", flat=True)
        assert sorted(decided) == sorted(case.pk for case in cases)
        numbers = IssuedNumber.objects.filter(kind="certificate").order_by("value")
        assert list(numbers.values_list("value", flat=True)) == [1, 2, 3, 4, 5]
    rows = [row for key in ActKey.objects.all() for row in key.result]
    assert (len(rows), sum(row["done"] for row in rows)) == (18, 5)
    assert all("「決裁」を記録しました" in row["why"][0] for row in rows if not row["done"])


def test_a_double_click_has_one_result(heap):
    desks, cases = heap
    key = uuid.uuid4()
    first, second = at_once(deciding(desks.director, cases, key), deciding(desks.director, cases, key))
    assert first == second == (302, f"{HERE}?done={key}")
    with scope_of(desks.clerk):
        assert StateChange.objects.filter(transition="approve").count() == 5


def test_one_heap_beside_single_decisions(heap):
    desks, cases = heap
    with scope_of(desks.clerk):
        other = people.headquarters(desks.station.prefecture, "課長")
    alone = doing(other, lambda: perform(cases[2], "approve", by=other, on=DAY))
    at_once(deciding(desks.director, cases), alone)
    with scope_of(desks.clerk):
        decided = StateChange.objects.filter(transition="approve").values_list("case_pk", flat=True)
        assert sorted(decided) == sorted(case.pk for case in cases)
