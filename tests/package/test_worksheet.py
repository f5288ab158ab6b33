"""Cells spliced into worksheets, whoever wrote them: read back by two readers that know nothing of how."""

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from attacks import parts_of, zipped
from hypothesis import given
from hypothesis import strategies as st
from recalculate import convert

from xlcampaign.address import Address
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.package.markup import Unfit
from xlcampaign.package.parts import Package, sheet_parts
from xlcampaign.package.worksheet import NewCell, SplicedSheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
ROWS = (
    '<row r="2" spans="2:3" ht="30" customHeight="1"><c r="B2" t="str"><v>乙</v></c><c r="C2"><v>3</v></c></row>'
    '<row r="5"/>'
)


def at(**cells):
    """Return cells to set, by name."""
    return {Address.named(name): NewCell(value) for name, value in cells.items()}


def book_of(sheet, main=MAIN, relations=RELATIONS):
    """Return a workbook of one sheet around a worksheet's part."""

    def relation(kind, target):
        return (
            f'<Relationships xmlns="{PACKAGE}">'
            f'<Relationship Id="rId1" Type="{relations}/{kind}" Target="{target}"/></Relationships>'
        )

    workbook = (
        f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
        '<sheet name="甲" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relation("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": relation("worksheet", "/xl/worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": sheet,
    }
    return zipped({name: text.encode() if isinstance(text, str) else text for name, text in parts.items()})


def plain(inside, main=MAIN):
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{main}">{inside}</worksheet>'


def spliced(data, cells, title="甲"):
    """Return a workbook with cells set on a sheet; every other part must be as it was."""
    package = Package(data)
    name = sheet_parts(package)[title]
    new = package.copied({name: SplicedSheet(package.part(name)).with_cells(cells)})
    before, after = parts_of(data), parts_of(new)
    assert list(before) == list(after)
    assert {part for part in before if before[part] != after[part]} <= {name}
    return new


def read(data, title="甲"):
    """Return a sheet's filled cells, as both readers have them."""
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
    cells = {
        str(Address(row, column)): value
        for row, listed in enumerate(rows, 1)
        for column, value in enumerate(listed, 1)
        if value != ""
    }
    if STRICT.encode() not in parts_of(data)["xl/workbook.xml"]:  # in which openpyxl sees no sheets
        sheet = openpyxl.load_workbook(BytesIO(data))[title]
        assert cells == {
            c.coordinate: c.value for row in sheet.iter_rows() for c in row if c.value is not None
        }
    return cells


def xml_of(data):
    return parts_of(data)["xl/worksheets/sheet1.xml"].decode()


PREFIXED = plain(f"<x:dimension ref='B2:C5'/><x:sheetData>{ROWS}</x:sheetData>").replace("xmlns=", "xmlns:x=")
for name in ("worksheet", "row", "c", "v"):
    PREFIXED = PREFIXED.replace(f"<{name} ", f"<x:{name} ").replace(f"<{name}>", f"<x:{name}>")
    PREFIXED = PREFIXED.replace(f"</{name}>", f"</x:{name}>")


@pytest.mark.parametrize(
    "data",
    [
        book_of(plain(f'<dimension ref="B2:C5"/><sheetData>{ROWS}</sheetData>')),
        book_of("\ufeff" + plain(f"<sheetData>{ROWS}</sheetData>")),
        book_of(PREFIXED),
        book_of(plain(f"<sheetData>{ROWS}</sheetData>", STRICT), STRICT, STRICT_RELATIONS),
    ],
    ids=["plain", "marked as UTF-8", "prefixed", "strict"],
)
def test_cells_come_in_their_rows_and_rows_in_order(data):
    cells = at(A1="头", A2=1, C2="  改 <&> \n过 ", D2=2.5, B5="五", C4=4, B9="尾", A9=9)
    new = spliced(data, cells)
    expected = {str(address): cell.value for address, cell in cells.items()}
    assert read(new) == {"B2": "乙", **expected}
    rows = SplicedSheet(Package(new).part("xl/worksheets/sheet1.xml"))
    assert rows.bottom == 9


CELLS = st.dictionaries(
    st.builds(Address, st.integers(1, 9), st.integers(1, 30)), st.integers(0, 99), max_size=12
)


