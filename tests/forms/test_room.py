"""Whatever the plan's stars, scales, entries and rules of counting are, its forms hold what their rows say of themselves."""

from dataclasses import replace
from itertools import product

import openpyxl
import pytest
from dear import mostly_slow
from filled import MADE, SHAPES
from plans import small_plan, with_entries

from xlcampaign.forms.form import write_form
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.model.plan import Entry, SubjectKind
from xlcampaign.model.scale import Abstentions
from xlcampaign.words import Lang

MEMBERS = 7
"""The last of them stand in rows of two digits, and so in longer formulas."""
VARIANTS = mostly_slow(
    product((8, 12, 20), Abstentions, SHAPES),
    *((8, Abstentions.APART, shape) for shape in SHAPES),
    (12, Abstentions.COUNTED, ("approval", Entry.TALLY)),
    (20, Abstentions.APART, ("grades", Entry.TALLY)),
    (20, Abstentions.AS_PRINTED, ("points", Entry.MARKS)),
)


def plan_with(stars, abstentions, shape):
    plan = small_plan(1, MEMBERS)
    kinds = {kind: [star for star in plan.stars if star.kind is kind] for kind in SubjectKind}
    listed = kinds[SubjectKind.MEMBER]
    more = [
        replace(listed[0], key=f"more{n}", name=f"第{n}创新创造星", aliases=())
        for n in range(stars - len(listed))
    ]
    campaign = replace(plan.campaign, abstentions=abstentions)
    changed = replace(plan, campaign=campaign, stars=(*kinds[SubjectKind.BRANCH], *listed, *more))
    return with_entries(changed, lambda *_: shape)


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize(("stars", "abstentions", "shape"), VARIANTS)
def test_a_form_of_any_plan_has_room_for_what_its_rows_say(tmp_path, stars, abstentions, shape, lang):
    plan = plan_with(stars, abstentions, shape)
    path = tmp_path / "form.xlsx"
    write_form(path, evaluation_form(plan, plan.branches[0]), lang, MADE)
    sheets = openpyxl.load_workbook(path).worksheets
    said = [
        cell.value
        for sheet in sheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=IF(")
    ]
    assert len(said) > MEMBERS
    assert max(map(len, said)) <= 8192
