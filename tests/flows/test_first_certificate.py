"""A group's way to its certificate, as the people at five desks walk it in Chromium (BP-5)."""

import datetime as dt
import io
import re

import pytest
from django.db import transaction
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from blue_patrol.models import (
    Certification,
    CertificationApplication,
    Credential,
    LedgerSheet,
    Patroller,
    RegisterEntry,
)
from casework import papers
from casework.models import Deadline, DecisionStep, IssuedNumber, IssuedPaper, StateChange
from tests.factories import scope
from tests.factories.applications import Desks
from tests.factories.places import StationFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]

NAME = "桜見坂学区防犯パトロール隊"
ITEMS = ["a", "b", "c", *(f"d-{n}" for n in range(1, 8)), "e-1", "e-2"]
UNTRAINED = ("早乙女 司", "渡瀬 里奈")
NAMES = [
    "髙橋 𠮷之介", "山﨑 千代子", "葛\U000e0100城 透", "塚\ufa10本 元", *UNTRAINED,
    *(f"実施 者{number:02d}" for number in range(7, 22)),
]  # fmt: skip


def first_certificate() -> str:
    """Of this year: it is decided today."""
    return f"第R{timezone.localdate().year - 2018}-0001号"


def roster() -> str:
    """21 rows as pasted from a spreadsheet; two people have no training yet, eras and western dates are mixed."""
    rows = ["氏名\tよみ\t生年月日\t住所\t電話\t講習受講年月日\t講習実施者"]
    for number, name in enumerate(NAMES):
        born = "昭和34年5月6日" if number % 2 else "1977-11-03"
        trained = "" if name in UNTRAINED else "令和8年6月20日"
        trainer = "" if name in UNTRAINED else "桜見坂警察署 風間 聡"
        rows.append(f"{name}\tじっししゃ\t{born}\t桜見市坂上町{number}番地\t\t{trained}\t{trainer}")
    return "\n".join(rows)


def picture(kind: str) -> dict:
    """A real JPEG, as a camera would give it."""
    stream = io.BytesIO()
    Image.new("RGB", (320, 240), "#0b4ea2").save(stream, "JPEG")
    return {"name": f"{kind}.jpg", "mimeType": "image/jpeg", "buffer": stream.getvalue()}


def sheet(number: int) -> dict:
    """A real PDF: the record of a car's inspection."""
    content = papers.get("4").render(None, mode=papers.Mode.BLANK)
    return {"name": f"検査証_{number}.pdf", "mimeType": "application/pdf", "buffer": content}


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"[name='{name.replace('__', '-')}']").fill(value)


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f"[name='{name}'][value='{value}']").check()


class Road:
    """One case and the browsers at its desks."""

    def __init__(self, desk, desks, url, shots):
        self.open_desk, self.desks, self.url, self.shots = desk, desks, url, shots
        self.pages: dict[str, Page] = {}

    def at(self, who: str) -> Page:
        if who not in self.pages:
            self.pages[who] = self.open_desk(getattr(self.desks, who))
        return self.pages[who]

    def show(self, page: Page, name: str) -> None:
        if self.shots:
            page.screenshot(path=self.shots / f"{name}.png", full_page=True)

    @property
    def case(self) -> CertificationApplication:
        with transaction.atomic():
            scope.restore()
            return CertificationApplication.objects.get()

    def visit(self, who: str, act: str = "") -> Page:
        page = self.at(who)
        page.goto(f"{self.url}/cases/{self.pk}/{act}")
        return page


