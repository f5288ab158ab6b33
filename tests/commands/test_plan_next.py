"""The plan's current step is moved on by a command, and nothing else in the coordinator's workbook changes."""

import re
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from attacks import parts_of, with_part
from click.testing import CliRunner
from desks import Desk
from filled import complete
from plain import plain_file
from plans import plan_rows_of, small_plan

from xlcampaign.campaign import Folder
from xlcampaign.cli import cli
from xlcampaign.commands.collect import open_plan
from xlcampaign.engine import Processes
from xlcampaign.layout.forms import evaluation_form, pledge_form, step_after
from xlcampaign.layout.plan import plan_book
from xlcampaign.model.choices import StepKey

SETTINGS = "xl/worksheets/sheet2.xml"


def run(*arguments):
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def desk_of(root, **settings):
    given, rows = plan_rows_of(2, 3)
    (root / "inbox").mkdir()
    (root / "plan.xlsx").write_bytes(plain_file(plan_book(given | settings, rows)))
    return Folder(root)


@pytest.fixture
def desk(tmp_path):
    return desk_of(tmp_path)


def current(desk):
    campaign = open_plan(desk, Processes(1)).plan.campaign
    return campaign.stage, campaign.step.value


def test_the_next_step_becomes_the_current_one_and_only_its_cell_changes(desk):
    before = desk.plan.read_bytes()
    result = run("plan", "next", desk.root)
    assert result.exit_code == 0
    assert current(desk) == (1, "commendation")
    for said in (
        "原来是第 1 阶段“群众评议”，现在是第 1 阶段“评选表彰”",
        f"xlcampaign forms {desk.root}",
        "转到第 2 阶段“公开承诺”",
        "plan（改动前）.xlsx",
    ):
        assert said in result.output
    assert (desk.root / "plan（改动前）.xlsx").read_bytes() == before
    old, new = parts_of(before), parts_of(desk.plan.read_bytes())
    [changed] = [name for name in old if old[name] != new[name]]
    cells = re.compile(rb"<c [^>]*?(?:/>|>.*?</c>)", re.DOTALL)
    then, now = cells.findall(old[changed]), cells.findall(new[changed])
    differing = [(one, other) for one, other in zip(then, now, strict=True) if one != other]
    assert [
        re.search(rb'r="B(\d+)"', one).group(1) == re.search(rb'r="B(\d+)"', other).group(1)
        for one, other in differing
    ]


def test_after_the_last_step_of_a_stage_comes_the_next_stage_with_a_warning_where_it_is_not_sealed(tmp_path):
    desk = desk_of(tmp_path, step="commendation")
    result = run("--lang", "en", "plan", "next", desk.root)
    assert (result.exit_code, current(desk)) == (0, (2, "pledge"))
    assert "O194  stage 1 is not sealed" in result.output
    assert "“commendation” of stage 1; it is now “pledge” of stage 2" in result.output


def put_forms(desk):
    plan = open_plan(desk, Processes(1)).plan
    for branch in plan.branches:
        book = evaluation_form(plan, branch)
        (desk.inbox / f"{branch.code}.xlsx").write_bytes(plain_file(book, complete(book)))


def test_a_sealed_stage_is_left_without_a_warning_and_check_says_that_the_plan_can_move_on(tmp_path):
    desk = desk_of(tmp_path, step="commendation")
    put_forms(desk)
    sealed = run("seal", desk.root, "--number", "联校纪要 9 号", "--as-of", "2023-06-26")
    assert "定稿了" in sealed.output
    checked = run("check", desk.root, "--as-of", "2023-06-26").output
    assert "方案转到第 2 阶段（xlcampaign plan next）" in checked
    result = run("plan", "next", desk.root)
    assert (result.exit_code, "O194" in result.output) == (0, False)
    assert current(desk) == (2, "pledge")


@pytest.mark.parametrize(
    ("asked", "now"),
    [
        (("--step", "公开承诺"), (1, "pledge")),
        (("--stage", "2"), (2, "pledge")),
        (("--stage", "2", "--step", "evaluation"), (2, "evaluation")),
    ],
)
def test_another_step_is_gone_to_and_back(desk, asked, now):
    assert run("plan", "next", desk.root, *asked).exit_code == 0
    assert current(desk) == now
    assert run("plan", "next", desk.root, "--stage", "1", "--step", "群众评议").exit_code == 0
    assert current(desk) == (1, "evaluation")


def test_where_the_plan_stands_there_already_nothing_is_written(desk):
    before = desk.plan.read_bytes()
    result = run("plan", "next", desk.root, "--step", "evaluation")
    assert (result.exit_code, "没有改动" in result.output) == (0, True)
    assert (desk.plan.read_bytes(), list(desk.root.glob("plan（*"))) == (before, [])


