"""各单位情况: what became of each unit's report, and what it comes to."""

from collections.abc import Iterator
from functools import partial

from xlcampaign.address import number_of
from xlcampaign.layout.choices import UNIT_STATES
from xlcampaign.layout.kinds import Code
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import NUMBER, SCORE, column, main_table
from xlcampaign.model.dispatch import Dispatch, Origin, Told
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.rollup import UnitLine, UnitState
from xlcampaign.model.rounding import half_up
from xlcampaign.summary.figures import shown
from xlcampaign.summary.frame import Highlight, Listing, PageIn, Row
from xlcampaign.summary.level.context import LevelContext
from xlcampaign.summary.register_cells import DATE, day_of
from xlcampaign.words import Lang, T, same
from xlcampaign.workbook.book import Cell
from xlcampaign.workbook.formulas import Live, quote
from xlcampaign.workbook.looks import RED, Look

_BRANCH, _MEMBER = SubjectKind
ORIGINS = {
    Origin.UNIT: T("上报本", "report"),
    Origin.ROLLUP: T("下级汇总", "roll-up"),
    Origin.FORM: T("上报表（手填）", "form (by hand)"),
    Origin.SUMMARY: T("汇总", "summary"),
}
_NOTE = T(
    "一个单位一行；没有报的、退回的不当零算，各数空着。人均星数只在本单位内平均，下面各单位规则不同的不平均（—）。右边统计日期起的几列是办公室核对用的，不打印。",
    "A row per unit; what did not come or goes back is no zero, its figures are empty. Stars a member are the unit's own mean,"
    " and none (—) where rules below it differ. The columns from “As of” on are for the office's checks and not printed.",
)
_BETWEEN = T("；", "; ")
_LAST_PRINTED = "why"
_LACKS = T(
    "下级没有报齐：采用 {came} / 应报 {of}{names}",
    "lacks reports of its own units: {came} accepted of {of}{names}",
)
_LACKING = T("，缺 {names}", ", without {names}")
_SEALED = T("下级 {sealed} / {of}", "below: {sealed} of {of}")


def units_table() -> Table:
    """Return 各单位情况: a row per unit."""
    columns = (
        column("code", T("单位代码", "Unit code"), Code(), 10),
        column("unit", T("单位", "Unit"), width=20),
        column("state", T("状态", "State"), width=10),
        column("sealed", T("定稿", "Sealed"), width=14),
        *(
            column(f"{key}.{kind}", T(f"{name.zh}{zh}", f"{name.en} {en}".strip()), NUMBER, 8)
            for kind, name in ((_BRANCH, T("支部", "Branches")), (_MEMBER, T("党员", "Members")))
            for key, zh, en in (
                ("all", "数", ""),
                ("rated", "已评星", "rated"),
                ("full", "满星", "all stars"),
                ("fit", "符合推荐", "fit"),
                ("rectify", "须整改", "to rectify"),
            )
        ),
        column("mean", T("党员人均星数", "Stars a member"), SCORE, 10),
        column("matters", T("待办事项", "Open matters"), NUMBER, 8),
        column("why", T("退回原因、联系人、下级", "Why it goes back, contact, units below"), width=34),
        column("as_of", T("统计日期", "As of"), DATE, 12),
        column("errors", T("填报错误", "Errors"), NUMBER, 9),
        column("difference", T("核对差额", "Accounts differ by"), NUMBER, 10),
        column("origin", T("来自", "From"), width=13),
        column("file", T("文件", "File"), width=30),
    )
    return main_table("level_units", columns)


def stars_mean(dispatch: Dispatch) -> int | None:
    """Return how many stars the rated members of a unit have on average, in hundredths half up.

    None where nobody is rated, and where its members went by different rules, or by rules that nobody knows beside others.
    """
    members = dispatch.of(_MEMBER)
    lit = [one.lit for one in members if one.lit is not None]
    rules = {dispatch.rules.get(one.unit, "") for one in members}
    return half_up(100 * sum(lit), len(lit)) if lit and len(rules) == 1 else None


