"""What programs may call: documented examples run, values come back, and what stops it says why."""

import os
import pickle
import re
import subprocess
import sys
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest
from desks import WRONG, Desk

import xlcampaign
from xlcampaign import api
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.finding import Place, Stop
from xlcampaign.words import Lang

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
SAID = ["争做先锋活动", " → ", "results.xlsx results-public.xlsx", "string", "['O216']"]
"""What each example prints, among other things."""
DAY = date(2023, 6, 26)


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path / "争先", 2)
    desk.receive(0, WRONG)
    return desk


def test_the_documented_examples_run_as_they_stand(tmp_path):
    words = [sys.executable, "-m", "xlcampaign", "sample", "try-it", "--branches", "3", "--members", "15"]
    subprocess.run(words, cwd=tmp_path, check=True, capture_output=True)
    assert len(EXAMPLES) == len(SAID)
    for example, said in zip(EXAMPLES, SAID, strict=True):
        (tmp_path / "example.py").write_text(example, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "example.py"],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            check=False,
        )
        assert (done.returncode, said in done.stdout) == (0, True), done.stdout + done.stderr


GUARDED = 'if __name__ == "__main__":\n'


@pytest.mark.parametrize("guard", ["", GUARDED])
def test_a_script_works_with_and_without_the_guard_that_processes_ask_for_elsewhere(desk, guard):
    lines = [
        "report = xlcampaign.check('.', jobs=2)",
        "print(*sorted({one.rule.code for one in report.findings if one.is_error}), len(report.receipts))",
        "print(__name__, 'done')",
    ]
    body = "\n".join(("    " if guard else "") + line for line in lines)
    (desk.root / "own.py").write_text(f"import xlcampaign\nprint('once')\n{guard}{body}\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "own.py"], cwd=desk.root, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "once"
    assert [line for line in done.stdout.splitlines() if "F109" in line] == []
    assert done.stdout.count("once") == done.stdout.count("__main__ done") == 1


def test_everything_that_is_offered_is_documented_and_there():
    assert xlcampaign.__all__ == api.__all__
    assert [name for name in api.__all__ if getattr(xlcampaign, name) is not getattr(api, name)] == []
    assert [name for name in api.__all__ if not re.search(rf"`{name}[`(]", PAGE)] == []
    offered: dict[str, object] = {}
    exec("from xlcampaign import *", offered)  # noqa: S102 -- as somebody may write it
    assert offered.keys() - {"__builtins__"} == set(api.__all__)
    for name in ("nonsense", "_today"):
        with pytest.raises(AttributeError, match=name):
            getattr(xlcampaign, name)


@pytest.mark.slow
def test_checkers_of_types_see_what_is_offered(tmp_path):
    script = tmp_path / "own.py"
    script.write_text("import xlcampaign\nfrom xlcampaign import check, read_plan\n"
                      "reveal_type(read_plan('x').campaign)\nreveal_type(xlcampaign.merge)\ncheck(3)\n", "utf-8")  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path, script],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    for said in (
        '"xlcampaign.model.campaign.Campaign"',
        "xlcampaign.api.Summary",
        "incompatible type",
        "Found 1 error",
    ):
        assert said in done.stdout, done.stdout


def test_to_import_the_package_loads_nothing_else():
    loaded = "sorted(name for name in sys.modules if name.startswith('xlcampaign'))"
    script = f"import sys, xlcampaign; hasattr(xlcampaign, '__wrapped__'); print({loaded})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "['xlcampaign', 'xlcampaign.program']"


def test_a_campaign_goes_by_its_folder_or_its_plan(desk):
    plans = [api.read_plan(where) for where in (desk.root, str(desk.root), desk.root / "plan.xlsx")]
    assert plans[0] == plans[1] == plans[2]
    assert [branch.code for branch in plans[0].branches] == ["01", "02"]


def test_a_check_writes_no_workbook_and_finds_what_the_command_does(desk):
    report = api.check(desk.root, as_of=DAY)
    assert list(desk.root.rglob("summary/*.xlsx")) == []
    told = desk.check("--all").stdout.splitlines()
    assert [f.line(Lang.ZH).strip() for f in report.findings] == [line.split("  ", 1)[1] for line in told]


def test_a_merge_writes_what_the_command_writes(desk, tmp_path):
    summary = api.merge(desk.root, as_of=DAY, output=str(tmp_path / "一.xlsx"))
    assert (summary.path, summary.public) == (tmp_path / "一.xlsx", tmp_path / "一-public.xlsx")
    assert desk.run("merge", desk.root, "--as-of", DAY, "-o", tmp_path / "二.xlsx").exit_code == 1
    for name in ("{}.xlsx", "{}-public.xlsx"):
        one, two = (tmp_path / name.format(number) for number in "一二")
        assert one.read_bytes() == two.read_bytes()
    assert set(api.read_tables(summary.path)) >= {"scores", "outcomes"}
    with pytest.raises(FrozenInstanceError):
        summary.path = summary.public


def test_what_stops_it_is_said_in_both_languages(desk, tmp_path):
    for call, rule in (
        (lambda: api.read_plan(tmp_path), o.NO_CAMPAIGN),
        (lambda: api.check(desk.root, stage=7), o.NO_STAGE),
        (lambda: api.merge(desk.root, as_of=DAY, strict=True), o.REJECTED_STRICT),
    ):
        with pytest.raises(Stop) as stop:
            call()
        found = stop.value.findings[-1]
        assert found.rule == rule
        for lang in Lang:
            assert found.says(lang) in str(stop.value)
    assert list(desk.root.rglob("summary/*.xlsx")) == []
    with pytest.raises(ValueError, match=r"\.xlsx"):
        api.merge(desk.root, output="x.xls")


def test_what_stopped_it_can_travel_between_processes():
    stop = pickle.loads(pickle.dumps(Stop(o.NO_FILE.at(Place(), file="x"))))  # noqa: S301 -- our own
    assert str(stop) == str(Stop(o.NO_FILE.at(Place(), file="x")))
