"""Levels of a campaign, worked out a second time by other means, from the star scores of star_scores.py.

Reads the rules from plan.xlsx by their Chinese labels and follows nothing but product.md: composite, band, quota of
the highest level, vetoes and overrides of the committee's form, stars, rank, fitness for recommendation and the
places for it, rectification. It knows no code of the program that it checks.

    python tests/independent/outcomes.py CAMPAIGN

prints a line for each subject, in the words of the summary's sheets.
"""

import math
import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import openpyxl
import star_scores
from star_scores import WAYS, beside, half_up, in_force, list_days, number, table, tidy

NO_DOCUMENT = {"", "无", "没有", "暂无", "/", "—", "-", "空", "空白", "N/A"}
TIE_BREAKS = {"组织评均分": "组织评", "教师评均分": "教师评", "党员评均分": "党员评"}


@dataclass
class Rules:
    """What of a plan decides levels, beside the star scores.

    Attributes:
        levels: by kind, pairs of lower bound and name, highest first.
        lines: the score from which a star is lit, by kind and star.
        share: full members to a place of the highest level; None without a quota.
        enough: stars for a recommendation, by kind.
        basic: the basic requirement in percent of the stars.
        graded: the codes of branches and of full members who take part.
        places: how many may be recommended, by kind; None without a limit.
    """

    levels: dict
    lines: dict
    share: int | None
    enough: dict
    basic: Fraction
    graded: set
    places: dict


def read_rules(path, stage):
    book = openpyxl.load_workbook(path, data_only=True)
    settings, day = book["活动"], list_days(book)[stage]
    levels, lines, stars = defaultdict(list), {}, defaultdict(int)
    for row in table(book["等次"], "对象", "等次", "从（含）"):
        levels[row["对象"]].append((number(row["从(含)"]), row["等次"]))
    for row in table(book["星级"], "对象", "星名", "单独分数线"):
        own = number(row["单独分数线"])
        lines[row["对象"], row["星名"]] = number(beside(settings, "授星分数线")) if own is None else own
        stars[row["对象"]] += 1
    graded = {row["支部编号"] for row in in_force(table(book["支部"], "支部编号", "支部名称"), day)}
    graded |= {
        row["党员编号"]
        for row in in_force(table(book["党员"], "党员编号", "姓名", "类别", "参评"), day)
        if (row["类别"], row["参评"]) == ("正式党员", "参评")
    }
    enough = {kind: number(beside(settings, f"{kind}推荐所需星数")) or count for kind, count in stars.items()}
    return Rules(
        {kind: sorted(listed, reverse=True) for kind, listed in levels.items()},
        lines,
        number(beside(settings, "优秀名额（几名正式党员 1 名）")),
        enough,
        number(beside(settings, "基本要求（星数的百分之几）")),
        graded,
        {kind: number(beside(settings, f"{kind}推荐名额")) for kind in stars},
    )


def names(campaign):
    """Codes and names of all members."""
    book = openpyxl.load_workbook(campaign / "plan.xlsx", data_only=True)
    return [(row["党员编号"], row["姓名"]) for row in table(book["党员"], "党员编号", "姓名")]


def mean(values, decimals):
    """The mean, half-up; None of nothing."""
    return half_up(Fraction(sum(values), len(values)), decimals) if values else None


