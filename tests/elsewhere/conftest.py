"""A third prefecture: everything that the factories make is made there, under its values."""

import pytest

from casework import master_data
from casework.models import Prefecture
from tests.factories.places import HERE

FOLDER = master_data.FOLDER / "elsewhere"


@pytest.fixture
def elsewhere(db):
    master_data.load(FOLDER)
    prefecture = Prefecture.objects.get(code="99")
    HERE.append((prefecture.code, prefecture.name))
    yield prefecture
    HERE.pop()
