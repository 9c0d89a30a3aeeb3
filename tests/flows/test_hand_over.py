"""人事異動: the chief hands over what a leaver held, in one act; the sheet is printed; who comes finds it on the first page."""

import pytest
from django.utils import timezone

from casework.models.road import RoadState as S
from tests.factories import councils
from tests.factories.places import KobanFactory, StationFactory
from tests.factories.transfers import come, leave
from tests.flows.town import Town, follow, plain, press, sees, write

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.nightly,
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture
def town(desk, live_server, shots):
    """Today a clerk with two cases and an officer with a council have left; somebody has come to each post."""
    town = Town(desk, live_server.url, shots, lambda: StationFactory(name="桜見坂"))
    town.case(S.RECEIVED, name="坂上防犯隊")
    town.case(S.DELIVERED, name="坂下防犯隊")
    with town.stored():
        desks, today = town.desks, timezone.localdate()
        koban = KobanFactory(station=desks.station, name="坂上")
        at = councils.CouncilDesks(desks.station, koban=koban, chief=desks.chief)
        councils.active(at)
        desks.comer, desks.officer = come(desks.clerk, today), come(at.officer, today)
        for actor in (desks.clerk, at.officer):
            leave(actor, today)
    return town


def test_cases_clocks_and_a_council_go_over_in_one_act(town):
    page = town.go("chief")
    town.show(page, "hand_over_0_home")
    follow(page, "人事異動と引継ぎ")
    sees(
        page,
        "引き継ぐものが3件あります",
        "坂上防犯隊",
        "坂下防犯隊",
        "坂上交番連絡協議会",
        "自動車検査証への記載",
    )
    write(page, **{f"note-{town.desks.clerk.staff.pk}": "坂下の代表者は、夜だけ電話に出る。"})
    town.show(page, "hand_over_1_page")
    town.narrow(page, "hand_over_1_page_320")
    press(page, "まとめて引き継ぐ")
    sees(page, "3件を引き継ぎました。", "引継ぎの記録")
    town.show(page, "hand_over_2_done")
    sheets = town.pdf(page, "引継書を印刷する")
    cases, council = sheets
    for words in ("引継書", "坂下防犯隊", "夜だけ電話に出る", plain(str(town.desks.comer.staff))):
        assert words in cases
    assert "坂上交番連絡協議会" in council
    keep_the_sheet(town, page)


def keep_the_sheet(town, page) -> None:
    if town.shots:
        link = page.locator("main").get_by_role("link", name="引継書を印刷する").get_attribute("href")
        (town.shots / "hand_over_sheet.pdf").write_bytes(page.request.get(f"{town.url}{link}").body())


def test_who_comes_finds_it_on_the_first_page(town):
    page = town.go("chief", f"/transfers/{town.desks.station.pk}/")
    press(page, "まとめて引き継ぐ")
    page = town.go("comer")
    sees(page, "坂上防犯隊", "坂下防犯隊")
    town.show(page, "hand_over_3_comer")
    page = town.go("comer", "/cases/?handler=me")
    sees(page, "坂上防犯隊", "坂下防犯隊")
    page = town.go("officer")
    sees(page, "坂上交番連絡協議会")
    town.show(page, "hand_over_4_officer")
