"""评议质量 as it is read: the figures of each branch and way, and what follows changed rules or says that it does not."""

from dataclasses import replace

import openpyxl
import pytest
from recalculate import by_every_engine, differences, formula_cells, recalculate
from summary.decided import GONE_BY
from summary.reports import quality_of, report_of, rescored, standard, with_ways, write_some
from summary.test_formulas import change_rules, with_rules
from summary.test_summary import table_rows

from xlcampaign.layout.summary import DASH
from xlcampaign.model.choices import Missing
from xlcampaign.model.plan import Entry, SubjectKind, WayKey
from xlcampaign.model.submission import Likeness
from xlcampaign.summary.contents import TITLES
from xlcampaign.summary.work.quality import LISTED, quality_table, raters_table
from xlcampaign.tally.quality import assess
from xlcampaign.tally.score import score
from xlcampaign.words import Lang

PEER, TEACHER = WayKey.PEER, WayKey.TEACHER
MEMBER, BRANCH = SubjectKind.MEMBER, SubjectKind.BRANCH
TITLE = TITLES["quality"].zh


def with_likeness(report, **likeness):
    """Return the report with ballots that are so much alike, by branch (B01=…), in 党员互评."""
    ledger = replace(
        report.ledger, likeness={(code, "member.peer"): alike for code, alike in likeness.items()}
    )
    return replace(report, ledger=ledger)


def seven(**changes):
    """Seven branches; in the last, teachers rate far below the organisation."""
    report = report_of(with_ways(standard(7, 4, **changes), peer={"entry": Entry.BALLOTS}), absent=("B03",))
    return with_likeness(
        report,
        B01=Likeness(14, 6, {"approve": 3, "oppose": 1}),
        B02=Likeness(3, 3, {"approve": 3}),
    )


def written(tmp_path, report, name="summary.xlsx"):
    path = tmp_path / name
    write_some(path, report, ("quality", *GONE_BY))
    return path


@pytest.fixture(scope="module")
def report():
    return seven()


@pytest.fixture(scope="module")
def book(report, tmp_path_factory):
    return openpyxl.load_workbook(written(tmp_path_factory.mktemp("quality"), report), data_only=True)


def hundredths(value):
    return DASH if value is None else pytest.approx(value / 100, abs=1e-9)


def spread_of(quality):
    """What the first table shows, but for the members who differ much, which no rule moves, and the last column."""
    return [
        (
            one.rated,
            hundredths(one.highest),
            hundredths(one.lowest),
            hundredths(None if one.highest is None else one.highest - one.lowest),
            hundredths(one.deviation),
            one.members.stars,
            hundredths(one.members.own),
            hundredths(one.members.others),
            hundredths(one.members.gap),
            hundredths(one.own.gap),
            one.compared,
            one.apart,
        )
        for one in quality.branches
    ]


def spread_in(book):
    rows = [tuple(row.values()) for row in table_rows(book, "xlc_quality")]
    return [(*row[1:10], *row[11:14]) for row in rows]


def test_a_branch_shows_its_spread_and_differences(book, report):
    assert spread_in(book) == spread_of(quality_of(report))
    rows = table_rows(book, "xlc_quality")
    assert [row["支部"] for row in rows] == [branch.name for branch in report.plan.branches]
    assert [row["差1分以上人数"] for row in rows] == [one.wide for one in quality_of(report).branches]
    assert spread_in(book)[2] == (0, *[DASH] * 4, 0, *[DASH] * 4, 0, 0)


def test_what_differs_much_is_named_in_neutral_words(book, report):
    last, absent = quality_of(report).branches[6], quality_of(report).branches[2]
    assert min(last.members.gap, last.own.gap) >= 100
    assert 10 * last.apart >= last.compared > 0
    said = [row["差异较大、可了解情况的"] for row in table_rows(book, "xlc_quality")]
    assert said[6] == "党员自评、支部自评、教师与组织"
    assert (absent.apart, said[2]) == (0, None)
    firm = quality_of(report).branches[0]
    assert (firm.members.gap < 100, firm.own.gap < 100) == (True, True)
    assert said[0] == ("教师与组织" if 10 * firm.apart >= firm.compared else None)