def enter(road: Road) -> None:
    page = road.at("clerk")
    page.goto(f"{road.url}/cases/new/")
    press(page, "保存して概要へ進む")
    expect(page.locator("#main")).to_contain_text("団体の名称")
    expect(page.locator("[role=alert]")).to_be_visible()  # nothing typed: a summary, and nothing stored
    fill(
        page, name=NAME, name_kana="さくらみざかがっくぼうはんぱとろーるたい", address="愛知県桜見市坂上町一丁目2番3号",
        phone="0500-000-0001", representative_title="隊長", representative_name="青葉 守",
        commissioned_by="愛知県桜見坂警察署長", commissioned_on="令和8年4月1日", member_count="21",
    )  # fmt: skip
    choose(page, "group_type", "b")
    road.show(page, "01_group")
    press(page, "保存して概要へ進む")
    page.wait_for_url(re.compile("/entry/plan/"))
    fill(
        page, patrol_area="桜見坂小学校区全域（坂上町、坂下町、桜見一丁目から三丁目まで）", patrol_times="2",
        slot1_from="19:30", slot1_until="21:00", crew_per_run="2", vehicles_per_run="1",
        applied_on="令和8年9月1日", pledged_on="R8.9.1",
    )  # fmt: skip
    choose(page, "patrol_unit", "week")
    choose(page, "combined_with_business", "False")
    road.show(page, "02_plan")
    press(page, "保存して自動車へ進む")
    page.wait_for_url(re.compile("/entry/vehicles/"))
    enter_vehicles(road, page)
    enter_roster(road, page)
    enter_attachments(road, page)


def enter_vehicles(road: Road, page: Page) -> None:
    for number in range(6):
        if not page.locator(f"[name='rows-{number}-plate']").count():
            press(page, "自動車を加える")
    for number in range(6):
        fill(
            page,
            **{
                f"rows-{number}-plate": f"名古屋 500 へ {20 + number}-34", f"rows-{number}-make": "スズカゼ　ミライト",
                f"rows-{number}-model_code": "DBA-ZZ9", f"rows-{number}-chassis_number": f"ZZ9-{number:06d}",
                f"rows-{number}-base_location": "愛知県桜見市坂上町一丁目",
            },
        )  # fmt: skip
        choose(page, f"rows-{number}-user_is", "group")
    road.show(page, "03_vehicles")
    press(page, "保存して実施者へ進む")
    page.wait_for_url(re.compile("/entry/patrollers/"))


def enter_roster(road: Road, page: Page) -> None:
    fill(page, pasted=roster())
    press(page, "貼り付けた行を確かめる")
    road.show(page, "04_roster_preview")
    press(page, "選んだ行を名簿に加える")
    road.show(page, "04_roster")
    press(page, "保存して添付へ進む")
    page.wait_for_url(re.compile("/entry/attachments/"))


def enter_attachments(road: Road, page: Page) -> None:
    records = page.locator("form:has(input[name=kind][value=inspection_record])")
    for number, box in enumerate(records.locator("input[type=file]").all()):
        box.set_input_files(sheet(number))
    records.get_by_role("button", name="加える", exact=True).click()
    page.wait_for_load_state()
    fake = {"name": "灯火.pdf", "mimeType": "application/pdf", "buffer": b"<html>not a PDF</html>"}
    for kind, files in [
        ("lamp", [fake]),
        ("lamp", [picture("灯火")]),
        ("lamp_data", [sheet(7)]),
        ("marking", [picture("表示")]),
    ]:
        form = page.locator(f"form:has(input[name=kind][value={kind}])").first
        form.locator("input[type=file]").set_input_files(files)
        form.get_by_role("button", name="加える", exact=True).click()
        page.wait_for_load_state()
        if files == [fake]:
            expect(page.locator("#main")).to_contain_text("灯火.pdf")  # refused beside its field, by its name
    road.show(page, "05_attachments")


def examine(road: Road) -> None:
    page = road.visit("clerk", "examination/")
    for code in ITEMS:
        page.locator(f"[name='{code}-result'][value='fit']").check()
        if not code.startswith("e"):
            page.locator(f"[name='{code}-evidence']").fill("書類と聞き取りで確かめた")
    road.show(page, "08_examination")
    press(page, "調査票を保存する")


def forward(road: Road, number: str) -> None:
    page = road.visit("chief", "forward/")
    fill(page, document_number=number)
    choose(page, "opinion", "fit")
    road.show(page, f"10_forward_{number}")
    page.locator("main button.button-main").click()
    page.wait_for_load_state()
    assert road.case.state == "forwarded"


