"""No text, number or header of any page is cut: told from widths, heights and fonts in the files themselves."""

from datetime import date

import pytest
from fit import broken_headers, cuts
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from xlcampaign.campaign import Folder, public_of
from xlcampaign.commands.forms import make_forms
from xlcampaign.commands.merge import Options, make_summary
from xlcampaign.commands.progress import Unwatched
from xlcampaign.commands.sample import make_sample
from xlcampaign.engine import Processes
from xlcampaign.model.choices import StepKey
from xlcampaign.words import Lang

STEPS = (StepKey.PLEDGE, StepKey.COMMENT, StepKey.EVALUATION, StepKey.COMMENDATION)

silent = Unwatched()


SIZES = {"few": (4, 50), "many": (50, 700)}
CAMPAIGNS = [pytest.param((lang, "few"), id=lang) for lang in Lang]
CAMPAIGNS += [pytest.param((lang, "many"), id=f"{lang}-many", marks=pytest.mark.slow) for lang in Lang]


@pytest.fixture(scope="module", params=CAMPAIGNS)
def campaign(request, tmp_path_factory):
    lang, size = request.param
    root = tmp_path_factory.mktemp(f"{lang}-{size}") / "campaign"
    make_sample(root, *SIZES[size], 1, tidy=False, lang=lang)
    return Folder(root)


def test_summary_and_public_workbook(campaign):
    target, _, _ = make_summary(
        campaign, Options(None, date(2023, 6, 26), None, strict=False, engine=Processes(2)), silent
    )
    assert list(cuts(target)) == []
    assert list(cuts(public_of(target))) == []
    assert list(broken_headers(target)) == []


@pytest.mark.parametrize("step", STEPS)
def test_forms_and_papers(campaign, step):
    made = make_forms(campaign, None, step, Processes(2), silent)
    files = list(campaign.send(1).rglob("*.xlsx"))
    assert made
    assert files
    assert [cut for file in files for cut in cuts(file)] == []


def test_plan(campaign):
    assert list(cuts(campaign.plan)) == []


def test_what_is_cut_is_found(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.column_dimensions["A"].width = 10
    sheet["A1"], sheet["B1"] = "甲一完小党支部全体党员", "满"
    sheet["A2"] = "甲一完小党支部全体党员"
    sheet["A3"], sheet["A3"].number_format = 1234567890.25, "0.00"
    sheet["A4"], sheet["A4"].alignment = "甲一完小党支部全体党员", Alignment(wrap_text=True)
    sheet.row_dimensions[4].height = 15
    sheet["A5"], sheet["A5"].alignment = "甲一完小党支部全体党员", Alignment(wrap_text=True)
    sheet.merge_cells("A6:B6")
    sheet["A6"], sheet["A6"].font = "甲一完小党支部全体党员", Font(size=20)
    path = tmp_path / "cut.xlsx"
    book.save(path)
    assert [cut.cell for cut in cuts(path)] == ["A1", "A3", "A4", "A6"]
