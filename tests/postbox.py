"""A real server for mail on this machine, which does as it is told: takes mail, refuses, or hangs up."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from xlcampaign.model.account import Account, Security

USER, CODE, SENDER = "office@example.org", "an authorisation code", "office@example.org"


@dataclass
class Postbox:
    """What arrived, and what is to happen.

    Attributes:
        port: where it listens.
        refuse: addresses that it does not take.
        hang_up: what to hang up at, once each: "MAIL 2" is the second mail's beginning, "DATA 2" its end.
        full: after how many mails it takes no more from this sender.
        arrived: addresses and bytes of each mail.
    """

    port: int
    refuse: set[str] = field(default_factory=set)
    hang_up: set[str] = field(default_factory=set)
    full: int = 999
    arrived: list[tuple[tuple[str, ...], bytes]] = field(default_factory=list)
    _seen: dict[str, int] = field(default_factory=dict)

    def account(self, security=Security.NONE, user="", host="localhost"):
        return Account(host, self.port, security, user, SENDER, "某某联校")

    @property
    def addresses(self):
        return [address for to, _ in self.arrived for address in to]

    @property
    def messages(self):
        return [message_from_bytes(mail, policy=policy.default) for _, mail in self.arrived]

    def _hangs_up(self, server, command):
        self._seen[command] = self._seen.get(command, 0) + 1
        if f"{command} {self._seen[command]}" in self.hang_up:
            server.transport.abort()
            return True
        return False

    async def handle_MAIL(self, server, _session, envelope, address, options):  # noqa: N802 -- the server's hooks
        if self._hangs_up(server, "MAIL"):
            return "451 gone"
        if len(self.arrived) >= self.full:
            return "550 too many messages today"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, options):  # noqa: N802 -- the same
        if address in self.refuse:
            return "550 no such user here"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802 -- the same
        self.arrived.append((tuple(envelope.rcpt_tos), envelope.content))
        return "451 gone" if self._hangs_up(server, "DATA") else "250 OK"


def _allowed(_server, _session, _envelope, _mechanism, said):
    return AuthResult(success=(said.login, said.password) == (USER.encode(), CODE.encode()), handled=False)


def _free_port():
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]


@contextmanager
def postbox(security: Security = Security.NONE, authority: trustme.CA | None = None) -> Iterator[Postbox]:
    """Give a server that is there for a while, encrypted by a certificate of an authority."""
    box = Postbox(_free_port())
    context = None
    if authority:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(context)
    options = {"hostname": "localhost", "port": box.port}
    if security is not Security.NONE:
        options |= {"authenticator": _allowed, "auth_require_tls": False}
    if security is Security.TLS:
        options |= {"ssl_context": context}
    if security is Security.STARTTLS:
        options |= {"tls_context": context, "require_starttls": True}
    controller = Controller(box, **options)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
