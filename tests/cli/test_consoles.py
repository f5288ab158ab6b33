"""Terminals as they are: of other encodings, redirected, without Chinese; whatever cannot be shown ends no command."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from itertools import product

import pytest
from dear import mostly_slow
from desks import JUNE, WRONG, Desk

from xlcampaign.cli.screen import Exit

FOLDER = "争先 2023's (a&b) 100%"
"""A name with all that shells and systems stumble over."""
RARE = "赵某𠮷"
"""A name that GBK cannot hold."""
OTHER = {"PYTHONUTF8": "0"}
GBK, WINDOWS_1252 = {**OTHER, "PYTHONIOENCODING": "cp936"}, {**OTHER, "PYTHONIOENCODING": "cp1252"}
NO_LOCALE = {"LC_ALL": "C"}
ASCII = {**NO_LOCALE, **OTHER, "PYTHONCOERCECLOCALE": "0"}
"""What is left of a locale where nothing helps: names of files are ASCII there, too."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A campaign whose first form holds an error and a name that few encodings know."""
    desk = Desk(tmp_path_factory.mktemp("root") / FOLDER, 2)
    desk.rows[1]["members"][0]["name"] = RARE
    desk.rewrite()
    desk.receive(0, WRONG)
    return desk


def ended(desk, *words, environment: Mapping[str, str], lang="zh"):
    """Return how a command ended, run as users run it, and the bytes that it wrote."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHONIO", "LC_"))}
    return subprocess.run(
        [sys.executable, "-m", "xlcampaign", "--lang", lang, *map(str, words)],
        capture_output=True,
        check=False,
        cwd=desk.root.parent,
        env={**plain, **environment},
    )


_CONSOLES = {"GBK": GBK, "1252": WINDOWS_1252, "none": NO_LOCALE}


@pytest.mark.parametrize(
    ("command", "console"),
    mostly_slow(
        product(("check", "merge"), _CONSOLES), ("merge", "GBK"), ("check", "1252"), ("merge", "none")
    ),
)
def test_no_command_ends_by_what_a_terminal_cannot_show(desk, command, console):
    done = ended(desk, command, desk.root, *JUNE, environment=_CONSOLES[console])
    assert done.returncode in {Exit.DONE, Exit.REJECTED}, done.stderr
    assert b"Traceback" not in done.stderr
    assert b"UnicodeEncodeError" not in done.stderr


def test_what_gbk_can_hold_is_said_in_gbk_and_the_rest_replaced(desk):
    done = ended(desk, "check", "--all", desk.root, *JUNE, environment=GBK)
    said = done.stdout.decode("gbk")
    assert "甲一完小" in said
    assert "𠮷" not in said


def test_a_file_of_output_holds_what_the_terminal_would(tmp_path):
    file = tmp_path / "结果.txt"
    with file.open("wb") as opened:
        subprocess.run(
            [sys.executable, "-m", "xlcampaign", "explain", "C103"],
            stdout=opened,
            check=True,
            env={**os.environ, **GBK},
        )
    assert file.read_bytes().decode("gbk").startswith("C103  错误")


def test_json_loses_nothing_whatever_the_encoding(desk):
    whole, *told = (
        ended(desk, "check", "--json", desk.root, *JUNE, environment=environment).stdout
        for environment in ({"PYTHONIOENCODING": "utf-8"}, GBK, NO_LOCALE)
    )
    assert "甲一完小" in whole.decode("utf-8")
    assert [json.loads(one) for one in told] == [json.loads(whole)] * 2


@pytest.mark.parametrize("command", [("merge",), ("forms",)])
def test_where_file_names_cannot_be_chinese_it_is_said_what_to_do(desk, command):
    for lang, words in (("zh", "PYTHONUTF8=1"), ("en", "set PYTHONUTF8=1 first")):
        done = ended(desk, *command, desk.root, environment=ASCII, lang=lang)
        assert (done.returncode, b"Traceback" in done.stderr) == (Exit.COULD_NOT_RUN, False)
        assert words in done.stderr.decode("utf-8", "replace")


def test_what_is_typed_in_another_encoding_ends_no_command(desk):
    done = subprocess.run(
        [sys.executable, "-m", "xlcampaign", "mail", "--setup", str(desk.root)],
        input="发信服务器\n".encode("gbk"),
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (Exit.INTERRUPTED, False)
