"""Tables as they come back: found by labels, with every cell accepted, empty or rejected."""

from dataclasses import replace

import pytest
from grids import book_of, bytes_of, envelope_of, read_grids
from plans import small_plan

from xlcampaign.address import Address
from xlcampaign.layout.forms import assessment_form, evaluation_form
from xlcampaign.layout.sheet import Table
from xlcampaign.model.cell import Broken, Fault
from xlcampaign.model.envelope import Envelope
from xlcampaign.reading.table import TableReader
from xlcampaign.words import Lang

STARS = (
    "政治忠诚星 | 好学上进星 | 敬业奉献星 | 业绩突出星 | 建言献策星 | 帮带互助星 | 文明新风星 | 廉洁守法星"
)
ABSTAINED = " | ".join(f"弃权{star}" for star in STARS.split(" | "))
HEADER = f"编号 | 姓名 | {STARS} | 到会投票 | 对其有效票（不同才填） | {ABSTAINED}"
ROWS = (
    "'0101 | 赵某甲 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 是",
    "'0102 | 钱某乙 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 是",
    "'0103 | 孙某丙 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 否",
)


def table():
    plan = small_plan(1, 3, abstentions="as_printed")
    return evaluation_form(plan, plan.branches[0]).table_of("member_peer")


def read(envelope):
    workbook = read_grids(envelope)
    draft, findings = TableReader(workbook.grids[0], table(), "f.xlsx").read()
    return draft, [(finding.rule.code, finding.place.cell) for finding in findings]


def read_rows(*rows, header=HEADER, start="@党员互评+3"):
    return read(envelope_of("\n".join((start, header, *rows))))


def changed(row, column, text):
    cells = ROWS[row].split("|")
    cells[column] = text
    return [*ROWS[:row], "|".join(cells), *ROWS[row + 1 :]]


def test_a_clean_table_has_no_findings():
    draft, findings = read_rows(*ROWS)
    assert findings == []
    assert [record.subject for record in draft.records] == ["0101", "0102", "0103"]
    assert [record.row for record in draft.records] == [5, 6, 7]
    assert draft.records[2].values["attended"] == "no"
    assert draft.filled


@pytest.mark.parametrize("free", [0, 1, 3, 20])
def test_rows_above_the_header_do_not_matter(free):
    draft, findings = read_rows(*ROWS, start=f"@党员互评+{free}")
    assert findings == []
    assert draft.records[0].row == free + 2


def test_a_header_below_row_thirty_is_not_looked_for():
    _, findings = read_rows(*ROWS, start="@党员互评+30")
    assert findings == [("S201", "")]


def _named_sheets():
    """Return the sheets of forms whose rows are known by a code or a name."""
    plan = small_plan(2, 3)
    forms = [evaluation_form(plan, plan.branches[0]), assessment_form(plan, None)]
    tables = [sheet for form in forms for sheet in form.sheets if isinstance(sheet, Table)]
    return {sheet.key: sheet for sheet in tables if {"code", "name"} <= sheet.by_key.keys()}


@pytest.mark.parametrize("sheet", _named_sheets().values(), ids=_named_sheets())
def test_without_the_columns_that_say_who_it_is_a_sheet_is_refused_for_that(sheet):
    kept = [column for column in sheet.columns if column.key not in {"code", "name"}]
    header = " | ".join(column.title.zh.replace("\n", " ") for column in kept)
    workbook = read_grids(envelope_of(f"@{sheet.title.zh}+3\n{header}\n{' | '.join('9' for _ in kept)}"))
    draft, [finding] = TableReader(workbook.grids[0], sheet, "f.xlsx").read()
    assert draft is None
    assert finding.rule.code == "S201"
    assert "编号" in finding.says(Lang.ZH)


def test_columns_may_be_reordered_and_inserted():
    header = f"姓名 | 我加的 | 编号 | 到会投票 | {STARS} | {ABSTAINED} | 对其有效票（不同才填）"
    rows = [f"{name} | x | '{code} | 是 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8" for code, name in
            (("0101", "赵某甲"), ("0102", "钱某乙"), ("0103", "孙某丙"))]  # fmt: skip
    draft, findings = read_rows(*rows, header=header)
    assert findings == [("S204", "B4")]
    assert draft.records[0].values["lawful.approve"] == 8
    assert draft.columns["loyal.approve"] == Address(0, 5)


