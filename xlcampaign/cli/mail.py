"""The command that writes messages to units and, where asked, sends them."""

from __future__ import annotations

import os
import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlcampaign.campaign import Folder, open_campaign
from xlcampaign.cli.help import SpeakingCommand
from xlcampaign.cli.options import (
    as_of_option,
    day_of,
    passwords_in,
    reading_options,
    stage_option,
    step_option,
)
from xlcampaign.cli.screen import Exit, print_findings, progress_shown, put, put_file, say, stopping, talk
from xlcampaign.cli.usage import too_many
from xlcampaign.model.choices import StepKey
from xlcampaign.model.message import MAILS, MessageKind
from xlcampaign.words import Lang, T, number_of

if TYPE_CHECKING:
    from xlcampaign.commands.delivery import Parcel
    from xlcampaign.commands.mail import Mailing
    from xlcampaign.engine import Engine
    from xlcampaign.model.account import Account

PASSWORD = "XLCAMPAIGN_MAIL_PASSWORD"  # noqa: S105 -- the name of the variable that may hold it
_KINDS = [kind.value for kind in MAILS]


@click.command(
    cls=SpeakingCommand,
    help=say(
        "写给各单位的邮件：forms 发表格，returns 退回，reminders 催报，results 发结果。文字在方案的“通知文字”表里改。\n\n"
        "每个单位的草稿（.eml）和可粘贴的文字（.txt）在 send 里它自己的文件夹，旁边另有一份收件人表，供邮件合并用。\n\n\b\n"
        "  xlcampaign mail forms 争先2023              只写草稿，不联网\n"
        "  xlcampaign mail --setup 争先2023            填发信服务器（不存密码）\n"
        "  xlcampaign mail forms 争先2023 --send       先看要发哪些，不发\n"
        "  xlcampaign mail forms 争先2023 --send --yes 发出\n",
        "Messages to units: forms, returns, reminders, results. What they say is changed in the plan, on “Messages”.\n\n"
        "Draft (.eml) and text to paste (.txt) lie in each unit's folder in send, a list of recipients for mail merge beside"
        " them.\n\n\b\n"
        "  xlcampaign mail forms pioneers              writes drafts; no network\n"
        "  xlcampaign mail --setup pioneers            asks for the server (no password is kept)\n"
        "  xlcampaign mail forms pioneers --send       shows what would be sent\n"
        "  xlcampaign mail forms pioneers --send --yes sends it\n",
    ),
)
@click.argument("words", nargs=-1, metavar="[forms|returns|reminders|results] [CAMPAIGN]")
@stage_option
@step_option
@as_of_option
@click.option(
    "--send", is_flag=True, help=say("用发信服务器发；先只列出来", "send by the server; shows first what")
)
@click.option("--yes", is_flag=True, help=say("真的发出", "do send it"))
@click.option(
    "--again", is_flag=True, help=say("以前发过的也再发一遍", "send once more what was sent before")
)
@click.option("--setup", is_flag=True, help=say("填发信设置", "ask for the settings for sending"))
@reading_options
@click.pass_obj
def mail(  # noqa: PLR0913 -- a command takes as many arguments as it has options
    lang: Lang,
    *,
    words: tuple[str, ...],
    stage: int | None,
    step: str | None,
    as_of: date | None,
    send: bool,
    yes: bool,
    again: bool,
    setup: bool,
    engine: Engine,
    password_file: Path | None,
    caching: bool,
) -> None:
    """Write messages and, where asked, send them."""
    from xlcampaign.commands.mail import Occasion, make_mails  # noqa: PLC0415 -- imported where used
    from xlcampaign.findings.catalogue.mail_rules import BY_HAND  # noqa: PLC0415 -- the same

    kind, campaign = _asked(words, setup=setup)
    with stopping(lang), progress_shown(lang) as progress:
        folder = open_campaign(campaign, passwords_in(password_file), caching=caching)
        if kind is None:
            _set_up(folder, lang)
            return
        occasion = Occasion(kind, stage, StepKey(step) if step else None, day_of(as_of))
        mailing = make_mails(folder, occasion, engine, progress)
    for path in mailing.files:
        put_file(path)
    print_findings(mailing.findings, lang, err=True)
    number = len(mailing.letters)
    if not number:
        by_hand = any(finding.rule == BY_HAND for finding in mailing.findings)
        talk((_NONE_MARKED if by_hand else _NOTHING[kind]).say(lang))
        return
    talk(T(f"写了 {number} 封邮件的草稿和文字", f"{number_of(number, 'message')} written").say(lang))
    if send:
        with stopping(lang):
            _send(folder, mailing, lang, yes=yes, again=again)


