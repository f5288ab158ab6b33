"""Writing: alone in a folder, never over an input or over what somebody filled in, and what fails said plainly."""

import errno
import os
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from filelock import FileLock
from grids import bytes_of, write_plain
from plain import plain_file
from plans import plan_rows_of, small_plan

from xlcampaign.campaign import Folder
from xlcampaign.cli import cli
from xlcampaign.commands.forms import make_campaign, make_forms
from xlcampaign.commands.merge import Options, make_summary
from xlcampaign.commands.progress import Unwatched
from xlcampaign.commands.sample import make_sample
from xlcampaign.commands.writing import LOCK, alone_in, writing
from xlcampaign.engine import Processes
from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.finding import Place, Stop
from xlcampaign.inbox.folder import list_files
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.layout.plan import plan_book
from xlcampaign.model import limits
from xlcampaign.model.choices import StepKey
from xlcampaign.words import Lang
from xlcampaign.workbook import replacing
from xlcampaign.workbook.replacing import replaced, replaced_together, sweep

DAY = date(2023, 6, 26)

silent = Unwatched()


@pytest.fixture
def folder(tmp_path):
    """A campaign of two branches, one of which sent its form."""
    root = tmp_path / "campaign"
    (root / "inbox").mkdir(parents=True)
    (root / "plan.xlsx").write_bytes(plain_file(plan_book(*plan_rows_of(2, 3))))
    plan = small_plan(2, 3)
    form = write_plain(evaluation_form(plan, plan.branches[0]), {("member_self", 0, "loyal"): 9})
    (root / "inbox" / "01.xlsx").write_bytes(bytes_of(form))
    return Folder(root)


def merge(folder, output=None):
    return make_summary(folder, Options(1, DAY, output, strict=False, engine=Processes(1)), silent)[:2]


def stopped(write):
    with pytest.raises(Stop) as stop:
        write()
    return stop.value.findings


def rules_of(findings):
    return [finding.rule for finding in findings]


def shown(place):
    return sorted(path.name for path in place.iterdir() if path.name != LOCK)


# ---------------------------------------------------------------------------------------------- one at a time


def test_a_second_command_does_not_wait_and_writes_nothing(folder):
    summary = folder.summary(1)
    summary.parent.mkdir()
    summary.write_bytes(b"old")
    with FileLock(summary.parent / LOCK):
        assert rules_of(stopped(lambda: merge(folder))) == [o.LOCKED]
    assert (summary.read_bytes(), shown(summary.parent)) == (b"old", ["stage-1.xlsx"])
    merge(folder)
    assert summary.read_bytes() != b"old"


def test_forms_take_a_lock_of_their_own(folder):
    place = folder.send(1)
    with alone_in(place):
        assert rules_of(stopped(lambda: make_forms(folder, 1, StepKey.EVALUATION, Processes(1), silent))) == [
            o.LOCKED
        ]
        merge(folder)
    assert shown(place) == []


def test_a_lock_file_left_behind_locks_nobody_out(folder):
    folder.summary(1).parent.mkdir()
    (folder.summary(1).parent / LOCK).write_text("killed")
    merge(folder)
    assert folder.summary(1).exists()


def test_only_what_a_killed_run_left_is_swept_and_never_in_the_inbox(folder):
    place = folder.summary(1).parent
    names = (".~xlcampaign-0a1b2c_3", ".~xlcampaign-mine", ".~other-0a1b2c_3", ".~lock.x.xlsx#")
    for where in (place, folder.inbox):
        for name in names:
            (where / name).mkdir(parents=True)
            (where / name / "new").write_text("half")
    (place / ".~xlcampaign-0a1b2c_4").write_text("a file")
    (place / ".~xlcampaign-0a1b2c_5").symlink_to(folder.inbox)
    before = sorted(folder.inbox.rglob("*"))
    merge(folder)
    left = {*names[1:], ".~xlcampaign-0a1b2c_4", ".~xlcampaign-0a1b2c_5"}
    assert {name for name in shown(place) if name.startswith(".~")} == left
    assert sorted(folder.inbox.rglob("*")) == before


# ---------------------------------------------------------------------------------------------- never over an input


@pytest.mark.parametrize(
    "output", ["plan.xlsx", "inbox/01.xlsx", "inbox/sub/new.xlsx", "summary/../plan.xlsx"]
)
def test_an_input_is_no_output(folder, output):
    (folder.root / "summary").mkdir()
    assert rules_of(stopped(lambda: merge(folder, folder.root / output))) == [o.OVER_INPUT]


