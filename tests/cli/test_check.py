"""`check` as a coordinator reads it: a digest, a workbook with all of it, what changed, and what to do next."""

import json
from pathlib import Path

import openpyxl
import pytest
from desks import JUNE, MARCH, WRONG, Desk
from plain import plain_file

from xlcampaign.layout.forms import commendation_form, evaluation_form
from xlcampaign.words import Lang


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path / "campaign")


def books_in(desk):
    return sorted(path.name for path in (desk.root / "summary").glob("*.xlsx"))


# ---------------------------------------------------------------------------------------------- the workbook


def test_what_was_checked_stands_in_a_workbook_beside_the_summary(desk):
    desk.receive(0, WRONG)
    result = desk.check()
    assert books_in(desk) == ["核查结果-stage-1.xlsx"]
    assert "summary/核查结果-stage-1.xlsx" in result.stderr
    book = openpyxl.load_workbook(desk.root / "summary" / "核查结果-stage-1.xlsx")
    assert book.sheetnames == ["报送情况", "未采用的文件", "填报核查问题", "数据核对"]
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert all(table.autoFilter for table in book["填报核查问题"].tables.values())


def test_an_english_campaign_has_it_under_an_english_name(tmp_path):
    desk = Desk(tmp_path / "campaign", lang=Lang.EN)
    desk.receive(0)
    assert "summary/check-stage-1.xlsx" in desk.check(lang="en").stderr
    assert books_in(desk) == ["check-stage-1.xlsx"]


def test_its_sheets_say_what_those_of_the_summary_say_and_what_can_go_back(desk):
    desk.receive(0, WRONG)
    desk.receive(2, {("meeting", 0, "valid"): 99})
    desk.check()
    desk.run("merge", desk.root, *JUNE)
    checked, merged = (
        openpyxl.load_workbook(desk.root / "summary" / name, data_only=True)
        for name in ("核查结果-stage-1.xlsx", "stage-1.xlsx")
    )
    for title in ("报送情况", "填报核查问题", "数据核对"):
        one, other = (
            [[cell.value for cell in row] for row in book[title].iter_rows()] for book in (checked, merged)
        )
        assert [row[: len(other[0])] for row in one] == other
        more = {value for row in one for value in row[len(other[0]) :]}
        assert ("退回件" in more) is (title == "填报核查问题")


def test_findings_stand_with_their_unit_branch_by_branch(desk):
    (desk.root / "inbox" / "通知.txt").write_text("会议")
    desk.receive(2, WRONG, name="a.xlsx")
    desk.receive(0, WRONG, name="z.xlsx")
    desk.check()
    sheet = openpyxl.load_workbook(desk.root / "summary" / "核查结果-stage-1.xlsx")["填报核查问题"]
    units = list(dict.fromkeys(row[0] or "" for row in sheet.iter_rows(min_row=5, values_only=True)))
    names = [branch.name for branch in desk.plan.branches]
    assert units == [desk.plan.campaign.organisation, *names, ""]


def test_json_carries_the_branch(desk):
    desk.receive(1, WRONG)
    found = json.loads(desk.check("--json").stdout)
    assert {one["branch"] for one in found if one["code"] == "C103"} == {"02"}
    assert {one["branch"] for one in found if one["code"] == "X101"} == {"01", "02", "03", "committee"}


def test_a_file_that_cannot_be_read_stands_with_the_unit_it_is_called_after(desk):
    names = {f"02-{desk.plan.branches[1].name}-评议表.xlsx": "02", "说明.xlsx": "", "评议表.xlsx": ""}
    for name in names:
        (desk.root / "inbox" / name).write_bytes(b"no workbook")
    found = json.loads(desk.check("--json").stdout)
    assert {one["file"]: one["branch"] for one in found if one["file"] in names} == names


def test_before_anything_came_it_says_what_is_awaited(desk):
    result = desk.run("check", desk.root, *MARCH)
    assert result.exit_code == 0
    assert books_in(desk) == ["核查结果-stage-1.xlsx"]
    assert desk.check().stdout.count("未报") >= 3


