"""Why somebody has to rectify."""

from xlcampaign.model.plan import Plan
from xlcampaign.model.registers import Listing, Short
from xlcampaign.model.results import SubjectResult
from xlcampaign.tally.feedback import few_stars, star_told


def listing_of(subject: SubjectResult, plan: Plan) -> Listing | None:
    """Return why somebody has to rectify, by the plan of its result; None where it has not."""
    if not subject.rectify:
        return None
    few = few_stars(subject, plan)
    ways = [way for way in plan.ways_of(subject.kind) if way.weight]
    stars = {star.key: star.name for star in plan.stars_of(subject.kind)}
    names = {way.key: way.name for way in ways}
    told = [star_told(star, ways, few=star.star in few) for star in subject.stars if star.lit is False]
    short = (
        Short(stars[one.star], one.score, one.threshold, tuple(names[way] for way in one.lowest))
        for one in told
        if one.score is not None
    )
    unlit = tuple(star.star for star in subject.stars if star.lit is not True)
    outcome = subject.outcome
    return Listing(
        subject.lit, unlit, outcome.veto, tuple(short), outcome.override if outcome.failed else None
    )
