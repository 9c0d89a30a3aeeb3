"""ホーム by post: the station's desk, headquarters' desk, and a plain page for the others."""

import pytest

from casework.models import Deadline, ReturnReason
from casework.models.road import RoadState as S
from casework.roles import Role
from casework.workflow import perform
from tests.blue_patrol.paging import get, main, reads
from tests.factories import people
from tests.factories.applications import DAY, Desks, application_at, judged
from tests.factories.places import PostingFactory, StationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


def test_the_clerk_first_delivers_what_has_arrived(desks):
    application_at(S.RECEIVED, desks, name="坂の上見守り隊")
    application_at(S.ARRIVED, desks, name="川辺青パト会")
    page = main(get(desks.clerk, "/"))
    assert "私の机に2件あります" in page
    assert "まず行うこと 川辺青パト会へ証明書等を交付する" in page
    assert "9月1日（火）に署へ届いた。 交付の窓口を開く" in page
    assert page.index("交付する1件") < page.index("調査する1件")
    assert "署で交付を待つ証明書等 " in page
    assert "新規申請" in page


def test_the_chief_first_forwards_what_is_examined_and_takes_no_application_in(desks):
    ready = application_at(S.RECEIVED, desks, name="調べ終えた会")
    perform(ready, "examine", by=desks.clerk, on=DAY, findings=judged())
    application_at(S.ARRIVED, desks, name="着いた会")
    page = main(get(desks.chief, "/"))
    assert "まず行うこと 調べ終えた会の申請を進達する" in page
    assert "調査12項目が済み" in page
    assert "私の机に1件あります" in page
    assert page.index("進達する1件") < page.index("署の机生活安全係がすること") < page.index("交付する1件")
    assert "新規申請" not in page


def examined_case(desks, name, findings=None, **group):
    case = application_at(S.RECEIVED, desks, name=name, **group)
    return perform(case, "examine", by=desks.clerk, on=DAY, findings=findings or judged())


def test_the_chief_is_offered_only_what_can_be_forwarded(desks):
    examined_case(desks, "疎明資料のない会", group_type="b")
    unguided = [finding | {"guidance": " "} for finding in judged(b="unfit")]
    examined_case(desks, "指導のない会", unguided)
    bare = examined_case(desks, "写真を外した会")
    lamp = next(held for held in bare.attached() if held.kind == "lamp")
    perform(bare, "detach", by=desks.clerk, on=DAY, attachment=lamp.pk)
    page = main(get(desks.chief, "/"))
    assert "私の机に0件あります" in page
    assert "いま進達できる事案はありません" in page
    assert "進達の前に足りないものがある3件" in page
    assert "団体の区分の疎明資料がまだない" in page
    assert "「否」とした項目への指導がまだない" in page
    assert "申請の添付がまだない" in page
    assert "まず行うこと" not in page
    assert "疎明資料のない会の進達に足りないものをそろえる" in main(get(desks.clerk, "/"))


def test_an_answered_return_is_the_chiefs_again(desks):
    case = application_at(S.SENT_BACK, desks, name="戻った会")
    page = main(get(desks.chief, "/"))
    assert "署の机生活安全係がすること" in page
    assert "差戻しに応じる1件" in page
    answers = {str(reason.pk): "直した" for reason in ReturnReason.objects.of_case(case)}
    perform(case, "answer", by=desks.clerk, on=DAY, answers=answers)
    assert "まず行うこと 戻った会の申請を進達する 差戻しに答えた" in main(get(desks.chief, "/"))
    assert "署長の進達を待つ1件" in main(get(desks.clerk, "/"))


def test_what_waits_for_headquarters_is_on_no_desk_of_the_station(desks):
    application_at(S.FORWARDED, desks, name="進達した会")
    page = main(get(desks.clerk, "/"))
    assert "机の上には何もありません" in page
    assert "進達した会" not in page


def test_the_clocks_are_counted_as_past_due_and_coming(desks):
    application_at(S.DELIVERED, desks)  # delivered on 1 September: 15 days for the entry
    page = main(get(desks.clerk, "/"))
    assert "1件過ぎた" in page
    assert "日過ぎた 自動車検査証への記載" in page
    assert "期限を過ぎたものが1件あります" in page


def test_cards_of_the_untrained_wait_with_their_reason(desks):
    application_at(S.DELIVERED, desks, name="待つ会", people=3, untrained=1)
    page = main(get(desks.clerk, "/"))
    assert "待つ会 0枚0枚1枚" in page
    assert "講習を受けるまで渡せない" in page


def test_headquarters_sees_whose_step_it_is_and_the_round(desks):
    case = application_at(S.FORWARDED, desks, name="一回目の会")
    again = application_at(S.SENT_BACK, desks, name="二回目の会")
    answers = {str(reason.pk): "直した" for reason in ReturnReason.objects.of_case(again)}
    perform(again, "answer", by=desks.clerk, on=DAY, answers=answers)
    perform(again, "forward", by=desks.chief, on=DAY, document_number="試生発第2号", opinion="fit")
    page = main(get(desks.hq_clerk, "/"))
    assert "あなたの段階が2件あります" in page
    assert "初回 あなたの段階" in page
    assert "再進達 あなたの段階" in page
    assert "古いものから審査する" in page
    perform(case, "endorse", by=desks.hq_clerk, on=DAY)
    page = main(get(desks.hq_clerk, "/"))
    assert "あなたの段階が1件あります" in page
    assert "決裁を待つもの2件" in page
    assert "初回 補佐を待っている" in page
    assert "あなたの段階のものはありません" in main(get(desks.director, "/"))


