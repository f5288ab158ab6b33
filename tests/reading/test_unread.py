"""Nothing in a file goes without a word: what stands outside a table, what is hidden, what is read otherwise than written."""

from datetime import date

import pytest
from attacks import parts_of, with_part, zipped
from filled import complete, form_of, written
from grids import bytes_of, read_grids, write_plain
from known import books_of
from openpyxl.comments import Comment
from plain import plain_file
from plans import small_plan

from xlcampaign.commands.intake import take_in
from xlcampaign.forms.form import write_form
from xlcampaign.layout.sheet import Table
from xlcampaign.model.envelope import Envelope
from xlcampaign.words import Lang

PLAN = small_plan(2, 3)
BOOK = form_of(PLAN)
SELF = "党员自评"


def taken(data, name="f.xlsx"):
    return take_in(Envelope(name, data), PLAN)


def edited(edit):
    """Return what is found in a complete form that somebody went on editing."""
    form = write_plain(BOOK, complete(BOOK))
    edit(form)
    return taken(bytes_of(form)).findings


def found(findings):
    return [(f.rule.code, f.place.sheet, f.place.cell) for f in findings]


@pytest.mark.parametrize("lang", list(Lang))
def test_the_forms_themselves_have_nothing_outside_and_nothing_hidden(lang, tmp_path):
    for number, book in enumerate(books_of(PLAN)):
        path = tmp_path / f"{number}.xlsx"
        write_form(path, book, lang, date(2023, 5, 1), complete(book, lang))
        codes = {finding.rule.code for finding in taken(path.read_bytes()).findings}
        assert not codes & {"S107", "S108", "S109", "S110", "S111", "S112"}


@pytest.mark.parametrize(
    ("sheet", "cell"),
    [
        (SELF, "N6"),  # beside the table
        (SELF, "P40"),  # below it
        (SELF, "F2"),  # above it
        ("填表说明", "C30"),  # on the cover, below its progress
        ("填表说明", "H4"),  # and beside a field
        ("评议情况", "P2"),
    ],
)
def test_a_remark_outside_is_pointed_out_at_its_cell(sheet, cell):
    findings = edited(lambda form: form[sheet].__setitem__(cell, "备注：两人请假"))
    assert found(findings) == [("S107", sheet, cell)]
    assert findings[0].facts["found"] == "备注：两人请假"
    assert findings[0].facts["count"] == 1


def test_a_row_inserted_above_leaves_the_forms_own_text_its_own(tmp_path):
    parts = parts_of(written(tmp_path, BOOK, complete(BOOK)).read_bytes())
    grids = read_grids(Envelope("f.xlsx", zipped(parts))).grids
    form = write_plain(BOOK, complete(BOOK))
    for grid in grids[:-1]:
        for row, cells in enumerate(grid.rows[:3], 1):
            form[grid.title].cell(row, 1).value = cells[0]
        form[grid.title].insert_rows(1)
    assert found(taken(bytes_of(form)).findings) == []
    form[SELF]["A1"] = "某某支部报"
    assert found(taken(bytes_of(form)).findings) == [("S107", SELF, "A1")]


def test_hidden_rows_and_columns_are_read_and_listed_once_a_sheet():
    def edit(form):
        form[SELF].row_dimensions[5].hidden = True
        form[SELF].row_dimensions[6].hidden = True
        form[SELF].row_dimensions[40].hidden = True
        form[SELF].column_dimensions["D"].hidden = True
        form[SELF].column_dimensions["Z"].hidden = True

    findings = edited(edit)
    assert found(findings) == [("S108", SELF, "")]
    assert findings[0].facts["found"].zh == "5:6、D:D"
    sound, hidden = (
        taken(bytes_of(form)).submission for form in (write_plain(BOOK, complete(BOOK)), _hiding(edit))
    )
    assert sound is not None
    assert hidden is not None
    assert sound.parts[SELF_KEY].marks == hidden.parts[SELF_KEY].marks


SELF_KEY = next(sheet.key for sheet in BOOK.sheets if sheet.title.zh == SELF)


def _hiding(edit):
    form = write_plain(BOOK, complete(BOOK))
    edit(form)
    return form


def test_rows_and_columns_of_no_size_are_hidden_ones():
    answers = complete(BOOK) | {(SELF_KEY, 0, "loyal"): 7.5}
    data = plain_file(BOOK, answers)
    narrow = b'<cols><col min="5" max="6" width="0" customWidth="1"/></cols><sheetData>'

    def squeeze(xml):
        flat = xml.replace(b'<row r="7"', b'<row ht="0" customHeight="1" r="7"')
        return flat.replace(b"<sheetData>", narrow)

    findings = taken(with_part(data, part_with(data, b"<v>7.5</v>"), squeeze)).findings
    assert [(f.rule.code, f.facts["found"].zh) for f in findings] == [("S108", "7:7、E:E、F:F")]


def test_filtered_rows_are_hidden_rows():
    def edit(form):
        form[SELF].auto_filter.ref = "A4:J7"
        form[SELF].auto_filter.add_filter_column(0, ["0101"])
        form[SELF].row_dimensions[6].hidden = True

    assert found(edited(edit)) == [("S108", SELF, "")]


