"""A list of members held against a plan's, row by row: who is who, who is new, who left, and what has to be clear first."""

from datetime import date

import pytest

from xlcampaign.address import Address
from xlcampaign.findings.finding import Place
from xlcampaign.model.listed import ListedMember, ListedSheet, MembersList
from xlcampaign.model.roster import Branch, Category, Member, Participation, Post, Roster
from xlcampaign.tally.listed import compare, distinct

DAY = date(2023, 1, 1)
BRANCHES = ("甲一完小党支部", "甲二完小党支部")


def branch(number, code=""):
    return Branch(code or f"{number:02d}", BRANCHES[number - 1], (), "", "", 9)


def member(code, name, number=1, part=Participation.YES, reason=""):
    return Member(code, name, f"{number:02d}", Category.FULL, Post.NONE, part, reason)


def listed(name, number=1, code="", row=2, sheet="名册", **said):
    """A row of a list; a branch by its number, or by another name."""
    columns = ("code", "name", "branch", "category")
    cells = {key: Place("名册.xlsx", sheet, (Address(row, at),)) for at, key in enumerate(columns, 1)}
    named = BRANCHES[number - 1] if isinstance(number, int) else number
    return ListedMember(cells, name, named, code, **{"category": Category.FULL} | said)


def compared(rows, members, retired=(), sheets=None):
    given = sheets or {"名册": rows}
    found = tuple(ListedSheet(title, 1, {}, (), (), 0, tuple(own)) for title, own in given.items())
    roster = Roster((branch(1), branch(2)), tuple(members))
    return compare(MembersList("名册.xlsx", found), roster, DAY, retired)


def codes(comparison):
    return [finding.rule.code for finding in comparison.findings]


PLAN = [member(f"010{n}", name) for n, name in enumerate(("赵某甲", "钱某乙", "孙某丙", "李某丁"), 1)]
SAME = [listed(one.name, row=row) for row, one in enumerate(PLAN, 2)]


def test_a_list_that_says_the_same_changes_nothing_and_says_nothing():
    found = compared(SAME, PLAN)
    assert (found.changes, found.unchanged, found.findings, found.untouched) == ((), 4, (), ("02",))


def test_of_those_of_whom_something_changes_all_others_are_unchanged():
    rows = [listed("赵某甲", post=Post.SECRETARY), *SAME[1:]]
    found = compared(rows, PLAN)
    assert [(one.before.code, one.after.post) for one in found.changes] == [("0101", Post.SECRETARY)]
    assert found.unchanged == 3


@pytest.mark.parametrize(
    ("codes_of", "twice"), [(("0101", ""), 1), (("", "0101"), 1), (("0101", "0102"), 0), (("", ""), 1)]
)
def test_a_name_twice_in_a_branch_is_one_person_unless_both_rows_have_a_code(codes_of, twice):
    rows = [listed("赵某甲", code=code, row=row) for row, code in enumerate(codes_of, 2)]
    kept, findings = distinct(rows)
    assert (len(kept), len(findings)) == (2 - twice, twice)


@pytest.mark.parametrize(("coded", "foreign"), [(1, False), (2, False), (3, True), (4, True)])
def test_codes_of_more_than_half_that_are_none_of_the_plans_are_another_kind_of_codes(coded, foreign):
    rows = [
        listed(one.name, code=f"X{row}" if row - 2 < coded else "", row=row)
        for row, one in enumerate(PLAN, 2)
    ]
    assert compared(rows, PLAN).foreign is foreign


@pytest.mark.parametrize(
    ("plan", "code", "known"),
    [
        (("0101",), "0101", "0101"),
        (("0101",), "101", "0101"),
        (("0101",), "00101", "0101"),
        (("0101", "00101"), "101", ""),
        (("0101", "00101"), "0101", "0101"),
        (("A1",), "A1", "A1"),
        (("A1",), "1", ""),
        (("0101",), "A101", ""),
    ],
)
def test_zeros_before_a_code_do_not_matter_where_but_one_is_meant(plan, code, known):
    members = [member(code, f"赵某{number}") for number, code in enumerate(plan)]
    found = compared([listed("赵某0", code=code), listed("钱某乙", row=3)], members)
    matched = [change.before.code for change in found.changes if change.before and change.after]
    new = [change.after.name for change in found.changes if change.before is None]
    if known:
        assert (found.unchanged, matched, new) == (1, [], ["钱某乙"])
    else:
        assert found.unchanged == 0
    assert compared([listed("赵某0", code=code)], members).foreign is not bool(known)


