"""Corners of the desk: what was lost and turned up again, what a void decision leaves behind, days that run backwards."""

import datetime as dt

import pytest
from django.urls import reverse

from blue_patrol.forms.delivery import instructions
from blue_patrol.models import Certification, CertificationApplication, Credential, Kind, Place, RegisterEntry
from blue_patrol.models.certifications import Standing
from blue_patrol.models.printing import print_out
from blue_patrol.models.stock.lots import BlankUse
from blue_patrol.models.stock.write_off import write_off
from blue_patrol.models.waiting import Party, of_case, with_party
from blue_patrol.presenters import parcels
from blue_patrol.views import case_file
from casework.models import Deadline, IssuedNumber, IssuedPaper, NumberSeries, ProfileValue
from casework.models.road import RoadState as S
from casework.permissions import PERMISSIONS
from casework.workflow import Refused, open_case, perform, perform_all
from tests.blue_patrol.acting import client_of, see, text
from tests.blue_patrol.test_registration import book_row, car_row, group_row, person_row, records, take
from tests.factories import scope
from tests.factories.applications import DAY, Desks, application_at, deliver, make_papers, steps
from tests.factories.places import StationFactory
from tests.factories.stock import lot_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


def again(case):
    return CertificationApplication.objects.get(pk=case.pk)


def act(case, name, by, on=DAY, **details):
    return perform(again(case), name, by=by, on=on, **details)


def later(days):
    return DAY + dt.timedelta(days=days)


def arrived_without(kind, desks, **group):
    """A case that arrived without its thing of this kind."""
    case = application_at(S.DISPATCHED, desks, **group)
    thing = case.credentials.get(kind=kind)
    act(case, "arrive", desks.clerk, missing={str(thing.pk): "封筒になかった"})
    return again(case), Credential.objects.get(pk=thing.pk)


def send_anew(case, desks, on=DAY):
    things = list(case.credentials.filter(state=Place.BLANK))
    perform_all(things, "print_out", by=desks.hq_clerk, on=on)
    perform_all(things, "seal", by=desks.hq_clerk, on=on)
    make_papers(case)
    return act(case, "send_after", desks.hq_clerk, on=on)


# --- what was lost ------------------------------------------------------------------------------------------------


def test_a_thing_that_was_missing_and_turns_up_at_the_station_is_made_anew_all_the_same(desks):
    """Found again it is surrendered, never handed over: without a replacement the case would stand still."""
    case, sticker = arrived_without(Kind.STICKER, desks)
    perform(sticker, "find", by=desks.clerk, on=DAY)
    assert list(case.reported_things()) == [sticker]
    assert case_file.read(again(case)).reported_things == [sticker]
    assert [line.label for line in parcels.reported(desks.hq_clerk)] == ["作り直す"]
    assert case.waits_for_headquarters()
    assert (
        of_case(case)
        == with_party(CertificationApplication.objects.filter(pk=case.pk)).get().party
        == Party.THINGS
    )
    act(case, "replace", desks.hq_clerk)
    send_anew(case, desks)
    act(case, "take_in_after", desks.clerk)
    deliver(again(case), desks)
    row = RegisterEntry.objects.get()
    assert row.sticker_numbers == [sticker.replacement.number]
    assert sticker.replacement.number != sticker.number


def test_what_a_recalled_decision_lost_is_not_made_anew(desks):
    """The things of the first decision are void with its number, also those that were missing by then."""
    case = application_at(S.APPROVED, desks)
    things = list(case.credentials.all())
    perform_all(things, "print_out", by=desks.hq_clerk, on=DAY)
    perform(Credential.objects.get(pk=things[1].pk), "lose", by=desks.hq_clerk, on=DAY)
    case = act(case, "recall", desks.director, note="台数の誤り")
    taking = steps(case, desks)
    taking[S.APPROVED]()
    case = again(case)
    live = list(case.things())
    perform_all(live, "print_out", by=desks.hq_clerk, on=DAY)
    perform_all(live, "seal", by=desks.hq_clerk, on=DAY)
    make_papers(case)
    act(case, "dispatch", desks.hq_clerk)
    case = act(case, "arrive", desks.clerk)
    assert not case.reported_things().exists()
    assert case_file.read(again(case)).reported_things == []
    assert parcels.reported(desks.hq_clerk) == []
    assert not case.waits_for_headquarters()
    assert with_party(CertificationApplication.objects.filter(pk=case.pk)).get().party == Party.CLERK
    with pytest.raises(Refused, match="作り直す証明書等はありません"):
        act(case, "replace", desks.hq_clerk)
    deliver(again(case), desks)


