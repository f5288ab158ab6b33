"""The checked writer: what a workbook cannot hold as given raises; nothing is dropped, cut or renamed in silence."""

import gc
import re
import warnings
import zipfile
from datetime import date

import openpyxl
import pytest
import python_calamine
import xlsxwriter

from xlcampaign.layout.kinds import Validation
from xlcampaign.model.cell import Broken, Fault
from xlcampaign.workbook.book import Footer, UnwritableError, Workbook, write_workbook
from xlcampaign.workbook.charts import Axis, Series, column_chart, place_chart
from xlcampaign.workbook.formulas import Live, quote
from xlcampaign.workbook.limits import (
    LAST_COLUMN,
    LAST_ROW,
    LONGEST_TEXT,
    MOST_BREAKS,
    MOST_FORMATS,
    printed_text,
    shortened,
    units,
)
from xlcampaign.workbook.looks import CELL, CENTRED

DAY = date(2023, 6, 30)
ONE = (1, 1, 1, 1)
LONG = "长" * (LONGEST_TEXT + 1)
RARE = "𠮷" * (LONGEST_TEXT // 2 + 1)
"""Few enough characters, but Excel counts each of them twice."""
HALF = "a\udc80"


def written(tmp_path, fill):
    path = tmp_path / "book.xlsx"
    write_workbook(path, "book", DAY, fill)
    return path


def refused(tmp_path, write):
    """Write on a sheet what must raise, and make sure that no trace of it stays."""
    with pytest.raises(UnwritableError):
        write_workbook(tmp_path / "book.xlsx", "book", DAY, lambda book: write(book.sheet("s")))
    assert list(tmp_path.iterdir()) == []


def formats(sheet):
    for number in range(MOST_FORMATS + 1):
        sheet.formats.format_of(CELL.but(size=number / 10))


def links(sheet):
    for row in range(1, 65_532):
        sheet.link(row, 1, "s", "A1", "x", CELL)


def chart_twice(sheet):
    chart = sheet.formats._book.add_chart({"type": "column"})  # noqa: SLF001 -- charts come from workbooks only
    sheet.picture_of(chart, 1, 1, {})
    sheet.picture_of(chart, 9, 1, {})


UNWRITABLE = {
    "text too long": lambda s: s.text(1, 1, LONG),
    "text too long in Excel's count": lambda s: s.text(1, 1, RARE),
    "typed text too long": lambda s: s.typed(1, 1, LONG, CELL),
    "half a character typed": lambda s: s.typed(1, 1, HALF, CELL),
    "row too far": lambda s: s.text(LAST_ROW + 1, 1, "x"),
    "column too far": lambda s: s.number(1, LAST_COLUMN + 1, 1),
    "blank too far": lambda s: s.blank(LAST_ROW + 1, 1, CELL),
    "day too far": lambda s: s.day(LAST_ROW + 1, 1, DAY, CELL),
    "formula too far": lambda s: s.formula(LAST_ROW + 1, 1, "=1", 1),
    "merge too far": lambda s: s.merged(1, 1, LAST_COLUMN + 1, "x", CELL),
    "width too far": lambda s: s.width(LAST_COLUMN + 1, 9),
    "height too far": lambda s: s.height(LAST_ROW + 1, 9),
    "freeze too far": lambda s: s.freeze(LAST_ROW + 1, 1),
    "print area too far": lambda s: s.print_to(LAST_ROW + 1, 1),
    "repeated columns too far": lambda s: s.print_columns(LAST_COLUMN + 1),
    "validation too far": lambda s: s.validate((LAST_ROW + 1, 1, LAST_ROW + 1, 1), Validation("=A1"), "", "e", "t"),
    "condition too far": lambda s: s.condition((1, LAST_COLUMN + 1, 1, LAST_COLUMN + 1), "=A1", CELL),
    "table too far": lambda s: s.table((LAST_ROW, 1, LAST_ROW + 1, 1), "t_x", ["a"], CELL),
    "not a number": lambda s: s.number(1, 1, float("nan")),
    "infinite in a row": lambda s: s.rows(1, 1, [[float("inf")]], [CELL]),
    "infinite result": lambda s: s.formula(1, 1, "=1", float("-inf")),
    "day before all days": lambda s: s.day(1, 1, date(1899, 12, 31), CELL),
    "result too long": lambda s: s.formula(1, 1, "=A2", LONG),
    "formula too long": lambda s: s.formula(1, 1, "=" + "+".join(["A1"] * 4000), 1),
    "arguments of a function too many": lambda s: s.formula(1, 1, f"=MAX(1,AND({','.join(['A1'] * 256)}))", 1),
    "arguments of a streamed function too many": lambda s: s.stream(1, [[Live(f"OR({','.join(['A1'] * 256)})", 1)]], [CELL]),
    "text in a formula too long": lambda s: s.formula(1, 1, f'="{"x" * 256}"', "x"),
    "control character in a formula": lambda s: s.condition(ONE, '=A1="\x07"', CELL),
    "text of a formula in a row too long": lambda s: s.rows(1, 1, [[Live(f'"{"x" * 256}"', "x")]], [CELL]),
    "text too long in a streamed row": lambda s: s.stream(1, [[1], [LONG]], [CELL]),
    "infinite in a streamed row": lambda s: s.stream(1, [[float("inf")]], [CELL]),
    "no number of a formula in a streamed row": lambda s: s.stream(1, [[Live("1", float("nan"))]], [CELL]),
    "text of a formula in a streamed row too long": lambda s: s.stream(1, [[Live(f'"{"x" * 256}"', "x")]], [CELL]),
    "result of a formula in a streamed row too long": lambda s: s.stream(1, [[Live("A2", LONG)]], [CELL]),
    "control character in a streamed formula": lambda s: s.stream(1, [[Live('"\x07"', "")]], [CELL]),
    "streamed row too far": lambda s: s.stream(LAST_ROW, [[1], [2]], [CELL]),
    "streamed column too far": lambda s: s.stream(1, [[1] * (LAST_COLUMN + 1)], [CELL] * (LAST_COLUMN + 1)),
    "streamed above what was streamed": lambda s: [s.stream(row, [[1]], [CELL]) for row in (2, 1)],
    "headers over streamed rows twice": lambda s: [
        s.stream(2, [["a", "b"]], [CELL, CELL]), s.table((1, 1, 2, 2), "t_x", ["Abc", "aBC"], CELL)
    ],
    "headers twice": lambda s: s.table((1, 1, 2, 2), "t_x", ["Abc", "aBC"], CELL),
    "header without words": lambda s: s.table((1, 1, 2, 2), "t_x", ["a", "\u200b"], CELL),
    "fewer headers than columns": lambda s: s.table((1, 1, 2, 3), "t_x", ["a", "b"], CELL),
    "table without rows": lambda s: s.table((1, 1, 1, 1), "t_x", ["a"], CELL),
    "name of a table": lambda s: s.table((1, 1, 2, 1), "A1", ["a"], CELL),
    "two tables in one place": lambda s: [s.table((1, 1, 3, 1), f"t_{n}", ["a"], CELL) for n in range(2)],
    "two tables of one name": lambda s: [s.table((n, 1, n + 1, 1), "t_x", ["a"], CELL) for n in (1, 5)],
    "merged cells merged": lambda s: [s.merged(1, 1, n, "x", CELL) for n in (2, 3)],
    "footer too long": lambda s: s.printed(
        landscape=True, paper=9, repeat=None, footer=Footer("&P", left="&" * 60, right="&" * 120)
    ),
    "repeated rows too far": lambda s: s.printed(
        landscape=True, paper=9, repeat=(1, LAST_ROW + 1), footer=Footer("&P")
    ),
    "too many pages": lambda s: s.break_after(range(1, MOST_BREAKS + 2)),
    "break too far": lambda s: s.break_after([LAST_ROW + 1]),
    "too many links": links,
    "link to a title too long": lambda s: s.link(1, 1, "x" * 2100, "A1", "x", CELL),
    "words of a link too long": lambda s: s.link(1, 1, "s", "A1", LONG, CELL),
    "too many formats": formats,
    "chart too far": lambda s: s.picture_of(None, LAST_ROW + 1, 1, {}),
    "one chart in two places": chart_twice,
}  # fmt: skip


@pytest.mark.parametrize("what", UNWRITABLE)
def test_what_does_not_fit_raises(tmp_path, what):
    refused(tmp_path, UNWRITABLE[what])


@pytest.mark.parametrize(
    "title", ["", "x" * 32, "𠮷" * 16, "a/b", "a[b", "'a", "a'", "a:b", "a\x07", "_x0041_", "S"]
)
def test_sheets_without_a_good_title_raise(tmp_path, title):
    def fill(book):
        book.sheet("s")
        book.sheet(title)

    with pytest.raises(UnwritableError):
        write_workbook(tmp_path / "b.xlsx", "b", DAY, fill)


@pytest.mark.parametrize("name", ["a b", "A1", "R1C1", "x" * 256, "甲!乙"])
def test_names_that_excel_does_not_take_raise(tmp_path, name):
    with pytest.raises(UnwritableError):
        written(tmp_path, lambda book: [book.sheet("s"), book.name(name, "=s!$A$1")])


def test_a_chart_without_figures_or_with_a_formula_for_a_title_raises(tmp_path):
    series = Series("a", "=s!$A$1:$A$2", "=s!$B$1:$B$2", "#000000")
    with pytest.raises(UnwritableError):
        written(tmp_path, lambda book: column_chart(book, "=s!$A$1", [series], (9, 9), Axis()))

    def without(book):
        place_chart(book.sheet("s"), book.chart({"type": "column"}), 1, 1, "nothing")

    with pytest.raises(UnwritableError):
        written(tmp_path, without)


def test_a_warning_of_the_library_raises_even_where_warnings_are_ignored(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        refused(tmp_path, lambda s: s._sheet.set_footer("x" * 256))  # noqa: SLF001 -- a call that the writer does not make
        refused(tmp_path, lambda s: s._sheet.write_string(0, 0, HALF))  # noqa: SLF001 -- the same


def test_a_workbook_that_is_written_is_let_go_though_nobody_looks_for_circles(tmp_path):
    def fill(book):
        for title in ("a", "b"):
            sheet = book.sheet(title)
            sheet.text(1, 1, "x", CELL)
            sheet.validate(ONE, Validation(options=("x", "y")), "", "e", "t")
        series = Series("n", "=a!$A$1:$A$2", "=a!$B$1:$B$2", "#000000")
        place_chart(sheet, column_chart(book, "t", [series], (9, 9), Axis()), 1, 1, "two figures")

    gc.collect()
    gc.disable()
    try:
        written(tmp_path, fill)
        assert [one for one in gc.get_objects() if isinstance(one, xlsxwriter.Workbook)] == []
    finally:
        gc.enable()


def test_as_many_arguments_as_there_may_be_are_written(tmp_path):
    most = ",".join(["A1"] * 254)
    formulas = [f'=AND({most},"{"," * 99}")', f"=OR(AND({most}),AND({most}))", f"=MAX(({most}),{most})"]

    def fill(book):
        sheet = book.sheet("s")
        for row, formula in enumerate(formulas, 1):
            sheet.formula(row, 2, formula, 1)

    sheet = openpyxl.load_workbook(written(tmp_path, fill))["s"]
    assert [sheet.cell(row, 2).value for row in (1, 2, 3)] == formulas


def test_long_texts_of_formulas_are_said_in_pieces(tmp_path):
    words = '长"𠮷' * 200
    path = written(tmp_path, lambda book: book.sheet("s").formula(1, 1, "=" + quote(words), words))
    cell = openpyxl.load_workbook(path)["s"]["A1"]
    assert cell.value == "=" + quote(words)
    pieces = [text.replace('""', '"') for text in re.findall('"((?:[^"]|"")*)"', cell.value)]
    assert "".join(pieces) == words
    assert max(units(piece) for piece in pieces) <= 255


def test_lists_that_excel_would_cut_or_tear_stand_on_a_sheet(tmp_path):
    lists = [("a", "b"), ("a,b", "c"), ('a"b', "c"), ("长" * 200, "长" * 56), ("𠮷" * 128, "x")]

    def fill(book):
        sheet = book.sheet("s")
        for row, options in enumerate(lists, 1):
            sheet.validate((row, 1, row, 1), Validation(options=options), "", "e", "t")

    book = openpyxl.load_workbook(written(tmp_path, fill))
    rules = [rule.formula1 for rule in book["s"].data_validations.dataValidation]
    assert rules == ['"a,b"', "xlc_list_1", "xlc_list_2", "xlc_list_3", "xlc_list_4"]
    assert [cell.value for cell in book["_lists"][1]] == ["a,b", 'a"b', "长" * 200, "𠮷" * 128]
    assert book["_lists"].sheet_state == "veryHidden"
    assert book.defined_names["xlc_list_2"].attr_text == "_lists!$B$1:$B$2"


def test_texts_stay_what_they_are_wherever_they_stand(tmp_path):
    """`_x0041_` is how workbooks write an A; typed, it is no A."""
    odd = "_x0041_\tb"

    def fill(book: Workbook):
        sheet = book.sheet("s")
        sheet.text(2, 1, odd)
        sheet.typed(2, 2, odd, CELL)
        sheet.rows(2, 3, [[odd, Live("A2", odd)]], [CELL, CENTRED])
        sheet.table((1, 1, 2, 2), "t_x", [odd, "b"], CELL)
        sheet.validate((2, 1, 2, 1), Validation(options=("x",)), odd, odd, odd)

    path = written(tmp_path, fill)
    cells = openpyxl.load_workbook(path)["s"]
    assert [cells[at].value for at in ("A1", "A2", "B2", "C2")] == [odd] * 4
    with zipfile.ZipFile(path) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        table = parts.read("xl/tables/table1.xml").decode()
    raw = "_x005F_x0041__x0009_b"
    assert f"<v>{raw}</v>" in sheet
    assert sheet.count(f'"{raw}"') == 4  # title and message of the prompt and of the error
    assert f'name="{raw}"' in table


@pytest.mark.parametrize(
    "odd", ["<r>x</r>", "<r><t>甲</t></r>", "<r></r>", "<r>", "<r>a</r>\nb</r>", "<r><x></r>", "<si>x</si>"]
)
def test_texts_that_look_like_the_xml_of_a_cell_are_texts(tmp_path, odd):
    def fill(book: Workbook):
        sheet = book.sheet("s")
        sheet.text(1, 1, odd)
        sheet.text(1, 2, odd, CELL)
        sheet.typed(1, 3, odd, CELL)
        sheet.rows(2, 1, [[odd, Live("A1", odd), 1]], [CELL] * 3)
        sheet.stream(3, [[odd, Live("A1", odd), 1]], [CELL] * 3)
        sheet.merged(4, 1, 2, odd, CELL)

    path = written(tmp_path, fill)
    sheet = openpyxl.load_workbook(path)["s"]
    assert [sheet[at].value for at in ("A1", "B1", "C1", "A2", "A3", "A4")] == [odd] * 6
    assert sheet["A1"].data_type == "s"
    read = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_name("s").to_python()
    assert [row[0] for row in read] == [odd] * 4
    assert (read[1][1], read[2][1]) == (odd, odd)


def test_errors_dates_and_texts_are_typed_as_they_were(tmp_path):
    def fill(book):
        sheet = book.sheet("s")
        for column, raw in enumerate((Broken(Fault.ERROR, "#N/A"), "=1+1", " a ", True, DAY), 1):
            sheet.typed(1, column, raw, CELL)

    cells = openpyxl.load_workbook(written(tmp_path, fill))["s"][1]
    assert [cell.data_type for cell in cells] == ["f", "s", "s", "b", "d"]
    assert [cell.value for cell in cells][:4] == ["=NA()", "=1+1", " a ", True]


def test_margins_hold_text_and_no_codes():
    assert printed_text("R&D&B") == "R&&D&&B"
    assert printed_text("2023级") == " 2023级"
    assert Footer("&P", left="1中", right="&A").codes == "&L&8 1中&C&8&P&R&8&&A"
    assert printed_text("a\nb\x07") == "a b"
    assert printed_text("&" * 73) == "&&" * 71 + "…"


def test_what_is_shortened_shows_it_and_fits():
    assert shortened("abc", 3) == "abc"
    assert shortened("abcd", 3) == "ab…"
    assert (shortened("𠮷𠮷𠮷", 4), units(shortened("𠮷𠮷𠮷", 4))) == ("𠮷…", 3)
