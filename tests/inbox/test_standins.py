"""Files that stand for others, and what systems keep: said for what they are, and never read as anybody's form."""

from pathlib import Path

import pytest
from attacks import parts_of
from boxes import mail_of, mailbox_of, zip_of
from filled import complete, form_of, written
from plans import small_plan

from xlcampaign.commands.collect import collect
from xlcampaign.commands.intake import Terms
from xlcampaign.commands.progress import Unwatched
from xlcampaign.engine import Processes
from xlcampaign.findings.catalogue.file_rules import NOT_A_WORKBOOK
from xlcampaign.findings.finding import Finding
from xlcampaign.inbox.folder import list_files, read_envelope, read_folder
from xlcampaign.model.envelope import Envelope

PLAN = small_plan(2, 3)
BOOK = form_of(PLAN)
PDF, PHOTO, PHONE = b"%PDF-1.7", b"\xff\xd8\xff\xe0", b"\0\0\0\x24ftypheic"


@pytest.fixture(scope="module")
def form(tmp_path_factory):
    return written(tmp_path_factory.mktemp("form"), BOOK, complete(BOOK)).read_bytes()


def read(*envelopes):
    """What is found in files, by code and name, and the names of the forms among them."""
    collected = collect(envelopes, Terms(PLAN), Processes(1), Unwatched())
    found = [(finding.rule.code, finding.place.file) for finding in collected.findings]
    return found, [submission.file for submission in collected.submissions]


def received(inbox):
    _, envelopes, passed_over = read_folder(inbox)
    found, forms = read(*envelopes)
    return [(finding.rule.code, finding.place.file) for finding in passed_over] + found, forms


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        (".03-甲三小学-评议表.xlsx.icloud", "03-甲三小学-评议表.xlsx"),
        ("03.xlsx.nextcloud", "03.xlsx"),
        ("03.XLSX.CloudF", "03.XLSX"),
        (".甲.zip.icloud", "甲.zip"),
    ],
)
def test_a_placeholder_is_named_by_what_it_stands_for(tmp_path, name, meant):
    (tmp_path / name).write_bytes(b"bplist00")
    [finding] = list_files(tmp_path)[1]
    assert (finding.rule.code, finding.facts["name"]) == ("F134", meant)
    assert read(Envelope("in.zip", zip_of({f"甲/{name}": b"x"}))) == ([("F134", f"in.zip › 甲/{name}")], [])


@pytest.mark.parametrize(
    "status", [{"st_file_attributes": 0x400020}, {"st_file_attributes": 0x1020}, {"st_flags": 0x40000040}]
)
def test_a_file_that_its_drive_cannot_fetch_is_a_placeholder(tmp_path, monkeypatch, status):
    (tmp_path / "03.xlsx").write_bytes(b"x")

    class Status:
        st_size = 1

    def refuse(_):
        raise OSError(22, "the cloud file provider is not running")

    for name, value in status.items():
        monkeypatch.setattr(Status, name, value, raising=False)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "stat", lambda _: Status())
        patch.setattr(Path, "read_bytes", refuse)
        found = read_envelope("03.xlsx", tmp_path / "03.xlsx")
    assert isinstance(found, Finding)
    assert (found.rule.code, found.facts["name"]) == ("F134", "03.xlsx")


@pytest.mark.parametrize(
    "end", [".crdownload", ".part", ".opdownload", ".xltd", ".download", ".TD", ".aria2"]
)
@pytest.mark.parametrize("cut", [0, 40, 9000])
def test_an_unfinished_download_is_named_and_a_finished_one_is_read(form, end, cut):
    assert read(Envelope(f"甲.xlsx{end}", form[:cut])) == ([("F135", f"甲.xlsx{end}")], [])
    assert read(Envelope(f"甲.xlsx{end}", form)) == ([], [f"甲.xlsx{end}"])
    inside = read(Envelope("in.zip", zip_of({f"甲.xlsx{end}": form[:cut], f"乙{end}": form})))
    assert inside == ([("F135", f"in.zip › 甲.xlsx{end}")], [f"in.zip › 乙{end}"])


@pytest.mark.parametrize("name", ["A1B2C3D4.tmp", "~wrl0003.tmp", "评议表.TMP", "a.temp"])
def test_a_workbook_under_a_temporary_name_is_a_workbook(tmp_path, form, name):
    (tmp_path / name).write_bytes(form)
    assert received(tmp_path) == ([], [name])
    (tmp_path / name).write_bytes(b"\x01\x02")
    assert received(tmp_path) == ([("F110", name)], [])


@pytest.mark.parametrize(
    "name", ["评议表.gsheet", "评议表.url", "评议表 - 快捷方式.lnk", "a.webloc", "b.desktop", "b.gdoc"]
)
@pytest.mark.parametrize("data", [b"", b"L\0\0\0\x01\x14\x02\0", b"[InternetShortcut]", b'{"url": "x"}'])
def test_a_link_is_called_a_link(name, data):
    assert read(Envelope(name, data)) == ([("F136", name)], [])
    assert read(Envelope("m.eml", mail_of((name, data or b" ")))) == ([("F136", f"m.eml › {name}")], [])


