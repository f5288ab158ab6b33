"""Every rule of the catalogue is triggered by a real workbook, file or command."""

import hashlib
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from attacks import memory_eater, parts_of, zipped
from binaries import locked as encrypted
from binaries import xlsb_of
from boxes import mail_of, patched, zip_of
from click.testing import CliRunner
from clusters import CLUSTERS
from edits import EDITS
from exports import EXPORTS
from filelock import FileLock
from filled import complete, form_of, written
from grids import bytes_of, write_plain
from known import flat_ledger, pledge_of
from level_rules import LEVELS
from mailings import MAILINGS
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from plain import plain_file
from plans import PlanRows, plan_of, plan_rows_of, small_plan, with_entries
from rejections import rejected_cells
from seals import SEALS

from xlcampaign.cli import cli
from xlcampaign.commands import merge as merging
from xlcampaign.commands.intake import PlanTerms, take_in, take_plan
from xlcampaign.commands.merge import merge_stage
from xlcampaign.commands.writing import LOCK
from xlcampaign.findings.finding import Rejects
from xlcampaign.findings.rules import RULES, rule_of
from xlcampaign.inbox.folder import read_envelope
from xlcampaign.inbox.guard import guard
from xlcampaign.layout.forms import (
    assessment_form,
    commendation_form,
    evaluation_form,
    form_for,
    launch_form,
    pledge_form,
    rectification_form,
)
from xlcampaign.layout.lists import LISTS
from xlcampaign.layout.plan import plan_book
from xlcampaign.layout.sheet import Book
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.known import Known
from xlcampaign.model.plan import Entry, Plan, SubjectKind
from xlcampaign.model.registers import Registers
from xlcampaign.model.results import Results
from xlcampaign.reading.form import read_book
from xlcampaign.reading.grid import read_workbook
from xlcampaign.reading.plan import build_plan
from xlcampaign.tally.score import score

AS_OF = "2023-06-26"
OF_NO_FORM = {
    "stage": 1,
    "key": "comment",
    "branch": "甲一完小党支部",
    "deadline": date(2023, 9, 1),
    "reason": "汛期",
}


class Desk:
    """A campaign folder to put things into, and what the program says of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "inbox").mkdir(parents=True)
        self.plan: Plan = small_plan(2, 3)
        self.printed: Plan | None = None
        """The plan by which forms were issued, where a change of it since then is what matters."""

    def put_plan(self, rows: PlanRows | None = None, answers=None) -> None:
        rows = rows or plan_rows_of(2, 3)
        (self.root / "plan.xlsx").write_bytes(plain_file(plan_book(*rows), answers))

    def put_form(self, name: str, answers=None, edit: Callable | None = None, branch=0, plan=None) -> None:
        plan = plan or self.plan
        self.put_book(name, evaluation_form(plan, plan.branches[branch]), answers, edit)

    def put_book(self, name: str, book: Book, answers=None, edit: Callable | None = None) -> None:
        (self.root / "inbox" / name).write_bytes(_edited(book, answers, edit))

    def put_late(self, name: str) -> None:
        given = {("member_self", 0, "loyal"): 9}
        form = plain_file(evaluation_form(self.plan, self.plan.branches[0]), given, "2023-12-30T16:00:00Z")
        (self.root / "inbox" / name).write_bytes(form)

    def run(self, *arguments: str) -> str:
        in_full = ["--all"] if arguments[0] == "check" else []
        result = CliRunner().invoke(cli, ["--lang", "en", *arguments, *in_full])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.output

    def check(self) -> str:
        return self.run("check", str(self.root), "--as-of", AS_OF)


def _edited(book, answers, edit):
    if edit is None:
        return plain_file(book, answers)
    workbook = write_plain(book, answers)
    edit(workbook)
    return bytes_of(workbook)


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path / "campaign")


MEMBER_STARS = small_plan(1, 3).stars_of(SubjectKind.MEMBER)


def meetings(**numbers: int):
    """Return answers that hold every way's meeting with 9 ballots, some numbers changed."""
    given = {"due": 9, "present": 9, "issued": 9, "returned": 9, "valid": 9, "date": date(2023, 5, 1)}
    given |= {"teller": "甲", "scrutineer": "乙", "supervisor": "丙"} | numbers
    return {("meeting", row, key): value for row in range(4) for key, value in given.items()}


def cell(sheet: str, address: str, value: object) -> Callable:
    def edit(book) -> None:
        book[sheet][address] = value

    return edit


def extended_once_gone(desk):
    def change(rows):
        rows["branches"][0]["end"] = date(2022, 12, 31)
        rows["extensions"] = [OF_NO_FORM | {"key": "evaluation"}]

    return plan_answers(desk, change=change)


def plan_answers(desk, answers=None, change=None):
    settings, rows = plan_rows_of(2, 3)
    if change:
        change(rows)
    desk.put_plan((settings, rows), answers)
    return desk.check()


def empty_list(desk):
    return plan_answers(desk, change=lambda rows: rows.update({"branches": []}))


def selected_in_the_end(desk, threshold):
    """Merge the only stage of a campaign, whose form is filled in; stars are lit from a score on."""
    settings, rows = plan_rows_of(2, 3)
    rows["stages"], rows["steps"] = (
        [row for row in rows[key] if row[number] == 1]
        for key, number in (("stages", "number"), ("steps", "stage"))
    )
    desk.put_plan((settings | {"threshold": threshold}, rows))
    for branch in range(2):  # nobody is left to be studied
        book = evaluation_form(desk.plan, desk.plan.branches[branch])
        desk.put_form(f"{branch}.xlsx", complete(replace(book, sheets=book.shown)), branch=branch)
    desk.put_book("c.xlsx", assessment_form(desk.plan, None), complete(assessment_form(desk.plan, None)))
    return desk.run("merge", str(desk.root), "--as-of", AS_OF)


def many_grades(desk):
    more = [
        {"scale": "grades", "key": f"g{n}", "name": f"等{n}", "points": n, "satisfied": "no"}
        for n in range(16)
    ]
    return plan_answers(desk, change=lambda rows: rows["scales"].extend(more))


PLANS = {
    "P101": {("ways", 5, "weight"): 21},
    "P102": {("campaign", 0, "recommend_member"): 9},
    "P103": {("members", 1, "branch"): "乙一完小党支部"},
    "P104": {("branches", 1, "code"): "01"},
    "P105": {("levels", 4, "low"): 91},
    "P106": {("stages", 0, "end"): date(2022, 12, 31)},
    "P108": {("ways", 0, "entry"): "票数汇总"},
    "P109": {("scales", 1, "points"): "不计"},
    "P110": {("ways", 3, "key"): "自评"},
    "P111": {("ways", 4, "weight"): 25, ("ways", 5, "weight"): 5},
    "P112": {("members", n, "participation"): "不参评" for n in range(3)},
    "P113": {("members", 1, "post"): "书记"},
    "P114": {("members", 0, "code"): None},
    "P115": {("members", 1, "name"): "赵某甲"},
    "P116": {("campaign", 0, "quota"): 4},
    "P117": {("campaign", 0, "pledges_low"): 6},
    "P118": {("levels", 7, "public"): "是"},
    "P140": {
        ("members", 1, "code"): "0101",
        ("members", 1, "start"): date(2023, 3, 1),
        ("members", 0, "end"): date(2023, 3, 1),
    },
    "P141": {("branches", 0, "end"): date(2023, 6, 30)},
    "P142": {("branches", 0, "takes_over"): "01"},
    "P143": {("members", 1, "end"): date(2022, 12, 31)},
    "P144": {("branches", 0, "code"): "committee"},
    "P147": {("branches", 0, "secretary"): "钱某乙", ("members", 0, "start"): date(2023, 1, 1)},
    "P146": {("branches", 0, "end"): date(2023, 6, 30)},
    "P145": {
        ("members", 1, "name"): "赵某甲",
        ("members", 1, "start"): date(2023, 7, 1),
        ("members", 0, "end"): date(2023, 6, 30),
    },
    "P149": {
        ("members", 1, "code"): "0101",
        ("members", 0, "end"): date(2022, 12, 31),
        ("members", 1, "start"): date(2023, 1, 2),
    },
    "P151": {("campaign", 0, "total_member"): 17},
    "P150": {("members", 1, "start"): date(2023, 1, 2)},
    "P152": {("campaign", 0, "launch_form"): "是", ("steps", 0, "key"): "公开承诺", ("steps", 1, "stage"): 2},
    "P153": {("steps", 2, "stage"): 2},
    "P119": {("campaign", 0, "organisation"): "某某联校党组织（请改）"},
    "P137": {("messages", 0, "text"): "{支布}：表见附件。"},
    "P138": {("branches", 0, "email"): "zhao@example.org；甲一完小"},
    "C101": {("stages", 0, "name"): None},
}