def rate(plan, rules, found, kind, code):
    """What follows from one subject's counts alone."""
    weights = {way: Fraction(row["权重(%)"]) for way, row in plan.ways[kind].items()}
    by_star = {
        star: {
            way: star_scores.way_mean(found[kind, way].get((code, star), []), trim=plan.trim) for way in WAYS
        }
        for star in plan.stars[kind]
    }
    scores = {
        star: star_scores.star_score(means, weights, renormalise=plan.renormalise)
        for star, means in by_star.items()
    }
    rated = None not in scores.values()
    composite = mean([10 * score for score in scores.values()], 2) if rated else None
    lit = sum(score >= rules.lines[kind, star] for star, score in scores.items()) if rated else None
    levels = rules.levels[kind]
    band = next(name for low, name in levels if composite >= low) if rated else None
    row = {"编号": code, "综合得分": composite, "星数": lit}
    for label, way in TIE_BREAKS.items():
        row[label] = mean([means[way] for means in by_star.values() if means[way] is not None], 4)
    graded = code in rules.graded
    row["得分等次"] = row["名额后等次"] = (band or "—") if graded else "不定等次"
    row["够最高等次"] = int(graded and band == levels[0][1])
    row["符合推荐（1 是）"] = int(graded and rated and lit >= rules.enough[kind])
    row["整改（1 是）"] = int(rated and lit < math.ceil(rules.basic * len(scores) / 100))
    return row


def share_out(rows, levels, share):
    """Give the places at the top of one branch to its best; a tie across the line is given none."""

    def strength(row):
        means = [row[label] for label in TIE_BREAKS]
        return [row["综合得分"], *(-1 if value is None else value for value in means)]

    people = [row for row in rows if row["得分等次"] != "不定等次"]
    candidates = [row for row in people if row["够最高等次"]]
    places = None if share is None else len(people) // int(share)
    for row in rows:
        row["最高等次名额"] = places
    for row in people:
        row["位次"] = row["同位人数"] = row["名额结果"] = None
    for row in candidates if share is not None else []:
        better = sum(strength(other) > strength(row) for other in candidates)
        alike = sum(strength(other) == strength(row) for other in candidates)
        row["位次"], row["同位人数"] = better + 1, alike
        if better + alike <= places:
            row["名额结果"] = "名额内"
            continue
        row["名额结果"] = "并列，提请研究" if better < places else f"{levels[0][1]}名额已满"
        row["名额后等次"] = levels[1][1]


def decisions(form, codes):
    """What the committee decided, by code: 否决 where somebody is vetoed, else the new level.

    A decision is one with its document's number; its date may be missing. No override lifts a veto.
    """
    decided = {}
    for title, needed in (("改评", ("改评为", "理由")), ("否决", ("否决情形",))):
        sheet = form.sheet(title) if form else None
        for row in table(sheet, "支部或党员", *needed) if sheet else ():
            code = codes.get(tidy(row["支部或党员"]))
            document = tidy(row[tidy("文件或会议纪要号")])
            if code and names_one(document) and all(tidy(row[label]) not in NO_DOCUMENT for label in needed):
                decided[code] = title if title == "否决" else row["改评为"]
    return decided


def names_one(document):
    """Whether what stands in place of a document's number is one: it neither says no, nor not yet."""
    return document not in NO_DOCUMENT and not re.search("不同意|不予|待定", document)


def meeting(form, codes):
    """What a meeting decided on recommending somebody, by code; 不明 where it agrees without a document or says two things."""
    sheet, said = form.sheet("推荐") if form else None, {}
    for row in table(sheet, "支部或党员", "决定") if sheet else ():
        word, document = tidy(row["决定"]), tidy(row[tidy("文件或会议纪要号")])
        if word:
            word = word if word != "同意推荐" or names_one(document) else "不明"
            said.setdefault(codes.get(tidy(row["支部或党员"])), set()).add(word)
    return {code: words.pop() if len(words) == 1 else "不明" for code, words in said.items()}


def settle(row, decided, levels, *, graded):
    """Put the committee's decision into a row, and what follows from it."""
    row["等次"] = row["名额后等次"]
    if decided and row.get("名额结果") == "并列，提请研究":
        row["名额结果"] = "同位，已议决"
    if decided == "否决":
        row["等次"] = levels[-1][1] if graded else row["等次"]
        row["符合推荐（1 是）"], row["整改（1 是）"] = 0, 1
    elif decided and graded:
        row["等次"] = decided
        if len(levels) > 2 and decided == levels[-1][1]:
            row["符合推荐（1 是）"], row["整改（1 是）"] = 0, 1


