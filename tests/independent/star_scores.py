"""Star scores of a campaign, worked out a second time by other means.

Reads a campaign's plan.xlsx and the forms in its inbox with openpyxl, by their Chinese labels alone, and follows
nothing but product.md and contract.md: marks (逐项), tallies (票数汇总) and ballots (逐票) on any scale of the plan,
exact fractions, half-up. It knows no code of the program that it checks.

    python tests/independent/star_scores.py CAMPAIGN

prints a line for each subject and star: code, star, score (— where it is unrated).
"""

import math
import re
import sys
import unicodedata
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import openpyxl

WAYS = ("自评", "党员评", "教师评", "组织评")
FEWEST_TO_TRIM = 6


def tidy(value):
    """Text in one width, without spaces at its ends; line breaks in headers are no difference."""
    return "" if value is None else "".join(unicodedata.normalize("NFKC", str(value)).split())


def number(value):
    """A cell as an exact number, 9分 included; None for an empty cell, NaN for one that states no number."""
    text = re.sub("(分|票)$", "", tidy(value))
    if not text:
        return None
    return Fraction(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else math.nan


def half_up(value, decimals):
    scaled = value * 10**decimals
    return Fraction((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator), 10**decimals)


def table(sheet, *labels):
    """The rows under a header that holds all the labels, each a mapping from header to value."""
    wanted = {tidy(label) for label in labels}
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    for index, row in enumerate(rows[:30]):
        header = [tidy(value) for value in row]
        if wanted <= set(header):
            body = (dict(zip(header, cells, strict=True)) for cells in rows[index + 1 :])
            return [
                {k: v for k, v in line.items() if k} for line in body if any(tidy(v) for v in line.values())
            ]
    message = f"{sheet.title}: no header with {labels}"
    raise LookupError(message)


def beside(sheet, label):
    """The value to the right of a label."""
    for row in sheet.iter_rows(values_only=True):
        for cell, right in pairwise(row):
            if tidy(cell) == tidy(label):
                return right
    return None


@dataclass
class Scale:
    """Grades with their points (None: not counted), and the numbers that a scale of points takes."""

    grades: dict = field(default_factory=dict)
    points: frozenset = frozenset()

    @property
    def counted(self):
        best_first = sorted((p, name) for name, p in self.grades.items() if p is not None)[::-1]
        return [name for _, name in best_first]

    @property
    def no(self):
        """The points of whoever does not agree, where the scale is a yes and a no."""
        return self.grades[self.counted[1]] if len(self.counted) == 2 else None


@dataclass
class Plan:
    """What of a plan decides star scores."""

    trim: bool
    renormalise: bool
    abstentions: str
    with_own: bool
    scales: dict
    ways: dict
    stars: dict
    branches: dict
    members: list
    stage: int


def list_days(book):
    """The day that decides who counts in each stage."""
    rows = table(book["阶段"], "序号", "开始")
    return {int(row["序号"]): (row.get("名单截止日") or row["开始"]) for row in rows}


def in_force(rows, day):
    """The rows that hold on a day."""
    return [
        row
        for row in rows
        if (not row.get("起") or row["起"] <= day) and (not row.get("止") or day <= row["止"])
    ]


def read_plan(path, stage=None):
    """The plan at a stage; by default at the one it says is the present one."""
    book = openpyxl.load_workbook(path, data_only=True)
    stage = stage or int(beside(book["活动"], "当前阶段"))
    day = list_days(book)[stage]
    scales = defaultdict(Scale)
    for row in table(book["等级分值"], "类型代号", "等级", "分值"):
        scale = scales[row["类型代号"]]
        if row["最高分(打分时)"] is not None:
            low, high, step = (number(row[label]) for label in ("分值", "最高分(打分时)", "分值间隔(打分时)"))
            scale.points = frozenset(low + step * n for n in range(int((high - low) / step) + 1))
        else:
            points = row["分值"]
            scale.grades[tidy(row["等级"])] = None if tidy(points) == "不计" else number(points)
    ways, stars = defaultdict(dict), defaultdict(list)
    for row in table(book["评议方式"], "对象", "方式", "名称", "权重（%）"):
        ways[row["对象"]][row["方式"]] = row
    for row in table(book["星级"], "对象", "星名"):
        stars[row["对象"]].append(row["星名"])
    listed = table(book["支部"], "支部编号", "支部名称")
    branches = {row["支部名称"]: row["支部编号"] for row in in_force(listed, day)}
    # a branch goes by any name that it ever had
    codes = {row[label]: row["支部编号"] for row in listed for label in ("支部名称", "支部编号")}
    members = [
        (row["党员编号"], codes[row["所在支部"]], row["职务"] == "书记")
        for row in in_force(table(book["党员"], "党员编号", "姓名", "所在支部"), day)
        if row["参评"] != "不参评"
    ]
    settings = book["活动"]
    return Plan(
        beside(settings, "去掉最高最低各一") == "是",
        beside(settings, "缺一种方式时") == "按已有方式折算",
        tidy(beside(settings, "弃权计入总票数")) or "沿用旧法",
        beside(settings, "互评含本人") == "是",
        scales,
        ways,
        stars,
        branches,
        members,
        stage,
    )


@dataclass
class Form:
    """A returned form: who it is for, and its submissions, each with what makes it newer than another."""

    step: str
    unit: str
    books: list

    def sheet(self, title):
        """The newest sheet of a title (or one renamed by adding to it), rather one with a figure on it than without."""
        newest_first = [book for _, book in sorted(self.books, key=lambda pair: pair[0], reverse=True)]
        named = [s for book in newest_first for s in book.worksheets if tidy(s.title).startswith(tidy(title))]
        figured = (s for s in named if any(isinstance(v, (int, float)) for row in s.values for v in row))
        return next(figured, named[0] if named else None)


def read_forms(inbox, stage):
    """The forms of each unit and step with all their submissions."""
    forms = {}
    for path in sorted(inbox.rglob("*.xlsx")):
        if path.name.startswith("~$") or not zipfile.is_zipfile(path):
            continue
        book = openpyxl.load_workbook(path, data_only=True)
        cells = (tidy(v) for row in book.worksheets[0].iter_rows(values_only=True) for v in row)
        code = next((text for text in cells if text.startswith("XLC:")), None)
        if code is None:
            continue
        _, _, its_stage, step, unit, _ = code.split(":")
        if int(its_stage) != stage:
            continue
        sent = number(beside(book.worksheets[0], "报送次数")) or 1
        form = forms.setdefault((step, unit), Form(step, unit, []))
        form.books.append(((sent, book.properties.modified), book))
    return forms


def read_mark(value, scale):
    """A mark's points, and whether it is a mark at all: an abstention is one that has none."""
    text = tidy(value)
    if text in scale.grades:
        return scale.grades[text], True
    points = number(value)
    return (points, True) if points in scale.points else (None, False)


def marks(column_of, rows, scale, abstentions):
    """Marks by (row's key, column's key): a mark is a list of (points, count); a bad one is none.

    Between yes and no, whoever abstains does not agree, unless abstentions do not count.
    """
    found, no = {}, scale.no if abstentions == "是" else None
    for key, row in rows:
        for star, header in column_of(key).items():
            points, is_mark = read_mark(row[tidy(header)], scale)
            points = no if points is None else points
            if is_mark and points is not None:
                found[key, star] = [(points, 1)]
    return found


def typed(row, names, scale, abstentions):
    """The numbers typed for one tally, by grade: those that count, and those that do not."""
    counted = scale.counted
    derived = counted[1] if len(counted) == 2 else None
    stated = {grade: number(row[tidy(names[grade])]) for grade in counted if grade != derived}
    apart = (
        [] if derived and abstentions == "是" else [g for g, points in scale.grades.items() if points is None]
    )
    return derived, stated, [number(row.get(tidy(names[grade]))) for grade in apart]


def votes(row, names, base, scale, held):
    """Counts of one tally as (points, count); nothing where a number of votes is missing or bad.

    `names` are the headers of the grades; of two counted grades the lower one follows from the base. Of several, what
    is blank is 0 where the others are all ballots already.
    """
    derived, stated, others = typed(row, names, scale, held.abstentions)
    if derived and held.abstentions == "否" and not held.fits(others):
        return []
    others = [each or 0 for each in others]
    said = [each for each in stated.values() if each is not None]
    if base and not derived and said and sum(said) + sum(others) == base:
        stated = {grade: each or 0 for grade, each in stated.items()}
    if base is None or None in stated.values():
        return []
    rest = base - sum(stated.values()) - sum(others)
    if not rest >= 0:  # too many votes, or a number that is none
        return []
    if derived:
        stated[derived] = rest
    return [(scale.grades[grade], count) for grade, count in stated.items()]


def star_headers(scale, star):
    """Headers of a tally's grades on one star: a lone tallied grade goes without saying."""
    lone = len(scale.counted) == 2
    return {
        grade: star if lone and grade == scale.counted[0] else f"{grade}\n{star}" for grade in scale.grades
    }


@dataclass
class Held:
    """How a way was held: its valid ballots, whether anybody abstained, and the plan's rule for that."""

    valid: Fraction | None
    present: Fraction | None
    abstained: str
    abstentions: str

    def fits(self, others):
        """Whether the abstentions typed are what the meeting's row says: all of them, or none."""
        if self.abstained == "有":
            return None not in others
        return self.abstained == "无" and not any(others)


def told_by(held, apart):
    """How a way was held; where the question for abstentions is blank, numbers of them say that there were some."""
    filled = any(each is not None and each >= 0 for each in apart)
    return replace(held, abstained="有") if not held.abstained and filled else held


def held_as(form, way, plan):
    """How a way was held; without valid ballots where their numbers do not fit together."""
    rows = table(form.sheet("评议情况"), "评议方式", "有效票数")
    row = next(row for row in rows if tidy(row["评议方式"]) == tidy(way["名称"]))
    chain = [number(row[label]) for label in ("有效票数", "收回票数", "发出票数")]
    known = [each for each in chain if each is not None]
    fits = chain[0] is not None and all(a <= b for a, b in pairwise(known))
    valid, present = chain[0] if fits else None, number(row["实到人数"])
    return Held(valid, present, tidy(row.get("有无弃权")), plan.abstentions)


def base_of(row, valid, *, with_own):
    """The valid ballots on somebody whose peers vote, and whether the own row is left out of them."""
    own = number(row[tidy("对其有效票\n（不同才填）")])
    if valid is None or own is not None:
        return own if valid is not None and own <= valid else None, False
    if row["到会投票"] not in {"是", "否"}:
        return (valid, False) if with_own else (None, False)
    left_out = row["到会投票"] == "是" and not with_own
    return valid - left_out, left_out


def rate_people(form, title, way, plan, kind):
    """What a sheet with a row per person or branch says: (code, star) → counts."""
    sheet, scale, stars = form.sheet(title), plan.scales[way["分值类型"]], plan.stars[kind]
    if sheet is None:
        return {}
    rows = [(row["编号"], row) for row in table(sheet, "编号")]
    if way["填报方式"] == "逐项":
        return marks(lambda _: {star: star for star in stars}, rows, scale, plan.abstentions)
    held = held_as(form, way, plan)
    leaves_out_own = kind == "党员" and way["参评范围"] == "党员" and not plan.with_own
    if way["填报方式"] == "逐票":
        return ballots(table(sheet, "票号", stars[0]), stars, scale, held, leaves_out_own=leaves_out_own)
    tallies = [(row, star_headers(scale, star)) for _, row in rows for star in stars]
    held = told_by(held, [each for own in tallies for each in typed(*own, scale, plan.abstentions)[2]])
    bases = {code: (held.valid, False) for code, _ in rows}
    if leaves_out_own:
        bases = {code: base_of(row, held.valid, with_own=False) for code, row in rows}
        sums = {
            code: {all_votes(row, star_headers(scale, star), scale, plan) for star in stars}
            for code, row in rows
            if bases[code][1]
        }
        over = {code for code, own in sums.items() if held.valid and held.valid in own}
        voted = sum(row["到会投票"] == "是" for _, row in rows)
        absent = held.present is not None and 0 < len(over) <= voted - held.present
        told = scale.no is None and any(
            held.valid - 1 in own for code, own in sums.items() if code not in over
        )
        alone = absent or told  # whoever was absent, or whose grades alone sum to all ballots
        raised = over if alone else set(bases) if over else set()
        bases |= {code: base_of(row, held.valid, with_own=True) for code, row in rows if code in raised}
        stated = {code: number(row[tidy("对其有效票\n（不同才填）")]) for code, row in rows}
        for code, row in rows:
            more = [all_votes(row, star_headers(scale, star), scale, plan) for star in stars]
            if stated[code] is not None and sum(each > stated[code] for each in more) > 1:
                bases[code] = None, False  # several stars say that the number is wrong
    return {
        (code, star): votes(row, star_headers(scale, star), bases[code][0], scale, held)
        for code, row in rows
        for star in stars
    }


def all_votes(row, names, scale, plan):
    """All the votes typed for one tally."""
    _, stated, others = typed(row, names, scale, plan.abstentions)
    return sum(each or 0 for each in (*stated.values(), *others))


def ballots(rows, stars, scale, held, *, leaves_out_own):
    """What ballots say, each row a ballot on somebody: (code, star) → counts. A ballot is one if it has a mark."""
    used = {row["票号"] for row in rows if any(tidy(row[star]) for star in stars)}
    if held.valid is None or len(used) > held.valid:
        return {}
    cells = defaultdict(list)
    for row in rows:
        if row["票号"] in used:
            for star in stars:
                cells[row.get("编号"), star].append(row[star])
    if scale.no is None or held.abstentions != "是":
        return {
            key: [(p, 1) for p, _ in read_marks(each, scale) if p is not None] for key, each in cells.items()
        }
    voted = who_voted(rows) if leaves_out_own else {code: False for code, _ in cells}
    on = defaultdict(set)
    for row in rows:
        if any(is_mark for _, is_mark in read_marks([row[star] for star in stars], scale)):
            on[row["票号"]].add(row.get("编号"))
    everybody = {row.get("编号") for row in rows}
    rate_all = any(codes == everybody for codes in on.values()) and len(everybody) > 1
    own = {key: each for key, each in cells.items() if key[0] in voted}
    missing = 0 if leaves_out_own else held.valid - len(used)
    return votes_of_all(own, scale, voted, rate_all=rate_all, missing=missing)


def read_marks(cells, scale):
    """What is marked in some cells."""
    return [read_mark(cell, scale) for cell in cells if tidy(cell)]


def who_voted(rows):
    """Whether a member voted, by code; a no on any row is one."""
    voted = {}
    for row in rows:
        if tidy(row["到会投票"]):
            voted[row["编号"]] = row["到会投票"] == "是" and voted.get(row["编号"], True)
    return voted


def votes_of_all(cells, scale, voted, *, rate_all, missing):
    """Counts where whoever abstains or marks nothing does not agree: of all ballots without a bad mark there.

    Whoever voted has one ballot less; where somebody has as many yeses as ballots all the same, nobody has, if there
    are ballots that rate all; else it is that one's own ballot that is missing. Valid ballots that were not entered
    agree with nobody, but among peers.
    """
    yes, agreed, bases = scale.grades[scale.counted[0]], {}, {}
    for key, each in cells.items():
        read = read_marks(each, scale)
        agreed[key] = sum(points == yes for points, _ in read)
        bases[key] = len(each) - sum(not is_mark for _, is_mark in read)
    over = {key[0] for key in cells if voted[key[0]] and agreed[key] == bases[key]}
    raised = set(voted) if over and rate_all else over
    left_out = {key: int(voted[key[0]] and key[0] not in raised) for key in cells}
    return {
        key: [(yes, agreed[key]), (scale.no, bases[key] + missing - left_out[key] - agreed[key])]
        for key in cells
    }


def rate_branch(form, title, way, plan):
    """What a branch's own sheet with a row per star says: (code, star) → counts."""
    if way["填报方式"] == "逐票":
        stars, held = plan.stars["支部"], held_as(form, way, plan)
        rows = table(form.sheet(way["名称"]), "票号", stars[0])
        scale = plan.scales[way["分值类型"]]
        found = ballots(rows, stars, scale, held, leaves_out_own=False)
        return {(form.unit, star): counts for (_, star), counts in found.items()}
    sheet, scale = form.sheet(title), plan.scales[way["分值类型"]]
    rows = table(sheet, "星级")
    if way["填报方式"] == "逐项":
        named = [(row["星级"], row) for row in rows]
        found = marks(lambda key: {key: way["名称"]}, named, scale, plan.abstentions)
        return {(form.unit, star): counts for (star, _), counts in found.items()}
    names = {grade: f"{way['名称']}\n{grade}" for grade in scale.grades}
    apart = [each for row in rows for each in typed(row, names, scale, plan.abstentions)[2]]
    held = told_by(held_as(form, way, plan), apart)
    return {(form.unit, row["星级"]): votes(row, names, held.valid, scale, held) for row in rows}


def collect(plan, forms):
    """All counts: by kind and way, (code, star) → list of (points, count)."""
    found = defaultdict(dict)
    members, branches = plan.ways["党员"], plan.ways["支部"]
    for (step, _), form in forms.items():
        if step == "comment":
            found["支部", "组织评"] |= rate_people(
                form, branches["组织评"]["名称"], branches["组织评"], plan, "支部"
            )
            for title in (
                "书记总评",
                members["组织评"]["名称"],
            ):  # the second, where whole branches are on it
                found["党员", "组织评"] |= rate_people(form, title, members["组织评"], plan, "党员")
            continue
        if step != "evaluation":
            continue
        for key, way in members.items():
            found["党员", key] |= rate_people(form, way["名称"], way, plan, "党员")
        found["支部", "自评"] |= rate_branch(form, branches["自评"]["名称"], branches["自评"], plan)
        for key in ("党员评", "教师评"):
            found["支部", key] |= rate_branch(form, "支部群众评议", branches[key], plan)
    return found


def way_mean(counts, *, trim):
    """The mean to four decimals; None without a counted mark."""
    points = sorted(p for p, count in counts for _ in range(int(count)))
    if trim and len(points) >= FEWEST_TO_TRIM:
        points = points[1:-1]
    return half_up(Fraction(sum(points), len(points)), 4) if points else None


def star_score(means, weights, *, renormalise):
    """The weighted mean of the ways to two decimals; None where a way that counts is missing."""
    weighted = {way: weight for way, weight in weights.items() if weight}
    there = {way: weight for way, weight in weighted.items() if means[way] is not None}
    if not there or (there.keys() != weighted.keys() and (not renormalise or means["组织评"] is None)):
        return None
    return half_up(sum(w * means[way] for way, w in there.items()) / Fraction(sum(there.values())), 2)


def star_scores(campaign):
    """Scores by (code, star), None where unrated, for every branch and every member on the forms."""
    plan = read_plan(campaign / "plan.xlsx")
    found = collect(plan, read_forms(campaign / "inbox", plan.stage))
    subjects = [("支部", code) for code in plan.branches.values()]
    subjects += [("党员", code) for code, _, _ in plan.members]
    scores = {}
    for kind, code in subjects:
        weights = {way: Fraction(row["权重(%)"]) for way, row in plan.ways[kind].items()}
        for star in plan.stars[kind]:
            means = {way: way_mean(found[kind, way].get((code, star), []), trim=plan.trim) for way in WAYS}
            scores[code, star] = star_score(means, weights, renormalise=plan.renormalise)
    return scores


def main():
    for (code, star), score in star_scores(Path(sys.argv[1])).items():
        print(code, star, "—" if score is None else f"{float(score):.2f}")


if __name__ == "__main__":
    main()
