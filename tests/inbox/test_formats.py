"""What a file is, by its content: workbooks of every format are read, everything else is told what it is."""

import re
import zipfile
from io import BytesIO

import pytest
from attacks import opendocument, parts_of, zipped
from binaries import locked, xlsb_of
from filled import complete, form_of, written
from grids import bytes_of, read_grids, write_plain
from plans import small_plan

from xlcampaign.commands.intake import take_in
from xlcampaign.findings.finding import Finding
from xlcampaign.inbox.guard import guard
from xlcampaign.model.cell import Broken, Fault
from xlcampaign.model.content import Format
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.limits import Limits
from xlcampaign.words import Lang

PLAN = small_plan(2, 3)
BOOK = form_of(PLAN)
STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
    b"http://schemas.openxmlformats.org/drawingml/2006/main": b"http://purl.oclc.org/ooxml/drawingml/main",
}


def plain_form():
    return write_plain(BOOK, complete(BOOK))


def codes_of(name, data, passwords=()):
    return [finding.rule.code for finding in take_in(Envelope(name, data), PLAN, passwords).findings]


def counted(name, data, passwords=()):
    submission = take_in(Envelope(name, data), PLAN, passwords).submission
    assert submission is not None
    return {
        key: (part.marks, {k: t.votes for k, t in part.tallies.items()}, part.cells)
        for key, part in submission.parts.items()
    }


@pytest.mark.parametrize("ending", ["xlsx", "xls", "et", "ods", "xlsm", "XLSX"])
def test_the_ending_of_a_name_decides_nothing(ending):
    data = bytes_of(plain_form())
    assert counted(f"f.{ending}", data) == counted("f.xlsx", data)
    assert codes_of(f"f.{ending}", data) == ([] if ending in {"xlsx", "xlsm", "XLSX"} else ["F121"])


def test_strict_ooxml_reads_alike(tmp_path):
    data = written(tmp_path, BOOK, complete(BOOK)).read_bytes()
    strict = {}
    for name, part in parts_of(data).items():
        for usual, other in STRICT.items():
            part = part.replace(usual, other)  # noqa: PLW2901 -- one part, changed step by step
        strict[name] = part
    assert strict["xl/workbook.xml"] != parts_of(data)["xl/workbook.xml"]
    assert counted("f.xlsx", zipped(strict)) == counted("f.xlsx", data)
    assert codes_of("f.xlsx", zipped(strict)) == []
    assert read_grids(Envelope("f.xlsx", zipped(strict))) == read_grids(Envelope("f.xlsx", data))


def test_a_package_may_lie_anywhere():
    """The package names its workbook; nothing says that it is called xl/workbook.xml."""
    moved = {}
    for name, part in parts_of(bytes_of(plain_form())).items():
        moved[name.removeprefix("xl/")] = part.replace(b"/xl/", b"/").replace(b'"xl/', b'"')
    assert "workbook.xml" in moved
    assert counted("f.xlsx", zipped(moved)) == counted("f.xlsx", bytes_of(plain_form()))


def test_an_xlsb_reads_alike_but_for_what_it_hides():
    form = plain_form()
    data = xlsb_of(form)
    assert counted("f.xlsb", data) == counted("f.xlsx", bytes_of(form))
    findings = take_in(Envelope("f.xlsb", data), PLAN).findings
    assert {finding.rule.code for finding in findings} == {"F122", "C107"}  # dates were written as text


def test_macros_are_noted_and_never_a_reason_to_refuse():
    parts = parts_of(bytes_of(plain_form())) | {"xl/vbaProject.bin": b"Sub AutoOpen()"}
    assert codes_of("f.xlsm", zipped(parts)) == ["F120"]
    assert counted("f.xlsm", zipped(parts)) == counted("f.xlsx", bytes_of(plain_form()))


def test_passwords_are_tried_in_order_and_never_shown():
    form = bytes_of(plain_form())
    data = locked(form, "芝麻开门")
    assert codes_of("f.xlsx", data) == ["F102"]
    assert codes_of("f.xlsx", data, ("别的",)) == ["F102"]
    assert counted("f.xlsx", data, ("别的", "芝麻开门")) == counted("f.xlsx", form)
    assert codes_of("f.xlsx", data, ("别的", "芝麻开门")) == ["F123"]
    for passwords in ((), ("别的",), ("芝麻开门",)):
        findings = take_in(Envelope("f.xlsx", data), PLAN, passwords).findings
        said = "".join(finding.line(lang) for finding in findings for lang in Lang)
        assert [word for word in ("芝麻开门", "别的") if word in said] == []


