"""Whom the plan itself gives another name from a day on keeps the code, and with it all that is theirs."""

from dataclasses import replace
from datetime import timedelta

import pytest
from commands.test_people_change import errors, marks
from plain import plain_file
from plans import small_plan

from xlcampaign.commands.intake import take_in
from xlcampaign.layout.forms import commendation_form, evaluation_form, pledge_form
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.roster import Roster
from xlcampaign.words import Lang

NAMES = {"0101": "冯一", "0102": "陈小二", "0103": "褚三", "0104": "卫四", "0105": "蒋五", "0201": "沈六"}
PLAN = small_plan(2, 5)
PLAN = replace(PLAN, members=tuple(replace(m, name=NAMES.get(m.code, m.name)) for m in PLAN.members))
FIRST, SECOND = PLAN.branches
LISTED = PLAN.stage_of(1).counts_on
BOOK = evaluation_form(PLAN, FIRST)
OWN = {code: number for number, code in enumerate(sorted(NAMES), 1) if code < "02"}
"""The self-rating that each gives: whose marks are whose shows in the counts."""


def rated():
    table = BOOK.table_of("member_self")
    marked = [column.key for column in table.columns if column.mark]
    return {
        ("member_self", n, key): OWN[row["code"]] / 2 for n, row in enumerate(table.rows) for key in marked
    }


def take(book, answers, today):
    return take_in(Envelope("f.xlsx", plain_file(book, answers)), today)


def decided(subject, row=0):
    entry = {
        "subject": subject,
        "situation": "发生安全责任事故",
        "document": "联党发1号",
        "day": "2023-06-01",
    }
    return {("vetoes", row, key): value for key, value in entry.items()}


def subjects(intake):
    return [entry.subject for entry in intake.submission.parts["vetoes"].entries]


def since(names, gone=(), branches=PLAN.branches):
    """The plan in which some have another name from the day of the list on, and some are there no more."""
    rows = []
    for m in PLAN.members:
        if m.code in {*names, *gone}:
            rows.append(replace(m, end=LISTED - timedelta(days=1)))
        if m.code not in gone:
            started = LISTED if m.code in names else None
            rows.append(replace(m, name=names.get(m.code, m.name), start=started))
    roster = Roster(branches, tuple(rows))
    return replace(PLAN, members=roster.on(LISTED).members, roster=roster)


@pytest.mark.parametrize(
    ("names", "gone"),
    [
        ({"0102": "吕新"}, ()),
        ({"0102": "褚三"}, ()),
        ({"0102": "沈六"}, ()),
        ({"0102": "褚三"}, ("0103",)),
        ({"0102": "褚三", "0103": "陈小二"}, ()),
        ({"0102": "褚三", "0103": "卫四", "0104": "陈小二"}, ()),
        ({"0102": "褚三"}, ("0102",)),
    ],
    ids=["quite another", "a colleague's", "in another branch", "of who left", "swapped", "in turn", "left"],
)
def test_whoever_bears_another_name_now_keeps_what_is_theirs(names, gone):
    intake = take(BOOK, rated(), since(names, gone))
    assert errors(intake) == []
    assert marks(intake) == OWN
    whole = take(
        commendation_form(PLAN), decided("陈小二（0102）") | decided("褚三（0103）", 1), since(names)
    )
    assert errors(whole) == []
    assert subjects(whole) == ["0102", "0103"]


@pytest.mark.parametrize("names", [{"0102": "褚三"}, {"0102": "褚三", "0103": "陈小二"}])
def test_a_name_alone_that_was_one_persons_and_is_anothers_is_nobodys(names):
    alone = {("member_self", 2, "code"): None}
    intake = take(BOOK, rated() | alone, since(names))
    [finding] = errors(intake)
    assert finding.rule.code == "R105"
    for lang in Lang:
        assert all(said in finding.says(lang) for said in ("褚三", "0102", "0103", "陈小二"))
    assert marks(intake) == {code: mark for code, mark in OWN.items() if code != "0103"}
    choice = take(commendation_form(PLAN), decided("褚三"), since(names))
    [finding] = errors(choice)
    assert (finding.rule.code, finding.facts["found"]) == ("R105", "褚三")


@pytest.mark.parametrize(
    ("row", "typed", "whose"),
    [
        (4, {}, "0103"),
        (2, {}, "0102"),
        (2, {"subject": "褚三"}, "0102"),
        (12, {"subject": "褚三（0103）"}, "0103"),
    ],
)
def test_printed_rows_of_a_sheet_without_codes_are_whose_their_numbers_are(row, typed, whose):
    book = pledge_form(PLAN, FIRST)
    answers = {("member_pledges", row, key): value for key, value in (typed | {"text": "每周听课"}).items()}
    intake = take(book, answers, since({"0102": "褚三"}))
    assert errors(intake) == []
    assert {one.subject for one in intake.submission.parts["member_pledges"].entries} == {whose}


def test_a_row_that_was_added_with_such_a_name_alone_is_nobodys():
    typed = {("member_pledges", 12, "subject"): "褚三", ("member_pledges", 12, "text"): "每周听课"}
    [finding] = errors(take(pledge_form(PLAN, FIRST), typed, since({"0102": "褚三"})))
    assert (finding.rule.code, finding.facts["found"]) == ("R105", "褚三")
    assert "写在姓名后面" in finding.fix(Lang.ZH)


def test_a_name_alone_that_only_one_person_had_and_has_is_theirs():
    alone = {("member_self", 1, "code"): None, ("member_self", 3, "code"): None}
    intake = take(BOOK, rated() | alone, since({"0102": "褚三"}))
    assert errors(intake) == []
    assert marks(intake) == OWN


def test_todays_name_beside_the_code_is_theirs_too():
    typed = {("member_self", 1, "name"): "褚三"}
    intake = take(BOOK, rated() | typed, since({"0102": "褚三"}))
    assert errors(intake) == []
    assert marks(intake) == OWN


def test_a_branch_that_took_the_name_of_one_that_is_no_more_is_itself():
    rows = (
        replace(FIRST, end=LISTED - timedelta(days=1)),
        replace(FIRST, name=SECOND.name, start=LISTED),
        replace(SECOND, end=LISTED - timedelta(days=1)),
    )
    roster = Roster(rows, tuple(m for m in PLAN.members if m.branch == "01"))
    there = roster.on(LISTED)
    today = replace(PLAN, branches=there.branches, members=there.members, roster=roster)
    intake = take(BOOK, rated(), today)
    assert errors(intake) == []
    assert marks(intake) == OWN


def test_without_the_days_the_name_decides_as_ever():
    names = {"0102": "褚三", "0103": "陈小二"}
    today = replace(PLAN, members=since(names).members)
    assert marks(take(BOOK, rated(), today)) == OWN | {"0102": 3, "0103": 2}
    unknown = replace(PLAN, members=since({"0102": "吕新"}).members)
    assert {f.rule.code for f in errors(take(BOOK, rated(), unknown))} == {"R116"}
