"""Cards that stayed at the station: handed over after training, a row each time, no second report (BP-5-5-2, BP-5-5-3)."""

import datetime as dt

import pytest

from blue_patrol.models import LedgerEvent, Place, RegisterEntry
from casework.models import Deadline
from casework.models.road import RoadState as S
from casework.workflow import Refused, perform
from tests.blue_patrol.acting import click, see, text
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.clause("BP-5-5-2", "BP-5-5-3")]
LATER = DAY + dt.timedelta(days=10)


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def case(desks):
    return application_at(S.REPORTED, desks, people=4, untrained=2)


def train(case, desks, on=LATER):
    waiting = list(case.waiting_cards())
    perform(
        case,
        "record_training",
        by=desks.clerk,
        on=on,
        patrollers=[waiting[0].patroller_id],
        trainer="生活安全課",
    )
    return waiting


def test_a_card_goes_to_its_bearer_after_the_training(case, desks):
    trained, untrained = train(case, desks)
    case = perform(
        case, "hand_over_cards", by=desks.clerk, on=LATER, credentials=[trained.pk], receiver_name="実施 者0"
    )
    assert case.state == S.REPORTED
    places = dict(case.things().filter(pk__in=[trained.pk, untrained.pk]).values_list("pk", "state"))
    assert places == {trained.pk: Place.WITH_GROUP, untrained.pk: Place.AT_STATION}
    first, second = RegisterEntry.objects.order_by("row_number")
    assert (second.row_number, second.card_numbers, second.certificate_number) == (2, [trained.number], "")
    assert (second.remarks, second.receiver_name, second.delivered_on) == (
        "実施者証の追加交付",
        "実施 者0",
        LATER,
    )
    assert first.notes.get().kind == "reported"
    assert not second.notes.exists()
    assert LedgerEvent.objects.last().text == "実施者証1枚を交付"
    assert Deadline.objects.filter(kind="delivery_report").count() == 1


def test_the_untrained_wait_and_so_does_a_day_before_the_training(case, desks):
    trained, untrained = train(case, desks)
    for card, day in ((untrained, LATER), (trained, DAY)):
        with pytest.raises(Refused, match="この日までに講習を受けていません"):
            perform(
                case,
                "hand_over_cards",
                by=desks.clerk,
                on=day,
                credentials=[card.pk],
                receiver_name="実施 者0",
            )
    assert RegisterEntry.objects.count() == 1


def test_cards_are_handed_over_before_the_report_too(desks):
    case = application_at(S.DELIVERED, desks, people=2, untrained=1)
    (card,) = train(case, desks)
    perform(
        case, "hand_over_cards", by=desks.clerk, on=LATER, credentials=[card.pk], receiver_name="実施 者0"
    )
    perform(case, "report", by=desks.clerk, on=LATER)
    assert RegisterEntry.objects.get(row_number=1).notes.get().kind == "reported"


def test_the_page_offers_the_cards_of_the_trained_and_a_second_click_leads_on(case, desks):
    assert "いま渡せる実施者証は、ありません" in text(see(desks.clerk, "hand_over_cards", case))
    trained, untrained = train(case, desks)
    page = text(see(desks.clerk, "hand_over_cards", case))
    assert trained.number in page
    assert untrained.number not in page
    sent = {"credentials": [trained.pk], "on": "令和8年9月11日", "receiver_name": "実施 者0"}
    key = "2b0f2f6e-0c3a-4a53-8f5c-1f7e5f3d8a11"
    for _ in range(2):
        assert click(desks.clerk, "hand_over_cards", case, key=key, **sent).status_code == 302
    assert RegisterEntry.objects.count() == 2
