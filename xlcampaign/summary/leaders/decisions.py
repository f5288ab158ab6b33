"""会议议决: a page to print for the committee's meeting, item by item, with boxes, control totals and signatures."""

from collections.abc import Sequence

from xlcampaign.layout.forms import unit_title
from xlcampaign.layout.posting import IN_ORDER
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import column, main_table
from xlcampaign.model.briefing import RectificationsWaiting
from xlcampaign.model.identity import COMMITTEE
from xlcampaign.model.seal import grouped
from xlcampaign.model.submission import Submission
from xlcampaign.summary import names
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import Framed, Page, Row, cells_of, printed_points
from xlcampaign.summary.leaders.agenda import sections_of
from xlcampaign.summary.leaders.control_totals import counting_files, totals_of
from xlcampaign.summary.leaders.matters import SHEETS, matter_words
from xlcampaign.summary.lists import ORDER, WARNING, WARNING_ROW, called
from xlcampaign.summary.pages import page_ends, room_of
from xlcampaign.words import T, clauses
from xlcampaign.workbook.book import Worksheet
from xlcampaign.workbook.formulas import quote
from xlcampaign.workbook.lines import lines_of, tallest
from xlcampaign.workbook.looks import HEADER, HEADING, RED, RULE, Look

_LINE = 16
_SHOWN_DIGITS = 16
_NUMBER = Look(align="center", border=RULE)
_TEXT = Look(wrap=True, border=RULE, indent=1)
_WHO = _TEXT.but(bold=True)
_SIGN = Look(size=12)
_LINKED = Look(color=RED)
_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")

SIGNATURES = (
    T(
        "主持人＿＿＿＿＿＿＿＿　　　　监督人＿＿＿＿＿＿＿＿",
        "Chair ________________    Supervisor ________________",
    ),
    T(
        "记录人＿＿＿＿＿＿＿＿　　　　日期＿＿＿＿年＿＿月＿＿日",
        "Minutes ________________    Date ________________",
    ),
)

_NOTE = T(
    f"程序只列出事项，由会议议决：逐项勾选，写明文号或纪要号，在核对总数下面签字。次序：{IN_ORDER.zh}。",
    "The program only lists the items; the meeting decides: tick each, write the document's number, sign below the control totals."
    f" In order: {IN_ORDER.en}.",
)


def decisions_table() -> Table:
    """Return the items of 会议议决, as every section of the page has them."""
    columns = (
        ORDER,
        column("who", T("对象", "Subject"), width=22),
        column("matter", T("事项", "Matter"), width=44),
        column("resolution", T("议决", "Decision"), width=34),
    )
    return main_table("decisions", columns)


def counting_files_table() -> Table:
    """Return the files that count, as they are listed on 会议议决 in columns of the same widths."""
    columns = (
        ORDER,
        column("unit", T("单位", "Unit"), width=22),
        column("file", T("文件", "File"), width=44),
        column("sha256", T("SHA-256 前 16 位", "SHA-256, first 16 digits"), width=34),
    )
    return Table("counting_files", T("采用的文件", "Files that count"), columns)


def _heading(sheet: Worksheet, context: Context, row: int, number: int, title: T, count: int = 0) -> None:
    zh, en = (f"　{count} 项", f" · {count}") if count else ("", "")
    text = T(f"{_NUMERALS[number - 1]}、{title.zh}{zh}", f"{number}. {title.en}{en}")
    sheet.text(row, 1, context.say(text), HEADING)
    sheet.height(row, 30)


def _write_header(sheet: Worksheet, context: Context, row: int, table: Table) -> None:
    for number, one in enumerate(table.columns, 1):
        sheet.text(row, number, context.say(one.title), HEADER)
    sheet.height(row, 20)


def _write_rows(sheet: Worksheet, table: Table, top: int, rows: Sequence[Row], looks: Sequence[Look]) -> int:
    """Write rows as tall as their texts need; return the row after them."""
    listed = list(cells_of(table.columns, rows))
    for row, cells in enumerate(listed, top):
        texts = [str("" if cell is None else cell) for cell in cells]
        lines = tallest(texts, [column.width - 3 for column in table.columns])
        sheet.height(row, _LINE * lines + 6)
    return sheet.rows(top, 1, listed, looks)


