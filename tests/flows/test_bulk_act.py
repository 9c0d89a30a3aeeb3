"""Several cases at once: ticked on the list, confirmed once, a result for each; one of them is refused."""

import pytest

from casework.models import Comment
from casework.models.road import RoadState as S
from tests.factories import people
from tests.factories.places import StationFactory
from tests.factories.returns import return_at
from tests.flows.town import Town, follow, press, record, sees, write

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.nightly,
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture
def town(desk, live_server, shots):
    return Town(desk, live_server.url, shots, StationFactory)


@pytest.fixture
def colleague(town):
    with town.stored():
        town.desks.colleague = people.clerk(town.desks.station)
    return town.desks.colleague


def tick(page, *names: str) -> None:
    for name in names:
        page.get_by_label(f"{name}を選ぶ").check()


def test_three_cases_change_hands_and_one_that_moved_meanwhile_is_left(town, colleague):
    first, second, third = (town.case(S.RECEIVED, name=f"{name}防犯隊") for name in ("坂上", "坂下", "坂中"))
    page = town.go("clerk", "/cases/?phase=open")
    tick(page, "坂上防犯隊", "坂下防犯隊", "坂中防犯隊")
    press(page, "選んだ事案の担当を替える")
    sees(page, "担当の変更3件", "まだ記録していません")
    town.show(page, "bulk_1_confirm")
    page.get_by_label("新しい担当").select_option(str(colleague.staff.pk))
    write(page, note="4月の異動による。")
    town.do(second, "withdraw", "clerk", note="申出があった")
    record(page)
    sees(
        page,
        "2件を記録しました",
        "1件は記録できませんでした",
        "「取下げ」を記録しました",
        f"担当 {colleague.staff}",
    )
    town.show(page, "bulk_2_results")
    town.narrow(page, "bulk_2_results_320")
    with town.stored():
        assert [town.now(case).handler == colleague.staff for case in (first, second, third)] == [
            True,
            False,
            True,
        ]
        assert {note.case_pk for note in Comment.objects.filter(kind="hand_over")} == {first.pk, third.pk}
    page = town.go("colleague", "/cases/?handler=me")
    sees(page, "坂上防犯隊", "坂中防犯隊")


def test_returns_are_taken_over_from_their_list(town, colleague):
    with town.stored():
        notice = return_at("received", town.desks, name="坂上防犯隊")
    page = town.go("colleague", "/cases/")
    follow(page, "返納")
    tick(page, "坂上防犯隊")
    town.show(page, "bulk_3_returns")
    press(page, "選んだ返納の担当を替える")
    record(page)
    sees(page, "1件を記録しました")
    follow(page, "坂上防犯隊")
    assert page.url == f"{town.url}/returns/{notice.pk}/"
    page = town.go("colleague", "/returns/?handler=me")
    sees(page, colleague.staff.name)
