"""--quiet says errors alone; the exit code tells the rest. NO_COLOR and shells are heard, too."""

import os
import platform
import re
import subprocess
import sys

import click
import pytest
from desks import JUNE, WRONG, Desk
from terminals import shown_on_terminal

from xlcampaign.cli import cli
from xlcampaign.cli import screen as screen_module
from xlcampaign.cli.screen import command_line, rate_of
from xlcampaign.words import Lang


def leaves(command, before=()):
    """The words of every command that is none of commands."""
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from leaves(each, (*before, name))
    else:
        yield before, command


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    desk = Desk(tmp_path_factory.mktemp("desk") / "争先", 2)
    desk.receive(0, WRONG)
    return desk


@pytest.mark.parametrize(
    ("words", "command"), list(leaves(cli)), ids=lambda one: " ".join(one) if isinstance(one, tuple) else ""
)
def test_every_command_can_be_asked_to_be_quiet(words, command):
    assert any("--quiet" in param.opts for param in command.params), words


@pytest.mark.parametrize(
    "command", [("check",), ("check", "--all"), ("merge",), ("forms", "--step", "pledge")]
)  # fmt: skip
def test_nothing_but_errors_is_said_and_the_exit_code_is_the_same(desk, command):
    words = [*command, desk.root, *(() if command[0] == "forms" else JUNE)]
    told, hushed = desk.run(*words), desk.run(*words, "--quiet")
    assert (hushed.exit_code, len(hushed.output) < len(told.output)) == (told.exit_code, True)
    assert [line for line in hushed.output.splitlines() if not line.startswith("错误  ")] == []


def test_errors_are_all_said(desk):
    told = desk.check("--all").stdout.splitlines()
    assert desk.check("-q").stdout.splitlines() == [line for line in told if line.startswith("错误  ")] != []


def test_what_stops_a_command_is_said_and_wrong_usage_too(tmp_path):
    desk = Desk(tmp_path / "x", 2)
    assert "O104" in desk.run("merge", desk.root, *JUNE, "-q").output
    done = subprocess.run(
        [sys.executable, "-m", "xlcampaign", "merge", "-q", "--stage", "x"], capture_output=True, check=False
    )
    assert (done.returncode, b"--stage" in done.stderr) == (2, True)


def test_answers_are_given_all_the_same(desk):
    assert "甲一完小" in desk.run("status", desk.root, *JUNE, "-q").stdout
    assert desk.run("explain", "C103", "--quiet").stdout.startswith("C103")
    assert '"code"' in desk.check("--json", "-q").stdout


# ------------------------------------------------------------------------------------------------ terminals


def drawn(desk, **environment):
    """Return what a check draws on a terminal."""
    code, shown = shown_on_terminal("check", desk.root, *JUNE, only_errors=True, **environment)
    assert code == 1
    return shown


COLOURED = re.compile(r"\x1b\[[0-9;]*(?:3[0-9]|4[0-9]|9[0-7])(?:;[0-9]+)*m")


def test_no_color_is_heard(desk):
    shown = drawn(desk)
    assert "读表" in shown
    assert COLOURED.search(shown)
    assert not COLOURED.search(drawn(desk, NO_COLOR="1"))


@pytest.mark.parametrize(("lang", "words"), [("zh", "系统 "), ("en", " on ")])
def test_the_version_says_what_runs_where(lang, words):
    done = subprocess.run(
        [sys.executable, "-m", "xlcampaign", "--lang", lang, "--version"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert f"Python {platform.python_version()}" in done.stdout
    assert words + platform.platform() in done.stdout


@pytest.mark.parametrize(
    ("shell", "environment", "offered"),
    [("bash", {"COMP_WORDS": "xlcampaign me", "COMP_CWORD": "1"}, "plain,merge"),
     ("zsh", {"COMP_WORDS": "xlcampaign forms --step co", "COMP_CWORD": "3"}, "comment"),
     ("fish", {"COMP_WORDS": "xlcampaign merge --form", "COMP_CWORD": "--form"}, "plain,--formulas")],
)  # fmt: skip
def test_shells_complete_commands_options_and_values(shell, environment, offered):
    def asked(**more):
        return subprocess.run(
            [sys.executable, "-m", "xlcampaign"],
            capture_output=True,
            encoding="utf-8",
            check=True,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **more},
        ).stdout

    script = asked(_XLCAMPAIGN_COMPLETE=f"{shell}_source")
    assert "_XLCAMPAIGN_COMPLETE" in script
    assert offered in asked(_XLCAMPAIGN_COMPLETE=f"{shell}_complete", **environment)


# ------------------------------------------------------------------------------------------------ commands to type


@pytest.mark.parametrize(
    ("folder", "typed"),
    [(r"D:\活动\争先2023", r"D:\活动\争先2023"), ("我的 活动", '"我的 活动"'), ("a&b", '"a&b"'), ("a(1)", '"a(1)"'),
     ("100%", '"100%"'), ("a^b", '"a^b"'), ("it's", '"it\'s"'), ("a,b;c", '"a,b;c"'), ("D:\\我 的\\", '"D:\\我 的\\\\"')],
)  # fmt: skip
def test_folders_are_quoted_as_windows_takes_them(monkeypatch, folder, typed):
    monkeypatch.setattr(screen_module.sys, "platform", "win32")
    assert command_line(["merge", folder]) == f"xlcampaign merge {typed}"


def test_suggested_commands_quote_their_folders(tmp_path):
    desk = Desk(tmp_path / "x", 2)
    folder = tmp_path / "某某 镇"
    told = desk.run("rollup", "--init", folder).output
    assert command_line(["rollup", str(folder), "-o", str(folder / "镇汇总.xlsx")]) in told
    sample = tmp_path / "试 一试"
    said = desk.run("sample", sample, "--branches", 1, "--members", 4).output
    assert command_line(["merge", str(sample)]) in said.splitlines()


@pytest.mark.parametrize(
    ("speed", "said"),
    [(None, ""), (0.2, ""), (1, "每秒 1 个"), (31.6, "每秒 32 个"), (1000, "每秒 1000 个"), (53833, "")],
)
def test_a_rate_is_said_where_files_are_read_and_not_only_remembered(speed, said):
    assert rate_of(speed, Lang.ZH) == said
