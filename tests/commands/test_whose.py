"""Forms that were filled with the people of another branch than the one they were issued to."""

from dataclasses import replace

import pytest
from plain import plain_file
from plans import small_plan, with_entries

from xlcampaign.commands.intake import take_in
from xlcampaign.layout.forms import evaluation_form, pledge_form, rectification_form
from xlcampaign.layout.sheet import Table
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Entry
from xlcampaign.words import Lang

SURNAMES = "冯陈褚"
NAMES = "一二三四"
PLAN = small_plan(3, 4)
PLAN = replace(
    PLAN,
    members=tuple(
        replace(m, name=SURNAMES[int(m.code[:2]) - 1] + NAMES[int(m.code[2:]) - 1]) for m in PLAN.members
    ),
)
BALLOTS = with_entries(PLAN, lambda *_: ("approval", Entry.BALLOTS))
FIRST, SECOND, THIRD = PLAN.branches
PEOPLE = {branch.code: PLAN.rated_members(branch.code) for branch in PLAN.branches}


def filled(book):
    """What people type: every cell's example, the ballots' voters left out."""
    answers = {}
    for sheet in book.sheets:
        for column in sheet.columns if isinstance(sheet, Table) else ():
            if column.is_input and column.example is not None and not column.given and column.key != "voter":
                shown = column.kind.show(column.example, Lang.ZH)
                answers |= {(sheet.key, row, column.key): shown for row in range(len(sheet.rows))}
    return answers


def renamed(book, whom, codes="kept", rows=None):
    """The answers that put other people into a form's rows, for some of its members only where `rows` says which."""
    answers = {}
    for sheet in book.sheets:
        for index, row in enumerate(sheet.rows if isinstance(sheet, Table) else ()):
            code = str(row.get("subject") or row.get("code") or "")
            if code not in {member.code for member in PLAN.members} or sheet.subject:
                continue
            place = int(code[2:]) - 1
            if rows is not None and place not in rows:
                continue
            other = whom[place]
            answers[sheet.key, index, "subject" if "subject" in row else "name"] = other.name
            if "code" in row and codes != "kept":
                answers[sheet.key, index, "code"] = other.code if codes == "theirs" else None
    return answers


def take(book, answers, plan=PLAN):
    return take_in(Envelope("f.xlsx", plain_file(book, answers)), plan)


def codes_of(intake):
    return {finding.rule.code for finding in intake.findings}


FORMS = [
    (PLAN, evaluation_form(PLAN, FIRST)),
    (PLAN, pledge_form(PLAN, SECOND)),
    (BALLOTS, evaluation_form(BALLOTS, THIRD)),
]


@pytest.mark.parametrize(("plan", "book"), FORMS, ids=["evaluation", "pledges", "ballots"])
@pytest.mark.parametrize("codes", ["kept", "theirs", "gone"])
def test_a_form_filled_with_another_branchs_people_is_one_error_and_no_submission(plan, book, codes):
    other = FIRST if book.identity.unit == THIRD.code else THIRD
    intake = take(book, filled(book) | renamed(book, PEOPLE[other.code], codes), plan)
    [finding] = intake.findings
    assert (finding.rule.code, intake.submission) == ("F131", None)
    said = finding.says(Lang.ZH)
    assert plan.branch_of[book.identity.unit].name in said
    assert other.name in said


def test_more_than_half_is_enough_and_half_is_not():
    book = evaluation_form(PLAN, FIRST)
    three = take(book, filled(book) | renamed(book, PEOPLE["02"], rows={1, 2, 3}))
    assert codes_of(three) == {"F131"}
    marks = {
        (sheet.key, row, column.key): None
        for sheet in book.sheets
        if isinstance(sheet, Table) and sheet.key == "member_organisation"
        for row in range(len(sheet.rows))
        for column in sheet.columns
        if column.is_input
    }
    two = take(book, filled(book) | marks | renamed(book, PEOPLE["02"], rows={0, 1}))
    assert two.submission is not None
    assert "R104" in codes_of(two)


def test_people_of_several_other_branches_are_not_one_other_branch():
    book = evaluation_form(PLAN, FIRST)
    mixed = renamed(book, PEOPLE["02"], rows={0, 1}) | renamed(book, PEOPLE["03"], rows={2})
    intake = take(book, filled(book) | mixed)
    assert intake.submission is not None
    assert {"R104"} <= codes_of(intake)


def test_rows_that_nobody_filled_do_not_count():
    book = evaluation_form(PLAN, FIRST)
    assert take(book, renamed(book, PEOPLE["02"])).submission is not None
    some = {key: value for key, value in filled(book).items() if key[0] != "member_self" or key[1] < 3}
    few = {key: value for key, value in some.items() if key[0] == "member_self"}
    intake = take(book, few | renamed(book, PEOPLE["02"], rows={0, 1}))
    assert codes_of(intake) == {"F131"}  # two of the three that are filled, two of four on the sheet


