"""A flaw costs what it touches: an error of a newer program its cell, what lies far out on a sheet nothing."""

import struct

import pytest
from attacks import opendocument, parts_of, with_part, zipped
from filled import complete, form_of
from grids import bytes_of, read_grids, write_plain
from plain import plain_file
from plans import small_plan

from xlcampaign.commands.intake import take_in
from xlcampaign.findings.finding import Finding
from xlcampaign.inbox.guard import guard
from xlcampaign.model.cell import Broken, Fault
from xlcampaign.model.content import Content, Format
from xlcampaign.model.envelope import Envelope
from xlcampaign.reading.biff import BOOK as RECORDS
from xlcampaign.reading.grid import read_workbook

PLAN = small_plan(2, 3)
BOOK = form_of(PLAN)
SELF = "党员自评"
NEWER = ("#SPILL!", "#CALC!", "#BUSY!", "#PYTHON!", "#BLOCKED!", "#NAZWA?", "Err:502", "Err:<&>", "正在加载…")


def taken(edit):
    """Return what becomes of a complete form that somebody went on editing."""
    form = write_plain(BOOK, complete(BOOK))
    edit(form)
    return take_in(Envelope("f.xlsx", bytes_of(form)), PLAN)


def found(intake):
    return [(f.rule.code, f.place.sheet, f.place.cell) for f in intake.findings]


def accepted(intake):
    return {key: part.cells.accepted for key, part in intake.submission.parts.items()}


SOUND = taken(lambda _: None)


def put_error(sheet, cell, error):
    sheet[cell] = error
    sheet[cell].data_type = "e"


@pytest.mark.parametrize("error", NEWER)
def test_an_error_of_a_newer_program_costs_its_cell(error):
    intake = taken(lambda form: put_error(form[SELF], "D6", error))
    assert found(intake) == [("C104", SELF, "D6")]
    assert intake.findings[0].facts["found"] == error
    assert accepted(intake) == {k: n - (k == "member_self") for k, n in accepted(SOUND).items()}


@pytest.mark.parametrize("error", NEWER)
def test_an_error_in_a_computed_cell_or_on_a_sheet_of_ones_own_costs_nothing(error):
    computed = next(n for n, column in enumerate(BOOK.table_of("member_self").columns, 1) if column.computed)

    def edit(form):
        put_error(form[SELF], form[SELF].cell(6, computed).coordinate, error)
        put_error(form.create_sheet("自己算"), "A1", error)

    intake = taken(edit)
    assert found(intake) == [("S104", "自己算", "")]
    assert accepted(intake) == accepted(SOUND)


def test_all_else_on_the_sheet_of_an_error_is_read_as_ever():
    def edit(form):
        sheet = form[SELF]
        sheet["C5"], sheet["D5"], sheet["E5"] = " 9.5 ", True, "<&>“十分”"
        sheet["D5"].number_format = "0%"
        sheet["G6"], sheet["H6"] = "=1+1", "=[1]别处!A1"
        sheet.merge_cells("A5:A6")
        sheet.row_dimensions[7].hidden = True

    def and_error(form):
        edit(form)
        put_error(form[SELF], "F6", "#SPILL!")

    assert set(found(taken(and_error))) == {*found(taken(edit)), ("C104", SELF, "F6")}


@pytest.mark.parametrize("prefix", [b"", b"x:"])
@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1"])
def test_a_part_is_mended_however_it_is_written(prefix, encoding):
    cells = '<%(p)srow><%(p)sc t="inlineStr"><%(p)sis><%(p)st>café</%(p)st></%(p)sis></%(p)sc>'
    cells += '<%(p)sc t="e"><%(p)sv>#BUSY!</%(p)sv></%(p)sc><%(p)sc><%(p)sv>7</%(p)sv></%(p)sc></%(p)srow>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    named = "xmlns:x" if prefix else "xmlns"
    head = f'<?xml version="1.0" encoding="{encoding}"?><%(p)sworksheet {named}="{main}"><%(p)ssheetData>'
    text = (head + cells + "</%(p)ssheetData></%(p)sworksheet>") % {"p": prefix.decode()}
    data = plain_file(BOOK)
    part = next(name for name in parts_of(data) if name.endswith("sheet1.xml"))
    book = read_grids(Envelope("f.xlsx", with_part(data, part, lambda _: text.encode(encoding))))
    assert list(book.grids[0].rows[0]) == ["café", Broken(Fault.ERROR, "#BUSY!"), 7.0]
    assert book.grids[0].lost == ()


@pytest.mark.parametrize("cell", ["A1048576", "XFD1048576", "XFD900", "K300000", "AAA5000"])
@pytest.mark.parametrize("blank", [" ", "\u3000", "\u200b"])
def test_a_blank_far_out_is_no_content(cell, blank):
    intake = taken(lambda form: form[SELF].__setitem__(cell, blank))
    assert found(intake) == []
    assert accepted(intake) == accepted(SOUND)


