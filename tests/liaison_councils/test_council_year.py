"""The year of councils on the screen (第5の2): cells, words, tones, what comes next; every station in a line; queries."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from casework.models import PrefectureProfile, ProfileValue, ReadLog
from casework.workflow import open_all, perform, perform_all
from casework.years import Year
from liaison_councils.models import Council, CouncilArea
from liaison_councils.models.opening import remark
from liaison_councils.presenters import year as words
from liaison_councils.rules import frequency
from liaison_councils.views import reading
from tests.blue_patrol.paging import get, main
from tests.factories import councils as make
from tests.factories import people
from tests.factories.councils import DAY, now
from tests.factories.places import KobanFactory, PostingFactory, StationFactory
from tests.liaison_councils.clicking import beyond_frame

pytestmark = pytest.mark.django_db
NOW = dt.date(2026, 9, 9)


@pytest.fixture
def at(monkeypatch):
    """A station on 9 September of 令和8年度."""
    noon = dt.datetime.combine(NOW, dt.time(3), dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    return make.desks(name="桜見坂")


def council(at, name, **changed):
    case = make.active(at, name=name, kind="unit", areas=[{"koban": at.koban.pk, "part": name}], **changed)
    make.appointed(at, case)
    return case


def row(page: str, name: str) -> str:
    """The words of one council's row in the grid."""
    return re.search(rf"{name}(?:自所)? ?単位.*?(済み\d回 予定\d回)", page)[0]


# --- cells, words, tones ----------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-5-2")
def test_each_month_shows_what_was_held_is_planned_or_was_left_unrecorded(at):
    case = council(at, "甲")
    make.held(at, case, on=dt.date(2026, 5, 21))
    make.meeting(at, case, on=dt.date(2026, 6, 25))
    make.meeting(at, case, on=dt.date(2026, 10, 14))
    stopped = make.meeting(at, case, on=dt.date(2026, 12, 1))
    perform(stopped, "cancel", by=at.supervisor, on=DAY, note="x")
    late = make.meeting(at, case, on=dt.date(2026, 7, 1))
    perform(late, "postpone", by=at.supervisor, on=DAY, note="x", planned_on=dt.date(2027, 1, 20))
    found = row(main(get(at.supervisor, "/councils/")), "甲")
    assert "開催21日（令和8年5月21日の定期会議）" in found
    assert "未記録25日（令和8年6月25日の定期会議）" in found
    assert "予定14日（令和8年10月14日の定期会議）" in found
    assert "延期20日（令和9年1月20日の定期会議）" in found
    assert "12月1日" not in found
    assert "2回の見込み済み1回 予定1回" in found


@pytest.mark.clause("LC-5-3")
def test_an_extraordinary_meeting_stands_apart_and_counts_for_nothing(at):
    case = council(at, "甲")
    called = make.meeting(at, case, on=dt.date(2026, 8, 3), kind="extraordinary", reason="車上ねらいが続く")
    make.hold(at, called, dt.date(2026, 8, 3))
    found = row(main(get(at.supervisor, "/councils/")), "甲")
    assert "臨時3日（令和8年8月3日の臨時会議）" in found
    assert "2回足りない済み0回 予定0回" in found


@pytest.mark.clause("LC-5-2")
@pytest.mark.parametrize(
    ("held", "planned", "tone", "word"),
    [
        (2, 0, "good", "2回済み"),
        (1, 1, "go", "2回の見込み"),
        (1, 0, "care", "1回足りない"),
        (0, 0, "care", "2回足りない"),
    ],
)
def test_how_it_stands_in_the_first_half_while_there_is_time(at, held, planned, tone, word):
    case = council(at, "甲")
    for month in range(held):
        make.held(at, case, on=dt.date(2026, 5 + month, 1))
    for month in range(planned):
        make.meeting(at, case, on=dt.date(2026, 10 + month, 1))
    page = get(at.supervisor, "/councils/")
    assert f'<span class="state state-{tone}">{word}</span>' in page.content.decode()


def test_the_lead_says_how_many_lack_and_how_long_there_is_time(at):
    full, bare = council(at, "甲"), council(at, "乙")
    for month in (5, 6):
        make.held(at, full, on=dt.date(2026, month, 1))
    page = main(get(at.supervisor, "/councils/"))
    assert "2の協議会のうち、1で定期会議が年2回に足りません。年度は、あと6か月あります。" in page
    make.meeting(at, bare, on=dt.date(2026, 10, 1))
    make.meeting(at, bare, on=dt.date(2026, 11, 1))
    assert "2の協議会のすべてで、定期会議が年2回に足りています" in main(get(at.supervisor, "/councils/"))


