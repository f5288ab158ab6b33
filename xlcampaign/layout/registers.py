"""The sheets of baseline and pledges, and of what became of the pledges."""

from xlcampaign.layout.choices import PLEDGE_STATES, label_of
from xlcampaign.layout.kinds import Day, OneOf, Words
from xlcampaign.layout.negations import Negation
from xlcampaign.layout.pick_lists import (
    NUMBER,
    RESPONSIBLE,
    carried_days_of,
    choice_of_stars,
    days_of,
    first_of,
    named,
    one_of,
    options_of,
    secretary_of,
)
from xlcampaign.layout.records import row_of
from xlcampaign.layout.sheet import Column, Prefilled, Register, RowKind, Settings, Table
from xlcampaign.layout.ways import CODE, NAME
from xlcampaign.model.known import Known
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.model.registers import Pledge, PledgeState, Rectification
from xlcampaign.model.roster import Branch, Member
from xlcampaign.words import T, clauses, same

PLEDGE_TYPES = T("承诺类型", "Pledge types")
AREAS = T("承诺领域", "Areas")
"""The lists of the plan's options that forms offer."""

STARS_TO_WORK_ON = ("star1", "star2", "star3")

_NOT_SAID = T("没有报过", "not reported")
_STATE = T("{stage}：{state}", "{stage}: {state}")
_REASON, _PROGRESS = T("原因：{said}", "reason: {said}"), T("进展：{said}", "progress: {said}")
_CHOOSE = T(
    "每条选兑现情况；未兑现的写原因，别的选填。",
    "Choose the state of each; give the reason for what was not fulfilled.",
)
_COMPARE = T("“上次情况”只供对照，这次的要另选。", "The last state is shown to compare: choose anew.")
_OFFERED_EACH = 2
_MORE_PLEDGES = 5


def pledge_number(stage: int, subject: str, count: int) -> str:
    """Return the number of a subject's pledge, unique over all stages."""
    return f"{stage}-{subject}-{count}"


def pledged_by(pledge: Pledge) -> str:
    """Return the code of whoever made a pledge, whichever branch took it over since."""
    return maker_in(pledge.number)


def maker_in(number: str) -> str:
    """Return the code of whoever made the pledge that has a number."""
    return number.partition("-")[2].rpartition("-")[0]


def entry_number(stage: int, subject: str) -> str:
    """Return the number of the one entry that a subject has of its kind in a stage."""
    return f"{stage}-{subject}"


TAKEN_OVER = "--"
"""What stands in an entry's number between the branch whose it is and the one from which that took it over."""


def carried_number(stage: int, branch: str, first: str) -> str:
    """Return the number of a branch's entry that another one may have made first."""
    number = entry_number(stage, branch)
    return number if first == branch else f"{number}{TAKEN_OVER}{first}"


def made_first_by(number: str, branch: str) -> str:
    """Return the branch that first made an entry of a branch, as its number says."""
    return number.partition(f"-{branch}{TAKEN_OVER}")[2] or branch


def number_when_listed(number: str) -> str:
    """Return the number that a case had when it was listed, whichever branch took it over since."""
    stage, _, whose = number.partition("-")
    return f"{stage}-{whose.partition(TAKEN_OVER)[2] or whose}"


def listed_for(case: Rectification) -> str:
    """Return the code of the member or branch for whom a case was listed, whichever branch took it over since."""
    return number_when_listed(case.number).partition("-")[2]


def baseline_table(plan: Plan, branch: Branch) -> Table:
    """Return 摸底情况: a row for the branch and each member."""
    people = plan.rated_members(branch.code)
    stars = choice_of_stars(plan.stars)
    numbers = T("一二三", "123")
    wanted = tuple(
        Column(
            key,
            T(f"拟创星（{zh}）", f"Star to work on ({en})"),
            stars,
            required=n == 0,
            width=20,
            example=first_of(stars) if n == 0 else None,
        )
        for n, (key, zh, en) in enumerate(zip(STARS_TO_WORK_ON, numbers.zh, numbers.en, strict=True))
    )
    problems = Column(
        "problems",
        T("主要问题", "Main problems"),
        Words(300),
        required=True,
        width=50,
        example="理论学习不够经常",
        answers=(Negation.NOTHING,),
    )
    subjects: tuple[Branch | Member, ...] = (branch, *people)
    rows = ({"code": b.code, "name": b.name} for b in subjects)
    note = T(
        "第一行是支部，以下是党员：写主要问题，选最想争创的星。",
        "The branch first, then its members: the main problems, and the stars to work on.",
    )
    return Table(
        "baseline",
        T("摸底情况", "Baseline"),
        (CODE, NAME, problems, *wanted),
        tuple(rows),
        RowKind.SUBJECT,
        note=note,
        register=Register(Prefilled.ROSTER),
    )


