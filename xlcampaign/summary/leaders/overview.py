"""总览: one page for leaders, with figures, charts, what needs a decision, and a paragraph."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from xlcampaign.layout.choices import FORM_STATES
from xlcampaign.model.briefing import LACKING, FormState
from xlcampaign.model.choices import StepKey
from xlcampaign.model.plan import SubjectKind
from xlcampaign.summary import names
from xlcampaign.summary.context import Context
from xlcampaign.summary.figures import percent
from xlcampaign.summary.frame import (
    FIRST_PAGE,
    VALUES_ONLY,
    WAY,
    Audience,
    Framed,
    Page,
    state_of,
)
from xlcampaign.summary.leaders.brief import branch_names, paragraph, some
from xlcampaign.summary.leaders.matters import Pointer, pointers
from xlcampaign.summary.leaders.overview_charts import FEW, write_charts
from xlcampaign.summary.leaders.overview_data import DATA_WIDTH, write_data
from xlcampaign.summary.leaders.overview_names import UNRATED, WhoLine, who_lines
from xlcampaign.summary.leaders.overview_trust import explained, trusted
from xlcampaign.summary.lists import BETWEEN, not_in_totals
from xlcampaign.summary.sealed import seal_words
from xlcampaign.summary.title_band import write_title
from xlcampaign.words import T, number_of
from xlcampaign.workbook.book import Worksheet, width_of
from xlcampaign.workbook.formulas import Live, text, whether, worded
from xlcampaign.workbook.lines import lines_of, text_of
from xlcampaign.workbook.looks import MUTED, PAPER, RED, RULE, TITLE, Look
from xlcampaign.workbook.pixels import POINT

COLUMNS = 36
_COLUMN_WIDTH = 4.43
_ZOOM, _SCREEN = 65, 515
"""What is seen of the page on a screen of 1366 × 768, in pixels: the whole of it, mostly at this zoom, else at less."""
_TOP = 8
_ROW_HEIGHT = 16.5
_CHART_ROWS = 12
_TITLES, _SIDE = 3, 25
"""How many columns the titles of lines take, and where the decisions begin."""
_MOST_ROWS = 16
_APART = 4
"""How many characters are free between links."""
_GAP = 0.7
"""How much wider than its characters a column is."""

_WHO = Look(color=MUTED, size=10, fill=PAPER, indent=1)
_TILE_LABEL = Look(color=MUTED, size=10, align="center", border=RULE)
_TILE_VALUE = Look(bold=True, size=16, align="center", border=RULE, shrink=True)
_TILE_SMALL = Look(color=MUTED, size=10, align="center", border=RULE, wrap=True)
_SIDE_TITLE = Look(bold=True, size=11, color=RED, bottom=RED, thick=True, indent=1)
_SIDE_ITEM = Look(size=10, bottom=RULE, wrap=True)
_SIDE_NUMBER = Look(size=10, color=RED, bottom=RULE, align="center")
_LINE_TITLE = Look(bold=True, size=10, color=RED, bottom=RULE, fill=PAPER)
_LINE = Look(size=10, bottom=RULE, wrap=True)
_SMALL = Look(size=10, color=MUTED, indent=1)
_FOOT = _SMALL.but(shrink=True)
_WAY = WAY.but(align="center", top=RED, thick=True, shrink=True)
_WARN = Look(size=10, color=RED, bold=True, indent=1)
_SEALED = T("定稿：{sealed}", "Sealed: {sealed}")
_CHANGED = T(
    "评星规则已改动：图板、图表、数字和名字已重算；需要研究的事项、简报和各名单仍是改动前的。",
    "The rules were changed: boards, charts, figures and names follow; decisions, the text in brief and lists do not.",
)
_NO_BAR = T("没有综合得分的支部（暂未评星）：{names}", "Branches without a composite (unrated): {names}")
_MORE = T("另有 {count} 项，见各表", "{count} more: see the sheets")
_MEANING, _TRUST, _BRIEF = T("怎么看", "Reading it"), T("可信吗", "Trust it?"), T("简报", "In brief")


def _width(columns: int) -> float:
    """Return how many characters some columns of the page have room for."""
    return columns * (_COLUMN_WIDTH + _GAP) - 2


@dataclass(frozen=True, slots=True)
class Tile:
    """A key figure: label, value, small print; a value that follows the rules is live."""

    label: str
    value: str | Live
    small: str | Live


def _both(context: Context, branch: str, member: str, values: tuple[int, int]) -> Live:
    """Return “n branches · m people” over two formulas."""
    say = context.say
    units = say(T(" 支部 · ", " br. · ")), say(T(" 人", " mem."))
    return Live(f'{branch}&"{units[0]}"&{member}&"{units[1]}"', f"{values[0]}{units[0]}{values[1]}{units[1]}")


def _once_rated(context: Context, found: Live) -> Live:
    """Return what follows from results; as long as nobody has one, that."""
    if context.pending is None:
        return found
    rated = "+".join(f"COUNT({context.board_column(kind, 'composite')})" for kind in SubjectKind)
    return whether(Live(f"{rated}>0", value=False), found, text(context.say(context.pending)))


_SAID_APART = (StepKey.EVALUATION, StepKey.COMMENT)
"""The steps whose forms the page has words of their own for."""


def _sent_tile(context: Context) -> Tile:
    say, briefing, said = context.say, context.briefing, []
    for state in (*LACKING, FormState.AWAY, FormState.EXTENDED):
        units = briefing.units_in(StepKey.EVALUATION, state)
        if units:
            word, listed = FORM_STATES[state], some(branch_names(context.plan, units))
            said.append(T(f"{word.zh}：{listed.zh}", f"{word.en}: {listed.en}"))
    for state in (FormState.NOT_DUE, FormState.DUE):
        waiting = len(briefing.units_in(StepKey.EVALUATION, state))
        if waiting:
            word, deadline = FORM_STATES[state], _deadline(context)
            said.append(
                T(f"{word.zh} {waiting}（{deadline} 截止）", f"{word.en}: {waiting} (due {deadline})")
            )
    small = [say(one) for one in said] or [say(T("评议表全部已报", "all evaluation forms came"))]
    for state in briefing.lacking(StepKey.COMMENT):
        word = FORM_STATES[state]
        small.append(say(T(f"考核点评表{word.zh}", f"assessment form {word.en}")))
    others = sum(form.slot.step not in _SAID_APART for form in briefing.overdue)
    if others:
        small.append(say(T(f"别的表缺 {others} 份", f"other forms missing: {others}")))
    value = f"{_sent(context)} / {len(briefing.evaluations)}"
    return Tile(say(T("评议表报送", "Evaluation forms")), value, say(BETWEEN).join(small))


def _sent(context: Context) -> int:
    """Return how many branches' 评议表 came."""
    return sum(form.has_come for form in context.briefing.evaluations)


