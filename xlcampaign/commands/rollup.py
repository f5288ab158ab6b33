"""What units below reported, put together for their level."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from os.path import relpath
from pathlib import Path

from xlcampaign.campaign import MEMORY, Folder
from xlcampaign.commands.carried import say_rules
from xlcampaign.commands.collect import collect, crashed, open_draft
from xlcampaign.commands.intake import PlanTerms, Terms, take_units, whose_report
from xlcampaign.commands.outputs import Outputs
from xlcampaign.commands.progress import Progress
from xlcampaign.commands.report_returns import make_report_returns
from xlcampaign.commands.writing import alone_in, is_same, writing
from xlcampaign.engine import Engine
from xlcampaign.findings.catalogue import folder_rules as b
from xlcampaign.findings.catalogue import level_list_rules as w
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.catalogue import rollup_rules as u
from xlcampaign.findings.finding import Finding, Place, Stop, sort_findings
from xlcampaign.forms.form import write_form
from xlcampaign.inbox.folder import list_files, read_envelope
from xlcampaign.layout.dispatch import FORM_FILE, report_form
from xlcampaign.layout.plan import Rows
from xlcampaign.layout.planrows import plan_of
from xlcampaign.layout.returned import REPORTS_BACK
from xlcampaign.layout.standard import standard_plan
from xlcampaign.layout.units import UNITS_FILE, units_book
from xlcampaign.model.cell import Value
from xlcampaign.model.dispatch import Origin, Upward
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.model.results import Receipt
from xlcampaign.model.rollup import Level, Rollup
from xlcampaign.model.submission import local_day
from xlcampaign.reading.plan import build_plan
from xlcampaign.reading.units import build_level
from xlcampaign.summary.level.book import write_rollup
from xlcampaign.tally.rollup import Asked, Came, roll_up, stages_in
from xlcampaign.words import Lang
from xlcampaign.workbook.limits import LAST_ROW

_ROWS_AROUND = 10
"""How many rows of a sheet are no member's: title, header, notes."""
_MADE = date(2000, 1, 1)
"""The date inside a list that is still to be filled in, so that equal ones have equal bytes."""


@dataclass(frozen=True, slots=True)
class RollupOptions:
    """How a roll-up is to be done: of which stage, as of which day, where it goes, where work runs.

    `language` is that of the workbook where no list says which; `passwords` are tried on encrypted files.
    """

    stage: int | None
    as_of: date
    output: Path
    engine: Engine
    language: Lang
    passwords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RolledUp:
    """What a level came to, what was written to go back to units, and what is to be said of writing."""

    rollup: Rollup
    returned: tuple[Path, ...]
    findings: tuple[Finding, ...]


def make_level(root: Path, plan: Path | None, lang: Lang, engine: Engine) -> tuple[Path, Path]:
    """Write into a folder an empty list of expected units and, for units without the program, an empty form.

    Args:
        root: the folder, made if it is not there.
        plan: a plan workbook with the stars that units give; None for the standard plan's.
        lang: the language.
        engine: where the plan is read.

    Returns:
        Where the list and the form are.

    Raises:
        Stop: there is a list already, the plan has errors, or they cannot be written.
    """
    units, form = root / UNITS_FILE, root / FORM_FILE.say(lang)
    if units.exists():
        raise Stop(w.LIST_EXISTS.at(Place(), file=UNITS_FILE, folder=root.name or str(root)))
    goes_by = _plan_in(plan, engine) if plan else plan_of(*_standard(lang))
    stars = {kind: [star.name for star in goes_by.stars_of(kind)] for kind in SubjectKind}
    with writing(units):
        root.mkdir(parents=True, exist_ok=True)
        write_form(form, report_form(stars, {}, lang), lang, _MADE)
        write_form(units, units_book({"stage": 1, "language": lang}), lang, _MADE)
    return units, form


def _standard(lang: Lang) -> tuple[Mapping[str, Value], Mapping[str, Rows]]:
    settings, rows = standard_plan(lang, "X", _MADE.year)
    return settings, {**rows, "branches": (), "members": ()}


def _plan_in(path: Path, engine: Engine) -> Plan:
    """Return the plan in a workbook.

    Raises:
        Stop: it cannot be read, or has errors.
    """
    envelope = read_envelope(path.name, path)
    if isinstance(envelope, Finding):
        raise Stop(envelope)
    draft, _ = open_draft(envelope, PlanTerms(), engine)
    return build_plan(draft)