def test_a_workbook_that_somebody_has_open_costs_no_word_of_what_was_found(desk, monkeypatch):
    desk.receive(0, WRONG)
    replace = Path.replace

    def refuse(path, target):
        if Path(target).name.startswith("核查结果"):
            raise PermissionError(13, "in use", str(path), None, str(target))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    result = desk.check()
    assert result.exit_code == 3
    assert "C103" in result.stdout
    assert "O103" in result.stderr


def test_a_check_workbook_that_somebody_wrote_into_is_set_aside(desk):
    desk.receive(0)
    desk.check()
    path = desk.root / "summary" / "核查结果-stage-1.xlsx"
    book = openpyxl.load_workbook(path)
    book.worksheets[1]["J5"] = "已电话告知"
    book.save(path)
    assert "O122" in desk.check().stderr
    assert len(books_in(desk)) == 2


# ---------------------------------------------------------------------------------------------- the digest


def marks_of(table):
    """The cells of a sheet in which people are rated, by row and column."""
    return [(row, column.key) for row in range(len(table.rows)) for column in table.columns if column.mark]


def test_fifty_branches_with_the_two_commonest_habits_are_under_eighty_lines(tmp_path):
    desk = Desk(tmp_path / "campaign", branches=50)
    for branch in desk.plan.branches:
        book = evaluation_form(desk.plan, branch)
        marks = {
            sheet: marks_of(book.table_of(sheet))
            for sheet in ("member_peer", "member_teacher", "member_self")
        }
        units = {("member_peer", *at): "9票" for at in marks["member_peer"]}
        units |= {("member_teacher", *at): "9 票" for at in marks["member_teacher"]}
        halves = {("member_self", *at): None for at in marks["member_self"][::2]}
        desk.receive(desk.plan.branches.index(branch), units | halves)
    result = desk.check()
    assert len(result.output.splitlines()) < 80
    for branch in desk.plan.branches:
        assert any(line.startswith(f"{branch.code} {branch.name}") for line in result.stdout.splitlines())
    assert len(json.loads(desk.check("--json").stdout)) > 80


def test_in_full_each_finding_has_a_line(desk):
    for branch in range(3):
        desk.receive(branch, {("member_self", row, "loyal"): "9票" for row in range(2)})
    in_full = desk.check("--all").stdout.splitlines()
    assert (
        len(in_full) == len(json.loads(desk.check("--json").stdout)) > len(desk.check().stdout.splitlines())
    )


def test_what_went_wrong_alike_is_one_line_with_its_number_and_an_example(desk):
    for branch in range(3):
        desk.receive(branch, {("member_self", row, "loyal"): f"很好{row}" for row in range(2)})
    (line,) = (line for line in desk.check().stdout.splitlines() if "C103" in line)
    assert "「党员自评」" in line
    assert "3 个单位" in line
    assert "01.xlsx › " in line