_NOTHING = {
    MessageKind.FORMS: T("没有要发的表", "No forms to send"),
    MessageKind.RETURNS: T(
        "没有要退回的：收到的表里没有要请报送单位改的", "Nothing to return: senders have nothing to correct"
    ),
    MessageKind.REMINDERS: T(
        "没有要催的：没有到期未报的表", "Nobody to remind: no form that is due is missing"
    ),
    MessageKind.RESULTS: T(
        "没有要发的结果：这个阶段还没有人评出结果；评议表收到、汇总以后（xlcampaign merge）再发",
        "No results to send: nobody is rated in this stage yet; send them once forms came and were merged (xlcampaign merge)",
    ),
}


_NONE_MARKED = T(
    "没有能标好退回的表；要另外跟对方要的，见上面",
    "No form could be marked and returned; what has to be asked for by hand is listed above",
)


def _asked(words: tuple[str, ...], *, setup: bool) -> tuple[MessageKind | None, Path]:
    """Return which messages are asked for, None where it is the settings, and the campaign's folder."""
    kinds = [word for word in words[:1] if word in _KINDS]
    rest = words[len(kinds) :]
    if rest[1:] and (kinds or setup):
        raise click.UsageError(say(*(too_many(rest[1:]).say(lang) for lang in Lang)))
    if not (kinds or setup):
        listed = "|".join(_KINDS)
        raise click.UsageError(say(f"要写明发哪一种：{listed}", f"say which messages: {listed}"))
    return None if setup else MessageKind(kinds[0]), Path(*rest)


def _set_up(folder: Folder, lang: Lang) -> None:
    """Ask for the account from which messages are sent, and write it down."""
    from xlcampaign.commands.delivery import keep_account  # noqa: PLC0415 -- imported where used
    from xlcampaign.model.account import PORTS, Account, Security  # noqa: PLC0415 -- the same

    talk(_BEFORE_SETUP.say(lang))
    host = click.prompt(_HOST.say(lang), value_proc=_server, err=True)
    kinds = click.Choice([one.value for one in Security])
    security = Security(click.prompt(_SECURITY.say(lang), type=kinds, default=Security.TLS.value, err=True))
    ports = click.IntRange(1, 65535)
    port = click.prompt(T("端口", "Port").say(lang), type=ports, default=PORTS[security], err=True)
    address = click.prompt(T("发件邮箱", "Sender's address").say(lang), value_proc=_address, err=True)
    user = ""
    if security is not Security.NONE:
        user = click.prompt(T("登录账号", "User").say(lang), default=address, err=True)
    name = click.prompt(
        T("发件人名称", "Sender's name").say(lang), default=folder.root.resolve().name, err=True
    )
    keep_account(folder, Account(host, port, security, user, address, name))
    talk(_AFTER_SETUP.say(lang))
    put_file(folder.account)


def _server(typed: str) -> str:
    """Return a server's name in one width; one that no server can have is asked for again."""
    from xlcampaign.layout.text import plain  # noqa: PLC0415 -- imported where used

    name = plain(typed).replace("。", ".")
    if not _SERVER_NAME.fullmatch(name):
        raise click.UsageError(say("要写成 smtp.163.com 这样", "write it like smtp.example.org"))
    return name