@pytest.mark.parametrize(
    "name",
    [
        "a.xlsx:Zone.Identifier",
        "a.xlsx\uf03aZone.Identifier",
        "a.xlsx:com.dropbox.attrs",
        "a.xlsx:AFP_AfpInfo",
    ],
)
def test_another_stream_of_a_file_is_passed_over(name):
    assert read(Envelope("in.zip", zip_of({name: b"[ZoneTransfer]"}))) == ([("F110", f"in.zip › {name}")], [])


def test_names_with_a_colon_are_no_streams(form):
    assert read(Envelope("in.zip", zip_of({"甲:评议表.xlsx": form})))[1] == ["in.zip › 甲:评议表.xlsx"]


@pytest.mark.parametrize("name", ["Icon\r", "desktop.ini", ".DS_Store", "ehthumbs.db", "._a.xlsx"])
def test_what_systems_leave_is_passed_over(tmp_path, name):
    (tmp_path / name).write_bytes(b"x")
    assert [code for code, _ in received(tmp_path)[0]] == ["F110"]


@pytest.mark.parametrize(
    "name",
    [".stversions", ".Trash-1000", "#recycle", ".sync", "@eaDir", "$RECYCLE.BIN", ".git", "lost+found"],
)
def test_folders_of_systems_are_passed_over_with_one_note(tmp_path, form, name):
    for place in (f"{name}/a.xlsx", f"{name}/b/c.xlsx", f"甲/{name}/旧/d.xlsx", "甲/e.xlsx"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_bytes(form)
    assert received(tmp_path) == ([("F137", name), ("F137", f"甲/{name}")], ["甲/e.xlsx"])
    assert read(Envelope("in.zip", zip_of({f"甲/{name}/a.xlsx": form}))) == (
        [("F110", f"in.zip › 甲/{name}/a.xlsx")],
        [],
    )


@pytest.mark.parametrize("scan", [PDF, PHOTO, PHONE])
def test_a_scan_beside_a_form_is_a_note_and_one_alone_is_no_form(form, scan):
    mail = mail_of(("盖章.bin", scan), ("评议表.xlsx", form))
    assert read(Envelope("m.eml", mail)) == ([("F138", "m.eml › 盖章.bin")], ["m.eml › 评议表.xlsx"])
    packed = mail_of(("表.zip", zip_of({"评议表.xlsx": form})), ("盖章.bin", scan))
    assert read(Envelope("m.eml", packed))[0] == [("F138", "m.eml › 盖章.bin")]
    for alone in (mail_of(("盖章.bin", scan)), mail_of(("盖章.bin", scan), ("别的.xlsx", b"x"))):
        assert ("F101", "m.eml › 盖章.bin") in read(Envelope("m.eml", alone))[0]
    assert read(Envelope("盖章.bin", scan), Envelope("评议表.xlsx", form))[0] == [("F138", "盖章.bin")]
    assert read(Envelope("甲/盖章.bin", scan), Envelope("乙/评议表.xlsx", form))[0] == [
        ("F101", "甲/盖章.bin")
    ]


def test_a_scan_in_another_mail_than_the_form_is_no_form(form):
    box = mailbox_of(mail_of(("评议表.xlsx", form)), mail_of(("盖章.pdf", PDF)))
    assert [code for code, _ in read(Envelope("in.mbox", box))[0]] == [NOT_A_WORKBOOK.code]


@pytest.mark.parametrize("folder", ["评议表/", "甲/评议表/", "评议表.xlsx/"])
def test_a_workbook_that_was_unpacked_and_packed_again_is_one_finding(form, folder):
    apart = {folder + name: data for name, data in parts_of(form).items()}
    assert read(Envelope("in.zip", zip_of(apart))) == ([("F139", f"in.zip › {folder.rstrip('/')}")], [])
    found, forms = read(Envelope("in.zip", zip_of(apart | {"乙.xlsx": form})))
    assert (found, forms) == ([("F139", f"in.zip › {folder.rstrip('/')}")], ["in.zip › 乙.xlsx"])


@pytest.mark.parametrize("name", ["03.xlsx", "甲/评议表.XLSX", "表.et"])
def test_an_empty_folder_that_is_called_like_a_workbook_is_named(tmp_path, name):
    (tmp_path / name).mkdir(parents=True)
    files, [finding] = list_files(tmp_path)
    assert files == []
    assert (finding.rule.code, finding.place.file) == ("F101", name)


@pytest.mark.parametrize("name", ["甲一完小", "2023.05"])
def test_another_empty_folder_is_passed_over(tmp_path, name):
    (tmp_path / name).mkdir()
    assert list_files(tmp_path) == ([], [])
