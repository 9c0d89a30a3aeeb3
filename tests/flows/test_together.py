"""Two clerks at two browsers on one case: they see each other's change, choose, write to one another and hand over."""

import pytest

from blue_patrol.models import Group
from casework.models.road import RoadState as S
from tests.factories import people
from tests.factories.places import StationFactory
from tests.flows.town import Town, follow, press, record, sees, write

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture
def town(desk, live_server, shots):
    return Town(desk, live_server.url, shots, lambda: StationFactory(name="桜見坂"))


@pytest.fixture
def colleague(town):
    """A second clerk of the station, with a browser of their own."""
    with town.stored():
        town.desks.colleague = people.clerk(town.desks.station)
    return town.desks.colleague


def test_two_clerks_mend_one_application(town, colleague):
    case = town.case(S.DRAFT)
    mine, theirs = (town.go(who, f"/cases/{case.pk}/entry/group/") for who in ("clerk", "colleague"))
    write(mine, address="桜見市坂上町10番", purpose="見守り")
    write(theirs, address="桜見市坂下町9番", phone="0500-111-2222")
    record(theirs)
    record(mine)
    sees(
        mine, "どちらの値にするか選んでください", "桜見市坂下町9番", "桜見市坂上町10番", str(colleague.staff),
        "ほかの人だけが直した",
    )  # fmt: skip
    assert mine.locator("[name^=pick-]").count() == 2, "one question: what each wrote alone is not asked"
    town.show(mine, "together_1_choice")
    mine.locator("[name='pick-address'][value='mine']").check()
    record(mine)
    sees(mine, "概要")
    with town.stored():
        group = Group.objects.get()
        assert (group.address, group.phone, group.purpose) == ("桜見市坂上町10番", "0500-111-2222", "見守り")


@pytest.mark.nightly
def test_a_case_is_written_beside_and_handed_over(town, colleague):
    case = town.case(S.RECEIVED)
    page = town.open("clerk", case)
    write(page, text="代表者は、平日の夜だけ電話に出る。")
    press(page, "書き込む")
    sees(page, "書き込みました", "署の生活安全係、署長、本部の担当課と監察が見られます")
    follow(page, "担当を替える")
    page.get_by_label("新しい担当").select_option(str(colleague.staff.pk))
    write(page, note="車検証の写しを待っている。")
    town.show(page, "together_2_assign")
    record(page)
    page = town.go("colleague", "/cases/?handler=me")
    town.show(page, "together_3_list")
    follow(page, "桜見坂学区防犯パトロール隊")
    sees(page, "代表者は、平日の夜だけ電話に出る。", "車検証の写しを待っている。", "引継ぎ")
    town.show(page, "together_4_case")
    page = town.go("clerk", f"/cases/{case.pk}/")
    page.locator("#comment-board").get_by_role("link", name="直す").first.click()
    write(page, text="代表者は、平日の夜と土曜に電話に出る。")
    record(page)
    sees(page, "直しました", "土曜に電話に出る")
    town.show(page, "together_5_corrected")


@pytest.mark.nightly
def test_an_act_that_came_too_late_is_taken_up_again(town, colleague):
    case = town.case(S.RECEIVED)
    page = town.open("clerk", case, "取下げを記録する")
    write(page, note="代表者から電話があった。")
    town.do(case, "assign", "colleague", to=colleague.staff.pk)
    record(page)
    sees(page, "ほかの人が先に記録しました", "担当の変更", "代表者から電話があった。")
    town.show(page, "together_6_late")
    press(page, "入力した内容を入れて、画面を開き直す")
    sees(page, "代表者から電話があった。")
    record(page)
    assert town.state(case) == S.WITHDRAWN
