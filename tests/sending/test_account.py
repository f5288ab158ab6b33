"""The account's file: what is written is read back; what people typed wrong is refused."""

import pytest

from xlcampaign.model.account import Account, Security
from xlcampaign.sending.account import read_account, text_of

ACCOUNT = Account("smtp.example.org", 465, Security.TLS, "office", "office@example.org", "某某联校")


@pytest.mark.parametrize(
    "account",
    [
        ACCOUNT,
        Account("mail", 25, Security.NONE, "", "office@example.org", ""),
        Account("mail.example.org", 587, Security.STARTTLS, "50%", "office@example.org", "100% 联校; #1"),
    ],
)
def test_what_is_written_is_read_back(tmp_path, account):
    file = tmp_path / "mail.ini"
    file.write_text(text_of(account), "utf-8")
    assert read_account(file) == account


def test_a_name_never_begins_another_setting():
    account = Account("mail", 25, Security.NONE, "", "office@example.org", "联校\nhost = elsewhere")
    assert text_of(account).count("\nhost") == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("port = 465", "port = 四百"),
        ("port = 465", "port = 0"),
        ("security = tls", "security = 加密"),
        ("host = smtp.example.org", "host ="),
        ("address = office@example.org", "address = office"),
        ("[smtp]", ""),
        ("host = smtp.example.org\n", ""),
    ],
)
def test_what_states_no_account_is_refused(tmp_path, old, new):
    file = tmp_path / "mail.ini"
    file.write_text(text_of(ACCOUNT).replace(old, new), "utf-8")
    with pytest.raises(ValueError):  # noqa: PT011 -- any: the command says that it cannot be understood
        read_account(file)
