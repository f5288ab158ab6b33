"""What the overview says of matters."""

from typing import get_args

import pytest
from plans import small_plan

from xlcampaign.model.briefing import AssessmentMissing, EvaluationsMissing, FormState, Matter, Unrated
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.summary import contents
from xlcampaign.summary.leaders.matters import SHEETS, matter_words
from xlcampaign.words import T


@pytest.mark.parametrize("kind", get_args(Matter))
def test_every_kind_of_matter_has_words_and_a_sheet_that_tells_more(kind):
    assert kind in matter_words.registry
    assert SHEETS[kind] in {sheet.key for sheet in contents.SHEETS}


def test_a_matter_without_words_is_a_defect_and_not_left_out():
    with pytest.raises(NotImplementedError):
        matter_words(object(), small_plan())


def test_a_matter_is_said_in_both_languages():
    plan = small_plan(5, 1)
    names = [branch.name for branch in plan.branches]
    assert list(matter_words(EvaluationsMissing(FormState.MISSING, ("01", "02", "03", "04")), plan)) == [
        T(
            f"{'、'.join(names[:3])}等 4 个评议表未报，没有结果",
            f"evaluation form missing, no results: {', '.join(names[:3])} and 1 more",
        )
    ]
    assert len(list(matter_words(AssessmentMissing(FormState.BLANK), plan))) == 1


def test_where_some_lack_several_ways_it_is_said_why_they_are_fewer_than_the_ways():
    plan, member = small_plan(), SubjectKind.MEMBER
    (one,) = matter_words(Unrated(member, 2, {WayKey.SELF: 1, WayKey.PEER: 1}), plan)
    (several,) = matter_words(Unrated(member, 1, {WayKey.SELF: 1, WayKey.PEER: 1}), plan)
    assert "有的缺几种" not in one.zh
    assert several.zh.endswith("（有的缺几种）")
    assert several.en.endswith("; some lack several)")
