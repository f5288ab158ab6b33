"""What `check` shows: of a campaign a digest and its workbook, of single forms everything, and whether to send them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from xlcampaign.campaign import Folder
from xlcampaign.cli.digest import digest_lines, next_steps, since_line, total_line
from xlcampaign.cli.screen import Exit, counts_of, is_quiet, print_findings, print_objects, put, talk
from xlcampaign.commands.check import make_check, outlook_of
from xlcampaign.commands.returns import Returns, make_returns
from xlcampaign.engine import Engine
from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.catalogue import row_rules as r
from xlcampaign.findings.catalogue import sheet_rules as s
from xlcampaign.findings.catalogue import standin_rules as i
from xlcampaign.findings.finding import Finding, Severity, Stop
from xlcampaign.inbox.names import INSIDE
from xlcampaign.model.results import Report
from xlcampaign.tally.briefing import brief
from xlcampaign.words import Lang, T, number_of

_UNFILLED = frozenset({c.EMPTY, c.NO_MARK, c.INCOMPLETE, r.ROW_EMPTY, s.NOT_FILLED, s.NOT_YET})
"""What is said of what should be filled in and is not."""
_SAID = T("{file}：{verdict}", "{file}: {verdict}")
_UNTOUCHED = T("先不要发：这张表还没有填。", "do not send it yet: nothing is filled in.")
_READY = T("可以上报。", "ready to be sent.")


def show_campaign(
    folder: Folder, report: Report, engine: Engine, lang: Lang, *, in_full: bool, as_json: bool
) -> tuple[Path | None, Exit]:
    """Write the check workbook of a stage and what can go back, and show what was found.

    Returns:
        Where the workbook is, None where it could not be written, and how the command ends.
    """
    findings, briefing = report.findings, brief(report)
    forms = briefing.forms
    if as_json:
        print_objects(findings, lang)
    elif in_full or is_quiet():
        print_findings(findings, lang, err=False)
    else:
        for line in digest_lines(report, forms, lang):
            put(line)
    returns = make_returns(folder, report, engine)
    names = {file: path.name for file, path in returns.written.items()}
    try:
        checked = make_check(folder, replace(report, returned=names), briefing)
    except Stop as stop:
        talk(counts_of(findings, lang))
        print_findings([*stop.findings, *returns.findings], lang, err=True)
        return None, Exit.COULD_NOT_RUN
    print_findings(filter(None, [checked.aside, *returns.findings]), lang, err=True)
    if checked.since:
        talk(since_line(checked.since, report.plan, lang))
    talk(total_line(counts_of(findings, lang), checked.workbook, lang))
    if returns.written:
        talk(_returned(returns).say(lang))
    talk(next_steps(report, forms, lang, outlook_of(folder, report), returned=bool(returns.written)))
    return checked.workbook, _exit_of(findings)


def _returned(returns: Returns) -> T:
    """Return where what can go back lies."""
    number = len(returns.written)
    return T(
        f"可以退回的 {number} 份表已经标好，在各支部的文件夹里：{returns.place}",
        f"{number_of(number, 'form')} marked, ready to go back, in the recipients' folders: {returns.place}",
    )


def show_files(files: Sequence[Path], findings: Sequence[Finding], lang: Lang, *, as_json: bool) -> Exit:
    """Show what was found in single forms, and of each whether it may be sent; return how the command ends."""
    if as_json:
        print_objects(findings, lang)
    else:
        print_findings(findings, lang, err=False)
    talk(counts_of(findings, lang))
    for file in files:
        own = (f for f in findings if f.place.file.split(INSIDE)[0] == file.name)
        verdict = _verdict(own if len(files) > 1 else findings)
        talk(_SAID.fill(lang, {"file": file.name, "verdict": verdict.say(lang)}))
    return _exit_of(findings)


def _verdict(findings: Iterable[Finding]) -> T:
    """Return whether a form may be sent."""
    listed = list(findings)
    errors = sum(finding.is_error for finding in listed)
    unfilled = sum(finding.rule in _UNFILLED for finding in listed)
    warnings = sum(finding.rule.severity is Severity.WARNING for finding in listed)
    if errors:
        return T(
            f"先不要发：有 {errors} 处错误，照上面说的改好，再核查一遍。",
            f"do not send it yet: {number_of(errors, 'error')}. Mend them as it says above, and check once more.",
        )
    if any(finding.rule in {i.BLANK, i.NOT_YET_FILLED} for finding in listed):
        return _UNTOUCHED
    if unfilled:
        return T(
            f"还没有填完：{unfilled} 处该填的空着。填好再发；确实没有评的可以空着发。",
            f"not complete: {number_of(unfilled, 'place')} left empty. Fill in what there is, then send it;"
            " what was not rated may stay empty.",
        )
    if warnings:
        return T(
            f"可以上报；有 {warnings} 处提醒，发以前看一看。",
            f"ready to be sent; look at {number_of(warnings, 'warning')} first.",
        )
    return _READY


def _exit_of(findings: Iterable[Finding]) -> Exit:
    return Exit.REJECTED if any(finding.is_error for finding in findings) else Exit.DONE
