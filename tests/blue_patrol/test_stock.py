"""Numbered blanks: what was received is in stock, used, spoiled, missing or destroyed, and nothing else."""

import random

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from blue_patrol.models import BlankLot, BlankUse, Credential, Kind, Place
from blue_patrol.models.printing import print_out, spoil, stocks
from blue_patrol.models.stock.lots import Outcome, with_sheets
from blue_patrol.models.stock.write_off import write_off
from blue_patrol.rules import sheets
from casework.models.road import RoadState as S
from casework.workflow import Refused
from tests.factories import people
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory
from tests.factories.stock import lot_of
from tests.nights import every_nth

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


def sheets_of(case) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for thing in with_sheets(case.credentials.order_by("pk")):
        found.setdefault(thing.kind, []).append(thing.sheet or "")
    return found


def to_print(case):
    return list(case.credentials.filter(state=Place.BLANK).order_by("pk"))


def counts(lot) -> dict[str, int]:
    row = BlankLot.objects.counted().get(pk=lot.pk)
    return {"in_stock": row.in_stock} | {each.value: getattr(row, each.value) for each in Outcome}


# --- lots ------------------------------------------------------------------------------------------------------------


def test_a_lot_is_in_stock_whole(desks):
    lot = lot_of(desks)
    assert str(lot) == "実施者証用紙 A000101〜A000110"
    assert counts(lot) == {"in_stock": 10, "used": 0, "spoiled": 0, "missing": 0, "destroyed": 0}


@pytest.mark.parametrize(
    ("first", "last"),
    [("A000110", "A000120"), ("A000095", "A000101"), ("A000103", "A000104"), ("Ａ０００１００", "A999999")],
)
def test_numbers_that_are_in_stock_are_not_taken_in_again(desks, first, last):
    lot_of(desks)
    with pytest.raises(Refused, match="すでに在庫に入っています（実施者証用紙 A000101〜A000110）"):
        lot_of(desks, first, last)


@pytest.mark.parametrize(
    "other",
    [
        {"first": "A000111", "last": "A000111"},
        {"first": "B000101", "last": "B000110"},
        {"kind": Kind.STICKER},
    ],
)
def test_other_numbers_another_prefix_and_another_kind_are(desks, other):
    lot_of(desks)
    assert lot_of(desks, **other).pk


def test_the_database_itself_keeps_a_sheet_in_one_lot(desks):
    lot = lot_of(desks)
    with pytest.raises(IntegrityError, match="a_sheet_in_one_lot"), transaction.atomic():
        BlankLot.objects.create(
            prefecture=lot.prefecture, stations=lot.stations, kind=lot.kind, prefix="A", figures=6, first=110, last=120,
            received_on=DAY, received_by=lot.received_by,
        )  # fmt: skip


def test_another_prefecture_numbers_its_own(desks):
    lot_of(desks)
    far = Desks(StationFactory(prefecture__code="24", prefecture__name="三重県"))
    assert lot_of(far).pk


def test_a_lot_entered_by_mistake_is_taken_back_while_unused_and_its_numbers_are_free(desks):
    lot = lot_of(desks)
    lot.void(by=desks.hq_clerk, on=DAY, reason="桁の誤り")
    assert not stocks(desks.station.prefecture_id)
    again = lot_of(desks, last="A000105")
    write_off(Kind.CARD, "A000101", Outcome.SPOILED, by=desks.hq_clerk, on=DAY, reason="折れ")
    with pytest.raises(Refused, match="すでに使った番号があるので"):
        again.void(by=desks.hq_clerk, on=DAY, reason="誤り")
    with pytest.raises(Refused, match="もう取り消されています"):
        lot.void(by=desks.hq_clerk, on=DAY, reason="誤り")


@pytest.mark.parametrize("who", ["clerk", "chief", "assistant"])
def test_the_stock_is_kept_by_the_clerk_of_headquarters(desks, who):
    with pytest.raises(Refused, match="本部の係の職が行います。"):
        BlankLot.receive(
            by=getattr(desks, who), kind=Kind.CARD, first=sheets.read("1"), last=sheets.read("9"), on=DAY
        )
    with pytest.raises(Refused, match="本部の係の職が行います。"):
        write_off(Kind.CARD, "1", Outcome.MISSING, by=getattr(desks, who), on=DAY, reason="x")


def test_a_clerk_of_another_division_does_not(desks):
    other = people.headquarters(desks.station.prefecture, "係", duty="councils")
    with pytest.raises(Refused, match="主管する課"):
        BlankLot.receive(by=other, kind=Kind.CARD, first=sheets.read("1"), last=sheets.read("9"), on=DAY)


def test_uses_are_written_once_and_a_lot_keeps_its_numbers(desks):
    lot = lot_of(desks)
    write_off(Kind.CARD, "A000101", Outcome.MISSING, by=desks.hq_clerk, on=DAY, reason="箱にない")
    for statement in (
        "update blue_patrol_blankuse set serial = 105",
        "delete from blue_patrol_blankuse",
        f"update blue_patrol_blanklot set last = 999 where id = {lot.pk}",
        f"delete from blue_patrol_blanklot where id = {lot.pk}",
    ):
        with (
            pytest.raises(Exception, match=r"permission denied|append-only|is frozen") as refused,
            transaction.atomic(),
        ):
            connection.cursor().execute(statement)
        assert isinstance(refused.value.__cause__, psycopg.Error)


