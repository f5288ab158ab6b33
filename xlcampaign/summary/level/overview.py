"""总览 of a level: which units reported, who did well, who must improve, what is open, whether it can be trusted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlcampaign.address import letter
from xlcampaign.layout.choices import UNIT_STATES
from xlcampaign.layout.summary import DASH
from xlcampaign.model.dispatch import Told
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.rollup import UnitState
from xlcampaign.summary.figures import shown
from xlcampaign.summary.frame import FIRST_PAGE, WAY, Audience, FramedIn, PageIn
from xlcampaign.summary.level.context import LevelContext
from xlcampaign.summary.level.trust import trusted, what_next
from xlcampaign.summary.level.units import stars_mean
from xlcampaign.words import T, bracketed, enumerated, same
from xlcampaign.workbook.book import Workbook, Worksheet, quoted
from xlcampaign.workbook.charts import Axis, Series, bar_chart, place_chart
from xlcampaign.workbook.lines import SIZE, lines_of, longest_line
from xlcampaign.workbook.looks import CENTRED, MUTED, PAPER, RED, RULE, TITLE, WORKING_HEADER, Look

COLUMNS = 12
_WIDTH = 12.5
_TITLES = 2
_LEFT = 7
"""How many columns the lines take; the chart stands beside them."""
_NAMED = 8
"""So many are named; of more there is a number."""
_ON_PAGE = 14
"""So many units are in the chart and its table; of more the rest stands on the sheet of units."""
_SIZE = (340, 330)
_LINE_HEIGHT = 16.5
_WHO = Look(color=MUTED, size=10, fill=PAPER, indent=1)
_TILE = Look(color=MUTED, size=10, align="center", border=RULE)
_VALUE_SIZE = 16
_VALUE = Look(bold=True, align="center", border=RULE, shrink=True)
_SMALL = Look(color=MUTED, size=10, align="center", border=RULE, wrap=True, shrink=False)
_LINE_TITLE = Look(bold=True, size=10, color=RED, bottom=RULE, fill=PAPER)
_LINE = Look(size=10, bottom=RULE, wrap=True)
_CELL = CENTRED.but(size=10, shrink=True)
_MEANS = T("党员人均星数（颗）", "Stars a member")
_BY_RULES = T("党员人均星数（颗；规则组不同不可比）", "Stars a member (not comparable across rule sets)")
_NONE = T("无", "none")
_MORE = T("等 {number} 个", " … {number} in all")
_BRANCH, _MEMBER = SubjectKind


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the page: its title, what it says, the key of the sheet that tells more."""

    title: T
    said: str
    sheet: str


def overview_page(_context: LevelContext) -> PageIn[LevelContext]:
    """Return 总览."""
    return PageIn(rest=_write, locked=False, frozen=None, last=True)


def _some(context: LevelContext, names: Sequence[T]) -> str:
    """Return names, or the first of them and how many there are."""
    if not names:
        return context.say(_NONE)
    said = context.say(enumerated(names[:_NAMED]))
    return said if len(names) <= _NAMED else said + _MORE.fill(context.lang, {"number": str(len(names))})


def _called(one: Told, context: LevelContext) -> T:
    """Return a subject's name and its unit; of namesakes there its branch, too."""
    whose = [one.unit_name, one.branch_name] if one in context.namesakes else [one.unit_name]
    return bracketed(one.name, context.say(enumerated(map(same, whose))))


