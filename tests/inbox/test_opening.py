"""Archives and mails, opened in memory: what lies in them, under which names, and what is refused."""

import binascii
import zipfile
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage

import pytest
from boxes import (
    SENT,
    link_in_zip,
    mail_of,
    mailbox_of,
    message_tree,
    outlook_of,
    patched,
    raw_mail,
    with_unicode_path,
    zip_of,
)

from xlcampaign.findings.finding import Finding
from xlcampaign.inbox import enclosure
from xlcampaign.inbox.folder import list_files, read_envelope
from xlcampaign.inbox.opening import may_hold, open_envelope
from xlcampaign.model.envelope import Box, Envelope, Mail


def opened(name, data, **envelope):
    return [found for _, found in open_envelope(Envelope(name, data, **envelope))]


def files(name, data):
    """What is to be read as a form or told what it is: name and bytes."""
    return [(e.name, e.data) for e in opened(name, data) if isinstance(e, Envelope) and e.box is None]


def refusals(name, data):
    return [(f.rule.code, f.place.file) for f in opened(name, data) if isinstance(f, Finding)]


def test_a_file_that_holds_nothing_is_left_as_it_is():
    documents = ("[Content_Types].xml", "xl/workbook.xml", "XL\\Workbook.xml", "mimetype", "_rels/.rels")
    for data in (b"", b"%PDF", b"From here on", zip_of({}), *(zip_of({name: b""}) for name in documents)):
        envelope = Envelope("f", data)
        assert list(open_envelope(envelope)) == [((), envelope)]


GBK = "甲一完小/评议表.xlsx".encode("gbk")


@pytest.mark.parametrize(
    "archive",
    [
        zip_of({"甲一完小/评议表.xlsx": b"x"}),
        zip_of({GBK: b"x"}),
        zip_of({"甲一完小/评议表.xlsx".encode(): b"x"}),
        with_unicode_path(zip_of({"a": b"x"}), b"\xff\xfe\xfd", "甲一完小/评议表.xlsx"),
    ],
    ids=["said to be UTF-8", "GBK", "UTF-8 without saying so", "Info-ZIP's field"],
)
def test_names_in_archives_however_they_are_written(archive):
    assert files("in.zip", archive) == [("in.zip › 甲一完小/评议表.xlsx", b"x")]


def test_an_archive_is_told_by_its_content_not_by_its_name():
    archive = zip_of({"a.xlsx": b"x"})
    assert files("form.xlsx", archive) == [("form.xlsx › a.xlsx", b"x")]
    (first, *_) = opened("form.xlsx", archive)
    assert isinstance(first, Envelope)
    assert (first.box, first.data) == (Box.ARCHIVE, archive)


def test_names_from_outside_are_text_to_show_and_nothing_else():
    named = {
        "../../etc/a.xlsx": "etc/a.xlsx",
        "/root/b.xlsx": "root/b.xlsx",
        "C:\\Windows\\c.xlsx": "Windows/c.xlsx",
        "d\x1b[31m\n.xlsx": "d [31m .xlsx",
        "e\u202exslx.f": "exslx.f",
        "~/..": "#6",
        "g › h.xlsx": "g > h.xlsx",
        "i" * 300 + ".xlsx": "i" * 89 + "…" + "i" * 25 + ".xlsx",
    }
    assert [name for name, _ in files("in.zip", zip_of(dict.fromkeys(named, b"x")))] == [
        f"in.zip › {shown}" for shown in named.values()
    ]


def test_what_comes_twice_under_one_name_is_told_apart():
    twice = mail_of(("评议表.xlsx", b"1"), ("评议表.xlsx", b"2"))
    assert files("m.eml", twice) == [("m.eml › 评议表.xlsx", b"1"), ("m.eml › 评议表 (2).xlsx", b"2")]


