"""One room of hosts for all tests of a run; a machine that cannot make one fails them and says what it lacks."""

import pytest

from tests.cluster import room, serving
from tests.cluster.settings import SCALE


def fail_where_none_can_be_made() -> None:
    if wanting := room.lacking():
        pytest.fail(
            f"hosts cannot be made here, so nothing was tried: wanting {', '.join(wanting)}", pytrace=False
        )


@pytest.fixture(scope="session")
def hosts(tmp_path_factory):
    """Databases in step and the tables; whoever starts more ends it."""
    fail_where_none_can_be_made()
    with serving.cluster(tmp_path_factory.mktemp("logs")) as made:
        yield made


@pytest.fixture
def serving_hosts(hosts):
    """All of it serves; afterwards nothing but the databases does."""
    try:
        hosts.start()
        yield hosts
    finally:
        hosts.rest()


@pytest.fixture
def filled_hosts(tmp_path_factory):
    """All of it serves, over generated data; the databases' disks are real ones, because memory would not hold them."""
    fail_where_none_can_be_made()
    with serving.cluster(tmp_path_factory.mktemp("logs"), scale=SCALE, disks=room.KEPT / "disks") as made:
        made.start()
        yield made
