"""事案: the list with its filters, and the page of one case in every state."""

import re
from datetime import timedelta

import pytest

from blue_patrol.models import CertificationApplication, Credential
from blue_patrol.presenters import road
from casework.models.road import RoadState as S
from casework.workflow import perform, perform_all
from tests.blue_patrol.paging import get, main, reads
from tests.factories import people
from tests.factories.applications import DAY, Desks, application_at, judged
from tests.factories.places import StationFactory
from tests.nights import every_nth

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


def case_page(actor, case) -> str:
    response = get(actor, f"/cases/{case.pk}/")
    assert response.status_code == 200
    return main(response)


@pytest.mark.parametrize(
    "asked",
    every_nth(
        [
            "齋藤",
            "斉藤",
            "さいとう",
            "ｻｲﾄｳ",
            "高橋",
            "髙",
            "R8-0001",
            "r8-0001",
            "50-01",
            "名古屋 500 へ 50-01",
            "5001",
        ],
        4,
    ),
)
def test_a_case_is_found_by_any_spelling_of_what_stands_on_it(desks, asked):
    case = application_at(
        S.RECEIVED,
        desks,
        name="齋藤町防犯会",
        name_kana="さいとうちょうぼうはんかい",
        representative_name="髙橋 守",
    )
    case.group.vehicles.update(plate="名古屋|500|へ|5001")
    application_at(S.DRAFT, desks, name="ほかの会", name_kana="ほかのかい", representative_name="青葉 守")
    page = main(get(desks.clerk, f"/cases/?q={asked}"))
    assert "齋藤町防犯会" in page
    assert "ほかの会" not in page


def test_a_case_is_found_by_the_number_of_a_card(desks):
    case = application_at(S.APPROVED, desks, name="番号の会")
    number = Credential.objects.filter(application=case, kind="card").first().number
    assert "番号の会" in main(get(desks.clerk, f"/cases/?q={number.removeprefix('第').removesuffix('号')}"))


def test_filters_stand_in_the_address_and_unknown_ones_are_left_out(desks):
    application_at(S.RECEIVED, desks, name="受けた会")
    application_at(S.WITHDRAWN, desks, name="下げた会")
    assert "下げた会" not in main(get(desks.clerk, "/cases/?state=received"))
    assert "受けた会" not in main(get(desks.clerk, "/cases/?phase=closed"))
    assert "下げた会" not in main(get(desks.clerk, "/cases/?phase=open"))
    everything = main(get(desks.clerk, "/cases/?state=nonsense&phase=%00&order=x&station=99999&after=abc"))
    assert "受けた会" in everything
    assert "下げた会" in everything


def test_headquarters_chooses_a_station(desks):
    other = Desks(StationFactory(name="となり"))
    application_at(S.RECEIVED, desks, name="こちらの会")
    application_at(S.RECEIVED, other, name="あちらの会")
    page = main(get(desks.director, f"/cases/?station={other.station.pk}"))
    assert "あちらの会" in page
    assert "こちらの会" not in page
    assert "となり" not in main(get(desks.clerk, f"/cases/?station={other.station.pk}"))


def test_the_list_says_whom_a_case_waits_for_and_is_filtered_by_it(desks):
    application_at(S.RECEIVED, desks, name="調べる会")
    application_at(S.FORWARDED, desks, name="審べる会")
    application_at(S.WITHDRAWN, desks, name="下げた会")
    page = main(get(desks.clerk, "/cases/"))
    assert "受理署の生活安全係を待つ" in page
    assert "進達本部 係を待つ" in page
    assert "下げた会" in main(get(desks.clerk, "/cases/?party=nobody"))
    page = main(get(desks.director, "/cases/?party=step"))
    assert "審べる会" in page
    assert "調べる会" not in page


def test_rows_are_ticked_for_what_the_post_may_do_with_several(desks):
    forwarded, delivered = application_at(S.FORWARDED, desks), application_at(S.DELIVERED, desks)
    arrived = application_at(S.ARRIVED, desks)
    every = [str(case.pk) for case in (arrived, delivered, forwarded)]  # any may be printed

    def ticks(actor):
        page = get(actor, "/cases/").content.decode()
        return re.findall(r'action="([^"]+)"><input type="hidden" name="confirm"', page), re.findall(
            r'type="checkbox" name="case" value="(\d+)"', page
        )

    assert ticks(desks.hq_clerk) == (["/decide/"], every)
    assert ticks(desks.director) == ([], every)
    assert ticks(desks.clerk) == (["/cases/report/"], every)
    assert ticks(desks.chief) == ([], every)
    assert ticks(people.inspector(desks.station.prefecture)) == ([], [])