# --- printing --------------------------------------------------------------------------------------------------------


@pytest.mark.clause("BP-5-4")
def test_printing_takes_the_lowest_free_sheets_in_the_order_of_the_things(desks):
    lot_of(desks, "A000101", "A000102")
    lot_of(desks, "A000201", "A000299")
    lot_of(desks, "C01", "C09", Kind.STICKER)
    case = application_at(S.APPROVED, desks, cars=2, people=3)
    done = print_out(to_print(case), by=desks.hq_clerk, on=DAY)
    assert {thing.state for thing in done} == {Place.PRINTED}
    assert sheets_of(case) == {
        "certificate": [""], "sticker": ["C01", "C02"], "card": ["A000101", "A000102", "A000201"],
    }  # fmt: skip


def test_without_lots_printing_works_as_before(desks):
    case = application_at(S.APPROVED, desks)
    print_out(to_print(case), by=desks.hq_clerk, on=DAY)
    assert not BlankUse.objects.exists()
    assert set(case.credentials.values_list("state", flat=True)) == {Place.PRINTED}


def test_the_first_number_is_what_the_printer_holds(desks):
    lot_of(desks)
    case = application_at(S.APPROVED, desks, people=2)
    print_out(to_print(case), by=desks.hq_clerk, first_serials={"card": "ａ０００１０５"}, on=DAY)
    assert sheets_of(case)["card"] == ["A000105", "A000106"]
    other = application_at(S.APPROVED, desks, people=5)
    print_out(to_print(other), by=desks.hq_clerk, on=DAY)
    assert sheets_of(other)["card"] == ["A000101", "A000102", "A000103", "A000104", "A000107"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("A000999", "在庫にない実施者証用紙の番号です"), ("B000101", "在庫にない"), ("表紙", "用紙の番号として読めません"),
        ("A000101", "すでに記録があります（刷り損じ）"), ("A000110", "実施者証用紙が1枚足りません（要る2枚、この番号から後1枚）"),
    ],
)  # fmt: skip
def test_a_first_number_that_does_not_do_is_refused(desks, typed, said):
    lot_of(desks)
    write_off(Kind.CARD, "A000101", Outcome.SPOILED, by=desks.hq_clerk, on=DAY, reason="折れ")
    case = application_at(S.APPROVED, desks, people=2)
    with pytest.raises(Refused) as refused:
        print_out(to_print(case), by=desks.hq_clerk, first_serials={"card": typed}, on=DAY)
    (reason,) = refused.value.reasons
    assert said in reason.sentence
    assert reason.field == "first-card"
    assert {thing.state for thing in case.credentials.all()} == {Place.BLANK}


def test_a_lot_that_is_used_up_is_known_without_reading_its_serials(desks):
    old, new = lot_of(desks, last="A000102"), lot_of(desks, "A000201", "A000203")
    case = application_at(S.APPROVED, desks, people=3)
    print_out(to_print(case), by=desks.hq_clerk, on=DAY)
    (stock,) = stocks(desks.station.prefecture_id).values()
    assert (stock.lots, stock.gone) == ([old, new], {new.pk: {201}})
    other = to_print(application_at(S.APPROVED, desks, people=1))
    with pytest.raises(Refused, match="A000101は、すでに記録があります（使用）"):
        print_out(other, by=desks.hq_clerk, first_serials={"card": "A000101"}, on=DAY)
    print_out(other, by=desks.hq_clerk, on=DAY)
    assert {stock.left for stock in stocks(desks.station.prefecture_id).values()} == {1}


def test_too_few_sheets_are_told_with_how_many_and_where_more_are_recorded(desks):
    lot_of(desks, last="A000102")
    case = application_at(S.APPROVED, desks, people=5)
    with pytest.raises(Refused, match="実施者証用紙が3枚足りません（要る5枚、在庫2枚）") as refused:
        print_out(to_print(case), by=desks.hq_clerk, on=DAY)
    assert refused.value.reasons[0].cure == "stock"
    assert BlankUse.objects.count() == 0


def test_a_station_reads_the_number_of_its_own_things_sheet_and_no_other(desks, see):
    next_door = Desks(StationFactory(prefecture=desks.station.prefecture))
    lot_of(next_door)
    mine, theirs = (
        application_at(S.APPROVED, desks, people=1),
        application_at(S.APPROVED, next_door, people=1),
    )
    for case in (mine, theirs):
        print_out(to_print(case), by=next_door.hq_clerk, on=DAY)
    see(desks.station)
    assert list(BlankUse.objects.values_list("sheet", flat=True)) == ["A000101"]
    assert not BlankLot.objects.exists()


# --- spoiled, missing, destroyed -------------------------------------------------------------------------------------


