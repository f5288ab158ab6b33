"""What leaders should look into or decide."""

from collections.abc import Callable, Iterator

from xlcampaign.model.briefing import (
    WIDE_GAP,
    AssessmentMissing,
    Briefing,
    Dissatisfied,
    ErrorsFound,
    EvaluationsMissing,
    FilesTied,
    Matter,
    PlacesShort,
    PledgesOverdue,
    Proposed,
    QuotaTied,
    RectificationsOverdue,
    Unrated,
    WaysApart,
    WaysGap,
)
from xlcampaign.model.identity import COMMITTEE
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.model.results import Proposal, Report, Seat
from xlcampaign.tally.outcomes import ties_of


def _forms_missing(_: Report, known: Briefing) -> Iterator[Matter]:
    if known.missing:
        yield EvaluationsMissing(known.missing)
    if known.is_assessment_missing:
        yield AssessmentMissing()


def _unrated(report: Report, known: Briefing) -> Iterator[Matter]:
    unsent = known.missing
    for kind in SubjectKind:
        subjects = [
            subject
            for subject in report.results.of(kind)
            if subject.composite is None and subject.branch not in unsent
        ]
        lacking = {
            way: sum(any(way in star.missing for star in subject.stars) for subject in subjects)
            for way in WayKey
        }
        if subjects:
            yield Unrated(kind, len(subjects), {way: count for way, count in lacking.items() if count})


def _files_tied(report: Report, _: Briefing) -> Iterator[Matter]:
    tied = {one.slot.unit for one in report.selection.tied if one.slot.stage == report.stage}
    units = (*(branch.code for branch in report.plan.branches), COMMITTEE)
    if tied:
        yield FilesTied(tuple(unit for unit in units if unit in tied))


def _ways_apart(_: Report, known: Briefing) -> Iterator[Matter]:
    gaps = []
    for branch, means in known.branch_means.items():
        teacher, organisation = means[WayKey.TEACHER], means[WayKey.ORGANISATION]
        if teacher is not None and organisation is not None and abs(teacher - organisation) > WIDE_GAP:
            gaps.append(WaysGap(branch, teacher, organisation))
    if gaps:
        yield WaysApart(tuple(gaps))


def _dissatisfied(report: Report, _: Briefing) -> Iterator[Matter]:
    found = {}
    for subject in report.results.of(SubjectKind.BRANCH):
        (good, marks), share = subject.satisfied, subject.satisfaction
        if share is not None and 100 * good < report.plan.campaign.satisfaction_alarm * marks:
            found[subject.code] = share
    if found:
        yield Dissatisfied(found)


def _proposed(report: Report, _: Briefing) -> Iterator[Matter]:
    codes = [subject.code for subject in report.results.subjects]
    for what in Proposal:
        subjects = tuple(code for code in codes if report.ledger.is_proposed(code, what))
        if subjects:
            yield Proposed(what, subjects)


def _quota_tied(report: Report, _: Briefing) -> Iterator[Matter]:
    ties = ties_of(report.results)
    if ties:
        yield QuotaTied({tied[0].branch: tuple(member.code for member in tied) for tied in ties})


def _places_short(report: Report, known: Briefing) -> Iterator[Matter]:
    for kind, figures in known.figures.items():
        places = report.plan.places_of(kind)
        candidates = figures.seats[Seat.STUDY] + figures.seats[Seat.OVER]
        if places is not None and candidates:
            yield PlacesShort(kind, places, candidates)


def _overdue(report: Report, _: Briefing) -> Iterator[Matter]:
    registers = report.ledger.registers
    pledges = sum(pledge.is_overdue(report.as_of) for pledge in registers.pledges)
    rectifications = sum(entry.is_overdue(report.as_of) for entry in registers.rectifications)
    if pledges:
        yield PledgesOverdue(pledges)
    if rectifications:
        yield RectificationsOverdue(rectifications)


def _errors_found(_: Report, known: Briefing) -> Iterator[Matter]:
    if known.errors:
        yield ErrorsFound(known.errors, known.cells.rejected)


_LOOKED_FOR: tuple[Callable[[Report, Briefing], Iterator[Matter]], ...] = (
    _forms_missing,
    _unrated,
    _files_tied,
    _ways_apart,
    _dissatisfied,
    _proposed,
    _quota_tied,
    _places_short,
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
