"""What is sent is sent once, whatever goes wrong on the way; against a real server on this machine."""

from datetime import UTC, datetime

import pytest
import trustme
from postbox import CODE, SENDER, USER, postbox

from xlcampaign.campaign import Folder
from xlcampaign.commands.delivery import outbound, send_all
from xlcampaign.findings.catalogue import mail_rules as m
from xlcampaign.findings.finding import Stop
from xlcampaign.model.account import Account, Security
from xlcampaign.sending.messages import Letter

AT = datetime(2023, 5, 4, 8, 30, tzinfo=UTC)
NAMES = ["甲一完小党支部", "甲二完小党支部", "甲三完小党支部", "甲四完小党支部"]


@pytest.fixture
def letters(tmp_path):
    found = []
    for n, name in enumerate(NAMES, 1):
        form = tmp_path / f"0{n}-{name}-评议表-第一阶段.xlsx"
        form.write_bytes(b"PK\x03\x04" + bytes([n]) * 5000)
        text = f"{name}：\n\n见附件。\n.\n以上"
        found.append(Letter(f"0{n}", name, (f"b{n}@example.org",), f"评议表（{name}）", text, (form,)))
    return tuple(found)


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


@pytest.fixture
def box():
    with postbox() as box:
        yield box


def send(folder, letters, box, *, again=False):
    return send_all(folder, letters, box.account(), "", lambda: AT, again=again)


def rules(delivered):
    return [finding.rule for finding in delivered.findings]


def test_every_message_arrives_whole_and_with_its_head(folder, letters, box):
    delivered = send(folder, letters, box)
    assert (delivered.sent, delivered.findings) == (4, ())
    assert box.addresses == [f"b{n}@example.org" for n in (1, 2, 3, 4)]
    for letter, message in zip(letters, box.messages, strict=True):
        assert message["Subject"] == letter.subject
        assert message["To"].addresses[0].display_name == letter.name
        assert message["From"].addresses[0].addr_spec == SENDER
        assert message["Date"].datetime == AT
        assert message["Message-ID"].endswith("@example.org>")
        assert "X-Unsent" not in message
        assert message.get_body(("plain",)).get_content() == f"{letter.text}\n".replace("\n", "\r\n")
        [attached] = message.iter_attachments()
        assert attached.get_filename() == letter.attachments[0].name
        assert attached.get_content() == letter.attachments[0].read_bytes()


def test_nothing_is_sent_twice_and_everything_again_where_that_is_asked_for(folder, letters, box):
    send(folder, letters, box)
    delivered = send(folder, letters, box)
    assert (delivered.sent, rules(delivered)) == (0, [m.ALREADY_SENT])
    assert len(box.arrived) == 4
    assert send(folder, letters, box, again=True).sent == 4
    assert len(box.arrived) == 8


def test_a_message_that_says_something_else_is_another_message(folder, letters, box):
    send(folder, letters, box)
    letters[1].attachments[0].write_bytes(b"PK\x03\x04new")
    assert send(folder, letters, box).sent == 1
    assert box.addresses[4:] == ["b2@example.org"]


def test_one_refused_address_keeps_nothing_from_the_others_and_is_listed(folder, letters, box):
    box.refuse = {"b2@example.org"}
    delivered = send(folder, letters, box)
    assert (delivered.sent, rules(delivered)) == (3, [m.REFUSED])
    assert "no such user here" in str(delivered.findings[0].facts["why"])
    box.refuse = set()
    assert send(folder, letters, box).sent == 1
    assert box.addresses == [f"b{n}@example.org" for n in (1, 3, 4, 2)]


def test_of_several_addresses_of_a_unit_the_good_ones_get_the_message_once(folder, box):
    both = Letter("01", NAMES[0], ("b1@example.org", "bad@example.org"), "表", "见附件", ())
    box.refuse = {"bad@example.org"}
    delivered = send(folder, [both], box)
    assert (delivered.sent, rules(delivered)) == (1, [m.REFUSED])
    mended = Letter("01", NAMES[0], ("b1@example.org", "good@example.org"), "表", "见附件", ())
    assert send(folder, [mended], box).sent == 1
    assert box.addresses == ["b1@example.org", "good@example.org"]


@pytest.mark.parametrize("command", ["MAIL 1", "MAIL 2", "MAIL 4"])
def test_a_connection_that_breaks_before_a_message_is_opened_again(folder, letters, box, command):
    box.hang_up = {command}
    delivered = send(folder, letters, box)
    assert (delivered.sent, delivered.findings) == (4, ())
    assert sorted(box.addresses) == [f"b{n}@example.org" for n in (1, 2, 3, 4)]


def test_a_message_whose_end_nobody_heard_of_is_told_and_never_sent_twice(folder, letters, box):
    box.hang_up = {"DATA 2"}
    delivered = send(folder, letters, box)
    assert (delivered.sent, rules(delivered)) == (3, [m.UNSURE])
    assert delivered.findings[0].facts["address"] == "b2@example.org"
    again = send(folder, letters, box)
    assert (again.sent, rules(again)) == (0, [m.ALREADY_SENT, m.UNSURE])
    assert sorted(box.addresses) == [f"b{n}@example.org" for n in (1, 2, 3, 4)]


