"""A roll-up over any tree of levels says the same: stars, totals, lists and who is missing, in whichever order files come."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlcampaign.model.dispatch import Account, Dispatch, Lit, Origin, Told, Unit, Upward
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.rollup import ExpectedUnit, Level, UnitState
from xlcampaign.tally.rollup import Asked, Came, roll_up
from xlcampaign.words import Lang

DAY = date(2023, 6, 26)
STARS = ("政治忠诚星", "好学上进星", "敬业奉献星")
RULES = ("一", "二")


@st.composite
def told(draw, unit, number):
    stars = tuple(draw(st.sampled_from([Lit.LIT, Lit.UNLIT, Lit.UNRATED])) for _ in STARS)
    rated = Lit.UNRATED not in stars
    lit = stars.count(Lit.LIT) if rated else None
    composite = draw(st.integers(0, 10000)) if rated else None
    fit = lit == len(STARS)
    return Told(
        SubjectKind.BRANCH, unit, unit, f"{number:02d}", f"支部{number}", "", f"支部{number}",
        stars, lit, composite, None, "", fit, rated and not fit,
    )  # fmt: skip


@st.composite
def dispatches(draw):
    found = []
    for number in range(draw(st.integers(1, 6))):
        code = f"LX{number}"
        subjects = tuple(draw(told(code, n)) for n in range(draw(st.integers(0, 4))))
        found.append(dispatch(code, subjects, draw(st.sampled_from(RULES))))
    return found


def dispatch(code, subjects, rules, origin=Origin.UNIT):
    by_unit = dict.fromkeys({one.unit for one in subjects}, rules) if isinstance(rules, str) else rules
    stars = dict.fromkeys(SubjectKind, STARS)
    return Dispatch(
        f"{code}.xlsx", code, origin, Unit(code, code), ("XF", "活动"), (1, "第一阶段"), DAY,
        Account(), None, stars, by_unit, subjects,
    )  # fmt: skip


def rolled(found, expected, own):
    level = Level(Unit(own, own), 1, Lang.ZH, DAY, tuple(ExpectedUnit(code, code) for code in expected))
    came = {one.file: Came(Upward(one.unit, one)) for one in found}
    return roll_up(came, Asked(level, 1, date(2023, 7, 3), Lang.ZH))


def reported(rollup, own):
    """What a roll-up reports to the level above it, as if it had been written and read."""
    subjects = tuple(one for each in rollup.counting for one in each.subjects)
    rules = {unit: packed for packed, units in rollup.rules.items() for unit in units}
    return dispatch(own, subjects, rules, Origin.ROLLUP)


@st.composite
def trees(draw, leaves):
    """Put units under towns, and towns under others, at random; yield what the top level gets of them."""
    level, towns = list(leaves), 0
    while len(level) > 1 and draw(st.booleans()):
        size = draw(st.integers(1, len(level)))
        chosen, level = level[:size], level[size:]
        towns += 1
        own = f"Z{towns}"
        level.append(reported(rolled(chosen, [one.unit.code for one in chosen], own), own))
    return draw(st.permutations(level))


def stated(rollup):
    """All that is told of anybody, by the unit that told it first."""
    return sorted(
        (one.unit.rpartition("/")[2], one.branch, *one.stars, one.lit, one.composite, one.fit, one.rectify)
        for one in rollup.of(SubjectKind.BRANCH)
    )


@given(st.data())
def test_any_tree_tells_the_same_of_everybody(data):
    leaves = data.draw(dispatches())
    direct = rolled(leaves, [one.unit.code for one in leaves], "X")
    top = data.draw(trees(leaves))
    through = rolled(top, [one.unit.code for one in top], "X")
    assert repr(stated(through)) == repr(stated(direct))
    grouped = [
        sorted(sorted(unit.rpartition("/")[2] for unit in units) for units in one.rules.values())
        for one in (through, direct)
    ]
    assert grouped[0] == grouped[1]


@given(st.data())
def test_who_is_missing_does_not_hang_on_who_came_or_in_which_order(data):
    leaves = data.draw(dispatches())
    kept = [one for one in leaves if data.draw(st.booleans())]
    expected = [one.unit.code for one in leaves]
    first = rolled(data.draw(st.permutations(kept)), expected, "X")
    states = {line.unit.code: line.state for line in first.lines}
    came = {one.unit.code for one in kept}
    assert states == {code: UnitState.ACCEPTED if code in came else UnitState.MISSING for code in expected}
    assert repr(stated(first)) == repr(stated(rolled(kept, expected, "X")))


@pytest.mark.parametrize(
    ("campaigns", "said"),
    [
        ([("XF", "一"), ("XF", "二")], None),
        ([("XF", "一"), ("XQ", "一")], "XF（LX0）、XQ（LX1）"),
        ([("XF", "一"), ("XQ", "二"), ("XF", "三")], "XF（LX0、LX2）、XQ（LX1）"),
    ],
)
def test_units_of_other_campaigns_are_named_by_the_codes_of_these(campaigns, said):
    found = [replace(dispatch(f"LX{n}", (), RULES[0]), campaign=one) for n, one in enumerate(campaigns)]
    rollup = rolled(found, [one.unit.code for one in found], "X")
    told = [one.facts["campaigns"].zh for one in rollup.findings if one.rule.code == "X201"]
    assert [text.replace("；", "、") for text in told] == [said] * bool(said)
