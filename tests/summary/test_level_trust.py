"""What page 1 of a level says first of its figures, and what comes next for whom."""

from datetime import date

import pytest

from xlcampaign.model.dispatch import Account, Dispatch, Lit, Origin, SealTold, Told, Unit
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.rollup import ExpectedUnit, Level, Rollup, UnitLine, UnitState
from xlcampaign.summary.level.trust import trusted, what_next
from xlcampaign.words import Lang

DAY = date(2023, 6, 26)
STARS = ("政治忠诚星",)
SOUND = Account(cells=100, rejected=0, errors=0, difference=0)


def line(code, state=UnitState.ACCEPTED, *, account=SOUND, sealed=True, rules="一", matters=()):
    """A unit and its report; where its state says that nothing counts, none."""
    if state not in {UnitState.ACCEPTED, UnitState.LATE}:
        return UnitLine(Unit(code, code), state, ExpectedUnit(code, code))
    told = Told(
        SubjectKind.BRANCH, code, code, "01", "支部", "", "支部", (Lit.LIT,), 1, 9000, 1, "", fit=True, rectify=False
    )  # fmt: skip
    told_by = Dispatch(
        f"{code}.xlsx", code, Origin.UNIT, Unit(code, code), ("XF", "活动"), (1, "第一阶段"), DAY, account,
        SealTold("某某〔2023〕1 号", DAY) if sealed else None, dict.fromkeys(SubjectKind, STARS), {code: rules},
        (told,), matters,
    )  # fmt: skip
    return UnitLine(Unit(code, code), state, ExpectedUnit(code, code), told_by)


def rollup(*lines, above=""):
    level = Level(Unit("Z1", "某某镇", above), 1, Lang.ZH, DAY, tuple(one.expected for one in lines))
    return Rollup(level, ("XF", "活动"), (1, "第一阶段"), DAY, Lang.ZH, lines)


@pytest.mark.parametrize(
    ("above", "said"),
    [
        ("某某县", "没有要催、要等的了：把本簿报给某某县"),
        ("", "没有要催、要等的了：本簿存档"),
    ],
)
def test_where_all_is_in_and_sealed_there_is_nothing_to_wait_for(above, said):
    found = rollup(line("A"), line("B"), above=above)
    assert what_next(found).zh == said
    assert trusted(found).zh.startswith("可信：没有计入的单位 0 个；已定稿 2 / 2；")
    assert trusted(found).en.startswith("Yes: units that do not count: 0; sealed: 2 of 2;")


@pytest.mark.parametrize(
    "noted",
    [
        line("B", UnitState.MISSING),
        line("B", UnitState.RETURNED),
        line("B", UnitState.DUE),
        line("B", sealed=False),
        line("B", rules="二"),
        line("B", rules=""),
        line("B", account=Account(cells=100, rejected=1, errors=0, difference=0)),
        line("B", account=Account(cells=100, rejected=0, errors=1, difference=0)),
        line("B", account=Account(units=2, units_in=1, difference=0)),
    ],
)
def test_whatever_a_leader_should_know_is_announced(noted):
    assert trusted(rollup(line("A"), noted)).zh.startswith("可信，但要留意：")


def test_accounts_that_differ_come_before_all_else():
    odd = line("B", account=Account(cells=100, rejected=0, errors=0, difference=1))
    assert trusted(rollup(line("A", sealed=False), odd)).zh.startswith("有问题，查清以前不要用：")


def test_where_nothing_counts_there_are_no_results():
    assert trusted(rollup(line("A", UnitState.MISSING))).zh.startswith("还没有结果：")


def test_what_comes_next_names_all_that_is_waited_for():
    lines = (
        line("A", sealed=False, matters=("一事", "二事")),
        line("B", UnitState.MISSING),
        line("C", UnitState.RETURNED),
        line("D", UnitState.EXTENDED),
    )
    said = what_next(rollup(*lines))
    assert said.zh == (
        "催报 1 个单位；退回的 1 个单位改自己的表、重出上报本；等没到期的 1 个单位；各单位办完待办事项 2 项；"
        "等 1 个单位定稿；重报的到了，再汇总一次"
    )
    assert said.en == (
        "ask 1 unit for a report; 1 unit to correct forms and report anew; wait for 1 unit, not yet due;"
        " units settle 2 open matters; wait for 1 unit to seal; roll up again once reports came anew"
    )
