"""The round with an office program in it: forms saved by LibreOffice, summaries recalculated by it."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from recalculate import convert, differences, formula_cells, recalculate

from xlcampaign.campaign import Folder
from xlcampaign.commands.intake import take_in
from xlcampaign.commands.merge import Options, make_summary
from xlcampaign.commands.sample import make_sample
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Plan
from xlcampaign.words import Lang

pytestmark = pytest.mark.office

SAMPLES = Path(__file__).parents[2] / "samples" / "campaign"


def silent(_: int) -> None:
    """Show no progress."""


def counted(path: Path, plan: Plan | None):
    intake = take_in(Envelope(path.name, path.read_bytes()), plan)
    assert intake.submission is not None
    parts = intake.submission.parts
    marks = {key: part.marks for key, part in parts.items()}
    votes = {key: {k: t.votes for k, t in part.tallies.items()} for key, part in parts.items()}
    cells = {key: part.cells for key, part in parts.items()}
    return intake.findings, marks, votes, cells


def test_forms_saved_by_libreoffice_read_like_the_original(tmp_path):
    make_sample(tmp_path / "a", 1, 6, 3, tidy=True, lang=Lang.ZH)
    forms = sorted((tmp_path / "a" / "inbox").rglob("*.xlsx"))
    assert len(forms) == 6
    for number, form in enumerate(forms):
        original = tmp_path / f"{number}.xlsx"
        shutil.copy(form, original)
        saved = convert(original, "xlsx", tmp_path / "saved")
        assert saved.read_bytes() != original.read_bytes()
        assert counted(saved, None) == counted(original, None)
        assert counted(saved, None)[0] == ()


def test_another_sample_recalculates_to_the_same_values(tmp_path):
    root = tmp_path / "campaign"
    make_sample(root, 3, 24, 6, tidy=False, lang=Lang.ZH)
    options = Options(None, date(2023, 6, 26), None, strict=False, jobs=2)
    target, report = make_summary(Folder(root), options, silent)
    assert any(finding.is_error for finding in report.findings)
    assert len(formula_cells(target)) > 5 * len(report.results.subjects)
    assert differences(target, recalculate(target)) == []


def test_the_sample_summary_recalculates_to_the_same_values(tmp_path):
    root = tmp_path / "campaign"
    shutil.copytree(SAMPLES, root)
    options = Options(None, date(2023, 6, 26), None, strict=False, jobs=2)
    target, report = make_summary(Folder(root), options, silent)
    assert len(formula_cells(target)) > 5 * len(report.results.subjects)
    assert differences(target, recalculate(target)) == []
