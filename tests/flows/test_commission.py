"""A commission and a correction of the register as clerk and chief walk them in Chromium (第12, 第5の5(3))."""

import pytest

from blue_patrol.models import Commission, Group, RegisterEntry, Revocation
from blue_patrol.rules import commissions as rules
from casework.models import Deadline
from casework.models.road import RoadState as S
from tests.factories.places import StationFactory
from tests.flows.town import Town, follow, pick, record, sees, write

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.nightly,
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture
def town(desk, live_server, shots):
    def station():
        return StationFactory(
            name="桜見坂", document_symbol="桜見坂生発", address="愛知県桜見市坂上町一丁目1番1号"
        )

    return Town(desk, live_server.url, shots, station)


@pytest.mark.clause("BP-12-1", "BP-12-2", "BP-12-3", "BP-8-1-c")
def test_a_group_is_commissioned_and_released(town):
    case = town.case(S.DELIVERED, cars=1, people=2)
    with town.stored():
        Group.objects.filter(pk=case.group_id).update(
            group_type="b", has_rules=True, insurance="町内会の傷害保険"
        )
    page = town.go("clerk", f"/groups/{case.group_id}/")
    follow(page, "委嘱を検討する")
    sees(page, "団体の記録：規約 有", "団体の記録：町内会の傷害保険")
    write(page, wished_on="R8.9.1", on="R8.9.1", area="桜見坂小学校区")
    for point in rules.CRITERIA:
        pick(page, f"{point.code}-result", "unmet" if point.code == "f" else "met")
        write(page, **{f"{point.code}-note": "書類を見た"})
    town.show(page, "commission_1_consider")
    record(page)
    sees(page, "委嘱するには、まだ足りません", "管轄区域を超えないことを、確かめていません")
    town.show(page, "commission_2_missing")
    follow(page, "検討を書く")
    page.locator("[name=within_district]").check()
    record(page)
    commission = decide(town)
    release(town, commission)
    page = town.go("clerk", f"/groups/{case.group_id}/")
    sees(page, "解除（報告がまだ）")
    with town.stored():
        assert Revocation.objects.get(group=case.group_id).grounds == ["c"]
    town.show(page, "commission_6_group")
    report(town)


def decide(town) -> Commission:
    with town.stored():
        commission = Commission.objects.get()
    page = town.go("chief", f"/commissions/{commission.pk}/")
    follow(page, "署長の決定を記録する")
    pick(page, "decision", "commission")
    write(page, note="保険には年内に入ると約束した。総合的に見てふさわしい。", on="R8.9.1")
    for code in rules.GUIDANCE_CODES[:-1]:
        pick(page, "guided", code)
    record(page)
    sees(page, "カが残っています")
    pick(page, "guided", "f")
    town.show(page, "commission_3_decide")
    record(page)
    sees(page, "署長の決定を記録しました", "委嘱中", "指導済み")
    town.show(page, "commission_4_page")
    letter = "".join(town.pdf(page, "委嘱状（PDF）"))
    assert "桜見坂警察署長" in letter
    assert "新たな権限が与えられるものではありません" in letter
    return commission


def release(town, commission) -> None:
    page = town.go("chief", f"/commissions/{commission.pk}/")
    follow(page, "委嘱を解く")
    sees(page, "本部へ、速やかに報告します")
    pick(page, "ground", "own_wish")
    write(page, note="会長から返したいと申出があった。")
    record(page)
    sees(page, "委嘱の解除を記録しました")
    letter = "".join(town.pdf(page, "委嘱解除報告書（PDF）"))
    assert "次のとおり防犯活動の委嘱を解いたので報告します" in letter
    assert "第R8-0001号" in letter


def report(town) -> None:
    page = town.go("clerk", "/deadlines/?kind=commission_report")
    page.locator("main").get_by_role("link", name="報告を記録する").click()
    write(page, document_number="桜見坂生発第9号")
    record(page)
    sees(page, "本部への報告を記録しました", "桜見坂生発第9号")
    page = town.go("clerk", "/commissions/")
    town.show(page, "commission_8_list")
    with town.stored():
        assert not Deadline.objects.open().filter(kind="commission_report").exists()


@pytest.mark.clause("BP-5-5-3")
def test_a_row_of_the_register_is_struck_through_and_written_anew(town):
    town.case(S.REPORTED, cars=2, people=3)
    page = town.go("clerk", "/register/")
    town.show(page, "correct_1_book")
    page.locator("main").get_by_role("link", name="この行を訂正する").click()
    write(page, receiver_name="青葉 護", note="受領者の聞き違い")
    town.show(page, "correct_2_form")
    record(page)
    sees(page, "元の行に線を引き、新しい行を加えました", "1番を訂正", "2番で訂正")
    town.show(page, "correct_3_book")
    with town.stored():
        assert [row.receiver_name for row in RegisterEntry.objects.order_by("row_number")] == [
            "青葉 守",
            "青葉 護",
        ]