def test_headers_are_read_with_odd_spaces_and_in_english():
    header = HEADER.replace("编号", "Code").replace("姓名", " 姓　名 ").replace("到会投票", "Voted")
    _, findings = read_rows(*ROWS, header=header)
    assert findings == []


def test_a_missing_column_is_one_finding():
    header = " | ".join(part for part in HEADER.split(" | ") if "业绩突出星" not in part)
    rows = ["'0101 | 赵某甲 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 是", "'0102 | 钱某乙 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 是",
            "'0103 | 孙某丙 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 是"]  # fmt: skip
    _, findings = read_rows(*rows, header=header)
    assert findings == [("S202", "A4"), ("C121", "A4")]


def test_a_column_of_another_name_is_one_finding_that_says_which():
    envelope = envelope_of("\n".join(("@党员互评+3", HEADER.replace("| 业绩突出星", "| 业绩星", 1), *ROWS)))
    _, findings = TableReader(read_grids(envelope).grids[0], table(), "f.xlsx").read()
    [renamed, *others] = [finding for finding in findings if finding.rule.code in {"S202", "S204"}]
    assert (renamed.rule.code, renamed.place.cell, others) == ("S202", "F4", [])
    assert renamed.says(Lang.ZH) == "缺「业绩突出星」这一列；那里写的是「业绩星」，没有读"
    assert "“业绩星” stands there and was not read" in renamed.says(Lang.EN)


@pytest.mark.parametrize(
    ("names", "places"),
    [
        ({"业绩突出星": "业绩星", "建言献策星": "建言星"}, ["F4", "G4"]),
        ({"政治忠诚星": "忠诚", "好学上进星": "上进", "业绩突出星": "业绩"}, ["C4", "D4", "F4"]),
        ({"文明新风星": "文明", "廉洁守法星": "守法"}, ["I4", "J4"]),
    ],
)
def test_several_columns_of_other_names_are_a_finding_each_that_says_which(names, places):
    header = HEADER
    for own, other in names.items():
        assert f"| {own}" in header
        header = header.replace(f"| {own}", f"| {other}", 1)
    envelope = envelope_of("\n".join(("@党员互评+3", header, *ROWS)))
    _, findings = TableReader(read_grids(envelope).grids[0], table(), "f.xlsx").read()
    renamed = [finding for finding in findings if finding.rule.code in {"S202", "S204"}]
    assert [(finding.rule.code, finding.place.cell) for finding in renamed] == [("S202", at) for at in places]
    said = [finding.says(Lang.ZH) for finding in renamed]
    assert said == [f"缺「{own}」这一列；那里写的是「{other}」，没有读" for own, other in names.items()]


def test_columns_of_other_names_elsewhere_stay_what_they_are():
    header = "我加的 | " + " | ".join(part for part in HEADER.split(" | ") if "业绩突出星" not in part)
    rows = [f"x | {row.rpartition(' | ')[0]}" for row in ROWS]
    assert [code for code, _ in read_rows(*rows, header=header)[1] if code[0] == "S"] == ["S202", "S204"]


def test_a_row_with_votes_that_does_not_say_whose_it_is_says_that():
    rows = [*ROWS, " |  | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 是"]
    _, findings = read_rows(*rows)
    assert [code for code, _ in findings] == ["R132"]


def test_a_code_with_spaces_in_it_that_is_the_sheets_own_is_read():
    rows = [ROWS[0].replace("0101", "0 101"), *ROWS[1:]]
    draft, findings = read_rows(*rows)
    assert findings == [("C107", "A5")]
    assert (draft.records[0].subject, draft.records[0].bad) == ("0101", frozenset())
    rows = [ROWS[0].replace("0101", "0 109"), *ROWS[1:]]
    assert ("C103", "A5") in read_rows(*rows)[1]


def test_an_optional_column_that_is_gone_is_said_once():
    draft, findings = read_rows(*ROWS, header=HEADER.replace(ABSTAINED, "我加的"))
    assert sorted(findings) == [("C121", "A4"), ("S204", "M4")]
    assert draft.records[0].values["loyal.approve"] == 1


