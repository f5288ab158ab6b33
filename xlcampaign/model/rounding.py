"""Exact rounding of whole numbers, and what is left out when a way is trimmed."""

TRIM_ABOVE = 5
"""A way with more counted marks than this is trimmed, where the plan says so."""


def half_up(numerator: int, denominator: int) -> int:
    """Return the quotient of two non-negative numbers rounded to whole, halves up."""
    return (2 * numerator + denominator) // (2 * denominator)
