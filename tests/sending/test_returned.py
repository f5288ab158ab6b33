"""A sender's own file, marked: whoever saved it and whatever else is in it, just the marks are added."""

from base64 import b64decode
from collections import Counter
from datetime import date
from io import BytesIO
from xml.etree import ElementTree as ET

import openpyxl
import pytest
import python_calamine
from attacks import parts_of, zipped
from filled import SHAPES, complete, form_of, shaped
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from plans import small_plan
from recalculate import convert

from xlcampaign.address import Address
from xlcampaign.commands.intake import take_in
from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.findings.catalogue import sheet_rules as s
from xlcampaign.findings.catalogue import submission_rules as x
from xlcampaign.findings.finding import Place, Severity
from xlcampaign.forms.form import write_form
from xlcampaign.inbox.guard import guard
from xlcampaign.layout.forms import form_for
from xlcampaign.layout.returned import NOTE_HEAD
from xlcampaign.layout.ways import RETURNED
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import SubjectKind
from xlcampaign.package.markup import Unfit
from xlcampaign.package.parts import Package, sheet_parts
from xlcampaign.reading.grid import read_workbook
from xlcampaign.reading.returned import find_returned, states_the_same
from xlcampaign.sending.cover import COLORS
from xlcampaign.sending.problems import marked, to_mend
from xlcampaign.sending.returned import Returned, annotate, list_alone
from xlcampaign.words import Lang
from xlcampaign.workbook.limits import TALLEST_ROW
from xlcampaign.workbook.lines import lines_of

PLAN = small_plan(2, 3)
BOOK = form_of(PLAN)
FACTS = {"unit": "甲一完小党支部", "form": "评议表", "stage": "第一阶段", "organisation": "某某联校党组织"}
WRONG = {
    ("member_self", 0, "loyal"): "八点左右",
    ("member_self", 1, "study"): "=1+1",
    ("member_peer", 1, "loyal.approve"): "大概两票",
    ("meeting", 0, "valid"): 99,
}
KEPT = {"count", "spans", "ref", "s", "tabSelected", "localSheetId", "activeTab", "firstSheet", "min", "max"}
"""Attributes that go with the marks: of the parts of a file that are changed at all."""
ADDED = {
    "worksheet": {"row", "c", "is", "t", "cols", "col", "legacyDrawing"},
    "styleSheet": {
        "xf",
        "alignment",
        "font",
        "b",
        "u",
        "sz",
        "color",
        "name",
        "fill",
        "patternFill",
        "fgColor",
    },
    "workbook": {"sheet"},
    "Relationships": {"Relationship"},
    "Types": {"Default", "Override"},
    "comments": {"author", "comment", "text", "r", "t"},
}
ADDED["styleSheet"] |= {"bgColor", "border", "left", "right", "top", "bottom", "diagonal", "protection"}


def written(folder, answers=WRONG, lang=Lang.ZH, book=BOOK):
    path = folder / "form.xlsx"
    write_form(path, book, lang, date(2023, 4, 1), complete(book) | answers)
    return path.read_bytes()


def opened(data, name="f.xlsx"):
    content = guard(Envelope(name, data))
    return content, read_workbook(content)


def findings_in(data, plan=PLAN):
    return take_in(Envelope("f.xlsx", data), plan).findings


def sent_back(data, plan=PLAN, lang=Lang.ZH, findings=None):
    intake = take_in(Envelope("f.xlsx", data), plan)
    listed = to_mend(intake.findings if findings is None else findings)
    book = form_for(plan, intake.submission.identity)
    return annotate(*opened(data), book, Returned(listed, intake.submission.origins, FACTS, lang))


def elements(xml):
    """Every element of a part, by its name, what it says, and what it holds."""
    root = ET.fromstring(xml)  # noqa: S314 -- written a moment ago
    found = Counter()
    for element in root.iter():
        local = element.tag.rpartition("}")[2]
        stated = tuple(sorted(item for item in element.attrib.items() if item[0] not in KEPT))
        found[local, stated, (element.text or "").strip()] += 1
    return root.tag.rpartition("}")[2], found


def check_only_marks(old, new):
    """All that a file held is there, and nothing but marks has come."""
    before, after = parts_of(old), parts_of(new)
    assert list(after)[: len(before)] == list(before)
    for name, part in before.items():
        if after[name] != part and not name.endswith(".vml"):
            root, there = elements(part)
            _, now = elements(after[name])
            assert not there - now, name
            assert {key[0] for key in now - there} <= ADDED[root], name
    extra = {name.partition("_xlc")[0] for name in set(after) - set(before)}
    assert {name for name in extra if "_rels" not in name} <= {
        "xl/worksheets/sheet",
        "xl/comments",
        "xl/drawings/vmlDrawing",
    }


