"""The launch and the work record: asked for by the plan alone, kept row by row, on all forms of a branch, in the summary."""

from datetime import date

import openpyxl
import pytest
from campaigns import Years
from commands.test_rows import Inbox, row
from filled import complete, values_of, written
from known import known_of
from plans import small_plan

from xlcampaign.layout.forms import (
    evaluation_form,
    form_for,
    forms_of,
    launch_form,
    needed_forms,
    pledge_form,
    rectification_form,
)
from xlcampaign.layout.launch import WORK
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import Identity
from xlcampaign.reading.tables import read_tables
from xlcampaign.words import Lang

ASKED, PLAIN = small_plan(2, 3, launch_form="yes"), small_plan(2, 3)
BRANCH = ASKED.branches[0]
LAUNCH, PLEDGES = launch_form(ASKED, BRANCH), pledge_form(ASKED, BRANCH)
FULL = complete(LAUNCH)
MEMBER = row("leading_group", 1, name="钱某乙", duty="成员", task="宣传")
DONE = row(WORK, 0, day=date(2023, 2, 1), text="召开动员会", who="全体党员", evidence="照片 3 张")


def keys_of(book):
    return {sheet.key for sheet in book.sheets}


def work_in(registers):
    return [(one.step.value, one.day and one.day.isoformat(), one.text) for one in registers.work]


def test_only_a_plan_that_asks_for_it_has_the_form_and_the_record():
    assert [len(forms_of(plan, StepKey.LAUNCH)) for plan in (ASKED, PLAIN)] == [2, 0]
    identity = Identity("XF-2023", 1, StepKey.LAUNCH, "01")
    assert form_for(PLAIN, identity) is None
    assert form_for(ASKED, identity) is not None
    needed = [[slot for slot in needed_forms(p, 1) if slot.step is StepKey.LAUNCH] for p in (ASKED, PLAIN)]
    assert [len(slots) for slots in needed] == [2, 0]
    for plan in (ASKED, PLAIN):
        books = (pledge_form(plan, BRANCH), evaluation_form(plan, BRANCH))
        books += (rectification_form(plan, BRANCH, known_of(plan)),)
        assert all((WORK in keys_of(book)) is plan.campaign.launch_form for book in books)
    assert {PLAIN.campaign.launch_form, ASKED.campaign.launch_form} == {False, True}


def test_forms_that_went_out_before_the_plan_asked_are_read_without_a_word_of_it():
    book, found = pledge_form(PLAIN, BRANCH), Inbox(ASKED)
    found.receive("a", book, complete(book))
    assert not {code for code, _ in found.read("a")} & {"S101", "S202", "F111", "C121", "X101"}
    assert found.registers.work == ()


@pytest.mark.parametrize("lang", Lang)
def test_the_form_may_be_sent_once_chair_and_meeting_are_filled_in(tmp_path, lang):
    title = LAUNCH.sheets[0].title.say(lang)
    ready, missing = ("可以上报", "还差 4") if lang is Lang.ZH else ("ready to send", "4 to go")
    assert missing in values_of(written(tmp_path, LAUNCH, lang=lang))[title]["A13"].value
    told = {
        key: value
        for key, value in complete(LAUNCH, lang).items()
        if key[2] in {"name", "day", "due", "present"}
    }
    assert ready in values_of(written(tmp_path, LAUNCH, told, lang))[title]["A13"].value
    begun = told | row(WORK, 0, text="召开动员会")
    assert ready not in values_of(written(tmp_path, LAUNCH, begun, lang))[title]["A13"].value


def test_what_is_said_on_all_forms_of_a_branch_is_one_register():
    inbox = Inbox(ASKED).receive("a", LAUNCH, FULL | MEMBER | DONE)
    inbox.receive("b", PLEDGES, complete(PLEDGES) | row(WORK, 0, day=date(2023, 3, 20), text="承诺上墙"))
    registers = inbox.registers
    assert work_in(registers) == [
        ("launch", "2023-02-01", "召开动员会"),
        ("pledge", "2023-03-20", "承诺上墙"),
    ]
    (launch,) = registers.launches
    assert (launch.branch, launch.due, launch.present, launch.liaison) == ("01", 9, 9, "李某丁")
    assert [(one.name, one.duty, one.task) for one in registers.groups] == [
        ("赵某甲", "组长", ""),
        ("钱某乙", "成员", "宣传"),
    ]
    assert inbox.rejected == []


