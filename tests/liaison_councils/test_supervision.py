"""第7: support and liaison, headquarters' remarks and their answers, what the staff were taught."""

import datetime as dt

import pytest

from casework.models import StateChange
from casework.workflow import Refused, perform
from liaison_councils.models import Remark, SupportRequest
from liaison_councils.models.opening import ask_support, remark
from liaison_councils.presenters.supervision import open_remarks
from liaison_councils.rules import contacts
from tests.factories import councils, people
from tests.factories.councils import DAY, now
from tests.factories.places import KobanFactory, PrefectureFactory
from tests.liaison_councils import table

pytestmark = pytest.mark.django_db
NEXT, LATER = DAY + dt.timedelta(days=1), DAY + dt.timedelta(days=2)
TOLD = {"kind": "presence", "asked_of": "交通課", "content": "自転車の話をしてほしい"}


@pytest.fixture
def at():
    return councils.desks()


@pytest.fixture
def council(at):
    return councils.active(at)


def support(at, council, on=DAY, **changed):
    return now(ask_support(council, by=at.supervisor, on=on, **TOLD | changed))


def made(at, on=DAY, **changed):
    return now(
        remark(
            at.station,
            by=at.division,
            on=on,
            **{"text": "予定がない", "due_on": None, "council": None} | changed,
        )
    )


def done(case, name, by, on=DAY, **told):
    perform(case, name, by=by, on=on, **told)
    return now(case)


# --- support and liaison (第7(1), 第7(2)) ------------------------------------------------------------------------------


@pytest.mark.clause("LC-7-1-c", "LC-7-2", "LC-5-5")
def test_every_act_on_a_request_by_every_role(at, council):
    assert table.declared(SupportRequest) == {"asked": {"answer": "given", "withdraw": "withdrawn"}}
    cases = {
        "asked": support(at, council),
        "given": done(support(at, council), "answer", at.supervisor, answer_text="行く"),
        "withdrawn": done(support(at, council), "withdraw", at.chief, note="要らない"),
    }
    acts = {"answer": {"answer_text": "行く"}, "withdraw": {"note": "要らない"}}
    may = dict.fromkeys(acts, ("supervisor", "chief"))
    found, wanted = table.tried(at, cases, acts, may, DAY)
    assert found == wanted
    assert [found["asked", name, "chief"] for name in acts] == ["given", "withdrawn"]


@pytest.mark.clause("LC-7-1-c")
@pytest.mark.parametrize(
    ("changed", "said"),
    [({"asked_of": " "}, "依頼する先を書いてください"), ({"content": ""}, "依頼することを書いてください")],
)
def test_a_request_says_whom_and_what(at, council, changed, said):
    with pytest.raises(Refused, match=said):
        support(at, council, **changed)
    assert not SupportRequest.objects.exists()


@pytest.mark.clause("LC-7-2", "LC-5-5")
def test_officers_of_another_section_are_asked_to_a_meeting_of_the_council_alone(at, council):
    other = councils.active(at, name="ほか", at_koban=KobanFactory(station=at.station))
    councils.appointed(at, council)
    meeting = councils.meeting(at, council, on=NEXT)
    request = support(at, council, meeting=meeting)
    assert (request.meeting, request.get_kind_display()) == (meeting, "他部門の係員の参加")
    with pytest.raises(Refused, match="この協議会の会議を選んで"):
        support(at, other, meeting=meeting)
    with pytest.raises(Refused, match="回答を書いて"):
        perform(request, "answer", by=at.supervisor, on=DAY, answer_text=" ")
    with pytest.raises(Refused, match="理由を書いて"):
        perform(request, "withdraw", by=at.supervisor, on=DAY, note="")
    with pytest.raises(Refused, match="前の手続の日"):
        perform(support(at, council, on=NEXT), "answer", by=at.supervisor, on=DAY, answer_text="行く")


def test_open_requests_are_those_that_wait(at, council):
    waiting = support(at, council)
    done(support(at, council), "withdraw", at.chief, note="要らない")
    assert list(SupportRequest.objects.open()) == [waiting]


def test_a_koban_officer_asks_for_the_own_council_alone(at, council):
    colleague = people.koban_officer(KobanFactory(station=at.station))
    with pytest.raises(Refused, match="所管区の勤務員"):
        ask_support(council, by=colleague, on=DAY, **TOLD)
    assert ask_support(council, by=at.officer, on=DAY, **TOLD).state == "asked"


