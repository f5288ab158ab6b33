"""What words that say nothing or no are read as: empty where a cell may be, never 0, an answer where they are one."""

from dataclasses import replace
from datetime import date

import pytest
from grids import read_grids
from plain import plain_file
from plans import plan_rows_of, small_plan

from xlcampaign.findings.finding import Place
from xlcampaign.layout.forms import assessment_form, evaluation_form, pledge_form
from xlcampaign.layout.kinds import YES_NO, Choice, Code, Day, Number, OneOf, Whole, Words
from xlcampaign.layout.negations import Negation
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.sheet import Column
from xlcampaign.model.envelope import Envelope
from xlcampaign.reading.fields import read_value
from xlcampaign.reading.form import read_book
from xlcampaign.words import T

PLAN = small_plan(1, 3, abstentions="as_printed")
FORM = evaluation_form(PLAN, PLAN.branches[0])
PLEDGES = pledge_form(PLAN, PLAN.branches[0])
ASSESSMENT = assessment_form(PLAN)
COLUMN = Column("x", T("某列", "Some column"), Whole(0, 99))
LEVELS = OneOf((Choice("good", T("合格", "adequate")), Choice("none", T("不同意", "disagreed"))))
POINTS = Number(0, 1000, words=(Choice("uncounted", T("不计", "not counted"), ("-",)),))


def read(book, answers):
    draft, findings = read_book(read_grids(Envelope("f.xlsx", plain_file(book, answers))), book, "f.xlsx")
    return draft, findings


def said(findings, *codes):
    return [(f.rule.code, f.place.cell) for f in findings if f.rule.code in codes]


def cell(raw, **changes):
    value, finding = read_value(raw, replace(COLUMN, **changes), Place("f.xlsx"))
    return value, finding.rule.code if finding else None


@pytest.mark.parametrize("raw", ["无", "暂无", "－", "N/A", "待定", "不同意", "（无）"])
@pytest.mark.parametrize(
    "kind",
    [Whole(0, 99), Number(0, 1000), Day(date(2023, 1, 1), date(2023, 6, 30)), YES_NO, Code(), Words(9)],
)
def test_in_an_optional_cell_they_are_empty_which_is_noted(kind, raw):
    assert cell(raw, kind=kind) == (None, "C107")


@pytest.mark.parametrize("raw", ["无", "/", "没有", "不予"])
@pytest.mark.parametrize(
    "kind", [Whole(0, 99), Number(0, 1000), Day(date(2023, 1, 1), date(2023, 6, 30)), YES_NO]
)
def test_in_a_required_number_date_or_choice_they_are_an_error_and_never_0(kind, raw):
    assert cell(raw, kind=kind, required=True) == (None, "C103")


@pytest.mark.parametrize("raw", ["无", "——", "空", "不同意"])
def test_in_a_required_text_nothing_is_stated(raw):
    assert cell(raw, kind=Words(50), required=True) == (None, "C107")


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [(YES_NO, "否", "no"), (LEVELS, "不同意", "none"), (POINTS, "-", "uncounted"), (YES_NO, "no", "no")],
)
def test_a_choice_of_the_cells_own_column_is_that_choice(kind, raw, value):
    assert cell(raw, kind=kind)[0] == value


@pytest.mark.parametrize("raw", [0, "0", "０票", "零"])
def test_nought_is_a_number(raw):
    assert cell(raw)[0] == 0


@pytest.mark.parametrize("raw", ["没有", "不同意"])
def test_where_a_column_has_them_for_an_answer_they_are_one(raw):
    assert cell(raw, kind=Words(9), answers=tuple(Negation)) == (raw, None)


def test_what_the_program_filled_in_is_taken_as_it_is():
    assert cell("无", kind=Words(9), locked=True) == ("无", None)


@pytest.mark.parametrize("word", ["无", "—", "没有"])
def test_optional_cells_of_votes_cost_nothing(word):
    votes = {("member_peer", 0, "base"): word, ("member_peer", 1, "loyal.abstain"): word}
    draft, findings = read(FORM, votes)
    assert not any(record.bad for record in draft.sheets["member_peer"].records)
    assert said(findings, "C103", "C107") == [("C107", "L5"), ("C107", "N6")]


def test_a_proposal_of_nothing_proposes_nothing():
    words = {"veto": "无", "override": "不提请", "reason": "/"}
    draft, findings = read(FORM, {("member_organisation", 0, key): word for key, word in words.items()})
    assert draft.sheets["member_organisation"].records[0].values.keys().isdisjoint(words)
    assert len(said(findings, "C107")) == 3
    assert said(findings, "C103") == []


@pytest.mark.parametrize("word", ["无", "暂无", "N/A"])
def test_a_pledge_that_says_nothing_is_none(word):
    draft, findings = read(PLEDGES, {("member_pledges", 0, "text"): word})
    assert not draft.sheets["member_pledges"].filled
    assert len(said(findings, "C107")) == 1


def test_who_has_no_problems_says_so():
    given = {("baseline", n, "problems"): word for n, word in enumerate(("无", "没有", "暂无"))}
    draft, findings = read(PLEDGES, given)
    found = [record.values.get("problems") for record in draft.sheets["baseline"].records]
    assert found[:3] == ["无", "没有", "暂无"]
    assert said(findings, "C107") == []


def test_columns_of_one_kind_are_told_apart():
    given = {("comments", 0, key): "无" for key in ("achievements", "problems", "direction")}
    draft, _ = read(ASSESSMENT, given)
    assert draft.sheets["comments"].records[0].values == {"subject": "01", "problems": "无"}


@pytest.mark.parametrize("word", ["/", "无", "待定"])
def test_fields_that_say_nothing_are_not_filled_in_and_the_notes_stay(word):
    given = {("announcement", 0, key): word for key in ("branch_how", "member_how")}
    draft, findings = read(PLEDGES, given)
    assert not draft.sheets["announcement"].filled
    assert len(said(findings, "C107")) == 2


def test_a_field_that_is_required_is_missed():
    given = {("announcement", 0, "branch_how"): "暂无", ("announcement", 0, "branch_day"): "2023-04-01"}
    draft, findings = read(PLEDGES, given)
    assert "branch_how" not in draft.sheets["announcement"].records[0].values
    missed = [f.place.cell for f in findings if f.rule.code == "C116" and f.place.sheet == "公开情况"]
    assert len(missed) == 3


@pytest.mark.parametrize("word", ["无", "/", "待定"])
def test_a_day_that_says_nothing_in_a_register_is_missed_and_no_error(word):
    given = {("announcement", 0, "branch_how"): "公示栏", ("announcement", 0, "branch_day"): word}
    draft, findings = read(PLEDGES, given)
    assert draft.sheets["announcement"].records[0].bad == frozenset()
    cells = [at for code, at in said(findings, "C103", "C107", "C116")]
    assert said(findings, "C103") == []
    assert cells.count("B6") == 2


def test_in_a_plan_names_stay_and_what_may_be_left_empty_is():
    settings, rows = plan_rows_of(1, 3)
    rows["branches"][0] |= {"secretary": "暂无", "school": "/"}
    rows["options"][0]["name"] = "无"
    draft, findings = read(plan_book(settings, rows), {})
    [branch] = [record.values for record in draft.sheets["branches"].records]
    assert branch.keys().isdisjoint({"secretary", "school"})
    assert draft.sheets["options"].records[0].values["name"] == "无"
    assert [f.rule.code for f in findings if f.is_error] == []
    assert PLAN.scale_of["approval"].grades[1].name == "不同意"
