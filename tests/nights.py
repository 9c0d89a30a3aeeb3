"""What a night walks and a day samples: parameters of the same test."""

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