def test_a_branch_that_nobody_knows_is_said_sheet_by_sheet():
    rows = {
        "一": [listed("赵某甲", "某某新支部", sheet="一")],
        "二": [listed("钱某乙", "某某新支部", row=3, sheet="二")],
    }
    found = compared([], PLAN, sheets=rows)
    assert [one.place.say() for one in found.findings] == ["名册.xlsx › 一 › C2", "名册.xlsx › 二 › C3"]


def test_a_name_that_is_spelled_otherwise_is_pointed_out_and_no_other():
    rows = [listed("赵某・甲", row=2), *SAME[1:]]
    found = compared(rows, [member("0101", "赵某甲"), *PLAN[1:]])
    assert len(found.findings) == 1
    assert found.findings[0].place.cells == (Address(2, 2),)


def test_of_many_namesakes_three_are_named():
    plan = [member(f"010{n}", "赵某甲") for n in range(1, 6)]
    [finding] = [one for one in compared([listed("赵某甲")], plan).findings if "0101" in str(one)]
    assert "0103" in str(finding)
    assert "0104" not in str(finding)


@pytest.mark.parametrize(("post", "expected"), [(None, Post.NONE), (Post.SECRETARY, Post.SECRETARY)])
def test_whoever_is_new_has_the_post_that_is_listed_or_none_and_the_next_code(post, expected):
    found = compared([*SAME, listed("周某戊", post=post, row=6), listed("吴某己", 2, row=7)], PLAN)
    assert [(one.before, one.after.code, one.after.post) for one in found.changes] == [
        (None, "0105", expected),
        (None, "0201", Post.NONE),
    ]


@pytest.mark.parametrize(
    ("said", "part", "reason"),
    [
        ({}, Participation.NO, "病假"),
        ({"participation": Participation.NO, "reason": "外出"}, Participation.NO, "病假"),
        ({"participation": Participation.YES}, Participation.YES, ""),
    ],
)
def test_why_somebody_takes_no_part_stays_as_long_as_that_does(said, part, reason):
    plan = [member("0101", "赵某甲", part=Participation.NO, reason="病假"), *PLAN[1:]]
    found = compared([listed("赵某甲", **said), *SAME[1:]], plan)
    after = [change.after for change in found.changes] or plan[:1]
    assert (after[0].participation, after[0].reason) == (part, reason)


@pytest.mark.parametrize(
    ("people", "leave", "said"), [(2, 2, 0), (2, 1, 0), (3, 1, 0), (3, 2, 1), (4, 2, 0), (4, 3, 1), (5, 2, 0)]
)
def test_a_branch_of_three_or_more_of_which_more_than_half_would_leave_is_pointed_out(people, leave, said):
    plan = [member(f"010{n}", f"某{'甲乙丙丁戊'[n]}{n}") for n in range(people)]
    rows = [listed(one.name, row=row) for row, one in enumerate(plan[leave:], 2)]
    rows.append(listed("郑某庚辛", row=9))  # so that the branch is one that the list names
    assert codes(compared(rows, plan)).count("O198") == said


def test_whoever_changes_does_not_leave():
    rows = [listed(PLAN[0].name, post=Post.SECRETARY), *SAME[1:2]]
    assert codes(compared(rows, PLAN[:3])) == []


def test_only_of_whom_somebody_new_differs_by_one_letter_and_who_left_it_is_asked_whether_they_are_one():
    plan = [*PLAN, member("0105", "周某戊")]
    kept = [*SAME, listed("周某午", row=6)]
    found = compared(kept, plan)
    assert [one.place.cells for one in found.findings] == [(Address(6, 2),)]
    both = compared([*SAME, listed("周某戊", row=6), listed("周某午", row=7)], plan)
    assert both.findings == ()
    moved = compared([*SAME[1:], listed("赵某甲", 2, row=6), listed("赵某乙", 1, row=7)], PLAN)
    assert all(one.place.cells != (Address(7, 2),) or "0101" not in str(one) for one in moved.findings)
    stays = compared([*SAME, listed("周某午", post=Post.SECRETARY, row=6)], [*plan, member("0106", "周某午")])
    assert stays.findings == ()
