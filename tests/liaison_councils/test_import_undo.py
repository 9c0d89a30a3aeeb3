"""A list taken in twice, taken out again, and by whom."""

import datetime as dt

import pytest

from casework.models import StateChange
from casework.workflow import Refused, perform
from liaison_councils.models import Council, ListRegistration, Person, Term
from tests.factories import councils as world
from tests.factories.places import StationFactory
from tests.liaison_councils.lists import (
    TODAY,
    a_known_person,
    council_of,
    councils,
    members,
    planned,
    taken,
    verdicts,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return world.desks()


# --- twice, and taken out ----------------------------------------------------------------------------------------------


def test_the_same_rows_again_change_nothing(at):
    tables = (
        councils(council_of(at)),
        members(
            {"協議会": str(at.koban)},
            {"協議会": str(at.koban), "氏名": "西 一", "ふりがな": "", "生年月日": ""},
        ),
    )
    taken(at.supervisor, *tables)
    plan = planned(at.supervisor, *tables)
    assert {line.outcome for line in plan.lines} == {"known"}
    with pytest.raises(Refused, match="新しく登録する行がありません"):
        taken(at.supervisor, *tables)
    assert (Council.objects.count(), Person.objects.count(), Term.objects.count()) == (1, 2, 2)


def test_an_undone_list_leaves_no_trace_but_in_the_history(at):
    kept = a_known_person(at)
    tables = (
        councils({"協議会の名称": "金融会", "種別": "職種等", "職種・目的": "強盗の防止"}),
        members({"協議会": "金融会", "氏名": "髙橋 守"}, {"協議会": "金融会"}),
    )
    taken(at.supervisor, *tables)
    (made,) = ListRegistration.objects.all()
    perform(made, "undo", by=at.supervisor, on=TODAY, note="古い名簿だった")
    assert list(Council.objects.all()) == [kept.council]
    assert list(Person.objects.all()) == [kept.person]
    assert list(Term.objects.all()) == [kept]
    acts = StateChange.objects.filter(case_label="liaison_councils.Term", transition="undo_registration")
    assert [(act.before, act.after) for act in acts] == [("appointed", "")] * 2


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (lambda at, home: world.meeting(at, home, on=dt.date(2026, 11, 20), entered=TODAY), "会議・意見・委員などの記録"),
        (lambda at, home: world.opinion(at, home, on=TODAY), "会議・意見・委員などの記録"),
        (lambda at, home: world.nominated(at, home, on=TODAY), "会議・意見・委員などの記録"),
        (lambda at, home: perform(home, "visit", by=at.officer, on=TODAY, term=home.terms.get().pk, whom="", content="聞いた"), "委員の出席・訪問"),
        (lambda at, home: perform(home, "suspend", by=at.chief, on=TODAY, note="工事"), "協議会の手続が進みました"),
        (lambda at, home: perform(home.terms.get(), "intend", by=at.officer, on=TODAY, intent="again"), "委員の手続が進みました"),
    ],
)  # fmt: skip
def test_what_a_later_act_touched_is_not_undone(at, later, words):
    taken(at.supervisor, councils(council_of(at)), members({"協議会": str(at.koban)}))
    later(at, Council.objects.get())
    with pytest.raises(Refused, match=words):
        perform(ListRegistration.objects.get(), "undo", by=at.supervisor, on=TODAY, note="誤り")
    assert Council.objects.exists()


def test_headquarters_registers_all_stations_and_a_station_only_its_own(at):
    other = world.CouncilDesks(StationFactory(prefecture=at.station.prefecture))
    rows = councils(
        {"署": at.station.name, "交番・駐在所": str(at.koban)}, {"署": f"{other.station.name}警察署", "交番・駐在所": str(other.koban)},
        {"署": "", "交番・駐在所": str(at.koban)},
    )  # fmt: skip
    mine = verdicts(planned(at.supervisor, rows))
    assert [outcome for outcome, _ in mine][:2] == ["new", "fault"]
    assert "この机の署にありません" in mine[1][1]
    taken(other.division, rows)
    assert {each.station for each in Council.objects.all()} == {at.station, other.station}
    assert ListRegistration.objects.count() == 2
    with pytest.raises(Refused):
        taken(at.chief, councils(council_of(at, 協議会の名称="別の会")))
