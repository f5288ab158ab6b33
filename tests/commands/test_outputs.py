"""What people changed in forms and summaries is set aside and said; what was merely saved again is replaced."""

import errno
import os
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from dear import mostly_slow
from grids import bytes_of, write_plain
from openpyxl.comments import Comment
from plain import plain_file
from plans import plan_rows_of, small_plan
from recalculate import convert_all

from xlcampaign.campaign import Folder, public_of
from xlcampaign.cli import cli
from xlcampaign.commands.forms import make_forms
from xlcampaign.commands.merge import Options, make_summary
from xlcampaign.commands.progress import Unwatched
from xlcampaign.commands.writing import LOCK
from xlcampaign.engine import Processes
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.finding import Stop
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.layout.papers import PAPERS
from xlcampaign.layout.plan import plan_book
from xlcampaign.model.choices import StepKey
from xlcampaign.words import Lang

CHANGED = datetime(2026, 6, 20, 6, 5, tzinfo=UTC).timestamp()
"""When people change files here: five past two in the afternoon in Beijing."""
FILES = ["form", "papers", "summary", "public"]


class Office:
    """A campaign of two branches, one of which sent its form; each time it works, all that it writes is new."""

    def __init__(self, root, lang=Lang.ZH):
        self.folder = Folder(root)
        self.lang = lang
        self.members = count(3)
        self.day = 1
        self.folder.inbox.mkdir(parents=True)
        plan = small_plan(2, 3)
        form = write_plain(evaluation_form(plan, plan.branches[0]), {("member_self", 0, "loyal"): 9})
        (self.folder.inbox / "01.xlsx").write_bytes(bytes_of(form))
        self.turn()

    def turn(self):
        """Come to another day, with another plan."""
        settings, rows = plan_rows_of(2, next(self.members))
        book = write_plain(plan_book({**settings, "language": self.lang}, rows))
        self.folder.plan.write_bytes(bytes_of(book))
        self.day += 1

    def merge(self, output=None):
        """Write the summary; return what is said of older ones."""
        options = Options(1, date(2026, 6, self.day), output, strict=False, engine=Processes(1))
        return make_summary(self.folder, options, Unwatched())[2]

    def issue(self):
        """Write the forms; return what is said of older ones."""
        return make_forms(self.folder, 1, StepKey.EVALUATION, Processes(1), Unwatched())[2]

    def work(self):
        """Write everything; return what is said of older files."""
        return [*self.merge(), *self.issue()]

    def outputs(self):
        """The workbooks in the campaign's folders, those that were set aside too."""
        places = (self.folder.summary(1).parent, self.folder.send(1))
        return sorted(path for place in places for path in place.rglob("*.xlsx"))

    def file(self, which):
        """One file of each kind."""
        place = self.folder.send(1) / "01-甲一完小党支部"
        name = "评议表-第一阶段（只发本支部）" if which == "form" else f"{PAPERS.zh}-第一阶段"
        summary = self.folder.summary(1)
        return {"summary": summary, "public": public_of(summary)}.get(
            which, place / f"01-甲一完小党支部-{name}.xlsx"
        )


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path / "campaign")


def said(findings):
    return [(finding.rule, finding.facts["file"], finding.facts["kept"]) for finding in findings]