def test_formulas_without_a_text_down_a_whole_column_are_no_content():
    data = plain_file(BOOK, complete(BOOK))
    part = next(n for n in parts_of(data) if n.endswith("sheet5.xml"))
    rows = b"".join(
        b'<row r="%d"><c r="B%d" t="str"><f>""</f><v></v></c></row>' % (n, n) for n in range(900_000, 920_000)
    )
    longer = with_part(data, part, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))
    assert found(take_in(Envelope("f.xlsx", longer), PLAN)) == []


@pytest.mark.parametrize("cell", ["A1048576", "XFD1048576", "C777777", "AAA5000"])
@pytest.mark.parametrize("value", [9, "见附页", "#SPILL!"])
def test_a_value_far_out_on_a_sheet_of_the_form_is_named(cell, value):
    for sheet in (SELF, "填表说明"):
        intake = taken(lambda form, s=sheet: form[s].__setitem__(cell, value))
        assert found(intake) == [("S107", sheet, cell)]
        assert intake.findings[0].facts["found"] == str(value)
        assert accepted(intake) == accepted(SOUND)


@pytest.mark.parametrize("cells", [["XFD1048576"], ["A1", "A1048576"], ["XFD1", "A700000", "AAA9"]])
def test_what_lies_far_out_on_a_sheet_of_ones_own_costs_nothing(cells):
    def edit(form):
        sheet = form.create_sheet("自己算")
        for cell in cells:
            sheet[cell] = 1

    intake = taken(edit)
    assert found(intake) == [("S104", "自己算", "")]
    assert accepted(intake) == accepted(SOUND)


def test_the_table_is_kept_whatever_lies_far_out_and_in_whatever_order():
    def edit(form):
        for cell in ("XFD1", "XFD1048576", "A1048576", "AAA1048576", "B500000"):
            form[SELF][cell] = 1

    assert accepted(taken(edit)) == accepted(SOUND)


def test_what_fills_a_sheet_far_and_wide_is_refused_by_sheet_and_cell():
    def edit(form):
        for row in range(1, 1300):
            form[SELF][f"XFD{row}"] = 1

    assert found(taken(edit)) == [("F104", SELF, "XFD1299")]


@pytest.mark.parametrize("text", ["1", "见附页", " "])
def test_a_far_cell_of_an_opendocument_is_named(text):
    cell = (
        b'<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>' % text.encode()
    )
    gap = b'<table:table-row table:number-rows-repeated="1048575"><table:table-cell/></table:table-row>'
    wide = (
        b'<table:table-row><table:table-cell table:number-columns-repeated="99"/>%s</table:table-row>' % cell
    )
    sheets = b'<table:table table:name="\xe7\x94\xb2">%s%s</table:table>' % (gap, wide)
    content = guard(Envelope("f.ods", opendocument(sheets)))
    assert isinstance(content, Content)
    refused = read_workbook(content)
    assert (refused.rule.code, refused.place.sheet, refused.place.cell) == ("F104", "甲", "CV1048576")


def test_a_cell_that_stands_twice_is_found_on_a_mended_sheet_too():
    form = write_plain(BOOK, complete(BOOK))
    put_error(form[SELF], "D6", "#BUSY!")
    parts = parts_of(bytes_of(form))
    one = b'<c r="C5" t="n"><v>'
    name = next(name for name, data in parts.items() if b"#BUSY!" in data)
    twice = parts[name].replace(one, b'<c r="C5" t="n"><v>3</v></c>' + one)
    intake = take_in(Envelope("f.xlsx", zipped(parts | {name: twice})), PLAN)
    assert ("S110", SELF, "") in found(intake)


@pytest.mark.parametrize(("row", "column"), [(65_535, 255), (60_000, 99), (20_000, 254)])
def test_a_far_cell_of_an_xls_is_named(row, column):
    def record(code, data):
        return struct.pack("<HH", code, len(data)) + data

    first, last = record(0x809, b"\0\x06" + bytes(14)), record(0x0A, b"")
    name = bytes([1, 1]) + "甲".encode("utf-16-le")
    at = len(first) + 4 + 6 + len(name) + len(last)
    book = first + record(0x85, struct.pack("<IH", at, 0) + name) + last
    book += first + record(0x203, struct.pack("<3Hd", row, column, 0, 1.0)) + last
    refused = read_workbook(Content("f.xls", b"", Format.XLS, {RECORDS: book}, RECORDS))
    assert isinstance(refused, Finding)
    assert (refused.rule.code, refused.place.sheet) == ("F104", "甲")
    assert refused.place.cells == ((row + 1, column + 1),)
