"""A group gives its certificate back: counter, chief, headquarters' check, the transport office; with keys alone (BP-9)."""

import pytest
from playwright.sync_api import expect

from blue_patrol.models import Credential, OfficeNotice, Place, ReturnNotice, ReturnState
from tests.factories.places import StationFactory
from tests.factories.returns import office
from tests.flows.town import Town

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture
def town(desk, live_server, shots):
    return Town(desk, live_server.url, shots, StationFactory)


def keys_to(page, label: str):
    """Tab until the control that bears the label has the focus."""
    wanted = page.get_by_label(label).first
    for _ in range(60):
        if wanted.evaluate("control => control === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no key leads to {label}")


@pytest.mark.clause("BP-9-1")
@pytest.mark.clause("BP-9-2")
def test_a_return_goes_from_the_counter_to_the_transport_office(town):
    case = town.case("reported", cars=2, people=3)
    with town.stored():
        office(town.desks.station.prefecture)
        card = case.credentials.filter(kind="card").first()
    at_counter(town, case, card)
    with town.stored():
        notice = ReturnNotice.objects.get()
        assert notice.lost_things().get() == card
    chief = town.at("chief")
    chief.goto(f"{town.url}/")
    town.show(chief, "return_home_chief")
    chief.get_by_role("main").get_by_role("link", name=case.group.name).last.click()
    chief.get_by_role("link", name="進達する").first.click()
    chief.get_by_label("文書番号").fill("桜見坂生発第31号")
    town.show(chief, "return_forward")
    chief.get_by_role("button", name="進達する").click()
    expect(
        chief.get_by_text("本部へ進達しました。返納された証明書等を添えて送ってください。")
    ).to_be_visible()
    at_headquarters(town, case)
    with town.stored():
        assert ReturnNotice.objects.get().state == ReturnState.TRANSPORT_NOTIFIED
        assert OfficeNotice.objects.get().values["transport_office"] == "愛知運輸支局"
        assert Credential.objects.filter(state=Place.DESTROYED).count() == 5
    page = town.at("clerk")
    page.goto(f"{town.url}/returns/{notice.pk}/")
    town.show(page, "return_done")
    page.set_viewport_size({"width": 320, "height": 800})
    town.show(page, "return_done_320")
    page.goto(f"{town.url}/groups/{case.group_id}/")
    town.show(page, "return_group_320")


def at_counter(town, case, card) -> None:
    """Three minutes, keys alone: everything came but one card."""
    page = town.at("clerk")
    page.goto(f"{town.url}/groups/{case.group_id}/")
    town.show(page, "return_group")
    page.get_by_role("link", name="返納を受ける").click()
    town.show(page, "return_counter")
    keys_to(page, "青色防犯パトロールを実施しなくなった")
    page.keyboard.press("Space")
    keys_to(page, "事由の発生年月日")
    page.keyboard.type("R8.9.1")
    note = page.locator(f"[name=note-{card.pk}]")
    expect(note).to_be_hidden()  # asked for what is missing only: one Tab a thing
    page.locator(f"[name=thing-{card.pk}][value=came]").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("引っ越しのとき紛失")
    for tick in page.locator("[name=instructed]").all():
        tick.focus()
        page.keyboard.press("Space")
    town.show(page, "return_counter_filled")
    page.get_by_role("button", name="返納届を受理する").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("返納届を受理しました。署長が進達できます。")).to_be_visible()
    town.show(page, "return_received")


def at_headquarters(town, case) -> None:
    page = town.at("hq_clerk")
    page.goto(f"{town.url}/")
    town.show(page, "return_home_hq")
    page.get_by_role("main").get_by_role("link", name=case.group.name).first.click()
    page.get_by_role("link", name="届いたものを確かめる").first.click()
    page.get_by_role("button", name="全部届いた").click()
    town.show(page, "return_accept")
    page.get_by_role("button", name="確認を記録する").click()
    expect(page.get_by_text("返納の確認を記録しました。運輸支局等へ通知してください。")).to_be_visible()
    town.show(page, "return_accepted")
    page.get_by_role("link", name="運輸支局等へ通知する").first.click()
    town.show(page, "return_notices")
    page.get_by_role("link", name="まとめて通知する").click()
    page.get_by_label("文書番号").fill("生総発第120号")
    town.show(page, "return_notice_new")
    page.get_by_role("button", name="通知を記録する").click()
    expect(page.get_by_text("愛知運輸支局への通知（2台）を記録しました。")).to_be_visible()
    town.show(page, "return_notices_sent")
    page.goto(f"{town.url}/returns/?phase=all")
    town.show(page, "return_list")
