"""What goes back to a sender: its own file, marked; mended and sent again it counts, and says nothing of our marks."""

import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from attacks import parts_of, zipped
from binaries import locked
from click.testing import CliRunner
from commands.test_five_steps import JUNE, Office, silent
from filled import complete, form_of
from grids import bytes_of, write_plain
from plain import plain_file
from recalculate import convert

from xlcampaign.cli import cli
from xlcampaign.commands.check import check_campaign
from xlcampaign.commands.returns import make_returns
from xlcampaign.engine import Processes
from xlcampaign.findings.finding import Severity
from xlcampaign.forms.form import write_form
from xlcampaign.layout.forms import pledge_form
from xlcampaign.sending.cover import COLORS
from xlcampaign.words import Lang

MADE = date(2023, 5, 1)
HELD = dict.fromkeys(("due", "present", "issued", "returned", "valid"), 4)
WRONG = {
    ("member_self", 0, "loyal"): "八点左右",
    ("member_self", 2, "loyal"): 11,
    ("member_peer", 1, "loyal.approve"): "大概两票",
    ("branch_public", 0, "peer.approve"): -1,
}
MENDED = {"党员自评": 8, "党员互评": 2, "支部群众评议": 2}


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path / "campaign")


def answers_of(book):
    rows = range(len(book.sheet_of("meeting").rows))
    return complete(book) | {("meeting", row, key): value for row in rows for key, value in HELD.items()}


def form(office, changes=WRONG, lang=Lang.ZH):
    """A branch's form as the program writes it, filled in."""
    book = form_of(office.plan)
    path = office.folder.root / "filled.xlsx"
    write_form(path, book, lang, MADE, answers_of(book) | changes)
    return path.read_bytes()


def receive(office, data, name="01.xlsx"):
    path = office.folder.inbox / name
    path.write_bytes(data)
    return path


def returned(office):
    """Check; return the findings on files but for notes, and what goes back."""
    checked = check_campaign(office.folder, 1, JUNE, Processes(2), silent)
    sent = make_returns(office.folder, checked, Processes(2))
    assert sent.findings == ()
    own = [f for f in checked.findings if f.place.file and f.rule.severity is not Severity.NOTE]
    return {(f.rule.code, f.place.sheet, f.place.cell) for f in own}, dict(sent.written)


def colored(workbook):
    """The cells that are coloured as wrong, by tab."""
    color = f"FF{COLORS[Severity.ERROR]}"
    return {
        (sheet.title, cell.coordinate)
        for sheet in workbook.worksheets[1:]
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb == color
    }


def mended(data, values=MENDED, keep=()):
    """The file with its coloured cells corrected, and nothing else touched."""
    workbook = openpyxl.load_workbook(BytesIO(data))
    for tab, cell in colored(workbook) - set(keep):
        workbook[tab][cell] = values[tab]
    return bytes_of(workbook, "2023-05-10T00:00:00Z")


def test_what_goes_back_lies_in_the_recipients_folder_under_the_forms_name(office):
    receive(office, form(office))
    found, written = returned(office)
    path = (
        office.folder.send(1)
        / "01-甲一完小党支部"
        / "01-甲一完小党支部-评议表-第一阶段（退回，只发本支部）.xlsx"
    )
    assert written == {"01.xlsx": path}
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames[0] == "退回说明"
    assert workbook.active.title == "退回说明"
    assert colored(workbook) == {(tab, cell) for code, tab, cell in found if code == "C103"}
    links = [row[2].hyperlink for row in workbook.worksheets[0].iter_rows() if row[2].hyperlink]
    assert {link.location for link in links} == {f"'{tab}'!{cell}" for _, tab, cell in found}
    notes = {
        (sheet.title, cell.coordinate)
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }
    assert notes == colored(workbook)


@pytest.mark.parametrize("written_by", ["us", "another program"])
def test_mended_and_sent_again_it_counts_and_the_next_check_is_clean(office, written_by):
    book = form_of(office.plan)
    plain = plain_file(book, answers_of(book) | WRONG)
    receive(office, form(office) if written_by == "us" else plain)
    found, written = returned(office)
    assert len(found) == len(WRONG)
    receive(office, mended(written["01.xlsx"].read_bytes()), "再报.xlsx")
    old = list(written.values())
    assert returned(office) == (set(), {})
    assert not any(path.exists() for path in old)
    counts = office.report().ledger.counts
    assert counts["0101", "loyal", "self"] == {800: 1}
    assert counts["0103", "loyal", "self"] == {800: 1}