def test_a_column_that_stands_twice_is_not_used():
    header = HEADER.replace("| 好学上进星", "| 政治忠诚星", 1)
    draft, findings = read_rows(*ROWS, header=header)
    assert findings == [("S203", "D4"), ("S202", "A4")]
    assert all(record.bad == {"loyal.approve"} for record in draft.records)


def test_a_vote_column_that_stands_twice_takes_its_star_out_and_no_other():
    twice = read_envelope_twice("弃权政治忠诚星")
    assert [code for code, _ in twice[1]] == ["S203"]
    assert [record.bad for record in twice[0].records] == [set(), {"loyal.abstain"}, set()]


def read_envelope_twice(title):
    rows = [*ROWS[:1], f"{ROWS[1]} | ~ | ~ | ~ | ~ | ~ | ~ | ~ | ~ | ~ | 1", ROWS[2]]
    return read_rows(*rows, header=f"{HEADER} | {title}")


def test_blank_rows_are_skipped_and_addresses_stay_true():
    draft, findings = read_rows(ROWS[0], "~ |", ROWS[1], "~ |", ROWS[2])
    assert findings == []
    assert [record.row for record in draft.records] == [5, 7, 9]


@pytest.mark.parametrize(
    ("text", "value", "codes"),
    [
        ("'９", 9, ["C107"]),
        ("'9票", 9, ["C107"]),
        ("' 9\u3000", 9, ["C107"]),
        ("'九", 9, ["C107"]),
        ("9", 9, []),
        ("9.0", 9, []),
        ("0", 0, []),
        ("'9左右", None, ["C103"]),
        ("9.5", None, ["C103"]),
        ("-1", None, ["C103"]),
        ("'很多", None, ["C103"]),
        ("99999", None, ["C103"]),
        ("~", None, ["C102"]),
    ],
)
def test_numbers_of_votes_as_people_type_them(text, value, codes):
    draft, findings = read_rows(*changed(0, 2, text))
    assert findings == [(code, "C5") for code in codes]
    assert draft.records[0].values.get("loyal.approve") == value


def test_error_cells_and_formulas_without_a_value_are_told_from_empty_ones():
    book = book_of("\n".join(("@党员互评+3", HEADER, *ROWS)))
    sheet = book["党员互评"]
    sheet["C5"] = "#N/A"
    sheet["C5"].data_type = "e"
    sheet["D6"] = "=1+1"
    envelope = Envelope("f.xlsx", bytes_of(book))
    workbook = read_grids(envelope)
    assert workbook.grids[0].at(5, 3) == Broken(Fault.ERROR, "#N/A")
    assert workbook.grids[0].at(6, 4) == Broken(Fault.UNCACHED, "=1+1")
    _, findings = read(envelope)
    assert findings == [("C104", "C5"), ("C105", "D6")]


@pytest.mark.parametrize("number_format", ["0%", "0.00%", "0.0%;[Red]-0.0%"])
def test_a_number_shown_as_a_percentage_is_never_taken_for_what_is_behind_it(number_format):
    book = book_of("\n".join(("@党员互评+3", HEADER, *ROWS)))
    sheet = book["党员互评"]
    sheet["C5"], sheet["C6"] = 1, 0.9
    sheet["C5"].number_format = sheet["C6"].number_format = number_format
    sheet["D5"].number_format = '0"%"'  # a sign that is only written beside the number
    envelope = Envelope("f.xlsx", bytes_of(book))
    workbook = read_grids(envelope)
    assert (workbook.grids[0].at(5, 3), workbook.grids[0].at(6, 3)) == ("100%", "90%")
    _, findings = read(envelope)
    assert findings == [("C103", "C5"), ("C103", "C6")]


def test_a_person_unknown_twice_or_missing():
    _, findings = read_rows(ROWS[0], ROWS[1], "'0109 | 冯某壬 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 是")
    assert sorted(findings) == [("R101", "A7"), ("R103", "")]
    _, findings = read_rows(*ROWS, ROWS[0])
    assert findings == [("R102", "A5"), ("R102", "A8")]


def test_a_name_that_belongs_to_another_code_is_one_error():
    _, findings = read_rows(*changed(0, 1, "钱某乙"))
    assert findings == [("R104", "A5")]
    _, findings = read_rows(*changed(0, 0, "'0107"))
    assert findings == [("R101", "A5")]


