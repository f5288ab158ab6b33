"""A ledger and a plan to results, in whole hundredths and ten-thousandths, half-up."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from xlcampaign.model.choices import Missing
from xlcampaign.model.plan import Plan, Star, SubjectKind, Way, WayKey
from xlcampaign.model.results import (
    Ledger,
    Outcome,
    Quota,
    Recommended,
    Results,
    StarResult,
    SubjectResult,
    WayResult,
)
from xlcampaign.model.rounding import TRIM_ABOVE, half_up, mean_of
from xlcampaign.model.scale import Scale
from xlcampaign.model.sharing import Row
from xlcampaign.model.submission import Counts, Mark
from xlcampaign.tally.outcomes import settle

NO_OUTCOME = Outcome(None, (None, None, None), None, None, 0, Quota.NONE, None, None, None, None)
"""What stands in a result until it is settled."""
_NO_COUNTS: Counts = {}


def points_of(scale: Scale) -> Mapping[Mark, int]:
    """Return the points (hundredths) of the counted grades; a mark in points stands for itself."""
    return {grade.key: grade.points for grade in scale.grades if grade.points is not None}


def score_way(counts: Counts, scale: Scale, *, trim: bool) -> WayResult:
    """Return a way's figures on one star: the mean of the counted marks in ten-thousandths.

    With `trim`, one highest and one lowest mark are left out where more than five are counted.
    """
    grades = points_of(scale)
    if scale.is_points:
        values = [(mark, number) for mark, number in counts.items() if isinstance(mark, int) and number]
    else:
        values = [(grades[mark], number) for mark, number in counts.items() if mark in grades and number]
    n = sum(number for _, number in values)
    if n == 0:
        return WayResult(counts, 0, 0, None, None, None)
    total = sum(points * number for points, number in values)
    highest, lowest = max(points for points, _ in values), min(points for points, _ in values)
    return WayResult(counts, n, total, highest, lowest, mean_over(n, total, highest, lowest, trim=trim))


def mean_over(n: int, total: int, highest: int, lowest: int, *, trim: bool) -> int:
    """Return the mean in ten-thousandths of n marks that come to a total, all in hundredths; see `score_way`."""
    drop = trim and n > TRIM_ABOVE
    kept, sum_kept = (n - 2, total - highest - lowest) if drop else (n, total)
    return half_up(100 * sum_kept, kept)


class Scorer:
    """Scores a star; what that takes of the plan is looked up once for all subjects."""

    def __init__(self, star: Star, plan: Plan) -> None:
        """Score a star by the weights, the threshold and the rule on missing ways of a plan."""
        self._star, self._threshold = star.key, plan.threshold_of(star)
        self._weights = tuple((way.key, way.weight) for way in plan.ways_of(star.kind) if way.weight)
        self._renormalises = plan.campaign.missing is Missing.RENORMALISE

    def of(self, ways: Mapping[WayKey, WayResult]) -> StarResult:
        """Return the star's score in hundredths: the weighted mean of the ways' means."""
        weighted = [(way, weight, ways[way].mean) for way, weight in self._weights]
        missing = tuple(way for way, _, mean in weighted if mean is None)
        renormalise = self._renormalises and WayKey.ORGANISATION not in missing
        if (missing and not renormalise) or len(missing) == len(weighted):
            return StarResult(self._star, ways, None, self._threshold, missing)
        counted = [(way, weight, mean) for way, weight, mean in weighted if mean is not None]
        found = _weighted((weight, mean) for _, weight, mean in counted)
        alone = [(weight, mean) for way, weight, mean in counted if way is not WayKey.SELF]
        lit = found >= self._threshold
        decided = lit and (not alone or _weighted(alone) < self._threshold)
        return StarResult(self._star, ways, found, self._threshold, missing, decided)


def _weighted(means: Iterable[tuple[int, int]]) -> int:
    """Return the weighted mean of means in ten-thousandths, in hundredths."""
    total = whole = 0
    for weight, mean in means:
        total += weight * mean
        whole += weight
    return half_up(total, 100 * whole)


def mean_x10(scores: Iterable[int | None]) -> int | None:
    """Return 10 × the mean of scores (hundredths), half-up; None if there is none or one is unrated."""
    listed = list(scores)
    return None if None in listed else mean_of(10 * score for score in listed if score is not None)


class _Scores:
    """Scores of stars, from the counts of a ledger; counts that are one have their figures worked out once."""

    def __init__(self, ledger: Ledger, plan: Plan) -> None:
        self._counts, self._plan = ledger.counts, plan
        self._known: dict[tuple[str, int], WayResult] = {}
        self._scorers = {star: Scorer(star, plan) for star in plan.stars}
        self._places = {
            kind: {way.key: place for place, way in enumerate(plan.ways_of(kind))} for kind in SubjectKind
        }

    def of(self, subject: str, kind: SubjectKind) -> tuple[StarResult, ...]:
        """Return the results of a subject's stars."""
        stars = self._plan.stars_of(kind)
        return tuple(self._scorers[star].of(self._ways(subject, star)) for star in stars)

    def _ways(self, subject: str, star: Star) -> Mapping[WayKey, WayResult]:
        ways = (self._way(subject, star, way) for way in self._plan.ways_of(star.kind))
        return Row(self._places[star.kind], tuple(ways))

    def _way(self, subject: str, star: Star, way: Way) -> WayResult:
        counts = self._counts.get((subject, star.key, way.key), _NO_COUNTS)
        which = way.scale, id(counts)  # equal counts are kept once, and as long as the ledger
        if which not in self._known:
            scale, trim = self._plan.scale_of[way.scale], self._plan.campaign.trim
            self._known[which] = score_way(counts, scale, trim=trim)
        return self._known[which]


