"""Each branch of the road from a state that was reached before, as its people walk it in Chromium (BP-5)."""

import io

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from blue_patrol.models import Credential, Group, LedgerEvent, RegisterEntry
from casework.models import Deadline, DecisionStep, IssuedNumber, IssuedPaper, ReturnReason
from casework.models.road import RoadState as S
from tests.blue_patrol.certificates import exported
from tests.factories.places import StationFactory
from tests.flows.town import A_PDF, Town, follow, pick, press, record, sees, write

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.nightly,  # the main roads are walked by day
    pytest.mark.xdist_group("browser"),
]

LEDGER = {
    "name": "台帳.xlsx",
    "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SHEETS = {
    "団体": [
        ["証明書番号", "証明年月日", "交付年月日", "団体名", "かしら", "所在地", "電話"],
        ["第R5-0012号", "R5.4.1", "令和5年4月5日", "桜見坂安全会", "髙橋　一郎", "桜見坂1", "0561-00-0001"],
        ["第R5-0013号", "2023/5/1", 45054, "みなと会", "山田太郎", "同上", "0561-00-0002"],
        ["第R5-0014号", "R5.6.9", "R5.6.1", "逆さ会", "後先", "〃", ""],
    ],
    "自動車": [
        ["証明書番号", "登録番号", "車名", "型式", "車台番号", "使用の本拠", "標章番号", "車検証記載日"],
        ["R5-12", "名古屋 500 さ 12-34", "スズカゼ", "ZZ9", "ZZ9-000001", "桜見坂", "R5-0012-01", "R5.4.10"],
        ["〃", "名古屋 500 さ 12-35", "スズカゼ", "ZZ9", "ZZ9-000002", "桜見坂", "R5-0012-02", ""],
    ],
    "実施者": [
        ["団体名", "氏名", "生年月日", "実施者証番号", "受講日", "講師"],
        ["桜見坂安全会", "𠮷田 花子", "S40.5.6", "R5-0012-001", "R5.3.1", "係長"],
    ],
    "交付簿": [
        ["番号", "交付年月日", "交付区分", "団体名", "証明書番号", "標章番号", "受領者"],
        [31, "R5.4.5", "新規", "桜見坂安全会", "R5-12", "R5-0012-01", "髙橋"],
    ],
}


