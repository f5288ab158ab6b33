"""Commands as users meet them: exit codes, plain sentences, both languages, nothing left half done."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from plain import plain_file
from plans import plan_rows_of

from xlcampaign.campaign import folder_meant
from xlcampaign.cli import cli
from xlcampaign.commands.merge import Formulas
from xlcampaign.commands.writing import LOCK
from xlcampaign.layout.plan import plan_book
from xlcampaign.model.choices import StepKey
from xlcampaign.model.content import Format
from xlcampaign.words import Lang

COMMANDS = sorted(cli.commands)
CHINESE = re.compile("[\u4e00-\u9fff]")
AS_OF = ("--as-of", "2023-06-26")


def run(*arguments, lang="zh"):
    result = CliRunner().invoke(cli, ["--lang", lang, *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    root = tmp_path_factory.mktemp("sample") / "活动"
    assert run("sample", root, "--branches", 5, "--members", 30).exit_code == 0
    return root


@pytest.fixture
def campaign(original, tmp_path):
    """A small untidy campaign."""
    return Path(shutil.copytree(original, tmp_path / "活动"))


def shown(folder):
    """The names in a folder but for the lock, which stays hidden there."""
    return {path.name for path in folder.iterdir() if path.name != LOCK}


def snapshot(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_help_is_there_for_every_command_in_both_languages():
    for lang, chinese in (("zh", True), ("en", False)):
        for command in COMMANDS:
            result = subprocess.run(
                [sys.executable, "-m", "xlcampaign", "--lang", lang, command, "--help"],
                env={**os.environ, "XLCAMPAIGN_LANG": "zh", "PYTHONIOENCODING": "utf-8"},
                capture_output=True,
                encoding="utf-8",
                check=True,
            )
            assert bool(CHINESE.search(result.stdout)) is chinese
            assert f"xlcampaign {command}" in result.stdout


def test_merge_ends_with_one_and_writes_the_summary_when_input_was_rejected(campaign):
    before = snapshot(campaign / "inbox")
    result = run("merge", campaign, *AS_OF)
    assert result.exit_code == 1
    written = [campaign / "summary" / name for name in ("stage-1.xlsx", "stage-1-public.xlsx")]
    assert result.stdout.splitlines() == [str(path) for path in written]
    assert written[0].stat().st_size > 10_000
    assert snapshot(campaign / "inbox") == before
    assert shown(campaign / "summary") == {path.name for path in written}


def test_a_tidy_campaign_ends_with_zero(tmp_path):
    assert run("sample", tmp_path / "a", "--branches", 2, "--members", 10, "--tidy").exit_code == 0
    result = run("merge", tmp_path / "a", *AS_OF)
    assert (result.exit_code, "C1" in result.output) == (0, False)
    assert run("check", tmp_path / "a", *AS_OF).exit_code == 0


def test_strict_writes_nothing_when_input_was_rejected(campaign):
    result = run("merge", campaign, "--strict", *AS_OF)
    assert result.exit_code == 3
    assert "O109" in result.stderr
    assert not (campaign / "summary" / "stage-1.xlsx").exists()


def test_output_goes_where_it_is_told(campaign, tmp_path):
    assert run("merge", campaign, "-o", tmp_path / "汇总.xlsx", *AS_OF).exit_code == 1
    assert (tmp_path / "汇总.xlsx").exists()
    assert (tmp_path / "汇总-public.xlsx").exists()
    assert shown(campaign / "summary") == set()
    inside = run("merge", campaign, "-o", campaign / "inbox" / "x.xlsx", *AS_OF)
    assert (inside.exit_code, "O110" in inside.stderr) == (3, True)


def test_the_public_workbook_never_goes_over_an_input_either(campaign, tmp_path):
    (tmp_path / "x-public.xlsx").symlink_to(campaign / "plan.xlsx")
    before = (campaign / "plan.xlsx").read_bytes()
    result = run("merge", campaign, "-o", tmp_path / "x.xlsx", *AS_OF)
    assert (result.exit_code, "O110" in result.stderr) == (3, True)
    assert (campaign / "plan.xlsx").read_bytes() == before


@pytest.mark.parametrize("blocked", ["stage-1.xlsx", "stage-1-public.xlsx"])
def test_summary_and_public_workbook_are_both_replaced_or_neither(campaign, blocked):
    summary = campaign / "summary"
    (old,) = {"stage-1.xlsx", "stage-1-public.xlsx"} - {blocked}
    (summary / blocked).mkdir()
    (summary / old).write_bytes(b"old")
    result = run("merge", campaign, *AS_OF)
    assert (result.exit_code, blocked in result.stderr) == (3, True)
    assert (summary / old).read_bytes() == b"old"
    assert shown(summary) == {"stage-1.xlsx", "stage-1-public.xlsx"}


def test_no_campaign_no_forms_no_stage(tmp_path, campaign):
    assert run("merge", tmp_path).exit_code == 3
    assert "O101" in run("merge", tmp_path).stderr
    for path in sorted((campaign / "inbox").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    empty = run("merge", campaign, *AS_OF)
    assert (empty.exit_code, "O104" in empty.stderr) == (3, True)
    assert not (campaign / "summary" / "stage-1.xlsx").exists()
    assert run("merge", campaign, "--stage", 7).exit_code == 3


def test_a_plan_full_of_mistakes_is_reported_all_at_once(tmp_path):
    rows = plan_rows_of(2, 3)
    answers = {("ways", 5, "weight"): 21, ("members", 1, "branch"): "乙一完小", ("levels", 4, "low"): 91,
               ("campaign", 0, "threshold"): "高", ("branches", 1, "code"): "01"}  # fmt: skip
    (tmp_path / "plan.xlsx").write_bytes(plain_file(plan_book(*rows), answers))
    result = run("merge", tmp_path)
    assert result.exit_code == 3
    for code, cell in (("P101", "D12"), ("P103", "C6"), ("P105", "C9"), ("C103", "B12"), ("P104", "A6")):
        assert re.search(rf"{cell}  {code}  ", result.stderr)
    (tmp_path / "plan.xlsx").write_bytes(b"no workbook")
    assert "O203" in run("merge", tmp_path).stderr


def test_a_folder_in_the_place_of_the_output_ends_in_a_sentence_and_leaves_no_litter(campaign):
    (campaign / "summary" / "stage-1.xlsx").mkdir()
    result = run("merge", campaign, *AS_OF)
    assert (result.exit_code, "O103" in result.stderr) == (3, True)
    assert shown(campaign / "summary") == {"stage-1.xlsx"}


def test_an_old_summary_survives_a_failure(campaign, monkeypatch):
    target = campaign / "summary" / "stage-1.xlsx"
    target.write_bytes(b"old")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    result = run("merge", campaign, *AS_OF)
    assert (result.exit_code, "O103" in result.stderr) == (3, True)
    assert target.read_bytes() == b"old"
    assert shown(target.parent) == {"stage-1.xlsx"}


def test_init_refuses_to_overwrite_and_its_plan_needs_a_roster(tmp_path):
    assert run("init", tmp_path / "新活动").exit_code == 0
    before = (tmp_path / "新活动" / "plan.xlsx").read_bytes()
    assert run("init", tmp_path / "新活动").exit_code == 3
    assert (tmp_path / "新活动" / "plan.xlsx").read_bytes() == before
    result = run("forms", tmp_path / "新活动")
    assert result.exit_code == 3
    assert [line.split("  ")[2] for line in result.stderr.splitlines()] == ["P107", "P107", "P119", "P119"]


def test_forms_are_written_for_every_unit_of_a_step(campaign):
    branch = run("forms", campaign, "--step", "evaluation")
    assert branch.exit_code == 0
    names = [Path(line).name for line in branch.stdout.splitlines() if Path(line).is_file()]
    papers = ["个人自评表"] * 5 + ["测评票和计票单"] * 5
    assert sorted(name.split("-")[2] for name in names) == papers + ["评议表"] * 5
    committee = run("forms", campaign, "--step", "comment")
    assert [Path(line).name for line in committee.stdout.splitlines()] == [
        "某某联校党组织-考核点评表-第一阶段（只发本单位）.xlsx"
    ]
    assert run("forms", campaign, "--step", "launch").exit_code == 3


def test_check_prints_json_for_programs(campaign):
    result = run("check", campaign, "--json", *AS_OF)
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert {"code", "severity", "branch", "file", "sheet", "cell", "says", "fix"} == set(found[0])
    assert {"error", "warning", "note"} == {finding["severity"] for finding in found}
    texts = run("check", campaign, "--all", *AS_OF)
    assert len(texts.stdout.splitlines()) == len(found)


def test_json_comes_also_where_the_plan_stops_everything(tmp_path):
    (tmp_path / "plan.xlsx").write_bytes(b"no workbook")
    result = run("check", tmp_path, "--json")
    assert result.exit_code == 3
    assert [finding["code"] for finding in json.loads(result.stdout)] == ["O203"]


def test_check_looks_at_a_file_alone(campaign, tmp_path):
    files = sorted((campaign / "inbox").rglob("*甲一完小*.xlsx"))
    assert run("check", files[0]).exit_code == 0
    assert run("check", tmp_path / "nothing.xlsx").exit_code == 3


def test_explain_says_what_a_code_means():
    result = run("explain", "c103")
    assert result.exit_code == 0
    assert result.stdout.startswith("C103")
    assert not CHINESE.search(run("explain", lang="en").stdout)
    assert run("explain", "Z1").exit_code == 2
    several = run("explain", "C103", "Z1", "x170", "C103")
    assert several.exit_code == 2
    assert [line[:4] for line in several.stdout.splitlines() if not line.startswith(" ")] == ["C103", "X170"]
    assert "Z1" in several.stderr
    assert run("explain", "--nonsense").exit_code == 2


def test_explain_and_help_list_all_that_is_declared():
    for lang in Lang:
        formats = run("explain", "F114", lang=lang.value).stdout
        assert [one for one in Format if f".{one}" not in formats] == []
    options = run("forms", "--help").stdout + run("merge", "--help").stdout
    assert [key for key in (*StepKey, *Formulas) if key not in options] == []


def test_english_speaks_english_around_the_plans_own_words(campaign):
    result = run("merge", campaign, *AS_OF, lang="en")
    assert "The summary is ready" in result.stderr
    assert "error" in result.stderr


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [("KeyboardInterrupt", 130, "已中断"), ("c.click.UsageError('x')", 2, "命令写得不对")],
)
def test_interruption_and_wrong_usage_end_in_a_sentence(raised, code, said):
    script = (
        "import xlcampaign.cli.app as c\n"
        f"def broken(*a, **k): raise {raised}\n"
        "c.open_campaign = broken\n"
        "import sys; sys.argv = ['xlcampaign', 'merge', '.']; c.main()"
    )
    environment = {**os.environ, "XLCAMPAIGN_LANG": "zh", "PYTHONIOENCODING": "utf-8"}
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=False, env=environment
    )
    assert result.returncode == code
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_that_the_system_withholds_does_not_stop_the_others(campaign, monkeypatch):
    read = Path.read_bytes

    def withhold(path):
        if "甲一完小" in path.name and "评议表" in path.name:
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", withhold)
    result = run("merge", campaign, *AS_OF)
    assert result.exit_code == 1
    assert result.stderr.count("  F115  ") == 1
    assert (campaign / "summary" / "stage-1.xlsx").is_file()


def test_a_defect_of_ours_ends_in_a_sentence_and_seventy():
    script = (
        "import xlcampaign.cli.app as c\n"
        "def broken(*a, **k): raise RuntimeError('x')\n"
        "c.open_campaign = broken\n"
        "import sys; sys.argv = ['xlcampaign', 'merge', '.']; c.main()"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 70
    assert "RuntimeError" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", ["merge", "status", "check", "forms", "post", "seal"])
def test_a_campaign_is_meant_by_its_plan_too(campaign, command):
    meant = folder_meant(campaign / "plan.xlsx")
    assert (meant, folder_meant(campaign)) == (campaign, campaign)
    if command != "check":  # a file is checked as a form
        assert "O101" not in run(command, campaign / "plan.xlsx").stderr
        assert "O216" not in run(command, campaign / "plan.xlsx").stderr


def test_a_folder_that_is_not_there_or_holds_no_plan_is_named_as_people_see_it(tmp_path, monkeypatch):
    (tmp_path / "某某资料").mkdir()
    monkeypatch.chdir(tmp_path / "某某资料")
    assert "“某某资料”里没有 plan.xlsx" in run("merge", ".").stderr
    assert "“某某资料”里没有 plan.xlsx" in run("merge").stderr
    assert f"“{tmp_path.name}”里没有 plan.xlsx" in run("merge", "..").stderr
    missing = run("merge", "“甲 活动”")
    assert (missing.exit_code, "O216" in missing.stderr) == (3, True)
    assert (
        "没有““甲 活动””这个文件夹 → 看名字写对了没有；名字里有空格的，整个放在英文引号里" in missing.stderr
    )
