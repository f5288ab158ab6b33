"""The main job: read, check, merge, score, and write the summary."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from xlcampaign.campaign import Folder, approvals_of, public_of
from xlcampaign.checks.alike import once
from xlcampaign.checks.inbox import (
    check_late,
    check_proposed,
    check_rated_twice,
    check_received,
    check_unfilled,
    check_voters,
    check_votes,
)
from xlcampaign.checks.online import check_online
from xlcampaign.checks.recoded import check_recoded
from xlcampaign.checks.registers import check_registers, check_results
from xlcampaign.checks.repeated import check_copied, check_repeated
from xlcampaign.checks.valid import with_wrong_ballots
from xlcampaign.checks.versions import (
    check_meetings,
    check_selection,
    without_answered,
    without_copies,
    without_kept,
    without_void,
)
from xlcampaign.commands.approvals import say_handed_on
from xlcampaign.commands.collect import Collected, Opened, collect, open_plan, stage_of
from xlcampaign.commands.history import NO_SEALS, earlier_seals, history_of, pasts_of, reckon
from xlcampaign.commands.intake import Terms
from xlcampaign.commands.kept import Kept
from xlcampaign.commands.outputs import Outputs
from xlcampaign.commands.posted import warn_of_posted
from xlcampaign.commands.progress import Progress
from xlcampaign.commands.recipients import dispatch_name
from xlcampaign.commands.scans import say_loose_scans
from xlcampaign.commands.seals import sealing
from xlcampaign.commands.settle import check_grounds, settle, warn_of_seal
from xlcampaign.commands.summarised import summarised_in, write_summarised
from xlcampaign.commands.writing import alone_in, is_same, writing
from xlcampaign.engine import Engine
from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.catalogue import folder_rules as b
from xlcampaign.findings.catalogue import level_rules as v
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.finding import Finding, Place, Stop, sort_findings
from xlcampaign.forms.approvals import write_approvals
from xlcampaign.inbox.folder import list_files, read_folder
from xlcampaign.layout.named import absent_forms, with_units
from xlcampaign.model.choices import StepKey
from xlcampaign.model.history import Past
from xlcampaign.model.known import Known
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.model.results import Ledger, Receipt, Report, Results
from xlcampaign.model.seal import Grounds, Sealed
from xlcampaign.model.submission import Submission
from xlcampaign.model.versions import Selection
from xlcampaign.store import open_store
from xlcampaign.summary import write_summary
from xlcampaign.summary.dispatch import write_dispatch
from xlcampaign.summary.public import write_public
from xlcampaign.tally.answered import find_answered
from xlcampaign.tally.approval import handed_on
from xlcampaign.tally.cases import with_cases
from xlcampaign.tally.final import recommending, selection_of
from xlcampaign.tally.gone import naming_gone
from xlcampaign.tally.history import given_in
from xlcampaign.tally.merge import merge_parts
from xlcampaign.tally.repeated import copied, repeated
from xlcampaign.tally.score import score
from xlcampaign.tally.select import in_outline, outline_of, select_parts
from xlcampaign.tally.void import find_void
from xlcampaign.workbook.limits import LAST_ROW
from xlcampaign.workbook.replacing import replaced_together


@dataclass(frozen=True, slots=True)
class Tallied:
    """What came together for one stage, up to its results."""

    selection: Selection
    known: Known


@dataclass(frozen=True, slots=True)
class Merged:
    """What came together for one stage, and what shows only across files."""

    selection: Selection
    ledger: Ledger
    results: Results
    findings: tuple[Finding, ...]
    history: tuple[Past, ...]


class Formulas(StrEnum):
    """Whether a summary's figures are formulas: always, never, or as long as they open and recalculate quickly."""

    ALWAYS = "always"
    NEVER = "never"
    AUTO = "auto"


MOST_LIVE_SCORES = 20_000
"""Above this many star scores figures are values by default; measured in benchmarks/README.md."""
_SECONDS_A_FILE, _SECONDS_A_SCORE = 0.016, 0.002
"""What a merge takes, roughly; measured in benchmarks/README.md."""
_LONG = 45
"""From how many seconds on a merge is announced."""
_ROWS_AROUND = 10
"""How many rows of a table's sheet are left for its title and headers."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a merge is to be done; by which grounds it seals the stage or, with a reason, excepts from its seal.

    `dispatched` asks for a report to the level above beside the summary.
    """

    stage: int | None
    as_of: date
    output: Path | None
    strict: bool
    engine: Engine
    formulas: Formulas = Formulas.AUTO
    grounds: Grounds | None = None
    dispatched: bool = False


