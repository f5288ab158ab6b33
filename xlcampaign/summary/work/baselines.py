"""摸底对照: the main problems before the stage, and how the stars to work on came out, live over 评分明细."""

from xlcampaign.layout.registers import STARS_TO_WORK_ON
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import DASH, LIT, TITLES, column
from xlcampaign.model.cell import number_of
from xlcampaign.model.registers import Baseline
from xlcampaign.model.results import SubjectResult
from xlcampaign.summary.atlas import Atlas
from xlcampaign.summary.figures import star_of
from xlcampaign.summary.frame import (
    Row,
    freeze,
    lock,
    open_sheet,
    set_print,
    write_band,
    write_table,
    write_widths,
)
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
from xlcampaign.workbook.book import Cell, Workbook
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
    return Table("baselines", TITLES["baselines"], columns)


def _result_of(atlas: Atlas, result: SubjectResult | None, star: str) -> Cell:
    """Return how a star came out."""
    if result is None:
        return DASH
    place = next((n for n, one in enumerate(result.stars) if one.star == star), None)
    if place is None:
        return DASH
    return Live(atlas.score_of(result, place, "lit"), star_of(result.stars[place].lit))


def _row(atlas: Atlas, baseline: Baseline, result: SubjectResult | None) -> Row:
    code = baseline.subject
    stars: dict[str, Cell] = {one: None for key in STARS_TO_WORK_ON for one in (key, f"{key}.lit")}
    for key, star in zip(STARS_TO_WORK_ON, baseline.stars, strict=False):
        stars |= {key: star_name(atlas, code, star), f"{key}.lit": _result_of(atlas, result, star)}
    return {
        "branch": branch_name(atlas, code),
        "name": called(atlas, code),
        "kind": kind_name(atlas, code),
        "problems": baseline.problems,
        **stars,
        "source": baseline.place.say(),
    }


def write_baselines(book: Workbook, atlas: Atlas) -> None:
    """Write 摸底对照."""
    table = baselines_table()
    sheet = open_sheet(book, atlas, "baselines")
    note = T(
        "摸底时写的主要问题和拟创的星，与评星结果对照：★ 已授，☆ 未授，— 暂未评星。",
        "Problems and stars to work on as stated at the start, beside the results: ★ given, ☆ not given, — unrated.",
    )
    printed = len(table.columns) - 1
    write_band(sheet, atlas, atlas.title("baselines"), atlas.say(note), printed)
    write_widths(sheet, table.columns)
    results = results_by_code(atlas)
    baselines = atlas.report.ledger.registers.baselines
    rows = [_row(atlas, one, results.get(one.subject)) for one in baselines]
    marks = tuple(f"{key}.lit" for key in STARS_TO_WORK_ON)
    after = write_table(sheet, atlas, table, rows, wrap=("problems",), centred=("kind", *marks))
    first = table.first_row
    for key in marks:
        at = table.letter_of(key)
        area = (first, number_of(at), after - 1, number_of(at))
        sheet.condition(area, f'=${at}{first}="{LIT}"', Look(color=GOLD, bold=True))
    if not rows:
        write_remark(sheet, atlas, after, _NONE)
    freeze(sheet, first, number_of(table.letter_of("name")) + 1)
    lock(sheet)
    set_print(sheet, atlas, header=table.header_row)
    sheet.print_to(after, printed)
