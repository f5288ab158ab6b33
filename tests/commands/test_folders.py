"""A campaign's folder in which something is broken, gone, or taken for something else."""

import os
import shutil

import pytest
from desks import Desk

from xlcampaign.layout.units import UNITS_FILE

BROKEN = {"damaged": b"PK\x03\x04broken", "text": "名单".encode(), "empty": b""}


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path / "争先")
    desk.receive(0)
    return desk


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_of_a_plan_that_cannot_be_opened_the_copies_beside_it_are_named_and_nobody_is_asked_to_send_it(
    desk, data
):
    (desk.root / "plan.xlsx").write_bytes(data)
    for words in (
        ("check",),
        ("merge",),
        ("forms",),
        ("mail", "forms"),
        ("plan", "next"),
        ("plan", "upgrade"),
    ):
        said = desk.run(*words, desk.root)
        assert said.exit_code == 3
        assert "O203" in said.stderr
        assert "xlcampaign init" in said.stderr
        assert "再发" not in said.stderr
        assert "请发" not in said.stderr


def test_the_newest_copy_of_a_plan_is_named_first(desk):
    plan = desk.root / "plan.xlsx"
    for age, name in enumerate(("plan（改动前 2）.xlsx", "plan（改动前）.xlsx", "plan（升级前）.xlsx")):
        (desk.root / name).write_bytes(plan.read_bytes())
        os.utime(desk.root / name, (1_700_000_000 - age, 1_700_000_000 - age))
    (desk.root / "~$plan.xlsx").write_bytes(b"x")
    plan.write_bytes(BROKEN["damaged"])
    said = desk.check().stderr
    assert "plan（改动前 2）.xlsx、plan（改动前）.xlsx、plan（升级前）.xlsx" in said
    assert "改名为 plan.xlsx" in said
    assert "xlcampaign init" not in said
    assert "rename it to plan.xlsx" in desk.check(lang="en").stderr


@pytest.mark.parametrize("words", [("check",), ("merge",), ("status",), ("forms",), ("mail", "reminders")])
def test_an_inbox_that_is_gone_is_said_and_no_form_is_called_missing(desk, words):
    desk.check()
    (desk.root / "inbox").rename(desk.root / "收件箱")
    said = desk.run(*words, desk.root)
    assert said.exit_code == 3
    assert "O204" in said.stderr
    assert "未报" not in said.stdout + said.stderr.replace("不能都说成“未报”", "")
    (desk.root / "inbox").mkdir()
    assert "X101" in desk.check().stdout + desk.check("--all").stdout


def test_a_plan_alone_in_a_new_folder_has_no_inbox_yet(desk):
    shutil.rmtree(desk.root / "inbox")
    for _ in range(2):
        assert desk.run("forms", desk.root, "--step", "pledge").exit_code == 0
    assert "X101" in desk.check("--all").stdout


def test_a_campaign_is_not_rolled_up_file_by_file(desk, tmp_path):
    for place in (desk.root, f"{desk.root}/"):
        said = desk.run("rollup", place, "-o", tmp_path / "up.xlsx")
        assert said.exit_code == 3
        assert said.stderr.count("O205") == 1
        assert "F149" not in said.stderr
        assert "“争先”" in said.stderr
    assert not (tmp_path / "up.xlsx").exists()
    (desk.root / UNITS_FILE).write_bytes(b"no list")
    assert "O205" not in desk.run("rollup", desk.root, "-o", tmp_path / "up.xlsx").stderr
