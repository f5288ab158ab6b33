"""In a campaign of two stages who counts where, and their stars, are those of a script that knows nothing of the program."""

import importlib
import shutil
import sys
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from independent.test_finals import final_told
from independent.test_star_scores import ROOT, shown_scores, star_scores

from xlcampaign.cli import cli

SAMPLE = ROOT / "samples" / "two-stages"
DAYS = {1: "2023-07-12", 2: "2023-12-27"}
WRONG = {"0303", "0304"}
"""Who has no result for a cell that was filled in wrongly."""


@pytest.fixture(scope="module")
def stages():
    """The script, imported as it runs: beside the one that finds scores."""
    sys.path.insert(0, str(Path(__file__).parent))
    yield importlib.import_module("stages")
    sys.path.remove(str(Path(__file__).parent))


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A copy of the sample, both stages of it merged, and what was said."""
    campaign = Path(shutil.copytree(SAMPLE, tmp_path_factory.mktemp("office") / "campaign"))
    said = {}
    for stage, day in DAYS.items():
        words = ("--lang", "zh", "merge", str(campaign), "--stage", str(stage), "--as-of", day)
        done = CliRunner().invoke(cli, words)
        assert done.exit_code == 1, done.output
        said[stage] = done.output
    return campaign, said


@cache
def summary(campaign, stage):
    return openpyxl.load_workbook(campaign / "summary" / f"stage-{stage}.xlsx", data_only=True)


@pytest.mark.parametrize("stage", DAYS)
def test_everybody_counts_once_where_the_script_says(office, stages, stage):
    campaign, _ = office
    book = summary(campaign, stage)
    _, where = stages.scores_in(campaign, stage)
    names = stages.plan_at(campaign / "plan.xlsx", stage).branches
    rows = star_scores.table(book["等次评定"], "编号", "支部", "等次")
    assert sorted((row["编号"], names[row["支部"]]) for row in rows) == sorted(where.items())


@pytest.mark.parametrize("stage", DAYS)
def test_scores_are_those_that_the_script_finds(office, stages, stage):
    campaign, _ = office
    expected, _ = stages.scores_in(campaign, stage)
    unrated = {code for (code, _), score in expected.items() if score is None}
    # 07, the branch that is new in the second stage, did not send its form
    assert unrated == (set() if stage == 1 else {"07", "0206", "0207", *WRONG})
    assert shown_scores(summary(campaign, stage)) == expected


def test_the_final_selection_is_what_the_script_finds(office, stages):
    assert stages
    campaign, _ = office
    book = summary(campaign, 2)
    listed = {
        row["编号"]: (row["支部"], "（支部）" if row["类别"] == "支部" else row["名称"])
        for row in star_scores.table(book["等次评定"], "编号", "支部", "等次")
    }
    shown = final_told(book)
    found = importlib.import_module("finals").finals(campaign)
    assert {code: shown[who] for code, who in listed.items()} == found
    assert {verdict for verdict, _ in found.values()} >= {"待研究", "未列入"}
    gone = shown.keys() - set(listed.values())  # who was in the first stage alone
    assert gone == {
        ("甲四完小党支部", "（支部）"),
        ("甲五完小党支部", "（支部）"),
        ("甲二完小党支部", "韩某己"),
    }
    assert all(stars[0] is not None and stars[1] is None for _, stars in map(shown.get, gone))
    assert {shown[who][0] for who in gone} == {"未列入"}


def test_the_first_stage_comes_out_as_it_was_sealed_whatever_changed_since(office):
    _, said = office
    assert not {"O163", "O168", "O167"} & set(said[1].split())


def test_stars_gained_and_lost_are_those_that_the_script_finds(office, stages):
    campaign, _ = office
    expected = stages.trend(campaign, 2)
    names, (_, where) = stages.names_in(campaign / "plan.xlsx", 2), stages.scores_in(campaign, 2)
    codes = {(names[where[code]], names[code]): code for code in where}
    assert len(codes) == len(where)
    shown = {}
    for row in star_scores.table(summary(campaign, 2)["对比"], "支部", "名称", "新得的星", "失去的星"):
        code = codes.get((row["支部"], row["名称"]))
        if code in expected:
            shown[code] = tuple(
                set((row[label] or "").split("、")) - {""} for label in ("新得的星", "失去的星")
            )
    assert shown == expected
    assert sum(len(gained) for gained, _ in expected.values()) > 8
    assert sum(len(lost) for _, lost in expected.values()) > 8
