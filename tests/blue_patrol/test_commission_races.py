"""Real threads at one commission: it is decided once, released once, and a group is commissioned once."""

from collections import Counter

import pytest
from django.db import transaction

from blue_patrol.models import Commission, LedgerEvent, Revocation
from blue_patrol.rules import commissions as rules
from casework import chain, paper_registry
from casework.models import Deadline
from casework.models.road import RoadState as S
from casework.scope import scope_of
from casework.workflow import perform
from tests.blue_patrol.test_races import at_once
from tests.conftest import owner_connection
from tests.factories.applications import DAY, Desks, application_at, make_group
from tests.factories.commissions import commissioned, considered, told
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db(transaction=True)
OFFICERS = 4


@pytest.fixture(autouse=True)
def _without_bytes(monkeypatch):
    monkeypatch.setattr(paper_registry, "after_commit", lambda *args: None)


@pytest.fixture
def desks():
    with transaction.atomic():
        return Desks(StationFactory())


def acting(actor, case, name, **details):
    def job():
        with scope_of(actor):
            perform(Commission(pk=case.pk), name, by=actor, on=DAY, **details)
        return "done"

    return job


def considering(actor, group):
    def job():
        with scope_of(actor):
            Commission.consider(by=actor, on=DAY, group=group, **told())
        return "done"

    return job


@pytest.mark.clause("BP-12-1")
def test_a_commission_is_decided_once(desks):
    with scope_of(desks.clerk):
        case = considered(desks)
    wishes = [("commission", {"guided": list(rules.GUIDANCE_CODES)}), ("decline", {})] * 2
    answers = at_once(*[acting(desks.chief, case, name, note="x", **more) for name, more in wishes])
    assert Counter(answers) == {"done": 1, "Refused": OFFICERS - 1}


@pytest.mark.clause("BP-12-3")
def test_a_release_starts_one_clock_each(desks):
    with scope_of(desks.clerk):
        group = application_at(S.DELIVERED, desks).group
        group.group_type = "b"
        group.save()
        case = commissioned(desks, group)
    answers = at_once(*[acting(desks.chief, case, "release", ground="law", note="x")] * OFFICERS)
    assert Counter(answers) == {"done": 1, "Refused": OFFICERS - 1}
    with scope_of(desks.clerk):
        assert Deadline.objects.filter(kind="commission_report").count() == 1
        assert Revocation.objects.filter(group=group).count() == 1
        assert LedgerEvent.objects.filter(kind="委嘱の解除").count() == 1
    with owner_connection() as owner:
        assert chain.verify(owner.cursor()).fault == ""


@pytest.mark.clause("BP-12-1")
def test_a_whole_group_is_considered_once(desks):
    with scope_of(desks.clerk):
        group = make_group(desks.station)
    answers = at_once(*[considering(desks.clerk, group)] * OFFICERS)
    assert Counter(answers) == {"done": 1, "Refused": OFFICERS - 1}
    with scope_of(desks.clerk):
        assert Commission.objects.count() == 1
