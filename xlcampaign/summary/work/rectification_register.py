"""整改台账: cases of rectification, how far each is, and who of this stage has sent nothing."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import partial

from xlcampaign.layout.choices import CASE_STATES
from xlcampaign.layout.kinds import Code
from xlcampaign.layout.outcomes import case_reasons, case_standing, rectify_reasons
from xlcampaign.layout.registers import listed_for
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import DASH, column, main_table
from xlcampaign.model.registers import CaseState, Rectification
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import Highlight, Listing, Page, Row, empty_row
from xlcampaign.summary.lists import branch_name, called, unlit_stars
from xlcampaign.summary.register_cells import (
    BRANCH,
    DUE,
    OVERDUE,
    OVERDUE_COLUMN,
    PROGRESS,
    RESPONSIBLE,
    SOURCE,
    STAGE,
    day_of,
    stage_name,
    write_remark,
    yes_no,
)
from xlcampaign.words import T, clauses, same
from xlcampaign.workbook.formulas import quote
from xlcampaign.workbook.looks import RED, Look

NO_FORM = T("没有报整改表", "no form sent")
ENTERED = T("已报", "received")

_NOBODY = T("没有收到整改表，也没有需要整改的。", "No forms came in, and nobody has to rectify.")
_NOTHING_CAME = T(
    "没有收到整改表；上面是本阶段需要整改的。", "No forms came in; above are those who have to rectify."
)
_NOT_ASKED = T("本阶段不需整改", "not required in this stage")
_NOT_ASKED_THEN = T("按该阶段的结果不需整改", "not required by the results of its stage")


def rectification_register_table() -> Table:
    """Return 整改台账: a row per rectification, and one for everybody who owes one."""
    columns = (
        column("number", T("编号", "Number"), Code(), 13),
        STAGE,
        BRANCH,
        column("name", T("整改对象", "Who"), width=18),
        column("why", T("列入原因", "Why"), width=18),
        column("state", T("报送", "Form"), width=13),
        column("unlit", T("未授的星", "Stars not given"), width=28),
        column("cause", T("原因", "Cause"), width=20),
        column("direction", T("努力方向", "Direction"), width=20),
        column("measures", T("整改措施", "Measures"), width=24),
        RESPONSIBLE,
        DUE,
        PROGRESS,
        column("closed", T("是否完成", "Done"), width=9),
        column("settled", T("销号", "Closed"), width=13),
        column("grounds", T("销号依据", "By what"), width=22),
        OVERDUE_COLUMN,
        column("evidence", T("佐证材料", "Evidence"), width=16),
        SOURCE,
    )
    return main_table("rectification_ledger", columns)


def _entered(context: Context, item: Rectification) -> Row:
    """Return the cells of a case."""
    reasons = case_reasons(item, context.plan) or [_unlisted(context, item)]
    state, *grounds = case_standing(item, context.plan)
    return {
        "number": item.number,
        "stage": stage_name(context, item.stage),
        "branch": branch_name(context, item.subject),
        "name": called(context, listed_for(item)),
        "why": context.say(clauses(reasons)),
        "state": context.say(ENTERED if item.place.file else NO_FORM),
        "unlit": item.unlit,
        "cause": item.cause,
        "direction": item.direction,
        "measures": item.measures,
        "responsible": item.responsible,
        "due": day_of(item.due),
        "progress": item.progress,
        "closed": yes_no(context, yes=item.closed),
        "settled": context.say(state),
        "grounds": context.say(clauses(grounds)),
        "overdue": context.say(OVERDUE) if item.is_overdue(context.report.as_of) else None,
        "evidence": item.evidence,
        "source": item.place.say(),
    }


def _unlisted(context: Context, item: Rectification) -> T:
    """Return of a case that its stage did not ask for that it did not; nothing where nobody knows what it came to."""
    if item.stage == context.report.stage:
        return _NOT_ASKED
    known = (past for past in context.report.history if past.stage == item.stage)
    asked_of = next((past.results for past in known), {})
    return _NOT_ASKED_THEN if listed_for(item) in asked_of else same(DASH)


def _rows(context: Context) -> Iterator[Row]:
    """Yield the register's entries, then whoever has to rectify in this stage and has none."""
    report = context.report
    entries = report.ledger.registers.rectifications
    for item in entries:
        yield _entered(context, item)
    sent = {item.subject for item in entries if item.stage == report.stage}
    for subject in report.results.subjects:
        if subject.rectify and subject.code not in sent:
            yield {
                **empty_row(rectification_register_table()),
                "stage": stage_name(context, report.stage),
                "branch": branch_name(context, subject.code),
                "name": called(context, subject.code),
                "why": context.say(clauses(rectify_reasons(subject, context.plan))),
                "state": context.say(NO_FORM),
                "unlit": unlit_stars(subject, context),
            }


_OUTDATED = T(
    "评星规则已改动：本表仍按制表时的结果，谁需要整改、没报整改表列哪些人以重新汇总为准",
    "The rules were changed: who has to rectify, and who sent no form, still stands as it was made; merge again",
)


def _note(entries: tuple[Rectification, ...], owed: int, as_of: date) -> T:
    """Say how many cases there are and how far they are, and how many have to rectify and sent no form."""
    states, overdue = Counter(item.state for item in entries), sum(item.is_overdue(as_of) for item in entries)
    told = clauses(
        T(f"{words.zh} {states[state]} 项", f"{states[state]} {words.en}")
        for state, words in CASE_STATES.items()
        if states[state] or state in {CaseState.OPEN, CaseState.CLOSED}
    )
    gone = sum(item.has_left(as_of) and item.is_open for item in entries)
    left = T(
        f"没有完成的有 {gone} 项本人已离开，由上级销号；",
        f"{gone} open of who left, for the superior to close; ",
    )
    left = left if gone else T("", "")
    return T(
        f"整改 {len(entries)} 项：{told.zh}；{left.zh}逾期 {overdue} 项（按 {as_of} 计算）；"
        f"本阶段需要整改而没有报整改表 {owed} 个。",
        f"{len(entries)} cases: {told.en}; {left.en}{overdue} overdue as of {as_of};"
        f" {owed} have to rectify in this stage and sent no form.",
    )


def rectification_register_page(context: Context) -> Page:
    """Return 整改台账."""
    table = rectification_register_table()
    entries = context.report.ledger.registers.rectifications
    rows = list(_rows(context))
    late = f"=${table.letter_of('overdue')}{table.first_row}={quote(context.say(OVERDUE))}"
    lacking = f"=${table.letter_of('state')}{table.first_row}={quote(context.say(NO_FORM))}"
    nothing = _NOTHING_CAME if rows else _NOBODY
    return Page(
        note=context.say(_note(entries, len(rows) - len(entries), context.report.as_of)),
        across=len(table.columns) - 1,
        outdated=_OUTDATED,
        listing=Listing(
            table,
            rows,
            wrap=(
                "branch",
                "why",
                "unlit",
                "cause",
                "direction",
                "measures",
                "responsible",
                "progress",
                "settled",
                "grounds",
                "evidence",
            ),
            centred=("state", "closed", "overdue"),
            highlights=(
                Highlight(late, Look(color=RED)),
                Highlight(lacking, Look(color=RED, bold=True), ("state",)),
            ),
        ),
        rest=partial(write_remark, None if entries else nothing),
        kept="name",
        locked=False,
    )
