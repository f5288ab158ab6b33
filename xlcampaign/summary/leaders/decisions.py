"""会议议决: a page to print for the committee's meeting, item by item, with boxes, control totals and signatures."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from xlcampaign.layout.forms import unit_title
from xlcampaign.layout.posting import IN_ORDER
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import column, main_table
from xlcampaign.model.briefing import RectificationsWaiting
from xlcampaign.model.identity import COMMITTEE
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.seal import grouped
from xlcampaign.model.submission import Submission
from xlcampaign.summary.context import NONE, Context
from xlcampaign.summary.frame import WARNING_ROW, Framed, Page, printed_points
from xlcampaign.summary.leaders.agenda import (
    AgendaItem,
    Together,
    agreed_together,
    sections_of,
)
from xlcampaign.summary.leaders.control_totals import counting_files, digests_of, totals_of
from xlcampaign.summary.leaders.matters import SHEETS, SINGLY, TOGETHER, matter_words
from xlcampaign.summary.leaders.on_record import commended, on_record, recommended
from xlcampaign.summary.lists import BETWEEN, ORDER, called, torn
from xlcampaign.summary.pages import Pages, bearable, continued, parts_of, room_of
from xlcampaign.words import T, clauses
from xlcampaign.workbook.book import Worksheet
from xlcampaign.workbook.limits import TALLEST_ROW
from xlcampaign.workbook.lines import in_lines, lines_of
from xlcampaign.workbook.looks import HEADER, HEADING, RED, RULE, Look

_LINE = 16
_HEADING_HEIGHT, _HEADER_HEIGHT, _SIGN_HEIGHT = 30, 20, 36
_SHOWN_DIGITS = 16
_MOST_LINES = 8
"""So many lines of names stand in a row, so that pages can end between rows."""
_NUMBER = Look(align="center", border=RULE)
_TEXT = Look(wrap=True, border=RULE, indent=1)
_WHO = _TEXT.but(bold=True)
_SIGN = Look(size=12)
_LINKED = Look(color=RED)
_NUMERALS = (
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "十一",
    "十二",
    "十三",
    "十四",
    "十五",
)

TITLE = T("提请会议研究事项", "For the meeting to decide")
MEETING = (
    T(
        "会议时间＿＿＿＿年＿＿月＿＿日　　地点＿＿＿＿＿＿＿＿＿＿　　主持人＿＿＿＿＿＿＿",
        "Held on ________________    at ____________________    chaired by ________________",
    ),
    T(
        "应到＿＿＿＿人　　实到＿＿＿＿人　　缺席（姓名、原因）＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿",
        "Due ______    present ______    absent (who, why) ________________________________",
    ),
)
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
    "程序只列出事项，由会议议决：没有争议的整体通过，有事项待议的逐项研究；写明赞成人数、文号或纪要号，"
    f"在核对总数下面签字；议定的填评选表彰表再汇总。次序：{IN_ORDER.zh}。",
    "The program only lists what there is; the meeting decides: what is clear as a whole, the rest one by one, with the votes for"
    f" it and the document's number; sign below the control totals, enter what was decided in the"
    f" commendation form and merge again. In order: {IN_ORDER.en}.",
)
_APART = T("不在其内、逐项研究的", "Not among them, decided on one by one")
_NOTHING = T("没有需要逐项研究的：{what}", "Nothing to decide one by one: {what}")
_OUTDATED = T(
    "评星规则已改动，本页仍按活动方案：请勿以此表签字。",
    "The rules were changed, this page is still the plan's: do not sign it.",
)
_RECORD = T("已议决，备查", "Decided, for the record")


@cache
def decisions_table() -> Table:
    """Return the items of 会议议决, as every section of the page has them."""
    columns = (
        ORDER,
        column("who", T("对象", "Subject"), width=22),
        column("matter", T("事项", "Matter"), width=44),
        column("resolution", T("议决", "Decision"), width=34),
    )
    return main_table("decisions", columns)


@cache
def counting_files_table() -> Table:
    """Return the files that count, as they are listed on 会议议决 in columns of the same widths."""
    columns = (
        ORDER,
        column("unit", T("单位", "Unit"), width=22),
        column("file", T("文件", "File"), width=44),
        column("sha256", T("SHA-256 前 16 位", "SHA-256, first 16 digits"), width=34),
    )
    return Table("counting_files", T("采用的文件", "Files that count"), columns)


class _Agenda:
    """The page while it is written from top to bottom."""

    def __init__(self, framed: Framed) -> None:
        """Begin below the head."""
        self.row, self.number, self.ends = framed.row, 0, list[int]()
        self.sheet, self.context = framed.sheet, framed.context
        points = printed_points(framed.context, framed.page)
        self.pages = Pages(room_of(points, landscape=False, paper=framed.page.paper))
        self.pages.skip(sum(self.sheet.heights.get(row, _LINE) for row in range(1, self.row)))

    def title_of(self, title: T, count: int = 0) -> T:
        """Return a section's title with its number, and how many things it has."""
        self.number += 1
        zh, en = (f"　{count} 项", f" · {count}") if count else ("", "")
        return T(f"{_NUMERALS[self.number - 1]}、{title.zh}{zh}", f"{self.number}. {title.en}{en}")

    def head(self, title: T, table: Table | None = None) -> None:
        """Write a section's title, and the header of its table."""
        self.sheet.text(self.row, 1, self.context.say(title), HEADING)
        self.sheet.height(self.row, _HEADING_HEIGHT)
        self.row += 1
        if table:
            for number, one in enumerate(table.columns, 1):
                self.sheet.text(self.row, number, self.context.say(one.title), HEADER)
            self.sheet.height(self.row, _HEADER_HEIGHT)
            self.row += 1

    def section(
        self, title: T, lines: Sequence["_Line"], table: Table | None = None, keys: Sequence[str] = ()
    ) -> None:
        """Write a section over pages: its title and header again on each, its lines as tall as they need.

        Args:
            title: what it is called.
            lines: its rows.
            table: of which they are.
            keys: what links to it may call it.
        """
        for key in keys:
            self.sheet.places.setdefault(key, self.row)
        head = _HEADING_HEIGHT + (_HEADER_HEIGHT if table else 0)
        counts = self.pages.place(head, head, [line.whole for line in lines])
        if not counts[0]:
            self.ends.append(self.row - 1)
        parts = [lines[part] for part in parts_of(counts) if part.start != part.stop]
        for number, part in enumerate(parts):
            if number:
                self.ends.append(self.row - 1)
                title = continued(title) if number == 1 else title
            self.head(title, table)
            for line in part:
                self.row = line.write(self.sheet, self.row)


