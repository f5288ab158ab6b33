"""What files tell of their senders' computers and of single voters goes nowhere but back to who sent it."""

import email
import sqlite3
import zipfile
from io import BytesIO

import openpyxl
import pytest
from boxes import mail_of, zip_of
from click.testing import CliRunner
from filled import complete
from grids import bytes_of, write_plain
from plain import plain_file
from plans import plan_of, plan_rows_of

from xlcampaign.cli import cli
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.layout.plan import plan_book
from xlcampaign.model.plan import Entry, WayKey

PLANTED = {
    "author": "Zq-Author-77",
    "who saved it last": "Zq-Saver-77",
    "who runs the program": "Zq-Manager-77",
    "firm": "Zq-Company-77",
    "address": "zq.sender.77@example.org",
    "sender": "Zq-Sender-77",
    "path": "C:\\Users\\Zq-Owner-77\\Desktop\\form.xlsx",
    "text of a mail": "Zq-Letter-77",
    "comment": "Zq-Remark-77",
    "own sheet": "Zq-Scratch-77",
}
ROW = (0.5, 9.5, 2.5, 7.5, 1.5, 8.5, 3.5, 6.5)
"""A voter's marks on the stars, as nobody else gives them."""
COMMANDS = (
    ("check", "--as-of", "2023-06-26", "--all"),
    ("check", "--as-of", "2023-06-26"),
    ("merge", "--as-of", "2023-06-26"),
    ("forms",),
    ("forms", "--step", "comment"),
    ("status", "--as-of", "2023-06-26"),
    ("status", "--as-of", "2023-06-26", "--json"),
    ("status", "--as-of", "2023-06-26", "--text"),
    ("mail", "forms"),
    ("mail", "reminders", "--as-of", "2023-06-26"),
    ("mail", "returns", "--as-of", "2023-06-26"),
)


def told(workbook, spoil):
    """A form with all that people's programs write into it of themselves, and of one voter what nobody else says."""
    properties = workbook.properties
    properties.creator, properties.lastModifiedBy = PLANTED["author"], PLANTED["who saved it last"]
    sheet = workbook["党员互评"]
    for star, mark in zip("CDEFGHIJ", ROW, strict=True):
        sheet[f"{star}5"] = mark
    spoil(workbook)
    workbook.create_sheet("底稿")["A1"] = PLANTED["own sheet"]
    sheet["C6"].comment = openpyxl.comments.Comment(PLANTED["comment"], PLANTED["author"])
    data = bytes_of(workbook, "2023-05-10T00:00:00Z")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    app = f"<Manager>{PLANTED['who runs the program']}</Manager><Company>{PLANTED['firm']}</Company></Properties>"
    path = PLANTED["path"].rpartition("\\")[0]
    absolute = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice'
        ' Requires="x15"><x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"'
        f' url="{path}\\"/></mc:Choice></mc:AlternateContent><workbookPr'
    )
    parts["docProps/app.xml"] = parts["docProps/app.xml"].replace(b"</Properties>", app.encode())
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<workbookPr", absolute.encode(), 1)
    return zip_of(parts)


@pytest.fixture(scope="module")
def campaign(tmp_path_factory):
    """A campaign whose inbox tells much of its senders, and all that the program says and writes of it."""
    root = tmp_path_factory.mktemp("office")
    settings, rows = plan_rows_of(3, 3)
    for way in rows["ways"]:
        many = way["key"] in (WayKey.PEER, WayKey.TEACHER)
        way |= {"scale": "points", "entry": Entry.BALLOTS if many else Entry.MARKS}
    plan = plan_of((settings, rows))
    (root / "inbox").mkdir()
    (root / "plan.xlsx").write_bytes(plain_file(plan_book(settings, rows)))
    sender = f"{PLANTED['sender']} <{PLANTED['address']}>"
    wrong = [("党员自评", "C5"), ("党员自评", "D6"), ("组织总评", "C5")]
    for number, (branch, (tab, cell)) in enumerate(zip(plan.branches, wrong, strict=True), 1):
        book = evaluation_form(plan, branch)

        def spoil(workbook, tab=tab, cell=cell):
            workbook[tab][cell] = "八点左右"

        data = told(write_plain(book, complete(book)), spoil)
        name = f"{number:02d}.xlsx"
        if number == 1:
            (root / "inbox" / name).write_bytes(data)
        elif number == 2:
            (root / "inbox" / "报送.eml").write_bytes(
                mail_of((name, data), sender=sender, text=PLANTED["text of a mail"])
            )
        else:
            (root / "inbox" / "报送.zip").write_bytes(zip_of({name: data}))
    said = []
    for command, *words in COMMANDS:
        kind = words[:1] if command == "mail" else []
        rest = words[len(kind) :]
        result = CliRunner().invoke(cli, ["--lang", "zh", command, *kind, str(root), *rest])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code in {0, 1}, result.output
        said.append(result.output)
    return root, "\n".join(said)


def goes_back(path):
    """Tell whether a file is the sender's own, marked, or a draft with that."""
    return "退回，只发" in path.name or path.name.endswith("-退回.eml")


def outputs(root):
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and path.parent.name != "inbox"]
    return [path for path in files if not goes_back(path) and path != root / "plan.xlsx"]


def texts_of(path):
    """Everything that a file says in any of its parts, unpacked."""
    data = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return b"\n".join(name.encode() + archive.read(name) for name in archive.namelist())
    if path.suffix == ".eml":
        parts = [p.get_payload(decode=True) or b"" for p in email.message_from_bytes(data).walk()]
        return data + b"\n".join(parts)
    if path.suffix == ".sqlite":
        with sqlite3.connect(path) as opened:
            return data + b"\n".join(bytes(str(row), "utf-8") for row in opened.iterdump())
    return data


KNOWN_ON_ONE_SHEET = {"sender", "address"}
"""Who sent a mail stands where the summary lists its sources, and in what is kept to list them again."""
SOURCES = {"stage-1.xlsx", "cache.sqlite"}


@pytest.mark.parametrize("what", PLANTED)
def test_what_was_planted_is_in_no_output(campaign, what):
    root, said = campaign
    planted = {PLANTED[what], PLANTED[what].replace("\\", "\\\\")}
    assert not [text for text in planted if text in said]
    files = outputs(root)
    assert len(files) > 15
    found = {path.name for path in files if any(text.encode() in texts_of(path) for text in planted)}
    assert found <= (SOURCES if what in KNOWN_ON_ONE_SHEET else set())


def test_what_was_planted_goes_back_to_who_sent_it_and_to_nobody_else(campaign):
    root, _ = campaign
    copies = [path for path in root.rglob("*退回，只发*") if path.suffix == ".xlsx"]
    assert len(copies) == 3
    assert all(PLANTED["author"].encode() in texts_of(path) for path in copies)


def test_no_output_has_a_row_of_one_ballot(campaign):
    root, said = campaign
    workbooks = [path for path in outputs(root) if path.suffix == ".xlsx"]
    assert workbooks
    for path in workbooks:
        for sheet in openpyxl.load_workbook(path, data_only=True):
            for row in sheet.iter_rows(values_only=True):
                numbers = tuple(float(value) for value in row if isinstance(value, int | float))
                starts = range(len(numbers) - len(ROW) + 1)
                assert not any(numbers[at : at + len(ROW)] == ROW for at in starts), (path.name, sheet.title)
    assert ",".join(map(str, ROW)) not in said.replace(" ", "")


def test_no_output_names_a_path_of_this_computer(campaign):
    root, _ = campaign
    for path in outputs(root):
        assert str(root).encode() not in texts_of(path), path.name
