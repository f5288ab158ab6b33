"""What everybody thinks of everybody: a quality for each subject and star, seen differently in each way."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace

from xlcampaign.model.plan import Plan, SubjectKind, WayKey

Strengths = Mapping[str, float]
"""By star key, how good a subject is: 0 to 1, where 0.8 is the usual threshold."""

_EXCELLENT = 0.87
_NEED = 0.06
_SEEN = {WayKey.SELF: 0.07, WayKey.PEER: 0.025, WayKey.TEACHER: -0.01, WayKey.ORGANISATION: 0.005}
_WEAK_STARS = (0, 1, 1, 1, 1, 2, 2, 2, 3, 4)
_OFTEN_WEAK = (1, 1, 2, 4, 4, 3, 1, 1, 2)
_WEAKEST_SHARE = 0.125
_STRONGEST_SHARE = 0.125
_SHORT_OF_BEST = 0.3
_ESTRANGED = 0.09
_CHANGE = (0.012, 0.03)
"""What a stage makes of a quality: mean, and how far people differ."""


def rng_of(*parts: object) -> random.Random:
    """Return a generator that depends on nothing but the parts."""
    return random.Random("/".join(map(str, parts)))  # noqa: S311 -- an invented sample, no secret


def _quality(quantile: float, stars: list[str], rng: random.Random) -> Strengths:
    """Return a subject's quality by star: few excel in all, few fail in most, the others have weak stars."""
    if quantile >= _EXCELLENT:
        return {star: 0.91 + 0.25 * (quantile - _EXCELLENT) + rng.gauss(0, 0.015) for star in stars}
    if quantile < _NEED:
        return {star: 0.75 + 0.5 * quantile + rng.gauss(0, 0.045) for star in stars}
    level = 0.824 + 0.065 * (quantile - _NEED) + rng.gauss(0, 0.006)
    weights = [_OFTEN_WEAK[n % len(_OFTEN_WEAK)] for n in range(len(stars))]
    weak = set(rng.choices(stars, weights, k=rng.choice(_WEAK_STARS)))
    return {star: level + rng.gauss(0, 0.022) - (0.1 if star in weak else 0) for star in stars}


@dataclass(frozen=True, slots=True)
class Opinions:
    """The opinions of an invented campaign.

    Attributes:
        seed: what chance depends on.
        quality: by subject code, its quality by star.
        estranged: codes of the subjects of whom teachers think less than the organisation does.
    """

    seed: int
    quality: Mapping[str, Strengths]
    estranged: frozenset[str]

    def seen(self, subject: str, way: WayKey) -> Strengths:
        """Return a subject's quality by star as the raters of a way see it, within 0.3 and 1."""
        rng = rng_of(self.seed, "seen", subject, way)
        bias = _SEEN[way] + rng.gauss(0, 0.012)
        if subject in self.estranged and way is WayKey.TEACHER:
            bias -= _ESTRANGED
        return {
            star: min(1.0, max(0.3, quality + bias + rng.gauss(0, 0.01)))
            for star, quality in self.quality[subject].items()
        }


def _qualities(
    codes: list[str], stars: list[str], seed: int, kind: SubjectKind, lifted: frozenset[str]
) -> dict[str, Strengths]:
    """Return qualities such that every sample has some excellent, most in the middle and some in need.

    Those who are lifted stand far higher in that order than chance alone would put them.
    """
    shuffled = list(codes)
    rng_of(seed, "order", kind).shuffle(shuffled)
    short = {code: 1 - (place + 0.5) / len(shuffled) for place, code in enumerate(shuffled)}
    short |= {code: _SHORT_OF_BEST * short[code] for code in lifted}
    return {code: _quality(1 - short[code], stars, rng_of(seed, "quality", code)) for code in shuffled}


def opinions_of(plan: Plan, seed: int) -> Opinions:
    """Return the opinions on all branches and members of a plan; equal seeds give equal opinions."""
    branch_stars = [star.key for star in plan.stars_of(SubjectKind.BRANCH)]
    member_stars = [star.key for star in plan.stars_of(SubjectKind.MEMBER)]
    codes = [branch.code for branch in plan.branches]
    branches = _qualities(codes, branch_stars, seed, SubjectKind.BRANCH, frozenset())
    ordered = sorted(branches, key=lambda code: sum(branches[code].values()))
    weakest = frozenset(ordered[: round(_WEAKEST_SHARE * len(ordered))])
    strongest = frozenset(ordered[len(ordered) - round(_STRONGEST_SHARE * len(ordered)) :])
    best = frozenset(member.code for member in plan.members if member.branch in strongest)
    people = [member.code for member in plan.members]
    members = _qualities(people, member_stars, seed, SubjectKind.MEMBER, best)
    own = {member.code for member in plan.members if member.branch in weakest}
    return Opinions(seed, {**branches, **members}, weakest | own)


def opinions_after(before: Opinions, plan: Plan) -> Opinions:
    """Return the opinions in a later stage: of those who were there before much the same, and mostly a little better."""
    fresh = opinions_of(plan, before.seed + 1)
    quality = {
        code: _changed(before.quality[code], rng_of(fresh.seed, "changed", code))
        if code in before.quality
        else own
        for code, own in fresh.quality.items()
    }
    return replace(fresh, quality=quality)


def _changed(quality: Strengths, rng: random.Random) -> Strengths:
    return {star: one + rng.gauss(*_CHANGE) for star, one in quality.items()}
