"""Workbooks to be filled: what they look like, what they hold, and what they enforce."""

from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from dumps import dump_workbook
from filled import MADE, SHAPES, form_of, shaped, values_of, written
from known import books_of
from openpyxl.utils import range_boundaries
from plans import plan_rows_of, small_plan
from recalculate import by_every_engine, recalculate

from xlcampaign.layout.form_book import identity_sheet
from xlcampaign.layout.forms import assessment_form, launch_form
from xlcampaign.layout.kinds import Day, Number, Ref, Whole, Words
from xlcampaign.layout.marks import mark_kind
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.sheet import Canvas, Table
from xlcampaign.model.cell import Broken, Fault
from xlcampaign.model.plan import Entry, Star, SubjectKind, Veto
from xlcampaign.model.scale import Abstentions
from xlcampaign.words import Lang
from xlcampaign.workbook.book import write_workbook
from xlcampaign.workbook.looks import TEXT

# ---------------------------------------------------------------------------------------------- what it looks like


def test_an_evaluation_form_looks_as_it_did(tmp_path, golden):
    text = dump_workbook(written(tmp_path, form_of(small_plan(1, 2))))
    assert text == golden("form_evaluation", text)


def test_an_assessment_form_looks_as_it_did(tmp_path, golden):
    text = dump_workbook(written(tmp_path, assessment_form(small_plan(2, 2))))
    assert text == golden("form_assessment", text)


@pytest.mark.parametrize("which", [0, 3, 4])
def test_forms_of_registers_look_as_they_did(tmp_path, golden, which):
    book = books_of(small_plan(2, 3))[which]
    text = dump_workbook(written(tmp_path, book))
    assert text == golden(f"form_{book.key.replace('.', '_')}", text)


def test_a_launch_form_looks_as_it_did(tmp_path, golden):
    plan = small_plan(1, 2, launch_form="yes")
    text = dump_workbook(written(tmp_path, launch_form(plan, plan.branches[0])))
    assert text == golden("form_launch_branch", text)


def test_an_english_form_looks_as_it_did(tmp_path, golden):
    text = dump_workbook(written(tmp_path, assessment_form(small_plan(1, 1)), lang=Lang.EN))
    assert text == golden("form_assessment_en", text)


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize(("scale", "entry"), SHAPES)
def test_every_shape_of_form_can_be_written(tmp_path, scale, entry, lang):
    plan = shaped(scale, entry)
    for book in (form_of(plan), assessment_form(plan)):
        sheets = openpyxl.load_workbook(written(tmp_path, book, lang=lang)).sheetnames
        assert sheets == [*(sheet.title.say(lang) for sheet in book.sheets), "_xlc"]


