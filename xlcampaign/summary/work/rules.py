"""评星规则: the inputs of all formulas, changeable, with the names by which formulas know them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from xlcampaign.address import letter
from xlcampaign.layout.choices import (
    ABSTENTIONS,
    KINDS,
    MISSING,
    NO_POINTS,
    REPEATED,
    UNIFORM,
    WAYS,
    label_of,
)
from xlcampaign.layout.dispatch import INPUTS_IN
from xlcampaign.layout.kinds import YES_NO, Validation, show_hundredths
from xlcampaign.layout.records import row_of
from xlcampaign.layout.sheet import Column
from xlcampaign.layout.summary import TEXT
from xlcampaign.model.choices import Missing
from xlcampaign.model.plan import Entry, Plan, SubjectKind
from xlcampaign.model.scale import Abstentions, Scale
from xlcampaign.summary import names
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import VALUES_ONLY, Framed, Page, printed_points
from xlcampaign.summary.pages import page_ends, room_of
from xlcampaign.words import T, listing_of, same
from xlcampaign.workbook.book import Workbook, Worksheet
from xlcampaign.workbook.formulas import quote
from xlcampaign.workbook.lines import lines_of
from xlcampaign.workbook.looks import (
    CENTRED,
    DARK_RED,
    HEADER,
    INPUT_CELL,
    LOCKED_CELL,
    MUTED,
    RED,
    RULE,
    STATUS,
    Look,
)

_FIRST_WAY = 2
_LABELS, _CELLS = 34, 15
_LINE = 15
_SECTION = Look(bold=True, size=12, color=RED, bottom=DARK_RED)
_DERIVED = CENTRED.but(color=MUTED, border=RULE)
_REMARK = _DERIVED.but(wrap=True)
_COMPARED = STATUS.but(size=10)
_HINT = Look(color=MUTED, wrap=True, indent=1)

_POINTS = Validation(formula="=AND(ISNUMBER({cell}),{cell}>=0,{cell}<=10)")
_WHOLE = Validation(formula="=AND(ISNUMBER({cell}),{cell}>=0,{cell}<=100,{cell}=INT({cell}))")
_COMPOSITE = Validation(formula="=AND(ISNUMBER({cell}),{cell}>=0,{cell}<=100)")
BETWEEN = T("；", "; ")
LACKING = T("；缺{way}", "; no {way}")
THIN = T("；人数少（{way}）", "; few raters ({way})")
"""Remarks in 评分明细, completed by a way's name, one after the other; the first loses what stands between."""
BY_SELF = T("是", "yes")
_WRONG = T("请按右边的说明填写", "see the remark on the right")


def used_scales(plan: Plan) -> tuple[Scale, ...]:
    """Return the scales of grades that some way uses, in the plan's order; formulas number them from 1."""
    used = {way.scale for way in plan.ways}
    return tuple(scale for scale in plan.scales if scale.key in used and not scale.is_points)


def total_column(plan: Plan) -> int:
    """Return the column of the weights' sums: the first one right of the ways, whichever kind has more of them."""
    return _FIRST_WAY + max(len(plan.ways_of(kind)) for kind in SubjectKind)


def last_column(plan: Plan) -> int:
    """Return the last column of the sheet: right of the weights' sums there is a check, and some room."""
    return total_column(plan) + 2


def _literal(value: str | float) -> str:
    return quote(value) if isinstance(value, str) else f"{value:.15g}"


