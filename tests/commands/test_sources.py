"""The same forms by any way in: as files, in archives, by mail; what kills a worker costs itself."""

import json
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from attacks import LITTLE, memory_eater
from boxes import SENT, SENT_TEXT, mail_of, mailbox_of, outlook_of, zip_of
from click.testing import CliRunner
from filled import written
from plain import plain_file
from plans import plan_rows_of, small_plan

from xlcampaign import engine
from xlcampaign.campaign import Folder
from xlcampaign.cli import cli
from xlcampaign.commands import collect as collecting
from xlcampaign.commands.merge import Options, make_report
from xlcampaign.commands.progress import Unwatched
from xlcampaign.engine import Processes
from xlcampaign.findings.finding import Severity
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.layout.plan import plan_book
from xlcampaign.model.envelope import Box

AS_OF = date(2023, 6, 26)
PLAN = small_plan(2, 3)


def form_of(branch=0, points=9, version=None):
    answers = {("member_self", 0, "loyal"): points, ("cover", 0, "version"): version}
    return plain_file(evaluation_form(PLAN, PLAN.branches[branch]), answers)


ONE, TWO = form_of(0), form_of(1, 7)

WAYS_IN = {
    "files": {"甲一.xlsx": ONE, "sub/甲二.xlsx": TWO},
    "archive": {"all.zip": zip_of({"甲一.xlsx".encode("gbk"): ONE, "表/甲二.xlsx".encode("gbk"): TWO})},
    "archive in archive": {"all.zip": zip_of({"1.zip": zip_of({"a": ONE}), "b.xlsx": TWO})},
    "mails": {"1.eml": mail_of(("甲一.xlsx", ONE)), "2.eml": mail_of(("甲二.xlsx", TWO))},
    "mailbox": {"in.mbox": mailbox_of(mail_of(("表.xlsx", ONE)), mail_of(("表.xlsx", TWO)), mail_of())},
    "Outlook": {"1.msg": outlook_of(("甲一.xlsx", ONE), ("甲二.xlsx", TWO))},
    "mail with archive": {"1.eml": mail_of(("z.zip", zip_of({"a.xlsx": ONE, "b.xlsx": TWO})))},
    "archive with mail": {"1.zip": zip_of({"1.eml": mail_of(("a.xlsx", ONE)), "b.xlsx": TWO})},
}


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "campaign"
    (root / "inbox").mkdir(parents=True)
    (root / "plan.xlsx").write_bytes(plain_file(plan_book(*plan_rows_of(2, 3))))
    return Folder(root)


def fill(folder, files):
    shutil.rmtree(folder.inbox)
    for name, data in files.items():
        path = folder.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def report_of(folder, files):
    fill(folder, files)
    return make_report(folder, Options(1, AS_OF, None, strict=False, engine=Processes(1)), Unwatched())


def found_in(report):
    """Errors and warnings that are about a file."""
    return sorted(
        (f.rule.code, f.place.file)
        for f in report.findings
        if f.rule.severity is not Severity.NOTE and f.place.file
    )


def test_the_same_forms_by_any_way_in_give_the_same_results(folder):
    reports = {way: report_of(folder, files) for way, files in WAYS_IN.items()}
    expected = reports["files"]
    assert expected.ledger.counts["0101", "loyal", "self"] == {900: 1}
    assert expected.ledger.counts["0201", "loyal", "self"] == {700: 1}
    for report in reports.values():
        assert report.results == expected.results
        assert report.ledger.counts == expected.ledger.counts
        assert sum(c.total for c in report.ledger.cells.values()) == sum(
            c.total for c in expected.ledger.cells.values()
        )
    receipts = {r.file: r for r in reports["archive with mail"].receipts}
    assert {name: r.box for name, r in receipts.items()} == {
        "1.zip": Box.ARCHIVE,
        "1.zip › 1.eml": Box.MAIL,
        "1.zip › 1.eml › a.xlsx": None,
        "1.zip › b.xlsx": None,
    }
    assert [r.mail.sent if r.mail else None for r in receipts.values()] == [None, SENT, SENT, None]


@pytest.mark.isolated
def test_what_kills_a_worker_inside_an_archive_costs_itself_only(folder, monkeypatch, tmp_path):
    killer = memory_eater(written(tmp_path, evaluation_form(PLAN, PLAN.branches[1])).read_bytes())
    monkeypatch.setattr(collecting, "AT_ONCE", 2)
    monkeypatch.setattr(engine, "MEMORY", LITTLE)
    files = {f"{n}.txt": b"hello" for n in range(3)}
    files |= {"甲一.xlsx": ONE, "杀手.xlsx": killer, "甲二.xlsx": TWO}
    report = report_of(folder, {"all.zip": zip_of(files)})
    assert [found for found in found_in(report) if found[0].startswith("F")] == [
        ("F101", "all.zip › 0.txt"),
        ("F101", "all.zip › 1.txt"),
        ("F101", "all.zip › 2.txt"),
        ("F109", "all.zip › 杀手.xlsx"),
    ]
    assert report.ledger.counts["0101", "loyal", "self"] == {900: 1}
    assert report.ledger.counts["0201", "loyal", "self"] == {700: 1}
    assert [r.file for r in report.receipts] == [
        "all.zip", *(f"all.zip › {n}.txt" for n in range(3)), "all.zip › 甲一.xlsx", "all.zip › 甲二.xlsx"
    ]  # fmt: skip