@pytest.mark.clause("LC-5-2")
def test_a_meeting_of_several_councils_stands_in_each_of_their_rows(at):
    cases = [council(at, "甲"), council(at, "乙")]
    make.held(at, *cases, on=dt.date(2026, 5, 21))
    page = main(get(at.supervisor, "/councils/"))
    assert all("開催21日" in row(page, name) for name in ("甲", "乙"))


# --- years ------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-5-2")
def test_each_year_is_counted_by_the_minimum_in_force_in_it(at):
    council(at, "甲")
    old = PrefectureProfile.today_of(at.station.prefecture)
    PrefectureProfile.objects.filter(pk=old.pk).update(valid_to=dt.date(2027, 3, 31))
    new = PrefectureProfile.objects.create(
        prefecture=at.station.prefecture, version="新", valid_from=dt.date(2027, 4, 1)
    )
    ProfileValue.objects.create(
        profile=new, key="council_meetings_a_year", label="x", content=3, clause="LC-5-2", basis="S"
    )
    assert "年2回に対して" in main(get(at.supervisor, "/councils/"))
    page = main(get(at.supervisor, "/councils/?year=2027"))
    assert "令和9年度（4月から3月まで）" in page
    assert "3回足りない" in page
    assert "年3回に対して" in page


@pytest.mark.clause("LC-5-2")
def test_the_year_is_the_calendars_where_the_prefecture_counts_so(at):
    council(at, "甲")
    ProfileValue.objects.filter(key="council_year").update(content="calendar")
    page = main(get(at.supervisor, "/councils/"))
    assert "令和8年（1月から12月まで）" in page
    assert "協議会1月2月3月" in page
    assert "年は、あと3か月あります。" in page
    assert "令和7年（1月から12月まで）" in main(get(at.supervisor, "/councils/?year=2025"))


def test_a_past_year_says_what_was_wanting_and_asks_for_nothing(at):
    make.active(at, on=dt.date(2025, 4, 1), name="甲", kind="unit")
    page = main(get(at.supervisor, "/councils/?year=2025"))
    assert "2回足りなかった" in page
    assert "足りませんでした" in page
    assert "まず行うこと" not in page
    assert "いまはありません" in page


@pytest.mark.parametrize("asked", ["0", "9999", "x", "-1", "20²6"])
def test_a_year_that_is_none_is_the_present_one(at, asked):
    assert "令和8年度（4月から3月まで）" in main(get(at.supervisor, f"/councils/?year={asked}"))


@pytest.mark.clause("LC-5-2")
def test_a_council_owes_for_the_months_in_which_it_was_active(at):
    make.active(at, on=dt.date(2026, 9, 9), name="今月から", kind="unit")
    page = main(get(at.supervisor, "/councils/"))
    assert "1回足りない" in page
    resting = make.active(at, name="休む", kind="unit")
    perform(resting, "suspend", by=at.chief, on=dt.date(2026, 5, 1), note="x")
    assert "求める回数なし" in main(get(at.supervisor, "/councils/"))


days = st.dates(dt.date(2025, 1, 1), dt.date(2028, 1, 1))


@given(st.lists(days, min_size=1, max_size=6), st.sampled_from(["fiscal", "calendar"]), st.integers(0, 4))
def test_what_is_owed_counts_the_months_of_its_spans_one_by_one(turns, kind, minimum):
    """Against every day of the year looked at for itself."""
    turns = sorted(turns)
    events = [("establish" if place % 2 == 0 else "suspend", day) for place, day in enumerate(turns)]
    spans = frequency.active_spans(events)
    year = Year(kind, 2026)
    first, last = year.bounds
    every = [first + dt.timedelta(days=step) for step in range((last - first).days + 1)]
    months = {
        (day.year, day.month)
        for day in every
        if any(begins <= day and (ends is None or day <= ends) for begins, ends in spans)
    }
    assert frequency.owed(minimum, spans, year) == minimum * len(months) // 12


# --- what comes next ------------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-7-1-b")
def test_what_comes_next_is_said_by_its_weight(at):
    unrecorded, near, bare = council(at, "甲"), council(at, "乙"), council(at, "丙")
    make.planned(at, name="丁", kind="unit")
    make.meeting(at, unrecorded, on=dt.date(2026, 6, 25))
    make.meeting(at, near, on=dt.date(2026, 9, 17))
    make.held(at, bare, on=dt.date(2026, 5, 1))
    page = main(get(at.supervisor, "/councils/"))
    said = [
        "甲の6月25日の定期会議の結果を入れる",
        "9月17日の定期会議の案内が、まだ記録されていません。",
        "済み1回、予定0回です。",
        "4月1日に設ける予定です。",
    ]
    places = [page.index(each) for each in said]
    assert places == sorted(places)
    assert page.index("まず行うこと") < places[0]
    assert "あと8日" in page