def _pledge_columns(plan: Plan, kind: SubjectKind, text: T) -> dict[str, Column]:
    days, types, areas = (
        days_of(plan),
        *(one_of(options_of(plan, which)) for which in (PLEDGE_TYPES, AREAS)),
    )
    stars = choice_of_stars(plan.stars_of(kind))
    columns = (
        Column("star", T("对应星级", "Star"), stars, required=True, width=16, example=first_of(stars)),
        Column("type", T("承诺类型", "Type"), types, required=True, given=True, width=16),
        Column(
            "area",
            T("承诺领域", "Area"),
            areas,
            width=14,
            required=kind is SubjectKind.BRANCH,
            example=first_of(areas),
        ),
        Column("text", text, Words(300), required=True, width=38, example="每月组织一次集体备课"),
        Column("due", T("完成时限", "Due"), days, required=True, given=True, width=13),
        Column("measures", T("主要措施", "Measures"), Words(300), width=26),
        Column(
            "responsible",
            T("责任人", "Responsible"),
            RESPONSIBLE,
            required=True,
            given=True,
            width=12,
            example="赵某甲",
        ),
        Column("target", T("目标", "Target"), Words(200), width=24),
        Column("earlier", T("衔接整改事项", "Earlier rectification"), Words(200), width=18),
    )
    return {column.key: column for column in columns}


def branch_pledges_table(plan: Plan, branch: Branch) -> Table:
    """Return 学校（支部）承诺: as many numbered rows as the plan wants, and some more."""
    stage = plan.stage_of(plan.campaign.stage)
    columns = _pledge_columns(plan, SubjectKind.BRANCH, T("承诺事项", "Pledge"))
    types = options_of(plan, PLEDGE_TYPES)
    count = plan.campaign.pledges_branch
    rows = tuple(
        {
            "number": pledge_number(stage.number, branch.code, n),
            "type": types[0] if types else None,
            "due": stage.end,
            "responsible": secretary_of(plan, branch),
        }
        for n in range(1, count + 1)
    )
    order = ("star", "area", "text", "type", "responsible", "due", "measures", "earlier")
    note = T(
        f"不少于 {count} 条；类型、责任人、时限已预填，可以改；不够就接着往下写。",
        f"At least {count}; type, responsible and date are filled in and may be changed; go on below for more.",
    )
    return Table(
        "branch_pledges",
        T("学校（支部）承诺", "Branch pledges"),
        (NUMBER, *(columns[key] for key in order)),
        rows,
        subject=branch.code,
        spare=_MORE_PLEDGES,
        note=note,
        register=Register(Prefilled.ROOM, apart=("text",), essential="text"),
    )


def member_pledges_table(plan: Plan, branch: Branch) -> Table:
    """Return 党员承诺: two rows a member, and some more."""
    stage = plan.stage_of(plan.campaign.stage)
    people = plan.rated_members(branch.code)
    columns = _pledge_columns(plan, SubjectKind.MEMBER, T("承诺内容", "Pledge"))
    types = options_of(plan, PLEDGE_TYPES)
    usual = types[min(1, len(types) - 1)] if types else None
    rows = tuple(
        {
            "number": pledge_number(stage.number, member.code, n),
            "subject": member.code,
            "type": usual,
            "due": stage.end,
        }
        for member in people
        for n in range(1, _OFFERED_EACH + 1)
    )
    who = Column(
        "subject", T("姓名", "Name"), OneOf(tuple(named(people))), required=True, given=True, width=14
    )
    order = ("star", "text", "type", "due", "target", "area")
    low, high = plan.campaign.pledges_low, plan.campaign.pledges_high
    note = T(
        f"每人 {low}–{high} 条，先写预留的行；再多的接着往下写，选姓名。",
        f"{low} to {high} each: first in the rows prepared; for more go on below and choose the name.",
    )
    return Table(
        "member_pledges",
        T("党员承诺", "Member pledges"),
        (who, *(columns[key] for key in order), NUMBER),
        rows,
        spare=max(_MORE_PLEDGES, len(people)),
        note=note,
        register=Register(Prefilled.ROOM, about="subject", apart=("text",), essential="text"),
    )