@pytest.mark.parametrize("link", [os.link, os.symlink])
@pytest.mark.parametrize("name", ["out.xlsx", "out-public.xlsx"])
@pytest.mark.parametrize("given", ["plan.xlsx", "inbox/01.xlsx"])
def test_an_input_is_no_output_by_another_name_either(folder, link, name, given):
    link(folder.root / given, folder.root / name)
    before = (folder.root / given).read_bytes()
    assert rules_of(stopped(lambda: merge(folder, folder.root / "out.xlsx"))) == [o.OVER_INPUT]
    assert (folder.root / given).read_bytes() == before


def test_the_usual_place_of_the_summary_may_not_lead_into_the_inbox(folder):
    (folder.root / "summary").symlink_to(folder.inbox)
    assert rules_of(stopped(lambda: merge(folder))) == [o.OVER_INPUT]
    assert shown(folder.inbox) == ["01.xlsx"]


# ---------------------------------------------------------------------------------------------- a campaign's own folder


def test_an_invented_campaign_is_not_mixed_with_forms_that_came_in(tmp_path):
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "real.xlsx").write_bytes(b"real")
    found = stopped(lambda: make_sample(tmp_path, 1, 4, 1, tidy=True, lang=Lang.ZH))
    assert (rules_of(found), shown(tmp_path / "inbox")) == ([o.NOT_EMPTY], ["real.xlsx"])
    assert not (tmp_path / "plan.xlsx").exists()


def test_an_invented_campaign_without_a_plan_is_begun_anew(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", full)
        (found,) = stopped(lambda: make_sample(tmp_path, 1, 4, 1, tidy=True, lang=Lang.ZH))
    assert (found.rule, found.facts["why"]) == (o.NOT_WRITABLE, o.FULL)
    assert not (tmp_path / "plan.xlsx").exists()
    (tmp_path / ".~xlcampaign-00000000").mkdir()
    make_sample(tmp_path, 1, 4, 1, tidy=True, lang=Lang.ZH)
    assert shown(tmp_path) == ["inbox", "plan.xlsx", "send", "summary"]


def test_a_new_campaign_sweeps_what_a_killed_one_left(tmp_path):
    (tmp_path / ".~xlcampaign-00000000").mkdir()
    make_campaign(tmp_path, Lang.EN, DAY)
    assert shown(tmp_path) == ["inbox", "plan.xlsx", "send", "summary"]


def test_a_folder_that_earlier_versions_made_changes_nothing(folder):
    target, before = merge(folder)
    written = target.read_bytes()
    (folder.root / "returns").mkdir()
    (folder.root / "returns" / "01.xlsx").write_bytes((folder.inbox / "01.xlsx").read_bytes())
    target, after = merge(folder)
    assert (after.findings, target.read_bytes()) == (before.findings, written)
    assert "returns" in shown(folder.root)


# ---------------------------------------------------------------------------------------------- said plainly


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (errno.ENOSPC, o.FULL),
        (errno.EACCES, o.HELD),  # what Windows says of a file that is open in Excel, too
        (errno.EPERM, o.HELD),
        (errno.EROFS, o.READ_ONLY),
        (errno.EISDIR, o.FOLDER_THERE),
        (errno.ENOTDIR, o.FILE_THERE),
        (errno.ENAMETOOLONG, o.NAME_TOO_LONG),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_each_refusal_of_the_system_is_said_in_words(code, why):
    def write():
        with writing(Path("a/one.xlsx"), Path("a/two.xlsx")):
            raise OSError(code, os.strerror(code), "a/two.xlsx")

    (found,) = stopped(write)
    assert (found.rule, found.facts) == (o.NOT_WRITABLE, {"file": "two.xlsx", "why": why})


@pytest.mark.parametrize("held", ["stage-1.xlsx", "stage-1-public.xlsx"])
def test_a_file_open_in_excel_leaves_both_as_they_were_and_says_which(folder, monkeypatch, held):
    place = folder.summary(1).parent
    place.mkdir()
    for name in ("stage-1.xlsx", "stage-1-public.xlsx"):
        (place / name).write_text(name)
    replace = Path.replace

    def refuse(path, target):
        if held in (path.name, Path(target).name):
            raise PermissionError(errno.EACCES, "in use", str(path), None, str(target))
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        (found,) = stopped(lambda: merge(folder))
    assert (found.rule, found.facts) == (o.NOT_WRITABLE, {"file": held, "why": o.HELD})
    assert {name: (place / name).read_text() for name in shown(place)} == {
        name: name for name in shown(place)
    }
    assert len(shown(place)) == 2


def test_the_sentence_names_excel_in_both_languages(tmp_path):
    (tmp_path / "plan.xlsx").write_bytes(plain_file(plan_book(*plan_rows_of(1, 2))))
    for lang, words in (("zh", "Excel 或 WPS 里打开，关掉再试"), ("en", "open in Excel or WPS: close it")):
        found = o.NOT_WRITABLE.at(Place(), file="x", why=o.HELD)
        assert words in found.says(Lang(lang))
    result = CliRunner().invoke(cli, ["merge", str(tmp_path), "-o", str(tmp_path / "plan.xlsx" / "x.xlsx")])
    assert (result.exit_code, "O103" in result.stderr) == (3, True)


# ---------------------------------------------------------------------------------------------- one step


@pytest.mark.parametrize(
    "existing", [(), ("one",), ("two",), ("one", "two"), ("one", "three"), ("one", "two", "three")]
)
def test_files_that_belong_together_are_all_replaced_or_stay(tmp_path, monkeypatch, existing):
    for name in existing:
        (tmp_path / name).write_text("old")

    def write():
        with replaced_together(*(tmp_path / name for name in ("one", "two", "three"))) as files:
            for file in files:
                file.write_text("new")

    replace = Path.replace
    for number in range(1, 9):
        calls = []

        def refuse(path, target, number=number, calls=calls):
            calls.append(target)
            if len(calls) == number:
                raise PermissionError(errno.EACCES, "in use")
            return replace(path, target)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", refuse)
            if number > 3 + ("two" in existing) + ("three" in existing):
                break
            with pytest.raises(PermissionError):
                write()
        assert {path.name: path.read_text() for path in tmp_path.iterdir()} == dict.fromkeys(existing, "old")
    write()
    everything = dict.fromkeys(("one", "two", "three"), "new")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == everything


def test_a_file_is_written_with_the_usual_rights(tmp_path):
    (tmp_path / "usual").write_text("x")
    with replaced(tmp_path / "new") as temporary:
        temporary.write_text("x")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode
    sweep(tmp_path)
    assert shown(tmp_path) == ["new", "usual"]


# ---------------------------------------------------------------------------------------------- as Windows has it


def test_a_path_that_is_too_long_is_said_so_when_it_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "LONGEST_PATH", len(str(tmp_path)) + 20)
    for name, why in (("a" * 30, o.PATH_TOO_LONG), ("b", o.NO_SUCH_FOLDER)):
        target = tmp_path / name / "x"
        (found,) = stopped(lambda target=target: _write_at(target))
        assert (found.rule, found.facts["why"]) == (o.NOT_WRITABLE, why)