@given(there=CELLS, new=CELLS.filter(bool), empty=st.sets(st.integers(1, 9)))
def test_whatever_stands_there_just_the_cells_that_are_set_change(there, new, empty):
    rows = ""
    for number in sorted({cell.row for cell in there} | empty):
        own = sorted(cell for cell in there if cell.row == number)
        rows += f'<row r="{number}">' + "".join(f'<c r="{c}"><v>{there[c]}</v></c>' for c in own) + "</row>"
    data = book_of(plain(f"<sheetData>{rows}</sheetData>"))
    after = read(spliced(data, {cell: NewCell(value) for cell, value in new.items()}))
    assert after == {str(cell): value for cell, value in (there | new).items()}


def test_a_sheet_without_any_row_takes_cells():
    for empty in ("<sheetData/>", "<sheetData></sheetData>", "<sheetData />"):
        new = spliced(book_of(plain(f'<dimension ref="A1"/>{empty}')), at(B2="一", A7=7))
        assert read(new) == {"B2": "一", "A7": 7}
        assert '<dimension ref="A1:B7"/>' in xml_of(new)


def test_what_is_stated_of_a_row_stays_but_what_no_longer_holds():
    data = book_of(plain(f'<dimension ref="B2:C5"/><sheetData>{ROWS}</sheetData>'))
    assert '<row r="2" spans="2:3" ht="30" customHeight="1"><c r="B2"' in xml_of(spliced(data, at(C2=1)))
    assert '<row r="2" ht="30" customHeight="1"><c r="B2"' in xml_of(spliced(data, at(D2=1)))
    assert '<dimension ref="B2:D5"/>' in xml_of(spliced(data, at(D2=1)))


def test_a_cell_keeps_its_look_and_a_new_one_takes_that_of_another_or_of_its_row_or_column():
    rows = (
        '<row r="1" s="7" customFormat="1"><c r="A1" s="3" t="s" vm="1"><v>0</v></c></row>'
        '<row r="2" s="7"><c r="A2"/></row>'
    )
    columns = '<cols><col min="2" max="3" style="5"/></cols>'
    sheet = SplicedSheet(plain(f"{columns}<sheetData>{rows}</sheetData>").encode())
    cells = at(A1=1, A2=1, B1=1, B2=1, D2=1, D1=1) | {Address(9, 1): NewCell("甲", Address(1, 1))}
    new = sheet.with_cells(cells).decode()
    styles = {"A1": "3", "B1": "7", "D1": "7", "B2": "5", "A9": "3"}
    for name in map(str, cells):
        style = f' s="{styles[name]}"' if name in styles else ""
        assert f'<c r="{name}"{style}' + (' t="inlineStr">' if name == "A9" else "><v>1") in new


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("<row><c><v>1</v></c></row>", o.UNNUMBERED_ROWS),
        ('<row r="1"><c><v>1</v></c></row>', o.UNNUMBERED_ROWS),
        ('<row r="1"><c r="A2"><v>1</v></c></row>', o.UNNUMBERED_ROWS),
        ('<row r="2"/><row r="1"/>', o.UNNUMBERED_ROWS),
        ('<row r="1"/><row r="1"/>', o.UNNUMBERED_ROWS),
        ('<row r="1"><c r="B1"/><c r="A1"/></row>', o.UNNUMBERED_ROWS),
        ('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>', o.FORMULA_THERE.filled(cell="A1")),
        ('<row r="1"><c r="A1"></row>', o.NO_PACKAGE),
    ],
)
def test_what_cannot_be_changed_without_harm_is_refused_by_name(rows, why):
    with pytest.raises(Unfit) as refused:
        SplicedSheet(plain(f"<sheetData>{rows}</sheetData>").encode()).with_cells(at(A1=1))
    assert refused.value.why == why


@pytest.mark.parametrize(
    ("xml", "why"),
    [
        (plain("<sheetData/>").replace("UTF-8", "UTF-16").encode("utf-16"), o.OTHER_ENCODING),
        (plain("<sheetData/>").replace("UTF-8", "gb18030").encode("gb18030"), o.OTHER_ENCODING),
        (b'<!DOCTYPE x [<!ENTITY a "ha">]>' + plain("<sheetData/>")[39:].encode(), o.NO_PACKAGE),
        (plain("").encode(), o.NO_PACKAGE),
        (b"", o.NO_PACKAGE),
    ],
)
def test_a_part_that_is_not_what_it_must_be_is_refused_by_name(xml, why):
    with pytest.raises(Unfit) as refused:
        SplicedSheet(xml)
    assert refused.value.why == why