def tally_stage(
    submissions: Iterable[Submission], plan: Plan, stage: int, seals: Mapping[int, Sealed] = NO_SEALS
) -> Tallied:
    """Return the results of a stage; of earlier stages what stays in the registers, and what they came to.

    No earlier summary is read: plan, inbox, seals and stage decide everything. Earlier results are of those who counted
    then, by the rules that the stage's forms were issued with.

    Args:
        submissions: what came, of whichever stage.
        plan: the plan at the stage.
        stage: the stage.
        seals: how earlier stages were sealed, by stage.
    """
    own = tuple(submission for submission in submissions if submission.identity.stage <= stage)
    slots = (submission.identity.slot for submission in own)
    rated = {slot.stage for slot in slots if slot.step is StepKey.EVALUATION and slot.stage < stage}
    earlier = {number: reckon(own, plan, number) for number in sorted(rated)}
    selection = select_parts(own)
    ledger = merge_parts(own, selection, plan, stage)
    results = score(ledger, plan)
    before = {number: sealed for number, sealed in seals.items() if number < stage}
    pasts = pasts_of(earlier, before, plan)
    ledger = with_cases(ledger, results, plan, stage, pasts)
    known = Known(ledger, results, history_of(pasts))
    final = selection_of(plan, stage, known)
    return Tallied(selection, replace(known, final=final, recommending=recommending(results, final, plan)))


def merge_stage(
    submissions: Iterable[Submission],
    plan: Plan,
    stage: int,
    as_of: date,
    seals: Mapping[int, Sealed] = NO_SEALS,
) -> Merged:
    """Return the ledger and results of a stage, and what shows only across files."""
    listed = tuple(submissions)
    tallied = tally_stage(listed, plan, stage, seals)
    selection, ledger, results = tallied.selection, tallied.known.ledger, tallied.known.results
    given = given_in(results, plan)
    found = [
        *check_selection(selection, ledger, plan, stage),
        *check_late(listed, plan, stage),
        *check_unfilled(selection, plan, stage, as_of),
        *with_wrong_ballots(check_votes(ledger, plan), selection, plan),
        *check_meetings(ledger, plan),
        *check_online(ledger, selection, plan, stage),
        *check_rated_twice(ledger, plan),
        *check_voters(ledger, selection, plan, stage),
        *check_proposed(selection, plan, stage),
        *check_registers(ledger, plan),
        *check_results(tallied.known, plan, stage, as_of),
        *check_recoded(tallied.known.history, plan),
        *check_repeated(repeated(given, tallied.known.history), selection, plan, stage),
        *check_copied(copied(given), plan),
    ]
    others = {s.file: s.identity.stage for s in listed if s.identity.stage != stage}
    findings = [f.OTHER_STAGE.at(Place(file), found=other, expected=stage) for file, other in others.items()]
    findings += (finding for finding in found if finding.place.file not in others)
    return Merged(selection, ledger, results, tuple(findings), tallied.known.history)


def gather(
    folder: Folder,
    opened: Opened,
    engine: Engine,
    progress: Progress,
    *,
    stage: int = 0,
    drafts: bool = False,
) -> Collected:
    """Read everything in a campaign's inbox; where asked for, keep the forms as read beside the counts.

    Forms of stages before a stage go by the rules that they were issued with.

    Raises:
        Stop: there is no inbox, in a campaign that was checked or merged before; one that is new has none yet.
    """
    if not folder.inbox.is_dir() and folder.summary(1).parent.is_dir():
        raise Stop(b.INBOX_GONE.at(Place(), folder=folder.inbox.name))
    inbox = read_folder(folder.inbox)
    progress.coming(inbox.number)
    with ExitStack() as opening:
        kept = None
        if folder.caching and not drafts:
            store = opening.enter_context(open_store(folder.cache))
            kept = Kept(store, opened.plan, stage)
        terms = Terms(opened.plan, folder.passwords, drafts, stage)
        collected = collect(inbox.envelopes, terms, engine, progress, kept)
    if kept and store.trouble:
        why = o.TROUBLES.get(store.trouble, o.SYSTEM_SAYS.filled(found=store.trouble))
        progress.say(o.UNKEPT.at(Place(), why=why))
    return replace(collected, findings=(*inbox.passed_over, *collected.findings))


def make_report(folder: Folder, options: Options, progress: Progress) -> Report:
    """Return everything that a stage's summary is written from.

    Raises:
        Stop: the plan has errors, or the inbox holds nothing usable for the stage.
    """
    return report_on(folder, open_plan(folder, options.engine, options.stage), options, progress)


def report_on(
    folder: Folder, opened: Opened, options: Options, progress: Progress, *, of_nothing: bool = False
) -> Report:
    """Return what a stage comes to, by a plan opened before; say so where it was sealed otherwise.

    Args:
        folder: the campaign's folder.
        opened: its plan.
        options: how it is to be done.
        progress: told how many files are read, and of the seal.
        of_nothing: whether there is a report on an inbox that holds nothing usable for the stage.

    Raises:
        Stop: the inbox holds nothing usable for the stage.
    """
    report = _report_on(folder, opened, options, progress, of_nothing=of_nothing)
    warn_of_seal(folder, report, progress)
    return report


