"""The pages of the meetings as officers use them: plan, list, letters, the counter after the meeting, minutes, calendar."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from casework import wareki
from casework.models import IssuedPaper, ProfileValue, StateChange
from casework.workflow import Refused, perform
from liaison_councils.models import Meeting, Opinion
from liaison_councils.rules.opinions import EXTRAORDINARY_REASONS, READ_OUT
from tests.blue_patrol.acting import client_of, era, fault_beside, text
from tests.blue_patrol.paging import get, main, pdf_text, reads
from tests.factories import councils as made
from tests.factories import people, scope
from tests.factories.councils import DAY, now
from tests.factories.places import KobanFactory, StationFactory
from tests.liaison_councils.clicking import beyond_frame, rows, send
from tests.liaison_councils.test_rules_meetings import plain, read

pytestmark = pytest.mark.django_db
DAY_OF = DAY + dt.timedelta(days=20)


@pytest.fixture
def at():
    return made.desks()


@pytest.fixture
def council(at):
    found = made.active(at)
    for name in ("小栗 徹", "榊原 百合", "森 正弘"):
        made.appointed(at, found, typed=made.person(name=name, kana=""))
    return found


def members(case) -> list:
    return list(case.participants.filter(kind="member").order_by("pk"))


def post(actor, name: str, case=None, **told):
    return send(actor, f"council_meeting_{name}", case, **told)


def plan(*councils, **changed) -> dict:
    told = {
        "councils": [str(each.pk) for each in councils], "kind": "regular", "planned_on": "R8.4.21", "begins_at": "午後2時",
        "ends_at": "15:30", "place": "坂上交番2階", "agenda": "自転車盗の状況\n見守り", "reason": "",
    }  # fmt: skip
    return told | changed


def page(case) -> str:
    return f"/councils/meetings/{case.pk}/"


# --- the plan -------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-5-1", "LC-6")
def test_a_regular_meeting_is_planned_in_any_spelling_with_the_answers_first(at, council):
    made.held(at, council, on=DAY_OF - dt.timedelta(days=10), place="坂上公民館")
    made.opinion(at, council, content="駅裏の駐輪場が暗い")
    blank = get(at.officer, f"/councils/meetings/new/?council={council.pk}")
    assert "駅裏の駐輪場が暗い" in main(blank)
    assert "坂上公民館" in text(blank)  # the last place is offered
    answer = post(at.officer, "new", **plan(council))
    assert answer.status_code == 302, main(answer)
    case = Meeting.objects.latest("pk")
    assert (case.planned_on, case.begins_at, case.ends_at) == (DAY_OF, dt.time(14), dt.time(15, 30))
    assert case.agenda.splitlines() == [READ_OUT, "自転車盗の状況", "見守り"]
    shown = main(get(at.officer, page(case)))
    for words in (
        "令和8年4月21日（火）",
        "14時から15時30分まで",
        READ_OUT,
        "駅裏の駐輪場が暗い",
        "小栗 徹",
        "予定",
    ):
        assert words in shown


@pytest.mark.clause("LC-5-3")
def test_an_extraordinary_meeting_offers_reasons_and_takes_any(at, council):
    blank = text(get(at.officer, "/councils/meetings/new/?kind=extraordinary"))
    assert [reason for reason in EXTRAORDINARY_REASONS if f'<option value="{reason}">' not in blank] == []
    answer = post(at.officer, "new", **plan(council, kind="extraordinary"))
    assert answer.status_code == 422
    assert "臨時に開く理由を書いてください。" in fault_beside(answer, "reason")
    answer = post(
        at.officer, "new", **plan(council, kind="extraordinary", reason="公園の改修について住民と相談する")
    )
    assert answer.status_code == 302
    assert Meeting.objects.get().reason == "公園の改修について住民と相談する"


def test_what_is_typed_stays_when_something_is_wrong(at, council):
    answer = post(at.officer, "new", **plan(council, planned_on="令和99年", begins_at="夕方", ends_at="25時"))
    assert answer.status_code == 422
    for field in ("planned_on", "begins_at", "ends_at"):
        assert fault_beside(answer, field), field
    for kept in ("令和99年", "夕方", "25時", "自転車盗の状況", "坂上交番2階"):
        assert kept in text(answer)
    assert fault_beside(post(at.officer, "new", **plan(planned_on="")), "councils")
    assert not Meeting.objects.exists()


@pytest.mark.clause("LC-5-1")
def test_a_second_meeting_of_one_day_is_a_doubt(at, council):
    made.meeting(at, council, on=DAY_OF)
    answer = post(at.officer, "new", **plan(council))
    assert answer.status_code == 422
    assert f"令和8年4月21日には、「{council}」の会議がもう予定です。" in main(answer)
    assert post(at.officer, "new", **plan(council), **{"ack-twin": "on"}).status_code == 302
    assert Meeting.objects.count() == 2


@pytest.mark.clause("LC-5-1")
def test_one_meeting_for_several_councils_is_planned_by_who_runs_them_all(at, council):
    second = made.active(at, name="第二の会", at_koban=KobanFactory(station=at.station))
    assert "第二の会" not in main(get(at.officer, "/councils/meetings/new/"))
    query = f"?council={council.pk}&council={second.pk}"
    assert (
        text(get(at.supervisor, f"/councils/meetings/new/{query}")).count(" checked") == 3
    )  # two councils, one kind
    answer = post(at.officer, "new", query=query, **plan(council, second))
    assert "この協議会の所管区の勤務員か" in main(answer)
    assert post(at.supervisor, "new", **plan(council, second)).status_code == 302
    assert Meeting.objects.get().councils.count() == 2
    assert (
        get(people.supervisor(StationFactory()), f"/councils/meetings/new/?council={council.pk}").status_code
        == 404
    )


def test_a_meeting_sent_twice_is_one_meeting(at, council):
    key = uuid.uuid4()
    first, again = (post(at.officer, "new", key=key, **plan(council)) for _ in range(2))
    assert first.url == again.url
    assert Meeting.objects.count() == 1


# --- until the day ----------------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-5-4", "LC-5-5", "LC-7-2")
def test_others_are_asked_in_rows(at, council):
    case = made.meeting(at, council, on=DAY_OF)
    sent = rows("people", {"kind": "section", "name": "風間 聡", "body": "生活安全課", "count": ""}, {"kind": "body", "name": "", "body": "PTA", "count": "１２"}, {"kind": "resident", "name": "", "body": "", "count": ""})  # fmt: skip
    more = post(at.officer, "invite", case, council=council.pk, on=era(DAY), **sent, **{"more-people": "1"})
    assert more.status_code == 200
    assert "風間 聡" in text(more)
    assert 'name="people-4-name"' in text(more)
    assert post(at.officer, "invite", case, council=council.pk, on=era(DAY), **sent).status_code == 302
    asked = case.participants.exclude(kind__in=["member", "staff"]).order_by("pk")
    assert [(row.kind, row.name, row.body, row.count) for row in asked] == [
        ("section", "風間 聡", "生活安全課", 1),
        ("body", "", "PTA", 12),
    ]
    none = post(
        at.officer,
        "invite",
        case,
        council=council.pk,
        on=era(DAY),
        **rows("people", {"kind": "resident", "count": "x"}),
    )
    assert none.status_code == 422
    assert "数字で入力してください。" in main(none)
    empty = post(at.officer, "invite", case, council=council.pk, on=era(DAY), **rows("people"))
    assert "案内する人の氏名か所属を書いてください。" in main(empty)
    guest = asked[0]
    assert post(at.officer, "uninvite", case, participant=guest.pk).status_code == 302
    assert not case.participants.filter(pk=guest.pk).exists()
    assert "もう名簿にありません" in main(post(at.officer, "uninvite", case, participant=guest.pk))


@pytest.mark.clause("LC-5-4")
def test_the_letter_goes_to_everybody_and_the_replies_are_one_form(at, council):
    case = made.meeting(at, council, on=DAY_OF)
    assert "小栗 徹" in main(get(at.officer, f"{page(case)}announce/"))
    assert post(at.officer, "announce", case, on=era(DAY)).status_code == 302
    assert IssuedPaper.objects.of_case(case).get().form == "L9"
    people_asked = case.participants.order_by("pk")
    sent = {f"reply-{row.pk}": "yes" for row in people_asked} | {f"reply-{members(case)[1].pk}": "no"}
    assert post(at.officer, "replies", case, on=era(DAY), **sent).status_code == 302
    assert [row.reply for row in members(case)] == ["yes", "no", "yes"]
    assert "委員 2/3" in main(get(at.officer, page(case)))
    assert get(at.officer, f"{page(case)}letters/").status_code == 200
    assert get(at.officer, f"{page(case)}letters/?to={members(case)[0].pk}").status_code == 200
    for nobody in ("x", "0", case.participants.get(kind="staff").pk):
        assert get(at.officer, f"{page(case)}letters/?to={nobody}").status_code == 404


@pytest.mark.clause("LC-5-2")
def test_a_meeting_is_moved_postponed_and_cancelled(at, council):
    case = made.announced(at, council, on=DAY_OF)
    moved = plan(council, planned_on="令和8年5月1日") | {"on": era(DAY)}
    assert post(at.officer, "amend", case, **moved).status_code == 302
    assert now(case).planned_on == dt.date(2026, 5, 1)
    assert fault_beside(post(at.officer, "postpone", case, on=era(DAY), note=""), "note")
    assert (
        post(at.officer, "postpone", case, on=era(DAY), note="台風のため", planned_on="").status_code == 302
    )
    shown = main(get(at.officer, page(case)))
    for words in ("延期", "台風のため", "まだ決まっていません"):
        assert words in shown
    assert post(at.officer, "amend", case, **moved | {"planned_on": ""}).status_code == 302
    assert post(at.officer, "cancel", case, on=era(DAY), note="再び台風").status_code == 302
    assert "中止" in main(get(at.officer, page(case)))
    assert "記録では行えません" in main(get(at.officer, f"{page(case)}hold/"))


# --- the counter after the meeting --------------------------------------------------------------------------------------------


def result(case, came, **changed) -> dict:
    return {"on": era(DAY_OF), "present": [str(row.pk) for row in came], "explained": "", "discussed": "話し合った"} | rows("guests") | rows("opinions") | changed  # fmt: skip


@pytest.mark.clause("LC-5-1", "LC-5-4", "LC-6")
def test_the_whole_result_is_recorded_on_one_page(at, council):
    asked = made.opinion(at, council)
    perform(asked, "answer", by=at.officer, on=DAY, reply="照明を増やした")
    waits = made.opinion(at, council, content="横断歩道を引いてほしい")
    case = made.announced(at, council, on=DAY_OF)
    first, second, _ = members(case)
    perform(case, "reply", by=at.officer, on=DAY, replies={str(first.pk): "yes"})
    blank = get(at.officer, f"{page(case)}hold/")
    ticked = re.findall(r'name="present" value="(\d+)"[^>]* checked', text(blank))
    staff = [str(row.pk) for row in case.participants.filter(kind="staff")]
    assert staff
    assert sorted(ticked) == sorted([str(first.pk), *staff])
    assert "横断歩道を引いてほしい" in main(blank)
    guests = rows(
        "guests",
        {"kind": "resident", "name": "", "body": "", "count": "14"},
        {"kind": "body", "name": "相馬 健", "body": "坂上小学校", "count": ""},
    )
    opinions = rows("opinions", {"content": "見通しの悪い交差点", "kind": "traffic", "raiser": "resident", "raiser_name": "", "section": "交通課"}, {"content": "", "kind": "crime", "raiser": "member", "raiser_name": "", "section": ""})  # fmt: skip
    sent = result(case, [first, second], **guests, **opinions, read=[str(asked.pk)])
    assert post(at.officer, "hold", case, **sent).status_code == 302
    held = now(case)
    assert (held.state, held.attendance(council)) == ("held", (2, 3))
    assert [(row.body, row.count) for row in held.participants.filter(is_invited=False).order_by("pk")] == [
        ("所管区の住民", 14),
        ("坂上小学校", 1),
    ]
    assert (now(asked).state, now(waits).state) == ("closed", "received")
    assert Opinion.objects.get(meeting=case).section == "交通課"
    shown = main(get(at.officer, page(case)))
    for words in ("委員 2/3", "住民 14人", "見通しの悪い交差点", "照明を増やした", "議事録の承認がまだ"):
        assert words in shown
    assert Meeting.objects.get().state == "held"


@pytest.mark.clause("LC-6")
def test_nothing_is_stored_and_nothing_lost_when_one_row_is_faulty(at, council):
    case = made.announced(at, council, on=DAY_OF)
    opinions = rows(
        "opinions",
        {"content": "一つ目の意見", "kind": "crime", "raiser": "member"},
        {"content": "", "kind": "crime", "raiser": "member", "raiser_name": "小栗 徹"},
    )
    guests = rows("guests", {"kind": "body", "name": "", "body": "市役所", "count": "0"})
    before = StateChange.objects.count()
    answer = post(at.officer, "hold", case, **result(case, members(case), **opinions, **guests))
    assert answer.status_code == 422
    assert fault_beside(answer, "opinions-2-content")
    assert fault_beside(answer, "guests-1-count")
    assert "<title>誤り2件：開催の記録" in text(answer)
    for kept in ("一つ目の意見", "小栗 徹", "市役所", "話し合った"):
        assert kept in text(answer)
    assert (StateChange.objects.count(), Opinion.objects.count(), now(case).state) == (before, 0, "announced")


@pytest.mark.clause("LC-6", "LC-3-2")
def test_a_refusal_of_the_door_stands_beside_what_it_is_about(at, council):
    asked = made.opinion(at, council)
    perform(asked, "answer", by=at.officer, on=DAY_OF + dt.timedelta(days=3), reply="照明を増やした")
    case = made.announced(at, council, on=DAY_OF)
    answer = post(at.officer, "hold", case, **result(case, []))
    assert "出席した委員がいません。" in fault_beside(answer, "present")
    answer = post(at.officer, "hold", case, **result(case, members(case), read=[str(asked.pk)]))
    assert "前の手続の日（令和8年4月24日）より前の日付は記録できません。" in fault_beside(answer, "read")
    assert now(case).state == "announced"
    tampered = post(at.officer, "hold", case, **result(case, [], present=["999999", "term-1"]))
    assert "一覧から選び直してください。" in fault_beside(tampered, "present")


@pytest.mark.clause("LC-5-1")
def test_another_day_than_the_planned_one_is_a_doubt(at, council):
    case = made.announced(at, council, on=DAY_OF)
    other = result(case, members(case)) | {"on": era(DAY_OF + dt.timedelta(days=1))}
    assert "予定の日（令和8年4月21日）と違います" in main(post(at.officer, "hold", case, **other))
    assert post(at.officer, "hold", case, **other, **{"ack-day": "on"}).status_code == 302
    assert now(case).held_on == DAY_OF + dt.timedelta(days=1)


def test_buttons_on_the_counter_judge_nothing_and_keep_what_was_typed(at, council):
    case = made.announced(at, council, on=DAY_OF)
    sent = result(case, members(case)[:1], discussed="打ちかけ", on="でたらめ")
    opinions = rows("opinions", {"content": "一つ目の意見"})
    for name in ("all", "more-guests", "more-opinions"):
        answer = post(at.officer, "hold", case, **sent | opinions, **{name: "1"})
        assert answer.status_code == 200
        for kept in ("打ちかけ", "でたらめ", "一つ目の意見"):
            assert kept in text(answer)
        assert "誤り" not in main(answer)
        assert text(answer).count(" checked") == (4 if name == "all" else 1)
    assert 'name="opinions-2-content"' in text(answer)


@pytest.mark.clause("LC-5-1")
def test_a_member_who_came_in_after_the_letter_can_be_ticked(at, council):
    case = made.announced(at, council, on=DAY_OF)
    new = made.appointed(at, council)
    assert "案内の後に委員になった人" in main(get(at.officer, f"{page(case)}hold/"))
    assert (
        post(at.officer, "hold", case, **result(case, members(case), present=[f"term-{new.pk}"])).status_code
        == 302
    )
    assert now(case).attendance(council) == (1, 4)
    sent = {
        "on": era(DAY_OF),
        "present": [str(row.pk) for row in members(case)],
        "note": "書き漏らし",
    } | rows("guests")
    assert post(at.officer, "attendance", case, **sent).status_code == 302
    assert now(case).attendance(council) == (4, 4)
    assert "書き漏らし" in main(get(at.officer, page(case)))


def test_of_two_who_record_one_result_the_second_is_told(at, council):
    case = made.announced(at, council, on=DAY_OF)
    seen = case.revision
    assert post(at.officer, "hold", case, **result(case, members(case))).status_code == 302
    late = post(
        at.supervisor,
        "hold",
        case,
        revision=seen,
        **result(case, members(case)[:1], discussed="別の人の議事"),
    )
    assert late.status_code in {409, 422}
    assert "別の人の議事" in text(late)
    assert now(case).attendance(council) == (3, 3)


# --- minutes, approval, report ------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-6", "LC-7-1-b")
def test_minutes_are_written_proposed_for_the_public_approved_and_reported(at, council):
    case = made.hold(at, made.announced(at, council, on=DAY_OF), DAY_OF)
    typed = {
        "explained": "",
        "discussed": "小栗委員から、駅裏が暗いとの話。森さんも同じ意見。",
        "remarks": "",
        "public_minutes": "",
        "on": era(DAY_OF),
    }
    shown = post(at.officer, "minutes", case, **typed, propose="1")
    assert "委員から、駅裏が暗いとの話。委員も同じ意見。" in text(shown)
    assert now(case).discussed == ""
    named = post(at.officer, "minutes", case, **typed | {"public_minutes": "小栗さんの話"})
    assert named.status_code == 422
    assert "参加者の氏名（小栗 徹）があります" in main(named)
    settled = typed | {"public_minutes": "小栗さんの話", "ack-names": "on"}
    assert post(at.officer, "minutes", case, **settled).status_code == 302
    assert "参加者の氏名（小栗 徹）が残っています" in main(get(at.chief, f"{page(case)}approve/"))
    assert post(at.officer, "minutes", case, **typed | {"public_minutes": "委員の話"}).status_code == 302
    assert get(at.officer, f"{page(case)}approve/").status_code == 403
    assert "小栗委員から" in main(get(at.chief, f"{page(case)}approve/"))
    assert post(at.chief, "approve", case, on=era(DAY_OF)).status_code == 302
    again = post(at.supervisor, "approve", case, on=era(DAY_OF))
    assert "議事録は、すでに承認されています。" in main(again)
    assert post(at.officer, "report", case, on=era(DAY_OF), document_number="桜地発第7号").status_code == 302
    shown = main(get(at.division, page(case)))
    for words in ("報告済", "桜地発第7号", "会議開催結果報告書", "会議録"):
        assert words in shown
    for address in ("papers/L10/", "papers/L11/"):
        answer = get(at.officer, page(case) + address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert get(at.officer, f"{page(case)}papers/L9/").status_code == 404


# --- papers ------------------------------------------------------------------------------------------------------------------


def rename(at, council, on) -> None:
    areas = [{"koban": at.koban.pk, "part": ""}]
    told = {
        "name": "新しい名の会",
        "kana": "",
        "area": council.area,
        "purpose": "",
        "areas": areas,
        "note": "x",
    }
    perform(council, "rename", by=at.chief, on=on, **told)


@pytest.mark.clause("LC-5-4")
def test_a_letter_for_each_who_is_asked_keeps_what_was_frozen(at, council):
    case = made.announced(at, council, on=DAY_OF)
    guest = {"kind": "body", "name": "", "body": "坂上小学校PTA", "count": 5}
    perform(case, "invite", by=at.officer, on=DAY, council=council.pk, people=[guest])
    rename(at, now(council), DAY)
    letters = get(at.officer, f"{page(case)}letters/")
    words = pdf_text(letters)
    asked = ["小栗徹", "榊原百合", "森正弘", "坂上小学校PTA"]
    assert [name for name in asked if name not in words] == []
    assert words.count("開催について") == len(asked)
    assert "新しい名の会の会議" not in words
    one = pdf_text(get(at.officer, f"{page(case)}letters/?to={members(case)[0].pk}"))
    assert one.count("開催について") == 1
    assert at.officer.staff.name.replace(" ", "") in pdf_text(get(at.officer, f"{page(case)}roster/"))


@pytest.mark.clause("LC-6", "LC-7-1-b")
def test_the_public_version_names_nobody_and_the_report_stays_as_it_was(at, council):
    case = made.held(at, council, on=DAY_OF)
    typed = {
        "discussed": "小栗委員の話",
        "public_minutes": "委員の話",
        "on": era(DAY_OF),
        "explained": "",
        "remarks": "",
    }
    assert get(at.officer, f"{page(case)}public/").status_code == 404
    assert post(at.officer, "minutes", case, **typed).status_code == 302
    assert "下書き" in pdf_text(get(at.officer, f"{page(case)}public/"))
    perform(now(case), "approve_minutes", by=at.chief, on=DAY_OF)
    public = pdf_text(get(at.officer, f"{page(case)}public/"))
    assert "委員の話" in public
    assert "小栗" not in public
    perform(now(case), "report", by=at.officer, on=DAY_OF, document_number="桜地発第7号")
    first = get(at.officer, f"{page(case)}papers/L11/")
    assert "小栗委員の話" in pdf_text(first)
    assert "桜地発第7号" in pdf_text(get(at.chief, f"{page(case)}papers/L10/"))
    rename(at, now(council), DAY_OF)
    assert pdf_text(get(at.officer, f"{page(case)}papers/L11/")) == pdf_text(first)


# --- lists, walls, queries -----------------------------------------------------------------------------------------------------


def test_the_list_is_narrowed_in_every_way(at, council):
    second = made.active(at, name="商店街の会", at_koban=KobanFactory(station=at.station))
    held = made.reported(at, council, on=DAY_OF, agenda="自転車盗")
    made.meeting(at, second, on=DAY_OF + dt.timedelta(days=400), agenda="見守り")
    made.meeting(at, council, second, on=DAY_OF, kind="extraordinary", reason="放火が続いた", agenda="")
    found = {
        "state=reported": {"自転車盗"}, "state=open": {"見守り", "放火が続いた"}, "kind=extraordinary": {"放火が続いた"},
        f"council={second.pk}": {"見守り", "放火が続いた"}, "q=しょうてんがい": set(), "q=商店街": {"見守り", "放火が続いた"},
        "year=2026": {"自転車盗", "放火が続いた"}, "q=自転車": {"自転車盗"}, "state=nonsense&year=x": {"自転車盗", "見守り", "放火が続いた"},
        "state=waiting": {"放火が続いた"},
    }  # fmt: skip
    for query, expected in found.items():
        shown = main(get(at.officer, f"/councils/meetings/?{query}"))
        assert {words for words in ("自転車盗", "見守り", "放火が続いた") if words in shown} == expected, (
            query
        )
    shown = main(get(at.division, f"/councils/meetings/?station={at.station.pk}&state=reported"))
    assert "委員3/3" in shown.replace(" ", "")
    assert reads(at.division) == ["会議一覧"]
    assert held.subject in shown


def test_the_pages_of_the_list_hold_every_meeting_once(at, council):
    for step in range(52):
        made.meeting(at, council, on=DAY_OF + dt.timedelta(days=step // 3), agenda=f"第{step}の議題。")
    put_off = made.announced(at, council, on=DAY_OF, agenda="日のない議題。")
    perform(put_off, "postpone", by=at.officer, on=DAY, note="台風")
    seen, address = [], "/councils/meetings/"
    while address:
        shown = text(get(at.officer, address))
        seen += re.findall(r"(第\d+の議題。|日のない議題。)", shown)
        found = re.search(r'href="(\?[^"]*)" rel="next"', shown)
        address = f"/councils/meetings/{found[1].replace('&amp;', '&')}" if found else ""
    assert sorted(seen) == sorted([*(f"第{step}の議題。" for step in range(52)), "日のない議題。"])


@pytest.mark.clause("LC-3-6")
def test_at_a_joint_meeting_an_officer_writes_the_opinions_of_the_own_council(at, council):
    second = made.active(at, name="第二の会", at_koban=KobanFactory(station=at.station))
    made.appointed(at, second)
    foreign = made.opinion(at, second)
    perform(foreign, "answer", by=at.supervisor, on=DAY, reply="照明を増やした")
    case = made.announced(at, council, second, on=DAY_OF)
    blank = text(get(at.officer, f"{page(case)}hold/"))
    assert 'name="opinions-1-council"' not in blank  # there is one to write for
    assert f'name="read" value="{foreign.pk}"' not in blank
    both = text(get(at.supervisor, f"{page(case)}hold/"))
    assert 'name="opinions-1-council"' in both
    assert f'name="read" value="{foreign.pk}"' in both
    sent = result(
        case,
        members(case),
        **rows(
            "opinions", {"content": "暗い", "kind": "crime", "raiser": "member", "council": str(second.pk)}
        ),
    )
    assert post(at.officer, "hold", case, **sent).status_code == 302
    assert Opinion.objects.get(meeting=case).council == council


@pytest.mark.parametrize("number", [1, 12])
def test_a_list_takes_four_queries_and_a_meeting_seven(at, council, number):
    """Of the list: its rows, a station's councils to narrow it by, the way of counting years, the saved filters."""
    for step in range(number):
        case = made.announced(at, council, on=DAY_OF + dt.timedelta(days=step))
        asked = made.opinion(at, council)
    perform(asked, "answer", by=at.officer, on=DAY, reply="照明を増やした")
    for actor, count in ((at.officer, 4), (at.division, 3)):
        assert beyond_frame(actor, "/councils/meetings/") == count
        narrowed = f"/councils/meetings/?q=交番&council={council.pk}&after={case.pk}"
        assert beyond_frame(actor, narrowed) == count
        assert beyond_frame(actor, page(case)) <= 7


