"""变动情况: what became of branches and members since the stage before, and from when on."""

from collections.abc import Iterable, Mapping

from xlcampaign.layout.choices import CATEGORIES, PARTICIPATIONS, POSTS, label_of
from xlcampaign.layout.kinds import OneOf
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import column, main_table
from xlcampaign.model.roster import Happened, RosterChange
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import Listing, Page, Row
from xlcampaign.summary.lists import AND, called
from xlcampaign.summary.register_cells import DATE, KIND, day_of, kind_name, stage_name
from xlcampaign.tally.roster import roster_changes
from xlcampaign.words import T

HAPPENED: Mapping[Happened, T] = {
    Happened.FOUNDED: T("新建", "founded"),
    Happened.ENDED: T("撤并", "ended"),
    Happened.TOOK_OVER: T("承接", "takes over"),
    Happened.JOINED: T("新增", "joined"),
    Happened.LEFT: T("离开", "left"),
    Happened.MOVED: T("换支部", "moved"),
    Happened.RENAMED: T("更名", "renamed"),
    Happened.CATEGORY: T("类别变动", "category"),
    Happened.POST: T("职务变动", "post"),
    Happened.PARTICIPATION: T("参评变动", "takes part"),
}
"""What happened, in words."""
_LABELS: Mapping[Happened, OneOf] = {
    Happened.CATEGORY: CATEGORIES,
    Happened.POST: POSTS,
    Happened.PARTICIPATION: PARTICIPATIONS,
}
"""What says what was and is, where that is no name."""


def roster_changes_table() -> Table:
    """Return 变动情况: a row per change."""
    columns = (
        KIND,
        column("code", T("编号", "Code"), width=10),
        column("name", T("名称", "Name"), width=24),
        column("happened", T("变动", "Change"), width=14),
        column("before", T("原", "Was"), width=30),
        column("after", T("现", "Is"), width=30),
        column("day", T("日期", "Date"), DATE, 13),
    )
    return main_table("roster_changes", columns)


def has_roster_changes(context: Context) -> bool:
    """Tell whether anything changed since the stage before."""
    return bool(roster_changes(context.plan, context.report.stage))


def roster_changes_page(context: Context) -> Page:
    """Return 变动情况."""
    stage, before = context.report.stage, stage_name(context, context.report.stage - 1)
    note = T(
        f"从{before}的名单截止日到本阶段的名单截止日，支部和党员的变动。离开、撤并的写最后一天，别的写从哪天起；“原”“现”两栏也写承接谁、由谁承接。",
        f"Changes of branches and members from the list of {before} to this stage's. For who left or ended the last day,"
        " else the first; was and is also name the branches taken over, and those that took over.",
    )
    table = roster_changes_table()
    rows = [_row(context, change) for change in roster_changes(context.plan, stage)]
    listing = Listing(table, rows, wrap=("before", "after"), centred=("kind", "happened"))
    return Page(note=context.say(note), listing=listing, kept="name")


def _row(context: Context, change: RosterChange) -> Row:
    return {
        "kind": kind_name(context, change.code),
        "code": change.code,
        "name": called(context, change.code),
        "happened": context.say(HAPPENED[change.happened]),
        "before": _said(context, change.happened, change.before),
        "after": _said(context, change.happened, change.after),
        "day": day_of(change.day),
    }


def _said(context: Context, happened: Happened, values: Iterable[str]) -> str:
    """Return what was or is, in words: names of branches, or what a column says."""
    labels = _LABELS.get(happened)
    if labels:
        return "".join(context.say(label_of(labels, value)) for value in values)
    names = values if happened is Happened.RENAMED else (called(context, value) for value in values)
    return context.say(AND).join(names)
