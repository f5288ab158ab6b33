"""How names and labels are compared."""

from dataclasses import replace

import pytest
from plans import small_plan

from xlcampaign.layout.kinds import OneOf
from xlcampaign.layout.pick_lists import anybody, named
from xlcampaign.layout.text import WITHDRAWALS, clean, says_withdrawn, squeeze

NAME = "阿依古丽·某某"
MEMBER = replace(small_plan(1, 1).members[0], name=NAME)


@pytest.mark.parametrize("dot", "•・．‧∙⋅･.·")
@pytest.mark.parametrize("around", ["{}", " {}", "{} ", "　{}　", "\xa0{}"])
def test_the_dot_in_a_name_is_one_however_it_is_typed(dot, around):
    typed = NAME.replace("·", around.format(dot))
    assert squeeze(typed) == squeeze(NAME)
    assert OneOf(tuple(named([MEMBER]))).parse(typed) == MEMBER.code
    plan = replace(small_plan(1, 1), members=(MEMBER,))
    assert anybody(plan).parse(f"{typed}（{MEMBER.code}）") == MEMBER.code


@pytest.mark.parametrize("typed", ["张 三", "张　三", " 张\u2003三", "张\u200b三", "张\xa0三 "])
def test_spaces_inside_a_name_are_none(typed):
    assert squeeze(typed) == "张三"


@pytest.mark.parametrize(
    ("one", "other"), [("1.5", "15"), ("1.5", "1·5"), ("甲1.乙", "甲1·乙"), ("甲.", "甲")]
)
def test_dots_elsewhere_stay(one, other):
    assert squeeze(one) != squeeze(other)


@pytest.mark.parametrize("word", WITHDRAWALS)
def test_what_the_formulas_of_forms_take_for_withdrawing_is_read_so(word):
    assert says_withdrawn(word)
    assert says_withdrawn(f" {word.upper()} ")


UNSEEN = (
    *("\u061c", "\ufeff", "\ufe0e", "\ufe0f", "\x08", "\x0b", "\x0c", "\x7f", "\x85", "\x9f"),
    *map(
        chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFFF9, 0xFFFC))
    ),
    *("\ufffe", "\uffff", "\ud800", "\udfff"),
)


@pytest.mark.parametrize("unseen", UNSEEN, ids=ascii)
def test_what_nobody_sees_is_no_text_be_it_printable_or_not(unseen):
    assert clean(f" 赵{unseen}某甲　") == "赵某甲"
    assert clean(unseen) == ""


def test_all_that_people_see_stays():
    assert clean("赵某甲 ①½é🅇") == "赵某甲 ①½é🅇"