def make_rollup(paths: Sequence[Path], options: RollupOptions, progress: Progress) -> RolledUp:
    """Put together what units reported, and write it, and what goes back to them.

    Args:
        paths: files, and folders of files.
        options: how.
        progress: told how many files are read.

    Raises:
        Stop: a folder is a campaign's, the list of units has errors, no report counts, reports are about several stages
            and none was asked for, or the workbook cannot be written or could not hold all, or would replace one of the
            files that were read.
    """
    _refuse_campaigns(paths)
    files, passed_over = _files_in(paths, options.output)
    lists = [path for name, path in files if path.name.casefold() == UNITS_FILE]
    reports = [(name, path) for name, path in files if path not in lists]
    if len(lists) > 1:
        raise Stop(w.SEVERAL_LISTS.at(Place(), found=len(lists)))
    level, found = _level_in(lists[0], options) if lists else (None, ())
    _guard_output(options, level)
    progress.coming(len(reports))
    rollup = _rolled_up(reports, (*passed_over, *found), level, options, progress)
    if (members := len(rollup.of(SubjectKind.MEMBER))) > LAST_ROW - _ROWS_AROUND:
        raise Stop(w.TOO_MANY_BELOW.at(Place(), members=members, most=LAST_ROW - _ROWS_AROUND))
    said = options.engine.run(say_rules, [packed for packed in rollup.rules if packed], rollup.language)
    rules = {outcome.given: outcome.result for outcome in said if outcome.result}
    home, links = options.output.parent, dict(_links(reports, options.output.parent))
    back = home / REPORTS_BACK.fill(rollup.language, {"name": options.output.stem})
    memory = Folder(home, options.passwords)
    with alone_in(memory.memory.parent, home):
        outputs = Outputs(memory, rollup.language)
        aside = outputs.put(options.output, lambda new: write_rollup(new, rollup, rules, links))
        returned, found = make_report_returns(
            outputs, back, rollup, dict(reports), options.passwords, options.engine
        )
    return RolledUp(rollup, tuple(returned), (*filter(None, [aside]), *found))


def _rolled_up(
    reports: Sequence[tuple[str, Path]],
    passed_over: Sequence[Finding],
    level: Level | None,
    options: RollupOptions,
    progress: Progress,
) -> Rollup:
    """Return what reports come to.

    Raises:
        Stop: none counts and nobody is known to be missing, or they are about several stages and none was asked for.
    """
    envelopes = (read_envelope(name, path) for name, path in reports)
    collected = collect(envelopes, Terms(None, options.passwords, upward=True), options.engine, progress)
    came = {
        receipt.file: _came(receipt, collected.upward[receipt.file], collected.findings)
        for receipt in collected.receipts
        if receipt.file in collected.upward
    }
    stages = stages_in(came)
    found = sort_findings((*passed_over, *collected.findings))
    if not stages and not (level and reports):
        raise Stop(*found, w.NO_REPORTS.at(Place(), files=len(reports)))
    stage = options.stage or (level.stage if level else None)
    if stage is None and len(stages) > 1:
        raise Stop(*found, w.SEVERAL_STAGES.at(Place(), stages=", ".join(map(str, stages))))
    language = level.language if level else options.language
    rollup = roll_up(came, Asked(level, stage or stages[0], options.as_of, language))
    return rollup.with_findings(sort_findings((*_without_replaced(found, rollup, came), *rollup.findings)))


def _without_replaced(
    findings: Sequence[Finding], rollup: Rollup, came: Mapping[str, Came]
) -> Iterator[Finding]:
    """Yield findings, of files that were refused and in whose stead another one counts no more than that."""
    replaced = {
        file: line.dispatch
        for line in rollup.lines
        if line.dispatch
        for file in line.files
        if came[file].told.dispatch is None and not came[file].told.is_renamed
    }
    errors = Counter(finding.place.file for finding in findings if finding.is_error)
    yield from (finding for finding in findings if finding.place.file not in replaced)
    for file, dispatch in replaced.items():
        yield u.REPLACED.at(Place(file), unit=dispatch.unit.name, errors=errors[file], other=dispatch.file)


