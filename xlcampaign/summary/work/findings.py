"""填报核查问题: what was wrong, as a reader works through it."""

from collections.abc import Iterator

from xlcampaign.findings.catalogue import SEVERITIES
from xlcampaign.findings.finding import Severity
from xlcampaign.layout.kinds import Code
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import column, main_table
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import Highlight, Listing, Page, Row
from xlcampaign.words import T
from xlcampaign.workbook.looks import RED, Look

_GAP = T("　", " · ")


def findings_table() -> Table:
    """Return 填报核查问题: a row per finding."""
    columns = (
        column("code", T("编码", "Code"), Code(), 8),
        column("severity", T("程度", "Severity"), width=8),
        column("file", T("文件", "File"), width=46),
        column("sheet", T("工作表", "Sheet"), width=23),
        column("cell", T("单元格", "Cell"), width=10),
        column("says", T("问题", "What was found"), width=64),
        column("fix", T("怎么改", "What to do"), width=48),
    )
    return main_table("findings", columns)


def findings_page(context: Context) -> Page:
    """Return 填报核查问题: all findings, in the order in which a reader works through them."""
    table, lang = findings_table(), context.lang
    findings = context.report.findings
    counts = {severity: sum(f.rule.severity is severity for f in findings) for severity in Severity}
    said = [f"{context.say(SEVERITIES[severity])} {count}" for severity, count in counts.items()]
    note = T(
        "错误：没有计入；提醒：请看一看，除写明不算的，都计入了；说明：不用处理。",
        "error: not counted; warning: have a look, all counts but what it says does not; note: nothing to do.",
    )
    rows: Iterator[Row] = (
        {
            "code": finding.rule.code,
            "severity": context.say(SEVERITIES[finding.rule.severity]),
            "file": finding.place.file,
            "sheet": finding.place.sheet,
            "cell": finding.place.cell,
            "says": finding.says(lang),
            "fix": finding.fix(lang),
        }
        for finding in findings
    )
    error = f'=${table.letter_of("severity")}{table.first_row}="{context.say(SEVERITIES[Severity.ERROR])}"'
    return Page(
        note=f"{context.say(_GAP).join(said)}{context.say(T('　·　', ' · '))}{context.say(note)}",
        listing=Listing(
            table,
            rows,
            wrap=("file", "says", "fix"),
            centred=("severity", "cell"),
            highlights=(Highlight(error, Look(color=RED, bold=True), ("code", "severity")),),
        ),
        kept="severity",
        locked=False,
    )
