"""What README says to type works as written."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from dear import mostly_slow
from plain import plain_file

from xlcampaign.layout.posting import IN_ORDER
from xlcampaign.layout.units import units_book
from xlcampaign.sample.plan import UNIT

ROOT = Path(__file__).parents[1]


def commands_of(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    lines = [shlex.split(line) for block in blocks for line in block.splitlines() if line.strip()]
    return [line for line in lines if line[0] == "xlcampaign"]


def list_and_report(town, union):
    """Do what the reader is told to do between the two commands of a roll-up."""
    level = {"unit_code": "Z1", "unit": "某某镇", "stage": 1, "language": "zh"}
    listed = [{"code": UNIT, "name": "某某联校党组织"}]
    (town / "units.xlsx").write_bytes(plain_file(units_book(level, listed)))
    merged = subprocess.run(
        [sys.executable, "-m", "xlcampaign", "merge", union, "--report"], capture_output=True, check=False
    )
    assert merged.returncode in {0, 1}, merged.stderr
    [report] = (union / "summary").glob(f"{UNIT}-*.xlsx")
    shutil.copy(report, town)


@pytest.mark.parametrize("name", mostly_slow(["README.md", "README.zh.md"], "README.zh.md"))
def test_commands_run_as_written(name, tmp_path):
    commands = commands_of(name)
    assert [line[1] for line in commands] == [
        "sample", "merge", "init", "forms", "check", "merge", "rollup", "rollup", "mail"
    ]  # fmt: skip
    own = commands[2][2]
    for line in commands:
        result = subprocess.run(
            [sys.executable, "-m", *line], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
        )
        assert result.returncode in {0, 1}, (line, result.stderr)
        if line[1] == "init":  # what the reader is told to do next: fill in the roster
            shutil.copy(ROOT / "samples" / "campaign" / "plan.xlsx", tmp_path / own / "plan.xlsx")
        if line[1] == "forms":  # and here: send them out, put into inbox what comes back
            shutil.copytree(
                ROOT / "samples" / "campaign" / "inbox", tmp_path / own / "inbox", dirs_exist_ok=True
            )
        if line[1:3] == ["rollup", "--init"]:  # and here: fill in the list, put in what a unit reports
            list_and_report(tmp_path / line[3], tmp_path / own)
    assert (tmp_path / commands[-2][4]).is_file()
    for campaign in (commands[0][2], own):
        assert (tmp_path / campaign / "summary" / "stage-1.xlsx").is_file()
    for example in re.findall(r"```python\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL):
        done = subprocess.run(
            [sys.executable, "-c", example],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            check=False,
        )
        assert "敬业奉献星" in done.stdout, done.stderr


def test_links_lead_somewhere():
    for name in ("CONTRIBUTING.md", "SECURITY.md"):  # those of README: test_guides.py, with the guides'
        for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / name).read_text(encoding="utf-8")):
            assert "://" in target or (ROOT / target).exists(), (name, target)


def test_what_is_said_to_test_a_promise_is_there():
    named = re.findall(r"`((?:tests|xlcampaign)[\w/.]*)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))
    assert len(named) > 10
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(("name", "lang"), [("README.zh.md", "zh"), ("README.md", "en")])
def test_the_order_of_things_stands_there_as_the_program_says_it(name, lang):
    assert getattr(IN_ORDER, lang) in (ROOT / name).read_text(encoding="utf-8")
