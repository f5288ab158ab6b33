"""A report to its briefing: what is due and what came, key figures, what needs a decision."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from xlcampaign.model.briefing import Agenda, Briefing, Extremes, KindFigures, LevelCount, Trend, WayMeans
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.model.results import Report, Results, Seat, SubjectResult
from xlcampaign.model.rounding import half_up, shares
from xlcampaign.model.submission import Cells, Marks
from xlcampaign.tally.expected import expected_forms
from xlcampaign.tally.final import for_recommending
from xlcampaign.tally.matters import find_matters, points_in


def _way_means(subjects: Iterable[SubjectResult]) -> WayMeans:
    listed = list(subjects)
    means = {way: points_in(way, listed) for way in WayKey}
    return {
        way: None if mean is None else half_up(100 * mean.numerator, mean.denominator)
        for way, mean in means.items()
    }


def _figures(report: Report, kind: SubjectKind, to_recommend: Results) -> KindFigures:
    plan, subjects = report.plan, report.results.of(kind)
    stars = Counter(subject.lit for subject in subjects)
    graded = Counter(subject.level for subject in subjects if subject.graded)
    levels = [level.name for level in plan.levels_of(kind)]
    counts = [graded[level] for level in levels]
    seats = Counter(subject.seat for subject in to_recommend.of(kind))
    return KindFigures(
        subjects=len(subjects),
        by_stars=tuple(stars[n] for n in range(len(plan.stars_of(kind)) + 1)),
        composites=sum(subject.composite for subject in subjects if subject.composite is not None),
        levels=tuple(LevelCount(*one) for one in zip(levels, counts, shares(counts), strict=True)),
        without_level=graded[None],
        ungraded=sum(not subject.graded for subject in subjects),
        fit=sum(subject.is_fit for subject in subjects),
        seats={seat: seats[seat] for seat in Seat},
        rectifying=sum(subject.rectify for subject in subjects),
        vetoed=sum(subject.outcome.veto is not None for subject in subjects),
        lowered=sum(subject.outcome.failed and subject.outcome.veto is None for subject in subjects),
    )


def _agenda(report: Report, to_recommend: Results) -> Agenda:
    registers = report.ledger.registers
    below = report.results.commended_below(registers, report.plan)
    open_ = [e for e in registers.commendations if e.is_open or registers.is_disputed(e) or e in below]
    free = [one.code for one in to_recommend.subjects if one.seat is Seat.FREE]
    waiting = [code for code in free if not registers.agreed_to_recommend(code)]
    # what a stage was sealed with was agreed on: nothing of it waits for a meeting
    return Agenda(0 if report.sealed else len(waiting), len(open_))


def _extremes(report: Report) -> Extremes | None:
    branches = report.results.of(SubjectKind.BRANCH)
    rated = {branch.code: branch.composite for branch in branches if branch.composite is not None}
    if not rated:
        return None
    highest, lowest = max(rated.values()), min(rated.values())
    best, last = (
        tuple(code for code, composite in rated.items() if composite == end) for end in (highest, lowest)
    )
    return Extremes(best, highest, last, lowest)


def _trend(report: Report) -> Trend | None:
    before = report.before.results if report.before else {}
    more = [
        member.lit - previous.stars
        for member in report.results.of(SubjectKind.MEMBER)
        if member.lit is not None and (previous := before.get(member.code)) and previous.stars is not None
    ]
    return Trend(len(more), sum(more)) if more else None


def brief(report: Report) -> Briefing:
    """Return what a stage comes to in a few facts."""
    members_of, to_recommend = report.results.members_of, for_recommending(report)
    known = Briefing(
        forms=expected_forms(report),
        figures={kind: _figures(report, kind, to_recommend) for kind in SubjectKind},
        cells=sum(report.ledger.cells.values(), Cells()),
        marks=sum(report.ledger.marks.values(), Marks()),
        errors=sum(finding.is_error for finding in report.findings),
        means=_way_means(report.results.of(SubjectKind.MEMBER)),
        branch_means={
            branch.code: _way_means(members_of.get(branch.code, ())) for branch in report.plan.branches
        },
        agenda=_agenda(report, to_recommend),
        extremes=_extremes(report),
        trend=_trend(report),
    )
    return replace(known, matters=tuple(find_matters(report, known)))