@dataclass
class _Rules:
    """The sheet while it is written: the next row, what every input was in the plan, where sections begin."""

    context: Context
    book: Workbook
    sheet: Worksheet
    last_column: int
    row: int = 5
    sections: list[list[str]] = field(default_factory=list)
    begun: list[int] = field(default_factory=list)
    inputs: dict[str, str | float | None] = field(default_factory=dict)

    def say(self, text: T) -> str:
        return text.say(self.context.lang)

    def name(self, name: str, first: int, last: int | None = None, *, top: int | None = None) -> None:
        """Name cells of the current row from a column to a column, or from a row down to it."""
        start = f"${letter(first)}${top or self.row}"
        end = f"${letter(last or first)}${self.row}"
        self.book.name(name, f"={self.context.ref('rules')}{start if start == end else f'{start}:{end}'}")

    def section(self, title: T, *headers: T) -> None:
        self.row += 1
        self.begun.append(self.row)
        self.sheet.merged(self.row, 1, self.last_column, self.say(title), _SECTION)
        self.sheet.height(self.row, 24)
        self.row += 1
        self.sections.append([])
        if headers:
            for column, header in enumerate(headers, 1):
                self.sheet.text(self.row, column, self.say(header), HEADER)
            self.row += 1

    def input(self, column: int, value: str | float | None, rule: Validation, number: str = "") -> None:
        """Write an input with the plan's value, which the check of changes remembers."""
        if len(self.sections) == 1 and not self.sections[0]:
            self.sheet.select(self.row, column)
        look = (INPUT_CELL if self.context.live else _DERIVED).but(number=number)
        self.sheet.shown(self.row, column, value, look)
        area = (self.row, column, self.row, column)
        self.sheet.validate(area, rule, "", self.say(_WRONG), self.context.title("rules"))
        literal = '""' if value is None else _literal(value)
        cell = f"{letter(column)}{self.row}"
        self.sections[-1].append(f"{cell}={literal}")
        self.inputs[cell] = value

    def label_next(self, text: str) -> None:
        self.row += 1
        self.label(text)

    def help_next(self, text: str) -> None:
        """Begin the next row: what formulas need and nobody reads."""
        self.row += 1
        self.sheet.text(self.row, 1, text, LOCKED_CELL)
        self.sheet.fold(self.row)

    def live(
        self, column: int, formula: str, value: str | float, number: str = "", *, small: bool = False
    ) -> None:
        look = _REMARK if small else _DERIVED.but(number=number)
        self.sheet.formula(self.row, column, f"={formula}", value, look)

    def tall(self, texts: Iterable[str], look: Look) -> None:
        """Make the current row as tall as texts need, each in a cell of its own."""
        lines = max(lines_of(text, _CELLS - 1, look.size) for text in texts)
        if lines > 1:
            self.sheet.height(self.row, _LINE * lines)

    def label(self, text: str, hint: str = "", hint_from: int = 4) -> None:
        """Write the label of the current row, as tall as it needs, and what is said beside it."""
        lines = lines_of(text, _LABELS - 2)
        self.sheet.text(self.row, 1, text, LOCKED_CELL.but(wrap=lines > 1))
        if hint:
            beside = _CELLS * (self.last_column - hint_from + 1)
            lines = max(lines, lines_of(hint, beside - 3))
        if lines > 1:
            self.sheet.height(self.row, _LINE * lines)
        if hint:
            self.sheet.merged(self.row, hint_from, self.last_column, hint, _HINT)


def _choice(
    rules: _Rules, title: T, options: tuple[str, ...], value: str, on: tuple[str, str], hint: T
) -> None:
    """Write a choice; `on` is the option that its flag, of that name, is 1 for."""
    rules.label(rules.say(title), rules.say(hint))
    rules.input(2, value, Validation(options=options))
    rules.live(3, f"IF(B{rules.row}={_literal(on[0])},1,0)", int(value == on[0]))
    rules.name(on[1], 3)
    rules.row += 1


def _number(rules: _Rules, title: T, value: float, rule: Validation, name: str, hint: T) -> None:
    rules.label(rules.say(title), rules.say(hint))
    rules.input(2, value, rule, "0.00" if rule is _POINTS else "0")
    if name:
        rules.name(name, 2)
    rules.row += 1


