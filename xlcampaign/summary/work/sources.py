"""数据来源: where everything came from."""

from collections.abc import Iterator

from xlcampaign.layout.choices import label_of
from xlcampaign.layout.instants import show_instant
from xlcampaign.layout.summary import (
    FORMAT,
    FORMAT_LABEL,
    TYPES,
    columns_table,
    sources_table,
    type_of,
)
from xlcampaign.layout.text import clean
from xlcampaign.model.envelope import Box, Mail
from xlcampaign.program import VERSION
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import Framed, Listing, Page, Row, write_listing
from xlcampaign.summary.lists import unit_of
from xlcampaign.summary.sealed import act_lines
from xlcampaign.words import T, bracketed
from xlcampaign.workbook.looks import CELL, HEADING, MUTED

_FACT = CELL.but(color=MUTED)


def _source_rows(context: Context) -> Iterator[Row]:
    form, ignored = T("填报表", "form"), T("未采用", "not a form")
    online = T("网上测评的票", "ballots from a form tool")
    boxes = {
        Box.ARCHIVE: T("压缩包", "archive"),
        Box.MAIL: T("邮件", "mail"),
        Box.MAILBOX: T("邮箱", "mailbox"),
    }
    for receipt in context.report.receipts:
        identity = receipt.identity
        other = identity is not None and identity.stage != context.report.stage
        own = online if receipt.online else form if identity else ignored
        use = T("其他阶段的表", "form of another stage") if other else own
        mail = receipt.mail or Mail()
        yield {
            "file": receipt.file,
            "use": context.say(boxes[receipt.box] if receipt.box else use),
            "unit": unit_of(context, receipt),
            "size": receipt.size,
            "sha256": receipt.sha256,
            "fingerprint": identity.fingerprint if identity else "",
            "version": receipt.version,
            "modified": show_instant(receipt.saved),
            "sent": show_instant(mail.sent),
            "sender": mail.sender,
        }


def _write_facts(framed: Framed) -> None:
    """Write below the files what else the workbook follows from, its format, and what its tables hold."""
    sheet, context = framed.sheet, framed.context
    report, campaign = context.report, context.plan.campaign
    facts = (
        (T("活动", "Campaign"), context.say(bracketed(campaign.name, campaign.code))),
        (
            T("阶段", "Stage"),
            context.say(T("{n}　{name}", "{n} · {name}")).format(
                n=report.stage, name=context.plan.stage_of(report.stage).name
            ),
        ),
        (T("方案 SHA-256", "SHA-256 of the plan"), report.plan_sha256),
        (T("制表日期", "As of"), str(report.as_of)),
        (T("程序版本", "Program version"), f"xlcampaign {VERSION}"),
        (FORMAT_LABEL, FORMAT),
        *((label, context.say(said)) for label, said in act_lines(context)),
    )
    for number, (label, value) in enumerate(facts, framed.row + 1):
        sheet.text(number, 1, context.say(label), CELL)
        sheet.text(number, 2, value, _FACT)
    last = framed.row + len(facts)
    sheet.print_to(last, len(sources_table().columns))
    _write_columns(framed, last + 2)


def _write_columns(framed: Framed, top: int) -> None:
    """Write what the columns of all tables hold: of a table without rows nothing else tells."""
    table = columns_table()
    rows: Iterator[Row] = (
        {
            "table": one.key,
            "type": framed.context.say(label_of(TYPES, type_of(column.kind))),
            "header": clean(framed.context.say(column.title)),
        }
        for one in framed.context.tables
        for column in one.columns
    )
    framed.sheet.text(top, 1, framed.context.say(table.title), HEADING)
    write_listing(framed.sheet, framed.context, Listing(table, rows), top + 1)


def sources_page(context: Context) -> Page:
    """Return 数据来源: every file of the inbox with its hash, the plan's hash, the program's version."""
    note = T(
        "本工作簿只由下列文件、活动方案和制表日期决定；同样的输入得到同样的文件。",
        "This workbook follows from these files, the plan and the date alone; the same input gives the same file.",
    )
    sealed = T(
        "本阶段已定稿：结果只由下列文件和活动方案决定，和定稿一致或者另有例外；定稿和例外列在文件下面。",
        "This stage is sealed: its results follow from these files and the plan, and are as sealed or excepted from that,"
        " which stands below the files.",
    )
    return Page(
        note=context.say(sealed if context.report.sealed else note),
        listing=Listing(sources_table(), _source_rows(context), wrap=("file",)),
        rest=_write_facts,
        kept="file",
        locked=False,
    )
