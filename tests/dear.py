"""Variants that take seconds each: some are tried every time, the others among the slow tests."""

from collections.abc import Iterable

import pytest


def mostly_slow(variants: Iterable[object], *always: object) -> list[object]:
    """Return variants of a test, all but some marked as slow; each of those must be one of them."""
    listed = list(variants)
    assert all(one in listed for one in always)
    return [one if one in always else _slow(one) for one in listed]


def _slow(one: object) -> object:
    return pytest.param(*(one if isinstance(one, tuple) else (one,)), marks=pytest.mark.slow)
