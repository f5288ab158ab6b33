"""An older plan gets what it lacks, and nothing else in the coordinator's workbook changes."""

import re
import tarfile
from dataclasses import replace
from datetime import date
from errno import EACCES
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from attacks import parts_of, with_part
from binaries import locked, xlsb_of
from click.testing import CliRunner
from grids import write_plain
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from plain import plain_file
from plans import plan_rows_of

from xlcampaign.address import Address
from xlcampaign.campaign import Folder
from xlcampaign.cli import cli
from xlcampaign.commands import plan_editing
from xlcampaign.commands.collect import open_plan
from xlcampaign.commands.forms import make_campaign
from xlcampaign.engine import Processes
from xlcampaign.layout.messages import message_of
from xlcampaign.layout.plan import plan_book
from xlcampaign.model.message import MessageKind
from xlcampaign.package.parts import Package
from xlcampaign.package.worksheet import NewCell, SplicedSheet
from xlcampaign.words import Lang

MUSEUM = Path(__file__).parents[1] / "museum" / "first.tar.xz"
SETTINGS, STAGES, LEVELS, BRANCHES, MEMBERS = (
    f"xl/worksheets/sheet{number}.xml" for number in (1, 2, 8, 11, 12)
)
NEW = tuple(f"xl/worksheets/sheet_xlc{number}.xml" for number in (1, 2, 3))
LISTING = {
    "xl/workbook.xml": '<sheet [^>]*name="(?:延期|通知文字|网上测评)"[^>]*/>'.encode(),
    "xl/_rels/workbook.xml.rels": rb"<Relationship [^>]*sheet_xlc[123].xml\"/>",
    "[Content_Types].xml": rb"<Override [^>]*sheet_xlc[123].xml\"[^>]*/>",
}
"""What lists a workbook's sheets, and what of it is new: the sheets 延期, 通知文字 and 网上测评."""
NEWER = {
    "终评规则": None,
    "支部累计所需星数": None,
    "党员累计所需星数": None,
    "整张一个样的票": "计入",
    "完全相同的票": "都计入",
    "弃权计入总票数": "沿用旧法",
    "互评含本人": "否",
    "上级邮箱": None,
    "动员部署表和工作纪实": "否",
    "图板只列已授的星": "否",
    "单位代码": None,
    "上级单位": None,
}
PEOPLE = (
    ("赵某甲", "甲一完小党支部", "书记"),
    ("钱某乙", "甲一完小党支部", "党员"),
    ("孙某丙", "甲二完小党支部", "书记"),
    ("李某丁", "甲一完小党支部", "党员"),
)
CODES = {"A5": "0101", "A6": "0102", "A7": "0201", "A8": "0103"}


def run(*arguments):
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def of_first_version():
    """Return the first version's plan with a roster, before the newest settings were in it."""
    with tarfile.open(MUSEUM) as archive:
        member = archive.extractfile("zh/plan-standard.xlsx")
        assert member is not None
        package = Package(member.read())
    branches = {"A5": "01", "B5": "甲一完小党支部", "F5": 20, "A6": "02", "B6": "甲二完小党支部", "F6": 9}
    members = {
        f"{letter}{row}": value
        for row, (name, branch, post) in enumerate(PEOPLE, 5)
        for letter, value in zip("BCDEF", (name, branch, "正式党员", post, "参评"), strict=True)
    }
    filled = {
        part: SplicedSheet(package.part(part)).with_cells(
            {Address.named(k): NewCell(v) for k, v in new.items()}
        )
        for part, new in ((BRANCHES, branches), (MEMBERS, members))
    }
    older = re.sub(rb'<row r="2[12]".*?</row>', b"", package.part(SETTINGS))
    return package.copied({**filled, SETTINGS: older})


@pytest.fixture(scope="module")
def first_version():
    return of_first_version()


@pytest.fixture
def desk(tmp_path, first_version):
    (tmp_path / "inbox").mkdir()
    (tmp_path / "plan.xlsx").write_bytes(first_version)
    return Folder(tmp_path)


def cells_of(data, title):
    sheet = openpyxl.load_workbook(BytesIO(data))[title]
    return {c.coordinate: c.value for row in sheet.iter_rows() for c in row if c.value is not None}


