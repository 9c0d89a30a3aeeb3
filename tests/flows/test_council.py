"""A liaison council from its plan to its second meeting, in Chromium, by the posts that act (第3 to 第7)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from casework.models import IssuedPaper
from casework.years import FISCAL, Year
from liaison_councils.models import Council, Meeting, Opinion, Participant, Term
from liaison_councils.rules.opinions import READ_OUT
from tests.factories.councils import CouncilDesks
from tests.factories.places import KobanFactory, StationFactory
from tests.flows.town import Town, follow, pick, plain, press, record, sees, write

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.nightly,
    pytest.mark.xdist_group("browser"),
]

NAMES = [
    "髙橋 さくら", "葛󠄀城 一郎", "青木 健", "伊東 恵", "上田 実", "遠藤 明", "大山 光", "加納 静",
]  # fmt: skip
CATEGORIES = ["resident", "resident", "business", "business", "school", "school", "public", "other"]
AGENDA, SAID = "自転車盗の状況", "髙橋 さくら委員から、駅前の自転車盗が増えたとの話があった。"
ASKED, ANSWER = "駅裏の駐輪場が暗い", "市と協議し、10月に照明を2基増やしました。"


def desks(station) -> CouncilDesks:
    return CouncilDesks(station, KobanFactory(station=station, name="坂上"))


@pytest.fixture
def town(desk, live_server, shots):
    def station():
        return StationFactory(name="桜見坂", document_symbol="桜見坂地発")

    return Town(desk, live_server.url, shots, station, desks)


@pytest.mark.clause(
    "LC-2", "LC-3-1", "LC-3-3", "LC-3-4", "LC-3-5", "LC-3-6", "LC-5-1", "LC-5-2", "LC-5-4", "LC-6", "LC-7-1-b"
)
def test_a_council_is_set_up_and_what_one_meeting_asked_is_answered_at_the_next(town):
    today = timezone.localdate()
    founded, first_day = today - timedelta(days=400), today - timedelta(days=14)
    council = set_up(town, founded)
    nominate_and_consult(town, council, founded)
    appoint_together(town, council, founded)
    first = hold_the_first(town, first_day)
    write_approve_and_report(town, first, first_day)
    answer(town, first_day)
    hold_the_second(town, today)
    see_the_year(town, council, first_day, today)


def set_up(town, day: date) -> Council:
    page = town.go("supervisor", "/councils/")
    follow(page, "協議会を設ける")
    page.locator("[name=koban]").select_option(label="坂上交番")
    press(page, "名称と区域を、選んだ交番等から入れる")
    expect(page.locator("[name=name]")).to_have_value("坂上交番連絡協議会")
    write(page, on=day.isoformat())
    record(page)
    sees(page, "設置の準備を始めました", "坂上交番連絡協議会")
    with town.stored():
        council = Council.objects.get()
    page = town.go("chief", f"/councils/{council.pk}/")
    expect(page.locator("main").get_by_role("link", name="設置を記録する")).to_have_count(0)
    sees(page, "設置を記録する")  # named with the reason why it cannot be done
    follow(page, "運営責任者等を指定する")
    page.locator("[name=staff]").select_option(value=str(town.desks.officer.staff.pk))
    write(page, on=day.isoformat())
    record(page)
    sees(page, "指定を記録しました")
    follow(page, "設置を記録する")
    write(page, on=day.isoformat())
    record(page)
    sees(page, "設置を記録しました", "活動中", town.desks.officer.staff.name)
    town.show(page, "council_1_active")
    return council


def nominate_and_consult(town, council: Council, day: date) -> None:
    for name, category in zip(NAMES, CATEGORIES, strict=True):
        page = town.go("supervisor", f"/councils/{council.pk}/members/new/")
        pick(page, "category", category)
        write(page, name=name, reason="町内の実情に詳しい", on=day.isoformat())
        write(page, starts_on=day.isoformat())
        record(page)
        sees(page, "候補者を記録しました", name)
        follow(page, "他部門の意見を書く")
        write(page, **{"section-0": "生活安全課", "opinion-0": "異存なし", "on": day.isoformat()})
        record(page)
        sees(page, "生活安全課", "異存なし")
    with town.stored():
        assert Term.objects.nominated().count() == len(NAMES)


def appoint_together(town, council: Council, day: date) -> None:
    page = town.go("chief", "/councils/members/appointments/")
    sees(page, "候補者が8人います", *NAMES)
    expect(page.locator("input[name=term]:checked")).to_have_count(8)
    write(page, on=day.isoformat())
    town.show(page, "council_2_appoint")
    record(page)
    sees(page, "8人を委嘱しました")
    letters = town.pdf(page, "委嘱状をまとめて印刷（PDF）")
    assert len(letters) == 8
    for name in NAMES:
        assert sum(plain(name) in letter for letter in letters) == 1, name
    with town.stored():
        assert council.terms.in_force().count() == 8


def plan_and_announce(town, day: date, agenda: str):
    page = town.go("officer", "/councils/meetings/new/")
    expect(page.locator("[name=councils]:checked")).to_have_count(1)
    write(
        page,
        planned_on=day.isoformat(),
        begins_at="14時",
        ends_at="午後3時半",
        place="坂上交番2階",
        agenda=agenda,
    )
    record(page)
    sees(page, "会議を予定に入れました", "坂上交番2階", "14時から15時30分まで")
    follow(page, "案内を記録する")
    return page


def hold_the_first(town, day: date) -> Meeting:
    page = plan_and_announce(town, day, AGENDA)
    record(page)
    sees(page, "案内を記録しました")
    assert len(town.pdf(page, "全員の分を印刷")) == 8
    with town.stored():
        meeting = Meeting.objects.get()
        members = list(Participant.objects.filter(kind="member").order_by("pk"))
    follow(page, "出欠の返事を書く")
    for member in members:
        pick(page, f"reply-{member.pk}", "no" if member.name == NAMES[7] else "yes")
    record(page)
    sees(page, "出欠の返事を記録しました", "委員 7/8")
    follow(page, "開催を記録する")
    expect(page.locator("[name=present]:checked")).to_have_count(8)  # those who said yes, the officer too
    write(
        page,
        **{
            "opinions-1-content": ASKED,
            "opinions-1-raiser_name": NAMES[0],
            "opinions-1-section": "生活安全課",
        },
    )
    town.show(page, "council_3_hold")
    record(page)
    sees(page, "会議の開催を記録しました", "委員 7/8", ASKED, "議事録の承認がまだ")
    return meeting


def write_approve_and_report(town, meeting: Meeting, day: date) -> None:
    page = town.at("officer")
    follow(page, "議事録を書く")
    write(page, discussed=SAID)
    press(page, "公表用の案を作る")
    expect(page.locator("[name=public_minutes]")).to_have_value(
        "【議事の概要】\n委員から、駅前の自転車盗が増えたとの話があった。"
    )
    write(page, on=day.isoformat())
    record(page)
    sees(page, "議事録を記録しました")
    expect(page.locator("main").get_by_role("link", name="報告する")).to_have_count(0)
    page = town.go("supervisor", f"/councils/meetings/{meeting.pk}/")
    follow(page, "議事録を承認する")
    sees(page, SAID, ASKED)
    write(page, on=day.isoformat())
    record(page)
    sees(page, "議事録を承認しました")
    page = town.go("officer", f"/councils/meetings/{meeting.pk}/")
    follow(page, "報告する")
    write(page, document_number="桜見坂地発第12号", on=day.isoformat())
    record(page)
    sees(page, "開催の結果の報告を記録しました", "桜見坂地発第12号")
    town.show(page, "council_4_reported")
    report = "".join(town.pdf(page, "会議開催結果報告書"))
    for words in (
        "坂上交番連絡協議会",
        "坂上交番2階",
        "定期（第1回）",
        "7/8人",
        AGENDA,
        ASKED,
        "桜見坂地発第12号",
    ):
        assert plain(words) in report, words
    with town.stored():
        assert Meeting.objects.get().state == "reported"
        assert sorted(IssuedPaper.objects.of_case(meeting).values_list("form", flat=True)) == [
            "L10",
            "L11",
            "L9",
        ]


def answer(town, day: date) -> None:
    page = town.go("officer", "/councils/opinions/")
    follow(page, ASKED)
    follow(page, "回答を記録する")
    record(page)
    sees(page, "入力してください")  # an answer without its words
    write(page, reply=ANSWER, on=day.isoformat())
    record(page)
    sees(page, "回答を記録しました")


def hold_the_second(town, day: date) -> None:
    page = plan_and_announce(town, day, "年末の警戒")
    expect(page.locator("ol.agenda li").first).to_have_text(READ_OUT)
    record(page)
    expect(page.locator("ol.agenda li")).to_have_text([READ_OUT, "年末の警戒"])
    sees(page, ASKED, ANSWER)
    town.show(page, "council_5_agenda")
    follow(page, "開催を記録する")
    expect(page.locator("[name=present]:checked")).to_have_count(1)  # the officer alone
    with town.stored():
        opinion = Opinion.objects.get()
    pick(page, "read", str(opinion.pk))
    press(page, "全員に印を付ける")
    expect(page.locator(f"[name=read][value='{opinion.pk}']")).to_be_checked()
    write(page, discussed="年末の警戒を申し合わせた。")
    record(page)
    sees(page, "会議の開催を記録しました", "委員 8/8", "読み上げた回答")
    with town.stored():
        opinion = Opinion.objects.get()
        second = Meeting.objects.get(held_on=day)
        assert (opinion.state, opinion.read_out_at_id) == ("closed", second.pk)


def see_the_year(town, council: Council, first_day: date, today: date) -> None:
    year = Year.of(FISCAL, today)
    held = 1 + (
        Year.of(FISCAL, first_day) == year
    )  # in the first days of April the first one was last year's
    page = town.go("officer", "/councils/")
    row = page.locator("table.year tbody tr", has_text=council.name)
    expect(row).to_contain_text(f"済み{held}回")
    expect(row).to_contain_text("2回済み" if held == 2 else "1回足りない")
    expect(row.locator(".meet-held")).to_have_count(held)
    town.show(page, "council_6_year")
