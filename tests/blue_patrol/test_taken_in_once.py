"""A thing that came in belongs to one case at a time: a draft only names it, a return takes over what no request holds."""

import pytest

from blue_patrol.models import Kind, Place
from blue_patrol.models.returned.receipt import receive
from casework.models import Deadline
from casework.models.road import RoadState as S
from casework.workflow import Refused, perform
from tests.factories.applications import DAY, Desks, walk
from tests.factories.places import StationFactory
from tests.factories.requests import reissue, standing_of
from tests.factories.returns import RETURNED, receipt_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


def places(standing) -> set[str]:
    return set(standing.credentials.values_list("state", flat=True))


@pytest.mark.clause("BP-6-1")
def test_a_draft_that_ends_gives_back_nothing_that_another_case_took_in(desks):
    standing = standing_of(desks)
    draft, running = reissue(desks, standing=standing), reissue(desks, standing=standing)
    running = walk(running, S.RECEIVED, desks)
    sticker = running.came_in()[0].credential
    perform(draft, "withdraw", by=desks.clerk, on=DAY, note="申出")
    assert standing.credentials.get(pk=sticker.pk).state == Place.SURRENDERED


@pytest.mark.clause("BP-9-1")
def test_a_draft_that_ends_gives_back_nothing_of_a_standing_that_was_returned(desks):
    standing = standing_of(desks)
    draft = reissue(desks, standing=standing)
    receive(standing.group, by=desks.clerk, receipt=receipt_of(standing.group))
    perform(draft, "withdraw", by=desks.clerk, on=RETURNED, note="申出")
    assert places(standing) == {Place.SURRENDERED}


@pytest.mark.clause("BP-9-1")
def test_a_return_waits_for_the_request_that_holds_a_thing(desks):
    standing = standing_of(desks)
    running = walk(reissue(desks, standing=standing), S.RECEIVED, desks)
    with pytest.raises(Refused, match="取下げなどでその手続を終えてから"):
        receive(standing.group, by=desks.clerk, receipt=receipt_of(standing.group))
    perform(running, "withdraw", by=desks.clerk, on=DAY, note="パトロールをやめる")
    receive(standing.group, by=desks.clerk, receipt=receipt_of(standing.group))
    assert places(standing) == {Place.SURRENDERED}


@pytest.mark.clause("BP-9-1")
def test_what_a_declined_request_left_at_the_station_goes_with_the_return(desks):
    standing = standing_of(desks)
    declined = walk(reissue(desks, {Kind.STICKER: "damaged"}, standing=standing), S.FORWARDED, desks)
    for by in (desks.hq_clerk, desks.assistant):
        perform(declined, "endorse", by=by, on=DAY)
    declined = perform(declined, "decline", by=desks.director, on=DAY, note="要件に当たらない")
    receive(standing.group, by=desks.clerk, receipt=receipt_of(standing.group))
    with pytest.raises(Refused, match="団体へ返すものは、ありません"):
        perform(declined, "give_back", by=desks.clerk, on=RETURNED)
    assert places(standing) == {Place.SURRENDERED}
    assert not Deadline.objects.open().filter(kind="things_back").exists()
