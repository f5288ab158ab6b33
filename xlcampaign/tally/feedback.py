"""What each branch and each member may be told of its result.

Stars are told however few rated, as they are posted. A score tells more: with one's own rating, and where the others are
known, what a way gave follows from it. So where a way with many raters had fewer than the plan's public minimum on a
star, neither its score nor anything from which that would follow is told: not the composite, nor which way was lowest.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from xlcampaign.layout.decisions import COMMENDATION
from xlcampaign.model.feedback import Feedback, StarTold, Told
from xlcampaign.model.plan import Entry, Plan, Way, WayKey
from xlcampaign.model.posting import Posting, posted_since
from xlcampaign.model.registers import Pledge, PledgeState, Registers
from xlcampaign.model.results import Report, StarResult, SubjectResult
from xlcampaign.tally.outcomes import ties_of

_Named = TypeVar("_Named")


def feedback_of(
    report: Report, branch: str, *, summarised: bool, postings: tuple[Posting, ...] = ()
) -> Feedback:
    """Return what a branch and its members are told.

    Args:
        report: a stage.
        branch: the branch's code.
        summarised: whether a summary was made; without one no result is told.
        postings: what is recorded as posted.
    """
    results = report.results
    subjects = (results.by_code[branch], *results.members_of.get(branch, ()))
    undecided = undecided_among(subjects, report)
    own, *members = (_told(subject, report, undecided, summarised=summarised) for subject in subjects)
    posted = posted_since(postings, report.plan.campaign.publication_start, report.as_of)
    return Feedback(own, tuple(members), report.stage, report.as_of, summarised, posted)


def undecided_among(subjects: Iterable[SubjectResult], report: Report) -> frozenset[str]:
    """Return the codes of those whose level a meeting has to settle before anybody is told it."""
    tied = {member.code for tie in ties_of(report.results) for member in tie.members}
    codes = (subject.code for subject in subjects)
    return frozenset(
        code for code in codes if code in tied or report.ledger.is_open(code, apart_from=COMMENDATION)
    )


def _told(subject: SubjectResult, report: Report, undecided: Container[str], *, summarised: bool) -> Told:
    plan, registers = report.plan, report.ledger.registers
    ways = [way for way in plan.ways_of(subject.kind) if way.weight]
    few = few_stars(subject, plan)
    rectifications = [one for one in registers.rectifications if one.subject == subject.code]
    told = Told(
        subject,
        tuple(star_told(star, ways, few=star.star in few) for star in subject.stars),
        None if few else subject.composite,
        subject.level if subject.level in plan.public_levels(subject.kind) else None,
        bool(few),
        subject.code in undecided,
        summarised,
        next((comment for comment in registers.comments if comment.subject == subject.code), None),
        tuple(_pledges(subject.code, registers, report.stage)),
        tuple(one for one in rectifications if one.is_open),
        frozenset(one.stage for one in rectifications),
    )
    if not summarised:
        stars = tuple(replace(star, lit=None, score=None, lowest=()) for star in told.stars)
        return replace(told, stars=stars, composite=None, level=None, few=False, is_open=True)
    return replace(told, level=None) if told.is_open else told


def few_stars(subject: SubjectResult, plan: Plan) -> frozenset[str]:
    """Return the keys of the stars that too few rated in any way that counts in their scores."""
    ways = [way for way in plan.ways_of(subject.kind) if way.weight]
    return frozenset(star.star for star in subject.stars if any(is_few(star, way, plan) for way in ways))


def is_few(star: StarResult, way: Way, plan: Plan) -> bool:
    """Tell whether too few rated a star in a way that has many raters for its figures to be told."""
    return way.entry is not Entry.MARKS and 0 < star.ways[way.key].n < plan.campaign.few_public


def lowest_of(means: Mapping[_Named, int]) -> tuple[_Named, ...]:
    """Return what has the lowest mean; nothing where all have the same one."""
    least = min(means.values(), default=None)
    lowest = tuple(one for one, mean in means.items() if mean == least)
    return lowest if len(lowest) < len(means) else ()


def star_told(star: StarResult, ways: list[Way], *, few: bool) -> StarTold:
    """Return what is told of a star; `few` says that too few rated it for its score to be told."""
    rated_self = star.ways[WayKey.SELF]
    own = rated_self.mean if rated_self.n == 1 else None  # where it is voted on, it is nobody's own
    if few or star.score is None:
        return StarTold(star.star, star.lit, own, None, star.threshold, ())
    means = {way.key: mean for way in ways if (mean := star.ways[way.key].mean) is not None}
    lowest = () if star.lit else lowest_of(means)
    return StarTold(star.star, star.lit, own, star.score, star.threshold, lowest)


def _pledges(subject: str, registers: Registers, stage: int) -> Iterator[Pledge]:
    for pledge in registers.pledges:
        is_open = pledge.state is not PledgeState.FULFILLED
        if pledge.subject == subject and (pledge.stage == stage or is_open):
            yield pledge
