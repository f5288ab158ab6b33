"""The summary's tables of what is written down beside marks: pledges, rectification, comments, baselines, meetings."""

from datetime import date

from xlcampaign.layout.choices import PLEDGE_STATES, label_of
from xlcampaign.layout.kinds import Code, Day
from xlcampaign.layout.registers import STARS_TO_WORK_ON
from xlcampaign.layout.sheet import Column, Table
from xlcampaign.layout.summary import NUMBER, SCORE, TITLES, Figure, column
from xlcampaign.model.registers import PledgeState
from xlcampaign.words import T

NO_REPORT = T("没有回报", "no report")
OVERDUE = T("逾期", "overdue")
NOT_GIVEN = T("没有填", "not given")
TOGETHER = T("合计", "Total")
NO_FORM = T("没有报整改表", "no form sent")
ENTERED = T("已报", "received")
COMMENTED = T("已点评", "commented")
NO_COMMENT = T("还没有点评", "no comment yet")

_DATE = Day(date(1900, 1, 1), date(2999, 12, 31))
_PERCENT = Figure(1)

_STAGE = column("stage", T("阶段", "Stage"), width=11)
_BRANCH = column("branch", T("支部", "Branch"), width=16)
_KIND = column("kind", T("类别", "Kind"), width=8)
_RESPONSIBLE = column("responsible", T("责任人", "Responsible"), width=10)
_DUE = column("due", T("完成时限", "Due"), _DATE, 11)
_OVERDUE = column("overdue", T("逾期", "Overdue"), width=8)
_PROGRESS = column("progress", T("进展", "Progress"), width=20)
_SOURCE = column("source", T("来源", "Source"), width=44)


def pledges_table() -> Table:
    """Return 承诺台账: a row per pledge; what is short first, so that the rates below fit into the same columns."""
    columns = (
        column("number", T("编号", "Number"), Code(), 16),
        _STAGE,
        _BRANCH,
        column("name", T("承诺人", "Who"), width=16),
        column("star", T("对应星级", "Star"), width=15),
        _KIND,
        column("type", T("承诺类型", "Type"), width=11),
        column("area", T("承诺领域", "Area"), width=10),
        _DUE,
        column("state", T("兑现情况", "State"), width=13),
        _OVERDUE,
        column("text", T("承诺内容", "Pledge"), width=30),
        column("measures", T("主要措施", "Measures"), width=22),
        _RESPONSIBLE,
        column("target", T("目标", "Target"), width=18),
        _PROGRESS,
        column("reason", T("未兑现原因", "Reason if not fulfilled"), width=17),
        column("earlier", T("衔接整改事项", "Earlier rectification"), width=16),
        _SOURCE,
    )
    return Table("pledges", TITLES["pledges"], columns)


STATES = (PledgeState.FULFILLED, PledgeState.ONGOING, PledgeState.NOT_DUE, PledgeState.UNFULFILLED)
"""The states of pledges in the order in which their numbers stand."""


def _figure(key: str, label: T) -> Column:
    return column(key, T(label.zh, label.en.capitalize()), NUMBER)


def _fulfilment_table(key: str, title: T, by: Column) -> Table:
    columns = (
        by,
        _KIND,
        _figure("pledges", T("承诺（项）", "pledges")),
        *(_figure(state, label_of(PLEDGE_STATES, state)) for state in STATES),
        _figure("no_report", NO_REPORT),
        _figure("overdue", OVERDUE),
        column("rate", T("兑现率（%）", "Rate (%)"), _PERCENT),
    )
    return Table(key, title, columns)


def fulfilment_by_branch_table() -> Table:
    """Return 兑现率 by branch; stands below 承诺台账, in its columns."""
    return _fulfilment_table("fulfilment_by_branch", T("兑现率（按支部）", "Rate by branch"), _BRANCH)


def fulfilment_by_area_table() -> Table:
    """Return 兑现率 by area; stands below 承诺台账, in its columns."""
    area = column("area", T("承诺领域", "Area"))
    return _fulfilment_table("fulfilment_by_area", T("兑现率（按领域）", "Rate by area"), area)


