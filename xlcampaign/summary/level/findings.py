"""核查问题 of a level: what was wrong with what units reported."""

from xlcampaign.findings.finding import Finding
from xlcampaign.summary.frame import PageIn
from xlcampaign.summary.level.context import LevelContext
from xlcampaign.summary.work.findings import findings_listing
from xlcampaign.words import T

_NOTE = T(
    "错误：没有采用；提醒：请看一看，都采用了；说明：不用处理。",
    "error: not accepted; warning: have a look, it counts; note: nothing to do.",
)


def findings_page(context: LevelContext) -> PageIn[LevelContext]:
    """Return 核查问题."""
    units = {file: line.unit.name for line in context.rollup.lines for file in line.files}
    named = ((units.get(one.place.file) or _unit_of(one, context), one) for one in context.rollup.findings)
    return PageIn(
        note=context.say(_NOTE),
        listing=findings_listing(named, context.lang, {}),
        kept="severity",
        locked=False,
    )


def _unit_of(finding: Finding, context: LevelContext) -> str:
    """Return the unit that a finding about no file names; nothing where it is about none."""
    unit = finding.facts.get("unit", "")
    return context.say(unit) if isinstance(unit, T) else str(unit)
