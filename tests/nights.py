"""What a night walks and a day samples: parameters of the same test."""

from collections.abc import Iterable, Sequence

import pytest


def sampled(values: Iterable, by_day: Sequence) -> list:
    """All values as parameters; those not among ``by_day`` wait for ``bin/test --nightly``.

    A tuple is one value for each of several parameters.
    """
    values = list(values)
    assert set(by_day) <= set(values)
    return [each if each in by_day else _by_night(each) for each in values]


def every_nth(values: Iterable, step: int) -> list:
    """The first of each ``step`` values by day, the others by night: where none differs from the rest."""
    return [each if place % step == 0 else _by_night(each) for place, each in enumerate(values)]


def _by_night(each):
    if hasattr(each, "marks"):  # pytest.param already
        return pytest.param(*each.values, marks=[*each.marks, pytest.mark.nightly], id=each.id)
    return pytest.param(*each if isinstance(each, tuple) else [each], marks=pytest.mark.nightly)