def _copy(book, title):
    copy = book.copy_worksheet(book[title])
    copy.title = f"{title} (2)"
    copy["C5"] = 1


def _nameless(book):
    book["党员互评"]["A5"] = book["党员互评"]["B5"] = None


def _twice(book):
    sheet = book["党员互评"]
    sheet["A8"], sheet["B8"], sheet["C8"] = "0101", "赵某甲", 3


def _remark(book):
    book["党员自评"]["C5"].comment = Comment("是口头说的", "甲")


def _chart(book):
    book["党员自评"].add_chart(BarChart(), "C5")


def _error(target):
    target.value = "#N/A"
    target.data_type = "e"


def before_due(desk, answers):
    desk.put_plan()
    desk.put_form("f.xlsx", answers)
    return desk.run("check", str(desk.root), "--as-of", "2023-05-01")


FORMS: dict[str, tuple[dict, Callable | None]] = {
    "S101": ({}, lambda book: book.remove(book["党员互评"])),
    "S102": ({}, lambda book: setattr(book["党员互评"], "title", "互评改名")),
    "S103": ({("member_peer", 0, "loyal.approve"): 5}, lambda book: _copy(book, "党员互评")),
    "S104": ({}, lambda book: book.create_sheet("随手记").append(["x"])),
    "R127": (
        meetings() | {("member_peer", 0, "loyal.approve"): 8, ("meeting", 0, "teller"): "上次测评作废"},
        None,
    ),
    "S105": ({("member_self", 0, "loyal"): 9}, None),
    "F143": ({}, None),
    "S107": ({}, cell("党员自评", "P5", "备注：口头说的")),
    "S108": ({}, lambda book: setattr(book["党员自评"].row_dimensions[5], "hidden", True)),
    "S109": ({}, _remark),
    "C130": ({}, cell("党员自评", "C5", '=DISPIMG("ID_1",1)')),
    "S112": ({}, _chart),
    "S111": ({}, lambda book: setattr(book["党员自评"], "sheet_state", "hidden")),
    "S201": ({}, lambda book: book["党员互评"].delete_rows(4)),
    "S202": ({}, lambda book: book["党员互评"].delete_cols(3)),
    "S203": ({}, cell("党员互评", "D4", "政治忠诚星")),
    "S115": ({}, cell("党员互评", "AA4", "退回意见")),
    "S204": ({}, cell("党员互评", "AA4", "我加的一列")),
    "S205": ({}, cell("党员互评", "A9", "合计")),
    "S206": (
        {("member_peer", 0, "loyal.approve"): 5},
        lambda book: book["党员互评"].append(["合计", None, 9]),
    ),
    "R101": ({}, cell("党员互评", "A5", "0109")),
    "R132": ({("member_peer", 0, "loyal.approve"): 9}, _nameless),
    "R102": ({}, _twice),
    "R103": ({}, lambda book: book["党员互评"].delete_rows(6)),
    "R104": ({}, cell("党员互评", "B5", "钱某乙")),
    "R106": ({("member_self", 0, "loyal"): 9, ("member_self", 0, "study"): 9}, None),
    "R107": ({}, cell("党员互评", "A5", None)),
    "R108": ({("member_organisation", 0, "override"): "优秀"}, None),
    "R124": ({("member_organisation", 0, "reason"): "带病支教"}, None),
    "R126": ({("member_organisation", 0, "reason"): "有安全责任事故，提请否决"}, None),
    "R109": ({}, cell("党员互评", "A5", 101)),
    "C102": ({("member_self", 0, "loyal"): 9}, None),
    "C103": ({("member_self", 0, "loyal"): "85左右"}, None),
    "C104": ({}, lambda book: _error(book["党员自评"]["C5"])),
    "C105": ({}, cell("党员自评", "C5", "=1+1")),
    "C106": ({}, lambda book: book["党员自评"].merge_cells("C5:D5")),
    "C120": ({}, lambda book: book["党员互评"].merge_cells("B5:B6")),
    "C121": ({}, lambda book: book["党员互评"].delete_cols(12)),
    "C107": ({("member_self", 0, "loyal"): "９"}, None),
    "C109": (meetings(valid=10), None),
    "C110": (meetings() | {("member_peer", 0, "loyal.approve"): 10}, None),
    "C126": (
        meetings(valid=2) | {("member_teacher", 0, f"{star.key}.approve"): 9 for star in MEMBER_STARS},
        None,
    ),
    "C127": ({("member_self", 0, "loyal"): "弃权"}, None),
    "C131": (meetings() | {("member_peer", 0, "loyal.approve"): 9}, None),
    "C134": (
        meetings(present=2, issued=2, returned=2, valid=2) | {("member_peer", 0, "loyal.approve"): 1},
        None,
    ),
    "C144": (
        meetings() | {("member_peer", 0, "loyal.approve"): 1, ("member_peer", 0, "attended"): "否"},
        None,
    ),
    "C112": (meetings() | {("member_peer", 0, "loyal.approve"): 1, ("member_peer", 0, "base"): 10}, None),
    "C125": (
        meetings()
        | {("member_peer", 0, f"{star}.approve"): 3 for star in ("loyal", "study")}
        | {("member_peer", 0, "base"): 2},
        None,
    ),
    "C113": (meetings(present=10), None),
    "C115": (meetings(due=14), None),
    "X105": (meetings(), None),
}


def form_findings(desk, answers, edit):
    desk.put_plan()
    desk.put_form("f.xlsx", answers, edit)
    return desk.check()


def pasted_roster(desk):
    """Other people's names over those of a sheet."""
    desk.put_plan(plan_rows_of(1, 8))

    def edit(book):
        for row in range(5, 13):
            book["党员互评"][f"B{row}"] = f"陌某{row}"

    desk.put_form("f.xlsx", None, edit, plan=small_plan(1, 8))
    return desk.check()


def namesakes(desk):
    settings, rows = plan_rows_of(2, 3)
    rows["members"][1]["name"] = "赵某甲"
    desk.put_plan((settings, rows))
    desk.put_form("f.xlsx", None, cell("党员互评", "A5", None), plan=plan_of((settings, rows)))
    return desk.check()


def covered_value(desk):
    """Put a value under a merge the way a hostile or broken writer leaves it there."""
    desk.put_plan()

    def edit(book):
        sheet = book["党员自评"]
        sheet.merge_cells("B5:B6")
        sheet._cells[6, 2] = type(sheet["A1"])(sheet, row=6, column=2, value="钱某乙")  # noqa: SLF001 -- openpyxl hides it

    desk.put_form("f.xlsx", None, edit)
    return desk.check()


