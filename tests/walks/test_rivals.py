"""Two officers at each act (T05): along the main roads by day, at every act of every machine and through random lives by night."""

from collections import Counter
from random import Random

import pytest
from django.db import transaction

from casework import chain
from casework.workflow import Refused
from tests.conftest import owner_connection
from tests.factories import councils
from tests.factories.applications import Desks, application_at, start
from tests.factories.places import StationFactory
from tests.factories.revocations import with_command
from tests.walks import council_model
from tests.walks.acts.parts import NOT_TO_BE_TAKEN, PARTS, every_act
from tests.walks.council_walk import Walk, chosen
from tests.walks.life import Life
from tests.walks.rivals import Rivals
from tests.walks.test_random_walks import numbers_are_gapless

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("without_bytes")]


@pytest.fixture(autouse=True)
def _the_chain_is_whole():
    yield
    with owner_connection() as owner:
        assert chain.verify(owner.cursor()).fault == ""


def told(rivals, record_property) -> None:
    record_property("T05 races of two officers, one winner each", rivals.raced.total())
    record_property("T05 acts that were raced", len(rivals.raced))


def test_two_officers_on_the_road_to_a_certificate_and_through_a_council(record_property):
    with Rivals(limit=1) as rivals, transaction.atomic():
        application_at("reported", Desks(StationFactory()))
        councils.everything(StationFactory())
        numbers_are_gapless()
    told(rivals, record_property)
    assert len(rivals.raced) > 20


def a_life(seed: int, steps: int) -> None:
    """What the posts do on the cases of one group; every second one from its first draft."""
    desks, rng = with_command(Desks(StationFactory())), Random(seed)
    if seed % 2:
        group = start(desks, cars=1, people=2).group
    else:
        group = application_at("reported", desks, cars=2, people=3, untrained=1).group
        type(group).objects.filter(pk=group.pk).update(group_type="b")
        group = type(group).objects.get(pk=group.pk)
    life = Life(desks, group)
    for _ in range(steps):
        try:
            life.act(rng)
        except Refused as refused:
            life.trail.append(f"  refused: {refused}")


def a_council(seed: int, steps: int) -> None:
    walk, model, rng = Walk(councils.desks()), council_model.Council(), Random(seed)
    for _ in range(steps):
        name, place, who = chosen(model, rng)
        if walk.do(name, place, who):
            model.do(name, place)


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(5))
def test_two_officers_at_two_hundred_acts_of_random_lives(part, record_property):
    with Rivals() as rivals:
        seed = 100 * part
        while rivals.raced.total() < 200:
            with transaction.atomic():
                (a_council if seed % 3 == 2 else a_life)(seed, steps=60)
                numbers_are_gapless()
            seed += 1
    told(rivals, record_property)


@pytest.mark.nightly
@pytest.mark.parametrize("name", PARTS)
def test_two_officers_at_every_act_of_a_part(name, record_property):
    with Rivals(limit=2) as rivals:
        PARTS[name].walk()
    told(rivals, record_property)
    assert PARTS[name].acts - set(rivals.raced) == set()


def test_the_parts_together_are_every_act_of_every_machine(record_property):
    """Who adds an act adds its race."""
    said = Counter(act for part in PARTS.values() for act in part.acts)
    assert set(said) | NOT_TO_BE_TAKEN == every_act()
    assert said.total() == len(said), "an act belongs to one part"
    assert not NOT_TO_BE_TAKEN & set(said)
    record_property("T05 acts of all machines", len(every_act()))
    record_property("T05 acts that two officers race for", len(said))
