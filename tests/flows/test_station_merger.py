"""所管替え of a whole station: looked at, done, seen by the one that takes over and no more by the one that closed."""

import pytest

from casework.models.road import RoadState as S
from tests.factories import people
from tests.factories.offices import GROUNDS
from tests.factories.places import StationFactory
from tests.flows.town import Town, follow, press, sees, write

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.nightly,
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture
def town(desk, live_server, shots):
    """Two stations of one prefecture; the first has a certified group and a case at work."""
    town = Town(desk, live_server.url, shots, lambda: StationFactory(name="桜見坂"))
    with town.stored():
        town.other = StationFactory(name="南浜田")
        town.desks.their_clerk = people.clerk(town.other)
    town.case(S.REPORTED, name="坂上防犯隊")
    town.running = town.case(S.RECEIVED, name="坂下防犯隊")
    return town


def test_two_stations_become_one(town):
    page = town.go("hq_clerk", "/groups/")
    follow(page, "所管替え")
    town.show(page, "merger_0_list")
    follow(page, "警察署の統合")
    page.get_by_label("閉じる警察署").select_option(str(town.desks.station.pk))
    page.get_by_label("統合する先の警察署").select_option(str(town.other.pk))
    write(page, grounds=GROUNDS)
    town.show(page, "merger_1_asked")
    press(page, "試す")
    sees(page, "試しただけで、まだ何も変わっていません", "坂上防犯隊", "坂下防犯隊")
    town.show(page, "merger_2_tried")
    town.narrow(page, "merger_2_tried_320")
    with town.stored():
        assert town.now(town.running).station == town.desks.station, "a look changes nothing"
    press(page, "所管替えを行う")
    sees(page, "所管替えを行いました。", "坂上防犯隊")
    town.show(page, "merger_3_done")
    page = town.go("their_clerk", "/groups/")
    sees(page, "坂上防犯隊", "坂下防犯隊")
    page = town.open("their_clerk", town.running)
    sees(page, "坂下防犯隊", "所管替え")
    town.show(page, "merger_4_case_there")
    left_behind(town)


def left_behind(town) -> None:
    page = town.go("clerk", "/groups/")
    assert "坂上防犯隊" not in page.locator("main").inner_text()
    town.show(page, "merger_5_old_groups")
    follow(page, "所管替えした団体")
    sees(page, "南浜田警察署")
    assert "坂上防犯隊" not in page.locator("main").inner_text(), "number, plate, validity and station alone"
    town.show(page, "merger_6_old_left")
    assert town.at("clerk").goto(f"{town.url}/cases/{town.running.pk}/").status == 404
