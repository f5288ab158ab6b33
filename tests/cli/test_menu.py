"""Bare `xlcampaign`: on a terminal a menu of what there is to do, each number the real command; in a pipe the help."""

import re
import subprocess
import sys
from datetime import timedelta

import openpyxl
import pytest
from click.testing import CliRunner
from commands.test_rows import row
from desks import Desk
from filled import complete
from levels import Union
from plain import plain_file
from terminals import shown_on_terminal

from xlcampaign.cli import app as app_module
from xlcampaign.cli import cli
from xlcampaign.cli import members as members_module
from xlcampaign.cli.menu import ENTRIES, command_line
from xlcampaign.cli.options import day_of
from xlcampaign.layout.forms import assessment_form, pledge_form


@pytest.fixture
def desk(tmp_path, monkeypatch):
    desk = Desk(tmp_path / "争先", 2)
    monkeypatch.chdir(desk.root)
    monkeypatch.setattr(app_module, "is_terminal", lambda: True)
    return desk


def typed(*lines, lang="zh", code=0):
    """Return what a session of the menu shows; who types no more leaves by the end of input."""
    result = CliRunner().invoke(cli, ["--lang", lang], input="".join(f"{line}\n" for line in lines))
    assert result.exit_code == code, result.output
    return result.output


@pytest.mark.usefixtures("desk")
def test_it_shows_the_campaign_its_forms_and_the_steps_in_their_order():
    shown = typed("0")
    assert "争做先锋活动" in shown
    numbers = re.findall(r"^ {1,2}(\d+)  (\S+)", shown, re.MULTILINE)
    assert [name for _, name in numbers[: len(ENTRIES)]] == [
        "下发", "收表", "核查", "退回", "汇总", "会议", "公示", "定稿", "下一步骤", "更新名单",
    ]  # fmt: skip
    assert "评议表：" in shown


@pytest.mark.parametrize(
    ("prepare", "now"),
    [(lambda _: None, "下发"), (lambda desk: desk.run("forms", desk.root), "收表"),
     (lambda desk: desk.receive(0), "汇总"),
     (lambda desk: desk.receive(0, {("member_self", 0, "loyal"): 95}), "核查")],
)  # fmt: skip
def test_it_points_at_what_is_to_be_done_now(desk, prepare, now):
    prepare(desk)
    [marked] = [line for line in typed("0").splitlines() if "现在该做" in line]
    assert now in marked


def test_once_a_step_before_the_rating_is_in_hand_the_plan_is_moved_on(desk):
    desk.rewrite(step="pledge")
    for branch in desk.plan.branches:
        book = pledge_form(desk.plan, branch)
        (desk.root / "inbox" / f"{branch.code}.xlsx").write_bytes(plain_file(book, complete(book)))
    shown = typed("9", "", "0")
    before, after = shown.split("> xlcampaign plan next\n")
    [marked] = [line for line in before.splitlines() if "现在该做" in line]
    assert "下一步骤" in marked
    assert "现在是第 1 阶段“领导点评”" in after
    [marked] = [line for line in after.splitlines() if "现在该做" in line]
    assert "下发" in marked or "收表" in marked or "汇总" in marked


def test_after_the_evaluation_the_comments_that_are_owed_are_asked_for(tmp_path, monkeypatch):
    union = Union(tmp_path / "union", "LX1")
    monkeypatch.chdir(union.root)
    monkeypatch.setattr(app_module, "is_terminal", lambda: True)
    assert "推荐的、须整改的还有 4 人没有领导点评" in typed("0")
    assert "still has to comment on 4 members" in typed("0", lang="en")
    book = assessment_form(union.plan, None)
    given = {"subject": "赵某甲（0101）", "strengths": "上课认真", "by": "周某某"}
    answers = complete(book) | row("comments", 0, **given)
    (union.root / "inbox" / "00.xlsx").write_bytes(plain_file(book, answers, "2023-04-21T08:00:00Z"))
    assert "还有 3 人没有领导点评" in typed("0")


def test_a_number_shows_the_command_and_runs_it(desk):
    shown = typed("1", "", "0")
    assert "> xlcampaign forms\n" in shown
    assert list((desk.root / "send").rglob("*.xlsx"))


def test_the_meeting_asks_which_form(desk):
    shown = typed("6", "2", "", "0")
    assert "> xlcampaign forms --step commendation\n" in shown
    assert list((desk.root / "send").rglob("*评选表彰表*.xlsx"))


def test_posting_asks_for_its_days_in_any_form_and_runs_with_them(desk):
    desk.receive(0)
    shown = typed("5", "", "7", "2023年6月27日", "2023.7.3", "", "0")
    assert "> xlcampaign post --from 2023-06-27 --to 2023-07-03\n" in shown


@pytest.mark.usefixtures("desk")
def test_what_is_no_day_goes_back_to_the_menu_and_nothing_runs():
    shown = typed("7", "下周", "0")
    assert "> xlcampaign" not in shown
    assert "2023-06-26 这样" in shown


@pytest.mark.usefixtures("desk")
def test_the_days_offered_are_a_week_from_today():
    shown = typed("7")
    today = day_of(None)
    assert f"[{today}]" in shown
    assert f"[{today + timedelta(days=6)}]" in typed("7", "")


@pytest.mark.usefixtures("desk")
def test_a_seal_without_a_document_is_given_up():
    shown = typed("8", "", "0")
    assert "> xlcampaign" not in shown


@pytest.mark.usefixtures("desk")
def test_a_number_that_is_not_offered_is_asked_for_again():
    shown = typed("99", "x", "", "0")
    assert "没有“99”这一项" in shown
    assert "没有“”这一项" not in shown
    assert "请输入左边的数字。" in shown.splitlines()
    assert "没有“x”这一项" in shown


