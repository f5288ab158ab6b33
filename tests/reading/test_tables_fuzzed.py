"""Whatever a grid holds, the readers of headers, rows and fields end in values and findings, never in an exception."""

from datetime import date, time, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known import books_of
from plans import small_plan, with_entries

from xlcampaign.checks.ballots import check_ballots
from xlcampaign.checks.form import check_form
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.sheet import Table, fields_of
from xlcampaign.model.cell import Broken, Fault, Raw, is_blank
from xlcampaign.model.plan import Entry
from xlcampaign.reading.ballots import look_at_ballots
from xlcampaign.reading.count import count_draft
from xlcampaign.reading.fields import shared_values
from xlcampaign.reading.form import read_book, read_identity
from xlcampaign.reading.grid import Grid, RawBook
from xlcampaign.reading.plan import read_plan
from xlcampaign.reading.table import TableReader
from xlcampaign.words import Lang

SHAPES = (("points", Entry.MARKS), ("grades", Entry.TALLY), ("approval", Entry.BALLOTS))

ODD = st.one_of(
    st.text(max_size=8),
    st.text(st.characters(categories=["Cs", "Cc", "Cf"]), max_size=4),
    st.floats(),
    st.integers(-(10**20), 10**20),
    st.booleans(),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.none(),
    st.builds(Broken, st.sampled_from(Fault), st.text(max_size=5)),
    st.just(32_767).map("长".__mul__),  # hypothesis may print a strategy, so none is made of anything large
    st.sampled_from(
        [
            "合计",
            "平均",
            "0101",
            101,
            "01",
            "1-0101-1",
            "赵某甲",
            "同意",
            1e308,
            -0.0,
            "1.1E+17",
            "是",
        ]
    ),
    st.sampled_from(
        [date(2023, 5, 1), time(8, 5), timedelta(1), "2023.4.1", "９", "8分", "九点五", "85左右"]
    ),
)


@cache
def books():
    plans = [with_entries(small_plan(1, 3), lambda *_, shape=shape: shape) for shape in SHAPES]
    return [book for plan in plans for book in books_of(plan)]


def as_written(sheet) -> list[list[Raw]]:
    """Return a sheet's cells as the program writes them."""
    if not isinstance(sheet, Table):
        rows = {row: [column.title.zh, None] for row, column in fields_of(sheet)}
        return [rows.get(row, []) for row in range(1, max(rows, default=0) + 1)]
    cells: list[list[Raw]] = [[], [], [], [column.title.zh for column in sheet.columns]]
    for given_row in sheet.rows[:8]:
        values = [(column, given_row.get(column.key)) for column in sheet.columns]
        cells.append([None if v is None else column.kind.show(v, Lang.ZH) for column, v in values])
    return [*cells, *([None] * len(sheet.columns) for _ in range(3))]


def disturbed(draw, sheet):
    """Draw a sheet with some cells, rows and columns not as they were written, and with merges anywhere."""
    rows = [list(row) for row in as_written(sheet)]
    for _ in range(draw(st.integers(0, 12))):
        if not rows:
            break
        row = rows[draw(st.integers(0, len(rows) - 1))]
        column = draw(st.integers(0, 25))
        row.extend([None] * (column + 1 - len(row)))
        row[column] = draw(ODD)
    for _ in range(draw(st.integers(0, 2))):
        rows.insert(draw(st.integers(0, len(rows))), draw(st.lists(ODD, max_size=6)))
    if draw(st.booleans()) and len(rows) > 1:
        one, other = (draw(st.integers(0, len(rows) - 1)) for _ in range(2))
        rows[one], rows[other] = rows[other], rows[one]
    merges = draw(st.lists(st.tuples(*(st.integers(1, 12),) * 2, *(st.integers(1, 40),) * 2), max_size=3))
    areas = tuple(
        (min(top, low), min(left, right), max(top, low), max(left, right)) for top, left, low, right in merges
    )
    return Grid(sheet.title.zh, rows, areas)


