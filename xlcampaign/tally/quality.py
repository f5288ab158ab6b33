"""How branches were rated: agreement of raters, spread, self-ratings, and where teachers and organisation differ.

Agreement is the observed agreement of Fleiss (1971), Measuring nominal scale agreement among many raters,
Psychological Bulletin 76(5), 378-382: for each subject and star the share of pairs of raters who gave the same,
and the mean of these shares over subjects and stars, each counting the same however many raters it has. No
coefficient is corrected for chance (kappa, alpha): where nearly all marks are alike, as votes of approval are,
these come to nearly nothing although nearly everybody agrees (Feinstein and Cicchetti 1990, Journal of Clinical
Epidemiology 43(6), 543-549), and would be read as a reproach.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from math import isqrt

from xlcampaign.model.identity import COMMITTEE
from xlcampaign.model.plan import Entry, Plan, SubjectKind, Way, WayKey
from xlcampaign.model.quality import APART, BranchQuality, Distance, Quality, Raters, SelfRating
from xlcampaign.model.results import Ledger, Results, StarResult, SubjectResult
from xlcampaign.model.rounding import half_up
from xlcampaign.model.scale import Scale
from xlcampaign.model.submission import Counts, Likeness, Mark
from xlcampaign.tally.score import points_of


def agreement(items: Iterable[Sequence[int]]) -> Fraction | None:
    """Return the mean share of pairs of raters who gave the same; None where nothing has two raters.

    Args:
        items: for each thing rated, how many raters gave each mark; those with fewer than two raters are left out.
    """
    pairs: dict[int, int] = defaultdict(int)
    number = 0
    for votes in items:
        n = sum(votes)
        if n > 1:
            pairs[n * (n - 1)] += sum(given * (given - 1) for given in votes)
            number += 1
    if not number:
        return None
    return sum((Fraction(alike, possible) for possible, alike in pairs.items()), Fraction()) / number


def deviation(values: Sequence[int]) -> int | None:
    """Return the standard deviation of a whole population, half-up; None of nothing."""
    n = len(values)
    if not n:
        return None
    squared = n * sum(value * value for value in values) - sum(values) ** 2
    return (isqrt(4 * squared) + n) // (2 * n)


def self_rating(stars: Iterable[StarResult]) -> SelfRating:
    """Return self-ratings beside the other ways, over the stars on which all ways have a mean."""
    number = own = others = 0
    for star in stars:
        means = [star.ways[way].mean for way in WayKey]
        present = [mean for mean in means if mean is not None]
        if len(present) == len(means):
            number, own, others = number + 1, own + present[0], others + sum(present[1:])
    if not number:
        return SelfRating(0, None, None)
    ways = len(WayKey) - 1
    exactly = Fraction(ways * own - others, 100 * number * ways)
    return SelfRating(number, half_up(own, 100 * number), half_up(others, 100 * number * ways), exactly)


def _counted(counts: Counts, grades: Collection[Mark] | None) -> list[int]:
    """Return how many raters gave each mark that counts: one of the grades, or points where there are none."""
    return [n for mark, n in counts.items() if (isinstance(mark, int) if grades is None else mark in grades)]


def _full(likeness: Likeness | None, scale: Scale) -> int:
    best = scale.high if scale.is_points else scale.counted[0].key
    return likeness.uniform.get(best, 0) if likeness and best is not None else 0


def _raters(branch: str, way: Way, subjects: Sequence[SubjectResult], ledger: Ledger, plan: Plan) -> Raters:
    scale = plan.scale_of[way.scale]
    held = (COMMITTEE if plan.is_above(branch, way) else branch, way.meeting_key)
    meeting, likeness = ledger.meetings.get(held), ledger.likeness.get(held)
    results = [star.ways[way.key] for subject in subjects for star in subject.stars]
    numbers = [result.n for result in results]
    grades = None if scale.is_points else points_of(scale)
    alike = agreement(_counted(result.counts, grades) for result in results)
    return Raters(
        branch,
        way.kind,
        way.key,
        meeting.valid if meeting else None,
        min(numbers, default=0),
        max(numbers, default=0),
        None if alike is None else half_up(1000 * alike.numerator, alike.denominator),
        likeness,
        _full(likeness, scale),
    )


def _distances(subjects: Iterable[SubjectResult]) -> Iterator[Distance]:
    """Yield every star that both teachers and organisation rated."""
    for subject in subjects:
        for star in subject.stars:
            teacher, organisation = (star.ways[way].mean for way in (WayKey.TEACHER, WayKey.ORGANISATION))
            if teacher is not None and organisation is not None:
                yield Distance(subject.code, star.star, teacher, organisation)


def _is_far(distance: Distance) -> bool:
    return distance.size >= 100 * APART


def _branch(own: SubjectResult, members: Sequence[SubjectResult]) -> BranchQuality:
    composites = [member.composite for member in members if member.composite is not None]
    distances = list(_distances((own, *members)))
    return BranchQuality(
        own.code,
        len(composites),
        max(composites, default=None),
        min(composites, default=None),
        deviation(composites),
        self_rating(star for member in members for star in member.stars),
        sum(self_rating(member.stars).is_wide for member in members),
        self_rating(own.stars),
        len(distances),
        sum(_is_far(distance) for distance in distances),
    )


def assess(ledger: Ledger, plan: Plan, results: Results) -> Quality:
    """Return how branches were rated.

    Args:
        ledger: the counts of a stage.
        plan: the campaign's plan.
        results: what follows from them.
    """
    members = results.members_of
    branches = results.of(SubjectKind.BRANCH)
    many = [
        way
        for kind in (SubjectKind.MEMBER, SubjectKind.BRANCH)
        for way in plan.ways_of(kind)
        if way.entry is not Entry.MARKS
    ]
    raters = tuple(
        _raters(
            branch.code,
            way,
            members.get(branch.code, ()) if way.kind is SubjectKind.MEMBER else [branch],
            ledger,
            plan,
        )
        for branch in branches
        for way in many
    )
    far = sorted(filter(_is_far, _distances(results.subjects)), key=lambda distance: -distance.size)
    return Quality(tuple(_branch(one, members.get(one.code, ())) for one in branches), raters, tuple(far))
