"""An opinion as people write it down: one mark, or a number of votes for each grade."""

import random
from collections import Counter

from xlcampaign.model.cell import Value
from xlcampaign.model.scale import Grade, Scale

_ABSTAINED = 0.08


def _nearest(scale: Scale, view: float) -> Grade:
    """Return the counted grade whose points are nearest to a view."""
    best = max(grade.points or 0 for grade in scale.counted)
    return min(scale.counted, key=lambda grade: abs((grade.points or 0) - view * best))


def give_mark(scale: Scale, view: float, rng: random.Random) -> Value:
    """Return one rater's mark, as kinds keep it: points in hundredths, or a grade's key."""
    if scale.low is not None and scale.high is not None and scale.step is not None:
        exact = (view + rng.gauss(0, 0.02)) * (scale.high - scale.low)
        steps = min(round(exact / scale.step), (scale.high - scale.low) // scale.step)
        return scale.low + max(0, steps) * scale.step
    if scale.derived:
        return scale.counted[0].key if rng.random() < view else scale.derived.key
    return _nearest(scale, view + rng.gauss(0, 0.08)).key


def give_votes(scale: Scale, view: float, base: int, rng: random.Random) -> dict[str, int | None]:
    """Return how many of `base` raters gave each grade that a tally states; None where nothing is written.

    The sum never exceeds `base`, and equals it where no grade is derived.
    """
    votes: dict[str, int | None] = dict.fromkeys(grade.key for grade in (*scale.tallied, *scale.uncounted))
    left = base
    if scale.uncounted and left > 1 and rng.random() < _ABSTAINED:
        votes[scale.uncounted[0].key] = 1
        left -= 1
    if scale.derived:
        given = round(view * left + rng.gauss(0, 0.3))
        return votes | {scale.tallied[0].key: min(left, max(0, given))}
    counts = Counter(_nearest(scale, view + rng.gauss(0, 0.1)).key for _ in range(left))
    return votes | {grade.key: counts[grade.key] for grade in scale.tallied}