def test_nothing_is_made_anew_for_somebody_who_was_taken_off(desks):
    case, card = arrived_without(Kind.CARD, desks, people=1)
    man = card.patroller
    man.removed_on = DAY
    man.save()
    assert not case.reported_things().exists()
    assert case_file.read(again(case)).reported_things == []
    assert parcels.reported(desks.hq_clerk) == []
    with pytest.raises(Refused, match="作り直す証明書等はありません"):
        act(case, "replace", desks.hq_clerk)


def test_a_replacement_is_replaced_in_its_turn_and_each_number_given_once(desks):
    case, first = arrived_without(Kind.STICKER, desks)
    numbers = [first.number]
    for _ in range(2):
        act(case, "replace", desks.hq_clerk)
        send_anew(case, desks)
        (new,) = case.credentials.filter(state=Place.IN_TRANSIT)
        numbers.append(new.number)
        act(case, "take_in_after", desks.clerk, spoiled={str(new.pk): "折れている"})
    act(case, "replace", desks.hq_clerk)
    send_anew(case, desks)
    act(case, "take_in_after", desks.clerk)
    deliver(again(case), desks)
    given = IssuedNumber.objects.filter(kind="sticker").order_by("value")
    assert [row.value for row in given] == [1, 2, 3, 4]
    assert [bool(row.voided_on) for row in given] == [True, True, True, False]
    assert [row.text for row in given][:3] == numbers
    papers = IssuedPaper.objects.of_case(case).valid().filter(form="6", mode="filled").order_by("-pk")
    assert len(papers[0].values["vehicles"]) == 1


# --- days ---------------------------------------------------------------------------------------------------------


def test_no_step_is_dated_before_the_recall(desks):
    case = application_at(S.APPROVED, desks)
    case = act(case, "recall", desks.director, on=later(5), note="誤り")
    with pytest.raises(Refused, match="前の"):
        act(case, "endorse", desks.hq_clerk, on=later(1))
    act(case, "endorse", desks.hq_clerk, on=later(5))


def test_a_second_parcel_does_not_arrive_before_it_was_sent(desks):
    case, _ = arrived_without(Kind.STICKER, desks)
    act(case, "replace", desks.hq_clerk, on=later(3))
    send_anew(case, desks, on=later(4))
    with pytest.raises(Refused, match="前の"):
        act(case, "take_in_after", desks.clerk, on=later(2))
    act(case, "take_in_after", desks.clerk, on=later(6))
    with pytest.raises(Refused, match="受け取った日"):
        deliver(again(case), desks)
    trained = [thing.pk for thing in again(case).things()]
    told = [{"code": "inspection_entry", "text": "x"}, {"code": "display_and_carry", "text": "x"}]
    act(
        case, "deliver", desks.clerk, on=later(6), credentials=trained, instructed=told, receiver_name="青葉 守",
        receiver_kind="representative",
    )  # fmt: skip


# --- books --------------------------------------------------------------------------------------------------------


def test_the_row_says_only_of_the_untrained_that_their_cards_wait_for_training(desks):
    case = application_at(S.ARRIVED, desks, people=3, untrained=1)
    cards = list(case.things().filter(kind=Kind.CARD))
    left = next(card for card in cards if card.patroller.is_trained(DAY))
    chosen = [
        t.pk for t in case.things() if t.kind != Kind.CARD or (t.patroller.is_trained(DAY) and t != left)
    ]
    deliver(case, desks, credentials=chosen)
    row = RegisterEntry.objects.get()
    assert row.remarks == "実施者証1枚は受講後　実施者証1枚は後日"
    assert len(row.card_numbers) == 1


def test_a_group_whose_standing_never_began_shows_no_void_number_in_the_list(desks):
    case = application_at(S.UNDELIVERED, desks)
    number = Certification.objects.get().number
    page = text(client_of(desks.clerk).get(reverse("groups")))
    scope.restore()
    assert case.group.name in page
    assert number not in page
    assert "取りやめ" not in page


