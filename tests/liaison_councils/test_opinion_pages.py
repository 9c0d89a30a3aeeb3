"""意見・要望 on the screens: raised in one form, answered, read out; searched, marked when old; clicked once."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.models import ProfileValue, StateChange
from casework.workflow import perform
from liaison_councils.models import Opinion
from tests.blue_patrol.acting import client_of, era, fault_beside, text
from tests.blue_patrol.paging import get, main, pdf_text, reads
from tests.factories import councils, people, scope
from tests.factories.councils import DAY, now
from tests.factories.places import KobanFactory, PrefectureFactory, StationFactory
from tests.liaison_councils.access_opinions import EXPECTED, KEYS
from tests.liaison_councils.clicking import beyond_frame, send

pytestmark = pytest.mark.django_db
NEXT, LATER = DAY + dt.timedelta(days=10), DAY + dt.timedelta(days=20)
TYPED = {
    "content": "駅裏の駐輪場が暗い", "kind": "crime", "raiser": "member", "raiser_name": "榊原 百合", "section": "生活安全課", "meeting": "",
    "on": era(DAY),
}  # fmt: skip


@pytest.fixture
def at():
    return councils.CouncilDesks(StationFactory(name="桜見坂"))


@pytest.fixture
def council(at):
    found = councils.active(at)
    councils.appointed(at, found)
    return found


@pytest.mark.clause("LC-6")
def test_an_opinion_from_its_form_to_its_reading(at, council):
    meeting = councils.held(at, council, on=DAY)
    answer = send(at.officer, "council_opinion_new", council, **TYPED | {"meeting": meeting.pk})
    opinion = Opinion.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/councils/opinions/{opinion.pk}/")
    page = main(get(at.officer, answer.url))
    for words in (
        "駅裏の駐輪場が暗い",
        "回答を記録する",
        "生活安全課",
        "榊原 百合",
        "定期会議",
        "次の会議の議題に出ます",
    ):
        assert words in page
    told = {
        "reply": "照明を3基頼みました",
        "measure": "市へ申入れ",
        "measured_on": era(NEXT),
        "on": era(NEXT),
    }
    assert send(at.officer, "council_opinion_answer", opinion, **told).status_code == 302
    assert "回答した後に開催した会議が、まだありません" in main(
        get(at.officer, f"/councils/opinions/{opinion.pk}/read/")
    )
    second = councils.held(at, council, on=LATER)
    assert (
        send(at.officer, "council_opinion_read_back", opinion, meeting=meeting.pk).status_code == 422
    )  # before the answer
    assert send(at.officer, "council_opinion_read_back", opinion, meeting=second.pk).status_code == 302
    page = main(get(at.chief, f"/councils/opinions/{opinion.pk}/"))
    for words in (
        "読上げ済み",
        "定期会議で読み上げた",
        "市へ申入れ（令和8年4月11日）",
        "照明を3基頼みました",
        "が、回答を記録しました。",
    ):
        assert words in page
    assert now(opinion).closed_on == LATER


def test_what_is_typed_stays_when_something_is_wrong(at, council):
    answer = send(
        at.officer,
        "council_opinion_new",
        council,
        **TYPED | {"kind": "", "on": "令和99年", "section": "交\x00"},
    )
    assert answer.status_code == 422
    for field in ("kind", "on", "section"):
        assert fault_beside(answer, field), field
    for kept in ("駅裏の駐輪場が暗い", "令和99年", "榊原 百合"):
        assert kept in text(answer)
    late = send(at.officer, "council_opinion_new", council, **TYPED | {"on": "令和80年1月1日"})
    assert "までの日を入力してください" in fault_beside(late, "on")
    opinion = councils.opinion(at, council)
    odd = send(
        at.officer,
        "council_opinion_answer",
        opinion,
        reply="x",
        measure="",
        measured_on=era(DAY),
        on=era(DAY),
    )
    assert "とった措置を書いてください" in fault_beside(odd, "measure")
    assert Opinion.objects.count() == 1


def test_a_meeting_of_another_council_is_no_choice(at, council):
    other = councils.active(at, name="ほか", at_koban=KobanFactory(station=at.station))
    councils.appointed(at, other)
    meeting = councils.held(at, other, on=DAY)
    answer = send(at.officer, "council_opinion_new", council, **TYPED | {"meeting": meeting.pk})
    assert "一覧から選び直して" in fault_beside(answer, "meeting")


@pytest.mark.clause("LC-6")
def test_without_a_section_the_page_says_what_is_missing_and_leads_there(at, council):
    opinion = councils.opinion(at, council, section="")
    page = get(at.officer, f"/councils/opinions/{opinion.pk}/")
    assert "担当の課がまだ決まっていません" in main(page)
    assert f"/councils/opinions/{opinion.pk}/assign/" in text(page)
    refused = main(get(at.officer, f"/councils/opinions/{opinion.pk}/answer/"))
    assert "担当の課がまだ決まっていません" in refused
    assert "回答を記録する" not in refused
    kept = {name: TYPED[name] for name in ("content", "kind", "raiser", "raiser_name", "section")}
    assert send(at.officer, "council_opinion_assign", opinion, on=era(DAY), **kept).status_code == 302
    assert now(opinion).section == "生活安全課"


def test_reopening_and_ending_without_a_reading_are_the_supervisors(at, council):
    opinion = councils.opinion(at, council)
    send(at.officer, "council_opinion_answer", opinion, reply="x", measure="", measured_on="", on=era(DAY))
    assert send(at.officer, "council_opinion_reopen", opinion, note="違った", on=era(DAY)).status_code == 403
    scope.restore()
    assert (
        send(at.supervisor, "council_opinion_reopen", opinion, note="違った", on=era(DAY)).status_code == 302
    )
    assert (
        send(at.chief, "council_opinion_close", opinion, note="本人に伝えた", on=era(DAY)).status_code == 302
    )
    page = main(get(at.officer, f"/councils/opinions/{opinion.pk}/"))
    assert "終了（読上げなし）" in page
    assert "会議で読み上げずに終えた" in page
    assert "本人に伝えた" in page


# --- the list ------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-6")
def test_the_list_is_narrowed_and_marks_what_waits_for_long(at, council):
    today = timezone.localdate()
    other = councils.active(at, name="川辺協議会", at_koban=KobanFactory(station=at.station))
    old = councils.opinion(at, council, today - dt.timedelta(days=120), content="髙い塀がある")
    councils.opinion(
        at, other, today - dt.timedelta(days=20), content="川の音", kind="disaster", section="警備課"
    )
    closed = councils.opinion(at, council, today - dt.timedelta(days=10), content="済んだこと")
    perform(closed, "close_otherwise", by=at.supervisor, on=today, note="済")
    seen = {"高い": "髙い塀がある", "川": "川の音", "済": "済んだこと"}

    def found(query: str) -> list[str]:
        page = main(get(at.supervisor, f"/councils/opinions/{query}"))
        return [key for key, words in seen.items() if words in page]

    wanted = {
        "": ["高い", "川", "済"], "?q=高い": ["高い"], "?q=警備": ["川"], "?kind=disaster": ["川"], "?section=生活": ["高い", "済"],
        "?state=open": ["高い", "川"], "?state=closed": ["済"], "?older=90": ["高い"], "?older=30": ["高い"], f"?council={other.pk}": ["川"],
        "?older=7&state=x&kind=x": ["高い", "川", "済"], "?council=999999": ["高い", "川", "済"], "?q=%00": ["高い", "川", "済"],
    }  # fmt: skip
    assert {query: found(query) for query in wanted} == wanted
    page = main(get(at.supervisor, "/councils/opinions/?q=高い"))
    assert "長く回答がない" in page
    assert "受けてから120日" in page
    assert "長く回答がない" not in main(get(at.supervisor, "/councils/opinions/?q=川"))
    assert main(get(at.division, f"/councils/opinions/?station={at.station.pk}")).count("塀") == 1
    assert old.state == "received"
    ProfileValue.objects.filter(key="council_opinion_long_days").update(content=120)
    for address in ("/councils/opinions/?q=高い", f"/councils/opinions/{old.pk}/"):
        assert "長く回答がない" not in main(get(at.supervisor, address))


def test_the_list_turns_its_pages(at, council):
    for number in range(53):
        councils.opinion(at, council, DAY + dt.timedelta(days=number % 3), content=f"意見{number:03}番")
    first = get(at.supervisor, "/councils/opinions/")
    assert text(first).count("番</a>") == 50
    link = text(first).split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert text(get(at.supervisor, f"/councils/opinions/{link}")).count("番</a>") == 3


@pytest.mark.parametrize("rows", [1, 30])
def test_a_list_takes_four_queries_one_for_what_counts_as_long_and_a_page_at_most_seven(at, council, rows):
    for _ in range(rows):
        opinion = councils.opinion(at, council)
    counts = {}
    for who in ("officer", "supervisor", "division"):
        actor = getattr(at, who)
        counts[who] = [
            beyond_frame(actor, path) for path in ("/councils/opinions/", f"/councils/opinions/{opinion.pk}/")
        ]
    assert {who: pages[0] for who, pages in counts.items()} == {"officer": 4, "supervisor": 4, "division": 4}
    assert max(page for _, page in counts.values()) <= 7


# --- doors -----------------------------------------------------------------------------------------------------------------


def of_name(name, opinion) -> str:
    args = {"": [], "council": [opinion.council_id], "opinion": [opinion.pk]}[KEYS.get(name, "")]
    return reverse(name, args=args)


def test_another_stations_opinion_is_not_found_nor_another_prefectures(at, council):
    opinion = councils.opinion(at, council)
    other = councils.desks()
    division = people.community_division(PrefectureFactory(code="24", name="三重県"))
    answers = {}
    for name, (_, who) in EXPECTED.items():
        if name in KEYS:
            actor = other.supervisor if "supervisor" in who else other.officer
            answers[name] = [get(actor, of_name(name, opinion)).status_code]
            if "community" in who:
                answers[name].append(get(division, of_name(name, opinion)).status_code)
    assert {code for codes in answers.values() for code in codes} == {404}
    assert opinion.content not in main(get(division, "/councils/opinions/"))


def test_each_page_opens_to_its_own_alone(at, council):
    opinion = councils.opinion(at, council)
    persons = {
        "koban": at.officer, "supervisor": at.supervisor, "chief": at.chief, "community": at.division, "clerk": people.clerk(at.station),
        "inspector": people.inspector(at.station.prefecture),
    }  # fmt: skip
    wrong = [
        (name, person)
        for name, (_, who) in EXPECTED.items()
        if name != "council_opinion_paper"
        for person, actor in persons.items()
        if (get(actor, of_name(name, opinion)).status_code == 200) != (person in who)
    ]
    assert wrong == []


def test_a_colleague_of_another_koban_is_told_why_not(at, council):
    colleague = people.koban_officer(KobanFactory(station=at.station))
    page = main(get(colleague, f"/councils/{council.pk}/opinions/new/"))
    assert "この協議会の所管区の勤務員か、署の地域課の指導者が行います" in page
    assert "記録する</button>" not in page
    sent = send(colleague, "council_opinion_new", council, **TYPED)
    assert sent.status_code == 422
    opinion = councils.opinion(at, council)
    told = {"reply": "x", "measure": "", "measured_on": "", "on": era(DAY)}
    assert send(colleague, "council_opinion_answer", opinion, **told).status_code == 422
    assert now(opinion).state == "received"


def test_the_second_click_gets_the_first_result_and_an_old_page_is_told(at, council):
    key = uuid.uuid4()
    first, again = (send(at.officer, "council_opinion_new", council, key=key, **TYPED) for _ in range(2))
    assert first.url == again.url
    opinion, key = Opinion.objects.get(), uuid.uuid4()
    told = {"reply": "二度押し", "measure": "", "measured_on": "", "on": era(DAY)}
    first = send(at.officer, "council_opinion_answer", opinion, key=key, **told)
    rows = StateChange.objects.count()
    again = send(at.officer, "council_opinion_answer", opinion, key=key, **told)
    assert (again.status_code, again.url) == (302, first.url)
    late = client_of(at.officer).post(
        reverse("council_opinion_assign", args=[opinion.pk]), TYPED | {"revision": 0}
    )
    scope.restore()
    assert late.status_code == 409
    assert "駅裏の駐輪場" in text(late)
    assert StateChange.objects.count() == rows


def test_reading_is_noted_once_a_page(at, council):
    opinion = councils.opinion(at, council)
    for path in (
        "/councils/opinions/",
        f"/councils/opinions/{opinion.pk}/",
        f"/councils/opinions/{opinion.pk}/answer/",
    ):
        get(at.supervisor, path)
    assert reads(at.supervisor) == ["意見・要望一覧", "意見・要望", "意見・要望の手続"]


def test_the_paper_of_an_opinion_is_printed(at, council):
    opinion = councils.opinion(at, council)
    answer = get(at.supervisor, f"/councils/opinions/{opinion.pk}/paper/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "意見・要望処理票" in pdf_text(answer)
