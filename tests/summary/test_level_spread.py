"""得星和等次分布 of a level: counted once more from what units reported, by plain code over the workbook's own sheets."""

import re
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import groupby

import openpyxl
import pytest
from fit import broken_headers, cuts
from levels import BRANCHES, MEMBERS, Town, table_in
from recalculate import all_differences, by_formulon, by_libreoffice, formula_cells

from xlcampaign.model.dispatch import Account, Dispatch, Lit, Origin, Told, Unit
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.rollup import Rollup, UnitLine, UnitState
from xlcampaign.summary.level.book import write_rollup
from xlcampaign.words import Lang

DAY = date(2023, 6, 26)
PAGE = "得星和等次分布"
A_STAR_LESS = {("member_teacher", 1, "loyal.approve"): 2}
SECTIONS = {
    ("党员", "得星"): "党员得星分布（人）",
    ("党员", "等次"): "党员等次分布（人）",
    ("支部", "得星"): "支部得星分布（个）",
    ("支部", "等次"): "支部等次分布（个）",
}


@pytest.fixture
def town(tmp_path):
    return Town(tmp_path)


def sections(path, page=PAGE):
    """Return each table of the page by its heading: rows by their headers, the sums last."""
    found, heading, header = {}, "", None
    for row in openpyxl.load_workbook(path, data_only=True)[page].iter_rows(min_row=4, values_only=True):
        if row[0] and row[1] is None:
            heading, header = str(row[0]).removesuffix("（续）"), None
        elif row[0] and header is None:
            header = [str(cell) for cell in row if cell is not None]
            found.setdefault(heading, [])
        elif row[0]:
            found[heading].append(dict(zip(header, row, strict=False)))
    return found


def counted(path, sheet, column):
    """Return how many of each unit have which value of a column, counted over what units told."""
    rows = sorted(table_in(path, sheet), key=lambda row: row["单位"])
    return {
        unit: Counter(row[column] for row in own) for unit, own in groupby(rows, key=lambda row: row["单位"])
    }


def stars_of(row):
    return {int(key[:-1]): value for key, value in row.items() if re.fullmatch(r"\d+★", key)}


def test_every_head_stands_once_under_its_stars_and_under_its_level(town):
    town.expect("LX1", "LX2", "LX3")
    town.receive("LX1", A_STAR_LESS)
    town.receive("LX2")
    town.roll_up()
    told = sections(town.output)
    assert list(told) == list(SECTIONS.values())
    for (kind, what), heading in SECTIONS.items():
        sheet = MEMBERS if kind == "党员" else BRANCHES
        of_units = counted(town.output, sheet, "星数" if what == "得星" else "等次")
        *rows, total = told[heading]
        assert [row["单位"] for row in rows] == sorted(of_units)  # a unit that did not report has no row
        for row in (*rows, total):
            expected = of_units.get(row["单位"], sum(of_units.values(), Counter()))
            values = (
                stars_of(row) if what == "得星" else {key: n for key, n in row.items() if key in expected}
            )
            assert {key: n for key, n in values.items() if n} == {
                key: n for key, n in expected.items() if key is not None
            }
            assert row["合计"] == expected.total()
        assert total["单位"] == "合计"
    assert [row["7★"] for row in told[SECTIONS["党员", "得星"]]] == [1, 0, 1]


def test_sums_are_of_units_with_the_same_rules_and_charts_have_a_colour_for_each(town):
    town.expect("LX1", "LX2", "LX3")
    town.receive("LX1")
    town.receive("LX2", threshold=700)
    town.receive("LX3", threshold=700)
    town.roll_up()
    rows = sections(town.output)[SECTIONS["党员", "得星"]]
    assert [(row["单位"], row["规则组"], row["合计"]) for row in rows] == [
        ("某某LX1联校", 1, 4),
        ("某某LX2联校", 2, 4),
        ("某某LX3联校", 2, 4),
        ("合计（规则组 1）", 1, 4),
        ("合计（规则组 2）", 2, 8),
    ]
    [charts] = {
        tuple(charts_of(town.output)[title]) for title in ("党员得星分布（人）", "党员等次分布（人）")
    }
    assert charts == ("规则组 1", "规则组 2")


def charts_of(path):
    """Return the names of the series of each chart by its title."""
    found = {}
    with zipfile.ZipFile(path) as package:
        for part in sorted(package.namelist()):
            if part.startswith("xl/charts/chart"):
                text = package.read(part).decode()
                found["".join(re.findall(r"<a:t>(.*?)</a:t>", text))] = re.findall(
                    r"<c:tx><c:v>(.*?)</c:v>", text
                )
    return found


