"""Whom a cell means in which a name stands as people write it: with branch, code or post."""

from dataclasses import replace

import pytest
from plans import small_plan

from xlcampaign.layout.pick_lists import anybody, named_in
from xlcampaign.words import Lang

PLAN = small_plan(3, 4)
"""Its branches have the same four names."""
KIND = anybody(PLAN)
ALONE = replace(
    PLAN, members=tuple(replace(m, name="冯某寅") if m.code == "0203" else m for m in PLAN.members)
)


def meant(text, kind=KIND):
    try:
        return kind.parse(text)
    except ValueError:
        return None


@pytest.mark.parametrize(
    "text",
    [
        "钱某乙（甲三完小党支部）",
        "钱某乙(甲三完小)",
        "甲三完小党支部钱某乙",
        "甲三完小 钱某乙",
        "甲三完小党支部　钱某乙（0302）",
        "钱某乙（0302，甲三完小党支部）",
        "钱某乙书记（甲三完小党支部）",
        "甲三完小党支部书记钱某乙同志",
    ],
)
def test_a_name_with_its_branch_is_read_and_noted(text):
    assert meant(text) == "0302"
    assert KIND.is_sign(text)


@pytest.mark.parametrize(
    "text", ["冯某寅书记", "冯某寅老师", "冯某寅（组织委员）", "甲二完小冯某寅", "冯某寅、"]
)
def test_a_name_that_one_person_has_may_have_a_post_beside_it(text):
    assert meant(text, anybody(ALONE)) == "0203"


@pytest.mark.parametrize(
    "text",
    [
        "钱某乙书记",  # there are three
        "冯某寅（甲一完小党支部）",  # of another branch
        "钱某乙（0301，甲三完小党支部）",  # the code is another's
        "甲三完小党支部书记",
        "钱某乙、孙某丙（甲三完小党支部）",
        "钱某乙（甲三完小党支部，不同意）",
        "钱某乙（甲三完小党支部）？",
        "钱某乙的爱人（甲三完小党支部）",
    ],
)
def test_what_fits_nobody_alone_is_not_read(text):
    assert meant(text, anybody(ALONE)) is None


@pytest.mark.parametrize("text", ["甲三完小党支部", "03", "钱某乙（0302）", "0302"])
def test_what_is_on_the_list_is_no_sign(text):
    assert meant(text) in {"03", "0302"}
    assert not KIND.is_sign(text)


@pytest.mark.parametrize(
    "text", ["钱某乙（甲三完小党支部，待查）", "钱某乙(甲三完小党支部)？", "甲三完小党支部钱某乙？"]
)
def test_a_branch_that_says_whose_somebody_is_is_not_named(text):
    found = named_in(text, KIND, PLAN)
    assert "0302" in found
    assert "03" not in found


def test_both_are_named_where_they_stand_side_by_side():
    assert {"03", "0302", "0301"} <= set(named_in("甲三完小党支部、钱某乙", KIND, PLAN))


@pytest.mark.parametrize(("text", "first"), [("钱某乙书记", "钱某乙（0102）"), ("孙某炳", "孙某丙（0103）")])
def test_the_remedy_lists_names_near_to_what_was_typed_first(text, first):
    expected = KIND.meant_by(text)
    assert expected.say(Lang.ZH).startswith(f"下列之一：{first}")
    assert first.partition("（")[0] in expected.say(Lang.EN)
