"""A case is sent back: the clerk sees the number in the head, opens the case from it; the board leads to the rows."""

import pytest
from playwright.sync_api import expect

from casework.notices import nightly
from tests.factories.applications import DAY, REASONS
from tests.factories.places import StationFactory
from tests.flows.town import Town

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture
def town(desk, live_server, shots):
    return Town(desk, live_server.url, shots, StationFactory)


def test_from_the_number_in_the_head_to_the_case_and_from_the_board_to_the_rows(town):
    town.case("delivered", cars=2, people=2)
    case = town.case("forwarded", name="坂上町防犯隊")
    town.do(case, "send_back", "hq_clerk", on=DAY, reasons=REASONS)
    with town.stored():
        nightly.tell_of_clocks(DAY.replace(day=14))
    page = town.go("clerk")
    page.get_by_role("banner").get_by_role("link", name="お知らせ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("お知らせ")
    town.show(page, "notices")
    row = page.get_by_role("row").filter(has_text="差し戻されました")
    expect(row).to_contain_text("坂上町防犯隊")
    row.get_by_role("button", name="開く").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{town.url}/cases/{case.pk}/")
    page.get_by_role("banner").get_by_role("link", name="お知らせ").click()
    expect(page.get_by_role("row").filter(has_text="差し戻されました")).to_have_count(0)
    page.get_by_role("button", name="すべて既読にする").click()
    expect(page.get_by_role("banner").get_by_role("link", name="お知らせ", exact=True)).to_be_visible()
    town.show(page, "notices_none")
    page.get_by_role("link", name="すべて", exact=True).click()
    expect(page.locator("main nav.jump [aria-current=page]")).to_have_text("すべて")
    town.show(page, "notices_all")
    town.narrow(page, "notices_320")
    page.get_by_role("navigation", name="主な案内").get_by_role("link", name="期限").click()
    page.get_by_role("link", name="期限盤（種類と古さの表）").click()
    town.show(page, "board_station")
    entries = page.get_by_role("row").filter(has_text="自動車検査証への記載")
    entries.get_by_role("link", name="2").last.click()
    expect(page.get_by_role("row").filter(has_text="自動車検査証への記載")).to_have_count(2)
    at_headquarters(town)


def at_headquarters(town) -> None:
    page = town.go("hq_clerk", "/clocks/board/")
    town.show(page, "board_headquarters")
    page.get_by_role("link", name=town.desks.station.name).click()
    expect(page.get_by_role("heading", name=f"種類ごと（{town.desks.station.name}）")).to_be_visible()
    town.narrow(page, "board_320")
