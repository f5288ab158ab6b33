"""领导点评: comments beside the results, live, and who is owed a comment and has none."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, partial

from xlcampaign.layout.outcomes import NOT_GRADED
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import DASH, NUMBER, SCORE, column, main_table
from xlcampaign.model.registers import Comment
from xlcampaign.model.results import SubjectResult
from xlcampaign.summary.context import Context
from xlcampaign.summary.figures import shown
from xlcampaign.summary.frame import Highlight, Listing, Page, Row, empty_row
from xlcampaign.summary.lists import branch_name, called
from xlcampaign.summary.register_cells import (
    BRANCH,
    DATE,
    KIND,
    SOURCE,
    day_of,
    kind_name,
    results_by_code,
    write_remark,
    yes_no,
)
from xlcampaign.words import T
from xlcampaign.workbook.formulas import Live, quote
from xlcampaign.workbook.looks import RED, Look

COMMENTED = T("已点评", "commented")
NO_COMMENT = T("还没有点评", "no comment yet")

_NOTHING_CAME = T("没有收到领导点评。", "No comments came in.")


_OUTDATED = T(
    "评星规则已改动：星数、等次随之变，“还没有点评”列哪些人仍按制表时的结果",
    "The rules were changed: stars and levels follow, who lacks a comment still stands as it was made",
)


@cache
def comment_register_table() -> Table:
    """Return 领导点评: a row per comment, beside the results, and one for everybody who is owed a comment."""
    columns = (
        BRANCH,
        column("name", T("点评对象", "Who"), width=18),
        KIND,
        column("state", T("点评情况", "State"), width=16),
        column("lit", T("星数", "Stars"), NUMBER, 7),
        column("stars", T("共几星", "Of"), NUMBER, 7),
        column("composite", T("综合得分", "Composite"), SCORE, 10),
        column("level", T("等次", "Level"), width=11),
        column("fit", T("符合推荐", "Fit"), width=9),
        column("rectify", T("需要整改", "To rectify"), width=9),
        column("achievements", T("成绩", "Achievements"), width=36),
        column("problems", T("问题", "Problems"), width=36),
        column("direction", T("努力方向", "Direction"), width=36),
        column("author", T("点评人", "By whom"), width=14),
        column("day", T("点评日期", "Date"), DATE, 12),
        SOURCE,
    )
    return main_table("comments", columns)


def _result_cells(context: Context, subject: SubjectResult) -> Row:
    """Return what came of the evaluation, live over 等次评定."""
    level = subject.level or DASH if subject.graded else context.say(NOT_GRADED)

    def told(column: str, *, yes: bool) -> Live:
        words = quote(yes_no(context, yes=True))
        cell = context.outcome_of(subject, column)
        return Live(f'IF({cell}=1,{words},"{DASH}")', yes_no(context, yes=True) if yes else DASH)

    return {
        "lit": Live(context.outcome_of(subject, "lit"), shown(subject.lit, 0)),
        "stars": len(subject.stars),
        "composite": Live(context.outcome_of(subject, "composite"), shown(subject.composite)),
        "level": Live(context.outcome_of(subject, "level"), level),
        "fit": told("recommended", yes=subject.is_fit),
        "rectify": told("rectify", yes=subject.rectify),
    }


def _row(context: Context, code: str, comment: Comment | None, result: SubjectResult | None) -> Row:
    said: Row = {}
    if comment:
        said = {
            "achievements": comment.achievements,
            "problems": comment.problems,
            "direction": comment.direction,
            "author": comment.author,
            "day": day_of(comment.day),
            "source": comment.place.say(),
        }
    return {
        **empty_row(comment_register_table()),
        "branch": branch_name(context, code),
        "name": called(context, code),
        "kind": kind_name(context, code),
        "state": context.say(COMMENTED if comment else NO_COMMENT),
        **(_result_cells(context, result) if result else {}),
        **said,
    }


def _rows(context: Context) -> Iterator[Row]:
    """Yield everybody with a comment or owed one, in the plan's order; last, who has a comment and no result."""
    comments = context.report.ledger.registers.comments
    results = results_by_code(context)
    by_subject: dict[str, list[Comment]] = defaultdict(list)
    for comment in comments:
        by_subject[comment.subject].append(comment)
    for code, result in results.items():
        own = by_subject.get(code, [])
        for comment in own:
            yield _row(context, code, comment, result)
        if not own and result.is_owed_comment:
            yield _row(context, code, None, result)
    for comment in comments:
        if comment.subject not in results:
            yield _row(context, comment.subject, comment, None)


def comments_page(context: Context) -> Page:
    """Return 领导点评."""
    table = comment_register_table()
    note = T(
        "每个支部、符合推荐条件的和需要整改的党员都要点评，缺的红字列出；星数、得分、等次随评星规则重算。",
        "Every branch, and members fit for recommendation or to rectify, are to be commented on; who lacks a comment is"
        " in red. Stars, composite and level follow the rules.",
    )
    lacking = f"=${table.letter_of('state')}{table.first_row}={quote(context.say(NO_COMMENT))}"
    nothing = None if context.report.ledger.registers.comments else _NOTHING_CAME
    return Page(
        note=context.say(note),
        across=len(table.columns) - 1,
        outdated=_OUTDATED,
        listing=Listing(
            table,
            _rows(context),
            wrap=("achievements", "problems", "direction", "author"),
            centred=("kind", "state", "level", "fit", "rectify"),
            highlights=(Highlight(lacking, Look(color=RED, bold=True), ("state",)),),
        ),
        rest=partial(write_remark, nothing),
        kept="name",
    )