def added(before, after, title):
    old, new = cells_of(before, title), cells_of(after, title)
    assert {cell: new.get(cell) for cell in old} == old
    return {cell: value for cell, value in new.items() if cell not in old}


def test_a_plan_of_the_first_version_gets_the_newer_settings_at_their_old_meaning_and_the_codes(
    desk, first_version
):
    taken_for = open_plan(desk, Processes(1)).plan
    result = run("plan", "upgrade", desk.root)
    assert result.exit_code == 0
    new = desk.plan.read_bytes()
    shown = added(first_version, new, "活动")
    labels = {row: shown[f"A{row}"] for row in range(33, 45)}
    assert {label: shown.get(f"B{row}") for row, label in labels.items()} == NEWER
    assert all("逐票填报时用" in shown[f"C{row}"] for row in (36, 37))
    assert "不评本人" in shown["C39"]
    assert added(first_version, new, "党员") == CODES | {"H4": "起", "I4": "止"}
    opened = open_plan(desk, Processes(1))
    assert replace(opened.plan, messages=()) == taken_for
    assert all(
        message_of(opened.plan, kind) == message_of(taken_for, kind) in opened.plan.messages
        for kind in MessageKind
    )
    assert {finding.rule.code for finding in opened.findings} == {"P116"}
    for word in (*NEWER, "0101（赵某甲）", "0103（李某丁）", "4 名", "plan（升级前）.xlsx"):
        assert word in result.output


def test_every_part_but_the_sheets_that_lack_something_and_on_them_every_byte_but_the_new_cells_stays(
    desk, first_version
):
    run("plan", "upgrade", desk.root)
    before, after = parts_of(first_version), parts_of(desk.plan.read_bytes())
    assert list(after) == [*before, *NEW]
    lacking = {SETTINGS, STAGES, LEVELS, BRANCHES, MEMBERS}
    assert {name for name in before if before[name] != after[name]} == {*lacking, *LISTING}
    for name, new in LISTING.items():
        assert re.sub(new, b"", after[name], count=len(NEW)) == before[name]
    rows = re.sub(rb'<row r="(3[3-9]|4[0-4])">.*?</row>', b"", after[SETTINGS])
    assert rows.replace(b'ref="A1:C44"', b'ref="A1:C32"') == before[SETTINGS]
    codes = re.sub(
        rb'(<c r="A\d" s="\d+") t="inlineStr"><is><t xml:space="preserve">0\d+</t></is></c>',
        rb"\1/>",
        after[MEMBERS],
    )
    days = re.sub(rb'<c r="[HI]\d" s="\d+"(/>| .*?</c>)', b"", codes)
    spans = re.compile(rb'(<row r="[4-8]") spans="1:7"')  # a mere hint, and no longer true
    assert days.replace(b'ref="A1:I404"', b'ref="A1:G404"') == spans.sub(rb"\1", before[MEMBERS])


def test_a_column_that_the_plan_is_older_than_says_on_every_row_what_its_absence_meant(desk, first_version):
    result = run("plan", "upgrade", desk.root)
    new = desk.plan.read_bytes()
    rated_by = {"G4": "组织总评由谁作出", "G5": "支委会", "G6": "支委会"}
    assert added(first_version, new, "支部") == rated_by | {"H4": "起", "I4": "止", "J4": "承接"}
    assert added(first_version, new, "阶段") == {"E4": "名单截止日"}
    assert added(first_version, new, "等次") == {"E4": "公开"} | {f"E{row}": "否" for row in range(5, 13)}
    assert "“支部 › 组织总评由谁作出”：支委会" in result.output


def with_note(data):
    book = openpyxl.load_workbook(BytesIO(data))
    book["支部"]["K2"] = "3 月核对"
    book["支部"].move_range("A4:F6", rows=2, cols=1)
    book.save(out := BytesIO())
    return out.getvalue()


def test_a_column_goes_right_of_all_that_stands_on_its_sheet(desk, first_version):
    before = with_note(first_version)
    desk.plan.write_bytes(before)
    assert run("plan", "upgrade", desk.root).exit_code == 0
    new = added(before, desk.plan.read_bytes(), "支部")
    rated_by = {"L6": "组织总评由谁作出", "L7": "支委会", "L8": "支委会"}
    assert new == rated_by | {"M6": "起", "N6": "止", "O6": "承接"}


