"""What a workbook states stays the same however it is saved, and changes with every word that somebody types."""

import tracemalloc
import zipfile
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from attacks import zipped
from grids import bytes_of
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.formula import ArrayFormula

from xlcampaign.inbox.guard import guard
from xlcampaign.model.content import Content
from xlcampaign.model.envelope import Envelope
from xlcampaign.reading.hidden import shared_texts
from xlcampaign.reading.stated import stated_digest


def book():
    """A workbook of texts, numbers, dates and formulas."""
    out = openpyxl.Workbook()
    sheet = out.active
    sheet.title = "甲一完小"
    sheet.append(["编号", "姓名", "得分", "合计"])
    sheet.append(["0101", "赵某甲", 9.5, "=SUM(C2:C3)"])
    sheet.append(["0102", "钱某乙", 0.1, "=C3*2"])
    sheet["F5"] = "两行\n文字"
    sheet["G6"] = True
    out.create_sheet("空白")
    return out


def stated(data):
    content = guard(Envelope("a.xlsx", data))
    assert isinstance(content, Content)
    digest = stated_digest(content)
    assert digest is not None
    return digest


def with_parts(data, change):
    """A workbook with its XML changed, part by part."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return zipped({name: change(name, archive.read(name)) for name in archive.namelist()})


def in_sheets(old, new):
    def change(name, part):
        if not name.startswith("xl/worksheets/sheet1"):
            return part
        assert old in part
        return part.replace(old, new)

    return change


def look(out):
    sheet = out["甲一完小"]
    sheet["A2"].font = Font(bold=True)
    sheet.column_dimensions["A"].width = 30
    sheet.row_dimensions[2].hidden = True
    sheet["C2"].number_format = "0%"
    sheet["Z99"].font = Font(bold=True)  # a cell that holds nothing


def formula(out):
    out["甲一完小"]["D2"] = "=C2+C3"


def blank(out):
    out["甲一完小"]["H9"] = " "


def as_number(out):
    out["甲一完小"]["C2"] = "9.5"
    out["甲一完小"]["C2"].data_type = "s"


def lines(out):
    out["甲一完小"]["F5"] = "两行\r\n文字"


def told(out):
    out.properties.creator = "乙校办公室"


@pytest.mark.parametrize("change", [look, formula, blank, as_number, lines, told])
def test_looks_formulas_and_types_state_nothing(change):
    out = book()
    change(out)
    assert stated(bytes_of(out)) == stated(bytes_of(book()))


CODE = b'<c r="A2" t="inlineStr"><is><t>0101</t></is></c>'
"""A text as openpyxl writes it; Excel and WPS refer to shared ones, which the forms that are written for real do too."""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<v />", b"<v>9.6</v>"),  # calculated
        (b"<v />", b""),
        (b"<v>9.5</v>", b"<v>9.500000000000000001</v>"),
        (b"<v>0.1</v>", b"<v>1E-1</v>"),
        (CODE, b'<c r="A2" t="inlineStr"><is><r><t>01</t></r><r><t>01</t></r></is></c>'),
        (CODE, b'<c r="A2" t="str"><v>0101</v></c>'),
        (CODE, CODE.replace(b'"A2"', b"'A2'").replace(b"<is>", b"<is>\n")),
        (CODE, b'<x:c r="A2" t="inlineStr"><x:is><x:t>&#48;101</x:t></x:is></x:c>'),
        (b"</sheetData>", b'<row r="900"><c r="A900" s="0"></c></row></sheetData>'),
        (b"</row>", b"</row><!-- -->"),
        (b"</sheetData>", b'<row r="900"><c r="A900"/></row></sheetData>'),
    ],
)
def test_how_a_program_writes_it_states_nothing(old, new):
    data = bytes_of(book())
    assert stated(with_parts(data, in_sheets(old, new))) == stated(data)


def value(out):
    out["甲一完小"]["C2"] = 9.6


def digit(out):
    out["甲一完小"]["A2"] = "101"


def typed_over(out):
    out["甲一完小"]["D2"] = 9.6


def formula_gone(out):
    out["甲一完小"]["D3"] = None


def formula_more(out):
    out["甲一完小"]["E2"] = "=C2"


def array(out):
    out["甲一完小"]["E2"] = ArrayFormula("E2", "=SUM(C2:C3*2)")


def emptied(out):
    out["甲一完小"]["B3"] = None


def row(out):
    out["甲一完小"].append(["0103", "孙某丙", 8])


def row_inserted(out):
    out["甲一完小"].insert_rows(2)


def swapped(out):
    sheet = out["甲一完小"]
    sheet["B2"], sheet["B3"] = "钱某乙", "赵某甲"


def answer(out):
    out["甲一完小"]["G6"] = False


def number_for_truth(out):
    out["甲一完小"]["G6"] = 1


def renamed(out):
    out["空白"].title = "备注"


def added(out):
    out.create_sheet("备注")


def removed(out):
    del out["空白"]


def moved(out):
    out.move_sheet("空白", -1)


def comment(out):
    out["甲一完小"]["B2"].comment = Comment("口头说的", "乙")


def far(out):
    out["空白"]["AA1000"] = "见附页"


@pytest.mark.parametrize(
    "change",
    [
        value,
        digit,
        typed_over,
        formula_gone,
        formula_more,
        array,
        emptied,
        row,
        row_inserted,
        swapped,
        answer,
        number_for_truth,
        renamed,
        added,
        removed,
        moved,
        comment,
        far,
    ],
)
def test_whatever_somebody_types_is_stated(change):
    out = book()
    change(out)
    assert stated(bytes_of(out)) != stated(bytes_of(book()))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b' r="A2"', b""),
        (b't="inlineStr"><is><t>0101</t></is>', b't="s"><v>4444</v>'),
        (b"<v>9.5</v>", b"<v>neun</v>"),
        (b'r="A2"', b'r="2A"'),
        (b'r="B2"', b'r="A2"'),  # two cells in one place
        (b'r="A2"', b'r="A3"'),  # and a row below the next one
        (b'r="D2"', b'r="D1"'),
    ],
)
def test_what_cannot_be_read_states_nothing(old, new):
    content = guard(Envelope("a.xlsx", with_parts(bytes_of(book()), in_sheets(old, new))))
    assert isinstance(content, Content)
    assert stated_digest(content) is None


def test_texts_of_many_pieces_are_read_one_by_one():
    piece = '<r><rPr><sz val="10"/><rFont val="Noto Sans CJK SC"/><family val="2"/></rPr><t>甲</t></r>'
    texts = "".join(f"<si>{piece * 12}<r><t>{number}</t></r></si>" for number in range(8_000))
    strings = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{texts}</sst>'.encode()
    given = BytesIO()
    with xlsxwriter.Workbook(given) as out:
        out.add_worksheet().write(0, 0, "甲")

    def change(name, part):
        return strings if name.endswith("sharedStrings.xml") else part

    data = with_parts(given.getvalue(), change)
    content = guard(Envelope("a.xlsx", data))
    tracemalloc.start()
    try:
        found = shared_texts(content)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found == ["甲" * 12 + str(number) for number in range(8_000)]
    assert peak < len(strings)
