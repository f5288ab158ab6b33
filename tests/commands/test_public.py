"""What is posted tells no level while a meeting has any to settle, nor about whom."""

import re
from zipfile import ZipFile

import openpyxl
import pytest
from commands.test_results import FIRST, SECOND, Office
from commands.test_rows import row
from plain import plain_file

from xlcampaign.layout.forms import commendation_form

HELD_BACK = "等次待会议研究后公布"
BOUNDS = {"优秀": (40, 100), "合格": (30, 40), "基本合格": (20, 30), "不合格": (0, 20)}
NUMBER = "联党发〔2023〕7号"


class Posting(Office):
    """A campaign whose plan lets every level be posted."""

    def __init__(self, root):
        super().__init__(root)
        book = openpyxl.load_workbook(root / "plan.xlsx")
        for line in book["等次"].iter_rows(min_row=5, max_row=4 + len(self.plan.levels)):
            line[4].value = "是"
        book.save(root / "plan.xlsx")

    def limit(self):
        """Let every member reach the highest level, and leave one place for every two, who are all alike."""
        book = openpyxl.load_workbook(self.root / "plan.xlsx")
        for line in book["等次"].iter_rows(min_row=5):
            if line[1].value in BOUNDS:
                line[2].value, line[3].value = BOUNDS[line[1].value]
        [cell] = [c for [c] in book["活动"].iter_rows(max_col=1) if str(c.value).startswith("优秀名额")]
        cell.offset(column=1).value = 2
        book.save(self.root / "plan.xlsx")

    def settle(self, name, answers, day=20):
        """Put a 评选表彰表 into the inbox, saved on a day of June."""
        book = commendation_form(self.plan, None)
        saved = f"2023-06-{day}T08:00:00Z"
        (self.root / "inbox" / name).write_bytes(plain_file(book, answers, saved))

    def posted(self):
        """Return every part of the public workbook, as text."""
        with ZipFile(self.root / "summary" / "stage-1-public.xlsx") as package:
            return {name: package.read(name).decode() for name in package.namelist()}


@pytest.fixture
def office(tmp_path):
    office = Posting(tmp_path / "campaign")
    office.rate()
    return office


def levels_in(office):
    """Return the levels of the plan that stand in any part of the public workbook, and the sign of a changed one."""
    names = [level.name for level in office.plan.levels]
    shown = [re.sub(r"<[^>]*>", "\n", text) for text in office.posted().values()]
    return {name for name in (*names, "※") if any(name in text for text in shown)}


def veto(office, subject="钱某乙（0102）", **changes):
    given = {"subject": subject, "situation": office.plan.vetoes[0].name, "document": NUMBER}
    return row("vetoes", 0, **given | changes)


def override(level="合格", subject="钱某乙（0102）", **changes):
    given = {"subject": subject, "level": level, "reason": "支教一年", "document": NUMBER}
    return row("overrides", 0, **given | changes)


def proposed_veto(office):
    told = row("member_organisation", 0, veto=office.plan.vetoes[0].name, reason="漏锁门")
    office.receive(0, told)


def proposed_level(office):
    office.receive(0, row("member_organisation", 0, override="合格", reason="漏锁门"))


def proposed_about_the_branch(office):
    office.settle("c.xlsx", veto(office, "甲一完小党支部", document="待定"))


def no_number_yet(office):
    office.settle("c.xlsx", veto(office, document="待定"))


def no_number_at_all(office):
    office.settle("c.xlsx", override(document=None))


def level_not_known(office):
    office.settle("c.xlsx", override("待定"))


def contradicting_levels(office):
    office.settle("c.xlsx", override("合格"))
    office.settle("d.xlsx", override("基本合格"))


def contradicting_situations(office):
    office.settle(
        "c.xlsx",
        veto(office) | row("vetoes", 1, subject="钱某乙（0102）", situation="不同意", document=NUMBER),
    )


def about_nobody_knows_whom(office):
    office.settle("c.xlsx", veto(office, "第三个人"))


def about_nobody_of_a_branch(office):
    office.settle("c.xlsx", veto(office, "甲一完小党支部 第三个人"))


def tied(office):
    office.limit()


OPEN = (
    proposed_veto,
    proposed_level,
    proposed_about_the_branch,
    no_number_yet,
    no_number_at_all,
    level_not_known,
    contradicting_levels,
    contradicting_situations,
    about_nobody_knows_whom,
    about_nobody_of_a_branch,
    tied,
)


def test_levels_that_are_all_settled_are_posted(office):
    office.merge()
    assert levels_in(office)
    assert not any(HELD_BACK in text for text in office.posted().values())


@pytest.mark.parametrize("leave_open", OPEN)
def test_while_any_level_is_open_no_part_of_what_is_posted_tells_one(office, leave_open):
    leave_open(office)
    office.merge()
    assert levels_in(office) == set()
    boards = [text for text in office.posted().values() if HELD_BACK in text]
    assert boards
    assert not any(NUMBER in text or "漏锁门" in text for text in office.posted().values())
    office.mail()
    assert "待会议研究" in [text for unit in (FIRST, SECOND) for text in office.texts(unit)]


@pytest.mark.parametrize(
    ("leave_open", "waiting"),
    [(about_nobody_knows_whom, {FIRST, SECOND}), (about_nobody_of_a_branch, {FIRST})],
)
def test_whose_level_waits_while_nobody_knows_whom_a_decision_is_about(office, leave_open, waiting):
    leave_open(office)
    office.merge()
    office.mail()
    assert {unit for unit in (FIRST, SECOND) if "待会议研究" in office.texts(unit)} == waiting


def test_a_tie_is_settled_by_whoever_gets_the_place_and_then_posted_as_it_is_told(office):
    office.limit()
    members = office.plan.members_in("01"), office.plan.members_in("02")
    raised = {}
    for index, (first, *_) in enumerate(members):
        given = override("优秀", f"{first.name}（{first.code}）")
        raised |= {(sheet, index, key): value for (sheet, _, key), value in given.items()}
    office.settle("c.xlsx", raised)
    office.merge()
    assert {"优秀", "合格", "※"} <= levels_in(office)
    assert "O150" not in office.mail()
    assert not any("待会议研究" in text for unit in (FIRST, SECOND) for text in office.texts(unit))
