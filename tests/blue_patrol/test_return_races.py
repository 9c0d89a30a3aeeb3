"""Real threads: of several who receive, check or send the same return exactly one does it."""

from collections import Counter

import pytest
from django.db import transaction

from blue_patrol.models import Certification, Credential, OfficeNotice, Place, ReturnNotice
from blue_patrol.models.returned.machine import ReturnState as R
from blue_patrol.models.returned.receipt import receive
from casework import paper_registry
from casework.models import Deadline, StateChange
from casework.scope import scope_of
from casework.workflow import perform
from tests.blue_patrol.test_races import at_once
from tests.factories.applications import Desks
from tests.factories.places import StationFactory
from tests.factories.returns import RETURNED, certified, office, receipt_of, return_at, tell_all

pytestmark = pytest.mark.django_db(transaction=True)
OFFICERS = 8


@pytest.fixture(autouse=True)
def _without_bytes(monkeypatch):
    monkeypatch.setattr(paper_registry, "after_commit", lambda *args: None)


@pytest.fixture
def desks():
    with transaction.atomic():
        return Desks(StationFactory())


@pytest.mark.clause("BP-9-1")
def test_the_same_return_is_received_once(desks):
    with scope_of(desks.clerk):
        group = certified(desks)
        receipt = receipt_of(group)

    def job():
        with scope_of(desks.clerk):
            receive(group, by=desks.clerk, receipt=receipt)
        return "done"

    assert Counter(at_once(*[job] * OFFICERS)) == {"done": 1, "Refused": OFFICERS - 1}
    with scope_of(desks.clerk):
        assert ReturnNotice.objects.count() == 1
        assert StateChange.objects.of_case(Certification.objects.get()).filter(transition="end").count() == 1
        moves = StateChange.objects.filter(transition="surrender").values_list("case_pk", flat=True)
        assert sorted(moves) == sorted(Credential.objects.values_list("pk", flat=True))
        assert Deadline.objects.filter(kind="entry_deletion").count() == 1


def test_the_things_of_a_return_are_checked_once(desks):
    with scope_of(desks.clerk):
        notice = return_at(R.FORWARDED, desks)

    def job():
        with scope_of(desks.hq_clerk):
            perform(ReturnNotice(pk=notice.pk), "accept", by=desks.hq_clerk, on=RETURNED)
        return "done"

    assert Counter(at_once(*[job] * OFFICERS)) == {"done": 1, "Refused": OFFICERS - 1}
    with scope_of(desks.clerk):
        assert Deadline.objects.filter(kind="transport_notice").count() == 1
        assert set(Credential.objects.values_list("state", flat=True)) == {Place.DESTROYED}


@pytest.mark.clause("BP-9-2")
def test_an_office_is_told_of_a_car_once(desks):
    with scope_of(desks.clerk):
        return_at(R.ACCEPTED, desks, cars=2)
        office(desks.station.prefecture)
        keys = list(Deadline.objects.filter(kind="transport_notice").values_list("pk", flat=True))

    def job():
        with scope_of(desks.hq_clerk):
            tell_all(desks, clocks=keys)
        return "done"

    assert Counter(at_once(*[job] * 4)) == {"done": 1, "Refused": 3}
    with scope_of(desks.clerk):
        assert OfficeNotice.objects.count() == 1
        assert ReturnNotice.objects.get().state == R.TRANSPORT_NOTIFIED
