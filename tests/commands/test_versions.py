"""Second versions of forms: what says the same is the same, and nothing accepted replaces nothing."""

from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner
from commands.test_five_steps import Office, silent
from filled import complete
from known import books_of
from plain import plain_file

from xlcampaign.cli import cli
from xlcampaign.cli.screen import Exit
from xlcampaign.commands.check import check_campaign
from xlcampaign.engine import Processes
from xlcampaign.layout.forms import commendation_form, evaluation_form, pledge_form

MAY = date(2023, 5, 30)


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path / "campaign")


def receive(office, name, book, answers, modified="2023-05-01T00:00:00Z"):
    (office.folder.inbox / name).write_bytes(plain_file(book, answers, modified))


def found(office, *codes):
    listed = check_campaign(office.folder, 1, MAY, Processes(2), silent).findings
    return {(f.rule.code, f.place.file) for f in listed if f.rule.code in codes}


def tied(office):
    """The files that each finding names of which nobody can tell which is newest."""
    listed = check_campaign(office.folder, 1, MAY, Processes(2), silent).findings
    places = [f.facts["files"].zh.split("、") for f in listed if f.rule.code == "X103"]
    return [tuple(place.partition(" › ")[0] for place in several) for several in places]


def evaluated(office):
    """The first branch's 评议表, and what fills it."""
    book = evaluation_form(office.plan, office.branch)
    return book, complete(book)


@pytest.mark.parametrize(
    ("sheet", "row", "column", "one", "other"),
    [
        ("member_self", 0, "loyal", 9, "9"),
        ("member_self", 0, "loyal", 9, "９.0分"),
        ("member_self", 0, "loyal", 8.5, "八点五"),
        ("member_peer", 0, "loyal.approve", 9, "9 票"),
        ("member_peer", 0, "attended", "是", "√"),
        ("meeting", 0, "date", date(2023, 5, 8), "2023年5月8日"),
        ("meeting", 0, "date", "2023.5.8", 45054),
        ("meeting", 0, "teller", "钱某乙", " 钱某乙　"),
        ("member_self", 0, "loyal", "很多", " 很多"),
    ],
)
def test_versions_that_state_the_same_are_copies(office, sheet, row, column, one, other):
    book, answers = evaluated(office)
    for name, value in (("a.xlsx", one), ("b.xlsx", other)):
        receive(office, name, book, answers | {(sheet, row, column): value})
    assert {code for code, _ in found(office, "X102", "X103", "X104")} == {"X104"}


@pytest.mark.parametrize(
    ("sheet", "column", "one", "other"),
    [
        ("member_self", "loyal", 9, 8.5),
        ("member_self", "loyal", "很多", "许多"),
        ("member_peer", "loyal.approve", 8, 7),
        ("meeting", "teller", "钱某乙", "孙某丙"),
    ],
)
def test_versions_that_state_something_else_are_none(office, sheet, column, one, other):
    book, answers = evaluated(office)
    for name, value in (("a.xlsx", one), ("b.xlsx", other)):
        receive(office, name, book, answers | {(sheet, 0, column): value})
    assert found(office, "X103", "X104") == {("X103", "a.xlsx")}
    assert tied(office) == [("a.xlsx", "b.xlsx")]


@pytest.mark.parametrize(("sheet", "row"), [("vetoes", 2), ("overrides", 1), ("commendations", 5)])
def test_what_a_register_came_with_makes_no_other_version(office, sheet, row):
    early, late = commendation_form(office.plan), books_of(office.plan)[-1]
    assert early.table_of(sheet).rows != late.table_of(sheet).rows
    said = {"subject": "李某丁（0104）", "document": "纪要9号", "reason": "支教两年", "merit": "成绩突出"}
    for name, book in (("a.xlsx", early), ("b.xlsx", late)):
        keys = {column.key for column in book.table_of(sheet).columns}
        receive(office, name, book, {(sheet, row, key): text for key, text in said.items() if key in keys})
    assert {code for code, _ in found(office, "X102", "X103", "X104")} == {"X104"}


def renamed(office):
    """The same form filled with people whom the plan does not know by their codes."""
    members = tuple(replace(member, name=f"冯某{n}") for n, member in enumerate(office.plan.members))
    book = evaluation_form(replace(office.plan, members=members), office.branch)
    return book, complete(book)


def spoilt(office):
    book, answers = evaluated(office)
    return book, {key: "很好" if key[0].startswith("member_") else value for key, value in answers.items()}


def untouched(office):
    book, _ = evaluated(office)
    return book, {}


@pytest.mark.parametrize(("second", "code"), [(renamed, "X120"), (spoilt, "X120"), (untouched, None)])
def test_a_newer_sheet_of_which_nothing_was_accepted_replaces_nothing(office, second, code):
    receive(office, "a.xlsx", *evaluated(office))
    before = office.report().ledger.counts
    book, answers = second(office)
    receive(office, "b.xlsx", book, answers | {("cover", 0, "version"): 2}, "2023-05-09T00:00:00Z")
    ledger = office.report().ledger
    own = {key: counts for key, counts in before.items() if key[0] != "01"}
    assert own
    assert {key: ledger.counts.get(key) for key in own} == own
    assert found(office, "X120", "X102") >= ({(code, "b.xlsx")} if code else set())


