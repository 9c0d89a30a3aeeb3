"""The machine of a certificate, sticker or card: where each thing is, and that it goes nowhere by itself."""

import pytest
from django.db import IntegrityError, transaction

from blue_patrol.models import Credential, Kind, Place, TrainingRecord
from casework.models import StateChange
from casework.permissions import PERMISSIONS
from casework.roles import Role
from casework.workflow import Refused, open_all, perform, perform_all, refusals
from tests.blue_patrol import table
from tests.blue_patrol.test_application_machine import actors
from tests.factories.applications import DAY, Desks, application_at, train
from tests.factories.demonstrations import demonstration_at
from tests.factories.places import StationFactory
from tests.nights import sampled

pytestmark = pytest.mark.django_db
L = Place

MACHINE = {
    L.BLANK: {"print_out": L.PRINTED, "void": L.VOID},
    L.PRINTED: {"seal": L.SEALED, "spoil": L.BLANK, "lose": L.LOST, "void": L.VOID},
    L.SEALED: {"send": L.IN_TRANSIT, "spoil": L.BLANK, "lose": L.LOST, "void": L.VOID},
    L.IN_TRANSIT: {"take_in": L.AT_STATION, "lose": L.LOST, "void": L.VOID},
    L.AT_STATION: {"hand_over": L.WITH_GROUP, "send_up": L.SENT_TO_HQ, "lose": L.LOST, "void": L.VOID},
    L.WITH_GROUP: {"surrender": L.SURRENDERED, "lose": L.LOST},
    L.SURRENDERED: {"give_back": L.WITH_GROUP, "send_up": L.SENT_TO_HQ, "lose": L.LOST},
    L.SENT_TO_HQ: {"destroy": L.DESTROYED, "send_down": L.SURRENDERED, "lose": L.LOST},
    L.LOST: {"find": L.SURRENDERED},
    L.DESTROYED: {},
    L.VOID: {},
}
NAMES = (
    "destroy", "find", "give_back", "hand_over", "lose", "print_out", "seal", "send", "send_down", "send_up", "spoil", "surrender", "take_in", "void",
)  # fmt: skip
CLERK, HQ_CLERK = {Role.STATION_CLERK}, {Role.HQ_CLERK}
WHO = {
    "print_out": HQ_CLERK, "seal": HQ_CLERK, "send": HQ_CLERK, "spoil": HQ_CLERK, "destroy": HQ_CLERK, "take_in": CLERK,
    "hand_over": CLERK, "send_up": CLERK | {Role.STATION_CHIEF}, "surrender": CLERK, "give_back": CLERK, "lose": CLERK | HQ_CLERK, "find": CLERK | HQ_CLERK,
    "send_down": CLERK | HQ_CLERK | {Role.HQ_DECIDING}, "void": CLERK | HQ_CLERK | {Role.HQ_DECIDING},
}  # fmt: skip
WAY = ("print_out", "seal", "send", "take_in", "hand_over")
ASIDE = {  # places beside the way: how they are reached from the station's safe
    L.VOID: ("void",), L.LOST: ("lose",), L.SURRENDERED: ("hand_over", "surrender"), L.SENT_TO_HQ: ("send_up",),
    L.DESTROYED: ("send_up", "destroy"),
}  # fmt: skip


@pytest.fixture
def desks():
    return Desks(StationFactory())


def who(name, desks):
    return desks.clerk if Role.STATION_CLERK in WHO[name] else desks.hq_clerk


def thing_at(place, desks, kind=Kind.CARD, **group) -> Credential:
    case = (
        demonstration_at("approved", desks)
        if kind == Kind.DEMONSTRATION
        else application_at("approved", desks, **group)
    )
    thing = case.credentials.filter(kind=kind).first()
    way = (*WAY[: WAY.index("hand_over")], *ASIDE[place]) if place in ASIDE else WAY
    for name in way:
        if thing.state == place:
            break
        thing = perform(thing, name, by=who(name, desks), on=DAY)
    return thing


def test_the_table_lists_every_declared_transition_and_no_other():
    listed = {str(place): {n: str(t) for n, t in row.items()} for place, row in MACHINE.items() if row}
    assert table.declared(Credential) == listed
    assert tuple(table.names(Credential)) == NAMES
    assert set(MACHINE) == set(Place)


@pytest.mark.parametrize("kind", sampled(Kind, by_day=[Kind.STICKER]))
@pytest.mark.parametrize("place", list(Place))
def test_each_place_takes_its_own_transitions_and_refuses_all_others(place, kind, desks):
    thing = thing_at(place, desks, kind)
    assert thing.state == place
    found = {name: table.outcome(thing, name, None, who(name, desks)) for name in NAMES}
    assert found == {name: str(MACHINE[place].get(name, "refused")) for name in NAMES}


@pytest.mark.parametrize("place", [place for place in Place if MACHINE[place]])
def test_each_transition_is_open_to_its_post_and_to_no_other(place, desks):
    thing = thing_at(place, desks)
    posts = actors(desks.station)
    for name in MACHINE[place]:
        assert {role for role, by in posts.items() if not refusals(thing, name, by)} == WHO[name]


