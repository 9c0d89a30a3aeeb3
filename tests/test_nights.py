"""How the tests themselves are run: groups of one process, and what waits for the night."""

import os

import pytest

from tests.nights import every_nth, sampled


@pytest.mark.xdist_group("nights")
def test_the_tests_of_a_group_are_kept_together(request):
    """Without the group in the id each test goes to any process, and what a module builds once is built in each."""
    is_grouped = "PYTEST_XDIST_WORKER" in os.environ and request.config.option.loadgroup
    assert request.node.nodeid.endswith("@nights") == is_grouped


def waiting(parameters) -> list:
    """What waits for the night."""
    return [each.values for each in parameters if hasattr(each, "marks")]


def test_every_value_is_kept_and_the_others_wait_for_the_night():
    found = sampled(["a", "b", "c"], by_day=["b"])
    assert (len(found), waiting(found)) == (3, [("a",), ("c",)])
    assert waiting(sampled([("a", 1), ("b", 2)], by_day=[("a", 1)])) == [("b", 2)]
    assert waiting(every_nth("abcde", 3)) == [("b",), ("c",), ("e",)]
    with pytest.raises(AssertionError):
        sampled(["a"], by_day=["z"])
