"""Whole hundredths and ten-thousandths as cells show them."""

from xlcampaign.layout.summary import DASH, LIT, UNLIT
from xlcampaign.model.rounding import half_up


def shown(value: int | None, decimals: int = 2) -> float | str:
    """Return a figure kept in its last place as a number; a dash for none."""
    if value is None:
        return DASH
    return value / 10**decimals if decimals else value


def star_of(lit: bool | None) -> str:  # noqa: FBT001 -- the very state of a star
    """Return a star's glyph: given, not given, unrated."""
    if lit is None:
        return DASH
    return LIT if lit else UNLIT


def percent(part: int, whole: int) -> int:
    """Return a share in whole percent, half-up; 0 of nothing."""
    return half_up(100 * part, whole) if whole else 0