# --- headquarters (第7(3)) -------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-7-3")
def test_every_act_on_a_remark_by_every_role(at, council):
    assert table.declared(Remark) == {
        "made": {"answer": "answered", "settle": "settled"},
        "answered": {"ask_again": "made", "settle": "settled"},
    }
    cases = {
        "made": made(at),
        "answered": done(made(at, council=council), "answer", at.chief, answer_text="10月に開く"),
        "settled": done(made(at), "settle", at.division),
    }
    acts = {"answer": {"answer_text": "10月に開く"}, "ask_again": {"note": "日は"}, "settle": {}}
    may = {"answer": ("supervisor", "chief"), "ask_again": ("division",), "settle": ("division",)}
    found, wanted = table.tried(at, cases, acts, may, DAY)
    assert found == wanted
    assert found["made", "answer", "supervisor"] == "answered"


@pytest.mark.clause("LC-7-3")
def test_a_remark_goes_to_and_fro_and_keeps_every_word(at):
    row = made(at, due_on=LATER)
    row = done(row, "answer", at.supervisor, NEXT, answer_text="10月に開く")
    row = done(row, "ask_again", at.division, LATER, note="日を回答してください")
    assert (row.state, row.text, row.answered_on) == ("made", "予定がない\n日を回答してください", None)
    row = done(row, "answer", at.chief, LATER, answer_text="10月14日に開く")
    row = done(row, "settle", at.division, LATER)
    assert (row.state, row.settled_on, row.answer_text) == ("settled", LATER, "10月14日に開く")
    kept = StateChange.objects.of_case(row).select_related("payload").order_by("seq")
    assert [(each.transition, each.clause) for each in kept] == [
        (name, "LC-7-3") for name in ("open", "answer", "ask_again", "answer", "settle")
    ]
    assert kept[1].payload.content["answer_text"] == "10月に開く"


@pytest.mark.clause("LC-7-3")
def test_a_remark_that_says_nothing_or_names_another_stations_council_is_refused(at):
    foreign = councils.active(councils.desks())
    for changed, said in (
        ({"text": " "}, "指導の内容を書いて"),
        ({"due_on": DAY - dt.timedelta(days=1)}, "指導した日より前にできません"),
        ({"council": foreign}, "この署の協議会を選んで"),
    ):
        with pytest.raises(Refused, match=said):
            made(at, **changed)
    for by in (at.supervisor, at.chief, at.officer, people.inspector(at.station.prefecture)):
        with pytest.raises(Refused, match="本部の地域課の職が行います"):
            remark(at.station, by=by, on=DAY, text="x", due_on=None)


@pytest.mark.clause("LC-7-3")
def test_another_prefectures_division_guides_nobody_here(at):
    stranger = people.community_division(PrefectureFactory(code="24", name="三重県"))
    with pytest.raises(Refused, match="本部の地域課の職が行います"):
        remark(at.station, by=stranger, on=DAY, text="x", due_on=None)
    with pytest.raises(Refused, match="本部の地域課の職が行います"):
        perform(made(at), "settle", by=stranger, on=DAY)


@pytest.mark.clause("LC-7-3")
def test_a_remark_waits_on_the_home_of_who_is_next(at, council, django_assert_num_queries):
    asked, other = made(at, council=council), councils.desks()
    answered = done(made(at, text="二"), "answer", at.supervisor, answer_text="x")
    done(made(at, text="三"), "settle", at.division)
    waiting = {}
    for name in ("officer", "supervisor", "chief", "division"):
        waiting[name] = [row.remark for row in open_remarks(getattr(at, name))]
    assert waiting == {"officer": [], "supervisor": [asked], "chief": [asked], "division": [answered]}
    assert open_remarks(other.supervisor) == []
    with django_assert_num_queries(1):
        (row,) = open_remarks(at.chief)
        assert (row.word, row.label, row.url) == (
            "回答待ち",
            "署の回答を書く",
            f"/councils/remarks/{asked.pk}/",
        )
        assert str(row.remark.council) == str(council)


# --- who was taught (第7(1)) -----------------------------------------------------------------------------------------


@pytest.mark.clause("LC-7-1-a")
@pytest.mark.parametrize(
    ("name", "since", "expected"),
    [
        ("木村 結", DAY, NEXT),
        ("木村 結", NEXT, NEXT),
        ("木村 結", LATER, None),  # taught before the present posting
        ("村 結", DAY, None),  # the end of somebody else's name
        ("木村 結子", DAY, None),
        ("三島 楓", DAY, DAY),
    ],
)
def test_somebody_is_taught_by_name_whatever_the_rank_and_since_the_posting(name, since, expected):
    lessons = [
        contacts.Taught(DAY, ("巡査 木村 結", "三島 楓")),
        contacts.Taught(NEXT, ("巡査部長 木村 結",)),
    ]
    assert contacts.last_taught(name, since, lessons) == expected


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (dt.date(2026, 8, 31), dt.date(2026, 2, 28)),
        (dt.date(2028, 8, 31), dt.date(2028, 2, 29)),
        (dt.date(2026, 4, 1), dt.date(2025, 10, 1)),
    ],
)
def test_half_a_year_is_long_without_a_visit(today, day):
    assert contacts.visited_before(today, 6) == day
