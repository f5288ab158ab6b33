"""公示: the page to post; notes for the coordinator stand beside it and are not printed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from math import ceil

from xlcampaign.address import letter
from xlcampaign.layout.sheet import Column, Table
from xlcampaign.layout.summary import DASH, LIT, NUMBER, column, main_table
from xlcampaign.model.final import Verdict
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.registers import Commendation
from xlcampaign.summary.context import NONE, Context
from xlcampaign.summary.frame import Framed, Page
from xlcampaign.summary.leaders.publication_notes import notes_of
from xlcampaign.summary.leaders.recommended import (
    fit_mark,
    fit_numbers,
    warning_cell,
)
from xlcampaign.summary.lists import (
    branch_name,
    called,
    outdated_line,
    unchanged,
)
from xlcampaign.summary.pages import Pages, bearable, continued, parts_of
from xlcampaign.tally.posted import honours_of, published_of
from xlcampaign.words import T, same
from xlcampaign.workbook.book import Footer, Worksheet, width_of
from xlcampaign.workbook.formulas import Live, quote
from xlcampaign.workbook.lines import SIZE, lines_of
from xlcampaign.workbook.looks import GOLD, INK, MUTED, RED, RULE, Look

_COLUMNS = 4
_STATUS = 5
_NARROWEST = 14
"""How wide the columns of branches and names are at the least where honours need their room."""
_NOTES = 7
_NOTES_WIDTH = 70
_NOTE_LINE = 14
_ROW = 15
"""The height of a row that nothing was said about."""
_LINE = 26
_LEADING = 1.35
"""How much taller a cell becomes with each further line of its text, in sizes of its letters."""
_BESIDE = 2
"""How many characters a cell leaves free beside a text that is not to be broken."""
_FIRST = 3
_PERIOD = 2
"""How many lines tell the period and where objections go; an empty row stands between them and the signature."""
_PAGE_HEIGHT = 750
"""What Worksheet.printed leaves of A4 upright, in points, a little less for the printer's sake."""
_SIGNED = 3
"""The rows of the signature with the empty one before it."""
_SATURDAY = 5

_TITLE = Look(bold=True, size=32, color=RED, align="center", bottom=RED, thick=True)
_SAID = Look(size=16, wrap=True)
_SECTION = Look(bold=True, size=16, color=RED)
_HEAD = Look(bold=True, size=14, align="center", border=INK)
_TEXT = Look(size=14, align="center", border=INK, shrink=True)
_STAR = _TEXT.but(color=GOLD, bold=True)
_RIGHT = Look(size=16, align="right")
_ASIDE = Look(size=10, color=RED, bold=True, align="center")
_ASIDE_HEAD = Look(size=9, color=MUTED, align="center", bottom=RULE)
_NOTE = Look(size=10, wrap=True, valign="top")
_NOTE_HEAD = Look(size=11, bold=True, color=MUTED, bottom=RULE)
_WARNING = Look(size=11, bold=True, color=RED, wrap=True)
_OUTDATED = _WARNING.but(align="center")
_SECTIONS = {
    SubjectKind.BRANCH: T("一、推荐的支部", "1. Branches"),
    SubjectKind.MEMBER: T("二、推荐的党员", "2. Members"),
}
_RECOMMENDED = T(
    "按活动方案评定，现将推荐对象公示如下（按方案所列次序，不分先后）",
    "by the campaign's plan the following are recommended, in the plan's order",
)
_NOBODY = T(
    "按活动方案评定，本阶段没有符合推荐条件的支部和党员",
    "by the campaign's plan no branch and no member is fit for recommendation",
)
_HONOURS_ALONE = T("；表彰对象公示如下", "; commendations stand below")
_NOBODY_IN_THE_END = T(
    "按活动方案评定，没有列入终评推荐的支部和党员",
    "by the campaign's plan no branch and no member is recommended in the end",
)
_NOT_TO_BE_POSTED = T(
    "已过期：评星规则已改动，请勿张贴，重新汇总", "Outdated: the rules were changed; do not post, merge again"
)
_BLANK_DAY = T("＿＿＿年＿＿月＿＿日", "____________")


@cache
def publication_table() -> Table:
    """Return the columns of 公示; the last one stands beside the page and is not printed."""
    columns = (
        column("order", T("序", "No."), NUMBER, 8),
        column("branch", T("支部", "Branch"), width=34),
        column("name", T("姓名", "Name"), width=24),
        column("stars", T("授星", "Stars"), width=22),
        column("status", T("现况（不打印）", "Now (not printed)"), width=18),
    )
    return main_table("publication", columns)


