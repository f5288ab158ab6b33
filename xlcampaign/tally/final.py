"""The final selection, made with the last stage: by the plan's rule, over the stars of all stages.

What is not known of somebody never counts for or against: who may still meet the rule, because a stage has no result of
them, is to be studied by a meeting.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from xlcampaign.layout.decisions import COMMENDATION
from xlcampaign.model.choices import FinalRule
from xlcampaign.model.final import Candidate, Final, Ground, Reason, Verdict
from xlcampaign.model.history import Past, PastResult
from xlcampaign.model.known import Known
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.model.registers import Decision, RecommendationDecision
from xlcampaign.model.results import Recommended, Report, Results, Standing, SubjectResult
from xlcampaign.tally.outcomes import seats


def final_of(report: Report) -> Final | None:
    """Return the final selection; None before the last stage, before anybody is rated in it, and where the plan has no rule."""
    return selection_of(report.plan, report.stage, Known(report.ledger, report.results, report.history))


def selection_of(plan: Plan, stage: int, known: Known) -> Final | None:
    """Return the same of what is known of a stage."""
    rule, last = plan.campaign.final_rule, max(one.number for one in plan.stages)
    rated = known.results.standing_of(*SubjectKind) is Standing.RATED
    return _Selecting(plan, stage, known, rule).final() if rule and stage == last and rated else None


def for_recommending(report: Report) -> Results:
    """Return the results of a stage as they stand for recommending: each with its group, and whether there is a place.

    In the last stage that is by the final selection, where the plan has a rule for it, whatever stars this stage alone
    brought. What is open about somebody keeps nobody out before it is decided, as in any other stage.
    """
    return recommending(report.results, final_of(report), report.plan)


def recommending(results: Results, final: Final | None, plan: Plan) -> Results:
    """Return the same of results and of the final selection that was made of them, if one was."""
    if final is None:
        return results
    found = {one.code: one for one in final.candidates}
    return Results(tuple(_in_group(one, found[one.code], plan) for one in results.subjects))


def _in_group(subject: SubjectResult, found: Candidate, plan: Plan) -> SubjectResult:
    group = Recommended.NO
    if found.takes_place:
        is_top = subject.level == plan.levels_of(subject.kind)[0].name
        group = Recommended.TOP if is_top else Recommended.OTHER
    return replace(subject, recommended=group, seat=found.seat)


class _Selecting:
    """Every stage that there is up to the last, with what it came to, where anybody was rated in it."""

    def __init__(self, plan: Plan, stage: int, known: Known, rule: FinalRule) -> None:
        self._known, self._plan, self._stage, self._rule = known, plan, stage, rule
        pasts = {past.stage: past for past in known.history}
        earlier = sorted(one.number for one in plan.stages if one.number < stage)
        self._earlier: Mapping[int, Past | None] = {number: pasts.get(number) for number in earlier}

    def final(self) -> Final:
        """Return the selection."""
        found = [self._candidate(subject) for subject in self._known.results.subjects]
        seated = [one for kind in SubjectKind for one in self._with_seats(found, kind)]
        branches, members = (self._asked(kind) for kind in SubjectKind)
        stages = (*self._earlier, self._stage)
        return Final(self._rule, stages, (branches, members), (*seated, *self._gone()))

    def _asked(self, kind: SubjectKind) -> int:
        """Return how many stars the rule asks of a kind of subject."""
        if self._rule is not FinalRule.TOTAL:
            return self._plan.recommend_from(kind)
        campaign = self._plan.campaign
        stated = campaign.total_branch if kind is SubjectKind.BRANCH else campaign.total_member
        own = self._plan.recommend_from(kind)
        return stated or own + sum(_needed(past, kind, self._plan) for past in self._earlier.values())

    def _candidate(self, subject: SubjectResult) -> Candidate:
        pasts = [past.results.get(subject.code) if past else None for past in self._earlier.values()]
        stars = (*(one.stars if one else None for one in pasts), subject.lit)
        decision = self._known.ledger.registers.recommendations.get(subject.code)
        reasons = self._decided((*self._of_last(subject), *self._by_rule(subject, stars)), decision)
        candidate = Candidate(subject.code, subject.kind, stars, reasons, decision=decision)
        if candidate.verdict is Verdict.OUT or not self._known.ledger.is_open(
            subject.code, apart_from=COMMENDATION
        ):
            return candidate
        return replace(candidate, reasons=(*reasons, Reason(Ground.OPEN)))

    def _decided(
        self, reasons: tuple[Reason, ...], decision: RecommendationDecision | None
    ) -> tuple[Reason, ...]:
        """Return what stands against somebody after a meeting looked into it; by the rule alone it overturns nothing."""
        if decision is None or any(one.is_final for one in reasons):
            return reasons
        if decision.decision is Decision.AGREED:
            return ()
        refused = decision.decision is Decision.REFUSED
        return (*reasons, Reason(Ground.REFUSED if refused else Ground.DEFERRED))

    def _of_last(self, subject: SubjectResult) -> Iterator[Reason]:
        """Yield what in the last stage stands against somebody, whatever the rule."""
        if subject.outcome.veto is not None:
            yield Reason(Ground.VETO)
        elif subject.outcome.failed:
            yield Reason(Ground.LOWERED)
        if not subject.graded:
            yield Reason(Ground.UNGRADED)

    def _by_rule(self, subject: SubjectResult, stars: tuple[int | None, ...]) -> Iterator[Reason]:
        if self._rule is FinalRule.TOTAL:
            yield from self._in_total(subject, stars)
            return
        last, needed = self._stage, self._plan.recommend_from(subject.kind)
        for number, past in self._earlier.items() if self._rule is FinalRule.EVERY else ():
            yield from self._in_earlier(number, past, subject)
        if subject.lit is None:
            beyond = needed - sum(_counted(subject))
            yield Reason(Ground.BEYOND, last, beyond) if beyond > 0 else Reason(Ground.UNRATED, last)
        elif subject.lit < needed:
            yield Reason(Ground.SHORT, last, needed - subject.lit)

    def _in_earlier(self, number: int, past: Past | None, subject: SubjectResult) -> Iterator[Reason]:
        """Yield what in an earlier stage stands against somebody who needs the stars in every one."""
        result = past.results.get(subject.code) if past else None
        needed = _needed(past, subject.kind, self._plan)
        if result is None or result.stars is None:
            beyond = needed - sum(_counted_then(past, result, subject.kind, self._plan))
            yield Reason(Ground.BEYOND, number, beyond) if beyond > 0 else _unknown(number, past, result)
            return
        short = needed - result.stars
        if short > 0:
            yield Reason(Ground.ONCE_FIT if result.recommended else Ground.SHORT, number, short)
        elif not result.recommended:
            yield Reason(Ground.UNFIT, number)

    def _in_total(self, subject: SubjectResult, stars: tuple[int | None, ...]) -> Iterator[Reason]:
        """Yield what is lacking in total, and in which stages nothing is known, as far as it matters."""
        unknown = []
        counted = [_counted(subject)]
        for (number, past), lit in zip(self._earlier.items(), stars, strict=False):
            result = past.results.get(subject.code) if past else None
            counted.append(_counted_then(past, result, subject.kind, self._plan))
            if lit is None:
                unknown.append(_unknown(number, past, result))
        if subject.lit is None:
            unknown.append(Reason(Ground.UNRATED, self._stage))
        short = self._asked(subject.kind) - sum(lit for lit, _ in counted)
        possible = sum(open_ for _, open_ in counted)
        if short > possible > 0:
            yield Reason(Ground.BEYOND, short=short - possible)
            yield from unknown
        elif short > 0:
            yield Reason(Ground.TOTAL, short=short, maybe=possible > 0)
            yield from unknown
        elif subject.lit is None:
            yield unknown[-1]

    def _with_seats(self, found: list[Candidate], kind: SubjectKind) -> Iterator[Candidate]:
        """Yield the candidates of a kind, of those who may be selected with whether the places suffice."""
        own = [one for one in found if one.kind is kind]
        results = self._known.results.by_code
        grouped = [_in_group(results[one.code], one, self._plan) for one in own]
        decided = self._known.ledger.registers.recommendations
        places = seats(grouped, self._plan.places_of(kind), decided)
        yield from (replace(one, seat=places.get(one.code)) for one in own)

    def _gone(self) -> Iterator[Candidate]:
        """Yield those who had a result in an earlier stage, and have none in the last one, since they are not in it."""
        there = self._known.results.by_code
        seen: dict[str, PastResult] = {}
        for past in self._earlier.values():
            seen |= {code: one for code, one in (past.results if past else {}).items() if code not in there}
        for code, one in seen.items():
            results = [past.results.get(code) if past else None for past in self._earlier.values()]
            listed = code in self._plan.member_of or code in self._plan.branch_of
            reason = Reason(Ground.EXCUSED if listed else Ground.LEFT)
            stars = (*(result.stars if result else None for result in results), None)
            yield Candidate(code, one.kind, stars, (reason,))


def _needed(past: Past | None, kind: SubjectKind, plan: Plan) -> int:
    """Return how many stars make fit in a stage: of those that it had, as many as today's plan says, or all."""
    campaign = plan.campaign
    stated = campaign.recommend_branch if kind is SubjectKind.BRANCH else campaign.recommend_member
    listed = len(past.stars[kind]) if past else len(plan.stars_of(kind))
    return min(stated or listed, listed)


def _counted(subject: SubjectResult) -> tuple[int, int]:
    """Return how many stars somebody has in the last stage, and how many without a result might be lit yet."""
    if subject.lit is not None:
        return subject.lit, 0
    lit = [star.lit for star in subject.stars]
    return lit.count(True), lit.count(None)


def _counted_then(
    past: Past | None, result: PastResult | None, kind: SubjectKind, plan: Plan
) -> tuple[int, int]:
    """Return the same of an earlier stage, all of whose stars might be lit where nothing is known of it."""
    listed = past.stars[kind] if past else tuple(star.key for star in plan.stars_of(kind))
    if result is None:
        return 0, len(listed)
    return len(result.lit), 0 if result.stars is not None else len(listed) - len(result.scores)


def _unknown(number: int, past: Past | None, result: PastResult | None) -> Reason:
    """Return why nothing is known of somebody in an earlier stage."""
    if past is None:
        return Reason(Ground.NOBODY, number)
    return Reason(Ground.AWAY if result is None else Ground.UNRATED, number)
