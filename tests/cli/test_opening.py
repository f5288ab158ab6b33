"""What was written is opened where that is asked for, with the program that the system has for it."""

import os
import subprocess
import sys

import pytest
from desks import JUNE, Desk

from xlcampaign.cli.opening import open_file
from xlcampaign.words import Lang


@pytest.fixture
def opened(monkeypatch):
    """What the system was told to open, and by what."""
    calls = []
    monkeypatch.setattr(subprocess, "Popen", lambda words, **_: calls.append(words))
    monkeypatch.setattr(sys, "platform", "linux")
    return calls


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path / "争先 2023", 2)
    desk.receive(0)
    return desk


@pytest.mark.parametrize(("command", "file"), [("merge", "stage-1.xlsx"), ("check", "核查结果-stage-1.xlsx")])
def test_what_was_written_is_opened_only_where_that_is_asked_for(desk, opened, command, file):
    desk.run(command, desk.root, *JUNE)
    assert opened == []
    desk.run(command, desk.root, *JUNE, "--open")
    assert opened == [["xdg-open", str(desk.root / "summary" / file)]]


def test_nothing_is_opened_where_nothing_was_written(desk, opened):
    for file in (desk.root / "inbox").iterdir():
        file.unlink()
    assert desk.run("merge", desk.root, *JUNE, "--open").exit_code == 3
    (desk.root / "summary" / "核查结果-stage-1.xlsx").mkdir(parents=True)
    assert desk.run("check", desk.root, *JUNE, "--open").exit_code == 3
    assert opened == []


def test_a_single_form_is_checked_and_leaves_nothing_to_open(desk, opened):
    assert desk.run("check", desk.receive(0), "--open").exit_code == 0
    assert opened == []


def test_each_system_has_its_own_way(tmp_path, opened, monkeypatch):
    file = tmp_path / "汇总 (1)&.xlsx"
    monkeypatch.setattr(sys, "platform", "darwin")
    open_file(file, Lang.ZH)
    assert opened == [["open", str(file)]]
    started = []
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "startfile", started.append, raising=False)
    open_file(file, Lang.ZH)
    assert (started, len(opened)) == ([file], 1)


@pytest.mark.parametrize(("lang", "words"), [(Lang.ZH, "请自己打开"), (Lang.EN, "please open")])
def test_where_that_fails_the_file_is_named(tmp_path, monkeypatch, capsys, lang, words):
    def refuse(*_, **__):
        raise FileNotFoundError

    monkeypatch.setattr(subprocess, "Popen", refuse)
    open_file(tmp_path / "x.xlsx", lang)
    said = capsys.readouterr().err
    assert words in said
    assert "x.xlsx" in said
