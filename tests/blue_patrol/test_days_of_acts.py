"""Days of acts that do not fit each other: receipt before the application, a step before the one below it."""

import datetime as dt

import pytest

from casework.models.road import RoadState as S
from casework.workflow import Refused, perform
from tests.factories.applications import DAY, Desks, application_at, attach_all, start
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db
NEXT = DAY + dt.timedelta(days=1)


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.mark.clause("BP-5-1")
def test_nothing_is_received_before_it_was_applied_for(desks):
    case = start(desks)
    attach_all(case, desks)
    with pytest.raises(Refused, match="受理した日は、申請年月日より前にできません。") as refused:
        perform(case, "receive", by=desks.clerk, on=DAY - dt.timedelta(days=1))
    assert [(r.clause, r.field) for r in refused.value.reasons] == [("BP-5-1", "on")]


@pytest.mark.clause("BP-1")
def test_a_day_without_values_in_force_is_refused_in_words(desks):
    case = start(desks)
    case.applied_on = dt.date(1999, 1, 1)
    case.save(update_fields=["applied_on"])
    attach_all(case, desks)
    with pytest.raises(Refused, match="この日に効力のある県の定めがありません。"):
        perform(case, "receive", by=desks.clerk, on=dt.date(1999, 1, 2))


@pytest.mark.clause("BP-5-4")
def test_no_step_of_the_route_bears_a_day_before_the_step_below_it(desks):
    case = application_at(S.FORWARDED, desks)
    case = perform(case, "endorse", by=desks.hq_clerk, on=NEXT)
    with pytest.raises(Refused, match="前の段階の日より前の日付は記録できません。"):
        perform(case, "endorse", by=desks.assistant, on=DAY)
    case = perform(case, "endorse", by=desks.assistant, on=NEXT)
    for act in ("approve", "decline"):
        with pytest.raises(Refused, match="前の段階の日より前の日付は記録できません。"):
            perform(case, act, by=desks.director, on=DAY, note="要件に当たらない")
    assert perform(case, "approve", by=desks.director, on=NEXT).state == S.APPROVED