def check_read_by_all(data):
    titles = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data)).sheet_names
    assert titles[0] in {"退回说明", "Returned"}
    assert openpyxl.load_workbook(BytesIO(data)).sheetnames == titles


def check_again(data, back, plan=PLAN):
    """Read again it says just what it said before, and nothing of the marks; all of them are found."""
    assert states_the_same(opened(data)[1], opened(back)[1])
    assert findings_in(back, plan) == findings_in(data, plan)
    first, second = (take_in(Envelope("f.xlsx", one), plan).submission for one in (data, back))
    assert second.is_from(first)
    assert not first.is_from(second)


def untidy(data):
    """What people add to a form: a sheet of their own, a remark, a chart, merged cells, colours, something below."""
    book = openpyxl.load_workbook(BytesIO(data))
    own = book.create_sheet("底稿", 2)
    own.append(["赵某甲", 3])
    own.merge_cells("A3:C4")
    sheet = book["党员自评"]
    sheet["C5"].comment = Comment("口头报的", "赵某甲")
    sheet["F5"].comment = Comment("再核", "赵某甲")
    sheet["D9"] = "以上由本人填写"
    sheet.merge_cells("D9:F9")
    chart = BarChart()
    chart.add_data(Reference(own, min_col=2, min_row=1, max_row=1))
    own.add_chart(chart, "E5")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
LOCATION = "http://schemas.openxmlformats.org"
ANCHORS = {
    "floating": "twoCellAnchor",
    "tied to one cell": "oneCellAnchor",
    "anywhere": "absoluteAnchor",
}


def pictured(data, kind):
    """A form with a photo over a sheet that goes back marked, as office programs put it there."""
    parts = parts_of(data)
    ends = "".join(
        f"<xdr:{end}><xdr:col>{at}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{at}</xdr:row><xdr:rowOff>0</xdr:rowOff>"
        f"</xdr:{end}>"
        for end, at in (("from", 4), ("to", 9))
    )
    before = {
        "twoCellAnchor": ends,
        "oneCellAnchor": ends.partition("<xdr:to>")[0] + '<xdr:ext cx="9" cy="9"/>',
        "absoluteAnchor": '<xdr:pos x="1" y="1"/><xdr:ext cx="9" cy="9"/>',
    }
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{LOCATION}/drawingml/2006/spreadsheetDrawing" xmlns:a="{LOCATION}/drawingml/2006/main"'
        f' xmlns:r="{LOCATION}/officeDocument/2006/relationships"><xdr:{kind}>{before[kind]}<xdr:pic><xdr:nvPicPr>'
        '<xdr:cNvPr id="2" name="照片"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/><a:stretch>'
        '<a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr>'
        f"</xdr:pic><xdr:clientData/></xdr:{kind}></xdr:wsDr>"
    )
    sheet = sheet_parts(Package(data))["党员自评"]
    listed = f"xl/worksheets/_rels/{sheet.rpartition('/')[2]}.rels"
    relation = '<Relationship Id="{0}" Type="{1}/officeDocument/2006/relationships/{2}" Target="{3}"/>'
    head = f'<Relationships xmlns="{LOCATION}/package/2006/relationships">'
    rest = parts.get(listed, f"{head}</Relationships>".encode()).decode()
    types = parts["[Content_Types].xml"].decode()
    drawn = relation.format("pic", LOCATION, "drawing", "../drawings/drawing77.xml")
    xml = parts[sheet].decode()
    tail = next(tag for tag in ("<legacyDrawing", "<tableParts", "<extLst", "</worksheet>") if tag in xml)
    parts |= {
        sheet: xml.replace(
            tail, f'<drawing xmlns:r="{LOCATION}/officeDocument/2006/relationships" r:id="pic"/>{tail}', 1
        ).encode(),
        listed: rest.replace("</Relationships>", f"{drawn}</Relationships>").encode(),
        "xl/drawings/drawing77.xml": drawing.encode(),
        "xl/drawings/_rels/drawing77.xml.rels": f"{head}{relation.format('rId1', LOCATION, 'image', '../media/image77.png')}"
        "</Relationships>".encode(),
        "xl/media/image77.png": PIXEL,
        "[Content_Types].xml": types.replace(
            "</Types>",
            '<Default Extension="png" ContentType="image/png"/><Override PartName="/xl/drawings/drawing77.xml"'
            ' ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/></Types>',
        ).encode(),
    }
    return zipped(parts)


