"""Random walks over the whole life of a group, through every procedure: after each act everything is in order (order.py)."""

from random import Random

import pytest

from tests.factories.applications import Desks, application_at, start
from tests.factories.places import StationFactory
from tests.factories.revocations import with_command
from tests.nights import batches
from tests.walks.life import live

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return with_command(Desks(StationFactory()))


@pytest.fixture
def certified(desks):
    """A group with two cars and three people, one of them untrained, whose standing rests on a commission."""
    group = application_at("reported", desks, cars=2, people=3, untrained=1).group
    type(group).objects.filter(pk=group.pk).update(group_type="b")
    return type(group).objects.get(pk=group.pk)


def live_at_random(desks, group, seeds, steps: int) -> None:
    """A life a seed; the same one for the same seed."""
    for seed in seeds:
        live(desks, group, Random(seed), steps)


@pytest.mark.nightly
def test_a_certified_group_lives_in_order(desks, certified):
    live_at_random(desks, certified, range(4), steps=50)


@pytest.mark.nightly
def test_a_group_lives_in_order_from_its_first_draft(desks):
    live_at_random(desks, start(desks, cars=1, people=2).group, range(2), steps=60)


@pytest.mark.parametrize("part", batches(by_day=0, by_night=2, in_full=8))
def test_many_lives_in_order(desks, certified, part):
    live_at_random(desks, certified, range(1000 * part, 1000 * part + 20), steps=160)