def grades_short(desk):
    settings, rows = plan_rows_of(2, 3)
    for way in rows["ways"]:
        if way["entry"] == "tally":
            way["scale"] = "grades"
    plan = plan_of((settings, rows))
    desk.put_plan((settings, rows))
    votes = {("member_peer", 0, f"loyal.{grade}"): 1 for grade in ("excellent", "good", "fair", "poor")}
    desk.put_form("f.xlsx", meetings() | votes, plan=plan)
    return desk.check()


def abstentions_uncounted(desk):
    """Votes where abstentions are counted apart, and said to be, without their numbers."""
    settings, rows = plan_rows_of(2, 3)
    settings["abstentions"] = "apart"
    desk.put_plan((settings, rows))
    said = meetings() | {("meeting", row, "abstained"): "有" for row in range(4)}
    desk.put_form("f.xlsx", said | VOTES, plan=plan_of((settings, rows)))
    return desk.check()


def voted_unread(desk):
    """Ballots of peers, with a word for one of them that does not say whether he voted."""
    settings, rows = plan_rows_of(2, 3)
    for way in rows["ways"]:
        way["entry"] = "ballots" if way["key"] == "peer" else way["entry"]
    desk.put_plan((settings, rows))
    answers = {("member_peer", row, "loyal"): "同意" for row in range(3)}
    answers |= {("member_peer", 0, "attended"): "也许"}
    desk.put_form("f.xlsx", meetings() | answers, plan=plan_of((settings, rows)))
    return desk.check()


def scale_changed(desk):
    """A form that was issued before a way got another scale."""
    settings, rows = plan_rows_of(2, 3)
    desk.put_form("f.xlsx", meetings() | VOTES)
    desk.printed = desk.plan
    rows["ways"][5]["scale"] = "grades"
    desk.put_plan((settings, rows))
    return desk.check()


def points_changed(desk):
    """A form that was issued before another number of points was set for those who do not agree."""
    settings, rows = plan_rows_of(2, 3)
    desk.put_form("f.xlsx", meetings() | VOTES)
    for grade in rows["scales"]:
        if grade["key"] == "oppose":
            grade["points"] = 100
    desk.put_plan((settings, rows))
    return desk.check()


def counted_otherwise(desk):
    """Votes that came in before the plan got another rule of counting."""
    settings, rows = plan_rows_of(2, 3)
    desk.put_form("f.xlsx", meetings() | VOTES)
    desk.put_plan((settings | {"abstentions": "apart"}, rows))
    return desk.run("forms", str(desk.root), "--step", "evaluation")


def ballots(desk, mark, *, valid=9, voters=False, entered=4, **changed):
    settings, rows = plan_rows_of(2, 3)
    settings |= changed
    for way in rows["ways"]:
        if way["key"] == "peer":
            way["entry"] = "ballots"
    desk.put_plan((settings, rows))
    plan = plan_of((settings, rows))
    table = evaluation_form(plan, plan.branches[0]).table_of("member_peer")
    answers = meetings(valid=valid)
    spare = len(table.rows)
    for number in range(1, entered + 1):
        for index, code in enumerate(("0101", "0102", "0103")):
            row = (number - 1) * 3 + index
            if row >= spare:
                break
            answers["member_peer", row, "loyal"] = mark(number, code)
            if voters:
                answers["member_peer", row, "voter"] = voters if voters is not True else "0101"
    desk.put_form("f.xlsx", answers, plan=plan)
    return desk.check()


def ballot_unnumbered(desk):
    settings, rows = plan_rows_of(2, 3)
    for way in rows["ways"]:
        if way["key"] == "peer":
            way["entry"] = "ballots"
    desk.put_plan((settings, rows))
    desk.put_form("f.xlsx", {("member_peer", 0, "ballot"): None, ("member_peer", 0, "study"): "同意"},
                  plan=plan_of((settings, rows)))  # fmt: skip
    return desk.check()


def several_voters(desk):
    settings, rows = plan_rows_of(2, 3)
    for way in rows["ways"]:
        if way["key"] == "peer":
            way["entry"] = "ballots"
    desk.put_plan((settings, rows))
    cast = {("member_peer", row, "loyal"): "同意" for row in range(3)}
    cast |= {("member_peer", 0, "voter"): "0101", ("member_peer", 1, "voter"): "0102"}
    cast |= {("member_peer", 2, "study"): "√×"}
    desk.put_form("f.xlsx", meetings() | cast, plan=plan_of((settings, rows)))
    return desk.check()


def four_alike(desk):
    plan = with_entries(small_plan(1, 4), lambda *_: ("approval", Entry.BALLOTS))
    settings, rows = plan_rows_of(1, 4)
    for way in rows["ways"]:
        way["scale"], way["entry"] = "approval", "ballots"
    desk.put_plan((settings, rows))
    table = evaluation_form(plan, plan.branches[0]).table_of("member_teacher")
    answers = {
        ("member_teacher", row, star): "同意"
        for row, given in enumerate(table.rows)
        if given["ballot"] <= 4
        for star in ("loyal", "study")
    }
    desk.put_form("f.xlsx", answers, plan=plan)
    return desk.check()


def file_findings(desk, name, data):
    desk.put_plan()
    (desk.root / "inbox" / name).write_bytes(data)
    return desk.check()


def withheld(desk):
    """A file that the system does not hand out, as one that is open elsewhere on Windows."""
    desk.put_plan()
    desk.put_form("f.xlsx")
    read = Path.read_bytes

    def refuse(path):
        if path.name == "f.xlsx":
            raise PermissionError(13, "Permission denied")
        return read(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "read_bytes", refuse)
        return desk.check()


def too_many_cells(desk):
    def edit(book):
        for row in range(1, 1200):
            book["党员自评"][f"XFD{row}"] = 1

    return form_findings(desk, {}, edit)


def other_campaign(desk):
    desk.put_plan()
    desk.put_form("f.xlsx", plan=replace(desk.plan, campaign=replace(desk.plan.campaign, code="OTHER")))
    return desk.check()


def other_stage(desk):
    desk.put_plan()
    desk.put_form("f.xlsx", plan=replace(desk.plan, campaign=replace(desk.plan.campaign, stage=2)))
    return desk.check()


def no_unit(desk):
    desk.put_plan(plan_rows_of(1, 3))
    desk.put_form("f.xlsx", branch=1)
    return desk.check()


def other_plan(desk):
    desk.put_plan(plan_rows_of(2, 2))
    desk.put_form("f.xlsx")
    return desk.check()


def put_aside(desk, folder="作废"):
    desk.put_plan()
    (desk.root / "inbox" / folder).mkdir()
    desk.put_form(f"{folder}/f.xlsx")
    return desk.check()


def weight_changed(desk):
    """Send a form that was made before the weights of two ways changed, which it does not ask about."""
    settings, rows = plan_rows_of(2, 3)
    desk.put_form("f.xlsx")
    rows["ways"][5]["weight"], rows["ways"][6]["weight"] = 25, 25
    desk.put_plan((settings, rows))
    return desk.check()


def by_code(desk):
    desk.put_plan()
    book = evaluation_form(desk.plan, desk.plan.branches[0])
    assert book.identity is not None
    code = book.identity.code

    def edit(workbook):
        workbook.remove(workbook["_xlc"])
        workbook["填表说明"]["A11"] = code

    desk.put_form("f.xlsx", None, edit)
    return desk.check()


