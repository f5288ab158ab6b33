"""The state of a stage: every page and the terminal say the same of what came, what is due and what is known."""

from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pytest
from binaries import locked
from boxes import mail_of
from dear import mostly_slow
from filled import complete
from known import known_of
from plain import plain_file
from plans import plan_rows_of, small_plan

from xlcampaign.campaign import open_campaign, public_of
from xlcampaign.checks.inbox import check_received
from xlcampaign.commands.check import check_campaign
from xlcampaign.commands.merge import Options, make_summary
from xlcampaign.commands.progress import Unwatched
from xlcampaign.engine import Processes
from xlcampaign.layout.choices import FORM_STATES
from xlcampaign.layout.forms import evaluation_form, pledge_form
from xlcampaign.layout.plan import plan_book
from xlcampaign.model.briefing import WAITING, FormState
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import Identity
from xlcampaign.model.results import Receipt
from xlcampaign.tally.briefing import brief
from xlcampaign.tally.meetings import refused_meetings
from xlcampaign.words import Lang

PLAN = small_plan(2, 3)
FIRST, SECOND = PLAN.branches
MARCH, JUNE = date(2023, 3, 28), date(2023, 6, 1)
TITLES = {
    "X101": FormState.MISSING,
    "X106": FormState.NOT_DUE,
    "X134": FormState.AWAY,
    "F143": FormState.BLANK,
}


@pytest.fixture
def folder(tmp_path):
    """A campaign in which the first branch sent its pledges."""
    (tmp_path / "inbox").mkdir()
    (tmp_path / "plan.xlsx").write_bytes(plain_file(plan_book(*plan_rows_of(2, 3))))
    put(tmp_path, "p.xlsx", pledge_form(PLAN, FIRST))
    return tmp_path


def put(folder, name, book, change=None):
    answers = complete(book) | (change or {})
    (folder / "inbox" / name).write_bytes(plain_file(book, answers, "2023-03-20T08:00:00Z"))


def merged(folder, as_of):
    """Return the report, and all texts of summary and public workbook by sheet."""
    options = Options(None, as_of, None, strict=False, engine=Processes(1))
    target, report, _ = make_summary(open_campaign(folder), options, Unwatched())
    return report, texts_of(target), texts_of(public_of(target))


def _awaited(state):
    """What is not due yet is one note, whether its step has begun, or somebody was given longer."""
    return FormState.NOT_DUE if state in WAITING else state


def texts_of(path):
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        sheet.title: [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
        for sheet in book
    }


def test_before_anybody_was_rated_no_page_says_that_nobody_qualifies(folder):
    report, summary, public = merged(folder, MARCH)
    for texts in (*summary.values(), *public.values()):
        assert not any("没有符合推荐条件" in text or "没有党员定等次" in text for text in texts)
    for title in ("总览", "支部创星图板", "符合推荐条件名单", "整改名单", "会议议决", "权重试算"):
        assert "尚未评议" in summary[title][0]
    assert any("尚未评议，没有可以公示的名单" in text for text in public["公示"])
    assert any(text == "本阶段尚未评议。" for text in summary["总览"])
    assert [type(matter).__name__ for matter in brief(report).matters] == []
    assert "接下来：收齐评议的表，再汇总" in summary["总览"]


def test_forms_have_the_same_state_on_every_page_and_on_the_screen(folder):
    name = f"02-{SECOND.name}-评议表-第一阶段.xlsx"
    (folder / "inbox" / f".{name}.icloud").write_bytes(b"bplist00")
    for as_of in (MARCH, JUNE):
        report, summary, _ = merged(folder, as_of)
        found = check_campaign(open_campaign(folder), None, as_of, Processes(1), Unwatched()).findings
        said = sorted(TITLES[one.rule.code] for one in found if one.rule.code in TITLES)
        absent = sorted(_awaited(form.state) for form in brief(report).forms if not form.has_come)
        assert said == absent
        for form in brief(report).forms:
            assert FORM_STATES[form.state].zh in summary["报送情况"]
        assert FormState.AWAY in absent
        for finding in found:
            state = TITLES.get(finding.rule.code)
            assert state is None or finding.rule.title.zh == FORM_STATES[state].zh
    assert "02" not in brief(report).lacking(StepKey.EVALUATION)[FormState.MISSING]
    assert any(f"{SECOND.name}的表还没有下载" in text for text in summary["总览"])


UNTOUCHED = [{}, {("cover", 0, "version"): 2}, {("cover", 0, "filled_by"): "赵某甲"}]


