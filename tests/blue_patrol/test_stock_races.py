"""Real threads: two clerks who print at once take no sheet twice; two who take in one box, one does."""

from collections import Counter

import pytest
from django.db import transaction

from blue_patrol.models import BlankLot, BlankUse, Credential, Place
from blue_patrol.models.printing import print_out, spoil
from blue_patrol.models.stock.write_off import write_off
from casework.models.road import RoadState as S
from casework.scope import scope_of
from tests.blue_patrol.races import at_once, doing
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory
from tests.factories.stock import lot_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("without_bytes")]


@pytest.fixture
def desks():
    with transaction.atomic():
        return Desks(StationFactory())


def printing(desks, case, **typed):
    def act():
        things = list(Credential.objects.filter(application=case, state=Place.BLANK).order_by("pk"))
        print_out(things, by=desks.hq_clerk, first_serials=typed, on=DAY)

    return doing(desks.hq_clerk, act)


def test_printings_at_once_take_no_sheet_twice(desks):
    with scope_of(desks.hq_clerk):
        lot_of(desks, last="A000120")
        lot_of(desks, "C01", "C20", "certificate")
        cases = [application_at(S.APPROVED, desks, people=3) for _ in range(6)]
    assert Counter(at_once(*[printing(desks, case) for case in cases])) == {"done": 6}
    with scope_of(desks.hq_clerk):
        taken = list(
            BlankUse.objects.filter(lot__kind="card").order_by("serial").values_list("serial", flat=True)
        )
        assert taken == list(range(101, 119))
        assert BlankUse.objects.filter(lot__kind="certificate").count() == 6


def test_of_two_who_want_the_last_sheets_one_is_told_that_they_lack(desks):
    with scope_of(desks.hq_clerk):
        lot_of(desks, last="A000104")
        cases = [application_at(S.APPROVED, desks, people=3) for _ in range(2)]
    assert Counter(at_once(*[printing(desks, case) for case in cases])) == {"done": 1, "Refused": 1}
    with scope_of(desks.hq_clerk):
        assert BlankUse.objects.count() == 3


def test_one_case_is_printed_once(desks):
    with scope_of(desks.hq_clerk):
        lot_of(desks)
        case = application_at(S.APPROVED, desks, people=2)
        things = list(case.credentials.order_by("pk"))
    job = doing(desks.hq_clerk, lambda: print_out(things, by=desks.hq_clerk, on=DAY))
    assert Counter(at_once(*[job] * 4)) == {"done": 1, "Refused": 3}
    with scope_of(desks.hq_clerk):
        assert BlankUse.objects.count() == 2


def test_printing_spoiling_and_writing_off_at_once_wait_for_each_other(desks):
    with scope_of(desks.hq_clerk):
        lot_of(desks, last="A000130")
        cases = [application_at(S.APPROVED, desks, people=2) for _ in range(4)]
        for case in cases[:2]:
            print_out(list(case.credentials.all()), by=desks.hq_clerk, on=DAY)

    def spoiling(case):
        printed = case.credentials.filter(state=Place.PRINTED)
        return doing(
            desks.hq_clerk, lambda: spoil(list(printed.all()), by=desks.hq_clerk, reason="x", on=DAY)
        )

    def waste():
        write_off("card", "A000125〜A000130", "spoiled", by=desks.hq_clerk, on=DAY, reason="x")

    jobs = [
        spoiling(cases[0]),
        spoiling(cases[1]),
        printing(desks, cases[2]),
        printing(desks, cases[3]),
        doing(desks.hq_clerk, waste),
    ]
    assert Counter(at_once(*jobs)) == {"done": 5}
    with scope_of(desks.hq_clerk):
        (lot,) = BlankLot.objects.counted()
        assert (lot.used, lot.spoiled, lot.in_stock) == (4, 10, 16)


def test_a_box_taken_in_twice_at_once_is_in_stock_once(desks):
    job = doing(desks.hq_clerk, lambda: lot_of(desks))
    assert Counter(at_once(*[job] * 4)) == {"done": 1, "Refused": 3}
