"""What a certified group asks for later, from the counter to the report, as the people at five desks walk it in Chromium."""

import pytest
from playwright.sync_api import Page, expect

from blue_patrol.models import (
    Application,
    ChangeApplication,
    Credential,
    Kind,
    LedgerEvent,
    Place,
    RegisterEntry,
    ReissueApplication,
)
from casework.models import Deadline
from casework.models.road import RoadState as S
from tests.factories.places import StationFactory
from tests.factories.requests import standing_of
from tests.flows.town import A_PDF, Town, follow, pick, press, record, sees, write

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.nightly,
    pytest.mark.xdist_group("browser"),
]
CAR = {
    "plate": "名古屋 500 へ 12-34", "make": "スズカゼ", "model_code": "DBA-ZZ9", "chassis_number": "ZZ9-000123",
    "base_location": "愛知県桜見市坂上町",
}  # fmt: skip
PERSON = {
    "name": "髙橋 𠮷之介", "kana": "たかはし よしのすけ", "birth_date": "昭和34年5月6日",
    "attended_on": "令和8年6月20日", "trainer": "桜見坂警察署 風間 聡",
}  # fmt: skip


@pytest.fixture
def town(desk, live_server, shots):
    def station():
        return StationFactory(name="桜見坂", document_symbol="桜", is_demo=True)

    return Town(desk, live_server.url, shots, station)


def a_standing(town, **group):
    with town.stored():
        return standing_of(town.desks, **group)


def choose(page: Page, thing, answer: str) -> None:
    page.locator(f"[name='thing-{thing.pk}']").select_option(answer)


def examine_and_forward(town, case, number: str) -> Page:
    page = town.open("clerk", case, "調査票を書く")
    for box in page.locator("input[type=radio][name$=-result][value=fit]").all():
        box.check()
    for box in page.locator("textarea[name$=-evidence]").all():
        box.fill("書類で確かめた")
    press(page, "調査票を保存する")
    page = town.open("chief", case, "進達する")
    write(page, document_number=number)
    pick(page, "opinion", "fit")
    record(page)
    assert town.state(case) == S.FORWARDED
    return page


def print_and_send(town, case, many: int) -> Page:
    for act in ("print", "seal"):
        page = town.go("hq_clerk", f"/cases/{case.pk}/dispatch/")
        page.locator(f"form[action$='/{act}/'] button").click()
        page.wait_for_load_state()
    page = town.go("hq_clerk", f"/cases/{case.pk}/dispatch/")
    record(page)
    assert town.state(case) == S.DISPATCHED
    page = town.open("clerk", case, "受領を記録する")
    press(page, "全部届いた")
    expect(page.locator("input[type=radio][value=here]:checked")).to_have_count(many)
    record(page)
    return page


def hand_over(town, case, *told: str) -> Page:
    page = town.open("clerk", case, "交付の窓口を開く")
    sees(page, *told)
    for box in page.locator("input[name=credentials], input[name=instructed]").all():
        box.check()
    record(page)
    sees(page, "交付を記録しました。")
    return page


def report(town, case) -> None:
    page = town.open("clerk", case, "交付を報告する")
    record(page)
    assert town.state(case) == S.REPORTED


@pytest.mark.clause("BP-6-1", "BP-6-2", "BP-6-3-1", "BP-6-3-2")
def test_a_reissue_goes_from_the_counter_to_the_report(town):
    standing = a_standing(town)
    with town.stored():
        certificate, sticker = (
            standing.credentials.get(kind=kind) for kind in (Kind.CERTIFICATE, Kind.STICKER)
        )
    page = town.go("clerk", f"/groups/{standing.group_id}/")
    follow(page, "再交付を受け付ける")
    choose(page, certificate, "soiled")
    choose(page, sticker, "lost")
    write(page, applied_on="R8.10.1", received_on="R8.10.1", occurred_on="R8.9.28")
    record(page)
    sees(page, "入力してください")  # how it was lost
    expect(page.locator(f"[name='thing-{sticker.pk}']")).to_have_value("lost")
    write(page, circumstances="強風で飛ばされ、探したが見つからない。")
    town.show(page, "reissue_1_counter")
    record(page)
    sees(page, "再交付申請を記録しました。", "強風で飛ばされ", "署に返納")
    with town.stored():
        case = ReissueApplication.objects.get()
    examine_and_forward(town, case, "桜見坂生発第61号")
    town.decide_to_the_end(case)
    print_and_send(town, case, 2)
    town.show(hand_over(town, case), "reissue_2_delivered")
    report(town, case)
    with town.stored():
        row = RegisterEntry.objects.get(application=case)
        assert (row.kind, row.certificate_number, len(row.sticker_numbers)) == (
            "reissue",
            certificate.number,
            1,
        )
        assert row.sticker_numbers != [sticker.number]
        assert Credential.objects.get(pk=certificate.pk).state == Place.DESTROYED
        assert Credential.objects.get(pk=sticker.pk).state == Place.LOST
        live = dict(standing.credentials.live().values_list("kind", "application"))
        assert live[Kind.CERTIFICATE] == live[Kind.STICKER] == case.pk


