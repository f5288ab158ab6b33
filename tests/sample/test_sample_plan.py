from collections import Counter

import pytest
from plans import plan_of

from xlcampaign.model.roster import Category, Participation, Post
from xlcampaign.sample.people import numeral, school_names
from xlcampaign.sample.plan import sample_plan
from xlcampaign.words import Lang


@pytest.fixture(scope="module")
def plan():
    return plan_of(sample_plan(8, 130, seed=1))


def test_the_campaign_has_the_size_asked_for(plan):
    sizes = Counter(member.branch for member in plan.members)
    assert [branch.name for branch in plan.branches] == [f"甲{n}完小党支部" for n in "一二三四五六七八"]
    assert len(plan.members) == 130
    assert len(set(sizes.values())) > 3
    assert all(12 <= branch.teachers <= 40 for branch in plan.branches)


def test_codes_follow_branch_and_place(plan):
    assert [branch.code for branch in plan.branches] == [f"{n:02d}" for n in range(1, 9)]
    assert [member.code for member in plan.members][:3] == ["0101", "0102", "0103"]
    assert len({member.code for member in plan.members}) == 130


def test_names_are_invented_and_differ_within_a_branch_only(plan):
    assert all("某" in member.name for member in plan.members)
    assert max(Counter((m.branch, m.name) for m in plan.members).values()) == 1
    assert max(Counter(m.name for m in plan.members).values()) > 1


def test_every_branch_has_one_secretary_and_the_plan_names_them(plan):
    secretaries = [member for member in plan.members if member.post is Post.SECRETARY]
    assert [member.branch for member in secretaries] == [branch.code for branch in plan.branches]
    assert [member.name for member in secretaries] == [branch.secretary for branch in plan.branches]


def test_there_are_all_sorts_of_members(plan):
    posts = Counter(member.post for member in plan.members)
    participation = Counter(member.participation for member in plan.members)
    absent = next(member for member in plan.members if member.participation is Participation.NO)
    assert posts[Post.DEPUTY] == 8
    assert posts[Post.COMMITTEE] == 16
    assert participation == {Participation.YES: 128, Participation.EXEMPT: 1, Participation.NO: 1}
    assert absent.reason
    assert 2 <= sum(member.category is Category.PROBATIONARY for member in plan.members) <= 12


@pytest.mark.parametrize(("branches", "members"), [(1, 1), (3, 3), (300, 6000), (9990, 9990), (1, 500)])
def test_any_size_within_the_limits_gives_a_sound_roster(branches, members):
    _, rows = sample_plan(branches, members, seed=5)
    codes = [row["code"] for row in (*rows["branches"], *rows["members"])]
    names = {(row["branch"], row["name"]) for row in rows["members"]}
    assert len(rows["branches"]) == branches
    assert len(names) == members
    assert len(set(codes)) == branches + members
    assert {row["branch"] for row in rows["members"]} == {row["name"] for row in rows["branches"]}


@pytest.mark.parametrize(("branches", "members"), [(0, 0), (8, 7), (9991, 99910), (1, 501)])
def test_impossible_sizes_are_refused(branches, members):
    with pytest.raises(ValueError, match=r"\d"):
        sample_plan(branches, members, seed=1)


def test_an_english_campaign_has_no_chinese_in_it():
    _, rows = sample_plan(3, 30, seed=1, lang=Lang.EN)
    texts = [value for key in ("branches", "members") for row in rows[key] for value in row.values()]
    assert all(str(text).isascii() for text in texts)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (13, "十三"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (305, "三百零五"),
        (410, "四百一十"),
        (999, "九百九十九"),
    ],
)
def test_numbers_in_chinese(number, text):
    assert numeral(number) == text


def test_many_schools_have_different_names():
    names = [name.zh for name in school_names(300)]
    assert names[29:31] == ["甲三十完小", "乙一完小"]
    assert len(set(names)) == 300