@dataclass(frozen=True)
class _Line:
    """A row: texts with their looks, each in so many columns; and the row that never leaves it."""

    cells: tuple[tuple[str | int, int, Look], ...]
    below: "_Line | None" = None

    @property
    def whole(self) -> float:
        """How tall it is, with what stays below it, in points."""
        return self.height + (self.below.whole if self.below else 0)

    @property
    def height(self) -> float:
        """How tall it is alone, in points."""
        shown = zip(self._shown, self._rooms, self.cells, strict=True)
        lines = max(lines_of(str(text), room, look.size) for text, room, (_, _, look) in shown)
        return self._leading * lines + 6

    @property
    def _leading(self) -> float:
        return max(look.size for *_, look in self.cells) * 1.6

    @property
    def _rooms(self) -> Iterator[float]:
        """How wide a line is in each cell."""
        widths, column = [one.width for one in decisions_table().columns], 0
        for _, across, _ in self.cells:
            yield sum(widths[column : column + across]) - 3
            column += across

    @cached_property
    def _shown(self) -> tuple[str | int, ...]:
        """What stands in the cells; of a text that no row has room for the end is cut, as can be seen."""
        most = int((TALLEST_ROW - 6) / self._leading)
        return tuple(
            text if isinstance(text, int) else in_lines(text, room, most, look.size)
            for (text, _, look), room in zip(self.cells, self._rooms, strict=True)
        )

    def write(self, sheet: Worksheet, row: int) -> int:
        """Write it into a row of a sheet; return the row after it."""
        sheet.height(row, self.height)
        column = 1
        for text, (_, across, look) in zip(self._shown, self.cells, strict=True):
            if across > 1:
                sheet.merged(row, column, column + across - 1, str(text), look)
            else:
                sheet.shown(row, column, text, look)
            column += across
        return self.below.write(sheet, row + 1) if self.below else row + 1


def _item(order: int, item: AgendaItem) -> _Line:
    return _Line(
        ((order, 1, _NUMBER), (item.who, 1, _WHO), (item.matter, 1, _TEXT), (item.resolution, 1, _TEXT))
    )


def _named(context: Context, names: Sequence[str], before: str = "") -> Iterator[_Line]:
    """Yield rows with names, none of more than a few lines."""
    width = sum(one.width for one in decisions_table().columns[1:]) - 3
    listed = [before + name for name in names[:1]] + list(names[1:])
    for said in torn(listed, context.say(BETWEEN), width, _MOST_LINES):
        yield _Line((("", 1, _NUMBER), (said, 3, _TEXT)))


def _lines_of(context: Context, found: Iterable[Together], first: int = 1) -> Iterator[_Line]:
    """Yield the rows of what is agreed on as a whole, numbered from a number on, with the names."""
    for order, one in enumerate(found, first):
        what = context.say(T(f"{one.what.zh}　{one.count} 个", f"{one.what.en}: {one.count}"))
        names, *others = _named(context, one.names)
        yield _Line(((order, 1, _NUMBER), (what, 2, _WHO), (one.resolution, 1, _TEXT)), names)
        yield from others
        yield from _named(context, one.apart, context.say(_APART) + context.say(T("：", ": ")))


def _write_together(agenda: _Agenda) -> None:
    """Write what is agreed on as a whole."""
    context, table = agenda.context, decisions_table()
    found = list(agreed_together(context))
    title = agenda.title_of(T("整体通过", "To be agreed on as a whole"), len(found))
    if found:
        agenda.section(title, list(_lines_of(context, found)), table, [TOGETHER])
        return
    nobody = context.say(NONE if context.report.sealed else context.nobody(*SubjectKind))
    agenda.section(title, [_Line(((nobody, len(table.columns), _TEXT),))])