def test_only_the_last_step_of_the_route_decides_from_the_first_page(desks):
    case = application_at(S.FORWARDED, desks)
    perform(case, "endorse", by=desks.hq_clerk, on=DAY)
    assert "古いものから審査する" in main(get(desks.assistant, "/"))
    perform(case, "endorse", by=desks.assistant, on=DAY)
    assert "古いものから決裁する" in main(get(desks.director, "/"))


def test_who_forwarded_a_case_is_told_that_somebody_else_decides_it(desks):
    application_at(S.FORWARDED, desks, name="前に扱った会")
    moved = people.headquarters(desks.station.prefecture, "係", staff=desks.chief.staff)
    desks.chief.posting.ends_on = DAY
    desks.chief.posting.save()
    page = main(get(moved, "/"))
    assert "決裁できない前の職で、あなたが調査または進達した事案です" in page
    assert "あなたの段階のものはありません" in page


def test_headquarters_sees_what_to_print_and_only_its_clerk_acts(desks):
    application_at(S.APPROVED, desks, name="刷る会", cars=2, people=3)
    assert "刷る会" in (page := main(get(desks.hq_clerk, "/")))
    assert "1枚2枚3枚 印刷待ち印刷を記録する" in page
    assert "本部の係が印刷を記録する" in main(get(desks.director, "/"))


def test_the_holder_of_a_post_sees_what_a_deputy_decided(desks):
    case = application_at(S.FORWARDED, desks, name="代決の会")
    stand_in = people.deputy(desks.hq_clerk)
    perform(case, "endorse", by=stand_in, on=DAY)
    page = main(get(desks.hq_clerk, "/"))
    assert "後閲を待つもの 代決 代決の会" in page
    assert "後閲する" in page
    assert "後閲を待つもの" not in main(get(desks.director, "/"))


def test_stations_lead_to_their_open_cases_and_the_quiet_ones_are_folded(desks):
    quiet = StationFactory(name="静か")
    application_at(S.RECEIVED, desks)
    response = get(desks.director, "/")
    assert f"/cases/?station={desks.station.pk}&amp;phase=open" in response.content.decode()
    assert "進行中の事案も7日以内の期限もない1署 静か" in main(response)
    assert quiet.name not in main(response).split("進行中の事案も")[0]


def test_headquarters_is_led_to_whom_all_cases_wait_for_and_to_the_overdue_rows(desks):
    application_at(S.DELIVERED, desks)  # delivered on 1 September: 15 days for the entry
    for _ in range(2):
        application_at(S.FORWARDED, desks)
    response = get(desks.hq_clerk, "/")
    page = response.content.decode()
    assert "全署で期限を過ぎたものが1件あります" in main(response)
    assert page.count('href="/deadlines/?within=overdue"') == 2  # the sentence, and the total of the table
    assert f'href="/deadlines/?station={desks.station.pk}&amp;within=overdue"' in page
    assert 'href="/waiting/"' in page
    assert 'href="/decide/"' in page
    assert 'href="/decide/"' not in get(desks.assistant, "/").content.decode()


def test_several_reports_are_offered_together(desks):
    application_at(S.DELIVERED, desks)
    assert "/cases/report/" not in get(desks.clerk, "/").content.decode()
    application_at(S.DELIVERED, desks)
    assert 'href="/cases/report/"' in get(desks.clerk, "/").content.decode()


def test_a_clock_leads_to_its_application_or_to_its_group(desks):
    case = application_at(S.DELIVERED, desks, name="期限の会")
    Deadline.objects.create(
        station=desks.station, kind="retraining", title="再講習", clause="BP-11-2-b", subject="実施 者0", starts_on=DAY, due_on=DAY,
        case_label="blue_patrol.Certification", case_pk=case.certification.pk,
    )  # fmt: skip
    for address in ("/", "/deadlines/"):
        page = get(desks.clerk, address)
        assert f'href="/groups/{case.group_id}/#clocks">再講習' in page.content.decode()
        assert f'href="/cases/{case.pk}/#clocks">自動車検査証' in page.content.decode()
        assert "期限の会" in main(page).split("再講習", 1)[1][:60]


def test_the_chart_says_its_numbers_and_a_table_beside_it_says_the_same(desks):
    application_at(S.RECEIVED, desks)
    page = main(get(desks.director, "/"))
    assert "月ごとの受理件数。9月の1件が最も多い" in page
    assert "9月1件" in page


@pytest.mark.parametrize("role", [Role.KOBAN_OFFICER, Role.STATION_SUPERVISOR])
def test_other_posts_of_a_station_get_a_plain_page_without_a_group(desks, role):
    application_at(S.RECEIVED, desks, name="見えない会")
    actor = people.station_actor(desks.station, role)
    page = main(get(actor, "/"))
    assert "様式を見て、印刷できます" in page
    assert "見えない会" not in page
    assert "事案" not in page.split("開ける頁")[1]
    assert reads(actor) == []


def test_the_inspector_may_open_everything_and_write_nothing(desks):
    page = main(get(people.inspector(desks.station.prefecture), "/"))
    assert "記録を書いたり変えたりすることはできません" in page
    assert all(word in page for word in ("事案", "交付簿", "証明台帳", "期限", "様式"))


def test_the_administrator_is_led_to_the_master_data_alone(desks):
    page = main(get(people.administrator(desks.station.prefecture), "/"))
    assert "事案や団体の内容は見られません" in page
    assert "管理" in page.split("開ける頁")[1]
    assert "交付簿" not in page.split("開ける頁")[1]


def test_a_second_post_is_offered_as_a_switch(desks):
    PostingFactory(staff=desks.clerk.staff, post=desks.chief.post)
    assert "この職に切り替える" in get(desks.clerk, "/").content.decode()