def rank(rows, graded):
    """Give those who are graded their place by composite among themselves."""
    peers = [row["综合得分"] for row in rows if row["编号"] in graded and row["综合得分"] is not None]
    for row in rows:
        ranked = row["编号"] in graded and row["综合得分"] is not None
        row["名次"] = 1 + sum(other > row["综合得分"] for other in peers) if ranked else None


def seat(rows, top, places, said, *, by_composite):
    """Say of those who are fit whether the places suffice: first those with all stars and the highest level.

    A group that does not fit whole is the meeting's to choose from; of branches only what ties across the line is.
    Whom a meeting recommended comes before all, unless these are too many; whom it refused takes no place.
    """
    for row in rows:
        row["推荐名额"] = None
    able = [row for row in rows if row["符合推荐（1 是）"]]
    first = [row for row in able if said.get(row["编号"]) == "同意推荐"]
    for row in first:
        row["推荐名额"] = "有名额" if places is None or len(first) <= places else "提请研究"
    places = None if places is None else max(0, places - len(first))
    fit = [row for row in able if said.get(row["编号"]) not in {"同意推荐", "不推荐"}]
    for row in able:
        if said.get(row["编号"]) == "不推荐":
            row["推荐名额"] = "没有同意"
    for row in fit:
        group = [other for other in fit if (other["等次"] == top) == (row["等次"] == top)]
        before = 0 if row["等次"] == top else len(fit) - len(group)
        better = sum(other["综合得分"] > row["综合得分"] for other in group) if by_composite else 0
        alike = sum(other["综合得分"] == row["综合得分"] for other in group) if by_composite else len(group)
        if places is None or before + better + alike <= places:
            row["推荐名额"] = "有名额"
        else:
            row["推荐名额"] = "提请研究" if before + better < places else "超出名额"
    for row in fit:
        if said.get(row["编号"]) == "缓议":
            row["推荐名额"] = "缓议"


def outcomes(campaign, stage=None):
    """Rows of 等次评定, with rank and place, by code, for every branch and every member on the forms of a stage."""
    plan = star_scores.read_plan(campaign / "plan.xlsx", stage)
    rules = read_rules(campaign / "plan.xlsx", plan.stage)
    forms = star_scores.read_forms(campaign / "inbox", plan.stage)
    found = star_scores.collect(plan, forms)
    branches = [rate(plan, rules, found, "支部", code) for code in plan.branches.values()]
    people = defaultdict(list)
    for code, branch, _ in plan.members:
        people[branch].append(rate(plan, rules, found, "党员", code))
    for rows in people.values():
        share_out(rows, rules.levels["党员"], rules.share)
    codes = dict(plan.branches) | {f"{tidy(name)}({code})": code for code, name in names(campaign)}
    committee = forms.get(("commendation", "committee"))
    decided, said = decisions(committee, codes), meeting(committee, codes)
    everybody = [row for rows in people.values() for row in rows]
    for kind, rows in (("支部", branches), ("党员", everybody)):
        levels = rules.levels[kind]
        for row in rows:
            row["否决"] = decided.get(row["编号"]) == "否决"
            settle(row, decided.get(row["编号"]), levels, graded=row["编号"] in rules.graded)
        seat(rows, levels[0][1], rules.places[kind], said, by_composite=kind == "支部")
    for rows in (branches, *people.values()):
        rank(rows, rules.graded)
    return {row["编号"]: row for rows in (branches, *people.values()) for row in rows}


def shown(value):
    """A value as people write it."""
    if isinstance(value, Fraction):
        return f"{float(value):g}"
    return "—" if value is None else str(value)


def main():
    for row in outcomes(Path(sys.argv[1])).values():
        print(" ".join(f"{tidy(label)}={shown(value)}" for label, value in row.items()))


if __name__ == "__main__":
    main()
