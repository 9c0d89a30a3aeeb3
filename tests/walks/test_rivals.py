"""Two officers at each act (T05): through the main roads by day, through a thousand acts of random lives by night."""

from collections import Counter
from random import Random

import pytest
from django.db import transaction

from casework import chain
from casework.walls.triggers import machines
from tests.conftest import owner_connection
from tests.factories import councils, returns
from tests.factories.applications import Desks, application_at
from tests.factories.places import StationFactory
from tests.factories.revocations import with_command
from tests.nights import tell
from tests.walks.life import Life
from tests.walks.rivals import Rivals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("without_bytes")]


@pytest.fixture(autouse=True)
def _the_chain_is_whole():
    yield
    with owner_connection() as owner:
        assert chain.verify(owner.cursor()).fault == ""


def test_two_officers_on_the_road_to_a_certificate_and_through_a_council(record_property):
    with Rivals(limit=1) as rivals, transaction.atomic():
        application_at("reported", Desks(StationFactory()))
        councils.everything(StationFactory())
    told(rivals, record_property)
    assert len(rivals.raced) >= 15


def told(rivals, record_property) -> None:
    record_property("T05 races of two officers, one winner each", rivals.raced.total())
    by_machine = Counter()
    for name, count in rivals.raced.items():
        by_machine[name.rpartition(".")[0]] += count
    tell("T05", f"races {rivals.raced.total()}, acts {len(rivals.raced)}: {dict(by_machine)}")
