"""动员部署情况: how each branch launched the campaign; and 工作纪实: what all branches did, by day."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from xlcampaign.layout.choices import STEPS, label_of
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import NOT_GIVEN, NUMBER, column, main_table
from xlcampaign.model.choices import StepKey
from xlcampaign.model.work import GroupMember, Launch, WorkEntry
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import Listing, Page, Row
from xlcampaign.summary.lists import BETWEEN, branch_name, fitting
from xlcampaign.summary.register_cells import BRANCH, DATE, SOURCE, day_of, write_remark
from xlcampaign.words import T, bracketed

_LAUNCH_NOTE = T(
    "一个支部一行，照动员部署表；没有收到的写“没有填”。",
    "A row per branch, by its launch form; “not given” where none came in.",
)
_WORK_NOTE = T(
    "各支部各步骤的表上写的工作，一件一行，按日期排。",
    "What branches wrote down on their forms of all steps, a row each, by day.",
)
_NO_WORK = T("还没有支部写工作纪实。", "No branch wrote anything down yet.")
_FIELDS = (
    "venue",
    "due",
    "present",
    "host",
    "briefs",
    "slogans",
    "boards",
    "publicity",
    "inspection",
    "liaison",
    "visits",
)
"""The columns of 动员部署情况 that say what the branch's form does."""
_WRAPPED = ("branch", "group", "venue", "publicity", "inspection", "liaison", "visits")


def launches_table() -> Table:
    """Return 动员部署情况: a row per branch."""
    columns = (
        BRANCH,
        column("day", T("动员会日期", "Meeting on"), DATE, 12),
        column("due", T("应到", "Due"), NUMBER, 8),
        column("present", T("实到", "Present"), NUMBER, 8),
        column("group", T("领导小组", "Leading group"), width=34),
        column("venue", T("动员会地点", "Place"), width=14),
        column("host", T("主持人", "Chaired by"), width=11),
        column("briefs", T("简报", "Bulletins"), NUMBER, 8),
        column("slogans", T("标语", "Slogans"), NUMBER, 8),
        column("boards", T("宣传栏", "Notice boards"), NUMBER, 8),
        column("publicity", T("其他宣传", "Other publicity"), width=22),
        column("inspection", T("督查", "Inspection"), width=24),
        column("liaison", T("联系点领导", "Leader in charge"), width=12),
        column("visits", T("联系点工作", "What that leader did"), width=24),
        SOURCE,
    )
    return main_table("launches", columns)


def work_record_table() -> Table:
    """Return 工作纪实: a row for each thing that was done."""
    columns = (
        column("day", T("日期", "Date"), DATE, 12),
        column("step", T("步骤", "Step"), width=13),
        BRANCH,
        column("text", T("做了什么", "What was done"), width=46),
        column("who", T("参加人或责任人", "Who took part, or saw to it"), width=24),
        column("evidence", T("佐证材料", "Evidence"), width=30),
        SOURCE,
    )
    return main_table("work_record", columns)


def is_asked(context: Context) -> bool:
    """Tell whether the plan asks for launch forms and work records."""
    return context.plan.campaign.launch_form


def _launch_row(context: Context, branch: str, one: Launch | None, group: Iterable[GroupMember]) -> Row:
    none, between = context.say(NOT_GIVEN), context.say(BETWEEN)
    named, where = [_named(context, one) for one in group], launches_table().by_key["group"]
    listed = fitting(context, where, lambda some: between.join(named[:some]), len(named))
    said = {key: getattr(one, key) if one else None for key in _FIELDS}
    return {
        **said,
        "branch": branch_name(context, branch),
        "day": day_of(one.day if one else None) or none,
        "group": listed or none,
        "source": one.place.say() if one else None,
    }


def _named(context: Context, one: GroupMember) -> str:
    """Return somebody of a leading group by role and name, with post and task where they are said."""
    beside = [text for text in (one.post, one.task) if text]
    name = f"{one.duty} {one.name}" if one.duty else one.name
    return context.say(bracketed(name, context.say(T("，", ", ")).join(beside))) if beside else name


def launches_page(context: Context) -> Page:
    """Return 动员部署情况."""
    registers, table = context.report.ledger.registers, launches_table()
    launches = {one.branch: one for one in registers.launches}
    rows = [
        _launch_row(
            context,
            branch.code,
            launches.get(branch.code),
            [one for one in registers.groups if one.branch == branch.code],
        )
        for branch in context.plan.branches
    ]
    return Page(
        note=context.say(_LAUNCH_NOTE),
        across=len(table.columns) - 1,
        listing=Listing(table, rows, wrap=_WRAPPED, centred=("host",)),
        kept="branch",
    )


def work_record_page(context: Context) -> Page:
    """Return 工作纪实."""
    table, work = work_record_table(), context.report.ledger.registers.work
    steps, branches = list(StepKey), [branch.code for branch in context.plan.branches]

    def place(one: WorkEntry) -> tuple[date, int, int]:
        known = branches.index(one.branch) if one.branch in branches else len(branches)
        return one.day or date.max, steps.index(one.step), known

    rows: list[Row] = [
        {
            "day": day_of(one.day),
            "step": context.say(label_of(STEPS, one.step)),
            "branch": branch_name(context, one.branch),
            "text": one.text,
            "who": one.who,
            "evidence": one.evidence,
            "source": context.say(BETWEEN).join(place.say() for place in (one.place, *one.also)),
        }
        for one in sorted(work, key=place)
    ]
    return Page(
        note=context.say(_WORK_NOTE),
        across=len(table.columns) - 1,
        listing=Listing(table, rows, wrap=("branch", "text", "who", "evidence"), centred=("step",)),
        rest=partial(write_remark, None if rows else _NO_WORK),
        kept="branch",
    )
