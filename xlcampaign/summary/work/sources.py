"""数据来源: where everything came from."""

from collections.abc import Iterator

from xlcampaign import __version__
from xlcampaign.layout.summary import FORMAT, FORMAT_LABEL, sources_table
from xlcampaign.model.envelope import Box, Mail
from xlcampaign.summary.atlas import Atlas
from xlcampaign.summary.frame import (
    Row,
    freeze,
    open_sheet,
    set_print,
    show_instant,
    write_band,
    write_table,
    write_widths,
)
from xlcampaign.summary.lists import unit_of
from xlcampaign.words import T
from xlcampaign.workbook.book import Workbook, Worksheet
from xlcampaign.workbook.looks import CELL, MUTED

_FACT = CELL.but(color=MUTED)


def _source_rows(atlas: Atlas) -> Iterator[Row]:
    form, ignored = T("填报表", "form"), T("未采用", "not a form")
    boxes = {
        Box.ARCHIVE: T("压缩包", "archive"),
        Box.MAIL: T("邮件", "mail"),
        Box.MAILBOX: T("邮箱", "mailbox"),
    }
    for receipt in atlas.report.receipts:
        identity = receipt.identity
        other = identity is not None and identity.stage != atlas.report.stage
        use = T("其他阶段的表", "form of another stage") if other else form if identity else ignored
        mail = receipt.mail or Mail()
        yield {
            "file": receipt.file,
            "use": atlas.say(boxes[receipt.box] if receipt.box else use),
            "unit": unit_of(atlas, receipt),
            "size": receipt.size,
            "sha256": receipt.sha256,
            "fingerprint": identity.fingerprint if identity else "",
            "version": receipt.version or None,
            "modified": receipt.modified,
            "sent": show_instant(mail.sent),
            "sender": mail.sender,
        }


def _write_facts(sheet: Worksheet, atlas: Atlas, row: int) -> None:
    report, campaign = atlas.report, atlas.plan.campaign
    facts = (
        (T("活动", "Campaign"), f"{campaign.name}（{campaign.code}）"),
        (T("阶段", "Stage"), f"{report.stage}　{atlas.plan.stage_of(report.stage).name}"),
        (T("方案 SHA-256", "SHA-256 of the plan"), report.plan_sha256),
        (T("制表日期", "As of"), str(report.as_of)),
        (T("程序版本", "Program version"), f"xlcampaign {__version__}"),
        (FORMAT_LABEL, FORMAT),
    )
    for number, (label, value) in enumerate(facts, row):
        sheet.text(number, 1, atlas.say(label), CELL)
        sheet.text(number, 2, value, _FACT)


def write_sources(book: Workbook, atlas: Atlas) -> None:
    """Write 数据来源: every file of the inbox with its hash, the plan's hash, the program's version."""
    table = sources_table()
    sheet = open_sheet(book, atlas, "sources")
    note = T(
        "本工作簿只由下列文件、活动方案和制表日期决定；同样的输入得到同样的文件。",
        "This workbook follows from these files, the plan and the date alone; the same input gives the same file.",
    )
    write_band(sheet, atlas, atlas.title("sources"), atlas.say(note), len(table.columns))
    write_widths(sheet, table.columns)
    after = write_table(sheet, atlas, table, _source_rows(atlas), wrap=("file",))
    _write_facts(sheet, atlas, after + 1)
    freeze(sheet, table.first_row, 2)
    set_print(sheet, atlas, header=table.header_row)