def test_a_spoiled_sheet_is_waste_and_the_thing_takes_a_new_one(desks):
    lot = lot_of(desks)
    case = application_at(S.APPROVED, desks, people=2)
    print_out(to_print(case), by=desks.hq_clerk, on=DAY)
    card = case.credentials.filter(kind=Kind.CARD).first()
    (card,) = spoil([card], by=desks.hq_clerk, reason="二重に刷れた", on=DAY)
    assert card.state == Place.BLANK
    assert counts(lot) == {"in_stock": 8, "used": 1, "spoiled": 1, "missing": 0, "destroyed": 0}
    print_out([card], by=desks.hq_clerk, on=DAY)
    assert sheets_of(case)["card"] == ["A000103", "A000102"]
    history = BlankUse.objects.filter(serial=101).order_by("pk")
    assert [(use.outcome, use.reason, use.credential) for use in history] == [
        ("used", "", card), ("spoiled", "二重に刷れた", card),
    ]  # fmt: skip
    assert counts(lot) == {"in_stock": 7, "used": 2, "spoiled": 1, "missing": 0, "destroyed": 0}


def test_a_thing_spoiled_without_a_numbered_sheet_is_printed_again_as_before(desks):
    case = application_at(S.APPROVED, desks)
    things = print_out(to_print(case), by=desks.hq_clerk, on=DAY)
    assert spoil(things, by=desks.hq_clerk, reason="紙詰まり", on=DAY)[0].state == Place.BLANK
    assert not BlankUse.objects.exists()


def test_a_sheet_leaves_stock_once(desks):
    lot = lot_of(desks)
    write_off(
        Kind.CARD, "A000103〜A000105、A000110", Outcome.SPOILED, by=desks.hq_clerk, on=DAY, reason="湿気"
    )
    assert counts(lot) == {"in_stock": 6, "used": 0, "spoiled": 4, "missing": 0, "destroyed": 0}
    with pytest.raises(Refused, match="A000103は、すでに刷り損じの記録があります。"):
        write_off(Kind.CARD, "A000103", Outcome.MISSING, by=desks.hq_clerk, on=DAY, reason="x")
    write_off(Kind.CARD, "A000103～105", Outcome.DESTROYED, by=desks.hq_clerk, on=DAY, reason="裁断")
    assert counts(lot) == {"in_stock": 6, "used": 0, "spoiled": 1, "missing": 0, "destroyed": 3}
    use = BlankUse.objects.filter(serial=110).get()
    with pytest.raises(IntegrityError, match="leaves_stock_once"), transaction.atomic():
        BlankUse.objects.create(
            prefecture=lot.prefecture, stations=lot.stations, lot=lot, serial=110, sheet="A000110", outcome=Outcome.MISSING,
            on=DAY, by=use.by,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("numbers", "said"),
    [("", "番号を入力してください"), ("A000999", "在庫にない番号です"), ("A000110〜A000101", "範囲として読めません"), ("A000101", "証明書等に使っています")],
)  # fmt: skip
def test_what_cannot_be_written_off_says_why(desks, numbers, said):
    lot_of(desks)
    case = application_at(S.APPROVED, desks, people=1)
    print_out(to_print(case), by=desks.hq_clerk, on=DAY)
    with pytest.raises(Refused, match=said):
        write_off(Kind.CARD, numbers, Outcome.MISSING, by=desks.hq_clerk, on=DAY, reason="x")


@pytest.mark.parametrize("seed", every_nth(range(4), 4))
def test_the_sum_of_a_lot_never_changes(desks, seed):
    chance = random.Random(seed)
    lot = lot_of(desks, last="A000130")
    cases = [application_at(S.APPROVED, desks, people=chance.randint(1, 6)) for _ in range(3)]
    for _ in range(30):
        try:
            with transaction.atomic():
                chance_act(chance, desks, chance.choice(cases))
        except Refused:
            pass
        found = counts(lot)
        assert sum(found.values()) == lot.size
        assert found["in_stock"] == sum(stock.left for stock in stocks(lot.prefecture_id).values())
        printed = Credential.objects.filter(kind=Kind.CARD, state__in=[Place.PRINTED, Place.SEALED])
        assert found["used"] == printed.count()
        on_sheets = [each.sheet for each in with_sheets(printed)]
        assert len(set(on_sheets)) == len(on_sheets)


def chance_act(chance, desks, case) -> None:
    act = chance.choice(["print", "print", "spoil", "write_off"])
    if act == "print":
        print_out(
            to_print(case),
            by=desks.hq_clerk,
            on=DAY,
            first_serials={"card": chance.choice(["", f"A000{chance.randint(101, 130)}"])},
        )
    elif act == "spoil":
        things = list(case.credentials.filter(state=Place.PRINTED))
        spoil(chance.sample(things, min(2, len(things))), by=desks.hq_clerk, reason="x", on=DAY)
    else:
        low = chance.randint(101, 130)
        outcome = chance.choice([Outcome.SPOILED, Outcome.MISSING, Outcome.DESTROYED])
        write_off(
            Kind.CARD,
            f"A000{low}〜A000{min(low + chance.randint(0, 2), 130)}",
            outcome,
            by=desks.hq_clerk,
            on=DAY,
            reason="x",
        )
