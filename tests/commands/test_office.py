"""The round with an office program in it: forms saved by LibreOffice."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from grids import read_grids
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from recalculate import convert, convert_all

from xlcampaign.commands.intake import take_in
from xlcampaign.commands.sample import make_sample
from xlcampaign.model.cell import Broken, Fault
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Plan
from xlcampaign.words import Lang

pytestmark = pytest.mark.office


def counted(path: Path, plan: Plan | None):
    intake = take_in(Envelope(path.name, path.read_bytes()), plan)
    assert intake.submission is not None
    parts = intake.submission.parts
    marks = {key: part.marks for key, part in parts.items()}
    votes = {key: {k: t.votes for k, t in part.tallies.items()} for key, part in parts.items()}
    cells = {key: part.cells for key, part in parts.items()}
    return intake.findings, marks, votes, cells


def saved_forms(folder, kind):
    """Return a branch's forms, each with what LibreOffice saved of it."""
    make_sample(folder / "a", 1, 6, 3, tidy=True, lang=Lang.ZH)
    forms = sorted((folder / "a" / "inbox").rglob("*.xlsx"))
    assert len(forms) == 6
    originals = [Path(shutil.copy(form, folder / f"{number}.xlsx")) for number, form in enumerate(forms)]
    return zip(originals, convert_all(originals, kind, folder / "saved"), strict=True)


def test_forms_saved_by_libreoffice_read_like_the_original(tmp_path):
    for original, saved in saved_forms(tmp_path, "xlsx"):
        assert saved.read_bytes() != original.read_bytes()
        assert counted(saved, None) == counted(original, None)
        assert counted(saved, None)[0] == ()


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_forms_saved_in_other_formats_count_like_the_original(kind, tmp_path):
    for original, saved in saved_forms(tmp_path, kind):
        findings, *counts = counted(saved, None)
        assert counts == list(counted(original, None)[1:]), original.name
        assert findings == (), original.name


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_other_formats_keep_errors_percentages_and_what_is_hidden(kind, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "甲 乙"
    sheet.append(["a", "=1/0", 0.9, 3, -0.25, "=1/8", "=NA()", "=TRUE()", '=""', 123.456])
    for cell in ("C1", "E1", "F1", "J1"):
        sheet[cell].number_format = '0.0%;-0.0%;"无"'
    sheet["D1"].number_format = '0"%"'
    sheet.append(["b"])
    sheet.merge_cells("A3:B4")
    sheet["A3"] = "m"
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet["A1"].comment = Comment("口头说的", "甲")
    book.defined_names["_xlc.member_self"] = DefinedName("_xlc.member_self", attr_text="'甲 乙'!$A$1")
    book.save(tmp_path / "t.xlsx")
    saved = convert(tmp_path / "t.xlsx", kind, tmp_path)
    workbook = read_grids(Envelope(saved.name, saved.read_bytes()))
    [grid] = workbook.grids
    assert workbook.names == ({"_xlc.member_self": "甲 乙"} if kind == "ods" else {})
    assert workbook.findings == ()
    row = [grid.at(1, column) for column in range(1, 11)]
    error = [Broken(Fault.ERROR, text) for text in ("#DIV/0!", "#N/A")]
    assert row[:7] == ["a", error[0], "90%", 3, "-25%", "12.5%", error[1]]
    assert (bool(row[7]), row[8] or "", row[9]) == (True, "", "12345.6%")
    assert (2 in grid.hidden_rows, 1 in grid.hidden_rows) == (True, False)
    assert grid.hidden_columns[0][0] == 4
    assert (3, 1, 4, 2) in grid.merges
    assert (grid.remarks.cells, grid.remarks.boxes, grid.lost) == (("A1",), 0, ())