def _report_on(
    folder: Folder, opened: Opened, options: Options, progress: Progress, *, of_nothing: bool = False
) -> Report:
    """Return everything that a stage's summary is written from."""
    stage = stage_of(opened, options.stage)
    came = _merge_inbox(folder, opened, stage, options, progress, of_nothing=of_nothing)
    merged = came.merged
    return Report(
        came.plan,
        opened.sha256,
        stage,
        options.as_of,
        came.receipts,
        merged.selection,
        merged.ledger,
        merged.results,
        merged.findings,
        merged.history,
        came.submissions,
    )


class _Outline(NamedTuple):
    """What came together, with all findings, by which plan, and of what was read no more than is still looked at."""

    plan: Plan
    receipts: tuple[Receipt, ...]
    submissions: tuple[Submission, ...]
    merged: Merged


def has_forms(submissions: Iterable[Submission], stage: int) -> bool:
    """Tell whether anything usable came for a stage."""
    return any(submission.identity.stage == stage for submission in submissions)


def unanswered_in(collected: Collected, selection: Selection, plan: Plan, stage: int) -> Iterator[Finding]:
    """Yield what was found in a stage's forms, is not void, and no later version of the same form settles."""
    answered = find_answered(collected.submissions, selection)
    left = without_answered(collected.findings_in(stage), answered, selection)
    once_each = without_copies(left, collected.submissions, selection)
    return without_void(once_each, find_void(collected.submissions, selection, plan))


def _merge_inbox(
    folder: Folder, opened: Opened, stage: int, options: Options, progress: Progress, *, of_nothing: bool
) -> _Outline:
    """Return what a report needs of an inbox; the rest is let go."""
    collected = gather(folder, opened, options.engine, progress, stage=stage)
    if not (of_nothing or has_forms(collected.submissions, stage)):
        files = len(collected.receipts)
        findings = sort_findings(collected.findings)
        raise Stop(*findings, o.NOTHING_USABLE.at(Place(), stage=stage, files=files))
    plan = naming_gone(opened.plan.of_stage(stage), collected.submissions)
    seals, spoilt = earlier_seals(folder, plan, stage)
    merged = merge_stage(collected.submissions, plan, stage, options.as_of, seals)
    known = Known(merged.ledger, merged.results)
    missing = absent_forms(collected.receipts, known, plan, stage)
    found = tuple(say_loose_scans(collected.findings, missing, plan, options.as_of))
    collected = replace(collected, findings=found)
    unanswered = unanswered_in(collected, merged.selection, opened.plan, stage)
    own = [*without_kept(unanswered, merged.selection, merged.ledger), *merged.findings]
    absent = check_received(collected.receipts, found, known, plan, stage, options.as_of)
    findings = sort_findings((*opened.findings, *spoilt, *once(own), *absent))
    outlined = replace(
        merged,
        selection=in_outline(merged.selection),
        findings=tuple(with_units(findings, collected.receipts, plan, stage)),
    )
    return _Outline(plan, collected.receipts, tuple(map(outline_of, collected.submissions)), outlined)


def make_summary(folder: Folder, options: Options, progress: Progress) -> tuple[Path, Report, list[Finding]]:
    """Merge a stage and write its summary, beside it the public workbook and, of the last stage, forms of approval.

    The report to the level above is written where it was asked for, where one lies there already, and with a seal, as far as
    the plan says which unit this is. The stage is sealed, or excepted from its seal, if asked for.

    Returns:
        Where the summary is, its report, and findings on the seal, and on older workbooks that were set aside, because
        somebody changed them.

    Raises:
        Stop: it could not be done, another command is writing there, the stage was sealed otherwise, or `strict` and
            something was rejected; nothing was written then.
    """
    check_grounds(options.grounds)
    opened = open_plan(folder, options.engine, options.stage)
    stage = stage_of(opened, options.stage)
    target = options.output or folder.summary(stage)
    beside = public_of(target), approvals_of(target, opened.plan.campaign.language)
    upward = _dispatch_beside(target, opened.plan, stage, options)
    for output in (target, *beside, *([upward] if upward else [])):
        with writing(output):
            guard_inputs(folder, output)
    _announce(folder, opened.plan.of_stage(stage), options, progress)
    seals = folder.sealed(stage).parent
    with alone_in(target.parent), alone_in(seals) if options.grounds else nullcontext():
        report = _report_on(folder, opened, options, progress)
        errors = [finding for finding in report.findings if finding.is_error]
        if options.strict and errors:
            raise Stop(*report.findings, o.REJECTED_STRICT.at(Place(), errors=len(errors)))
        report, new, said = settle(folder, report, options.grounds)
        outputs = Outputs(folder, report.plan.campaign.language)
        with sealing(folder, report.stage, new) if new else nullcontext():
            live = _is_live(report.plan, options.formulas)
            found = _write_all(outputs, (target, *beside), upward, report, live=live)
        with suppress(OSError):  # a campaign that may only be read can be merged into another place
            write_summarised(folder.summarised(report.stage), summarised_in(report))
    return target, report, [*said, *warn_of_posted(folder, report), *found]