def test_a_column_that_is_there_is_left_as_it_is(desk, first_version):
    book = openpyxl.load_workbook(BytesIO(first_version))
    book["支部"]["G4"], book["支部"]["G6"] = "组织总评由谁作出", "党员大会"
    book.save(desk.plan)
    assert run("plan", "upgrade", desk.root).exit_code == 0
    sheet = openpyxl.load_workbook(desk.plan)["支部"]
    assert [sheet[f"G{row}"].value for row in (4, 5, 6)] == ["组织总评由谁作出", None, "党员大会"]


def test_the_plan_as_it_was_is_kept_and_the_next_one_too(desk, first_version):
    run("plan", "upgrade", desk.root)
    upgraded = desk.plan.read_bytes()
    one_blank = with_part(
        upgraded, MEMBERS, lambda xml: re.sub(rb'(<c r="A8" s="\d+") .*?</c>', rb"\1/>", xml, count=1)
    )
    desk.plan.write_bytes(one_blank)
    assert "0103（李某丁）" in run("plan", "upgrade", desk.root).output
    assert (desk.root / "plan（升级前）.xlsx").read_bytes() == first_version
    assert (desk.root / "plan（升级前 2）.xlsx").read_bytes() == one_blank
    assert parts_of(desk.plan.read_bytes()) == parts_of(upgraded)


def test_a_sheet_that_the_plan_is_older_than_stands_behind_all_others_and_is_empty_or_standard(
    desk, first_version
):
    result = run("plan", "upgrade", desk.root)
    before, after = (
        openpyxl.load_workbook(BytesIO(data)) for data in (first_version, desk.plan.read_bytes())
    )
    assert after.sheetnames == [*before.sheetnames, "延期", "通知文字", "网上测评"]
    headers = [cell.value for cell in after["延期"][4]]
    assert headers == ["阶段序号", "步骤", "支部", "延到", "理由"]
    assert after["延期"].max_row == 4
    assert after["延期"]["A4"].fill.fgColor.rgb == after["步骤"]["A4"].fill.fgColor.rgb
    assert "“延期”" in result.output
    messages = after["通知文字"]
    assert [cell.value for cell in messages[4]] == ["用途", "标题", "正文"]
    assert [row[0].value for row in messages.iter_rows(min_row=5)] == [
        *("发表格", "退回", "催报", "发结果", "公示", "公示结果")
    ]
    assert messages["C5"].value.startswith("{支部}：")
    assert messages["C5"].alignment.wrap_text
    assert {str(area) for area in messages.merged_cells.ranges} == {"A1:C1", "A2:C2"}


def test_a_sheet_is_added_in_the_namespace_of_a_workbook_whatever_its_prefix(desk, first_version):
    stars = "xl/worksheets/sheet5.xml"

    def prefixed(xml):
        renamed = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", xml.partition(b"?>")[2])
        return renamed.replace(b"xmlns=", b"xmlns:x=", 1)

    desk.plan.write_bytes(with_part(first_version, stars, prefixed))
    assert run("plan", "upgrade", desk.root).exit_code == 0
    sheet = openpyxl.load_workbook(desk.plan)["通知文字"]
    assert (sheet["A1"].value, sheet["A8"].value) == ("通知文字", "发结果")


def test_what_is_typed_on_the_new_sheets_is_read(desk):
    run("plan", "upgrade", desk.root)
    book = openpyxl.load_workbook(desk.plan)
    book["延期"].append([1, "群众评议", "甲二完小党支部", date(2023, 6, 10), "汛期停课"])
    asked = [1, "甲二完小党支部", "教师评支部", "支部忠诚吗", None, "政治可靠忠诚星", "好＝同意"]
    book["网上测评"].append(asked)
    book.save(desk.plan)
    plan = open_plan(desk, Processes(1)).plan
    [extension], [row] = plan.extensions, plan.online
    assert (extension.branch, extension.deadline) == ("02", date(2023, 6, 10))
    assert (row.branch, row.header, row.answers) == ("02", "支部忠诚吗", "好＝同意")


