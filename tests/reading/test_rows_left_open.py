"""Rows that nobody filled in or decided: whose they are is said, or that nobody is named."""

import pytest
from grids import read_grids
from plain import plain_file
from plans import small_plan

from xlcampaign.layout.forms import commendation_form, evaluation_form
from xlcampaign.model.envelope import Envelope
from xlcampaign.reading.form import read_book
from xlcampaign.words import Lang

PLAN = small_plan(1, 3)
FORM = commendation_form(PLAN)
VETO = PLAN.vetoes[0].name


def undecided(sheet, row, **typed):
    """What is said in Chinese of decisions that are open, by cell."""
    answers = {(sheet, row, key): value for key, value in typed.items()}
    envelope = Envelope("f.xlsx", plain_file(FORM, answers))
    _, findings = read_book(read_grids(envelope), FORM, "f.xlsx")
    return {f.place.cell: f.says(Lang.ZH) for f in findings if f.rule.code == "R112"}


@pytest.mark.parametrize(
    ("sheet", "row", "typed", "cell"),
    [
        ("overrides", 1, {"level": "合格"}, "D6"),
        ("overrides", 0, {"reason": "支教一年"}, "D5"),
        ("overrides", 3, {"level": "优秀", "reason": "支教一年"}, "D8"),
        ("vetoes", 2, {"situation": VETO}, "C7"),
    ],
)
def test_a_row_that_names_nobody_is_told_by_its_number(sheet, row, typed, cell):
    said = f"没有写明是谁的第 {row + 5} 行的「文件或会议纪要号」没有填，按没有决定处理"
    assert undecided(sheet, row, **typed) == {cell: said}


@pytest.mark.parametrize(
    ("sheet", "typed"), [("overrides", {"level": "合格"}), ("vetoes", {"situation": VETO})]
)
def test_a_row_that_names_somebody_is_told_by_that_name(sheet, typed):
    [said] = undecided(sheet, 0, subject="0101 赵某甲", **typed).values()
    assert said.startswith("“0101 赵某甲”这一行的「文件或会议纪要号」没有填")


@pytest.mark.parametrize("key", ["level", "reason", "subject"])
def test_what_is_withdrawn_is_not_to_be_decided(key):
    assert undecided("overrides", 0, **{"level": "合格", key: "撤回"}) == {}


@pytest.mark.parametrize(
    ("name", "found"), [("赵某甲", "赵某甲"), (None, "0101"), ("", "0101"), ("\u200b", "0101")]
)
def test_a_row_left_empty_is_told_by_its_code_where_the_name_is_gone(name, found):
    book = evaluation_form(PLAN, PLAN.branches[0])
    answers = {
        ("member_self", 1, "loyal"): 9,
        ("member_self", 2, "loyal"): 9,
        ("member_self", 0, "name"): name,
    }
    envelope = Envelope("f.xlsx", plain_file(book, answers))
    _, findings = read_book(read_grids(envelope), book, "f.xlsx")
    assert [f.facts["found"] for f in findings if f.rule.code == "R106"] == [found]
