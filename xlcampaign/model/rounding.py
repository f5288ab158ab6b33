"""Exact rounding of whole numbers, and what is left out when a way is trimmed."""

from collections.abc import Iterable

TRIM_ABOVE = 5
"""A way with more counted marks than this is trimmed, where the plan says so."""


def half_up(numerator: int, denominator: int) -> int:
    """Return the quotient of two non-negative numbers rounded to whole, halves up."""
    return (2 * numerator + denominator) // (2 * denominator)


def mean_of(values: Iterable[int | None]) -> int | None:
    """Return the mean, half-up, over the values that there are; None if there are none."""
    present = [value for value in values if value is not None]
    return half_up(sum(present), len(present)) if present else None