def test_archives_nest_once():
    third = zip_of({"c.xlsx": b"x"})
    second = zip_of({"third.zip": third, "b.xlsx": b"y"})
    assert files("first.zip", zip_of({"second.zip": second})) == [("first.zip › second.zip › b.xlsx", b"y")]
    assert refusals("first.zip", zip_of({"second.zip": second})) == [
        ("F118", "first.zip › second.zip › third.zip")
    ]
    assert files("m.eml", mail_of(("first.zip", zip_of({"second.zip": zip_of({"a": b"x"})})))) == [
        ("m.eml › first.zip › second.zip › a", b"x")
    ]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda made: patched(made, 8, 1), "F117"),
        (lambda made: patched(made, 10, 97), "F116"),
        (lambda made: patched(made, 24, 51 << 20, 4), "F119"),
        (lambda made: made.replace(b"content", b"CONTENT"), "F116"),
    ],
    ids=["encrypted", "unknown compression", "too large", "damaged"],
)
def test_a_member_that_cannot_be_read_costs_itself_only(spoil, code):
    bad = spoil(zip_of({"bad.xlsx": b"content"}, zipfile.ZIP_STORED))
    outer = zip_of({"inner.zip": bad, "good.xlsx": b"x"})
    assert refusals("in.zip", outer) == [(code, "in.zip › inner.zip › bad.xlsx")]
    assert files("in.zip", outer) == [("in.zip › good.xlsx", b"x")]


def test_a_bomb_is_refused_by_what_it_states_before_anything_is_unpacked():
    bomb = zip_of({"bomb.xlsx": b"\0" * (11 << 20), "good.xlsx": b"x"})
    assert refusals("in.zip", bomb) == [("F119", "in.zip › bomb.xlsx")]
    assert files("in.zip", bomb) == [("in.zip › good.xlsx", b"x")]
    small = zip_of({"flat.xlsx": b"\0" * (9 << 20)})
    assert [name for name, _ in files("in.zip", small)] == ["in.zip › flat.xlsx"]


def test_all_archives_in_a_file_share_one_limit(monkeypatch):
    monkeypatch.setattr(enclosure.Budget, "__init__", lambda self: setattr(self, "left", 2600))
    each = zip_of({"a.xlsx": b"\0" * 1000})
    outer = zip_of({f"{n}.zip": each for n in range(4)})
    assert len(each) < 200
    assert refusals("in.zip", outer) == [("F119", "in.zip › 2.zip"), ("F119", "in.zip › 3.zip")]
    assert len(files("in.zip", outer)) == 2


def test_an_archive_of_too_many_files_is_not_opened():
    many = zip_of({f"{n}.xlsx": b"" for n in range(5_001)}, zipfile.ZIP_STORED)
    assert refusals("in.zip", many) == [("F119", "in.zip")]
    assert files("in.zip", many) == []


def test_what_systems_leave_in_archives_is_passed_over():
    left = zip_of({"__MACOSX/._a.xlsx": b"x", ".DS_Store": b"x", "sub/": b"", "sub/~$a.xlsx": b"x"})
    assert [code for code, _ in refusals("in.zip", left)] == ["F110", "F110", "F110"]
    assert files("in.zip", left) == []


def test_a_link_in_an_archive_is_not_followed():
    assert refusals("in.zip", link_in_zip("link.xlsx", "/etc/passwd")) == [("F101", "in.zip › link.xlsx")]


def test_empty_and_damaged_archives_are_told():
    assert refusals("in.zip", zip_of({})) == [("F127", "in.zip")]
    whole = zip_of({"a.xlsx": b"x" * 500})
    assert refusals("in.zip", whole[:40]) == [("F116", "in.zip")]
    assert files("in.xlsx", whole[:40]) == [("in.xlsx", whole[:40])]


