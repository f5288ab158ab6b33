"""支部创星图板 of a level: all branches that units reported, ranked among those that went by the same rules."""

from collections.abc import Iterator

from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import DASH, LIT, NUMBER, SCORE, UNLIT, column, distinct, main_table
from xlcampaign.model.dispatch import Lit
from xlcampaign.model.plan import SubjectKind
from xlcampaign.summary.figures import shown
from xlcampaign.summary.frame import Listing, PageIn, Row
from xlcampaign.summary.level.context import LevelContext, level_shown
from xlcampaign.words import T, same

_NOTE = T(
    "所有单位报来的支部，综合得分高的在前；★ 授星，☆ 未授，— 暂未评星。规则相同的才一起排名次，规则不同的分组列出。",
    "All branches that units reported, the highest composite first; ★ lit, ☆ not lit, — unrated. Only those that went by the"
    " same rules are ranked together; others stand in groups.",
)
_SIGNS = {Lit.LIT: LIT, Lit.UNLIT: UNLIT, Lit.UNRATED: DASH, Lit.NONE: ""}


def board_table(stars: tuple[str, ...]) -> Table:
    """Return the board: a row per branch, a column per star."""
    columns = (
        column("group", T("规则组", "Rule set"), NUMBER, 7),
        column("rank", T("名次", "Rank"), NUMBER, 7),
        column("unit", T("单位", "Unit"), width=20),
        column("branch", T("支部", "Branch"), width=18),
        *(column(f"star.{number}", same(star), width=10) for number, star in enumerate(stars, 1)),
        column("lit", T("星数", "Stars"), NUMBER, 7),
        column("composite", T("综合得分", "Composite"), SCORE, 10),
        column("level", T("等次", "Level"), width=10),
        column("note", T("情况", "Remarks"), width=20),
    )
    return main_table("level_board", distinct(columns))


def _rows(context: LevelContext, stars: tuple[str, ...]) -> Iterator[Row]:
    named = {
        told.unit: one.stars[SubjectKind.BRANCH] for one in context.rollup.counting for told in one.subjects
    }
    for one in context.in_order:
        own = dict(zip(named[one.unit], one.stars, strict=True))
        yield {
            "group": context.groups[one.unit],
            "rank": context.ranks.get(one),
            "unit": one.unit_name,
            "branch": one.branch_name,
            **{f"star.{n}": _SIGNS[own.get(star, Lit.NONE)] for n, star in enumerate(stars, 1)},
            "lit": shown(one.lit, 0),
            "composite": shown(one.composite),
            "level": level_shown(one, context.lang),
            "note": one.note,
        }


def board_page(context: LevelContext) -> PageIn[LevelContext]:
    """Return 支部创星图板."""
    stars = context.rollup.stars[SubjectKind.BRANCH]
    table = board_table(stars)
    centred = tuple(key for key in table.by_key if key.startswith("star.") or key == "level")
    return PageIn(
        note=context.say(_NOTE),
        listing=Listing(table, _rows(context, stars), wrap=("unit", "branch", "note"), centred=centred),
        kept="branch",
        locked=False,
    )
