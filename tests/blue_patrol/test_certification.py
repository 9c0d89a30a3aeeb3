"""The machine of the standing (証明): what a group holds from the decision on."""

import pytest
from django.db import IntegrityError, transaction

from blue_patrol.models import Certification, Standing
from casework.models import StateChange
from casework.roles import Role
from casework.workflow import Refused, open_all, perform, refusals
from tests.blue_patrol import table
from tests.blue_patrol.test_application_machine import actors
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db

MACHINE = {Standing.PENDING: {"activate": Standing.ACTIVE}}


@pytest.fixture
def desks():
    return Desks(StationFactory())


def test_the_table_lists_every_declared_transition_and_no_other():
    assert table.declared(Certification) == {
        str(state): {name: str(target) for name, target in row.items()} for state, row in MACHINE.items()
    }
    assert table.names(Certification) == ["activate"]


@pytest.mark.parametrize(("road", "state"), [("arrived", Standing.PENDING), ("delivered", Standing.ACTIVE)])
def test_each_state_takes_its_own_transitions(desks, road, state):
    certification = application_at(road, desks).certification
    assert certification.state == state
    expected = MACHINE.get(state, {}).get("activate", "refused")
    assert table.outcome(certification, "activate", None, desks.clerk) == str(expected)


def test_only_the_clerk_of_the_station_begins_a_standing(desks):
    certification = application_at("arrived", desks).certification
    posts = actors(desks.station)
    allowed = {role for role, by in posts.items() if not refusals(certification, "activate", by)}
    assert allowed == {Role.STATION_CLERK}
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