def test_a_sheet_of_which_nothing_was_accepted_is_older_than_what_came_of_it(office):
    receive(office, form(office, {("meeting", row, "valid"): 99 for row in range(4)}))
    found, written = returned(office)
    assert {code for code, *_ in found} == {"C109"}
    workbook = openpyxl.load_workbook(written["01.xlsx"])
    for row in range(5, 9):
        workbook["评议情况"][f"F{row}"] = 4
    receive(office, bytes_of(workbook, "2023-05-10T00:00:00Z"), "再报.xlsx")
    assert returned(office) == (set(), {})


def test_what_is_left_wrong_goes_back_once_more_and_marks_do_not_pile_up(office):
    receive(office, form(office))
    _, written = returned(office)
    kept = ("党员自评", "C7")
    receive(office, mended(written["01.xlsx"].read_bytes(), keep=[kept]), "再报.xlsx")
    found, written = returned(office)
    assert found == {("C103", *kept)}
    [again] = written.values()
    workbook = openpyxl.load_workbook(again)
    assert workbook.sheetnames.count("退回说明") == 1
    assert len([name for name in workbook.sheetnames if name.startswith("退回")]) == 1
    assert colored(workbook) == {kept}
    remarks = [
        (sheet.title, cell.value)
        for sheet in workbook.worksheets[1:]
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.value).startswith("退回意见")
    ]
    assert remarks == [("党员自评", "退回意见")]
    assert [c.coordinate for row in workbook["党员自评"].iter_rows() for c in row if c.comment] == ["C7"]
    assert not any(cell.comment for row in workbook["党员互评"].iter_rows() for cell in row)
    first = openpyxl.load_workbook(office.folder.root / "filled.xlsx")
    assert workbook["党员自评"]["C5"].fill.fgColor.rgb == first["党员自评"]["C5"].fill.fgColor.rgb
    receive(office, mended(again.read_bytes()), "三报.xlsx")
    assert returned(office) == (set(), {})


@pytest.mark.office
def test_twice_in_a_row_saved_by_an_office_program_each_time(office, tmp_path):
    def saved(data, name):
        source = tmp_path / name
        source.write_bytes(data)
        return convert(source, "xlsx", tmp_path / "saved").read_bytes()

    receive(office, saved(form(office), "一.xlsx"))
    found, written = returned(office)
    assert len(found) == len(WRONG)
    kept = ("党员自评", "C7")
    receive(office, saved(mended(written["01.xlsx"].read_bytes(), keep=[kept]), "二.xlsx"), "再报.xlsx")
    found, written = returned(office)
    assert found == {("C103", *kept)}
    [again] = written.values()
    assert colored(openpyxl.load_workbook(again)) == {kept}
    receive(office, saved(mended(again.read_bytes()), "三.xlsx"), "三报.xlsx")
    assert returned(office) == (set(), {})


def test_sent_back_untouched_it_goes_back_again_the_same(office):
    receive(office, form(office))
    found, written = returned(office)
    receive(office, written["01.xlsx"].read_bytes(), "没改.xlsx")
    again, more = returned(office)
    assert again >= found
    [path] = more.values()
    assert path == written["01.xlsx"]
    assert len(colored(openpyxl.load_workbook(path))) == len(WRONG)


def test_the_same_check_twice_writes_the_same_bytes(office):
    receive(office, form(office))
    _, written = returned(office)
    before = {path: path.read_bytes() for path in written.values()}
    _, written = returned(office)
    assert before == {path: path.read_bytes() for path in written.values()}


def test_what_came_in_an_archive_goes_back_as_the_workbook_that_it_held(office):
    receive(office, zipped({"甲一/表.xlsx": form(office), "乙.txt": b"x"}), "附件.zip")
    _, written = returned(office)
    [path] = written.values()
    receive(office, mended(path.read_bytes()), "再报.xlsx")
    found, written = returned(office)
    assert {code for code, *_ in found} <= {"F101"}
    assert written == {}


def test_a_form_in_english_goes_back_in_the_plans_language(office):
    receive(office, form(office, lang=Lang.EN))
    _, written = returned(office)
    [path] = written.values()
    assert openpyxl.load_workbook(path).sheetnames[0] == "退回说明"


def test_of_an_encrypted_file_only_the_list_goes_back(office):
    receive(office, locked(form(office), "芝麻"))
    office.folder = replace(office.folder, passwords=("芝麻",))
    found, written = returned(office)
    [path] = written.values()
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames == ["退回说明"]
    places = [cell.value for (cell,) in workbook.worksheets[0]["C6:C20"] if cell.value]
    assert sum(cell in " ".join(places) for *_, cell in found) == len(found)


PEOPLE = ("member_self", "member_peer", "member_teacher", "member_organisation")


