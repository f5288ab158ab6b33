"""Messages on their way: what is still to be sent, and sending it, each message to each address once."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from xlcampaign.campaign import Folder
from xlcampaign.commands.writing import alone_in, writing
from xlcampaign.findings.catalogue import mail_rules as m
from xlcampaign.findings.finding import Finding, Place, Stop
from xlcampaign.layout.instants import show_instant
from xlcampaign.model.account import Account
from xlcampaign.sending.account import read_account, text_of
from xlcampaign.sending.drafts import draft_of, mail_of
from xlcampaign.sending.log import Delivery, Logged, SentLog
from xlcampaign.sending.messages import Letter
from xlcampaign.sending.smtp import Server
from xlcampaign.workbook.replacing import replaced


class Parcel(NamedTuple):
    """A message that is still to be sent, and where to; its digest is that of what it says, whoever gets it."""

    letter: Letter
    digest: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outbound:
    """What is still to be sent, and what is to be said of the rest."""

    parcels: tuple[Parcel, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many messages were sent, and what is to be said."""

    sent: int
    findings: tuple[Finding, ...]


def account_of(folder: Folder) -> Account:
    """Return the account from which a campaign's messages are sent.

    Raises:
        Stop: there is none yet, or its file cannot be understood.
    """
    try:
        return read_account(folder.account)
    except OSError as error:
        raise Stop(m.NO_ACCOUNT.at(Place(), problem=m.NO_SETTINGS)) from error
    except ValueError as error:
        raise Stop(m.NO_ACCOUNT.at(Place(), problem=m.BAD_SETTINGS)) from error


def keep_account(folder: Folder, account: Account) -> None:
    """Write down the account from which a campaign's messages are sent.

    Raises:
        Stop: it cannot be written.
    """
    with writing(folder.account):
        folder.account.parent.mkdir(exist_ok=True)
        with replaced(folder.account) as file:
            file.write_text(text_of(account), "utf-8", newline="\n")


def outbound(folder: Folder, letters: Iterable[Letter], *, again: bool) -> Outbound:
    """Return what is still to be sent of some messages; of all of them, where they are to be sent again.

    Raises:
        Stop: what was sent before cannot be read.
    """
    with writing(folder.sent):
        return _outbound(SentLog(folder.sent), letters, again=again)


def _outbound(log: SentLog, letters: Iterable[Letter], *, again: bool) -> Outbound:
    parcels: list[Parcel] = []
    sent: list[Logged] = []
    unsure: list[Finding] = []
    for letter in letters:
        digest = _digest_of(letter)
        open_: list[str] = []
        for address in letter.addresses:
            last = None if again else log.last(digest, address)
            if last is None or last.delivery is Delivery.REFUSED:
                open_.append(address)
            elif last.delivery is Delivery.SENT:
                sent.append(last)
            else:
                unsure.append(m.UNSURE.at(Place(), name=letter.name, address=address))
        if open_:
            parcels.append(Parcel(letter, digest, tuple(open_)))
    return Outbound(tuple(parcels), (*_say_sent(sent), *unsure))


def _digest_of(letter: Letter) -> str:
    """Return what is equal for messages that say the same and have the same files, whoever they are addressed to."""
    return hashlib.sha256(draft_of(replace(letter, addresses=()))).hexdigest()[:32]


def _say_sent(sent: Sequence[Logged]) -> Iterator[Finding]:
    if sent:
        last = max(datetime.fromisoformat(logged.at) for logged in sent)
        yield m.ALREADY_SENT.at(Place(), found=len(sent), last=show_instant(last))


def send_all(
    folder: Folder,
    letters: Sequence[Letter],
    account: Account,
    password: str,
    now: Callable[[], datetime],
    *,
    again: bool,
) -> Delivered:
    """Send messages, and write down of each address what became of it before the next one is begun.

    Args:
        folder: the campaign.
        letters: the messages.
        account: the account to send from.
        password: its password, or what the server takes in its stead.
        now: tells the time.
        again: whether what was sent before is sent once more.

    Raises:
        Stop: nothing could be sent: the server is not reached or refuses the login, or another command is sending.
    """
    with alone_in(folder.sent.parent), writing(folder.sent):
        log = SentLog(folder.sent)
        due = _outbound(log, letters, again=again)
        found = list(due.findings)
        server = Server(account, password)
        sent = 0
        if due.parcels:
            server.open()
        try:
            for number, parcel in enumerate(due.parcels):
                try:
                    said = list(_send(parcel, log, server, (account.name, account.address), now))
                except Stop as stop:
                    left = len(due.parcels) - number
                    found += [*stop.findings, m.BROKEN_OFF.at(Place(), sent=sent, left=left)]
                    break
                found += said
                sent += len(said) < len(parcel.addresses)
        finally:
            server.close()
    return Delivered(sent, tuple(found))


def _send(
    parcel: Parcel, log: SentLog, server: Server, sender: tuple[str, str], now: Callable[[], datetime]
) -> Iterator[Finding]:
    """Send a message; yield what is to be said of each address that did not certainly get it."""
    letter, digest = parcel.letter, parcel.digest

    def begin(addresses: Sequence[str]) -> None:
        for address in addresses:
            log.add(now(), Delivery.BEGUN, digest, address)

    mail = mail_of(letter, sender, now())
    answer = server.send(mail, parcel.addresses, begin)
    for address, why in answer.refused.items():
        log.add(now(), Delivery.REFUSED, digest, address)
        yield m.REFUSED.at(Place(), name=letter.name, address=address, why=why)
    for address in answer.taken:
        if answer.sure:
            log.add(now(), Delivery.SENT, digest, address)
        else:
            yield m.UNSURE.at(Place(), name=letter.name, address=address)