def _write_general(rules: _Rules) -> None:
    campaign, say = rules.context.plan.campaign, rules.say
    rules.section(T("通用规则", "General rules"))
    title = T("授星分数线", "Score from which a star is lit")
    hint = T("0–10 分；某颗星可在下面另定", "0–10; a star may have its own below")
    _number(rules, title, campaign.threshold / 100, _POINTS, names.THRESHOLD, hint)
    yes, no = (say(label_of(YES_NO, key)) for key in ("yes", "no"))
    title = T("去掉最高最低各一", "Trim one highest and one lowest")
    hint = T("某方式计数多于 5 个时，去掉一个最高、一个最低", "where a way has more than 5 counted marks")
    _choice(rules, title, (yes, no), yes if campaign.trim else no, (yes, names.TRIM), hint)
    policies = {key: say(label_of(MISSING, key)) for key in Missing}
    title = T("缺一种方式时", "Where a way is missing")
    hint = T(
        "折算：按已有方式的权重折算；组织评不可缺",
        "renormalise: by the ways there are, if the organisation's is",
    )
    on = (policies[Missing.RENORMALISE], names.RENORMALISE)
    _choice(rules, title, tuple(policies.values()), policies[campaign.missing], on, hint)
    title = T("优秀名额（几名正式党员 1 名）", "Full members to one place at the top")
    hint = T("按支部，向下取整；0 为不限", "by branch, rounded down; 0: no quota")
    _number(rules, title, campaign.quota or 0, _WHOLE, names.QUOTA, hint)
    title = T("人数少的界限", "Few raters below")
    hint = T(
        "多人评议的方式，计数少于此数的标“人数少”", "ways with many raters: fewer counted marks are marked"
    )
    _number(rules, title, campaign.few_raters, _WHOLE, names.FEW, hint)
    _write_ballots(rules)
    _write_shares(rules)


def _write_ballots(rules: _Rules) -> None:
    """Write which votes count, and of how many: settled while reading, so that no formula follows."""
    plan, say = rules.context.plan, rules.say
    campaign = plan.campaign
    by_ballots = any(way.entry is Entry.BALLOTS for way in plan.ways)
    hint = T("在活动方案里改，改后重新汇总", "changed in the plan; then merge again")
    then = T(
        "发表前在活动方案里定：表上怎么印就怎么算",
        "settled in the plan before forms go out, and printed on them",
    )
    settled = [
        (T("弃权计入总票数", "Abstentions count as votes"), ABSTENTIONS, campaign.abstentions, then),
        (T("互评含本人", "Peers rate themselves too"), YES_NO, row_of(campaign)["peers_with_own"], then),
    ]
    if by_ballots:
        settled += [
            (T("整张一个样的票", "Uniform ballots"), UNIFORM, campaign.uniform_ballots, hint),
            (T("完全相同的票", "Identical ballots"), REPEATED, campaign.identical_ballots, hint),
        ]
    for title, choices, value, how in settled:
        rules.label(say(title), say(how))
        rules.sheet.text(rules.row, 2, say(label_of(choices, str(value))), _DERIVED)
        rules.row += 1


def _write_shares(rules: _Rules) -> None:
    """Write how many stars are too few, and how many are enough."""
    plan, say = rules.context.plan, rules.say
    title = T("基本要求（星数的百分之几）", "Basic requirement (% of stars)")
    hint = T(
        "得星少于此比例（向上取整）的需要整改", "fewer lit stars than this share, rounded up: to rectify"
    )
    share = rules.row
    _number(rules, title, plan.campaign.rectify_share, _WHOLE, "", hint)
    for kind in SubjectKind:
        who, stars = label_of(KINDS, kind), len(plan.stars_of(kind))
        rules.label(say(T(f"　{who.zh}整改线（少于几颗）", f"  {who.en}: fewer stars than")))
        rules.live(2, f"INT((B{share}*{stars}+99)/100)", plan.rectify_below(kind))
        rules.name(names.rectify(kind), 2)
        rules.row += 1
    for kind in SubjectKind:
        who = label_of(KINDS, kind)
        title = T(f"{who.zh}推荐所需星数", f"Stars for recommending a {who.en}")
        hint = T("得星不少于此数的符合推荐条件", "as many lit stars or more: fit for recommendation")
        _number(rules, title, plan.recommend_from(kind), _WHOLE, names.recommend(kind), hint)


