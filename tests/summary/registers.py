"""Invented registers for the plans of reports: pledges and what became of them, comments, rectification, baselines."""

from dataclasses import replace
from datetime import date

from summary.reports import COMMITTEE_FILE, file_of

from xlcampaign.findings.finding import Place
from xlcampaign.layout.registers import AREAS, PLEDGE_TYPES, pledge_number
from xlcampaign.model.choices import StepKey
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.registers import (
    Announcement,
    Baseline,
    CaseDecision,
    Commendation,
    Comment,
    Decision,
    Fulfilment,
    GroupMember,
    Launch,
    OverrideDecision,
    Pledge,
    PledgeState,
    Rectification,
    Registers,
    VetoDecision,
    WorkEntry,
)

BRANCH_PLEDGES = (
    ("每月组织一次党员集体学习，书记每学期讲党课两次", "排出学习计划，签到备查", "全年集体学习不少于 10 次"),
    ("班子成员每人联系两个年级，每周听课不少于两节", "听课记录期末公示", "听评课记录人均 40 节以上"),
    ("全校推行高效课堂，每学期举办一次教学开放日", "教研组每周集体备课", "家长满意率 90% 以上"),
    ("落实阳光体育一小时，办好读书节和艺术节", "纳入班级考核", "学生参加率 100%"),
    ("建立留守儿童结对帮扶档案，党员每人结对一名", "每月谈心一次，每学期家访一次", "结对率 100%"),
    ("按月公开校务、党务和经费", "公开栏与家长会同时公布", "公开及时率 100%"),
    ("开展师德承诺，杜绝有偿补课", "签订承诺书，设举报箱", "零投诉"),
    ("每季度排查校园安全隐患一次", "台账管理，限期整改", "无责任事故"),
    ("青年教师拜师结对", "老党员一对一带教", "新教师一年内过关"),
    ("改善教师办公和住宿条件", "向联校申请维修经费", "年内完成两间宿舍维修"),
)
MEMBER_PLEDGES = (
    ("每天自学半小时，写学习笔记不少于 2 万字", "笔记期末交支部"),
    ("所教班级学科成绩进入全镇前三", "期末统考前三名"),
    ("结对帮扶学困生两名，每周辅导一次", "学困生及格"),
    ("每学期上公开课一节，参与集体备课不缺席", "公开课评为良好以上"),
    ("向学校提合理化建议一条以上", "建议被采纳"),
)
PROBLEMS = (
    "理论学习不够经常，笔记不齐",
    "教研活动少，课堂效率有待提高",
    "联系家长和群众不够主动",
    "制度执行不严，资料收集不及时",
)
AUTHOR = "李某丁"


def _place(file, sheet, row):
    return Place(file, sheet).cell_at(row, 4)


def _pledge_file(plan, branch):
    return file_of(plan, branch).replace("评议表", "承诺表")


def _progress(n, place):
    """Return what was said of the n-th pledge: mostly fulfilled, some open, some not at all, some unfulfilled."""
    said = (
        (PledgeState.FULFILLED, "已按计划完成，有记录备查", ""),
        (PledgeState.FULFILLED, "已完成", ""),
        (PledgeState.ONGOING, "完成一半，下半年继续", ""),
        None,
        (PledgeState.FULFILLED, "", ""),
        (PledgeState.NOT_DUE, "", ""),
        (PledgeState.FULFILLED, "提前完成", ""),
        (PledgeState.UNFULFILLED, "只完成一次", "经费没有落实，已再次向联校申请"),
    )[n % 8]
    return Fulfilment(*said, place) if said else None


