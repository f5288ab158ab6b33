"""The plan is the coordinator's own, and may be damaged all the same: it ends in a sentence, never in a crash."""

import re
import sys
from datetime import date

import pytest
from attacks import memory_eater, with_part
from binaries import locked
from click.testing import CliRunner

from xlcampaign.cli import cli
from xlcampaign.commands.forms import make_campaign
from xlcampaign.words import Lang

PADDING = b"<!--" + b"x" * 60 * 1024 * 1024 + b"-->"


def check(root, *options):
    return CliRunner().invoke(cli, ["check", str(root), *options])


@pytest.fixture
def plan(tmp_path):
    return make_campaign(tmp_path / "c", Lang.ZH, date(2023, 1, 1))


@pytest.mark.skipif(sys.platform == "win32", reason="memory limits are POSIX")
@pytest.mark.parametrize(
    ("harm", "code"),
    [
        pytest.param(memory_eater, "F109", marks=pytest.mark.isolated),
        (lambda data: with_part(data, "xl/styles.xml", lambda xml: xml + PADDING), "F104"),
        (lambda data: data[: len(data) // 2], "O203"),
        (lambda _: b"%PDF-1.7", "O203"),
    ],
)
def test_a_plan_that_cannot_be_read_stops_the_command_with_its_reason(plan, harm, code):
    plan.write_bytes(harm(plan.read_bytes()))
    result = check(plan.parent)
    assert isinstance(result.exception, SystemExit), result.exception
    assert (result.exit_code, f"plan.xlsx  {code}" in result.output) == (3, True)
    assert not re.search("BadZip|[a-z]Error", result.output)


def test_a_plan_may_be_encrypted_like_any_file(plan, tmp_path):
    sound = check(plan.parent)
    plan.write_bytes(locked(plan.read_bytes(), "芝麻 开门"))
    assert "F102" in check(plan.parent).output
    keys = tmp_path / "密码.txt"
    keys.write_bytes("不对\r\n芝麻 开门\r\n".encode("gb18030"))
    opened = check(plan.parent, "--password-file", str(keys))
    assert opened.exit_code == sound.exit_code
    assert [line for line in opened.output.splitlines() if "F123" not in line][
        :-1
    ] == sound.output.splitlines()[:-1]
    assert "芝麻" not in opened.output


@pytest.mark.parametrize("line", ["芝麻 开门 ", " 芝麻 开门", "\t芝麻 开门\u3000"])
def test_a_password_is_tried_without_the_spaces_around_it_too(plan, tmp_path, line):
    plan.write_bytes(locked(plan.read_bytes(), "芝麻 开门"))
    keys = tmp_path / "密码.txt"
    keys.write_text(f"{line}\n", encoding="utf-8")
    assert "F102" not in check(plan.parent, "--password-file", str(keys)).output


def test_a_password_file_that_is_none_stops_the_command(plan):
    result = check(plan.parent, "--password-file", str(plan.parent / "nothing.txt"))
    assert (result.exit_code, "O119" in result.output) == (3, True)