def edit(path, change):
    """Change a workbook as its user does, and return its bytes then."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    os.utime(path, (CHANGED, CHANGED))
    return path.read_bytes()


def save_again(path):
    """Save a workbook with nothing changed: values that were stored for formulas are lost, and all is written anew."""
    before = path.read_bytes()
    assert edit(path, lambda _: None) != before


def visible(book):
    return next(sheet for sheet in book if sheet.sheet_state == "visible")


def formula_of(book):
    return next(c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f")


def type_into_a_cell(book):
    visible(book)["B50"] = "见附页"


def change_what_is_locked(book):
    assert visible(book)["A1"].protection.locked
    visible(book)["A1"] = "别的标题"


def add_a_row(book):
    visible(book).append(["0199", "周某某", 9])


def rename_a_sheet(book):
    visible(book).title = "改了名"


def add_a_sheet(book):
    book.create_sheet("备忘")


def remark(book):
    visible(book)["A1"].comment = Comment("请再核对", "乙")


def type_over_a_formula(book):
    cell = formula_of(book)
    cell.value = 88


def clear_a_formula(book):
    formula_of(book).value = None


ROUNDS = [
    (type_into_a_cell, add_a_sheet, type_over_a_formula, rename_a_sheet),
    (change_what_is_locked, remark, add_a_row, type_into_a_cell),
    (clear_a_formula, rename_a_sheet, remark, add_a_row),
]
"""What people do to a form, to papers, to a summary and to a public workbook."""


# ---------------------------------------------------------------------------------------------- changed by hand


@pytest.mark.parametrize(
    "changes", [ROUNDS[0], *(pytest.param(changes, marks=pytest.mark.slow) for changes in ROUNDS[1:])]
)
def test_whatever_somebody_changed_is_set_aside_and_the_new_one_is_written(office, changes):
    assert office.work() == []
    files = [office.file(which) for which in FILES]
    typed = {file: edit(file, change) for file, change in zip(files, changes, strict=True)}
    office.turn()
    found = office.work()
    assert {finding.rule for finding in found} == {o.SET_ASIDE}
    for finding in found:
        [file] = (file for file in files if file.name == finding.facts["file"])
        is_sent = file.is_relative_to(office.folder.root / "send")
        fix = finding.fix(Lang.ZH)
        assert ("移进 inbox" in fix, "改方案或填报表" in fix) == (is_sent, not is_sent)
    names = {file.name: f"{file.stem}（手工改过 2026-06-20 14-05）.xlsx" for file in typed}
    assert {finding.facts["file"]: finding.facts["kept"] for finding in found} == names
    for file, data in typed.items():
        assert file.with_name(names[file.name]).read_bytes() == data
        assert file.read_bytes() != data
    assert len(office.outputs()) == 2 + 6 + len(typed)


def test_what_was_changed_is_set_aside_though_nothing_new_is_to_be_written(office):
    office.work()
    files = [office.file(which) for which in FILES]
    written = [file.read_bytes() for file in files]
    typed = [edit(file, type_into_a_cell) for file in files]
    kept = {finding.facts["file"]: finding.facts["kept"] for finding in office.work()}
    assert [file.with_name(kept[file.name]).read_bytes() for file in files] == typed
    assert [file.read_bytes() for file in files] == written
    assert office.work() == []


def test_what_was_set_aside_is_never_written_over(office):
    office.work()
    kept = []
    for text in ("一", "二", "三"):
        edit(office.file("summary"), lambda book, text=text: visible(book).append([text]))
        office.turn()
        [finding] = office.merge()
        kept.append(finding.facts["kept"])
    stem = "stage-1（手工改过 2026-06-20 14-05"
    assert kept == [f"{stem}）.xlsx", f"{stem} 2）.xlsx", f"{stem} 3）.xlsx"]
    words = [openpyxl.load_workbook(office.file("summary").with_name(name)).worksheets[0] for name in kept]
    assert [sheet.cell(sheet.max_row, 1).value for sheet in words] == ["一", "二", "三"]


def test_an_english_campaign_calls_it_in_english(tmp_path):
    office = Office(tmp_path / "campaign", Lang.EN)
    office.merge()
    edit(office.file("public"), type_into_a_cell)
    assert said(office.merge()) == [
        (o.SET_ASIDE, "stage-1-public.xlsx", "stage-1-public (changed by hand 2026-06-20 14-05).xlsx")
    ]


def test_what_cannot_be_read_any_more_is_set_aside(office):
    office.work()
    files = [office.file(which) for which in FILES]
    contents = [b"", b"PK\x03\x04 and no more", b"somebody's own", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
    for file, data in zip(files, contents, strict=True):
        file.write_bytes(data)
    kept = {finding.facts["file"]: finding.facts["kept"] for finding in office.work()}
    assert [file.with_name(kept[file.name]).read_bytes() for file in files] == contents


def test_commands_say_it_and_end_as_they_would_without(tmp_path):
    office = Office(tmp_path / "campaign")
    office.work()
    for which in ("summary", "form"):
        edit(office.file(which), type_into_a_cell)
    office.turn()
    merged, issued = (
        CliRunner().invoke(cli, ["--lang", "zh", command, str(office.folder.root), *more])
        for command, *more in (("merge", "--as-of", "2026-06-09"), ("forms", "--step", "evaluation"))
    )
    clean = CliRunner().invoke(cli, ["merge", str(office.folder.root), "--as-of", "2026-06-09"])
    assert (merged.exit_code, issued.exit_code) == (clean.exit_code, 0)
    for result, name in ((merged, "stage-1"), (issued, office.file("form").stem)):
        line = next(line for line in result.stderr.splitlines() if "O122" in line)
        assert line.startswith("提醒")
        assert f"原样另存为“{name}（手工改过 2026-06-20 14-05）.xlsx”" in line
    assert "O122" not in clean.stderr
    assert str(office.file("form")) in issued.stdout.splitlines()


# ---------------------------------------------------------------------------------------------- saved again


def test_what_was_merely_saved_again_is_replaced(office):
    office.work()
    before = office.outputs()
    for path in before:
        save_again(path)
    office.turn()
    assert office.work() == []
    assert office.outputs() == before


@pytest.mark.isolated
def test_what_others_saved_is_read_in_a_process_of_its_own(office, monkeypatch):
    office.merge()
    save_again(office.file("summary"))
    office.turn()
    monkeypatch.setattr("xlcampaign.commands.outputs.stated_digest", lambda _: pytest.fail("read here"))
    assert office.merge() == []


@pytest.mark.office
def test_what_libreoffice_saved_again_is_replaced(office, tmp_path):
    office.work()
    before = office.outputs()
    files = [office.file(which) for which in FILES]
    for path, saved in zip(files, convert_all(files, "xlsx", tmp_path / "saved"), strict=True):
        assert saved.read_bytes() != path.read_bytes()
        path.write_bytes(saved.read_bytes())
    office.turn()
    assert office.work() == []
    assert office.outputs() == before


@pytest.mark.office
def test_what_was_typed_is_found_though_libreoffice_saved_it(office, tmp_path):
    office.work()
    files = [office.file(which) for which in FILES]
    for file in files:
        edit(file, type_into_a_cell)
    for file, saved in zip(files, convert_all(files, "xlsx", tmp_path / "saved"), strict=True):
        file.write_bytes(saved.read_bytes())
    office.turn()
    assert {finding.facts["file"] for finding in office.work()} == {file.name for file in files}


def test_what_looks_otherwise_is_replaced(office):
    def adorn(book):
        sheet = visible(book)
        sheet.column_dimensions["A"].width = 60
        sheet["A1"].font = openpyxl.styles.Font(bold=True, size=30)
        sheet.sheet_view.zoomScale = 150
        book.properties.creator = "乙校办公室"

    office.work()
    for path in office.outputs():
        edit(path, adorn)
    office.turn()
    assert office.work() == []


def test_a_file_that_is_as_it_would_be_written_is_not_touched(office):
    office.work()
    before = {path: path.stat().st_mtime_ns for path in (office.file("form"), office.file("papers"))}
    assert office.work() == []
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_an_older_version_put_back_is_known(office):
    office.merge()
    older = office.file("summary").read_bytes()
    office.turn()
    office.merge()
    office.file("summary").write_bytes(older)
    save_again(office.file("summary"))
    office.turn()
    assert office.merge() == []


# ---------------------------------------------------------------------------------------------- what is remembered


def test_without_its_memory_the_program_compares_with_what_it_writes_now(office):
    office.work()
    for which in FILES:
        save_again(office.file(which))
    office.folder.memory.unlink()
    assert office.work() == []
    office.folder.memory.unlink()
    office.turn()
    found = office.work()
    assert {finding.facts["file"] for finding in found} == {
        path.name for path in office.outputs() if "手工" not in path.name
    }
    office.turn()
    assert office.work() == []


def test_somebodys_own_file_in_the_place_of_ours_is_set_aside(office):
    own = plain_file(plan_book(*plan_rows_of(1, 1)))
    office.folder.summary(1).parent.mkdir()
    office.folder.summary(1).write_bytes(own)
    [finding] = office.merge()
    assert office.folder.summary(1).with_name(finding.facts["kept"]).read_bytes() == own


@pytest.mark.parametrize("torn", mostly_slow(["\n0123", "0123", "\n\xff\xfe"], "0123"))
def test_a_line_cut_off_costs_no_other(office, torn):
    office.merge()
    with office.folder.memory.open("a", encoding="latin-1") as memory:
        memory.write(torn)
    for _ in range(2):
        office.turn()
        assert office.merge() == []


def test_a_summary_somewhere_else_is_remembered_too(office, tmp_path):
    output = tmp_path / "桌面" / "汇总.xlsx"
    office.merge(output)
    save_again(output)
    office.turn()
    assert office.merge(output) == []
    edit(public_of(output), type_into_a_cell)
    office.turn()
    assert said(office.merge(output)) == [
        (o.SET_ASIDE, "汇总-public.xlsx", "汇总-public（手工改过 2026-06-20 14-05）.xlsx")
    ]
    assert sorted(path.name for path in output.parent.iterdir() if path.name != LOCK) == [
        "汇总-public.xlsx",
        "汇总-public（手工改过 2026-06-20 14-05）.xlsx",
        "汇总.xlsx",
    ]
    assert office.folder.memory.is_file()
    assert [path.name for path in office.folder.inbox.iterdir()] == ["01.xlsx"]


@pytest.mark.parametrize("code", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_a_campaign_that_may_only_be_read_is_merged_into_another_place(office, tmp_path, monkeypatch, code):
    make = Path.mkdir

    def refuse(path, **options):
        if path == office.folder.memory.parent:
            raise OSError(code, os.strerror(code), str(path))
        make(path, **options)

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert office.merge(tmp_path / "汇总.xlsx") == []
    assert (tmp_path / "汇总.xlsx").is_file()


# ---------------------------------------------------------------------------------------------- in one step


@pytest.mark.parametrize("which", mostly_slow(["form", "summary", "public"], "form", "public"))
def test_what_is_open_in_excel_stays_and_nothing_is_left_beside_it(office, monkeypatch, which):
    office.work()
    held = office.file(which)
    edit(held, type_into_a_cell)
    office.turn()
    before = {path: path.read_bytes() for path in office.outputs() if path.parent == held.parent}
    replace = Path.replace

    def refuse(path, target):
        if held in (path, Path(target)):
            raise PermissionError(errno.EACCES, "in use", str(path), None, str(target))
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(Stop) as stop:
            office.work()
    assert [(f.rule, f.facts["file"]) for f in stop.value.findings] == [(o.NOT_WRITABLE, held.name)]
    now = {path: path.read_bytes() for path in office.outputs() if path.parent == held.parent}
    assert now.keys() == before.keys()
    assert now[held] == before[held]
    assert len(said(office.work())) == 1
