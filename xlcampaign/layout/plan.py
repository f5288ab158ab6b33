"""The plan workbook: settings, rules and roster of a campaign."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from xlcampaign.layout import choices
from xlcampaign.layout.addresses import LONGEST_ADDRESSES
from xlcampaign.layout.kinds import YES_NO, Code, Day, Kind, Number, Ref, Whole, Words
from xlcampaign.layout.mapped import ONLINE, ONLINE_COLUMNS, ONLINE_NOTE, ONLINE_TITLE
from xlcampaign.layout.messages import MESSAGES_NOTE
from xlcampaign.layout.negations import Negation
from xlcampaign.layout.posting import IN_ORDER
from xlcampaign.layout.sheet import Book, Canvas, Column, Line, Settings, Table
from xlcampaign.model.cell import Value
from xlcampaign.words import T

Rows = Sequence[Mapping[str, Value]]

_SCORE = Number(0, 1000, noun=T("分值", "points"))
_PERCENT = Number(0, 10000, noun=T("数", "a number"))
_DAY = Day(date(2000, 1, 1), date(2099, 12, 31))


_NEVER_EMPTY = tuple(Negation)
"""The answers of what says how votes count: no word that says nothing leaves that open."""


def _column(
    key: str,
    title: T,
    kind: Kind,
    width: int = 12,
    *,
    optional: bool = False,
    hint: T | None = None,
    example: Value | T = None,
) -> Column:
    answers = (
        () if optional else tuple(Negation)
    )  # what has to be named is called what it is called: 不同意 is a grade
    return Column(key, title, kind, not optional, width=width, hint=hint, example=example, answers=answers)


PLAN = "plan"
"""The key of the plan workbook."""
CAMPAIGN_TITLE = T("活动", "Campaign")
CAMPAIGN_FIELDS = (
    _column("code", T("活动编号", "Campaign code"), Code(), example="XF-2023",
            hint=T("表发出后不要再改：靠它认出本活动的表", "do not change after forms were sent: it marks them as yours")),
    _column("name", T("活动名称", "Campaign name"), Words(60), example="争做先锋活动"),
    _column("slogan", T("口号", "Slogan"), Words(60), optional=True, example="创先争优"),
    _column("organisation", T("组织单位", "Organisation"), Words(60), example="某某联校党组织"),
    _column("language", T("表格语言", "Language of workbooks"), choices.LANGUAGES, example="zh"),
    _column("stage", T("当前阶段", "Current stage"), Whole(1, 20), example=1,
            hint=T("填“阶段”表里的序号", "a number from the sheet of stages")),
    _column("step", T("当前步骤", "Current step"), choices.STEPS, example="evaluation"),
    _column("threshold", T("授星分数线", "Score from which a star is lit"), _SCORE, example=800,
            hint=T("0–10 分；星级表里可为某颗星另定", "0–10; a star may have its own on the sheet of stars")),
    _column("recommend_branch", T("支部推荐所需星数", "Stars for recommending a branch"), Whole(1, 99), optional=True,
            hint=T("留空＝全部星", "empty: all stars")),
    _column("recommend_member", T("党员推荐所需星数", "Stars for recommending a member"), Whole(1, 99), optional=True,
            hint=T("留空＝全部星", "empty: all stars")),
    _column("places_branch", T("支部推荐名额", "Places for recommended branches"), Whole(0, 999), optional=True,
            hint=T("留空＝不限", "empty: no limit")),
    _column("places_member", T("党员推荐名额", "Places for recommended members"), Whole(0, 9999), optional=True,
            hint=T("留空＝不限", "empty: no limit")),
    replace(
        _column("final_rule", T("终评规则", "Final selection by"), choices.FINAL_RULES, optional=True, example="last",
                hint=T("最后一个阶段汇总时终评：末阶段＝末阶段星数够，各阶段＝每个阶段都够，累计＝合计够；留空＝不终评",
                       "made with the last stage: by its stars, by those of every stage, or by all together; empty: none")),
        absent="",
    ),
    replace(
        _column("total_branch", T("支部累计所需星数", "Stars in total for a branch"), Whole(1, 999), optional=True,
                hint=T("终评规则为“累计”时用；留空＝每个阶段推荐所需星数之和",
                       "where the final selection goes by the total; empty: what recommending asks, of every stage")),
        absent="",
    ),
    replace(
        _column("total_member", T("党员累计所需星数", "Stars in total for a member"), Whole(1, 999), optional=True,
                hint=T("终评规则为“累计”时用；留空＝每个阶段推荐所需星数之和",
                       "where the final selection goes by the total; empty: what recommending asks, of every stage")),
        absent="",
    ),
    _column("rectify_share", T("基本要求（星数的百分之几）", "Basic requirement (% of stars)"), Whole(0, 100), example=60,
            hint=T("得星少于此比例（向上取整）的列入整改", "fewer lit stars than this share, rounded up: to rectify")),
    _column("quota", T("优秀名额（几名正式党员 1 名）", "Full members to one place at the top"), Whole(1, 99),
            optional=True, example=3,
            hint=T("党员最高等次按支部限额，向下取整；留空＝不限", "by branch, rounded down; empty: no quota")),
    _column("trim", T("去掉最高最低各一", "Trim one highest and one lowest"), YES_NO, example="no",
            hint=T("某方式计数多于 5 个时去掉一个最高、一个最低", "where a way has more than 5 counted marks")),
    _column("missing", T("缺一种方式时", "Where a way is missing"), choices.MISSING, example="unrated",
            hint=T("折算时组织评不可缺", "the organisation's way may never be missing")),
    _column("uniform_ballots", T("整张一个样的票", "Uniform ballots"), choices.UNIFORM, optional=True, example="counted",
            hint=T("逐票填报时用；留空＝计入，只提醒", "where ballots are entered; empty: counted, and pointed out")),
    _column("identical_ballots", T("完全相同的票", "Identical ballots"), choices.REPEATED, optional=True,
            example="counted", hint=T("逐票填报时用；留空＝都计入，只提醒；星少时相同是常事",
                                      "where ballots are entered; empty: all count; with few stars they are common")),
    replace(
        _column("abstentions", T("弃权计入总票数", "Abstentions count as votes"), choices.ABSTENTIONS, optional=True,
                example="counted", hint=T("是：同意 ÷ 有效票；否：弃权另数，不进分母；沿用旧法：照以前的表",
                                          "yes: agreed of all valid ballots; no: counted apart, out of the base;"
                                          " as before: as on earlier forms")),
        absent="as_printed",
        answers=_NEVER_EMPTY,
    ),
    replace(
        _column("peers_with_own", T("互评含本人", "Peers rate themselves too"), YES_NO, optional=True, example="no",
                hint=T("否：不评本人；是：空着本人那一行会看出是谁的票时用",
                       "no: nobody rates oneself; yes: where the blank own row would tell whose ballot it is")),
        absent="no",
        answers=_NEVER_EMPTY,
    ),
    _column("few_raters", T("人数少的界限", "Few raters below"), Whole(1, 20), example=3,
            hint=T("评议人数少于此数的标“人数少”", "fewer raters than this are marked")),
    _column("few_public", T("公开的最少评议人数", "Fewest raters in anything public"), Whole(3, 99), example=5,
            hint=T("评议人数少于此数的，公开版不列满意率", "with fewer raters the public workbook shows no satisfaction")),
    _column("satisfaction_alarm", T("满意率警戒线（%）", "Satisfaction alarm (%)"), Whole(0, 100), example=60),
    _column("pledges_low", T("党员承诺最少几条", "Fewest pledges of a member"), Whole(0, 20), example=2,
            hint=T("少于此数只提醒", "fewer are pointed out")),
    _column("pledges_high", T("党员承诺最多几条", "Most pledges of a member"), Whole(1, 50), example=5,
            hint=T("多于此数只提醒", "more are pointed out")),
    _column("pledges_branch", T("学校（支部）承诺最少几条", "Fewest pledges of a branch"), Whole(0, 100), example=10,
            hint=T("少于此数只提醒", "fewer are pointed out")),
    _column("publication_start", T("公示开始日期", "Publication starts"), _DAY, optional=True,
            hint=T("留空＝公示上留空手填", "empty: left open on the page to post")),
    _column("publication_days", T("公示几个工作日", "Working days of publication"), Whole(1, 60), example=5),
    _column("objections", T("公示意见受理处", "Where objections go"), Words(100), optional=True,
            example="某某联校党办", hint=T("印在公示上：部门、电话", "printed on the page to post")),
    replace(
        _column("email", T("上级邮箱", "The superior's e-mail"), Words(LONGEST_ADDRESSES), optional=True,
                hint=T("考核点评表、评选表彰表发到这里；几个邮箱用“；”隔开",
                       "where the superior's own forms go; several are separated by semicolons")),
        absent="",
    ),
    _column("stars_called", T("方案所称星数", "Stars as the document calls them"), Words(20), optional=True,
            example="十星", hint=T("与实列星数不同时，表中会注明", "noted on forms where the list differs")),
    replace(
        _column("launch_form", T("动员部署表和工作纪实", "Launch form and work record"), YES_NO, optional=True, example="yes",
                hint=T("是：动员部署时各支部报动员部署表，以后各步骤的表上都有“工作纪实”；留空＝否",
                       "yes: each branch sends a launch form, and its later forms have a work record; empty: no")),
        absent="no",
        answers=_NEVER_EMPTY,
    ),
    replace(
        _column("lit_only", T("图板只列已授的星", "Boards list lit stars only"), YES_NO, optional=True, example="no",
                hint=T("是：公开的图板只列已授的星，不列星数，也不列没达到基本要求的；留空＝否",
                       "yes: public boards show lit stars alone, no numbers, and nobody below the basic requirement; empty: no")),
        absent="no",
        answers=_NEVER_EMPTY,
    ),
    replace(
        _column("unit_code", T("单位代码", "Unit code"), Code(), optional=True, example="A1",
                hint=T("要向上级报上报本的填：同一上级下各单位不重",
                       "where you report to a level above: no two units below it share one")),
        absent="",
    ),
    replace(
        _column("unit_above", T("上级单位", "Unit above"), Words(60), optional=True, example="某某镇",
                hint=T("上报本报给谁", "whom you report to")),
        absent="",
    ),
)  # fmt: skip

STAGE_COLUMNS = (
    _column("number", T("序号", "Number"), Whole(1, 20), 8, example=1),
    _column("name", T("阶段名称", "Stage"), Words(20), 16, example="第一阶段"),
    _column("start", T("开始", "Start"), _DAY, 13, example=date(2023, 3, 1)),
    _column("end", T("结束", "End"), _DAY, 13, example=date(2023, 8, 31)),
    replace(
        _column("list_day", T("名单截止日", "List as of"), _DAY, 13, optional=True, example=date(2023, 3, 1),
                hint=T("这天在册的计入本阶段，按当天的支部、类别、职务；留空＝开始那天",
                       "who is listed on that day counts in the stage, as listed then; empty: its first day")),
        absent="",
    ),
)  # fmt: skip
STEP_COLUMNS = (
    _column("stage", T("阶段序号", "Stage number"), Whole(1, 20), 10, example=1),
    _column("key", T("步骤", "Step"), choices.STEPS, 14, example="evaluation"),
    _column("start", T("开始", "Start"), _DAY, 13, example=date(2023, 3, 1)),
    _column("end", T("结束", "End"), _DAY, 13, example=date(2023, 8, 31)),
    _column("deadline", T("报送截止", "Forms due"), _DAY, 13, example=date(2023, 8, 31)),
)
_KIND = _column("kind", T("对象", "Subject"), choices.KINDS, 9, example="member")
GOAL_COLUMNS = (
    _KIND,
    _column("key", T("代号", "Key"), Code(), 14, example="learning"),
    _column("name", T("目标", "Goal"), Words(20), 18, example="带头学习提高"),
)
STAR_COLUMNS = (
    _KIND,
    _column("key", T("代号", "Key"), Code(), 16, example="study"),
    _column("name", T("星名", "Star"), Words(20), 18, example="好学上进星"),
    _column("aliases", T("别名", "Aliases"), Words(100), 22, optional=True,
            hint=T("读表时也认的写法，用“、”隔开", "other spellings accepted when read, separated by commas")),
    _column("goal", T("对应目标", "Goal"), Ref("goals", "name", T("“目标”表里的目标", "a goal from the sheet of goals")),
            18, example="带头学习提高"),
    _column("standard", T("评星标准", "Standard"), Words(300), 50, optional=True),
    _column("threshold", T("单独分数线", "Own threshold"), _SCORE, 12, optional=True,
            hint=T("留空＝用“活动”表里的授星分数线", "empty: the campaign's")),
)  # fmt: skip
WAY_COLUMNS = (
    _KIND,
    _column("key", T("方式", "Way"), choices.WAYS, 14, example="peer"),
    _column("name", T("名称", "Name"), Words(30), 16, example="党员互评"),
    _column("weight", T("权重（%）", "Weight (%)"), Whole(0, 100), 10, example=20),
    _column("scale", T("分值类型", "Scale"), Ref("scales", "scale", T("“等级分值”表里的类型", "a scale from the sheet of scales")),
            14, example="approval"),
    _column("entry", T("填报方式", "Entry"), choices.ENTRIES, 12, example="tally"),
    _column("voters", T("参评范围", "Who votes"), choices.VOTERS, 18, example="members"),
)  # fmt: skip
SCALE_COLUMNS = (
    _column("scale", T("类型代号", "Scale"), Code(), 14, example="approval"),
    _column("key", T("等级代号", "Grade key"), Code(), 14, example="approve"),
    _column("name", T("等级", "Grade"), Words(20), 14, example="同意"),
    _column("points", T("分值", "Points"), Number(0, 1000, words=(choices.NO_POINTS,), noun=T("分值", "points")),
            10, example=1000, hint=T("不计入的填“不计”；打分的填最低分", "or “not counted”; for a range, the lowest")),
    _column("high", T("最高分（打分时）", "Highest (range)"), _SCORE, 18, optional=True),
    _column("step", T("分值间隔（打分时）", "Step (range)"), Number(1, 1000), 20, optional=True),
    _column("satisfied", T("计入满意", "Counts as satisfied"), YES_NO, 12, example="yes"),
)  # fmt: skip
LEVEL_COLUMNS = (
    _KIND,
    _column("name", T("等次", "Level"), Words(20), 14, example="合格"),
    _column("low", T("从（含）", "From (included)"), _PERCENT, 12, example=7000),
    _column("high", T("到（不含，100 除外）", "To (excluded, but for 100)"), _PERCENT, 18, example=9000),
    replace(
        _column("public", T("公开", "Public"), YES_NO, 8, optional=True,
                hint=T("填“是”的等次才出现在公开版；留空＝不公开",
                       "only levels with “yes” stand in the public workbook; empty: not public")),
        absent="no",
    ),
)  # fmt: skip
VETO_COLUMNS = (
    _column("key", T("代号", "Key"), Code(), 14, example="safety"),
    _column("name", T("否决情形", "Situation"), Words(60), 50, example="发生安全责任事故"),
)
OPTION_COLUMNS = (
    _column("list", T("列表", "List"), Words(20), 14, example="承诺类型"),
    _column("name", T("选项", "Option"), Words(40), 30, example="年度承诺制"),
)
_PERIOD = tuple(
    replace(_column(key, title, _DAY, 11, optional=True, hint=hint), absent="")
    for key, title, hint in (
        ("start", T("起", "From"), T("从哪天起是这样；一直如此的留空。有变动就另起一行，编号照旧",
                                     "the first day on which it is so; empty: all along. For a change add a row, same code")),
        ("end", T("止", "Until"), T("到哪天为止（含当天）；留空＝一直", "the last such day, included; empty: for good")),
    )
)  # fmt: skip
_A_BRANCH, _SOMEBODY = T("甲一完小党支部", "School A1 branch"), T("赵某甲", "Zhao A")
BRANCH_COLUMNS = (
    _column("code", T("支部编号", "Branch code"), Code(), 10, example="01"),
    _column("name", T("支部名称", "Branch"), Words(30), 24, example=_A_BRANCH),
    _column("school", T("学校", "School"), Words(200), 20, optional=True, example=T("甲一完小", "School A1"),
            hint=T("联合支部可填几所，用“、”隔开", "several, separated by commas, where the branch spans them")),
    _column("secretary", T("书记", "Secretary"), Words(20), 12, optional=True, example=_SOMEBODY),
    _column("email", T("邮箱", "E-mail"), Words(LONGEST_ADDRESSES), 28, optional=True,
            hint=T("几个邮箱用“；”隔开", "several are separated by semicolons")),
    _column("teachers", T("参评教师数", "Teachers who vote"), Whole(0, 999), 12, example=20,
            hint=T("不含党员", "members not included")),
    replace(
        _column("rated_by", T("组织总评由谁作出", "Organisation's rating by"), choices.RATED_BY, 16, optional=True,
                hint=T("留空＝支委会；没有支委会的填党员大会或上级（上级在考核点评表上评）。书记总由上级评",
                       "empty: the branch committee; where there is none, the members' meeting or the superior, who"
                       " rates every secretary in any case")),
        absent="committee",
    ),
    *_PERIOD,
    replace(
        _column("takes_over", T("承接", "Takes over"), Words(200), 20, optional=True,
                hint=T("并进来的、分出来的老支部，填编号或名称，用“、”隔开；没办完的承诺和整改转到这里",
                       "branches merged into it or that it comes from, by code or name; their open pledges and"
                       " rectifications go on here")),
        absent="",
    ),
)  # fmt: skip
MEMBER_COLUMNS = (
    _column("code", T("党员编号", "Member code"), Code(), 10, optional=True, example="0101",
            hint=T("留空由程序编号；表发出后请照填", "left empty, the program numbers; write it in once forms are out")),
    _column("name", T("姓名", "Name"), Words(20), 12, example=_SOMEBODY),
    _column("branch", T("所在支部", "Branch"), Ref("branches", "name", T("“支部”表里的支部", "a branch from its sheet")),
            24, example=_A_BRANCH),
    _column("category", T("类别", "Category"), choices.CATEGORIES, 12, example="full"),
    _column("post", T("职务", "Post"), choices.POSTS, 10, example="none"),
    _column("participation", T("参评", "Takes part"), choices.PARTICIPATIONS, 16, example="yes"),
    _column("reason", T("不参评原因", "Why not"), Words(60), 24, optional=True),
    *_PERIOD,
)  # fmt: skip
EXTENSION_COLUMNS = (
    _column("stage", T("阶段序号", "Stage number"), Whole(1, 20), 10, example=1),
    _column("key", T("步骤", "Step"), choices.STEPS, 14, example="evaluation"),
    _column("branch", T("支部", "Branch"), Ref("branches", "name", T("“支部”表里的支部", "a branch from its sheet")),
            24, example=_A_BRANCH),
    _column("deadline", T("延到", "Extended to"), _DAY, 13, example=date(2023, 9, 10)),
    _column("reason", T("理由", "Reason"), Words(100), 40, example="汛期停课"),
)  # fmt: skip
EXTENSIONS = "extensions"
"""The table of those who have longer; plans of earlier versions lack it, and nobody has longer there."""
MESSAGE_COLUMNS = (
    _column("kind", T("用途", "Occasion"), choices.MESSAGES, 10, example="forms"),
    _column("subject", T("标题", "Subject"), Words(100), 40, example="{活动}：{步骤}的表"),
    _column(
        "text", T("正文", "Text"), Words(2000), 76, example="{支部}：请填好附件里的表，{截止日期} 前发回。"
    ),
)
MESSAGES = "messages"
"""The table of what is written to units; plans of earlier versions lack it, and say the standard texts."""


class PlanSheet(NamedTuple):
    """A table of the plan: its key, by which the plan too has its rows, its title, columns and note."""

    key: str
    title: T
    columns: tuple[Column, ...]
    note: T


TABLES = (
    PlanSheet("stages", T("阶段", "Stages"), STAGE_COLUMNS, T("一行一个阶段。", "A stage a row.")),
    PlanSheet(
        "steps", T("步骤", "Steps"), STEP_COLUMNS, T("一行一个阶段的一个步骤。", "A step of a stage a row.")
    ),
    PlanSheet(
        "goals",
        T("目标", "Goals"),
        GOAL_COLUMNS,
        T("支部的“五个好”，党员的“五带头”。", "Goals of branches and of members."),
    ),
    PlanSheet(
        "stars",
        T("星级", "Stars"),
        STAR_COLUMNS,
        T("一行一颗星；有几行就评几颗。", "A star a row; as many are evaluated as there are rows."),
    ),
    PlanSheet(
        "ways",
        T("评议方式", "Ways"),
        WAY_COLUMNS,
        T(
            "每类对象四种方式各一行，权重合计 100。",
            "Four ways for each kind of subject; weights sum to 100.",
        ),
    ),
    PlanSheet(
        "scales",
        T("等级分值", "Scales"),
        SCALE_COLUMNS,
        T(
            "一行一个等级；打分的类型另填最高分和间隔。",
            "A grade a row; a range also has a highest value and a step.",
        ),
    ),
    PlanSheet(
        "levels",
        T("等次", "Levels"),
        LEVEL_COLUMNS,
        T("从 0 到 100 首尾相接，不空不叠。", "From 0 to 100 without holes or overlaps."),
    ),
    PlanSheet(
        "vetoes",
        T("否决情形", "Vetoes"),
        VETO_COLUMNS,
        T("支部可提请、由上级决定的情形。", "Situations that a branch may propose; the committee decides."),
    ),
    PlanSheet(
        "options", T("选项", "Options"), OPTION_COLUMNS, T("表格里供选择的列表。", "Lists offered on forms.")
    ),
    PlanSheet(
        "branches",
        T("支部", "Branches"),
        BRANCH_COLUMNS,
        T(
            "一行一个支部；有变动另起一行，写上起止。",
            "A branch a row; for a change another row, with the days.",
        ),
    ),
    PlanSheet(
        "members",
        T("党员", "Members"),
        MEMBER_COLUMNS,
        T(
            "一行一名党员；有变动另起一行，写上起止。",
            "A member a row; for a change another row, with the days.",
        ),
    ),
    PlanSheet(
        EXTENSIONS,
        T("延期", "Extensions"),
        EXTENSION_COLUMNS,
        T(
            "同意哪个支部晚报哪一步的表，一行一个：在延到的那天以前报的不算迟。",
            "A branch that may send a step's form later, one a row: until that day it is not late.",
        ),
    ),
    PlanSheet(MESSAGES, T("通知文字", "Messages"), MESSAGE_COLUMNS, MESSAGES_NOTE),
    PlanSheet(ONLINE, ONLINE_TITLE, ONLINE_COLUMNS, ONLINE_NOTE),
)

BEFORE_UPGRADE = T("{name}（升级前{n}）", "{name} (before the upgrade{n})")
BEFORE_CHANGE = T("{name}（改动前{n}）", "{name} (before the change{n})")
"""What a plan is called that was kept when a newer one took its place; `n` tells several apart."""

_SPARE = {"branches": 60, "members": 400, MESSAGES: 0, ONLINE: 20}
_MAY_BE_EMPTY = {"vetoes", "options", EXTENSIONS, MESSAGES, ONLINE}
ROSTER = {"branches", "members"}
"""The tables of those who are evaluated; all others are rules."""

_STEPS = (
    T(
        "1. 在“活动”里把带“（请改）”的改成本单位的，在“阶段”“步骤”里改日期；别的规则照标准方案，要变的再改。",
        "1. On “Campaign” change what says “(please change)”, on “Stages” and “Steps” the dates; other rules only where"
        " yours differ.",
    ),
    T(
        "2. 填“支部”和“党员”，一行一个。表头上面斜体的一行是例子，不读也不计；党员编号可以不填。",
        "2. Fill in “Branches” and “Members”, one a row. The row in italics above the headers is an example and is"
        " never read; members' codes may be left empty.",
    ),
    T(
        "3. 存盘，运行 xlcampaign plan upgrade（补编号）和 xlcampaign forms（出表）；一步做完，用 xlcampaign plan next 转下一步。",
        "3. Save; xlcampaign plan upgrade writes the codes, xlcampaign forms the forms. When a step is done, xlcampaign plan"
        " next goes on to the next one.",
    ),
    T(
        "4. 阶段之间有人调动、换届，支部撤并：原来那一行填“止”，另起一行填“起”，编号照旧。每个阶段按它的名单截止日算人。",
        "4. When people move or hand over between stages, or branches merge: fill in “Until” of the old row and add one with"
        " “From” and the same code. Each stage counts who is there on the day of its list.",
    ),
    T(
        f"5. 表收齐以后：{IN_ORDER.zh}（xlcampaign merge、post、seal）。",
        f"5. Once the forms are in: {IN_ORDER.en} (xlcampaign merge, post, seal).",
    ),
)
_LEGEND = T(
    "浅黄的格子可以填；灰色表头的可以空着；变红的填得不对。点表名就到那张表。",
    "Fill in the tinted cells; under grey headers they may stay empty; red ones do not fit. A click on a name leads there.",
)


def _guide() -> Canvas:
    """Return the first sheet: what to do, and live how far each sheet is."""
    lines = [Line(row, step) for row, step in enumerate(_STEPS, 3)]
    title = Line(1, T("活动方案　怎么用", "Campaign plan · how to use it"), "title")
    return Canvas(
        "guide",
        T("怎么用", "How to"),
        (title, *lines, Line(8, _LEGEND, "note")),
        status_row=10,
        needed=False,
    )


def plan_book(settings: Mapping[str, Value], rows: Mapping[str, Rows], *, examples: bool = False) -> Book:
    """Return the plan workbook with its content.

    Args:
        settings: by field key.
        rows: by sheet key.
        examples: whether branches and members have a row that shows by example what to fill in.
    """
    campaign = Settings(
        "campaign",
        CAMPAIGN_TITLE,
        CAMPAIGN_FIELDS,
        settings,
        note=T(
            "整个活动的规则都在本工作簿里改，不用改程序。",
            "All rules of the campaign are changed in this workbook.",
        ),
    )
    tables = tuple(
        Table(
            key,
            title,
            columns,
            tuple(rows.get(key, ())),
            spare=_SPARE.get(key, 10),
            note=note,
            needed=key not in _MAY_BE_EMPTY,
            example=examples and key in ROSTER,
        )
        for key, title, columns, note in TABLES
    )
    return Book(PLAN, T("活动方案", "Campaign plan"), (_guide(), campaign, *tables))
