"""What lists of members say, every rule of theirs: a row, its verdict and the words beside it; who somebody is."""

import datetime as dt

import pytest

from casework.models import StateChange
from casework.workflow import Refused, perform
from liaison_councils.models import Council, Person, Term
from liaison_councils.models.registration.verdicts import OTHER
from tests.factories import councils as world
from tests.factories.councils import now
from tests.liaison_councils.lists import (
    TODAY,
    a_known_person,
    council_of,
    councils,
    members,
    one,
    planned,
    second,
    taken,
    verdicts,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return world.desks()


# --- members and terms (第3の3, 第3の5) ---------------------------------------------------------------------------------


@pytest.mark.clause("LC-3-3")
@pytest.mark.clause("LC-3-5")
def test_a_member_enters_with_the_term_of_the_list(at):
    home = world.active(at)
    taken(
        at.supervisor,
        members({"協議会": home.name, "氏名": "髙橋　守", "通算の期": "3", "委嘱状の番号": "地12"}),
    )
    term = Term.objects.select_related("person").get()
    assert (term.state, term.person.name, term.person.occupation) == ("appointed", "髙橋　守", "農業")
    assert (term.starts_on, term.ends_on, term.appointed_on) == (
        dt.date(2026, 4, 1), dt.date(2028, 3, 31), dt.date(2026, 4, 1),
    )  # fmt: skip
    assert (term.ordinal, term.document_number, term.category) == (3, "地12", "resident")
    (act,) = StateChange.objects.of_case(term)
    assert (act.transition, act.label, act.clause) == ("register", "名簿からの登録", "LC-3-3")
    perform(term, "intend", by=at.officer, on=TODAY, intent="again")


@pytest.mark.clause("LC-3-5")
@pytest.mark.parametrize(
    ("changed", "outcome", "words"),
    [
        ({"協議会": "どこかの会"}, "fault", "ファイルにも登録にもありません"),
        ({"協議会": ""}, "fault", "空です"),
        ({"氏名": ""}, "fault", "空です"),
        ({"任期開始日": ""}, "fault", "空です"),
        ({"任期満了日": "R7.3.31"}, "fault", "より前です"),
        ({"任期満了日": ""}, "new", "2年の任期とし"),
        ({"任期満了日": "R11.3.31"}, "new", "2年より長くなっています"),
        ({"任期満了日": "R13.3.31"}, "fault", "4年を超えています"),
        ({"任期開始日": "H30.4.1", "任期満了日": "R2.3.31"}, "fault", "設置の日"),
        ({"任期開始日": "R9.4.1", "任期満了日": "R11.3.31"}, "fault", "委嘱した日を書いてください"),
        ({"任期開始日": "R9.4.1", "任期満了日": "R11.3.31", "委嘱年月日": "R8.9.1"}, "new", ""),
        ({"生年月日": "R20.1.1"}, "fault", "今日より後"),
        ({"生年月日": "", "年齢": "66"}, "new", "年齢だけでは"),
        ({"年齢": "50"}, "new", "50歳とあります"),
        ({"性別": "？"}, "new", "男・女として読めない"),
        ({"通算の期": "0"}, "fault", "1から99"),
        ({"退任年月日": "R8.6.1"}, "skipped", "退任した委員"),
    ],
)
def test_what_is_said_of_a_member(at, changed, outcome, words):
    home = world.active(at, on=dt.date(2019, 4, 1))
    found = one(at, {"協議会": home.name, **changed}, members)
    assert found[0] == outcome
    assert words in found[1]


@pytest.mark.clause("LC-3-5")
def test_a_term_that_is_over_stays_until_somebody_decides_and_an_earlier_one_is_left_out(at):
    home = world.active(at, on=dt.date(2019, 4, 1))
    past = {"協議会": home.name, "任期開始日": "R6.4.1", "任期満了日": "R8.3.31"}
    assert "もう満了しています" in one(at, past, members)[1]
    plan = planned(at.supervisor, members(past, {"協議会": home.name}))
    assert [outcome for outcome, _ in verdicts(plan)] == ["skipped", "new"]


def test_the_members_of_a_council_are_found_by_its_koban_and_in_the_same_file(at):
    taken(at.supervisor, councils(council_of(at)), members({"協議会": str(at.koban)}, {"協議会": at.koban.name, "氏名": "別 人", "ふりがな": "べつ じん"}))  # fmt: skip
    assert Council.objects.get().terms.count() == 2


def test_who_belongs_to_a_council_at_fault_waits_for_it(at):
    plan = planned(at.supervisor, councils(council_of(at, 種別="謎")), members({"協議会": str(at.koban)}))
    assert "2行目）を先に直してください" in verdicts(plan)[1][1]


@pytest.mark.clause("LC-3-3")
def test_nobody_joins_a_council_that_ended_or_is_being_prepared(at):
    home = world.planned(at)
    assert "委員を登録できません" in one(at, {"協議会": home.name}, members)[1]
    perform(home, "drop", by=at.supervisor, on=world.DAY, note="見送り")
    assert "ファイルにも登録にもありません" in one(at, {"協議会": home.name}, members)[1]


def test_a_number_of_members_beyond_the_aim_is_told_before_the_act(at):
    plan = planned(at.supervisor, councils(council_of(at)), members({"協議会": str(at.koban)}))
    assert any("委員は1人になります（5人から10人が目安です）" in line for line in plan.cautions)


# --- who somebody is ---------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-3-3")
def test_a_variant_of_a_known_name_is_asked_about_and_never_merged(at):
    term, home = a_known_person(at), second(at)
    row = {"協議会": home.name, "氏名": "高橋 守", "生年月日": ""}
    plan = planned(at.supervisor, members(row))
    assert verdicts(plan)[0][0] == "asked"
    assert [like.person for like in plan.alike["1", 2]] == [term.person]
    with pytest.raises(Refused, match="新しく登録する行がありません"):
        taken(at.supervisor, members(row))
    same = planned(at.supervisor, members(row), columns={"1": {"who": {"2": f"p{term.person_id}"}}})
    assert same.members[0].person == term.person
    other = planned(at.supervisor, members(row), columns={"1": {"who": {"2": OTHER}}})
    assert (other.lines[0].outcome, other.members[0].person) == ("new", None)
    wrong = planned(at.supervisor, members(row), columns={"1": {"who": {"2": "p999999"}}})
    assert wrong.lines[0].outcome == "asked"


def test_a_reading_alone_is_asked_about_and_another_day_of_birth_is_another_person(at):
    a_known_person(at)
    home = second(at)
    row = {"協議会": home.name, "氏名": "高梁 真守", "ふりがな": "タカハシ マモル", "生年月日": "S35.1.2"}
    assert one(at, row, members)[0] == "asked"
    assert one(at, row | {"生年月日": "S36.1.2"}, members)[0] == "new"


def test_the_same_name_and_day_of_birth_is_the_same_person_and_said_so(at):
    term, home = a_known_person(at), second(at)
    taken(at.supervisor, members({"協議会": home.name, "氏名": "髙橋 守", "職業": "酒店"}))
    assert Person.objects.count() == 1
    assert home.terms.get().person == term.person
    assert now(term).person.occupation == "町内会長"  # what stands is not written over


@pytest.mark.clause("LC-3-5")
def test_terms_of_one_person_in_one_council_never_overlap(at):
    term = a_known_person(at)
    row = {
        "協議会": term.council.name,
        "氏名": "髙橋 守",
        "任期開始日": "R9.4.1",
        "任期満了日": "R11.3.31",
        "委嘱年月日": "R8.9.1",
    }
    assert "任期と重なります" in one(at, row, members)[1]
    follows = {"任期開始日": "R10.4.1", "任期満了日": "R12.3.31"}
    plan = planned(at.supervisor, members(row | follows))
    assert (plan.lines[0].outcome, plan.members[0].ordinal) == ("new", 2)


def test_two_rows_of_a_file_are_one_person_only_when_they_say_so_or_an_officer_does(at):
    first, other = world.active(at), second(at)
    rows = members(
        {"協議会": first.name},
        {"協議会": other.name},
        {"協議会": other.name, "氏名": "委員 一郎", "生年月日": ""},
    )
    plan = planned(at.supervisor, rows)
    assert [outcome for outcome, _ in verdicts(plan)] == ["new", "new", "asked"]
    assert plan.members[1].same is plan.members[0]
    told = planned(at.supervisor, rows, columns={"1": {"who": {"4": "r1!2"}}})
    assert "任期と重なります" in verdicts(told)[2][1]
    taken(at.supervisor, rows)
    assert (Person.objects.count(), Term.objects.count()) == (1, 2)


def test_a_candidate_of_the_council_is_appointed_on_the_page(at):
    home = world.active(at)
    term = world.nominated(at, home, typed=world.person(name="髙橋 守", birth_date=dt.date(1960, 1, 2)))
    assert "候補です" in one(at, {"協議会": home.name, "氏名": term.person.name}, members)[1]
