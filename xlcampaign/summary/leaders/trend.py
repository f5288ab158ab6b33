"""对比: what became of stars, composites, ranks and levels since the last rated stage, with what was kept and rectified."""

from collections.abc import Iterator

from xlcampaign.layout.history import source_of
from xlcampaign.layout.seal import say_changes
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import DASH, INCOMPARABLE, NUMBER, SCORE, column, main_table
from xlcampaign.model.history import Past
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.roster import Happened
from xlcampaign.model.trend import Compared, Turn
from xlcampaign.summary.context import Context
from xlcampaign.summary.figures import shown
from xlcampaign.summary.frame import Framed, Highlight, Listing, Page, Row, write_listing
from xlcampaign.summary.leaders.roster_changes import HAPPENED
from xlcampaign.summary.leaders.trend_charts import ROWS, write_trend_charts
from xlcampaign.summary.lists import AND, called
from xlcampaign.summary.register_cells import BRANCH, KIND, kind_name
from xlcampaign.tally.record import rules_of
from xlcampaign.tally.trend import compare
from xlcampaign.words import T, clauses
from xlcampaign.workbook.book import Cell
from xlcampaign.workbook.formulas import Live, quote
from xlcampaign.workbook.lines import lines_of
from xlcampaign.workbook.looks import GREEN, HEADING, MUTED, RED, Look

_TOP = 4
"""The row from which what is said of the stages stands."""
_LINE = 16
_SAID = Look(wrap=True, indent=1)
_WARNED = _SAID.but(bold=True, color=RED)
_TURNS = {
    Turn.STAYED: T("", ""),
    Turn.BEGAN: T("上次未参评", "took no part before"),
    Turn.CEASED: T("这次不参评", "takes no part now"),
}
_CAME = {
    Turn.CAME: {SubjectKind.BRANCH: Happened.FOUNDED, SubjectKind.MEMBER: Happened.JOINED},
    Turn.LEFT: {SubjectKind.BRANCH: Happened.ENDED, SubjectKind.MEMBER: Happened.LEFT},
}
_WAS = T("{what}（原：{before}）", "{what} (was: {before})")
_NOTE = T(
    "与上一个评了星的阶段逐个对比。新增、离开、没有参评的只列有的一头，不算增减；换了支部的不比名次。星数、综合得分是公式，随评星规则重算；其余按汇总时。兑现＝已兑现／全部承诺。",
    "Each against the last rated stage. Who came, left or took no part shows one side and no change; who is in another branch"
    " keeps no rank to compare. Stars and composites are formulas and follow the rules, all else is as merged. Kept: pledges"
    " fulfilled of all.",
)
_STAGES = T("各阶段", "The stages")
_STAGE = T("{name}，{source}：{figures}。", "{name}, {source}: {figures}.")
_THIS = T("本阶段", "this stage")
_FIGURES = T(
    "评星支部 {branches} 个、党员 {members} 人；授党员星 {stars} 颗；综合得分平均：支部 {branch_mean}、党员 {member_mean}",
    "branches rated {branches}, members rated {members}; stars given to members {stars}; mean composite of branches"
    " {branch_mean}, of members {member_mean}",
)
_RULES = T(
    "{name}的规则与现在不同：{changes}。{kinds}",
    "The rules of {name} differ from the present ones. {changes}. {kinds}",
)
_KINDS = {
    frozenset(SubjectKind): T(
        "星数、得分和名次含义不同，增减写“不可比”。",
        "Stars, scores and ranks mean something else, so changes say “other rules”.",
    ),
    frozenset({SubjectKind.BRANCH}): T(
        "支部的星数、得分和名次含义不同，增减写“不可比”。",
        "Stars, scores and ranks of branches mean something else, so their changes say “other rules”.",
    ),
    frozenset({SubjectKind.MEMBER}): T(
        "党员的星数、得分和名次含义不同，增减写“不可比”。",
        "Stars, scores and ranks of members mean something else, so their changes say “other rules”.",
    ),
    frozenset[SubjectKind](): T("星数和得分仍可比。", "Stars and scores compare all the same."),
}


