"""What is said of a command that was written wrongly."""

import os
import re
import subprocess
import sys

import pytest
from desks import Desk

from xlcampaign.cli.screen import lang_of_start
from xlcampaign.words import Lang

_WRONG = [
    ("why", "还要写上 支部或党员（编号或姓名）", "xlcampaign why --help"),
    ("init", "还要写上 活动文件夹", "xlcampaign init --help"),
    ("why somewhere", "还要写上 支部或党员（编号或姓名）", "xlcampaign why --help"),
    ("mrege", "没有“mrege”这个命令；是不是要写 merge？", "xlcampaign --help"),
    ("plan grow", "没有“grow”这个命令", "xlcampaign plan --help"),
    ("merge --stge 1", "没有“--stge”这个选项；是不是要写 --stage？", "xlcampaign merge --help"),
    ("merge --stage x", "“--stage”写的是“x”，应为 整数", "xlcampaign merge --help"),
    ("merge --stage", "选项“--stage”后面要写内容", "--help"),
    ("forms --step vote", "“--step”写的是“vote”，应为 动员部署 / 公开承诺", "xlcampaign forms --help"),
    ("check --as-of 5月", "“--as-of”写的是“5月”，应为 日期，如 2023-06-26", "xlcampaign check --help"),
    ("sample x --branches 0", "“--branches”写的是“0”，应为 1–5000 的整数", "xlcampaign sample --help"),
    ("merge -o .", "“--output”写的是“.”，应为 一个 .xlsx 文件名", "xlcampaign merge --help"),
    ("merge -o out.xls", "“--output”写的是“out.xls”，应为 一个 .xlsx 文件名", "xlcampaign merge --help"),
    ("rollup . -o out", "“--output”写的是“out”，应为 一个 .xlsx 文件名", "xlcampaign rollup --help"),
    ("why . x -o why.pdf", "“--output”写的是“why.pdf”，应为 一个 .xlsx 文件名", "xlcampaign why --help"),
    (
        "forms --password-file .",
        "“--password-file”写的是“.”，应为 一个文件，不是文件夹",
        "xlcampaign forms --help",
    ),
    ("init a b", "多写了“b”；名字里有空格的，整个放在英文引号里", "xlcampaign init --help"),
    ("check --lang en", "“--lang”要写在命令前面：xlcampaign --lang … check", "xlcampaign check --help"),
    ("mail forms --lang en", "“--lang”要写在命令前面：xlcampaign --lang … mail", "xlcampaign mail --help"),
    ("merge a b", "多写了“b”", "xlcampaign merge --help"),
    ("status a b c", "多写了“b c”", "xlcampaign status --help"),
    ("check . b", "多写了“b”", "xlcampaign"),
    ("check a.xlsx .", "多写了“.”", "xlcampaign"),
    ("rollup --init a b", "多写了“b”", "xlcampaign"),
    ("mail forms a b", "多写了“b”", "xlcampaign"),
    ("mail --setup a b", "多写了“b”", "xlcampaign"),
]


def said(line, lang):
    environment = os.environ | {"XLCAMPAIGN_LANG": lang, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "xlcampaign", *line.split()]
    done = subprocess.run(command, capture_output=True, env=environment, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr


@pytest.mark.parametrize(
    ("line", "environment", "lang"),
    [
        ("--lang en merge --help", "", Lang.EN),
        ("--lang=en merge --help", "zh", Lang.EN),
        ("--lang zh status", "en_GB", Lang.ZH),
        ("", "EN", Lang.EN),
        ("merge", "de", Lang.ZH),
        ("merge en", "", Lang.ZH),
        ("merge --lang", "", Lang.ZH),
        ("check --lang en", "", Lang.ZH),
        ("--lang zh check --lang en", "", Lang.ZH),
        ("--lang de --lang en merge", "", Lang.EN),
    ],
)
def test_help_speaks_the_language_of_the_command_line_else_of_the_environment(line, environment, lang):
    assert lang_of_start(line.split(), {"XLCAMPAIGN_LANG": environment}) is lang


@pytest.mark.parametrize(("line", "what", "try_"), _WRONG)
def test_a_command_that_is_written_wrongly_is_told_in_the_language_of_the_interface(line, what, try_):
    words = said(line, "zh")
    assert what in words
    assert try_ in words
    told = words.replace(what, "")
    assert not re.search(r"[A-Za-z]+ (is|argument|option|command|value)\b", told)


@pytest.mark.parametrize("line", [line for line, *_ in _WRONG if "月" not in line])
def test_and_in_english_there_is_no_chinese(line):
    assert not re.search("[\u3000-\u9fff\uff00-\uffef]", said(line, "en"))
    assert said(f"--lang en {line}", "zh") == said(line, "en")


@pytest.mark.parametrize("step", ["pledge", "公开承诺", "Pledge"])
def test_a_step_may_be_called_by_its_name(tmp_path, step):
    desk = Desk(tmp_path, 2)
    assert desk.run("forms", desk.root, "--step", step).exit_code == 0
    assert list((desk.root / "send").rglob("*承诺表*.xlsx"))


@pytest.mark.parametrize("day", ["2023-06-26", "2023年6月26日", "2023.6.26", "二〇二三年六月二十六日"])
def test_a_day_may_be_written_as_in_forms(tmp_path, day):
    desk = Desk(tmp_path, 2)
    assert "2023-06-26" in desk.run("status", desk.root, "--text", "--as-of", day).output