def test_the_order_of_readings_and_back(desks):
    for name, kana in (("三", "さん"), ("一", "いち"), ("二", "に")):
        application_at(S.DRAFT, desks, name=f"{name}の会", name_kana=kana)
    page = main(get(desks.clerk, "/cases/?order=kana"))
    assert page.index("一の会") < page.index("三の会") < page.index("二の会")
    page = main(get(desks.clerk, "/cases/"))
    assert page.index("二の会") < page.index("一の会") < page.index("三の会")


@pytest.mark.parametrize("order", ["", "kana"])
def test_pages_of_fifty_lead_forth_and_back_without_a_gap(desks, order):
    for number in range(53):
        application_at(S.DRAFT, desks, name=f"会{number:03}", name_kana="おなじよみ", cars=0, people=0)
    first = get(desks.clerk, f"/cases/?order={order}")
    found = first.context["found"].pages
    assert len(found.rows) == 50
    assert found.previous == ""
    second = get(desks.clerk, f"/cases/{found.next}").context["found"].pages
    assert len(second.rows) == 3
    assert second.next == ""
    back = get(desks.clerk, f"/cases/{second.previous}").context["found"].pages
    assert [case.pk for case in back.rows] == [case.pk for case in found.rows]
    assert not {case.pk for case in second.rows} & {case.pk for case in found.rows}


def test_an_empty_list_says_what_to_do(desks):
    assert "事案はまだありません" in main(get(desks.clerk, "/cases/"))
    assert "条件に合う事案はありません" in main(get(desks.clerk, "/cases/?q=どこにもない"))


def test_another_station_finds_nothing(desks):
    case = application_at(S.RECEIVED, desks)
    stranger = Desks(StationFactory()).clerk
    assert get(stranger, f"/cases/{case.pk}/").status_code == 404
    assert get(stranger, f"/groups/{case.group_id}/").status_code == 404
    assert "桜見坂学区" not in main(get(stranger, "/cases/"))
    assert "桜見坂学区" not in main(get(stranger, "/groups/"))
    assert get(desks.clerk, "/cases/99999999999999999999/").status_code == 404


def test_one_row_of_the_read_log_a_page(desks):
    case = application_at(S.DELIVERED, desks)
    pages = [
        "/", "/cases/", f"/cases/{case.pk}/", "/groups/", f"/groups/{case.group_id}/", "/register/", "/ledger/",
        f"/ledger/{case.group.ledger.pk}/", "/deadlines/",
    ]  # fmt: skip
    for page in pages:
        get(desks.clerk, page)
    assert reads(desks.clerk) == [
        "ホーム", "事案一覧", "事案", "団体一覧", "団体", "交付簿", "証明台帳一覧", "証明台帳", "期限一覧"
    ]  # fmt: skip
    get(desks.clerk, "/forms/")
    assert len(reads(desks.clerk)) == len(pages)


# --- the page of a case -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", every_nth(list(S), 4))
def test_every_state_is_drawn_on_the_road_once(desks, state):
    case = application_at(state, desks)
    response = get(desks.clerk, f"/cases/{case.pk}/")
    assert response.content.decode().count('aria-current="step"') == 1
    assert main(response).split("道すじの図")[0].count("いまここ") == 1


def test_the_road_holds_every_state_of_the_machine():
    line = {state for state, _, _ in road.main_line(CertificationApplication)}
    assert line | set(road.WAY.stands_at) | {S.DECLINED, S.WITHDRAWN, S.UNDELIVERED} == set(S.values)


def test_a_complete_draft_may_be_received_and_an_incomplete_one_says_what_is_missing(desks):
    draft = application_at(S.DRAFT, desks)
    page = case_page(desks.clerk, draft)
    assert "まだできないこと 受理する 次の4つが要ります" in page
    assert "青色回転灯等の光度等が分かる資料を添付してください。添付の段階へ" in page
    assert "要領 第5の1のオ" in page


def test_the_clerk_examines_and_learns_why_nothing_is_forwarded_yet(desks):
    page = case_page(desks.clerk, application_at(S.RECEIVED, desks, group_type="d"))
    assert "調査票を書く" in page
    assert "署長の職が行います。その前に、次の2つが要ります" in page
    assert "(エ) 特定非営利活動法人に当たることの疎明資料を添付してください。添付を加える" in page


def test_the_chief_is_led_to_forwarding_when_nothing_stands_in_the_way(desks):
    case = application_at(S.RECEIVED, desks)
    perform(case, "examine", by=desks.clerk, on=DAY, findings=judged())
    response = get(desks.chief, f"/cases/{case.pk}/")
    assert response.context["acts"].first.label == "進達する"
    assert "まだできないこと" not in main(response)