def _write_weights(rules: _Rules) -> None:
    plan = rules.context.plan
    most = max((plan.ways_of(kind) for kind in SubjectKind), key=len)
    headers = [label_of(WAYS, way.key) for way in most]
    total, check = T("合计", "Sum"), T("检查", "Check")
    rules.section(T("权重（合计 100）", "Weights (100 in all)"), T("类别", "Kind"), *headers, total, check)
    whole = total_column(plan)
    good, bad = rules.say(T("合计 100", "100")), rules.say(T("合计不是 100", "not 100"))
    for kind in SubjectKind:
        who, ways = label_of(KINDS, kind), plan.ways_of(kind)
        last = _FIRST_WAY + len(ways) - 1
        rules.label(rules.say(T(f"{who.zh}　权重", f"{who.en}: weight")))
        for column, way in enumerate(ways, _FIRST_WAY):
            rules.input(column, way.weight, _WHOLE)
        weights = f"{letter(_FIRST_WAY)}{rules.row}:{letter(last)}{rules.row}"
        rules.live(whole, f"SUM({weights})", 100)
        rules.live(whole + 1, f"IF({letter(whole)}{rules.row}=100,{_literal(good)},{_literal(bad)})", good)
        rules.name(names.weights(kind), _FIRST_WAY, last)
        rules.name(names.whole(kind), whole)
        rules.row += 1
        _write_ways(rules, kind, last)


def _write_ways(rules: _Rules, kind: SubjectKind, last: int) -> None:
    """Write below the weights, up to the last way's column, what the ways are called and what is remarked on them."""
    ways, say = rules.context.plan.ways_of(kind), rules.say
    rules.label(say(T("　方式名称", "  name of the way")))
    for column, way in enumerate(ways, _FIRST_WAY):
        rules.sheet.text(rules.row, column, way.name, _DERIVED.but(wrap=True))
    rules.tall((way.name for way in ways), _DERIVED)
    rules.name(names.ways(kind), _FIRST_WAY, last)
    rules.help_next(say(T("　缺时的备注", "  remark when missing")))
    for column, way in enumerate(ways, _FIRST_WAY):
        cell, text = letter(column), say(LACKING).format(way=way.name)
        formula = f'IF({cell}{rules.row - 2}>0,{joined(say(LACKING), f"{cell}{rules.row - 1}")},"")'
        rules.live(column, formula, text if way.weight else "", small=True)
    rules.name(names.lacking(kind), _FIRST_WAY, last)
    rules.help_next(say(T("　人数少的备注", "  remark when few")))
    for column, way in enumerate(ways, _FIRST_WAY):
        formula = joined(say(THIN), f"{letter(column)}{rules.row - 2}")
        rules.live(column, formula, say(THIN).format(way=way.name), small=True)
    rules.name(names.thin(kind), _FIRST_WAY, last)
    rules.row += 1


def joined(pattern: str, cell: str) -> str:
    """Return the formula that puts a cell's text into a pattern's {way}."""
    before, after = pattern.split("{way}")
    return "&".join(part for part in (_literal(before) if before else "", cell, _literal(after)) if part)