@st.composite
def workbooks(draw):
    """A form, some of its sheets disturbed, renamed or gone, and now and then one that is none of it."""
    book = books()[draw(st.integers(0, len(books()) - 1))]
    grids = []
    for sheet in book.sheets:
        fate = draw(st.sampled_from(["kept", "disturbed", "disturbed", "gone", "renamed"]))
        if fate == "gone":
            continue
        grid = disturbed(draw, sheet) if fate != "kept" else Grid(sheet.title.zh, as_written(sheet))
        title = f"{draw(st.text(max_size=5))}{len(grids)}" if fate == "renamed" else grid.title
        grids.append(Grid(title, grid.rows, grid.merges))
    if draw(st.booleans()):
        grids.append(Grid("x", draw(st.lists(st.lists(ODD, max_size=5), max_size=5))))
    return book, RawBook(tuple(grids), {}, "")


@settings(deadline=None)
@given(workbooks())
def test_no_grid_whatever_breaks_reading_checking_or_counting(pair):
    book, workbook = pair
    read_identity(workbook)
    draft, findings = read_book(workbook, book, "f.xlsx")
    findings += check_form(draft, book)
    ballots = look_at_ballots(draft, book)
    findings += check_ballots(draft, ballots)
    submission = count_draft(draft, book, findings, ballots, "", small_plan(1, 3))
    for key, part in submission.parts.items():
        assert min(part.cells.accepted, part.cells.empty, part.cells.rejected) >= 0, key
        assert part.cells.total == inputs_of(draft, book, key), key
        assert part.written == sum(sum(counts.values()) for counts in part.marks.values())
    for finding in findings:
        assert "{" not in finding.rule.says.zh.format_map(dict.fromkeys(_names(finding.rule), "x"))
        assert finding.line(Lang.ZH)
        assert finding.line(Lang.EN)


def _names(rule):
    return {part.partition("}")[0] for part in rule.says.zh.split("{")[1:]}


def inputs_of(draft, book, key):
    """Return how many input cells the rows and columns that were found have."""
    sheet, drafted = book.sheet_of(key), draft.sheets[key]
    if not isinstance(sheet, Table):
        return len(fields_of(sheet))
    return len(drafted.records) * sum(c.is_input and c.key in drafted.columns for c in sheet.columns)


@settings(deadline=None)
@given(workbooks())
def test_a_value_that_was_read_stood_in_its_cell_and_never_came_from_an_empty_one(pair):
    book, workbook = pair
    draft, _ = read_book(workbook, book, "f.xlsx")
    grids = {grid.title: grid for grid in workbook.grids}
    for key, drafted in draft.sheets.items():
        sheet = book.sheet_of(key)
        for record in drafted.records if isinstance(sheet, Table) else ():
            for column in sheet.columns:
                if column.is_input and column.key in record.values:
                    grid, at = grids[drafted.title], drafted.columns[column.key].column
                    raw = grid.at(record.row, at)
                    if column.as_above and is_blank(raw):  # it is that of the nearest cell above
                        above = (grid.at(row, at) for row in range(record.row - 1, 0, -1))
                        raw = next(cell for cell in above if not is_blank(cell))
                    assert not is_blank(raw)
                    assert not isinstance(raw, Broken)


@settings(deadline=None)
@given(workbooks(), workbooks())
def test_usual_rows_are_read_as_odd_ones_are_and_whatever_was_read_before(pair, before):
    """A row with nothing odd in it takes a short way, and values of columns that sheets have in common are remembered."""
    read_book(before[1], before[0], "before.xlsx")
    book, workbook = pair
    shortly = read_book(workbook, book, "f.xlsx")
    shared_values.cache_clear()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TableReader, "_read_row", TableReader.read_closely)
        closely = read_book(workbook, book, "f.xlsx")
    assert repr(shortly) == repr(closely)  # what is no number equals nothing, not even itself


PLAN = plan_book({}, {})


@st.composite
def plan_workbooks(draw):
    """A plan, some of its sheets disturbed or gone."""
    kept = [sheet for sheet in PLAN.sheets if draw(st.integers(0, 9))]
    return RawBook(tuple(disturbed(draw, sheet) for sheet in kept), {}, "")


@settings(deadline=None)
@given(plan_workbooks())
def test_no_grid_whatever_breaks_the_reading_of_a_plan(workbook):
    _, findings = read_plan(workbook, "plan.xlsx")
    for finding in findings:
        assert finding.line(Lang.ZH)
