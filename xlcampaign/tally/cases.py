"""Cases of rectification: which there are, why they were listed, and what closed them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple

from xlcampaign.findings.finding import Place
from xlcampaign.layout.decisions import due_of
from xlcampaign.layout.registers import carried_number, entry_number, listed_for, number_when_listed
from xlcampaign.model.history import Past, PastResult
from xlcampaign.model.plan import Plan
from xlcampaign.model.registers import Listing, Rectification
from xlcampaign.model.results import Ledger, Results
from xlcampaign.tally.listing import listing_of
from xlcampaign.words import listing_of as names_of

_NOTHING_BEFORE: Mapping[int, Past] = MappingProxyType({})


class _Stages(NamedTuple):
    """What a stage and those before it came to, and the plan at the stage."""

    stage: int
    results: Results
    earlier: Mapping[int, Past]
    plan: Plan

    def listing(self, stage: int, code: str) -> Listing | None:
        """Return why somebody had to rectify after a stage; None where it had not, or nobody knows."""
        if stage == self.stage:
            subject = self.results.by_code.get(code)
            return listing_of(subject, self.plan) if subject else None
        result = self.earlier[stage].results.get(code) if stage in self.earlier else None
        return result.listing if result else None

    def lit(self, stage: int, code: str) -> Mapping[str, bool]:
        """Return of the stars that somebody could earn in a stage whether they were lit."""
        if stage == self.stage:
            subject = self.results.by_code.get(code)
            return {star.star: star.lit is True for star in subject.stars} if subject else {}
        past = self.earlier[stage]
        result = past.results.get(code)
        return {star: star in result.lit for star in past.stars[result.kind]} if result else {}


def with_cases(
    ledger: Ledger,
    results: Results,
    plan: Plan,
    stage: int,
    earlier: Mapping[int, Past] = _NOTHING_BEFORE,
) -> Ledger:
    """Return a ledger with all cases up to its stage: those on forms, and those asked for of which no form ever spoke.

    A case is closed once all stars that were not lit when it was listed are lit in one later stage, unless it was listed
    for a veto or an override; or by the committee. A star that the plan has no longer is not waited for.

    Args:
        ledger: what was written down up to the stage.
        results: the results of the stage.
        plan: the plan at the stage.
        stage: the stage.
        earlier: what earlier stages came to, as they were sealed where they were.
    """
    registers, stages = ledger.registers, _Stages(stage, results, earlier, plan)
    decided = sorted((one for one in registers.closings if one.verdict), key=attrgetter("takes_effect"))
    decisions = {one.number: one for one in decided}
    cases, last_days = [], plan.everybody.last_days()
    for case in (*registers.rectifications, *_unspoken(registers.rectifications, earlier, plan)):
        listed = stages.listing(case.stage, listed_for(case))
        known = replace(case, listed=listed, decision=decisions.get(number_when_listed(case.number)))
        cases.append(_with_leaving(replace(known, lit_in=_lit_in(known, stages)), last_days))
    owed = {one.code: listing for one in results.subjects if (listing := listing_of(one, plan))}
    return replace(ledger, registers=replace(registers, rectifications=tuple(cases), listings=owed))


def _with_leaving(case: Rectification, last_days: Mapping[str, date | None]) -> Rectification:
    """Return a case with whether whose it is has left for good, and when; whoever the plan does not know has, too."""
    left = last_days.get(case.subject)
    stays = left is None and case.subject in last_days
    return case if stays else replace(case, gone=True, left=left)


def _unspoken(
    cases: tuple[Rectification, ...], earlier: Mapping[int, Past], plan: Plan
) -> Iterator[Rectification]:
    """Yield the cases that earlier stages asked for and no form ever spoke of: not to send one closes nothing."""
    spoken = {number_when_listed(case.number) for case in cases}
    for stage in sorted(earlier):
        for result in earlier[stage].results.values():
            if result.listing and entry_number(stage, result.code) not in spoken:
                yield _case_of(result, result.listing, earlier[stage], plan)


def _case_of(result: PastResult, listing: Listing, past: Past, plan: Plan) -> Rectification:
    """Return the case that the results of an earlier stage ask for, in the words of then."""
    whose = plan.carried(result.code, result.branch).subject
    unlit = names_of(past.star_names[result.kind, star] for star in listing.unlit)
    number = carried_number(past.stage, whose, result.code)
    return Rectification(
        number,
        past.stage,
        whose,
        unlit.say(plan.campaign.language),
        "",
        "",
        "",
        "",
        due_of(plan, past.stage),
        "",
        closed=False,
        evidence="",
        place=Place(),
    )


def _lit_in(case: Rectification, stages: _Stages) -> int:
    """Return the first later stage in which all stars are lit for want of which a case was listed; 0 for none."""
    if case.listed is None or case.listed.is_decided or not case.listed.unlit:
        return 0
    for stage in sorted(number for number in (*stages.earlier, stages.stage) if number > case.stage):
        whose = listed_for(case)
        if case.subject != whose:  # another branch took it over
            whose = stages.plan.of_stage(stage).carried(whose, whose).subject
        lit = stages.lit(stage, whose)
        waited = [lit[star] for star in case.listed.unlit if star in lit]
        if waited and all(waited):
            return stage
    return 0