def announcement_sheet(plan: Plan) -> Settings:
    """Return 公开情况: how and when pledges were made public, once for the branch's and once for the members'."""
    stage = plan.stage_of(plan.campaign.stage)
    day = Day(stage.start, stage.end)
    how, when = T("公开方式", "how"), T("公开日期", "when")
    fields = tuple(
        Column(
            f"{key}_{part}",
            T(f"{who.zh}{what.zh}", f"{who.en}: {what.en}"),
            kind,
            required=True,
            hint=hint,
            example=example,
        )
        for key, who in (
            ("branch", T("学校（支部）承诺", "Branch pledges")),
            ("member", T("党员承诺", "Member pledges")),
        )
        for part, what, kind, hint, example in (
            (
                "how",
                how,
                Words(100),
                T("如：公开栏、教师会、家长会", "notice board, staff meeting …"),
                "公开栏",
            ),
            (
                "day",
                when,
                day,
                None,
                plan.step_of(stage.number, plan.campaign.step).start
                if plan.has_step(stage.number, plan.campaign.step)
                else stage.start,
            ),
        )
    )
    note = T("承诺怎样公开、哪天公开。", "How the pledges were made public, and when.")
    return Settings("announcement", T("公开情况", "Publication"), fields, note=note)


def _open_pledges(plan: Plan, branch: Branch, known: Known | None) -> tuple[Pledge, ...]:
    """Return a branch's open pledges, but for those of people who are gone from the stage's list."""
    pledges = known.ledger.registers.pledges if known else ()
    gone = {member.code for member in plan.everybody.members} - plan.member_of.keys()
    own = (p for p in pledges if p.branch == branch.code and p.subject not in gone)
    return tuple(p for p in own if p.state is not PledgeState.FULFILLED)


def _said_before(pledge: Pledge, plan: Plan) -> T:
    """Return what earlier stages last said of a pledge; nothing of one that was made in the stage itself."""
    if pledge.stage == plan.campaign.stage:
        return same("")
    said = pledge.before
    if said is None:
        return _NOT_SAID
    state = _STATE.filled(stage=plan.stage_of(said.stage).name, state=label_of(PLEDGE_STATES, said.state))
    more = ((_REASON, said.reason), (_PROGRESS, said.progress))
    return clauses([state, *(what.filled(said=text) for what, text in more if text)])


def fulfilment_table(plan: Plan, branch: Branch, known: Known | None) -> Table:
    """Return 践诺情况: a row per pledge that is not yet known to be fulfilled; the state is all that is asked.

    After the first stage each row says what was said of its pledge before, and asks anew.
    """
    is_later = any(stage.number < plan.campaign.stage for stage in plan.stages)
    before = Column("before", T("上次情况", "Last state"), Words(), computed=True, width=22)
    stars = {(star.kind, star.key): star.name for star in plan.stars}
    columns = (
        Column("name", T("承诺人", "Who"), Words(30), locked=True, width=18),
        Column("state", T("兑现情况", "State"), PLEDGE_STATES, required=True, width=12, example="ongoing"),
        *([before] if is_later else []),
        Column("text", T("承诺内容", "Pledge"), Words(300), locked=True, width=34 if is_later else 44),
        Column("due", T("完成时限", "Due"), carried_days_of(plan), locked=True, width=13),
        Column(
            "reason",
            T("未兑现原因", "Reason if not fulfilled"),
            Words(200),
            width=28,
            when=("state", PledgeState.UNFULFILLED),
        ),
        Column("progress", T("进展", "Progress"), Words(300), width=20 if is_later else 32),
        Column("star", T("对应星级", "Star"), Words(30), locked=True, width=18),
        NUMBER,
    )
    shown = [column.key for column in columns if not column.is_input]
    rows = []
    for pledge in _open_pledges(plan, branch, known):
        star = stars.get((plan.kind_of(pledge.subject), pledge.star))
        made_by = pledged_by(pledge)
        maker = plan.who(made_by)
        said = _said_before(pledge, plan).say(plan.campaign.language) or None
        row = row_of(pledge, name=maker.name if maker else made_by, star=star, before=said)
        rows.append({key: row[key] for key in shown})
    note = _CHOOSE if not is_later else T(_CHOOSE.zh + _COMPARE.zh, f"{_CHOOSE.en} {_COMPARE.en}")
    return Table(
        "fulfilment",
        T("践诺情况", "Pledges kept"),
        columns,
        tuple(rows),
        note=note,
        register=Register(Prefilled.DUE, about="number"),
    )