def _deadline(context: Context) -> date:
    return context.plan.step_of(context.report.stage, StepKey.EVALUATION).deadline


def _ballots_tile(context: Context) -> Tile:
    say, returned, valid = context.say, context.briefing.returned, context.briefing.valid
    value, besides = (
        T(f"收回 {returned}　有效 {valid}", f"{returned} in, {valid} valid"),
        not_in_totals(context),
    )
    return Tile(
        say(T("评议票", "Ballots")),
        say(value),
        say(T(f"无效 {returned - valid}{besides.zh}", f"invalid {returned - valid}{besides.en}")),
    )


def _lit_tile(context: Context) -> Tile:
    members = context.briefing.figures[SubjectKind.MEMBER]
    lit, due = members.lit, members.due
    column = context.board_column(SubjectKind.MEMBER, "lit")
    stars = len(context.plan.stars_of(SubjectKind.MEMBER))
    before, after = context.say(T("应评 ", "of ")), context.say(T(" 颗　", ": "))
    whole = f"COUNT({column})*{stars}"
    share = f"INT((200*SUM({column})+{whole})/(2*{whole}))"
    small = Live(
        f'IF({whole}=0,"","{before}"&{whole}&"{after}"&{share}&"%")',
        f"{before}{due}{after}{percent(lit, due)}%" if due else "",
    )
    of = context.say(T(" 颗", " stars"))
    value = _once_rated(context, Live(f'SUM({column})&"{of}"', f"{lit}{of}"))
    return Tile(context.say(T("党员授星", "Stars of members")), value, small)