def test_every_way_with_many_raters_has_a_row(book, report):
    rows = [tuple(row.values()) for row in table_rows(book, "xlc_raters")]
    ways = ["党员互评", "教师测评", "党员评支部", "教师评支部"]
    assert [row[:2] for row in rows] == [(b.name, way) for b in report.plan.branches for way in ways]
    for row, raters in zip(rows, quality_of(report).raters, strict=True):
        agreement = DASH if raters.agreement is None else pytest.approx(raters.agreement / 10)
        assert row[2:6] == (raters.valid or DASH, raters.least, raters.most, agreement)
    # 6, 4 and 3 of 14: 42.857, 28.571, 21.429; three ballots are too few to say anything
    assert rows[0][6:10] == (14, 42.9, 28.6, 21.4)
    assert rows[4][6:10] == (3, DASH, DASH, DASH)
    assert {row[6:10] for number, row in enumerate(rows) if number not in {0, 4}} == {(DASH,) * 4}


def test_the_largest_distances_are_listed_with_both_means(book, report):
    far = quality_of(report).distances
    rows = [tuple(row.values()) for row in table_rows(book, "xlc_differences")]
    assert len(far) > LISTED == len(rows)
    for row, one in zip(rows, far, strict=False):
        gap = (one.teacher - one.organisation) / 10_000
        assert row[3:] == (one.teacher / 10_000, one.organisation / 10_000, pytest.approx(gap), None)
    texts = [row[0] for row in book[TITLE].iter_rows(values_only=True)]
    assert f"教师评与组织评相差较大的（{len(far)} 项）" in texts


def test_few_raters_are_marked_and_a_campaign_without_any_is_written(tmp_path):
    plan = standard(2, 3, Lang.EN, few_raters=3)
    book = openpyxl.load_workbook(written(tmp_path, report_of(plan, raters=2)), data_only=True)
    assert {row["Note"] for row in table_rows(book, "xlc_raters")} == {"few raters"}
    marks = replace(plan, ways=tuple(replace(w, scale="points", entry=Entry.MARKS) for w in plan.ways))
    alone = report_of(marks)
    assert quality_of(alone).raters == ()
    sheet = openpyxl.load_workbook(written(tmp_path, alone, "alone.xlsx"))[TITLES["quality"].en]
    assert "xlc_raters" not in sheet.tables
    assert [cell.value for cell in sheet["A"]].count("none") >= 1


def test_no_column_is_about_a_rater():
    keys = [column.key for table in (quality_table(), raters_table()) for column in table.columns]
    assert set(keys).isdisjoint({"ballot", "voter", "code", "name", "sources"})


def odd():
    lacking = [("B01-02", PEER), ("B01-03", WayKey.SELF), ("B02", WayKey.ORGANISATION), ("B02-01", TEACHER)]
    plan = with_ways(
        standard(3, 4, trim="yes", missing=Missing.RENORMALISE),
        peer={"scale": "points", "entry": Entry.BALLOTS},
        teacher={"scale": "grades"},
    )
    return report_of(plan, seed=5, lacking=lacking, absent=("B03",))


def rounded_onto_the_limit():
    """In B01 self-ratings of 9.005, shown as 9.01, and others of 8.0143, shown as 8.01; in B02 just 1 between them."""
    plan = with_ways(standard(2, 2), **{key: {"scale": "points", "entry": Entry.BALLOTS} for key in WayKey})
    report = report_of(plan)
    marks = {
        "B01": ({900: 1, 901: 1}, {801: 4, 802: 3}),
        "B02": ({900: 1}, {800: 1}),
    }
    counts = {key: marks[key[0][:3]][key[2] is not WayKey.SELF] for key in report.ledger.counts}
    return rescored(report, counts=counts)


