"""公示: the page to post; notes for the coordinator stand beside it and are not printed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate

from xlcampaign.address import letter
from xlcampaign.layout.decisions import COMMENDATION
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import DASH, LIT, NUMBER, column, main_table
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.registers import Commendation, Decision
from xlcampaign.model.results import Proposal, Recommended, Seat
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import Framed, Page, Row, cells_of
from xlcampaign.summary.leaders.recommended import (
    GROUPS,
    fit_mark,
    fit_numbers,
    recommended_of,
    warning_cell,
)
from xlcampaign.summary.lists import (
    AND,
    branch_name,
    called,
    outdated_line,
    unchanged,
)
from xlcampaign.tally.posted import honours_of, published_of
from xlcampaign.words import T, bracketed
from xlcampaign.workbook.book import Footer, Worksheet
from xlcampaign.workbook.limits import LONGEST_TEXT, units
from xlcampaign.workbook.lines import lines_of
from xlcampaign.workbook.looks import GOLD, INK, MUTED, RED, RULE, Look

_COLUMNS = 4
_STATUS = 5
_NOTES = 7
_NOTES_WIDTH = 70
_NOTE_LINE = 14
_MOST_NAMED = LONGEST_TEXT - 2_500
"""So many characters of names the notes' cell has room for, beside what is said around them."""
_ROW = 15
"""The height of a row that nothing was said about."""
_LINE = 26
_FIRST = 3
_KEPT = 4
"""How many rows before the closing lines go with them: they never stand on a page of their own."""
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
_SECTIONS = {
    SubjectKind.BRANCH: T("一、推荐的支部", "1. Branches"),
    SubjectKind.MEMBER: T("二、推荐的党员", "2. Members"),
}
_RECOMMENDED = T(
    "按活动方案评定，现将推荐对象公示如下", "by the campaign's plan the following are recommended"
)
_NOBODY = T(
    "按活动方案评定，本阶段没有符合推荐条件的支部和党员",
    "by the campaign's plan no branch and no member is fit for recommendation",
)
_HONOURS_ALONE = T("；表彰对象公示如下", "; commendations stand below")
_STUDIED = T(
    "名额不足，名额内由上级研究确定，未列入本页", "too few places, the superior decides: not on this page"
)
_BEYOND = T("超出名额，未列入本页", "beyond the places: not on this page")
_LOWER = T(
    "有推荐所需的星但不是最高等次，未列入本页",
    "enough stars without the highest level: not on this page",
)
_HONOURED = T("以上没有列入推荐、议定表彰的，列在“表彰”里", "of these, commended and so on the page as such")
_VETO_OPEN = T(
    "提请否决、尚未议决，议决前不列入本页",
    "veto proposed and not decided: not on this page before it is",
)
_OVERRIDE_OPEN = T(
    "提请改评、尚未议决，议决前不列入本页",
    "other level proposed and not decided: not on this page before it is",
)
_UNCLEAR = T(
    "上级的决定填得不清楚（见“会议议决”），议定前不列入本页",
    "what the superior decided is unclear (see the agenda): not on this page before it is settled",
)
_HONOUR_UNCLEAR = T(
    "表彰的决定填得不清楚（见“会议议决”），议定前不公示表彰",
    "what the superior decided on a commendation is unclear (see the agenda): not posted before it is settled",
)
_CONTRADICTED = T(
    "填了同意表彰、和别的决定矛盾，议定前不公示表彰",
    "to be commended against another decision: not posted before it is settled",
)
_BELOW = T(
    "填了同意表彰，可是没有评星结果、在整改名单上或者等次最低，议定前不公示表彰",
    "to be commended, but has no result, has to rectify or has the lowest level: not posted before it is settled",
)
_NO_HONOUR = T(
    "填了同意表彰、没有表彰名称，未列入本页",
    "to be commended without the name of the honour: not on this page",
)
_NO_LEVELS = T(
    "还有等次没有议决（见“会议议决”），议决前公示用的图板一律不列等次",
    "a level is to be settled (see the agenda): before it is, no level stands on the public boards",
)
_BLANK_DAY = T("＿＿＿＿年＿＿月＿＿日", "____________")


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
    if any(fit_numbers(context)):
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


def _closing(context: Context) -> Iterator[T]:
    """Yield the period of publication and where objections go."""
    campaign = context.plan.campaign
    start, days = campaign.publication_start, campaign.publication_days
    if start is None:
        yield T(
            f"公示期：自{_BLANK_DAY.zh}起 {days} 个工作日（遇法定节假日顺延）。",
            f"Posted for {days} working days from {_BLANK_DAY.en} (longer by public holidays).",
        )
    else:
        end = _day(last_working_day(start, days))
        yield T(
            f"公示期：自{_day(start).zh}起至{end.zh}，{days} 个工作日（遇法定节假日顺延）。",
            f"Posted from {start} to {end.en}, {days} working days (longer by public holidays).",
        )
    where = campaign.objections
    yield T(
        f"公示期间如有异议，请向{where or '＿＿＿＿＿＿＿＿＿＿'}反映。",
        f"Objections go to: {where or '____________________'}.",
    )


