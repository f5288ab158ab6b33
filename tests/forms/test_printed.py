"""How forms come out of a printer: letters that can be read, and no page with a row or two alone."""

import openpyxl
import pytest
from filled import written
from known import flat_ledger
from plans import plan_of, plan_rows_of, small_plan

from xlcampaign.layout.forms import commendation_form, rectification_form
from xlcampaign.layout.standard import standard_plan
from xlcampaign.model.known import Known
from xlcampaign.model.registers import Registers
from xlcampaign.tally.score import score
from xlcampaign.words import Lang

WIDE = 1045  # pixels that A4 across leaves


def scale_of(tab):
    widths = (tab.column_dimensions[cell.column_letter].width for cell in tab[5])
    return min(1, WIDE * (tab.page_setup.fitToWidth or 1) / sum(int(width * 7) for width in widths))


def plan_in(lang):
    settings, tables = standard_plan(lang, "XF-2023", 2023)
    _, people = plan_rows_of(1, 4)
    return plan_of((dict(settings), {**tables, **{key: people[key] for key in ("branches", "members")}}))


def known_of(plan, points=8, texts=None):
    ledger = flat_ledger(plan, dict.fromkeys([*plan.branch_of, *plan.member_of], points), texts, Registers())
    return Known(ledger, score(ledger, plan))


@pytest.mark.parametrize("lang", Lang)
def test_what_is_typed_is_printed_in_seven_points_at_least(tmp_path, lang):
    plan = plan_in(lang)
    branch = plan.branches[0]
    form = rectification_form(plan, branch, known_of(plan, 4))
    tab = openpyxl.load_workbook(written(tmp_path, form, lang=lang)).worksheets[1]
    assert min(cell.font.sz for cell in tab[5]) * scale_of(tab) >= 6.9
    assert min(cell.font.sz for cell in tab[5] if not cell.protection.locked) * scale_of(tab) >= 7.5


@pytest.mark.parametrize(
    ("proposed", "tall"),
    [(1, 0), (3, 0), (4, 1), (5, 1), (8, 0)],
    ids=["one page", "full", "a row", "two", "more"],
)
def test_rows_that_would_stand_alone_on_a_page_are_drawn_onto_the_one_before(tmp_path, proposed, tall):
    plan = small_plan(1, 8)
    texts = {(f"010{m}", key): word for m in range(1, proposed + 1) for key, word in OVERRIDE.items()}
    path = written(tmp_path, commendation_form(plan, known_of(plan, texts=texts)))
    tab = openpyxl.load_workbook(path)["改评"]
    assert sum(bool(tab.cell(row, 1).value) for row in range(5, tab.max_row + 1)) == proposed
    tall_now = tab.page_setup.fitToHeight
    assert (1 if tall_now is None else tall_now) == tall


OVERRIDE = {"override": "优秀", "reason": "支教一年"}
