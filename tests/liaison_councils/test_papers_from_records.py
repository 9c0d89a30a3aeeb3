"""From the councils' records to the values of their papers: what each prints is what was recorded."""

import datetime as dt
import json

import pytest

from casework import paper_registry, papers
from casework.models import IssuedPaper
from casework.workflow import perform
from casework.years import FISCAL, Year
from liaison_councils.models import YearReport
from liaison_councils.models.opening import renew
from liaison_councils.papers import from_councils, from_meetings, from_people
from liaison_councils.papers.sources import SOURCES
from tests.factories import councils as make
from tests.factories import people

pytestmark = pytest.mark.django_db
DAY = make.DAY


@pytest.fixture
def at():
    return make.desks()


def plain(values: dict) -> dict:
    """What comes back from the database's JSON."""
    assert json.loads(json.dumps(values)) == values
    return values


@pytest.mark.clause("LC-3-1")
def test_the_list_of_councils_has_a_row_an_event_and_says_of_the_last_how_the_council_stands(at):
    council = make.active(at)
    make.appointed(at, council)
    perform(council, "suspend", by=at.chief, on=dt.date(2026, 6, 1), note="交番の建替え")
    perform(make.now(council), "resume", by=at.chief, on=dt.date(2026, 7, 1))
    found = plain(from_councils.setup_values(at.station, dt.date(2026, 6, 15)))
    assert [(row["event"], row["members"], row["on"]) for row in found["rows"]] == [
        ("設置", None, "2026-04-01"), ("休止", 1, "2026-06-01"),
    ]  # fmt: skip
    assert (found["active"], found["suspended"], found["ended"]) == (0, 1, 0)
    assert found["rows"][1]["manager"].endswith(at.officer.staff.name)
    assert found["rows"][1]["remarks"] == "交番の建替え"


@pytest.mark.clause("LC-4-1-1")
def test_the_list_names_the_council_that_another_went_into(at):
    old, new = make.active(at), make.active(at, name="新しい連絡協議会", kind="unit")
    perform(old, "merge", by=at.chief, on=dt.date(2026, 6, 1), into=[new.pk], note="所管区の統合")
    row = plain(from_councils.setup_values(at.station, dt.date(2026, 6, 1)))["rows"][-1]
    assert (row["event"], row["remarks"], row["members"], row["manager"]) == (
        "統合", "新しい連絡協議会へ　所管区の統合", None, "",
    )  # fmt: skip


@pytest.mark.clause("LC-3-3", "LC-3-4")
def test_candidates_stand_with_the_opinions_and_the_balance_of_the_council_to_be(at):
    council = make.active(at)
    make.appointed(at, council, typed=make.person(sex="female", birth_date=dt.date(1990, 1, 1)))
    term = make.nominated(
        at,
        council,
        typed=make.person(
            name="葛󠄀城 𠮷子", sex="male", birth_date=dt.date(1950, 4, 1), occupation="団子屋（駅前）"
        ),
    )
    perform(term, "consult", by=at.supervisor, on=DAY, section="交通課", opinion="異存ない")
    found = plain(from_people.candidates_values(council, DAY))
    (row,) = found["rows"]
    assert (row["name"], row["age"], row["sex"], row["category"], row["renewed"], row["opinions"]) == (
        "葛󠄀城 𠮷子", 76, "男", "住民", False, "交通課：異存ない",
    )  # fmt: skip
    counts = {(each["label"]): (each["candidates"], each["council"]) for each in found["balance"]}
    assert counts["女"] == (0, 1)
    assert counts["男"] == (1, 1)
    assert counts["70代以上"] == (1, 1)
    assert found["occupations"] == "候補者　団子屋1\n委嘱後　団子屋1、町内会長1"


def test_nobody_is_counted_twice_when_a_member_is_nominated_again(at):
    council = make.active(at)
    term = make.appointed(at, council)
    renew(term, by=at.supervisor, on=dt.date(2026, 11, 1), years=2, reason="引き続き信望が厚い")
    found = from_people.candidates_values(council, dt.date(2026, 11, 1))
    assert found["rows"][0]["renewed"] is True
    assert {each["council"] for each in found["balance"] if each["label"] == "男"} == {1}


