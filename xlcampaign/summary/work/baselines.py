"""摸底对照: the main problems before the stage, and how the stars to work on came out, live over 评分明细."""

from functools import partial

from xlcampaign.layout.registers import STARS_TO_WORK_ON
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import DASH, LIT, column, main_table
from xlcampaign.model.registers import Baseline
from xlcampaign.model.results import SubjectResult
from xlcampaign.summary.context import Context
from xlcampaign.summary.figures import star_of
from xlcampaign.summary.frame import Highlight, Listing, Page, Row
from xlcampaign.summary.lists import branch_name, called
from xlcampaign.summary.register_cells import (
    BRANCH,
    KIND,
    SOURCE,
    kind_name,
    results_by_code,
    star_name,
    write_remark,
)
from xlcampaign.words import T
from xlcampaign.workbook.book import Cell
from xlcampaign.workbook.formulas import Live
from xlcampaign.workbook.looks import GOLD, Look

_NONE = T("没有收到摸底情况。", "No baselines came in.")


def baselines_table() -> Table:
    """Return 摸底对照: a row per baseline, each star to work on beside how it came out."""
    numbers = T("一二三", "123")
    stars = [
        pair
        for key, zh, en in zip(STARS_TO_WORK_ON, numbers.zh, numbers.en, strict=True)
        for pair in (
            column(key, T(f"拟创星{zh}", f"Star to work on {en}"), width=18),
            column(f"{key}.lit", T(f"结果{zh}", f"Result {en}"), width=8),
        )
    ]
    columns = (
        BRANCH,
        column("name", T("摸底对象", "Who"), width=18),
        KIND,
        column("problems", T("主要问题", "Main problems"), width=44),
        *stars,
        SOURCE,
    )
    return main_table("baselines", columns)


def _result_of(context: Context, result: SubjectResult | None, star: str) -> Cell:
    """Return how a star came out."""
    if result is None:
        return DASH
    place = next((n for n, one in enumerate(result.stars) if one.star == star), None)
    if place is None:
        return DASH
    return Live(context.score_of(result, place, "lit"), star_of(result.stars[place].lit))


def _row(context: Context, baseline: Baseline, result: SubjectResult | None) -> Row:
    code = baseline.subject
    stars: dict[str, Cell] = {one: None for key in STARS_TO_WORK_ON for one in (key, f"{key}.lit")}
    for key, star in zip(STARS_TO_WORK_ON, baseline.stars, strict=False):
        stars |= {key: star_name(context, code, star), f"{key}.lit": _result_of(context, result, star)}
    return {
        "branch": branch_name(context, code),
        "name": called(context, code),
        "kind": kind_name(context, code),
        "problems": baseline.problems,
        **stars,
        "source": baseline.place.say(),
    }


def baselines_page(context: Context) -> Page:
    """Return 摸底对照."""
    table = baselines_table()
    note = T(
        "摸底时写的主要问题和拟创的星，与评星结果对照：★ 已授，☆ 未授，— 暂未评星。",
        "Problems and stars to work on as stated at the start, beside the results: ★ given, ☆ not given, — unrated.",
    )
    results = results_by_code(context)
    rows = [_row(context, one, results.get(one.subject)) for one in context.report.ledger.registers.baselines]
    marks = tuple(f"{key}.lit" for key in STARS_TO_WORK_ON)
    lit = Look(color=GOLD, bold=True)
    return Page(
        note=context.say(note),
        across=len(table.columns) - 1,
        listing=Listing(
            table,
            rows,
            wrap=("problems",),
            centred=("kind", *marks),
            highlights=tuple(
                Highlight(f'=${table.letter_of(key)}{table.first_row}="{LIT}"', lit, (key,)) for key in marks
            ),
        ),
        rest=partial(write_remark, None if rows else _NONE),
        kept="name",
    )