def test_a_plan_with_errors_is_shown_and_looked_at_again(desk):
    (desk.root / "plan.xlsx").write_bytes(b"no workbook")
    shown = typed("")
    assert "plan.xlsx" in shown
    assert "改好" in shown


@pytest.mark.usefixtures("desk")
def test_outside_a_campaign_those_below_are_offered(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    shown = typed("1", "2", "", "0")
    assert re.search(r"^  1  争先$", shown, re.MULTILINE)
    assert f"> {command_line(['status', '争先'])}\n" in shown


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A folder without a campaign, and where an office keeps its list of members."""
    (tmp_path / "活动").mkdir()
    monkeypatch.chdir(tmp_path / "活动")
    monkeypatch.setattr(app_module, "is_terminal", lambda: True)
    return tmp_path


def listed(folder, *rows, name="我的 名册.xlsx"):
    book = openpyxl.Workbook()
    for line in (["支部", "姓名", "类别", "职务"], *rows):
        book.active.append(line)
    book.save(folder / name)
    return folder / name


A = "甲一完小党支部"


def test_where_there_is_none_one_can_be_begun(office):
    shown = typed("1", "争先2023", "", "0")
    assert "> " + command_line(["init", "争先2023"]) + "\n" in shown
    assert (office / "活动" / "争先2023" / "plan.xlsx").is_file()
    assert "填上支部和党员" in shown


DRAGGED = {
    "as it is": str,
    "in quotes": lambda file: f"'{file}'",
    "spelt out": lambda file: str(file).replace(" ", "\\ "),
}
"""How terminals put down a file that is dragged into them."""


@pytest.mark.skipif(sys.platform == "win32", reason="elsewhere than on Windows terminals spell paths out")
@pytest.mark.parametrize("how", DRAGGED)
def test_one_is_begun_with_the_list_that_an_office_has(office, how):
    file = listed(office, [A, "赵某甲", "正式党员", "书记"], [A, "钱某乙", "正式党员", None])
    shown = typed("1", "争先2023", DRAGGED[how](file), "", "0")
    assert "> " + command_line(["init", "争先2023", "--roster", str(file)]) + "\n" in shown
    assert "写进方案：支部 1 个，党员 2 名" in shown
    assert "填上支部和党员" not in shown
    members = openpyxl.load_workbook(office / "活动" / "争先2023" / "plan.xlsx")["党员"]
    assert [members[cell].value for cell in ("B5", "B6")] == ["赵某甲", "钱某乙"]
    assert "照上面说的改好" in shown  # the plan of this campaign, in which teachers are still to be filled in


def test_a_list_with_something_unclear_begins_a_campaign_all_the_same(office):
    file = listed(office, [A, "赵某甲", "积极分子", "书记"], name="a.xlsx")
    shown = typed("1", "争先2023", file, "", "0")
    assert "R129" in shown
    assert "照上面说的改好" in shown


def test_a_list_that_is_not_there_begins_nothing(office):
    shown = typed("1", "争先2023", "没有.xlsx", "0")
    assert not (office / "活动" / "争先2023").exists()
    assert shown.count("新建活动") == 2


def test_in_a_campaign_a_new_list_is_held_against_the_plan(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(members_module, "is_terminal", lambda: True)
    names = [(one.name, one.post.value) for one in desk.plan.members if one.branch == "01"]
    file = listed(
        tmp_path, *([A, name, "full", post] for name, post in names[:-1]), [A, "新某子", "full", None]
    )
    shown = typed("10", file, "y", "", "0")
    assert "> " + command_line(["plan", "import", str(file)]) + "\n" in shown
    assert "写进方案吗？" in shown
    assert "写进方案了。" in shown
    people = [
        row[1].value for row in openpyxl.load_workbook(desk.root / "plan.xlsx")["党员"].iter_rows(min_row=5)
    ]
    assert ("新某子" in people, names[-1][0] in people[: len(names)]) == (True, False)


@pytest.mark.usefixtures("desk")
def test_the_campaign_stands_last_whatever_was_asked_for(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    file = listed(tmp_path, [A, "赵某甲", "full", "secretary"])
    shown = typed("1", "10", file.name, "", "0", lang="en")
    assert "> " + command_line(["plan", "import", file.name, "争先"]) + "\n" in shown
    assert "New: " in shown or "Left: " in shown


@pytest.mark.usefixtures("desk")
def test_without_a_list_nothing_runs():
    shown = typed("10", "", "0")
    assert "> xlcampaign" not in shown
    assert "没有写，回到菜单" in shown


@pytest.mark.usefixtures("desk")
def test_in_english_it_is_english():
    shown = typed("0", lang="en")
    assert "Send out" in shown
    assert "← now" in shown


def test_a_name_with_spaces_is_quoted_as_one_types_it():
    line = command_line(["check", "我的 活动"])
    assert line in {"xlcampaign check '我的 活动'", 'xlcampaign check "我的 活动"'}


def test_in_a_pipe_it_is_the_help_as_before(tmp_path):
    ended = subprocess.run(
        [sys.executable, "-m", "xlcampaign"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
        encoding="utf-8",
    )
    assert ended.returncode == 2
    assert "命令" in ended.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")
def test_on_a_real_terminal_it_offers_and_leaves(desk):
    code, shown = shown_on_terminal(cwd=desk.root, answers=[("输入数字", "0")])
    assert code == 0
    assert "下发" in shown


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")
def test_who_waits_for_what_never_comes_waits_no_longer_than_agreed(desk):
    with pytest.raises(AssertionError, match="took too long"):
        shown_on_terminal(cwd=desk.root, seconds=5)
