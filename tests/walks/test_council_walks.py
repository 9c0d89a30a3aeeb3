"""Random walks over a council, its members, meetings and opinions, beside a small model of them (T04)."""

from collections import Counter

import pytest

from tests.factories import councils
from tests.walks.council_model import WHO
from tests.walks.council_walk import walk_along

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_bytes")]


@pytest.fixture
def at():
    return councils.desks()


def test_a_council_never_leaves_the_model(at, record_property):
    taken = sum((walk_along(at, seed, steps=30) for seed in range(3)), Counter())
    record_property("T04 walks of a council without divergence", 3)
    assert taken.total() > 45


@pytest.mark.nightly
def test_many_councils_never_leave_the_model(at, record_property):
    taken = sum((walk_along(at, seed, steps=50) for seed in range(1000, 1100)), Counter())
    record_property("T04 acts of 100 walks of a council without divergence", taken.total())
    assert set(taken) == set(WHO)
