"""What was read is kept for the next run: the same results with and without, and never out of an encrypted file."""

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace

import pytest
from binaries import locked, zipped
from commands.test_five_steps import JUNE, Office
from dear import mostly_slow
from filled import complete
from plain import plain_file
from plans import plan_rows_of

from xlcampaign.commands.check import check_campaign
from xlcampaign.commands.merge import Options, make_summary
from xlcampaign.commands.progress import Unwatched
from xlcampaign.engine import Processes
from xlcampaign.findings.catalogue.file_rules import PASSWORD
from xlcampaign.layout.forms import evaluation_form, pledge_form
from xlcampaign.layout.plan import plan_book
from xlcampaign.words import Lang

HIDDEN = "不可外传某"


class Listener(Unwatched):
    """Remembers what is said while a command runs."""

    def __init__(self):
        self.heard, self.findings = [], []

    def say(self, finding):
        self.heard.append(finding.rule.code)
        self.findings.append(finding)


def form_of(office, number, **answers):
    book = evaluation_form(office.plan, office.plan.branches[number], None)
    given = complete(book) | {("member_self", 0, key): value for key, value in answers.items()}
    return plain_file(book, given)


@pytest.fixture
def office(tmp_path):
    """Two forms and two flaws, a form of pledges in an archive, and something that is no form."""
    office = Office(tmp_path / "campaign")
    inbox = office.folder.inbox
    (inbox / "一.xlsx").write_bytes(form_of(office, 0, loyal="85左右", study="８.5分"))
    (inbox / "二.xlsx").write_bytes(form_of(office, 1))
    pledges = pledge_form(office.plan, office.branch)
    answers = complete(pledges) | {("member_pledges", 0, "text"): "每月听课2节"}
    (inbox / "打包.zip").write_bytes(zipped({"承诺表.xlsx": plain_file(pledges, answers)}))
    (inbox / "说明.docx").write_bytes(b"not a workbook")
    return office


@pytest.fixture
def opened(monkeypatch):
    """The names of the files that workers opened, in their order."""
    names, run = [], Processes.run

    def noted(self, function, values, *rest, **named):
        def passing():
            for value in values:
                if hasattr(value, "envelope"):
                    names.append(value.envelope.name)
                yield value

        return run(self, function, passing(), *rest, **named)

    monkeypatch.setattr(Processes, "run", noted)
    return names


def found(office, progress=None):
    listed = check_campaign(office.folder, 1, JUNE, Processes(2), progress or Unwatched()).findings
    return [(one.rule.code, one.place, one.says("zh")) for one in listed]


def summaries(office, name):
    target = office.folder.root / name / "s.xlsx"
    target.parent.mkdir()
    make_summary(office.folder, Options(1, JUNE, target, strict=False, engine=Processes(2)), Unwatched())
    return [path.read_bytes() for path in sorted(target.parent.glob("*.xlsx"))]


def test_a_second_run_opens_nothing_and_finds_the_same(office, opened):
    first = found(office)
    assert opened == ["一.xlsx", "二.xlsx", "打包.zip", "说明.docx"]
    opened.clear()
    assert found(office) == first
    assert opened == []
    assert {code for code, _, _ in first} >= {"C103", "C107"}


@pytest.mark.isolated
def test_summaries_are_equal_byte_for_byte_with_what_was_kept_without_and_while_it_is_kept(office):
    first, second = summaries(office, "first"), summaries(office, "second")
    office.folder = replace(office.folder, caching=False)
    assert first == second == summaries(office, "third")
    assert len(first) == 2


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("二.xlsx", lambda office: form_of(office, 1, loyal=60)),
        ("说明.docx", lambda _: b"else"),
        ("打包.zip", lambda _: zipped({})),
    ],
)
def test_only_a_file_that_changed_is_read_again(office, opened, name, data):
    found(office)
    opened.clear()
    (office.folder.inbox / name).write_bytes(data(office))
    known = found(office)
    assert opened == [name]
    office.folder = replace(office.folder, caching=False)
    assert found(office) == known


def test_a_file_of_another_name_is_read_again_and_named_by_that(office, opened):
    found(office)
    opened.clear()
    (office.folder.inbox / "一.xlsx").rename(office.folder.inbox / "改名.xlsx")
    assert "改名.xlsx" in {place.file for _, place, _ in found(office)}
    assert opened == ["改名.xlsx"]


