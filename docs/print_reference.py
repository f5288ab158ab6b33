"""Prints docs/sheets.md and docs/rules.md from the program's declarations; a test holds them to it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from xlcampaign.findings.finding import Rejects, Rule, Severity
from xlcampaign.findings.rules import RULES
from xlcampaign.layout.dispatch import dispatch_book, report_form
from xlcampaign.layout.forms import FORMS
from xlcampaign.layout.lists import with_lists
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.sheet import Book, Canvas, Column, Settings, Sheet, Table, asked_cells
from xlcampaign.layout.units import units_book
from xlcampaign.model.choices import StepKey
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.summary.contents import SHEETS
from xlcampaign.summary.level.boards import board_table
from xlcampaign.summary.level.lists import list_tables
from xlcampaign.summary.level.rules import rules_table
from xlcampaign.summary.level.spread import What, spread_table
from xlcampaign.summary.level.units import units_table
from xlcampaign.words import Lang, T

HERE = Path(__file__).parent

_SEVERITIES = {Severity.ERROR: "错误 error", Severity.WARNING: "提醒 warning", Severity.NOTE: "说明 note"}
_REJECTS = {
    Rejects.NOTHING: "不影响计数 · nothing",
    Rejects.CELL: "这一格和靠它算的票数 · the cell and the votes that go by it"
    " (a number of votes: the whole tally of that subject, star and way)",
    Rejects.ROW: "这一行 · the row",
    Rejects.COLUMN: "这一列 · the column",
    Rejects.WAY: "本支部的这种评议方式 · the branch's way",
    Rejects.SHEET: "这张表 · the sheet",
    Rejects.FILE: "整个文件 · the file",
}


def _cell(text: T | str) -> str:
    shown = (
        f"{text.zh} · {text.en}"
        if isinstance(text, T) and text.zh != text.en
        else str(getattr(text, "zh", text))
    )
    return shown.replace("\n", " ").replace("|", "\\|")


def _columns(columns: Iterable[Column]) -> Iterator[str]:
    yield "| 列 · column | key | 填什么 · expects | 必填 · required | 说明 · hint |"
    yield "| --- | --- | --- | --- | --- |"
    for column in columns:
        need = (
            "预填 pre-filled"
            if column.locked or column.given
            else "公式 formula"
            if column.computed
            else "是 yes"
            if column.required
            else ""
        )
        hint = _cell(column.hint) if column.hint else ""
        expects = "" if column.computed else _cell(column.kind.expects())
        yield f"| {_cell(column.title)} | {column.key} | {expects} | {need} | {hint} |"


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield f"### {_cell(sheet.title)} (`{sheet.key}`)"
    yield ""
    note = getattr(sheet, "note", None)
    if note:
        yield from (_cell(note), "")
    if isinstance(sheet, Table):
        yield from _columns(sheet.columns)
    elif isinstance(sheet, Settings):
        yield from _columns(sheet.fields)
    elif isinstance(sheet, Canvas):
        yield from _columns(column for _, column in sheet.fields)
    yield ""


def _book(book: Book) -> Iterator[str]:
    yield f"## {_cell(book.title)}"
    yield ""
    for sheet in book.sheets:
        yield from _sheet(sheet)


def _summary(plan: Plan) -> Iterator[str]:
    """Print every table of the summary, in the order of its sheets; a sheet's own table goes by the sheet's title."""
    for entry in SHEETS:
        for table in entry.tables(plan):
            yield from _sheet(replace(table, title=entry.title) if table.key == entry.key else table)


def _level(plan: Plan) -> Iterator[str]:
    """Print what goes to the level above, and what that makes of it."""
    stars = {kind: [star.name for star in plan.stars_of(kind)] for kind in SubjectKind}
    yield from _book(dispatch_book(stars))
    yield from _book(report_form(stars, {}, Lang.ZH))
    yield from _book(units_book({}))
    yield from ("## 上级汇总 · Roll-up", "")
    board = board_table(tuple(stars[SubjectKind.BRANCH]))
    for title, table in (
        (T("各单位情况", "Units"), units_table()),
        *((one.title, one) for one in _spreads(plan)),
        (T("支部创星图板", "Branch star board"), board),
        *((one.title, one) for one in list_tables()),
        (T("规则对照", "Rules compared"), rules_table(2)),
    ):
        yield from _sheet(replace(table, title=title))


def _spreads(plan: Plan) -> Iterator[Table]:
    """Yield the tables of 得星和等次分布 by the plan's stars and levels."""
    for kind in (SubjectKind.MEMBER, SubjectKind.BRANCH):
        yield spread_table(kind, What.STARS, [*range(len(plan.stars_of(kind)) + 1), None])
        yield spread_table(kind, What.LEVELS, [*(level.name for level in plan.levels_of(kind)), None])


