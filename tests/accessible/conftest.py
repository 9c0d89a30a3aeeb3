"""Shares the browser of the flows and the world of the access walk; adds records in every state, and a screen."""

from dataclasses import dataclass, field

import pytest

from casework.models import Staff
from tests.accessible import stage as rows
from tests.accessible.screen import Screen
from tests.factories import scope
from tests.test_access import World, _made_once, people_of, world  # noqa: F401 - fixtures


@dataclass
class Stage:
    """A station with records of each kind in each state, and who works there."""

    records: dict[str, list[int]]
    persons: dict[str, Staff | None]
    stations: list[int]
    clients: dict = field(default_factory=dict)
    client = World.client


@pytest.fixture(scope="module")
def _stage_once(_made_once):  # noqa: F811 - the fixture above
    """Inside the transaction in which the world was made."""
    scope.STATIONS.update(_made_once[2])
    desks = rows.people_at_work()
    return Stage(rows.records(desks), people_of(desks), sorted(scope.STATIONS))


@pytest.fixture
def stage(_stage_once, world):  # noqa: F811 - the fixture above
    scope.STATIONS.update(_stage_once.stations)
    scope.restore()
    _stage_once.clients.clear()
    return _stage_once


@pytest.fixture(scope="session")
def screen(chromium):
    shown = Screen(chromium)
    yield shown
    shown.context.close()