NAMED = b"Content-Disposition: attachment; "
NAMES = {
    "RFC 2231": [NAMED + b"filename*=UTF-8''%E8%AF%84%E8%AE%AE%E8%A1%A8.xlsx"],
    "RFC 2231 in GBK": [NAMED + b"filename*=gb2312''%C6%C0%D2%E9%B1%ED.xlsx"],
    "RFC 2231 in pieces": [
        NAMED + b"filename*0*=UTF-8''%E8%AF%84%E8%AE;",
        b" filename*1*=%AE%E8%A1%A8;",
        b" filename*2=.xlsx",
    ],
    "RFC 2047": [NAMED + b'filename="=?utf-8?B?6K+E6K6u6KGoLnhsc3g=?="'],
    "RFC 2047 in GBK, folded": [NAMED + b'filename="=?gb2312?B?xsDS6Q==?=', b' =?gb2312?B?se0ueGxzeA==?="'],
    "RFC 2047 unquoted": [NAMED + b"filename==?utf-8?Q?=E8=AF=84=E8=AE=AE=E8=A1=A8.xlsx?="],
    "raw GBK": [NAMED + 'filename="评议表.xlsx"'.encode("gbk")],
    "raw UTF-8": [NAMED + 'filename="评议表.xlsx"'.encode()],
    "only in the type": [b'Content-Type: application/octet-stream; name="=?gbk?Q?=C6=C0=D2=E9=B1=ED.xlsx?="'],
    "a wrong character set": [NAMED + b"filename*=us-ascii''%E8%AF%84%E8%AE%AE%E8%A1%A8.xlsx"],
}


@pytest.mark.parametrize("headers", NAMES.values(), ids=NAMES)
def test_names_of_attachments_however_they_are_written(headers):
    assert files("m.eml", raw_mail(headers)) == [("m.eml › 评议表.xlsx", b"xx")]


def test_traversal_and_commands_in_the_name_of_an_attachment():
    escape = [NAMED + b'filename="../../.ssh/\x1b[2Ja.xlsx"']
    assert files("m.eml", raw_mail(escape)) == [("m.eml › .ssh/[2Ja.xlsx", b"xx")]


@pytest.mark.parametrize(
    "headers",
    [
        [NAMED + b"filename*0=a; filename*=b"],
        [NAMED + b'filename="=?utf\x00-8?B?6K+E?="'],
        [NAMED + b'filename="=?hex?Q?zz?="'],
        [NAMED + b'filename="=?utf-8?B?!?="'],
        [NAMED + b"filename*=klingon''%E8%AF"],
    ],
)
def test_names_that_contradict_themselves_lose_no_attachment(headers):
    ((_, data),) = files("m.eml", raw_mail(headers))
    assert data == b"xx"


@pytest.mark.parametrize("kind", ["mixed", "related", "alternative"])
def test_attachments_are_found_in_any_multipart(kind):
    made = raw_mail([NAMED + b"filename=a.xlsx"]).replace(b"multipart/mixed", f"multipart/{kind}".encode())
    assert files("m.eml", made) == [("m.eml › a.xlsx", b"xx")]


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        (b"quoted-printable", b"=50=4B=03=\r\n=04"),
        (b"x-uuencode", b"begin 644 a.xlsx\r\n$4$L#!   \r\n`\r\nend"),
        (b"binary", b"PK\x03\x04"),
        (b"8bit", b"PK\x03\x04"),
        (b"base64", b"UEsD\r\nBA=="),
    ],
)
def test_transfer_encodings(encoding, body):
    made = raw_mail([b"Content-Disposition: inline; filename=a.xlsx"], body)
    made = made.replace(b"Encoding: base64", b"Encoding: " + encoding)
    assert files("m.eml", made) == [("m.eml › a.xlsx", b"PK\x03\x04")]


def test_a_file_written_into_the_text_of_an_old_mail():
    content = b"PK\x03\x04" + bytes(range(80))
    lines = b"".join(binascii.b2a_uu(content[at : at + 45]) for at in range(0, len(content), 45))
    text = "见下\n\nbegin 644 评议表.xlsx\n".encode("gbk") + lines + b"`\nend\n"
    made = b"From: a@example.org\nDate: Tue, 02 May 2023 09:30:00 +0800\nSubject: x\n\n" + text
    assert files("m.eml", made) == [("m.eml › 评议表.xlsx", content)]
    assert refusals("m.eml", made.replace(lines, b"we begin here\n")) == [("F127", "m.eml")]