@pytest.mark.parametrize("rewritten", ["kept", "theirs", "gone"])
def test_one_person_of_another_branch_is_a_finding_of_the_row_that_says_where_the_plan_has_them(rewritten):
    book = evaluation_form(PLAN, FIRST)
    intake = take(book, filled(book) | renamed(book, PEOPLE["02"], rewritten, rows={2}))
    assert intake.submission is not None
    found = [f for f in intake.findings if f.rule.code in {"R101", "R104"}]
    assert len(found) == len([s for s in book.sheets if s.key.startswith("member_")])
    for finding in found:
        assert SECOND.name in finding.fix(Lang.ZH)
        assert "最接近" not in finding.fix(Lang.ZH)
        assert SECOND.name in finding.fix(Lang.EN)
    assert "0102" in intake.submission.parts["member_self"].rows


def test_one_person_on_several_sheets_is_still_one():
    book = pledge_form(PLAN, FIRST)
    name = PEOPLE["03"][0].name
    typed = {("baseline", 1, "name"): name, ("baseline", 1, "problems"): "学习少"}
    typed |= {("member_pledges", 0, "subject"): name, ("member_pledges", 0, "text"): "每周听课"}
    intake = take(book, typed)
    assert intake.submission is not None
    assert {"R101", "R104"} <= codes_of(intake)


def test_a_pledge_of_a_person_of_another_branch_says_where_the_plan_has_them():
    book = pledge_form(PLAN, FIRST)
    intake = take(book, filled(book) | {("member_pledges", 0, "subject"): PEOPLE["03"][0].name})
    [finding] = [f for f in intake.findings if f.place.sheet == "党员承诺" and f.is_error]
    assert finding.rule.code == "R101"
    assert THIRD.name in finding.fix(Lang.ZH)


def test_nobody_is_said_to_be_elsewhere_whose_name_is_in_the_branch_too_or_nowhere():
    plan = replace(
        PLAN, members=tuple(replace(m, name="冯二") if m.code == "0201" else m for m in PLAN.members)
    )
    book = evaluation_form(plan, FIRST)
    for name in ("冯二", "卫九"):
        intake = take(book, filled(book) | {("member_self", 0, "name"): name}, plan)
        [finding] = [f for f in intake.findings if f.rule.code == "R104"]
        assert "方案里" not in finding.fix(Lang.ZH)


def moved(codes, to):
    return replace(PLAN, members=tuple(replace(m, branch=to) if m.code in codes else m for m in PLAN.members))


@pytest.mark.parametrize("gone", [4, 3])
def test_a_branch_whose_members_moved_after_the_form_was_issued_did_not_fill_in_others(gone):
    book = evaluation_form(PLAN, FIRST)
    today = moved({member.code for member in PEOPLE["01"][-gone:]}, "02")
    intake = take(book, filled(book), today)
    assert {member.code for member in PEOPLE["01"]} <= set(intake.submission.parts["member_self"].rows)
    assert not codes_of(intake) & {"F131", "R101"}
    [said] = [f.says(Lang.ZH) for f in intake.findings if f.rule.code == "R114"]
    assert said.count(SECOND.name) == gone


def test_a_form_alone_knows_no_other_branch_and_says_what_it_says_of_rows():
    book = evaluation_form(PLAN, FIRST)
    intake = take(book, filled(book) | renamed(book, PEOPLE["02"]), None)
    assert intake.submission is not None
    assert "R104" in codes_of(intake)
    assert "F131" not in codes_of(intake)


def test_pledges_that_earlier_forms_brought_do_not_speak_for_whoever_fills_them_in():
    book = evaluation_form(PLAN, FIRST)
    kept = {
        ("fulfilment", row, key): value
        for row in range(20)
        for key, value in (("number", f"1-0101-{row}"), ("name", PEOPLE["01"][0].name), ("state", "已兑现"))
    }
    sheets = tuple(replace(s, spare=20) if s.key == "fulfilment" else s for s in book.sheets)
    intake = take(replace(book, sheets=sheets), filled(book) | kept | renamed(book, PEOPLE["02"]))
    assert codes_of(intake) == {"F131"}


def test_a_form_of_nothing_but_what_earlier_forms_brought_goes_by_that():
    book = rectification_form(PLAN, FIRST)
    typed = {
        ("rectification", row, key): value
        for row in range(3)
        for key, value in (("subject", PEOPLE["02"][row].name), ("cause", "学习少"))
    }
    sheets = tuple(replace(s, spare=3) if s.key == "rectification" else s for s in book.sheets)
    assert codes_of(take(replace(book, sheets=sheets), typed)) == {"F131"}
