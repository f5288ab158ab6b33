"""Formats, comments and a first sheet put into workbooks, whoever wrote them: all else stays, and three readers agree."""

import re
import zipfile
from io import BytesIO

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from attacks import parts_of, zipped
from openpyxl.comments import Comment
from package.test_worksheet import STRICT, STRICT_RELATIONS, book_of, plain
from recalculate import convert

from xlcampaign.address import Address
from xlcampaign.package.blank import blank_workbook
from xlcampaign.package.markup import Unfit, edited
from xlcampaign.package.notes import with_notes, without_notes
from xlcampaign.package.parts import Package, sheet_parts, styles_part, tabs_of
from xlcampaign.package.styles import Styles, Written, solid
from xlcampaign.package.tabs import Line, NewSheet, place_named, with_first_sheet
from xlcampaign.package.worksheet import SplicedSheet

B2, C9 = Address(2, 2), Address(9, 3)
NOTES = {B2: "票数不对 <&>\n请核对", C9: "没有填"}
FIRST = NewSheet(
    "退回说明", "FFB3B3", (9, 40), {1: 20, 3: 20}, (Line(Address(1, 1), "请改好", 0),), ("A1:B1",)
)


def by_xlsxwriter(*, commented=True):
    """A workbook with what people put into theirs: comments, names of a sheet's own, a chart sheet, a selected tab."""
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        first = book.add_worksheet("别的")
        first.write_string("A1", "先放着")
        sheet = book.add_worksheet("甲")
        sheet.write_string(
            "B2", "乙", book.add_format({"bg_color": "#FFFF00", "bold": True, "locked": False})
        )
        sheet.write_number("C3", 3)
        sheet.print_area("A1:C9")
        sheet.autofilter("A1:C3")
        if commented:
            sheet.write_comment("C3", "口头说的", {"author": "甲"})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=甲!$C$3:$C$3"})
        book.add_chartsheet("图").set_chart(chart)
        book.define_name("票", "=甲!$C$3")
        sheet.activate()
    return out.getvalue()


def by_openpyxl():
    book = openpyxl.Workbook()
    book.active.title = "甲"
    book.active["B2"] = "乙"
    book.active["C3"].comment = Comment("口头说的", "甲")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def noted(data, notes=NOTES, title="甲"):
    package = Package(data)
    return with_notes(package, sheet_parts(package)[title], notes, "退回意见", "—— 甲 ——").copied({})


def comments(data, title="甲"):
    sheet = openpyxl.load_workbook(BytesIO(data))[title]
    return {c.coordinate: c.comment.text for row in sheet.iter_rows() for c in row if c.comment}


@pytest.mark.parametrize(
    "data",
    [by_xlsxwriter(), by_xlsxwriter(commented=False), by_openpyxl()],
    ids=["commented", "bare", "openpyxl"],
)
def test_comments_come_beside_those_that_are_there_and_go_again(data):
    before = comments(data)
    new = noted(data)
    assert comments(new) == before | {"B2": NOTES[B2], "C9": NOTES[C9]}
    package = Package(new)
    gone = without_notes(package, sheet_parts(package)["甲"], dict.fromkeys(NOTES, 0)).copied({})
    assert comments(gone) == before
    shapes = b"".join(part for name, part in parts_of(gone).items() if name.endswith(".vml"))
    assert shapes.count(b":Row>") // 2 == len(before)


def by_excel(*pieces):
    """A workbook with a comment in pieces, as office programs write those that are partly bold, or read aloud."""
    data = by_openpyxl()
    parts = parts_of(data)
    [name] = [name for name in parts if "comment" in name and name.endswith(".xml")]
    xml = re.sub(r"<text>.*</text>", f"<text>{''.join(pieces)}</text>", parts[name].decode())
    return zipped(parts | {name: xml.encode()})


OWN_COMMENTS = [
    by_xlsxwriter(),
    by_openpyxl(),
    by_excel("<t>口头说的</t>"),
    by_excel('<r><rPr><b/></rPr><t>口头</t></r><r><t xml:space="preserve">说的</t></r>'),
    by_excel('<r><t>口头说的</t></r><rPh sb="0" eb="1"><t></t></rPh><phoneticPr fontId="1"/>'),
]


@pytest.mark.parametrize("data", OWN_COMMENTS)
def test_a_cell_that_has_a_comment_keeps_it_with_the_new_one_at_its_end_until_that_goes(data):
    said = comments(data)["C3"]
    at = Address(3, 3)
    new = noted(data, {at: "不对 <&>", B2: "也不对"})
    assert comments(new) == {"C3": f"{said}\n—— 甲 ——\n不对 <&>", "B2": "也不对"}
    shapes = b"".join(part for name, part in parts_of(new).items() if name.endswith(".vml"))
    assert shapes.count(b":Row>") // 2 == 2
    package = Package(new)
    gone = without_notes(package, sheet_parts(package)["甲"], {at: len(said), B2: 0}).copied({})
    assert comments(gone) == {"C3": said}
    again = noted(gone, {at: "不对 <&>", B2: "也不对"})
    assert sorted(map(len, parts_of(again).values())) == sorted(map(len, parts_of(new).values()))


