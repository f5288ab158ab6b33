"""How versions differ is said in the reader's language, also where today's form no longer has the column."""

from dataclasses import replace

import pytest
from plans import small_plan

from xlcampaign.address import Address
from xlcampaign.findings.finding import Place
from xlcampaign.layout.differences import say_differences
from xlcampaign.layout.forms import commendation_form, evaluation_form
from xlcampaign.model.versions import Difference, Differences
from xlcampaign.reading.fields import read_value
from xlcampaign.words import Lang

PLAN_OF_NAMESAKES = small_plan(2, 3)
PLAN = replace(PLAN_OF_NAMESAKES, members=PLAN_OF_NAMESAKES.members[:3])


@pytest.mark.parametrize(
    ("old", "new", "zh", "en"),
    [
        ("yes", None, "K5：是 → 空", "K5: yes → empty"),
        ("no", "yes", "K5：否 → 是", "K5: no → yes"),
        (8, "好", "K5：8 → 好", "K5: 8 → 好"),
    ],
)
@pytest.mark.parametrize("sheet", [None, evaluation_form(PLAN, PLAN.branches[0]).table_of("member_self")])
def test_a_value_of_a_column_that_is_gone_is_said_in_both_languages(old, new, zh, en, sheet):
    differences = Differences((Difference(Address(5, 11), "attended", old, new),), 1)
    said = say_differences(differences, sheet)
    assert (said.zh, said.en) == (zh, en)


@pytest.mark.parametrize("typed", ["钱某乙", "钱 某乙", "102"])
def test_whom_a_cell_is_read_as_has_the_brackets_of_the_readers_language(typed):
    column = commendation_form(PLAN).table_of("vetoes").column_of("subject")
    value, finding = read_value(typed, column, Place("f.xlsx"))
    assert value == "0102"
    assert finding is not None
    assert "钱某乙（0102）" in finding.says(Lang.ZH)
    assert "钱某乙 (0102)" in finding.says(Lang.EN)