@pytest.mark.clause("LC-5-2")
@pytest.mark.parametrize(("kind", "year", "is_in"), [("fiscal", 2025, True), ("calendar", 2026, True), ("calendar", 2025, False)])  # fmt: skip
def test_a_meeting_of_winter_is_found_in_the_year_as_the_prefecture_counts(at, council, kind, year, is_in):
    ProfileValue.objects.filter(key="council_year").update(content=kind)
    early = made.active(at, on=dt.date(2025, 4, 1), name="前からの会", kind="unit")
    made.meeting(at, early, on=dt.date(2026, 2, 10), entered=dt.date(2026, 2, 1), agenda="冬の議題。")
    shown = text(get(at.officer, f"/councils/meetings/?year={year}"))
    assert ("冬の議題。" in shown) == is_in
    assert ("令和8年度" in shown) == (kind == "fiscal")


def test_another_stations_meeting_is_not_found(at, council):
    case = made.reported(at, council, on=DAY_OF)
    stranger = made.desks()
    for name in (
        "amend",
        "invite",
        "announce",
        "replies",
        "postpone",
        "cancel",
        "hold",
        "attendance",
        "minutes",
        "report",
        "letters",
        "roster",
        "public",
    ):
        assert (
            get(stranger.supervisor, reverse(f"council_meeting_{name}", args=[case.pk])).status_code == 404
        ), name
    for address in (
        page(case),
        f"{page(case)}approve/",
        f"{page(case)}papers/L10/",
        f"/councils/meetings.ics?council={council.pk}",
    ):
        assert get(stranger.chief, address).status_code == 404, address
    assert council.name not in main(get(stranger.officer, "/councils/meetings/"))


