"""等次评定 and the boards: the cached outcomes are score()'s, LibreOffice gets them too, also under changed rules."""

from dataclasses import replace

import openpyxl
import pytest
from dear import mostly_slow
from plans import small_plan, with_way
from recalculate import all_differences, each_variant_by_every_engine, recalculate
from summary.decided import GONE_BY
from summary.reports import report_of, rescored, write_some
from summary.test_formulas import named
from tally.test_outcomes import ALL_5, ALL_8, ALL_9, ALL_10, BY_SELF, MANY, counts_of, decisions, with_member

from xlcampaign.layout.summary import DASH, LIT, UNLIT, outcomes_table
from xlcampaign.model.choices import Missing
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.model.results import TIE_BREAKS, Quota, Recommended
from xlcampaign.model.roster import Category, Participation
from xlcampaign.summary import write_summary
from xlcampaign.summary.contents import TITLES
from xlcampaign.tally.score import score

NOT_GRADED = "不定等次"
QUOTA_WORDS = {
    Quota.NONE: DASH,
    Quota.GRANTED: "名额内",
    Quota.TIED: "并列，提请研究",
    Quota.FULL: "优秀名额已满",
}
MISSED = {Quota.TIED, Quota.FULL}


def quota_words(outcome):
    return "同位，已议决" if outcome.settled else QUOTA_WORDS[outcome.quota]


SIZES = {"01": 2, "02": 3, "03": 6, "04": 8, "05": 6, "06": 4}
TWIN = (10, 9, 9, 9)

TABLE = {
    # two members: no place; three: one place, which two share
    "0101": ALL_10, "0102": ALL_9,
    "0201": TWIN, "0202": TWIN, "0203": ALL_9,
    # two places: twins inside, one is vetoed; another one unrated; just enough stars
    "0301": TWIN, "0302": TWIN, "0303": ALL_9, "0304": [ALL_10] * 7 + [(10, 10, None, 10)],
    "0305": ALL_8, "0306": [ALL_9] * 5 + [ALL_5] * 3,
    # equal composites, told apart by organisation, teachers, peers
    **{f"04{code[2:]}": marks for code, marks in MANY.items()},
    # probationary, exempt, vetoed and unrated, overridden up and down, lit by self-rating
    "0501": ALL_10, "0502": ALL_10, "0504": ALL_9, "0505": ALL_8, "0506": BY_SELF,
    # equal composites with missing means where the ways are renormalised
    "0601": (9, None, 9, 9), "0602": (10, (17, 3), 9, 9), "0603": (9, None, 9, 9), "0604": (9, 9, None, 9),
    # branches: vetoed, overridden, just enough stars, by self-rating, unrated
    "01": ALL_10, "02": ALL_8, "03": TWIN, "04": [ALL_9] * 6 + [ALL_5] * 3, "05": [BY_SELF] + [ALL_9] * 8,
}  # fmt: skip

DECIDED = decisions(
    vetoes=["01", "0302", "0503", "0501"],
    overrides=[
        *[("02", "先进"), ("0504", "基本合格"), ("0505", "优秀"), ("0102", "优秀"), ("0503", "优秀")],
        *[("0303", "不合格"), ("0304", "不合格"), ("03", "后进")],
    ],
)


def union(**changes):
    """Return a plan of six branches of two to eight members; `changes` are settings of the campaign."""
    plan = small_plan(6, 8, **changes)
    members = tuple(m for m in plan.members if int(m.code[2:]) <= SIZES[m.branch])
    plan = with_member(replace(plan, members=members), "0501", category=Category.PROBATIONARY)
    return with_member(plan, "0502", participation=Participation.EXEMPT)


def report(plan, table=None, registers=DECIDED):
    """Return a report on the counts of a table, the union's by default."""
    found = report_of(plan, registers=registers)
    counts = {
        k: v for code, marks in (table or TABLE).items() for k, v in counts_of(plan, code, marks).items()
    }
    return rescored(found, counts=counts)


def standard():
    return report(union())


def renormalised():
    return report(union(missing="renormalise", quota=2))


def without_quota():
    return report(union(quota=None, missing="renormalise"))


def a_place_for_everybody():
    return report(union(quota=1, recommend_member=7))


def one_branch_of_two():
    return report(small_plan(1, 2), {"0101": TWIN, "0102": TWIN}, registers=decisions())


def two_levels():
    plan = small_plan(1, 6)
    bands = {"优秀": (9000, 10_000), "合格": (0, 9000)}
    levels = tuple(
        replace(level, low=bands[level.name][0], high=bands[level.name][1])
        for level in plan.levels
        if level.kind is SubjectKind.MEMBER and level.name in bands
    )
    plan = replace(plan, levels=(*plan.levels_of(SubjectKind.BRANCH), *levels))
    table = {code.replace("03", "01", 1): marks for code, marks in TABLE.items() if code[:2] == "03"}
    return report(plan, table, registers=decisions(vetoes=["0105"]))


def in_english():
    return report(union(language="en", quota=2))


CASES = (standard, renormalised, without_quota, a_place_for_everybody, one_branch_of_two, two_levels)
by_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)


