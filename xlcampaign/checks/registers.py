"""What is wrong with registers, and what they lack."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from xlcampaign.findings.catalogue import decision_rules as d
from xlcampaign.findings.catalogue import launch_rules as la
from xlcampaign.findings.catalogue import row_rules as r
from xlcampaign.findings.catalogue import submission_rules as x
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.decisions import can_be_looked_up
from xlcampaign.layout.forms import commendation_form
from xlcampaign.layout.recommending import against_recommending
from xlcampaign.layout.registers import number_when_listed
from xlcampaign.layout.sheet import Table
from xlcampaign.model.choices import StepKey
from xlcampaign.model.known import Known
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.model.registers import Decision
from xlcampaign.model.results import Ledger, Results
from xlcampaign.model.work import Launch, WorkEntry
from xlcampaign.words import T, listing_of, same

NEEDS_ALL = frozenset(
    {
        x.UNKNOWN_PLEDGE,
        x.NO_PLEDGES,
        x.NO_COMMENT,
        x.PLEDGE_COUNT,
        x.NOTHING_WITHDRAWN,
        d.UNKNOWN_CASE,
        r.LOST_WITHDRAWING,
        r.COMMENDED_BELOW,
        d.RECOMMENDED_UNFIT,
        d.MORE_THAN_PLACES,
        d.UPHELD_ALONE,
    }
)
"""Rules that can only be judged with all forms of a stage at hand."""

_NAMED = 6


def check_registers(ledger: Ledger, plan: Plan) -> Iterator[Finding]:
    """Every entry is sound, and no commendation against another decision."""
    titles: dict[str, T] = {}
    for flaw in ledger.registers.flaws:
        if flaw.rule in {d.INCOMPLETE, d.UNSETTLED} and not titles:
            titles = _column_titles(plan)
        facts = {"name": plan.name_of(flaw.subject), "found": flaw.found}
        facts |= {"stage": str(flaw.stage)} if flaw.stage else {}
        before = d.STILL_STANDS.filled(before=flaw.before.say()) if flaw.before else T("", "")
        yield flaw.rule.at(
            flaw.place, **facts, before=before, column=titles.get(flaw.found, same(flaw.found))
        )
    for entry in ledger.registers.commendations:
        if against := ledger.registers.contradiction_of(entry):
            name = plan.name_of(entry.subject)
            yield d.CONTRADICTED.at(entry.place, name=name, found=against.say())


def check_closings(ledger: Ledger, stage: int) -> Iterator[Finding]:
    """What was decided in a stage on closing cases is about a case, and has what gives it effect."""
    known = {number_when_listed(case.number) for case in ledger.registers.rectifications}
    for one in ledger.registers.closings:
        if one.stage != stage:
            continue
        if one.number not in known:
            yield d.UNKNOWN_CASE.at(one.place, found=one.number)
        elif one.verdict is Decision.AGREED and not one.closes:
            yield d.CLOSED_WITHOUT.at(one.place, found=one.number)
        elif one.closes and not can_be_looked_up(one.document):
            yield r.NO_NUMBER.at(one.place, name=one.number, found=one.document)


def check_commended(ledger: Ledger, results: Results, plan: Plan) -> Iterator[Finding]:
    """Nobody is commended who has no result, has to rectify or has the lowest level."""
    for entry in results.commended_below(ledger.registers, plan):
        subject = results.by_code.get(entry.subject)
        if subject is None:
            why = r.TAKES_NO_PART
        elif not subject.is_rated:
            why = r.NO_RESULT
        else:
            why = r.TO_RECTIFY if subject.rectify else r.AT_LOWEST.filled(level=subject.level or "")
        yield r.COMMENDED_BELOW.at(entry.place, name=plan.name_of(entry.subject), found=why)


def _column_titles(plan: Plan) -> dict[str, T]:
    """Return how the columns of decisions are called."""
    tables = (sheet for sheet in commendation_form(plan).sheets if isinstance(sheet, Table))
    return {column.key: column.title for table in tables for column in table.columns}


def check_pledge_counts(ledger: Ledger, plan: Plan, stage: int) -> Iterator[Finding]:
    """Whoever sent pledges made neither too few nor too many."""
    own = [pledge for pledge in ledger.registers.pledges if pledge.stage == stage]
    counts, files = Counter(p.subject for p in own), {p.branch: p.place.file for p in own}
    low, high, fewest = plan.campaign.pledges_low, plan.campaign.pledges_high, plan.campaign.pledges_branch
    for branch in plan.branches:
        place = Place(files.get(branch.code, ""))
        if branch.code in files and counts[branch.code] < fewest:
            expects = x.AT_LEAST.filled(low=str(fewest))
            yield x.PLEDGE_COUNT.at(
                place, name=branch.name, code=branch.code, found=counts[branch.code], expects=expects
            )
        for member in plan.rated_members(branch.code) if branch.code in files else ():
            if not low <= counts[member.code] <= high:
                expects = x.WITHIN.filled(low=str(low), high=str(high))
                found = counts[member.code]
                yield x.PLEDGE_COUNT.at(
                    place, name=member.name, code=member.code, found=found, expects=expects
                )


def check_comments(
    ledger: Ledger, results: Results, plan: Plan, stage: int, as_of: date
) -> Iterator[Finding]:
    """Once comments are due, every branch has one, and every member recommended or to rectify."""
    if not plan.has_step(stage, StepKey.COMMENT) or not plan.step_of(stage, StepKey.COMMENT).is_due(as_of):
        return
    commented = {comment.subject for comment in ledger.registers.comments}
    missing = [s.name for s in results.subjects if s.is_owed_comment and s.code not in commented]
    if missing:
        names = listing_of(missing, _NAMED)
        yield x.NO_COMMENT.at(Place(), found=len(missing), names=names)


def check_days(ledger: Ledger, plan: Plan, as_of: date) -> Iterator[Finding]:
    """What is said to be done is not still to come."""
    done: tuple[Launch | WorkEntry, ...] = (*ledger.registers.launches, *ledger.registers.work)
    for one in done:
        if one.day and one.day > as_of:
            facts = {"sheet": one.place.sheet, "found": str(one.day), "today": str(as_of)}
            yield la.NOT_YET.at(one.place, name=plan.name_of(one.branch), **facts)


def check_recommended(known: Known, plan: Plan) -> Iterator[Finding]:
    """Whom a meeting recommends is fit for it, and there is a place for all of them."""
    recommending = known.recommending or known.results
    decided = known.ledger.registers.recommendations.values()
    agreed = [one for one in decided if one.decision is Decision.AGREED]
    for one in agreed:
        subject = recommending.by_code.get(one.subject)
        if subject is None or not subject.is_fit:
            why = against_recommending(subject, known.final, plan)
            yield d.RECOMMENDED_UNFIT.at(one.place, name=plan.name_of(one.subject), found=why)
    for kind in SubjectKind:
        own = {one.code for one in recommending.of(kind) if one.is_fit}
        more, places = [one for one in agreed if one.subject in own], plan.places_of(kind)
        if places is not None and len(more) > places:
            said = listing_of((plan.name_of(one.subject) for one in more), _NAMED)
            yield d.MORE_THAN_PLACES.at(more[0].place, found=len(more), places=places, names=said)


def check_results(known: Known, plan: Plan, stage: int, as_of: date) -> Iterator[Finding]:
    """Yield what registers lack, seen beside the plan and the results."""
    ledger, results = known.ledger, known.results
    yield from check_recommended(known, plan)
    yield from check_pledge_counts(ledger, plan, stage)
    yield from check_comments(ledger, results, plan, stage, as_of)
    yield from check_commended(ledger, results, plan)
    yield from check_closings(ledger, stage)
    yield from check_days(ledger, plan, as_of)