def others_people(desk):
    """Fill a branch's form in with the members of the next one."""
    settings, rows = plan_rows_of(2, 3)
    for member in rows["members"][3:]:
        member["name"] = f"冯{member['name']}"
    desk.put_plan((settings, rows))
    plan = plan_of((settings, rows))
    names = {("member_self", n, "name"): rows["members"][3 + n]["name"] for n in range(3)}
    marks = {("member_self", n, "loyal"): 9 for n in range(3)}
    desk.put_form("f.xlsx", names | marks, plan=plan)
    return desk.check()


def put_code(workbook, book: Book) -> None:
    """Put a form's visible code on a sheet more, as its first sheet has it."""
    assert book.identity is not None
    workbook.create_sheet("填表说明 (2)")["A11"] = book.identity.code


def stated(fact: str, value: object) -> Callable:
    """Let a form's hidden sheet say something else of itself."""

    def edit(workbook):
        row = next(row for row in workbook["_xlc"].iter_rows() if row[0].value == fact)
        row[1].value = value

    return edit


def two_versions(desk, *, tie, change):
    desk.put_plan()
    for version, name in ((1, "a.xlsx"), (1 if tie else 2, "b.xlsx")):
        value = 8 + version if change is None else change[name]
        desk.put_form(name, {("member_self", 0, "loyal"): value, ("cover", 0, "version"): version})
    return desk.check()


def nothing_accepted(desk):
    """The newer of two files has nothing on a sheet but errors."""
    desk.put_plan()
    desk.put_form("a.xlsx", {("member_self", 0, "loyal"): 9})
    desk.put_form("b.xlsx", {("member_self", 0, "loyal"): "很好", ("cover", 0, "version"): 2})
    return desk.check()


def again(desk, make, first, second):
    """Send a form twice, the second time with the next number."""
    desk.put_plan()
    book = make(desk.plan)
    desk.put_book("a.xlsx", book, first)
    desk.put_book("b.xlsx", book, second | {("cover", 0, "version"): 2})
    return desk.check()


def evaluated_again(desk, first, second):
    """Send a 评议表 twice: self-ratings, or votes with their meetings."""
    return again(desk, lambda plan: evaluation_form(plan, plan.branches[0]), first, second)


def pledged_again(desk, first, second):
    """Send a 承诺表 twice, each time with pledges written below the prepared rows: members and texts."""

    def answers(pledges):
        given = {"star": "好学上进星", "type": "年度承诺制"}
        return {
            ("member_pledges", 6 + n, key): value
            for n, (subject, text) in enumerate(pledges)
            for key, value in (given | {"subject": subject, "text": text}).items()
        }

    return again(desk, lambda plan: pledge_form(plan, plan.branches[0]), answers(first), answers(second))


def restated(desk):
    """Decide, withdraw the decision, and send the first form once more."""
    decided_again(desk, document="撤回")
    given = {("overrides", 0, key): value for key, value in OVERRIDE.items()}
    desk.put_book("c.xlsx", commendation_form(desk.plan), given | {("cover", 0, "version"): 3})
    return desk.check()


def as_it_was_issued(desk, number=2):
    """Of a form that was issued again two copies come: one with other marks, and one with the first and a number."""
    desk.put_plan()
    form = evaluation_form(desk.plan, desk.plan.branches[0])
    first = {("member_self", 0, "loyal"): 9, ("member_self", 1, "loyal"): 9}
    desk.put_book("a.xlsx", form, first)
    sent = take_in(Envelope("a.xlsx", (desk.root / "inbox" / "a.xlsx").read_bytes()), desk.plan).submission
    form = replace(form, stems_from=sent.origins)
    desk.put_book("b.xlsx", form, first | {("member_self", 0, "loyal"): 6, ("cover", 0, "version"): 2})
    desk.put_book("c.xlsx", form, first | {("member_self", 1, "loyal"): 7, ("cover", 0, "version"): number})
    return desk.check()


def code_exchanged(desk):
    """Two branches exchange their codes after a form was sent out."""
    settings, rows = plan_rows_of(2, 3)
    first, second = rows["branches"]
    first["code"], second["code"] = second["code"], first["code"]
    desk.put_plan((settings, rows))
    desk.put_form("f.xlsx", {("member_self", 0, "loyal"): 9})
    return desk.check()


def gone(desk):
    """Send a form, have it issued again filled in, and send it back with a row of it emptied."""
    desk.put_plan()
    book = evaluation_form(desk.plan, desk.plan.branches[0])
    desk.put_book("a.xlsx", book, {("member_self", 0, "loyal"): 9})
    parent = hashlib.sha256((desk.root / "inbox" / "a.xlsx").read_bytes()).hexdigest()
    given = {("member_self", 1, "loyal"): 8, ("cover", 0, "version"): 2}
    desk.put_book("b.xlsx", replace(book, stems_from=frozenset({parent})), given)
    return desk.check()


def decided_again(desk, **changes):
    """Decide an override, and send the decision again with changes."""
    return again(
        desk,
        commendation_form,
        {("overrides", 0, key): value for key, value in OVERRIDE.items()},
        {("overrides", 0, key): value for key, value in only(OVERRIDE, **changes).items()},
    )


def put_right(desk):
    """Send the first form of decisions twice under one number, with another person in a row, and say which is meant."""
    desk.put_plan()
    for day, subject in enumerate(("赵某甲（0101）", "钱某乙（0102）", "钱某乙（0102）"), 1):
        given = {("cover", 0, "version"): max(1, day - 1)}
        given |= {("vetoes", 0, key): value for key, value in (VETO | {"subject": subject}).items()}
        form = write_plain(commendation_form(desk.plan), given)
        (desk.root / "inbox" / f"{day}.xlsx").write_bytes(bytes_of(form, f"2023-05-0{day}T00:00:00Z"))
    return desk.check()


def lower_number_later(desk):
    desk.put_plan()
    for version, name, saved in (
        (2, "a.xlsx", "2023-05-01T00:00:00Z"),
        (1, "b.xlsx", "2023-05-09T00:00:00Z"),
    ):
        given = {("member_self", 0, "loyal"): 7 + version, ("cover", 0, "version"): version}
        form = write_plain(evaluation_form(desk.plan, desk.plan.branches[0]), given)
        (desk.root / "inbox" / name).write_bytes(bytes_of(form, saved))
    return desk.check()


def crashed(desk):
    form = written(desk.root, form_of(desk.plan))
    return file_findings(desk, "f.xlsx", memory_eater(form.read_bytes()))


def unreadable(desk):
    desk.put_plan()
    (desk.root / "summary").write_text("a file where the folder should be")
    desk.put_form("f.xlsx")
    return desk.run("merge", str(desk.root), "--as-of", AS_OF)


def over_input(desk):
    desk.put_plan()
    desk.put_form("f.xlsx")
    return desk.run("merge", str(desk.root), "-o", str(desk.root / "plan.xlsx"))


def asked_why(desk, *asked):
    desk.put_plan()
    desk.put_form("f.xlsx")
    return desk.run("why", str(desk.root), *asked, "--as-of", AS_OF)


def locked(desk):
    desk.put_plan()
    (desk.root / "summary").mkdir()
    with FileLock(desk.root / "summary" / LOCK):
        return desk.run("merge", str(desk.root))


def changed_form(desk):
    desk.put_plan()
    desk.run("forms", str(desk.root), "--step", "comment")
    (form,) = (desk.root / "send").rglob("*.xlsx")
    form.write_bytes(plain_file(plan_book(*plan_rows_of(2, 3))))
    return desk.run("forms", str(desk.root), "--step", "comment")


def with_an_outbox(desk):
    desk.put_plan()
    left = desk.root / "outbox" / "stage-1" / "comment" / "old.xlsx"
    left.parent.mkdir(parents=True)
    left.write_bytes((desk.root / "plan.xlsx").read_bytes())
    return desk.run("forms", str(desk.root), "--step", "comment")