def test_another_koban_reads_and_does_nothing(at, council):
    case = made.announced(at, council, on=DAY_OF)
    other = people.koban_officer(KobanFactory(station=at.station))
    assert "あなたの職で行うことは、いまはありません。" in main(get(other, page(case)))
    answer = post(other, "hold", case, **result(case, members(case)))
    assert "この協議会の所管区の勤務員か" in main(answer)
    assert now(case).state == "announced"


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("announce", {}), ("cancel", {"note": "x"}), ("postpone", {"note": "x"}), ("hold", "result"), ("amend", "plan"),
    ],
)  # fmt: skip
def test_the_second_click_gets_the_first_result_and_does_nothing(at, council, name, sent):
    case, key = (made.meeting if name == "announce" else made.announced)(at, council, on=DAY_OF), uuid.uuid4()
    typed = (
        {"result": result(case, members(case)), "plan": plan(council)}.get(sent, sent)
        if isinstance(sent, str)
        else sent
    )
    typed = {"on": era(DAY_OF if name == "hold" else DAY)} | typed
    first = post(at.officer, name, case, key=key, **typed)
    assert first.status_code == 302, main(first)
    done = StateChange.objects.count()
    again = post(at.officer, name, case, key=key, **typed)
    assert (again.status_code, again.url, StateChange.objects.count()) == (302, first.url, done)


