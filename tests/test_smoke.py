import pytest
from casework.models.road import RoadState as S
from tests.factories.applications import *
pytestmark = pytest.mark.django_db
@pytest.mark.parametrize("state", list(S))
def test_walk(state):
    assert application_at(state).state == state
