"""One result and what it comes from: a subject's outcome, or one of its stars."""

from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TypeVar

from xlcampaign.campaign import Folder
from xlcampaign.commands.merge import Options, guard_inputs, make_report
from xlcampaign.commands.outputs import Outputs
from xlcampaign.commands.progress import Progress
from xlcampaign.commands.seals import read_sealed
from xlcampaign.commands.writing import alone_in, writing
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.finding import Finding, Place, Rejects, Stop
from xlcampaign.forms.notices import write_notices
from xlcampaign.layout.explanation_page import EXPLANATION, explanation_notice
from xlcampaign.layout.forms import sheet_for
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary_counts import name_in_counts
from xlcampaign.layout.text import squeeze
from xlcampaign.model.explanation import Explanation, StarCase, Sum, WayCase
from xlcampaign.model.identity import COMMITTEE
from xlcampaign.model.plan import Plan, Star, SubjectKind, Way, WayKey
from xlcampaign.model.results import Proposal, Report, StarResult, SubjectResult
from xlcampaign.model.roster import Branch, Member
from xlcampaign.model.rounding import TRIM_ABOVE, half_up
from xlcampaign.model.submission import Key
from xlcampaign.model.versions import Why
from xlcampaign.tally.feedback import few_stars, is_few, lowest_of
from xlcampaign.tally.final import final_of
from xlcampaign.tally.record import record_of
from xlcampaign.words import Lang, T, listing_of

_Subject = TypeVar("_Subject", SubjectResult, Branch | Member)


def explain(
    folder: Folder, options: Options, subject: str, star: str | None, progress: Progress
) -> Explanation:
    """Return what one result of a stage comes from.

    Args:
        folder: the campaign.
        options: which stage, and the day that counts as today.
        subject: a code, a name or both as lists show them, however spaced.
        star: a star's name, alias or key; None for the subject as a whole.
        progress: told how many files were read.

    Raises:
        Stop: the stage has no results, or there is no such subject or star, or several subjects of that name.
    """
    report = make_report(folder, options, progress)
    explanation = explanation_of(report, subject, star)
    return explanation if options.output is None else _about_seal(folder, report, explanation)


def make_page(folder: Folder, explanation: Explanation, target: Path, lang: Lang) -> Finding | None:
    """Write an explanation as a page to print; return what is to be said of an older one that somebody changed.

    Raises:
        Stop: it would be written over an input, or cannot be written.
    """
    with writing(target):
        guard_inputs(folder, target)
    notice, made = explanation_notice(explanation, lang), explanation.as_of
    write = partial(write_notices, title=EXPLANATION, notices=(notice,), lang=lang, made=made)
    with alone_in(target.parent):
        return Outputs(folder, lang).put(target, write)


def _about_seal(folder: Folder, report: Report, explanation: Explanation) -> Explanation:
    """Return an explanation with how its stage is sealed; what cannot be read was said already."""
    try:
        sealed = read_sealed(folder, report.stage)
    except Stop:
        return explanation
    if sealed is None:
        return explanation
    return replace(explanation, sealed=sealed, as_sealed=sealed.record == record_of(report))


def explanation_of(report: Report, subject: str, star: str | None) -> Explanation:
    """Return what one result of a report comes from; arguments and Stop are those of `explain`."""
    found = _subject_of(report, subject)
    stars = report.plan.stars_of(found.kind) if star is None else (_star_of(report.plan, found.kind, star),)
    cases = tuple(_case_of(report, found, one) for one in stars)
    peers = [other for other in report.results.of(found.kind) if _are_peers(other, found)]
    top = report.plan.levels_of(found.kind)[0].name
    proposed = {what for what in Proposal if report.ledger.is_proposed(found.code, what)}
    final = final_of(report)
    standing = {one.code: one for one in final.candidates}.get(found.code) if final else None
    refused = {what: against for what in Proposal if (against := report.ledger.refusal_of(found.code, what))}
    return Explanation(
        report.plan,
        report.stage,
        found,
        sum(other.rank is not None for other in peers),
        sum(other.outcome.band == top for other in peers),
        frozenset(proposed),
        refused,
        None if star is None else cases[0],
        report.as_of,
        cases,
        few_stars(found, report.plan),
        tuple(one for one in report.ledger.registers.objections if one.may_be_about(found.code)),
        {one.file: one.sha256 for one in report.receipts},
        final=standing,
        recommending=report.ledger.registers.recommendations.get(found.code),
    )


