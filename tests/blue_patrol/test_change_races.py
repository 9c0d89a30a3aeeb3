"""Real threads at the counter of a change: delivered once, its values applied once, or brought back; never both."""

from collections import Counter

import pytest
from django.db import transaction

from blue_patrol.models import Application, Group, Kind, Place, RegisterEntry
from casework.models import Deadline, StateChange
from casework.models.road import RoadState as S
from casework.scope import scope_of
from tests.blue_patrol.races import acting, at_once, delivering
from tests.factories.applications import Desks
from tests.factories.places import StationFactory
from tests.factories.requests import change, change_at, joining_car, standing_of

KINDS = (Kind.CERTIFICATE, Kind.STICKER, Kind.CARD)
AREAS = [{"kind": "area", "after": {"patrol_area": area}} for area in ("坂上町", "坂下町")]
REPRESENTATIVE = {"kind": "representative", "after": {"representative_title": "会長"}}
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("without_bytes")]


@pytest.fixture
def desks():
    with transaction.atomic():
        return Desks(StationFactory())


def arrived(desks):
    with scope_of(desks.clerk):
        standing = standing_of(desks)
        old = standing.group.vehicles.get()
        return change_at(
            S.ARRIVED, desks, {"kind": "name", "after": {"name": "桜見坂見守り隊"}},
            {"kind": "vehicle_replaced", "vehicle": old, "joining": joining_car(standing)}, standing=standing,
        )  # fmt: skip


def test_of_many_deliveries_one_applies_the_values_once(desks):
    case = arrived(desks)
    done = at_once(*(delivering(desks, case) for _ in range(6)))
    assert Counter(done) == {"done": 1, "Refused": 5}
    with scope_of(desks.clerk):
        case = Application.objects.get(pk=case.pk)
        assert case.state == S.DELIVERED
        assert RegisterEntry.objects.filter(application=case).count() == 1
        kinds = Deadline.objects.of_case(case).values_list("kind", flat=True)
        assert sorted(kinds) == ["change_deletion", "delivery_report", "inspection_entry"]
        assert case.group.vehicles.current().count() == 1
        live = case.certification.credentials.live()
        assert {kind: live.filter(kind=kind).count() for kind in KINDS} == {
            "certificate": 1,
            "sticker": 1,
            "card": 2,
        }


def test_a_change_is_delivered_or_brought_back_never_both(desks):
    case = arrived(desks)
    back = acting(desks.clerk, case, "return_undelivered", note="代表者が不在")
    at_once(delivering(desks, case), back, delivering(desks, case), back)
    with scope_of(desks.clerk):
        state = Application.objects.get(pk=case.pk).state
        group = Group.objects.get(pk=case.group_id)
        plates = [car.plate for car in group.vehicles.current()]
        if state == S.DELIVERED:
            assert (group.name, plates) == ("桜見坂見守り隊", ["名古屋|500|へ|7777"])
        else:
            assert state == S.UNDELIVERED
            assert group.name == "桜見坂学区防犯パトロール隊"
            assert plates != ["名古屋|500|へ|7777"]


@pytest.mark.clause("BP-7-1")
@pytest.mark.parametrize("items", [AREAS, [AREAS[0], REPRESENTATIVE]], ids=["one item", "one thing"])
def test_of_two_changes_of_one_thing_one_is_received(desks, items):
    """The certificate comes in with one of them; the other stays a draft, and nothing of it was taken in."""
    with scope_of(desks.clerk):
        standing = standing_of(desks)
        cases = [change(desks, item, standing=standing) for item in items]
    answers = at_once(*(acting(desks.clerk, case, "receive") for case in cases))
    assert sorted(answers) == ["Refused", "done"]
    with scope_of(desks.clerk):
        states = Application.objects.filter(pk__in=[case.pk for case in cases]).values_list(
            "state", flat=True
        )
        assert sorted(states) == [S.DRAFT, S.RECEIVED]
        certificate = standing.credentials.get(kind=Kind.CERTIFICATE)
        assert certificate.state == Place.SURRENDERED
        acts = StateChange.objects.of_case(certificate).filter(after=Place.SURRENDERED)
        assert acts.count() == 1


@pytest.mark.clause("BP-7-1")
def test_of_two_changes_of_one_person_for_whom_nothing_comes_in_one_is_received(desks):
    """No thing stands between the two: only that the cases of one standing are received one after the other."""
    with scope_of(desks.clerk):
        standing = standing_of(desks)
        item = {"kind": "patroller_renamed", "patroller": standing.group.patrollers.first()}
        moves = [item | {"after": {"address": address}} for address in ("桜見市坂上町1", "桜見市坂下町2")]
        cases = [change(desks, move, standing=standing) for move in moves]
    assert sorted(at_once(*(acting(desks.clerk, case, "receive") for case in cases))) == ["Refused", "done"]
    with scope_of(desks.clerk):
        assert not [row for case in cases for row in Application.objects.get(pk=case.pk).came_in()]
