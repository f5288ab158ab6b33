"""Nothing that people typed becomes a formula, a link, a code, markup or an order to the terminal: it is only shown."""

import json
import re
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from click.testing import CliRunner
from grids import bytes_of, write_plain
from plain import plain_file
from plans import plan_of, plan_rows_of

from xlcampaign.campaign import Folder, public_of
from xlcampaign.cli import cli
from xlcampaign.cli.screen import safe
from xlcampaign.commands import sample as sample_command
from xlcampaign.commands.forms import make_forms
from xlcampaign.commands.mail import Occasion, make_mails
from xlcampaign.commands.merge import Options, make_summary
from xlcampaign.commands.progress import Unwatched
from xlcampaign.engine import Processes
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.layout.plan import plan_book
from xlcampaign.model.choices import StepKey
from xlcampaign.model.message import MessageKind
from xlcampaign.sample.plan import sample_plan
from xlcampaign.words import Lang

DAY = date(2023, 6, 26)
CANARIES = (
    "=1+1", "+1-1", "-2+3", "@SUM(1)", '=A1&"x"', "=TODAY()", "http://x", "internal:s",
    "mailto:x@x", "file:///x", "'=1", '"q"&"', "_x0041_b", "&D&T&8", "{0.a}{x}", "}{", "%s%d", "<b>&amp;",
    "[red]x[/red]", "a,b;c", "#REF!", "]]>", "$A$1", "1E5", "𠮷",
)  # fmt: skip
NAMED = {
    "stages": ["name"], "goals": ["name"], "stars": ["name", "standard"], "ways": ["name"], "levels": ["name"],
    "vetoes": ["name"], "options": ["name"], "branches": ["name", "school"], "members": ["name"],
}  # fmt: skip
SETTINGS = ("name", "slogan", "organisation", "objections", "stars_called")
NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}

silent = Unwatched()


def poisoned(*arguments):
    """The rows of an invented plan, in which every name is preceded by what could do harm."""
    settings, rows = sample_plan(*arguments)
    texts = [settings[key] for key in SETTINGS]
    texts += [row[key] for table, keys in NAMED.items() for row in rows[table] for key in keys]
    made = {text: CANARIES[n % len(CANARIES)] + text for n, text in enumerate(dict.fromkeys(texts))}

    def put(values):
        return {key: made.get(value, value) if type(value) is str else value for key, value in values.items()}

    return put(settings), {table: [put(row) for row in listed] for table, listed in rows.items()}


@pytest.fixture(scope="module")
def campaign(tmp_path_factory):
    """A whole campaign with such a plan, its forms filled, its outputs written."""
    root = tmp_path_factory.mktemp("canaries")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sample_command, "sample_plan", poisoned)
        sample_command.make_sample(root, 2, 6, 1, tidy=True, lang=Lang.ZH)
    folder = Folder(root)
    (folder.inbox / "=1+1&D[red]x_x0041_.txt").write_bytes(b"no form")
    for step in (StepKey.PLEDGE, StepKey.COMMENT, StepKey.EVALUATION, StepKey.COMMENDATION):
        make_forms(folder, 1, step, Processes(2), silent)
    make_summary(folder, Options(1, DAY, None, strict=False, engine=Processes(2)), silent)
    make_mails(folder, Occasion(MessageKind.RESULTS, 1, None, DAY), Processes(2), silent)
    return folder


def workbooks(folder):
    return [
        folder.plan,
        *sorted(p for name in ("send", "summary") for p in (folder.root / name).rglob("*.xlsx")),
    ]


def parts_of(path, *patterns):
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if any(re.fullmatch(pattern, name) for pattern in patterns):
                yield name, ET.fromstring(archive.read(name))  # noqa: S314 -- written by this program


def outside_quotes(formula):
    """A formula without its texts and without titles of sheets."""
    return re.sub("'(?:[^']|'')*'", "", re.sub('"(?:[^"]|"")*"', "", formula))