@pytest.mark.clause("BP-7-1", "BP-7-2", "BP-5-2-c", "BP-5-5-1", "BP-5-5-2")
def test_a_new_car_and_a_new_patroller_go_from_the_counter_to_the_report(town):
    standing = a_standing(town)
    case = at_the_counter(town, standing)
    follow(town.at("clerk"), "受理する")
    record(town.at("clerk"))
    assert town.state(case) == S.RECEIVED
    examine_and_forward(town, case, "桜見坂生発第62号")
    town.decide_to_the_end(case)
    page = town.open("clerk", case)
    sees(page, "名古屋 500 へ 12-34", PERSON["name"])
    with town.stored():
        assert standing.group.vehicles.current().count() == 1  # until it is handed over
    print_and_send(town, case, 3)
    page = hand_over(town, case, "車検証に自主防犯活動用自動車の記載を受けてください。")
    town.show(page, "change_4_delivered")
    report(town, case)
    with town.stored():
        assert "名古屋|500|へ|1234" in {car.plate for car in standing.group.vehicles.current()}
        assert PERSON["name"] in {man.name for man in standing.group.patrollers.current()}
        clock = Deadline.objects.of_case(case).get(kind="inspection_entry")
        assert (clock.due_on - clock.starts_on).days == 15
        row = RegisterEntry.objects.get(application=case)
        assert (row.kind, len(row.sticker_numbers), len(row.card_numbers)) == ("change", 1, 1)
        lines = LedgerEvent.objects.filter(sheet__group=standing.group, kind="変更")
        assert lines.count() == 3  # the car, the patroller, what was handed over


def at_the_counter(town, standing) -> Application:
    page = town.go("clerk", f"/groups/{standing.group_id}/")
    follow(page, "変更を受け付ける")
    press(page, "変わった後の内容を入力する")
    sees(page, "変わるものを一つ以上選んでください。")
    write(page, cars="1", people="1")
    town.show(page, "change_1_choose")
    press(page, "変わった後の内容を入力する")
    write(page, **{f"car0-{name}": value for name, value in CAR.items()})
    pick(page, "car0-user_is", "group")
    write(page, **{f"man0-{name}": value for name, value in PERSON.items()})
    write(page, applied_on="R8.10.1", effective_on="R8.10.1")
    record(page)
    sees(page, "変更の理由を入力してください。")
    expect(page.locator("[name=man0-name]")).to_have_value(PERSON["name"])
    write(page, reason="自動車と実施者を増やす。")
    town.show(page, "change_2_entry")
    record(page)
    sees(page, "変更申請を記録しました。")
    with town.stored():
        case = ChangeApplication.objects.get()
    hand_in_the_papers(town, case)
    return case


def hand_in_the_papers(town, case) -> None:
    """Of the new car: its inspection record, the lamp with its data, the marking."""
    page = town.open("clerk", case)
    sees(page, "自動車検査証記録事項の書面を添付してください。")
    for kind in ("inspection_record", "lamp", "lamp_data", "marking"):
        page = town.go("clerk", f"/cases/{case.pk}/attach/")
        pick(page, "kind", kind)
        if kind == "inspection_record":
            page.locator("[name=vehicle]").select_option(label=CAR["plate"])
        page.locator("input[type=file]").set_input_files(A_PDF)
        record(page)
    town.show(page, "change_3_papers")
