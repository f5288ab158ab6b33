"""填报核查问题, 数据核对, 数据来源: what was wrong, whether everything adds up, where it came from."""

from collections.abc import Iterator

from xlcampaign import __version__
from xlcampaign.findings.finding import Severity
from xlcampaign.layout.choices import SEVERITIES
from xlcampaign.layout.forms import SUPERIOR
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import (
    FORMAT,
    FORMAT_LABEL,
    findings_table,
    reconciliation_table,
    sources_table,
)
from xlcampaign.model.cell import letter
from xlcampaign.model.envelope import Box, Mail
from xlcampaign.model.identity import COMMITTEE
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.results import Receipt
from xlcampaign.model.submission import Cells, Marks
from xlcampaign.summary import names
from xlcampaign.summary.atlas import Atlas
from xlcampaign.summary.frame import (
    freeze,
    open_sheet,
    set_print,
    show_instant,
    write_band,
    write_table,
    write_widths,
)
from xlcampaign.summary.work.counts import counts_area, first_columns, marks_written
from xlcampaign.words import T
from xlcampaign.workbook.book import Cell, Workbook, Worksheet
from xlcampaign.workbook.formulas import Live
from xlcampaign.workbook.looks import CELL, CENTRED, HEADING, MUTED, PAPER, RED, RULE, Look

_TOTAL = Look(bold=True, fill=PAPER, top=RED, bottom=RULE)
_TOTAL_FIGURE = CENTRED.but(bold=True, fill=PAPER, top=RED, number="0")
_FACT = CELL.but(color=MUTED)


def _unit(atlas: Atlas, receipt: Receipt | None) -> str:
    if receipt is None or receipt.identity is None:
        return ""
    if receipt.identity.unit == COMMITTEE:
        return atlas.say(SUPERIOR)
    branch = atlas.plan.branch_of.get(receipt.identity.unit)
    return branch.name if branch else receipt.identity.unit


def write_findings(book: Workbook, atlas: Atlas) -> None:
    """Write 填报核查问题: all findings, in the order in which a reader works through them."""
    table, lang = findings_table(), atlas.lang
    findings = atlas.report.findings
    sheet = open_sheet(book, atlas, "findings")
    counts = {severity: sum(f.rule.severity is severity for f in findings) for severity in Severity}
    said = [f"{atlas.say(SEVERITIES[severity])} {count}" for severity, count in counts.items()]
    note = T(
        "错误：没有计入；提醒：计入了，请看一看；说明：不用处理。",
        "error: not counted; warning: counted, have a look; note: nothing to do.",
    )
    write_band(
        sheet, atlas, atlas.title("findings"), f"{'　'.join(said)}　·　{atlas.say(note)}", len(table.columns)
    )
    write_widths(sheet, table.columns)
    rows: Iterator[list[Cell]] = (
        [
            finding.rule.code,
            atlas.say(SEVERITIES[finding.rule.severity]),
            finding.place.file,
            finding.place.sheet,
            finding.place.cell,
            finding.says(lang),
            finding.fix(lang),
        ]
        for finding in findings
    )
    after = write_table(sheet, atlas, table, rows, wrap=("file", "says", "fix"), centred=("severity", "cell"))
    area = (table.first_row, 1, after - 1, 2)
    error = f'=$B{table.first_row}="{atlas.say(SEVERITIES[Severity.ERROR])}"'
    sheet.condition(area, error, Look(color=RED, bold=True))
    freeze(sheet, table.first_row, 3)
    set_print(sheet, atlas, header=table.header_row)


def _account_rows(atlas: Atlas, table: Table) -> Iterator[list[Cell]]:
    ledger = atlas.report.ledger
    receipts = {receipt.file: receipt for receipt in atlas.report.receipts}
    at = table.letter_of
    files = sorted({*ledger.cells, *ledger.marks, *ledger.written})
    for row, file in enumerate(files, table.first_row):
        cells, marks = ledger.cells.get(file, Cells()), ledger.marks.get(file, Marks())
        written = ledger.written.get(file, 0)
        yield [
            file,
            _unit(atlas, receipts.get(file)),
            cells.accepted,
            cells.empty,
            cells.rejected,
            Live(f"SUM({at('accepted')}{row}:{at('rejected')}{row})", cells.total),
            marks.counted,
            marks.uncounted,
            marks.blank,
            Live(f"SUM({at('counted')}{row}:{at('blank')}{row})", marks.total),
            written,
            Live(f"{at('marks')}{row}-{at('written')}{row}", marks.total - written),
        ]