def _are_peers(one: SubjectResult, other: SubjectResult) -> bool:
    return one.kind is SubjectKind.BRANCH or one.branch == other.branch


def _subject_of(report: Report, asked: str) -> SubjectResult:
    wanted, every = squeeze(asked), report.results.subjects
    found = _called(every, wanted)
    if len(found) == 1:
        return found[0]
    if found:
        raise Stop(o.AMBIGUOUS_SUBJECT.at(Place(), found=asked, candidates=_listed(found)))
    elsewhere = _elsewhere(report, wanted)
    if elsewhere:
        raise Stop(o.NO_SUBJECT.at(Place(), found=asked, nearest=elsewhere))
    known = {squeeze(text): text for subject in every for text in (subject.code, subject.name)}
    near = [known[text] for text in get_close_matches(wanted, known, n=3, cutoff=0.5)]
    close = [subject for subject in every if {subject.code, subject.name} & set(near)]
    nearest = o.NEAREST.filled(candidates=_listed(close)) if close else ""
    raise Stop(o.NO_SUBJECT.at(Place(), found=asked, nearest=nearest))


def _called(subjects: Iterable[_Subject], wanted: str) -> list[_Subject]:
    """Return those of a code, else of a name, else those whom lists show so."""
    every = list(subjects)
    found = [subject for subject in every if squeeze(subject.code) == wanted]
    found = found or [subject for subject in every if squeeze(subject.name) == wanted]
    return found or [subject for subject in every if wanted in _with_code(subject)]


def _elsewhere(report: Report, wanted: str) -> T | None:
    """Return in which other stage that has begun somebody is called so, the last first, and who that is in this one."""
    others = (one for one in report.plan.stages if one.number != report.stage and one.start <= report.as_of)
    for stage in sorted(others, key=lambda stage: stage.number, reverse=True):
        plan = report.plan.of_stage(stage.number)
        rated = [member for code in plan.branch_of for member in plan.rated_members(code)]
        there: list[Branch | Member] = [*plan.branches, *rated]
        if called := _called(there, wanted):
            own = [report.results.by_code[one.code] for one in called if one.code in report.results.by_code]
            now = o.BY_NOW.filled(candidates=_listed(own)) if own else ""
            return o.ELSEWHERE.filled(candidates=_listed(called), stage=str(stage.number), now=now)
    return None


def _with_code(subject: SubjectResult | Branch | Member) -> set[str]:
    """Return how lists show a subject by name and code, squeezed."""
    code, name = squeeze(subject.code), squeeze(subject.name)
    return {f"{name}({code})", f"{name}{code}", f"{code}{name}"}


def _listed(subjects: Iterable[SubjectResult | Branch | Member]) -> T:
    return listing_of(f"{subject.code} {subject.name}" for subject in subjects)


def _star_of(plan: Plan, kind: SubjectKind, asked: str) -> Star:
    stars = plan.stars_of(kind)
    for star in stars:
        if squeeze(asked) in {squeeze(name) for name in (star.key, star.name, *star.aliases)}:
            return star
    raise Stop(o.NO_STAR.at(Place(), found=asked, stars=listing_of(star.name for star in stars)))