@pytest.mark.parametrize("typed", mostly_slow(UNTOUCHED, UNTOUCHED[1]))
def test_a_form_that_came_back_as_it_was_issued_is_not_filled_in_on_every_page(typed, folder):
    form = evaluation_form(PLAN, SECOND)
    (folder / "inbox" / "e.xlsx").write_bytes(plain_file(form, typed))
    for as_of, code in ((MARCH, "F144"), (JUNE, "F143")):
        report, summary, _ = merged(folder, as_of)
        said = [(one.rule.code, one.place.sheet) for one in report.findings if one.place.file == "e.xlsx"]
        assert (code, "") in said
        assert {other for other, _ in said} <= {code, "F113", "X118"}
        assert "没有填" in summary["报送情况"]
        assert "0 / 2" in summary["总览"]
        assert not any("全部已报" in text for text in summary["总览"])
    assert any(f"{SECOND.name}评议表没有填，没有结果" in text for text in summary["总览"])


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"no workbook"])
def test_a_form_that_cannot_be_read_is_one_finding_and_named_where_its_form_stands(content, folder):
    name = f"02-{SECOND.name}-评议表-第一阶段.xlsx"
    (folder / "inbox" / name).write_bytes(content)
    report, summary, _ = merged(folder, JUNE)
    assert [one.rule.code for one in report.findings if one.is_error] == [
        one.rule.code for one in report.findings if one.place.file == name
    ]
    missing = [one.says(Lang.ZH) for one in report.findings if one.rule.code == "X101"]
    assert not any(SECOND.name in text and "评议表" in text for text in missing)
    assert "没有采用" in summary["报送情况"]
    assert name in summary["报送情况"]


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04broken", locked(plain_file(evaluation_form(PLAN, SECOND)), "1")]
)
def test_a_form_that_is_missing_may_be_one_of_the_files_that_could_not_be_opened(content, folder):
    (folder / "inbox" / "报表.xlsx").write_bytes(content)
    report, *_ = merged(folder, JUNE)
    missing = [one for one in report.findings if one.rule.code == "X101"]
    assert missing
    assert all("打不开的文件（报表.xlsx）" in one.fix(Lang.ZH) for one in missing)


@pytest.mark.parametrize(
    ("file", "saved", "is_named"),
    [
        ("十一月/甲一完小 第二阶段评议表.xlsx", datetime(2023, 6, 1, tzinfo=UTC), True),
        ("评议表.xlsx", datetime(2023, 12, 20, tzinfo=UTC), True),
        ("01-甲一完小党支部-评议表-第一阶段.xlsx", datetime(2023, 6, 20, tzinfo=UTC), False),
        ("评议表.xlsx", None, False),
    ],
)
def test_a_form_that_is_missing_may_be_one_that_was_filled_in_on_another_stages(file, saved, is_named):
    identity = Identity(PLAN.campaign.code, 1, StepKey.EVALUATION, "01")
    receipts = [Receipt(file, "", 0, identity, saved=saved)]
    second = replace(PLAN, campaign=replace(PLAN.campaign, stage=2))
    found = check_received(receipts, [], known_of(second), second, 2, date(2024, 1, 20))
    told = {
        (one.unit, one.facts["form"].zh)
        for one in found
        if one.rule.code == "X101" and f"先看“{file}”是不是填在了第 1 阶段的表上" in one.fix(Lang.ZH)
    }
    assert told == ({("01", "评议表")} if is_named else set())


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n", b"\0\0\0\x18ftypheic"])
def test_a_scan_or_photo_in_one_folder_with_a_form_may_be_one_that_is_missing(content, folder):
    for place in ("盖章", "东片/盖章"):
        (folder / "inbox" / place).parent.mkdir(exist_ok=True)
        (folder / "inbox" / place).write_bytes(content)
    found = check_campaign(open_campaign(folder), None, JUNE, Processes(1), Unwatched()).findings
    assert {one.place.file: one.rule.code for one in found if one.place.file.endswith("盖章")} == {
        "盖章": "O201",
        "东片/盖章": "F101",
    }


PHOTO = b"\xff\xd8\xff\xe0" + b"\0" * 400


def found_in(folder, as_of, *names):
    """Return what is found in photos of some names, by name; with what is still said of the forms that are missing."""
    for name in names:
        (folder / "inbox" / name).parent.mkdir(exist_ok=True)
        (folder / "inbox" / name).write_bytes(PHOTO)
    report = check_campaign(open_campaign(folder), None, as_of, Processes(1), Unwatched())
    return {one.place.file: one for one in report.findings if one.place.file in names}, report