def figure(value, decimals=2):
    return DASH if value is None else pytest.approx(value / 10**decimals, abs=1e-9)


def expected_row(subject, plan):
    """Return what 等次评定 has to say of a subject, by column key; what it leaves empty is None."""
    outcome, member = subject.outcome, subject.kind is SubjectKind.MEMBER
    compared = member and subject.graded
    full = sum(one.graded for one in plan.rated_members(subject.branch)) if member else None
    places = figure(outcome.places, 0) if member else None

    def level(name):
        return (name or DASH) if subject.graded else NOT_GRADED

    return {
        "code": subject.code,
        "composite": figure(subject.composite),
        **{way: figure(mean, 4) for way, mean in zip(TIE_BREAKS, outcome.tie_breaks, strict=True)},
        "band": level(outcome.band),
        "full": full,
        "places": places,
        "candidate": int(outcome.band == plan.levels_of(subject.kind)[0].name),
        "position": figure(outcome.position, 0) if compared else None,
        "tied": (outcome.tied or DASH) if compared else None,
        "quota": quota_words(outcome) if compared else None,
        "after": level(outcome.after_quota),
        "veto": "发生安全责任事故" if outcome.veto else None,
        "override": outcome.override.level if outcome.override else None,
        "level": level(outcome.level),
        "lit": figure(subject.lit, 0),
        "recommended": int(subject.recommended is not Recommended.NO),
        "rectify": int(subject.rectify),
        "opinion": None,
    }


def outcome_rows(book):
    """Return the rows of 等次评定 by column key, without the names of kind, branch and subject."""
    keys = [column.key for column in outcomes_table().columns]
    rows = book[TITLES["outcomes"].zh].iter_rows(min_row=5, values_only=True)
    listed = [dict(zip(keys, row, strict=True)) for row in rows]
    return [{k: v for k, v in row.items() if k not in {"kind", "branch", "name"}} for row in listed]


def board_rows(book, kind):
    """Return stars, count, composite, rank, level and remark by the subjects' names and branches."""
    rows = book[TITLES[f"{kind}_board"].zh].iter_rows(min_row=4, values_only=True)
    (_, _, *header), group, found = next(rows), "", {}
    for first, name, *cells in rows:
        if isinstance(first, int):
            found[group, name] = dict(zip(header, cells, strict=True))
        else:
            group = first.split("　")[0]
    return found


def check_board(book, results, plan, kind):
    rows = board_rows(book, kind)
    assert len(rows) == len(results.of(kind))
    for subject in results.of(kind):
        branch = plan.branch_of[subject.branch].name
        row = rows[(branch if kind is SubjectKind.MEMBER else ""), subject.name]
        glyphs = [DASH if star.lit is None else LIT if star.lit else UNLIT for star in subject.stars]
        assert list(row.values())[: len(glyphs)] == glyphs
        assert row["星数"] == figure(subject.lit, 0)
        assert row["综合得分"] == figure(subject.composite)
        assert row["支部内名次" if kind is SubjectKind.MEMBER else "名次"] == shown_rank(subject, results)
        assert row["等次"] == (NOT_GRADED if not subject.graded else subject.level or DASH)
        check_remark((row["备注"] or "").split("；"), subject)


def shown_rank(subject, results):
    """Return what a board has to say of a rank: with whom it is shared within a branch, or among branches."""
    sharing = [
        other
        for other in results.of(subject.kind)
        if other.rank == subject.rank
        and (subject.kind is SubjectKind.BRANCH or other.branch == subject.branch)
    ]
    return f"并列{subject.rank}" if subject.rank and len(sharing) > 1 else figure(subject.rank, 0)


def check_remark(remarks, subject):
    outcome = subject.outcome
    assert ("满星" in remarks) == (subject.lit == len(subject.stars))
    assert remarks.count("整改") == subject.rectify
    assert ("否决：发生安全责任事故" in remarks) == (outcome.veto is not None)
    assert ("改评（联党发〔2023〕8号）" in remarks) == (outcome.override is not None)
    assert any(r.startswith("暂未评星") for r in remarks) == (subject.composite is None)
    for quota in Quota:
        said = quota in MISSED and outcome.quota is quota and not outcome.settled
        assert (QUOTA_WORDS[quota] in remarks) == said
    assert ("同位，已议决" in remarks) == outcome.settled


def check_decided(book, results):
    """Hold 自评决定 of 评分明细 against the stars."""
    header, *rows = book[TITLES["scores"].zh].iter_rows(min_row=4, values_only=True)
    place = header.index("自评决定")
    shown = [row[place] or "" for row in rows if row[header.index("编号")]]
    stars = [star for subject in results.subjects for star in subject.stars]
    assert shown == ["是" if star.self_decided else "" for star in stars]


def assert_counted(path, results, plan):
    book = openpyxl.load_workbook(path, data_only=True)
    assert outcome_rows(book) == [expected_row(subject, plan) for subject in results.subjects]
    for kind in SubjectKind:
        check_board(book, results, plan, kind)
    check_decided(book, results)


