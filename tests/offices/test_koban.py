"""A koban is closed: another takes over, or it goes on under another station; its councils with it (decision 23)."""

import datetime as dt

import pytest

from casework.models import Koban, StateChange
from casework.models.base import CHANGE_OF_STATION
from casework.workflow import Refused, perform
from liaison_councils.models import Council, CouncilArea, Meeting, Person, Term
from tests.factories import councils, people
from tests.factories.councils import CouncilDesks, active, appointed, now, reported
from tests.factories.offices import MOVED, done, koban, tried
from tests.factories.places import KobanFactory, StationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_bytes")]


@pytest.fixture
def at():
    return councils.desks()


def test_a_koban_merged_into_its_neighbour_hands_its_council_on(at):
    other, council = KobanFactory(station=at.station), active(at)
    term = appointed(at, council)
    before = StateChange.objects.count()
    done(koban(at.koban, other), at.division)
    council = now(council)
    assert (council.koban, council.station) == (other, at.station)
    assert Koban.objects.get(pk=at.koban.pk).valid_to == MOVED - dt.timedelta(days=1)
    assert [(a.koban_id, a.to_on) for a in council.areas.order_by("pk")] == [
        (at.koban.pk, MOVED),
        (other.pk, None),
    ]
    assert council.events.last().note == f"所管替え　{at.koban}から{other}へ"
    assert now(term).council == council
    assert StateChange.objects.count() == before + 3  # the act at either side, and the council
    assert people.koban_officer(other).post.koban_id in council.koban_ids()


def test_an_area_that_was_joined_already_ends_and_does_not_stand_twice(at):
    other = KobanFactory(station=at.station)
    unit = active(
        at, kind="unit", name="合同協議会", areas=[{"koban": k.pk, "part": ""} for k in (at.koban, other)]
    )
    done(koban(at.koban, other), at.division)
    assert [area.koban_id for area in now(unit).covered()] == [other.pk]


def test_a_council_with_another_home_covers_the_koban_that_goes_on(at):
    other, third = KobanFactory(station=at.station), KobanFactory(station=at.station)
    unit = active(
        at,
        kind="unit",
        at_koban=third,
        name="合同協議会",
        areas=[{"koban": k.pk, "part": ""} for k in (at.koban, third)],
    )
    done(koban(at.koban, other), at.division)
    assert {area.koban_id for area in now(unit).covered()} == {third.pk, other.pk}
    assert now(unit).koban == third


def test_a_koban_goes_on_under_another_station_with_all_of_its_council(at):
    council, new = active(at), StationFactory()
    term = appointed(at, council)
    meeting = reported(at, council, on=dt.date(2026, 5, 20))
    said = councils.opinion(at, council)
    change = done(koban(at.koban, to=new), at.division)
    goes_on = change.to_koban
    assert (goes_on.name, goes_on.station, goes_on.valid_from) == (at.koban.name, new, MOVED)
    for row in (council, term, meeting, said):
        assert now(row).station == new, row
    assert Person.objects.get(pk=term.person_id).station == new
    assert now(council).koban == goes_on
    assert CouncilArea.objects.get(council=council, to_on=None).koban == goes_on
    moved = StateChange.objects.filter(transition=CHANGE_OF_STATION).values_list("case_label", flat=True)
    assert sorted(moved) == sorted(
        ["casework.ChangeOfStation", *(row._meta.label for row in (council, term, meeting, said))]
    )


def test_who_sits_on_a_council_that_stays_is_known_at_both_stations(at):
    neighbour = CouncilDesks(at.station, koban=KobanFactory(station=at.station), chief=at.chief, supervisor=at.supervisor, division=at.division)  # fmt: skip
    council, stays, new = active(at), active(neighbour), StationFactory()
    term = appointed(at, council)
    other = appointed(neighbour, stays, person=term.person)
    done(koban(at.koban, to=new), at.division)
    mine, theirs = now(term).person, now(other).person
    assert (mine.station, theirs.station) == (new, at.station)
    assert mine.pk != theirs.pk
    assert mine.name == theirs.name
    assert mine.search_key == theirs.search_key
    assert Term.objects.filter(person=theirs).count() == 1


def test_what_was_held_together_is_not_torn_apart(at):
    neighbour = CouncilDesks(at.station, koban=KobanFactory(station=at.station), chief=at.chief, supervisor=at.supervisor, division=at.division)  # fmt: skip
    council, stays, new = active(at), active(neighbour), StationFactory()
    appointed(at, council)
    appointed(neighbour, stays)
    reported(at, council, stays, on=dt.date(2026, 5, 20))
    problems = tried(koban(at.koban, to=new), at.division).problems
    assert [f"移さない協議会（{stays}）と一緒に開いた会議" in reason.sentence for reason in problems] == [
        True
    ]
    done(koban(at.koban, neighbour.koban), at.division)  # within the station nothing parts
    assert Meeting.objects.get().councils.count() == 2


def test_a_name_that_the_other_station_has_already_is_said_first(at):
    new = CouncilDesks(StationFactory(), division=at.division)
    active(at, name="中央連絡協議会")
    active(new, name="中央連絡協議会")
    problems = tried(koban(at.koban, new.koban), at.division).problems
    assert [reason.sentence for reason in problems] == [
        f"{new.station}に同じ連絡協議会があります（中央連絡協議会）。先にどちらかを改めてください。"
    ]


def test_a_council_that_is_not_to_go_on_is_ended_by_the_chief_first(at):
    other, council = KobanFactory(station=at.station), active(at)
    with pytest.raises(Refused, match="署長が統合、廃止"):
        done(koban(at.koban, other, follow=False), at.division)
    perform(council, "abolish", by=at.chief, on=councils.DAY, note="統合による")
    done(koban(at.koban, other, follow=False), at.division)
    assert now(council).koban == at.koban
    assert Council.objects.standing().count() == 0


def test_a_koban_is_the_community_divisions(at):
    other = KobanFactory(station=at.station)
    with pytest.raises(Refused):
        tried(koban(at.koban, other), people.headquarters(at.station.prefecture))
