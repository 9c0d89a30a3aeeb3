"""The demonstration of the councils: every situation, all through the door."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.utils import timezone

from casework import master_data
from casework.demo import cast
from casework.models import Station
from casework.scope import set_scope
from liaison_councils.demo import shows
from liaison_councils.models import (
    Council,
    CouncilState,
    Meeting,
    MeetingState,
    Opinion,
    OpinionState,
    Term,
    TermState,
)
from tests.factories import scope
from tests.nights import sampled

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module")
def _walked_once(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        master_data.load()
        cast.load()
        shows.make(timezone.localdate(), press=None)
        connection.check_constraints()  # here once, and not again after each test
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("day", sampled([27, 28], by_day=[27]))
def test_it_is_made_also_on_a_day_of_meetings_and_the_day_after(monkeypatch, day):
    """What would be answered two days later is answered today."""
    noon = dt.datetime(2026, 11, day, 3, tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    master_data.load()
    cast.load()
    shows.make(noon.date(), press=None)
    assert Opinion.objects.filter(state=OpinionState.ANSWERED).exists()


@pytest.fixture
def walked(_walked_once, db):
    pks = list(Station.objects.filter(is_demo=True).values_list("pk", flat=True))
    scope.STATIONS.update(pks)
    set_scope(pks)


def test_councils_stand_in_every_state_and_kind(walked):
    assert set(Council.objects.values_list("state", flat=True)) == set(CouncilState)
    assert set(Council.objects.values_list("kind", flat=True)) == set(Council.Kind)
    assert set(Station.objects.filter(council__isnull=False).values_list("prefecture__code", flat=True)) == {
        "23",
        "24",
    }


def test_members_have_been_reappointed_have_left_and_are_candidates(walked):
    assert set(Term.objects.values_list("state", flat=True)) >= set(TermState) - {
        TermState.DISMISSED,
        TermState.NOT_APPOINTED,
    }
    assert set(Term.objects.values_list("ordinal", flat=True)) == {1, 2}


def test_meetings_lie_behind_and_ahead_and_opinions_come_back(walked):
    states = set(Meeting.objects.values_list("state", flat=True))
    assert {MeetingState.PLANNED, MeetingState.REPORTED} <= states
    assert set(Opinion.objects.values_list("state", flat=True)) == set(OpinionState)
