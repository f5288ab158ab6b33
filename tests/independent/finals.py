"""The final selection of a campaign, worked out a second time by other means, from the stars of stages.py.

Reads the rule from plan.xlsx by its Chinese labels, and the stages' stars and what was decided from the raw forms; follows
nothing but what README.zh.md says of 终评. It knows no code of the program that it checks.

    python tests/independent/finals.py CAMPAIGN

prints a line for each subject of the last stage: verdict, code, stars by stage.
"""

import sys
from collections import Counter
from pathlib import Path

import openpyxl
import star_scores
from outcomes import decisions, meeting, names
from stages import plan_at, scores_in, stars_in
from star_scores import WAYS, beside, in_force, list_days, number, table, tidy

RECOMMENDED, OPEN, NOT = "终评推荐", "待研究", "未列入"


def proposed(campaign, stage):
    """The codes of those of whom a branch proposes a veto or another level on a sheet of the organisation's rating."""
    plan = plan_at(campaign / "plan.xlsx", stage)
    found = set()
    for (step, _), form in star_scores.read_forms(campaign / "inbox", stage).items():
        sheet = form.sheet(plan.ways["党员"][WAYS[-1]]["名称"]) if step == "evaluation" else None
        for row in table(sheet, "编号", "姓名") if sheet else ():
            if tidy(row.get("提请否决")) or tidy(row.get("提请改评为")):
                found.add(row["编号"])
    return found


def verdict(rule, stars, enough, total):
    """What a rule makes of the stars of all stages, the last one at the end.

    Args:
        rule: 末阶段, 各阶段 or 累计.
        stars: by stage how many are lit, and how many more might be since they have no score.
        enough: how many a stage needs.
        total: how many all stages need together.
    """
    if rule == "末阶段":
        stars = stars[-1:]
    if rule == "累计":
        known, possible = (sum(numbers) for numbers in zip(*stars, strict=True))
        if known + possible < total:
            return NOT
        return RECOMMENDED if known >= total and not stars[-1][1] else OPEN
    if any(lit + more < enough for lit, more in stars):
        return NOT
    return OPEN if any(more for _, more in stars) else RECOMMENDED


def decided(campaign, stage):
    """What the committee decided in a stage, by code: on vetoes and levels, and on recommending somebody."""
    codes = {f"{tidy(name)}({code})": code for code, name in names(campaign)}
    codes |= plan_at(campaign / "plan.xlsx", stage).branches
    form = star_scores.read_forms(campaign / "inbox", stage).get(("commendation", "committee"))
    return decisions(form, codes), meeting(form, codes)


def barred(book, stage, decisions):
    """The codes of those who are vetoed in a stage, and of the members who get no level in it."""
    day = list_days(book)[stage]
    found = {
        row["党员编号"]
        for row in in_force(table(book["党员"], "党员编号", "姓名", "类别", "参评"), day)
        if (row["类别"], row["参评"]) != ("正式党员", "参评")
    }
    return found | {code for code, said in decisions.items() if said == "否决"}


def after(said, word):
    """What becomes of a verdict when a meeting has decided: it overturns nothing that the rule settles against somebody."""
    if said == NOT or word is None:
        return said
    return {"同意推荐": RECOMMENDED, "不推荐": NOT, "缓议": OPEN, "不明": OPEN}[word]


def finals(campaign):
    """Verdict and stars by stage, by code, of every subject of the last stage."""
    book = openpyxl.load_workbook(campaign / "plan.xlsx", data_only=True)
    settings, stages = book["活动"], sorted(list_days(book))
    rule, last = tidy(beside(settings, "终评规则")), stages[-1]
    listed = Counter(row["对象"] for row in table(book["星级"], "对象", "星名"))
    known = {stage: stars_in(campaign, stage) for stage in stages}
    levels, words = decided(campaign, last)
    waiting, out = proposed(campaign, last), barred(book, last, levels)
    _, where = scores_in(campaign, last)
    found = {}
    for code, branch in where.items():
        kind = "支部" if code == branch else "党员"
        enough = number(beside(settings, f"{kind}推荐所需星数")) or listed[kind]
        total = number(beside(settings, f"{kind}累计所需星数")) or enough * len(stages)
        numbers = [tuple(map(len, known[n][code])) if code in known[n] else (0, listed[kind]) for n in stages]
        stars = [None if more else lit for lit, more in numbers]
        said = after(NOT if code in out else verdict(rule, numbers, enough, total), words.get(code))
        if said == RECOMMENDED and code in waiting:
            said = OPEN
        found[code] = said, stars
    return found


def main():
    for code, (said, stars) in finals(Path(sys.argv[1])).items():
        print(said, code, *("—" if lit is None else lit for lit in stars))


if __name__ == "__main__":
    main()