def _lines(context: LevelContext) -> Iterator[_Line]:
    rollup = context.rollup
    branches, members = rollup.of(_BRANCH), rollup.of(_MEMBER)
    for state in (UnitState.MISSING, UnitState.RETURNED, UnitState.LATE, UnitState.DUE, UnitState.EXTENDED):
        units = [same(line.unit.name) for line in rollup.lines if line.state is state]
        if units:
            yield _Line(_begun(UNIT_STATES[state]), _some(context, units), "level_units")
    lacking = [one for one in context.rollup.counting if one.account.lacks_units]
    if lacking:
        named = [
            bracketed(one.unit.name, one.units_out) if one.units_out else same(one.unit.name)
            for one in lacking
        ]
        yield _Line(T("下级没有报齐", "Units below missing"), _some(context, named), "level_units")
    first = [one for one in context.in_order if context.ranks.get(one) == 1]
    yield _Line(
        T("支部第一", "First branches"),
        _some(context, [_called(one, context) for one in first]),
        "level_board",
    )
    for what, title in (
        ("full", T("满星支部", "All stars: branches")),
        ("rectify", T("须整改支部", "Branches to rectify")),
    ):
        chosen = [
            _called(one, context) for one in branches if (one.is_full if what == "full" else one.rectify)
        ]
        yield _Line(title, _some(context, chosen), "level_board" if what == "full" else "level_lists")
    for title, chosen in (
        (T("符合推荐党员", "Members fit"), [_called(one, context) for one in members if one.fit]),
        (T("须整改党员", "Members to rectify"), [_called(one, context) for one in members if one.rectify]),
    ):
        yield _Line(title, _some(context, chosen), "level_lists")
    unrated = [sum(not one.is_rated for one in several) for several in (branches, members)]
    said = T(f"支部 {unrated[0]} 个，党员 {unrated[1]} 人", f"branches {unrated[0]}, members {unrated[1]}")
    yield _Line(T("暂未评星", "Unrated"), context.say(said), "level_lists")
    yield _Line(T("需要研究", "To decide"), _open(context), "dispatch_matters")
    yield _Line(T("可信吗", "Trust it?"), context.say(trusted(context.rollup)), "level_units")
    yield _Line(T("下一步", "What next"), context.say(what_next(context.rollup)), "level_units")


def _begun(title: T) -> T:
    """Return a word of a list as a line begins with it."""
    return T(title.zh, title.en[:1].upper() + title.en[1:])


def _open(context: LevelContext) -> str:
    """Return which units have open matters, and how many."""
    units = [
        T(f"{one.unit.name} {len(one.matters)} 项", f"{one.unit.name}: {len(one.matters)}")
        for one in context.rollup.counting
        if one.matters
    ]
    return _some(context, units)


def _tiles(context: LevelContext) -> Iterator[tuple[T, str, T]]:
    """Yield key figures: what they are of, the figure, small print."""
    rollup, say = context.rollup, context.say
    branches, members = rollup.of(_BRANCH), rollup.of(_MEMBER)
    counting = len(rollup.counting)
    expected = len(rollup.level.units) if rollup.level else None
    of = f"{counting} / {expected}" if expected is not None else f"{counting} / {DASH}"
    small = (
        T("已采用（含迟报）/ 应报", "accepted (late ones too) / expected")
        if rollup.level
        else T("应报数不明：没有名单", "no list of expected units")
    )
    yield T("单位报送", "Units reporting"), of, small
    for several, title in ((branches, T("支部", "Branches")), (members, T("党员", "Members"))):
        rated = sum(one.is_rated for one in several)
        yield title, str(len(several)), T(f"已评星 {rated}", f"rated {rated}")
    both = T(" 支部 · ", " br. · "), T(" 人", " mem.")
    for title, what, by in (
        (T("满星", "All stars"), "is_full", T("所列的星全部授予", "every star given")),
        (
            T("符合推荐条件", "Fit for recommendation"),
            "fit",
            T("各按本单位的规则", "by each unit's own rules"),
        ),
        (T("须整改", "To rectify"), "rectify", T("星数不足或被否决", "too few stars, or vetoed")),
    ):
        found = [sum(getattr(one, what) for one in several) for several in (branches, members)]
        yield title, f"{found[0]}{say(both[0])}{found[1]}{say(both[1])}", by


