"""Who counts where in each stage of a campaign, their star scores then, and what a stage has changed since the one before.

Reads 支部, 党员 and 阶段 of plan.xlsx by their Chinese labels alone: rows of one code with 起 and 止, and the stage's
名单截止日, or its first day where there is none. It knows no code of the program that it checks.

    python tests/independent/stages.py CAMPAIGN STAGE

prints a line for each subject that counts in the stage: code, branch, stars lit, stars gained and lost since the stage
before.
"""

import sys
from fractions import Fraction
from functools import cache
from pathlib import Path

import openpyxl
import star_scores
from star_scores import WAYS, beside, in_force, list_days, number, table


def plan_at(path, stage):
    """The plan with those who count in a stage, where they are then."""
    return star_scores.read_plan(path, stage)


def names_in(path, stage):
    """What everybody who counts in a stage is called then, by code."""
    book = openpyxl.load_workbook(path, data_only=True)
    day = list_days(book)[stage]
    people = table(book["党员"], "党员编号", "姓名", "所在支部")
    branches = {code: name for name, code in plan_at(path, stage).branches.items()}
    return branches | {row["党员编号"]: row["姓名"] for row in in_force(people, day)}


@cache
def scores_in(campaign, stage):
    """Scores of a stage by (code, star), None where unrated, of those who count in it; and where each of them is."""
    plan = plan_at(campaign / "plan.xlsx", stage)
    found = star_scores.collect(plan, star_scores.read_forms(campaign / "inbox", stage))
    where = {code: code for code in plan.branches.values()} | {code: own for code, own, _ in plan.members}
    scores = {}
    for code in where:
        kind = "支部" if code in plan.branches.values() else "党员"
        weights = {way: Fraction(row["权重(%)"]) for way, row in plan.ways[kind].items()}
        for star in plan.stars[kind]:
            means = {
                way: star_scores.way_mean(found[kind, way].get((code, star), []), trim=plan.trim)
                for way in WAYS
            }
            scores[code, star] = star_scores.star_score(means, weights, renormalise=plan.renormalise)
    return scores, where


def stars_in(campaign, stage):
    """By code the stars lit in a stage, and those without a score."""
    book = openpyxl.load_workbook(campaign / "plan.xlsx", data_only=True)
    line = number(beside(book["活动"], "授星分数线"))
    assert not any(row["单独分数线"] for row in table(book["星级"], "星名", "单独分数线"))
    scores, where = scores_in(campaign, stage)
    by_code = {code: {s: score for (own, s), score in scores.items() if own == code} for code in where}
    return {
        code: (
            {star for star, score in own.items() if score is not None and score >= line},
            {star for star, score in own.items() if score is None},
        )
        for code, own in by_code.items()
    }


def lit_in(campaign, stage):
    """The stars lit in a stage by code, of those who have a score for each."""
    return {code: lit for code, (lit, unrated) in stars_in(campaign, stage).items() if not unrated}


def trend(campaign, stage):
    """Stars gained and lost since the stage before, by code, of those who were rated in both."""
    before, now = lit_in(campaign, stage - 1), lit_in(campaign, stage)
    return {code: (now[code] - before[code], before[code] - now[code]) for code in now if code in before}


def main():
    campaign, stage = Path(sys.argv[1]), int(sys.argv[2])
    lit, changed = lit_in(campaign, stage), trend(campaign, stage) if stage > 1 else {}
    _, where = scores_in(campaign, stage)
    for code, branch in where.items():
        gained, lost = changed.get(code, ((), ()))
        print(code, branch, len(lit[code]) if code in lit else "—", "+".join(gained), "-".join(lost))


if __name__ == "__main__":
    main()