def decide(road: Road, who: str, answer: str, **details: str) -> None:
    page = road.visit(who, "decide/")
    choose(page, "decision", answer)
    fill(page, **details)
    road.show(page, f"12_decide_{who}_{answer}")
    page.locator("main button.button-main").click()
    page.wait_for_load_state()


@pytest.fixture
def road(desk, live_server, shots):
    station = StationFactory(name="桜見坂", document_symbol="桜", is_demo=True)
    return Road(desk, Desks(station), live_server.url, shots)


@pytest.mark.clause(
    "BP-5-1", "BP-5-2", "BP-5-3", "BP-5-4", "BP-5-5-1", "BP-5-5-1-b", "BP-5-5-2", "BP-5-5-3", "BP-5-6"
)
def test_a_group_gets_its_certificate_stickers_and_cards(road):
    enter(road)
    road.pk = road.case.pk
    receive_and_mend(road)
    send_back_and_answer(road)
    decide(road, "hq_clerk", "endorse")
    decide(road, "assistant", "endorse")
    decide(road, "director", "approve")
    assert road.case.state == "approved"
    print_and_send(road)
    hand_over(road)
    with transaction.atomic():
        scope.restore()
        everything_is_written(CertificationApplication.objects.get())


def receive_and_mend(road: Road) -> None:
    page = road.visit("clerk", "receive/")
    fill(page, on="令和8年9月1日")
    road.show(page, "06_receive")
    page.locator("main button.button-main").click()
    page.wait_for_load_state()
    assert road.case.receipt_number == "R8-0001"
    page = road.visit("chief")
    expect(page.locator(".cannot")).to_contain_text("調査12項目のうち12項目に結果がありません")
    expect(page.locator(".cannot")).to_contain_text("疎明資料を添付してください")
    road.show(page, "07_not_yet")
    examine(road)
    page = road.visit("clerk", "attach/")
    page.locator("[name=kind]").select_option("proof_of_standing") if page.locator(
        "select[name=kind]"
    ).count() else choose(page, "kind", "proof_of_standing")
    page.locator("input[type=file]").set_input_files(picture("委嘱状の写し"))
    page.locator("main button.button-main").click()
    page.wait_for_load_state()
    forward(road, "桜見坂生発第123号")


def send_back_and_answer(road: Road) -> None:
    page = road.visit("hq_clerk", "send-back/")
    page.locator("[name='item-1']").select_option(index=1)
    fill(page, **{"text-1": "表示の文字が小さいので、大きくした写真に替えてください。"})
    road.show(page, "11_send_back")
    page.locator("main button.button-main").click()
    page.wait_for_load_state()
    assert road.case.state == "sent_back"
    expect(road.visit("chief").locator(".cannot")).to_contain_text(
        "差戻しの理由に、直したことを書いてください"
    )
    page = road.visit("clerk", "correction/")
    page.locator("[name='item-1']").select_option(index=1)
    fill(page, **{"text-1": "写真を撮り直してください。"})
    page.locator("main button.button-main").click()
    page.wait_for_load_state()
    page = road.visit("clerk", "resubmission/")
    for box in page.locator("textarea[name^='answer']").all():
        box.fill("縦12センチの文字に替え、写真を差し替えた")
    road.show(page, "11_resubmission")
    page.locator("main button.button-main").click()
    page.wait_for_load_state()
    assert road.case.state == "received"
    forward(road, "桜見坂生発第130号")


def print_and_send(road: Road) -> None:
    page = road.visit("hq_clerk")
    road.show(page, "13_approved")
    expect(page.locator("#main")).to_contain_text(first_certificate())
    for act in ("print", "seal"):
        page = road.visit("hq_clerk", "dispatch/")
        page.locator(f"form[action$='/{act}/'] button").click()
        page.wait_for_load_state()
    page = road.visit("hq_clerk", "dispatch/")
    road.show(page, "14_dispatch")
    page.locator("main button.button-main").click()
    page.wait_for_load_state()
    assert road.case.state == "dispatched"


