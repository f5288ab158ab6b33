"""What other weights would change: whole sets of them, and the smallest shift that drops somebody."""

from dataclasses import dataclass

from xlcampaign.model.plan import SubjectKind, WayKey

Weights = tuple[int, ...]
"""The weights of the four ways, in the ways' order."""

PRESETS: tuple[Weights, ...] = ((10, 20, 30, 40), (10, 30, 30, 30), (0, 20, 60, 20))
"""The sets of weights that are tried for every kind of subject, the standard plan's first."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a set of weights gives for one kind of subject.

    Attributes:
        kind: branches or members.
        weights: the weights tried.
        real: whether they are the plan's own.
        fit: the codes of who is fit for recommendation, in the plan's order.
        joins: who is fit under these weights and is not in the results.
        drops: who is fit in the results and would not be.
        regraded: how many have the highest level in one and not in the other.
    """

    kind: SubjectKind
    weights: Weights
    real: bool
    fit: tuple[str, ...]
    joins: tuple[str, ...]
    drops: tuple[str, ...]
    regraded: int


@dataclass(frozen=True, slots=True)
class Shift:
    """Whole percentage points moved from one way to another, and the star that falls; scores in hundredths."""

    points: int
    origin: WayKey
    target: WayKey
    star: str
    now: int
    after: int


@dataclass(frozen=True, slots=True)
class Stability:
    """How firmly a subject is fit for recommendation.

    Attributes:
        subject: its code.
        margin: the smallest distance of a given star's score from its threshold, in hundredths.
        shift: the smallest that drops it; None where no single shift does.
        untried: the ways without a mean on some star, which take no part in shifts.
    """

    subject: str
    margin: int
    shift: Shift | None
    untried: tuple[WayKey, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """All sets of weights that were tried, by kind, and everyone who is fit, in the plan's order."""

    presets: tuple[Trial, ...]
    stabilities: tuple[Stability, ...]