def with_a_stray_folder(desk):
    desk.put_plan()
    stray = desk.root / "send" / "stage-1" / "07-改名前支部" / "old.xlsx"
    stray.parent.mkdir(parents=True)
    stray.write_bytes((desk.root / "plan.xlsx").read_bytes())
    return desk.run("forms", str(desk.root), "--step", "comment")


def with_bounds(desk, **bounds):
    """Merge as if a campaign were long, or a sheet short: one of a real size would take minutes."""
    desk.put_plan()
    desk.put_form("f.xlsx", {})
    with pytest.MonkeyPatch.context() as patched:
        for name, bound in bounds.items():
            patched.setattr(merging, name, bound)
        return desk.run("merge", str(desk.root), "--as-of", AS_OF)


def nowhere_to_keep(desk):
    desk.put_plan()
    (desk.root / ".xlcampaign" / "cache.sqlite").mkdir(parents=True)
    return desk.run("check", str(desk.root))


def strict(desk):
    desk.put_plan()
    desk.put_form("f.xlsx", {("member_self", 0, "loyal"): "85左右"})
    return desk.run("merge", str(desk.root), "--strict", "--as-of", AS_OF)


def with_plan(desk, *arguments):
    desk.put_plan()
    return desk.run(*arguments)


def pledge_form_says(desk, answers):
    """Send a 承诺表 with one complete pledge of the branch, and what else is given."""
    desk.put_plan()
    given = {
        "star": "政治可靠忠诚星",
        "area": "理论学习",
        "text": "每月集中学习一次",
        "responsible": "赵某甲",
    }
    one = {("branch_pledges", 0, key): value for key, value in given.items()}
    desk.put_book("p.xlsx", pledge_form(desk.plan, desk.plan.branches[0]), one | answers)
    return desk.check()


def pledges_kept(desk, answers, edit=None, *, put_away=False):
    """Send a 承诺表, and a 评议表 in which 践诺情况 says something of its first pledge."""
    pledge_form_says(desk, {})
    if put_away:
        (desk.root / "inbox" / "p.xlsx").unlink()
    made = pledge_of(desk.plan, "01", star="loyal", text="每月集中学习一次")
    known = Known(flat_ledger(desk.plan, {}, registers=Registers(pledges=(made,))), Results(()))
    book = evaluation_form(desk.plan, desk.plan.branches[0], known)
    desk.put_book("f.xlsx", book, answers, edit)
    return desk.check()


def rectified(desk, answers):
    """Send a 整改表 whose first row is about 赵某甲."""
    desk.put_plan()
    results = score(flat_ledger(desk.plan, {"0101": 1, "0102": 1, "0103": 1}), desk.plan)
    known = Known(flat_ledger(desk.plan, {}), results)
    book = rectification_form(desk.plan, desk.plan.branches[0], known)
    desk.put_book("r.xlsx", book, {("rectification", 0, "cause"): "学习少"} | answers)
    return desk.check()


def proposed_for_no_level(desk):
    """Propose another level for somebody probationary."""
    given = plan_rows_of(2, 3)
    given[1]["members"][2]["category"] = "probationary"
    desk.put_plan(given)
    desk.put_form("f.xlsx", {("member_organisation", 1, "override"): "优秀"}, plan=plan_of(given))
    return desk.check()


def decided(desk, rows, *, rated=False):
    """Send a 评选表彰表 with decisions, beside low marks if asked for: sheet, and each row's values by column."""
    settings, listed = plan_rows_of(2, 3)
    listed["members"][2]["category"] = "probationary"
    desk.put_plan((settings, listed))
    plan = plan_of((settings, listed))
    answers = {
        (sheet, index, key): value
        for sheet, entries in rows.items()
        for index, entry in enumerate(entries)
        for key, value in entry.items()
    }
    desk.put_book("c.xlsx", commendation_form(plan), answers)
    if rated:
        form = evaluation_form(plan, plan.branches[0])
        desk.put_book("e.xlsx", form, complete(form))
    return desk.check()


def there_later(desk):
    """Object to the results of somebody who comes in the next stage only."""
    settings, listed = plan_rows_of(2, 3)
    listed["members"][2]["start"] = date(2023, 7, 1)
    desk.put_plan((settings, listed))
    objection = OBJECTION | {"subject": "孙某丙（0103）"}
    answers = {("objections", 0, key): value for key, value in objection.items()}
    desk.put_book("c.xlsx", commendation_form(plan_of((settings, listed))), answers)
    return desk.check()


def recommended(desk, number):
    """Recommend so many members of a branch in which all who are rated get all stars, for one place."""
    settings, listed = plan_rows_of(1, 4)
    given = settings | {"threshold": 0, "places_member": 1}, listed
    desk.put_plan(given)
    plan = plan_of(given)
    form = evaluation_form(plan, plan.branches[0])
    desk.put_book("e.xlsx", form, complete(form))
    said = {"decision": "同意推荐", "document": "联党纪要〔2023〕5号"}
    who = ("钱某乙（0102）", "孙某丙（0103）")[:number]
    answers = {
        ("recommendations", row, key): value
        for row, subject in enumerate(who)
        for key, value in {"subject": subject, **said}.items()
    }
    desk.put_book("c.xlsx", commendation_form(plan), answers)
    return desk.check()


def closed_case(desk, **changes):
    """Send a 整改表 about 赵某甲, and a 评选表彰表 that closes a case."""
    rectified(desk, {})
    said = {
        "number": "1-0101",
        "verdict": "同意销号",
        "reason": "复查达标",
        "document": "联党发4号",
    } | changes
    answers = {("closings", 0, key): value for key, value in said.items() if value}
    desk.put_book("c.xlsx", commendation_form(desk.plan), answers)
    return desk.check()


VETO = {
    "subject": "赵某甲（0101）",
    "situation": "发生安全责任事故",
    "document": "联党发1号",
    "day": date(2023, 6, 1),
}
RECOMMENDED = {"subject": "赵某甲（0101）", "decision": "同意推荐", "document": "联党纪要〔2023〕5号"}
COMMENDED = {"subject": "赵某甲（0101）", "honour": "教学名师", "merit": "家访", "decision": "同意表彰"}
OBJECTION = {
    "subject": "赵某甲（0101）",
    "raised": "家访次数多报了",
    "inquiry": "走访了两户",
    "conclusion": "成立",
    "document": "联党发3号",
}
OVERRIDE = {"subject": "赵某甲（0101）", "level": "优秀", "reason": "支教一年", "document": "联党发2号"}
VOTES = {("member_peer", 0, "loyal.approve"): 8}
KEPT = {("fulfilment", 0, "state"): "已兑现"}


def only(entry, **changes):
    return {key: value for key, value in (entry | changes).items() if value is not None}


def changed_since(desk, row, name):
    """Send a form that was issued before somebody got another name in the plan."""
    settings, rows = plan_rows_of(2, 3)
    rows["members"] = [*rows["members"][:row], rows["members"][row] | name, *rows["members"][row + 1 :]]
    desk.put_plan((settings, rows))
    desk.put_form("f.xlsx", meetings())
    return desk.check()


def joined_since(desk):
    """Send a form that was issued before somebody came into the plan."""
    settings, rows = plan_rows_of(2, 3)
    rows["members"].append(rows["members"][1] | {"code": "0104", "name": "冯某九"})
    desk.put_plan((settings, rows))
    desk.put_form("f.xlsx", meetings())
    return desk.check()


def star_added(desk):
    """Send a form that was issued before a star came into the plan."""
    settings, rows = plan_rows_of(2, 3)
    rows["stars"].append(rows["stars"][-1] | {"key": "new", "name": "创新创造星"})
    desk.put_plan((settings, rows))
    desk.put_form("f.xlsx", meetings())
    return desk.check()