@pytest.mark.parametrize("first", [{"who": "全体党员"}, {"evidence": "照片 3 张"}, {}])
def test_what_two_forms_say_of_one_thing_is_put_together(first):
    whole = {"who": "全体党员", "evidence": "照片 3 张"}
    second = {key: value for key, value in whole.items() if key not in first}
    same = {"day": date(2023, 2, 1), "text": "召开动员会"}
    inbox = Inbox(ASKED).receive("a", LAUNCH, FULL | MEMBER | row(WORK, 0, **same, **first))
    inbox.receive("b", PLEDGES, complete(PLEDGES) | row(WORK, 0, **same, **second))
    assert [(one.who, one.evidence) for one in inbox.registers.work] == [tuple(whole.values())]


def test_what_a_later_form_does_not_mention_stays_and_what_it_withdraws_goes():
    more = row(WORK, 1, day=date(2023, 2, 3), text="办宣传栏")
    inbox = Inbox(ASKED).receive("a", LAUNCH, FULL | MEMBER | DONE | more)
    inbox.receive(
        "b", LAUNCH, row("launch", 0, venue="操场") | row(WORK, 0, day=date(2023, 2, 9), text="家长会"), 2
    )
    assert [text for *_, text in work_in(inbox.registers)] == ["召开动员会", "办宣传栏", "家长会"]
    (launch,) = inbox.registers.launches
    assert (launch.venue, launch.due) == ("操场", 9)
    gone = row(WORK, 0, day=date(2023, 2, 3), text="办宣传栏", evidence="撤回")
    inbox.receive("c", LAUNCH, gone | row("leading_group", 1, name="钱某乙", post="撤回"), 3)
    assert [text for *_, text in work_in(inbox.registers)] == ["召开动员会", "家长会"]
    assert [one.name for one in inbox.registers.groups] == ["赵某甲"]


def test_the_same_work_on_several_forms_is_one_entry_with_all_its_sources():
    again = row(WORK, 0, day=date(2023, 2, 1), text="召开 动员会", evidence="照片 3 张")
    other = row(WORK, 1, day=date(2023, 2, 1), text="召开动员会", who="支委")
    inbox = Inbox(ASKED).receive("b", PLEDGES, complete(PLEDGES) | again | other)
    inbox.receive("a", LAUNCH, FULL | DONE)
    one, two = inbox.registers.work
    assert (one.step, one.who, [place.file for place in (one.place, *one.also)]) == (
        "launch",
        "全体党员",
        ["a", "b"],
    )
    assert (two.step, two.who, two.also) == ("pledge", "支委", ())


@pytest.mark.parametrize(("code", "more"), [("X129", {}), ("R118", {"evidence": "照片 3 张"})])
def test_what_another_form_reported_is_withdrawn_on_that_one_as_the_remedy_says(code, more):
    inbox = Inbox(ASKED).receive("a", LAUNCH, FULL | DONE)
    gone = row(WORK, 0, day=date(2023, 2, 1), text="召开动员会", who="撤回", **more)
    inbox.receive("b", PLEDGES, complete(PLEDGES) | gone)
    [finding] = [f for f in inbox.merged().findings if f.rule.code == code]
    assert finding.fix(Lang.ZH).startswith("要撤回的这一条是动员部署表报的（a），在动员部署表上照抄这一行")
    inbox.receive("c", LAUNCH, gone, 2)
    assert inbox.registers.work == ()


def test_a_single_cell_withdraws_nothing_and_is_said_to_be_unread():
    inbox = Inbox(ASKED).receive("a", LAUNCH, FULL | MEMBER)
    inbox.receive("b", LAUNCH, row("launch", 0, present=8, liaison="撤回", venue="作废"), 2)
    told = [code for code, _ in inbox.read("b")]
    assert told.count("C129") == 2
    assert inbox.said("X128", "X129") == []
    (launch,) = inbox.registers.launches
    assert (launch.present, launch.due, launch.liaison) == (8, 9, "李某丁")