def test_the_later_mail_counts_and_the_summary_says_where_they_differ(folder):
    later = SENT_TEXT.replace("02 May", "03 May")
    report = report_of(
        folder, {"b.eml": mail_of(("表.xlsx", ONE)), "a.eml": mail_of(("表.xlsx", form_of(0, 8)), day=later)}
    )
    assert report.ledger.counts["0101", "loyal", "self"] == {800: 1}
    fill(
        folder, {"b.eml": mail_of(("表.xlsx", ONE)), "a.eml": mail_of(("表.xlsx", form_of(0, 8)), day=later)}
    )
    result = CliRunner().invoke(cli, ["merge", str(folder.root), "--as-of", str(AS_OF)])
    assert result.exit_code in (0, 1), result.output
    book = openpyxl.load_workbook(folder.summary(1))
    aside = [[cell.value for cell in row] for row in book["未采用的文件"].iter_rows()]
    (row,) = [row for row in aside if row[3] == "被取代"]
    assert row[4:7] == ["b.eml › 表.xlsx", "a.eml › 表.xlsx", "C5：9 → 8"]
    sources = {row[0].value: row for row in book["数据来源"].iter_rows()}
    assert sources["b.eml"][1].value == "邮件"
    assert [cell.value for cell in sources["b.eml › 表.xlsx"][8:10]] == [
        "2023-05-02 09:30:00",
        "甲一完小 <a@example.org>",
    ]


def test_a_sender_stands_in_no_public_workbook_and_on_one_sheet(folder):
    report_of(folder, WAYS_IN["mails"])
    CliRunner().invoke(cli, ["merge", str(folder.root), "--as-of", str(AS_OF)])
    for path in (folder.summary(1), folder.summary(1).with_name("stage-1-public.xlsx")):
        book = openpyxl.load_workbook(path)
        named = [
            sheet.title
            for sheet in book
            if any("example.org" in str(cell.value) for row in sheet.iter_rows() for cell in row)
        ]
        assert named == (["数据来源"] if path == folder.summary(1) else [])


def test_late_forms_are_told_and_counted(folder):
    late = mail_of(("表.xlsx", ONE), day="Sat, 30 Dec 2023 09:30:00 +0800")
    report = report_of(folder, {"late.eml": late, "甲二.xlsx": TWO})
    assert ("X118", "late.eml › 表.xlsx") in found_in(report)
    assert report.ledger.counts["0101", "loyal", "self"] == {900: 1}
    CliRunner().invoke(cli, ["merge", str(folder.root), "--as-of", str(AS_OF)])
    rows = openpyxl.load_workbook(folder.summary(1))["报送情况"].iter_rows(values_only=True)
    states = {(row[0], row[2]): row[3] for row in rows}
    assert (states["01", "评议表"], states["02", "评议表"]) == ("迟报", "已报")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("m.eml", mail_of(("表.xlsx", form_of(0, "85左右")))),
        ("z.zip", zip_of({"表.xlsx": form_of(0, "85左右")})),
    ],
)
def test_check_takes_a_mail_or_an_archive(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    result = CliRunner().invoke(cli, ["check", str(tmp_path / name), "--json", "--as-of", str(AS_OF)])
    errors = [f for f in json.loads(result.stdout) if f["severity"] == "error"]
    assert result.exit_code == 1
    assert [(f["code"], f["file"], f["sheet"], f["cell"]) for f in errors] == [
        ("C103", f"{name} › 表.xlsx", "党员自评", "C5")
    ]


def test_check_of_two_files_of_one_name(tmp_path):
    for sub in "ab":
        (tmp_path / sub).mkdir()
        (tmp_path / sub / "f.xlsx").write_bytes(b"%PDF")
    paths = [str(Path(tmp_path, sub, "f.xlsx")) for sub in "ab"]
    result = CliRunner().invoke(cli, ["check", *paths, "--json"])
    assert [f["file"] for f in json.loads(result.stdout)] == ["f (2).xlsx", "f.xlsx"]


def endless_mail():
    """A mail whose parts nest so deep that reading each of its lines takes a thousand looks."""
    nested = b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n'
    head = b"From: a@example.org\r\nDate: x\r\n" + b"".join(nested % (n, n) for n in range(900))
    return head + b"Content-Type: text/plain\r\n\r\n" + b"x\r\n" * 500_000


@pytest.mark.isolated
def test_a_mail_that_takes_forever_costs_itself_only(folder, monkeypatch):
    monkeypatch.setattr(engine, "SECONDS", 4)
    report = report_of(folder, {"a.eml": endless_mail(), "b.eml": mail_of(("表.xlsx", ONE))})
    assert [found for found in found_in(report) if found[0].startswith("F")] == [("F109", "a.eml")]
    assert report.ledger.counts["0101", "loyal", "self"] == {900: 1}