def _recommended_tile(context: Context) -> Tile:
    plan, figures = context.plan, context.briefing.figures
    branch, member = SubjectKind.BRANCH, SubjectKind.MEMBER
    branches, members = (f"SUM({context.outcomes_of(kind, 'recommended')})" for kind in (branch, member))
    stars = tuple(plan.recommend_from(kind) for kind in (branch, member))
    start, middle, end = T("支部 ", "branches "), T(" 星、党员 ", ", members "), T(" 星以上", " stars")
    parts = [
        f'"{context.say(start)}"',
        names.recommend(branch),
        f'"{context.say(middle)}"',
        names.recommend(member),
    ]
    small = Live(
        "&".join([*parts, f'"{context.say(end)}"']),
        f"{context.say(start)}{stars[0]}{context.say(middle)}{stars[1]}{context.say(end)}",
    )
    label = context.say(T("符合推荐条件", "Fit for recommendation"))
    both = _both(context, branches, members, (figures[branch].fit, figures[member].fit))
    return Tile(label, _once_rated(context, both), small)


def _rectify_tile(context: Context) -> Tile:
    plan, figures = context.plan, context.briefing.figures
    kinds = (SubjectKind.BRANCH, SubjectKind.MEMBER)
    counts = [f"SUM({context.outcomes_of(kind, 'rectify')})" for kind in kinds]
    found = [figures[kind].rectifying for kind in kinds]
    before, middle, after = (
        context.say(text)
        for text in (T("支部少于 ", "branches below "), T(" 星、党员少于 ", ", members below "), T(" 星", ""))
    )
    vetoes = sum(figures[kind].vetoed for kind in kinds)
    if vetoes:
        after += context.say(T(f"；否决\u00a0{vetoes}", f"; vetoed\u00a0{vetoes}"))
    lowered = sum(figures[kind].lowered for kind in kinds)
    if lowered:
        after += context.say(T(f"；改评\u00a0{lowered}", f"; overridden\u00a0{lowered}"))
    need = [plan.rectify_below(kind) for kind in kinds]
    small = Live(
        f'"{before}"&{names.rectify(kinds[0])}&"{middle}"&{names.rectify(kinds[1])}&"{after}"',
        f"{before}{need[0]}{middle}{need[1]}{after}",
    )
    both = _both(context, counts[0], counts[1], (found[0], found[1]))
    value = both if any(found) else _once_rated(context, both)
    return Tile(context.say(T("需要整改", "To rectify")), value, small)


def _unrated_tile(context: Context) -> Tile:
    say, briefing = context.say, context.briefing
    kinds = (SubjectKind.BRANCH, SubjectKind.MEMBER)
    unrated = [briefing.figures[kind].unrated for kind in kinds]
    counts = [
        f"({briefing.figures[kind].subjects}-COUNT({context.board_column(kind, 'composite')}))"
        for kind in kinds
    ]
    small = T("是谁、缺什么见下和“整改名单”", "who and why: below and “To rectify”")
    value = _both(context, counts[0], counts[1], (unrated[0], unrated[1]))
    return Tile(say(T("暂未评星", "Unrated")), value, say(small))


def _put(sheet: Worksheet, row: int, column: int, content: str | Live, look: Look) -> None:
    if isinstance(content, Live):
        sheet.formula(row, column, f"={content.formula}", content.value, look)
    else:
        sheet.text(row, column, content, look)


def _write_tiles(sheet: Worksheet, tiles: list[Tile]) -> None:
    span = COLUMNS // len(tiles)
    small = (text_of(tile.small) for tile in tiles)
    lines = max(lines_of(said, _width(span), _TILE_SMALL.size) for said in small)
    for row, height in ((4, 16), (5, 25), (6, 15 * max(lines, 2))):
        sheet.height(row, height)
    for number, tile in enumerate(tiles):
        left = 1 + number * span
        for row, content, look in (
            (4, tile.label, _TILE_LABEL),
            (5, tile.value, _TILE_VALUE),
            (6, tile.small, _TILE_SMALL),
        ):
            sheet.merged(row, left, left + span - 1, "", look)
            _put(sheet, row, left, content, look)