def test_days_that_are_typed_in_the_new_columns_are_read(desk):
    run("plan", "upgrade", desk.root)
    book = openpyxl.load_workbook(desk.plan)
    book["党员"]["I8"], book["阶段"]["E6"] = date(2023, 8, 1), date(2023, 9, 1)
    book.save(desk.plan)
    plan = open_plan(desk, Processes(1)).plan
    listed = [[member.code for member in plan.of_stage(stage).members] for stage in (1, 2)]
    assert listed == [["0101", "0102", "0201", "0103"], ["0101", "0102", "0201"]]


def test_a_plan_without_the_sheet_of_extensions_says_nothing_of_it(desk):
    opened = open_plan(desk, Processes(1))
    assert opened.plan.extensions == ()
    assert not any("延期" in str(finding.facts) for finding in opened.findings)


def test_where_nothing_is_lacking_nothing_is_written(desk):
    run("plan", "upgrade", desk.root)
    before = desk.plan.read_bytes()
    listed = sorted(desk.root.iterdir())
    result = run("plan", "upgrade", desk.root)
    assert (result.exit_code, "没有要补的" in result.output) == (0, True)
    assert (desk.plan.read_bytes(), sorted(desk.root.iterdir())) == (before, listed)


def test_an_english_plan_is_upgraded_in_english(tmp_path):
    plan = make_campaign(tmp_path / "c", Lang.EN, date(2023, 1, 1))
    book = openpyxl.load_workbook(plan)
    for column, value in zip(
        "BCDEF", ("Ann", "First", "full member", "secretary", "takes part"), strict=True
    ):
        book["Members"][f"{column}5"] = value
    for column, value in zip("ABF", ("01", "First", 9), strict=True):
        book["Branches"][f"{column}5"] = value
    rows = {book["Campaign"].cell(row, 1).value: row for row in range(5, book["Campaign"].max_row + 1)}
    book["Campaign"].cell(rows["Uniform ballots"], 1).value = None
    book.save(plan)
    result = run("--lang", "en", "plan", "upgrade", plan.parent)
    assert (result.exit_code, "Uniform ballots = counted" in result.output) == (0, True), result.output
    assert (plan.parent / "plan (before the upgrade).xlsx").is_file()
    assert cells_of(plan.read_bytes(), "Members")["A5"] == "0101"


def coordinators(data):
    """Return a plan that a coordinator worked in, with a column before everything and notes below."""
    book = openpyxl.load_workbook(BytesIO(data))
    settings, members = book["活动"], book["党员"]
    settings.insert_cols(1)
    members.insert_cols(2)
    settings["B40"] = "以上经 3 月 1 日会议通过"
    members["C6"].comment = Comment("9 月调入", "党办")
    members["C6"].fill = PatternFill("solid", "FFFF00")
    members.column_dimensions["C"].width = 41
    own = book.create_sheet("联系人", 0)
    own["B2"], own["B3"] = "电话", "=1+1"
    book.save(out := BytesIO())
    return out.getvalue()


def test_what_the_coordinator_wrote_and_formatted_stays(desk, first_version):
    before = coordinators(first_version)
    desk.plan.write_bytes(before)
    assert run("plan", "upgrade", desk.root).exit_code == 0
    after = desk.plan.read_bytes()
    assert sorted(added(before, after, "活动")) == [
        f"{letter}{row}"
        for letter in "BCD"
        for row, value in enumerate(NEWER.values(), 41)
        if letter != "C" or value is not None
    ]
    assert added(before, after, "党员") == CODES | {"I4": "起", "J4": "止"}
    changed = {name for name, part in parts_of(before).items() if parts_of(after)[name] != part}
    assert len(changed - LISTING.keys()) == 5
    sheet = openpyxl.load_workbook(BytesIO(after))["党员"]
    assert sheet["C6"].comment.text == "9 月调入"
    assert sheet["C6"].fill.fgColor.rgb == "00FFFF00"
    assert sheet.column_dimensions["C"].width == 41


def with_formula(data):
    new = b't="str"><f>""</f><v></v></c>'
    return with_part(data, MEMBERS, lambda xml: re.sub(rb'(<c r="A6" s="\d+")/>', rb"\1 " + new, xml))


def without_codes(data):
    book = openpyxl.load_workbook(BytesIO(data))
    book["党员"].delete_cols(1)
    book.save(out := BytesIO())
    return out.getvalue()


