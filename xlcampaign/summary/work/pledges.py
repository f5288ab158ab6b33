"""承诺台账: every pledge and what became of it."""

from collections.abc import Sequence
from functools import partial

from xlcampaign.layout.choices import PLEDGE_STATES, label_of
from xlcampaign.layout.kinds import Code
from xlcampaign.layout.registers import pledged_by
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import NOT_GIVEN, column, main_table
from xlcampaign.model.registers import Pledge
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import Framed, Highlight, Listing, Page, Row
from xlcampaign.summary.lists import branch_name, called
from xlcampaign.summary.register_cells import (
    BRANCH,
    DUE,
    KIND,
    OVERDUE,
    OVERDUE_COLUMN,
    PROGRESS,
    RESPONSIBLE,
    SOURCE,
    STAGE,
    day_of,
    kind_name,
    stage_name,
    star_name,
    write_remark,
)
from xlcampaign.words import T
from xlcampaign.workbook.formulas import quote
from xlcampaign.workbook.looks import DARK_RED, RED, Look

_WRAPPED = (
    "branch",
    "star",
    "type",
    "area",
    "text",
    "measures",
    "responsible",
    "target",
    "progress",
    "reason",
    "earlier",
)
_LINK_ROW = 3
_LINK = Look(color=DARK_RED)

NO_REPORT = T("没有回报", "no report")

_NONE = T("没有收到承诺表，暂无承诺。", "No pledges came in.")


def pledges_table() -> Table:
    """Return 承诺台账: a row per pledge."""
    columns = (
        column("number", T("编号", "Number"), Code(), 18),
        STAGE,
        BRANCH,
        column("name", T("承诺人", "Who"), width=18),
        column("star", T("对应星级", "Star"), width=15),
        KIND,
        column("type", T("承诺类型", "Type"), width=11),
        column("area", T("承诺领域", "Area"), width=12),
        DUE,
        column("state", T("兑现情况", "State"), width=13),
        OVERDUE_COLUMN,
        column("text", T("承诺内容", "Pledge"), width=30),
        column("measures", T("主要措施", "Measures"), width=22),
        RESPONSIBLE,
        column("target", T("目标", "Target"), width=18),
        PROGRESS,
        column("reason", T("未兑现原因", "Reason if not fulfilled"), width=17),
        column("earlier", T("衔接整改事项", "Earlier rectification"), width=16),
        SOURCE,
    )
    return main_table("pledges", columns)


def _row(context: Context, pledge: Pledge) -> Row:
    """Return a pledge's cells by column; what the rates count by is never empty."""
    say, progress = context.say, pledge.progress
    state = label_of(PLEDGE_STATES, progress.state) if progress else NO_REPORT
    return {
        "number": pledge.number,
        "stage": stage_name(context, pledge.stage),
        "branch": branch_name(context, pledge.branch),
        "name": called(context, pledged_by(pledge)),
        "star": star_name(context, pledge.subject, pledge.star),
        "kind": kind_name(context, pledge.subject),
        "type": pledge.type,
        "area": pledge.area or say(NOT_GIVEN),
        "due": day_of(pledge.due),
        "state": say(state),
        "overdue": say(OVERDUE) if pledge.is_overdue(context.report.as_of) else None,
        "text": pledge.text,
        "measures": pledge.measures,
        "responsible": pledge.responsible,
        "target": pledge.target,
        "progress": progress.progress if progress else None,
        "reason": progress.reason if progress else None,
        "earlier": pledge.earlier,
        "source": pledge.place.say(),
    }


def pledge_rows(context: Context) -> list[Row]:
    """Return the rows of 承诺台账, by column key."""
    return [_row(context, pledge) for pledge in context.report.ledger.registers.pledges]


def _write_around(rows: Sequence[Row], framed: Framed) -> None:
    """Write above the header, which stays in view, the way to the rates; below the pledges that there are none."""
    sheet, rates = framed.sheet, framed.context.title("fulfilment")
    sheet.height(_LINK_ROW, 18)
    sheet.link(_LINK_ROW, 1, rates, "A1", f"→ {rates}", _LINK)
    write_remark(None if rows else _NONE, framed)


def pledges_page(context: Context) -> Page:
    """Return 承诺台账."""
    table, as_of, rows = pledges_table(), context.report.as_of, pledge_rows(context)
    note = T(
        f"一项承诺一行；兑现情况照表上填的，没有兑现而过了完成时限的是逾期（按 {as_of} 计算），红字。",
        f"A row per pledge; states as the forms have them; overdue is what is not fulfilled and was due by {as_of}, in red.",
    )
    late = f"=${table.letter_of('overdue')}{table.first_row}={quote(context.say(OVERDUE))}"
    return Page(
        note=context.say(note),
        across=len(table.columns) - 1,
        listing=Listing(
            table,
            rows,
            wrap=_WRAPPED,
            centred=("kind", "state", "overdue"),
            highlights=(Highlight(late, Look(color=RED)),),
        ),
        rest=partial(_write_around, rows),
        kept="name",
        locked=False,
    )
