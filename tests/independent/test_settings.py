"""Under every rule of counting, however votes are entered, the program scores as the script that knows nothing of it."""

from datetime import date
from fractions import Fraction

import pytest
from dear import mostly_slow
from independent.campaigns import plan_rows, write_campaign
from independent.test_star_scores import star_scores
from plans import plan_of

from xlcampaign.commands.intake import take_in
from xlcampaign.commands.merge import tally_stage
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Entry
from xlcampaign.model.results import Recommended, Seat
from xlcampaign.model.scale import Abstentions

SHAPES = [
    (scale, entry)
    for entry in Entry
    for scale in ("approval", "grades", "points")
    if (scale, entry) != ("points", Entry.TALLY)
]
TALLIES = ("approval", Entry.TALLY)
RULES = [(abstentions, with_own) for abstentions in Abstentions for with_own in ("no", "yes")]
CASES = [
    # all rules by tallies, and every shape by one of the rules; all combinations are tried among the slow tests
    pytest.param(*rule, *shape, marks=() if shape == TALLIES or n == m % len(RULES) else pytest.mark.slow)
    for n, rule in enumerate(RULES)
    for m, shape in enumerate(SHAPES)
]


def by_the_program(campaign, plan):
    """The results that the program finds in a campaign."""
    files = sorted((campaign / "inbox").iterdir())
    taken = [take_in(Envelope(file.name, file.read_bytes()), plan) for file in files]
    return tally_stage([one.submission for one in taken], plan, 1).known.results


def scores_of(results, plan):
    names = {(star.kind, star.key): star.name for star in plan.stars}
    return {
        (subject.code, names[subject.kind, star.star]): None
        if star.score is None
        else Fraction(star.score, 100)
        for subject in results.subjects
        for star in subject.stars
    }


@pytest.mark.parametrize(("abstentions", "with_own", "scale", "entry"), CASES)
def test_the_script_scores_alike_whatever_people_typed(tmp_path, abstentions, with_own, scale, entry):
    seed = RULES.index((abstentions, with_own)) * len(SHAPES) + SHAPES.index((scale, entry))
    settings = {"abstentions": abstentions, "peers_with_own": with_own, "trim": "yes" if seed % 2 else "no"}
    rows = plan_rows(scale, entry, members=4, missing="renormalise", **settings)
    for branch, giver in zip(rows[1]["branches"], ("committee", "meeting", "superior"), strict=True):
        branch["rated_by"] = giver
    write_campaign(tmp_path, rows, seed)
    plan = plan_of(rows)
    expected = star_scores.star_scores(tmp_path)
    results = by_the_program(tmp_path, plan)
    assert len(expected) == 3 * 9 + 12 * 8
    assert sum(score is None for score in expected.values()) < len(expected) / 5
    assert scores_of(results, plan) == expected


BY_HAND = {
    "01": "先进",
    "02": "后进",
    "0101": "不合格",
    "0102": "不合格",
    "0105": "不定等次",
    "0201": "合格",
    "0305": "不定等次",
}
"""Levels of those on whom a decision has effect, and of those of whom none can have any."""

