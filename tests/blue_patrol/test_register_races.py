"""Real threads at one row of the 交付簿: of several corrections exactly one is written, numbers have no gap."""

from collections import Counter

import pytest
from django.db import transaction

from blue_patrol.models import RegisterEntry
from casework import chain, paper_registry
from casework.models.road import RoadState as S
from casework.scope import scope_of
from tests.blue_patrol.test_races import acting, at_once
from tests.blue_patrol.test_register_corrections import as_it_is
from tests.conftest import owner_connection
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clause("BP-5-5-3")]
OFFICERS = 4


@pytest.fixture(autouse=True)
def _without_bytes(monkeypatch):
    monkeypatch.setattr(paper_registry, "after_commit", lambda *args: None)


@pytest.fixture
def desks():
    with transaction.atomic():
        return Desks(StationFactory())


def the_rows(case) -> list[tuple]:
    rows = RegisterEntry.objects.filter(application=case).order_by("row_number")
    return [(row.row_number, row.strikes and row.strikes.row_number, row.notes.count()) for row in rows]


def test_of_several_corrections_of_one_row_exactly_one_is_written(desks):
    with scope_of(desks.clerk):
        case = application_at(S.REPORTED, desks)
        entry = case.register_entries.get()
        wishes = [as_it_is(entry, receiver_name=f"青葉 {n}") for n in range(OFFICERS)]
    answers = at_once(*[acting(desks.clerk, case, "correct_register", **wish) for wish in wishes])
    assert Counter(answers) == {"done": 1, "Refused": OFFICERS - 1}
    with scope_of(desks.clerk):
        assert the_rows(case) == [(1, None, 1), (2, 1, 1)]
    with owner_connection() as owner:
        assert chain.verify(owner.cursor()).fault == ""


def test_a_report_beside_a_correction_stands_in_the_row_that_holds(desks):
    for _ in range(3):
        with scope_of(desks.clerk):
            case = application_at(S.DELIVERED, desks)
            wish = as_it_is(case.register_entries.get(), receiver_name="青葉 護")
        answers = at_once(
            acting(desks.clerk, case, "correct_register", **wish), acting(desks.clerk, case, "report")
        )
        assert Counter(answers) == {"done": 2}
        with scope_of(desks.clerk):
            assert RegisterEntry.objects.get(application=case, struck_by=None).notes.get().on == DAY