def test_a_group_applies_again_after_an_undelivered_set(desks):
    case = application_at(S.UNDELIVERED, desks)
    second = CertificationApplication(
        station=desks.station, group=case.group, patrol_area="全域", patrol_times=2, combined_with_business=False,
        applied_on=DAY, pledged_on=DAY,
    )  # fmt: skip
    second = open_case(second, by=desks.clerk, permission=PERMISSIONS["enter_application"], on=DAY)
    for state in (S.RECEIVED, S.FORWARDED, S.APPROVED, S.DISPATCHED, S.ARRIVED, S.DELIVERED, S.REPORTED):
        steps(second, desks)[state]()
        second = again(second)
    assert [c.state for c in Certification.objects.order_by("pk")] == [Standing.VOID, Standing.ACTIVE]
    given = IssuedNumber.objects.filter(kind="certificate").order_by("value")
    assert [(row.value, bool(row.voided_on)) for row in given] == [(1, True), (2, False)]
    assert see(desks.clerk, "group", case.group).status_code == 200
    assert see(desks.clerk, "application", case).status_code == 200
    assert see(desks.clerk, "application", second).status_code == 200
    assert see(desks.clerk, "ledger_sheet", case.group.ledger).status_code == 200
    clocks = Deadline.objects.filter(kind="inspection_entry")
    assert {clock.case_pk for clock in clocks} == {second.pk}


# --- blank sheets --------------------------------------------------------------------------------------------------


def test_the_sheets_of_a_recalled_decision_are_written_off(desks):
    """What was printed is waste; it must be possible to say so, and that it was destroyed."""
    lot_of(desks)
    case = application_at(S.APPROVED, desks)
    print_out(list(case.credentials.filter(kind=Kind.CARD)), by=desks.hq_clerk, on=DAY)
    with pytest.raises(Refused, match="その事案の「刷り損じ」"):
        write_off("card", "A000101", "spoiled", by=desks.hq_clerk, on=DAY, reason="x")
    act(case, "recall", desks.director, note="誤り")
    write_off("card", "A000101〜A000102", "spoiled", by=desks.hq_clerk, on=DAY, reason="決裁の取消し")
    write_off("card", "A000101〜A000102", "destroyed", by=desks.hq_clerk, on=DAY, reason="裁断")
    latest = BlankUse.objects.latest().values_list("sheet", "outcome")
    assert sorted(latest) == [("A000101", "destroyed"), ("A000102", "destroyed")]


# --- what the prefecture's values do not say ----------------------------------------------------------------------


@pytest.mark.parametrize("state", [S.APPROVED, S.REPORTED])
def test_a_version_that_says_nothing_of_the_new_values_decides_and_delivers(desks, state):
    ProfileValue.objects.filter(
        profile__prefecture=desks.station.prefecture,
        key__in=[
            "certificate_number_year",
            "inspection_entry_base",
            "document_number_source",
            "training_alternatives",
        ],
    ).delete()
    case = application_at(state, desks)
    for name in ("application", "record_qualification"):
        assert see(desks.clerk, name, case).status_code in (200, 404)


def test_the_days_told_at_the_counter_are_those_of_the_clock(desks):
    """Where a prefecture counts from the certificate's day, the sentences read aloud say the same day."""
    case = application_at(S.ARRIVED, desks)
    ProfileValue.objects.filter(profile=case.profile, key="inspection_entry_base").update(
        content="certificate"
    )
    case = again(case)
    told = instructions(case, later(10))
    assert "9月16日" in told[0].text


# --- registration ---------------------------------------------------------------------------------------------------


def test_a_row_of_the_book_added_later_keeps_the_group_from_being_taken_out(desks):
    """The second file brought the book alone: the first is not undone beneath it."""
    _, (first,) = take(desks.clerk, records([group_row()]))
    _, (second,) = take(desks.clerk, records(register=[book_row()]))
    with pytest.raises(Refused, match="交付簿"):
        perform(first, "undo", by=desks.clerk, on=DAY, note="x")
    perform(second, "undo", by=desks.clerk, on=DAY, note="x")
    perform(type(first).objects.get(pk=first.pk), "undo", by=desks.clerk, on=DAY, note="x")


@pytest.mark.parametrize(
    "number",
    [
        "第S64-0001号",
        "第H31-0001号",
        "第R9999-0001号",
        "第M1-0001号",
        "第R0-0001号",
        "第R5-99999999999号",
        "あ-1",
    ],
)
def test_numbers_of_any_form_are_registered_or_refused_and_break_nothing(desks, number):
    take(desks.clerk, records(
        [group_row(certificate_number=number, ledger_number="99999999999")],
        [car_row(certificate_number=number, sticker_number="R5-0012-99999999999")],
        [person_row(certificate_number=number, card_number="")],
        [book_row(certificate_number=number, row_number="99999999999")],
    ))  # fmt: skip
    assert Certification.objects.get().number == number
    assert all(series.last <= 999_999 for series in NumberSeries.objects.all())