def test_only_the_open_step_of_the_route_decides(desks):
    case = application_at(S.FORWARDED, desks)
    assert get(desks.hq_clerk, f"/cases/{case.pk}/").context["acts"].first.label == "審査する"
    assert "いまの決裁の段階（係）の職が行います" in case_page(desks.director, case)
    perform(case, "endorse", by=desks.hq_clerk, on=DAY)
    perform(case, "endorse", by=desks.assistant, on=DAY)
    assert get(desks.director, f"/cases/{case.pk}/").context["acts"].first.label == "決裁する"


def test_the_things_are_printed_sealed_and_sent_in_order(desks):
    case = application_at(S.APPROVED, desks)

    def first():
        return get(desks.hq_clerk, f"/cases/{case.pk}/").context["acts"].first.name

    assert first() == "print_out"
    assert "まだ印刷していない証明書等があります。証明書等へ" in case_page(desks.hq_clerk, case)
    things = list(case.credentials.all())
    perform_all(things, "print_out", by=desks.hq_clerk, on=DAY)
    assert first() == "seal"
    assert get(desks.clerk, f"/cases/{case.pk}/").context["acts"].first is None


def test_a_returned_case_shows_reasons_and_answers(desks):
    page = case_page(desks.clerk, application_at(S.CORRECTION, desks))
    assert "様式第3 実施者名簿補正" in page
    assert "生年月日が漏れています。 まだ" in page
    assert "補正を求めました" in page
    assert "補正のお願い" in page


def test_a_declined_case_ends_its_road(desks):
    page = case_page(desks.clerk, application_at(S.DECLINED, desks))
    assert "不承認 いまここ" in page
    assert page.count("進みません") == 5
    assert "要件に当たらない" in page
    assert "この事案では作られませんでした" in page


def test_history_is_sentences_with_their_clause(desks):
    page = case_page(desks.clerk, application_at(S.REPORTED, desks))
    assert "が、申請を受理しました。受理番号はR8-0001です。 要領 第5の1" in page
    assert "が、本部へ進達しました。文書番号は桜見坂生発第1号、署長の意見は「適当」です。 要領 第5の3" in page
    assert "が、証明書等を交付しました。受け取った人は青葉 守さんです。 要領 第5の5(1)" in page
    assert "教示：15日以内" in page
    assert "12項目のすべてを「適」としました" in page
    assert "書類を添付しました" in page


def test_training_is_said_in_words(desks):
    page = case_page(desks.clerk, application_at(S.RECEIVED, desks, people=3, untrained=1))
    assert "実施者3人（受講2人、未受講1人）" in page
    assert "実施者証は受講の後に渡す" in page


def test_a_long_roster_is_folded_after_ten(desks):
    page = case_page(desks.clerk, application_at(S.RECEIVED, desks, people=14))
    assert "残りの4人も表示する" in page


def test_clocks_lead_to_their_completion_for_the_clerk_alone(desks):
    case = application_at(S.DELIVERED, desks)
    deadline = case_page(desks.clerk, case)
    assert "自動車検査証への記載" in deadline
    assert "済みを記録する" in deadline
    assert "済みを記録する" not in case_page(desks.director, case)


def test_the_chiefs_name_of_a_deputy_is_shown_with_the_later_review(desks):
    case = application_at(S.FORWARDED, desks)
    perform(case, "endorse", by=people.deputy(desks.hq_clerk), on=DAY)
    page = case_page(desks.director, case)
    assert "可 代決" in page
    assert "（代理）が、審査の段階を「可」としました" in page
    assert get(desks.hq_clerk, f"/cases/{case.pk}/").context["acts"].first.name == "acknowledge"


@pytest.mark.parametrize(
    "address",
    every_nth([
        "/cases/?q=%00", "/cases/?q=1%00", "/groups/?q=%00", "/ledger/?q=%00", "/cases/?q=%25_1", "/cases/?q=%F0%A0%AE%B7",
        "/cases/?after=999999999999999999&order=kana", "/cases/?before=0", "/deadlines/?after=5", "/ledger/?q=%E3%80%80",
    ], 4),
)  # fmt: skip
def test_odd_addresses_get_a_page_all_the_same(desks, address):
    application_at(S.DRAFT, desks)
    assert get(desks.clerk, address).status_code == 200
    assert get(desks.director, address).status_code == 200


def test_the_history_stands_in_the_order_of_the_days_on_which_things_were_done(desks):
    case = application_at(S.RECEIVED, desks, people=2, untrained=1)
    late = case.group.patrollers.get(trainings=None)
    perform(
        case, "record_training", by=desks.clerk, on=DAY - timedelta(days=40), patrollers=[late.pk], trainer="風間",
        place="",
    )  # fmt: skip
    page = case_page(desks.clerk, case)
    assert "した日の新しい順" in page
    history = page.split("した日の新しい順")[1]
    assert history.index("を受理しました") < history.index("下書きを作りました") < history.index("講習の受講")
