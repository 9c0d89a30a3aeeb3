"""A station is merged into another: everything but the books goes on there, and the station closes (decision 23)."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from blue_patrol.models import Certification, RegisterEntry
from casework.assignment import hand_over
from casework.chain import verify
from casework.models import IssuedNumber, IssuedPaper, Koban, PrintRun, StateChange, Station
from casework.models.road import RoadState as S
from casework.offices.answers import ANSWERS, Stays, moving
from casework.scope import scope_of, set_scope
from casework.walls.stations import kept_stations
from casework.workflow import Refused, perform
from liaison_councils.models import Council, Meeting, Opinion, Person, Term
from tests.blue_patrol.acting import client_of
from tests.casework.test_walls import beside
from tests.factories import councils, returns, revocations, scope
from tests.factories.applications import DAY, ROADS, application_at
from tests.factories.offices import MOVED, done, tried, whole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_bytes")]
ON_ITS_WAY = {S.DISPATCHED, S.DELIVERED}


@pytest.fixture
def everything(desks):
    """A row of every table at the old station, cases in every state in which they may move, returns and revocations."""
    beside(desks, application_at(S.REPORTED, desks, untrained=1))
    for state in set(ROADS) - ON_ITS_WAY:
        application_at(state, desks)
    for state in returns.ROADS:
        returns.return_at(state, desks)
    for state in set(revocations.ROADS) - {revocations.R.NOTICE_DELIVERED}:
        revocations.revocation_at(state, desks)
    PrintRun.objects.filter(ended_on=None).update(cancelled_on=dt.datetime(2026, 9, 2, tzinfo=dt.UTC))
    return desks


@pytest.fixture
def small(desks):
    """A certified group, and a council with a row of every table."""
    application_at(S.REPORTED, desks)
    councils.everything(desks.station)
    return desks


def left_at(station) -> set[type]:
    return {model for model in kept_stations() if model._base_manager.filter(station=station).exists()}


@pytest.mark.nightly
def test_all_goes_on_at_the_other_station_but_what_was_written_there_for_good(everything, new):
    station = everything.station
    there = {m: m._base_manager.filter(station=station).count() for m in moving() if m is not IssuedNumber}
    assert [model for model, count in there.items() if not count] == [], "nothing to move"
    outcome = tried(whole(station, to=new.station), everything.hq_clerk)
    assert outcome.problems == []
    done(whole(station, to=new.station), everything.hq_clerk)
    left = left_at(station)
    # its own series of numbers, and the papers of what stays: the closed books and years
    assert {model for model in left if not isinstance(ANSWERS[model], Stays)} == {IssuedNumber, IssuedPaper}
    kept = IssuedPaper.objects.filter(station=station).values_list("case_label", flat=True)
    assert set(kept) == {"blue_patrol.RegisterYear", "liaison_councils.YearReport"}
    there[IssuedPaper] -= len(kept)
    for model, count in there.items():
        assert model._base_manager.filter(station=new.station).count() >= count, model


def test_the_books_stay_and_their_sums_with_them(small, new):
    before = list(RegisterEntry.objects.order_by("pk").values())
    active = Certification.objects.filter(state="active").count()
    done(whole(small.station, to=new.station), small.hq_clerk)
    assert list(RegisterEntry.objects.order_by("pk").values()) == before
    assert Certification.objects.filter(state="active").count() == active
    assert not Certification.objects.filter(station=small.station).exists()


def test_the_station_closes_on_the_day_before_and_its_koban_go_on_under_the_other(small, new):
    old = list(Koban.objects.filter(station=small.station))
    council = Council.objects.get(station=small.station)
    done(whole(small.station, to=new.station), small.hq_clerk)
    eve = MOVED - dt.timedelta(days=1)
    assert Station.objects.get(pk=small.station.pk).valid_to == eve
    assert {koban.valid_to for koban in Koban.objects.filter(pk__in=[koban.pk for koban in old])} == {eve}
    council = Council.objects.get(pk=council.pk)
    assert (council.station, council.koban.station, council.koban.valid_from) == (
        new.station,
        new.station,
        MOVED,
    )
    assert council.koban.name in {koban.name for koban in old}
    assert [(area.koban.station_id, area.from_on, area.to_on) for area in council.areas.order_by("pk")] == [
        (small.station.pk, councils.DAY, MOVED), (new.station.pk, MOVED, None),
    ]  # fmt: skip
    event = council.events.last()
    assert (event.kind, event.on, event.note) == (
        "rename",
        MOVED,
        f"所管替え　{small.station}から{new.station}へ",
    )
    assert council.was_active_on(MOVED)


def test_the_new_desk_goes_on_with_the_council(small, new):
    council = Council.objects.get(station=small.station)
    done(whole(small.station, to=new.station), small.hq_clerk)
    council = Council.objects.get(pk=council.pk)
    at = councils.CouncilDesks(new.station, koban=council.koban)
    set_scope([new.station.pk])
    assert (
        Term.objects.filter(council=council).select_related("person").get().person.station_id
        == new.station.pk
    )
    assert Meeting.objects.get(councils=council).participants.exists()
    assert Opinion.objects.get(council=council)
    councils.reported(at, council, on=MOVED + dt.timedelta(days=10), entered=MOVED, public="")
    client = client_of(at.supervisor)
    for name in ("council", "council_members", "council_meetings", "council_opinions", "council_years"):
        address = reverse(name, args=[council.pk]) if name == "council" else reverse(name)
        assert client.get(address).status_code == 200, name
    scope.restore()
    assert Person.objects.filter(station=small.station).count() == 0


def test_people_who_are_left_at_the_station_are_named(small, new):
    outcome = tried(whole(small.station, to=new.station), small.hq_clerk)
    assert [f"{small.station}に配置されている職員が" in text for text in outcome.warnings] == [True]


def test_a_closed_station_is_not_closed_again_and_takes_nothing_in(small, new):
    done(whole(small.station, to=new.station), small.hq_clerk)
    closed = Station.objects.get(pk=small.station.pk)
    again = tried(whole(closed, to=new.station), small.hq_clerk)
    assert any("で閉じています" in reason.sentence for reason in again.problems)
    with pytest.raises(Refused, match="閉じています"):
        done(whole(new.station, to=closed), small.hq_clerk)


@pytest.mark.parametrize("state", sorted(ON_ITS_WAY))
def test_one_case_on_its_way_keeps_the_whole_station(state, desks, new):
    application_at(S.REPORTED, desks)
    application_at(state, desks)
    with pytest.raises(Refused):
        done(whole(desks.station, to=new.station), desks.hq_clerk)
    assert left_at(new.station) == set()
    assert Station.objects.get(pk=desks.station.pk).valid_to is None


def test_the_day_is_today_or_before_it_and_after_the_station_was_opened(desks, new):
    tomorrow = timezone.localdate() + dt.timedelta(days=2)
    for day, word in ((tomorrow, "先の日付"), (desks.station.valid_from, "開いた日より後")):
        problems = tried(whole(desks.station, to=new.station, on=day), desks.hq_clerk).problems
        assert any(word in reason.sentence for reason in problems)


def test_the_old_desk_reads_its_closed_books_and_nothing_else(small, new):
    done(whole(small.station, to=new.station), small.hq_clerk)
    client = client_of(small.clerk)
    names = ("home", "cases", "groups", "register", "ledger", "deadlines", "trainings", "custody", "groups_left", "commissions", "returns")  # fmt: skip
    assert {name: client.get(reverse(name)).status_code for name in names} == dict.fromkeys(names, 200)
    supervisor = client_of(councils.people.supervisor(small.station))
    for name in (
        "home",
        "councils",
        "council_members",
        "council_meetings",
        "council_opinions",
        "council_years",
    ):
        assert supervisor.get(reverse(name)).status_code == 200, name
    scope.restore()


def test_the_chain_holds_after_it(small, new):
    done(whole(small.station, to=new.station), small.hq_clerk)
    with connection.cursor() as cursor:
        assert verify(cursor).is_whole


def test_the_first_acts_at_the_new_station_go_through_for_each_kind_of_case(small, new):
    """The walls of the moved rows let the new desk work on them: it takes each case into its hands."""
    cases = [
        application_at(S.RECEIVED, small),
        returns.return_at(returns.R.RECEIVED, small),
        revocations.revocation_at(revocations.R.FOUND, small),
    ]
    done(whole(small.station, to=new.station), small.hq_clerk)
    with scope_of(new.clerk):
        standing = Certification.objects.filter(state="active").first()
        perform(standing, "record_activity", by=new.clerk, added=[(DAY + dt.timedelta(days=1)).isoformat()])
        assert standing.group.activity_days.filter(station=new.station).exists()
        moved = [type(case).objects.get(pk=case.pk) for case in cases]
        assert [case.handler for case in moved] == [None] * len(cases)
        taken = hand_over(moved, new.clerk.staff, "", new.clerk)
        assert [each.why for each in taken] == [[]] * len(cases)
        assert [type(case).objects.get(pk=case.pk).handler for case in cases] == [new.clerk.staff] * len(
            cases
        )
        acts = StateChange.objects.filter(transition="assign", station=new.station)
        assert set(acts.values_list("case_label", flat=True)) == {case._meta.label for case in moved}
    scope.restore()
