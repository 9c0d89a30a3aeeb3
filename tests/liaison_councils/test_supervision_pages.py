"""訪問, 指導, 支援, 本部の指導 and the year on the screens: lists in two queries, acts clicked once, nobody else's found."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.models import ProfileValue, StateChange
from casework.workflow import perform
from casework.years import FISCAL, Year
from liaison_councils.models import Remark, SupportRequest, YearReport
from tests.blue_patrol.acting import era, fault_beside, text
from tests.blue_patrol.paging import get, main, pdf_text, reads
from tests.factories import councils, people
from tests.factories.councils import DAY, now
from tests.factories.places import KobanFactory, PrefectureFactory, StaffFactory, StationFactory
from tests.liaison_councils import test_supervision as told
from tests.liaison_councils import test_years as years
from tests.liaison_councils.access_supervision import EXPECTED, KEYS
from tests.liaison_councils.clicking import beyond_frame, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return councils.CouncilDesks(StationFactory(name="桜見坂"))


@pytest.fixture
def council(at):
    return councils.active(at)


def visit(at, council, term=None, on=DAY, whom="", content="夜の店の様子を聞いた"):
    key = term.pk if term else None
    perform(now(council), "visit", by=at.officer, on=on, term=key, whom=whom, content=content)


# --- visits ----------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-3-8", "LC-7-1-b")
def test_visits_are_found_by_member_council_and_day(at, council):
    other = councils.active(at, name="川辺協議会", at_koban=KobanFactory(station=at.station))
    term = councils.appointed(at, council, typed=councils.person(name="渡邊 百合", kana="わたなべ ゆり"))
    visit(at, council, term)
    perform(
        now(other),
        "visit",
        by=at.supervisor,
        on=DAY + dt.timedelta(days=9),
        term=None,
        whom="道路課",
        content="照明",
    )

    def found(query):
        page = main(get(at.supervisor, f"/councils/visits/{query}"))
        return [name for name in ("渡邊 百合", "道路課") if name in page]

    both = ["渡邊 百合", "道路課"]
    wanted = {
        "": both, "?q=渡辺": both[:1], "?q=わたなべ": both[:1], "?q=道路": both[1:], f"?council={other.pk}": both[1:],
        "?since=R8.4.2": both[1:], "?until=令和8年4月1日": both[:1], "?since=R8.4.1&until=R8.4.10": both, "?since=いつか": both,
    }  # fmt: skip
    assert {query: found(query) for query in wanted} == wanted
    assert "「いつか」は日付として読めません" in main(get(at.supervisor, "/councils/visits/?since=いつか"))
    assert reads(at.supervisor)[0] == "訪問一覧"


@pytest.mark.clause("LC-3-8")
def test_who_was_not_visited_for_long_is_listed_the_oldest_first(at, council):
    today = timezone.localdate()
    span = {"starts_on": today - dt.timedelta(days=300), "ends_on": today + dt.timedelta(days=400)}
    never, long_ago, lately, gone = (
        councils.appointed(at, council, typed=councils.person(name=name), **span)
        for name in ("一郎", "二郎", "三郎", "四郎")
    )
    visit(at, council, long_ago, on=today - dt.timedelta(days=200))
    visit(at, council, lately, on=today - dt.timedelta(days=200))
    visit(at, council, lately, on=today - dt.timedelta(days=20))
    perform(gone, "resign", by=at.chief, on=today, last_on=today - dt.timedelta(days=1), note="転居")
    page = main(get(at.supervisor, "/councils/visits/?view=open"))
    names = [name for name in ("一郎", "二郎", "三郎", "四郎") if name in page]
    assert names == ["一郎", "二郎"]
    assert page.index("一郎") < page.index("二郎")
    assert "記録なし" in page
    assert never.person.name == "一郎"
    ProfileValue.objects.filter(key="council_visit_long_months").update(content=9)
    page = main(get(at.supervisor, "/councils/visits/?view=open"))
    assert "9か月より長く訪問していない" in page
    assert "二郎" not in page


# --- instruction of the staff ------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-7-1-a")
def test_the_list_names_who_taught_whom_what_and_when(at, council):
    taught = {"taught": ["巡査 木村 結"], "topics": ["purpose", "method"], "note": "新任者へ"}
    perform(council, "instruct", by=at.supervisor, on=DAY, **taught)
    page = main(get(at.chief, "/councils/instructions/"))
    for words in ("巡査 木村 結", "目的、方法", "新任者へ", str(at.supervisor.staff), str(council)):
        assert words in page


@pytest.mark.clause("LC-7-1-a")
def test_who_was_never_taught_since_the_posting_stands_first(at, council):
    koban = KobanFactory(station=at.station)
    new, early = StaffFactory(name="新任 一子"), StaffFactory(name="古参 二郎")
    people.koban_officer(at.koban, staff=new, starts_on=DAY + dt.timedelta(days=5))
    people.koban_officer(at.koban, staff=early)
    people.koban_officer(koban, staff=StaffFactory(name="隣の 三郎"))
    councils.active(at, name="あの協議会", at_koban=koban)
    told_names = [str(new), str(early), str(at.officer.staff)]
    perform(now(council), "instruct", by=at.supervisor, on=DAY, taught=told_names, topics=["aim"], note="")
    page = main(get(at.supervisor, "/councils/instructions/?view=open"))
    assert page.count("新任 一子") == page.count("隣の 三郎") == page.count("古参 二郎") == 1
    perform(
        now(council), "instruct", by=at.supervisor, on=DAY + dt.timedelta(days=6), taught=[str(new)], topics=["aim"], note=""
    )  # fmt: skip
    page = main(get(at.supervisor, "/councils/instructions/?view=open"))
    assert "全員に指導した" in page
    assert page.index("あの協議会") < page.index(str(council))
    assert "署を選んでください" in main(get(at.division, "/councils/instructions/?view=open"))
    assert "隣の 三郎" in main(get(at.division, f"/councils/instructions/?view=open&station={at.station.pk}"))


# --- support and liaison -----------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-7-1-c", "LC-7-2")
def test_a_request_from_its_form_to_its_answer(at, council):
    councils.appointed(at, council)
    meeting = councils.meeting(at, council, on=DAY + dt.timedelta(days=30))
    sent = told.TOLD | {"meeting": meeting.pk, "on": era(DAY)}
    bad = send(at.officer, "council_support_new", council, **sent | {"asked_of": "", "kind": ""})
    assert fault_beside(bad, "asked_of")
    assert fault_beside(bad, "kind")
    assert "自転車の話をしてほしい" in text(bad)
    answer = send(at.officer, "council_support_new", council, **sent)
    request = SupportRequest.objects.get()
    assert (answer.url, request.meeting) == (f"/councils/support/{request.pk}/", meeting)
    page = main(get(at.supervisor, answer.url))
    for words in ("交通課への依頼", "他部門の係員の参加", "依頼中", "回答を記録する", "の定期会議"):
        assert words in page
    assert "自転車の話" in main(get(at.chief, "/councils/support/"))
    assert (
        send(at.chief, "council_support_answer", request, answer_text="係長が行く", on=era(DAY)).status_code
        == 302
    )
    assert "係長が行く" in main(get(at.officer, answer.url))
    assert "自転車の話" not in main(get(at.chief, "/councils/support/"))
    assert "自転車の話" in main(get(at.chief, "/councils/support/?state=all"))


# --- headquarters' remarks ---------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-7-3")
def test_a_remark_goes_from_headquarters_to_the_station_and_back(at, council):
    page = text(get(at.division, f"/councils/remarks/new/?council={council.pk}"))
    assert f'<option value="{council.pk}" selected>' in page
    sent = {
        "station": at.station.pk, "council": council.pk, "text": "予定がない", "due_on": era(DAY + dt.timedelta(days=14)), "on": era(DAY),
    }  # fmt: skip
    other = councils.active(councils.desks())
    wrong = send(at.division, "council_remark_new", **sent | {"council": other.pk})
    assert "この署の協議会を選んで" in fault_beside(wrong, "council")
    assert "予定がない" in text(wrong)
    early = send(at.division, "council_remark_new", **sent | {"due_on": era(DAY - dt.timedelta(days=1))})
    assert "指導した日より前にできません" in fault_beside(early, "due_on")
    answer = send(at.division, "council_remark_new", **sent)
    row = Remark.objects.get()
    assert answer.url == f"/councils/remarks/{row.pk}/"
    assert "署の回答を書く" in main(get(at.supervisor, answer.url))
    assert (
        send(at.supervisor, "council_remark_answer", row, answer_text="10月に開く", on=era(DAY)).status_code
        == 302
    )
    page = main(get(at.division, answer.url))
    for words in ("10月に開く", "了とする", "もう一度たずねる"):
        assert words in page
    assert send(at.division, "council_remark_again", row, note="日は", on=era(DAY)).status_code == 302
    assert "前の回答" in main(get(at.chief, answer.url))
    assert send(at.chief, "council_remark_answer", row, answer_text="14日", on=era(DAY)).status_code == 302
    assert send(at.division, "council_remark_settle", row, on=era(DAY)).status_code == 302
    assert "予定がない" not in main(get(at.chief, "/councils/remarks/"))
    assert "予定がない" in main(get(at.chief, "/councils/remarks/?state=all"))


# --- the year ----------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-5-2", "LC-7-1-b")
def test_a_year_is_closed_with_a_reason_beside_each_row_and_acknowledged(at):
    years.fulfilled(at, name="足りる協議会")
    short = years.council_of(at, name="足りない協議会")
    page = main(get(at.chief, "/councils/years/?year=2025"))
    for words in (
        "2の協議会のうち、1が最低の回数に足りませんでした",
        "2回足りない",
        "2回済み",
        "100%",
        "この年を締める",
    ):
        assert words in page
    reason = f"reason_{short.pk}"
    blank = send(at.chief, "council_year_close", query="?year=2025", **{reason: " ", "on": era(years.CLOSED)})
    assert "理由を入力してください" in fault_beside(blank, reason)
    told_now = {reason: "災害の対応", "on": era(years.CLOSED)}
    key = uuid.uuid4()
    answer = send(at.chief, "council_year_close", query="?year=2025", key=key, **told_now)
    report = YearReport.objects.get()
    assert answer.url == f"/councils/years/{report.pk}/"
    rows = StateChange.objects.count()
    assert send(at.chief, "council_year_close", query="?year=2025", key=key, **told_now).url == answer.url
    again = send(at.chief, "council_year_close", query="?year=2025", **told_now)
    assert "すでに締められています" in text(again)
    assert StateChange.objects.count() == rows
    assert "災害の対応" in main(get(at.officer, answer.url))
    assert "開催状況集計表" in pdf_text(get(at.officer, f"/councils/years/{report.pk}/paper/"))
    assert send(at.division, "council_year_see", report, on=era(years.CLOSED)).status_code == 302
    assert "本部で確認" in main(get(at.chief, "/councils/years/?year=2025"))
    page = main(get(at.division, "/councils/years/?year=2025"))
    assert "桜見坂警察署" in page
    assert "本部で確認" in page


@pytest.mark.clause("LC-5-2", "LC-7-3")
def test_a_reopened_year_shows_the_records_again_and_keeps_what_was_written(at):
    short = years.council_of(at, name="足りない協議会")
    report = years.close(at, reasons={str(short.pk): "災害の対応"})
    assert send(at.division, "council_year_reopen", report, note="", on=era(years.CLOSED)).status_code == 422
    assert (
        send(at.division, "council_year_reopen", report, note="漏れ", on=era(years.CLOSED)).status_code == 302
    )
    page = main(get(at.supervisor, f"/councils/years/{report.pk}/"))
    for words in ("締めは取り消されています", "締め直す", "無効になりました", "漏れ"):
        assert words in page
    assert get(at.supervisor, f"/councils/years/{report.pk}/paper/").status_code == 404
    form = text(get(at.supervisor, "/councils/years/close/?year=2025"))
    assert "災害の対応</textarea>" in form
    told_now = {f"reason_{short.pk}": "災害の対応", "on": era(years.CLOSED)}
    assert (
        send(at.supervisor, "council_year_close", query="?year=2025", **told_now).url
        == f"/councils/years/{report.pk}/"
    )
    assert now(report).state == "closed"


def test_what_stands_against_closing_is_said_before_anything_is_typed(at, monkeypatch):
    in_may = dt.datetime(2026, 5, 11, 3, tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: in_may)
    council = years.fulfilled(at)
    assert "まだ終わっていません" in main(get(at.chief, "/councils/years/close/?year=2026"))
    waiting = councils.meeting(at, council, on=dt.date(2026, 3, 20), entered=dt.date(2026, 2, 2))
    page = main(get(at.chief, "/councils/years/close/"))
    assert "結果を記録していない会議が1回あります" in page
    assert "この年を締める</button>" not in page
    perform(waiting, "cancel", by=at.supervisor, on=dt.date(2026, 3, 20), note="x")
    assert "令和7年度を締める" in main(get(at.chief, "/councils/years/close/"))


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 200), ("?year=2026", 200), ("?year=2027", 404), ("?year=1800", 404), ("?year=x", 200), ("?year=9" + "9" * 30, 200)],
)  # fmt: skip
def test_a_year_that_cannot_be_is_not_found(at, query, status):
    assert get(at.chief, f"/councils/years/{query}").status_code == status


def test_the_draft_of_a_running_year_is_printed_for_one_station(at):
    years.fulfilled(at)
    assert "開催状況集計表" in pdf_text(get(at.chief, "/councils/years/paper/?year=2025"))
    assert get(at.division, "/councils/years/paper/?year=2025").url == "/councils/years/"
    named = get(at.division, f"/councils/years/paper/?year=2025&station={at.station.pk}")
    assert named.headers["Content-Type"] == "application/pdf"


# --- queries and doors ---------------------------------------------------------------------------------------------------------


def filled(at, number: int) -> dict:
    """Councils with a member, a visit, a lesson, a request and a remark each; the last of each kind."""
    for _ in range(number):
        council = years.fulfilled(at)
        visit_of = {"term": None, "whom": "道路課", "content": "照明"}
        perform(now(council), "visit", by=at.supervisor, on=DAY, **visit_of)
        perform(
            now(council), "instruct", by=at.supervisor, on=DAY, taught=["木村 結"], topics=["aim"], note=""
        )
        request, row = told.support(at, council), told.made(at, council=council)
    return {"council": council, "support": request, "remark": row, "year": years.close(at)}


LISTS = (
    "visits/", "visits/?view=open", "instructions/", "instructions/?view=open", "support/", "remarks/",
)  # fmt: skip


@pytest.mark.parametrize("number", [1, 6])
def test_lists_take_two_queries_three_with_a_value_of_the_prefecture_and_pages_seven(at, number):
    kept = filled(at, number)
    found = {}
    for who in ("officer", "supervisor", "division"):
        actor = getattr(at, who)
        named = f"instructions/?view=open&station={at.station.pk}"
        found |= {(who, path): beyond_frame(actor, f"/councils/{path}") for path in (*LISTS, named)}
        for name in ("support", "remark", "year"):
            path = reverse(f"council_{name}", args=[kept[name].pk])
            assert beyond_frame(actor, path) <= 7, (who, name)
        for query in ("?year=2025", "?year=2026"):
            assert beyond_frame(actor, f"/councils/years/{query}") <= 7, (who, query)
    assert {path: count for (_, path), count in found.items() if count > 2} == {"visits/?view=open": 3}


def test_nothing_of_another_station_or_prefecture_is_found(at):
    kept = filled(at, 1)
    other = councils.desks()
    division = people.community_division(PrefectureFactory(code="24", name="三重県"))
    found = {}
    for name, record in KEYS.items():
        who = EXPECTED[name][1]
        strangers = [
            actor
            for person, actor in (
                ("supervisor", other.supervisor),
                ("koban", other.officer),
                ("community", division),
            )
            if person in who
        ]
        path = reverse(name, args=[kept[record].pk])
        found[name] = {get(actor, path).status_code for actor in strangers}
    assert {name: codes for name, codes in found.items() if codes != {404}} == {}
    for path in LISTS:
        assert "桜見坂" not in main(get(division, f"/councils/{path}"))
    assert get(division, f"/councils/remarks/new/?council={kept['council'].pk}").status_code == 404
    assert "桜見坂" not in main(get(division, "/councils/years/"))


def test_each_page_opens_to_its_own_alone(at):
    kept = filled(at, 1)
    persons = {
        "koban": at.officer, "supervisor": at.supervisor, "chief": at.chief, "community": at.division, "clerk": people.clerk(at.station),
        "inspector": people.inspector(at.station.prefecture),
    }  # fmt: skip
    wrong = []
    for name, (_, who) in EXPECTED.items():
        path = reverse(name, args=[kept[KEYS[name]].pk] if name in KEYS else [])
        path += f"?station={at.station.pk}" if name == "council_year_draft" else ""
        wrong += [
            (name, person)
            for person, actor in persons.items()
            if (get(actor, path).status_code == 200) != (person in who)
        ]
    assert wrong == []


@pytest.mark.clause("LC-5-2")
def test_a_running_year_counts_what_is_planned(at):
    """Held once and planned once is enough for now; nothing planned is not."""
    today = timezone.localdate()
    year = Year.of(FISCAL, today)
    one, two = (
        years.council_of(at, on=year.bounds[0], members=0, name=name) for name in ("予定のある", "予定のない")
    )
    councils.meeting(at, one, on=today, entered=today)
    councils.meeting(at, one, on=today, entered=today, begins_at=dt.time(18), ends_at=dt.time(19))
    page = main(get(at.chief, "/councils/years/"))
    assert "2の協議会のうち、1は、予定を含めても最低の回数に足りません" in page
    assert "年の途中" in page
    councils.meeting(at, two, on=today, entered=today)
    councils.meeting(at, two, on=today, entered=today, begins_at=dt.time(18), ends_at=dt.time(19))
    assert "すべてが、予定を含めて最低の回数に足りています" in main(get(at.chief, "/councils/years/"))
