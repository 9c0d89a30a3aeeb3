"""本部の指導 on a clock that has run out: written from its row, answered by the station, settled by headquarters (BP-4)."""

import pytest

from casework.models.road import RoadState as S
from tests.factories.places import StationFactory
from tests.flows.town import Town, follow, record, sees, write

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture
def town(desk, live_server, shots):
    return Town(desk, live_server.url, shots, lambda: StationFactory(name="桜見坂"))


@pytest.mark.clause("BP-4")
def test_headquarters_asks_the_station_answers_headquarters_is_content(town):
    town.case(S.DELIVERED, name="坂上防犯隊")
    page = town.go("hq_clerk", "/deadlines/?within=overdue")
    town.show(page, "remarks_1_overdue")
    page.get_by_role("row").filter(has_text="自動車検査証への記載").get_by_role(
        "link", name="指導する"
    ).click()
    write(page, text="記載の期限を過ぎています。遅れているわけと、済む日を回答してください。")
    town.show(page, "remarks_2_asked")
    record(page)
    sees(page, "指導を記録しました。署の画面に出ます。")
    page = town.go("clerk")
    sees(page, "本部の指導", "回答待ち")
    town.show(page, "remarks_3_station")
    page.get_by_role("region", name="本部の指導").get_by_role("link", name="自動車検査証への記載").click()
    town.show(page, "remarks_4_page")
    follow(page, "署の回答を書く")
    write(page, answer_text="代表者に電話で確かめました。今週中に写しを持って来ます。")
    town.show(page, "remarks_5_answer")
    record(page)
    sees(page, "署の回答を記録しました。本部の画面に出ます。")
    page = town.go("hq_clerk")
    sees(page, "回答あり")
    town.show(page, "remarks_6_headquarters")
    settle(town)


def settle(town) -> None:
    page = town.go("hq_clerk", "/remarks/")
    follow(page, "記載の期限を過ぎています。遅れているわけと、済む日を回答してください。")
    town.show(page, "remarks_7_answered")
    follow(page, "了とする")
    record(page)
    sees(page, "指導を了としました。")
    page = town.go("hq_clerk", "/remarks/")
    sees(page, "終わっていない指導はありません")
    town.show(page, "remarks_8_none")
    assert town.go("clerk").get_by_text("回答待ち").count() == 0