def _columns(context: Context) -> tuple[Column, ...]:
    """Return the columns as wide as what stands in them: long honours take the room that branches and names leave."""
    order, branch, name, last, status = publication_table().columns
    report, members = context.report, context.plan.member_of
    honours = honours_of(report)
    codes = {one.code for one in published_of(report, SubjectKind.MEMBER)}
    codes |= {entry.subject for entry in honours}
    branches = _needed(branch_name(context, code) for code in codes)
    people = _needed(called(context, code) for code in codes & members.keys())
    wanting = max(_needed(entry.honour for entry in honours) - last.width, 0)
    of_branch = min(wanting, max(branch.width - branches, 0))
    of_name = min(wanting - of_branch, max(name.width - people, 0))
    return (
        order,
        replace(branch, width=branch.width - of_branch),
        replace(name, width=name.width - of_name),
        replace(last, width=last.width + of_branch + of_name),
        status,
    )


def _needed(texts: Iterable[str]) -> int:
    """Return how wide a column is whose texts stand in one line."""
    widest = max(map(width_of, texts), default=0)
    return max(ceil(widest * _TEXT.size / SIZE) + _BESIDE, _NARROWEST)


def last_working_day(start: date, days: int) -> date:
    """Return the last of some working days from a day on; only Saturdays and Sundays are left out."""
    day, left = start, days - (start.weekday() < _SATURDAY)
    while left > 0:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day


def _day(day: date | None) -> T:
    if day is None:
        return _BLANK_DAY
    return T(f"{day.year}年{day.month}月{day.day}日", str(day))


def _waiting(context: Context) -> T | None:
    """Return why nobody is recommended yet; None where it is certain that nobody will be."""
    if any(one.seat for one in context.for_recommending.subjects) or (
        context.final and context.final.of(Verdict.STUDY)
    ):
        return T("推荐对象由上级研究确定后公示", "who is recommended will be posted once it is decided")
    if context.pending:
        return T(f"{context.pending.zh}，没有可以公示的名单", f"{context.pending.en}, nobody to be posted")
    if any(figures.unrated for figures in context.briefing.figures.values()):
        return T(
            "按活动方案评定，已评星的当中没有符合推荐条件的支部和党员",
            "by the campaign's plan none of the branches and members rated so far is fit for recommendation",
        )
    return None


def _opening(context: Context, *said: T) -> T:
    """Return the page's first sentence."""
    campaign, stage = context.plan.campaign, context.plan.stage_of(context.report.stage).name
    zh, en = "".join(text.zh for text in said), "".join(text.en for text in said)
    return T(
        f"{campaign.organisation}“{campaign.name}”{stage}：{zh}。",
        f"{campaign.organisation}, {campaign.name}, {stage}: {en}.",
    )


def _closing(context: Context) -> list[tuple[T, Look]]:
    """Return the period of publication and where objections go, then who posts the page and when, with their looks."""
    campaign = context.plan.campaign
    signed = (same(campaign.organisation), _day(campaign.publication_start))
    return [*((text, _SAID) for text in _period(context)), *((text, _RIGHT) for text in signed)]


def _period(context: Context) -> Iterator[T]:
    """Yield the period of publication and where objections go."""
    campaign = context.plan.campaign
    start, days = campaign.publication_start, campaign.publication_days
    if start is None:
        yield T(
            f"公示期：自{_BLANK_DAY.zh}起 {days} 个工作日（法定节假日顺延）。",
            f"Posted for {days} working days from {_BLANK_DAY.en} (longer by public holidays).",
        )
    else:
        end = _day(last_working_day(start, days))
        yield T(
            f"公示期：自{_day(start).zh}起至{end.zh}，{days} 个工作日（法定节假日顺延）。",
            f"Posted from {start} to {end.en}, {days} working days (longer by public holidays).",
        )
    where = campaign.objections
    yield T(
        f"公示期间如有异议，请向{where or '＿＿＿＿＿＿＿＿＿＿'}反映。",
        f"Objections go to: {where or '____________________'}.",
    )


@dataclass(frozen=True, slots=True)
class _Posted:
    """A row of the page: what stands in its cells, the first of them its number, and beside it whether it still holds."""

    cells: tuple[str | int, ...]
    height: float = _LINE
    live: Live | None = None

    def write(self, sheet: Worksheet, row: int, look: Look, last: Look) -> None:
        """Write it; of three cells the middle one goes across what are two columns of four."""
        sheet.shown(row, 1, self.cells[0], look)
        if len(self.cells) < _COLUMNS:
            sheet.merged(row, 2, _COLUMNS - 1, str(self.cells[1]), look)
        else:
            for column, text in enumerate(self.cells[1:-1], 2):
                sheet.text(row, column, str(text), look)
        sheet.text(row, _COLUMNS, str(self.cells[-1]), last)
        if self.live:
            sheet.formula(row, _STATUS, f"={self.live.formula}", self.live.value, _ASIDE)
        sheet.height(row, self.height)