def test_pictures_and_signatures_of_a_mail_are_told_in_one_note():
    message = EmailMessage()
    message["From"], message["Date"] = "a@example.org", "Tue, 02 May 2023 09:30:00 +0800"
    message.set_content("见附件")
    message.add_attachment(b"png", "image", "png", disposition="inline", filename="logo.png")
    message.add_attachment(b"sig", "application", "pkcs7-signature", filename="smime.p7s")
    message.add_attachment(b"card", "application", "octet-stream", filename="me.vcf")
    message.add_attachment(b"photo", "image", "jpeg", filename="照片.jpg")
    found = opened("m.eml", message.as_bytes())
    (note,) = [f for f in found if isinstance(f, Finding)]
    assert (note.rule.code, note.facts["found"]) == ("F129", 3)
    assert files("m.eml", message.as_bytes()) == [("m.eml › 照片.jpg", b"photo")]


def test_a_mail_without_attachment_and_a_broken_one():
    assert refusals("m.eml", mail_of()) == [("F127", "m.eml")]
    lost = raw_mail([NAMED + b"filename=a.xlsx"]).replace(b'; boundary="B"', b"")
    assert refusals("m.eml", lost) == [("F116", "m.eml"), ("F127", "m.eml")]


def test_winmail_is_named():
    assert refusals("m.eml", mail_of(("winmail.dat", b"\x78\x9f\x3e\x22" + b"\0" * 50))) == [
        ("F128", "m.eml › winmail.dat")
    ]


def test_who_sent_a_mail_and_when_stays_with_what_it_brought():
    (mail, form) = opened("m.eml", mail_of(("a.xlsx", b"x")))
    assert isinstance(mail, Envelope)
    assert isinstance(form, Envelope)
    assert form.mail == mail.mail == Mail("甲一完小 <a@example.org>", SENT)


@pytest.mark.parametrize(
    ("day", "sent"),
    [
        ("Tue, 02 May 2023 09:30:00 +0800", SENT),
        ("Tue, 02 May 2023 01:30:00 -0000", SENT),
        ("2 May 2023 01:30 GMT", SENT),
        ("", None),
        ("昨天", None),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
        ("Fri, 31 Dec 9999 23:59:59 -1200", None),
        ("Tue, 99 May 2023 09:30:00 +9999", None),
    ],
)
def test_dates_of_mails(day, sent):
    (_, form) = opened("m.eml", raw_mail([NAMED + b"filename=a.xlsx"], day=day))
    assert isinstance(form, Envelope)
    assert form.mail == Mail("a@example.org", sent)


def test_a_mail_in_a_mail_tells_when_its_own_sender_sent_it():
    inner = mail_of(("a.xlsx", b"x"), day="Mon, 01 May 2023 00:00:00 +0000", sender="乙 <y@example.org>")
    outer = EmailMessage()
    outer["From"], outer["Date"] = "z@example.org", "Tue, 02 May 2023 09:30:00 +0800"
    outer.set_content("转发")
    outer.add_attachment(message_from_bytes(inner))
    (_, forwarded, form) = opened("m.eml", outer.as_bytes())
    assert isinstance(forwarded, Envelope)
    assert isinstance(form, Envelope)
    assert forwarded.box is Box.MAIL
    assert form.name == "m.eml › 报送评议表.eml › a.xlsx"
    assert form.mail == Mail("乙 <y@example.org>", datetime(2023, 5, 1, tzinfo=UTC))
    undated = mail_of(("f.eml", mail_of(("a.xlsx", b"x"), day="")))
    assert [e.mail.sent for e in opened("m.eml", undated) if isinstance(e, Envelope) and e.mail] == [SENT] * 3


def test_mails_nested_without_end_are_followed_so_far():
    made = mail_of(("a.xlsx", b"x"))
    for _ in range(8):
        made = mail_of(("f.eml", made))
    assert [code for code, _ in refusals("m.eml", made)] == ["F118"]


def test_a_mailbox_of_three():
    made = mailbox_of(mail_of(("a.xlsx", b"1")), mail_of(), mail_of(("b.xlsx", b"2"), text="From us\n"))
    assert files("in.mbox", made) == [("in.mbox › #1 › a.xlsx", b"1"), ("in.mbox › #3 › b.xlsx", b"2")]
    assert refusals("in.mbox", made) == [("F127", "in.mbox › #2")]