def rated_twice(desk, branch):
    """Send a form that was issued before somebody moved, and the other branch's, issued after; today's may be a third."""
    settings, rows = plan_rows_of(3, 3)
    first = plan_of((settings, rows))
    issued = replace(first, members=(replace(first.members[1], name="冯某九"), *first.members[2:]))
    moved = [rows["members"][1] | {"branch": of["name"], "name": "冯某九"} for of in (rows["branches"])]
    rows["members"][1] = moved[1]
    there = plan_of((settings, rows))
    rows["members"][1] = moved[branch]
    desk.put_plan((settings, rows))
    marks = {("member_self", row, "loyal"): 9 for row in range(4)}
    desk.put_form("f.xlsx", marks, plan=issued)
    desk.put_form("g.xlsx", marks, branch=1, plan=there)
    return desk.check()


def launched_later(desk):
    """Send a 动员部署表 that says that the meeting was on a day that is still to come."""
    settings, rows = plan_rows_of(2, 3)
    desk.put_plan((settings | {"launch_form": "yes"}, rows))
    book = launch_form(small_plan(2, 3, launch_form="yes"), desk.plan.branches[0])
    desk.put_book("f.xlsx", book, {("launch", 0, "day"): date(2023, 6, 28)})
    return desk.check()


REGISTERS: dict[str, Callable] = {
    "X155": launched_later,
    "C129": lambda desk: pledge_form_says(
        desk, {("announcement", 0, "branch_how"): "公开栏", ("announcement", 0, "member_how"): "撤回"}
    ),
    "C122": lambda desk: pledge_form_says(
        desk,
        {
            ("branch_pledges", 1, key): value
            for key, value in (
                ("star", "政治可靠忠诚星"),
                ("area", "理论学习"),
                ("text", "每月集中学习一次"),
            )
        },
    ),
    "R111": lambda desk: pledge_form_says(desk, {("branch_pledges", 0, "number"): "1-0101-1"}),
    "R118": lambda desk: evaluated_again(
        desk,
        {("member_self", 0, "loyal"): 9},
        {("member_self", 1, "loyal"): "作废", ("member_self", 1, "study"): 8},
    ),
    "R123": lambda desk: evaluated_again(
        desk, {("member_self", 0, "loyal"): 9}, {("member_self", 0, "study"): "撤回"}
    ),
    "R112": lambda desk: decided(desk, {"overrides": [only(OVERRIDE, document=None)]}),
    "R119": lambda desk: decided(desk, {"vetoes": [only(VETO, document="见附件")]}),
    "R113": lambda desk: rectified(desk, {("rectification", 0, "number"): "1-0102"}),
    "R114": lambda desk: changed_since(desk, 1, {"name": "钱某一"}),
    "P139": star_added,
    "R115": joined_since,
    "X132": lambda desk: rated_twice(desk, 2),
    "X143": lambda desk: rated_twice(desk, 1),
    "R116": lambda desk: changed_since(desk, 1, {"name": "冯九"}),
    "C116": lambda desk: pledge_form_says(desk, {("branch_pledges", 1, "text"): "每周听课"}),
    "R110": lambda desk: decided(desk, {"overrides": [only(OVERRIDE, subject=None)]}),
    "S106": lambda desk: before_due(desk, {("member_self", 0, "loyal"): 9}),
    "F144": lambda desk: before_due(desk, {}),
    "X107": lambda desk: decided(desk, {"vetoes": [only(VETO, situation=None)]}),
    "X133": lambda desk: decided(desk, {"overrides": [only(OVERRIDE, document="不同意")]}),
    "X108": lambda desk: decided(desk, {"overrides": [OVERRIDE, only(OVERRIDE, level="合格")]}),
    "X109": lambda desk: decided(desk, {"overrides": [only(OVERRIDE, level="先进")]}),
    "X110": lambda desk: decided(desk, {"overrides": [only(OVERRIDE, subject="孙某丙（0103）")]}),
    "X149": proposed_for_no_level,
    "X111": lambda desk: decided(desk, {"vetoes": [VETO], "overrides": [OVERRIDE]}),
    "X147": lambda desk: decided(desk, {"objections": [only(OBJECTION, document=None)]}),
    "R131": there_later,
    "X148": lambda desk: decided(desk, {"objections": [OBJECTION]}),
    "X150": lambda desk: closed_case(desk, number="1-0103"),
    "X151": lambda desk: closed_case(desk, document=None),
    "X137": lambda desk: decided(desk, {"vetoes": [VETO], "commendations": [COMMENDED]}),
    "X157": lambda desk: decided(desk, {"recommendations": [RECOMMENDED]}),
    "X158": lambda desk: recommended(desk, 2),
    "R125": lambda desk: decided(
        desk, {"commendations": [COMMENDED | {"subject": "钱某乙（0102）"}]}, rated=True
    ),
    "X112": lambda desk: pledges_kept(desk, KEPT, cell("践诺情况", "H5", "1-01-9")),
    "C124": lambda desk: pledges_kept(desk, KEPT, cell("践诺情况", "D5", "上阶段")),
    "X136": lambda desk: pledges_kept(desk, KEPT, put_away=True),
    "X113": lambda desk: pledges_kept(desk, KEPT, cell("践诺情况", "C5", "每月集中学习两次")),
    "X114": lambda desk: pledges_kept(desk, {("fulfilment", 0, "state"): "未兑现"}),
    "X115": lambda desk: pledge_form_says(
        desk, {("baseline", 1, "problems"): "学习不够", ("baseline", 1, "star1"): "政治可靠忠诚星"}
    ),
    "X116": lambda desk: pledge_form_says(desk, {}),
    "X117": lambda desk: form_findings(desk, {}, None),
}

ZIP_OF_NOTHING = b"PK\x05\x06" + b"\0" * 18