def beside(data):
    """A picture in a cell as WPS writes it, on a sheet that goes back marked."""
    book = openpyxl.load_workbook(BytesIO(data))
    book["党员自评"]["E6"] = '=DISPIMG("ID_0123456789ABCDEF0123456789ABCDEF",1)'
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ANCHORS.values(), ids=ANCHORS)
@pytest.mark.parametrize("tidy", [True, False], ids=["as issued", "with additions"])
def test_pictures_stay_as_they_are(tidy, kind, tmp_path):
    data = written(tmp_path)
    data = pictured(data if tidy else untidy(data), kind)
    assert "S112" in {found.rule.code for found in findings_in(data)}
    back = sent_back(data)
    check_only_marks(data, back)
    check_read_by_all(back)
    check_again(data, back)
    drawn = ("xl/drawings/drawing77.xml", "xl/drawings/_rels/drawing77.xml.rels", "xl/media/image77.png")
    assert all(parts_of(back)[name] == parts_of(data)[name] for name in drawn)


def test_a_picture_in_a_cell_is_marked_and_stays(tmp_path):
    data = beside(written(tmp_path))
    assert ("C130", "E6") in {(found.rule.code, found.place.cell) for found in findings_in(data)}
    back = sent_back(data)
    check_only_marks(data, back)
    check_again(data, back)
    sheet = openpyxl.load_workbook(BytesIO(back))["党员自评"]
    assert "DISPIMG" in sheet["E6"].value
    assert sheet["E6"].fill.fgColor.rgb == f"FF{COLORS[Severity.ERROR]}"


@pytest.mark.parametrize("area", ["C5:C6", "C5:D5", "B6:D7"])
def test_merged_cells_are_marked_and_stay_merged(area, tmp_path):
    book = openpyxl.load_workbook(BytesIO(written(tmp_path)))
    book["党员自评"].merge_cells(area)
    out = BytesIO()
    book.save(out)
    data = out.getvalue()
    assert {"C106", "C120"} & {found.rule.code for found in findings_in(data)}
    back = sent_back(data)
    check_only_marks(data, back)
    check_read_by_all(back)
    check_again(data, back)
    again = openpyxl.load_workbook(BytesIO(back))["党员自评"]
    assert area in {str(merged) for merged in again.merged_cells.ranges}
    assert again[area.partition(":")[0]].comment


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("tidy", [True, False], ids=["as issued", "with additions"])
def test_just_the_marks_are_added(tidy, lang, tmp_path):
    data = written(tmp_path, lang=lang)
    data = data if tidy else untidy(data)
    back = sent_back(data, lang=lang)
    check_only_marks(data, back)
    check_read_by_all(back)
    check_again(data, back)


@pytest.mark.office
@pytest.mark.parametrize("tidy", [True, False], ids=["as issued", "with additions"])
def test_what_libreoffice_saved_is_marked_and_what_it_saves_of_that_is_known_again(tidy, tmp_path):
    data = written(tmp_path)
    source = tmp_path / "f.xlsx"
    source.write_bytes(data if tidy else untidy(data))
    saved = convert(source, "xlsx", tmp_path / "saved").read_bytes()
    back = sent_back(saved)
    check_only_marks(saved, back)
    check_read_by_all(back)
    check_again(saved, back)
    path = tmp_path / "back.xlsx"
    path.write_bytes(back)
    resaved = convert(path, "xlsx", tmp_path / "resaved").read_bytes()
    assert {found.rule.code for found in findings_in(resaved)} <= {
        found.rule.code for found in findings_in(saved)
    }
    found = find_returned(opened(resaved)[1])
    assert found.tabs == {"退回说明"}
    assert {"党员自评", "党员互评"} <= set(found.columns)
    again = sent_back(resaved)
    assert openpyxl.load_workbook(BytesIO(again)).sheetnames.count("退回说明") == 1
    assert states_the_same(opened(resaved)[1], opened(again)[1])
    assert findings_in(again) == findings_in(resaved)


@pytest.mark.parametrize(("scale", "entry"), SHAPES)
def test_forms_of_every_shape_can_be_marked(scale, entry, tmp_path):
    plan = shaped(scale, entry)
    book = form_of(plan)
    wrong = {
        key: "看情况"
        for key in list(complete(book))[::7]
        if key[2] not in {"teller", "scrutineer", "supervisor"}
    }
    data = written(tmp_path, wrong | {("cover", 0, "version"): "第几次"}, book=book)
    assert "C103" in {found.rule.code for found in findings_in(data, plan)}
    check_again(data, sent_back(data, plan), plan)


