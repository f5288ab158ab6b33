"""Whatever is typed into a plan is read where it is certain, a finding at its cell where it is not, and never raises."""

from datetime import date

import pytest
from dear import mostly_slow
from grids import read_grids
from plain import plain_file
from plans import plan_rows_of

from xlcampaign.checks.plan import check_plan
from xlcampaign.layout.forms import forms_of
from xlcampaign.layout.plan import CAMPAIGN_FIELDS, TABLES, plan_book
from xlcampaign.model.envelope import Envelope
from xlcampaign.reading.plan import build_plan, read_plan

ODD = (
    0, 1e300, True, date(1899, 12, 31), " ", "无", "=1/0", '<b>&"', "字" * 32767, "a\nb", "[x]:*?", "#REF!", "0101、0102",
)  # fmt: skip
COLUMNS = {"campaign": CAMPAIGN_FIELDS, **{sheet.key: sheet.columns for sheet in TABLES}}


LONGER = {
    "stage": 1,
    "key": "evaluation",
    "branch": "甲一完小党支部",
    "deadline": date(2023, 9, 1),
    "reason": "汛期停课",
}
ASKED = {
    "stage": 1,
    "branch": "甲一完小党支部",
    "way": "教师测评",
    "header": "赵某甲忠诚吗",
    "subject": "赵某甲",
    "star": "政治忠诚星",
    "answers": "满意＝同意",
}


def read(answers, change=None):
    settings, rows = plan_rows_of(2, 3)
    rows = {**rows, "extensions": [LONGER], "online": [ASKED]}
    if change:
        change(rows)
    data = plain_file(plan_book(settings, rows), answers)
    draft, findings = read_plan(read_grids(Envelope("plan.xlsx", data)), "plan.xlsx")
    return draft, [*findings, *check_plan(draft)]


@pytest.mark.parametrize(
    "odd",
    mostly_slow(ODD, date(1899, 12, 31), "无", "字" * 32767, "0101、0102"),
    ids=[ascii(odd)[:12] for odd in ODD],
)
@pytest.mark.parametrize("sheet", COLUMNS)
def test_a_plan_with_an_odd_cell_is_a_plan_with_forms_or_has_errors(sheet, odd):
    for column in COLUMNS[sheet]:
        draft, findings = read({(sheet, 0, column.key): odd})
        if not any(finding.is_error for finding in findings):
            plan = build_plan(draft)
            assert forms_of(plan, plan.campaign.step)
        assert all(finding.place.file == "plan.xlsx" for finding in findings)


@pytest.mark.parametrize("code", [None, "０１ 号", "0 1/2"])
def test_a_branch_whose_code_is_missing_or_wrong_is_one_error_and_none_for_each_of_its_members(code):
    _, findings = read({("branches", 0, "code"): code})
    errors = [(f.place.sheet, f.place.cell) for f in findings if f.is_error]
    assert errors == [("支部", "A5")]
    assert not [f for f in findings if f.rule.code in {"P112", "P103"}]


@pytest.mark.parametrize("sheet", [sheet.key for sheet in TABLES])
def test_every_row_twice_is_said_or_means_the_same(sheet):
    def twice(rows):
        rows[sheet] = [*rows[sheet], *rows[sheet]]

    draft, findings = read({}, twice)
    if not any(finding.is_error for finding in findings):
        assert forms_of(build_plan(draft), build_plan(draft).campaign.step)
        assert sheet == "options"


@pytest.mark.parametrize("sheet", [sheet.key for sheet in TABLES])
def test_a_sheet_whose_last_rows_are_gone_is_read_or_in_error(sheet):
    def fewer(rows):
        rows[sheet] = rows[sheet][:1]

    draft, findings = read({}, fewer)
    if not any(finding.is_error for finding in findings):
        assert build_plan(draft).members


@pytest.mark.parametrize("word", ["无", "/", "—", "待定", "不适用"])
@pytest.mark.parametrize(
    ("sheet", "column"),
    [
        ("members", "start"),
        ("members", "end"),
        ("branches", "start"),
        ("branches", "end"),
        ("branches", "rated_by"),
        ("branches", "takes_over"),
        ("stages", "list_day"),
        ("levels", "public"),
    ],
)
def test_a_word_for_nothing_in_a_cell_that_may_be_empty_is_an_empty_cell(sheet, column, word):
    plain, _ = read({(sheet, 0, column): None})
    draft, findings = read({(sheet, 0, column): word})
    assert [finding.rule.code for finding in findings] == ["C107"]
    assert build_plan(draft) == build_plan(plain)
