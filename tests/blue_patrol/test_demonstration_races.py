"""Runs in real threads: one decision wins, the prefecture's numbers have no gap, a sticker comes back once."""

from collections import Counter

import pytest
from django.db import transaction

from blue_patrol.models import Credential, Kind, RegisterNote
from casework.models import IssuedNumber, IssuedPaper
from casework.models.road import RoadState as S
from casework.scope import scope_of
from casework.workflow import perform
from tests.blue_patrol.races import acting, at_once
from tests.factories import people
from tests.factories.applications import DAY, Desks
from tests.factories.demonstrations import demonstration_at
from tests.factories.places import StationFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("without_bytes")]
OFFICERS = 4


@pytest.fixture
def desks():
    with transaction.atomic():
        return Desks(StationFactory())


def ready_to_decide(desks):
    with scope_of(desks.clerk):
        case = demonstration_at(S.FORWARDED, desks)
        perform(case, "endorse", by=desks.hq_clerk, on=DAY)
        return perform(case, "endorse", by=desks.assistant, on=DAY)


@pytest.mark.clause("BP-10-2")
def test_of_several_officers_one_decides_a_run(desks):
    case = ready_to_decide(desks)
    with scope_of(desks.clerk):
        directors = [people.headquarters(desks.station.prefecture, "課長") for _ in range(OFFICERS)]
    answers = at_once(*(acting(director, case, "approve") for director in directors))
    assert Counter(answers) == {"done": 1, "Refused": OFFICERS - 1}
    with scope_of(desks.clerk):
        assert Credential.objects.filter(application=case).count() == 1
        assert IssuedPaper.objects.of_case(case).filter(form="21").count() == 1


@pytest.mark.clause("BP-10-2")
def test_runs_of_one_prefecture_decided_at_once_take_numbers_without_a_gap(desks):
    with transaction.atomic():
        others = [Desks(StationFactory(prefecture=desks.station.prefecture)) for _ in range(2)]
    ready = [(each, ready_to_decide(each)) for each in (desks, *others)]
    answers = at_once(*(acting(each.director, case, "approve") for each, case in ready))
    assert answers == ["done"] * 3
    with scope_of(people.headquarters(desks.station.prefecture, "課長")):
        values = IssuedNumber.objects.filter(kind=Kind.DEMONSTRATION).values_list("value", flat=True)
        assert sorted(values) == [1, 2, 3]


@pytest.mark.clause("BP-10-5-2")
def test_a_sticker_taken_back_twice_at_once_is_back_once_and_noted_once(desks):
    with scope_of(desks.clerk):
        case = demonstration_at(S.DELIVERED, desks)
        keys = [thing.pk for thing in case.out_things()]
    job = acting(desks.clerk, case, "take_back", credentials=keys, lost={})
    assert Counter(at_once(job, job)) == {"done": 1, "Refused": 1}
    with scope_of(desks.clerk):
        assert RegisterNote.objects.filter(entry__application=case).count() == 1
