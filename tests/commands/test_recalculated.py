"""The summaries of whole campaigns, calculated anew by engines that know nothing of the program."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from recalculate import differences, each_variant_by_every_engine, formula_cells, recalculate

from xlcampaign.campaign import Folder
from xlcampaign.commands.merge import Options, make_summary
from xlcampaign.commands.progress import Unwatched
from xlcampaign.commands.sample import make_sample
from xlcampaign.engine import Processes
from xlcampaign.words import Lang

SAMPLES = Path(__file__).parents[2] / "samples" / "campaign"


def summary_of(root):
    """Write a campaign's summary; return its path and the report."""
    options = Options(None, date(2023, 6, 26), None, strict=False, engine=Processes(2))
    target, report, _ = make_summary(Folder(root), options, Unwatched())
    return target, report


@pytest.mark.office
@pytest.mark.slow
def test_another_sample_recalculates_to_the_same_values(tmp_path):
    make_sample(tmp_path, 3, 24, 6, tidy=False, lang=Lang.ZH)
    target, report = summary_of(tmp_path)
    assert any(finding.is_error for finding in report.findings)
    assert len(formula_cells(target)) > 5 * len(report.results.subjects)
    assert differences(target, recalculate(target)) == []


@each_variant_by_every_engine
def test_the_sample_summary_recalculates_to_the_same_values(tmp_path, engine):
    target, _ = summary_of(shutil.copytree(SAMPLES, tmp_path / "campaign"))
    assert len(formula_cells(target)) > 20_000
    assert differences(target, recalculate(target, engine)) == []