def _write_items(sheet: Worksheet, context: Context, row: int) -> tuple[int, list[tuple[int, int]]]:
    """Write all sections; return the next free row, and the first and last row of each section."""
    table, written = decisions_table(), []
    for number, (title, items, nothing) in enumerate(sections_of(context), 1):
        _heading(sheet, context, row, number, title, len(items))
        top, row = row, row + 1
        if items:
            _write_header(sheet, context, row, table)
            rows: list[Row] = [
                {"order": order, "who": item.who, "matter": item.matter, "resolution": item.resolution}
                for order, item in enumerate(items, 1)
            ]
            row = _write_rows(sheet, table, row + 1, rows, [_NUMBER, _WHO, _TEXT, _TEXT])
        else:
            sheet.merged(row, 1, len(table.columns), context.say(nothing), _TEXT)
            row += 1
        written.append((top, row - 1))
    for matter in (one for one in context.briefing.matters if isinstance(one, RectificationsWaiting)):
        _heading(sheet, context, row, len(written) + 1, T("整改销号", "Rectification to close"))
        told, cases = clauses(matter_words(matter, context.plan)), context.title(SHEETS[type(matter)])
        sheet.link(row + 1, 1, cases, "A1", f"{context.say(told)} ›", _LINKED)
        written.append((row, row + 1))
        row += 2
    return row, written


def _write_totals(sheet: Worksheet, context: Context, row: int, number: int) -> int:
    _heading(sheet, context, row, number, T("核对总数", "Control totals"))
    columns = decisions_table().columns
    for line, (label, value) in enumerate(totals_of(context), row + 1):
        sheet.merged(line, 1, 2, context.say(label), _WHO)
        sheet.merged(line, 3, len(columns), context.say(value), _TEXT)
        width = sum(column.width for column in columns[2:]) - 3
        sheet.height(line, _LINE * lines_of(context.say(value), width) + 4)
        row = line
    return row + 1


def _unit(context: Context, submission: Submission) -> str:
    unit = submission.identity.unit
    return context.say(unit_title(context.plan, unit)) if unit == COMMITTEE else called(context, unit)


def _write_files(sheet: Worksheet, context: Context, row: int, number: int) -> int:
    table, files = counting_files_table(), counting_files(context)
    note = T(
        "完整的 SHA-256 见“数据来源”；合并摘要＝各文件 SHA-256 排序相连后再算 SHA-256。",
        "In full on “Sources”; the digest above is the SHA-256 over the sorted SHA-256 of these files.",
    )
    _heading(sheet, context, row, number, table.title, len(files))
    sheet.merged(row + 1, 1, len(table.columns), context.say(note), _TEXT)
    sheet.height(row + 1, 20)
    _write_header(sheet, context, row + 2, table)
    rows: list[Row] = [
        {
            "order": order,
            "unit": _unit(context, file),
            "file": file.file,
            "sha256": grouped(file.sha256[:_SHOWN_DIGITS]),
        }
        for order, file in enumerate(files, 1)
    ]
    return _write_rows(sheet, table, row + 3, rows, [_NUMBER, _TEXT, _TEXT, _NUMBER])


def _write_decisions(framed: Framed) -> None:
    sheet, context, columns = framed.sheet, framed.context, decisions_table().columns
    changed = T(
        "评星规则已改动，本页仍按活动方案：请勿以此表签字。",
        "The rules were changed, this page is still the plan's: do not sign it.",
    )
    sheet.merged(WARNING_ROW, 1, len(columns), "", WARNING)
    formula = f'=IF({names.CHANGED}=1,{quote(context.say(changed))},"")'
    sheet.formula(WARNING_ROW, 1, formula, "", WARNING)
    sheet.height(WARNING_ROW, 18)
    totals, items = _write_items(sheet, context, framed.row)
    # what is signed stands together and begins a page; the files, of which the totals hold the digest, come behind it
    row = _write_totals(sheet, context, totals, len(items) + 1)
    for line, text in enumerate(SIGNATURES, row):
        sheet.merged(line, 1, len(columns), context.say(text), _SIGN)
        sheet.height(line, 36)
    files = row + len(SIGNATURES)
    after = _write_files(sheet, context, files, len(items) + 2)

    groups = ((1, framed.row - 1), *items, (totals, files - 1), (files, after - 1))
    room = room_of(printed_points(context, framed.page), landscape=False, paper=framed.page.paper)
    sheet.break_after(page_ends(groups, lambda row: sheet.heights.get(row, _LINE), room, apart=(totals,)))


def decisions_page(context: Context) -> Page:
    """Return 会议议决."""
    campaign, as_of = context.plan.campaign, context.report.as_of
    note = T(
        f"{campaign.organisation}　·　制表日期 {as_of}　·　{_NOTE.zh}",
        f"{campaign.organisation} · as of {as_of} · {_NOTE.en}",
    )
    return Page(
        note=context.say(note),
        note_height=30,
        columns=decisions_table().columns,
        rest=_write_decisions,
        frozen=(WARNING_ROW + 1, 1),
        locked=False,
        landscape=False,
    )