def test_a_hidden_sheet_is_read_and_pointed_out():
    findings = edited(lambda form: setattr(form[SELF], "sheet_state", "hidden"))
    assert found(findings) == [("S111", SELF, "")]


def test_comments_are_noted():
    def edit(form):
        for cell in ("C5", "D6"):
            form[SELF][cell].comment = Comment("口头说的", "甲")

    findings = edited(edit)
    assert found(findings) == [("S109", SELF, "")]
    assert (findings[0].facts["count"], findings[0].facts["cells"].zh) == (2, "C5、D6")


def test_text_boxes_are_noted(tmp_path):
    parts = parts_of(written(tmp_path, BOOK, complete(BOOK)).read_bytes())
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    xdr = 'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    text = "<a:p><a:r><a:t>请看这里</a:t></a:r></a:p>"
    drawing = f"<xdr:wsDr {xdr} {a}><xdr:sp><xdr:txBody>{text}</xdr:txBody></xdr:sp></xdr:wsDr>"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
    related = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kind}" Target="../drawings/drawing1.xml"/></Relationships>'
    )
    index = next(n for n, sheet in enumerate(BOOK.sheets, 1) if sheet.title.zh == SELF)
    parts["xl/drawings/drawing1.xml"] = drawing.encode()
    parts[f"xl/worksheets/_rels/sheet{index}.xml.rels"] = related.encode()
    findings = taken(zipped(parts)).findings
    assert found(findings) == [("S109", SELF, "")]
    assert findings[0].facts["cells"].en == "text box"


def part_with(data, cell):
    return next(name for name, part in parts_of(data).items() if cell in part)


def test_a_cell_that_stands_twice_rejects_its_sheet():
    answers = complete(BOOK) | {(SELF_KEY, 0, "loyal"): 7.5}
    data = plain_file(BOOK, answers)
    one = b'<c r="C5" t="n"><v>7.5</v></c>'
    twice = with_part(
        data, part_with(data, one), lambda xml: xml.replace(one, one + one.replace(b"7.5", b"9"))
    )
    intake = taken(twice)
    assert found(intake.findings) == [("S110", SELF, "")]
    assert intake.findings[0].facts["cells"].zh == "C5"
    assert intake.submission is not None
    part = intake.submission.parts[SELF_KEY]
    assert (part.marks, part.cells.accepted, part.cells.rejected > 0) == ({}, 0, True)


def test_texts_that_are_empty_are_no_lost_cells():
    data = plain_file(BOOK, complete(BOOK))
    name = part_with(data, b'<c r="C5"')
    empty = b'<row r="40"><c r="A40" t="inlineStr"><is><t></t></is></c><c r="B40" t="str"><f>""</f><v></v></c></row>'
    padded = with_part(data, name, lambda xml: xml.replace(b"</sheetData>", empty + b"</sheetData>"))
    assert found(taken(padded).findings) == []


def test_every_table_counts_its_cells_twice_and_they_agree():
    for book in books_of(PLAN):
        grids = read_grids(Envelope("f.xlsx", plain_file(book, complete(book)))).grids
        assert [grid.lost for grid in grids] == [()] * len(grids)
        assert any(isinstance(sheet, Table) for sheet in book.sheets)


REMARKS = [
    "注：张某某因病请假",
    "备注: 以口头为准",
    "计票人：张某　监票人：李某",
    "* 两人未到会",
    "以上共 4 人",
    "（注）见附页",
]


@pytest.mark.parametrize("remark", REMARKS)
@pytest.mark.parametrize(
    ("sheet", "column"), [(SELF, "A"), ("党员互评", "B"), ("支部自评", "A"), ("评议情况", "A")]
)
def test_a_line_under_a_table_is_pointed_out_and_costs_nothing(sheet, column, remark):
    assert edited(lambda _: None) == ()
    findings = edited(lambda form: form[sheet].__setitem__(f"{column}30", remark))
    assert found(findings) == [("S107", sheet, f"{column}30")]
    assert findings[0].facts["found"] == remark


@pytest.mark.parametrize("remark", REMARKS)
def test_a_remark_across_merged_cells_is_one_cell(remark):
    def edit(form):
        form[SELF]["A30"] = remark
        form[SELF].merge_cells("A30:K31")

    assert found(edited(edit)) == [("S107", SELF, "A30")]


@pytest.mark.parametrize("name", ["9901", "外人", "赵某庚"])
def test_a_line_that_may_name_somebody_stays_an_error(name):
    assert [code for code, *_ in found(edited(lambda form: form[SELF].__setitem__("A30", name)))] == ["R101"]


@pytest.mark.parametrize("remark", REMARKS[:3])
def test_marks_beside_a_remark_are_a_row_of_nobody(remark):
    def edit(form):
        form[SELF]["A30"], form[SELF]["C30"] = remark, 9

    codes = {code for code, *_ in found(edited(edit))}
    assert "R101" in codes
    assert "S107" not in codes