def people_of(office, sheets=PEOPLE):
    """The second branch's people, where the first one's stand."""
    second = form_of(office.plan, 1)
    return {
        (sheet, row, key): value[key]
        for sheet in sheets
        for row, value in enumerate(second.sheet_of(sheet).rows)
        for key in ("code", "name")
    }


def lent(office):
    """The first branch's form, filled in by the second."""
    first = form_of(office.plan)
    return plain_file(first, answers_of(first) | people_of(office))


def texts_in(path):
    return {
        str(cell.value)
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


@pytest.mark.parametrize("beside", [False, True])
def test_who_filled_in_another_branchs_form_gets_a_list_alone_and_whose_form_it_is_gets_nothing(
    office, beside
):
    receive(office, lent(office))
    if beside:
        receive(office, form(office, {}), "自己的.xlsx")
    found, written = returned(office)
    assert {code for code, *_ in found} == {"F131"}
    [path] = written.values()
    assert path.parent.name == "02-甲二完小党支部"
    assert openpyxl.load_workbook(path).sheetnames == ["退回说明"]
    names = {member.name for member in office.plan.members}
    assert not [text for text in texts_in(path) if any(name in text for name in names)]


def test_who_has_sent_the_own_form_since_gets_nothing_about_another_ones(office):
    receive(office, lent(office))
    second = form_of(office.plan, 1)
    receive(office, plain_file(second, answers_of(second)), "02.xlsx")
    found, written = returned(office)
    assert {code for code, *_ in found} == {"F131"}
    assert written == {}


@pytest.mark.parametrize("extra", ["党员互评", "底稿"])
def test_nothing_of_a_file_goes_back_that_holds_another_branchs_sheet(office, extra):
    first, second = (form_of(office.plan, unit) for unit in (0, 1))
    book = write_plain(first, answers_of(first) | WRONG)
    votes = write_plain(second, answers_of(second) | {("member_peer", 0, "loyal.approve"): 7})["党员互评"]
    other = book.create_sheet(extra)
    for row in votes.iter_rows():
        for cell in row:
            other[cell.coordinate] = cell.value
    receive(office, bytes_of(book))
    found, written = returned(office)
    assert "C103" in {code for code, *_ in found}
    [path] = written.values()
    assert openpyxl.load_workbook(path).sheetnames == ["退回说明"]
    theirs = {member.name for member in office.plan.members if member.branch == "02"}
    assert not [text for text in texts_in(path) if any(name in text for name in theirs)]


def test_a_single_person_of_another_branch_keeps_no_form_from_going_back(office):
    book = write_plain(form_of(office.plan), answers_of(form_of(office.plan)) | WRONG)
    other = next(member for member in office.plan.members if member.branch == "02")
    book["党员自评"].append([other.code, other.name, 9])
    receive(office, bytes_of(book))
    _, written = returned(office)
    [path] = written.values()
    assert "党员自评" in openpyxl.load_workbook(path).sheetnames


WARNED = [
    ("member_self", 1, "loyal"),
    ("member_peer", 0, "loyal.approve"),
    ("member_teacher", 2, "study.approve"),
]


@pytest.mark.parametrize("blank", WARNED)
def test_where_nothing_is_red_nobody_is_told_of_red(office, blank):
    receive(office, form(office, {blank: None}))
    _, written = returned(office)
    [path] = written.values()
    said = " ".join(texts_in(path))
    assert "请核对" in said
    assert "红色" not in said
    assert "请改好后发回" not in said


@pytest.mark.parametrize(
    "changes",
    [
        {("meeting", row, key): 9 for row in range(4) for key in HELD},
        {("meeting", row, key): 7 for row in range(4) for key in HELD},
    ],
)
def test_what_only_the_coordinator_can_settle_makes_no_copy(office, changes):
    votes = {
        key: changes["meeting", 2, "valid"]
        for key in answers_of(form_of(office.plan))
        if key[2].endswith(".approve")
    }
    receive(office, form(office, {**changes, **votes}))
    found, written = returned(office)
    assert "X105" in {code for code, *_ in found}
    assert {code for code, *_ in found} <= {"X105", "C131"}
    assert written == {}


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_what_cannot_be_marked_is_issued_again_with_the_wrong_cells_marked(office, kind, tmp_path):
    source = tmp_path / "表.xlsx"
    source.write_bytes(form(office))
    receive(office, convert(source, kind, tmp_path / "out").read_bytes(), f"表.{kind}")
    _, written = returned(office)
    [path] = written.values()
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames[:2] == ["退回说明", "填表说明"]
    assert ("党员自评", "C5") in colored(workbook)
    assert workbook["党员自评"]["C5"].value == "八点左右"
    assert workbook["党员自评"]["D5"].value == 8.5
    receive(office, mended(path.read_bytes()), "再报.xlsx")
    found, written = returned(office)
    assert {code for code, *_ in found} <= {"F122"}
    assert office.report().ledger.counts["0101", "loyal", "self"] == {800: 1}


def test_pledges_go_back_too_and_count_once(office):
    book = pledge_form(office.plan, office.branch)
    wrong = {("member_pledges", 0, "due"): "下半年"}
    receive(office, plain_file(book, complete(book) | wrong), "承诺表.xlsx")
    before = office.report().ledger.registers.pledges
    found, written = returned(office)
    assert ("C103", "党员承诺") in {(code, tab) for code, tab, _ in found}
    assert "承诺表.xlsx" in written
    again = mended(written["承诺表.xlsx"].read_bytes(), {"党员承诺": "2023-06-30"})
    receive(office, again, "承诺表再报.xlsx")
    found, _ = returned(office)
    assert {code for code, tab, _ in found if tab == "党员承诺"} <= {"X116", "C122"}
    after = office.report().ledger.registers.pledges
    assert sorted(pledge.number for pledge in after) == sorted(pledge.number for pledge in before)


def test_what_somebody_wrote_into_a_return_copy_is_set_aside(office):
    receive(office, form(office))
    _, written = returned(office)
    [path] = written.values()
    workbook = openpyxl.load_workbook(path)
    workbook["党员自评"]["C5"] = 8
    workbook.save(path)
    checked = check_campaign(office.folder, 1, JUNE, Processes(1), silent)
    sent = make_returns(office.folder, checked, Processes(1))
    assert [finding.rule.code for finding in sent.findings] == ["O122"]


def test_all_that_is_not_marked_stays_byte_for_byte(office):
    data = form(office)
    receive(office, data)
    _, written = returned(office)
    [path] = written.values()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(path) as new:
        same = {name for name in old.namelist() if old.read(name) == new.read(name)}
        changed = set(old.namelist()) - same
    assert "docProps/core.xml" in same
    assert "xl/sharedStrings.xml" in same
    touched = {name for name in changed if not name.startswith("xl/worksheets/")}
    assert touched == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
    }


