"""The summary's table of contents: every sheet once, in the workbook's order."""

from collections.abc import Callable, Mapping
from functools import partial

from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import board_table, columns_table, outcomes_table, scores_table, sources_table
from xlcampaign.layout.summary_counts import counts_table
from xlcampaign.model.briefing import Briefing
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.model.results import Report
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import Audience, SummarySheet
from xlcampaign.summary.leaders.boards import board_page
from xlcampaign.summary.leaders.decisions import decisions_page
from xlcampaign.summary.leaders.final import final_page, final_tables, has_final
from xlcampaign.summary.leaders.goals import goals_page, goals_tables
from xlcampaign.summary.leaders.overview import overview_page
from xlcampaign.summary.leaders.public_boards import public_board_page
from xlcampaign.summary.leaders.publication import public_publication_page, publication_page
from xlcampaign.summary.leaders.recommended import recommended_page, recommended_tables
from xlcampaign.summary.leaders.rectification import rectification_page, rectification_tables
from xlcampaign.summary.leaders.roster_changes import (
    has_roster_changes,
    roster_changes_page,
    roster_changes_table,
)
from xlcampaign.summary.leaders.sheet_list import sheet_list_page
from xlcampaign.summary.leaders.trend import has_trend, trend_page, trend_table
from xlcampaign.summary.work.baselines import baselines_page, baselines_table
from xlcampaign.summary.work.comments import comment_register_table, comments_page
from xlcampaign.summary.work.counts import counts_page
from xlcampaign.summary.work.findings import findings_page, findings_table
from xlcampaign.summary.work.fulfilment import (
    announcements_table,
    fulfilment_by_area_table,
    fulfilment_by_branch_table,
    fulfilment_page,
)
from xlcampaign.summary.work.launches import (
    is_asked,
    launches_page,
    launches_table,
    work_record_page,
    work_record_table,
)
from xlcampaign.summary.work.meetings import meetings_page, meetings_table
from xlcampaign.summary.work.outcomes import outcomes_page
from xlcampaign.summary.work.pledges import pledges_page, pledges_table
from xlcampaign.summary.work.quality import differences_table, quality_page, quality_table, raters_table
from xlcampaign.summary.work.quality_shifts import changed_ways_table
from xlcampaign.summary.work.reconciliation import reconciliation_page, reconciliation_table
from xlcampaign.summary.work.rectification_register import (
    rectification_register_page,
    rectification_register_table,
)
from xlcampaign.summary.work.rules import rules_page
from xlcampaign.summary.work.scores import scores_page
from xlcampaign.summary.work.sources import sources_page
from xlcampaign.summary.work.submissions import (
    submissions_page,
    submissions_table,
    superseded_page,
    superseded_table,
)
from xlcampaign.summary.work.whatif import shifts_table, trials_table, whatif_page
from xlcampaign.tally.briefing import brief
from xlcampaign.words import T

LEADERS, WORK = Audience
BRANCH, MEMBER = SubjectKind


def _the(*makers: Callable[[], Table]) -> Callable[[Plan], list[Table]]:
    """Return tables that are the same whatever the plan."""
    return lambda _plan: [make() for make in makers]


def _board(kind: SubjectKind) -> Callable[[Plan], list[Table]]:
    return lambda plan: [board_table(plan, kind, compared=True)]


def _counts(kind: SubjectKind) -> Callable[[Plan], list[Table]]:
    return lambda plan: [counts_table(plan, kind)]