@pytest.mark.parametrize("lang", Lang)
def test_a_cell_that_has_a_comment_keeps_it_with_ours_at_its_end_which_does_not_pile_up(lang, tmp_path):
    back = sent_back(untidy(written(tmp_path)), lang=lang)
    said = openpyxl.load_workbook(BytesIO(back))["党员自评"]["C5"].comment.text
    own, head, ours = said.split("\n")
    assert own == "口头报的"
    assert head == NOTE_HEAD.say(lang)
    assert "八点左右" in ours
    again = openpyxl.load_workbook(BytesIO(sent_back(back, lang=lang)))["党员自评"]
    assert again["C5"].comment.text == said
    clean = openpyxl.load_workbook(BytesIO(sent_back(back, lang=lang, findings=())))["党员自评"]
    assert clean["C5"].comment.text == "口头报的"


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("untidied", [False, True])
@pytest.mark.parametrize(
    "more",
    [
        {},
        {
            ("member_self", 0, star.key): f"{star.name}，大家都说可以"
            for star in PLAN.stars_of(SubjectKind.MEMBER)
        },
    ],
)
def test_no_remark_runs_over_its_column(more, untidied, lang, tmp_path):
    data = written(tmp_path, WRONG | more, lang=lang)
    back = sent_back(untidy(data) if untidied else data, lang=lang)
    seen = 0
    for sheet in openpyxl.load_workbook(BytesIO(back)).worksheets[1:]:
        for cell in [one for row in sheet.iter_rows() for one in row if one.value == RETURNED.say(lang)]:
            room = sheet.column_dimensions[cell.column_letter].width
            texts = [str(below.value) for (below,) in sheet[f"{cell.column_letter}5:{cell.column_letter}40"]]
            seen += len(texts)
            assert all(lines_of(text, room) == 1 for text in texts)
    assert seen


def test_a_remark_stands_beside_the_row_too(tmp_path):
    back = sent_back(untidy(written(tmp_path)))
    sheet = openpyxl.load_workbook(BytesIO(back))["党员自评"]
    remarks = [cell.value for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("C5：")]
    assert len(remarks) == 1


def test_whatever_is_said_is_in_the_list_with_a_link_errors_first(tmp_path):
    findings = (
        c.INCOMPLETE.at(Place("f.xlsx", "填表说明").cell_at(5, 2), column="填表人", expects="姓名"),
        s.NOT_FILLED.at(Place("f.xlsx", "组织总评")),
        c.MISFIT.at(Place("f.xlsx", "党员自评").cell_at(0, 3), column="星", found="=1", expects="分值"),
        x.LATE.at(Place("f.xlsx"), when="", how="", deadline=""),
    )
    back = sent_back(written(tmp_path), findings=findings)
    first = openpyxl.load_workbook(BytesIO(back)).worksheets[0]
    rows = [row for row in first.iter_rows(min_row=6) if str(row[0].value).isdecimal()]
    assert [row[1].value for row in rows] == ["错误", "提醒", "提醒"]
    assert [row[2].hyperlink.location for row in rows] == ["'党员自评'!C4", "'填表说明'!B5", "'组织总评'!A1"]
    check_again(written(tmp_path), back)


@pytest.mark.parametrize("lang", Lang)
def test_of_very_many_cells_the_first_are_named_and_a_link_shows_no_more_than_it_can(lang, tmp_path):
    cells = tuple(Address(row, 3) for row in range(5, 605, 2))
    found = c.MISFIT.at(
        Place("f.xlsx", "党员自评", cells), column="星", found="长" * 9000, expects="很" * 9000
    )
    first = openpyxl.load_workbook(
        BytesIO(sent_back(written(tmp_path), lang=lang, findings=[found]))
    ).worksheets[0]
    (row,) = [row for row in first.iter_rows(min_row=6) if str(row[0].value) == "1"]
    assert row[2].value.startswith("党员自评")
    assert row[2].value.rstrip("）)").endswith("300")
    assert len(row[2].hyperlink.display) <= 255
    assert first.row_dimensions[row[0].row].height <= TALLEST_ROW


def test_what_the_sender_cannot_settle_is_not_said():
    place = Place("f.xlsx", "党员自评")
    rules = (x.LATE, x.MORE_VOTERS, x.REVOTED, x.AS_ISSUED, f.WRONG_PEOPLE, s.PICTURES)
    assert to_mend(rule.at(place) for rule in (*rules, s.RETURNED, s.REMARKS)) == ()