def test_no_formula_rule_or_name_holds_anything_typed_but_as_quoted_text(campaign):
    harm = re.compile("(?:" + "|".join(map(re.escape, CANARIES)) + ")[一-鿿]")  # each stands before a name
    seen = 0
    for path in workbooks(campaign):
        for name, root in parts_of(path, "xl/workbook.xml", "xl/worksheets/sheet.*", "xl/charts/chart.*"):
            tags = ("f", "formula", "formula1", "formula2", "definedName")
            for element in root.iter():
                if element.tag.rpartition("}")[2] in tags and element.text:
                    seen += 1
                    bare = outside_quotes(element.text)
                    assert not harm.search(bare), (path.name, name, element.text)
    assert seen > 1000


def test_links_lead_only_to_sheets_of_their_own_workbook(campaign):
    for path in workbooks(campaign):
        with zipfile.ZipFile(path) as archive:
            relations = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".rels")]
            assert not any("External" in text for text in relations)
            assert not any(name.startswith("xl/externalLinks") for name in archive.namelist())
        titles = openpyxl.load_workbook(path).sheetnames
        for _, root in parts_of(path, "xl/worksheets/sheet.*"):
            for link in root.iterfind(".//m:hyperlink", NS):
                sheet = link.get("location").rpartition("!")[0].strip("'").replace("''", "'")
                assert sheet in titles


def test_margins_show_what_was_typed_and_obey_nothing_in_it(campaign):
    for path in workbooks(campaign):
        for _, root in parts_of(path, "xl/worksheets/sheet.*"):
            for footer in root.iterfind(".//m:oddFooter", NS):
                codes = re.findall("&(?:[^&0-9]|[0-9]+)", footer.text.replace("&&", ""))
                assert set(codes) <= {"&L", "&C", "&R", "&8", "&9", "&A", "&P", "&N"}


def test_names_of_a_plan_stand_in_the_workbooks_as_they_were_typed(campaign):
    settings, rows = poisoned(2, 6, 1, Lang.ZH)
    board = openpyxl.load_workbook(campaign.summary(1))
    stars = [row["name"] for row in rows["stars"] if row["kind"] == "branch"]
    shown = [cell.value for row in board["支部创星图板"].iter_rows() for cell in row if cell.data_type == "s"]
    assert set(stars) <= set(shown)
    members = openpyxl.load_workbook(campaign.summary(1))["党员创星图板"]
    names = {cell.value for row in members.iter_rows() for cell in row if cell.data_type == "s"}
    assert {row["name"] for row in rows["members"]} <= names
    public = openpyxl.load_workbook(public_of(campaign.summary(1)))
    texts = [c.value for sheet in public for row in sheet.iter_rows() for c in row if c.data_type == "s"]
    assert any(settings["organisation"] in text for text in texts)
    assert [c for sheet in public for row in sheet.iter_rows() for c in row if c.data_type == "f"] == []


def test_headers_of_tables_are_their_cells(campaign):
    found = 0
    for path in workbooks(campaign):
        for sheet in openpyxl.load_workbook(path):
            for table in sheet.tables.values():
                cells = [cell.value for cell in sheet[table.ref][0]]
                names = [re.sub("_x005F(?=_x)", "", column.name) for column in table.tableColumns]
                assert names == cells
                found += any("_x0041_" in name for name in names)
    assert found


def test_the_odd_file_name_is_shown_as_it_is(campaign):
    sheet = openpyxl.load_workbook(campaign.summary(1))["填报核查问题"]
    texts = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "s"]
    assert "=1+1&D[red]x_x0041_.txt" in texts


@pytest.mark.office
def test_an_office_program_opens_the_workbooks_and_finds_no_error(campaign):
    from recalculate import recalculate  # noqa: PLC0415 -- where an office program is

    book = openpyxl.load_workbook(recalculate(campaign.summary(1)), data_only=True)
    broken = [
        (s.title, c.coordinate) for s in book for row in s.iter_rows() for c in row if c.data_type == "e"
    ]
    assert broken == []


# ---------------------------------------------------------------------------------------------- terminal