def unnumbered(data):
    return with_part(data, MEMBERS, lambda xml: re.sub(rb'<row r="\d+"', b"<row", xml))


def in_binary(_):
    settings, rows = plan_rows_of(1, 3)
    rows["members"][1]["code"] = None
    return xlsb_of(write_plain(plan_book(settings, rows)))


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (in_binary, "另存为 .xlsx"),
        (lambda data: locked(data, "芝麻"), "打开密码"),
        (with_formula, "A6 里是公式"),
        (without_codes, "“党员编号”这一列"),
        (unnumbered, "另存一次"),
    ],
)
def test_a_plan_that_cannot_be_changed_without_harm_is_left_alone_and_the_reason_said(
    desk, first_version, harm, said
):
    data = harm(first_version)
    desk.plan.write_bytes(data)
    (desk.root / "密码.txt").write_text("芝麻", encoding="utf-8")
    result = run("plan", "upgrade", desk.root, "--password-file", desk.root / "密码.txt")
    assert (result.exit_code, "O121" in result.output, said in result.output) == (3, True, True), (
        result.output
    )
    assert desk.plan.read_bytes() == data
    assert not list(desk.root.glob("plan（*"))


@pytest.mark.parametrize("lock", ["~$plan.xlsx", ".~plan.xlsx", ".~lock.plan.xlsx#"])
def test_a_plan_that_is_open_somewhere_is_left_alone(desk, first_version, lock):
    (desk.root / lock).write_bytes(b"x")
    result = run("plan", "upgrade", desk.root)
    assert (result.exit_code, lock in result.output) == (3, True)
    assert desk.plan.read_bytes() == first_version


def test_the_code_of_somebody_who_was_taken_out_is_given_to_nobody_else(desk):
    """Of the plan's four the last of the first branch, 0103 of all that are free, was somebody else's once."""
    desk.retired.parent.mkdir()
    desk.retired.write_text("0103\n", encoding="utf-8")
    [numbered] = [f.says(Lang.ZH) for f in open_plan(desk, Processes(1)).findings if "李某丁" in str(f.facts)]
    assert "0104" in numbered
    assert "0104（李某丁）" in run("plan", "upgrade", desk.root).output
    assert cells_of(desk.plan.read_bytes(), "党员")["A8"] == "0104"


def test_a_plan_in_error_shows_its_findings(desk):
    desk.plan.write_bytes(plain_file(plan_book(*plan_rows_of(1, 3)), {("members", 1, "branch"): "没有"}))
    result = run("plan", "upgrade", desk.root)
    assert (result.exit_code, "P103" in result.output) == (3, True)


def test_a_plan_that_cannot_be_replaced_is_as_it_was_and_no_copy_is_left(desk, first_version, monkeypatch):
    put = plan_editing.put

    def refuse(file, target):
        if target == desk.plan:
            raise OSError(EACCES, "open", str(target))
        put(file, target)

    monkeypatch.setattr(plan_editing, "put", refuse)
    result = run("plan", "upgrade", desk.root)
    assert (result.exit_code, "O103" in result.output) == (3, True)
    assert desk.plan.read_bytes() == first_version
    assert not list(desk.root.glob("plan（*"))


def test_a_plan_that_is_saved_while_the_upgrade_runs_is_left_alone(desk, first_version, monkeypatch):
    saved = first_version + b"\0"
    checked = plan_editing._check_written  # noqa: SLF001 -- what runs last before the plan is replaced

    def save(*given):
        desk.plan.write_bytes(saved)
        checked(*given)

    monkeypatch.setattr(plan_editing, "_check_written", save)
    result = run("plan", "upgrade", desk.root)
    assert (result.exit_code, "再运行一次" in result.output) == (3, True)
    assert desk.plan.read_bytes() == saved
    assert not list(desk.root.glob("plan（*"))


def test_forms_are_not_written_before_codes_are_and_say_what_writes_them(desk):
    refused = run("forms", desk.root)
    assert (refused.exit_code, "xlcampaign plan upgrade" in refused.output) == (3, True)
    assert [line for line in refused.output.splitlines() if "O120" in line] == refused.output.splitlines()
    assert not (desk.root / "send").exists()
    run("plan", "upgrade", desk.root)
    assert run("forms", desk.root).exit_code == 0