def test_which_of_several_copies_counts_is_for_their_sender_to_say():
    tied = x.TIED.at(Place("f.xlsx", "党员自评"))
    assert to_mend([tied]) == (tied,)


def test_of_two_findings_on_a_cell_the_graver_colours_it_and_both_are_said():
    place = Place("f.xlsx", "党员自评").cell_at(5, 3)
    wrong = c.MISFIT.at(place, column="星", found="x", expects="分值")
    odd = c.INCOMPLETE.at(place, column="星", expects="分值")
    seen = marked([odd, wrong], 4, Lang.ZH)
    assert list(seen.cells.values()) == [Severity.ERROR]
    assert len(seen.notes[place.cells[0]].split("\n")) == 2


def test_of_many_cells_of_one_finding_all_are_coloured_and_the_first_is_commented():
    cells = tuple(sorted(Place("f", "t").cell_at(row, 3).cells[0] for row in range(5, 65)))
    seen = marked([c.MISFIT.at(Place("f", "t", cells), column="星", found="x", expects="分值")], 4, Lang.ZH)
    assert len(seen.cells) == 60
    assert (list(seen.notes), list(seen.rows)) == ([cells[0]], [5])


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda parts: parts | {"_xmlsignatures/sig1.xml": b"<a/>"}, o.SIGNED),
        (
            lambda parts: {n: p.replace(b'name="_xlc"', b'name="other"') for n, p in parts.items()},
            o.NO_IDENTITY,
        ),
    ],
)
def test_what_cannot_be_marked_without_harm_is_refused_by_name(spoil, why, tmp_path):
    data = zipped(spoil(parts_of(written(tmp_path))))
    with pytest.raises(Unfit) as refused:
        sent_back(data)
    assert refused.value.why == why


def test_what_a_sender_wrote_into_our_column_stays_and_the_next_remarks_stand_beside_it(tmp_path):
    back = openpyxl.load_workbook(BytesIO(sent_back(written(tmp_path))))
    sheet = back["党员自评"]
    [header] = [cell for row in sheet.iter_rows() for cell in row if cell.value == "退回意见"]
    sheet.cell(8, header.column).value = "已问过本人"
    out = BytesIO()
    back.save(out)
    data = out.getvalue()
    assert "S115" in {found.rule.code for found in findings_in(data)}
    again = openpyxl.load_workbook(BytesIO(sent_back(data)))["党员自评"]
    assert again.cell(8, header.column).value == "已问过本人"
    headers = [cell.column for row in again.iter_rows() for cell in row if cell.value == "退回意见"]
    assert headers == [header.column, header.column + 1]


@pytest.mark.parametrize("title", ["退回说明", "退回说明(2)", "Returned"])
def test_a_sheet_of_the_senders_that_is_called_like_ours_stays_and_is_not_taken_for_it(title, tmp_path):
    book = openpyxl.load_workbook(BytesIO(written(tmp_path)))
    book.create_sheet(title, 0)["A1"] = "上次退回的几处已改"
    out = BytesIO()
    book.save(out)
    data = out.getvalue()
    back = sent_back(data)
    check_only_marks(data, back)
    check_again(data, back)
    again = openpyxl.load_workbook(BytesIO(sent_back(back)))
    assert again[title]["A1"].value == "上次退回的几处已改"
    assert len(again.sheetnames) == len(book.sheetnames) + 1
    for file in (data, back):
        assert {f.rule.code for f in findings_in(file) if f.place.sheet == title} == {"S104"}


def test_our_own_sheet_is_known_though_somebody_wrote_into_it(tmp_path):
    book = openpyxl.load_workbook(BytesIO(sent_back(written(tmp_path))))
    book["退回说明"]["F9"] = "已改"
    out = BytesIO()
    book.save(out)
    assert {f.rule.code for f in findings_in(out.getvalue()) if f.place.sheet == "退回说明"} == {"S115"}


def test_a_list_alone_holds_nothing_of_the_file(tmp_path):
    data = written(tmp_path)
    sent = Returned(to_mend(findings_in(data)), frozenset(), FACTS, Lang.EN)
    book = openpyxl.load_workbook(BytesIO(list_alone(sent)))
    assert book.sheetnames == ["Returned"]
    assert not any(cell.hyperlink for row in book.active.iter_rows() for cell in row)


def test_equal_files_go_back_as_equal_bytes(tmp_path):
    data = written(tmp_path)
    assert sent_back(data) == sent_back(data)
