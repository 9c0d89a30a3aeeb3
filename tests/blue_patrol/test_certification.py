"""The machine of the standing (証明): what a group holds from the decision on."""

import pytest
from django.db import IntegrityError, transaction

from blue_patrol.models import Certification, Standing
from casework.models import Deadline, StateChange
from casework.roles import Role
from casework.workflow import Refused, open_all, perform, refusals
from tests.blue_patrol import table
from tests.blue_patrol.test_application_machine import actors
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db

MACHINE = {
    Standing.PENDING: {"activate": Standing.ACTIVE, "call_off": Standing.VOID},
    Standing.ACTIVE: {
        "end": Standing.ENDED,
        "revoke": Standing.REVOKED,
        **dict.fromkeys(
            ("meet_deadline", "record_activity", "inform", "change_area", "correct_entry"), Standing.ACTIVE
        ),
    },
}
WHO = {
    "activate": {Role.STATION_CLERK},
    "call_off": {Role.STATION_CLERK, Role.HQ_CLERK, Role.HQ_DECIDING},
    "end": {Role.STATION_CLERK},
    "revoke": {Role.HQ_CLERK, Role.HQ_DECIDING},
    "meet_deadline": {Role.STATION_CLERK},
    "record_activity": {Role.STATION_CLERK},
    "inform": {Role.STATION_CLERK},
    "change_area": {Role.STATION_CLERK},
    "correct_entry": {Role.HQ_CLERK},
}


@pytest.fixture
def desks():
    return Desks(StationFactory())


def test_the_table_lists_every_declared_transition_and_no_other():
    assert table.declared(Certification) == {
        str(state): {name: str(target) for name, target in row.items()} for state, row in MACHINE.items()
    }
    assert table.names(Certification) == sorted(WHO)


def by(name, desks):
    return desks.clerk if Role.STATION_CLERK in WHO[name] else desks.hq_clerk


def standing_at(road, desks) -> Certification:
    case = application_at(road, desks)
    return Certification.objects.get(group=case.group)


ROADS = [("arrived", Standing.PENDING), ("delivered", Standing.ACTIVE), ("undelivered", Standing.VOID)]


@pytest.mark.parametrize(("road", "state"), ROADS)
def test_each_state_takes_its_own_transitions(desks, road, state):
    certification = standing_at(road, desks)
    assert certification.state == state
    clock = Deadline.objects.of_case(certification).filter(kind="information").first()
    told = {
        "meet_deadline": {"deadline": clock.pk if clock else 0, "evidence": "会報を配った"},
        "record_activity": {"added": [DAY.isoformat()]},
        "inform": {"way": "handout", "text": "自転車盗の手口", "reached": {str(certification.pk): 2}},
        "change_area": {"patrol_area": "別の地域"},
        "correct_entry": {"what": "standing:patrol_area", "after": "別の地域", "note": "誤記"},
    }
    found = {
        name: table.outcome(certification, name, None, by(name, desks), **told.get(name, {})) for name in WHO
    }
    assert found == {name: str(MACHINE.get(state, {}).get(name, "refused")) for name in WHO}


@pytest.mark.parametrize(("road", "state"), ROADS[:2])
def test_each_transition_is_open_to_its_posts_and_to_no_other(desks, road, state):
    certification = standing_at(road, desks)
    posts = actors(desks.station)
    for name in MACHINE[state]:
        assert {role for role, by in posts.items() if not refusals(certification, name, by)} == WHO[name]


def test_the_clerk_of_another_station_begins_no_standing(desks):
    certification = standing_at("arrived", desks)
    with pytest.raises(Refused):
        perform(certification, "activate", by=Desks(StationFactory()).clerk, on=DAY)


@pytest.mark.clause("BP-5-5-1")
def test_the_standing_has_its_two_rows_of_history(desks):
    certification = application_at("delivered", desks).certification
    rows = StateChange.objects.of_case(certification).order_by("seq")
    assert list(rows.values_list("before", "after")) == [("", "pending"), ("pending", "active")]


def test_a_group_has_one_active_standing(desks):
    case = application_at("delivered", desks)
    second = Certification(
        station=desks.station, group=case.group, number="第R8-0099号", certified_on=DAY, patrol_area="全域"
    )
    open_all([second], by=desks.clerk, on=DAY)
    with pytest.raises(IntegrityError, match="one_active_standing_a_group"), transaction.atomic():
        perform(second, "activate", by=desks.clerk, on=DAY)


def test_the_area_as_certified_outlasts_a_change_of_the_application(desks):
    case = application_at("delivered", desks)
    type(case).objects.filter(pk=case.pk).update(patrol_area="別の地域")
    assert case.certification.patrol_area == "桜見坂小学校区全域"


def test_a_number_of_a_certificate_is_given_once_a_station(desks):
    case = application_at("approved", desks)
    with pytest.raises(IntegrityError, match="certificate_number_once"), transaction.atomic():
        open_all(
            [Certification(station=desks.station, group=case.group, number=case.certification.number, certified_on=DAY, patrol_area="全域")],
            by=desks.clerk, on=DAY,
        )  # fmt: skip
