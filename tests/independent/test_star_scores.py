"""The program's star scores are those of a script that knows nothing of the program."""

import importlib.util
import os
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from dear import mostly_slow

ROOT = Path(__file__).parents[2]
AS_OF = "2023-06-26"
DASH = "—"

_spec = importlib.util.spec_from_file_location("star_scores", Path(__file__).with_name("star_scores.py"))
star_scores = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(star_scores)


def xlcampaign(*arguments):
    command = [sys.executable, "-m", "xlcampaign", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | {"XLCAMPAIGN_LANG": "zh"}, capture_output=True, check=False
    )


def merged(campaign, output):
    done = xlcampaign("merge", campaign, "--as-of", AS_OF, "-o", output)
    assert done.returncode in {0, 1}, done.stderr.decode()
    return openpyxl.load_workbook(output, data_only=True), done.returncode


def shown_scores(book):
    """The scores on 评分明细, as the file has them without any recalculation."""
    rows = star_scores.table(book["评分明细"], "编号", "星级", "得分")
    return {
        (row["编号"], row["星级"]): None if row["得分"] == DASH else Fraction(f"{row['得分']:.10g}")
        for row in rows
    }


def sound_branches(book, branches):
    """The codes of the branches that sent a form in which nothing was wrong or doubtful."""
    files = {
        row["文件"]: row["单位"]
        for row in star_scores.table(book["数据来源"], "文件", "SHA-256")
        if row["单位"]
    }
    wrong = {
        row["文件"]
        for row in star_scores.table(book["填报核查问题"], "编码", "程度", "文件")
        if row["程度"] in {"错误", "提醒"}
    }
    received = {unit for unit in files.values() if unit in branches}
    return {branches[unit] for unit in received - {files.get(file) for file in wrong}}


TIDY = [(3, 24, 1), (3, 20, 2), (2, 31, 3)]


@pytest.mark.parametrize(("branches", "members", "seed"), mostly_slow(TIDY, TIDY[-1]))
def test_a_tidy_campaign_scores_alike(tmp_path, branches, members, seed):
    campaign = tmp_path / "campaign"
    size = ["--branches", branches, "--members", members, "--seed", seed]
    assert xlcampaign("sample", campaign, *size, "--tidy").returncode == 0
    book, code = merged(campaign, tmp_path / "summary.xlsx")
    expected = star_scores.star_scores(campaign)
    assert code == 0
    assert len(expected) >= 9 * branches + 8 * (members - 1)
    assert None not in expected.values()
    assert shown_scores(book) == expected


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The summary of samples/campaign, the exit code, and what the other script makes of the same files."""
    campaign = Path(
        shutil.copytree(ROOT / "samples" / "campaign", tmp_path_factory.mktemp("sample") / "campaign")
    )
    book, code = merged(campaign, tmp_path_factory.mktemp("merged") / "summary.xlsx")
    return book, code, star_scores.star_scores(campaign)


def test_the_sample_campaign_scores_alike_where_nothing_was_wrong(sample):
    book, code, scores = sample
    plan = star_scores.read_plan(ROOT / "samples" / "campaign" / "plan.xlsx")
    sound = sound_branches(book, plan.branches)
    expected = {key: score for key, score in scores.items() if key[0][:2] in sound}
    shown = {key: score for key, score in shown_scores(book).items() if key[0][:2] in sound}
    assert code == 1
    # 08 sent its pledges only: nothing wrong with them, and nothing to rate
    assert {"01", "06", "07"} <= sound <= {"01", "02", "04", "05", "06", "07", "08"}
    assert len(expected) > 600
    assert shown == expected


def test_bad_cells_take_out_what_the_contract_says_and_no_more(sample):
    book, _, expected = sample
    different = {key[0] for key, score in shown_scores(book).items() if score != expected[key]}
    unrated = {key for key, score in expected.items() if score is None and key[0].startswith("03")}
    # the row whose name is another person's is rejected by the program; this script goes by codes alone
    assert different == {"0307"}
    assert len(unrated) == 8 + 9


def test_what_is_missing_leaves_a_star_unrated_or_is_left_out_as_the_plan_says():
    weights = {"自评": 10, "党员评": 20, "教师评": 30, "组织评": 40}
    means = {"自评": Fraction(9), "党员评": None, "教师评": Fraction(8), "组织评": Fraction("7.5")}
    score = star_scores.star_score
    assert score(means, weights, renormalise=False) is None
    assert score(means, weights, renormalise=True) == Fraction("7.88")
    assert score(means | {"组织评": None}, weights, renormalise=True) is None
    assert score(means, weights | {"党员评": 0, "自评": 30}, renormalise=False) == Fraction("8.1")


def test_halves_go_up_and_trimming_starts_at_six_marks():
    six = [(Fraction(10), 4), (Fraction(0), 2)]
    assert star_scores.half_up(Fraction("7.995"), 2) == 8
    assert star_scores.way_mean(six, trim=True) == Fraction("7.5")
    assert star_scores.way_mean(six, trim=False) == Fraction("6.6667")
    assert star_scores.way_mean([(Fraction(10), 3), (Fraction(0), 2)], trim=True) == 6
    assert star_scores.way_mean([], trim=True) is None