def _announce(folder: Folder, plan: Plan, options: Options, progress: Progress) -> None:
    """Say what a large merge has before it.

    Raises:
        Stop: its summary would not fit into a workbook.
    """
    files, scores = len(list_files(folder.inbox)[0]), _star_scores(plan)
    if scores > LAST_ROW - _ROWS_AROUND:
        raise Stop(o.TOO_MANY.at(Place(), scores=scores, most=LAST_ROW - _ROWS_AROUND))
    seconds = files * _SECONDS_A_FILE / options.engine.width + scores * _SECONDS_A_SCORE
    if seconds >= _LONG:
        figures = o.AS_FORMULAS if _is_live(plan, options.formulas) else o.AS_VALUES
        facts = {"files": files, "branches": len(plan.branches), "members": _members(plan)}
        minutes = max(1, round(seconds / 60))
        progress.say(o.COMING.at(Place(), **facts, figures=figures, minutes=minutes))


def _star_scores(plan: Plan) -> int:
    """Return how many scores of stars a summary has; its longest table has a row for each."""
    of_members, of_branches = (len(plan.stars_of(kind)) for kind in (SubjectKind.MEMBER, SubjectKind.BRANCH))
    return _members(plan) * of_members + len(plan.branches) * of_branches


def _members(plan: Plan) -> int:
    """Return how many members are on the forms."""
    return sum(len(plan.rated_members(branch.code)) for branch in plan.branches)


def _is_live(plan: Plan, formulas: Formulas) -> bool:
    """Tell whether a summary is written with formulas: as asked, or by its number of star scores."""
    few = _star_scores(plan) <= MOST_LIVE_SCORES
    return formulas is Formulas.ALWAYS or (formulas is Formulas.AUTO and few)


def _dispatch_beside(summary: Path, plan: Plan, stage: int, options: Options) -> Path | None:
    """Return where the report to the level above goes, beside the summary; None where none is to be written.

    Raises:
        Stop: it is asked for, and the plan does not say which unit this is.
    """
    if not plan.campaign.unit_code:
        if options.dispatched:
            raise Stop(v.NO_UNIT_CODE.at(Place()))
        return None
    upward = summary.with_name(dispatch_name(plan, stage))
    seals = options.grounds is not None and not options.grounds.by
    return upward if options.dispatched or seals or upward.exists() else None


def _write_all(
    outputs: Outputs, targets: tuple[Path, Path, Path], upward: Path | None, report: Report, *, live: bool
) -> list[Finding]:
    """Write summary, public workbook and, where there are any, forms of approval and what goes up, or replace none.

    Returns:
        What is to be said of the final selection, and of older workbooks that were set aside.
    """
    approvals = handed_on(report)
    target, public, forms = targets
    writers: dict[Path, Callable[[Path], str]] = {
        target: lambda new: write_summary(new, report, live=live),
        public: lambda new: write_public(new, report),
    }
    if approvals:
        writers[forms] = lambda new: write_approvals(new, report.plan, approvals, report.results)
    if upward:
        writers[upward] = lambda new: write_dispatch(new, report)
    with (
        writing(*writers),
        ExitStack() as asides,  # outside of the replacing: what fails there takes them back
        replaced_together(*writers) as new,
    ):
        stated = [write(one) for write, one in zip(writers.values(), new, strict=True)]
        found = [
            asides.enter_context(outputs.replacing(*each)) for each in zip(writers, new, stated, strict=True)
        ]
    retired = None if approvals else outputs.retire(forms)
    said = say_handed_on(report, approvals, forms)
    sent = (
        v.DISPATCHED.at(Place(), file=upward.name, above=report.plan.campaign.unit_above) if upward else None
    )
    return [finding for finding in (*said, *found, retired, sent) if finding]


def guard_inputs(folder: Folder, output: Path) -> None:
    """Make sure that an output is no input: not by another name, nor through a link, nor by a name in other letters.

    Raises:
        Stop: it is.
    """
    inputs = (folder.plan, *(path for path in folder.inbox.rglob("*") if path.is_file()))
    into = any(is_same(parent, folder.inbox) for parent in output.resolve().parents)
    if into or any(is_same(output, path) for path in inputs):
        raise Stop(o.OVER_INPUT.at(Place(), file=output.name))
