"""The summary's formulas, calculated anew by other engines: as cached, and under changed rules as scored."""

import zipfile
from dataclasses import replace

import openpyxl
import pytest
from dear import mostly_slow
from known import flat_ledger
from recalculate import (
    Difference,
    all_differences,
    differences,
    each_variant_by_every_engine,
    formula_cells,
    recalculate,
    strip_values,
)
from summary.decided import GONE_BY
from summary.reports import example, report_of, rescored, standard, with_stars, with_ways, write_some

from xlcampaign.layout.summary import DASH, LIT, UNLIT
from xlcampaign.model.choices import Missing
from xlcampaign.model.plan import Entry, SubjectKind, WayKey
from xlcampaign.model.rounding import mean_of
from xlcampaign.summary import write_summary
from xlcampaign.summary.contents import TITLES
from xlcampaign.summary.names import flags, weights
from xlcampaign.tally.score import score
from xlcampaign.words import Lang


def trimmed():
    return report_of(standard(2, 4, trim="yes"), seed=1)


def trimmed_points():
    """Many raters give points, so that highest and lowest differ; five raters are not trimmed, six are."""
    plan = with_ways(standard(2, 3, trim="yes"), peer={"scale": "points", "entry": Entry.BALLOTS})
    return report_of(plan, seed=2, raters=6)


def five_raters():
    return report_of(standard(2, 3, trim="yes"), seed=3, raters=5)


def renormalised():
    lacking = [("B01-02", WayKey.PEER), ("B01-03", WayKey.ORGANISATION), ("B02", WayKey.TEACHER)]
    return report_of(standard(2, 4, missing=Missing.RENORMALISE), seed=4, lacking=lacking)


def unrated():
    lacking = [("B01-02", WayKey.PEER), ("B01-03", WayKey.SELF), ("B02", WayKey.ORGANISATION)]
    return report_of(standard(3, 4), seed=5, lacking=lacking, absent=("B03",))


def graded():
    plan = with_ways(
        standard(2, 4, trim="yes"),
        peer={"scale": "grades"},
        teacher={"scale": "grades", "entry": Entry.BALLOTS},
    )
    return report_of(plan, seed=6)


def three_stars():
    return report_of(with_stars(standard(2, 4), 3), seed=7)


def zero_weight():
    plan = with_ways(standard(2, 4), self={"weight": 0}, peer={"weight": 30})
    return report_of(plan, seed=8, lacking=[("B01-02", WayKey.SELF)])


def few_raters_in_english():
    return report_of(standard(2, 3, Lang.EN), seed=9, raters=2, lacking=[("B02-02", WayKey.TEACHER)])


def forty_branches():
    return report_of(standard(40, 2), seed=13, absent=("B17",), raters=6)


def fewer_stars_suffice():
    """Several stars are unlit where one more would do."""
    return report_of(standard(3, 6, recommend_member=6, recommend_branch=7), seed=38)


def nobody_rated():
    return rescored(report_of(standard(2, 3), seed=18), counts={})


def alike():
    """Two of three branches are lowest, all members the same."""
    plan = standard(3, 2)
    points = dict.fromkeys([*plan.branch_of, *plan.member_of], 8) | {"B01": 9}
    return rescored(report_of(plan, seed=19), counts=flat_ledger(plan, points).counts)


CASES = (
    trimmed, trimmed_points, five_raters, renormalised, unrated, graded, three_stars, zero_weight, few_raters_in_english,
    fewer_stars_suffice, nobody_rated,
)  # fmt: skip


SOME = [trimmed_points, graded, few_raters_in_english, nobody_rated]
"""The sample's summary and those of outcomes are calculated every time too, ways that are lacking among them."""


@each_variant_by_every_engine
@pytest.mark.parametrize(
    "cases",
    mostly_slow([SOME, [case for case in CASES if case not in SOME]], SOME),
    ids=["some", "others"],
)
def test_every_formula_comes_to_its_cached_value(cases, tmp_path, engine):
    paths = [tmp_path / f"{case.__name__}.xlsx" for case in cases]
    for path, case in zip(paths, cases, strict=True):
        write_summary(path, case())
        assert len(formula_cells(path)) > 500
    assert all_differences(paths, engine) == []


@each_variant_by_every_engine
def test_no_branch_is_named_where_several_are_highest_or_lowest_alike(tmp_path, engine):
    path = tmp_path / "summary.xlsx"
    write_some(path, alike(), ("goals", *GONE_BY))
    anew = recalculate(path, engine)
    assert differences(path, anew) == []
    goals = openpyxl.load_workbook(anew, data_only=True)[TITLES["goals"].zh]
    ends = [[cell.value for cell in row[:7]] for row in goals.iter_rows(min_row=20) if row[0].value]
    ends = [row for row in ends if "最低：" in str(row[0]) or "最高：" in str(row[0])]
    assert ends[0] == ["综合得分最低：2 个支部并列", *[DASH] * 5, 80]
    assert ends[1][0].startswith("综合得分最高：甲")
    assert ends[1][1:] == [90] * 6
    assert [row[0] for row in ends[2:]] == [f"综合均分{end}：3 个支部并列" for end in ("最低", "最高")]
    assert [row[6] for row in ends[2:]] == [80, 80]