ODD = "a\x1b[31mb\x9b\u202ec\u2066d\u200be\u2028f\x85g\x07.xlsx"


def run(*arguments):
    result = CliRunner().invoke(cli, ["--lang", "en", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_a_terminal_is_told_nothing_but_text(tmp_path):
    try:
        (tmp_path / ODD).write_bytes(b"%PDF-1.7")
    except OSError:
        pytest.fail("this system takes no such name; the test needs one that does")
    results = [
        run("check", tmp_path / ODD),
        run("merge", tmp_path / ODD),
        run("explain", ODD),
        run("check", ODD),
    ]
    for result in results:
        assert not re.search(
            "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f]", result.output
        )
    assert "a\\x1b[31mb\\x9b\\u202ec\\u2066d\\u200be\\u2028f\\x85g\\x07.xlsx" in results[0].output
    (found,) = json.loads(run("check", tmp_path / ODD, "--json").stdout)
    assert found["file"] == ODD


def test_half_characters_and_markup_are_only_shown(tmp_path):
    assert safe("[red]\udc80[/red]\n") == "[red]\\udc80[/red]\\x0a"
    name = b"\xff[red].xlsx".decode("utf-8", "surrogateescape")
    (tmp_path / "campaign" / "inbox").mkdir(parents=True)
    (tmp_path / "campaign" / "plan.xlsx").write_bytes(plain_file(plan_book(*plan_rows_of(1, 2))))
    (tmp_path / "campaign" / "inbox" / name).write_bytes(b"MZ\x90")
    plan = plan_of(plan_rows_of(1, 2))
    form = evaluation_form(plan, plan.branches[0])
    Path(tmp_path / "campaign" / "inbox" / "f.xlsx").write_bytes(plain_file(form, {}))
    assert "[red].xlsx" in run("check", tmp_path / "campaign").output
    assert "[red].xlsx" in run("merge", tmp_path / "campaign").output
    assert run("check", tmp_path / "campaign" / "inbox" / name).exit_code == 1


# ---------------------------------------------------------------------------------------------- ballots


def test_nothing_that_is_written_on_a_ballot_is_ever_said(tmp_path):
    settings, rows = plan_rows_of(2, 4)
    for way in rows["ways"]:
        if way["key"] in {"peer", "teacher"}:
            way["scale"], way["entry"] = "points", "ballots"
    plan = plan_of((settings, rows))
    form = evaluation_form(plan, plan.branches[0])
    marks = ("SECRETMARK", "3.75", "７分", "86左右", "#N/A")
    answers = {("member_peer", n, "loyal"): mark for n, mark in enumerate(marks)}
    answers |= {("member_peer", n, "voter"): "SECRETVOTER" for n in range(4)}
    answers |= {("member_peer", n, "study"): 3.5 for n in range(12)}
    answers |= {
        ("meeting", n, key): 9 for n in range(4) for key in ("due", "present", "issued", "returned", "valid")
    }
    book = write_plain(form, answers)
    book["党员互评"].merge_cells("F5:F6")
    folder = Folder(tmp_path)
    folder.inbox.mkdir()
    folder.plan.write_bytes(plain_file(plan_book(settings, rows)))
    (folder.inbox / "f.xlsx").write_bytes(bytes_of(book))
    said = run("check", tmp_path, "--all", "--as-of", DAY.isoformat()).output
    said += run("check", tmp_path, "--as-of", DAY.isoformat(), "--json").output
    assert said.count("  C103  ") == 3
    assert said.count("(on a ballot, not shown)") >= 8
    merged, _, _ = make_summary(folder, Options(1, DAY, None, strict=False, engine=Processes(1)), silent)
    for path in (merged, public_of(merged)):
        cells = [c.value for s in openpyxl.load_workbook(path) for row in s.iter_rows() for c in row]
        said += "\n".join(cell for cell in cells if isinstance(cell, str))
    for secret in ("SECRETMARK", "3.75", "７分", "86左右", "SECRETVOTER"):
        assert secret not in said
