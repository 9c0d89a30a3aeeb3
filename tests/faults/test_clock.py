"""The clock a day off (T08): every act stands wholly or is refused in words, the health page says so, and it recovers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework import chain
from casework.models import StateChange
from casework.models.road import RoadState as S
from casework.watch import health
from tests.blue_patrol.acting import click, client_of, era, now, text
from tests.factories import scope
from tests.factories.applications import Desks, application_at, attach_all
from tests.factories.places import StationFactory
from tests.faults.test_kill import FAULTS

pytestmark = pytest.mark.django_db
DAY_OFF = {"ahead": timedelta(days=1), "behind": timedelta(days=-1)}


@pytest.fixture
def clock(monkeypatch):
    """clock(off): what the web process takes for the time; the database keeps its own."""
    right = timezone.now
    return lambda off=timedelta(): monkeypatch.setattr(timezone, "now", lambda: right() + off)


def examine() -> None:
    scope.restore()
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        assert chain.verify(cursor).is_whole
        for fault, query in FAULTS.items():
            cursor.execute(query)
            assert cursor.fetchall() == [], fault
        cursor.execute("set constraints all deferred")


@pytest.mark.parametrize("off", DAY_OFF.values(), ids=DAY_OFF)
def test_acts_under_a_clock_that_is_a_day_off_are_whole_and_go_on_when_it_is_right(off, clock):
    desks = Desks(StationFactory())
    case = application_at(S.DRAFT, desks)
    attach_all(case, desks)
    officer = client_of(desks.clerk)  # logged in while it was right
    health.database()
    clock(off)
    assert "違います" in health.clock()
    wrong = timezone.localdate()
    done = click(desks.clerk, "receive", case, on=era(wrong))
    assert done.status_code == 302
    assert now(case).state == S.RECEIVED
    late = click(
        desks.clerk, "withdraw", case, on=era(wrong + timedelta(days=2)), note="代表者から申出があった"
    )
    assert late.status_code == 422
    assert "先の日付" in text(late)
    assert "代表者から申出があった" in text(late)
    examine()
    clock()
    assert health.clock() == ""
    today = timezone.localdate()
    answer = click(desks.clerk, "withdraw", case, on=era(today), note="代表者から申出があった")
    if (
        wrong > today
    ):  # what was entered ahead cannot be gone behind, and the page says so and keeps the reason
        assert answer.status_code == 422
        assert "より前の日付" in text(answer)
        assert "代表者から申出があった" in text(answer)
        clock(off)  # the next day
        assert click(desks.clerk, "withdraw", case, on=era(wrong), note="申出").status_code == 302
        clock()
    else:
        assert answer.status_code == 302
    assert now(case).state == S.WITHDRAWN
    assert StateChange.objects.of_case(case).filter(transition="withdraw").count() == 1
    assert officer.get(reverse("home")).status_code == 200, "nobody was logged out for good"
    scope.restore()
    examine()


def test_a_session_that_a_clock_ahead_has_ended_lives_again_when_it_is_right(clock):
    desks = Desks(StationFactory())
    officer: Client = client_of(desks.clerk)
    clock(DAY_OFF["ahead"])
    assert officer.get(reverse("home")).status_code == 302
    clock()
    assert client_of(desks.clerk).get(reverse("home")).status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from casework_loginsession")
        assert cursor.fetchone()[0] >= 1
