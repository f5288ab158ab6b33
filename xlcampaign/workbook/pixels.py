"""Excel's pixels: how wide a column is by its characters, and the other way round."""

POINT = 0.75
"""A pixel in points."""
_DIGIT, _PADDING = 7, 5
"""What a character takes, and what a column has in all beside its characters."""


def pixels_of(*widths: float) -> float:
    """Return how wide columns are together, by their widths in characters."""
    return sum(width * _DIGIT + _PADDING for width in widths)


def characters_of(pixels: float, columns: int = 1) -> float:
    """Return how many characters have room in columns that are so wide together."""
    return (pixels - _PADDING * columns) / _DIGIT