@by_every_engine
def test_what_is_only_rounded_onto_the_limit_is_not_named(tmp_path, engine):
    report = rounded_onto_the_limit()
    below, at = quality_of(report).branches
    assert {one.gap for one in (below.members, below.own, at.members, at.own)} == {100}
    path = written(tmp_path, report)
    for one in (path, recalculate(path, engine)):
        rows = table_rows(openpyxl.load_workbook(one, data_only=True), "xlc_quality")
        assert [row["差异较大、可了解情况的"] for row in rows] == [None, "党员自评、支部自评"]
        assert [row["差1分以上人数"] for row in rows] == [0, 2]
        assert [row["党员自评差"] for row in rows] == [pytest.approx(1)] * 2


@pytest.mark.office
@pytest.mark.parametrize("case", [seven, odd])
def test_every_formula_comes_to_its_cached_value(case, tmp_path):
    path = written(tmp_path, case())
    assert len([cell for sheet, cell in formula_cells(path) if sheet == TITLE]) > 40
    assert [one for one in differences(path, recalculate(path)) if one.sheet == TITLE] == []


def changed_book(tmp_path, report, points):
    """Type other points of grades into 评星规则; return the recalculated workbook and the figures under them."""
    plan = report.plan
    weights_of = {way.key: way.weight for way in plan.ways_of(MEMBER)}
    changed = with_rules(plan, weights_of=weights_of, points=points, levels={}, threshold_of={})
    path = recalculate(change_rules(written(tmp_path, report), plan, changed, ["approval"]))
    quality = assess(report.ledger, changed, score(report.ledger, changed))
    return openpyxl.load_workbook(path, data_only=True), quality


@pytest.mark.office
def test_changed_points_move_the_live_figures_and_the_values_say_that_they_are_outdated(tmp_path, report):
    book, quality = changed_book(tmp_path, report, {"oppose": 750, "abstain": 900})
    assert quality.distances != quality_of(report).distances
    assert spread_of(quality) != spread_of(quality_of(report))
    assert spread_in(book) == spread_of(quality)
    numbers = [(row["计入票最少"], row["计入票最多"]) for row in table_rows(book, "xlc_raters")]
    assert numbers == [(raters.least, raters.most) for raters in quality.raters]
    assert numbers != [(raters.least, raters.most) for raters in quality_of(report).raters]
    assert book[TITLE]["A3"].value.startswith("已过期：评星规则的等级分值")
    far = {(one.subject, one.star) for one in quality.distances}
    rows = table_rows(book, "xlc_differences")
    for row, one in zip(rows, quality_of(report).distances, strict=False):
        assert row["改规则后现况"] == (None if (one.subject, one.star) in far else "已过期")
    assert any(row["改规则后现况"] for row in rows)


@pytest.mark.office
def test_changed_weights_move_composites_alone_and_nothing_is_outdated(tmp_path, report):
    plan = report.plan
    weights_of = {WayKey.SELF: 40, PEER: 30, TEACHER: 20, WayKey.ORGANISATION: 10}
    changed = with_rules(plan, weights_of=weights_of, points={}, levels={}, threshold_of={})
    path = recalculate(change_rules(written(tmp_path, report), plan, changed, ["approval"]))
    book = openpyxl.load_workbook(path, data_only=True)
    quality = assess(report.ledger, changed, score(report.ledger, changed))
    assert spread_in(book) == spread_of(quality)
    assert [one.deviation for one in quality.branches] != [
        one.deviation for one in quality_of(report).branches
    ]
    assert book[TITLE]["A3"].value is None
    assert quality.distances == quality_of(report).distances
    assert {row["改规则后现况"] for row in table_rows(book, "xlc_differences")} == {None}