@pytest.mark.clause("LC-3-2", "LC-3-6")
def test_the_roster_holds_members_and_officers_of_the_day(at):
    council = make.active(at)
    make.appointed(at, council, typed=make.person(name="髙﨑 花"))
    found = plain(from_councils.roster_values(council, DAY))
    assert [(row["name"], row["ends_on"]) for row in found["rows"]] == [("髙﨑 花", "2028-03-31")]
    assert ("運営責任者", at.officer.staff.name) in [
        (each["role"], each["name"]) for each in found["officers"]
    ]
    assert ("運営担当者", at.officer.staff.name) in [
        (each["role"], each["name"]) for each in found["officers"]
    ]
    assert plain(from_councils.roster_values(council, dt.date(2026, 3, 31)))["rows"] == []


@pytest.mark.clause("LC-3-7")
def test_who_presides_on_the_day_asks_the_members_and_reports(at):
    council = make.active(at)
    make.appointed(at, council)
    first = make.reported(at, council, on=dt.date(2026, 5, 20))
    other = people.koban_officer(at.koban).staff
    told = {"role": "manager", "staff": other.pk, "rank": other.rank, "name": other.name}
    perform(make.now(council), "name_officer", by=at.chief, on=dt.date(2026, 9, 1), **told)
    second = make.announced(at, make.now(council), on=dt.date(2026, 11, 5), entered=dt.date(2026, 9, 10))
    named = {
        (paper.case_pk, paper.form): paper.values["council"]["manager"]
        for paper in IssuedPaper.objects.filter(form__in=["L9", "L10"])
    }
    assert {key: name.split("　")[-1] for key, name in named.items()} == {
        (first.pk, "L9"): at.officer.staff.name, (first.pk, "L10"): at.officer.staff.name, (second.pk, "L9"): other.name,
    }  # fmt: skip


@pytest.mark.clause("LC-3-6")
def test_the_book_of_officers_keeps_who_was_released(at):
    council = make.active(at)
    other = people.koban_officer(at.koban).staff
    told = {"role": "manager", "staff": other.pk, "rank": "警部", "name": other.name}
    perform(council, "name_officer", by=at.chief, on=dt.date(2026, 9, 1), **told)
    rows = plain(from_councils.officers_values(make.now(council), dt.date(2026, 9, 2)))["rows"]
    managers = [(row["name"], row["from_on"], row["to_on"]) for row in rows if row["role"] == "運営責任者"]
    assert managers == [(at.officer.staff.name, "2026-04-01", "2026-09-01"), (other.name, "2026-09-01", None)]
    assert sum(row["role"] == "運営担当者" for row in rows) == 2


@pytest.mark.clause("LC-3-5")
def test_the_letter_is_signed_by_the_chief_of_its_day(at):
    council = make.active(at)
    term = make.appointed(at, council)
    found = plain(from_people.letter_values(term, dt.date(2027, 1, 1)))
    assert (found["appointed_on"], found["starts_on"], found["ends_on"]) == (
        "2026-04-01",
        "2026-04-01",
        "2028-03-31",
    )
    assert found["office"]["station_chief_name"] == at.chief.staff.name
    assert found["council"]["name"] == council.name


@pytest.mark.clause("LC-3-5")
@pytest.mark.parametrize("act", ["dismiss", "resign"])
def test_a_leaving_says_when_and_why(at, act):
    term = make.appointed(at, make.active(at))
    perform(
        term,
        act,
        by=at.chief,
        on=dt.date(2026, 10, 1),
        last_on=dt.date(2026, 9, 30),
        note="転居のため",
        document_number="桜見坂地発第34号",
    )
    found = plain(from_people.leaving_values(make.now(term), dt.date(2026, 10, 1)))
    assert (found["last_on"], found["reason"], found["issued_on"]) == (
        "2026-09-30",
        "転居のため",
        "2026-10-01",
    )
    assert (found["document_symbol"], found["document_number"]) == ("桜見坂地発", "34")
    wish = plain(from_people.resignation_values(make.now(term), dt.date(2026, 10, 1)))
    assert (wish["last_on"], wish["reason"], wish["issued_on"]) == (None, "", None)


@pytest.mark.clause("LC-5-2")
def test_the_plan_of_a_year_numbers_regular_meetings_and_leaves_out_what_fell_through(at):
    council = make.active(at)
    make.meeting(at, council, on=dt.date(2026, 10, 1))
    make.meeting(at, council, on=dt.date(2026, 6, 1))
    make.meeting(at, council, on=dt.date(2026, 7, 1), kind="extraordinary", reason="声掛けが続いている")
    gone = make.meeting(at, council, on=dt.date(2026, 8, 1))
    perform(gone, "cancel", by=at.supervisor, on=DAY, note="台風")
    make.meeting(at, council, on=dt.date(2027, 4, 1))
    (row,) = plain(from_councils.year_plan_values(at.station, Year(FISCAL, 2026), DAY))["rows"]
    assert [(each["on"], each["kind"], each["number"]) for each in row["meetings"]] == [
        ("2026-06-01", "定期", 1), ("2026-07-01", "臨時", None), ("2026-10-01", "定期", 2),
    ]  # fmt: skip
    assert row["minimum"] == 2


