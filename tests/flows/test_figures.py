"""Headquarters looks at its figures, asks a station about an overdue clock, is answered; the station sees its own share."""

import pytest
from playwright.sync_api import expect

from tests.factories import councils
from tests.factories.applications import Desks, application_at
from tests.factories.places import StationFactory
from tests.figures.seed import THERE, led
from tests.flows.town import Town, follow, press, sees, write

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.nightly,
    pytest.mark.xdist_group("browser"),
]
LOOKS = ({"color_scheme": "dark"}, {"color_scheme": "light", "media": "print"})


@pytest.fixture
def town(desk, live_server, shots):
    return Town(desk, live_server.url, shots, StationFactory)


def test_figures_are_read_and_an_overdue_clock_is_asked_about(town):
    with town.stored():
        for cars in (1, 2, 3):
            led(town.desks, *THERE, cars=cars, people=3)
        application_at("delivered", town.desks)
        application_at("reported", Desks(StationFactory()))
    headquarters_reads(town)
    ask_about_the_clock(town)
    station_answers(town)
    settle(town)


def headquarters_reads(town) -> None:
    page = town.go("hq_clerk", "/")
    page.get_by_role("navigation", name="主な案内").get_by_role("link", name="統計").click()
    town.show(page, "figures_shelf")
    follow(page, "件数")
    page.select_option("#by", "station")
    press(page, "数える")
    expect(page.locator("svg.figure title")).to_have_text("署ごとの件数（すべての手続）")
    town.show(page, "figures_cases")
    page.goto(f"{town.url}/statistics/days/")
    sees(page, "審査・決裁", "本部", "14日")
    town.show(page, "figures_days")
    for number, look in enumerate(LOOKS):
        page.emulate_media(**look)
        town.show(page, f"figures_days_{number}")
    page.emulate_media(media="screen", color_scheme="light")
    page.goto(f"{town.url}/statistics/in-force/")
    town.show(page, "figures_in_force")
    with page.expect_download() as got:
        page.get_by_role("link", name="Excel").first.click()
    assert got.value.suggested_filename.startswith("有効な証明_")


def ask_about_the_clock(town) -> None:
    page = town.go("hq_clerk", "/deadlines/?kind=delivery_report")
    town.show(page, "figures_deadlines")
    page.get_by_role("link", name="指導する").first.click()
    write(page, text="交付の報告がまだです。いつ報告しますか。")
    town.show(page, "figures_remark_new")
    press(page, "指導を記録する")
    sees(page, "署の画面に出ます", "回答待ち")


def station_answers(town) -> None:
    page = town.go("clerk", "/")
    sees(page, "本部の指導", "いつ報告しますか")
    town.show(page, "figures_home_station")
    page.get_by_role("region", name="本部の指導").get_by_role("link", name="交付年月日の本部への報告").click()
    follow(page, "署の回答を書く")
    write(page, answer_text="きょう報告します。")
    town.show(page, "figures_remark_answer")
    press(page, "回答を記録する")
    sees(page, "署の回答を記録しました")
    page.goto(f"{town.url}/statistics/cases/")
    sees(page, "自署", "県内の計", "伏せ", "1件か2件の数")
    town.show(page, "figures_cases_station")
    page.set_viewport_size({"width": 320, "height": 800})
    town.show(page, "figures_cases_320")


def settle(town) -> None:
    page = town.go("director", "/")
    page.get_by_role("region", name="本部の指導").get_by_role("link", name="交付年月日の本部への報告").click()
    sees(page, "きょう報告します。")
    follow(page, "了とする")
    press(page, "了とする")
    sees(page, "指導を了としました。")
    town.show(page, "figures_remark_settled")


def test_the_councils_figures_at_their_division(desk, live_server, shots):
    town = Town(desk, live_server.url, shots, StationFactory, councils.CouncilDesks)
    with town.stored():
        councils.active(town.desks)
    page = town.go("division", "/statistics/councils/")
    sees(page, "求める回数", "まだ足りない協議会")
    town.show(page, "figures_councils")
