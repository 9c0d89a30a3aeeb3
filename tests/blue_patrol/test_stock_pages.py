"""The pages of stock and custody: every number leads to what it counts, printing shows its sheets before the click."""

import re
import uuid

import pytest
from django.urls import reverse

from blue_patrol.models import BlankLot, BlankUse, Credential, Kind, Place
from blue_patrol.models.printing import print_out
from casework.models.road import RoadState as S
from casework.workflow import perform_all
from tests.blue_patrol.acting import click, client_of, era, text
from tests.blue_patrol.paging import get, main, reads, words
from tests.blue_patrol.test_query_counts import beyond_frame
from tests.factories import people, scope
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory
from tests.factories.stock import counted, lot_of
from tests.nights import sampled

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


def post(actor, name, *args, key=None, **data):
    response = client_of(actor).post(reverse(name, args=args), {"act_key": str(key or uuid.uuid4())} | data)
    scope.restore()
    return response


LOT = {"kind": "card", "first": "Ａ０００１０１", "last": "A000110", "on": era(DAY), "remarks": "第3箱"}


# --- stock -----------------------------------------------------------------------------------------------------------


def test_a_box_is_taken_in_once_and_shown_with_what_is_left(desks):
    key = uuid.uuid4()
    first = post(desks.hq_clerk, "lot_new", key=key, **LOT)
    assert (first.status_code, first.url) == (302, reverse("stock"))
    assert post(desks.hq_clerk, "lot_new", key=key, **LOT).url == first.url
    lot = BlankLot.objects.get()
    assert (lot.first_sheet, lot.size, lot.remarks) == ("A000101", 10, "第3箱")
    assert "A000101〜A000110" in words(get(desks.director, reverse("stock")))
    page = words(get(desks.director, reverse("lot", args=[lot.pk])))
    assert "A000101〜A000110 10枚" in page
    assert "受入れを取り消す" not in page  # only who keeps the stock is offered it


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"first": "番号"}, "用紙の番号として読めません"), ({"last": "A000001"}, "初めの番号より後の番号を入力してください"),
        ({"last": "B000110"}, "頭の文字が違います"), ({"last": "A999999999"}, "100,000枚までです"), ({"kind": ""}, "選んでください"),
        ({"on": "令和30年1月1日"}, "までの日を入力してください"), ({"first": "A\0000101"}, "誤り"), ({"first": "A" * 20 + "1", "last": "2"}, "12文字まで"),
        ({"first": "A1234567890"}, "9桁まで"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_in_says_so_beside_the_field_and_keeps_what_was_typed(desks, changed, said):
    answer = post(desks.hq_clerk, "lot_new", **LOT | changed)
    assert answer.status_code == 422
    assert said in text(answer)
    assert 'value="第3箱"' in text(answer)
    assert not BlankLot.objects.exists()


def test_numbers_already_in_stock_are_refused_beside_the_field(desks):
    lot_of(desks)
    answer = post(desks.hq_clerk, "lot_new", **LOT)
    assert answer.status_code == 422
    assert re.search(r'id="id_first_error">.*すでに在庫に入っています', text(answer), re.DOTALL)


def test_a_box_entered_by_mistake_is_taken_back(desks):
    lot = lot_of(desks)
    assert post(desks.hq_clerk, "lot", lot.pk, reason="").status_code == 422
    assert post(desks.director, "lot", lot.pk, reason="誤り").status_code == 422
    assert post(desks.hq_clerk, "lot", lot.pk, reason="桁の誤り").status_code == 302
    assert "桁の誤り" in words(get(desks.hq_clerk, reverse("stock")))


def test_sheets_are_written_off_by_their_numbers(desks):
    lot = lot_of(desks)
    sent = {
        "kind": "card",
        "numbers": "A000103、A000105〜A000106",
        "outcome": "spoiled",
        "on": era(DAY),
        "reason": "湿気",
    }
    assert post(desks.hq_clerk, "write_off", **sent | {"numbers": "A000999"}).status_code == 422
    assert post(desks.hq_clerk, "write_off", **sent).status_code == 302
    assert BlankUse.objects.count() == 3
    page = words(get(desks.hq_clerk, reverse("lot", args=[lot.pk])))
    assert "在庫 7枚" in page
    assert "A000101〜A000102 2枚" in page


# --- printing --------------------------------------------------------------------------------------------------------


def test_the_dispatch_shows_the_sheets_before_the_click_and_the_case_after_it(desks):
    lot_of(desks)
    case = application_at(S.APPROVED, desks, people=3)
    page = get(desks.hq_clerk, reverse("dispatch", args=[case.pk]))
    assert "A000101〜A000103 に刷ります" in words(page)
    assert 'name="first-card" value="A000101"' in text(page)
    assert "first-sticker" not in text(page)
    assert click(desks.hq_clerk, "print_out", case, **{"first-card": "A000104"}).status_code == 302
    shown = words(get(desks.hq_clerk, reverse("application", args=[case.pk])))
    assert all(f"A00010{n}" in shown for n in (4, 5, 6))
    assert "A000104" in words(get(desks.clerk, reverse("application", args=[case.pk])))


def test_without_lots_the_dispatch_asks_for_no_number(desks):
    case = application_at(S.APPROVED, desks)
    assert "first-card" not in text(get(desks.hq_clerk, reverse("dispatch", args=[case.pk])))


def test_too_few_sheets_are_told_before_the_click_and_after_it_with_the_way_to_the_stock(desks):
    lot_of(desks, last="A000102")
    case = application_at(S.APPROVED, desks, people=5)
    assert "3枚足りません" in words(get(desks.hq_clerk, reverse("dispatch", args=[case.pk])))
    answer = click(desks.hq_clerk, "print_out", case)
    assert answer.status_code == 422
    assert "実施者証用紙が3枚足りません（要る5枚、在庫2枚）" in words(answer)
    assert f'href="{reverse("stock")}"' in text(answer)


@pytest.mark.parametrize("typed", ["A000999", "ばんごう", "A\0001", "9" * 30])
def test_a_first_number_that_does_not_do_is_refused_in_words(desks, typed):
    lot_of(desks)
    case = application_at(S.APPROVED, desks)
    answer = click(desks.hq_clerk, "print_out", case, **{"first-card": typed})
    assert answer.status_code == 422
    assert "何も記録していません" in words(answer)


def test_a_spoiled_print_is_recorded_with_its_reason_and_printed_again(desks):
    lot_of(desks)
    case = application_at(S.APPROVED, desks, people=1)
    print_out(case.credentials.all(), by=desks.hq_clerk, on=DAY)
    card = case.credentials.get(kind=Kind.CARD)
    page = get(desks.hq_clerk, reverse("spoil", args=[case.pk]) + f"?thing={card.pk}")
    assert re.search(rf'value="{card.pk}"[^>]*checked', text(page))
    assert "用紙 A000101" in words(page)
    assert click(desks.hq_clerk, "spoil", case, things=[card.pk], reason="", on=era(DAY)).status_code == 422
    answer = click(desks.hq_clerk, "spoil", case, things=[card.pk], reason="紙詰まり", on=era(DAY))
    assert (answer.status_code, answer.url) == (302, reverse("dispatch", args=[case.pk]))
    assert "A000102 に刷ります" in words(get(desks.hq_clerk, answer.url))
    assert Credential.objects.get(pk=card.pk).state == Place.BLANK


def test_nothing_printed_is_nothing_to_spoil(desks):
    case = application_at(S.APPROVED, desks)
    assert "印刷済、押印済の証明書等は、ありません" in words(
        get(desks.hq_clerk, reverse("spoil", args=[case.pk]))
    )
    assert click(desks.hq_clerk, "spoil", case, things=["1"], reason="x", on=era(DAY)).status_code == 422


# --- custody ---------------------------------------------------------------------------------------------------------


def every_place(desks):
    """Things in most places, their number known."""
    for state in (S.APPROVED, S.DISPATCHED, S.ARRIVED, S.DELIVERED, S.UNDELIVERED):
        application_at(state, desks)
    case = application_at(S.DELIVERED, desks, people=3)
    perform_all(case.credentials.filter(kind=Kind.CARD)[:1], "lose", by=desks.clerk, on=DAY)
    return Credential.objects.count()


def cells(page) -> list[tuple[str, int]]:
    """(address, number) of every number that leads somewhere."""
    found = re.findall(r'<a href="([^"]*custody/things/[^"]*)">(?:<b>)?(\d+)点', text(page))
    return [(address.replace("&amp;", "&"), int(number)) for address, number in found]


def test_every_number_leads_to_as_many_things_and_the_sum_is_all_of_them(desks):
    total = every_place(desks)
    for actor in (desks.clerk, desks.hq_clerk, desks.director):
        page = get(actor, reverse("custody"))
        assert f"全部で{total}点" in main(page).replace(" ", "")
        counted_cells = cells(page)
        assert len(counted_cells) > 20
        for address, number in counted_cells:
            assert text(get(actor, address)).count('<th scope="row" class="keep">') == number, address
    by_place = re.findall(r"custody/things/\?state=\w+\"><b>(\d+)点", text(page))
    assert sum(map(int, by_place)) == total


def test_a_station_sees_since_when_it_holds_what_for_which_group(desks):
    case = application_at(S.ARRIVED, desks, people=2)
    page = main(get(desks.clerk, reverse("custody")))
    section = page.split("署に保管しているもの")[2]
    assert f"{case.group.name}R8.9.11枚1枚2枚" in re.sub(r"\s", "", section)
    assert "本部へ返送するものは、ありません" in section
    assert "用紙" not in page.split("番号で探す")[1].split("）", 1)[1]


def test_headquarters_is_led_to_the_destruction_of_what_came_back(desks):
    case = application_at(S.UNDELIVERED, desks)
    address = reverse("destroy_returned", args=[case.pk])
    assert address in text(get(desks.hq_clerk, reverse("custody")))
    assert address not in text(get(desks.director, reverse("custody")))


def test_a_number_is_found_as_it_is_typed_or_scanned(desks):
    lot_of(desks)
    case = application_at(S.APPROVED, desks, people=2)
    print_out(case.credentials.all(), by=desks.hq_clerk, on=DAY)
    card = case.credentials.filter(kind=Kind.CARD).first()

    def found(actor, q):
        return re.findall(
            r'<th scope="row" class="keep">\S+\s+(\S+)</th>',
            text(get(actor, reverse("custody_things") + f"?q={q}")),
        )

    for q in (card.number, card.number.strip("第号"), card.number.strip("第号").lower(), "Ａ０００１０１"):
        assert found(desks.clerk, q) == found(desks.hq_clerk, q) == [card.number], q
    blank = words(get(desks.hq_clerk, reverse("custody_things") + "?q=A000107"))
    assert "実施者証用紙 A000107は、在庫にあります。" in blank
    assert "条件に合う証明書等はありません" in words(
        get(desks.clerk, reverse("custody_things") + "?q=A000107")
    )


@pytest.mark.parametrize(
    "query",
    [
        "?q=%00",
        "?state=x&kind=y&station=z",
        "?q=%E7%AC%AC",
        "?after=99999",
        "?station=1&state=lost&kind=card",
    ],
)
def test_filters_that_no_page_sends_are_left_out(desks, query):
    assert get(desks.hq_clerk, reverse("custody_things") + query).status_code == 200


def test_reading_custody_leaves_its_row_in_the_read_log(desks):
    get(desks.clerk, reverse("custody"))
    get(desks.clerk, reverse("custody_things"))
    assert reads(desks.clerk) == ["証明書等の所在", "証明書等の一覧"]


@pytest.mark.parametrize("rows", sampled([1, 2, 12], by_day=[2]))
def test_the_pages_take_their_queries_however_much_there_is(desks, rows):
    for number in range(rows):
        application_at(S.APPROVED, desks)
        application_at(S.ARRIVED, desks)
        application_at(S.UNDELIVERED, desks)
        lot_of(desks, f"{number}001", f"{number}009")
    row = counted(desks)
    assert beyond_frame(desks.clerk, "/custody/") == 2
    assert beyond_frame(desks.hq_clerk, "/custody/") == 3
    assert beyond_frame(desks.clerk, "/custody/things/") == 1
    assert beyond_frame(desks.hq_clerk, "/custody/things/") == 1
    unread = {
        "/custody/stock/": 1,
        f"/custody/stock/{BlankLot.objects.first().pk}/": 3,
        "/custody/counts/": 1,
        f"/custody/counts/{row.pk}/": 0,  # a sheet to print has no frame, and counts no notices
    }
    assert {address: beyond_frame(desks.hq_clerk, address) + 1 for address in unread} == unread


def test_a_supervisor_of_another_desk_sees_none_of_it(desks):
    inspector = people.inspector(desks.station.prefecture)
    lot_of(desks)
    assert get(inspector, reverse("custody")).status_code == 200
    assert get(inspector, reverse("stock")).status_code == 403