@dataclass(frozen=True, slots=True)
class _Section:
    """A list on the page: its title, the header, the rows with the look of their last cell; no rows: nobody."""

    title: T
    header: _Posted
    rows: tuple[_Posted, ...]
    last: Look
    nobody: T = NONE


def _tall(text: str, look: Look) -> float:
    """Return how tall a line across the page is."""
    width = sum(column.width for column in publication_table().columns[:_COLUMNS]) - 2
    return _LINE * lines_of(text, width, look.size) + 6


def _say(sheet: Worksheet, row: int, text: str, look: Look) -> int:
    """Write a line across the page, as tall as it needs; return the next row."""
    sheet.merged(row, 1, _COLUMNS, text, look)
    sheet.height(row, _tall(text, look))
    return row + 1


def _names(context: Context, kind: SubjectKind, *, marked: bool) -> _Section:
    """Return the posted subjects of a kind, with 现况 beside the page where wanted."""
    order, branch, name, stars, _ = (context.say(one.title) for one in publication_table().columns)
    member, rows = kind is SubjectKind.MEMBER, []
    for number, subject in enumerate(published_of(context.report, kind), 1):
        who = (branch_name(context, subject.code),) if member else ()
        lit = DASH if subject.lit is None else f"{LIT} {subject.lit}"
        cells = (number, *who, called(context, subject.code), lit)
        rows.append(_Posted(cells, live=fit_mark(subject, context) if marked else None))
    header = _Posted((order, branch, name, stars) if member else (order, branch, stars))
    return _Section(_SECTIONS[kind], header, tuple(rows), _STAR, context.nobody(kind))


def _honours(context: Context, title: T, entries: Sequence[Commendation]) -> _Section:
    """Return the commendations that were agreed."""
    columns, rows = _columns(context), []
    order, branch, name = (context.say(one.title) for one in columns[:3])
    for number, entry in enumerate(entries, 1):
        who = DASH if entry.subject in context.plan.branch_of else called(context, entry.subject)
        lines = lines_of(entry.honour, columns[3].width - 1, _TEXT.size)
        cells = (number, branch_name(context, entry.subject), who, entry.honour)
        rows.append(_Posted(cells, _LINE + (lines - 1) * _TEXT.size * _LEADING))
    header = _Posted((order, branch, name, context.say(T("称号", "Honour"))))
    wraps = any(one.height > _LINE for one in rows)
    return _Section(title, header, tuple(rows), _TEXT.but(wrap=wraps, shrink=not wraps))


def _write_section(
    sheet: Worksheet, context: Context, row: int, section: _Section, pages: Pages, closing: float
) -> tuple[int, list[int]]:
    """Write a list over pages, each with its title and header; return the next row and the rows after which pages end.

    Args:
        sheet: where.
        context: the report's context.
        row: where it begins.
        section: the list.
        pages: the pages.
        closing: how tall is what never leaves its last row, in points.
    """
    title, ends = section.title, list[int]()
    head = _tall(context.say(title), _SECTION) + _LINE
    heights = [one.height for one in section.rows] or [_tall(context.say(section.nobody), _SAID)]
    heights[-1] += closing
    counts = pages.place(head, head, heights)
    parts = [section.rows[part] for part in parts_of(counts) if part.start != part.stop]
    if not counts[0]:
        ends.append(row - 1)
    for number, part in enumerate(parts):
        if number:
            ends.append(row - 1)
            title = continued(section.title)
        row = _say(sheet, row, context.say(title), _SECTION)
        if not part:
            return _say(sheet, row, context.say(section.nobody), _SAID), ends
        section.header.write(sheet, row, _HEAD, _HEAD)
        if part[0].live:
            sheet.text(row, _STATUS, context.say(publication_table().columns[-1].title), _ASIDE_HEAD)
        for one in part:
            row += 1
            one.write(sheet, row, _TEXT, section.last)
        row += 1
    return row, ends