def test_the_replies_that_are_missing_are_counted(at):
    case = council(at, "甲")
    make.appointed(at, case)
    meeting = make.announced(at, case, on=dt.date(2026, 9, 17))
    first = meeting.participants.filter(kind="member").first()
    perform(meeting, "reply", by=at.officer, on=NOW, replies={str(first.pk): "yes"})
    assert "委員2人のうち1人から返事がありました。" in main(get(at.supervisor, "/councils/"))


@pytest.mark.clause("LC-5-2")
def test_the_month_of_last_year_helps_to_plan(at):
    case = make.active(at, on=dt.date(2025, 4, 1), name="甲", kind="unit")
    make.appointed(
        at, case, on=dt.date(2025, 4, 1), starts_on=dt.date(2025, 4, 1), ends_on=dt.date(2027, 3, 31)
    )
    make.held(at, case, on=dt.date(2026, 1, 14), entered=dt.date(2025, 12, 1))
    assert "前の年は1月に開きました。" in main(get(at.supervisor, "/councils/"))


@pytest.mark.clause("LC-3-6")
def test_a_koban_officers_own_council_comes_first(at):
    other = KobanFactory(station=at.station)
    make.active(at, at_koban=other, name="あいうえお協議会", kana="あいうえおきょうぎかい")
    make.active(at, name="わをん協議会", kana="わをんきょうぎかい")
    page = main(get(at.officer, "/councils/"))
    assert page.index("わをん協議会自所") < page.index("あいうえお協議会所管区")
    assert "わをん協議会の定期会議を、2回とも予定に入れる" in page.split("まず行うこと")[1][:60]
    page = main(get(at.supervisor, "/councils/"))
    assert page.index("あいうえお協議会所管区") < page.index("わをん協議会所管区")
    assert "自所" not in page


@pytest.mark.clause("LC-3-5")
def test_members_whose_term_ends_soon_or_has_ended_are_named(at):
    case = council(at, "甲")
    for ends_on, intent in (
        (dt.date(2026, 8, 31), ""), (dt.date(2026, 9, 30), "again"), (dt.date(2026, 10, 31), ""), (dt.date(2026, 12, 10), ""),
    ):  # fmt: skip
        name = f"{ends_on.month}月の人"
        term = make.appointed(at, case, typed=make.person(name=name), ends_on=ends_on)
        if intent:
            perform(term, "intend", by=at.officer, on=NOW, intent=intent)
    page = main(get(at.supervisor, "/councils/")).split("任期の終わりが近い委員", 1)[1]
    assert re.findall(r"(\d+月の人)甲\s*R8\.\s*(\d+)\.\s*(\d+) (満了|あと\d+日)", page) == [
        ("8月の人", "8", "31", "満了"), ("9月の人", "9", "30", "あと21日"), ("10月の人", "10", "31", "あと52日"),
    ]  # fmt: skip
    assert "再任の内諾あり" in page
    assert "まだ聞いていない" in page


def test_a_page_with_names_leaves_one_row_in_the_read_log(at):
    council(at, "甲")
    get(at.supervisor, "/councils/")
    assert list(ReadLog.objects.values_list("what", flat=True)) == ["連絡協議会の年間の表"]


# --- headquarters -----------------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-7-3")
def test_headquarters_follows_every_station_in_a_line(at):
    case = council(at, "甲")
    make.held(at, case, on=dt.date(2026, 5, 1), entered=DAY)
    make.meeting(at, case, on=dt.date(2026, 6, 25))
    make.opinion(at, case)
    remark(at.station, by=at.division, on=NOW, text="予定を立てること", due_on=None)
    StationFactory(name="南浜田")
    division, inspector = (
        people.community_division(at.station.prefecture),
        people.inspector(at.station.prefecture),
    )
    for actor in (division, inspector):
        page = main(get(actor, "/councils/"))
        assert re.search(r"桜見坂 11回0回1回 1（予定がまだ） 100％（1/1人）1件1件", page), page
        assert re.search(r"南浜田 00回0回0回 なし まだない0件0件", page)
        assert "2署の計" in page
        grid = main(get(actor, f"/councils/?station={at.station.pk}"))
        assert "開催1日" in row(grid, "甲")


@pytest.mark.clause("LC-7-3")
def test_headquarters_reads_and_writes_nothing(at):
    council(at, "甲")
    page = main(get(at.division, f"/councils/?station={at.station.pk}"))
    assert "協議会を設ける" not in page


def test_a_post_that_may_not_read_councils_has_no_entry(at):
    clerk = people.clerk(at.station)
    assert get(clerk, "/councils/").status_code == 403
    assert 'href="/councils/"' not in get(clerk, "/").content.decode()
    assert 'href="/councils/"' in get(at.officer, "/").content.decode()


