"""Results by mail: as they stood in the last summary, to each branch its own, and what is open is said."""

import email
import zipfile
from datetime import date
from email import policy
from io import BytesIO

import openpyxl
import pytest
from commands.test_rows import row
from desks import Desk
from filled import complete
from plain import plain_file

from xlcampaign.layout.forms import assessment_form, commendation_form, evaluation_form

FIRST, SECOND = "01-甲一完小党支部", "02-甲二完小党支部"
NAME = "{}-评议结果-第一阶段（结果，只发本支部）.xlsx"


class Office(Desk):
    """A campaign of two branches that are rated."""

    def __init__(self, root):
        super().__init__(root, 2)

    @property
    def place(self):
        return self.root / "send" / "stage-1"

    def rate(self):
        for branch in range(2):
            self.receive(branch)
        book = assessment_form(self.plan, None)
        answers = {key: value for key, value in complete(book).items() if value is not None}
        (self.root / "inbox" / "00.xlsx").write_bytes(plain_file(book, answers, "2023-04-20T08:00:00Z"))

    def decide(self, **decision):
        book = commendation_form(self.plan, None)
        given = {"situation": self.plan.vetoes[0].name, "document": "联校纪要 7 号", "day": date(2023, 6, 10)}
        answers = row("vetoes", 0, **given | decision)
        (self.root / "inbox" / "decided.xlsx").write_bytes(plain_file(book, answers, "2023-06-20T08:00:00Z"))

    def merge(self, day="2023-06-26"):
        assert self.run("merge", self.root, "--as-of", day).exit_code in {0, 1}

    def mail(self, *words, code=0, day="2023-07-03"):
        result = self.run("mail", "results", self.root, "--as-of", day, *words)
        assert result.exit_code == code, result.output
        return result.output

    def workbook(self, unit):
        return self.place / unit / NAME.format(unit)

    def texts(self, unit):
        book = openpyxl.load_workbook(self.workbook(unit))
        return [
            str(c.value) for sheet in book for line in sheet.iter_rows() for c in line if c.value is not None
        ]

    def attached(self, unit):
        data = (self.place / unit / f"{unit}-发结果.eml").read_bytes()
        mail = email.message_from_bytes(data, policy=policy.default)
        return {part.get_filename(): part.get_content() for part in mail.iter_attachments()}


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path / "campaign")


def test_each_branch_gets_its_own_workbook_and_no_other(office):
    office.rate()
    office.merge()
    said = office.mail()
    assert "写了 2 封" in said
    assert not [code for code in ("O150", "O151", "O152", "O153", "O182") if code in said]
    for unit, other in ((FIRST, "甲二"), (SECOND, "甲一")):
        assert office.attached(unit) == {NAME.format(unit): office.workbook(unit).read_bytes()}
        with zipfile.ZipFile(BytesIO(office.workbook(unit).read_bytes())) as package:
            assert [n for n in package.namelist() if other in package.read(n).decode("utf-8")] == []
    members = [member.name for member in office.plan.members_in("01")]
    assert openpyxl.load_workbook(office.workbook(FIRST)).sheetnames == ["结果反馈单", *members]
    assert office.attached(FIRST).keys() == {NAME.format(FIRST)}
    text = (office.place / FIRST / f"{FIRST}-发结果.txt").read_text("utf-8-sig")
    assert NAME.format(FIRST) in text
    assert "{" not in text


def test_results_are_told_as_they_stood_in_the_last_summary_whatever_day_it_is(office):
    office.rate()
    office.merge("2023-06-26")
    office.mail(day="2023-07-03")
    before = {path: path.read_bytes() for path in office.place.rglob("*") if path.is_file()}
    assert any("截至 2023-06-26" in text for text in office.texts(FIRST))
    office.mail(day="2023-08-09")
    assert {path: path.read_bytes() for path in office.place.rglob("*") if path.is_file()} == before


def test_before_a_summary_no_result_is_told(office):
    office.rate()
    assert "O151" in office.mail()
    texts = office.texts(FIRST)
    assert "待会议研究" in texts
    assert not {"★", "☆"} & set(texts)
    office.merge()
    assert "O151" not in office.mail()
    assert {"★", "☆"} & set(office.texts(FIRST))


@pytest.mark.parametrize("change", ["a form", "a corrected form", "the plan"])
def test_what_changed_since_the_summary_is_told_to_nobody_before_it_is_in_a_summary(office, change):
    office.rate()
    office.merge()
    office.mail()
    before = office.workbook(FIRST).read_bytes()
    if change == "a form":
        office.decide(subject="钱某乙（0102）")
    elif change == "a corrected form":
        office.receive(0, {("member_self", 1, "loyal"): 2, ("start", 0, "version"): 2}, "again.xlsx")
    else:
        book = openpyxl.load_workbook(office.root / "plan.xlsx")
        book["支部"]["A200"] = " "
        book.save(office.root / "plan.xlsx")
    assert "O152" in office.mail(code=3)
    assert office.workbook(FIRST).read_bytes() == before
    office.merge()
    assert "O152" not in office.mail()


