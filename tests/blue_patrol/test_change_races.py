"""Real threads at the counter of a change: delivered once, its values applied once, or brought back; never both."""

from collections import Counter

import pytest
from django.db import transaction

from blue_patrol.models import Application, Group, Kind, RegisterEntry
from casework.models import Deadline
from casework.models.road import RoadState as S
from casework.scope import scope_of
from tests.blue_patrol.races import acting, at_once, delivering
from tests.factories.applications import Desks
from tests.factories.places import StationFactory
from tests.factories.requests import change_at, joining_car, standing_of

KINDS = (Kind.CERTIFICATE, Kind.STICKER, Kind.CARD)
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