def test_a_connection_that_is_gone_for_good_stops_with_what_was_sent_and_what_not(folder, letters, box):
    box.hang_up = {"MAIL 3", "MAIL 4"}
    delivered = send(folder, letters, box)
    assert (delivered.sent, rules(delivered)) == (2, [m.NO_SERVER, m.BROKEN_OFF])
    assert (delivered.findings[1].facts["sent"], delivered.findings[1].facts["left"]) == (2, 2)
    again = send(folder, letters, box)
    assert (again.sent, rules(again)) == (2, [m.ALREADY_SENT])
    assert box.addresses == [f"b{n}@example.org" for n in (1, 2, 3, 4)]


def test_a_server_that_takes_no_more_stops_the_run_which_goes_on_the_day_after(folder, letters, box):
    box.full = 3
    delivered = send(folder, letters, box)
    assert (delivered.sent, rules(delivered)) == (3, [m.SENDER_REFUSED, m.BROKEN_OFF])
    box.full = 999
    assert send(folder, letters, box).sent == 1
    assert box.addresses == [f"b{n}@example.org" for n in (1, 2, 3, 4)]


class Killed(BaseException):
    """What ends a run in the middle, as when the machine is switched off."""


@pytest.mark.parametrize("ticks", range(1, 12))
def test_a_run_that_is_killed_goes_on_without_sending_twice(folder, letters, box, ticks):
    left = iter(range(ticks))

    def now():
        if next(left, None) is None:
            raise Killed
        return AT

    with pytest.raises(Killed):
        send_all(folder, letters, box.account(), "", now, again=False)
    found = send(folder, letters, box).findings
    unsure = {finding.facts["address"] for finding in found if finding.rule == m.UNSURE}
    assert len(unsure) <= 1
    assert len(box.addresses) == len(set(box.addresses))
    assert unsure | set(box.addresses) == {letter.addresses[0] for letter in letters}


def test_a_line_of_the_log_that_was_cut_off_says_nothing(folder, letters, box):
    send(folder, letters, box)
    lines = folder.sent.read_text("ascii").rstrip()
    folder.sent.write_text(lines[:-20], "ascii")
    due = outbound(folder, letters, again=False)
    assert [finding.rule for finding in due.findings] == [m.ALREADY_SENT, m.UNSURE]
    assert due.parcels == ()


def test_the_log_holds_neither_text_nor_name_nor_password(folder, letters, box):
    send_all(folder, letters, box.account(), CODE, lambda: AT, again=False)
    said = folder.sent.read_text("ascii")
    assert CODE not in said
    assert not [letter for letter in letters if letter.name in said or letter.subject in said]


@pytest.fixture
def authority(tmp_path, monkeypatch):
    found = trustme.CA()
    found.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return found


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_an_encrypted_connection_is_logged_in_to_and_sends(folder, letters, authority, security):
    with postbox(security, authority) as box:
        account = box.account(security, USER)
        assert send_all(folder, letters, account, CODE, lambda: AT, again=False).sent == 4


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_refused_login_says_so_and_sends_nothing(folder, letters, authority, security):
    with postbox(security, authority) as box:
        with pytest.raises(Stop) as stopped:
            send_all(folder, letters, box.account(security, USER), "wrong", lambda: AT, again=False)
        assert [finding.rule for finding in stopped.value.findings] == [m.LOGIN_REFUSED]
        assert box.arrived == []
        assert not folder.sent.exists()


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
@pytest.mark.usefixtures("authority")
def test_a_certificate_of_somebody_else_is_not_trusted(folder, letters, security):
    with postbox(security, trustme.CA()) as box:
        with pytest.raises(Stop) as stopped:
            send_all(folder, letters, box.account(security, USER), CODE, lambda: AT, again=False)
        assert [finding.rule for finding in stopped.value.findings] == [m.NO_SERVER]
        assert box.arrived == []


def test_a_server_that_offers_no_encryption_is_told_no_password(folder, letters, box):
    account = box.account(Security.STARTTLS, USER)
    with pytest.raises(Stop) as stopped:
        send_all(folder, letters, account, CODE, lambda: AT, again=False)
    assert [(f.rule, f.facts["why"]) for f in stopped.value.findings] == [(m.NO_SERVER, m.UNTRUSTED)]


@pytest.mark.parametrize("host", ["localhost", "no-such-host.invalid", "smtp..163.com", "邮局"])
def test_a_server_that_is_not_there_is_said(folder, letters, host):
    with postbox() as box:
        account = Account(host, box.port, Security.NONE, "", SENDER, "")
    with pytest.raises(Stop) as stopped:
        send_all(folder, letters, account, "", lambda: AT, again=False)
    assert [finding.rule for finding in stopped.value.findings] == [m.NO_SERVER]


@pytest.mark.parametrize(("user", "code"), [(USER, "授权码"), (USER, "ａｂｃ"), ("办公室", CODE)])
def test_what_no_code_and_no_user_can_be_is_said_before_anything_is_sent(folder, letters, user, code):
    with postbox() as box, pytest.raises(Stop) as stopped:
        send_all(folder, letters, box.account(Security.STARTTLS, user), code, lambda: AT, again=False)
    assert [(f.rule, f.facts["why"]) for f in stopped.value.findings] == [(m.LOGIN_REFUSED, m.NOT_ASCII)]


def test_who_has_no_address_is_passed_over(folder, letters, box):
    nobody = Letter("05", "甲五完小党支部", (), "表", "见附件", ())
    assert send(folder, [nobody, *letters], box).sent == 4
