"""P14: queries beyond the frame's fixed ones, exactly, with one row and with thirty.

The frame's own are counted once and pinned: session, person, postings, savepoint, scope, the number of unread notices,
release, and the session written at the end; headquarters asks for its stations besides, which are also what its lists choose from, and a page
with personal data writes one read-log row.
"""

import pytest

from blue_patrol.models import Kind
from blue_patrol.models import RevocationState as R
from casework.models.road import RoadState as S
from tests.blue_patrol.paging import get, queries, words
from tests.factories.applications import Desks, application_at
from tests.factories.places import StationFactory
from tests.factories.requests import change_at, joining_car, joining_person, reissue_at, standing_of
from tests.factories.returns import R as Returned
from tests.factories.returns import return_at
from tests.factories.revocations import revocation_at
from tests.nights import sampled

pytestmark = pytest.mark.django_db
FRAME_STATION, FRAME_HEADQUARTERS = 10, 11
READ_LOG = 1
LISTS = (
    "/cases/",
    "/groups/",
    "/ledger/",
    "/deadlines/",
    "/cases/?q=桜見坂&order=kana",
    "/deadlines/?within=met",
)


@pytest.fixture
def desks():
    return Desks(StationFactory())


def beyond_frame(actor, address: str) -> int:
    frame = FRAME_HEADQUARTERS if actor.station is None else FRAME_STATION
    return queries(actor, address) - frame - READ_LOG


def test_the_frame_is_pinned(desks):
    assert queries(desks.clerk, "/forms/") == FRAME_STATION
    assert queries(desks.hq_clerk, "/forms/") == FRAME_HEADQUARTERS


@pytest.mark.parametrize("rows", [1, 30])
def test_a_list_takes_two_queries_the_rows_and_the_saved_filters(desks, rows):
    for _ in range(rows):
        application_at(S.DRAFT, desks)
    application_at(S.DELIVERED, desks)
    assert {address: beyond_frame(desks.clerk, address) for address in LISTS} == dict.fromkeys(LISTS, 2)
    assert {address: beyond_frame(desks.director, address) for address in LISTS} == dict.fromkeys(LISTS, 2)
    assert [beyond_frame(actor, "/groups/quiet/") for actor in (desks.clerk, desks.director)] == [1, 1]


CASES = [S.DRAFT, S.CORRECTION, S.RECEIVED, S.FORWARDED, S.SENT_BACK, S.APPROVED, S.REPORTED]


@pytest.mark.parametrize("rows", sampled([1, 30], by_day=[30]))
@pytest.mark.parametrize("state", sampled(CASES, by_day=[S.DRAFT, S.FORWARDED, S.SENT_BACK, S.REPORTED]))
def test_a_case_takes_six_and_at_most_seven(desks, state, rows):
    """Headquarters compares what was forwarded; before receipt the group's standing is asked for."""
    case = application_at(state, desks, cars=rows, people=rows)
    address = f"/cases/{case.pk}/"
    asked = 1 if state in (S.DRAFT, S.CORRECTION) else 0
    compared = 1 if case.round else 0
    station, headquarters = 6 + asked, 6 + asked + compared
    assert [
        beyond_frame(actor, address) for actor in (desks.clerk, desks.chief, desks.hq_clerk, desks.director)
    ] == [station, station, headquarters, headquarters]


def joining(names) -> list[dict]:
    return [{"kind": "patroller_added", "joining": joining_person(f"白石 {name}")} for name in names]


CHANGES = [S.DRAFT, S.RECEIVED, S.FORWARDED, S.ARRIVED, S.DELIVERED, S.REPORTED]


