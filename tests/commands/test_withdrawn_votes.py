"""Votes that are withdrawn or void: every page that would have them says so, and one cause is said once."""

from datetime import date

import openpyxl
import pytest
from click.testing import CliRunner
from filled import complete
from plain import plain_file
from plans import plan_of, plan_rows_of

from xlcampaign.cli import cli
from xlcampaign.commands.check import check_files
from xlcampaign.commands.progress import Unwatched
from xlcampaign.engine import Processes
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.layout.plan import plan_book

SETTINGS, ROWS = plan_rows_of(1, 3)
PLAN = plan_of((SETTINGS, ROWS))
BOOK = evaluation_form(PLAN, PLAN.branches[0])
FULL = complete(BOOK)
WAYS = [row["way"] for row in BOOK.table_of("meeting").rows]


def campaign(folder, *forms):
    """A campaign into whose inbox the branch's forms came, one after the other."""
    (folder / "inbox").mkdir()
    (folder / "plan.xlsx").write_bytes(plain_file(plan_book(SETTINGS, ROWS)))
    for number, answers in enumerate(forms, 1):
        given = answers | {("cover", 0, "version"): number}
        (folder / "inbox" / f"f{number}.xlsx").write_bytes(
            plain_file(BOOK, given, f"2023-05-0{number}T00:00:00Z")
        )
    return folder


def run(*words):
    said = CliRunner().invoke(cli, ["--lang", "zh", *map(str, words), "--as-of", "2023-05-30"])
    return said.output


WITHDRAWN = [
    (("member_peer", 1, "study.approve"), "0102", "政治忠诚星", "党员互评"),
    (("member_self", 2, "loyal"), "0103", "好学上进星", "党员自评"),
    (("member_organisation", 0, "opinion"), "0102", "敬业奉献星", "组织总评"),
    (("branch_self", 0, "self"), "01", "政治可靠忠诚星", "支部自评"),
]


@pytest.mark.parametrize(("typed", "subject", "star", "way"), WITHDRAWN)
@pytest.mark.parametrize("word", ["撤回", "作废"])
def test_a_row_of_votes_that_a_cell_withdraws_is_a_warning_and_why_says_so(
    tmp_path, typed, subject, star, way, word
):
    folder = campaign(tmp_path, FULL, FULL | {typed: word})
    assert "R123" in run("merge", folder)
    assert f"{way}：已撤回（f2.xlsx）" in run("why", folder, subject, star)


@pytest.mark.parametrize(("subject", "star"), [("0101", "政治忠诚星"), ("01", "政治可靠忠诚星")])
def test_of_whom_nothing_was_withdrawn_why_says_nothing_of_it(tmp_path, subject, star):
    folder = campaign(tmp_path, FULL, FULL | {("member_peer", 1, "study.approve"): "撤回"})
    assert "撤回" not in run("why", folder, subject, star)


@pytest.mark.parametrize("cell", ["valid", "teller", "present"])
@pytest.mark.parametrize("way", ["member.peer", "branch.teacher", "member.teacher"])
def test_a_meeting_void_from_the_start_is_said_once_and_stands_on_its_page(tmp_path, way, cell):
    row = WAYS.index(way)
    folder = campaign(tmp_path, FULL | {("meeting", row, cell): "作废（重新测评）"})
    said = run("merge", folder)
    assert "X131" in said
    assert "R118" not in said
    name = next(one.name for one in PLAN.ways if one.meeting_key == way)
    pages = openpyxl.load_workbook(folder / "summary" / "stage-1.xlsx", data_only=True)
    rows = [line for line in pages["评议情况"].iter_rows(values_only=True) if name in line]
    [line] = rows
    assert "作废" in line
    assert "重新测评后再报" in str(line)
    if way == "member.peer":
        assert "评议情况里写了作废" in run("why", folder, "0101", "政治忠诚星")


def test_a_meeting_that_was_repeated_is_void_no_longer(tmp_path):
    row = WAYS.index("member.peer")
    folder = campaign(tmp_path, FULL | {("meeting", row, "valid"): "作废"}, FULL)
    run("merge", folder)
    pages = openpyxl.load_workbook(folder / "summary" / "stage-1.xlsx", data_only=True)
    [line] = [line for line in pages["评议情况"].iter_rows(values_only=True) if "党员互评" in line]
    assert "作废" not in line