def _write(framed: FramedIn[LevelContext]) -> None:
    sheet, context = framed.sheet, framed.context
    for number in range(1, COLUMNS + 1):
        sheet.width(number, _WIDTH)
    rollup, say = context.rollup, context.say
    title = T(
        f"★ {context.organisation}　{context.stage_name}评星汇总",
        f"★ {context.organisation} · {context.stage_name}: roll-up",
    )
    sheet.merged(1, 1, COLUMNS, say(title), TITLE)
    sheet.height(1, 30)
    who = T(
        f"{rollup.campaign[1]}　·　制表日期 {rollup.as_of}", f"{rollup.campaign[1]} · as of {rollup.as_of}"
    )
    sheet.merged(2, 1, COLUMNS, say(who), _WHO)
    _write_links(framed)
    span, tiles = COLUMNS // 6, list(_tiles(context))
    widest = max(longest_line(value) for _, value, _ in tiles)
    size = min(_VALUE_SIZE, int(SIZE * span * _WIDTH / widest))
    for number, (label, value, small) in enumerate(tiles):
        left = 1 + number * span
        for row, text, look in (
            (4, say(label), _TILE),
            (5, value, _VALUE.but(size=size)),
            (6, say(small), _SMALL),
        ):
            sheet.merged(row, left, left + span - 1, text, look)
    for row, height in ((3, 18), (4, 16), (5, 26), (6, 30)):
        sheet.height(row, height)
    last = _write_lines(framed, 8)
    end = _write_units(framed.book, sheet, context, 8)
    sheet.print_to(max(last, end), COLUMNS)
    sheet.print_pages(1, 1)


def _write_links(framed: FramedIn[LevelContext]) -> None:
    context = framed.context
    keys = [one.key for one in framed.entries if one.audience is Audience.LEADERS and one.key != FIRST_PAGE]
    for number, key in enumerate(keys):
        framed.sheet.link(3, 1 + 2 * number, context.title(key), "A1", f"{context.title(key)} ›", WAY)


def _write_lines(framed: FramedIn[LevelContext], top: int) -> int:
    """Write what the page says in words; return the last row."""
    sheet, context, row = framed.sheet, framed.context, top
    room = (_LEFT - _TITLES) * (_WIDTH + 0.7) - 2
    for line in _lines(context):
        last = row + lines_of(line.said, room, _LINE.size) - 1
        sheet.merged_block(row, 1, last, _TITLES, "", _LINE_TITLE)
        sheet.link(row, 1, context.title(line.sheet), "A1", f"{context.say(line.title)} ›", _LINE_TITLE)
        sheet.merged_block(row, _TITLES + 1, last, _LEFT, line.said, _LINE)
        for number in range(row, last + 1):
            sheet.height(number, _LINE_HEIGHT)
        row = last + 1
    return row - 1


def _write_units(book: Workbook, sheet: Worksheet, context: LevelContext, top: int) -> int:
    """Write what units come to, beside a chart of how many stars their members have; return the last row."""
    left = _LEFT + 2
    units = [line for line in context.rollup.lines if line.dispatch][:_ON_PAGE]
    if not units:
        return top
    titles = (T("单位", "Unit"), T("人均星数", "Stars a member"), T("须整改（人）", "To rectify"))
    spans = (2, 1, 1)
    for row, line in enumerate([None, *units], top):
        members = line.dispatch.of(_MEMBER) if line and line.dispatch else ()
        cells: list[str | float] = [context.say(title) for title in titles]
        if line:
            mean = shown(stars_mean(line.dispatch) if line.dispatch else None)
            cells = [
                context.with_rules(line.unit.name, context.groups_of(line)),
                mean,
                sum(one.rectify for one in members),
            ]
        at = left
        for cell, width in zip(cells, spans, strict=True):
            look = WORKING_HEADER if line is None else _CELL
            if width > 1:
                sheet.merged(row, at, at + width - 1, str(cell), look)
            elif isinstance(cell, str):
                sheet.text(row, at, cell, look)
            else:
                sheet.number(row, at, cell, look.but(number="0.00" if at == left + 2 else "0"))
            at += width
    first, last = top + 1, top + len(units)
    if all(stars_mean(line.dispatch) is None for line in units if line.dispatch):
        return last
    ref = quoted(sheet.title)
    stars = max((len(one.stars[_MEMBER]) for one in context.rollup.counting), default=0)
    title = context.say(_BY_RULES if len(context.rollup.rules) > 1 else _MEANS)
    series = [Series(f"={ref}!${letter(left + 2)}${top}", f"={ref}!${letter(left)}${first}:${letter(left)}${last}",
                     f"={ref}!${letter(left + 2)}${first}:${letter(left + 2)}${last}", RED)]  # fmt: skip
    chart = bar_chart(book, title, series, _SIZE, Axis(0, stars + 1 if stars else None, None))
    words = (
        title + context.say(T("：", ": ")) + context.say(enumerated([same(line.unit.name) for line in units]))
    )
    place_chart(sheet, chart, last + 2, left, words)
    return last + 2 + 20
