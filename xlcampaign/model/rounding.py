"""Exact rounding of whole numbers, and what is left out when a way is trimmed."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

TRIM_ABOVE = 5
"""A way with more counted marks than this is trimmed, where the plan says so."""


def half_up(numerator: int, denominator: int) -> int:
    """Return the quotient of two non-negative numbers rounded to whole, halves up."""
    return (2 * numerator + denominator) // (2 * denominator)


def mean_of(values: Iterable[int | None]) -> int | None:
    """Return the mean, half-up, over the values that there are; None if there are none."""
    present = [value for value in values if value is not None]
    return half_up(sum(present), len(present)) if present else None


def told_apart(figure: Fraction, limit: int, decimals: int) -> str:
    """Return a non-negative figure as text, with as many decimals as tell it from the limit that is said beside it.

    Args:
        figure: the figure, exactly.
        limit: what it is compared with.
        decimals: how many it has at least.
    """
    while True:
        shown = half_up(figure.numerator * 10**decimals, figure.denominator)
        if shown != limit * 10**decimals or figure == limit:
            whole, rest = divmod(shown, 10**decimals)
            return f"{whole}.{rest:0{decimals}d}" if decimals else str(whole)
        decimals += 1


def shares(parts: Sequence[int]) -> tuple[int, ...]:
    """Return percentages in hundredths of a percent that add up to exactly 10,000; zeros where there is nothing.

    All are rounded down; what is missing goes one by one to the largest remainders, the earlier first.
    """
    total = sum(parts)
    if not total:
        return (0,) * len(parts)
    exact = [divmod(10_000 * part, total) for part in parts]
    missing = 10_000 - sum(whole for whole, _ in exact)
    order = sorted(range(len(exact)), key=lambda place: -exact[place][1])
    raised = set(order[:missing])
    return tuple(whole + (place in raised) for place, (whole, _) in enumerate(exact))