def _pledge(plan, number, subject, branch, row):
    member = subject != branch
    stars = plan.stars_of(plan.kind_of(subject))
    types = plan.names_in((PLEDGE_TYPES.zh, PLEDGE_TYPES.en))
    areas = plan.names_in((AREAS.zh, AREAS.en))
    text, *_, target = (MEMBER_PLEDGES if member else BRANCH_PLEDGES)[row % (5 if member else 10)]
    measures = "" if member else BRANCH_PLEDGES[row % 10][1]
    sheet = "党员承诺" if member else "学校（支部）承诺"
    due = (date(2023, 6, 20), date(2023, 6, 30), date(2023, 5, 31), date(2023, 12, 31))[row % 4]
    return Pledge(
        number, int(number.partition("-")[0]), branch, subject, stars[row % len(stars)].key,
        types[1 if member else row % 3], areas[row % len(areas)] if row % 7 else "", text, measures,
        "" if member else "赵某甲", target, None if row % 11 == 10 else due,
        "上次检查提出的资料不齐" if row % 9 == 4 else "",
        _place(_pledge_file(plan, branch), sheet, 5 + row),
        _progress(row, _place(file_of(plan, branch), "践诺情况", 5 + row)),
    )  # fmt: skip


def _pledges_of(plan, branch, stage):
    """Yield a branch's pledges: one still open from the stage before, ten of its own, two of each member."""
    if stage > 1:
        yield _pledge(plan, pledge_number(stage - 1, branch, 3), branch, branch, 7)
    for n in range(10):
        yield _pledge(plan, pledge_number(stage, branch, n + 1), branch, branch, n)
    for m, member in enumerate(plan.rated_members(branch)):
        for n in (1, 2):
            yield _pledge(plan, pledge_number(stage, member.code, n), member.code, branch, 2 * m + n)


def _announcement(plan, branch, n):
    how, day = (("公开栏、教师大会", date(2023, 3, 1 + n)), ("家长会", None), ("", date(2023, 3, 8)))[n % 3]
    place = Place(_pledge_file(plan, branch), "公开情况").cell_at(5, 2)
    return Announcement(branch, how, day, "公开栏", date(2023, 3, 10), place)


def with_launch(report):
    """Return the report of a campaign whose plan asks for launch forms: all branches but the last sent one."""
    plan, file = report.plan, "01-动员部署表.xlsx"
    branches = plan.branches[:-1]
    launches = [
        Launch(branch.code, date(2023, 1, 10 + n), "会议室", 12, 11, "赵某甲", 2, 6, None, "校园广播", "镇中心校检查一次", "李某丁",
               "到会讲话", _place(file, "动员部署", 5))
        for n, branch in enumerate(branches)
    ]  # fmt: skip
    groups = [
        GroupMember(branch.code, name, duty, post, task, _place(file, "领导小组", row))
        for branch in branches
        for row, (name, duty, post, task) in enumerate(
            (
                ("赵某甲", "组长", "校长", ""),
                ("钱某乙", "副组长", "教导主任", "宣传、督查"),
                ("孙某丙", "", "", ""),
            ),
            5,
        )
    ]
    work = [
        WorkEntry(
            branch.code, step, day, text, "全体党员", "会议记录，照片 3 张", _place(file, "工作纪实", 5)
        )
        for step, day, text in (
            (StepKey.PLEDGE, date(2023, 3, 3), "承诺在公开栏上墙，家长会上宣读"),
            (StepKey.LAUNCH, date(2023, 1, 12), "召开动员会"),
            (StepKey.EVALUATION, None, "集中学习"),
        )
        for branch in branches
    ]
    registers = replace(
        report.ledger.registers, launches=tuple(launches), groups=tuple(groups), work=tuple(work)
    )
    campaign = replace(plan.campaign, launch_form=True)
    return replace(
        report, plan=replace(plan, campaign=campaign), ledger=replace(report.ledger, registers=registers)
    )


def _baselines_of(plan, branch):
    subjects = (branch, *(member.code for member in plan.rated_members(branch)))
    for n, code in enumerate(subjects):
        stars = [star.key for star in plan.stars_of(plan.kind_of(code))]
        wanted = tuple(stars[(n + k) % len(stars)] for k in range(1 + n % 3))
        yield Baseline(
            code,
            PROBLEMS[n % len(PROBLEMS)],
            wanted,
            _place(_pledge_file(plan, branch), "摸底情况", 5 + n),
        )