def test_a_branch_without_trouble_has_no_line(desk):
    desk.receive(0)
    lines = desk.check().stdout.splitlines()
    assert [line[:2] for line in lines if line[:2] in {"02", "03"}] == ["02", "03"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_says_what_to_do_next(desk, lang):
    desk.receive(0, WRONG)
    desk.check()
    said = desk.check(lang=lang).stderr.splitlines()[-1]
    assert "xlcampaign merge" in said
    assert "xlcampaign status --text" in said
    merged = desk.run("merge", desk.root, *JUNE, lang=lang).stderr.splitlines()[-1]
    assert ("会议议决" if lang == "zh" else "Decisions") in merged


def nothing(desk):
    return desk


def nothing_usable(desk):
    (desk.root / "inbox" / "通知.xlsx").write_bytes("请尽快报表".encode())


def an_old_form_put_aside(desk):
    (desk.root / "inbox" / "作废").mkdir()
    desk.receive(0).rename(desk.root / "inbox" / "作废" / "01.xlsx")


def an_empty_folder(desk):
    (desk.root / "inbox" / "甲一完小").mkdir()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("came", [nothing, nothing_usable, an_old_form_put_aside, an_empty_folder])
def test_while_nothing_can_be_merged_nobody_is_told_to(desk, came, lang):
    came(desk)
    for day in (MARCH, JUNE):
        said = desk.run("check", desk.root, *day, lang=lang).stderr.splitlines()[-1]
        assert "xlcampaign merge" not in said
        assert "inbox" in said
        assert desk.run("merge", desk.root, *day).exit_code == 3
    desk.receive(0)
    assert "xlcampaign merge" in desk.check(lang=lang).stderr.splitlines()[-1]
    assert desk.run("merge", desk.root, *JUNE).exit_code in {0, 1}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_who_sealed_a_stage_that_comes_out_otherwise_is_told_of_exceptions(desk, lang):
    for branch in range(3):
        desk.receive(branch)
    assert desk.run("seal", desk.root, "--number", "联校纪要 9 号", *JUNE).exit_code in {0, 1}
    assert "--exception" not in desk.check(lang=lang).stderr
    desk.receive(0, {("member_peer", 1, "loyal.approve"): 0})
    said = desk.check(lang=lang).stderr.splitlines()[-1]
    assert "xlcampaign merge --exception" in said
    assert "xlcampaign merge）" not in said
    assert desk.run("merge", desk.root, *JUNE).exit_code == 3


def next_of(desk, *command, lang="zh"):
    """What a command says is to be done next."""
    return desk.run(*(command or ("check",)), desk.root, *JUNE, lang=lang).stderr.splitlines()[-1]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("step", "command"),
    [
        ("pledge", "xlcampaign forms"),
        ("evaluation", "xlcampaign forms"),
        ("comment", "xlcampaign forms"),
        ("commendation", "xlcampaign forms"),
        ("launch", "xlcampaign forms --step pledge"),
    ],
)
def test_before_forms_are_written_they_are_what_is_next_and_nobody_is_chased(tmp_path, step, command, lang):
    desk = Desk(tmp_path / "campaign")
    desk.rewrite(step=step)
    said = next_of(desk, lang=lang)
    assert f"{command}）" in said or f"{command})" in said
    assert "status --text" not in said
    assert desk.run(*command.split()[1:], desk.root).exit_code == 0
    said = next_of(desk, lang=lang)
    assert "xlcampaign forms" not in said
    assert "inbox" in said