SHEETS = (
    SummarySheet("overview", T("总览", "Overview"), LEADERS, overview_page),
    SummarySheet("sheet_list", T("目录", "Sheets"), LEADERS, sheet_list_page),
    SummarySheet(
        "branch_board",
        T("支部创星图板", "Branch star board"),
        LEADERS,
        partial(board_page, BRANCH),
        _board(BRANCH),
        public=partial(public_board_page, BRANCH),
    ),
    SummarySheet(
        "member_board",
        T("党员创星图板", "Member star board"),
        LEADERS,
        partial(board_page, MEMBER),
        _board(MEMBER),
        public=partial(public_board_page, MEMBER),
    ),
    SummarySheet("goals", T("五个好·五带头", "Goals"), LEADERS, goals_page, goals_tables),
    SummarySheet("trend", T("对比", "Trend"), LEADERS, trend_page, _the(trend_table), shown=has_trend),
    SummarySheet(
        "roster_changes",
        T("变动情况", "Changes of people"),
        LEADERS,
        roster_changes_page,
        _the(roster_changes_table),
        shown=has_roster_changes,
    ),
    SummarySheet(
        "recommended",
        T("符合推荐条件名单", "Fit for recommendation"),
        LEADERS,
        recommended_page,
        recommended_tables,
    ),
    SummarySheet("final", T("终评", "Final selection"), LEADERS, final_page, final_tables, shown=has_final),
    SummarySheet(
        "rectification", T("整改名单", "To rectify"), LEADERS, rectification_page, rectification_tables
    ),
    SummarySheet("decisions", T("会议议决", "Decisions"), LEADERS, decisions_page),
    SummarySheet(
        "publication",
        T("公示", "Publication"),
        LEADERS,
        publication_page,
        public=public_publication_page,
    ),
    SummarySheet("scores", T("评分明细", "Scores"), WORK, scores_page, _the(scores_table)),
    SummarySheet(
        "outcomes",
        T("等次评定", "Levels step by step"),
        WORK,
        outcomes_page,
        _the(partial(outcomes_table, compared=True)),
    ),
    SummarySheet(
        "quality",
        T("评议质量", "Quality of ratings"),
        WORK,
        quality_page,
        _the(quality_table, raters_table, differences_table, changed_ways_table),
    ),
    SummarySheet(
        "whatif", T("权重试算", "Weights tried"), WORK, whatif_page, _the(trials_table, shifts_table)
    ),
    SummarySheet(
        "branch_counts",
        T("票数统计（支部）", "Counts (branches)"),
        WORK,
        partial(counts_page, BRANCH),
        _counts(BRANCH),
    ),
    SummarySheet(
        "member_counts",
        T("票数统计（党员）", "Counts (members)"),
        WORK,
        partial(counts_page, MEMBER),
        _counts(MEMBER),
    ),
    SummarySheet(
        "baselines", T("摸底对照", "Baseline and stars"), WORK, baselines_page, _the(baselines_table)
    ),
    SummarySheet(
        "pledges",
        T("承诺台账", "Pledges"),
        WORK,
        pledges_page,
        _the(pledges_table),
    ),
    SummarySheet(
        "fulfilment",
        T("兑现率", "Pledges kept"),
        WORK,
        fulfilment_page,
        _the(fulfilment_by_branch_table, fulfilment_by_area_table, announcements_table),
    ),
    SummarySheet(
        "rectification_ledger",
        T("整改台账", "Rectification"),
        WORK,
        rectification_register_page,
        _the(rectification_register_table),
    ),
    SummarySheet(
        "launches",
        T("动员部署情况", "Launch"),
        WORK,
        launches_page,
        _the(launches_table),
        shown=is_asked,
    ),
    SummarySheet(
        "work_record",
        T("工作纪实", "Work record"),
        WORK,
        work_record_page,
        _the(work_record_table),
        shown=is_asked,
    ),
    SummarySheet("comments", T("领导点评", "Comments"), WORK, comments_page, _the(comment_register_table)),
    SummarySheet("meetings", T("评议情况", "Meetings"), WORK, meetings_page, _the(meetings_table)),
    SummarySheet(
        "submissions",
        T("报送情况", "Submissions"),
        WORK,
        submissions_page,
        _the(submissions_table),
    ),
    SummarySheet(
        "superseded",
        T("未采用的文件", "Files set aside"),
        WORK,
        superseded_page,
        _the(superseded_table),
    ),
    SummarySheet("findings", T("填报核查问题", "Findings"), WORK, findings_page, _the(findings_table)),
    SummarySheet(
        "reconciliation",
        T("数据核对", "Reconciliation"),
        WORK,
        reconciliation_page,
        _the(reconciliation_table),
    ),
    SummarySheet("rules", T("评星规则", "Rules"), WORK, rules_page),
    SummarySheet("sources", T("数据来源", "Sources"), WORK, sources_page, _the(sources_table, columns_table)),
)
"""Order, tabs, links, documents, tests and the public workbook go by it."""

TITLES: Mapping[str, T] = {sheet.key: sheet.title for sheet in SHEETS}
"""The sheets' names by key."""


def context_of(report: Report, briefing: Briefing | None = None, *, live: bool = True) -> Context:
    """Return the places of a report's parts in its summary.

    Args:
        report: what it says.
        briefing: what that comes to in a few facts, where that is known already.
        live: whether it is written with formulas.
    """
    compared = report.before is not None
    boards = {kind: board_table(report.plan, kind, compared=compared) for kind in SubjectKind}
    # boards are made for the eye: headings stand between their rows, and their figures on other tables
    apart = {board.key for board in boards.values()} | {columns_table().key}
    listed = {table.key: table for sheet in SHEETS for table in sheet.tables(report.plan)}
    listed |= {table.key: table for table in [outcomes_table(compared=compared)]}
    tables = [table for key, table in listed.items() if key not in apart]
    return Context(report, TITLES, boards, briefing or brief(report), tables, live)