SEATS = {
    Seat.FREE: "有名额",
    Seat.STUDY: "提请研究",
    Seat.OVER: "超出名额",
    Seat.REFUSED: "没有同意",
    Seat.DEFERRED: "缓议",
    None: None,
}
LABELS = ("综合得分", "星数", "名次", "等次", "符合推荐（1 是）", "整改（1 是）", "推荐名额")
DECIDED = {
    "vetoes": [
        ("赵某甲（0101）", "师德失范并已公开处理", "联党发1号", date(2023, 6, 10)),
        ("钱某乙（0102）", "师德失范并已公开处理", "联党发2号", None),
        ("孙某丙（0103）", "师德失范并已公开处理", None, date(2023, 6, 10)),
        ("李某丁（0104）", "师德失范并已公开处理", "待定", date(2023, 6, 10)),
        ("周某戊（0105）", "师德失范并已公开处理", "联党发3号", None),
        ("甲二完小党支部", "发生安全责任事故", "联党发4号", None),
        ("甲三完小党支部", "发生安全责任事故", "联党发5号（不予）", None),
    ],
    "overrides": [
        ("钱某乙（0102）", "优秀", "支教一年", "联党发6号"),
        ("赵某甲（0201）", "合格", "病假较长", "联党发7号"),
        ("钱某乙（0202）", "优秀", "支教一年", "无"),
        ("孙某丙（0203）", "优秀", "支教一年", "联党发8号（不同意）"),
        ("李某丁（0204）", "优秀", None, "联党发9号"),
        ("周某戊（0305）", "优秀", "支教一年", "联党发10号"),
        ("甲一完小党支部", "先进", "工作有实绩", "会议纪要第3号"),
    ],
}
MET = {
    "recommendations": [
        ("李某丁（0104）", "同意推荐", "纪要11号"),
        ("钱某乙（0202）", "不推荐", None),
        ("孙某丙（0203）", "缓议", None),
        ("赵某甲（0301）", "同意推荐", "待定"),
        ("钱某乙（0302）", "不推荐", "纪要12号"),
        ("钱某乙（0302）", "同意推荐", "纪要13号"),
        ("赵某甲（0101）", "同意推荐", "纪要14号"),
        ("甲三完小党支部", "同意推荐", "纪要15号"),
    ],
}
"""What a meeting said on recommending: with and without a document, twice, and of somebody who is vetoed."""
COLUMNS = {
    "vetoes": ("subject", "situation", "document", "day"),
    "overrides": ("subject", "level", "reason", "document"),
    "recommendations": ("subject", "decision", "document"),
}


def decided(typed):
    """What the committee typed: decisions with and without a date, open and refused ones, and some without a reason."""
    return {
        (sheet, row, column): value
        for sheet, rows in typed.items()
        for row, values in enumerate(rows)
        for column, value in zip(COLUMNS[sheet], values, strict=True)
        if value is not None
    }


def outcome_of(subject):
    level = subject.level or ("不定等次" if not subject.graded else "—")
    composite = None if subject.composite is None else Fraction(subject.composite, 100)
    fit, rectify = int(subject.recommended is not Recommended.NO), int(subject.rectify)
    row = composite, subject.lit, subject.rank, level, fit, rectify, SEATS[subject.seat]
    return dict(zip(LABELS, row, strict=True))


SEATED = [
    ({}, {"有名额"}),
    ({"places_member": 4, "places_branch": 1}, {"有名额", "提请研究"}),
    ({"places_member": 3, "places_branch": 0}, {"有名额", "超出名额"}),
    ({"places_member": 0, "places_branch": 2, "quota": 2}, {"有名额", "超出名额"}),
    ({"places_member": 2, "places_branch": 1, "quota": None}, {"有名额", "超出名额"}),
]
BEFORE, AFTER = ([(*one, met) for one in SEATED] for met in ({}, MET))


@pytest.mark.parametrize(("settings", "seats", "met"), mostly_slow([*BEFORE, *AFTER], *BEFORE[:1], *AFTER))
def test_what_follows_from_the_stars_is_what_the_script_finds(tmp_path, settings, seats, met, script):
    easy = {"threshold": 700, "recommend_member": 7, "recommend_branch": 7}
    rows = plan_rows("approval", Entry.TALLY, **easy, **settings)
    rows[1]["members"][4] |= {"category": "probationary"}
    rows[1]["members"][8] |= {"participation": "exempt"}
    rows[1]["members"][14] |= {"participation": "exempt"}
    write_campaign(tmp_path, rows, 7, decided(DECIDED | met))
    plan = plan_of(rows)
    found = {code: {label: row[label] for label in LABELS} for code, row in script.outcomes(tmp_path).items()}
    told = {row["推荐名额"] for row in found.values()} - {None}
    assert told >= (seats if not met else {"没有同意", "缓议"})
    assert {code: found[code]["等次"] for code in BY_HAND} == BY_HAND
    assert {subject.code: outcome_of(subject) for subject in by_the_program(tmp_path, plan).subjects} == found