@pytest.mark.clause("LC-7-3")
def test_the_year_prints_its_frozen_rows_whatever_they_lack(at):
    rows = [
        {"council": "坂上交番連絡協議会", "kind": "area", "regular": 1, "missing": 1, "minimum": 2, "reason": "改修工事",
         "topics": ["自転車盗", "声掛け"]},
        {"council": "学校連絡協議会", "kind": "職種等", "topics": "通学路"}, {},
    ]  # fmt: skip
    report = YearReport(station=at.station, year=2026, rows=rows, closed_on=dt.date(2027, 4, 5))
    found = plain(from_councils.year_values(report, dt.date(2027, 4, 5)))
    assert [(row["kind"], row["regular"], row["topics"]) for row in found["rows"]] == [
        ("所管区", 1, "自転車盗、声掛け"), ("職種等", None, "通学路"), ("", None, ""),
    ]  # fmt: skip
    assert found["year"] == "令和8年度"


@pytest.mark.clause("LC-5-4")
def test_an_invitation_goes_to_members_and_guests_and_not_to_its_hosts(at):
    council = make.active(at)
    make.appointed(at, council, typed=make.person(name="髙﨑 花"))
    case = make.meeting(at, council, on=dt.date(2026, 6, 1))
    at.koban.phone = "0500-000-1110"
    at.koban.save()
    guests = [{"kind": "body", "name": "", "body": "坂上小学校PTA", "count": 3}]
    perform(case, "invite", by=at.supervisor, on=DAY, council=council.pk, people=guests)
    found = plain(from_meetings.invitation_values(make.now(case), DAY))
    assert [(each["kind"], each["name"] or each["body"]) for each in found["people"]] == [
        ("委員", "髙﨑 花"), ("機関・団体", "坂上小学校PTA"),
    ]  # fmt: skip
    assert (found["on"], found["begins_at"], found["number"]) == ("2026-06-01", "14:00", 1)
    assert (found["council"]["koban_phone"], found["reply_until"]) == ("0500-000-1110", None)
    listed = plain(from_meetings.attendance_values(make.now(case), DAY))
    assert [each["kind"] for each in listed["people"]] == ["委員", "運営担当者", "機関・団体"]


@pytest.mark.clause("LC-6", "LC-7-1-b")
def test_the_report_counts_members_by_council_and_tells_opinions_answers_and_what_comes_next(at):
    one, two = make.active(at), make.active(at, name="二つめの連絡協議会", kind="unit")
    make.appointed(at, one)
    make.appointed(at, two)
    make.appointed(at, two)
    earlier = make.opinion(at, one, content="街灯が切れている")
    perform(earlier, "answer", by=at.supervisor, on=DAY, reply="市が直した", measure="", measured_on=None)
    case = make.announced(at, one, two, on=dt.date(2026, 6, 1))
    absent = case.participants.filter(council=two, kind="member").first()
    case = make.hold(
        at, case, dt.date(2026, 6, 1), discussed="自転車の施錠", explained="発生の状況",
        present=[row.pk for row in case.participants.all() if row != absent],
    )  # fmt: skip
    perform(make.now(earlier), "read_back", by=at.supervisor, on=dt.date(2026, 6, 1), meeting=case.pk)
    make.opinion(at, one, on=dt.date(2026, 6, 1), meeting=case, content="駅裏が暗い")
    make.meeting(at, one, on=dt.date(2026, 10, 1), entered=dt.date(2026, 6, 2))
    found = plain(from_meetings.report_values(make.now(case), dt.date(2026, 6, 2)))
    figures = {each["council"]: (each["attended"], each["members"]) for each in found["figures"]}
    assert figures == {one.name: (1, 1), two.name: (1, 2)}
    assert [each["content"] for each in found["opinions"]] == ["駅裏が暗い"]
    assert [(each["content"], each["reply"]) for each in found["answers"]] == [
        ("街灯が切れている", "市が直した")
    ]
    assert found["next_on"] == "2026-10-01"
    assert absent.name not in [each["name"] for each in found["people"]]


