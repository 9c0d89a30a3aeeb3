"""An office's lists of councils and members become records, in Chromium: looked at, mended, answered, taken in, taken back."""

import pytest
from playwright.sync_api import expect

from liaison_councils.models import Council, Term
from tests.factories.councils import CouncilDesks
from tests.factories.places import KobanFactory, StationFactory
from tests.flows.town import Town, follow, press, sees
from tests.liaison_councils.lists import as_workbook, councils, members

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.nightly,
    pytest.mark.xdist_group("browser"),
]

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KOBAN = "坂上交番"
PEOPLE = [
    ("葛󠄀城 一郎", "かつらぎ いちろう", "会社員（桜見商事）", "事業所"), ("青木 健", "あおき けん", "農業", "住民"),
    ("伊東 恵", "いとう めぐみ", "小学校長", "学校"), ("上田 実", "うえだ みのる", "無職", "住民"),
    ("遠藤 明", "えんどう あきら", "自営業", "住民"), ("髙橋 さくら", "たかはし さくら", "町内会長", "住民"),
]  # fmt: skip


@pytest.fixture
def town(desk, live_server, shots):
    def desks(station) -> CouncilDesks:
        return CouncilDesks(station, KobanFactory(station=station, name="坂上"))

    return Town(desk, live_server.url, shots, lambda: StationFactory(name="桜見坂"), desks)


def the_lists() -> dict:
    rows = [
        {"協議会": KOBAN, "氏名": name, "ふりがな": kana, "職業": work, "選出の別": kind, "生年月日": f"S3{n}.5.6"}
        for n, (name, kana, work, kind) in enumerate(PEOPLE)
    ]  # fmt: skip
    rows[1]["任期開始日"] = "令和8年4月31日"
    rows.append({**rows[5], "氏名": "高橋 さくら", "生年月日": ""})
    tables = {
        "協議会": councils({"交番・駐在所": KOBAN}, {"交番・駐在所": "月面交番"}),
        "委員": members(*rows),
    }
    return {"name": "協議会と委員の名簿.xlsx", "mimeType": WORKBOOK, "buffer": as_workbook(**tables)}


def test_lists_are_looked_at_mended_answered_taken_in_and_taken_back(town):
    page = town.go("supervisor")
    follow(page, "名簿からの登録")
    town.show(page, "lists_1_none")
    follow(page, "ファイルから登録する")
    town.show(page, "lists_2_upload")
    page.locator("[name=file]").set_input_files(the_lists())
    press(page, "読み取って確かめる")
    sees(page, "月面交番", "直してください", "答えてください")
    town.show(page, "lists_3_preview")
    mend(town, page)
    answer(town, page)
    page.locator("[name=evidence]").fill("設置等状況一覧と委員名簿の原本")
    press(page, "登録する")
    sees(page, "名簿から登録しました", "協議会 1、委員 7", "設置等状況一覧と委員名簿の原本")
    town.show(page, "lists_6_done")
    with town.stored():
        council = Council.objects.get()
        assert Term.objects.count() == 7
    page.goto(f"{town.url}/councils/{council.pk}/")
    sees(page, "葛󠄀城 一郎", "髙橋 さくら", "高橋 さくら", "活動中")
    town.show(page, "lists_7_council")
    follow(town.go("supervisor", "/councils/lists/"), "協議会と委員の名簿.xlsx")
    page.locator("[name=note]").fill("古い名簿だった")
    press(page, "取り消す")
    sees(page, "登録を取り消しました", "古い名簿だった")
    with town.stored():
        assert not Council.objects.exists()


def mend(town, page) -> None:
    page.locator("tr", has_text="青木 健").get_by_role("link", name="直す").click()
    cell = page.get_by_label("任期の初日")
    expect(cell).to_have_value("令和8年4月31日")
    town.show(page, "lists_4_row")
    cell.fill("R8.4.1")
    press(page, "この内容で判定し直す")
    sees(page, "3行目を判定し直しました")


def answer(town, page) -> None:
    page.locator("nav", has_text="答えてください").get_by_role("link", name="答えてください").click()
    page.locator("tr", has_text="高橋 さくら").get_by_role("link", name="答える").click()
    sees(page, "同じ氏名か読みの人がいます", "このファイルの7行目の髙橋 さくらさん")
    town.show(page, "lists_5_who")
    page.get_by_label("どの人でもない、別の人。新しく記録する").check()
    press(page, "この内容で判定し直す")
    sees(page, "8行目を判定し直しました")