@pytest.mark.parametrize(("number", "said"), [(None, True), (1, True), (2, False)])
@pytest.mark.parametrize(("sheet", "key"), [("member_self", "loyal"), ("member_peer", "loyal.approve")])
def test_a_first_form_checked_alone_says_that_a_row_withdraws_what_was_never_sent(
    tmp_path, sheet, key, number, said
):
    answers = FULL | {(sheet, 1, key): "撤回", ("cover", 0, "version"): number}
    path = tmp_path / "f.xlsx"
    path.write_bytes(plain_file(BOOK, answers))
    findings = check_files((path,), date(2023, 5, 30), Processes(1), Unwatched())
    assert ("R118" in {finding.rule.code for finding in findings}) is said


@pytest.mark.parametrize(
    ("sheet", "first", "second", "found"),
    [
        ("branch_peer", 1, 1, "票号 1"),
        ("branch_peer", "2", 2, "票号 2"),
        ("branch_teacher", 3, "3", "票号 3"),
    ],
)
def test_a_ballot_number_that_stands_twice_is_named_by_itself(tmp_path, sheet, first, second, found):
    settings, rows = plan_rows_of(1, 3)
    rows["ways"] = [
        {**way, "entry": "ballots"} if way["scale"] == "approval" else way for way in rows["ways"]
    ]
    plan = plan_of((settings, rows))
    book = evaluation_form(plan, plan.branches[0])
    answers = {(sheet, 0, "ballot"): first, (sheet, 1, "ballot"): second}
    answers |= {(sheet, row, "loyal"): "同意" for row in range(2)}
    path = tmp_path / "f.xlsx"
    path.write_bytes(plain_file(book, answers))
    findings = check_files((path,), date(2023, 5, 30), Processes(1), Unwatched())
    named = {finding.facts["found"].zh.strip() for finding in findings if finding.rule.code == "R102"}
    assert named == {found}


VOID = [
    ("member.peer", ("member_peer", 1, "study.approve"), "abc"),
    ("member.peer", ("member_peer", 0, "loyal.approve"), 99),
    ("member.teacher", ("member_teacher", 2, "loyal.approve"), -1),
    ("branch.teacher", ("branch_public", 1, "teacher.approve"), "很多"),
]


def wrong(folder, *forms):
    """Check a campaign into which forms came; return the codes of its errors and whether anything goes back."""
    said = run("check", campaign(folder, *forms), "--all")
    return {line.split("  ")[2] for line in said.splitlines() if line.startswith("错误  ")}, any(
        "退回" in path.name for path in folder.glob("send/stage-1/*/*.xlsx")
    )


@pytest.mark.parametrize("is_later", [False, True])
@pytest.mark.parametrize(("way", "cell", "typed"), VOID)
def test_what_is_wrong_with_votes_that_are_void_is_asked_of_nobody(tmp_path, way, cell, typed, is_later):
    first = FULL | {cell: typed}
    void = first | {("meeting", WAYS.index(way), "valid"): "作废（重新测评）"}
    forms = (first, void) if is_later else (void,)
    assert wrong(tmp_path, *forms) == (set(), False)


@pytest.mark.parametrize(("way", "cell", "typed"), VOID)
def test_what_is_wrong_with_votes_that_were_repeated_or_are_on_another_way_is_asked_for(
    tmp_path, way, cell, typed
):
    other = next(one for one in WAYS if one != way)
    void = FULL | {("meeting", WAYS.index(way), "valid"): "作废"}
    elsewhere = FULL | {("meeting", WAYS.index(other), "valid"): "作废", cell: typed}
    for name, forms in {"repeated": (void, FULL | {cell: typed}), "elsewhere": (elsewhere,)}.items():
        (tmp_path / name).mkdir()
        codes, goes_back = wrong(tmp_path / name, *forms)
        assert codes
        assert goes_back


@pytest.mark.parametrize(("way", "cell", "typed"), VOID)
def test_so_it_is_where_a_form_is_checked_alone(tmp_path, way, cell, typed):
    path = tmp_path / "f.xlsx"
    answers = FULL | {cell: typed, ("meeting", WAYS.index(way), "returned"): "作废"}
    path.write_bytes(plain_file(BOOK, answers))
    findings = check_files((path,), date(2023, 5, 30), Processes(1), Unwatched())
    assert not [finding for finding in findings if finding.is_error]
