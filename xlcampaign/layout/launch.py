"""The sheets of the launch: 领导小组 and 动员部署; and 工作纪实, which all later forms of a branch have as well."""

from xlcampaign.layout.kinds import Day, Whole, Words
from xlcampaign.layout.pick_lists import NUMBER
from xlcampaign.layout.registers import pledge_number
from xlcampaign.layout.sheet import Column, Prefilled, Register, Settings, Table
from xlcampaign.model.plan import Plan
from xlcampaign.model.roster import Branch
from xlcampaign.words import T

GROUP = "leading_group"
LAUNCH = "launch"
WORK = "work_record"
"""The sheets' keys."""
DATE = "day"
"""The column, on both sheets that have one, that says when."""
DUE, PRESENT = "due", "present"
"""How many should and did come to the launch meeting."""

_ASKED = T("必填", "required")
_CHAIR = T("组长", "chair")
_MORE_LEADERS = 8
_MORE_WORK = 12
_PEOPLE = Whole(0, 9999, T("人数", "a number of people"))
_TIMES = Whole(0, 999, T("数", "a number"))


def group_table(plan: Plan, branch: Branch) -> Table:
    """Return 领导小组: a row for who is at its head, and some more."""
    columns = (
        Column("name", T("姓名", "Name"), Words(30), required=True, width=14, example="赵某甲"),
        Column("duty", T("组内职务", "Role in the group"), Words(30), given=True, width=16, example="组长",
               hint=T("组长、副组长、成员……", "chair, deputy, member …")),
        Column("post", T("职务", "Post"), Words(60), width=24),
        Column("task", T("分工", "Task"), Words(200), width=40),
        NUMBER,
    )  # fmt: skip
    number = pledge_number(plan.campaign.stage, branch.code, 1)
    chair = {"number": number, "duty": _CHAIR.say(plan.campaign.language)}
    return Table(
        GROUP,
        T("领导小组", "Leading group"),
        columns,
        (chair,),
        subject=branch.code,
        spare=_MORE_LEADERS,
        note=T(
            "一人一行：第一行是组长，副组长、成员接着往下写。",
            "A row each: the chair first, deputies and members below.",
        ),
        register=Register(Prefilled.ROOM, apart=("name",), essential="name"),
    )


def launch_sheet(plan: Plan) -> Settings:
    """Return 动员部署: the launch meeting, how it was made known, inspection, and who looks after the branch."""
    stage = plan.stage_of(plan.campaign.stage)
    fields = (
        Column(DATE, T("动员会日期", "Launch meeting: date"), Day(stage.start, stage.end), required=True, hint=_ASKED,
               example=stage.start),
        Column("venue", T("动员会地点", "Launch meeting: place"), Words(60), example="会议室"),
        Column(DUE, T("应到人数", "Launch meeting: due"), _PEOPLE, required=True, hint=_ASKED, example=9),
        Column(PRESENT, T("实到人数", "Launch meeting: present"), _PEOPLE, required=True, hint=_ASKED, example=9),
        Column("host", T("主持人", "Launch meeting: chaired by"), Words(30), example="赵某甲"),
        Column("briefs", T("简报（期）", "Bulletins"), _TIMES, hint=T("出了几期", "how many were issued"), example=2),
        Column("slogans", T("标语（条）", "Slogans"), _TIMES, hint=T("挂了几条", "how many were put up"), example=6),
        Column("boards", T("宣传栏（期）", "Notice boards"), _TIMES, hint=T("办了几期", "how many were made"), example=1),
        Column("publicity", T("其他宣传", "Other publicity"), Words(200), example="校园广播",
               hint=T("广播、微信群、家长会……", "broadcasts, chat groups, meetings of parents …")),
        Column("inspection", T("督查", "Inspection"), Words(300), example="校级领导到会检查",
               hint=T("谁来督查、查了什么", "by whom, and of what")),
        Column("liaison", T("联系点领导", "Leader in charge"), Words(60), example="李某丁",
               hint=T("上级哪位领导联系本支部", "who of the superior looks after this branch")),
        Column("visits", T("联系点工作", "What that leader did"), Words(300), example="到会讲话，听课一节"),
    )  # fmt: skip
    note = T(
        "写着“必填”的要填，别的有就填，没有的空着。",
        "Fill in what is required; all else where there is something to say.",
    )
    return Settings(LAUNCH, T("动员部署", "Launch"), fields, note=note)


def work_table(plan: Plan, branch: Branch) -> Table:
    """Return 工作纪实: what was done since the last form, a row each; none is asked for."""
    stage = plan.stage_of(plan.campaign.stage)
    columns = (
        Column(DATE, T("日期", "Date"), Day(stage.start, stage.end), required=True, width=13, example=stage.start),
        Column("text", T("做了什么", "What was done"), Words(300), required=True, width=44, example="集中学习"),
        Column("who", T("参加人或责任人", "Who took part, or saw to it"), Words(100), width=22),
        Column("evidence", T("佐证材料", "Evidence"), Words(200), width=30,
               hint=T("照片、记录、文件在哪里", "where photos, minutes, documents are")),
        NUMBER,
    )  # fmt: skip
    note = T(
        "做过的工作一件一行，有就写，没有的空着；以前的表上写过的不用再写。",
        "A row for each thing that was done, if any; not again what stands on an earlier form.",
    )
    return Table(
        WORK,
        T("工作纪实", "Work record"),
        columns,
        subject=branch.code,
        spare=_MORE_WORK,
        note=note,
        needed=False,
        newer=True,
        register=Register(Prefilled.ROOM, apart=(DATE, "text"), essential="text"),
    )
