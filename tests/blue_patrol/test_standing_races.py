"""Real threads at one standing: two clerks record the same patrol day, or the same information; one wins."""

import pytest
from django.db import transaction

from blue_patrol.models import ActivityDay, Certification, InformationRecord
from casework.models import Deadline
from casework.models.road import RoadState as S
from casework.scope import scope_of
from casework.workflow import perform_all
from tests.blue_patrol.test_races import at_once
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db(transaction=True)
OFFICERS = 3


@pytest.fixture
def standings():
    with transaction.atomic():
        desks = Desks(StationFactory())
        for name in ("一の会", "二の会"):
            application_at(S.DELIVERED, desks, name=name)
        return desks, list(Certification.objects.order_by("pk"))


def recording(desks, cases, name, **details):
    def job():
        with scope_of(desks.clerk):
            perform_all(cases, name, by=desks.clerk, on=DAY, **details)
        return "done"

    return job


def test_an_information_is_recorded_once_and_one_clock_runs(standings):
    desks, cases = standings
    told = {"way": "post", "text": "手口", "reached": {str(case.pk): 1 for case in cases}}
    jobs = [recording(desks, order, "inform", **told) for order in (cases, cases[::-1], cases)]
    assert sorted(at_once(*jobs)) == ["Refused", "Refused", "done"]
    with scope_of(desks.clerk):
        assert InformationRecord.objects.count() == 2
        assert Deadline.objects.open().filter(kind="information").count() == 2


def test_a_patrol_day_is_recorded_once(standings):
    desks, cases = standings
    job = recording(desks, cases[:1], "record_activity", added=[DAY.isoformat()])
    assert sorted(at_once(*[job] * OFFICERS)) == ["Refused", "Refused", "done"]
    with scope_of(desks.clerk):
        assert ActivityDay.objects.count() == 1