def test_of_a_comment_in_one_piece_the_end_alone_goes():
    data = by_excel("<r><t>口头 &lt;说&gt; 的，很长</t></r>")
    package = Package(data)
    gone = without_notes(package, sheet_parts(package)["甲"], {Address(3, 3): 8}).copied({})
    assert comments(gone) == {"C3": "口头 <说> 的"}


def test_a_conversation_on_a_cell_stays_as_it_is():
    parts = parts_of(by_openpyxl())
    [sheet] = [name for name in parts if name.startswith("xl/worksheets/_rels/")]
    said = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        '<threadedComment ref="C3" dT="2023-05-01T08:00:00" personId="{0}" id="{1}"><text>再核</text></threadedComment>'
        "</ThreadedComments>"
    )
    kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    relation = f'<Relationship Id="thread" Type="{kind}" Target="/xl/threadedComments/threadedComment1.xml"/>'
    relations = parts[sheet].replace(b"</Relationships>", relation.encode() + b"</Relationships>")
    data = zipped(parts | {sheet: relations, "xl/threadedComments/threadedComment1.xml": said.encode()})
    assert noted(data, {Address(3, 3): "不对"}) == Package(data).copied({})
    assert comments(noted(data)) == comments(data) | {"B2": NOTES[B2], "C9": NOTES[C9]}


def test_shapes_of_comments_have_numbers_of_their_own():
    new = noted(noted(by_xlsxwriter(), title="别的"))
    found = [
        number
        for name, part in parts_of(new).items()
        if name.endswith(".vml")
        for number in part.decode().split('id="_x0000_s')[1:]
    ]
    numbers = [text.partition('"')[0] for text in found]
    assert len(numbers) == len(set(numbers)) == 5


def test_comments_go_into_parts_whose_names_have_prefixes():
    data = by_openpyxl()
    parts = parts_of(data)
    [name] = [name for name in parts if "comment" in name and name.endswith(".xml")]
    xml = parts[name].decode()
    for tag in ("comments", "authors", "author", "commentList", "comment", "text", "t", "r", "rPr"):
        for end in (" ", ">", "/>"):
            xml = xml.replace(f"<{tag}{end}", f"<x:{tag}{end}").replace(f"</{tag}>", f"</x:{tag}>")
    xml = xml.replace("xmlns=", "xmlns:x=")
    new = noted(zipped(parts | {name: xml.encode()}))
    assert comments(new) == {"C3": "口头说的", "B2": NOTES[B2], "C9": NOTES[C9]}


STRICT_BOOK = book_of(
    plain('<sheetData><row r="2"><c r="B2"/></row></sheetData>', STRICT), STRICT, STRICT_RELATIONS
)


@pytest.mark.parametrize(
    "data", [by_xlsxwriter(), by_openpyxl(), STRICT_BOOK], ids=["ours", "openpyxl", "strict"]
)
def test_a_sheet_comes_first_and_what_belongs_to_others_goes_on_belonging_to_them(data):
    new = with_first_sheet(Package(data), FIRST).copied({})
    titles = [tab.title for tab in tabs_of(Package(data))]
    assert [tab.title for tab in tabs_of(Package(new))] == ["退回说明", *titles]
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(new))
    assert book.get_sheet_by_index(0).to_python()[0][0] == "请改好"
    if data is not STRICT_BOOK:  # in which openpyxl sees no sheets
        read = openpyxl.load_workbook(BytesIO(new))
        assert read.active.title == "退回说明"
        old = openpyxl.load_workbook(BytesIO(data))
        assert {s.title: s.print_area for s in old} == {s.title: s.print_area for s in read.worksheets[1:]}
    again = with_first_sheet(Package(new), FIRST).copied({})
    assert again == new


def test_names_of_a_sheets_own_move_with_it():
    parts = parts_of(with_first_sheet(Package(by_xlsxwriter()), FIRST).copied({}))
    workbook = parts["xl/workbook.xml"].decode()
    assert workbook.count('localSheetId="2"') == 2
    assert 'localSheetId="1"' not in workbook
    assert 'activeTab="0"' in workbook


def test_a_first_sheet_that_is_replaced_is_shown_and_the_one_that_is_open():
    book = openpyxl.load_workbook(BytesIO(with_first_sheet(Package(by_openpyxl()), FIRST).copied({})))
    book.move_sheet("退回说明", 1)
    book.active = book["甲"]
    book["退回说明"].sheet_state = "hidden"
    book.save(out := BytesIO())
    again = openpyxl.load_workbook(BytesIO(with_first_sheet(Package(out.getvalue()), FIRST).copied({})))
    assert again.sheetnames == ["甲", "退回说明"]
    assert again.active.title == "退回说明"
    assert again.active.sheet_state == "visible"