def linked(desk):
    """Link a cell to another workbook, with a value cached, as Excel writes it."""
    desk.put_plan()
    desk.put_form("f.xlsx", None, cell("党员自评", "C5", 9))
    path = desk.root / "inbox" / "f.xlsx"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = next(name for name, data in parts.items() if b'<c r="C5" t="n"><v>9</v></c>' in data)
    link = b'<c r="C5"><f>[1]Sheet1!$A$1</f><v>9</v></c>'
    parts[name] = parts[name].replace(b'<c r="C5" t="n"><v>9</v></c>', link)
    parts["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"
    with zipfile.ZipFile(path, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return desk.check()


def sound_form(desk) -> bytes:
    return plain_file(evaluation_form(desk.plan, desk.plan.branches[0]))


def with_macros(desk):
    parts = parts_of(sound_form(desk))
    return file_findings(desk, "f.xlsm", zipped(parts | {"xl/vbaProject.bin": b"x"}))


def opened_with_password(desk):
    desk.put_plan()
    (desk.root / "inbox" / "f.xlsx").write_bytes(encrypted(sound_form(desk), "open sesame"))
    (desk.root / "passwords.txt").write_text("wrong\nopen sesame\n", encoding="utf-8")
    keys = str(desk.root / "passwords.txt")
    return desk.run("check", str(desk.root), "--as-of", AS_OF, "--password-file", keys)


def no_passwords(desk):
    desk.put_plan()
    return desk.run("check", str(desk.root), "--password-file", str(desk.root / "nothing.txt"))


def uncoded(desk, *command, lock=""):
    """Run a command on a plan in which a member has no code, open somewhere if it is to be."""
    desk.put_plan(answers=PLANS["P114"])
    if lock:
        (desk.root / lock).write_bytes(b"x")
    return desk.run(*command, str(desk.root))


def not_to_return(desk):
    file_findings(desk, "f.xlsx", b"PK\x03\x04broken")
    return desk.run("mail", "returns", str(desk.root), "--as-of", AS_OF)


def broken_plan(desk):
    desk.put_plan()
    (desk.root / "plan.xlsx").write_bytes(b"PK\x03\x04broken")
    return desk.check()


def without_an_inbox(desk):
    desk.put_plan()
    desk.check()
    shutil.rmtree(desk.root / "inbox")
    return desk.check()


def rolled_up(desk):
    desk.put_plan()
    return desk.run("rollup", str(desk.root), "-o", str(desk.root / "up.xlsx"))


def before_the_evaluation(desk):
    desk.put_plan(answers={("campaign", 0, "step"): "公开承诺"})
    return desk.run("status", str(desk.root), "--text", "--as-of", AS_OF)


def cell_twice(desk):
    desk.put_form("f.xlsx", {("member_self", 0, "loyal"): 9})
    parts = parts_of((desk.root / "inbox" / "f.xlsx").read_bytes())
    one = b'<c r="C5" t="n"><v>9</v></c>'
    name = next(name for name, data in parts.items() if one in data)
    return file_findings(
        desk, "f.xlsx", zipped(parts | {name: parts[name].replace(one, one + one.replace(b"9", b"8"))})
    )


OTHERS: dict[str, Callable] = {
    "O101": lambda desk: desk.run("merge", str(desk.root)),
    "O216": lambda desk: desk.run("merge", str(desk.root / "没有这个")),
    "O102": lambda desk: with_plan(desk, "init", str(desk.root)),
    "O190": lambda desk: selected_in_the_end(desk, 0),
    "O191": lambda desk: selected_in_the_end(desk, 1000),
    "O103": unreadable,
    "O104": lambda desk: with_plan(desk, "merge", str(desk.root)),
    "O105": lambda desk: with_plan(desk, "forms", str(desk.root), "--step", "launch"),
    "O106": lambda desk: desk.run("explain", "Z999"),
    "O107": lambda desk: desk.run("check", str(desk.root / "nothing.xlsx")),
    "O108": lambda desk: with_plan(desk, "merge", str(desk.root), "--stage", "9"),
    "O109": strict,
    "O110": over_input,
    "O111": lambda desk: asked_why(desk, "赵某"),
    "O112": lambda desk: asked_why(desk, "赵某甲"),
    "O113": lambda desk: asked_why(desk, "0101", "政治可靠忠诚星"),
    "O114": locked,
    "O116": lambda desk: (desk.put_form("f.xlsx"), desk.run("sample", str(desk.root)))[1],
    "P107": empty_list,
    "P120": many_grades,
    "P148": extended_once_gone,
    "P135": lambda desk: plan_answers(desk, change=lambda rows: rows.update(extensions=[OF_NO_FORM])),
    "F101": lambda desk: file_findings(desk, "f.xlsx", b"%PDF-1.7"),
    "F102": lambda desk: file_findings(desk, "f.xlsx", encrypted(sound_form(desk), "open sesame")),
    "F103": lambda desk: file_findings(desk, "f.xlsx", b"PK\x03\x04" + b"\0" * 40),
    "F104": too_many_cells,
    "F105": lambda desk: file_findings(desk, "f.xlsx", plain_file(plan_book(*plan_rows_of()))),
    "F106": other_campaign,
    "F107": other_stage,
    "F108": no_unit,
    "F109": crashed,
    "F110": lambda desk: file_findings(desk, "Thumbs.db", b"x"),
    "F111": other_plan,
    "F133": put_aside,
    "F134": lambda desk: file_findings(desk, ".f.xlsx.icloud", b"bplist00"),
    "F135": lambda desk: file_findings(desk, "f.xlsx.opdownload", b"PK\x03\x04" + b"\0" * 40),
    "F136": lambda desk: file_findings(desk, "f.url", b"[InternetShortcut]\nURL=https://example.org"),
    "F137": lambda desk: put_aside(desk, ".stversions"),
    "F138": lambda desk: file_findings(
        desk, "f.eml", mail_of(("f.xlsx", sound_form(desk)), ("f.pdf", b"%PDF-1.7"))
    ),
    "O201": lambda desk: (desk.put_form("f.xlsx"), file_findings(desk, "IMG_1.jpg", b"\xff\xd8\xff\xe0"))[1],
    "F139": lambda desk: file_findings(
        desk, "f.zip", zip_of({f"f/{name}": part for name, part in parts_of(sound_form(desk)).items()})
    ),
    "F112": by_code,
    "F113": lambda desk: (desk.put_form("x.xlsx"), file_findings(desk, "~$x.xlsx", b"x"))[1],
    "F114": lambda desk: file_findings(desk, "f.xls", b'<?mso-application progid="Excel.Sheet"?>'),
    "F115": withheld,
    "F116": lambda desk: file_findings(desk, "f.zip", zip_of({"a.xlsx": b"x"})[:20]),
    "F117": lambda desk: file_findings(desk, "f.zip", patched(zip_of({"a.xlsx": b"x"}), 8, 1)),
    "F118": lambda desk: file_findings(
        desk, "f.zip", zip_of({"2.zip": zip_of({"3.zip": zip_of({"a.xlsx": b"x"})})})
    ),
    "F119": lambda desk: file_findings(desk, "f.zip", zip_of({"a.xlsx": b"\0" * (11 << 20)})),
    "F127": lambda desk: file_findings(desk, "f.eml", mail_of()),
    "F128": lambda desk: file_findings(desk, "f.eml", mail_of(("winmail.dat", b"\x78\x9f\x3e\x22"))),
    "F129": lambda desk: file_findings(desk, "f.eml", mail_of(("smime.p7s", b"x"))),
    "F130": lambda desk: form_findings(desk, {}, stated("format", 99)),
    "F131": others_people,
    "F132": lambda desk: form_findings(
        desk, {}, lambda book: put_code(book, pledge_form(desk.plan, desk.plan.branches[1]))
    ),
    "F120": with_macros,
    "F121": lambda desk: file_findings(desk, "f.xls", sound_form(desk)),
    "F122": lambda desk: file_findings(
        desk, "f.xlsb", xlsb_of(write_plain(evaluation_form(desk.plan, desk.plan.branches[0])))
    ),
    "F123": opened_with_password,
    "O119": no_passwords,
    "O202": not_to_return,
    "O203": broken_plan,
    "O206": before_the_evaluation,
    "O204": without_an_inbox,
    "O205": rolled_up,
    "O120": lambda desk: uncoded(desk, "forms"),
    "O121": lambda desk: uncoded(desk, "plan", "upgrade", lock="~$plan.xlsx"),
    "O122": changed_form,
    "O123": nowhere_to_keep,
    "O124": lambda desk: with_bounds(desk, _LONG=0),
    "O125": lambda desk: with_bounds(desk, LAST_ROW=20),
    "O126": with_an_outbox,
    "O127": with_a_stray_folder,
    "S110": cell_twice,
    "R105": namesakes,
    "R117": pasted_roster,
    "C108": covered_value,
    "C111": grades_short,
    "C128": lambda desk: ballots(
        desk, lambda number, code: None if code == f"010{number + 1}" else "同意", valid=2, entered=2
    ),
    "C132": voted_unread,
    "C133": abstentions_uncounted,
    "S116": scale_changed,
    "X144": points_changed,
    "C114": linked,
    "B101": four_alike,
    "B102": four_alike,
    "B103": lambda desk: ballots(desk, lambda *_: "同意", voters=True),
    "B104": lambda desk: ballots(desk, lambda *_: "同意", valid=2),
    "B105": lambda desk: ballots(desk, lambda *_: "同意"),
    "B107": ballot_unnumbered,
    "B108": several_voters,
    "C143": several_voters,
    "B109": lambda desk: ballots(desk, lambda *_: "同意", identical_ballots="once"),
    "B110": lambda desk: ballots(desk, lambda *_: "同意", uniform_ballots="aside"),
    "C123": lambda desk: ballots(desk, lambda *_: "同意", voters="0109"),
    "B106": lambda desk: ballots(desk, lambda number, _: "同意" if number > 1 else "不同意"),
    "X101": lambda desk: form_findings(desk, {}, None),
    "X134": lambda desk: file_findings(desk, ".01-评议表.xlsx.icloud", b"bplist00"),
    "X102": lambda desk: two_versions(desk, tie=False, change=None),
    "X120": nothing_accepted,
    "X121": lower_number_later,
    "R128": lambda desk: evaluated_again(
        desk, {("member_organisation", 0, "override"): "优秀"}, {("member_organisation", 0, "opinion"): "好"}
    ),
    "X122": lambda desk: evaluated_again(
        desk, {("member_self", 0, "loyal"): 9}, {("member_self", 1, "loyal"): 8}
    ),
    "X123": gone,
    "X146": put_right,
    "X145": lambda desk: again(
        desk, commendation_form, {("vetoes", 0, key): value for key, value in VETO.items()}, {}
    ),
    "X138": restated,
    "X141": as_it_was_issued,
    "X142": lambda desk: as_it_was_issued(desk, number=3),
    "X139": lambda desk: again(
        desk,
        lambda plan: pledge_form(plan, plan.branches[0]),
        {("member_pledges", 0, "text"): "每月听课两节"},
        {("member_pledges", 0, "text"): "照顾生病学生"},
    ),
    "F140": code_exchanged,
    "X124": lambda desk: pledged_again(desk, [("赵某甲", "听课")], [("赵某甲", "每周听课")]),
    "X125": lambda desk: evaluated_again(
        desk,
        {("member_self", 0, "loyal"): 9, ("member_self", 0, "study"): 9},
        {("member_self", 0, "loyal"): 9},
    ),
    "X126": lambda desk: again(
        desk,
        lambda plan: pledge_form(plan, plan.branches[0]),
        {("baseline", 1, "problems"): "学得少", ("baseline", 1, "star1"): "好学上进星"},
        {("baseline", 1, "problems"): "学得少"},
    ),
    "X127": lambda desk: decided_again(desk, level="合格", reason=None),
    "X128": lambda desk: decided_again(desk, document="撤销，联党发〔2023〕12号"),
    "X168": lambda desk: decided_again(desk, document="撤销"),
    "X129": lambda desk: decided_again(desk, subject="钱某乙（0102）", document="撤回"),
    "X130": lambda desk: evaluated_again(desk, meetings() | VOTES, meetings(valid=8)),
    "X140": counted_otherwise,
    "X131": lambda desk: evaluated_again(
        desk, meetings() | VOTES, {("meeting", 0, "teller"): "作废（重新测评）"}
    ),
    "X103": lambda desk: two_versions(desk, tie=True, change={"a.xlsx": 8, "b.xlsx": 9}),
    "X104": lambda desk: two_versions(desk, tie=True, change={"a.xlsx": 8, "b.xlsx": 8}),
    "X118": lambda desk: (desk.put_plan(), desk.put_late("f.xlsx"), desk.check())[2],
    "X119": weight_changed,
    "X106": lambda desk: (desk.put_plan(), desk.run("check", str(desk.root), "--as-of", "2023-02-01"))[1],
}


def lists_of(code):
    """Return the lists that a finding names, in full."""
    rule = rule_of(code)
    assert rule is not None
    return [words.en for key, words in LISTS.items() if f"{{{key}}}" in rule.says.en + rule.fix.en]


_CODES = [
    # what a worker dies of or fails with must not reach the test
    pytest.param(rule.code, marks=pytest.mark.isolated) if rule.code in {"F109", "F122"} else rule.code
    for rule in RULES
]


@pytest.fixture(scope="module", params=_CODES)
def triggered(request, tmp_path_factory):
    """A rule's code, the campaign that triggers it, and what the program said."""
    code, desk = request.param, Desk(tmp_path_factory.mktemp(request.param) / "campaign")
    if code in PLANS:
        return code, desk, plan_answers(desk, PLANS[code])
    if code in FORMS:
        return code, desk, form_findings(desk, *FORMS[code])
    return (
        code,
        desk,
        (OTHERS | REGISTERS | MAILINGS | SEALS | LEVELS | EDITS | CLUSTERS | EXPORTS)[code](desk),
    )


def test_every_rule_is_triggered(triggered):
    code, _, said = triggered
    assert f"  {code}  " in said
    assert "{" not in said
    assert "  ?" not in said
    assert [words for words in lists_of(code) if words not in said] == []


def accounts_of(desk):
    """Each form's name, how many cells its account rejects, and the cells that declared rules take out."""
    passwords = ("open sesame",)
    plan = build_plan(take_plan(read_envelope("plan.xlsx", desk.root / "plan.xlsx"), PlanTerms())[0])
    envelopes = [read_envelope(path.name, path) for path in (desk.root / "inbox").iterdir() if path.is_file()]
    intakes = [take_in(envelope, plan, passwords) for envelope in envelopes]
    taken = [intake.submission for intake in intakes if intake.submission]
    merged = merge_stage(taken, plan, 1, date.fromisoformat(AS_OF))
    found = [*merged.findings, *(finding for intake in intakes for finding in intake.findings)]
    for envelope, intake in zip(envelopes, intakes, strict=True):
        if intake.submission and intake.submission.identity.stage == 1:
            book = form_for(desk.printed or plan, intake.submission.identity)
            draft, _ = read_book(read_workbook(guard(envelope, passwords)), book, envelope.name)
            yield envelope.name, merged.ledger.cells[envelope.name], rejected_cells(draft, book, found)


def test_an_account_rejects_just_what_declared_rules_take_out(triggered):
    code, desk, _ = triggered
    if code[0] in "OP" or code in {*PLANS, *LEVELS} or rule_of(code).rejects is Rejects.FILE:
        return  # nothing was counted
    if code in EXPORTS:
        return  # no form: what it takes out is counted by hand in test_online
    for file, cells, declared in accounts_of(desk):
        assert (file, cells.rejected) == (file, len(declared)), declared


@pytest.mark.parametrize(
    ("answers", "taken_out"),
    [
        ({("meeting", 0, "valid"): None}, 2),  # the votes that go by them
        ({("meeting", 0, "valid"): "九"}, 0),  # a numeral is as good
        ({("meeting", 0, "valid"): "很多"}, 3),
        ({("meeting", 0, "teller"): None}, 0),
        ({("member_peer", 0, "base"): "很多"}, 3),
        ({("member_peer", 0, "base"): 10}, 3),
        ({("member_peer", 0, "attended"): "也许"}, 3),
        ({("member_peer", 0, "loyal.approve"): "很多"}, 1),
    ],
)
def test_what_goes_by_a_rejected_cell_is_rejected_with_it(desk, answers, taken_out):
    votes = {("member_peer", 0, "loyal.approve"): 5, ("member_peer", 0, "study.approve"): 5}
    form_findings(desk, meetings() | votes | answers, None)
    [(_, cells, declared)] = accounts_of(desk)
    assert cells.rejected == len(declared) == taken_out


def test_as_many_as_there_are_places_may_be_recommended(desk):
    said = recommended(desk, 1)
    assert "X157" not in said
    assert "X158" not in said