def trend_table() -> Table:
    """Return 对比: a row per branch and member of either stage."""
    columns = (
        KIND,
        BRANCH,
        column("name", T("名称", "Name"), width=17),
        column("turn", T("变动", "Change"), width=17),
        column("lit_then", T("上次星数", "Stars before"), NUMBER, 8),
        column("lit", T("这次星数", "Stars now"), NUMBER, 8),
        column("lit_change", T("星数增减", "Stars: change"), NUMBER, 13),
        column("gained", T("新得的星", "Stars gained"), width=25),
        column("lost", T("失去的星", "Stars lost"), width=25),
        column("composite_then", T("上次得分", "Composite before"), SCORE, 10),
        column("composite", T("这次得分", "Composite now"), SCORE, 10),
        column("composite_change", T("得分增减", "Composite: change"), SCORE, 13),
        column("ranks", T("名次", "Rank"), width=13),
        column("levels", T("等次", "Level"), width=17),
        column("kept", T("兑现", "Kept"), width=8),
        column("opened", T("新列整改", "Rectifications opened"), NUMBER, 11),
        column("closed", T("整改销号", "Rectifications closed"), NUMBER, 11),
    )
    return main_table("trend", columns)


def has_trend(context: Context) -> bool:
    """Tell whether somebody was rated before and somebody is now."""
    return context.report.before is not None and not context.pending


def trend_page(context: Context) -> Page:
    """Return 对比."""
    table = trend_table()
    header = _header_row(context)
    return Page(
        note=context.say(_NOTE),
        columns=table.columns,
        rest=_write,
        frozen=(_TOP, 4),
        repeated=header,
        repeated_from=header,
    )


def _header_row(context: Context) -> int:
    return _TOP + 1 + len(_lines(context)) + 1 + ROWS + 1


def _lines(context: Context) -> list[tuple[str, Look]]:
    """Return what is said of each stage: what its results are, what they come to, and where its rules differ."""
    report, found = context.report, []
    for past in report.history:
        found.append((context.say(_stage_line(past)), _SAID))
        if past.rules:
            found.append((context.say(_rules_line(past, context)), _WARNED))
    name = context.plan.stage_of(report.stage).name
    branches, members = (context.briefing.figures[kind] for kind in SubjectKind)
    figures = _FIGURES.filled(
        branches=str(branches.rated),
        members=str(members.rated),
        stars=str(members.lit),
        branch_mean=_mean(branches.composites, branches.rated),
        member_mean=_mean(members.composites, members.rated),
    )
    found.append((context.say(_STAGE.filled(name=name, source=_THIS, figures=figures)), _SAID))
    return found


def _stage_line(past: Past) -> T:
    rated = [one for one in past.results.values() if one.composite is not None]
    by_kind = {kind: [one.composite or 0 for one in rated if one.kind is kind] for kind in SubjectKind}
    branches, members = (by_kind[kind] for kind in SubjectKind)
    figures = _FIGURES.filled(
        branches=str(len(branches)),
        members=str(len(members)),
        stars=str(sum(len(one.lit) for one in rated if one.kind is SubjectKind.MEMBER)),
        branch_mean=_mean(sum(branches), len(branches)),
        member_mean=_mean(sum(members), len(members)),
    )
    return _STAGE.filled(name=past.name, source=source_of(past), figures=figures)


def _rules_line(past: Past, context: Context) -> T:
    changes = clauses(say_changes(past.rules, past.went_by, rules_of(context.plan)))
    return _RULES.filled(name=past.name, changes=changes, kinds=_KINDS[past.incomparable])


def _mean(total: int, number: int) -> str:
    """Return a mean of composites with two decimals, half-up; a dash for none."""
    return f"{(2 * total + number) // (2 * number) / 100:.2f}" if number else DASH


def _write(framed: Framed) -> None:
    sheet, context, table = framed.sheet, framed.context, trend_table()
    past = context.report.before
    assert past is not None
    width = sum(one.width for one in table.columns) - 4
    sheet.text(_TOP, 1, context.say(_STAGES), HEADING)
    sheet.height(_TOP, 24)
    row = _TOP + 1
    for said, look in _lines(context):
        sheet.merged(row, 1, len(table.columns), said, look)
        sheet.height(row, _LINE * lines_of(said, width, look.size) + 4)
        row += 1
    write_trend_charts(framed, past, row + 1, len(table.columns))
    header = _header_row(context)
    rows = _rows(context, past, header + 1)
    changes = [table.letter_of(key) for key in ("lit_change", "composite_change")]
    highlights = [
        Highlight(f"=AND(ISNUMBER({at}{header + 1}),{at}{header + 1}{sign}0)", Look(color=color), (key,))
        for at, key in zip(changes, ("lit_change", "composite_change"), strict=True)
        for sign, color in ((">", GREEN), ("<", RED))
    ]
    turned = Highlight(f"=LEN($D{header + 1})>0", Look(color=MUTED), ("turn",))
    after = write_listing(
        sheet,
        context,
        Listing(
            table,
            rows,
            wrap=("branch", "name", "turn", "gained", "lost", "levels"),
            centred=("kind", "ranks", "levels", "kept"),
            highlights=(*highlights, turned),
        ),
        header,
    )
    sheet.print_to(after - 1, len(table.columns))