def _figures(told: tuple[Told, ...], kind: SubjectKind) -> dict[str, int]:
    return {
        f"all.{kind}": len(told),
        f"rated.{kind}": sum(one.is_rated for one in told),
        f"full.{kind}": sum(one.is_full for one in told),
        f"fit.{kind}": sum(one.fit for one in told),
        f"rectify.{kind}": sum(one.rectify for one in told),
    }


def why_words(line: UnitLine, lang: Lang) -> str:
    """Return why a unit's report goes back, each reason once."""
    said = (f"{one.says(lang)}" for one in line.why)
    return _BETWEEN.say(lang).join(dict.fromkeys(said))


def _lacking(dispatch: Dispatch, context: LevelContext) -> str:
    """Return that a level below lacks reports of its own units, if so, and whose."""
    account, out = dispatch.account, dispatch.units_out
    if not account.lacks_units:
        return ""
    names = _LACKING.filled(names=out) if out else same("")
    counts = {"came": str(account.units_in or 0), "of": str(account.units or 0)}
    return context.say(_LACKS.filled(**counts, names=names))


def _sealed(dispatch: Dispatch, context: LevelContext) -> str | None:
    """Return by which document a unit sealed the stage, or how many of those below it did."""
    if dispatch.origin is not Origin.ROLLUP:
        return dispatch.seal.document if dispatch.seal else None
    sealed, of = dispatch.sealed
    return context.say(_SEALED.filled(sealed=str(sealed), of=str(of)))


def _files(line: UnitLine, context: LevelContext) -> Cell:
    """Return the files that came of a unit; a single one leads to itself."""
    names = context.say(_BETWEEN).join(line.files)
    link = context.links.get(names, "")
    if not link or max(len(link), len(names)) > _LONGEST_LINK:
        return names
    return Live(f"HYPERLINK({quote(link)},{quote(names)})", names)


_LONGEST_LINK = 250
"""A text in a formula may have 255 characters."""


def _row(line: UnitLine, context: LevelContext) -> Row:
    empty = dict.fromkeys((one.key for one in units_table().columns), None)
    dispatch, contact = line.dispatch, line.expected.contact if line.expected else ""
    row: dict[str, Cell] = {
        **empty,
        "code": line.unit.code,
        "unit": line.unit.name,
        "state": context.say(UNIT_STATES[line.state]),
        "file": _files(line, context),
        "why": why_words(line, context.lang)
        or (contact if line.state in WANTING else "")
        or (_lacking(dispatch, context) if dispatch else ""),
    }
    if dispatch:
        account, mean = dispatch.account, stars_mean(dispatch)
        row |= {
            "as_of": day_of(dispatch.as_of),
            "sealed": _sealed(dispatch, context),
            "mean": shown(mean),
            "matters": len(dispatch.matters),
            "errors": account.errors,
            "difference": account.difference,
            "origin": context.say(ORIGINS[dispatch.origin]),
            **_figures(dispatch.of(_BRANCH), _BRANCH),
            **_figures(dispatch.of(_MEMBER), _MEMBER),
        }
    return row


WANTING = (UnitState.MISSING, UnitState.DUE, UnitState.EXTENDED, UnitState.RETURNED)
"""The states of units whose results are not in the figures."""


def units_page(context: LevelContext) -> PageIn[LevelContext]:
    """Return 各单位情况."""
    table = units_table()
    state = f"${table.letter_of('state')}{table.first_row}"
    late, *out = (
        f'{state}="{context.say(UNIT_STATES[one])}"'
        for one in (UnitState.LATE, UnitState.MISSING, UnitState.RETURNED)
    )
    red = Look(color=RED)
    rows: Iterator[Row] = map(partial(_row, context=context), context.rollup.lines)
    return PageIn(
        note=context.say(_NOTE),
        across=number_of(table.letter_of(_LAST_PRINTED)),
        listing=Listing(
            table,
            rows,
            wrap=("unit", "sealed", "file", "why"),
            centred=("state", "origin"),
            highlights=(Highlight(f"=OR({','.join(out)})", red), Highlight(f"={late}", red, ("state",))),
        ),
        kept="unit",
        locked=False,
    )