@pytest.mark.parametrize(
    ("settings", "asked", "said"),
    [
        ({"stage": 2, "step": "commendation"}, (), "O193"),
        ({}, ("--step", "动员部署"), "O105"),
        ({}, ("--stage", "7"), "O108"),
    ],
)
def test_a_step_that_there_is_not_is_refused_and_says_which_there_are(tmp_path, settings, asked, said):
    desk = desk_of(tmp_path, **settings)
    before = desk.plan.read_bytes()
    result = run("plan", "next", desk.root, *asked)
    assert (result.exit_code, said in result.output) == (3, True), result.output
    assert desk.plan.read_bytes() == before


def with_cell(desk, label, change):
    book = openpyxl.load_workbook(desk.plan)
    sheet = book["活动"]
    row = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == label)
    change(sheet, row)
    book.save(desk.plan)
    return f"B{row}"


def test_a_formula_is_left_alone_and_named_by_its_cell(desk):
    cell = with_cell(desk, "当前步骤", lambda sheet, row: sheet.cell(row, 2, "群众评议"))
    value = rf'(<c r="{cell}"[^>]*?)(?: t="\w+")?>.*?</c>'.encode()
    formula = r'\1 t="str"><f>"群众评议"</f><v>群众评议</v></c>'.encode()
    with_formula = with_part(
        desk.plan.read_bytes(), SETTINGS, lambda xml: re.sub(value, formula, xml, count=1, flags=re.DOTALL)
    )
    desk.plan.write_bytes(with_formula)
    before = desk.plan.read_bytes()
    assert current(desk) == (1, "evaluation")
    result = run("plan", "next", desk.root)
    assert (result.exit_code, "O121" in result.output, f"{cell} 里是公式" in result.output) == (3, True, True)
    assert desk.plan.read_bytes() == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda sheet, row: sheet.cell(row, 2, None), "现为空"),
        (lambda sheet, row: sheet.delete_rows(row), "当前步骤"),
    ],
)
def test_a_step_that_is_blank_or_has_no_row_is_said_in_words(desk, change, said):
    def blank(sheet, row):
        sheet.cell(row, 2).value = None
        change(sheet, row)

    with_cell(desk, "当前步骤", blank)
    result = run("plan", "next", desk.root)
    assert (result.exit_code, said in result.output, "当前步骤" in result.output) == (3, True, True), (
        result.output
    )


def test_a_plan_that_would_have_errors_at_the_step_is_not_written(tmp_path):
    given, rows = plan_rows_of(2, 3)
    rows["steps"] = [row for row in rows["steps"] if (row["stage"], row["key"]) != (2, "commendation")]
    (tmp_path / "inbox").mkdir()
    (tmp_path / "plan.xlsx").write_bytes(plain_file(plan_book(given, rows)))
    before = (tmp_path / "plan.xlsx").read_bytes()
    result = run("plan", "next", tmp_path)
    assert (result.exit_code, "O121" in result.output, "P153" in result.output) == (3, True, True)
    assert (tmp_path / "plan.xlsx").read_bytes() == before


def test_the_steps_follow_each_other_over_the_stages():
    plan, walked, place = small_plan(1, 2, launch_form="yes"), [], (1, StepKey.LAUNCH)
    while place:
        walked.append(place)
        place = step_after(plan, *place)
    assert walked == [(stage, step) for stage in (1, 2) for step in StepKey]
    skipping = replace(plan, steps=tuple(step for step in plan.steps if step.key is not StepKey.COMMENT))
    assert step_after(skipping, 1, StepKey.PLEDGE) == (1, StepKey.EVALUATION)


def test_check_says_that_the_plan_can_move_on_where_the_step_is_done_or_over(desk):
    put_forms(desk)
    early = run("check", desk.root, "--as-of", str(date(2023, 5, 20))).output
    assert "“群众评议”的表收齐了，方案转到“评选表彰”（xlcampaign plan next）" in early
    (desk.inbox / "02.xlsx").unlink()
    assert "plan next" not in run("check", desk.root, "--as-of", str(date(2023, 5, 20))).output
    late = run("--lang", "en", "check", desk.root, "--as-of", str(date(2023, 6, 26))).output
    assert "“evaluation” ended on 2023-05-25: move the plan on to “commendation” unless you wait" in late


def test_before_the_rating_what_is_over_is_left_and_not_merged_for_a_meeting(tmp_path):
    desk = Desk(tmp_path / "campaign", 2)
    desk.rewrite(step="pledge")
    for branch in desk.plan.branches:
        book = pledge_form(desk.plan, branch)
        (desk.root / "inbox" / f"{branch.code}.xlsx").write_bytes(plain_file(book, complete(book)))
    said = run("check", desk.root, "--as-of", "2023-05-20").stderr.splitlines()[-1]
    assert "方案转到“领导点评”（xlcampaign plan next）" in said
    assert "xlcampaign merge" not in said