def _comments(plan):
    """Yield comments on all branches but the last and on a few members."""
    members = [plan.rated_members(branch.code)[1].code for branch in plan.branches[:5]]
    codes = [*(branch.code for branch in plan.branches[:-1]), *members]
    for row, code in enumerate(codes, 5):
        yield Comment(
            code, "班子团结，教学常规抓得实，承诺兑现好", "理论学习次数不够，青年教师培养办法不多",
            "建立学习制度，下阶段每月检查一次", AUTHOR, date(2023, 4, 12) if row % 4 else None,
            _place(COMMITTEE_FILE, "领导点评", row),
        )  # fmt: skip


def _rectification(plan, stage, code, *, due, closed):
    member = plan.member_of.get(code)
    branch = member.branch if member else code
    file = file_of(plan, branch).replace("评议表", "整改表")
    return Rectification(
        f"{stage}-{code}", stage, code, "业绩突出星、建言献策星", "集体备课参加少，没有公开课",
        "提高课堂效率，主动参加教研", "每周听课两节，每月交一份教学反思", "赵某甲", due,
        "已听课 12 节" if closed else "", closed, "听课记录" if closed else "",
        _place(file, "整改", 5),
    )  # fmt: skip


def _rectifications(plan, stage):
    """Return one that is closed, one that is overdue, one that is neither; from an earlier stage, one more."""
    codes = [plan.rated_members(branch.code)[0].code for branch in plan.branches[3:6]] or [
        plan.members[0].code
    ]
    days = (date(2023, 5, 31), date(2023, 6, 15), date(2023, 7, 30))
    found = [
        _rectification(plan, stage, code, due=due, closed=n == 0)
        for n, (code, due) in enumerate(zip(codes, days, strict=False))
    ]
    if stage > 1:
        earlier = plan.rated_members(plan.branches[0].code)[0].code
        found.insert(0, _rectification(plan, stage - 1, earlier, due=date(2023, 3, 31), closed=False))
    return tuple(found)


def example_registers(plan, stage=1):
    """Return registers for a plan of reports; nothing from the last branch, where there are several.

    From the second stage on, an open pledge of each branch and an open rectification of the stage before are there.
    """
    branches = plan.branches[: max(len(plan.branches) - 1, 1)]
    someone, other = (plan.rated_members(plan.branches[n % len(plan.branches)].code)[-2:] for n in (2, 4))
    place = Place("00-某某联校党组织-评选表彰表-第一阶段.xlsx", "否决").cell_at(5, 1)
    levels = [level.name for level in plan.levels_of(SubjectKind.MEMBER)]
    vetoed, changed = someone[0].code, other[0].code
    veto = VetoDecision(vetoed, plan.vetoes[0].key, "联党发〔2023〕7号", date(2023, 6, 20), place)
    override = OverrideDecision(changed, levels[0], "支教期间成绩突出", "联党发〔2023〕8号", place)
    honour = Commendation(
        plan.members[1].code, "教学名师", "所教班级连续两年全镇第一", "家长满意率 96%", "已征求", "9 票赞成",
        Decision.AGREED, place,
    )  # fmt: skip
    rectified = _rectifications(plan, stage)
    (done,) = (one.number for one in rectified if one.closed)
    closing = CaseDecision(done, stage, Decision.AGREED, "复查达标", "联党发〔2023〕9号", place)
    return Registers(
        tuple(pledge for branch in branches for pledge in _pledges_of(plan, branch.code, stage)),
        tuple(_announcement(plan, branch.code, n) for n, branch in enumerate(branches)),
        tuple(one for branch in branches for one in _baselines_of(plan, branch.code)),
        tuple(_comments(plan)),
        rectified,
        {vetoed: veto},
        {} if changed == vetoed else {changed: override},
        (honour,),
        closings=(closing,),
    )