@pytest.mark.parametrize(
    "change",
    [
        lambda office: office.folder.plan.write_bytes(plain_file(plan_book(*plan_rows_of(2, 5)))),
        lambda office: office.folder.cache.unlink(),
        lambda office: office.folder.cache.write_bytes(b"spoilt" * 1000),
    ],
)
def test_with_another_plan_or_without_its_file_everything_is_read_anew(office, opened, change):
    found(office)
    opened.clear()
    change(office)
    found(office)
    assert len(opened) == 4


def test_another_version_of_the_program_reads_everything_anew(office, opened, monkeypatch):
    found(office)
    opened.clear()
    monkeypatch.setattr("xlcampaign.commands.kept.program_digest", lambda: b"another")
    found(office)
    assert len(opened) == 4


def test_nothing_out_of_an_encrypted_file_is_kept_and_it_asks_for_its_password_each_time(office, opened):
    book = evaluation_form(office.plan, office.branch, None)
    answers = complete(book) | {("member_self", 0, "loyal"): HIDDEN}
    form = plain_file(book, answers)
    (office.folder.inbox / "一.xlsx").write_bytes(locked(form, "暗号"))
    (office.folder.inbox / "打包.zip").write_bytes(zipped({"承诺表.xlsx": locked(form, "暗号")}))
    office.folder = replace(office.folder, passwords=("暗号",))
    first = found(office)
    assert any(HIDDEN in says for _, _, says in first)
    opened.clear()
    assert found(office) == first
    assert opened == ["一.xlsx", "打包.zip"]
    assert HIDDEN.encode() not in office.folder.cache.read_bytes()
    office.folder = replace(office.folder, passwords=())
    assert {place.file for code, place, _ in found(office) if code == PASSWORD.code} == {
        "一.xlsx",
        "打包.zip › 承诺表.xlsx",
    }


@pytest.mark.parametrize("data", [b"", b"\x93", b"\xc0", b"\x91\x94\xc0\xc0\x90\x91\x94\xa4C999\xc0\x80\xc0"])
def test_what_was_kept_otherwise_than_the_program_keeps_it_is_read_again(office, opened, data):
    first = found(office)
    digest = hashlib.blake2b(data, digest_size=16).digest()
    with closing(sqlite3.connect(office.folder.cache)) as cache, cache:
        cache.execute("UPDATE kept SET data = ?", (digest + data,))
    opened.clear()
    assert found(office) == first
    assert len(opened) == 4


def test_a_place_where_nothing_can_be_kept_costs_a_note_and_no_result(office):
    first, listener = found(office), Listener()
    office.folder.cache.unlink()
    office.folder.cache.mkdir()
    assert found(office, listener) == first
    assert listener.heard == ["O123"]


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ("Permission denied", "没能记下来：没有写入的权限"),
        ("database is locked", "没能记下来：另一个程序正在用这个文件"),
        ("No space left on device", "没能记下来：磁盘满了"),
        ("Quota exceeded", "没能记下来：系统提示“Quota exceeded”"),
    ],
)
def test_why_nothing_can_be_kept_is_said_in_plain_words(office, monkeypatch, trouble, said):
    def fail(file):
        raise OSError(0, trouble, file)

    monkeypatch.setattr("xlcampaign.store._connect", fail)
    listener = Listener()
    found(office, listener)
    [finding] = listener.findings
    assert said in finding.says(Lang.ZH)


def check(office):
    command = [sys.executable, "-m", "xlcampaign", "check", str(office.folder.root), "--as-of", str(JUNE)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.isolated
def test_two_runs_at_once_find_the_same(office):
    one, other = check(office), check(office)
    outputs = [one.communicate()[0], other.communicate()[0], check(office).communicate()[0]]
    assert outputs[0]
    assert outputs[0] == outputs[1] == outputs[2]


@pytest.mark.isolated
@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
@pytest.mark.parametrize("after", mostly_slow([0.3, 0.6, 0.9, 1.2], 0.9))
def test_a_run_that_was_killed_leaves_nothing_that_the_next_one_trips_over(office, after):
    expected = check(office).communicate()[0]
    office.folder.cache.unlink()
    killed = check(office)
    time.sleep(after)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert check(office).communicate()[0] == expected != b""
