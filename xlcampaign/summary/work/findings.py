"""填报核查问题: what was wrong, as a reader works through it."""

from collections.abc import Iterable, Iterator, Mapping

from xlcampaign.findings.catalogue.severities import SEVERITIES
from xlcampaign.findings.finding import Finding, Severity
from xlcampaign.layout.forms import unit_title
from xlcampaign.layout.kinds import Code
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import column, main_table
from xlcampaign.model.identity import COMMITTEE
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import Highlight, Listing, Page, Row
from xlcampaign.words import Lang, T, first_of
from xlcampaign.workbook.looks import RED, Look

_LONGEST_CELLS = 60
"""So many characters of cells' names."""
_GAP = T("　", " · ")


def findings_table(*, returned: bool = False) -> Table:
    """Return 填报核查问题: a row per finding; with what goes back, where anything does."""
    columns = [
        column("unit", T("单位", "Unit"), width=24),
        column("code", T("编码", "Code"), Code(), 8),
        column("severity", T("程度", "Severity"), width=8),
        column("file", T("文件", "File"), width=46),
        column("sheet", T("工作表", "Sheet"), width=23),
        column("cell", T("单元格", "Cell"), width=10),
        column("says", T("问题", "What was found"), width=64),
        column("fix", T("怎么改", "What to do"), width=48),
    ]
    if returned:
        columns.append(column("returned", T("退回件", "To go back"), width=46))
    return main_table("findings", tuple(columns))


def _by_unit(context: Context) -> list[Finding]:
    """Return all findings, unit by unit in the plan's order, then those that are nobody's; each unit's as they come."""
    units = [COMMITTEE, *context.plan.branch_of, ""]
    place = {unit: number for number, unit in enumerate(units)}
    return sorted(context.report.findings, key=lambda finding: place[finding.unit])


def findings_listing(
    findings: Iterable[tuple[str, Finding]], lang: Lang, returned: Mapping[str, str]
) -> Listing:
    """Return findings as a listing, errors in red.

    Args:
        findings: with the unit that each is about, in words.
        lang: the workbook's language.
        returned: what goes back, by the files that came; nothing where nothing does.
    """
    table = findings_table(returned=bool(returned))
    rows: Iterator[Row] = (
        {
            "unit": unit,
            "code": finding.rule.code,
            "severity": SEVERITIES[finding.rule.severity].say(lang),
            "file": finding.place.file,
            "sheet": finding.place.sheet,
            "cell": first_of(finding.place.cell.split(", "), _LONGEST_CELLS).say(lang),
            "says": finding.says(lang),
            "fix": finding.fix(lang),
            **({"returned": returned.get(finding.place.file, "")} if returned else {}),
        }
        for unit, finding in findings
    )
    error = f'=${table.letter_of("severity")}{table.first_row}="{SEVERITIES[Severity.ERROR].say(lang)}"'
    return Listing(
        table,
        rows,
        wrap=("unit", "file", "cell", "says", "fix", *(("returned",) if returned else ())),
        centred=("severity", "cell"),
        highlights=(Highlight(error, Look(color=RED, bold=True), ("code", "severity")),),
    )


def findings_page(context: Context) -> Page:
    """Return 填报核查问题: all findings, in the order in which a reader works through them."""
    findings = _by_unit(context)
    counts = {severity: sum(f.rule.severity is severity for f in findings) for severity in Severity}
    said = [f"{context.say(SEVERITIES[severity])} {count}" for severity, count in counts.items()]
    note = T(
        "错误：没有计入；提醒：请看一看，除写明不算的，都计入了；说明：不用处理。",
        "error: not counted; warning: have a look, all counts but what it says does not; note: nothing to do.",
    )
    named = ((context.say(unit_title(context.plan, one.unit)) if one.unit else "", one) for one in findings)
    return Page(
        note=f"{context.say(_GAP).join(said)}{context.say(T('　·　', ' · '))}{context.say(note)}",
        listing=findings_listing(named, context.lang, context.report.returned),
        kept="severity",
        locked=False,
    )