def test_of_more_sets_of_rules_than_colours_the_title_says_which_are_shown(town):
    codes = [f"LX{number}" for number in range(1, 7)]
    town.expect(*codes)
    for number, code in enumerate(codes):
        town.receive(code, threshold=700 + 10 * number)
    town.roll_up()
    charts = charts_of(town.output)
    assert charts["党员得星分布（人），前 5 组规则"] == [f"规则组 {number}" for number in range(1, 6)]
    assert len(sections(town.output)[SECTIONS["党员", "得星"]]) == 12


def line_of(code, stars, members):
    """A unit by its number of stars and its members' stars, None for unrated."""
    told = tuple(
        Told(
            SubjectKind.MEMBER, code, code, "01", "某某支部", f"01{n:02d}", f"赵某{n}", (Lit.LIT,) * stars,
            lit, None, None, "", fit=False, rectify=False,
        )
        for n, lit in enumerate(members)
    )  # fmt: skip
    names = tuple(f"第{n}星" for n in range(stars))
    told_by = Dispatch(
        f"{code}.xlsx", code, Origin.UNIT, Unit(code, code), ("XF", "活动"), (1, "第一阶段"), DAY, Account(), None,
        dict.fromkeys(SubjectKind, names), {code: ""}, told, (),
    )  # fmt: skip
    return UnitLine(Unit(code, code), UnitState.ACCEPTED, None, told_by)


def test_whoever_is_not_graded_stands_in_one_column_in_whichever_language_units_say_so(tmp_path):
    lines = []
    for code, level in (("A", "不定等次"), ("B", "not graded")):
        line = line_of(code, 2, [2])
        told = replace(line.dispatch.subjects[0], level=level)
        lines.append(replace(line, dispatch=replace(line.dispatch, subjects=(told,))))
    for lang, said in ((Lang.ZH, "不定等次"), (Lang.EN, "not graded")):
        rollup = Rollup(None, ("XF", "活动"), (1, "第一阶段"), DAY, lang, tuple(lines))
        path = tmp_path / f"{lang}.xlsx"
        write_rollup(path, rollup, {}, {})
        texts = {
            cell.value for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row
        }
        assert said in texts
        assert texts.isdisjoint({"不定等次", "not graded"} - {said})


def test_cells_for_more_stars_than_a_unit_gives_are_empty_and_those_for_nobody_0(tmp_path):
    lines = (line_of("A", 2, [2, 0, None]), line_of("B", 4, [4, 4]))
    rollup = Rollup(None, ("XF", "活动"), (1, "第一阶段"), DAY, Lang.ZH, lines)
    write_rollup(tmp_path / "level.xlsx", rollup, {}, {})
    rows = sections(tmp_path / "level.xlsx")[SECTIONS["党员", "得星"]]
    assert [list(row.values()) for row in rows] == [
        ["A", 1, 1, 0, 1, None, None, 1, 3],
        ["B", 1, 0, 0, 0, 0, 2, 0, 2],
        ["合计", 1, 1, 0, 1, 0, 2, 1, 5],
    ]


def test_a_town_of_unions_with_different_rules_has_a_row_for_each_set_in_the_county(tmp_path):
    county, town = Town(tmp_path, "县"), Town(tmp_path, "镇一")
    town.expect("LX1", "LX2", own="Z1")
    town.receive("LX1")
    town.receive("LX2", threshold=700)
    town.roll_up()
    (county.root / "一.xlsx").write_bytes(town.output.read_bytes())
    county.expect("Z1", own="X")
    county.roll_up()
    rows = sections(county.output)[SECTIONS["党员", "得星"]]
    assert [(row["规则组"], row["合计"]) for row in rows] == [(1, 4), (2, 4), (1, 4), (2, 4)]


@pytest.mark.parametrize("engine", [by_libreoffice, by_formulon])
def test_the_sums_come_out_in_other_programs(town, engine):
    town.expect("LX1", "LX2")
    town.receive("LX1", A_STAR_LESS)
    town.receive("LX2", threshold=700)
    town.roll_up()
    assert len({sheet for sheet, _ in formula_cells(town.output)} & {PAGE}) == 1
    assert all_differences([town.output], engine) == []


def test_nothing_is_cut_and_where_nothing_counts_there_is_no_chart(town):
    town.expect("LX1")
    town.receive("LX1")
    town.roll_up()
    assert list(cuts(town.output)) == []
    assert list(broken_headers(town.output)) == []
    (town.root / "LX1.xlsx").unlink()
    town.receive("LX2")
    town.roll_up(code=1)
    assert charts_of(town.output) == {}