def _write_scales(rules: _Rules) -> None:
    say, plan = rules.say, rules.context.plan
    rules.section(T("等级分值（0–10；不计分的写“不计”）", "Points of grades (0–10, or “not counted”)"))
    for number, scale in enumerate(used_scales(plan), 1):
        _write_scale(rules, number, scale)
    for scale in plan.scales:
        used_by = [way.name for way in plan.ways if way.scale == scale.key]
        if scale.is_points and used_by:
            low, high, step = (show_hundredths(value or 0) for value in (scale.low, scale.high, scale.step))
            text = T(f"直接打分 {low}–{high}，间隔 {step}", f"points from {low} to {high} in steps of {step}")
            rules.label(say(listing_of(used_by)), say(text), 2)
            rules.row += 1


def _write_scale(rules: _Rules, number: int, scale: Scale) -> None:
    """Write a scale's grades, their points, and below them what formulas make of the points."""
    say, none = rules.say, rules.say(NO_POINTS.label)
    number_or_none = f"OR({{cell}}={_literal(none)},AND(ISNUMBER({{cell}}),{{cell}}>=0,{{cell}}<=10))"
    grades = (*scale.counted, *scale.uncounted)
    used_by = say(listing_of(way.name for way in rules.context.plan.ways if way.scale == scale.key))
    rules.label(used_by)
    for column, grade in enumerate(grades, 2):
        rules.sheet.text(rules.row, column, grade.name, HEADER)
    rules.label_next(say(T("　分值", "  points")))
    for column, grade in enumerate(grades, 2):
        shown = none if grade.points is None else grade.points / 100
        rules.input(column, shown, Validation(formula=f"={number_or_none}"))
    typed = rules.row
    for place, (label, name, formula) in enumerate(_DERIVED_ROWS):
        rules.help_next(say(label))
        for column, grade in enumerate(grades, 2):
            cell = f"{letter(column)}{typed}"
            value = 0 if grade.points is None else _derived(grade.points / 100)[place]
            rules.live(column, f"IF(ISNUMBER({cell}),{formula.format(cell=cell)},0)", value)
        rules.name(name(number), 2, len(grades) + 1)
    if scale.derived and scale.uncounted and rules.context.plan.campaign.abstentions is Abstentions.COUNTED:
        with_others = _ABSTAINED.filled(uncounted=scale.uncounted[0].name, derived=scale.derived.name)
        rules.row += 1
        rules.sheet.merged(rules.row, 1, rules.last_column, say(with_others), _REMARK)
    rules.row += 1


_ABSTAINED = T(
    "　“{uncounted}”计入总票数：和“{derived}”一起算，不单另计",
    "  “{uncounted}” counts as a vote: together with “{derived}”, not by itself",
)
_DERIVED_ROWS = (
    (T("　计入（1 计、0 不计）", "  counted (1) or not (0)"), names.flags, "1"),
    (T("　计算用分值", "  points as calculated"), names.points, "{cell}"),
    (T("　找最高分用", "  to find the highest"), names.tops, "{cell}+1"),
    (T("　找最低分用", "  to find the lowest"), names.bottoms, "1000-{cell}"),
)


def _derived(points: float) -> tuple[float, ...]:
    """Return what the derived rows make of the points of a counted grade."""
    return 1, points, points + 1, 1000 - points


def _write_stars(rules: _Rules) -> None:
    plan = rules.context.plan
    for kind in SubjectKind:
        who = label_of(KINDS, kind)
        goals = {goal.key: goal.name for goal in plan.goals_of(kind)}
        rules.section(
            T(f"{who.zh}星级", f"Stars of a {who.en}"),
            T("星级", "Star"),
            T("自定分数线", "Own score"),
            T("现行分数线", "Lit from"),
            T("目标", "Goal"),
        )
        first = rules.row
        for star in plan.stars_of(kind):
            rules.label(star.name)
            rules.input(2, None if star.threshold is None else star.threshold / 100, _POINTS, "0.00")
            own = f"B{rules.row}"
            rules.live(
                3, f"IF(ISNUMBER({own}),{own},{names.THRESHOLD})", plan.threshold_of(star) / 100, "0.00"
            )
            rules.sheet.merged(rules.row, 4, 5, goals.get(star.goal, ""), _DERIVED)
            rules.row += 1
        rules.row -= 1
        rules.name(names.bars(kind), 3, top=first)
        rules.row += 1