def test_the_clerk_of_another_station_hands_nothing_over(desks):
    thing = thing_at(L.AT_STATION, desks)
    with pytest.raises(Refused, match="署の生活安全係の職が行います。"):
        perform(thing, "hand_over", by=Desks(StationFactory()).clerk, on=DAY)


@pytest.mark.clause("BP-5-5-2")
def test_a_card_stays_until_its_bearer_is_trained_and_no_other_thing_waits_for_training(desks):
    card = thing_at(L.AT_STATION, desks, people=1, untrained=1)
    with pytest.raises(Refused, match="講習の受講を確認できない実施者の実施者証は、渡せません。") as refused:
        perform(card, "hand_over", by=desks.clerk, on=DAY)
    assert (refused.value.reasons[0].clause, refused.value.reasons[0].cure) == ("BP-5-5-2", "patrollers")
    train(card.patroller, on=DAY, by=desks.clerk)
    card = perform(card, "hand_over", by=desks.clerk, on=DAY)
    assert (card.state, card.handed_over_on) == (L.WITH_GROUP, DAY)
    sticker = thing_at(L.AT_STATION, Desks(StationFactory()), Kind.STICKER, people=1, untrained=1)
    assert not [r for r in refusals(sticker, "hand_over") if r.clause == "BP-5-5-2"]


@pytest.mark.clause("BP-5-5-2")
def test_a_card_is_not_handed_over_before_the_day_of_the_training(desks):
    card = thing_at(L.AT_STATION, desks, people=1, untrained=1)
    train(card.patroller, on=DAY.replace(month=10), by=desks.clerk)
    with pytest.raises(Refused, match="までに講習を受けていません。"):
        perform(card, "hand_over", by=desks.clerk, on=DAY)
    assert TrainingRecord.objects.filter(patroller=card.patroller).count() == 1


def test_every_move_of_every_thing_has_its_row(desks):
    case = application_at("delivered", desks, cars=2, people=2)
    for thing in case.credentials.all():
        moves = StateChange.objects.of_case(thing).order_by("seq").values_list("transition", flat=True)
        assert list(moves) == ["open", *WAY]


def test_a_thing_is_voided_from_any_place_before_the_group_and_keeps_its_number(desks):
    thing = thing_at(L.SEALED, desks)
    number = thing.number
    thing = perform(thing, "void", by=desks.hq_clerk, on=DAY)
    assert (thing.state, thing.number) == (L.VOID, number)
    assert thing not in Credential.objects.live()


def test_a_car_has_one_live_sticker(desks):
    case = application_at("approved", desks)
    sticker = case.credentials.get(kind=Kind.STICKER)
    second = Credential(
        station=desks.station, kind=Kind.STICKER, number="第R8-0001-02号", certification=sticker.certification,
        application=case, vehicle=sticker.vehicle,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="one_live_sticker_a_car"), transaction.atomic():
        open_all([second], by=desks.hq_clerk, on=DAY)
    perform(sticker, "void", by=desks.hq_clerk, on=DAY)
    second.pk = None
    open_all([second], by=desks.hq_clerk, on=DAY)


@pytest.mark.parametrize(
    ("kind", "bearer"), [(Kind.STICKER, "patroller"), (Kind.CARD, "vehicle"), (Kind.CERTIFICATE, "vehicle")]
)
def test_a_thing_has_the_bearer_of_its_kind_and_no_other(desks, kind, bearer):
    case = application_at("approved", desks)
    owner = case.group.vehicles.first() if bearer == "vehicle" else case.group.patrollers.first()
    wrong = Credential(
        station=desks.station, kind=kind, number="X", certification=case.certification, application=case, **{bearer: owner}
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="credential_has_its_bearer"), transaction.atomic():
        open_all([wrong], by=desks.hq_clerk, on=DAY)


def test_a_thing_with_the_group_has_its_day(desks):
    thing = thing_at(L.WITH_GROUP, desks)
    with pytest.raises(IntegrityError, match="dated_when_handed_over"), transaction.atomic():
        Credential.objects.filter(pk=thing.pk).update(handed_over_on=None)


def test_the_things_of_another_case_do_not_move_with_mine(desks):
    mine, other = application_at("approved", desks), application_at("approved", desks)
    perform_all(list(mine.credentials.all()), "print_out", by=desks.hq_clerk, on=DAY)
    assert {thing.state for thing in other.credentials.all()} == {L.BLANK}


def test_the_permission_of_the_desk_says_whose_it_is():
    assert PERMISSIONS["headquarters_act"].sentence == "本部の係の職が行います。"


def test_what_was_never_handed_over_is_not_given_back(desks):
    thing = thing_at(L.AT_STATION, desks)
    for name in ("lose", "find"):
        thing = perform(thing, name, by=desks.clerk, on=DAY)
    with pytest.raises(Refused, match="交付していないものは、団体へ返せません。"):
        perform(thing, "give_back", by=desks.clerk, on=DAY)