def hand_over(road: Road) -> None:
    page = road.visit("clerk", "arrive/")
    assert not page.locator("input[type=radio]:checked").count()
    press(page, "全部届いた")
    expect(page.locator("input[type=radio][value=here]:checked")).to_have_count(1 + 6 + 21)
    page.locator("main button.button-main").click()
    page.wait_for_load_state()
    page = road.visit("clerk", "deliver/")
    for name in UNTRAINED:
        expect(page.locator("#main")).to_contain_text(f"{name}さんは、講習をまだ受けていません")
    boxes = page.locator("input[name=credentials]").all()
    assert len(boxes) == 1 + 6 + 19
    for box in [*boxes, *page.locator("input[name=instructed]").all()]:
        box.check()
    road.show(page, "15_deliver")
    page.locator("main button.button-main").click()
    page.wait_for_load_state()
    assert road.case.state == "delivered"
    page = road.visit("clerk", "report/")
    page.locator("main button.button-main").click()
    page.wait_for_load_state()
    road.show(road.visit("clerk"), "16_reported")


def text_of(paper: IssuedPaper) -> str:
    reader = PdfReader(io.BytesIO(bytes(paper.file.content)))
    return re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))


def everything_is_written(case) -> None:
    assert case.state == "reported"
    assert [person.name for person in Patroller.objects.order_by("position")] == NAMES
    assert Certification.objects.get().state == "active"
    places = sorted(Credential.objects.values_list("kind", "state"))
    assert places == [("card", "at_station")] * 2 + [("card", "with_group")] * 19 + [
        ("certificate", "with_group"), *[("sticker", "with_group")] * 6
    ]  # fmt: skip
    row = RegisterEntry.objects.get()
    assert (row.row_number, row.certificate_number, len(row.sticker_numbers), len(row.card_numbers)) == (
        1,
        first_certificate(),
        6,
        19,
    )
    assert row.notes.get().kind == "reported"
    assert LedgerSheet.objects.get().events.get().text == f"証明書 {first_certificate()} を交付"
    entries = Deadline.objects.filter(kind="inspection_entry")
    assert {clock.due_on - clock.starts_on for clock in entries} == {dt.timedelta(days=15)}
    assert entries.count() == 6
    assert Deadline.objects.filter(kind="retraining").count() == 19
    assert Deadline.objects.get(kind="delivery_report").done_on is not None
    assert (
        DecisionStep.objects.filter(is_void=False).values_list("outcome", flat=True).distinct().get()
        == "approved"
    )
    papers_hold_what_was_typed(case)
    history_is_whole(case)


def papers_hold_what_was_typed(case) -> None:
    papers = list(IssuedPaper.objects.of_case(case).order_by("pk"))
    assert [(p.form, p.mode) for p in papers] == [
        ("13", "filled"), ("13", "filled"), ("5", "filled"), ("6", "filled"), ("7", "filled"), ("5", "copy")
    ]  # fmt: skip
    texts = {(p.form, p.mode): text_of(p) for p in papers}
    assert "第130号" in texts["13", "filled"]
    for words in (
        NAME,
        first_certificate().strip("第号"),
        "名古屋500へ20-34",
        "名古屋500へ25-34",
        "ZZ9-000000",
    ):
        assert words in texts["5", "filled"], words
    assert "名古屋500へ25-34" not in texts["5", "copy"]  # the station's copy has no continuation sheet
    assert texts["6", "filled"].count("自主防犯パトロール") >= 6
    for name in NAMES:
        assert name.replace(" ", "") in texts["7", "filled"], name


def history_is_whole(case) -> None:
    changes = StateChange.objects.of_case(case).order_by("seq")
    states = [change.after for change in changes if change.before != change.after]
    assert states == [
        "draft", "received", "forwarded", "sent_back", "correction", "received", "forwarded", "approved", "dispatched",
        "arrived", "delivered", "reported",
    ]  # fmt: skip
    chain = list(StateChange.objects.order_by("seq"))
    assert [change.seq for change in chain] == list(range(1, len(chain) + 1))
    assert all(change.sealed() == change.hash for change in chain)
    assert IssuedNumber.objects.filter(kind="card").count() == 21