def _write_levels(rules: _Rules) -> None:
    for kind in SubjectKind:
        who = label_of(KINDS, kind)
        rules.section(
            T(f"{who.zh}等次（综合得分 0–100）", f"Levels of a {who.en} (composite 0–100)"),
            T("等次", "Level"),
            T("从（含）", "From"),
            T("到（不含）", "Up to"),
        )
        levels = rules.context.plan.levels_of(kind)[::-1]
        first = rules.row
        for number, level in enumerate(levels):
            rules.label(level.name)
            top = number == len(levels) - 1
            if number:
                rules.input(2, level.low / 100, _COMPOSITE, "0.00")
            else:
                rules.sheet.number(rules.row, 2, level.low / 100, _DERIVED.but(number="0.00"))
            if top:
                rules.sheet.text(rules.row, 3, rules.say(T("100（含）", "100 incl.")), _DERIVED)
            else:
                rules.live(3, f"B{rules.row + 1}", level.high / 100, "0.00")
            rules.row += 1
        rules.row -= 1
        rules.name(names.bounds(kind), 2, top=first)
        rules.name(names.levels(kind), 1, top=first)
        rules.row += 1


def _write_changes(rules: _Rules) -> None:
    """Write whether every input is still the plan's."""
    tests = ",".join(f"AND({','.join(section)})" for section in rules.sections if section)
    same, changed = (
        T("规则与活动方案一致", "The rules are the plan's"),
        T("规则已改动，不再是活动方案的规则", "The rules were changed"),
    )
    rules.row = 4
    rules.sheet.text(4, 1, rules.say(T("与方案比", "Compared with the plan")), _COMPARED)
    rules.sheet.merged(4, 2, 6, "", _COMPARED)
    formula = f"=IF(G4=0,{_literal(rules.say(same))},{_literal(rules.say(changed))})"
    rules.sheet.formula(4, 2, formula, rules.say(same), _COMPARED)
    rules.live(7, f"IF(AND({tests}),0,1)", 0)
    rules.name(names.CHANGED, 7)


def _write_rules(framed: Framed) -> None:
    rules = _Rules(framed.context, framed.book, framed.sheet, last_column(framed.context.plan))
    for write in (_write_general, _write_weights, _write_scales, _write_stars, _write_levels):
        write(rules)
    groups = pairwise([framed.row, *rules.begun[1:], rules.row])
    _write_changes(rules)
    framed.book.noted[INPUTS_IN] = json.dumps(rules.inputs, ensure_ascii=False)
    sheet, points = framed.sheet, printed_points(framed.context, framed.page)
    repeated = sum(sheet.heights[row] for row in (1, 2))
    page = framed.page
    room = room_of(points, landscape=page.landscape, paper=page.paper, repeated=repeated)
    ends = page_ends(((a, b - 1) for a, b in groups), lambda row: sheet.heights.get(row, _LINE), room)
    sheet.break_after(ends)


def rules_page(context: Context) -> Page:
    """Return 评星规则, with the names that formulas know its cells by."""
    note = T(
        "淡黄色的格可以改：改后评分明细、图板、五个好·五带头和图表自动重算；名单和文字不随之变，已不相符的会标明“已过期”。",
        "Yellow cells may be changed: scores, boards, goals, charts follow; lists and text do not, and say so.",
    )
    last = last_column(context.plan)
    return Page(
        note=context.say(note if context.live else VALUES_ONLY),
        columns=[Column(str(n), same(""), TEXT, width=_CELLS if n else _LABELS) for n in range(last)],
        across=last,
        rest=_write_rules,
        frozen=(5, 1),
        landscape=False,
        repeated=2,
    )