def test_a_newer_register_of_which_nothing_was_accepted_replaces_nothing(office):
    receive(office, "a.xlsx", *office.pledges())
    before = office.report().ledger.registers.pledges
    book = pledge_form(office.plan, office.branch)
    strangers = {("member_pledges", row, "subject"): "没有这个人" for row in range(8)}
    texts = {("member_pledges", row, "text"): "听课" for row in range(8)}
    receive(office, "b.xlsx", book, strangers | texts | {("cover", 0, "version"): 2}, "2023-05-09T00:00:00Z")
    assert office.report().ledger.registers.pledges == before
    assert ("X120", "b.xlsx") in found(office, "X120")


def test_what_came_later_with_a_lower_number_is_pointed_out(office):
    book, answers = evaluated(office)
    lower = answers | {("member_self", 0, "loyal"): 6}
    receive(office, "a.xlsx", book, answers | {("cover", 0, "version"): 3})
    receive(office, "b.xlsx", book, lower, "2023-05-09T00:00:00Z")
    assert found(office, "X102", "X103", "X121") == {("X121", "b.xlsx")}
    receive(office, "b.xlsx", book, lower, "2023-04-09T00:00:00Z")
    assert found(office, "X102", "X103", "X121") == {("X102", "b.xlsx")}


def test_a_file_without_a_time_is_not_beaten_in_silence(office):
    book, answers = evaluated(office)
    receive(office, "a.xlsx", book, answers)
    receive(office, "b.xlsx", book, answers | {("member_self", 0, "loyal"): 6}, "")
    assert found(office, "X102", "X103") == {("X103", "a.xlsx")}
    assert tied(office) == [("a.xlsx", "b.xlsx")]


@pytest.mark.parametrize("folder", ["作废", "旧", "五月/不用", "不 用/以前的", "Old"])
def test_what_lies_in_a_folder_put_aside_is_passed_over_with_one_note(office, folder):
    book, answers = evaluated(office)
    receive(office, "a.xlsx", book, answers)
    (office.folder.inbox / folder).mkdir(parents=True)
    for name in ("b.xlsx", "c.xlsx"):
        receive(office, f"{folder}/{name}", book, answers | {("member_self", 0, "loyal"): 6}, "")
    assert found(office, "F133", "X102", "X103") == {("F133", folder.removesuffix("/以前的"))}


@pytest.mark.parametrize("folder", ["旧城小学", "不用急", "作废了吗", "old school"])
def test_a_folder_is_put_aside_by_its_whole_name_only(office, folder):
    book, answers = evaluated(office)
    (office.folder.inbox / folder).mkdir()
    receive(office, f"{folder}/a.xlsx", book, answers)
    assert found(office, "F133") == set()
    assert office.report().receipts[0].identity is not None


def test_what_is_left_blank_in_a_row_that_still_counts_is_not_missed(office):
    book, answers = evaluated(office)
    receive(office, "a.xlsx", book, answers)
    only = {key: value for key, value in answers.items() if key[:2] in {("meeting", 0), ("member_self", 1)}}
    receive(office, "b.xlsx", book, only | {("cover", 0, "version"): 2}, "2023-05-09T00:00:00Z")
    assert found(office, "X122") == {("X122", "b.xlsx")}
    assert found(office, "C101", "C102", "R106") == set()
    del only["meeting", 0, "valid"]
    receive(office, "b.xlsx", book, only | {("cover", 0, "version"): 2}, "2023-05-09T00:00:00Z")
    assert found(office, "C101") == {("C101", "b.xlsx")}


@pytest.mark.parametrize(
    ("changes", "findings"),
    [
        ({("member_self", 0, "loyal"): 3}, 1),
        ({("member_self", n, "loyal"): 3 for n in range(3)}, 1),  # rows of one sheet
        ({("member_self", 0, "loyal"): 3, ("member_peer", 0, "loyal.approve"): 2}, 2),  # of two
    ],
)
@pytest.mark.parametrize("copies", [1, 2])
def test_rows_that_nobody_can_order_are_one_error_that_names_all_places(office, changes, findings, copies):
    book, answers = evaluated(office)
    receive(office, "a.xlsx", book, answers)
    for number in range(copies):
        receive(office, f"b{number}.xlsx", book, answers | changes)
    listed = check_campaign(office.folder, 1, MAY, Processes(2), silent).findings
    assert sum(finding.is_error for finding in listed) == findings
    assert tied(office) == [("a.xlsx", f"b{copies - 1}.xlsx")] * findings


@pytest.mark.parametrize("command", ["check", "merge"])
def test_which_of_two_forms_counts_is_said_on_screen(office, command):
    book, answers = evaluated(office)
    receive(office, "a.xlsx", book, answers)
    receive(
        office, "b.xlsx", book, answers | {("member_self", 0, "loyal"): 3}, modified="2023-05-02T00:00:00Z"
    )
    words = ["--lang", "zh", command, str(office.folder.root), "--as-of", "2023-05-30"]
    said = CliRunner().invoke(cli, words)
    assert said.exit_code == Exit.DONE, said.output
    [line] = [one for one in said.output.splitlines() if "  X102  " in one]
    assert line.startswith("说明  ")
    assert "a.xlsx" in line
    assert "以“b.xlsx”为准；不同之处：" in line
    assert "把它的“报送次数”改大" in line
