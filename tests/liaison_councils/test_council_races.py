"""Real threads at councils: one manager at a time, one council of a name, no meeting planned for one that ends."""

from collections import Counter

import pytest
from django.db import transaction

from casework import chain
from casework.scope import scope_of
from casework.workflow import perform
from liaison_councils.models import Council, CouncilEvent, CouncilOfficer, Meeting
from liaison_councils.models.council_areas import one_name_a_station
from liaison_councils.models.opening import plan_council, plan_meeting, succeed
from tests.blue_patrol.races import at_once, doing
from tests.conftest import owner_connection
from tests.factories import councils as make
from tests.factories.councils import DAY

pytestmark = pytest.mark.django_db(transaction=True)
OFFICERS = 4


@pytest.fixture
def at():
    with transaction.atomic():
        return make.desks()


def acting(actor, case, name, /, **details):
    return doing(actor, lambda: perform(Council(pk=case.pk), name, by=actor, on=DAY, **details))


def is_unbroken() -> bool:
    with owner_connection() as owner:
        return chain.verify(owner.cursor()).fault == ""


@pytest.mark.clause("LC-3-6")
def test_two_managers_at_once_leave_one(at):
    with scope_of(at.chief):
        case = make.active(at)
    names = [f"責任者{number}" for number in range(OFFICERS)]
    jobs = [
        acting(at.chief, case, "name_officer", role="manager", staff=None, rank="", name=name)
        for name in names
    ]
    assert Counter(at_once(*jobs)) == {"done": OFFICERS}
    with scope_of(at.chief):
        rows = CouncilOfficer.objects.filter(council=case)
        assert rows.filter(to_on=None).count() == 1
        assert set(rows.exclude(name=at.officer.staff.name).values_list("name", flat=True)) == set(names)
    assert is_unbroken()


@pytest.mark.clause("LC-3-1")
def test_of_several_councils_of_one_name_one_is_planned(at):
    def plan():
        plan_council(at.station, by=at.supervisor, on=DAY, **make.plan(at))

    assert Counter(at_once(*[doing(at.supervisor, plan)] * OFFICERS)) == {"done": 1, "Refused": OFFICERS - 1}
    with scope_of(at.chief):
        assert Council.objects.count() == 1


@pytest.mark.clause("LC-3-1")
def test_of_several_plans_changed_to_one_name_one_gets_it(at):
    with scope_of(at.chief):
        cases = [make.planned(at, kind="unit", name=f"協議会{number}") for number in range(OFFICERS)]

    def renaming(case):
        def rename():
            with one_name_a_station():
                told = make.plan(at, kind="unit", name="同じ名称")
                perform(Council(pk=case.pk), "amend", by=at.supervisor, on=DAY, **told)

        return doing(at.supervisor, rename)

    answers = at_once(*[renaming(case) for case in cases])
    assert Counter(answers) == {"done": 1, "Refused": OFFICERS - 1}


@pytest.mark.clause("LC-5-1")
@pytest.mark.parametrize("name", ["abolish", "suspend"])
def test_no_meeting_is_planned_for_a_council_that_ends_at_the_same_moment(at, name):
    """Whoever is first wins: a meeting of a council that stands, or a council without one that stops."""
    with scope_of(at.chief):
        cases = [make.active(at, name=f"協議会{number}", kind="unit") for number in range(3)]

    def planning(case):
        def plan():
            stale = Council.objects.get(pk=case.pk)
            plan_meeting([stale], by=at.supervisor, on=DAY, kind="regular", **make.meeting_plan(DAY))

        return doing(at.supervisor, plan, "planned")

    for case in cases:
        answers = at_once(acting(at.chief, case, name, note="x"), planning(case))
        assert sorted(answers) in (["Refused", "done"], ["Refused", "planned"])
        with scope_of(at.chief):
            stands = Council.objects.get(pk=case.pk).state == "active"
            assert stands == Meeting.objects.filter(councils=case.pk).exists()


@pytest.mark.clause("LC-4-1-1")
def test_a_council_goes_over_into_others_once(at):
    with scope_of(at.chief):
        old = make.active(at)
        new = [make.active(at, name=f"協議会{number}", kind="unit") for number in range(OFFICERS)]

    def merging(into):
        return doing(at.chief, lambda: succeed([old], "merge", [into], by=at.chief, on=DAY, note="x"))

    answers = at_once(*[merging(each) for each in new])
    assert Counter(answers) == {"done": 1, "Refused": OFFICERS - 1}
    with scope_of(at.chief):
        assert CouncilEvent.objects.filter(council=old, kind="merge").count() == 1
    assert is_unbroken()