def announcements_table() -> Table:
    """Return 公开情况: a row per branch; stands below 承诺台账, in columns of the same widths."""
    columns = (
        _BRANCH,
        column("branch_day", T("支部承诺公开日期", "Branch pledges made public on"), _DATE, 11),
        column("branch_how", T("支部承诺公开方式", "How (branch)"), width=16),
        column("member_day", T("党员承诺公开日期", "Member pledges made public on"), _DATE, 16),
        column("member_how", T("党员承诺公开方式", "How (members)"), width=15),
    )
    return Table("announcements", T("公开情况", "Made public"), columns)


def rectification_ledger_table() -> Table:
    """Return 整改台账: a row per rectification, and one for everybody who owes one."""
    columns = (
        column("number", T("编号", "Number"), Code(), 13),
        _STAGE,
        _BRANCH,
        column("name", T("整改对象", "Who"), width=16),
        column("why", T("列入原因", "Why"), width=18),
        column("state", T("报送", "Form"), width=13),
        column("unlit", T("未授的星", "Stars not given"), width=32),
        column("cause", T("原因", "Cause"), width=20),
        column("direction", T("努力方向", "Direction"), width=20),
        column("measures", T("整改措施", "Measures"), width=24),
        _RESPONSIBLE,
        _DUE,
        _PROGRESS,
        column("closed", T("是否完成", "Closed"), width=9),
        _OVERDUE,
        column("evidence", T("佐证材料", "Evidence"), width=16),
        _SOURCE,
    )
    return Table("rectification_ledger", TITLES["rectification_ledger"], columns)


def comments_ledger_table() -> Table:
    """Return 领导点评: a row per comment, beside the results, and one for everybody who is owed a comment."""
    columns = (
        _BRANCH,
        column("name", T("点评对象", "Who"), width=18),
        _KIND,
        column("state", T("点评情况", "State"), width=13),
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
        column("day", T("点评日期", "Date"), _DATE, 12),
        _SOURCE,
    )
    return Table("comments", TITLES["comments"], columns)


def baselines_table() -> Table:
    """Return 摸底对照: a row per baseline, each star to work on beside how it came out."""
    numbers = T("一二三", "123")
    stars = [
        pair
        for key, zh, en in zip(STARS_TO_WORK_ON, numbers.zh, numbers.en, strict=True)
        for pair in (
            column(key, T(f"拟创星{zh}", f"Star to work on {en}"), width=18),
            column(f"{key}.lit", T(f"结果{zh}", f"Result {en}"), width=8),
        )
    ]
    columns = (
        _BRANCH,
        column("name", T("摸底对象", "Who"), width=18),
        _KIND,
        column("problems", T("主要问题", "Main problems"), width=44),
        *stars,
        _SOURCE,
    )
    return Table("baselines", TITLES["baselines"], columns)


def meetings_table() -> Table:
    """Return 评议情况: a row per unit and way that was voted on."""
    columns = (
        column("unit", T("单位", "Unit"), width=18),
        column("way", T("评议方式", "Way"), width=16),
        column("date", T("评议日期", "Date"), _DATE, 12),
        column("due", T("应到人数", "Due"), NUMBER, 9),
        column("present", T("实到人数", "Present"), NUMBER, 9),
        column("attendance", T("到会率（%）", "Attendance (%)"), _PERCENT, 11),
        column("issued", T("发出票", "Ballots issued"), NUMBER, 9),
        column("returned", T("收回票", "Ballots returned"), NUMBER, 9),
        column("valid", T("有效票", "Valid ballots"), NUMBER, 9),
        column("invalid", T("无效票", "Invalid ballots"), NUMBER, 9),
        column("check", T("核对", "Check"), width=24),
        column("says", T("说明", "In words"), width=86),
    )
    return Table("meetings", TITLES["meetings"], columns)
