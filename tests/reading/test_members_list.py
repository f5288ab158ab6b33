"""An office's own list of members is read as it lies there; what is not clear in it is said with its cell."""

from io import BytesIO

import openpyxl
import pytest

from xlcampaign.commands.members_intake import take_members
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.roster import Category, Participation, Post
from xlcampaign.words import Lang

A, B = "甲一完小党支部", "甲二完小党支部"
HEADER = ["支部", "姓名", "类别", "职务"]
ROWS = [[A, "赵某甲", "正式党员", "书记"], [A, "钱某乙", "预备党员", None], [B, "孙某丙", "正式", "组织委员"]]


def book_of(*sheets, merges=(), change=None):
    """Return a workbook's bytes: titles with rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    for area in merges:
        book.worksheets[0].merge_cells(area)
    if change:
        change(book)
    book.save(out := BytesIO())
    return out.getvalue()


def read(data, name="名册.xlsx"):
    return take_members(Envelope(name, data), ())


def said(findings, lang=Lang.ZH):
    return [finding.line(lang) for finding in findings]


def people(listed):
    return [(one.branch, one.name, one.category, one.post) for one in listed.members]


TAKEN = [
    (A, "赵某甲", Category.FULL, Post.SECRETARY),
    (A, "钱某乙", Category.PROBATIONARY, Post.NONE),
    (B, "孙某丙", Category.FULL, Post.COMMITTEE),
]


def test_a_header_below_titles_is_found_and_what_is_no_member_is_left_out():
    rows = [
        ["某某联校党员名册"],
        [],
        HEADER,
        *ROWS,
        HEADER,
        [],
        ["合计", 3],
        ["注：截至三月"],
        ["制表人：某某"],
    ]
    listed, findings = read(book_of(("在职", rows), ("说明", [["没有名单"]])))
    assert (people(listed), findings) == (TAKEN, ())
    [sheet] = listed.sheets
    assert (sheet.title, sheet.header, [str(at) for at in sheet.skipped]) == (
        "在职",
        3,
        ["A7", "A9", "A10", "A11"],
    )
    assert (listed.others, sheet.blank) == (("说明",), {"post": 1})


@pytest.mark.parametrize(
    ("header", "keys"),
    [
        (["党组织", "党员姓名", "党员类别", "党内职务"], "branch name category post"),
        (["所属党支部", " 姓  名 ", "人员类别*", "支部职务（现任）"], "branch name category post"),
        (["Party Branch", "Name", "Category", "Post"], "branch name category post"),
        (["所在支部", "姓名", "是否参评", "编号"], "branch name participation code"),
    ],
)
def test_columns_go_by_their_usual_names_in_either_language(header, keys):
    listed, _ = read(book_of(("表", [header, [A, "赵某甲", "正式党员", "委员"]])))
    [sheet] = listed.sheets
    assert {key: column.number for key, column in sheet.taken.items()} == {
        key: number for number, key in enumerate(keys.split(), 1)
    }


@pytest.mark.parametrize(
    "header",
    [
        *("身份证号", "公民身份号码", "证件号码", "联系电话", "手机", "家庭住址"),
        *("ID number", "Mobile phone", "E-mail"),
    ],
)
def test_personal_data_are_never_taken(header):
    listed, findings = read(book_of(("表", [[*HEADER, header], [*ROWS[0], "某某某"]])))
    [column] = listed.sheets[0].untaken
    assert (column.private, findings) == (True, ())
    assert "某某某" not in repr(listed)


def test_what_looks_like_personal_data_is_no_code_and_never_shown_whatever_its_column_is_called():
    number = "00000019000101000X"
    rows = [[number, *ROWS[0]], ["13000000000", *ROWS[1]]]
    listed, findings = read(book_of(("表", [["编号", *HEADER], *rows])))
    assert [one.code for one in listed.members] == ["", ""]
    [line] = said(findings)
    assert "A2, A3  R129  「编号」是身份证号或电话的样子，不取" in line
    assert number not in repr(findings) + repr(listed)


def test_of_several_columns_of_one_kind_the_more_telling_is_taken_and_the_other_named():
    listed, findings = read(book_of(("表", [["职务", *HEADER[:3], "党内职务"], ["校长", *ROWS[0]]])))
    [sheet] = listed.sheets
    assert (sheet.taken["post"].header, [one.header for one in sheet.untaken]) == ("党内职务", ["职务"])
    assert (people(listed), findings) == (TAKEN[:1], ())


def test_only_merged_cells_fill_down():
    rows = [HEADER, [A, *ROWS[0][1:]], [None, *ROWS[1][1:]], [B, *ROWS[2][1:]]]
    merged, findings = read(book_of(("表", rows), merges=["A2:A3"]))
    assert (people(merged), findings) == (TAKEN, ())
    listed, findings = read(book_of(("表", rows)))
    assert people(listed) == [TAKEN[0], TAKEN[2]]
    [line] = said(findings)
    assert "表 › A3  R129  「支部」空着；和上面的格子没有合并" in line


def test_a_header_of_two_rows_is_read_as_one_where_its_cells_are_merged():
    rows = [["姓名", "党内情况", None, "支部"], [None, "类别", "职务", None]]
    rows += [["赵某甲", "正式党员", "书记", A]]
    listed, findings = read(book_of(("表", rows), merges=["A1:A2", "D1:D2", "B1:C1"]))
    assert (people(listed), findings) == (TAKEN[:1], ())


def test_several_sheets_are_one_list_and_hidden_ones_none():
    def hide(book):
        book["旧"].sheet_state = "hidden"

    parts = (
        ("一", [HEADER, *ROWS[:2]]),
        ("二", [HEADER, ROWS[2]]),
        ("旧", [HEADER, [A, "李某丁", "正式", None]]),
    )
    listed, findings = read(book_of(*parts, change=hide))
    assert (people(listed), listed.others, findings) == (TAKEN, ("旧",), ())


def test_rows_that_are_hidden_count_and_are_told():
    def hide(book):
        book["表"].row_dimensions[3].hidden = True

    listed, _ = read(book_of(("表", [HEADER, *ROWS]), change=hide))
    assert (len(listed.members), listed.sheets[0].hidden) == (3, 1)


@pytest.mark.parametrize(
    ("row", "cell", "what"),
    [
        ([A, None, "正式党员", "书记"], "B2", "「姓名」空着"),
        (
            [A, "赵某甲", "发展对象", None],
            "C2",
            "「类别」“发展对象”不是能用的写法 → 填下列之一：正式党员、预备党员",
        ),
        ([A, "赵某甲", None, None], "C2", "「类别」空着"),
        ([A, "赵某甲", "正式党员", "校长"], "D2", "「职务」“校长”不是能用的写法"),
        ([A, "赵" * 21, "正式党员", None], "B2", "太长"),
        ([A, "赵某甲", "正式党员", "=1/0"], "D2", "「职务」没有值"),
    ],
)
def test_what_is_not_clear_is_said_with_its_cell_and_never_guessed(row, cell, what):
    listed, findings = read(book_of(("表", [HEADER, row, ROWS[2]])))
    assert people(listed)[-1] == TAKEN[2]
    [line] = said(findings)
    assert line.startswith(f"名册.xlsx › 表 › {cell}  R129  ")
    assert what in line


def test_the_same_mistake_in_a_column_is_one_finding():
    rows = [[A, f"赵某{n}", "正式党员", "教师"] for n in range(5)]
    _, findings = read(book_of(("表", [HEADER, *rows])))
    [line] = said(findings, Lang.EN)
    assert "D2, D3, D4, D5, D6  R129  “post” “教师” is none of the choices" in line


def test_codes_keep_their_zeros_and_numbers_that_lost_them_are_no_codes():
    rows = [["0101", *ROWS[0]], [102, *ROWS[1]], ["0201", *ROWS[2]]]
    listed, findings = read(book_of(("表", [["编号", *HEADER], *rows])))
    assert [one.code for one in listed.members] == ["0101", "", "0201"]
    [line] = said(findings)
    assert "A3  R129  「编号」“102”是数字，前面的 0 大概丢了" in line
    plain, findings = read(
        book_of(("表", [["编号", *HEADER], *([row[0] or 7, *row[1:]] for row in rows[1:2])]))
    )
    assert ([one.code for one in plain.members], findings) == (["102"], ())


def test_numbers_from_one_on_are_no_codes():
    rows = [[n, *row] for n, row in enumerate(ROWS, 1)]
    listed, findings = read(book_of(("表", [["编号", *HEADER], *rows])))
    assert (listed.numbered, [one.code for one in listed.members], findings) == (True, [""] * 3, ())
    assert [column.header for column in listed.sheets[0].untaken] == ["编号"]


def test_a_column_of_posts_in_which_nothing_stands_says_nothing():
    listed, findings = read(book_of(("表", [HEADER, *([*row[:3], None] for row in ROWS)])))
    assert ([one.post for one in listed.members], findings) == ([None] * 3, ())
    assert [column.header for column in listed.sheets[0].untaken] == ["职务"]
    assert not any("post" in one.cells for one in listed.members)


def test_who_takes_part_is_read():
    header = ["姓名", "支部", "是否参评", "不参评原因"]
    rows = [["赵某甲", A, "是", None], ["钱某乙", A, "否", "长期病假"], ["孙某丙", A, None, None]]
    listed, findings = read(book_of(("表", [header, *rows])))
    assert [(one.participation, one.reason) for one in listed.members] == [
        (Participation.YES, ""),
        (Participation.NO, "长期病假"),
        (None, ""),
    ]
    assert findings == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_files_are_read_in_any_usual_encoding(encoding, separator):
    rows = [["党员名单"], HEADER, *ROWS]
    text = "\r\n".join(separator.join(f'"{cell or ""}"' for cell in row) for row in rows)
    listed, findings = read(text.encode(encoding), "名册.csv")
    assert (people(listed), findings) == (TAKEN, ())
    assert listed.members[0].cells["name"].say() == "名册.csv › B3"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (book_of(("表", [["某某"], ["没有名单"]])), "前 20 行里没有写着“姓名”的表头"),
        (book_of(("表", [["姓名", "类别"], ["赵某甲", "正式党员"]])), "没有“支部”一列"),
        (book_of(("表", [["姓名", "支部", "姓名"], ["赵某甲", A, "钱某乙"]])), "有两列都叫“姓名”：A、C"),
        (book_of(("表", [HEADER])), "下面没有人"),
        (book_of(("表", [[]] * 20 + [HEADER, *ROWS])), "前 20 行"),
        ("某某同志：\n  请报名单。\n".encode(), "前 20 行"),
    ],
)
def test_where_there_is_no_list_the_reason_is_said(data, what):
    listed, findings = read(data)
    assert listed is None
    assert any("O195" in line and what in line for line in said(findings))


def test_what_is_neither_workbook_nor_text_is_said_as_for_any_file():
    listed, [finding] = read(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    assert (listed, finding.rule.code) == (None, "F101")
