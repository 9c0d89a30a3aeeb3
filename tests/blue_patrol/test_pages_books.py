"""団体, 交付簿, 証明台帳 and 期限: their pages and their prints."""

import datetime as dt

import pytest

from blue_patrol.models import LedgerSheet, RegisterEntry
from blue_patrol.papers.from_books import ranges
from blue_patrol.presenters import chart
from casework.models import Deadline
from casework.models.road import RoadState as S
from casework.workflow import Refused, perform
from tests.blue_patrol.paging import get, main, pdf_text
from tests.factories import people
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory(name="帳簿"))


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([], ""),
        (["第R8-0012-01号"], "R8-0012-01"),
        (["第R8-0012-02号", "第R8-0012-01号"], "R8-0012-01〜02"),
        (["第R8-0012-001号", "第R8-0012-002号", "第R8-0012-004号"], "R8-0012-001〜002・004"),
        (["第R8-0012-09号", "第R8-0012-10号", "第R9-0001-01号"], "R8-0012-09〜10・R9-0001-01"),
    ],
)
def test_numbers_in_a_row_are_written_as_a_range(numbers, words):
    assert ranges(numbers) == words


def test_the_register_shows_the_delivery_and_the_next_free_row(desks):
    application_at(S.DELIVERED, desks, name="一番の会", people=3)
    page = main(get(desks.clerk, "/register/?year=2026"))
    assert "交付簿 令和8年度" in page
    assert "1R8. 9. 1新規一番の会" in page.replace("\u2007", " ")
    assert "第R8-0001号R8-0001-011枚R8-0001-001〜0033枚" in page
    assert "2次の交付が、この行に入ります" in page
    assert "本部への報告が残るもの 1件 1番 一番の会" in page


def test_the_day_of_the_report_stands_in_the_book(desks):
    application_at(S.REPORTED, desks)
    page = main(get(desks.clerk, "/register/?year=2026"))
    assert "本部への報告が残るもの 0件" in page
    assert page.replace("\u2007", " ").count("R8. 9. 1") >= 2


def test_fifteen_rows_make_a_page(desks):
    case = application_at(S.DELIVERED, desks)
    for number in range(15):
        RegisterEntry.enter(
            station=desks.station, year=2026, delivered_on=DAY, kind="reissue", group=case.group, group_name=f"会{number}",
            delivered_by="風間", receiver_name="青葉",
        )  # fmt: skip
    second = main(get(desks.clerk, "/register/?year=2026"))
    assert "2頁 16番から" in second
    assert "会14" in second
    assert "会13" not in second
    assert "1頁 1番から" in main(get(desks.clerk, "/register/?year=2026&page=1"))


def test_headquarters_opens_the_book_of_a_station_and_a_station_only_its_own(desks):
    other = Desks(StationFactory(name="よその"))
    application_at(S.DELIVERED, other, name="よその会")
    assert "よその会" in main(get(desks.director, f"/register/?station={other.station.pk}&year=2026"))
    assert "よその会" not in main(get(desks.clerk, f"/register/?station={other.station.pk}&year=2026"))
    assert get(desks.director, "/register/?station=0").status_code == 404
    assert get(desks.clerk, "/register/?year=1990&page=77").status_code == 200


def test_the_register_prints_as_form_14(desks):
    application_at(S.REPORTED, desks, name="印刷の会", people=3)
    response = get(desks.director, f"/register/print/?station={desks.station.pk}&year=2026")
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store"
    text = pdf_text(response)
    for words in (
        "様式第14",
        "交付簿",
        "令和8年度",
        "愛知県帳簿警察署",
        "印刷の会",
        "R8-0001-001〜003",
        "標章1枚",
    ):
        assert words in text


def test_the_ledger_lists_sheets_and_opens_one(desks):
    case = application_at(S.REPORTED, desks, name="台帳の会", people=3)
    sheet = LedgerSheet.objects.get(group=case.group)
    assert "台帳の会" in main(get(desks.clerk, "/ledger/?q=台帳"))
    assert "当てはまる台帳はありません" in main(get(desks.clerk, "/ledger/?q=無"))
    page = main(get(desks.clerk, f"/ledger/{sheet.pk}/"))
    for words in ("第帳簿-0001号", "新規交付", "証明書 第R8-0001号 を交付", "受講3人", "R8-0001-003"):
        assert words in page
    text = pdf_text(get(desks.clerk, f"/ledger/{sheet.pk}/print/"))
    for words in ("様式第15", "帳簿-0001", "台帳の会", "第R8-0001号", "R8-0001-01", "令和8年9月1日"):
        assert words in text


def test_another_stations_sheet_is_not_found(desks):
    case = application_at(S.DELIVERED, desks)
    stranger = Desks(StationFactory()).clerk
    for address in (f"/ledger/{case.group.ledger.pk}/", f"/ledger/{case.group.ledger.pk}/print/"):
        assert get(stranger, address).status_code == 404