def _write_links(framed: Framed) -> None:
    """Write a row of links to the other pages for leaders."""
    sheet, context = framed.sheet, framed.context
    keys = [one.key for one in framed.entries if one.audience is Audience.LEADERS and one.key != FIRST_PAGE]
    room = [*accumulate((width_of(context.title(key)) + _APART for key in keys), initial=0.0)]
    edges = [1 + round(COLUMNS * place / room[-1]) for place in room]
    for key, left, end in zip(keys, edges, edges[1:], strict=False):
        sheet.merged(3, left, end - 1, "", _WAY)
        sheet.link(3, left, context.title(key), "A1", context.title(key), _WAY)
    sheet.height(3, _ROW_HEIGHT)


def _write_head(sheet: Worksheet, context: Context) -> None:
    plan, report, briefing = context.plan, context.report, context.briefing
    stage = plan.stage_of(report.stage).name
    name, state = plan.campaign.name, state_of(context)
    title = T(f"★ {name}　{stage}评星汇总{state}", f"★ {name} · {stage}: summary of stars{state}")
    write_title(sheet, context.say(title), plan.campaign.slogan, [_COLUMN_WIDTH] * COLUMNS, TITLE)
    sheet.height(1, 28)
    people = briefing.figures[SubjectKind.MEMBER]
    members, unrated = people.subjects, people.unrated
    total = len(briefing.evaluations)
    sent, deadline = _sent(context), _deadline(context)
    who = T(
        f"{plan.campaign.organisation}　·　{total} 个支部（评议表已报 {sent}）"
        f"　·　参评党员 {members} 名（{unrated} 名暂未评星，未计入）"
        f"　·　评议截止 {deadline}　·　制表日期 {report.as_of}",
        f"{plan.campaign.organisation} · {number_of(total, 'branch', 'branches')} ({sent} sent their evaluation)"
        f" · {number_of(members, 'member')} ({unrated} unrated,"
        f" not counted) · forms due {deadline} · as of {report.as_of}",
    )
    sheet.merged(2, 1, COLUMNS, context.say(who), _WHO)
    sheet.height(2, 18)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the page: its title, what it says, the keys of the sheet and section that tell more, the rows that it takes."""

    title: T
    said: Live
    sheet: str = ""
    section: str = ""
    least: int = 1

    @property
    def rows(self) -> int:
        return max(self.least, lines_of(text_of(self.said), _width(_SIDE - 1 - _TITLES), _LINE.size))


def _lines(context: Context, listed: Sequence[WhoLine]) -> Iterator[_Line]:
    """Yield what the page says in words, the names first."""
    for who in listed:
        # names come and go with the rules: there is room for more of them
        said, of_unrated = _once_rated(context, who.said), who.title is UNRATED
        section = "unrated" if of_unrated else ""
        yield _Line(who.title, said, who.sheet, section, least=1 if of_unrated else 2)
    yield _Line(_MEANING, _once_rated(context, explained(context)), "whatif")
    yield _Line(_TRUST, trusted(context), "reconciliation")
    yield _Line(_BRIEF, text(paragraph(context)))


def _write_lines(framed: Framed, lines: list[_Line]) -> None:
    sheet, context, row = framed.sheet, framed.context, _TOP
    for line in lines:
        last, title = row + line.rows - 1, context.say(line.title)
        sheet.merged_block(row, 1, last, _TITLES, "", _LINE_TITLE)
        if line.sheet:
            sheet.link(
                row,
                1,
                context.title(line.sheet),
                framed.target(line.sheet, line.section),
                f"{title} ›",
                _LINE_TITLE,
            )
        else:
            sheet.text(row, 1, title, _LINE_TITLE)
        sheet.merged_block(row, _TITLES + 1, last, _SIDE - 1, "", _LINE)
        sheet.rows(row, _TITLES + 1, [[line.said]], [_LINE])
        row = last + 1


def _items(context: Context) -> list[tuple[Pointer, int]]:
    """Return what needs a decision, each with the rows that it takes."""
    width = _width(COLUMNS - _SIDE)
    return [(item, lines_of(item.text, width, _SIDE_ITEM.size)) for item in pointers(context)]


def _fitted(items: list[tuple[Pointer, int]], room: int, context: Context) -> Iterator[tuple[Pointer, int]]:
    """Yield items with the rows that they take; where there is no room for all, how many are left out."""
    for number, (item, size) in enumerate(items):
        rest = len(items) - number
        if size + (rest > 1) > room and sum(rows for _, rows in items[number:]) > room:
            yield Pointer(context.say(_MORE).format(count=rest), "decisions"), 1
            return
        room -= size
        yield item, size


def _write_side(framed: Framed, items: list[tuple[Pointer, int]], room: int) -> None:
    sheet, context = framed.sheet, framed.context
    row = _TOP
    title = T("先议决、后处理（点序号看出处）", "Decide, then follow up (click a number for more)")
    sheet.merged(row, _SIDE, COLUMNS, context.say(title), _SIDE_TITLE)
    row += 1
    for number, (item, size) in enumerate(_fitted(items, room, context), 1):
        # the link stands on the number: not every program breaks the lines of a cell that is a link
        sheet.merged_block(row, _SIDE, row + size - 1, _SIDE, "", _SIDE_NUMBER)
        target = framed.target(item.sheet, item.section)
        sheet.link(row, _SIDE, context.title(item.sheet), target, f"{number} ›", _SIDE_NUMBER)
        sheet.merged_block(row, _SIDE + 1, row + size - 1, COLUMNS, item.text, _SIDE_ITEM)
        row += size


def _without_bar(context: Context, listed: Sequence[WhoLine]) -> Live:
    """Return which branches have no bar in the charts above, whether there was room for their names or not."""
    if len(context.plan.branches) <= FEW:
        return text("")
    who = next(one.branches for one in listed if one.title is UNRATED)
    named = worded(context.say(_NO_BAR), names=who)
    return _once_rated(context, whether(Live(f'{who.formula}<>""', bool(who.value)), named, text("")))


def _write_below(sheet: Worksheet, context: Context, without_bar: Live, row: int) -> int:
    """Write below the charts who has no bar or, once rules were changed, what does not follow them; return the last row."""
    is_changed = f"{names.CHANGED}=1"
    said = whether(Live(is_changed, value=False), text(context.say(_CHANGED)), without_bar)
    sheet.merged(row, 1, COLUMNS, "", _FOOT)
    _put(sheet, row, 1, said, _FOOT)
    sheet.height(row, _ROW_HEIGHT)
    if context.live:
        sheet.condition((row, 1, row, COLUMNS), f"={is_changed}", _WARN)
        return row
    row += 1
    sheet.merged(row, 1, COLUMNS, context.say(VALUES_ONLY), _WARN)
    sheet.height(row, _ROW_HEIGHT)
    return row


def _write_overview(framed: Framed) -> None:
    """Write the page, and to the right of it the figures of its charts."""
    sheet, context = framed.sheet, framed.context
    for column in range(1, COLUMNS + 1):
        sheet.width(column, _COLUMN_WIDTH)
    _write_head(sheet, context)
    _write_links(framed)
    tiles = [
        make(context)
        for make in (_sent_tile, _ballots_tile, _lit_tile, _recommended_tile, _rectify_tile, _unrated_tile)
    ]
    _write_tiles(sheet, tiles)
    sheet.height(7, 4)
    data = write_data(sheet, context, COLUMNS + 2)
    listed = list(who_lines(sheet, context, COLUMNS + 2 + DATA_WIDTH, 5))
    lines = list(_lines(context, listed))
    items = _items(context)
    own = sum(line.rows for line in lines)
    rows = max(own, min(_MOST_ROWS, 1 + sum(size for _, size in items)))
    charts = _TOP + rows + 1
    last = charts + _CHART_ROWS
    for row in range(_TOP, last):
        sheet.height(row, _ROW_HEIGHT)
    sheet.height(charts - 1, 4)
    _write_lines(framed, lines)
    _write_side(framed, items, rows - 1)
    write_charts(framed.book, sheet, context, data, charts)
    last = _write_below(sheet, context, _without_bar(context, listed), last)
    if sealed := seal_words(context):
        last += 1
        sheet.merged(last, 1, COLUMNS, context.say(_SEALED.filled(sealed=sealed)), _SMALL)
        sheet.height(last, _ROW_HEIGHT)
    tall = sum(sheet.heights[row] for row in range(1, last + 1)) / POINT
    sheet.zoom(min(_ZOOM, int(100 * _SCREEN / tall)))
    sheet.print_pages(1, 1)
    sheet.print_to(last, COLUMNS)


def overview_page(_context: Context) -> Page:
    """Return 总览."""
    return Page(rest=_write_overview, last=True)