def test_a_zip_in_a_mail_and_a_mail_in_a_zip():
    archive = zip_of({GBK: b"x"})
    assert files("m.eml", mail_of(("表.zip", archive))) == [("m.eml › 表.zip › 甲一完小/评议表.xlsx", b"x")]
    (_, _, form) = opened("in.zip", zip_of({"m.eml": mail_of(("a.xlsx", b"x"))}))
    assert isinstance(form, Envelope)
    assert (form.name, form.mail and form.mail.sent) == ("in.zip › m.eml › a.xlsx", SENT)


def test_an_outlook_mail():
    picture = ("image001.png", b"png", 4)
    made = outlook_of(("评议表.xlsx", b"x" * 5000), picture, ("旧表.xlsx".encode("gbk"), b"y"))
    (mail, note, form, old) = opened("m.msg", made)
    assert isinstance(mail, Envelope)
    assert (mail.box, mail.mail) == (Box.MAIL, Mail("甲一完小", SENT))
    assert isinstance(note, Finding)
    assert (note.rule.code, note.facts["found"]) == ("F129", 1)
    assert form == Envelope("m.msg › 评议表.xlsx", b"x" * 5000, Mail("甲一完小", SENT))
    assert old == Envelope("m.msg › 旧表.xlsx", b"y", Mail("甲一完小", SENT))


def test_a_mail_in_an_outlook_mail_and_one_with_nothing():
    day = datetime(2023, 5, 1, tzinfo=UTC)
    inner = message_tree([("a.xlsx", b"x")], sent=day, sender="乙", head=24)
    (_, form) = opened("m.msg", outlook_of(("转发的邮件", inner)))
    assert form == Envelope("m.msg › 转发的邮件 › a.xlsx", b"x", Mail("乙", day))
    assert refusals("m.msg", outlook_of()) == [("F127", "m.msg")]


def test_an_outlook_mail_cut_short_is_told():
    whole = outlook_of(("a.xlsx", b"x" * 5000))
    for length in (700, 1500, 3000, len(whole) - 600):
        codes = [code for code, _ in refusals("m.msg", whole[:length])]
        assert codes in (["F116"], []), length


def test_only_what_is_asked_for_is_opened_again():
    inner = zip_of({"a.xlsx": b"1", "b.xlsx": b"2"})
    envelope = Envelope("in.zip", zip_of({"x.xlsx": b"0", "i.zip": inner, "y.xlsx": b"3"}))
    everything = dict(open_envelope(envelope))
    assert list(everything) == [(), (0,), (1,), (1, 0), (1, 1), (2,)]
    assert [a for a, _ in open_envelope(envelope, frozenset({(1, 1)}))] == [(), (1,), (1, 1)]
    assert dict(open_envelope(envelope, frozenset(everything))) == everything


def test_the_first_look_misses_nothing_that_holds_files():
    for data in (zip_of({"a.xlsx": b"x"}), mail_of(), mailbox_of(mail_of()), outlook_of()):
        assert may_hold(Envelope("f", data))
    assert not may_hold(Envelope("f", zip_of({"[Content_Types].xml": b""})))
    assert not may_hold(Envelope("f", b"%PDF"))


def test_files_of_a_folder_are_shown_by_safe_names_that_differ(tmp_path):
    for name in ("a\u202eb.xlsx", "ab.xlsx", "c › d.xlsx", "x\n.xlsx"):
        (tmp_path / name).write_bytes(b"")
    names = [name for name, _ in list_files(tmp_path)[0]]
    assert sorted(names) == ["ab (2).xlsx", "ab.xlsx", "c > d.xlsx", "x .xlsx"]


@pytest.mark.parametrize(("name", "code"), [("in.mbox", "F119"), ("form.xlsx", "F104")])
def test_a_file_over_the_limit_is_not_read(tmp_path, name, code):
    with (tmp_path / name).open("wb") as file:
        file.truncate((50 << 20) + 1)
    found = read_envelope(name, tmp_path / name)
    assert isinstance(found, Finding)
    assert found.rule.code == code
