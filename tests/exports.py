"""Exports of form tools as tests make them: a row of headers with codes, a row a ballot."""

import csv
from io import BytesIO, StringIO

from filled import complete
from openpyxl import Workbook
from plain import plain_file
from plans import plan_of, plan_rows_of

from xlcampaign.layout.forms import evaluation_form
from xlcampaign.layout.online import Question, code_of, online_papers
from xlcampaign.model.plan import Entry, SubjectKind, WayKey

TOOL = ["序号", "提交答卷时间", "所用时间"]
KINDS = {"member": SubjectKind.MEMBER, "branch": SubjectKind.BRANCH}


YES, NO, NONE = "同意", "不同意", "弃权"


def uneven(ballot, asked):
    """Of nine ballots the first says no to loyalty, the second abstains throughout, the third leaves 0101 out."""
    if ballot == 1 and asked.star == "loyal":
        return NO
    if ballot == 2:
        return NONE
    return None if ballot == 3 and asked.subject == "0101" else YES


def by_ballots(rows, *ways, scale="approval"):
    """Change a plan's rows so that some ways are taken by single ballots."""
    settings, tables = rows
    changed = [
        {**way, "scale": scale, "entry": Entry.BALLOTS} if (way["kind"], way["key"]) in ways else way
        for way in tables["ways"]
    ]
    return settings, {**tables, "ways": changed}


def questions(plan, branch=0, way=WayKey.TEACHER, kind=SubjectKind.MEMBER):
    """Return what is asked of a branch in a way, person by person, star by star."""
    unit = plan.branches[branch].code
    people = [unit] if kind is SubjectKind.BRANCH else [one.code for one in plan.rated_members(unit)]
    stage = plan.campaign.stage
    return [Question(stage, way, unit, who, star.key) for who in people for star in plan.stars_of(kind)]


def headers(plan, asked):
    stars = {(star.kind, star.key): star.name for star in plan.stars}
    return [
        f"{number}、〔{code_of(one, plan.campaign.code)}〕{plan.name_of(one.subject)}：{stars[one.kind, one.star]}"
        for number, one in enumerate(asked, 1)
    ]


def table_of(plan, asked, ballots, answer, beside=(), number=1):
    """Return a table as a form tool exports it: its own columns, what it should not have asked, the questions.

    `answer` says what ballot n, from 1, says to a question; None for nothing.
    """
    rows = [[*TOOL, *beside, *headers(plan, asked)]]
    for ballot in range(number, number + ballots):
        told = [f"canary-{name}-{ballot}" for name in beside]
        rows.append([ballot, "2023/4/20 9:00:00", "30秒", *told, *(answer(ballot, one) for one in asked)])
    return rows


def csv_of(rows, encoding="utf-8-sig"):
    text = StringIO()
    csv.writer(text).writerows([["" if value is None else value for value in row] for row in rows])
    return text.getvalue().encode(encoding)


def xlsx_of(*tables, hidden=()):
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(tables, 1):
        sheet = book.create_sheet(f"Sheet{number}")
        for row in rows:
            sheet.append(row)
        for row in hidden:
            sheet.row_dimensions[row].hidden = True
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


TEACHERS = (SubjectKind.MEMBER, WayKey.TEACHER)


def _agreed(*_):
    return "同意"


def _export(desk, asked=lambda _: True, *, ways=(TEACHERS,), change=None, beside=(), form=False):
    """Check a campaign of which an export of its teachers' ballots came; `asked` chooses among the questions."""
    rows = by_ballots(plan_rows_of(2, 3), *ways)
    desk.put_plan(rows)
    desk.plan = plan_of(rows)
    chosen = [one for branch in (0, 1) for one in questions(desk.plan, branch) if asked(one)]
    table = table_of(desk.plan, chosen, 4, _agreed, beside)
    if change:
        table[0] = [*table[0][:3], *(change(header) for header in table[0][3:])]
    if form:
        book = evaluation_form(desk.plan, desk.plan.branches[0])
        (desk.root / "inbox" / "f.xlsx").write_bytes(plain_file(book, complete(book)))
    (desk.root / "inbox" / "f.csv").write_bytes(csv_of(table))
    return desk.check()


def _first_branch(one):
    return one.unit == "01"


def _without_last(one):
    return _first_branch(one) and one.subject != "0103"


def _questions_alone(desk):
    rows = by_ballots(plan_rows_of(2, 3), TEACHERS)
    desk.put_plan(rows)
    plan = plan_of(rows)
    path = desk.root / "inbox" / "q.xlsx"
    paper = online_papers(plan, plan.branches[0])[0]
    path.write_bytes(xlsx_of([list(row) for row in paper.rows]))
    return desk.check()


_ROW = {
    "stage": 1,
    "branch": "甲一完小党支部",
    "way": "教师测评",
    "header": "赵老师忠诚吗",
    "subject": "赵某甲",
    "star": "政治忠诚星",
}


def _mapped(desk, rows, *table):
    """Check a campaign whose plan has some rows on questions without codes, of which an export may have come."""
    settings, tables = by_ballots(plan_rows_of(2, 3), TEACHERS)
    desk.put_plan((settings, {**tables, "online": rows}))
    if table:
        (desk.root / "inbox" / "f.csv").write_bytes(csv_of(table))
    return desk.check()


def _namesakes(desk):
    """Check a plan in which a question is about one of two people of one name."""
    settings, tables = by_ballots(plan_rows_of(2, 3), TEACHERS)
    members = [{**one, "name": "赵某甲"} if one["code"] == "0102" else one for one in tables["members"]]
    desk.put_plan((settings, {**tables, "members": members, "online": [_ROW]}))
    return desk.check()


EXPORTS = {
    "F152": lambda desk: _export(
        desk, _first_branch, change=lambda text: text.replace("/teacher/01", "/teacher/02")
    ),
    "F153": _export,
    "F154": lambda desk: _mapped(desk, [{**_ROW, "way": "党员互评"}], ["赵老师忠诚吗"], ["同意"]),
    "F155": lambda desk: _export(
        desk, _first_branch, change=lambda header: header.replace("01/0101/loyal", "01/0109/loyal")
    ),
    "F156": lambda desk: _export(desk, _without_last),
    "F157": lambda desk: _export(desk, _first_branch, beside=("为什么",)),
    "F158": lambda desk: _export(desk, _first_branch, beside=("姓名",)),
    "F159": _questions_alone,
    "F161": lambda desk: _mapped(
        desk,
        [_ROW, {**_ROW, "header": "赵老师好学吗", "star": "好学上进星"}],
        ["赵老师忠诚吗"],
        ["同意"],
    ),
    "F162": lambda desk: _mapped(desk, [_ROW], ["赵老师忠诚吗"], ["满意"]),
    "P159": lambda desk: _mapped(desk, [{**_ROW, "branch": None}]),
    "P160": _namesakes,
    "P161": lambda desk: _mapped(desk, [_ROW, {**_ROW, "header": "赵老师可靠吗"}]),
    "P162": lambda desk: _mapped(desk, [{**_ROW, "answers": "满意＝好极了"}]),
    "P163": lambda desk: _mapped(desk, [{**_ROW, "header": "钱某乙忠诚吗"}]),
    "X198": lambda desk: _export(desk, _first_branch, form=True),
    "X199": lambda desk: _export(desk, _first_branch),
}
"""By the codes of rules, what a plan says, or an inbox holds, of ballots that a form tool collects."""
