"""What lists say of hundreds: branches of a few hundred, all of them alike; pages are written, and nobody is lost."""

import re
from collections import Counter

import openpyxl
import pytest
from recalculate import all_differences, by_formulon, by_libreoffice, convert
from summary.decided import LISTS, write_lists
from summary.reports import report_of, rescored, standard
from tally.test_rollup import dispatch, rolled

from xlcampaign.model.dispatch import Lit, Told
from xlcampaign.model.plan import SubjectKind
from xlcampaign.summary import names
from xlcampaign.summary.contents import TITLES
from xlcampaign.summary.level.book import write_rollup
from xlcampaign.words import Lang
from xlcampaign.workbook.limits import LONGEST_FORMULA, TALLEST_ROW

CUT = re.compile(r"(.*)(?:……（只列前 ([0-9]+)，共 ([0-9]+)）| … \(the first ([0-9]+) of ([0-9]+)\))")
SHIFTED = "B01-05"
"""Whose counts are not those of the others where one of them is to be apart: they are between others."""


def crowded(size, branches=2, lang=Lang.ZH, apart=()):
    """Return a report on large branches whose members are rated alike, and so all fit and tied, but for some."""
    report = report_of(standard(branches, size, lang))
    counts = dict(report.ledger.counts)
    for subject, star, way in counts:
        branch, member, _ = subject.partition("-")
        if member and subject not in apart:
            counts[subject, star, way] = counts[f"{branch}-02", star, way]
    return rescored(report, counts=counts)


def pages(folder, report):
    write_lists(folder / "lists.xlsx", report)
    book = openpyxl.load_workbook(folder / "lists.xlsx", data_only=True)
    return {key: book[TITLES[key].say(report.plan.campaign.language)] for key in LISTS}


def ties_on(sheet):
    """Return the rows of ties: who is tied, the number, the names, and whether that is outdated."""
    rows = [[v for v in row if v is not None] for row in sheet.iter_rows(values_only=True)]
    top = next(n for n, row in enumerate(rows) if row and re.match("并列（|Ties across", str(row[0]))) + 2
    return [row for row in rows[top:] if len(row) > 8]


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("size", [3, 40, 320])
def test_no_row_is_taller_than_rows_can_be_and_who_is_not_named_is_numbered(tmp_path, size, lang):
    sheets = pages(tmp_path, crowded(size, lang=lang))
    for sheet in sheets.values():
        assert all((row.height or 0) <= TALLEST_ROW for row in sheet.row_dimensions.values())
    for row in ties_on(sheets["recommended"]):
        cut = CUT.fullmatch(row[8])
        listed = (cut[1] if cut else row[8]).split("、" if lang is Lang.ZH else ", ")
        some, whole = filter(None, cut.groups()[1:]) if cut else (row[2], row[2])
        assert (len(listed), row[2]) == (int(some), int(whole))
        assert bool(cut) == (size > 40)


def test_whoever_is_agreed_on_as_a_whole_stands_on_the_agenda_once(tmp_path):
    report = crowded(320)
    texts = [
        str(cell)
        for row in pages(tmp_path, report)["decisions"].iter_rows(values_only=True)
        for cell in row
        if cell
    ]
    together = [text for text in texts if re.match("甲.完小党支部：", text)]
    named = Counter(code for text in together for code in re.findall(r"B0[0-9]-[0-9]+", text))
    fit = [one.code for one in report.results.of(SubjectKind.MEMBER) if one.is_fit]
    assert len(fit) > 300
    assert named == Counter(fit)


@pytest.mark.office
@pytest.mark.parametrize(("engine", "size"), [(by_libreoffice, 320), (by_formulon, 60)])
def test_those_who_are_tied_come_out_in_other_programs(tmp_path, engine, size):
    path = tmp_path / "lists.xlsx"
    write_lists(path, crowded(size, 1, apart=[SHIFTED]))
    formulas = [
        cell.value for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row
    ]
    assert max(len(text) for text in formulas if str(text).startswith("=")) <= LONGEST_FORMULA
    assert all_differences([path], engine) == []


@pytest.mark.office
@pytest.mark.parametrize(("share", "mark"), [(3, []), (1, ["已过期"])])
def test_a_tie_is_outdated_once_nobody_is_tied(tmp_path, share, mark):
    path, edited = tmp_path / "lists.xlsx", tmp_path / "edited.xlsx"
    write_lists(path, crowded(320, 1, apart=[SHIFTED]))
    book = openpyxl.load_workbook(path)
    ((sheet, cell),) = book.defined_names[names.QUOTA].destinations
    assert book[sheet][cell.replace("$", "")].value == 3
    book[sheet][cell.replace("$", "")].value = share
    book.save(edited)
    after = openpyxl.load_workbook(convert(edited, "xlsx", tmp_path / "changed"), data_only=True)
    (tie,) = ties_on(after[TITLES["recommended"].zh])
    assert [v for v in tie[9:] if v] == mark


def unit_of(number, rules):
    code = f"某某镇第{number:03d}教育工委"
    told = Told(
        SubjectKind.BRANCH, code, code, "01", "甲一完小党支部", "", "甲一完小党支部", (Lit.LIT,) * 3, 3, 9000,
        None, "", fit=True, rectify=False,
    )  # fmt: skip
    return dispatch(code, (told,), rules)


@pytest.mark.parametrize("count", [6, 4000])
def test_of_many_units_each_stands_once_beside_its_rules_and_findings_name_the_first(tmp_path, count):
    units = [unit_of(number, ("", "甲", "乙")[number % 3]) for number in range(count)]
    rollup = rolled(units, [one.unit.code for one in units], "X")
    path = tmp_path / "level.xlsx"
    write_rollup(path, rollup, {}, {})
    book = openpyxl.load_workbook(path)
    for sheet in book:
        assert all((row.height or 0) <= TALLEST_ROW for row in sheet.row_dimensions.values())
    rows = [row[2:4] for row in book["规则对照"].iter_rows(min_row=5, values_only=True) if row[0] == "单位"]
    listed = [
        Counter(name for text in column if text for name in text.split("、"))
        for column in zip(*rows, strict=True)
    ]
    own = [[one.unit.name for one in units if set(one.rules.values()) == {rules}] for rules in ("甲", "乙")]
    assert listed == [Counter(names) for names in own]
    said = {one.rule.code: one.says(Lang.ZH) for one in rollup.findings}
    assert max(map(len, said.values())) < 600
    for code in ("X176", "X179"):
        assert ("，共" in said[code]) == (count > 6), said[code]