def _satisfied(stars: tuple[StarResult, ...], way: Way, scale: Scale) -> tuple[int, int]:
    happy = {grade.key for grade in scale.grades if grade.satisfied}
    if not happy:
        return 0, 0
    results = [star.ways[way.key] for star in stars]
    good = sum(number for r in results for mark, number in r.counts.items() if mark in happy)
    return good, sum(result.n for result in results)


def _score_subject(
    named: tuple[str, str, str], kind: SubjectKind, scores: _Scores, plan: Plan, *, graded: bool
) -> SubjectResult:
    code, name, branch = named
    stars = scores.of(code, kind)
    rated = all(star.score is not None for star in stars)
    lit = sum(star.lit is True for star in stars) if rated else None
    composite = mean_x10(star.score for star in stars) if rated else None
    by_star = {star.star: star.score for star in stars}
    goals = {
        goal.key: mean_x10(by_star[star.key] for star in plan.stars_of(kind) if star.goal == goal.key)
        for goal in plan.goals_of(kind)
    }
    teacher = next(way for way in plan.ways_of(kind) if way.key is WayKey.TEACHER)
    return SubjectResult(
        kind,
        code,
        name,
        branch,
        stars,
        lit,
        composite,
        rank=None,
        sharing=0,
        graded=graded,
        outcome=NO_OUTCOME,
        recommended=Recommended.NO,
        seat=None,
        near=None,
        rectify=False,
        goals=goals,
        satisfied=_satisfied(stars, teacher, plan.scale_of[teacher.scale]),
    )


def _ranked(subjects: list[SubjectResult]) -> dict[str, tuple[int, int]]:
    """Return by code ranks among peers, 1 + the number of better composites, and how many share each."""
    groups: dict[object, list[SubjectResult]] = defaultdict(list)
    for subject in subjects:
        peers = "" if subject.kind is SubjectKind.BRANCH else subject.branch
        if subject.composite is not None and subject.graded:
            groups[subject.kind, peers].append(subject)
    ranks: dict[str, tuple[int, int]] = {}
    for group in groups.values():
        composites = sorted((s.composite or 0 for s in group), reverse=True)
        for subject in group:
            own = subject.composite or 0
            ranks[subject.code] = composites.index(own) + 1, composites.count(own)
    return ranks


def score(ledger: Ledger, plan: Plan) -> Results:
    """Return what follows from the counts of a stage for every branch and every member on the forms."""
    branch, member = SubjectKind.BRANCH, SubjectKind.MEMBER
    scores = _Scores(ledger, plan)
    subjects = [
        _score_subject((b.code, b.name, b.code), branch, scores, plan, graded=True) for b in plan.branches
    ]
    members = [
        _score_subject((m.code, m.name, b.code), member, scores, plan, graded=m.graded)
        for b in plan.branches
        for m in plan.rated_members(b.code)
    ]
    ranks = _ranked(subjects) | _ranked(members)
    ranked = []
    for subject in (*subjects, *members):
        rank, sharing = ranks.get(subject.code, (None, 0))
        ranked.append(replace(subject, rank=rank, sharing=sharing))
    return Results(settle(ranked, ledger.registers, plan))