def test_of_another_stage_the_command_names_it(tmp_path):
    desk = Desk(tmp_path / "campaign")
    said = desk.run("check", desk.root, "--stage", "2", *JUNE).stderr.splitlines()[-1]
    assert "xlcampaign forms --stage 2）" in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_merged_is_not_to_be_merged_again_until_something_comes(desk, lang):
    desk.receive(0)
    assert "xlcampaign merge" in next_of(desk, lang=lang)
    merged = next_of(desk, "merge", lang=lang)
    said = next_of(desk, lang=lang)
    assert said == merged
    assert "xlcampaign merge" not in said
    assert "xlcampaign post" in said
    desk.receive(1)
    assert "xlcampaign merge" in next_of(desk, lang=lang)
    next_of(desk, "merge")
    (desk.root / "summary" / "stage-1.xlsx").unlink()
    assert "xlcampaign merge" in next_of(desk, lang=lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", ["check", "merge"])
@pytest.mark.parametrize("came", [1, 2, 3])
def test_who_sealed_a_stage_is_told_to_merge_or_chase_no_more(desk, lang, command, came):
    for branch in range(came):
        desk.receive(branch)
    assert desk.run("seal", desk.root, "--number", "联校纪要 9 号", *JUNE).exit_code in {0, 1}
    said = next_of(desk, command, lang=lang)
    assert "status --text" not in said
    assert "xlcampaign merge" not in said
    assert ("已定稿" if lang == "zh" else "sealed") in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_comes_next_is_short_and_goes_by_what_was_posted(desk, lang):
    for branch in range(3):
        desk.receive(branch)
    assert desk.run("merge", desk.root, *JUNE).exit_code in {0, 1}
    days = {"2023-06-26": "xlcampaign post)", "2023-07-10": "xlcampaign post)"}
    for recorded in (False, True):
        if recorded:
            posted = desk.run("post", desk.root, "--from", "2023-06-20", "--to", "2023-06-30")
            assert posted.exit_code == 0
            days = {"2023-06-26": "xlcampaign post --outcome)", "2023-07-10": "xlcampaign seal)"}
        for day, command in days.items():
            said = desk.run("check", desk.root, "--as-of", day, lang=lang).stderr.splitlines()[-1]
            assert command in said.replace("）", ")")
            assert said.count("xlcampaign") <= 3
            assert "→" not in said


# ---------------------------------------------------------------------------------------------- what changed


def test_what_changed_since_the_last_check_is_said(desk):
    desk.receive(0, WRONG)
    assert "比上次" not in desk.check().stderr
    assert "没有变化" in desk.check().stderr
    desk.receive(1, {("member_self", 0, "loyal"): 95, ("member_self", 1, "loyal"): "好"})
    desk.receive(0)
    said = next(line for line in desk.check().stderr.splitlines() if "比上次" in line)
    name = desk.plan.branches[1].name
    assert f"{name}的评议表" in said
    assert "少了 1 处错误" in said
    assert "新有 " in said


@pytest.mark.parametrize(
    "kept", ["", "{}", "[]", '{"as_of": "x", "files": {"1 nothing 01": []}, "errors": []}', "\0"]
)
def test_a_memory_that_nobody_can_read_costs_no_check(desk, kept):
    desk.receive(0)
    desk.check()
    (desk.root / ".xlcampaign" / "checked-stage-1.json").write_text(kept)
    result = desk.check()
    assert "比上次" not in result.stderr
    assert "没有变化" in desk.check().stderr


def test_what_is_remembered_holds_nothing_that_was_typed(desk):
    desk.receive(0, {("member_self", 0, "loyal"): "秘密"}, name="某人发来.xlsx")
    desk.check()
    kept = (desk.root / ".xlcampaign" / "checked-stage-1.json").read_text("utf-8")
    assert not any(word in json.loads(f"[{json.dumps(kept)}]")[0] for word in ("秘密", "某人发来"))
    assert kept.isascii()


# ---------------------------------------------------------------------------------------------- a form alone


@pytest.mark.parametrize(
    ("changes", "said", "code"),
    [
        ({}, "可以上报", 0),
        (WRONG, "先不要发：有 1 处错误", 1),
        ({("member_self", 0, "loyal"): None}, "还没有填完：1 处", 0),
        ({("meeting", 0, "present"): 50, ("meeting", 0, "due"): 9}, "可以上报；有 3 处提醒", 0),
    ],
)
def test_of_a_form_alone_it_says_whether_it_may_be_sent(desk, changes, said, code):
    result = desk.run("check", desk.receive(0, changes))
    assert said in result.stderr.splitlines()[-1]
    assert result.exit_code == code


@pytest.mark.parametrize("day", [JUNE, MARCH])
def test_of_a_form_as_it_was_issued_it_says_that_nothing_is_filled_in(desk, day):
    path = desk.root / "inbox" / "blank.xlsx"
    path.write_bytes(plain_file(evaluation_form(desk.plan, desk.plan.branches[0]), {}))
    assert "先不要发：这张表还没有填" in desk.run("check", path, *day).stderr.splitlines()[-1]


def test_of_several_forms_it_says_so_of_each(desk):
    good, bad = desk.receive(0), desk.receive(1, WRONG)
    other = desk.root / "inbox" / "通知.xlsx"
    other.write_bytes(b"no workbook")
    last = desk.run("check", good, bad, other).stderr.splitlines()[-3:]
    assert [line.split("：")[1][:4] for line in last] == ["可以上报", "先不要发", "先不要发"]


def test_a_form_of_the_superior_is_told_as_well(desk):
    path = desk.root / "inbox" / "c.xlsx"
    path.write_bytes(plain_file(commendation_form(desk.plan), {}))
    assert "c.xlsx：" in desk.run("check", path).stderr.splitlines()[-1]
