"""A summary without formulas: the same figures, said to be values."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from summary.reports import example

from xlcampaign.cli import cli
from xlcampaign.summary import write_summary
from xlcampaign.summary.frame import VALUES_ONLY

SAMPLE = Path(__file__).parents[2] / "samples" / "campaign"


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    folder, report = tmp_path_factory.mktemp("values"), example()
    for live in (True, False):
        write_summary(folder / f"{live}.xlsx", report, live=live)
    return folder / "True.xlsx", folder / "False.xlsx"


def texts_of(sheet):
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_there_is_no_formula_left_and_every_figure_is_the_same(both):
    live, values = (openpyxl.load_workbook(path, data_only=True) for path in both)
    written = openpyxl.load_workbook(both[1])
    assert not [
        cell for sheet in written for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ]
    said = VALUES_ONLY.zh
    different = [
        (sheet.title, cell.coordinate)
        for sheet in live
        for row in sheet.iter_rows()
        for cell in row
        if (cell.value or None) != (values[sheet.title][cell.coordinate].value or None)
        and values[sheet.title][cell.coordinate].value != said
    ]
    assert different == []


def test_it_says_so_where_rules_would_be_changed_and_figures_traced(both):
    values = openpyxl.load_workbook(both[1])
    for title in ("总览", "评星规则", "评分明细"):
        assert VALUES_ONLY.zh in texts_of(values[title])
    rules = values["评星规则"]
    assert not [cell for row in rules.iter_rows() for cell in row if not cell.protection.locked]


def test_it_is_smaller(both):
    live, values = (path.stat().st_size for path in both)
    assert values < 0.8 * live


@pytest.mark.parametrize(("asked", "formulas"), [("never", False), ("always", True), ("auto", True)])
def test_merge_writes_formulas_as_asked(tmp_path, asked, formulas):
    campaign = tmp_path / "campaign"
    shutil.copytree(SAMPLE, campaign)
    result = CliRunner().invoke(cli, ["merge", str(campaign), "--as-of", "2023-06-26", "--formulas", asked])
    assert result.exit_code == 1, result.output
    book = openpyxl.load_workbook(campaign / "summary" / "stage-1.xlsx")
    found = any(cell.data_type == "f" for row in book["评分明细"].iter_rows() for cell in row)
    assert found is formulas


def test_above_a_size_figures_are_values_unless_formulas_are_asked_for(tmp_path, monkeypatch):
    monkeypatch.setattr("xlcampaign.commands.merge.MOST_LIVE_SCORES", 100)
    campaign = tmp_path / "campaign"
    shutil.copytree(SAMPLE, campaign)
    CliRunner().invoke(cli, ["merge", str(campaign), "--as-of", "2023-06-26"])
    book = openpyxl.load_workbook(campaign / "summary" / "stage-1.xlsx")
    assert VALUES_ONLY.zh in texts_of(book["总览"])