@pytest.mark.parametrize("names", sampled(["環", "環梢渚"], by_day=["環梢渚"]))
@pytest.mark.parametrize("state", sampled(CHANGES, by_day=[S.DRAFT, S.FORWARDED]))
def test_a_change_takes_at_most_seven(desks, state, names):
    standing = standing_of(desks)
    leaving = {
        "kind": "vehicle_replaced",
        "vehicle": standing.group.vehicles.get(),
        "joining": joining_car(standing),
    }
    case = change_at(state, desks, leaving, *joining(names), standing=standing)
    found = [beyond_frame(actor, f"/cases/{case.pk}/") for actor in (desks.clerk, desks.hq_clerk)]
    assert [count for count in found if count > 7] == []


def test_a_draft_takes_six_also_where_another_case_has_the_same_car_and_its_sticker(desks):
    standing = standing_of(desks)

    def new_car(number):
        return {
            "kind": "vehicle_replaced",
            "vehicle": standing.group.vehicles.get(is_pending=False),
            "joining": joining_car(standing, plate=f"名古屋|500|へ|{number}", chassis_number=f"ZZ9-{number}"),
        }

    change_at(S.RECEIVED, desks, new_car(7001), standing=standing)
    case = change_at(S.DRAFT, desks, new_car(7002), standing=standing)
    address = f"/cases/{case.pk}/"
    assert beyond_frame(desks.clerk, address) == 6
    page = words(get(desks.clerk, address))
    assert "は、別の変更の手続中です" in page
    assert "は、別の手続中です" in page


@pytest.mark.parametrize(
    "state", sampled([S.DRAFT, S.RECEIVED, S.FORWARDED, S.REPORTED], by_day=[S.FORWARDED])
)
def test_a_reissue_takes_at_most_seven(desks, state):
    case = reissue_at(state, desks, {Kind.STICKER: "damaged", Kind.CARD: "soiled"})
    found = [beyond_frame(actor, f"/cases/{case.pk}/") for actor in (desks.clerk, desks.hq_clerk)]
    assert [count for count in found if count > 7] == []


@pytest.mark.parametrize("rows", sampled([1, 3, 8], by_day=[3]))
def test_the_list_of_information_takes_two(desks, rows):
    for _ in range(rows):
        application_at(S.DELIVERED, desks)
    address = "/trainings/information/"
    assert [beyond_frame(actor, address) for actor in (desks.clerk, desks.director)] == [2, 1]


@pytest.mark.parametrize("rows", sampled([1, 30], by_day=[30]))
def test_a_group_takes_seven(desks, rows):
    case = application_at(S.DELIVERED, desks, cars=rows, people=rows)
    assert beyond_frame(desks.clerk, f"/groups/{case.group_id}/") == 7


@pytest.mark.parametrize("rows", sampled([1, 2, 5], by_day=[2]))
def test_the_home_takes_four_at_a_station_and_at_headquarters(desks, rows):
    for state in (S.RECEIVED, S.FORWARDED, S.APPROVED, S.ARRIVED, S.DELIVERED):
        for _ in range(rows):
            application_at(state, desks)
    for state in (R.FOUND, R.GUIDED, R.GROUND_REPORTED):
        for _ in range(rows):
            revocation_at(state, desks)
    actors = (desks.clerk, desks.chief, desks.hq_clerk, desks.director)
    assert [beyond_frame(actor, "/") for actor in actors] == [4, 4, 4, 4]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_revocations_takes_two(desks, rows):
    for _ in range(rows):
        revocation_at(R.FOUND, desks)
    assert beyond_frame(desks.clerk, "/revocations/") == 2, (
        "the rows, and who has cases in hand with one's own filters"
    )


def test_the_list_of_returns_takes_two(desks):
    for _ in range(2):
        return_at(Returned.ACCEPTED, desks)
    assert beyond_frame(desks.clerk, "/returns/") == 2, (
        "the rows, and who has cases in hand with one's own filters"
    )


@pytest.mark.parametrize("rows", sampled([1, 3, 5], by_day=[3]))
def test_a_page_of_the_register_takes_six(desks, rows):
    for _ in range(rows):
        application_at(S.REPORTED, desks)
    assert beyond_frame(desks.clerk, "/register/?year=2026") == 6
