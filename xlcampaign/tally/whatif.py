"""Other weights, tried: who would join or leave the recommended, and how little it takes to drop one of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from operator import attrgetter, itemgetter
from typing import NamedTuple

from xlcampaign.model.plan import Plan, SubjectKind, WayKey
from xlcampaign.model.results import Ledger, Results, StarResult, SubjectResult
from xlcampaign.model.rounding import half_up
from xlcampaign.model.whatif import PRESETS, Shift, Stability, Trial, Weights, WhatIf
from xlcampaign.tally.outcomes import settle
from xlcampaign.tally.score import NO_OUTCOME, Scorer, mean_x10


def with_weights(plan: Plan, weights: Weights) -> Plan:
    """Return the plan with the same weights for both kinds of subject."""
    given = dict(zip(WayKey, weights, strict=True))
    return replace(plan, ways=tuple(replace(way, weight=given[way.key]) for way in plan.ways))


def weights_of(plan: Plan, kind: SubjectKind) -> Weights:
    """Return the plan's own weights for a kind of subject."""
    return tuple(way.weight for way in plan.ways_of(kind))


def rescore(ledger: Ledger, plan: Plan, results: Results) -> Results:
    """Return levels and recommendations under a plan that differs in its weights alone.

    The ways' means do not depend on weights and are taken over; ranks and goals stay as they were.
    """
    scorers = {kind: [Scorer(star, plan) for star in plan.stars_of(kind)] for kind in SubjectKind}
    subjects = []
    for subject in results.subjects:
        pairs = zip(scorers[subject.kind], subject.stars, strict=True)
        stars = tuple(scorer.of(result.ways) for scorer, result in pairs)
        rated = all(star.score is not None for star in stars)
        lit = sum(star.lit is True for star in stars) if rated else None
        composite = mean_x10(star.score for star in stars)
        subjects.append(replace(subject, stars=stars, lit=lit, composite=composite, outcome=NO_OUTCOME))
    return Results(settle(subjects, ledger.registers, plan))


class _Lists(NamedTuple):
    """Who is fit for recommendation, and who has the highest level, of a kind of subject: their codes."""

    fit: tuple[str, ...]
    top: frozenset[str]


def _lists(results: Results, plan: Plan) -> dict[SubjectKind, _Lists]:
    """Return the lists that results come to: all that is looked at of a trial, so that no two are held at once."""
    found = {}
    for kind in SubjectKind:
        subjects, top = results.of(kind), plan.levels_of(kind)[0].name
        found[kind] = _Lists(
            tuple(one.code for one in subjects if one.is_fit),
            frozenset(one.code for one in subjects if one.level == top),
        )
    return found


def _presets(ledger: Ledger, plan: Plan, results: Results) -> Iterator[Trial]:
    """Try the presets and, where they are none of them, the plan's own weights, which need no new score."""
    own = {kind: weights_of(plan, kind) for kind in SubjectKind}
    now = _lists(results, plan)
    tried = {
        weights: _lists(rescore(ledger, with_weights(plan, weights), results), plan)
        for weights in PRESETS
        if any(weights != given for given in own.values())
    }
    for kind, given in own.items():
        before = now[kind]
        for weights in PRESETS if given in PRESETS else (given, *PRESETS):
            after = before if weights == given else tried[weights][kind]
            joins, drops = set(after.fit) - set(before.fit), set(before.fit) - set(after.fit)
            yield Trial(
                kind,
                weights,
                weights == given,
                after.fit,
                joins=tuple(code for code in after.fit if code in joins),
                drops=tuple(code for code in before.fit if code in drops),
                regraded=len(after.top ^ before.top),
            )


@dataclass(frozen=True, slots=True)
class _Line:
    """How a star's score goes with the points moved: half_up(start + points × slope, whole)."""

    star: StarResult
    start: int
    slope: int
    whole: int

    def at(self, points: int) -> int:
        return half_up(self.start + points * self.slope, self.whole)

    def is_lit(self, points: int) -> bool:
        return self.at(points) >= self.star.threshold

    @property
    def falls_at(self) -> int | None:
        """The fewest points at which a star that is lit is lit no longer; None where it never falls."""
        # it holds while 2 × (start + points × slope) + whole ≥ 2 × whole × threshold
        spare = 2 * self.start + self.whole - 2 * self.whole * self.star.threshold
        return spare // (-2 * self.slope) + 1 if self.slope < 0 <= spare else None


@dataclass(frozen=True, slots=True)
class _Rated:
    """A star with what its score starts from: the ways' means, by their weights, and 100 × the weights of those that it has."""

    star: StarResult
    means: dict[WayKey, int]
    start: int
    whole: int

    def line(self, origin: WayKey, target: WayKey) -> _Line:
        return _Line(self.star, self.start, self.means[target] - self.means[origin], self.whole)


def _rated(star: StarResult, weights: dict[WayKey, int]) -> _Rated:
    means = {way: mean for way, result in star.ways.items() if (mean := result.mean) is not None}
    start = sum(weights[way] * mean for way, mean in means.items())
    return _Rated(star, means, start, 100 * sum(weights[way] for way in means))


def _shift(stars: Sequence[_Rated], most: int, needed: int, origin: WayKey, target: WayKey) -> Shift | None:
    """Return the fewest points from one way to another, `most` at the most, at which fewer stars are lit than needed."""
    lines = [star.line(origin, target) for star in stars]
    falls = [(points, line) for line in lines if (points := line.falls_at) and points <= most]
    for points, fallen in sorted(falls, key=itemgetter(0)):
        if sum(line.is_lit(points) for line in lines) < needed:
            return Shift(points, origin, target, fallen.star.star, fallen.at(0), fallen.at(points))
    return None


def smallest_shift(subject: SubjectResult, plan: Plan) -> Shift | None:
    """Return the fewest whole percentage points, moved from one way to one other, that drop a fit subject.

    It drops where a star falls below its threshold and too few are left. Only stars are looked at: of what makes
    a subject fit, weights change nothing else; the quota of the highest level and the number of places are not
    considered. Pairs with a way that has no mean on some star are not tried. Of equal shifts the first counts, in
    the ways' order; of several stars that fall at once, the first in the plan's order.

    Args:
        subject: fit for recommendation.
        plan: the plan that it is fit under.

    Returns:
        The shift; None where no single one drops the subject.
    """
    weights = {way.key: way.weight for way in plan.ways_of(subject.kind)}
    needed = plan.recommend_from(subject.kind)
    stars = [_rated(star, weights) for star in subject.stars]
    tried = [way for way in WayKey if all(way in star.means for star in stars)]
    shifts = [_shift(stars, weights[pair[0]], needed, *pair) for pair in permutations(tried, 2)]
    return min((shift for shift in shifts if shift), key=attrgetter("points"), default=None)


def _stability(subject: SubjectResult, plan: Plan) -> Stability:
    margin = min(star.score - star.threshold for star in subject.stars if star.score is not None and star.lit)
    untried = tuple(way for way in WayKey if any(star.ways[way].mean is None for star in subject.stars))
    return Stability(subject.code, margin, smallest_shift(subject, plan), untried)


def trials(ledger: Ledger, plan: Plan, results: Results) -> WhatIf:
    """Return what other weights would change.

    Args:
        ledger: the counts and decisions of a stage.
        plan: the campaign's plan.
        results: what follows from them.
    """
    fit = [subject for subject in results.subjects if subject.is_fit]
    presets = tuple(_presets(ledger, plan, results))
    return WhatIf(presets, tuple(_stability(subject, plan) for subject in fit))