def test_the_bottom_is_where_anything_stands_or_is_merged():
    rows = '<row r="3"><c r="A3"><v>1</v></c></row><row r="90"><c r="A90" s="4"/></row>'
    assert SplicedSheet(plain(f"<sheetData>{rows}</sheetData>").encode()).bottom == 3
    merged = f'<sheetData>{rows}</sheetData><mergeCells><mergeCell ref="A4:C6"/></mergeCells>'
    assert SplicedSheet(plain(merged).encode()).bottom == 6
    assert SplicedSheet(plain("<sheetData/>").encode()).bottom == 0


@pytest.fixture
def written(tmp_path) -> Path:
    """A workbook of XlsxWriter's with what people put into theirs."""
    path = tmp_path / "甲.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("别的").write_comment("A1", "先放着")
        sheet = book.add_worksheet("甲")
        sheet.set_column("B:B", 33, book.add_format({"bold": True}))
        sheet.write_string("B2", "乙", book.add_format({"bg_color": "#FFFF00"}))
        sheet.write_formula("C3", "=1+1", value=2)
        sheet.write_comment("B2", "是口头说的")
        sheet.merge_range("A5:C5", "合计")
        sheet.data_validation("B2:B9", {"validate": "list", "source": ["乙", "丙"]})
        sheet.conditional_format("B2:B9", {"type": "blanks", "format": book.add_format({"bg_color": "red"})})
    return path


def shown(data):
    sheet = openpyxl.load_workbook(BytesIO(data))["甲"]
    return (
        sheet["B2"].fill.fgColor.rgb,
        sheet["B2"].comment.text,
        sheet["B7"].font.bold,
        round(sheet.column_dimensions["B"].width),
        [str(area) for area in sheet.merged_cells.ranges],
        [(str(rule.sqref), rule.formula1) for rule in sheet.data_validations.dataValidation],
        [str(area.sqref) for area in sheet.conditional_formatting],
    )


def check_kept(data):
    new = spliced(data, at(B2="丙", A2="编号", B7="七", A9=9))
    look, note, bold, width, *rest = shown(new)
    assert (look, note, bold, width) == ("FFFFFF00", "是口头说的", True, 34)
    assert rest == list(shown(data)[4:])
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(new))
    rows = book.get_sheet_by_name("甲").to_python(skip_empty_area=False)
    assert (rows[1][:2], rows[2][2], rows[6][1], rows[8][0]) == (["编号", "丙"], 2, "七", 9)


def test_all_else_on_a_sheet_of_xlsxwriters_stays(written):
    check_kept(written.read_bytes())


@pytest.mark.office
def test_all_else_on_a_sheet_of_libreoffices_stays_and_it_opens_what_was_spliced(written, tmp_path):
    saved = convert(written, "xlsx", tmp_path / "saved")
    check_kept(saved.read_bytes())
    again = tmp_path / "again.xlsx"
    again.write_bytes(spliced(written.read_bytes(), at(B2="丙", B7="七", D12=0.5)))
    cells = openpyxl.load_workbook(convert(again, "xlsx", tmp_path / "opened"))["甲"]
    assert (cells["B2"].value, cells["B7"].value, cells["D12"].value) == ("丙", "七", 0.5)


def test_equal_parts_give_equal_files_whenever_they_were_zipped(written):
    data = written.read_bytes()
    other = BytesIO()
    with zipfile.ZipFile(other, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts_of(data).items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 2, 29, 12, 0, 0)), part)
    assert Package(data).copied({}) == Package(other.getvalue()).copied({})


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04" + b"\0" * 40, zipped({"a.txt": b"x"})])
def test_what_is_no_package_of_a_workbook_is_refused_by_name(data):
    with pytest.raises(Unfit) as refused:
        sheet_parts(Package(data))
    assert refused.value.why == o.NO_PACKAGE