def test_a_group_shows_its_standing_cars_and_training(desks):
    case = application_at(S.DELIVERED, desks, people=3, untrained=1)
    page = main(get(desks.clerk, f"/groups/{case.group_id}/"))
    for words in (
        "証明 有効",
        "1人講習を受けていない・期限が過ぎた",
        "未受講",
        "有効",
        "証明申請 R8-0001",
        "第R8-0001-01号",
    ):
        assert words in page
    assert "証明台帳 第0001号" in page


def test_a_retraining_that_comes_near_turns_amber(desks):
    case = application_at(S.DELIVERED, desks, people=1)
    soon = dt.date.today() + dt.timedelta(days=60)  # noqa: DTZ011  any day within three months
    Deadline.objects.filter(kind="retraining").update(due_on=soon)
    assert "1人講習の期限が近い" in main(get(desks.clerk, f"/groups/{case.group_id}/"))
    assert "近い あと" in main(get(desks.clerk, "/deadlines/?kind=retraining"))


def test_groups_are_found_by_reading_and_representative(desks):
    application_at(
        S.DRAFT, desks, name="髙﨑見守り隊", name_kana="たかさきみまもりたい", representative_name="渡邉 守"
    )
    for asked in ("高崎", "たかさき", "渡辺"):
        assert "髙﨑見守り隊" in main(get(desks.clerk, f"/groups/?q={asked}"))
    assert "当てはまる団体はありません" in main(get(desks.clerk, "/groups/?q=無"))


def test_deadlines_are_listed_the_overdue_first_and_the_met_apart(desks):
    case = application_at(S.DELIVERED, desks)
    page = main(get(desks.clerk, "/deadlines/"))
    order = [page.index(title) for title in ("自動車検査証への記載桜", "実施者への情報提供桜", "次の講習桜")]
    assert order[0] < order[1]
    assert "速やかに" in page
    assert "済みを記録する" in page
    assert "済みを記録する" not in main(get(desks.director, "/deadlines/"))
    clock = Deadline.objects.get(kind="inspection_entry")
    perform(case, "meet_deadline", by=desks.clerk, on=DAY, deadline=clock.pk, evidence="検査証の写し")
    assert "自動車検査証への記載桜" not in main(get(desks.clerk, "/deadlines/"))
    assert "検査証の写し" in main(get(desks.clerk, "/deadlines/?within=met"))


def test_deadlines_are_narrowed_by_time_kind_and_station(desks):
    application_at(S.DELIVERED, desks)
    assert "自動車検査証への記載桜" in main(get(desks.clerk, "/deadlines/?within=overdue"))
    assert "条件に合う期限はありません" in main(get(desks.clerk, "/deadlines/?within=7"))
    assert "自動車検査証への記載桜" not in main(get(desks.clerk, "/deadlines/?kind=retraining"))
    other = StationFactory()
    assert "条件に合う期限はありません" in main(get(desks.director, f"/deadlines/?station={other.pk}"))


@pytest.mark.parametrize("address", ["/cases/", "/groups/", "/register/", "/ledger/", "/deadlines/"])
def test_posts_without_the_case_desk_are_refused(desks, address):
    for actor in (
        people.station_actor(desks.station, people.Role.KOBAN_OFFICER), people.administrator(desks.station.prefecture),
        people.headquarters(desks.station.prefecture, "", role=people.Role.COMMUNITY_DIVISION, duty="councils"),
    ):  # fmt: skip
        assert get(actor, address).status_code == 403
    assert get(people.inspector(desks.station.prefecture), address).status_code == 200


@pytest.mark.parametrize(
    ("most", "lines"), [(0, [0, 1]), (3, [0, 1, 2, 3]), (22, [0, 10, 20, 30]), (63, [0, 20, 40, 60, 80])]
)
def test_the_axis_of_the_chart_goes_in_round_steps(most, lines):
    drawn = chart.by_month({dt.date(2026, 9, 1): most}, dt.date(2026, 9, 30))
    assert [number for _, number in drawn.lines] == lines
    assert [column.label for column in drawn.columns][::11] == ["10月", "9月"]
    assert all(chart.TOP <= column.y <= chart.FLOOR for column in drawn.columns)


def test_the_clock_of_the_report_is_met_by_the_report_alone(desks):
    case = application_at(S.DELIVERED, desks)
    clock = Deadline.objects.get(kind="delivery_report")
    assert (
        f"/cases/{case.pk}/report/" in get(desks.clerk, "/deadlines/?kind=delivery_report").content.decode()
    )
    with pytest.raises(Refused, match="交付の報告を記録すると済みます"):
        perform(case, "meet_deadline", by=desks.clerk, on=DAY, deadline=clock.pk, evidence="電話")
    perform(case, "report", by=desks.clerk, on=DAY)
    assert "条件に合う期限はありません" in main(get(desks.clerk, "/deadlines/?kind=delivery_report"))
