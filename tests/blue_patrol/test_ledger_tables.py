"""証明台帳 (form 15): which table an event stands in, and the days of cars and cards (BP-5-6)."""

import datetime as dt

import pytest

from blue_patrol.models import Kind, LedgerEvent, LedgerSheet
from blue_patrol.papers.books import LedgerValues
from blue_patrol.papers.from_books import ledger_values
from blue_patrol.rules.ledger_tables import TABLES, Table, table_of
from casework.models import Deadline
from casework.models.road import RoadState as S
from casework.workflow import perform
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.clause("BP-5-6")]


@pytest.fixture
def desks():
    return Desks(StationFactory())


def ledger_of(case) -> LedgerValues:
    return LedgerValues.from_json(ledger_values(LedgerSheet.objects.get(group=case.group), DAY))


def note(case, desks, kind):
    """An event beside an act, as each procedure writes one."""
    sheet = case.group.ledger
    LedgerEvent.objects.create(
        station=desks.station, sheet=sheet, on=DAY, kind=kind, text=f"{kind}の内容", handled_by="風間"
    )


def test_each_kind_of_event_stands_in_one_of_the_three_tables(desks):
    case = application_at(S.DELIVERED, desks)
    for kind in TABLES:
        note(case, desks, kind)
    values = ledger_of(case)
    shown = {table: [line.kind for line in getattr(values, table) if "内容" in line.text] for table in Table}
    assert shown == {table: [kind for kind in TABLES if TABLES[kind] == table] for table in Table}
    assert {"指導", "取消し", "返納", "委嘱の解除"} == set(shown[Table.GUIDANCE])
    assert {"講習", "情報提供"} == set(shown[Table.TRAININGS])


def test_an_event_that_would_stand_nowhere_is_not_stored(desks):
    case = application_at(S.DELIVERED, desks)
    with pytest.raises(KeyError):
        note(case, desks, "雑件")
    with pytest.raises(KeyError):
        table_of("")


def test_a_car_shows_its_sticker_its_entry_and_the_day_the_sticker_came_back(desks):
    case = application_at(S.DELIVERED, desks, cars=2)
    clock = Deadline.objects.of_case(case).filter(kind="inspection_entry").order_by("pk").first()
    seen = DAY + dt.timedelta(days=4)
    perform(case, "meet_deadline", by=desks.clerk, on=seen, deadline=clock.pk, evidence="写し")
    back = case.credentials.filter(kind=Kind.STICKER).order_by("pk").last()
    perform(back, "lose", by=desks.clerk, on=seen)
    assert [car.returned_on for car in ledger_of(case).vehicles] == [None, None]
    perform(back, "find", by=desks.clerk, on=seen + dt.timedelta(days=1))
    first, second = ledger_of(case).vehicles
    assert (first.entry_confirmed_on, first.returned_on, first.delivered_on) == (seen, None, DAY)
    assert (second.entry_confirmed_on, second.returned_on) == (None, seen + dt.timedelta(days=1))
    assert second.sticker_number.endswith("-02")


def test_a_card_that_came_back_keeps_its_number_and_shows_its_day(desks):
    case = application_at(S.DELIVERED, desks)
    card = case.credentials.filter(kind=Kind.CARD).order_by("pk").first()
    perform(card, "lose", by=desks.clerk, on=DAY)
    perform(card, "find", by=desks.clerk, on=DAY)
    first, second = ledger_of(case).patrollers
    assert (first.card_number, first.returned_on) == ("R8-0001-001", DAY)
    assert (second.card_number, second.returned_on) == ("R8-0001-002", None)