def test_a_sheet_on_which_nothing_else_stands_is_withdrawn_and_named_in_words():
    inbox = Inbox(ASKED).receive("a", LAUNCH, FULL | MEMBER)
    inbox.receive("b", LAUNCH, row("launch", 0, liaison="撤回"), 2)
    assert inbox.registers.launches == ()
    [(_, _, facts)] = inbox.said("X128")
    assert facts["rows"] == "动员部署"


def test_an_empty_record_is_no_gap_and_an_entry_says_when_and_what():
    inbox = Inbox(ASKED).receive("a", LAUNCH, FULL)
    assert {code for code, _ in inbox.read("a")} <= {"C107"}
    inbox.receive("b", LAUNCH, FULL | row(WORK, 0, text="召开动员会") | row(WORK, 1, evidence="照片"), 2)
    assert [at for at in inbox.read("b") if at[0] == "C116"] == [
        ("C116", "A5"),
        ("C116", "A6"),
        ("C116", "B6"),
    ]
    assert work_in(inbox.registers) == [("launch", None, "召开动员会")]


def test_more_present_than_due_and_days_to_come_are_pointed_out():
    wrong = row("launch", 0, present=12, day=date(2023, 6, 20)) | row(
        WORK, 0, day=date(2023, 6, 21), text="复查"
    )
    inbox = Inbox(ASKED).receive("a", LAUNCH, FULL | wrong)
    assert ("C113", "B8") in inbox.read("a")
    said = {(f.place.sheet, f.place.cell) for f in inbox.merged().findings if f.rule.code == "X155"}
    assert said == {("动员部署", "B5"), ("工作纪实", "A5")}
    assert inbox.registers.launches[0].present == 12
    assert inbox.rejected == []


@pytest.fixture
def years(tmp_path):
    years = Years(tmp_path / "campaign", 2, 2)
    years.write(launch_form="yes", step="launch")
    years.put("动员.xlsx", years.forms(1, StepKey.LAUNCH)["01"], FULL | MEMBER | DONE, 1)
    return years


def test_a_form_that_is_issued_again_holds_what_came_with_its_numbers(years):
    written_ = years.run("forms", years.root, "--step", "launch").splitlines()
    (again,) = (path for path in written_ if "01-" in path and path.endswith(".xlsx"))
    book = openpyxl.load_workbook(again)
    assert [book["领导小组"][cell].value for cell in ("A5", "A6", "E5", "E6")] == [
        "赵某甲", "钱某乙", "1-01-1", "1-01-2",
    ]  # fmt: skip
    assert [book["工作纪实"][cell].value for cell in ("B5", "E5")] == ["召开动员会", "1-01-1"]
    assert book["动员部署"]["B6"].value == "会议室"


def test_what_is_due_is_said_and_the_summary_lists_launches_and_work(years):
    said = years.run("status", years.root, "--as-of", "2023-03-01")
    assert "02 甲二完小党支部  动员部署表未报" in said
    years.run("merge", years.root, "--as-of", "2023-03-01")
    tables = read_tables(years.folder.summary(1))
    launches, work = tables["launches"], tables["work_record"]
    assert list(launches["领导小组"]) == ["组长 赵某甲；成员 钱某乙（宣传）", "没有填"]
    assert list(launches["实到"].dropna()) == [9]
    assert [tuple(map(str, one)) for one in work[["日期", "步骤", "支部", "做了什么"]].to_numpy()] == [
        ("2023-02-01 00:00:00", "动员部署", "甲一完小党支部", "召开动员会")
    ]


def test_a_plan_that_does_not_ask_for_it_misses_nothing_and_names_the_next_step(years):
    years.write(launch_form=None)
    said = years.run("forms", years.root, "--step", "launch", code=3)
    assert "接着有表的是“公开承诺”（forms --step pledge）" in said
    assert "动员部署表" not in said.partition("有表的步骤")[2]
    assert "动员部署表" not in years.run("status", years.root, "--as-of", "2023-03-01")
    assert "活动”表要不要动员部署表" in years.run("check", years.root, "--as-of", "2023-03-01", code=1)
    years.put("承诺.xlsx", years.forms(1, StepKey.PLEDGE)["01"], complete(pledge_form(PLAIN, BRANCH)), 1)
    years.run("merge", years.root, "--as-of", "2023-03-01", code=1)
    assert not {"动员部署情况", "工作纪实"} & set(openpyxl.load_workbook(years.folder.summary(1)).sheetnames)
