"""What a reader sees and cells do not hold: pictures in cells and above them, charts, ink, embedded files."""

import struct

import pytest
from attacks import opendocument, parts_of, zipped
from filled import complete, form_of
from grids import bytes_of, read_grids, write_plain
from openpyxl.chart import BarChart, Reference
from plans import small_plan

from xlcampaign.commands.intake import take_in
from xlcampaign.layout.forms import pledge_form
from xlcampaign.model.envelope import Envelope
from xlcampaign.reading.biff import read_records

PLAN = small_plan(2, 3)
BOOK = form_of(PLAN)
PLEDGES = pledge_form(PLAN, PLAN.branches[0])
SELF = "党员自评"
DRAWINGS = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
TEXTS = "http://schemas.openxmlformats.org/drawingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def found(data, name="f.xlsx"):
    findings = take_in(Envelope(name, data), PLAN).findings
    return [(f.rule.code, f.place.sheet, f.place.cell) for f in findings], findings


def form_with(edit, book=BOOK):
    form = write_plain(book, complete(book))
    edit(form)
    return bytes_of(form)


def related(data, title, relation, extra=None):
    """Return a workbook with a relation of a sheet to another part."""
    tabs = [grid.title for grid in read_grids(Envelope("f.xlsx", data)).grids]
    name = f"xl/worksheets/_rels/sheet{tabs.index(title) + 1}.xml.rels"
    rels = f'<Relationships xmlns="{RELATIONS}">{relation}</Relationships>'
    return zipped(parts_of(data) | {name: rels.encode()} | (extra or {}))


def drawn(data, *anchored, kind="twoCellAnchor"):
    """Return a form with something drawn on 党员自评, from C5 to J16."""
    ends = "".join(
        f"<x:{name}><x:col>{column}</x:col><x:row>{row}</x:row></x:{name}>"
        for name, column, row in (("from", 2, 4), ("to", 9, 15))[: 2 if kind == "twoCellAnchor" else 1]
    )
    anchors = "".join(f"<x:{kind}>{ends}{one}</x:{kind}>" for one in anchored)
    drawing = f'<x:wsDr xmlns:x="{DRAWINGS}" xmlns:a="{TEXTS}">{anchors}</x:wsDr>'
    relation = f'<Relationship Id="rId1" Type="{KINDS}/drawing" Target="../drawings/drawing9.xml"/>'
    return related(data, SELF, relation, {"xl/drawings/drawing9.xml": drawing.encode()})


PICTURE = "<x:pic/>"
TEXT = "<x:sp><x:txBody><a:p><a:r><a:t>都是满分</a:t></a:r></a:p></x:txBody></x:sp>"


@pytest.mark.parametrize(
    "thing",
    [
        PICTURE,
        f"<x:grpSp>{PICTURE}</x:grpSp>",
        "<x:graphicFrame/>",
        "<x:contentPart/>",
        "<x:sp/>",
        "<x:sp><x:txBody><a:p><a:t> </a:t></a:p></x:txBody></x:sp>",
        "<x:cxnSp/>",
    ],
)
def test_what_is_drawn_over_cells_is_said_with_the_cells(thing):
    codes, findings = found(drawn(form_with(lambda _: None), thing, thing))
    assert codes == [("S112", SELF, "")]
    assert findings[0].facts["count"] == 2
    assert findings[0].facts["cells"].zh == "C5:J16、C5:J16"


@pytest.mark.parametrize(("kind", "cells"), [("oneCellAnchor", "C5"), ("absoluteAnchor", "C5")])
def test_what_has_one_corner_is_said_with_its_cell(kind, cells):
    codes, findings = found(drawn(form_with(lambda _: None), PICTURE, kind=kind))
    assert (codes, findings[0].facts["cells"].zh) == ([("S112", SELF, "")], cells)


def test_a_text_box_is_no_picture_and_one_with_a_picture_is_both():
    whole = form_with(lambda _: None)
    assert found(drawn(whole, TEXT))[0] == [("S109", SELF, "")]
    assert found(drawn(whole, TEXT + PICTURE))[0] == [("S109", SELF, ""), ("S112", SELF, "")]


@pytest.mark.parametrize("kind", ["oleObject", "package"])
def test_an_embedded_file_is_said(kind):
    relation = f'<Relationship Id="rId1" Type="{KINDS}/{kind}" Target="../embeddings/1.bin"/>'
    data = related(form_with(lambda _: None), SELF, relation, {"xl/embeddings/1.bin": b"x"})
    codes, findings = found(data)
    assert codes == [("S112", SELF, "")]
    assert findings[0].facts["cells"].zh == "位置不明"


