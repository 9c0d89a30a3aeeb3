"""講習に代わる資格 (第5の2のウ): counted as a training where the prefecture takes it, refused where it does not."""

import pytest

from blue_patrol.models import TrainingRecord
from casework.models import Deadline
from casework.models.road import RoadState as S
from casework.workflow import Refused, perform
from tests.blue_patrol.acting import client_of, era, now
from tests.factories.applications import DAY, Desks, application_at, deliver
from tests.factories.places import StationFactory
from tests.factories.trainings import QUALIFICATION, take_qualification

pytestmark = [pytest.mark.django_db, pytest.mark.clause("BP-5-2-c")]


@pytest.fixture
def desks():
    return Desks(StationFactory())


def record(case, desks, **details):
    details = {
        "patrollers": [man.pk for man in case.group.patrollers.all()], "qualification": QUALIFICATION,
        "document_number": "第12-345号",
    } | details  # fmt: skip
    return perform(case, "record_qualification", by=desks.clerk, on=DAY, **details)


def test_a_prefecture_without_alternatives_takes_none(desks):
    case = application_at(S.RECEIVED, desks, untrained=2)
    with pytest.raises(Refused) as refused:
        record(case, desks)
    (reason,) = refused.value.reasons
    assert reason.clause == "BP-5-2-c"
    assert "講習に代わる資格がありません" in reason.sentence
    assert not TrainingRecord.objects.exists()


def test_only_what_the_prefecture_names_is_taken_and_its_number_is_kept(desks):
    case = application_at(S.RECEIVED, desks, untrained=2)
    take_qualification(case.profile)
    with pytest.raises(Refused) as refused:
        record(case, desks, qualification="普通自動車免許", document_number=" ")
    assert {reason.field for reason in refused.value.reasons} == {"qualification", "document_number"}
    record(now(case), desks)
    for kept in TrainingRecord.objects.all():
        assert (kept.basis, kept.qualification, kept.document_number) == (
            "qualification",
            QUALIFICATION,
            "第12-345号",
        )
        assert (kept.course, kept.attended_on) == (None, DAY)


def test_who_has_it_counts_as_trained_and_gets_the_card_and_the_same_clock(desks):
    case = application_at(S.ARRIVED, desks, people=1, untrained=1)
    person = case.group.patrollers.get()
    assert not person.is_trained(DAY)
    take_qualification(case.profile)
    record(case, desks)
    assert person.is_trained(DAY)
    deliver(case, desks)
    clock = Deadline.objects.open().get(kind="retraining", subject_pk=person.pk)
    assert clock.starts_on == DAY


def test_the_page_records_it_where_it_is_taken(desks):
    case = application_at(S.RECEIVED, desks, people=2, untrained=1)
    take_qualification(case.profile)
    person = case.group.patrollers.get(trainings=None)
    sent = {
        "patrollers": [person.pk], "qualification": QUALIFICATION, "document_number": "第9号", "on": era(DAY),
        "revision": now(case).revision,
    }  # fmt: skip
    answer = client_of(desks.clerk).post(f"/cases/{case.pk}/qualification/", sent)
    assert answer.status_code == 302
    assert person.trainings.get().qualification == QUALIFICATION