@pytest.mark.office
@pytest.mark.slow  # every time, the sample's summary is: tests/commands/test_recalculated.py
@pytest.mark.parametrize("case", [example, forty_branches], ids=lambda case: case.__name__)
def test_every_formula_of_a_large_summary_comes_to_its_cached_value(case, tmp_path):
    path = tmp_path / "summary.xlsx"
    write_summary(path, case())
    assert differences(path, recalculate(path)) == []


@each_variant_by_every_engine
def test_the_comparison_finds_a_wrong_value(tmp_path, engine):
    path, planted = tmp_path / "summary.xlsx", tmp_path / "planted.xlsx"
    write_some(path, three_stars(), GONE_BY)
    place = openpyxl.load_workbook(path, read_only=True).sheetnames.index(TITLES["scores"].zh) + 1
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(planted, "w") as copy:
        for name in source.namelist():
            data = source.read(name)
            if name == f"xl/worksheets/sheet{place}.xml":
                text = data.decode()
                start = text.index('<c r="L5"')
                at = text.index("<v>", start)
                wrong = text[:at] + "<v>1.25</v>" + text[text.index("</v>", at) + 4 :]
                data = wrong.encode()
            copy.writestr(name, data)
    score_of_first = openpyxl.load_workbook(path, data_only=True)[TITLES["scores"].zh]["L5"].value
    assert differences(planted, recalculate(planted, engine)) == [
        Difference("评分明细", "L5", 1.25, score_of_first)
    ]


def test_stripping_leaves_no_value_behind(tmp_path):
    path, bare = tmp_path / "summary.xlsx", tmp_path / "bare.xlsx"
    write_summary(path, three_stars())
    cells = formula_cells(path)
    assert strip_values(path, bare) == len(cells)
    book = openpyxl.load_workbook(bare, data_only=True)
    assert {book[sheet][cell].value for sheet, cell in cells} == {None}


def named(book, name):
    """Return the cells of a defined name, in order."""
    ((sheet, area),) = book.defined_names[name].destinations
    cells = book[sheet][area.replace("$", "")]
    return [cell for row in cells for cell in row] if isinstance(cells, tuple) else [cells]


def change_rules(path, plan, changed, scales):
    """Type another plan's rules into the summary's yellow cells, as a person would; return the edited file.

    Args:
        path: the summary.
        plan: the plan that it was written under.
        changed: the plan whose rules are typed.
        scales: keys of the scales of grades, in the order of the sheet.
    """
    book = openpyxl.load_workbook(path)
    campaign = changed.campaign
    named(book, "rule_threshold")[0].value = campaign.threshold / 100
    sheet = named(book, "trim_on")[0].parent
    sheet.cell(named(book, "trim_on")[0].row, 2).value = "是" if campaign.trim else "否"
    policy = "按已有方式折算" if campaign.missing is Missing.RENORMALISE else "暂未评星"
    sheet.cell(named(book, "renormalise_on")[0].row, 2).value = policy
    for kind in SubjectKind:
        for cell, way in zip(named(book, weights(kind)), changed.ways_of(kind), strict=True):
            cell.value = way.weight
        stars = zip(named(book, f"bar_{kind}"), changed.stars_of(kind), strict=True)
        for cell, star in stars:
            sheet.cell(cell.row, 2).value = None if star.threshold is None else star.threshold / 100
        for cell, level in zip(named(book, f"bounds_{kind}"), changed.levels_of(kind)[::-1], strict=True):
            cell.value = level.low / 100
    for number, key in enumerate(scales, 1):
        points = {grade.key: grade.points for grade in changed.scale_of[key].grades}
        old = plan.scale_of[key]
        for cell, grade in zip(named(book, flags(number)), (*old.counted, *old.uncounted), strict=True):
            typed = sheet.cell(cell.row - 1, cell.column)
            typed.value = "不计" if points[grade.key] is None else points[grade.key] / 100
    edited = path.with_name("edited.xlsx")
    book.save(edited)
    return edited


def with_rules(plan, *, weights_of, points, levels, threshold_of):
    ways = tuple(replace(way, weight=weights_of[way.key]) for way in plan.ways)
    scales = tuple(
        replace(scale, grades=tuple(replace(g, points=points.get(g.key, g.points)) for g in scale.grades))
        if not scale.is_points
        else scale
        for scale in plan.scales
    )
    stars = tuple(replace(star, threshold=threshold_of.get(star.key)) for star in plan.stars)
    bands = tuple(replace(level, low=levels.get(level.name, level.low)) for level in plan.levels)
    return replace(plan, ways=ways, scales=scales, stars=stars, levels=bands)


def shown(value, decimals=2):
    return DASH if value is None else pytest.approx(value / 10**decimals, abs=1e-9)


def star_rows(book):
    sheet = book[TITLES["scores"].zh]
    rows = sheet.iter_rows(min_row=5, max_col=21, values_only=True)
    return [row for row in rows if row[3] is not None]