@pytest.mark.clause("LC-7-3")
def test_a_stations_line_counts_what_its_grid_shows(at):
    """The lean reading for many stations against the full one for a grid, year by year."""
    cases = [council(at, name) for name in "甲乙丙"]
    make.held(at, *cases[:2], on=dt.date(2026, 5, 1), entered=DAY)
    make.meeting(at, cases[0], on=dt.date(2026, 6, 25))
    make.meeting(at, cases[1], on=dt.date(2027, 2, 1))
    late = make.meeting(at, cases[2], on=dt.date(2026, 10, 1))
    perform(late, "postpone", by=at.supervisor, on=NOW, note="x", planned_on=None)
    called = make.meeting(at, cases[2], on=dt.date(2026, 8, 3), kind="extraordinary", reason="x")
    make.hold(at, called, dt.date(2026, 8, 3))
    perform(cases[1], "rename", by=at.chief, on=NOW, name="新乙", kana="", area="", purpose="", note="x",
            areas=[{"koban": at.koban.pk, "part": "乙"}])  # fmt: skip
    make.planned(at, name="丁", kind="unit")
    for number in (2025, 2026, 2027):
        year = Year("fiscal", number)
        full = words.rows_of(reading.councils_of(Council.objects.all(), year), year, 2, at.division, NOW)
        lean = words.counted(reading.counted_councils(Council.objects.all(), year), year, 2, NOW)
        told = [{row.council.pk: (row.tally, row.tone, row.word) for row in rows} for rows in (full, lean)]
        assert told[0] == told[1]
        assert len(full) == (1 if number == 2025 else 4)


# --- queries ----------------------------------------------------------------------------------------------------------------


def many(at, count: int) -> list[Council]:
    """Councils in a few acts, whatever their number; each with two meetings."""
    cases = [
        Council(station=at.station, kind="unit", name=f"協議会{number}", koban=at.koban)
        for number in range(count)
    ]
    for case in cases:
        case.fill_keys()
    open_all(cases, by=at.supervisor, on=DAY)
    CouncilArea.objects.bulk_create(
        CouncilArea(station=at.station, council=case, koban=at.koban, part=case.name) for case in cases
    )
    officer = {"role": "manager", "staff": None, "rank": "警部補", "name": "桐谷 冴"}
    perform_all(cases, "name_officer", by=at.chief, on=DAY, **officer)
    perform_all(cases, "establish", by=at.chief, on=DAY, note="x")
    cases = [now(case) for case in cases]
    for month in (6, 10):
        make.meeting(at, *cases, on=dt.date(2026, month, 1))
    return cases


@pytest.mark.parametrize("rows", [1, 30])
def test_the_year_takes_three_queries_and_headquarters_four(at, rows):
    for case in many(at, rows)[:3]:
        make.appointed(at, case)
    assert beyond_frame(at.supervisor, "/councils/") == beyond_frame(at.officer, "/councils/") == 3
    assert beyond_frame(at.division, f"/councils/?station={at.station.pk}") == 4
    assert beyond_frame(at.division, "/councils/?view=year") == 4


@pytest.mark.parametrize("stations", [1, 45])
def test_the_stations_take_three_queries_and_the_list_three(at, stations):
    for _ in range(stations - 1):
        StationFactory()
    many(at, 3)
    at.division = people.community_division(at.station.prefecture)
    assert beyond_frame(at.division, "/councils/", reads=0) == 3
    lists = [
        beyond_frame(actor, "/councils/?view=list&q=協議会", reads=0)
        for actor in (at.supervisor, at.division)
    ]
    assert lists == [3, 3]


@pytest.mark.parametrize("rows", [1, 12])
def test_a_council_takes_seven_queries(at, rows):
    case = council(at, "甲")
    for _ in range(rows):
        make.appointed(at, case)
        make.opinion(at, case)
        PostingFactory(post=at.officer.post)
        make.held(at, case, on=dt.date(2026, 5, 1), entered=DAY)
    asked = [
        beyond_frame(actor, f"/councils/{case.pk}/")
        for actor in (at.officer, at.supervisor, at.chief, at.division)
    ]
    assert asked == [7] * 4
    planned = make.planned(at, name="準備", kind="unit")
    assert [beyond_frame(actor, f"/councils/{planned.pk}/") for actor in (at.supervisor, at.chief)] == [7, 7]


@pytest.mark.parametrize("rows", [1, 20])
def test_the_first_pages_take_three_queries_and_the_chiefs_four(at, rows):
    many(at, rows)
    assert beyond_frame(at.officer, "/", reads=0) == beyond_frame(at.supervisor, "/", reads=0) == 3
    assert beyond_frame(at.division, "/", reads=0) == 3
    assert beyond_frame(at.chief, "/") == 4
