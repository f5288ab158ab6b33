"""An office's own list of members goes into a plan: a new one as far as it is clear, one that there is all or nothing."""

import re
from datetime import date
from time import process_time

import openpyxl
import pytest
from attacks import parts_of
from click.testing import CliRunner
from filled import complete
from plain import plain_file
from plans import plan_rows_of

from xlcampaign.address import Address
from xlcampaign.campaign import Folder
from xlcampaign.cli import cli, members
from xlcampaign.commands.collect import open_plan
from xlcampaign.engine import Processes
from xlcampaign.findings.finding import Place
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.layout.plan import plan_book
from xlcampaign.model.listed import ListedMember, ListedSheet, MembersList
from xlcampaign.model.roster import Branch, Category, Member, Participation, Post, Roster
from xlcampaign.tally.listed import compare

A, B, C = "甲一完小党支部", "甲二完小党支部", "甲三完小党支部"
HEADER = ["支部", "姓名", "类别", "职务"]
FULL, NEW = "正式党员", "新某子"
FIRST = [[A, "赵某甲", FULL, "书记"], [A, "钱某乙", FULL, None], [A, "孙某丙", FULL, None]]
"""The first branch as the plan has it."""


def run(*arguments, lang="zh"):
    result = CliRunner().invoke(cli, ["--lang", lang, *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def put_list(folder, rows, header=HEADER, name="名册.xlsx"):
    book = openpyxl.Workbook()
    for row in [["某某联校党员名册"], header, *rows]:
        book.active.append(row)
    book.save(folder / name)
    return folder / name


def desk_of(root, change=None, **settings):
    given, rows = plan_rows_of(3, 3)
    for number, branch in enumerate(rows["branches"]):
        for member in rows["members"][3 * number : 3 * number + 3]:
            member["name"] = member["name"] if number == 0 else f"{member['name']}{branch['code']}"
    if change:
        change(rows)
    (root / "inbox").mkdir()
    (root / "plan.xlsx").write_bytes(plain_file(plan_book(given | settings, rows)))
    return Folder(root)


@pytest.fixture
def desk(tmp_path):
    return desk_of(tmp_path)


@pytest.fixture
def later(tmp_path):
    return desk_of(tmp_path, stage=2)


def plan_in(desk):
    return open_plan(desk, Processes(1)).plan


def roster_of(desk, stage=None):
    plan = plan_in(desk)
    whole = plan if stage is None else plan.of_stage(stage)
    return {one.code: (one.name, one.branch, one.category.value, one.post.value) for one in whole.members}


def take(desk, rows, *options, header=HEADER, lang="zh"):
    return run("plan", "import", put_list(desk.root, rows, header), desk.root, *options, lang=lang)


def is_as_it_was(desk, before):
    return desk.plan.read_bytes() == before and not list(desk.root.glob("plan（*"))


def test_a_list_that_says_what_the_plan_has_changes_nothing(desk):
    before = desk.plan.read_bytes()
    result = take(desk, FIRST, "--yes")
    assert (result.exit_code, "没有要改的" in result.output) == (0, True)
    assert is_as_it_was(desk, before)


def test_without_yes_and_a_terminal_it_is_only_shown_what_would_change(desk):
    before = desk.plan.read_bytes()
    result = take(desk, [*FIRST[:2], [A, NEW, "预备党员", None]])
    assert result.exit_code == 0
    for said in (
        f"新来：0104 {NEW}（{A}），预备党员、党员、参评",
        f"离开：0103 孙某丙（{A}）",
        f"没有动：{B}、{C}",
        "还没有写。核对无误，加上 --yes",
    ):
        assert said in result.output
    assert is_as_it_was(desk, before)


@pytest.mark.parametrize(("answer", "written"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_at_a_terminal_somebody_is_asked(desk, monkeypatch, answer, written):
    monkeypatch.setattr(members, "is_terminal", lambda: True)
    file = put_list(desk.root, FIRST[:2])
    result = CliRunner().invoke(cli, ["plan", "import", str(file), str(desk.root)], input=answer)
    assert "写进方案吗？" in result.output
    assert ("0103" not in roster_of(desk)) is written
    assert ("没有写" in result.output) is not written


def test_in_the_first_stage_rows_are_changed_taken_out_and_added_and_nothing_else(desk):
    before = desk.plan.read_bytes()
    rows = [[A, "赵某甲", FULL, None], [A, "钱某乙", FULL, "书记"], [A, NEW, "预备党员", None]]
    result = take(
        desk,
        [*rows, [B, "赵某甲02", FULL, "书记"], [B, "孙某丙02", FULL, None], [B, "钱某乙02", FULL, None]],
        "--yes",
    )
    assert result.exit_code == 0, result.output
    kept = roster_of(desk)
    assert {code: one for code, one in kept.items() if code.startswith("01")} == {
        "0101": ("赵某甲", "01", "full", "none"),
        "0102": ("钱某乙", "01", "full", "secretary"),
        "0104": (NEW, "01", "probationary", "none"),
    }
    assert len(kept) == 9
    assert (desk.root / "plan（改动前）.xlsx").read_bytes() == before
    old, new = parts_of(before), parts_of(desk.plan.read_bytes())
    assert len([name for name in old if old[name] != new[name]]) == 1
    assert "直接改在方案里" in result.output


def test_the_same_list_a_second_time_changes_nothing(later):
    rows = [
        [A, "赵某甲", FULL, "书记"],
        [B, "钱某乙", FULL, None],
        [B, "赵某甲02", FULL, "书记"],
        [A, NEW, FULL, None],
    ]
    assert "写进方案了" in take(later, rows, "--yes").output
    once = later.plan.read_bytes()
    again = take(later, rows, "--yes")
    assert "没有要改的" in again.output
    assert later.plan.read_bytes() == once


def test_where_an_earlier_stage_counts_changes_hold_from_a_day_and_history_stays(later):
    then = roster_of(later, 1)
    rows = [[A, "赵某甲", FULL, None], [A, "钱某乙", FULL, "书记"], [A, NEW, FULL, None]]
    rows += [
        [B, "赵某甲02", FULL, "书记"],
        [B, "钱某乙02", FULL, None],
        [B, "孙某丙02", FULL, None],
        [B, "孙某丙", FULL, None],
    ]
    result = take(later, rows, "--yes")
    assert "变动从 2023-07-01 起" in result.output
    assert f"调动：0103 孙某丙：{A} → {B}（凭姓名认的，请核对）" in result.output
    assert roster_of(later, 1) == then
    now = roster_of(later, 2)
    assert now["0103"] == ("孙某丙", "02", "full", "none")
    assert (now["0101"][3], now["0102"][3], now["0104"][0]) == ("none", "secretary", NEW)
    days = {(one.code, one.start, one.end) for one in plan_in(later).everybody.members if one.code == "0103"}
    assert days == {("0103", None, date(2023, 6, 30)), ("0103", date(2023, 7, 1), None)}
    sheet = openpyxl.load_workbook(later.plan)["党员"]
    dated = [cell for row in sheet.iter_rows(min_row=5, min_col=8) for cell in row if cell.value]
    assert {(cell.value.date(), cell.number_format) for cell in dated} == {
        (date(2023, 6, 30), "yyyy-mm-dd"),
        (date(2023, 7, 1), "yyyy-mm-dd"),
    }


def test_whoever_left_has_an_end_and_comes_back_by_the_code(later):
    assert "离开：0103" in take(later, FIRST[:2], "--yes").output
    assert ("0103" in roster_of(later, 1), "0103" in roster_of(later, 2)) == (True, False)
    unsure = take(later, FIRST, "--from", "2023-08-01", "--yes")
    assert (unsure.exit_code, "和方案里已经离开的 0103 同名" in unsure.output) == (3, True)
    back = take(
        later, [["0103", *FIRST[2]], ["0101", *FIRST[0]], ["0102", *FIRST[1]]], "--from", "2023-08-01", "--yes",
        header=["编号", *HEADER],
    )  # fmt: skip
    assert "新来：0103 孙某丙" in back.output
    assert [one.start for one in plan_in(later).everybody.members if one.code == "0103"] == [
        None,
        date(2023, 8, 1),
    ]


def test_another_day_is_given_and_what_the_stage_does_not_count_is_said(later):
    result = take(later, FIRST[:2], "--from", "2023年9月1日", "--yes")
    assert "当前阶段的名单以 2023-07-01 为准，2023-09-01 起的变动从以后的阶段起才算" in result.output
    [end] = [one.end for one in plan_in(later).everybody.members if one.code == "0103"]
    assert end == date(2023, 8, 31)


@pytest.mark.parametrize("day", ["2023-01-01", "2022-12-31", "2024-02-01"])
def test_a_day_that_would_change_history_is_refused(later, day):
    before = later.plan.read_bytes()
    result = take(later, FIRST[:2], "--from", day, "--yes")
    assert (result.exit_code, "O196" in result.output, "2023-01-02 到 2023-12-31" in result.output) == (
        3,
        True,
        True,
    )
    assert is_as_it_was(later, before)


def test_in_the_first_stage_a_day_keeps_whom_the_stage_counts(desk):
    take(desk, FIRST[:2], "--from", "2023-03-01", "--yes")
    assert ("0103" in roster_of(desk, 1), "0103" in roster_of(desk, 2)) == (True, False)


def test_a_sealed_stage_takes_no_list(desk):
    for branch in plan_in(desk).branches:
        book = evaluation_form(plan_in(desk), branch)
        (desk.inbox / f"{branch.code}.xlsx").write_bytes(plain_file(book, complete(book)))
    assert "定稿了" in run("seal", desk.root, "--number", "联校纪要 9 号", "--as-of", "2023-06-26").output
    result = take(desk, FIRST[:2], "--yes")
    assert (result.exit_code, "O197" in result.output) == (3, True)


def test_branches_that_the_list_does_not_name_are_not_touched(desk):
    take(desk, FIRST[:1], "--yes")
    assert sorted(roster_of(desk)) == ["0101", "0201", "0202", "0203", "0301", "0302", "0303"]


def test_a_code_that_was_taken_out_is_never_given_to_anybody_else(desk):
    take(desk, FIRST[:2], "--yes")
    assert "新来：0104" in take(desk, [*FIRST[:2], [A, NEW, FULL, None]], "--yes").output
    coded = [
        ["0101", *FIRST[0]],
        ["0102", *FIRST[1]],
        ["0104", A, NEW, FULL, None],
        ["0103", A, "郑某庚", FULL, None],
    ]
    result = take(desk, coded, "--yes", header=["编号", *HEADER])
    assert (result.exit_code, "P156  “郑某庚”写的编号 0103 是已经从方案里去掉的人的" in result.output) == (
        3,
        True,
    )


CODED = ["编号", *HEADER]


@pytest.mark.parametrize(
    ("rows", "header", "said"),
    [
        ([["0102", A, "郑某庚", FULL, None]], CODED, "P156  “郑某庚”写的编号 0102 在方案里是“钱某乙”的"),
        ([["0109", A, "钱某乙", FULL, None], ["0101", *FIRST[0]]], CODED, "P156  “钱某乙”在方案里编号是 0102，名单里写的是 0109"),
        ([["01", A, "郑某庚", FULL, None], ["0101", *FIRST[0]]], CODED, "P156  “郑某庚”写的编号 01 是“甲一完小党支部”用过的"),
        ([[B, "钱某乙", FULL, None]], HEADER, f"P156  “钱某乙”和方案里“{A}”的（0102）同名；名单里没有列那个支部"),
        ([*FIRST, ["甲一完小（党支部）", NEW, FULL, None]], HEADER, f"「支部」“甲一完小（党支部）”方案“支部”表里没有，有的是“{A}”"),
        ([*FIRST, ["某某党支部", NEW, FULL, None]], HEADER, "“某某党支部”方案“支部”表里没有"),
        ([*FIRST, [A, "赵 某甲", FULL, None]], HEADER, "R130  “赵某甲”和 Sheet › B3 的“赵某甲”重复：同一个支部，同一个姓名"),
        ([["0101", *FIRST[0]], ["0101", B, NEW, FULL, None]], CODED, "重复：同一个编号"),
        ([*FIRST, [A, NEW, "发展对象", None]], HEADER, "R129  「类别」“发展对象”"),
        ([[*row[:2], row[3]] for row in [*FIRST, [A, NEW, FULL, None]]], ["支部", "姓名", "职务"],
         "「类别」：“新某子”是新来的，名单却没有这一列"),
    ],
)  # fmt: skip
def test_as_long_as_anything_is_not_clear_nothing_is_written(desk, rows, header, said):
    before = desk.plan.read_bytes()
    result = take(desk, rows, "--yes", header=header)
    assert (result.exit_code, said in result.output, "O199" in result.output) == (3, True, True), (
        result.output
    )
    assert "下面的对照只供参考" in result.output
    assert is_as_it_was(desk, before)


def test_namesakes_in_a_branch_are_told_apart_by_codes_alone(tmp_path):
    def namesakes(rows):
        rows["members"][2]["name"] = "钱某乙"

    desk = desk_of(tmp_path, namesakes)
    result = take(desk, [FIRST[0], FIRST[1]], "--yes")
    assert "P156  “钱某乙”在方案里有几个同名的：0102 甲一完小党支部、0103 甲一完小党支部" in result.output
    coded = [["0101", *FIRST[0]], ["0102", *FIRST[1]], ["0103", A, "钱某乙", "预备党员", None]]
    assert "变动：0103 钱某乙：正式党员 → 预备党员" in take(desk, coded, "--yes", header=CODED).output


def test_numbers_that_lost_their_zeros_are_the_plans_codes_all_the_same(desk):
    rows = [[101, *FIRST[0]], [102, *FIRST[1]], [103, A, "孙某丙", "预备党员", None]]
    result = take(desk, rows, "--yes", header=CODED)
    assert "变动：0103 孙某丙：正式党员 → 预备党员" in result.output
    assert roster_of(desk)["0103"][2] == "probationary"


def test_codes_of_another_kind_are_not_gone_by(desk):
    rows = [[f"X-{number}", *row] for number, row in enumerate(FIRST)]
    result = take(desk, rows, "--yes", header=CODED)
    assert ("另一套编号，没有用" in result.output, "没有要改的" in result.output) == (True, True)


def test_who_is_but_a_letter_from_somebody_who_left_and_a_branch_that_empties_are_pointed_out(desk):
    result = take(desk, [FIRST[0], [A, "钱某已", FULL, None]])
    assert "P157  “钱某已”和“钱某乙”（0102）只差一个字" in result.output
    assert f"O198  “{A}”方案里有 3 名，名单里没有其中的 2 名" in result.output


def test_a_name_with_other_signs_is_the_same_person_and_pointed_out(tmp_path):
    def dotted(rows):
        rows["members"][1]["name"] = "阿某·古丽"

    desk = desk_of(tmp_path, dotted)
    before = desk.plan.read_bytes()
    result = take(desk, [FIRST[0], [A, "阿某古丽", FULL, None], FIRST[2]], "--yes")
    assert ("P157" in result.output, "没有要改的" in result.output) == (True, True)
    assert is_as_it_was(desk, before)


def test_members_codes_that_the_plan_left_blank_are_written(tmp_path):
    def blank(rows):
        rows["members"][1]["code"] = None

    desk = desk_of(tmp_path, blank)
    result = take(desk, FIRST, "--yes")
    assert "另外补写 1 名党员的编号" in result.output
    assert openpyxl.load_workbook(desk.plan)["党员"]["A6"].value == "0102"
    assert "没有要改的" in take(desk, FIRST, "--yes").output


def test_no_code_that_was_left_blank_becomes_that_of_somebody_who_was_taken_out(desk):
    assert take(desk, FIRST[:2], "--yes").exit_code == 0
    book = openpyxl.load_workbook(desk.plan)
    sheet = book["党员"]
    sheet.append([None, NEW, A, FULL, "党员", "参评"])
    book.save(desk.plan)
    result = take(desk, [*FIRST[:2], [A, NEW, FULL, None]], "--yes")
    assert "另外补写 1 名党员的编号" in result.output
    assert [code for code, (name, *_) in roster_of(desk).items() if name == NEW] == ["0104"]


def test_who_has_another_row_from_a_later_day_on_is_left_to_the_coordinator(tmp_path):
    def moves(rows):
        rows["members"][2]["end"] = date(2023, 9, 30)
        rows["members"].append({**rows["members"][2], "branch": B, "start": date(2023, 10, 1), "end": None})

    desk = desk_of(tmp_path, moves, stage=2)
    result = take(desk, FIRST[:2], "--yes")
    assert (result.exit_code, "在方案里 2023-10-01 起另有一行" in result.output) == (3, True)


def test_a_plan_without_the_columns_of_days_is_told_what_to_run_first(later):
    book = openpyxl.load_workbook(later.plan)
    book["党员"].delete_cols(8, 2)
    book.save(later.plan)
    before = later.plan.read_bytes()
    result = take(later, FIRST[:2], "--yes")
    assert (result.exit_code, "O121" in result.output, "xlcampaign plan upgrade" in result.output) == (
        3,
        True,
        True,
    )
    assert is_as_it_was(later, before)


def test_a_plan_that_is_open_is_left_alone(desk):
    (desk.root / "~$plan.xlsx").write_bytes(b"x")
    result = take(desk, FIRST[:2], "--yes")
    assert (result.exit_code, "~$plan.xlsx" in result.output, "plan import" in result.output) == (
        3,
        True,
        True,
    )


def test_a_secretary_whom_the_sheet_of_branches_names_otherwise_is_pointed_out(tmp_path):
    def named(rows):
        rows["branches"][0]["secretary"] = "赵某甲"

    desk = desk_of(tmp_path, named)
    result = take(desk, [[A, "赵某甲", FULL, None], [A, "钱某乙", FULL, "书记"], FIRST[2]])
    assert f"“支部”表里“{A}”的书记还是“赵某甲”，请自己改成“钱某乙”" in result.output


def test_all_of_it_is_said_in_english_too(later):
    result = take(later, [FIRST[0], [A, "钱某已", "probationary", None]], lang="en")
    talk = re.sub(r"“[^”]*”|名册\.xlsx|[甲一二三完小党支部赵钱孙某乙丙已]+", "", result.output)
    assert not re.search("[\u4e00-\u9fff]", talk), talk
    for said in ("Changes hold from 2023-07-01", "New: 0104", "Left: 0102", "Nothing is written yet"):
        assert said in result.output


def new_campaign(tmp_path, rows, header=HEADER, lang="zh"):
    result = run("init", tmp_path / "新", "--roster", put_list(tmp_path, rows, header), lang=lang)
    return result, tmp_path / "新" / "plan.xlsx"


def sheet_rows(plan, title, width):
    sheet = openpyxl.load_workbook(plan)[title]
    rows = sheet.iter_rows(min_row=5, max_col=width, values_only=True)
    return [row for row in rows if any(row)]


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "init 新文件夹 --roster 名单"), ("en", "init NEW-FOLDER --roster LIST")]
)
def test_a_plan_without_people_takes_no_list_and_says_how_a_list_becomes_a_plan(tmp_path, lang, said):
    desk = Folder(tmp_path / "new")
    assert run("init", desk.root, lang=lang).exit_code == 0
    before = desk.plan.read_bytes()
    result = run("plan", "import", put_list(tmp_path, FIRST), desk.root, "--yes", lang=lang)
    assert (result.exit_code, "P107" in result.output, said in result.output) == (3, True, True)
    assert is_as_it_was(desk, before)


def test_a_new_plan_comes_with_branches_and_members_and_their_codes(tmp_path):
    rows = [*FIRST, [B, "李某丁", "预备党员", "副书记"], [B, "周某戊", FULL, "支部书记"]]
    result, plan = new_campaign(tmp_path, rows)
    assert result.exit_code == 0, result.output
    assert sheet_rows(plan, "支部", 6) == [
        ("01", A, None, "赵某甲", None, None),
        ("02", B, None, "周某戊", None, None),
    ]
    assert sheet_rows(plan, "党员", 6)[2:] == [
        ("0103", "孙某丙", A, "正式党员", "党员", "参评"),
        ("0201", "李某丁", B, "预备党员", "副书记", "参评"),
        ("0202", "周某戊", B, "正式党员", "书记", "参评"),
    ]
    assert ("支部 2 个，党员 5 名" in result.output, "参评教师数" in result.output) == (True, True)


def test_what_is_not_clear_stays_blank_in_a_new_plan_and_is_said(tmp_path):
    rows = [
        ["0101", *FIRST[0]],
        ["0102", A, "钱某乙", "发展对象", "校长"],
        ["0103", A, None, FULL, None],
        ["0101", *FIRST[2]],
    ]
    result, plan = new_campaign(tmp_path, rows, CODED)
    assert result.exit_code == 1
    assert sheet_rows(plan, "党员", 6) == [
        ("0101", "赵某甲", A, "正式党员", "书记", "参评"),
        ("0102", "钱某乙", A, None, None, "参评"),
    ]
    for said in ("D4  R129", "E4  R129", "C5  R129", "A6  R130"):
        assert said in result.output


def test_without_a_column_of_categories_these_stay_blank(tmp_path):
    result, plan = new_campaign(tmp_path, [[A, "赵某甲"], [A, "钱某乙"]], ["支部", "姓名"], lang="en")
    assert [row[3] for row in sheet_rows(plan, "Members", 6)] == [None, None]
    assert "no column of “category”: nobody can tell full from probationary" in result.output


def test_posts_that_the_list_leaves_blank_altogether_change_nobodys(desk, tmp_path):
    rows = [[*row[:3], None] for row in FIRST]
    assert "没有要改的" in take(desk, rows, "--yes").output
    _, plan = new_campaign(tmp_path, rows)
    assert [row[4] for row in sheet_rows(plan, "党员", 6)] == ["党员"] * 3


def test_a_list_of_thousands_is_compared_at_once():
    def of(number, branch):
        place = Place("名册.xlsx", "表", (Address(number, 1),))
        return ListedMember(
            {"name": place, "branch": place, "category": place}, f"某{number}", branch, "", Category.FULL
        )

    branches = tuple(Branch(f"{n:03d}", f"第{n}支部", (), "", "", 9) for n in range(100))
    kinds = (Category.FULL, Post.NONE, Participation.YES, "")
    members = tuple(
        Member(f"{n % 100:03d}{n:05d}", f"某{n}", f"{n % 100:03d}", *kinds) for n in range(20_000)
    )
    listed = [of(n, f"第{n % 100}支部") for n in range(10, 20_010)]
    sheet = ListedSheet("表", 1, {}, (), (), 0, tuple(listed))
    began = process_time()
    found = compare(MembersList("名册.xlsx", (sheet,)), Roster(branches, members), date(2023, 1, 1), ())
    assert (len(found.changes), found.unchanged) == (20, 19_990)
    assert process_time() - began < 10


def test_branches_that_only_signs_tell_apart_are_two_and_pointed_out(tmp_path):
    result, plan = new_campaign(tmp_path, [*FIRST, ["甲一完小（党支部）", "李某丁", FULL, "书记"]])
    assert [row[1] for row in sheet_rows(plan, "支部", 2)] == [A, "甲一完小（党支部）"]
    assert (
        "P157  “甲一完小（党支部）”和“甲一完小党支部”（Sheet › A3）只差空格、符号或全角半角" in result.output
    )


def test_where_the_list_cannot_be_read_no_campaign_is_begun(tmp_path):
    result, plan = new_campaign(tmp_path, [["无"]], ["没有"])
    assert (result.exit_code, "O195" in result.output, plan.exists()) == (3, True, False)
    absent = run("init", tmp_path / "新", "--roster", tmp_path / "没有.xlsx")
    assert (absent.exit_code, "O107" in absent.output, plan.exists()) == (3, True, False)


def test_a_plan_made_from_a_list_takes_the_same_list_without_a_change(tmp_path):
    rows = [*FIRST, [B, "李某丁", "预备党员", "副书记"], [B, "周某戊", FULL, "支部书记"]]
    _, plan = new_campaign(tmp_path, rows)
    book = openpyxl.load_workbook(plan)
    for row in (5, 6):
        book["支部"].cell(row, 6).value = 20
    book.save(plan)
    result = run("plan", "import", tmp_path / "名册.xlsx", plan.parent, "--yes")
    assert (result.exit_code, "没有要改的" in result.output) == (0, True), result.output