def _guard_output(options: RollupOptions, level: Level | None) -> None:
    """Let nothing be replaced but a roll-up of this level.

    Raises:
        Stop: what lies there came in, be it another level's roll-up, or is a list or a plan.
    """
    output = options.output
    if not output.is_file() or Outputs(Folder(output.parent, options.passwords), options.language).knows(
        output
    ):
        return
    envelope = read_envelope(output.name, output)
    if isinstance(envelope, Finding):
        raise Stop(envelope)
    [outcome] = options.engine.run(whose_report, [envelope], options.passwords)
    origin, unit = outcome.result or (None, None)
    is_others = unit is not None and unit.code != (level.own.code if level else "")
    if origin is not Origin.ROLLUP or is_others:
        raise Stop(o.OVER_INPUT.at(Place(), file=output.name))


def _links(files: Sequence[tuple[str, Path]], folder: Path) -> Iterator[tuple[str, str]]:
    """Yield where files lie, as seen from a folder; not those that are on another drive."""
    for name, path in files:
        with suppress(ValueError):
            yield name, Path(relpath(path, folder)).as_posix()


def _came(receipt: Receipt, told: Upward, findings: Sequence[Finding]) -> Came:
    sent = receipt.mail.sent if receipt.mail else None
    own = tuple(one for one in findings if one.place.file == receipt.file)
    return Came(told, local_day(sent) if sent else None, own)


def _refuse_campaigns(paths: Sequence[Path]) -> None:
    """Stop where a folder is a campaign's and no level's: what came in there are forms of branches."""
    for path in paths:
        folder = Folder(path)
        if folder.plan.is_file() and folder.inbox.is_dir() and not (path / UNITS_FILE).exists():
            raise Stop(b.A_CAMPAIGN.at(Place(), folder=path.resolve().name or str(path)))


def _files_in(paths: Sequence[Path], output: Path) -> tuple[list[tuple[str, Path]], list[Finding]]:
    """Return the files by name, once each, and what is passed over; not what will be written.

    Raises:
        Stop: a path is not there, or what is to be written is one of the files given.
    """
    files: list[tuple[str, Path]] = []
    passed_over: list[Finding] = []
    back: Counter[str] = Counter()
    for path in paths:
        if path.is_dir():
            listed, over = list_files(path)
            for name, file in listed:
                if file.parent.name.endswith(_BACK):
                    back[name.rpartition("/")[0]] += 1
                elif not is_same(file, output):
                    files.append((name, file))
            passed_over += (one for one in over if one.place.file.rpartition("/")[2] != MEMORY)
        elif not path.exists():
            raise Stop(w.NO_FILE.at(Place(), file=str(path)))
        elif is_same(path, output):
            raise Stop(o.OVER_INPUT.at(Place(), file=output.name))
        else:
            files.append((path.name, path))
    passed_over += (u.BACK_FOLDER.at(Place(folder), found=number) for folder, number in back.items())
    return list(_named(files)), passed_over


_BACK = tuple(REPORTS_BACK.fill(lang, {"name": ""}) for lang in Lang)
"""How folders end that hold what goes back to units, of whichever roll-up."""


def _named(files: Sequence[tuple[str, Path]]) -> Iterator[tuple[str, Path]]:
    """Yield files once each, by names that differ."""
    seen: set[Path] = set()
    names: set[str] = set()
    for name, path in files:
        if path.resolve() in seen:
            continue
        seen.add(path.resolve())
        own = name if name not in names else path.as_posix()
        names.add(own)
        yield own, path


def _level_in(path: Path, options: RollupOptions) -> tuple[Level, Sequence[Finding]]:
    """Return the level that a list of expected units states, and what was found in it.

    Raises:
        Stop: it has errors.
    """
    envelope = read_envelope(path.name, path)
    if isinstance(envelope, Finding):
        raise Stop(envelope)
    [outcome] = options.engine.run(take_units, [envelope], options.passwords)
    draft, findings = outcome.result or (None, [crashed(envelope.name, outcome.failure, outcome.error)])
    ordered = sort_findings(findings)
    if draft is None or any(finding.is_error for finding in ordered):
        raise Stop(*ordered, w.LIST_FAULTY.at(Place(), file=envelope.name))
    return build_level(draft), ordered