def _total_row(atlas: Atlas, table: Table, after: int) -> list[Cell]:
    cells, marks = atlas.briefing.cells, atlas.briefing.marks
    written = sum(atlas.report.ledger.written.values())
    sums = [cells.accepted, cells.empty, cells.rejected, cells.total, marks.counted, marks.uncounted, marks.blank,
            marks.total, written, marks.total - written]  # fmt: skip
    rows = f"{table.first_row}:{{c}}{after - 1}"
    live = [
        Live(f"SUM({c}{rows.format(c=c)})", value)
        for c, value in zip(map(letter, range(3, 13)), sums, strict=True)
    ]
    return [atlas.say(T("合计", "Total")), "", *live]


def _checks(atlas: Atlas, marks: str) -> Iterator[list[Cell]]:
    """Yield further checks: all counts of 票数统计 together, and whether its rows still stand in order."""
    parts = [
        f"SUM({counts_area(atlas, kind, first + n, first + n)})"
        for kind in SubjectKind
        for block, first in first_columns(atlas, kind)
        for n in block.numbers
    ]
    total = sum(marks_written(atlas, kind) for kind in SubjectKind)
    label = T(
        "票数统计两表合计，与上面“评议合计”之差",
        "All counts in the two tables; difference to the marks above",
    )
    difference = total - atlas.briefing.marks.total
    yield [atlas.say(label), "", Live("+".join(parts), total), Live(f"C{{row}}-{marks}", difference)]
    label = T(
        "票数统计、评分明细的行序（0 为未打乱）", "Order of the rows of counts and scores (0: untouched)"
    )
    tests = [f"SUMPRODUCT(({area}<>ROW({area})-{above})*1)" for area, above in _orders(atlas)]
    yield [atlas.say(label), "", None, Live("+".join(tests), 0)]
    label = T("评星规则与方案一致（0 为一致）", "Rules are the plan's (0: they are)")
    yield [atlas.say(label), "", None, Live(names.CHANGED, 0)]


def _orders(atlas: Atlas) -> Iterator[tuple[str, int]]:
    """Yield the cells that number rows, in counts and scores, with the number of rows above the first."""
    above = top = atlas.scores.header_row
    for kind in SubjectKind:
        rows = sum(len(subject.stars) for subject in atlas.report.results.of(kind))
        if rows:
            yield counts_area(atlas, kind, 1, 1), top
            yield f"{atlas.ref('scores')}$A${above + 1}:$A${above + rows}", above
        above += rows


def write_reconciliation(book: Workbook, atlas: Atlas) -> None:
    """Write 数据核对: both accounts of every file, their sums, and what must be nought."""
    table = reconciliation_table()
    sheet = open_sheet(book, atlas, "reconciliation")
    note = T(
        "采用格＋空格＋退回格＝输入格；计入＋不计＋未评＝评议合计。“另行清点”是读表时另数的一遍，差额必须为 0。",
        "accepted + empty + rejected = input cells; counted + not counted + blank = marks."
        " Marks are counted a second time while reading: the difference must be 0.",
    )
    write_band(sheet, atlas, atlas.title("reconciliation"), atlas.say(note), len(table.columns))
    write_widths(sheet, table.columns)
    after = write_table(sheet, atlas, table, _account_rows(atlas, table), wrap=("file",))
    sheet.rows(after, 1, [_total_row(atlas, table, after)], [_TOTAL, _TOTAL, *[_TOTAL_FIGURE] * 10])
    sheet.text(after + 2, 1, atlas.say(T("其他核对", "Further checks")), HEADING)
    looks = [CELL, CELL, CENTRED, CENTRED]
    for row, cells in enumerate(_checks(atlas, f"{table.letter_of('marks')}{after}"), after + 3):
        placed = [
            Live(c.formula.replace("{row}", str(row)), c.value) if isinstance(c, Live) else c for c in cells
        ]
        sheet.rows(row, 1, [placed], looks)
    wrong = Look(color=RED, bold=True)
    last = number = len(table.columns)
    sheet.condition((table.first_row, number, after, last), f"={letter(number)}{table.first_row}<>0", wrong)
    sheet.condition((after + 3, 4, after + 5, 4), f"=D{after + 3}<>0", wrong)
    freeze(sheet, table.first_row, 2)
    set_print(sheet, atlas, header=table.header_row)


def _source_rows(atlas: Atlas) -> Iterator[list[Cell]]:
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
        yield [
            receipt.file,
            atlas.say(boxes[receipt.box] if receipt.box else use),
            _unit(atlas, receipt),
            receipt.size,
            receipt.sha256,
            identity.fingerprint if identity else "",
            receipt.version or None,
            receipt.modified,
            show_instant(mail.sent),
            mail.sender,
        ]


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
