"""Every act of the four applications on the road."""

from blue_patrol.models import Kind
from blue_patrol.models.met_clocks import NOT_BY_HAND
from casework.models import Deadline
from casework.models.road import RoadState as S
from casework.workflow import perform
from tests.factories.applications import DAY, Desks, application_at, start
from tests.factories.demonstrations import demonstration, demonstration_at, take_back
from tests.factories.places import StationFactory
from tests.factories.requests import (
    attach_documents,
    change,
    change_at,
    joining_car,
    reissue,
    reissue_at,
    standing_of,
)
from tests.walks.acts.road import (
    CARDS,
    SHARED,
    arrived,
    at_the_desk,
    decided,
    delivered_whole,
    delivered_with_a_card_to_come,
    made_anew,
    now,
    reported,
    trained,
)

CERTIFICATION = {"blue_patrol.CertificationApplication": SHARED + CARDS}
REISSUE = {"blue_patrol.ReissueApplication": SHARED + CARDS + " give_back"}
CHANGE = {"blue_patrol.ChangeApplication": SHARED + CARDS + " collect give_back"}
DEMONSTRATION = {"blue_patrol.DemonstrationApplication": SHARED + " take_back"}
NAME = {"kind": "name", "after": {"name": "桜見坂見守り隊", "name_kana": "さくらみざかみまもりたい"}}
ENDS = (S.WITHDRAWN, S.DECLINED, S.UNDELIVERED)


def with_cards(case, desks: Desks, kind: str) -> None:
    """The whole road of a case that makes cards."""
    case = at_the_desk(case, desks, kind)
    trained(case, desks)
    case = decided(case, desks)
    broken = arrived(case, desks, Kind.CARD)
    delivered_with_a_card_to_come(now(case), desks, broken)
    reported(now(case), desks)


def certification() -> None:
    desks = Desks(StationFactory())
    with_cards(start(desks), desks, "lamp")
    for state in ENDS:
        application_at(state, desks)


def reissued() -> None:
    desks = Desks(StationFactory())
    with_cards(reissue(desks, {Kind.CERTIFICATE: "lost", Kind.CARD: "soiled"}), desks, "other")
    for state in ENDS:
        case = reissue_at(state, desks)
        if state == S.DECLINED:
            perform(case, "give_back", by=desks.clerk, on=DAY)


def changed() -> None:
    desks = Desks(StationFactory())
    standing = standing_of(desks)
    joining = {"kind": "vehicle_added", "joining": joining_car(standing)}
    case = change(desks, NAME, joining, standing=standing)
    attach_documents(case, desks)
    with_cards(now(case), desks, "other")
    for state in ENDS:
        case = change_at(state, desks, NAME)
        if state != S.WITHDRAWN:
            perform(case, "give_back", by=desks.clerk, on=DAY)


def card_collected_later() -> None:
    desks = Desks(StationFactory())
    standing = standing_of(desks)
    leaver = standing.group.patrollers.current().first()
    card = leaver.cards.get()
    left = {"kind": "patroller_removed", "patroller": leaver}
    case = change_at(S.DELIVERED, desks, left, standing=standing, causes={card.pk: "later"})
    perform(case, "collect", by=desks.clerk, on=DAY, credentials=[card.pk], lost={})


def demonstrated() -> None:
    desks = Desks(StationFactory())
    case = at_the_desk(demonstration(desks), desks, "other")
    case = decided(case, desks)
    broken = arrived(case, desks, Kind.DEMONSTRATION)
    made_anew(now(case), desks, broken)
    delivered_whole(now(case), desks)
    assert {clock.kind for clock in Deadline.objects.of_case(case).open()} <= set(NOT_BY_HAND)
    take_back(now(case), desks)
    reported(now(case), desks)
    for state in ENDS:
        demonstration_at(state, desks)
