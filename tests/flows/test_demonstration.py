"""A run from the group's page and from the chief's home, in Chromium: asked, delivered, back, in the book."""

import pytest

from blue_patrol.models import Application, DemonstrationApplication, Kind
from casework.models.road import RoadState as S
from tests.factories.applications import steps
from tests.factories.demonstrations import demonstration_at
from tests.factories.places import StationFactory
from tests.factories.requests import standing_of
from tests.flows.town import A_PDF, Town, follow, pick, press, record, sees, write

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.nightly,
    pytest.mark.xdist_group("browser"),
]
EVENT = {
    "title": "年末青パト出発式", "purpose": "年末の防犯活動を始める。", "held_on": "R9.12.11", "starts_at": "10:00",
    "ends_at": "11:30", "place": "桜見坂市役所前", "responsible_name": "灯野 ひかり", "responsible_phone": "0500-000-0330",
}  # fmt: skip


@pytest.fixture
def town(desk, live_server, shots):
    def station():
        return StationFactory(name="桜見坂", document_symbol="桜", is_demo=True)

    return Town(desk, live_server.url, shots, station)


def describe(page):
    pick(page, "kind", "departure")
    write(page, **EVENT)
    pick(page, "affects_traffic", "False")


@pytest.mark.clause("BP-10-1-1-a")
def test_a_body_asks_for_a_run_at_the_counter(town):
    with town.stored():
        standing = standing_of(town.desks, cars=2)
    page = town.go("clerk", f"/groups/{standing.group_id}/")
    follow(page, "デモ等の運行を受け付ける")
    town.show(page, "run-1-new")
    for tick in page.locator("main input[type=checkbox]").all():
        tick.check()
    describe(page)
    write(page, requester_name="愛知県桜見坂警察署")
    record(page)
    sees(page, "県の警察は、要請団体になれません。", "要請文書の写しを選んでください")
    town.show(page, "run-2-refused")
    write(page, requester_name="桜見坂市防犯協会連合会")
    page.locator("[name=letter]").set_input_files(A_PDF)
    record(page)
    sees(page, "デモ等の運行の申請を記録しました。", "年末青パト出発式", "交付を確認")
    town.show(page, "run-3-case")


@pytest.mark.clause("BP-10-3-1")
@pytest.mark.clause("BP-10-5-2")
def test_the_stickers_are_handed_over_come_back_and_stand_in_the_book(town):
    with town.stored():
        case = demonstration_at(S.FORWARDED, town.desks, standing=standing_of(town.desks, cars=2))
    page = town.go("hq_clerk", f"/cases/{case.pk}/decide/")
    sees(page, "桜見坂市防犯協会連合会")
    town.show(page, "run-4-decide")
    with town.stored():
        for state in (S.APPROVED, S.DISPATCHED, S.ARRIVED):
            steps(Application.objects.get(pk=case.pk), town.desks)[state]()
    page = town.open("clerk", case, "交付の窓口を開く")
    for tick in page.locator("main input[type=checkbox]").all():
        tick.check()
    town.show(page, "run-5-deliver")
    record(page)
    sees(page, "交付を記録しました。")
    follow(page, "標章の返納を記録する")
    town.show(page, "run-6-return")
    record(page)
    sees(page, "デモ等用標章の返納を記録しました。")
    town.show(page, "run-7-case")
    town.show(town.go("clerk", "/register/"), "run-8-register")
    sees(page, "返納")
    town.show(town.go("clerk", "/custody/"), "run-9-custody")
    page = town.open("clerk", case, "返納された標章を本部へ送る")
    record(page)
    sees(page, "デモ等用標章を本部へ送ったことを記録しました。")


@pytest.mark.clause("BP-10-1-2")
def test_the_chief_asks_for_a_run(town):
    with town.stored():
        sticker = standing_of(town.desks).credentials.get(kind=Kind.STICKER)
    page = town.go("chief")
    follow(page, "署長の要請による運行（デモ等）")
    write(page, outline="式典の後、順に出発する。", **{"car-1": sticker.number})
    describe(page)
    press(page, "行をもう一つ増やす")
    town.show(page, "run-10-ask")
    record(page)
    sees(page, "本部へ申請しました。")
    town.show(page, "run-11-own")
    town.show(town.go("chief", "/demonstrations/"), "run-12-events")
    sees(page, "年末青パト出発式")
    with town.stored():
        assert DemonstrationApplication.objects.get().state == S.FORWARDED