def test_what_is_no_form_of_the_campaign_and_what_lies_in_other_places_changes_nothing(office):
    office.rate()
    office.merge()
    (office.root / "inbox" / "说明.txt").write_text("好", "utf-8")
    assert "O152" not in office.mail()


def test_a_summary_that_was_put_somewhere_else_is_one_too(office, tmp_path):
    office.rate()
    office.run("merge", office.root, "--as-of", "2023-06-26", "-o", tmp_path / "other.xlsx")
    assert "O151" not in office.mail()


def test_what_nobody_can_read_of_the_last_summary_is_none(office):
    office.rate()
    office.merge()
    kept = office.root / ".xlcampaign" / "summarised-stage-1.json"
    for text in ("", "[]", "{}", '{"as_of": "heute", "made_from": ""}', '{"as_of": 3, "made_from": ""}'):
        kept.write_text(text, "utf-8")
        assert "O151" in office.mail()


def test_who_waits_for_a_decision_is_named_and_the_page_says_so(office):
    proposed = {("member_organisation", 0, "veto"): office.plan.vetoes[0].name}
    office.rate()
    office.receive(0, proposed | {("member_organisation", 0, "reason"): "漏锁门"})
    office.merge()
    said = office.mail()
    assert "O150" in said
    assert "1 个" in said
    assert "钱某乙" in said
    assert any(text.startswith("待会议研究") for text in office.texts(FIRST))
    assert not any("待会议研究" in text for text in office.texts(SECOND))
    office.decide(subject="钱某乙（0102）")
    office.merge()
    assert "O150" not in office.mail()
    assert any("否决：" in text for text in office.texts(FIRST))
    assert not any("否决" in text for text in office.texts(SECOND))


@pytest.mark.parametrize("subject", ["某人", "第三个人"])
def test_a_decision_on_nobody_knows_whom_is_said(office, subject):
    office.rate()
    office.decide(subject=subject)
    office.merge()
    assert "O153" in office.mail()


def test_where_nobody_is_rated_there_is_nothing_to_send_and_what_was_told_is_taken_away(office):
    assert "没有要发的结果" in office.mail()
    assert not office.place.exists()
    office.rate()
    office.mail()
    changed = office.workbook(SECOND)
    book = openpyxl.load_workbook(changed)
    book["结果反馈单"]["A1"] = "我改过的"
    book.save(changed)
    for form in (office.root / "inbox").iterdir():
        form.unlink()
    assert "O122" in office.mail()
    [kept] = office.place.rglob("*（结果*.xlsx")
    assert "手工改过" in kept.name
    assert list(office.place.rglob("*.eml")) == []


def test_what_somebody_changed_is_kept_aside_and_mailed_to_nobody(office):
    office.rate()
    office.merge()
    office.mail()
    book = openpyxl.load_workbook(office.workbook(FIRST))
    book["结果反馈单"]["A1"] = "我改过的"
    book.save(office.workbook(FIRST))
    assert "O122" in office.mail()
    assert office.attached(FIRST).keys() == {NAME.format(FIRST)}
    assert "我改过的" not in office.texts(FIRST)


def test_a_branch_that_sent_nothing_is_told_so(office):
    office.receive(0)
    office.merge()
    office.mail()
    assert any(text.startswith("暂未评星") for text in office.texts(SECOND))


def unread(office, branch):
    office.receive(branch).write_bytes(b"PK\x03\x04")


def nothing_on_it(office, branch):
    book = evaluation_form(office.plan, office.plan.branches[branch])
    (office.root / "inbox" / f"{branch}.xlsx").write_bytes(plain_file(book))


@pytest.mark.parametrize("sends", [lambda *_: None, unread, nothing_on_it])
@pytest.mark.parametrize(("there", "lacking"), [(0, 1), (1, 0)])
def test_branches_without_any_result_are_named_to_whoever_sends_results(office, there, lacking, sends):
    office.receive(there)
    sends(office, lacking)
    office.merge()
    [said] = [line for line in office.mail().splitlines() if "O182" in line]
    assert office.plan.branches[lacking].name in said
    assert office.plan.branches[there].name not in said


def test_a_branch_with_a_result_on_a_single_star_has_one(office):
    office.receive(0)
    office.receive(1, {("member_self", 1, "loyal"): None})
    office.merge()
    assert "O182" not in office.mail()
    assert any(text.startswith("暂未评星") for text in office.texts(SECOND))


def test_forms_and_returns_are_mailed_without_results(office):
    office.rate()
    office.merge()
    office.run("forms", office.root)
    office.mail()
    office.run("mail", "forms", office.root)
    data = (office.place / FIRST / f"{FIRST}-发表格.eml").read_bytes()
    names = [
        p.get_filename() for p in email.message_from_bytes(data, policy=policy.default).iter_attachments()
    ]
    assert names
    assert not any("结果" in name for name in names)
    assert "没有要退回的" in office.run("mail", "returns", office.root).output
