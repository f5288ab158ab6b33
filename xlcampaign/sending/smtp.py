"""The one door to the network: a server that takes messages, opened when somebody asks for it and by nothing else.

All that smtplib says of a connection that ended or a server that misbehaves is an OSError.
"""

import smtplib
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple

from xlcampaign.findings.catalogue import mail_rules as m
from xlcampaign.findings.finding import Fact, Place, Stop
from xlcampaign.model.account import Account, Security

_PATIENCE = 60
"""How many seconds to wait for the server."""
_CALLED = "[127.0.0.1]"
"""As what this computer greets the server: not by its name, which is nobody's business."""
_TAKEN, _ALSO_TAKEN, _CLOSING = 250, 251, 421


class Answer(NamedTuple):
    """What a server made of a message: who gets it, who does not with what it said, and whether all this is certain."""

    taken: tuple[str, ...]
    refused: dict[str, str]
    sure: bool = True


class Server:
    """A server's connection, opened when it is first needed and again where it broke."""

    def __init__(self, account: Account, password: str) -> None:
        self._account = account
        self._password = password
        self._opened: smtplib.SMTP | None = None

    def open(self) -> None:
        """Connect and log in.

        Raises:
            Stop: the server is not reached, cannot be trusted, or does not know user and password.
        """
        if self._opened:
            return
        account = self._account
        if not (account.user + self._password).isascii():
            raise self._refused(m.NOT_ASCII)
        try:
            self._opened = _connected(account)
            self._opened.ehlo_or_helo_if_needed()
            if account.user and account.security is not Security.NONE:
                self._opened.login(account.user, self._password)
        except smtplib.SMTPAuthenticationError as error:
            self.close()
            raise self._refused(_words(error.smtp_error)) from error
        except (OSError, UnicodeError) as error:
            self.close()
            why = m.UNTRUSTED if isinstance(error, ssl.SSLError) else _reason(error)
            raise Stop(m.NO_SERVER.at(Place(), host=f"{account.host}:{account.port}", why=why)) from error

    def _refused(self, why: Fact) -> Stop:
        return Stop(m.LOGIN_REFUSED.at(Place(), user=self._account.user, host=self._account.host, why=why))

    def close(self) -> None:
        """Take leave of the server, if it is still there."""
        opened, self._opened = self._opened, None
        if opened:
            with suppress(OSError):
                opened.quit()
            opened.close()

    def send(self, mail: bytes, addresses: Sequence[str], begin: Callable[[Sequence[str]], None]) -> Answer:
        """Send a mail.

        Args:
            mail: its bytes.
            addresses: where to.
            begin: told of the addresses that the server accepts, before it gets the mail itself: should anything happen
                from then on, nobody knows whether it arrives.

        Raises:
            Stop: the server takes nothing from this sender, or is no longer reached; nothing of this mail was sent.
        """
        try:
            refused = self._address(addresses)
        except OSError:
            self.close()
            self.open()
            try:
                refused = self._address(addresses)
            except OSError as error:
                self.close()
                raise Stop(m.NO_SERVER.at(Place(), host=self._account.host, why=_reason(error))) from error
        taken = tuple(address for address in addresses if address not in refused)
        if not taken:
            return Answer((), refused)
        begin(taken)
        return self._hand_over(mail, taken, refused)

    def _address(self, addresses: Sequence[str]) -> dict[str, str]:
        """Name sender and addresses of a new mail; return those that are refused, with what the server says."""
        self.open()
        assert self._opened is not None
        self._opened.rset()
        code, reply = self._opened.mail(self._account.address)
        _still_there(code, reply)
        if code != _TAKEN:
            place = Place()
            raise Stop(m.SENDER_REFUSED.at(place, address=self._account.address, why=_words(reply)))
        refused = {}
        for address in addresses:
            code, reply = self._opened.rcpt(address)
            _still_there(code, reply)
            if code not in {_TAKEN, _ALSO_TAKEN}:
                refused[address] = _words(reply)
        return refused

    def _hand_over(self, mail: bytes, taken: tuple[str, ...], refused: dict[str, str]) -> Answer:
        assert self._opened is not None
        try:
            code, reply = self._opened.data(mail)
        except smtplib.SMTPDataError as error:
            code, reply = error.smtp_code, _bytes(error.smtp_error)
        except OSError:
            self.close()
            return Answer(taken, refused, sure=False)
        if code == _TAKEN:
            return Answer(taken, refused)
        return Answer((), refused | dict.fromkeys(taken, _words(reply)))


def _connected(account: Account) -> smtplib.SMTP:
    """Return a connection that is encrypted as the account says.

    Raises:
        OSError: there is none, or its certificate is not to be trusted.
        smtplib.SMTPException: the server does not do what it should.
    """
    context = ssl.create_default_context()
    if account.security is Security.TLS:
        return smtplib.SMTP_SSL(account.host, account.port, _CALLED, timeout=_PATIENCE, context=context)
    opened = smtplib.SMTP(account.host, account.port, _CALLED, timeout=_PATIENCE)
    if account.security is Security.STARTTLS:
        try:
            opened.starttls(context=context)
        except smtplib.SMTPNotSupportedError as error:
            opened.close()
            raise ssl.SSLError(*error.args) from error
        except BaseException:
            opened.close()
            raise
    return opened


def _still_there(code: int, reply: bytes) -> None:
    if code == _CLOSING:
        raise smtplib.SMTPServerDisconnected(_words(reply))


def _reason(error: Exception) -> str:
    reply = getattr(error, "smtp_error", None)
    return _words(reply) if reply else getattr(error, "strerror", None) or str(error) or type(error).__name__


def _words(reply: bytes | str) -> str:
    """Return what a server said in one line."""
    return " ".join(_bytes(reply).decode("utf-8", "replace").split())


def _bytes(reply: bytes | str) -> bytes:
    return reply.encode() if isinstance(reply, str) else reply