def test_without_a_code_a_unique_name_is_enough_also_with_spaces_inside():
    draft, findings = read_rows(*changed(0, 0, "~"))
    assert findings == [("R107", "A5")]
    draft, findings = read_rows(*changed(0, 1, "赵 某 甲"))
    assert findings == []
    assert draft.records[0].subject == "0101"


def test_leading_zeros_may_be_lost_where_the_name_fits():
    draft, findings = read_rows(*changed(0, 0, "101"))
    assert findings == [("R109", "A5")]
    assert draft.records[0].subject == "0101"
    _, findings = read_rows(*changed(0, 0, "103"))
    assert findings == [("R101", "A5")]


def test_an_ambiguous_name_lists_candidates():
    plan = small_plan(1, 3, abstentions="as_printed")
    plan = replace(plan, members=tuple(replace(member, name="赵某甲") for member in plan.members))
    named = evaluation_form(plan, plan.branches[0]).table_of("member_peer")
    workbook = read_grids(envelope_of("\n".join(("@x+3", HEADER, "~ | 赵某甲 | 1", *ROWS[1:]))))
    _, findings = TableReader(workbook.grids[0], named, "f.xlsx").read()
    ambiguous = [finding for finding in findings if finding.rule.code == "R105"]
    assert [finding.place.cell for finding in ambiguous] == ["A5"]
    assert ambiguous[0].facts["candidates"].zh == "0101、0102、0103"


def test_an_empty_row_is_one_finding_and_an_empty_sheet_is_left_to_who_sees_all_files():
    _, findings = read_rows("'0101 | 赵某甲 | ~ | ~ | ~ | ~ | ~ | ~ | ~ | ~ | 是", *ROWS[1:])
    assert findings == [("R106", "A5")]
    blank = [f"'{code} | {name} | ~ | ~ | ~ | ~ | ~ | ~ | ~ | ~ | 是"
             for code, name in (("0101", "赵某甲"), ("0102", "钱某乙"), ("0103", "孙某丙"))]  # fmt: skip
    draft, findings = read_rows(*blank)
    assert findings == []
    assert not draft.filled


def merged(area, *rows):
    book = book_of("\n".join(("@党员互评+3", HEADER, *rows)))
    book["党员互评"].merge_cells(area)
    return read(Envelope("f.xlsx", bytes_of(book)))


def test_merged_votes_are_one_error_and_none_of_them_counts():
    draft, findings = merged("C5:D5", *ROWS)
    assert findings == [("C106", "C5")]
    assert draft.records[0].bad == {"loyal.approve", "study.approve"}
    draft, findings = merged("C5:C6", *ROWS)
    assert findings == [("C106", "C5")]
    assert "loyal.approve" in draft.records[1].bad


def test_merged_names_fill_down():
    rows = [
        "'0101 | 赵某甲 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 是",
        "~ | ~ | 2 | 2 | 2 | 2 | 2 | 2 | 2 | 2 | 是",
    ]
    _, findings = merged("B5:B6", rows[0], rows[1], *ROWS[1:])
    assert ("R107", "A6") in findings  # the name came down, and so the second row is the same person's
    assert ("R102", "A5") in findings


def test_typed_totals_are_ignored_and_a_wrong_one_is_reported():
    right = "合计 | ~ | 3 | 3 | 3 | 3 | 3 | 3 | 3 | 3"
    draft, findings = read_rows(*ROWS, right)
    assert findings == [("S205", "A8")]
    assert len(draft.records) == 3
    _, findings = read_rows(*ROWS, right.replace("3 | 3", "4 | 3", 1))
    assert findings == [("S205", "A8"), ("S206", "C8")]


def test_a_long_formatted_tail_costs_nothing():
    book = book_of("\n".join(("@党员互评+3", HEADER, *ROWS)))
    book["党员互评"]["B900"].number_format = "0.00"
    draft, findings = read(Envelope("f.xlsx", bytes_of(book)))
    assert findings == []
    assert len(draft.records) == 3


def test_digest_says_whether_contents_are_equal():
    first, _ = read_rows(*ROWS)
    moved, _ = read_rows(*ROWS, start="@党员互评+5")
    other, _ = read_rows(*changed(0, 2, "2"))
    assert first.digest == moved.digest != other.digest
