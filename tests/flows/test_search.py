"""One box, one character: the variant is found, the reason is said, and the case is two links away."""

import pytest

from casework.models.road import RoadState as S
from tests.factories.places import StationFactory
from tests.flows.town import Town, follow, sees

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture
def town(desk, live_server, shots):
    return Town(desk, live_server.url, shots, StationFactory)


def test_one_kanji_finds_its_variant_and_leads_to_the_case(town):
    town.case(S.DRAFT, name="坂下町防犯隊", name_kana="さかしたちょうぼうはんたい")
    case = town.case(S.RECEIVED, name="見守り隊", name_kana="みまもりたい", representative_name="髙橋 守")
    page = town.go("clerk")
    page.keyboard.press("Control+/")
    page.keyboard.type("高")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    sees(page, "「高」の検索", "代表者", "異体字：高→髙")
    found = page.locator("main .found")
    sees(page, "髙橋 守")
    assert "坂下町防犯隊" not in found.first.inner_text()
    town.show(page, "search_1_variant")
    follow(page, "「高」に当たる団体や番号の事案を、事案の一覧で見る")
    town.show(page, "search_2_cases")
    follow(page, "見守り隊")
    assert page.url == f"{town.url}/cases/{case.pk}/"
    sees(page, "髙橋 守")


def test_what_is_nowhere_is_said_and_how_else_to_ask(town):
    page = town.go("clerk")
    page.get_by_role("banner").get_by_role("searchbox").fill("鰻")
    page.get_by_role("banner").get_by_role("button", name="検索").click()
    sees(page, "当てはまるものはありません")
    town.show(page, "search_3_nothing")
    town.narrow(page, "search_3_nothing_320")
