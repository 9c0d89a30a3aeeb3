"""What a night walks and a day samples: parameters of the same test."""

import os
import sys
from collections.abc import Iterable, Sequence

import pytest


def sampled(values: Iterable, by_day: Sequence) -> list:
    """All values as parameters; those not among ``by_day`` wait for ``bin/test --nightly``."""
    values = list(values)
    assert set(by_day) <= set(values)
    return [
        each if each in by_day else pytest.param(each, marks=pytest.mark.nightly, id=f"{each}")
        for each in values
    ]


def batches(*, by_day: int, by_night: int, in_full: int) -> list:
    """Numbers of batches as parameters: a few by day, more by ``--nightly``, all by ``--full`` (which sets TEST_FULL)."""
    many = in_full if os.environ.get("TEST_FULL") == "1" else by_day + by_night
    return sampled(range(many), by_day=range(by_day))


def tell(test: str, figure: str) -> None:
    """The figure of a proof (T18), among what the test printed: seen with -s or -rP."""
    sys.stdout.write(f"{test} {figure}\n")