def test_a_chart_is_said_and_on_a_sheet_of_ones_own_nothing_is():
    def edit(form, title):
        sheet = form[title] if title in form.sheetnames else form.create_sheet(title)
        sheet["P1"] = 1
        chart = BarChart()
        chart.add_data(Reference(sheet, range_string=f"'{title}'!$P$1:$P$1"))
        sheet.add_chart(chart, "B3")

    assert ("S112", SELF, "") in found(form_with(lambda form: edit(form, SELF)))[0]
    assert found(form_with(lambda form: edit(form, "图")))[0] == [("S104", "图", "")]


WPS = '=DISPIMG("ID_0123456789ABCDEF0123456789ABCDEF",1)'


def cell_xml(data, old, new):
    parts = parts_of(data)
    [name] = [name for name, part in parts.items() if old in part]
    return zipped(parts | {name: parts[name].replace(old, new)})


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="F5" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>',
        '<c r="F5" t="e"><f>_xlfn.DISPIMG("ID_1",1)</f><v>#NAME?</v></c>',
        '<c r="F5" t="e" vm="1"><v>#VALUE!</v></c>',
        '<c r="F5" t="e" vm="3"><f>_xlfn.IMAGE("https://example.org/a.png")</f><v>#BLOCKED!</v></c>',
        '<c r="F5"><f>_xlfn.IMAGE("https://example.org/a.png")</f></c>',
        '<c r="F5" t="inlineStr"><is><t>=DISPIMG("ID_1",1)</t></is></c>',
    ],
)
def test_a_picture_in_a_cell_is_no_text_of_a_register(cell):
    def edit(form):
        form["学校（支部）承诺"]["C5"], form["学校（支部）承诺"]["F5"] = "建一个读书角", 777123

    data = form_with(edit, PLEDGES)
    old = b'<c r="F5" t="n"><v>777123</v></c>'
    intake = take_in(Envelope("f.xlsx", cell_xml(data, old, cell.encode())), PLAN)
    assert ("C130", "F5") in [(f.rule.code, f.place.cell) for f in intake.findings]
    entries = [entry for part in intake.submission.parts.values() for entry in part.entries]
    assert not any("DISPIMG" in str(value) for entry in entries for value in entry.values.values())


def test_an_error_that_older_programs_lack_is_no_picture():
    data = form_with(lambda form: form[SELF].__setitem__("C5", 777123))
    rich = cell_xml(data, b'<c r="C5" t="n"><v>777123</v></c>', b'<c r="C5" t="e" vm="1"><v>#VALUE!</v></c>')
    kinds = '<rvStructures><s t="{}"/></rvStructures>'
    for kind, code in (("_error", "C104"), ("_localImage", "C130"), ("_webimage", "C130")):
        part = {"xl/richData/rdrichvaluestructure.xml": kinds.format(kind).encode()}
        assert found(zipped(parts_of(rich) | part))[0] == [(code, SELF, "C5")]


@pytest.mark.parametrize("title", ["自己算", "填表人自己的表"])
def test_pictures_in_cells_of_a_sheet_of_ones_own_cost_nothing(title):
    def edit(form):
        sheet = form.create_sheet(title)
        sheet["A1"] = WPS
        sheet["A1"].data_type = "s"

    assert found(form_with(edit))[0] == [("S104", title, "")]


@pytest.mark.parametrize("part", [b"image", b"object", b"object-ole"])
def test_a_picture_in_an_opendocument_is_said_with_its_cell(part):
    frame = (
        b'<d:frame xmlns:d="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"><d:%s/><d:image/></d:frame>'
        % part
    )
    row = (
        b"<table:table-row><table:table-cell/><table:table-cell>%s</table:table-cell></table:table-row>"
        % frame
    )
    sheets = b'<table:table table:name="a">%s</table:table>' % row
    [grid] = read_grids(Envelope("f.ods", opendocument(sheets))).grids
    assert grid.remarks.pictures == ("B1",)


@pytest.mark.parametrize(("kind", "number"), [(5, 1), (8, 1), (6, 0), (25, 0)])
def test_pictures_and_charts_of_an_xls_are_counted(kind, number):
    def record(code, data):
        return struct.pack("<HH", code, len(data)) + data

    first, last = record(0x809, bytes(16)), record(0x0A, b"")
    globals_of = first + record(0x85, struct.pack("<I", 0x7777) + bytes(4)) + last
    at = struct.pack("<I", len(globals_of))
    sheet = first + record(0x5D, struct.pack("<3H", 0x15, 0x12, kind) + bytes(16)) + last
    remarks = read_records(globals_of.replace(struct.pack("<I", 0x7777), at) + sheet).remarks
    assert len(remarks[0].pictures if remarks else ()) == number
