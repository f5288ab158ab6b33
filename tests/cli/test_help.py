"""Help is in one language: in Chinese, no word that click says by itself stays in English."""

import os
import re
import subprocess
import sys

import click
import pytest

from xlcampaign.cli.app import cli


def named(command, before=()):
    """The words of every command, groups first."""
    yield before
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            yield from named(command.get_command(click.Context(command), name), (*before, name))


@pytest.fixture(scope="module")
def told():
    """The help of every command in Chinese, by its words: printed in one process of its own, whose start fixes it."""
    script = (
        "import sys; from click.testing import CliRunner; from xlcampaign.cli.app import cli\n"
        "for words in sys.argv[3:]:\n"
        "    print('=====' + words); print(CliRunner().invoke(cli, [*words.split(), '--help']).output)"
    )
    words = [" ".join(one) for one in named(cli)]
    done = subprocess.run(
        [sys.executable, "-c", script, "--lang", "zh", *words],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    _, *said = done.stdout.decode().split("=====")
    return {one.split("\n", 1)[0]: one.split("\n", 1)[1] for one in said}


@pytest.mark.parametrize("words", [" ".join(one) for one in named(cli)])
def test_what_click_says_is_said_in_chinese(told, words):
    text = told[words]
    assert text.startswith("用法：")
    assert "显示用法" in text
    assert not re.findall(
        r"Usage|Options|Commands|Show this|Show the|default|required|INTEGER|TEXT|FILE|ARGS|COMMAND|%Y", text
    )


def test_every_command_is_listed_whole(told):
    listed = told[""].partition("命令:")[2]
    assert [name for name in cli.commands if f"  {name} " not in listed] == []
    assert "..." not in listed