def _rows(context: Context, past: Past, top: int) -> Iterator[Row]:
    for row, one in enumerate(compare(context.report, past), top):
        yield {
            **_who(context, past, one),
            **_figures(context, past, one, row),
            "gained": _stars(context, past, one, one.gained),
            "lost": _stars(context, past, one, one.lost),
            "ranks": _ranks(context, past, one),
            "levels": _both(one.then.level if one.then else None, one.now.level if one.now else None),
            "kept": "{}/{}".format(*one.fulfilled) if one.fulfilled[1] else DASH,
            "opened": one.opened or None,
            "closed": one.closed or None,
        }


def _who(context: Context, past: Past, one: Compared) -> dict[str, Cell]:
    result = one.now or one.then
    assert result is not None
    return {
        "kind": kind_name(context, one.code),
        "branch": _branch(context, past, result.branch, now=one.now is not None),
        "name": called(context, one.code) if one.now else result.name,
        "turn": context.say(clauses(_turns(context, past, one))),
    }


def _branch(context: Context, past: Past, code: str, *, now: bool) -> str:
    """Return what a branch is called now, or was before."""
    known = past.results.get(code)
    return called(context, code) if now or known is None else known.name


def _turns(context: Context, past: Past, one: Compared) -> Iterator[T]:
    """Yield what became of somebody beside stars and scores."""
    if one.turn in _CAME:
        yield HAPPENED[_CAME[one.turn][one.kind]]
    elif one.turn is not Turn.STAYED:
        yield _TURNS[one.turn]
    if one.then and one.moved:
        before = _branch(context, past, one.then.branch, now=False)
        yield _WAS.filled(what=HAPPENED[Happened.MOVED], before=before)
    if one.then and one.renamed:
        yield _WAS.filled(what=HAPPENED[Happened.RENAMED], before=one.then.name)


def _figures(context: Context, past: Past, one: Compared, row: int) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    table = trend_table()
    then = {"lit": one.then.stars, "composite": one.then.composite} if one.then else {}
    for key, change, decimals in (("lit", one.stars, 0), ("composite", one.composite, 2)):
        before, now = (f"{table.letter_of(at)}{row}" for at in (f"{key}_then", key))
        found[f"{key}_then"] = shown(then.get(key), decimals)
        found[key] = (
            Live(context.outcome_of(one.now, key), shown(getattr(one.now, key), decimals))
            if one.now
            else DASH
        )
        if one.kind in past.incomparable and one.turn is Turn.STAYED:
            found[f"{key}_change"] = context.say(INCOMPARABLE)
        else:
            both = f"AND(ISNUMBER({before}),ISNUMBER({now}))"
            difference = f"IF({both},ROUND({now}-{before},{decimals}),{quote(DASH)})"
            found[f"{key}_change"] = Live(difference, shown(change, decimals))
    return found


def _stars(context: Context, past: Past, one: Compared, keys: tuple[str, ...]) -> str | None:
    names = {star.key: star.name for star in context.plan.stars_of(one.kind)}
    return (
        context.say(AND).join(names.get(key, past.star_names.get((one.kind, key), key)) for key in keys)
        or None
    )


def _ranks(context: Context, past: Past, one: Compared) -> str:
    if one.turn is Turn.STAYED and one.kind in past.incomparable:
        return context.say(INCOMPARABLE)
    if one.ranks is None:
        return DASH
    before, now = one.ranks
    sign = f" ↑{before - now}" if now < before else f" ↓{now - before}" if now > before else ""
    return f"{before} → {now}{sign}"


def _both(then: str | None, now: str | None) -> str:
    """Return a level before and now, once where it is the same."""
    before, after = then or DASH, now or DASH
    return before if before == after else f"{before} → {after}"
