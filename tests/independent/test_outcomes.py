"""The program's levels are those of a script that knows nothing of the program."""

import shutil
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from dear import mostly_slow
from independent.test_star_scores import DASH, ROOT, merged, sound_branches, star_scores

SAMPLE = ROOT / "samples" / "campaign"


@pytest.fixture
def campaign(tmp_path):
    """A copy of the sample campaign."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "campaign"))


def exact(value):
    """A cell as the script has it: figures exact, a dash for nothing."""
    if value is None or value == DASH:
        return None
    return Fraction(f"{value:.10g}") if isinstance(value, float) else value


def shown_rows(book):
    """The rows of 等次评定 by code, as the file has them without any recalculation."""
    rows = star_scores.table(book["等次评定"], "编号", "得分等次", "名额结果", "等次")
    return {row["编号"]: row for row in rows}


def compared(shown, expected):
    """Two mappings by code that have to be equal: what the sheet says and what the script found."""
    left, right = {}, {}
    for code, row in expected.items():
        said = {star_scores.tidy(label): value for label, value in shown[code].items()}
        wanted = {star_scores.tidy(label): value for label, value in row.items()}
        del wanted["名次"], wanted["推荐名额"], wanted["否决"]  # on other sheets, or in other words
        left[code] = {label: exact(said[label]) for label in wanted}
        right[code] = {label: exact(value) for label, value in wanted.items()}
    return left, right


def without_findings(book, rows):
    """The rows of branches, and of their members, that sent a form without anything wrong or doubtful."""
    plan = star_scores.read_plan(SAMPLE / "plan.xlsx")
    sound = sound_branches(book, plan.branches)
    assert {"01", "06", "07"} <= sound
    return {code: row for code, row in rows.items() if code[:2] in sound}


def test_the_sample_campaign_has_the_levels_that_the_script_finds(campaign, script):
    book, _ = merged(campaign, campaign / "summary.xlsx")
    expected = without_findings(book, script.outcomes(campaign))
    shown, wanted = compared(shown_rows(book), expected)
    assert len(wanted) > 60
    assert {row["得分等次"] for row in wanted.values()} >= {"优秀", "合格", "先进", "较好", "不定等次"}
    assert {row["符合推荐(1是)"] for row in wanted.values() if "符合推荐(1是)" in row} == {0, 1}
    assert shown == wanted


def change_plan(path, settings, top, weights):
    """Type rules into a plan.

    Args:
        path: the plan.
        settings: what stands on 活动, by label.
        top: the composite from which members have the highest level.
        weights: of the ways of members, by way; the plan's own where there are none.
    """
    book = openpyxl.load_workbook(path)
    for label, cell, *_ in book["活动"].iter_rows():
        if label.value in settings:
            cell.value = settings[label.value]
    for kind, level, low, high, *_ in book["等次"].iter_rows():
        if (kind.value, level.value) == ("党员", "优秀"):
            low.value = top
        elif (kind.value, level.value) == ("党员", "合格"):
            high.value = top
    for kind, way, _, weight, *_ in book["评议方式"].iter_rows():
        if kind.value == "党员" and way.value in weights:
            weight.value = weights[way.value]
    book.save(path)


SHARE = "优秀名额（几名正式党员 1 名）"
BASIC = "基本要求（星数的百分之几）"
ENOUGH = {"党员推荐所需星数": 7, "支部推荐所需星数": 7}
CHANGES = {
    "few places": ({SHARE: 5, BASIC: 85}, 80, {}),
    "no quota": ({SHARE: None, BASIC: 85}, 85, {}),
    "seven stars are enough": ({"授星分数线": 8.5, SHARE: 2, **ENOUGH}, 82, {}),
    "many equal composites": (
        {SHARE: 2, BASIC: 85},
        80,
        {"自评": 0, "党员评": 0, "教师评": 0, "组织评": 100},
    ),
}


@pytest.mark.parametrize("change", mostly_slow(CHANGES, "many equal composites"))
def test_under_other_rules_the_script_finds_the_same_levels_too(change, campaign, script):
    change_plan(campaign / "plan.xlsx", *CHANGES[change])
    book, _ = merged(campaign, campaign / "summary.xlsx")
    shown, wanted = compared(shown_rows(book), without_findings(book, script.outcomes(campaign)))
    quota = {row["名额结果"] for row in wanted.values() if "名额结果" in row}
    assert quota == {None} if change == "no quota" else quota >= {"名额内", "优秀名额已满"}
    assert {row["整改(1是)"] for row in wanted.values() if "整改(1是)" in row} == {0, 1}
    assert shown == wanted