# --- the calendar ------------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-5-1")
def test_the_calendar_is_read_by_any_program_and_names_nobody(at, council):
    second = made.active(at, name="商店街,の会;", at_koban=KobanFactory(station=at.station))
    made.appointed(at, second)
    first = made.announced(at, council, on=DAY_OF, agenda="小栗委員の意見")
    gone = made.announced(at, council, second, on=DAY_OF + dt.timedelta(days=1))
    perform(gone, "cancel", by=at.supervisor, on=DAY, note="大雨")
    later = made.meeting(at, second, on=DAY_OF + dt.timedelta(days=2), begins_at=None, ends_at=None, place="")
    answer = get(at.officer, "/councils/meetings.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    own, events = read(answer.content.decode())
    assert plain(own["X-WR-CALNAME"]) == f"{at.station} 連絡協議会の会議"
    assert [row["STATUS"] for row in events] == ["CONFIRMED", "CANCELLED", "TENTATIVE"]
    assert plain(events[0]["SUMMARY"]) == f"{council} 定期会議"
    assert "商店街,の会;" in plain(events[1]["SUMMARY"])
    assert (events[0]["DTSTART;TZID=Asia/Tokyo"], events[2]["DTSTART;VALUE=DATE"]) == (
        "20260421T140000",
        "20260423",
    )
    assert "小栗" not in answer.content.decode()
    perform(now(first), "amend", by=at.supervisor, on=DAY, **made.meeting_plan(DAY_OF + dt.timedelta(days=9)))
    _, moved = read(get(at.officer, f"/councils/meetings.ics?council={council.pk}").content.decode())
    by_uid = {row["UID"]: row for row in moved}
    assert int(by_uid[events[0]["UID"]]["SEQUENCE"]) > int(events[0]["SEQUENCE"])
    assert later.pk not in {int(uid.split("-")[1].split(".")[0]) for uid in by_uid}
    assert len(by_uid) == 2
    for query in ("?council=x", "?council=999999999", "?council="):
        assert get(at.officer, f"/councils/meetings.ics{query}").status_code == 404


@pytest.mark.clause("LC-5-2")
def test_a_postponed_day_is_struck_from_the_calendar_until_there_is_a_new_one(at, council):
    case = made.announced(at, council, on=DAY_OF)

    def seen() -> dict:
        _, (row,) = read(get(at.officer, "/councils/meetings.ics").content.decode())
        return row

    before = seen()
    perform(now(case), "postpone", by=at.supervisor, on=DAY, note="台風", planned_on=None)
    struck = seen()
    perform(now(case), "amend", by=at.supervisor, on=DAY, **made.meeting_plan(DAY_OF + dt.timedelta(days=7)))
    moved = seen()
    rows = (before, struck, moved)
    assert [row["STATUS"] for row in rows] == ["CONFIRMED", "CANCELLED", "TENTATIVE"]
    assert struck["DTSTART;TZID=Asia/Tokyo"] == before["DTSTART;TZID=Asia/Tokyo"]
    assert moved["DTSTART;TZID=Asia/Tokyo"] != before["DTSTART;TZID=Asia/Tokyo"]
    assert len({row["UID"] for row in rows}) == 1
    numbers = [int(row["SEQUENCE"]) for row in rows]
    assert numbers == sorted(set(numbers))
    assert "延期する前の日" not in main(get(at.officer, page(case)))
    perform(now(case), "cancel", by=at.supervisor, on=DAY, note="大雨")
    assert seen()["STATUS"] == "CANCELLED"


@pytest.mark.clause("LC-5-4")
def test_the_invitation_asks_for_an_answer_by_a_day_of_the_prefecture_or_another(at, council):
    ProfileValue.objects.filter(key="council_reply_days").update(content=5)
    today = timezone.localdate()
    day = today + dt.timedelta(days=20)
    case = made.meeting(at, council, on=day)
    offered = day - dt.timedelta(days=5)
    form = get(at.officer, f"{page(case)}announce/").content.decode()
    assert wareki.format_long(offered) in form
    late = day + dt.timedelta(days=1)
    refused = post(at.officer, "announce", case, on=era(today), reply_until=era(late))
    assert "会議の日より後にはできません。" in fault_beside(refused, "reply_until")
    early = post(at.officer, "announce", case, on=era(today), reply_until=era(today - dt.timedelta(days=1)))
    assert "案内する日より前にはできません。" in fault_beside(early, "reply_until")
    assert post(at.officer, "announce", case, on=era(today), reply_until=era(offered)).status_code == 302
    assert now(case).reply_until == offered
    assert f"返事をもらう日 {wareki.format_long(offered)}" in main(get(at.officer, page(case)))
    letter = IssuedPaper.objects.get(case_pk=case.pk, form="L9")
    assert letter.values["reply_until"] == offered.isoformat()


@pytest.mark.clause("LC-5-4")
def test_a_meeting_that_moves_asks_for_answers_by_another_day(at, council):
    case = made.announced(at, council, on=DAY_OF, entered=DAY)
    told = made.meeting_plan(DAY_OF - dt.timedelta(days=3))
    day = DAY_OF - dt.timedelta(days=2)
    with pytest.raises(Refused, match="会議の日より後"):
        perform(now(case), "amend", by=at.officer, on=DAY, **told, reply_until=day)
    perform(now(case), "amend", by=at.officer, on=DAY, **told, reply_until=DAY)
    letters = IssuedPaper.objects.filter(case_pk=case.pk, form="L9").order_by("pk")
    assert [(each.values["reply_until"], bool(each.voided_on)) for each in letters] == [
        (None, True),
        (DAY.isoformat(), False),
    ]
    perform(now(case), "postpone", by=at.officer, on=DAY, note="台風", planned_on=None)
    assert (now(case).reply_until, now(case).postponed_from) == (None, DAY_OF - dt.timedelta(days=3))
    assert "延期する前の日" in main(get(at.officer, page(case)))


def test_headquarters_takes_over_the_calendar_of_one_station_or_of_all(at, council):
    made.announced(at, council, on=DAY_OF)
    _, events = read(get(at.division, "/councils/meetings.ics").content.decode())
    own, same = read(get(at.division, f"/councils/meetings.ics?station={at.station.pk}").content.decode())
    assert len(events) == len(same) == 1
    assert str(at.station) in plain(own["X-WR-CALNAME"])


def test_pages_of_people_are_noted_in_the_read_log(at, council):
    case = made.announced(at, council, on=DAY_OF)
    client = client_of(at.chief)
    for address in ("", "letters/"):
        client.get(page(case) + address)
    scope.restore()
    assert reads(at.chief) == ["会議", "開催通知"]