def _case_of(report: Report, subject: SubjectResult, star: Star) -> StarCase:
    plan = report.plan
    result = next(result for result in subject.stars if result.star == star.key)
    ways = tuple(
        _way_of(report, (subject.code, star.key, way.key), way, result) for way in plan.ways_of(star.kind)
    )
    present = {case.way.key: mean for case in ways if (mean := case.result.mean) is not None}
    lowest = lowest_of(present)
    counted = [
        (case.way, mean) for case in ways if case.way.weight and (mean := case.result.mean) is not None
    ]
    own = any(way.key is WayKey.SELF for way, _ in counted)
    rest = _sum_of((way, mean) for way, mean in counted if way.key is not WayKey.SELF)
    rated = result.score is not None
    return StarCase(
        star,
        result,
        ways,
        _sum_of(counted) if rated else None,
        rest.score if rated and own and rest else None,
        lowest,
    )


def _sum_of(means: Iterable[tuple[Way, int]]) -> Sum | None:
    """Return the weighted mean of some ways; None of none."""
    terms = tuple((way.weight, mean) for way, mean in means)
    total, weight = sum(w * mean for w, mean in terms), sum(w for w, _ in terms)
    return Sum(terms, total, weight, half_up(total, 100 * weight)) if weight else None


def _way_of(report: Report, key: Key, way: Way, star: StarResult) -> WayCase:
    result, scale = star.ways[way.key], report.plan.scale_of[way.scale]
    place, rejected = report.ledger.sources.get(key), key in report.ledger.rejected
    errors = _errors_at(report, place, key, way) if place and rejected else ()
    trimmed = report.plan.campaign.trim and result.n > TRIM_ABOVE
    outdated = [
        one
        for one in report.ledger.outdated
        if place and (one.place.file, one.place.sheet, one.way) == (place.file, place.sheet, way.meeting_key)
    ]
    withdrawn = next((one.place.file for one in outdated if one.newer is None), "")
    if place is None:
        withdrawn = _withdrawn_by(report, key, way)
    names = {grade.key: name_in_counts(grade, scale, report.plan.campaign) for grade in scale.grades}
    few = is_few(star, way, report.plan)
    return WayCase(
        way, scale, names, result, trimmed, place, rejected, errors, bool(outdated), withdrawn, few
    )


def _withdrawn_by(report: Report, key: Key, way: Way) -> str:
    """Return the file that withdraws the row of somebody's marks or votes in a way; nothing where none does."""
    for ruling in report.selection.rulings:
        if ruling.why is Why.WITHDRAWN and ruling.slot.stage == report.stage:
            sheet = sheet_for(report.plan, ruling.slot, ruling.key)
            columns = sheet.columns if isinstance(sheet, Table) else ()
            ways = {(column.mark.kind, column.mark.way) for column in columns if column.mark}
            own = (key[1],) if way.kind is SubjectKind.BRANCH else (key[0],)
            is_theirs = way.kind is SubjectKind.MEMBER or ruling.slot.unit in {key[0], COMMITTEE}
            if (way.kind, way.key) in ways and is_theirs and (own in ruling.rows or (key[0],) in ruling.rows):
                return ruling.place.file
    return ""


def _errors_at(report: Report, place: Place, key: Key, way: Way) -> tuple[Finding, ...]:
    """Return the errors in some cells; without any, those in their row, on their sheet, or on the way's meeting."""
    errors = [f for f in report.findings if f.is_error and f.place.file == place.file]
    own = [f for f in errors if f.place.sheet == place.sheet]
    # of ballots no row is told: what was found on their sheet as a whole is as near as what was found in the column
    inside = [f for f in own if f.place.meets(place) or (place.row == 0 and 0 in f.place.rows)]
    if inside:
        return tuple(inside)
    beside = [f for f in own if place.row == 0 or f.place.rows & {0, place.row}]
    member = report.plan.member_of.get(key[0])
    held = (member.branch if member else key[0], way.meeting_key) in report.ledger.meetings
    return tuple(beside or (f for f in errors if f.rule.rejects is Rejects.WAY and not held))
