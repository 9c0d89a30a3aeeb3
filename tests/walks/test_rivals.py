"""Two officers at each act (T05): along the main roads by day, through a thousand acts of random lives by night."""

from random import Random

import pytest
from django.db import transaction

from casework import chain
from casework.walls.triggers import machines
from casework.workflow import Refused
from tests.conftest import owner_connection
from tests.factories import councils
from tests.factories.applications import Desks, application_at, start
from tests.factories.places import StationFactory
from tests.factories.revocations import with_command
from tests.walks import council_model
from tests.walks.council_walk import Walk, chosen
from tests.walks.life import Life
from tests.walks.rivals import Rivals
from tests.walks.single_acts import all_single_acts
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


BROUGHT_ABOUT = {  # by other acts, in their transactions
    "blue_patrol.Certification.activate", "blue_patrol.Certification.call_off", "blue_patrol.Certification.revoke",
}  # fmt: skip


@pytest.mark.nightly
def test_two_officers_at_acts_of_every_machine(record_property):
    """Random roads end early as a rule: which acts were not come to is told."""
    with Rivals(limit=2) as rivals:
        seed = 0
        while seed < 24:
            with transaction.atomic():
                (a_council if seed % 4 == 3 else a_life)(seed, steps=80)
            seed += 1
        all_single_acts()  # last: with an old ledger come numbers that no series has given
    told(rivals, record_property)
    record_property("T05 acts not come to this time", ", ".join(sorted(wanting(rivals))))
    raced = {name.rpartition(".")[0] for name in rivals.raced}
    assert raced == {
        model._meta.label
        for model in machines()
        if list(model._meta.get_field("state").get_all_transitions(model))
    }
    assert len(rivals.raced) > 110


def wanting(rivals) -> set[str]:
    """Acts of any machine that have not been raced yet."""
    every = {
        f"{model._meta.label}.{step.name}"
        for model in machines()
        for step in model._meta.get_field("state").get_all_transitions(model)
    }
    return every - set(rivals.raced) - BROUGHT_ABOUT