def board(book, key):
    """Return count, composite, rank and level by subject's place on the board's own column of names."""
    header, *rows = book[TITLES[key].zh].iter_rows(min_row=4, values_only=True)
    at = {name: n for n, name in enumerate(header)}
    rank = next(name for name in header if name and name.endswith("名次"))
    columns = [at[name] for name in ("星数", "综合得分", rank, "等次")]
    return [tuple(row[n] for n in columns) for row in rows if isinstance(row[0], int)]


@each_variant_by_every_engine
def test_changed_rules_score_the_workbook_like_the_program(tmp_path, engine):
    plan = with_ways(standard(3, 4), teacher={"scale": "grades"})
    lacking = [("B01-02", WayKey.PEER), ("B02-03", WayKey.ORGANISATION), ("B03", WayKey.SELF)]
    report = report_of(plan, seed=11, lacking=lacking)
    path = tmp_path / "summary.xlsx"
    write_some(path, report, ("overview", "goals", *GONE_BY))
    changed = with_rules(
        replace(plan, campaign=replace(plan.campaign, threshold=745, trim=True, missing=Missing.RENORMALISE)),
        weights_of={WayKey.SELF: 0, WayKey.PEER: 35, WayKey.TEACHER: 15, WayKey.ORGANISATION: 50},
        points={"oppose": 150, "abstain": 500, "good": 825, "unknown": 300, "fair": None},
        levels={"优秀": 8500, "较好": 7010},
        threshold_of={"duty": 905},
    )
    results = score(report.ledger, changed)
    assert results != report.results
    edited = change_rules(path, plan, changed, ["approval", "grades"])
    book = openpyxl.load_workbook(recalculate(edited, engine), data_only=True)
    rows = iter(star_rows(book))
    for subject in results.subjects:
        for star in subject.stars:
            row = next(rows)
            assert row[3] == subject.code
            assert row[6:10] == tuple(shown(star.ways[way].mean, 4) for way in WayKey)
            assert row[11] == shown(star.score)
            assert row[13] == (DASH if star.lit is None else LIT if star.lit else UNLIT)
    assert next(rows, None) is None
    order = {s.code: s for s in results.subjects}
    for kind, key in ((SubjectKind.BRANCH, "branch_board"), (SubjectKind.MEMBER, "member_board")):
        expected = []
        for group in groups_of(report, kind):
            expected += [order[s.code] for s in group]
        for line, subject in zip(board(book, key), expected, strict=True):
            level = "不定等次" if not subject.graded else subject.level or DASH
            assert line == (shown(subject.lit, 0), shown(subject.composite), shown(subject.rank, 0), level)
    assert named(book, "rules_changed")[0].value == 1
    warned = [cell.value for row in book[TITLES["overview"].zh].iter_rows() for cell in row]
    assert any(isinstance(text, str) and text.startswith("评星规则已改动") for text in warned)


def groups_of(report, kind):
    """Return the subjects in the order of the boards, which changed rules do not change."""

    def place(subject):
        return subject.composite is None, -(subject.composite or 0)

    subjects = report.results.of(kind)
    if kind is SubjectKind.BRANCH:
        return [sorted(subjects, key=place)]
    return [sorted((s for s in subjects if s.branch == b.code), key=place) for b in report.plan.branches]


@each_variant_by_every_engine
def test_goals_and_charts_figures_follow_changed_weights(tmp_path, engine):
    plan = standard(2, 3)
    report = report_of(plan, seed=12)
    path = tmp_path / "summary.xlsx"
    write_some(path, report, ("overview", "goals", *GONE_BY))
    weights_of = {WayKey.SELF: 40, WayKey.PEER: 30, WayKey.TEACHER: 20, WayKey.ORGANISATION: 10}
    changed = with_rules(plan, weights_of=weights_of, points={}, levels={}, threshold_of={})
    results = score(report.ledger, changed)
    edited = change_rules(path, plan, changed, ["approval"])
    book = openpyxl.load_workbook(recalculate(edited, engine), data_only=True)
    goals = book[TITLES["goals"].zh]
    rows = {row[0].value: [cell.value for cell in row] for row in goals.iter_rows(min_row=22, max_row=23)}
    for subject in results.of(SubjectKind.BRANCH):
        figures = [*subject.goals.values(), subject.composite]
        assert rows[subject.name][1:7] == [shown(figure) for figure in figures]
    means = goals["A30":"F31"]
    for branch, row in zip(plan.branches, means, strict=True):
        people = [s for s in results.of(SubjectKind.MEMBER) if s.branch == branch.code]
        assert all(person.composite is not None for person in people)
        expected = [
            mean_of(person.goals[goal.key] for person in people) for goal in plan.goals_of(SubjectKind.MEMBER)
        ]
        assert [cell.value for cell in row] == [branch.name, *(shown(value) for value in expected)]
    charted = book[TITLES["overview"].zh]
    composites = {s.name[:-3]: s.composite for s in results.of(SubjectKind.BRANCH)}
    for row in (6, 7):
        assert charted.cell(row, 39).value == shown(composites[charted.cell(row, 38).value])