_SERVER_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.:-]*[A-Za-z0-9])?")


def _address(typed: str) -> str:
    """Return an address in one width; a name without @ is asked for again."""
    from xlcampaign.layout.addresses import is_address  # noqa: PLC0415 -- imported where used
    from xlcampaign.layout.text import plain  # noqa: PLC0415 -- the same

    if not is_address(plain(typed)):
        raise click.UsageError(say("要写成 name@example.org 这样", "write it like name@example.org"))
    return plain(typed)


_HOST = T("发信服务器（如 smtp.163.com）", "Server (such as smtp.example.org)")
_SECURITY = T(
    "加密：tls（端口 465）、starttls（587）、none（不加密，也不登录）",
    "Encryption: tls (port 465), starttls (587), none (and no login)",
)
_BEFORE_SETUP = T(
    "发信设置记在这个活动里，不含密码。163、QQ 等邮箱发信用授权码，不是登录密码：在网页邮箱“设置”里开启 SMTP 就会给一个。",
    "The settings are kept with the campaign, without a password. 163, QQ and others want an authorisation code in its place,"
    " which the settings of the mailbox give where SMTP is switched on.",
)
_AFTER_SETUP = T(
    f"记好了。发的时候再问授权码（也可以放在环境变量 {PASSWORD} 里）。",
    f"Kept. The code is asked for when messages are sent ({PASSWORD} in the environment may hold it).",
)


def _send(folder: Folder, mailing: Mailing, lang: Lang, *, yes: bool, again: bool) -> None:
    """Show what is to be sent and, if that is what is wanted, send it."""
    from xlcampaign.commands.delivery import account_of, outbound, send_all  # noqa: PLC0415 -- imported where used

    account = account_of(folder)
    due = outbound(folder, mailing.letters, again=again)
    for parcel in due.parcels:
        put(_line(parcel, lang))
    if not yes or not due.parcels:
        print_findings(due.findings, lang, err=True)
        facts = {"n": str(len(due.parcels)), "address": account.address}
        talk((_DRY if due.parcels else _NOTHING_LEFT).fill(lang, facts))
        return
    password = _password(account, lang)
    delivered = send_all(folder, mailing.letters, account, password, lambda: datetime.now(UTC), again=again)
    print_findings(delivered.findings, lang, err=True)
    talk(T(f"发出 {delivered.sent} 封", f"{number_of(delivered.sent, 'message')} sent").say(lang))
    if any(finding.is_error for finding in delivered.findings):
        sys.exit(Exit.COULD_NOT_RUN)


def _line(parcel: Parcel, lang: Lang) -> str:
    """Return what is shown of a message that is to be sent."""
    files = len(parcel.letter.attachments)
    attached = T(f"附件 {files} 个", number_of(files, "file")).say(lang)
    return f"{parcel.letter.name}  {', '.join(parcel.addresses)}  {parcel.letter.subject}  {attached}"


def _password(account: Account, lang: Lang) -> str:
    """Return the password of an account, from the environment or asked for; nothing where nobody logs in."""
    from xlcampaign.layout.text import plain  # noqa: PLC0415 -- imported where used
    from xlcampaign.model.account import Security  # noqa: PLC0415 -- the same

    if not account.user or account.security is Security.NONE:
        return ""
    known = os.environ.get(PASSWORD)
    asked = _PASSWORD.fill(lang, {"user": account.user})
    return plain(known or click.prompt(asked, hide_input=True, err=True))


_DRY = T(
    "以上 {n} 封将从 {address} 发出。还没有发；看过没有问题，加 --yes 就发。",
    "{n:message} above would be sent from {address}. Nothing was sent; add --yes to send them.",
)
_NOTHING_LEFT = T("没有要发的了", "Nothing is left to send")
_PASSWORD = T(
    "{user} 的授权码（163、QQ 等用授权码，不是登录密码；输入时不显示）",
    "Password of {user} (163, QQ and others: the authorisation code; it is not shown)",
)
