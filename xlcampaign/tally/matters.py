"""What leaders should look into or decide."""

from collections.abc import Callable, Container, Iterable, Iterator
from fractions import Fraction

from xlcampaign.model.briefing import (
    NOTHING_CAME,
    WIDE_GAP,
    AssessmentMissing,
    Briefing,
    DecisionsUnclear,
    Dissatisfied,
    ErrorsFound,
    EvaluationsMissing,
    FilesTied,
    FinalOpen,
    FormsAway,
    FormState,
    Matter,
    ObjectionsOpen,
    PlacesShort,
    PledgesOverdue,
    Proposed,
    QuotaTied,
    RectificationsOverdue,
    RectificationsWaiting,
    Unrated,
    WaysApart,
    WaysGap,
)
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import COMMITTEE
from xlcampaign.model.plan import Plan, SubjectKind, WayKey
from xlcampaign.model.registers import CaseState
from xlcampaign.model.results import Proposal, Report, Seat, SubjectResult
from xlcampaign.tally.final import final_of
from xlcampaign.tally.outcomes import ties_of


def _forms_missing(_: Report, known: Briefing) -> Iterator[Matter]:
    for state, branches in known.lacking(StepKey.EVALUATION).items():
        yield EvaluationsMissing(state, branches)
    for state in known.lacking(StepKey.COMMENT):
        yield AssessmentMissing(state)


def _forms_away(report: Report, known: Briefing) -> Iterator[Matter]:
    away = {form.slot.unit for form in known.forms if form.state is FormState.AWAY}
    if away:
        yield FormsAway(_in_order(away, report))


def _in_order(units: Container[str], report: Report) -> tuple[str, ...]:
    """Return units in the plan's order, the committee last."""
    listed = (*(branch.code for branch in report.plan.branches), COMMITTEE)
    return tuple(unit for unit in listed if unit in units)


def _unrated(report: Report, known: Briefing) -> Iterator[Matter]:
    unsent = known.units_in(StepKey.EVALUATION, *NOTHING_CAME)
    awaited = bool(known.units_in(StepKey.COMMENT, *NOTHING_CAME)) and not known.lacking(StepKey.COMMENT)
    for kind in SubjectKind:
        subjects = [
            subject
            for subject in report.results.of(kind)
            if not subject.is_rated
            and subject.branch not in unsent
            and not (awaited and _lacks_the_superior_alone(subject, report.plan))
        ]
        lacking = {
            way: sum(any(way in star.missing for star in subject.stars) for subject in subjects)
            for way in WayKey
        }
        if subjects:
            yield Unrated(kind, len(subjects), {way: count for way, count in lacking.items() if count})


def _lacks_the_superior_alone(subject: SubjectResult, plan: Plan) -> bool:
    """Tell whether nothing but the superior's rating is missing, which comes on the 考核点评表."""
    rated_there = subject.kind is SubjectKind.BRANCH or plan.is_rated_above(plan.member_of[subject.code])
    return rated_there and {way for star in subject.stars for way in star.missing} == {WayKey.ORGANISATION}


def _files_tied(report: Report, _: Briefing) -> Iterator[Matter]:
    tied = {one.slot.unit for one in report.selection.tied if one.slot.stage == report.stage}
    if tied:
        yield FilesTied(_in_order(tied, report))


def points_in(way: WayKey, subjects: Iterable[SubjectResult]) -> Fraction | None:
    """Return 10 × the mean of a way's means over all stars of some subjects, exactly; None where it has none."""
    stars = (star for subject in subjects for star in subject.stars)
    means = [mean for star in stars if (mean := star.ways[way].mean) is not None]
    return Fraction(sum(means), 1000 * len(means)) if means else None


def _ways_apart(report: Report, _: Briefing) -> Iterator[Matter]:
    gaps = []
    for branch, members in report.results.members_of.items():
        teacher, organisation = (points_in(way, members) for way in (WayKey.TEACHER, WayKey.ORGANISATION))
        if teacher is not None and organisation is not None and abs(teacher - organisation) > WIDE_GAP:
            gaps.append(WaysGap(branch, teacher - organisation))
    if gaps:
        yield WaysApart(tuple(gaps))


def _dissatisfied(report: Report, _: Briefing) -> Iterator[Matter]:
    found = {}
    for subject in report.results.of(SubjectKind.BRANCH):
        good, marks = subject.satisfied
        if marks and 100 * good < report.plan.campaign.satisfaction_alarm * marks:
            found[subject.code] = Fraction(100 * good, marks)
    if found:
        yield Dissatisfied(found)


def _proposed(report: Report, _: Briefing) -> Iterator[Matter]:
    codes = [subject.code for subject in report.results.subjects]
    for what in Proposal:
        subjects = tuple(code for code in codes if report.ledger.is_proposed(code, what))
        if subjects:
            yield Proposed(what, subjects)


def _unclear(report: Report, _: Briefing) -> Iterator[Matter]:
    places = {one.place for one in report.ledger.registers.unclear}
    if places:
        yield DecisionsUnclear(len(places))


def _objections_open(report: Report, _: Briefing) -> Iterator[Matter]:
    if found := report.ledger.registers.open_objections:
        yield ObjectionsOpen(len(found), sealed=bool(report.sealed))


def _quota_tied(report: Report, _: Briefing) -> Iterator[Matter]:
    ties = ties_of(report.results)
    if ties:
        yield QuotaTied({tie.members[0].branch: tuple(member.code for member in tie.members) for tie in ties})


def _places_short(report: Report, known: Briefing) -> Iterator[Matter]:
    for kind, figures in known.figures.items():
        places = report.plan.places_of(kind)
        study, over = figures.seats[Seat.STUDY], figures.seats[Seat.OVER]
        if places is not None and (study or over):
            yield PlacesShort(kind, places, study, over)


def _final_open(report: Report, _: Briefing) -> Iterator[Matter]:
    final = final_of(report)
    if final and final.for_meeting:
        yield FinalOpen(tuple(one.code for one in final.for_meeting), final.waiting)


def _overdue(report: Report, _: Briefing) -> Iterator[Matter]:
    registers = report.ledger.registers
    pledges = sum(pledge.is_overdue(report.as_of) for pledge in registers.pledges)
    rectifications = sum(entry.is_overdue(report.as_of) for entry in registers.rectifications)
    if pledges:
        yield PledgesOverdue(pledges, report.as_of)
    if rectifications:
        yield RectificationsOverdue(rectifications, report.as_of)
    if waiting := sum(entry.state is CaseState.WAITING for entry in registers.rectifications):
        yield RectificationsWaiting(waiting)


def _errors_found(_: Report, known: Briefing) -> Iterator[Matter]:
    if known.errors:
        yield ErrorsFound(known.errors, known.cells.rejected)


_LOOKED_FOR: tuple[Callable[[Report, Briefing], Iterator[Matter]], ...] = (
    _forms_missing,
    _forms_away,
    _unrated,
    _files_tied,
    _ways_apart,
    _dissatisfied,
    _proposed,
    _unclear,
    _objections_open,
    _quota_tied,
    _places_short,
    _final_open,
    _overdue,
    _errors_found,
)
"""What is looked for, most pressing first."""


def find_matters(report: Report, known: Briefing) -> Iterator[Matter]:
    """Yield what leaders should look into or decide, most pressing first.

    Args:
        report: a stage.
        known: its forms and figures.
    """
    for find in _LOOKED_FOR:
        yield from find(report, known)
