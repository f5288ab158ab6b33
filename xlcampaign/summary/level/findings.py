"""核查问题 of a level: what was wrong with what units reported."""

from collections.abc import Iterator

from xlcampaign.findings.catalogue.severities import SEVERITIES
from xlcampaign.findings.finding import Severity
from xlcampaign.summary.frame import Highlight, Listing, PageIn, Row
from xlcampaign.summary.level.context import LevelContext
from xlcampaign.summary.work.findings import findings_table
from xlcampaign.words import T
from xlcampaign.workbook.looks import RED, Look

_NOTE = T(
    "错误：没有采用；提醒：请看一看，都采用了；说明：不用处理。",
    "error: not accepted; warning: have a look, it counts; note: nothing to do.",
)


def findings_page(context: LevelContext) -> PageIn[LevelContext]:
    """Return 核查问题."""
    table, lang = findings_table(), context.lang
    units = {file: line.unit.name for line in context.rollup.lines for file in line.files}
    rows: Iterator[Row] = (
        {
            "unit": units.get(finding.place.file, ""),
            "code": finding.rule.code,
            "severity": context.say(SEVERITIES[finding.rule.severity]),
            "file": finding.place.file,
            "sheet": finding.place.sheet,
            "cell": finding.place.cell,
            "says": finding.says(lang),
            "fix": finding.fix(lang),
        }
        for finding in context.rollup.findings
    )
    error = f'=${table.letter_of("severity")}{table.first_row}="{context.say(SEVERITIES[Severity.ERROR])}"'
    return PageIn(
        note=context.say(_NOTE),
        listing=Listing(
            table,
            rows,
            wrap=("unit", "file", "says", "fix"),
            centred=("severity", "cell"),
            highlights=(Highlight(error, Look(color=RED, bold=True), ("code", "severity")),),
        ),
        kept="severity",
        locked=False,
    )
