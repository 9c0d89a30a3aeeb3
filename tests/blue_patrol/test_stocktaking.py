"""棚卸し: ticks and scanned numbers against what should be there; the difference goes through the door."""

import re
import uuid

import pytest
from django.db import connection, transaction
from django.urls import reverse

from blue_patrol.models import BlankUse, Credential, Kind, Place, Stocktaking
from blue_patrol.models.stock.counting import MOVED, Count, Where, expected_at, fingerprint
from casework.models import StateChange
from casework.models.road import RoadState as S
from casework.workflow import Refused, perform, perform_all
from tests.blue_patrol.acting import client_of, era, text
from tests.blue_patrol.paging import get, words
from tests.factories import people, scope
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory
from tests.factories.stock import counted, lot_of
from tests.nights import every_nth

pytestmark = pytest.mark.django_db
PAGE = "take_stock"


@pytest.fixture
def desks():
    return Desks(StationFactory())


def send(actor, step, where, *, key=None, seen=None, **data):
    sent = {"act_key": str(key or uuid.uuid4()), "place": where.value, "on": era(DAY), step: "1"} | data
    sent["seen"] = fingerprint(expected_at(actor, where)) if seen is None else seen
    response = client_of(actor).post(reverse(PAGE), sent)
    scope.restore()
    return response


def keys(actor, where) -> list[str]:
    return [item["key"] for item in expected_at(actor, where)]


def test_a_station_counts_what_waits_there(desks):
    case = application_at(S.ARRIVED, desks, people=2)
    application_at(S.DELIVERED, desks)
    page = get(desks.clerk, reverse(PAGE))
    assert "あるはずの数 4点" in words(page)
    assert all(thing.number in text(page) for thing in case.credentials.all())


def test_everything_there_is_recorded_without_a_word(desks):
    application_at(S.ARRIVED, desks, people=2)
    found = keys(desks.clerk, Where.STATION)
    compared = send(desks.clerk, "compare", Where.STATION, found=found)
    assert compared.status_code == 200
    assert "現物と記録が、すべて合いました" in words(compared)
    assert not Stocktaking.objects.exists()
    answer = send(desks.clerk, "confirm", Where.STATION, found=found)
    row = Stocktaking.objects.get()
    assert answer.url == reverse("stocktaking", args=[row.pk])
    assert (row.expected_count, row.found_count, row.missing, row.surplus) == (4, 4, [], [])
    assert {item["number"] for item in row.expected} == set(
        Credential.objects.values_list("number", flat=True)
    )


def test_numbers_from_the_scanner_tick_what_they_name(desks):
    case = application_at(S.ARRIVED, desks, people=2)
    numbers = [thing.number.strip("第号") for thing in case.credentials.all()]
    scan = "\r\n".join([numbers[0], numbers[1].lower(), numbers[1], "R1-9999"])
    ticked = send(desks.clerk, "tick", Where.STATION, scan=scan)
    assert len(re.findall(r'name="found"[^>]*checked', text(ticked))) == 2
    compared = words(send(desks.clerk, "compare", Where.STATION, scan=scan))
    assert "あるはずの数 4 あった数 2 ないもの 2件 記録にないもの 1件" in compared
    assert "R1-9999" in compared


def test_what_is_missing_is_lost_by_the_door_with_a_word_on_each(desks):
    case = application_at(S.ARRIVED, desks, people=2)
    certificate, *rest = keys(desks.clerk, Where.STATION)
    asked = send(desks.clerk, "confirm", Where.STATION, found=rest, **{f"missing-{certificate}": " "})
    assert asked.status_code == 422
    assert re.search(rf'id="id_missing-{certificate}_error">.*どこを探したか', text(asked), re.DOTALL)
    key = uuid.uuid4()
    sent = {"found": rest, f"missing-{certificate}": "金庫と机を探した"}
    first = send(desks.clerk, "confirm", Where.STATION, key=key, **sent)
    again = send(desks.clerk, "confirm", Where.STATION, key=key, **sent)
    assert (first.status_code, again.url) == (302, first.url)
    thing = Credential.objects.get(pk=certificate)
    assert thing.state == Place.LOST
    assert StateChange.objects.of_case(thing).filter(transition="lose").count() == 1
    row = Stocktaking.objects.get()
    assert [(item["number"], item["note"]) for item in row.missing] == [(thing.number, "金庫と机を探した")]
    page = words(get(desks.clerk, first.url))
    assert "「不明」とした" in page
    assert "確認した人" in page
    assert Credential.objects.count() == case.credentials.count()


def test_a_lost_thing_that_is_there_is_found_again(desks):
    case = application_at(S.DELIVERED, desks, people=2)
    (card,) = perform_all(case.credentials.filter(kind=Kind.CARD)[:1], "lose", by=desks.clerk, on=DAY)
    sent = {"scan": f"{card.number}、第R8-0777号", "surplus-0": "引出しの奥", "surplus-1": "見覚えのない番号"}
    assert send(desks.clerk, "confirm", Where.STATION, **sent).status_code == 302
    assert Credential.objects.get(pk=card.pk).state == Place.SURRENDERED
    row = Stocktaking.objects.get()
    assert [item["key"] for item in row.surplus] == [str(card.pk), ""]
    assert "「署に返納」とした" in words(get(desks.clerk, reverse("stocktaking", args=[row.pk])))


