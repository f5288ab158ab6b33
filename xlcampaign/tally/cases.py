"""Cases of rectification: which there are, why they were listed, and what closed them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from operator import attrgetter
from types import MappingProxyType

from xlcampaign.findings.finding import Place
from xlcampaign.layout.decisions import due_of
from xlcampaign.layout.registers import carried_number, entry_number, listed_for, number_when_listed
from xlcampaign.model.plan import Plan
from xlcampaign.model.registers import Listing, Rectification, Short
from xlcampaign.model.results import Ledger, Results, SubjectResult
from xlcampaign.tally.feedback import few_stars, star_told
from xlcampaign.words import listing_of

_AS_TODAY: Mapping[int, Plan] = MappingProxyType({})


def with_cases(
    ledger: Ledger,
    results: Mapping[int, Results],
    plan: Plan,
    stage: int,
    then: Mapping[int, Plan] = _AS_TODAY,
) -> Ledger:
    """Return a ledger with all cases up to its stage: those on forms, and those asked for of which no form ever spoke.

    A case is closed once all stars that were not lit when it was listed are lit in one later stage, unless it was listed
    for a veto; or by the committee. A star that the plan has no longer is not waited for.

    Args:
        ledger: what was written down up to the stage.
        results: the results of the stage and of earlier ones, as far as anybody was rated in them.
        plan: the plan at the stage.
        stage: the stage.
        then: the plans by whose rules earlier results are, where those are not today's.
    """
    registers = ledger.registers
    decided = sorted((one for one in registers.closings if one.verdict), key=attrgetter("takes_effect"))
    decisions = {one.number: one for one in decided}
    earlier = {number: one for number, one in results.items() if number < stage}
    cases = []
    for case in (*registers.rectifications, *_unspoken(registers.rectifications, earlier, plan, then)):
        listed = _listed(case, results, then.get(case.stage, plan))
        known = replace(case, listed=listed, decision=decisions.get(number_when_listed(case.number)))
        cases.append(replace(known, lit_in=_lit_in(known, results, plan)))
    owed = (one for one in results[stage].subjects if one.rectify) if stage in results else ()
    listings = {one.code: _listing_of(one, plan) for one in owed}
    return replace(ledger, registers=replace(registers, rectifications=tuple(cases), listings=listings))


def _unspoken(
    cases: tuple[Rectification, ...], results: Mapping[int, Results], plan: Plan, then: Mapping[int, Plan]
) -> Iterator[Rectification]:
    """Yield the cases that earlier stages asked for and no form ever spoke of: not to send one closes nothing."""
    spoken = {number_when_listed(case.number) for case in cases}
    for earlier in sorted(results):
        for subject in results[earlier].subjects:
            if subject.rectify and entry_number(earlier, subject.code) not in spoken:
                yield _case_of(subject, earlier, plan, then.get(earlier, plan))


def _case_of(subject: SubjectResult, stage: int, plan: Plan, then: Plan) -> Rectification:
    """Return the case that the results of an earlier stage ask for, by the plan of then."""
    whose = plan.carried(subject.code, subject.branch).subject
    names = {star.key: star.name for star in then.stars_of(subject.kind)}
    unlit = listing_of(names[key] for key in _unlit(subject)).say(plan.campaign.language)
    number = carried_number(stage, whose, subject.code)
    return Rectification(
        number,
        stage,
        whose,
        unlit,
        "",
        "",
        "",
        "",
        due_of(plan, stage),
        "",
        closed=False,
        evidence="",
        place=Place(),
    )


def _unlit(subject: SubjectResult) -> tuple[str, ...]:
    return tuple(star.star for star in subject.stars if star.lit is not True)


def _listed(case: Rectification, results: Mapping[int, Results], then: Plan) -> Listing | None:
    """Return why the results of its stage ask for a case; None where they do not, or there are none."""
    whose = listed_for(case)
    subject = results[case.stage].by_code.get(whose) if case.stage in results else None
    if subject is None or not subject.rectify:
        return None
    return _listing_of(subject, then)


def _listing_of(subject: SubjectResult, plan: Plan) -> Listing:
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
    return Listing(subject.lit, _unlit(subject), subject.outcome.veto, tuple(short))


def _lit_in(case: Rectification, results: Mapping[int, Results], plan: Plan) -> int:
    """Return the first later stage in which all stars are lit for want of which a case was listed; 0 for none."""
    if case.listed is None or case.listed.veto or not case.listed.unlit:
        return 0
    for stage in sorted(number for number in results if number > case.stage):
        whose = listed_for(case)
        if case.subject != whose:  # another branch took it over
            whose = plan.of_stage(stage).carried(whose, whose).subject
        subject = results[stage].by_code.get(whose)
        lit = {star.star: star.lit for star in subject.stars} if subject else {}
        waited = [lit[star] for star in case.listed.unlit if star in lit]
        if waited and all(waited):
            return stage
    return 0