def _say(sheet: Worksheet, row: int, text: str, look: Look) -> int:
    """Write a line across the page, as tall as it needs; return the next row."""
    sheet.merged(row, 1, _COLUMNS, text, look)
    width = sum(column.width for column in publication_table().columns[:_COLUMNS]) - 2
    sheet.height(row, _LINE * lines_of(text, width, look.size) + 6)
    return row + 1


def _write_names(sheet: Worksheet, context: Context, row: int, kind: SubjectKind, *, marked: bool) -> int:
    """Write the posted subjects of a kind, with 现况 beside the page where wanted; return the next row."""
    columns, subjects = publication_table().columns, published_of(context.report, kind)
    if not subjects:
        return _say(sheet, row, context.say(context.nobody(kind)), _SAID)
    member = kind is SubjectKind.MEMBER
    for number, one in enumerate(columns[:_COLUMNS], 1):
        if member or number not in {2, 3}:
            sheet.text(row, number, context.say(one.title), _HEAD)
    if not member:
        sheet.merged(row, 2, 3, context.say(columns[1].title), _HEAD)
    if marked:
        sheet.text(row, _STATUS, context.say(columns[-1].title), _ASIDE_HEAD)
    sheet.height(row, _LINE)
    for order, subject in enumerate(subjects, 1):
        row += 1
        sheet.number(row, 1, order, _TEXT)
        if member:
            sheet.text(row, 2, branch_name(context, subject.code), _TEXT)
            sheet.text(row, 3, called(context, subject.code), _TEXT)
        else:
            sheet.merged(row, 2, 3, called(context, subject.code), _TEXT)
        sheet.text(row, 4, f"{LIT} {subject.lit}", _STAR)
        if marked:
            live = fit_mark(subject, context)
            sheet.formula(row, _STATUS, f"={live.formula}", live.value, _ASIDE)
        sheet.height(row, _LINE)
    return row + 1


def _write_honours(sheet: Worksheet, context: Context, row: int, entries: Sequence[Commendation]) -> int:
    """Write the commendations that were agreed; return the next row."""
    *who, stars, _ = publication_table().columns
    columns = (*who, column("honour", T("称号", "Honour"), width=stars.width))
    for number, one in enumerate(columns, 1):
        sheet.text(row, number, context.say(one.title), _HEAD)
    sheet.height(row, _LINE)
    width = stars.width - 1
    for order, entry in enumerate(entries, 1):
        row += 1
        branch, name = branch_name(context, entry.subject), called(context, entry.subject)
        cells: Row = {
            "order": order,
            "branch": branch,
            "name": DASH if entry.subject in context.plan.branch_of else name,
            "honour": entry.honour,
        }
        looks = [_TEXT, _TEXT, _TEXT, _TEXT.but(wrap=True, shrink=False)]
        sheet.rows(row, 1, cells_of(columns, [cells]), looks)
        sheet.height(row, _LINE * lines_of(entry.honour, width, _TEXT.size))
    return row + 1


def _with_branch(context: Context, code: str) -> str:
    name, branch = called(context, code), branch_name(context, code)
    return name if code in context.plan.branch_of else context.say(bracketed(name, branch))


def _held_back(context: Context) -> Iterator[tuple[T, list[str]]]:
    """Yield why some are not on the page, and who: their codes."""
    subjects = [s for kind in SubjectKind for g in GROUPS for s in recommended_of(context, kind, g)]
    registers, ledger = context.report.ledger.registers, context.report.ledger
    agreed = [entry for entry in registers.commendations if entry.decision is Decision.AGREED]
    codes = [*(s.code for s in subjects), *(entry.subject for entry in agreed)]
    study, over = ([s.code for s in subjects if s.seat is seat] for seat in (Seat.STUDY, Seat.OVER))
    lower = [s.code for s in subjects if s.seat is Seat.FREE and s.recommended is Recommended.OTHER]
    left_out = {*study, *over, *lower}
    yield _STUDIED, study
    yield _BEYOND, over
    yield _LOWER, lower
    yield _HONOURED, [entry.subject for entry in honours_of(context.report) if entry.subject in left_out]
    yield _VETO_OPEN, [code for code in codes if ledger.is_proposed(code, Proposal.VETO)]
    yield _OVERRIDE_OPEN, [code for code in codes if ledger.is_proposed(code, Proposal.OVERRIDE)]
    for why, unclear in (
        (_UNCLEAR, [one for one in registers.unclear if one.on != COMMENDATION]),
        (_HONOUR_UNCLEAR, [one for one in registers.unclear if one.on == COMMENDATION]),
    ):
        yield why, [code for code in codes if any(one.may_be_about(code) for one in unclear)]
    yield _CONTRADICTED, [entry.subject for entry in agreed if registers.contradiction_of(entry)]
    below = context.report.results.commended_below(registers, context.plan)
    yield _BELOW, [entry.subject for entry in below]
    yield _NO_HONOUR, [entry.subject for entry in agreed if not entry.honour]


