"""Lists of a whole prefecture: in as many queries for thousands of rows as for a few, and within seconds."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.workflow import perform
from liaison_councils.models import ListRegistration, Person, Term
from tests.factories import councils as world
from tests.liaison_councils.lists import TODAY, council_of, councils, members, planned, taken

pytestmark = pytest.mark.django_db
MANY, SECONDS = 2000, 60


def rows(at, number: int, first=0) -> list[list]:
    return members(
        *({"協議会": str(at.koban), "氏名": f"委員 {n}号", "ふりがな": f"いいん {n}", "生年月日": f"S{30 + n % 20}.1.2"}
          for n in range(first, first + number))
    )  # fmt: skip


def queries(act) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        act()
    return len(found)


def test_looking_at_rows_and_taking_them_in_costs_the_same_queries_for_few_and_many():
    at = world.desks()
    taken(at.supervisor, councils(council_of(at)))
    assert queries(lambda: planned(at.supervisor, rows(at, 5))) == queries(
        lambda: planned(at.supervisor, rows(at, 300))
    )
    few = queries(lambda: taken(at.supervisor, rows(at, 5)))
    assert queries(lambda: taken(at.supervisor, rows(at, 300, first=1000))) == few


def test_two_thousand_members_are_taken_in_and_out_within_a_minute():
    at = world.desks()
    begun = time.monotonic()
    taken(at.supervisor, councils(council_of(at)), rows(at, MANY))
    assert Term.objects.count() == MANY
    assert planned(at.supervisor, rows(at, MANY)).has_news is False
    perform(ListRegistration.objects.get(), "undo", by=at.supervisor, on=TODAY, note="試し")
    assert time.monotonic() - begun < SECONDS
    assert not Person.objects.exists()