@pytest.mark.parametrize(
    ("kind", "ending"),
    [
        ("vnd.ms-excel.sheet.macroEnabled", ".xlsm"),
        ("vnd.openxmlformats-officedocument.spreadsheetml.template", ".xltx"),
    ],
)
def test_a_workbook_of_another_kind_keeps_the_ending_without_which_it_does_not_open(office, kind, ending):
    parts = parts_of(form(office))
    ours = b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = parts["[Content_Types].xml"].replace(ours, f"{kind}.main+xml".encode())
    receive(office, zipped(parts | {"[Content_Types].xml": types}), f"01{ending}")
    _, written = returned(office)
    [path] = written.values()
    assert path.suffix == ending
    (office.folder.inbox / f"01{ending}").unlink()
    receive(office, form(office))
    _, written = returned(office)
    assert [file.suffix for file in path.parent.iterdir() if not file.name.startswith(".")] == [".xlsx"]


def test_nothing_goes_back_where_there_is_nothing_to_mend(office):
    receive(office, form(office, {}))
    assert returned(office) == (set(), {})
    assert not office.folder.send(1).exists()


def test_the_check_says_where_it_lies_and_its_workbook_names_it_beside_each_problem(office):
    receive(office, form(office))
    outcome = CliRunner().invoke(cli, ["check", str(office.folder.root), "--as-of", "2023-06-26"])
    assert outcome.exit_code == 1
    assert f"可以退回的 1 份表已经标好，在各支部的文件夹里：{office.folder.send(1)}" in outcome.stderr
    assert "标好的退回件发给报的单位（xlcampaign mail returns" in outcome.stderr
    sheet = openpyxl.load_workbook(office.folder.check(1, Lang.ZH))["填报核查问题"]
    rows = [row for row in sheet.iter_rows(values_only=True) if "01.xlsx" in row]
    assert len(rows) == len(WRONG)
    assert {row[-1] for row in rows} == {"01-甲一完小党支部-评议表-第一阶段（退回，只发本支部）.xlsx"}
    for file in office.folder.inbox.iterdir():
        file.unlink()
    receive(office, form(office, {}))
    CliRunner().invoke(cli, ["check", str(office.folder.root)])
    sheet = openpyxl.load_workbook(office.folder.check(1, Lang.ZH))["填报核查问题"]
    assert "退回件" not in [cell.value for row in sheet.iter_rows() for cell in row]
