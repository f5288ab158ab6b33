"""Drafts: names whole in every parser, equal bytes for equal messages, read by our own inbox like any mail."""

import email
from email import policy

import fast_mail_parser
import mailparser
import pytest

from xlcampaign.inbox.enclosure import Inside
from xlcampaign.inbox.mail import is_mail, read_mail
from xlcampaign.model.envelope import Envelope
from xlcampaign.sending.drafts import draft_of, text_of
from xlcampaign.sending.messages import Letter

NAMES = [
    "01-甲一完小党支部-评议表-第一阶段.xlsx",
    "03-甲三完小党支部-评议表-第一阶段（退回，只发本支部）.xlsx",
    f"04-{'甲四完小和乙五完小联合党支部' * 3}-评议表.xlsx",
    "05-龘𠮷完小-表 (this branch only).xlsx",
    "plain name's; form=1, v.2.xlsx",
    '06-带"引号"和%20的-表.xlsx',
    "07-名册.pdf",
]
SUBJECT = "争做先锋活动：群众评议的表（甲一完小、甲二完小、甲三完小联合党支部）"
TEXT = "甲一完小党支部：\n\n表见附件：\n01.xlsx\n\n<b>不是标签</b> & 𠮷\n.\nFrom 甲\n\n某某联校"


@pytest.fixture(params=NAMES)
def letter(tmp_path, request):
    file = tmp_path / request.param
    file.write_bytes(b"PK\x03\x04" + bytes(range(256)) * 40)
    addresses = ("zhao@example.org", "qian@example.org")
    return Letter("01", "甲一完小党支部", addresses, SUBJECT, TEXT, (file,))


def lines_of(text):
    return text.replace("\r\n", "\n").rstrip("\n")


def test_the_newer_parser_of_python_reads_it_whole(letter):
    message = email.message_from_bytes(draft_of(letter), policy=policy.default)
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == SUBJECT
    assert [(a.display_name, a.addr_spec) for a in message["To"].addresses] == [
        ("甲一完小党支部", "zhao@example.org"),
        ("甲一完小党支部", "qian@example.org"),
    ]
    assert lines_of(message.get_body(("plain",)).get_content()) == TEXT
    page = message.get_body(("html",)).get_content()
    assert "&lt;b&gt;不是标签&lt;/b&gt; &amp; 𠮷<br>" in page
    [attached] = message.iter_attachments()
    assert attached.get_filename() == letter.attachments[0].name
    assert attached["Content-Type"].params["name"] == letter.attachments[0].name
    assert attached.get_content() == letter.attachments[0].read_bytes()
    assert [part.defects for part in message.walk() if part.defects] == []


def test_the_older_parser_of_python_reads_it_whole(letter):
    message = email.message_from_bytes(draft_of(letter))
    [attached] = [part for part in message.walk() if part.get_content_disposition() == "attachment"]
    assert attached.get_filename() == letter.attachments[0].name
    assert attached.get_payload(decode=True) == letter.attachments[0].read_bytes()


def test_other_parsers_read_it_whole(letter):
    quick = fast_mail_parser.parse_email(draft_of(letter))
    assert quick.subject == SUBJECT
    assert [lines_of(text) for text in quick.text_plain] == [TEXT]
    assert [(a.filename, bytes(a.content)) for a in quick.attachments] == [
        (letter.attachments[0].name, letter.attachments[0].read_bytes())
    ]
    other = mailparser.parse_from_bytes(draft_of(letter))
    assert other.subject == SUBJECT
    assert [name for name, _ in other.to] == ["甲一完小党支部"] * 2
    assert [attached["filename"] for attached in other.attachments] == [letter.attachments[0].name]


def test_our_own_inbox_reads_it_like_any_mail(letter):
    draft = draft_of(letter)
    assert is_mail(draft)
    [enclosed] = read_mail(Envelope("答复.eml", draft), Inside(None))
    assert enclosed.name == f"答复.eml › {letter.attachments[0].name}"
    loaded = enclosed.load()
    assert isinstance(loaded, Envelope)
    assert loaded.data == letter.attachments[0].read_bytes()


def test_names_stand_in_one_piece_and_twice(letter):
    draft = draft_of(letter).decode("ascii")
    assert "filename*=utf-8''" in draft
    assert "filename*0" not in draft
    assert ' name="=?utf-8?B?' in draft


def test_it_is_in_ascii_with_lines_that_every_server_takes(letter):
    draft = draft_of(letter)
    assert draft.isascii()
    assert draft.count(b"\n") == draft.count(b"\r\n")
    assert max(map(len, draft.split(b"\r\n"))) < 998
    assert draft_of(letter) == draft


def test_a_line_break_in_a_name_never_begins_a_header(tmp_path):
    file = tmp_path / "f.xlsx"
    file.write_bytes(b"PK")
    letter = Letter("01", "甲\r\nBcc: x@example.org", ("zhao@example.org",), "表", "见附件", (file,))
    message = email.message_from_bytes(draft_of(letter), policy=policy.compat32)
    assert "Bcc" not in message


def test_a_message_to_nobody_is_a_draft_without_a_recipient():
    message = email.message_from_bytes(
        draft_of(Letter("01", "甲", (), "表", "好", ())), policy=policy.default
    )
    assert "To" not in message
    assert message.get_body(("plain",)).get_content().strip() == "好"


def test_text_to_paste_opens_in_notepad_with_the_subject_first():
    text = text_of(Letter("01", "甲", (), "表", "好\n\n某某联校", ()))
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.decode("utf-8-sig") == "表\r\n\r\n好\r\n\r\n某某联校\r\n"