def test_a_photo_that_is_called_like_a_workbook_or_like_a_missing_form_is_no_attachment(folder):
    called = f"02-{SECOND.name}-评议表-第一阶段.jpg"
    for as_of in (MARCH, JUNE):
        found, report = found_in(folder, as_of, "ev3.xlsx", "ev4.ET", called)
        assert {one.rule.code for one in found.values()} == {"F101"}
        assert len(found) == 3
        (form,) = (one for one in brief(report).evaluations if one.slot.unit == SECOND.code)
        assert (form.state, form.unread) == (FormState.UNREAD, called)


def test_a_photo_beside_a_form_in_a_mail_is_a_note_unless_it_is_called_like_a_workbook(folder):
    form = plain_file(evaluation_form(PLAN, FIRST))
    mail = mail_of(("评议表.xlsx", form), ("签字.jpg", PHOTO), ("手机拍的.xlsx", PHOTO))
    (folder / "inbox" / "m.eml").write_bytes(mail)
    report = check_campaign(open_campaign(folder), None, JUNE, Processes(1), Unwatched())
    found = {one.place.file: one.rule.code for one in report.findings}
    assert found["m.eml › 签字.jpg"] == "F138"
    assert found["m.eml › 手机拍的.xlsx"] == "F101"


def test_a_photo_that_may_be_a_missing_form_says_of_which(folder):
    put(folder, "e.xlsx", evaluation_form(PLAN, FIRST))
    names = (f"{SECOND.name} 照片.jpg", "IMG_2023.jpg", f"{FIRST.name}盖章.jpg", "02 盖章.jpg")
    found, _ = found_in(folder, JUNE, *names)
    second, nobodys, _, coded = (found[name] for name in names)
    assert {one.rule.code for one in (second, nobodys, coded)} == {"O201"}
    assert f"{SECOND.name}评议表" in second.says(Lang.ZH)
    assert FIRST.name not in second.says(Lang.ZH)
    assert f"{SECOND.name}评议表" in nobodys.says(Lang.ZH)
    assert not any(one.fix(Lang.ZH) == "不用处理" for one in found.values() if one.rule.code == "O201")


def test_a_photo_is_a_note_as_long_as_nothing_is_due(folder):
    before, _ = found_in(folder, date(2023, 3, 2), "IMG_2023.jpg")
    assert before["IMG_2023.jpg"].rule.code == "F138"


@pytest.mark.parametrize("wrong", ["约十张", 9999, "待定"])
def test_a_row_of_a_meeting_that_is_rejected_is_shown_as_rejected_and_its_ballots_are_in_no_total(
    wrong, folder
):
    form = evaluation_form(PLAN, FIRST)
    put(folder, "e.xlsx", form, {("meeting", 1, "valid"): wrong})
    report, summary, _ = merged(folder, JUNE)
    (held,) = refused_meetings(report)
    assert "退回" in summary["评议情况"]
    assert any("这一行有错误，没有采用" in text for text in summary["评议情况"])
    others = [meeting for way, meeting in report.ledger.meetings.items() if way != held]
    assert len(others) == 3
    assert brief(report).valid == sum(meeting.valid for meeting in others)
    assert brief(report).returned == sum(meeting.returned for meeting in others)
    assert any("评议情况退回 1 行，不在内" in text for text in summary["总览"])
    assert any("评议情况退回 1 行，不在内" in text for text in summary["报送情况"])


@pytest.mark.parametrize("typed", ["5.11", "五月初十", "2022-05-10"])
def test_a_date_that_was_not_accepted_is_not_said_to_be_missing(typed, folder):
    put(folder, "e.xlsx", evaluation_form(PLAN, FIRST), {("meeting", 0, "date"): typed})
    _, summary, _ = merged(folder, JUNE)
    assert any("（日期填错，没有采用，见 G5）" in text for text in summary["评议情况"])
    assert not any("日期没有填" in text for text in summary["评议情况"])


@pytest.mark.parametrize("lose", ["votes", "sheet"])
def test_a_way_of_which_no_vote_counts_is_not_called_consistent(lose, folder):
    form = evaluation_form(PLAN, FIRST)
    keys = [key for key in complete(form) if key[0] == "member_teacher"]
    wrong = dict.fromkeys(keys, "很多") if lose == "votes" else {}
    put(folder, "e.xlsx", form, wrong)
    if lose == "sheet":
        book = openpyxl.load_workbook(folder / "inbox" / "e.xlsx")
        del book["教师测评"]
        book.save(folder / "inbox" / "e.xlsx")
    _, summary, _ = merged(folder, JUNE)
    says = [text for text in summary["评议情况"] if "没有计入的评定" in text]
    assert len(says) == 1
    assert "e.xlsx" in says[0]
    assert "没有评定" in summary["评议情况"]