def test_formats_are_those_of_the_cells_but_for_the_fill():
    data = by_xlsxwriter()
    package = Package(data)
    part, sheet = styles_part(package), sheet_parts(package)["甲"]
    styles, spliced = Styles(package.part(part)), SplicedSheet(package.part(sheet))
    new = {at: styles.filled(spliced.style_of(at), solid("FFB3B3")) for at in (B2, C9)}
    changed = package.with_parts(
        {sheet: edited(package.part(sheet), spliced.put({}, new)), part: styles.done()}
    ).copied({})
    cell = openpyxl.load_workbook(BytesIO(changed))["甲"]["B2"]
    assert (cell.value, cell.fill.fgColor.rgb, cell.font.bold, cell.protection.locked) == (
        "乙",
        "FFFFB3B3",
        True,
        False,
    )
    assert openpyxl.load_workbook(BytesIO(changed))["甲"]["C9"].fill.fgColor.rgb == "FFFFB3B3"
    again = Package(changed)
    restored = Styles(again.part(part))
    style = SplicedSheet(again.part(sheet)).style_of(B2)
    assert b"FFB3B3" in restored.fill_of(style)
    assert Styles(package.part(part)).fill_of(spliced.style_of(B2)) == styles.fill_of(spliced.style_of(B2))


def test_equal_formats_are_added_once():
    styles = Styles(Package(by_xlsxwriter()).part("xl/styles.xml"))
    assert styles.written(Written(bold=True)) == styles.written(Written(bold=True))
    assert styles.filled(0, solid("FFEB84")) == styles.filled(0, solid("FFEB84"))
    assert styles.filled(0, solid("FFEB84")) != styles.filled(0, solid("FFB3B3"))
    with pytest.raises(Unfit):
        styles.fill_of(999)


@pytest.mark.parametrize(
    ("columns", "shown"),
    [
        ("", '<cols><col min="4" max="4" width="60" customWidth="1"/></cols>'),
        (
            '<cols><col min="2" max="2" width="9"/></cols>',
            '<cols><col min="2" max="2" width="9"/><col min="4" max="4" width="60" customWidth="1"/></cols>',
        ),
        (
            '<cols><col min="3" max="16384" width="9" hidden="1"/></cols>',
            (
                '<cols><col min="3" max="3" width="9" hidden="1"/><col min="4" max="4" width="60" customWidth="1"/>'
                '<col min="5" max="16384" width="9" hidden="1"/></cols>'
            ),
        ),
        (
            '<cols><col min="4" max="4" width="9"/><col min="7" max="7"/></cols>',
            '<cols><col min="4" max="4" width="60" customWidth="1"/><col min="7" max="7"/></cols>',
        ),
    ],
)
def test_a_column_is_widened_and_its_neighbours_stay(columns, shown):
    xml = plain(f"{columns}<sheetData/>").encode()
    assert shown in edited(xml, SplicedSheet(xml).widen(4, 60)).decode()


def test_a_column_into_which_anything_reaches_is_not_free():
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="E1" s="3"/></row>'
    xml = plain(f'<sheetData>{rows}</sheetData><mergeCells><mergeCell ref="B3:C4"/></mergeCells>').encode()
    sheet = SplicedSheet(xml)
    assert [number for number in range(1, 7) if sheet.is_free(number)] == [4, 5, 6]


@pytest.mark.parametrize("title", ["甲 乙", "it's", "A1", "2023"])
def test_a_place_is_named_so_that_every_title_leads_there(title):
    assert place_named(title, "C5") == f"'{title.replace(chr(39), chr(39) * 2)}'!C5"


def test_a_blank_workbook_is_one_for_every_reader():
    data = blank_workbook("说明").copied({})
    assert openpyxl.load_workbook(BytesIO(data)).sheetnames == ["说明"]
    assert python_calamine.CalamineWorkbook.from_filelike(BytesIO(data)).sheet_names == ["说明"]


def test_equal_marks_give_equal_bytes():
    form = noted(by_xlsxwriter())
    first, second = (with_first_sheet(Package(form), FIRST).copied({}) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.office
@pytest.mark.parametrize("commented", [True, False])
def test_libreoffice_opens_what_was_put_in_and_what_it_saved_takes_more(commented, tmp_path):
    path = tmp_path / "甲.xlsx"
    path.write_bytes(with_first_sheet(Package(noted(by_xlsxwriter(commented=commented))), FIRST).copied({}))
    saved = convert(path, "xlsx", tmp_path / "saved").read_bytes()
    assert openpyxl.load_workbook(BytesIO(saved)).sheetnames[:3] == ["退回说明", "别的", "甲"]
    more = {Address(12, 1): "又一条"}
    assert set(comments(noted(saved, more))) == {"B2", "C9", "A12", *(["C3"] if commented else [])}