def _write_notes(sheet: Worksheet, context: Context, last: int) -> None:
    """Write beside the page, down to its last row or further, whether it is outdated, and notes for the coordinator."""
    marks = f"${letter(_STATUS)}${_FIRST}:${letter(_STATUS)}${last}"
    holds = unchanged(context, "recommended", fit_numbers(context), marks)
    if any(context.plan.places_of(kind) is not None for kind in SubjectKind):
        holds = f'AND({holds},{warning_cell(context)}="")'
    live = outdated_line(context, "recommended", holds)
    sheet.formula(1, _NOTES, f"={live.formula}", live.value, _WARNING)
    # who prints the page all the same has it on the paper
    sheet.merged(2, 1, _COLUMNS, "", _OUTDATED)
    outdated = quote(context.say(_NOT_TO_BE_POSTED))
    sheet.formula(2, 1, f'=IF({letter(_NOTES)}1="","",{outdated})', "", _OUTDATED)
    sheet.text(
        2, _NOTES, context.say(T("给联校办公室（不打印）", "For the office (not printed)")), _NOTE_HEAD
    )
    notes = "\n".join(context.say(note) for note in notes_of(context))
    needed = _NOTE_LINE * lines_of(notes, _NOTES_WIDTH - 3)
    while sum(sheet.heights.get(row, _ROW) for row in range(_FIRST, last + 1)) < needed:
        last += 1
    sheet.merged_block(_FIRST, _NOTES, last, _NOTES, notes, _NOTE)


def _write_posted(sheet: Worksheet, context: Context, *, marked: bool) -> int:
    """Write the page: who is recommended, whom to commend, and until when objections are heard; return the next row.

    The period stands there only if anybody is posted, or it is certain that nobody will be.

    Args:
        sheet: where.
        context: the report's context.
        marked: whether 现况 stands beside the page, live.
    """
    sheet.merged(1, 1, _COLUMNS, context.title("publication"), _TITLE)
    sheet.height(1, 60)
    sheet.height(2, 20)
    anybody, honours = (
        any(published_of(context.report, kind) for kind in SubjectKind),
        honours_of(context.report),
    )
    waiting = None if anybody else _waiting(context)
    nobody = _NOBODY_IN_THE_END if context.final else _NOBODY
    said = [_RECOMMENDED] if anybody else [waiting or nobody, *([_HONOURS_ALONE] if honours else ())]
    row = _say(sheet, _FIRST, context.say(_opening(context, *said)), _SAID)
    sections = [_names(context, kind, marked=marked) for kind in SubjectKind if anybody]
    if honours:
        title = T("三、表彰", "3. Commendations") if anybody else T("表彰", "Commendations")
        sections.append(_honours(context, title, honours))
    closing = _closing(context) if honours or waiting is None else []
    pages, ends = Pages(_PAGE_HEIGHT), list[int]()
    pages.skip(sum(sheet.heights[above] for above in range(1, row)))
    below = _LINE * 2 + sum(_tall(context.say(text), look) for text, look in closing)
    for number, section in enumerate(sections, 1):
        last = below if number == len(sections) else 0
        row, ended = _write_section(sheet, context, row, section, pages, last)
        ends += ended
    sheet.break_after(bearable(ends))
    return _write_end(sheet, context, row, closing)


def _write_end(sheet: Worksheet, context: Context, row: int, closing: Sequence[tuple[T, Look]]) -> int:
    """Write the period, where objections go, who posts it and when, if there is anything to post; return the next row."""
    if not closing:
        sheet.print_to(row - 1, _COLUMNS)
        return row + _SIGNED
    row += 1
    for text, look in closing:
        if text is closing[_PERIOD][0]:
            row += 1
        row = _say(sheet, row, context.say(text), look)
    sheet.print_to(row - 1, _COLUMNS)
    return row


def _write_publication(framed: Framed) -> None:
    sheet, context = framed.sheet, framed.context
    sheet.width(_STATUS + 1, 3)
    sheet.width(_NOTES, _NOTES_WIDTH)
    _write_notes(sheet, context, _write_posted(sheet, context, marked=True) - _SIGNED)


def _write_public(framed: Framed) -> None:
    _write_posted(framed.sheet, framed.context, marked=False)


_PAGE = Page(
    rest=_write_publication,
    locked=False,
    landscape=False,
    footer=Footer("&P", size=9),
)


def publication_page(context: Context) -> Page:
    """Return 公示, with what the coordinator should know beside it."""
    return replace(_PAGE, columns=_columns(context))


def public_publication_page(context: Context) -> Page:
    """Return 公示 as anybody may have it: the page alone."""
    return replace(_PAGE, columns=_columns(context)[:_COLUMNS], rest=_write_public)
