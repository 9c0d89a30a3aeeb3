"""T11: each acting request leaves its row: who, acting as what, for which station, which case, from where to where, which request."""

import uuid

import pytest

from casework.models import StateChange
from tests.blue_patrol.acting import click, now
from tests.blue_patrol.test_idempotency import ACTS, ready
from tests.factories.applications import Desks
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", sorted(ACTS))
def test_an_acting_request_leaves_exactly_one_row_of_its_case(name, record_property):
    case, actor, sent, place = ready(name, Desks(StationFactory()))
    state, last = (
        now(case).state,
        StateChange.objects.order_by("-seq").values_list("seq", flat=True).first() or 0,
    )
    answer = click(actor, name, place, key=uuid.uuid4(), revision=case.revision, **sent)
    assert answer.status_code == 302
    rows = list(StateChange.objects.filter(seq__gt=last).order_by("seq"))
    own = [row for row in rows if (row.case_label, row.case_pk) == (case._meta.label, case.pk)]
    record_property("T11 acts with their row", len(rows))
    assert len({row.request_id for row in rows}) == 1
    assert rows[0].request_id
    assert {(row.staff, row.post_name, row.as_deputy, row.station_id) for row in rows} == {
        (actor.staff, str(actor.post), actor.is_deputy, case.station_id)
    }
    assert len(own) <= 1 or len({row.transition for row in own}) == len(own)
    assert len({(row.case_label, row.case_pk, row.transition) for row in rows}) == len(rows)
    if own:
        assert (own[0].before, own[-1].after) == (state, now(case).state)
