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
from outcomes import decisions, names
from stages import list_days, lit_in, plan_at, scores_in, there
from star_scores import WAYS, beside, number, table, tidy

RECOMMENDED, OPEN, NOT = "终评推荐", "待研究", "未列入"


def proposed(campaign, stage):
    """The codes of those of whom a branch proposes a veto or another level on a sheet of the organisation's rating."""
    plan = plan_at(campaign / "plan.xlsx", stage)
    found = set()
    for (step, _), form in star_scores.read_forms(campaign / "inbox", stage).items():
        sheet = form.sheet(plan.ways["党员"][WAYS[-1]]["名称"]) if step == "evaluation" else None
        for row in table(sheet, "编号", "姓名") if sheet else ():
            if tidy(row.get("提请否决")) or tidy(row.get("提请改评")):
                found.add(row["编号"])
    return found


def verdict(rule, stars, enough, whole, total):
    """What a rule makes of the stars of all stages, the last one at the end; None stands for what nobody knows.

    Args:
        rule: 末阶段, 各阶段 or 累计.
        stars: by stage.
        enough: how many a stage needs.
        whole: how many a stage has.
        total: how many all stages need together.
    """
    if rule == "末阶段":
        stars = stars[-1:]
    if rule == "累计":
        known = sum(lit or 0 for lit in stars)
        if known + whole * stars.count(None) < total:
            return NOT
        return RECOMMENDED if known >= total and stars[-1] is not None else OPEN
    if any(lit is not None and lit < enough for lit in stars):
        return NOT
    return OPEN if None in stars else RECOMMENDED


def barred(campaign, book, stage):
    """The codes of those who are vetoed in a stage, and of the members who get no level in it."""
    day = list_days(book)[stage]
    found = {
        row["党员编号"]
        for row in table(book["党员"], "党员编号", "姓名", "类别", "参评")
        if there(row, day) and (row["类别"], row["参评"]) != ("正式党员", "参评")
    }
    codes = {f"{tidy(name)}({code})": code for code, name in names(campaign)}
    codes |= plan_at(campaign / "plan.xlsx", stage).branches
    form = star_scores.read_forms(campaign / "inbox", stage).get(("commendation", "committee"))
    return found | {code for code, said in decisions(form, codes).items() if said == "否决"}


def finals(campaign):
    """Verdict and stars by stage, by code, of every subject of the last stage."""
    book = openpyxl.load_workbook(campaign / "plan.xlsx", data_only=True)
    settings, stages = book["活动"], sorted(list_days(book))
    rule, last = tidy(beside(settings, "终评规则")), stages[-1]
    listed = Counter(row["对象"] for row in table(book["星级"], "对象", "星名"))
    lit = {stage: lit_in(campaign, stage) for stage in stages}
    waiting, out = proposed(campaign, last), barred(campaign, book, last)
    _, where = scores_in(campaign, last)
    found = {}
    for code, branch in where.items():
        kind = "支部" if code == branch else "党员"
        enough = number(beside(settings, f"{kind}推荐所需星数")) or listed[kind]
        total = number(beside(settings, f"{kind}累计所需星数")) or enough * len(stages)
        stars = [len(lit[stage][code]) if code in lit[stage] else None for stage in stages]
        said = NOT if code in out else verdict(rule, stars, enough, listed[kind], total)
        if said == RECOMMENDED and code in waiting:
            said = OPEN
        found[code] = said, stars
    return found


def main():
    for code, (said, stars) in finals(Path(sys.argv[1])).items():
        print(said, code, *("—" if lit is None else lit for lit in stars))


if __name__ == "__main__":
    main()