def test_a_file_that_excel_opens_without_asking_needs_no_password():
    assert codes_of("f.xlsx", locked(bytes_of(plain_form()), "VelvetSweatshop")) == ["F123"]


def test_the_senders_choice_of_spins_is_borne_only_so_far():
    data = locked(bytes_of(plain_form()), "a")
    assert b'spinCount="100000"' in data
    refused = guard(Envelope("f.xlsx", data), ("a",), Limits(spins=99_999))
    assert isinstance(refused, Finding)
    assert (refused.rule.code, refused.facts["found"]) == ("F104", 100_000)


@pytest.mark.parametrize("kind", ["word", "slides"])
def test_other_office_files_are_told_what_they_are(kind):
    part = {"word": "word/document.xml", "slides": "ppt/presentation.xml"}[kind]
    content = guard(Envelope("f.xlsx", zipped({part: b"<w/>"})))
    assert isinstance(content, Finding)
    assert {"word": "Word", "slides": "PowerPoint"}[kind] in content.says(Lang.EN)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"\x89PNG\r\n", "图片"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (b"<html><body><table>", "网页"),
        (b"\xef\xbb\xbf\r\n <!DOCTYPE HTML>", "网页"),
        ("<html><meta charset=gbk><td>评议</td>".encode("gbk"), "网页"),
        ("编号,姓名,得分\n0101,赵某甲,9\n".encode("gbk"), "CSV"),
        ("编号\t姓名\n0101\t赵某甲\n".encode("utf-16"), "CSV"),
        ("各支部：请查收。\n".encode(), "普通文本"),
        ("各支部，请查收。\n".encode("gb18030"), "普通文本"),
        (bytes(3000), "零字节"),
        (b"", "空的"),
        (b"MZ\x90\x00", "程序"),
        (b"\x01\x02\x03\xff\xfe", "别的格式"),
    ],
)
def test_what_is_no_workbook_is_told_what_it_is(data, says):
    [finding] = take_in(Envelope("评议表.xls", data), PLAN).findings
    assert finding.rule.code == "F101"
    assert says in finding.says(Lang.ZH)


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook/>',
        b"\x09\x08\x10\x00\x00\x05\x05\x00",
        zipped({"Index/Document.iwa": b"x"}),
    ],
)
def test_workbooks_of_other_formats_are_to_be_saved_anew(data):
    assert codes_of("f.xls", data) == ["F114"]


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(file=1000), "F104"),
        (Limits(entries=3), "F104"),
        (Limits(part=2000), "F104"),
        (Limits(content=9000), "F104"),
        (Limits(ratio=2, ratio_from=100), "F104"),
    ],
)
def test_every_limit_holds(limits, code):
    refused = guard(Envelope("f.xlsx", bytes_of(plain_form())), (), limits)
    assert isinstance(refused, Finding)
    assert refused.rule.code == code


def test_stored_archives_are_read_too():
    content = guard(Envelope("f.xlsx", zipped(parts_of(bytes_of(plain_form())), zipfile.ZIP_STORED)))
    assert not isinstance(content, Finding)
    assert content.format is Format.XLSX
    assert zipfile.is_zipfile(BytesIO(content.data))


def test_an_ods_tells_what_its_reader_hides():
    rows = """
    <table:table-column/><table:table-column table:number-columns-repeated="2" table:visibility="collapse"/>
    <table:table-row>
      <table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>
      <table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""
        xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
        calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>
      <table:table-cell office:value-type="percentage" office:value="0.9"><text:p>90%</text:p></table:table-cell>
      <table:table-cell table:formula="of:=[.A1]"/>
    </table:table-row>
    <table:table-row table:number-rows-repeated="2" table:visibility="filter">
      <table:table-cell office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell>
      <table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1"
        office:value-type="string"><text:p>m</text:p></table:table-cell>
      <table:covered-table-cell/>
    </table:table-row>"""
    table = re.sub(r">\s+<", "><", f'<table:table table:name="t">{rows}</table:table>')
    data = opendocument(table.encode())
    [grid] = read_grids(Envelope("f.ods", data)).grids
    assert grid.at(1, 2) == Broken(Fault.ERROR, "#DIV/0!")
    assert grid.at(1, 3) == "90%"
    assert grid.at(1, 4) == Broken(Fault.UNCACHED, "of:=[.A1]")
    assert (grid.at(2, 1), grid.at(3, 1), grid.at(3, 2)) == (7.0, 7.0, "m")
    assert grid.hidden_rows == {2, 3}
    assert grid.hidden_columns == ((2, 3),)
    assert grid.merges[0] == (2, 2, 2, 3)
    assert grid.lost == ()
