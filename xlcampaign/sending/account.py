"""The account from which messages are sent, in a file that people can read and change; never with a password."""

import configparser
from pathlib import Path

from xlcampaign.layout.addresses import is_address
from xlcampaign.model.account import Account, Security

_SECTION = "smtp"
_HIGHEST_PORT = 65535


def read_account(file: Path) -> Account:
    """Return the account that a file states.

    Raises:
        OSError: the file is not there or cannot be read.
        ValueError: it states no account.
    """
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(file.read_text("utf-8"))
        stated = parser[_SECTION]
        account = Account(
            stated["host"],
            int(stated["port"]),
            Security(stated["security"]),
            stated.get("user", ""),
            stated["address"],
            stated.get("name", ""),
        )
    except (configparser.Error, KeyError) as error:
        raise ValueError(error) from error
    if not (account.host and 0 < account.port <= _HIGHEST_PORT and is_address(account.address)):
        raise ValueError(account)
    return account


def text_of(account: Account) -> str:
    """Return an account as its file states it."""
    stated = {
        "host": account.host,
        "port": account.port,
        "security": account.security,
        "user": account.user,
        "address": account.address,
        "name": account.name,
    }
    lines = (f"{key} = {' '.join(str(value).split())}" for key, value in stated.items())
    return "\n".join([f"[{_SECTION}]", *lines, ""])