@pytest.mark.clause("LC-6")
def test_the_public_minutes_hold_nothing_of_a_person(at):
    council = make.active(at)
    make.appointed(at, council, typed=make.person(name="髙﨑 花"))
    case = make.announced(
        at, council, on=dt.date(2026, 6, 1), agenda="自転車盗の状況\n髙﨑さんからの相談", place="髙﨑 花方"
    )
    case = make.hold(
        at, case, dt.date(2026, 6, 1), discussed="髙﨑委員から街灯の話があった", explained="髙﨑宅付近の被害"
    )
    told = {
        "explained": "",
        "discussed": "髙﨑委員の話",
        "remarks": "髙﨑委員が欠席の予定",
        "public_minutes": "街灯の話があった",
    }
    perform(case, "write_minutes", by=at.supervisor, on=dt.date(2026, 6, 1), **told)
    make.opinion(
        at,
        council,
        on=dt.date(2026, 6, 1),
        meeting=case,
        raiser_name="髙﨑 花",
        content="私、髙﨑の家の前が暗い",
    )
    whole = json.dumps(from_meetings.minutes_values(make.now(case), DAY), ensure_ascii=False)
    public = from_meetings.minutes_values(make.now(case), DAY, public=True)
    text = json.dumps(plain(public), ensure_ascii=False)
    assert "髙﨑" in whole
    names = ("髙﨑", at.officer.staff.name, at.chief.staff.name, at.supervisor.staff.name)
    assert [name for name in names if name in text] == []
    assert (public["discussed"], public["agenda"]) == ("街灯の話があった", "自転車盗の状況")
    assert sum(each["count"] for each in public["people"]) == 2


def test_public_minutes_that_are_not_approved_yet_lose_the_lines_that_name_somebody(at):
    council = make.active(at)
    make.appointed(at, council, typed=make.person(name="髙﨑 花"))
    case = make.held(at, council, on=dt.date(2026, 6, 1))
    told = {"explained": "", "discussed": "話合い", "remarks": "", "public_minutes": "街灯の話\n髙﨑委員の話"}
    perform(case, "write_minutes", by=at.supervisor, on=dt.date(2026, 6, 1), **told)
    assert from_meetings.minutes_values(make.now(case), DAY, public=True)["discussed"] == "街灯の話"


@pytest.mark.clause("LC-6")
def test_an_opinion_is_numbered_in_its_council(at):
    council = make.active(at)
    make.opinion(at, council)
    found = plain(
        from_meetings.opinion_values(make.opinion(at, council, content="横断歩道が消えている"), DAY)
    )
    assert (found["number"], found["content"], found["kind"], found["raiser"]) == (
        2,
        "横断歩道が消えている",
        "防犯",
        "委員",
    )
    assert found["state"] == "回答がまだ"


def test_every_paper_prints_from_records(at):
    council = make.active(at)
    term = make.appointed(at, council, typed=make.person(name="塚原 元"))
    make.nominated(at, council, typed=make.person(name="𠮷川 正", birth_date=None, sex="", kana=""))
    opinion = make.opinion(at, council)
    case = make.reported(at, council, on=dt.date(2026, 6, 1))
    report = YearReport(
        station=at.station, year=2026, rows=[{"council": council.name}], closed_on=dt.date(2027, 4, 5)
    )
    subjects = {
        "L1": at.station, "L2": council, "L3": council, "L4": term, "L5": term, "L5-2": term, "L5-3": term, "L7": council,
        "L9": case, "L10": case, "L11": case, "L12": opinion, "L13": report, "L14": case,
    }  # fmt: skip
    assert subjects.keys() == SOURCES.keys()
    made = {
        number: paper_registry.get(number).values_of(subject, DAY) for number, subject in subjects.items()
    }
    made["L8"] = from_councils.year_plan_values(at.station, Year(FISCAL, 2026), DAY)
    failed = [number for number, values in made.items() if not papers.get(number).render(values, draft=True)]
    assert failed == []


@pytest.mark.clause("LC-7-1-b")
def test_what_an_act_froze_is_what_its_paper_prints(at):
    council = make.active(at)
    make.appointed(at, council)
    case = make.reported(at, council, on=dt.date(2026, 6, 1))
    frozen = {paper.form: paper for paper in IssuedPaper.objects.of_case(case)}
    assert set(frozen) == {"L9", "L10", "L11"}
    assert frozen["L10"].values["document_number"] == "1"
    assert frozen["L10"].values["issued_on"] == "2026-06-01"
    assert frozen["L9"].values["figures"] == []
