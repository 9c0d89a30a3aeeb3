"""Two stations under one headquarters: what moves is at the first."""

import pytest

from tests.factories import offices
from tests.factories.applications import Desks
from tests.factories.places import StationFactory


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def new(desks):
    """The desks of the station to which it goes; headquarters is the same."""
    station = StationFactory()
    for name in ("hq_clerk", "assistant", "director"):
        setattr(desks, name, offices.seeing(getattr(desks, name)))
    return Desks(station, hq_clerk=desks.hq_clerk, assistant=desks.assistant, director=desks.director)