def ledger_book() -> bytes:
    """An office's workbook: dates of every kind, 同上, a heading nobody knows, and days that run backwards."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in SHEETS.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.fixture
def town(desk, live_server, shots):
    def station():
        return StationFactory(name="桜見坂", document_symbol="桜", is_demo=True)

    return Town(desk, live_server.url, shots, station)


@pytest.mark.clause("BP-5-2", "BP-5-3", "BP-5-4")
def test_a_correction_is_answered_and_an_unfit_case_is_declined(town):
    case = town.case(S.RECEIVED, cars=1, people=2)
    ask_for_a_correction(town, case)
    mend_and_resubmit(town, case)
    forward_as_unfit(town, case)
    town.decide("hq_clerk", case, "endorse")
    town.decide("assistant", case, "endorse")
    page = town.open("director", case, "決裁する")
    sees(page, "不適当", "活動の実績が足りない")
    pick(page, "decision", "decline")
    record(page)
    sees(page, "理由を書いてください")  # nothing was written: refused beside the field, the answer stays
    expect(page.locator("[name=decision][value=decline]")).to_be_checked()
    write(page, note="継続したパトロールが見込まれないため")
    record(page)
    sees(page, "不承認を記録しました")
    page = town.open("clerk", case)
    paper = (
        page.locator("#papers")
        .locator("xpath=ancestor::section")
        .locator("tr, li", has_text="不承認のお知らせ")
    )
    paper.get_by_role("link").click()
    sees(page, "継続したパトロールが見込まれないため")
    town.show(page, "branch1_5_decline_letter")
    with town.stored():
        assert town.now(case).state == "declined"
        assert ReturnReason.objects.of_case(case).exclude(answer="").count() == 2
        assert not Credential.objects.exists()


def ask_for_a_correction(town, case):
    page = town.open("clerk", case, "補正を求める")
    page.locator("[name='item-1']").select_option(label="生年月日")
    write(page, **{"text-1": "2人目の生年月日が漏れています。"})
    press(page, "理由をもう一つ書く")
    expect(page.locator("[name='text-1']")).to_have_value("2人目の生年月日が漏れています。")
    page.locator("[name='item-2']").select_option(label="電話番号・担当者")
    write(page, **{"text-2": "つながる番号に直してください。"})
    town.show(page, "branch1_1_reasons")
    record(page)
    sees(page, "補正を求めたことを記録しました", "つながる番号に直してください。")
    follow(page, "「補正のお願い」を印刷する")
    sees(page, "2人目の生年月日が漏れています。", "電話番号・担当者")
    town.show(page, "branch1_2_letter")


def mend_and_resubmit(town, case):
    page = town.open("clerk", case, "申請を直す")
    write(page, phone="0500-000-7777")
    record(page)
    page = town.open("clerk", case, "再提出を受ける")
    sees(page, "補正で変わった点", "0500-000-0001", "0500-000-7777")
    record(page)
    expect(page.locator("[data-summary]")).to_be_focused()
    for box in page.locator("textarea[name^=answer]").all():
        box.fill("申請者が直した")
    town.show(page, "branch1_3_resubmission")
    record(page)
    sees(page, "再提出を記録しました", "補正で変わった点", "0500-000-7777")
    assert town.state(case) == "received"


def forward_as_unfit(town, case):
    page = town.open("clerk", case, "調査票を書く")
    for box in page.locator("input[type=radio][name$=-result][value=fit]").all():
        box.check()
    for box in page.locator("textarea[name$=-evidence]").all():
        box.fill("書類で確かめた")
    pick(page, "b-result", "unfit")
    write(page, **{"b-guidance": "週1回以上の計画に直すよう伝えた"})
    press(page, "調査票を保存する")
    page = town.open("chief", case, "進達する")
    sees(page, "週1回以上の計画に直すよう伝えた", "補正で変わった点")
    pick(page, "opinion", "unfit")
    record(page)
    sees(page, "不適当とする理由を書いてください")
    write(page, remarks="活動の実績が足りない", document_number="桜見坂生発第40号")
    town.show(page, "branch1_4_unfit")
    record(page)
    assert town.state(case) == "forwarded"


@pytest.mark.clause("BP-5-3", "BP-5-4")
def test_a_number_typed_later_a_case_sent_back_and_several_decided_together(town):
    case = town.case(S.RECEIVED, examined=True)
    others = [town.case(S.FORWARDED, name=f"{word}見守り隊") for word in ("坂下", "夕凪")]
    page = town.open("chief", case, "進達する")
    pick(page, "opinion", "fit")
    record(page)
    page = town.open("clerk", case, "文書番号を記入する")
    write(page, document_number="桜見坂生発第51号")
    record(page)
    sees(page, "文書番号を記入しました")
    page = town.open("hq_clerk", case, "差し戻す")
    page.locator("[name='item-1']").select_option(label="カ 表示の大きさ・形状の資料")
    write(page, **{"text-1": "表示の写真を大きくしてください。"})
    record(page)
    answer_and_forward_again(town, case)
    page = town.open("hq_clerk", case, "審査する")
    sees(page, "前回から変わった点", "表示の写真を大きくしてください。", "新しい車検証.pdf")
    town.show(page, "branch2_2_changed")
    decide_together(town, case)
    with town.stored():
        papers = IssuedPaper.objects.of_case(case).filter(form="13").order_by("pk")
        assert [bool(paper.voided_on) for paper in papers] == [
            True,
            False,
            False,
        ]  # without a number; sent back; as it stands
        assert (
            DecisionStep.objects.filter(outcome="approved", case_pk__in=[one.pk for one in others]).count()
            == 2
        )


def answer_and_forward_again(town, case):
    page = town.open("clerk", case, "添付を加える")
    pick(page, "kind", "marking")
    page.locator("input[type=file]").set_input_files(A_PDF)
    record(page)
    page = town.open("clerk", case, "差戻しに回答する")
    page.locator("textarea[name^=answer]").fill("大きい写真を加えた")
    town.show(page, "branch2_1_answer")
    record(page)
    page = town.open("chief", case, "進達する")
    sees(page, "大きい写真を加えた")
    pick(page, "opinion", "fit")
    write(page, document_number="桜見坂生発第60号")
    record(page)
    assert town.state(case) == "forwarded"


def decide_together(town, case):
    page = town.go("hq_clerk", "/decide/")
    row = page.locator("tr", has_text=case.group.name)
    expect(row).to_contain_text("一件ずつ見てください")
    expect(row).to_contain_text("1点")  # the file that was added
    for word in ("坂下", "夕凪"):  # both are ticked already: take the ticks out, see what is said, tick again
        page.get_by_label(f"{word}見守り隊を選ぶ").press("Space")
    press(page, "選んだ事案を確かめる")
    sees(page, "事案を一つ以上選んでください")
    for word in ("坂下", "夕凪"):
        page.get_by_label(f"{word}見守り隊を選ぶ").press("Space")
    town.show(page, "branch2_3_together")
    press(page, "選んだ事案を確かめる")
    sees(page, "まだ記録していません")
    town.show(page, "branch2_4_confirm")
    press(page, "2件を記録する")
    sees(page, "2件を記録しました", "坂下見守り隊", "次の段階へ進みました")
    town.show(page, "branch2_5_results")


@pytest.mark.clause("BP-5-4", "BP-5-5-1", "BP-5-5-2", "BP-5-5-3", "BP-13")
def test_a_decision_taken_back_a_parcel_with_faults_a_deputy_and_a_card_later(town):
    case = town.case(S.APPROVED, cars=2, people=3, untrained=1)
    recall_and_decide_again(town, case)
    print_spoil_and_send(town, case)
    take_in_with_faults(town, case)
    replace_and_take_in(town, case)
    deliver_to_a_deputy(town, case)
    hold_a_course(town, case)
    hand_over_the_last_card(town, case)
    page = town.open("clerk", case, "交付を報告する")
    record(page)
    assert town.state(case) == "reported"
    meet_a_clock(town, case)
    with town.stored():
        assert (
            Credential.objects.filter(certification__state="active", state="with_group").count() == 1 + 2 + 3
        )
        assert RegisterEntry.objects.count() == 2
        assert LedgerEvent.objects.filter(kind="実施者証の追加交付").count() == 1
        assert IssuedNumber.objects.filter(kind="certificate").count() == 2  # the first one stays as 欠番


def recall_and_decide_again(town, case):
    page = town.open("director", case, "決裁を取り消す")
    write(page, note="実施地域に誤りが見つかったため")
    town.show(page, "branch3_01_recall")
    record(page)
    sees(page, "決裁を取り消しました", "実施地域に誤りが見つかったため")
    town.decide_to_the_end(case)
    assert town.state(case) == "approved"


def print_spoil_and_send(town, case):
    page = town.go("hq_clerk", "/custody/stock/new/")
    pick(page, "kind", "card")
    write(page, first="A000101", last="A000120")
    record(page)
    sees(page, "在庫に入れました")
    page = town.open("hq_clerk", case, "印刷を記録する")
    sees(page, "A000101")
    town.show(page, "branch3_02_printing")
    record(page)
    follow(page, "刷り損じたとき")
    page.get_by_label("実施者証").first.check()
    write(page, reason="紙詰まりで折れた")
    town.show(page, "branch3_03_spoil")
    record(page)
    sees(page, "刷り損じを記録しました", "A000104")
    for _ in ("the sheet again", "all are sealed"):
        page = record(page)
    town.show(page, "branch3_04_dispatch")
    record(page)
    assert town.state(case) == "dispatched"


def take_in_with_faults(town, case):
    page = town.open("clerk", case, "受領を記録する")
    sticker = page.locator("tbody.group", has_text="標章").locator("input[value=spoiled]").first
    sticker.focus()
    page.keyboard.press("Space")
    card = page.locator("tbody.group", has_text="実施者証").locator("input[value=here]").first
    card.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")  # 届いた → 傷んでいる → 届いていない
    press(page, "全部届いた")
    expect(page.locator("input[value=here]:checked")).to_have_count(1 + 1 + 2)
    record(page)
    sees(page, "どのように傷んでいるか、不足かを書いてください")
    for answer, words in (("spoiled", "角が折れている"), ("missing", "封筒に入っていない")):
        page.locator("tr", has=page.locator(f"input[value={answer}]:checked")).locator(
            "input[type=text]"
        ).fill(words)
    town.show(page, "branch3_05_arrival")
    record(page)
    sees(page, "受領を記録しました", "2点が傷み・不足", "角が折れている")
    assert "封筒に入っていない" in "".join(town.pdf(page, "受領票を印刷する"))


def replace_and_take_in(town, case):
    page = town.open("hq_clerk", case, "作り直す")
    sees(page, "角が折れている", "封筒に入っていない")
    town.show(page, "branch3_07_replace")
    record(page)
    page = town.open("hq_clerk", case, "印刷を記録する")
    for _ in ("printed", "sealed", "sent"):
        record(page)
    sees(page, "追送を記録しました")
    page = town.open("clerk", case, "追送の受領を記録する")
    press(page, "全部届いた")
    town.show(page, "branch3_08_later_arrival")
    record(page)
    sees(page, "追送の受領を記録しました")


def deliver_to_a_deputy(town, case):
    page = town.open("clerk", case, "交付の窓口を開く")
    sees(page, "講習をまだ受けていません")
    for box in page.locator("input[name=credentials], input[name=instructed]").all():
        box.focus()
        page.keyboard.press("Space")
    write(page, receiver_name="副島 隊子")
    pick(page, "receiver_kind", "deputy")
    record(page)
    expect(page.locator("[data-summary]")).to_be_focused()  # who came in another's place shows a letter
    write(page, receiver_note="9月3日付けの委任状、副隊長")
    town.show(page, "branch3_09_deputy")
    page.locator("[name=receiver_note]").press("Enter")
    page.wait_for_load_state()
    sees(page, "交付を記録しました")
    assert town.state(case) == "delivered"


def hold_a_course(town, case):
    page = town.go("clerk", "/trainings/")
    follow(page, "講習を計画する")
    with town.stored():
        day = town.now(case).delivered_on
    write(page, held_on=day.isoformat(), place="桜見坂警察署 講堂", trainer="桜見坂警察署 風間 聡")
    for box in page.locator("input[name=topics]").all():
        box.check()
    record(page)
    page.get_by_label("実施 者0さん").check()
    press(page, "印を付けた人を名簿に加える")
    sees(page, "実施 者0")
    town.show(page, "branch3_10_course")
    follow(page, "実施を記録する")
    press(page, "全員に印を付ける")
    town.show(page, "branch3_11_attendance")
    record(page)
    sees(page, "出席 1人")


def hand_over_the_last_card(town, case):
    page = town.open("clerk", case, "残った実施者証を渡す")
    page.locator("input[name=credentials]").check()
    town.show(page, "branch3_12_later_card")
    record(page)
    sees(page, "実施者証の交付を記録しました")


def meet_a_clock(town, case):
    page = town.open("clerk", case)
    page.locator("section", has=page.locator("#clocks")).get_by_role(
        "link", name="済みを記録する"
    ).first.click()
    write(page, evidence="新しい車検証で記載を見た")
    page.locator("input[type=file]").set_input_files(A_PDF)
    town.show(page, "branch3_13_clock")
    record(page)
    sees(page, "期限の完了を記録しました")
    with town.stored():
        assert Deadline.objects.filter(kind="inspection_entry", done_on=None).count() == 1
        assert Deadline.objects.filter(kind="inspection_entry").exclude(done_on=None).get().evidence


@pytest.mark.clause("BP-5-4", "BP-5-5-1")
def test_what_cannot_be_handed_over_goes_back_and_a_withdrawal_ends_a_case(town):
    case = town.case(S.ARRIVED)
    page = town.open("clerk", case, "交付できないことを記録する")
    write(page, reason="団体が解散した", tried="9月3日・10日 代表者へ電話（出ない）")
    town.show(page, "branch4_1_undelivered")
    record(page)
    sees(page, "交付不能を記録しました", "団体が解散した")
    page = town.open("hq_clerk", case, "返送品の廃棄を記録する")
    town.show(page, "branch4_2_destruction")
    record(page)
    sees(page, "返送品の廃棄を記録しました")
    other = town.case(S.RECEIVED, name="取り下げる会")
    page = town.open("clerk", other, "取下げを記録する")
    record(page)
    sees(page, "入力してください")
    write(page, note="代表者から電話で申出があった")
    record(page)
    sees(page, "取下げを記録しました", "代表者から電話で申出があった")
    with town.stored():
        assert (town.now(case).state, town.now(other).state) == ("undelivered", "withdrawn")
        assert set(Credential.objects.values_list("state", flat=True)) == {"destroyed"}
        assert set(IssuedNumber.objects.filter(voided_on=None).values_list("kind", flat=True)) == {"receipt"}


@pytest.mark.clause("BP-5-6", "BP-13")
def test_a_paper_ledger_is_registered_from_a_file_and_by_hand_and_taken_back(town):
    page = town.go("clerk", "/groups/")
    follow(page, "紙の台帳から登録する")
    follow(page, "ファイルから登録する")
    page.locator("input[type=file]").set_input_files(LEDGER | {"buffer": b"PK not a book"})
    record(page)
    expect(page.locator("[data-summary]")).to_be_focused()  # not what its name claims
    page.locator("input[type=file]").set_input_files(LEDGER | {"buffer": ledger_book()})
    record(page)
    look_and_register(town, page)
    see_what_was_registered(town)
    take_back(town)
    type_one_group(town)
    file_that_went_on(town)


def look_and_register(town, page):
    sees(page, "まだ何も登録していません", "より前です")
    correct_the_column(town, page)
    sees(page, "逆さ会", "証明書番号（令和5年）")
    town.show(page, "branch5_2_preview")
    record(page)
    sees(page, "誤り")  # what was seen has to be said
    write(page, evidence="証明台帳の原本")
    record(page)
    sees(page, "登録済み", "団体 2、自動車 2、実施者 1、交付簿 1")
    town.show(page, "branch5_3_registered")


def correct_the_column(town, page):
    """A heading that the reader takes for nothing."""
    sees(page, "「代表者の氏名」の列が、まだ決まっていません")
    column = page.get_by_label("「かしら」を何として読むか")
    column.select_option(label="代表者の氏名")
    town.show(page, "branch5_1_columns")
    press(page, "この読み方で判定し直す")
    sees(page, "列の読み方を直しました")


def see_what_was_registered(town):
    page = town.go("clerk", "/groups/")
    follow(page, "桜見坂安全会")
    sees(page, "第R5-0012号", "名古屋 500 さ 12-34", "𠮷田 花子")
    town.show(page, "branch5_4_group")
    page = town.go("clerk", "/register/?year=2023")
    sees(page, "紙の交付簿から登録した行", "桜見坂安全会")
    town.show(page, "branch5_5_book")
    with town.stored():
        assert sorted(Group.objects.values_list("name", flat=True)) == ["みなと会", "桜見坂安全会"]
        assert not RegisterEntry.objects.exists()
        assert Group.objects.get(name="みなと会").address == "桜見坂1"  # 同上


def take_back(town):
    page = town.go("clerk", "/registrations/")
    follow(page, LEDGER["name"])
    press(page, "取り消す")
    sees(page, "誤り")
    write(page, note="古いファイルだった")
    press(page, "取り消す")
    sees(page, "古いファイルだった", "取り消した")
    with town.stored():
        assert not Group.objects.exists()


def type_one_group(town):
    page = town.go("clerk", "/registrations/")
    follow(page, "1つの団体を手で入力する")
    typed = {
        "name": "坂上町防犯隊", "certificate_number": "第R5-0020号", "certified_on": "R5.5.1", "delivered_on": "令和5年5月10日",
        "representative_name": "髙橋 守",
    }  # fmt: skip
    write(page, **{f"group-{name}": text for name, text in typed.items()})
    write(
        page,
        **{
            "cars-0-plate": "名古屋500さ7777",
            "cars-0-sticker_number": "R5-0020-01",
            "act-evidence": "証明台帳の原本",
        },
    )
    press(page, "実施者をもう1人")
    expect(page.locator("[name='group-name']")).to_have_value("坂上町防犯隊")
    write(
        page,
        **{
            "people-0-name": "𠮷田 一郎",
            "people-0-card_number": "R5-0020-001",
            "people-0-trained_on": "R6.6.1",
        },
    )
    town.show(page, "branch5_6_typed")
    record(page)
    page.wait_for_url("**/groups/*/")
    sees(page, "坂上町防犯隊", "第R5-0020号", "名古屋 500 さ 77-77")


def file_that_went_on(town):
    """A later act on what came from a file keeps the file from being taken back."""
    page = town.go("clerk", "/registrations/upload/")
    page.locator("input[type=file]").set_input_files(LEDGER | {"buffer": ledger_book(), "name": "続き.xlsx"})
    record(page)
    correct_the_column(town, page)
    write(page, evidence="証明台帳の原本")
    record(page)
    page.wait_for_load_state()
    sees(page, "登録済み")
    page = town.go("clerk", "/groups/")
    follow(page, "桜見坂安全会")
    page.locator("section", has=page.locator("#clocks")).get_by_role(
        "link", name="済みを記録する"
    ).first.click()
    write(page, evidence="情報提供の控え")
    record(page)
    page = town.go("clerk", "/registrations/")
    follow(page, "続き.xlsx")
    sees(page, "いまは取り消せません")
    town.show(page, "branch5_7_no_way_back")


@pytest.mark.clause("BP-5-1")
def test_the_file_of_an_inspection_certificate_fills_a_car(town):
    case = town.case(S.DRAFT, cars=0, people=1)
    page = town.go("clerk", f"/cases/{case.pk}/entry/vehicles/")
    file = {"name": "車検証.json", "mimeType": "application/json"}
    page.locator("[name=certificate_file]").set_input_files(file | {"buffer": b"{}"})
    press(page, "車検証を読み取る")
    expect(page.locator("[data-summary]")).to_be_focused()
    page.locator("[name=certificate_file]").set_input_files(file | {"buffer": exported()})
    press(page, "車検証を読み取る")
    sees(page, "まだ保存していません", "自主防犯活動用自動車")
    expect(page.locator("[name='rows-0-chassis_number']")).to_have_value("ZZ9-000123")
    town.show(page, "branch6_certificate")
    page.get_by_label("確かめました").check()  # published more than thirty days ago
    page.get_by_label("進める理由").fill("新しい車検証を取り寄せている")
    press(page, "保存して実施者へ進む")
    page.wait_for_url("**/entry/patrollers/")
    with town.stored():
        car = case.group.vehicles.get()
        assert (car.plate, car.chassis_number, car.make) == ("名古屋|500|さ|1234", "ZZ9-000123", "スズカゼ")