@by_case
def test_the_cached_outcomes_are_those_of_the_program(case, tmp_path):
    path, found = tmp_path / "summary.xlsx", case()
    write_some(path, found, GONE_BY)
    assert_counted(path, found.results, found.plan)


SOME = [renormalised, two_levels]


@each_variant_by_every_engine
@pytest.mark.parametrize(
    "cases",
    mostly_slow([SOME, [case for case in (*CASES, in_english) if case not in SOME]], SOME),
    ids=["some", "others"],
)
def test_every_outcome_recomputes_to_its_cached_value(cases, tmp_path, engine):
    paths = [tmp_path / f"{case.__name__}.xlsx" for case in cases]
    for path, case in zip(paths, cases, strict=True):
        write_summary(path, case())
    assert all_differences(paths, engine) == []


def test_the_cases_meet_every_kind_of_outcome():
    subjects = [subject for case in CASES for subject in case().results.subjects]
    assert {subject.outcome.quota for subject in subjects} == set(Quota)
    assert {subject.recommended for subject in subjects} == set(Recommended)
    assert {subject.outcome.places for subject in subjects} >= {None, 0, 1, 2, 4}
    assert any(star.self_decided for subject in subjects for star in subject.stars)
    vetoed = [subject for subject in subjects if subject.outcome.veto]
    assert {(subject.graded, subject.composite is None) for subject in vetoed} >= {
        (True, True),
        (False, False),
    }
    assert {subject.outcome.quota for subject in vetoed} >= {Quota.GRANTED, Quota.NONE}


def retype(path, plan):
    """Type a plan's rules into the summary's yellow cells, as a person would; return the edited file."""
    book, campaign = openpyxl.load_workbook(path), plan.campaign
    named(book, "quota_share")[0].value = campaign.quota or 0
    (threshold,) = named(book, "rule_threshold")
    threshold.value = campaign.threshold / 100
    policy = "按已有方式折算" if campaign.missing is Missing.RENORMALISE else "暂未评星"
    sheet = threshold.parent
    sheet.cell(named(book, "renormalise_on")[0].row, 2).value = policy
    share = next(cell for cell in sheet["A"] if str(cell.value).startswith("基本要求"))
    sheet.cell(share.row, 2).value = campaign.rectify_share
    for kind in SubjectKind:
        named(book, f"recommend_{kind}")[0].value = plan.recommend_from(kind)
        for cell, way in zip(named(book, f"weight_{kind}"), plan.ways_of(kind), strict=True):
            cell.value = way.weight
        for cell, star in zip(named(book, f"bar_{kind}"), plan.stars_of(kind), strict=True):
            sheet.cell(cell.row, 2).value = None if star.threshold is None else star.threshold / 100
        for cell, level in zip(named(book, f"bounds_{kind}"), plan.levels_of(kind)[::-1], strict=True):
            cell.value = level.low / 100
    edited = path.with_name("edited.xlsx")
    book.save(edited)
    return edited


def with_weights(plan, *weights):
    for kind in SubjectKind:
        for way, weight in zip(WayKey, weights, strict=True):
            plan = with_way(plan, kind, way, weight=weight)
    return plan


def with_bands(plan, **lows):
    levels = tuple(replace(level, low=lows.get(level.name, level.low)) for level in plan.levels)
    return replace(plan, levels=levels)


def with_bars(plan, **bars):
    stars = tuple(replace(star, threshold=bars.get(star.key, star.threshold)) for star in plan.stars)
    return replace(plan, stars=stars)


CHANGES = {
    "share 2": lambda: union(quota=2),
    "no quota": lambda: union(quota=None),
    "share 1, renormalised": lambda: union(quota=1, missing="renormalise"),
    "lower top": lambda: with_bands(union(quota=2), 优秀=7000, 合格=6500, 先进=9500),
    "higher top": lambda: with_bands(union(missing="renormalise"), 优秀=9050, 较好=8200),
    "thresholds": lambda: with_bars(
        union(threshold=850, rectify_share=90, recommend_member=4, recommend_branch=8), duty=950, united=700
    ),
    "weights": lambda: with_weights(union(quota=2), 40, 30, 20, 10),
    "self without weight": lambda: with_weights(union(missing="renormalise"), 0, 20, 60, 20),
}


@pytest.mark.office
@pytest.mark.parametrize("change", mostly_slow(CHANGES, "share 1, renormalised"))
def test_rules_changed_in_the_file_give_the_outcomes_of_the_changed_plan(change, tmp_path):
    path, found, changed = tmp_path / "summary.xlsx", standard(), CHANGES[change]()
    write_some(path, found, GONE_BY)
    results = score(found.ledger, changed)
    before = [expected_row(subject, found.plan) for subject in found.results.subjects]
    assert [expected_row(subject, changed) for subject in results.subjects] != before
    assert_counted(recalculate(retype(path, changed)), results, changed)


@pytest.mark.office
def test_a_quota_may_be_brought_in_where_the_plan_has_none(tmp_path):
    path, found, changed = tmp_path / "summary.xlsx", without_quota(), union(quota=3, missing="renormalise")
    write_some(path, found, GONE_BY)
    assert_counted(recalculate(retype(path, changed)), score(found.ledger, changed), changed)
