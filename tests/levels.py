"""A town of unions: each has a campaign of its own, and reports to the town."""

import shutil
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import openpyxl
from attacks import opendocument
from click.testing import CliRunner
from desks import Desk
from filled import complete
from plain import plain_file

from xlcampaign.cli import cli
from xlcampaign.layout.dispatch import NOTED, SUM, noted_in, text_digest
from xlcampaign.layout.form_book import IDENTITY_SHEET
from xlcampaign.layout.forms import assessment_form, evaluation_form
from xlcampaign.layout.units import units_book

REPORTED, ROLLED_UP = "2023-06-26", "2023-07-03"
BRANCHES, MEMBERS = "支部结果", "党员结果"
_VOTES = {"member_peer": 8}
"""How many agree where not all 9 do: nobody rates oneself."""
_MADE: dict[object, bytes] = {}
"""The reports that were written before, by whose they are and what is special about them."""


class Union(Desk):
    """A union of two branches of two members, all of them with all stars; what differs from the usual form is given."""

    def __init__(self, root, code, changes=None, **settings):
        super().__init__(root, 2)
        own = {"unit_code": code, "unit_above": "某某镇", "organisation": f"某某{code}联校"}
        self.rewrite(**own | settings)
        self.put("00.xlsx", assessment_form(self.plan, None), {})
        for number, branch in enumerate(self.plan.branches):
            given = changes if changes and number == 0 else {}
            self.put(f"{branch.code}.xlsx", evaluation_form(self.plan, branch), given)

    def put(self, name, book, changes):
        answers = complete(book)
        answers |= {key: _VOTES.get(key[0], 9) for key in answers if str(key[2]).endswith(".approve")}
        answers = {key: value for key, value in (answers | changes).items() if value is not None}
        (self.root / "inbox" / name).write_bytes(plain_file(book, answers, "2023-04-20T08:00:00Z"))

    def report(self, *words):
        """Merge, and return where the report is."""
        self.run("merge", self.root, "--as-of", REPORTED, "--report", *words)
        [path] = (self.root / "summary").glob("*上报本*.xlsx")
        return path

    def summary(self, *words):
        """Merge, and return where the summary is."""
        self.run("merge", self.root, "--as-of", REPORTED, *words)
        return self.root / "summary" / "stage-1.xlsx"


class Town:
    """The folder of a town into which reports are put, and what is rolled up out of it."""

    def __init__(self, root, name="镇"):
        self.root, self.work = root / name, root / f"{name}-unions"
        self.root.mkdir(parents=True)
        self.output = self.root / "汇总.xlsx"

    def receive(self, code, changes=None, name="", *, whole=False, words=(), **settings):
        """Put a union's report, or its whole summary, into the folder; return where it is."""
        special = tuple(sorted((changes or {}).items(), key=str)), tuple(sorted(settings.items()))
        key = (code, *special, whole, words)
        if key not in _MADE:
            union = Union(self.work / f"{code}-{len(_MADE)}", code, changes, **settings)
            path = union.summary(*words) if whole else union.report(*words)
            _MADE[key] = path.read_bytes()
        target = self.root / (name or f"{code}.xlsx")
        target.write_bytes(_MADE[key])
        return target

    def expect(self, *codes, own="Z1", rows=(), **settings):
        """Write the list of the units that should report."""
        level = {
            "unit_code": own,
            "unit": "某某镇",
            "above": "某某县",
            "stage": 1,
            "language": "zh",
            "deadline": _DUE,
        } | settings
        listed = [{"code": code, "name": f"某某{code}联校", "contact": "赵某甲"} for code in codes]
        given = {key: value for key, value in level.items() if value is not None}
        (self.root / "units.xlsx").write_bytes(plain_file(units_book(given, (*listed, *rows))))

    def run(self, *words, code=0, lang="zh"):
        result = CliRunner().invoke(cli, ["--lang", lang, *map(str, words)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code == code, result.output
        return result.output

    def roll_up(self, *words, code=0, day=ROLLED_UP, lang="zh", paths=()):
        """Roll up what lies in the folder, and return what is said, finding by finding."""
        given = (*(paths or [self.root]), "-o", self.output, "--as-of", day, "--all", *words)
        return self.run("rollup", *given, code=code, lang=lang)

    def table(self, sheet, path=None):
        """Return the rows of a sheet of what was rolled up, each by its headers."""
        return table_in(path or self.output, sheet)


_DUE = date(2023, 6, 30)


def table_in(path: Path, sheet: str) -> list[dict[str, object]]:
    """Return the rows of a sheet by its headers, which stand in row 4."""
    rows = list(openpyxl.load_workbook(path, data_only=True)[sheet].iter_rows(min_row=4, values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if any(cell is not None for cell in row)]


def edited(path: Path, edit) -> None:
    """Change a workbook as somebody would in a spreadsheet."""
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)


def as_opendocument(path: Path) -> bytes:
    """Return a workbook as an .ods with what was written into its cells, and nothing of what formulas say."""
    tables = []
    for sheet in openpyxl.load_workbook(path):
        rows = "".join(
            f"<table:table-row>{''.join(map(_as_open_cell, row))}</table:table-row>"
            for row in sheet.iter_rows(values_only=True)
        )
        tables.append(f"<table:table table:name={quoteattr(sheet.title)}>{rows}</table:table>")
    return opendocument("".join(tables).encode())


def _as_open_cell(value: object) -> str:
    if value is None or str(value).startswith("="):
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


def by_hand(town, code, name, **typed):
    """Put a form of a unit without the program into the folder, with one branch of one member."""
    path = town.root / name
    shutil.copy(town.root / "上报表（空白）.xlsx", path)
    edited(path, lambda book: _fill(book, code, typed))
    return path


def _fill(book, code, typed):
    facts = {"单位代码": code, "单位": f"某某{code}联校", "活动编号": "TEST", "活动名称": "某某活动"}
    facts |= {"阶段序号": 1, "阶段": "第一阶段", "统计日期": "2023-06-26"}
    for row in book["上报说明"].iter_rows(min_row=4):
        if row[0].value in facts:
            row[1].value = facts[row[0].value]
    for title in (BRANCHES, MEMBERS):
        sheet, columns = book[title], {}
        for row in sheet.iter_rows():
            if "支部编号" in {cell.value for cell in row}:
                columns = {cell.value: cell.column for cell in row}
                break
        own = {"支部编号": "01", "支部": "某某支部", "党员编号": "0101", "姓名": "赵某甲"}
        own |= {"符合推荐条件": "否", "须整改": "否"} | (typed if title == MEMBERS else {})
        for title_of, column in columns.items():
            value = own.get(title_of, "★" if str(title_of).endswith("星") else None)
            sheet.cell(row[0].row + 1, column).value = value


def noted_anew(book) -> None:
    """Note in a workbook that what its hidden sheet says is whole, as a forger would."""
    rows = {row[0].value: row[1] for row in book[IDENTITY_SHEET].iter_rows()}
    hidden = {key: cell.value for key, cell in rows.items()}
    rows[SUM].value = text_digest("".join(noted_in(hidden, name) for name in NOTED))