def test_blanks_are_counted_by_ranges_and_the_missing_leave_stock(desks):
    lot = lot_of(desks)
    (run,) = keys(desks.hq_clerk, Where.HQ_BLANKS)
    sent = {"found": [run], "absent": "A000103、A000105〜A000106"}
    compared = send(desks.hq_clerk, "compare", Where.HQ_BLANKS, **sent)
    assert "あるはずの数 10 あった数 7 ないもの 2件" in words(compared)
    notes = {f"missing-{run}:103:103": "箱にない", f"missing-{run}:105:106": "抜けている"}
    assert send(desks.hq_clerk, "confirm", Where.HQ_BLANKS, **sent | notes).status_code == 302
    assert [(use.sheet, use.outcome, use.reason) for use in BlankUse.objects.order_by("serial")] == [
        ("A000103", "missing", "箱にない"), ("A000105", "missing", "抜けている"), ("A000106", "missing", "抜けている"),
    ]  # fmt: skip
    row = Stocktaking.objects.get()
    assert (row.expected_count, row.found_count) == (10, 7)
    assert sum(item["count"] for item in expected_at(desks.hq_clerk, Where.HQ_BLANKS)) == 7 == lot.size - 3


def test_a_range_without_a_tick_is_missing_whole(desks):
    lot_of(desks)
    (run,) = keys(desks.hq_clerk, Where.HQ_BLANKS)
    assert (
        send(desks.hq_clerk, "confirm", Where.HQ_BLANKS, **{f"missing-{run}": "箱ごとない"}).status_code
        == 302
    )
    assert BlankUse.objects.filter(outcome="missing").count() == 10


@pytest.mark.parametrize("absent", ["A000999", "番号", "A000110〜A000101", "A\0001"])
def test_numbers_that_are_not_there_to_miss_are_refused_beside_the_field(desks, absent):
    lot_of(desks)
    answer = send(
        desks.hq_clerk, "compare", Where.HQ_BLANKS, found=keys(desks.hq_clerk, Where.HQ_BLANKS), absent=absent
    )
    assert answer.status_code == 422
    assert 'id="id_absent_error"' in text(answer)


def test_headquarters_counts_what_it_printed_and_what_came_back(desks):
    printed = application_at(S.APPROVED, desks)
    perform_all(printed.credentials.all(), "print_out", by=desks.hq_clerk, on=DAY)
    back = application_at(S.UNDELIVERED, desks)
    expected = expected_at(desks.hq_clerk, Where.HQ_THINGS)
    assert {item["place"] for item in expected} == {Place.PRINTED, Place.SENT_TO_HQ}
    notes = {f"missing-{item['key']}": "棚にない" for item in expected}
    assert send(desks.hq_clerk, "confirm", Where.HQ_THINGS, **notes).status_code == 302
    assert set(printed.credentials.values_list("state", flat=True)) == {Place.LOST}
    assert set(back.credentials.values_list("state", flat=True)) == {
        Place.SENT_TO_HQ
    }  # it may be in the mail


def test_what_moved_while_it_was_counted_is_counted_again(desks):
    case = application_at(S.ARRIVED, desks)
    seen, found = fingerprint(expected_at(desks.clerk, Where.STATION)), keys(desks.clerk, Where.STATION)
    perform(case.credentials.filter(kind=Kind.CARD).first(), "send_up", by=desks.clerk, on=DAY)
    for step in ("compare", "confirm"):
        answer = send(desks.clerk, step, Where.STATION, seen=seen, found=found)
        assert answer.status_code == 422
        assert MOVED in text(answer)
        assert fingerprint(expected_at(desks.clerk, Where.STATION)) in text(answer)
    with pytest.raises(Refused, match="数えている間に"):
        Stocktaking.conclude(Count(Where.STATION, seen=seen), by=desks.clerk, on=DAY)
    assert not Stocktaking.objects.exists()


@pytest.mark.parametrize(
    ("who", "where"), [("clerk", Where.HQ_THINGS), ("hq_clerk", Where.STATION), ("chief", Where.STATION)]
)
def test_each_office_counts_its_own(desks, who, where):
    with pytest.raises(Refused):
        Stocktaking.conclude(Count(where), by=getattr(desks, who), on=DAY)


def test_a_clerk_of_another_division_counts_nothing(desks):
    other = people.headquarters(desks.station.prefecture, "係", duty="councils")
    assert "主管する課" in words(get(other, reverse(PAGE)))
    assert send(other, "confirm", Where.HQ_THINGS).status_code == 422


def test_headquarters_reads_its_stations_counts_and_a_station_its_own(desks):
    next_door = Desks(StationFactory(prefecture=desks.station.prefecture))
    mine, theirs = counted(desks), counted(next_door)
    pages = {actor: text(get(actor, reverse("stocktakings"))) for actor in (desks.clerk, next_door.hq_clerk)}
    assert f"/counts/{mine.pk}/" in pages[desks.clerk]
    assert f"/counts/{theirs.pk}/" not in pages[desks.clerk]
    assert all(f"/counts/{row.pk}/" in pages[next_door.hq_clerk] for row in (mine, theirs))
    assert get(desks.clerk, reverse("stocktaking", args=[theirs.pk])).status_code == 404


def test_a_count_is_written_once(desks):
    counted(desks)
    for statement in (
        "update blue_patrol_stocktaking set found_count = 1",
        "delete from blue_patrol_stocktaking",
    ):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)


@pytest.mark.parametrize(
    "sent",
    every_nth(
        [
            {"place": "x"},
            {"found": ["x", "1"]},
            {"on": ""},
            {"scan": "\0"},
            {"remarks": "あ" * 501},
            {"surplus-0": "x"},
        ],
        3,
    ),
)
def test_what_no_page_sends_is_answered_in_words(desks, sent):
    application_at(S.ARRIVED, desks)
    for step in ("tick", "compare", "confirm", "back", "nothing"):
        assert send(desks.clerk, step, Where.STATION, **sent).status_code in {200, 422}
    assert not Stocktaking.objects.exists()