def _said(names: Sequence[str], most: int) -> T:
    """Return names, and where they were more characters than that, the first of them and that there are others."""
    some = sum(end <= most for end in accumulate(units(name) + len(AND.en) for name in names))
    said = T(AND.zh.join(names[:some]), AND.en.join(names[:some]))
    if some == len(names):
        return said
    return T(f"{said.zh}……（只列前 {some}）", f"{said.en} … (the first {some})")


def _notes(context: Context) -> Iterator[T]:
    """Yield what the coordinator should know before posting."""
    held_back = [(why, dict.fromkeys(codes)) for why, codes in _held_back(context) if codes]
    for why, codes in held_back:
        names = [_with_branch(context, code) for code in codes]
        said = _said(names, _MOST_NAMED // len(held_back))
        yield T(f"{why.zh}（{len(names)}）：{said.zh}", f"{why.en} ({len(names)}): {said.en}")
    if context.withholds_levels and any(map(context.plan.public_levels, SubjectKind)):
        yield _NO_LEVELS
    yield T(
        "公示期只跳过星期六、星期日，遇法定节假日请自行顺延。",
        "The period leaves out Saturdays and Sundays only: lengthen it by public holidays.",
    )


def _write_notes(sheet: Worksheet, context: Context, last: int) -> None:
    """Write beside the page, down to its last row or further, whether it is outdated, and notes for the coordinator."""
    marks = f"${letter(_STATUS)}${_FIRST}:${letter(_STATUS)}${last}"
    holds = unchanged(context, "recommended", fit_numbers(context), marks)
    if any(context.plan.places_of(kind) is not None for kind in SubjectKind):
        holds = f'AND({holds},{warning_cell(context)}="")'
    live = outdated_line(context, "recommended", holds)
    sheet.formula(1, _NOTES, f"={live.formula}", live.value, _WARNING)
    sheet.text(
        2, _NOTES, context.say(T("给联校办公室（不打印）", "For the office (not printed)")), _NOTE_HEAD
    )
    notes = "\n".join(context.say(note) for note in _notes(context))
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
    said = [_RECOMMENDED] if anybody else [waiting or _NOBODY, *([_HONOURS_ALONE] if honours else ())]
    row = _say(sheet, _FIRST, context.say(_opening(context, *said)), _SAID)
    for kind, title in _SECTIONS.items() if anybody else ():
        row = _say(sheet, row, context.say(title), _SECTION)
        row = _write_names(sheet, context, row, kind, marked=marked)
    if honours:
        title = T("三、表彰", "3. Commendations") if anybody else T("表彰", "Commendations")
        row = _write_honours(sheet, context, _say(sheet, row, context.say(title), _SECTION), honours)
    return _write_end(sheet, context, row, posted=bool(honours) or waiting is None)


def _page_at(sheet: Worksheet, last: int) -> int:
    """Return on which page a row comes to stand."""
    page, used = 1, 0.0
    for row in range(1, last + 1):
        height = sheet.heights.get(row, _LINE)
        used += height
        if used > _PAGE_HEIGHT:
            page, used = page + 1, height
    return page


def _write_end(sheet: Worksheet, context: Context, row: int, *, posted: bool) -> int:
    """Write the period, where objections go, who posts it and when, if there is anything to post; return the next row."""
    if not posted:
        sheet.print_to(row - 1, _COLUMNS)
        return row + _SIGNED
    first = row + 1
    row = first
    for closing in _closing(context):
        row = _say(sheet, row, context.say(closing), _SAID)
    row += 1
    for text in (
        context.plan.campaign.organisation,
        context.say(_day(context.plan.campaign.publication_start)),
    ):
        row = _say(sheet, row, text, _RIGHT)
    if _page_at(sheet, first - _KEPT) != _page_at(sheet, row - 1):
        sheet.break_after([first - _KEPT - 1])
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
    columns=publication_table().columns,
    rest=_write_publication,
    locked=False,
    landscape=False,
    footer=Footer("&P / &N", size=9),
)


def publication_page(_context: Context) -> Page:
    """Return 公示, with what the coordinator should know beside it."""
    return _PAGE


def public_publication_page(_context: Context) -> Page:
    """Return 公示 as anybody may have it: the page alone."""
    return replace(_PAGE, columns=_PAGE.columns[:_COLUMNS], rest=_write_public)
