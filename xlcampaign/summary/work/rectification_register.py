"""整改台账: what those below the basic requirement undertake, and who of them has sent nothing."""

from collections.abc import Iterator, Mapping
from functools import partial

from xlcampaign.layout.kinds import Code
from xlcampaign.layout.outcomes import rectify_reasons
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import DASH, column, main_table
from xlcampaign.model.registers import Rectification
from xlcampaign.model.results import SubjectResult
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import Highlight, Listing, Page, Row, empty_row
from xlcampaign.summary.lists import AND, BETWEEN, branch_name, called, unlit_stars
from xlcampaign.summary.register_cells import (
    BRANCH,
    DUE,
    OVERDUE,
    OVERDUE_COLUMN,
    PROGRESS,
    RESPONSIBLE,
    SOURCE,
    STAGE,
    close_register,
    day_of,
    stage_name,
    yes_no,
)
from xlcampaign.words import T
from xlcampaign.workbook.book import A3
from xlcampaign.workbook.formulas import quote
from xlcampaign.workbook.looks import RED, Look

NO_FORM = T("没有报整改表", "no form sent")
ENTERED = T("已报", "received")

_NOBODY = T("没有收到整改表，也没有需要整改的。", "No forms came in, and nobody has to rectify.")
_NOTHING_CAME = T(
    "没有收到整改表；上面是本阶段需要整改的。", "No forms came in; above are those who have to rectify."
)
_NOT_ASKED = T("本阶段不需整改", "not required in this stage")


def rectification_register_table() -> Table:
    """Return 整改台账: a row per rectification, and one for everybody who owes one."""
    columns = (
        column("number", T("编号", "Number"), Code(), 13),
        STAGE,
        BRANCH,
        column("name", T("整改对象", "Who"), width=16),
        column("why", T("列入原因", "Why"), width=18),
        column("state", T("报送", "Form"), width=13),
        column("unlit", T("未授的星", "Stars not given"), width=32),
        column("cause", T("原因", "Cause"), width=20),
        column("direction", T("努力方向", "Direction"), width=20),
        column("measures", T("整改措施", "Measures"), width=24),
        RESPONSIBLE,
        DUE,
        PROGRESS,
        column("closed", T("是否完成", "Closed"), width=9),
        OVERDUE_COLUMN,
        column("evidence", T("佐证材料", "Evidence"), width=16),
        SOURCE,
    )
    return main_table("rectification_ledger", columns)


def _why(context: Context, subject: SubjectResult) -> str:
    """Return why a subject has to rectify."""
    return context.say(BETWEEN).join(map(context.say, rectify_reasons(subject, context.plan)))


def _entered(context: Context, item: Rectification, asked: Mapping[str, str]) -> Row:
    """Return the cells of an entry of the register; `asked` says why, by whom it is asked for in this stage."""
    why = asked.get(item.subject, context.say(_NOT_ASKED)) if item.stage == context.report.stage else DASH
    return {
        "number": item.number,
        "stage": stage_name(context, item.stage),
        "branch": branch_name(context, item.subject),
        "name": called(context, item.subject),
        "why": why,
        "state": context.say(ENTERED),
        "unlit": item.unlit,
        "cause": item.cause,
        "direction": item.direction,
        "measures": item.measures,
        "responsible": item.responsible,
        "due": day_of(item.due),
        "progress": item.progress,
        "closed": yes_no(context, yes=item.closed),
        "overdue": context.say(OVERDUE) if item.is_overdue(context.report.as_of) else None,
        "evidence": item.evidence,
        "source": item.place.say(),
    }


def _rows(context: Context) -> Iterator[Row]:
    """Yield the register's entries, then whoever has to rectify in this stage and has none."""
    report = context.report
    subjects = [subject for subject in report.results.subjects if subject.rectify]
    asked = {subject.code: _why(context, subject) for subject in subjects}
    entries = report.ledger.registers.rectifications
    for item in entries:
        yield _entered(context, item, asked)
    sent = {item.subject for item in entries if item.stage == report.stage}
    for subject in subjects:
        if subject.code not in sent:
            yield {
                **empty_row(rectification_register_table()),
                "stage": stage_name(context, report.stage),
                "branch": branch_name(context, subject.code),
                "name": called(context, subject.code),
                "why": asked[subject.code],
                "state": context.say(NO_FORM),
                "unlit": context.say(AND).join(unlit_stars(subject, context)),
            }


def rectification_register_page(context: Context) -> Page:
    """Return 整改台账."""
    table = rectification_register_table()
    entries, as_of = context.report.ledger.registers.rectifications, context.report.as_of
    rows = list(_rows(context))
    closed, overdue = sum(item.closed for item in entries), sum(item.is_overdue(as_of) for item in entries)
    owed = len(rows) - len(entries)
    note = T(
        f"整改 {len(entries)} 项：已完成 {closed} 项，逾期 {overdue} 项（按 {as_of} 计算）；"
        f"本阶段需要整改而没有报整改表 {owed} 个。",
        f"{len(entries)} entries: {closed} closed, {overdue} overdue as of {as_of};"
        f" {owed} have to rectify in this stage and sent no form.",
    )
    late = f"=${table.letter_of('overdue')}{table.first_row}={quote(context.say(OVERDUE))}"
    lacking = f"=${table.letter_of('state')}{table.first_row}={quote(context.say(NO_FORM))}"
    nothing = _NOTHING_CAME if rows else _NOBODY
    return Page(
        note=context.say(note),
        across=len(table.columns) - 1,
        listing=Listing(
            table,
            rows,
            wrap=(
                "why",
                "unlit",
                "cause",
                "direction",
                "measures",
                "responsible",
                "progress",
                "evidence",
            ),
            centred=("state", "closed", "overdue"),
            highlights=(
                Highlight(late, Look(color=RED)),
                Highlight(lacking, Look(color=RED, bold=True), ("state",)),
            ),
        ),
        rest=partial(close_register, table, None if entries else nothing),
        kept="name",
        locked=False,
        paper=A3,
    )
