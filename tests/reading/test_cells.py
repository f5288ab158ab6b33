"""What is looked for in a sheet's XML stands among its cells; what stands behind them is as long again."""

from xlcampaign.reading.cells import read_sheet

CELL = b'<row r="1"><c r="A1"><v>7</v></c></row>'
BEHIND = (
    b'<pageSetup fitToHeight="0"/><extLst><x14:formula1><xm:f>Lists!$A$1</xm:f></x14:formula1>'
    b"<v>9</v></extLst></worksheet>"
)


def sheet(cells: bytes, head: bytes = b"") -> bytes:
    return (
        b'<worksheet xmlns:xm="m" xmlns:x14="x">' + head + b"<sheetData>" + cells + b"</sheetData>" + BEHIND
    )


def read(xml: bytes):
    return read_sheet(xml, frozenset(), linked=False, pictured=False)


def test_what_stands_behind_the_cells_is_no_cell():
    found = read(sheet(CELL))
    assert found.stated == 1
    assert not found.cells
    assert not found.rows


def test_what_is_hidden_is_found_before_and_among_the_cells():
    hidden = CELL.replace(b'r="1"', b'r="1" hidden="1"', 1)
    found = read(sheet(hidden, b'<cols><col min="2" max="3" hidden="1"/></cols>'))
    assert found.rows == {1}
    assert found.columns == ((2, 3),)


def test_an_error_and_a_formula_without_a_result_are_found():
    found = read(sheet(b'<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><f>A1</f></c></row>'))
    assert {str(at): cell.fault.value for at, cell in found.cells.items()} == {
        "A1": "error",
        "B1": "uncached",
    }


def test_a_sheet_without_cells_has_none():
    assert read(b"<worksheet><sheetData/></worksheet>").stated == 0
    assert read(b"<worksheet/>").stated == 0