@pytest.mark.parametrize(
    ("scale", "entry", "abstentions"),
    [
        ("approval", Entry.TALLY, Abstentions.AS_PRINTED),
        ("approval", Entry.TALLY, Abstentions.APART),
        ("grades", Entry.BALLOTS, Abstentions.AS_PRINTED),
    ],
)
def test_formulas_stay_within_what_excel_takes_however_many_stars_there_are(
    tmp_path, scale, entry, abstentions
):
    plan = shaped(scale, entry)
    plan = replace(plan, campaign=replace(plan.campaign, abstentions=abstentions))
    star = plan.stars_of(SubjectKind.MEMBER)[0]
    stars = tuple(Star(star.kind, f"more{n}", f"第{n}颗星", (), star.goal, "", None) for n in range(60))
    book = openpyxl.load_workbook(written(tmp_path, form_of(replace(plan, stars=(*plan.stars, *stars)))))
    formulas = [c.value for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert max(map(len, formulas)) <= 8192
    rules = [rule for sheet in book for rule in sheet.data_validations.dataValidation]
    assert max(len(rule.formula1) for rule in rules) <= 255


def test_a_title_that_excel_does_not_allow_is_written_so_that_it_still_reads_the_same(tmp_path):
    plan = small_plan(1, 2)
    names = iter(("自评/互评", "评议情况"))
    ways = tuple(replace(way, name=next(names, way.name)) for way in plan.ways)
    titles = openpyxl.load_workbook(written(tmp_path, form_of(replace(plan, ways=ways)))).sheetnames
    assert "自评／互评" in titles
    assert len(set(titles)) == len(titles)


# ---------------------------------------------------------------------------------------------- what it holds


def test_what_was_typed_is_written_exactly(tmp_path, plan):
    typed = ["=1+1", " 8 分\u3000", 8.5, 7, True, Broken(Fault.ERROR, "#N/A"), "", None]
    keys = [column.key for column in form_of(plan).table_of("member_self").columns[2:]]
    answers = {("member_self", 1, key): raw for key, raw in zip(keys, typed, strict=False)}
    path = written(tmp_path, form_of(plan), answers | {("cover", 0, "version"): 2})
    row = openpyxl.load_workbook(path, data_only=True)["党员自评"][6]
    assert [cell.value for cell in row[2:10]] == ["=1+1", " 8 分\u3000", 8.5, 7, True, "#N/A", None, None]
    assert values_of(path)["填表说明"]["B4"].value == 2
    assert openpyxl.load_workbook(path)["党员自评"]["H6"].value == "=NA()"


def test_a_date_is_written_as_a_date(tmp_path, plan):
    path = written(tmp_path, form_of(plan), {("meeting", 0, "date"): date(2023, 4, 12)})
    cell = openpyxl.load_workbook(path, data_only=True)["评议情况"]["G5"]
    assert (cell.value.date(), cell.number_format) == (date(2023, 4, 12), "yyyy-mm-dd")


def test_an_answer_to_no_cell_is_a_defect(tmp_path, plan):
    with pytest.raises(AssertionError, match="not there"):
        written(tmp_path, form_of(plan), {("member_self", 99, "loyal"): 8})


def test_a_form_says_whose_it_is(tmp_path, plan):
    book = form_of(plan)
    workbook = openpyxl.load_workbook(written(tmp_path, book))
    hidden = workbook["_xlc"]
    assert hidden.sheet_state == "veryHidden"
    told = {row[0].value: row[1].value for row in hidden.iter_rows()}
    assert told == dict(identity_sheet(book, Lang.ZH).values)
    names = {name: defined.attr_text for name, defined in workbook.defined_names.items()}
    assert {f"_xlc.{sheet.key}" for sheet in book.sheets} <= names.keys()
    assert names["_xlc.member_peer"] == "'党员互评'!$A$1"


def test_a_form_is_locked_but_for_its_input_cells_and_the_plan_is_open(tmp_path, plan):
    sheet = openpyxl.load_workbook(written(tmp_path, form_of(plan)))["党员互评"]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    forbidden = (sheet.protection.formatColumns, sheet.protection.formatRows, sheet.protection.insertRows)
    assert not any(forbidden)
    assert [sheet[cell].protection.locked for cell in ("A5", "B5", "C5", "K5", "M5")] == [
        True, True, False, False, True,
    ]  # fmt: skip
    workbook = openpyxl.load_workbook(written(tmp_path, plan_book(*plan_rows_of())))
    assert "_xlc" not in workbook.sheetnames
    assert not any(sheet.protection.sheet for sheet in workbook)


# ---------------------------------------------------------------------------------------------- what it enforces


def books():
    rows = plan_rows_of()
    plan = small_plan(2, 3)
    shapes = [form_of(shaped(scale, entry)) for scale, entry in SHAPES]
    return [plan_book(*rows), *books_of(plan), *shapes]


def cells_of(book):
    """Yield every input column of a workbook with its sheet and the address of its first and last cell."""
    for sheet in book.sheets:
        if isinstance(sheet, Table):
            for number, column in enumerate(sheet.columns, 1):
                yield sheet, column, (sheet.first_row, sheet.last_row), number
        else:
            placed = sheet.fields if isinstance(sheet, Canvas) else enumerate(sheet.fields, sheet.first_row)
            for row, column in placed:
                yield sheet, column, (row, row), 2


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("book", books(), ids=lambda book: book.key)
def test_every_input_cell_is_validated_and_explained(tmp_path, book, lang):
    workbook = openpyxl.load_workbook(written(tmp_path, book, lang=lang))
    for sheet, column, (first, last), number in cells_of(book):
        rules = {}
        for rule in workbook[sheet.title.say(lang)].data_validations.dataValidation:
            left, top, right, bottom = range_boundaries(str(rule.sqref))
            if left <= number <= right and top <= first and last <= bottom:
                rules[rule.formula1] = rule
        assert len(rules) == column.is_input, (sheet.key, column.key)
        for rule in rules.values():
            assert rule.prompt or isinstance(column.kind, Ref)
            assert rule.error or isinstance(column.kind, Ref)


def test_a_list_too_long_for_excel_is_put_on_a_hidden_sheet(tmp_path, plan):
    vetoes = tuple(Veto(f"v{n}", f"第 {n} 种很长很长很长的否决情形") for n in range(30))
    workbook = openpyxl.load_workbook(written(tmp_path, form_of(replace(plan, vetoes=vetoes))))
    assert workbook["_lists"].sheet_state == "veryHidden"
    rules = [rule.formula1 for rule in workbook["组织总评"].data_validations.dataValidation]
    listed = next(rule for rule in rules if rule.startswith("xlc_list_"))
    area = workbook.defined_names[listed].attr_text
    cells = workbook["_lists"][area.rpartition("!")[2].replace("$", "")]
    assert [cell.value for (cell,) in cells] == [veto.name for veto in vetoes]


def test_the_plan_offers_what_its_other_sheets_list(tmp_path):
    workbook = openpyxl.load_workbook(written(tmp_path, plan_book(*plan_rows_of(2, 2))))
    rules = {str(rule.sqref): rule.formula1 for rule in workbook["党员"].data_validations.dataValidation}
    assert rules["C5:C408"] == "xlc_branches_name"
    assert workbook.defined_names["xlc_branches_name"].attr_text.startswith(
        "'支部'!$B$5:INDEX('支部'!$B$5:$B$66,"
    )


KINDS = [
    (mark_kind(small_plan().scale_of["points"]), [0, 8.5, 10, "弃权", -0.5, 8.3, 10.5, "优秀", "八"]),
    (Number(50, 1000, 100), [0.5, 1.5, 9.5, 1, 10, 0, "1"]),
    (Whole(0, 99), [0, 99, 100, -1, 1.5, "一"]),
    (
        Day(date(2023, 1, 1), date(2023, 6, 30)),
        [date(2023, 1, 1), date(2023, 6, 30), date(2023, 7, 1), "某天"],
    ),
    (Words(5), ["五个字以内", "多于五个字了", 12345]),
]


@by_every_engine
def test_excel_takes_what_is_read_and_refuses_what_is_not(tmp_path, engine):
    cases = [(kind, raw) for kind, raws in KINDS for raw in raws]

    def fill(workbook):
        sheet = workbook.sheet("kinds")
        for row, (kind, raw) in enumerate(cases, 1):
            sheet.typed(row, 1, raw, TEXT)
            sheet.formula(row, 2, kind.validation(Lang.ZH).formula.replace("{cell}", f"A{row}"), 0)

    path = tmp_path / "kinds.xlsx"
    write_workbook(path, "kinds", MADE, fill)
    taken = [
        bool(row[1].value)
        for row in openpyxl.load_workbook(recalculate(path, engine), data_only=True)["kinds"].iter_rows()
    ]
    assert taken == [is_read(kind, raw) for kind, raw in cases]


def is_read(kind, raw):
    if isinstance(raw, str) and isinstance(kind, Number | Whole) and raw != "弃权":
        return False  # numerals typed as text are understood when they arrive, but not asked for
    try:
        kind.parse(raw)
    except ValueError:
        return False
    return True