def every_form(plan: Plan) -> list[Book]:
    """Return one form of every kind, step by step."""
    steps = list(StepKey)
    books = []
    for form in sorted(FORMS, key=lambda form: steps.index(form.step)):
        if form.of_branch:
            books.append(form.of_branch(plan, plan.branches[0], None))
        if form.of_committee:
            books.append(form.of_committee(plan, None))
    return books


def _typing(books: Sequence[Book]) -> Iterator[str]:
    """Print how much a secretary types in a stage."""
    yield "## 书记一个阶段要填多少格 · Cells that a secretary types in a stage"
    yield ""
    yield (
        "支部 16 名党员，标准方案；必填而没有预填的格，按声明数出。践诺情况、整改按最多算：每条承诺都报一次，人人整改。 · "
        "A branch of 16 members under the standard plan: required cells that are not filled in beforehand, counted from"
        " the declarations. At the most: every pledge is reported on, and everybody has to rectify."
    )
    yield ""
    yield "| 表 · form | 工作表 · sheet | 格 · cells |"
    yield "| --- | --- | ---: |"
    total = 0
    for book in books:
        for sheet in book.sheets:
            if cells := asked_cells(sheet):
                yield f"| {_cell(book.title)} | {_cell(sheet.title)} | {cells} |"
                total += cells
    yield f"| 合计 · total | | {total} |"
    yield ""


def sheets_page(plan: Plan, heaviest: Sequence[Book]) -> str:
    """Return docs/sheets.md: every sheet and column of plan, forms, summary and roll-up under the standard rules.

    Args:
        plan: the plan whose sheets are printed.
        heaviest: the forms of a branch with as much to fill in as can be.
    """
    lines = [
        "# 工作表 · Sheets",
        "",
        "Printed from the declarations by `make docs`; the forms are those of the standard plan.",
        "",
        *_book(plan_book({}, {})),
        *(line for book in every_form(plan) for line in _book(book)),
        *_typing(heaviest),
        "## 汇总 · Summary",
        "",
    ]
    lines += _summary(plan)
    lines += _level(plan)
    return "\n".join(lines).rstrip() + "\n"


def _rule(rule: Rule) -> Iterator[str]:
    yield f"### {rule.code} {_cell(rule.title)}"
    yield ""
    yield f"{_SEVERITIES[rule.severity]}；不计入 rejects: {_REJECTS[rule.rejects]}"
    yield ""
    for lang in Lang:
        yield f"- {with_lists(rule.says).say(lang)} → {with_lists(rule.fix).say(lang)}"
        yield f"  {with_lists(rule.why).say(lang)}"
    yield ""


_FAMILIES = {
    "O": T("运行", "Running"),
    "P": T("方案", "Plan"),
    "F": T("文件", "Files"),
    "S": T("工作表和表头", "Sheets and headers"),
    "R": T("行", "Rows"),
    "C": T("单元格", "Cells"),
    "B": T("票", "Ballots"),
    "X": T("报送之间", "Across submissions"),
}


def rules_page() -> str:
    """Return docs/rules.md: every finding, family by family."""
    lines = [
        "# 问题代码 · Findings",
        "",
        "Printed from the catalogue by `make docs`. Words in braces are facts of the case.",
        "",
    ]
    for letter, title in _FAMILIES.items():
        lines += [f"## {letter} · {_cell(title)}", ""]
        for rule in RULES:
            if rule.code.startswith(letter):
                lines += _rule(rule)
    return "\n".join(lines).rstrip() + "\n"


def print_pages(plan: Plan, heaviest: Sequence[Book]) -> None:
    """Rewrite both pages."""
    (HERE / "sheets.md").write_text(sheets_page(plan, heaviest), encoding="utf-8")
    (HERE / "rules.md").write_text(rules_page(), encoding="utf-8")