def _write_at(target):
    with writing(target):
        target.write_text("x")


def test_one_in_the_inbox_is_named_and_the_others_are_read(folder, monkeypatch):
    deep = folder.inbox / ("深" * 20) / "02.xlsx"
    deep.parent.mkdir()
    (folder.inbox / "01.xlsx").rename(folder.inbox / "1.xlsx")
    deep.write_bytes((folder.inbox / "1.xlsx").read_bytes())
    monkeypatch.setattr(limits, "LONGEST_PATH", len(str(deep)) - 1)
    files, (found,) = list_files(folder.inbox)
    assert [name for name, _ in files] == ["1.xlsx"]
    assert (found.rule, found.facts["why"]) == (f.UNREADABLE, o.PATH_TOO_LONG)


def test_whoever_holds_a_new_file_for_a_moment_is_waited_for(tmp_path, monkeypatch):
    waited, replace = [], Path.replace
    monkeypatch.setattr(replacing, "_WAITS", (0.1, 0.2, 0.4))
    monkeypatch.setattr(replacing, "sleep", waited.append)

    def held(until):
        def refuse(path, target):
            if len(waited) < until:
                raise PermissionError(errno.EACCES, "in use", str(path), None, str(target))
            return replace(path, target)

        return refuse

    for until, ends in ((2, "new"), (9, "old")):
        waited.clear()
        (tmp_path / "x").write_text("old")
        monkeypatch.setattr(Path, "replace", held(until))
        with suppress(PermissionError), replaced(tmp_path / "x") as temporary:
            temporary.write_text("new")
        assert ((tmp_path / "x").read_text(), waited) == (ends, [0.1, 0.2, 0.4][:until])