def _write_singly(agenda: _Agenda) -> None:
    """Write what is decided one by one, and of what there is nothing; then what waits to be closed, and the record."""
    context, table, empty = agenda.context, decisions_table(), dict[T, list[T]]()
    for key, title, items, nothing in sections_of(context):
        if items:
            lines = [_item(order, item) for order, item in enumerate(items, 1)]
            agenda.section(agenda.title_of(title, len(items)), lines, table, [key, SINGLY])
        else:
            empty.setdefault(nothing, []).append(title)
    _write_closings(agenda)
    if empty:
        lines = []
        for nothing, titles in empty.items():
            what = clauses(titles)
            said = _NOTHING.filled(what=what)
            if nothing != NONE:
                said = T(f"{what.zh}：{nothing.zh}", f"{what.en}: {nothing.en}")
            lines.append(_Line(((context.say(said), len(table.columns), _TEXT),)))
        agenda.section(agenda.title_of(T("没有事项的", "Nothing to decide")), lines)
    record, alike = list(on_record(context)), [*recommended(context), *commended(context)]
    if record or alike:
        lines = [_item(order, item) for order, item in enumerate(record, 1)]
        lines += _lines_of(context, alike, len(record) + 1)
        agenda.section(agenda.title_of(_RECORD, len(record) + len(alike)), lines, table)


def _write_closings(agenda: _Agenda) -> None:
    context = agenda.context
    for matter in (one for one in context.briefing.matters if isinstance(one, RectificationsWaiting)):
        told, cases = clauses(matter_words(matter, context.plan)), context.title(SHEETS[type(matter)])
        title = agenda.title_of(T("整改销号", "Rectification to close"))
        agenda.section(title, [_Line((("", len(decisions_table().columns), _LINKED),))])
        agenda.sheet.link(agenda.row - 1, 1, cases, "A1", f"{context.say(told)} ›", _LINKED)


def _pairs(context: Context, pairs: Iterable[tuple[T, T]]) -> list[_Line]:
    return [_Line(((context.say(label), 2, _WHO), (context.say(value), 2, _TEXT))) for label, value in pairs]


def _write_totals(agenda: _Agenda) -> None:
    """Write what is signed, together on a page: the totals and the signatures."""
    across = len(decisions_table().columns)
    signed = [_Line(((agenda.context.say(text), across, _SIGN),)) for text in SIGNATURES]
    lines = [*_pairs(agenda.context, totals_of(agenda.context)), *signed]
    agenda.section(agenda.title_of(T("核对总数", "Control totals")), lines)


def _unit(context: Context, submission: Submission) -> str:
    unit = submission.identity.unit
    return context.say(unit_title(context.plan, unit)) if unit == COMMITTEE else called(context, unit)


def _write_files(agenda: _Agenda) -> None:
    """Write by what plan and files can be told from others: behind what is signed, and on pages of its own."""
    context, table, files = agenda.context, counting_files_table(), counting_files(agenda.context)
    note = T(
        "完整的 SHA-256 见“数据来源”；合并摘要＝各文件 SHA-256 排序相连后再算 SHA-256。",
        "In full on “Sources”; the digest is the SHA-256 over the sorted SHA-256 of these files.",
    )
    lines = [
        *_pairs(context, digests_of(context)),
        _Line(((context.say(note), len(table.columns), _TEXT),)),
    ]
    agenda.section(agenda.title_of(T("校验码", "Checksums")), lines)
    listed = []
    for order, file in enumerate(files, 1):
        digest = grouped(file.sha256[:_SHOWN_DIGITS])
        cells = (order, _NUMBER), (_unit(context, file), _TEXT), (file.file, _TEXT), (digest, _NUMBER)
        listed.append(_Line(tuple((text, 1, look) for text, look in cells)))
    if listed:
        agenda.section(agenda.title_of(table.title, len(files)), listed, table)


def _write_decisions(framed: Framed) -> None:
    sheet, context, columns = framed.sheet, framed.context, decisions_table().columns
    agenda = _Agenda(framed)
    for text in MEETING:
        sheet.merged(agenda.row, 1, len(columns), context.say(text), _TEXT.but(border=""))
        sheet.height(agenda.row, 24)
        agenda.pages.skip(24)
        agenda.row += 1
    for write in (_write_together, _write_singly, _write_totals, _write_files):
        write(agenda)
    sheet.break_after(bearable(agenda.ends))


def decisions_page(context: Context) -> Page:
    """Return 会议议决."""
    campaign, as_of = context.plan.campaign, context.report.as_of
    note = T(
        f"{campaign.organisation}　·　制表日期 {as_of}　·　{_NOTE.zh}",
        f"{campaign.organisation} · as of {as_of} · {_NOTE.en}",
    )
    return Page(
        title=TITLE,
        outdated=_OUTDATED,
        note=context.say(note),
        note_height=30,
        columns=decisions_table().columns,
        rest=_write_decisions,
        frozen=(WARNING_ROW + 1, 1),
        locked=False,
        landscape=False,
    )
