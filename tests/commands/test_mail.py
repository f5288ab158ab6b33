"""Messages to units: who gets one, with what, where it lies; and what is said of those who cannot be written to."""

import email
from datetime import date
from email import policy
from errno import EACCES
from shutil import copytree

import openpyxl
import pytest
from click.testing import CliRunner
from filled import complete, form_of
from grids import bytes_of
from plain import plain_file
from plans import plan_of, plan_rows_of
from postbox import CODE, SENDER, USER, postbox

from xlcampaign.cli import cli
from xlcampaign.commands import outputs
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.layout.plan import plan_book
from xlcampaign.model.account import Security
from xlcampaign.sending.account import text_of

FIRST, SECOND = "01-甲一完小党支部", "02-甲二完小党支部"
RETURNED = f"{FIRST}-评议表-第一阶段（退回，只发本支部）"
WRONG = {("member_self", 0, "loyal"): "八点左右"}


class Desk:
    """A campaign of two branches, of which the second has no address."""

    def __init__(self, root):
        self.root = root
        self.settings, self.rows = plan_rows_of(2, 3)
        self.rows["branches"][0] |= {"email": "zhao@example.org；qian@example.org", "secretary": "赵某甲"}
        (root / "inbox").mkdir(parents=True)
        self.put_plan()

    def put_plan(self, **settings):
        self.settings |= settings
        self.plan = plan_of((self.settings, self.rows))
        (self.root / "plan.xlsx").write_bytes(plain_file(plan_book(self.settings, self.rows)))

    def say(self, kind, subject, text):
        for row in self.rows["messages"]:
            if row["kind"] == kind:
                row |= {"subject": subject, "text": text}
        self.put_plan()

    def receive(self, name, branch=0, answers=None):
        book = evaluation_form(self.plan, self.plan.branches[branch])
        given = answers or {("member_self", 0, "loyal"): 9}
        (self.root / "inbox" / name).write_bytes(plain_file(book, given))

    def run(self, *words, code=0, typed=None, lang="zh", environment=None):
        arguments = ["--lang", lang, *map(str, words)]
        result = CliRunner(env=environment).invoke(cli, arguments, input=typed)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code == code, result.output
        return result.output

    def mail(self, kind, *words, **options):
        return self.run("mail", kind, self.root, *words, **options)

    @property
    def place(self):
        return self.root / "send" / "stage-1"

    def draft(self, unit, kind):
        return email.message_from_bytes(
            (self.place / unit / f"{unit}-{kind}.eml").read_bytes(), policy=policy.default
        )

    def text(self, unit, kind):
        return (self.place / unit / f"{unit}-{kind}.txt").read_text("utf-8-sig")


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path / "campaign")


def attached(draft):
    return [part.get_filename() for part in draft.iter_attachments()]


def test_forms_go_to_each_unit_with_the_papers_of_their_step_alone(desk):
    for step in ("pledge", "evaluation"):
        desk.run("forms", desk.root, "--step", step)
    desk.mail("forms")
    stem = f"{FIRST}-"
    assert attached(desk.draft(FIRST, "发表格")) == [
        f"{stem}{title}-第一阶段.xlsx" for title in ("评议表", "测评票和计票单", "个人自评表")
    ]
    desk.mail("forms", "--step", "pledge")
    titles = [name.split("-")[2] for name in attached(desk.draft(FIRST, "发表格"))]
    assert titles == ["承诺表", "党员承诺卡"]


def test_a_form_that_only_its_own_branch_may_see_goes_to_nobody_else(desk):
    desk.receive("01.xlsx")
    desk.run("forms", desk.root)
    desk.mail("forms")
    assert attached(desk.draft(FIRST, "发表格"))[0] == f"{FIRST}-评议表-第一阶段（只发本支部）.xlsx"
    assert not [name for name in attached(desk.draft(SECOND, "发表格")) if "甲一" in name]


def test_a_message_says_what_the_plan_says_with_this_units_own(desk):
    text = "{支部}{书记}：\n{branch} {活动}《{阶段}》{步骤} {截止日期} {单位}\n{附件}"
    desk.say("forms", "给{支部}的\n表", text)
    desk.run("forms", desk.root)
    desk.mail("forms")
    said = desk.text(FIRST, "发表格").replace("\r\n", "\n").split("\n")
    assert said[0] == "给甲一完小党支部的 表"
    assert said[2:5] == [
        "甲一完小党支部赵某甲：",
        "甲一完小党支部 争做先锋活动《第一阶段》群众评议 2023-05-25 某某联校党组织",
        f"{FIRST}-评议表-第一阶段.xlsx",
    ]
    assert desk.draft(FIRST, "发表格")["Subject"] == "给甲一完小党支部的 表"


def test_a_draft_goes_to_all_addresses_of_its_unit(desk):
    desk.run("forms", desk.root)
    said = desk.mail("forms")
    to = [address.addr_spec for address in desk.draft(FIRST, "发表格")["To"].addresses]
    assert to == ["zhao@example.org", "qian@example.org"]
    assert "To" not in desk.draft(SECOND, "发表格")
    assert said.count("O140") == 1
    assert "甲二完小党支部" in said


def test_the_committees_own_forms_go_to_the_campaigns_address(desk):
    desk.put_plan(email="office@example.org")
    desk.run("forms", desk.root, "--step", "comment")
    desk.mail("forms", "--step", "comment")
    committee = "00-某某联校党组织"
    assert desk.draft(committee, "发表格")["To"].addresses[0].addr_spec == "office@example.org"
    assert attached(desk.draft(committee, "发表格")) == ["某某联校党组织-考核点评表-第一阶段.xlsx"]


def test_a_placeholder_that_there_is_not_keeps_its_kind_of_message_from_being_written(desk):
    desk.run("forms", desk.root)
    desk.say("returns", "请改正", "{支布}：请改正")
    desk.mail("forms")
    assert "P137" in desk.mail("returns", code=3)
    assert "P137" in desk.run("check", desk.root)


def test_forms_that_were_not_written_are_asked_for(desk):
    assert "O141" in desk.mail("forms", code=3)
    assert not desk.place.exists()


def test_returned_forms_go_back_to_whom_they_came_from(desk):
    desk.run("forms", desk.root)
    desk.receive("01.xlsx", answers=WRONG)
    desk.mail("returns")
    desk.mail("returns")
    assert attached(desk.draft(FIRST, "退回")) == [f"{RETURNED}.xlsx"]
    assert not list((desk.place / SECOND).glob("*退回*"))


def test_what_came_mended_since_the_last_check_goes_back_to_nobody(desk):
    desk.receive("01.xlsx", answers=complete(form_of(desk.plan)) | WRONG)
    desk.run("check", desk.root, code=1)
    assert "1 处错误" in desk.run("forms", desk.root)
    copy = desk.place / FIRST / f"{RETURNED}.xlsx"
    book = openpyxl.load_workbook(copy)
    book["党员自评"]["C5"] = 9
    (desk.root / "inbox" / "改.xlsx").write_bytes(bytes_of(book, "2023-05-20T00:00:00Z"))
    assert "没有要退回的" in desk.mail("returns")
    assert "处错误" not in desk.run("forms", desk.root)
    assert not copy.exists()


def test_reminders_go_to_those_alone_whose_form_is_due_and_did_not_come(desk):
    desk.run("forms", desk.root)
    desk.receive("01.xlsx")
    desk.mail("reminders", "--as-of", "2023-05-26")
    assert "评议表（截止 2023-05-25，未报）" in desk.text(SECOND, "催报")
    assert attached(desk.draft(SECOND, "催报")) == [f"{SECOND}-评议表-第一阶段.xlsx"]
    assert "承诺表（截止 2023-03-25，未报）" in desk.text(FIRST, "催报")
    assert "评议表" not in desk.text(FIRST, "催报")
    desk.mail("reminders", "--as-of", "2023-03-26")
    assert "评议表" not in desk.text(SECOND, "催报")


def test_who_has_longer_is_told_so_and_not_reminded_before(desk):
    later = {
        "stage": 1,
        "key": "evaluation",
        "branch": "甲二完小党支部",
        "deadline": date(2023, 6, 9),
        "reason": "汛期",
    }
    desk.rows["extensions"] = [later]
    desk.put_plan()
    desk.run("forms", desk.root)
    desk.mail("forms")
    assert "2023-05-25" in desk.text(FIRST, "发表格")
    assert "2023-06-09" in desk.text(SECOND, "发表格")
    desk.mail("reminders", "--as-of", "2023-06-09")
    assert "评议表（截止 2023-05-25，未报）" in desk.text(FIRST, "催报")
    assert "评议表" not in desk.text(SECOND, "催报")


def test_all_are_reminded_where_nothing_came_and_nobody_before_it_is_due(desk):
    assert "没有要催的" in desk.mail("reminders", "--as-of", "2023-01-02")
    desk.mail("reminders", "--as-of", "2023-05-26")
    assert len(list(desk.place.glob("*/*催报.eml"))) == 3


def test_a_draft_of_an_earlier_day_is_taken_away_where_it_holds_no_more(desk):
    desk.mail("reminders", "--as-of", "2023-05-26")
    changed = desk.place / FIRST / f"{FIRST}-催报.txt"
    changed.write_text("我改过的", "utf-8")
    assert "O122" in desk.mail("reminders", "--as-of", "2023-01-02")
    [kept] = desk.place.rglob("*催报*")
    assert (kept.parent.name, kept.read_text("utf-8")) == (FIRST, "我改过的")


def renamed(desk):
    desk.rows["branches"][0]["name"] = "甲一中心校党支部"
    for member in desk.rows["members"]:
        member["branch"] = member["branch"].replace("甲一完小", "甲一中心校")


def recoded(desk):
    desk.rows["branches"][0]["code"] = "07"


def dissolved(desk):
    for member in desk.rows["members"]:
        member["branch"] = desk.rows["branches"][1]["name"]
    del desk.rows["branches"][0]


def swapped(desk):
    one, other = desk.rows["branches"]
    one["code"], other["code"] = other["code"], one["code"]


@pytest.mark.parametrize("change", [renamed, recoded, dissolved, swapped])
@pytest.mark.parametrize("kind", ["退回", "催报", "发表格"])
def test_what_was_written_to_a_unit_that_is_gone_is_taken_away(desk, change, kind):
    words = {"退回": ["returns"], "催报": ["reminders", "--as-of", "2023-05-26"], "发表格": ["forms"]}[kind]
    desk.run("forms", desk.root)
    desk.receive("01.xlsx", answers=WRONG)
    desk.mail(*words)
    own = desk.place / FIRST
    left = {path.name for path in own.glob("*") if kind not in path.name}
    assert len(left) < len(list(own.glob("*")))
    copy = desk.place / f"{FIRST}-备份"
    copytree(own, copy)
    kept = {path.name for path in copy.glob("*")}
    change(desk)
    desk.put_plan()
    desk.run("forms", desk.root)
    desk.mail(*words)
    assert {path.name for path in own.glob("*")} == left
    assert {path.name for path in copy.glob("*")} == kept


@pytest.mark.parametrize("name", [f"{FIRST}-退回.txt", f"{FIRST}-退回.eml", f"{RETURNED}.xlsx"])
def test_what_somebody_changed_in_the_folder_of_a_unit_that_is_gone_is_kept_and_named(desk, name):
    desk.receive("01.xlsx", answers=WRONG)
    desk.mail("returns")
    (desk.place / FIRST / name).write_bytes("我改过的".encode())
    renamed(desk)
    desk.put_plan()
    assert "O122" in desk.mail("returns")
    [kept] = (desk.place / FIRST).glob("*")
    assert kept.read_text("utf-8") == "我改过的"
    assert "O127" in desk.run("forms", desk.root)


def test_a_copy_that_cannot_be_marked_anew_goes_to_nobody(desk, monkeypatch):
    desk.receive("01.xlsx", answers=WRONG)
    desk.run("check", desk.root, code=1)

    def locked(*_, **__):
        raise PermissionError(EACCES, "locked", f"{RETURNED}.xlsx")

    monkeypatch.setattr(outputs, "put", locked)
    desk.receive("01.xlsx", answers={("member_self", 1, "loyal"): "八点左右"})
    said = desk.mail("returns")
    assert "O103" in said
    assert not list((desk.place / FIRST).glob("*退回.eml"))


def test_a_returned_form_that_was_set_aside_goes_to_nobody(desk):
    desk.receive("01.xlsx", answers=WRONG)
    desk.mail("returns")
    copy = desk.place / FIRST / f"{RETURNED}.xlsx"
    book = openpyxl.load_workbook(copy)
    book["党员自评"]["C5"] = 9
    book.save(copy)
    assert "O122" in desk.mail("returns")
    assert len(list((desk.place / FIRST).glob("*手工改过*"))) == 1
    assert attached(desk.draft(FIRST, "退回")) == [f"{RETURNED}.xlsx"]


@pytest.mark.parametrize("typed", ["zhao", "zhao@", "赵@example.org"])
def test_who_has_something_else_for_an_address_is_not_said_to_have_none(desk, typed):
    desk.rows["branches"][1]["email"] = typed
    desk.put_plan()
    desk.run("forms", desk.root)
    said = desk.mail("forms")
    assert "P138" in said
    assert "O140" not in said


def test_a_reminder_says_which_forms_it_comes_without_and_how_to_write_them(desk):
    desk.run("forms", desk.root)
    said = desk.mail("reminders", "--as-of", "2023-05-26")
    assert said.count("O128") == 2
    assert "催的承诺表不在 send 里，催报没有附上：甲一完小党支部、甲二完小党支部" in said
    assert "xlcampaign forms --step pledge" in said
    assert "催的评议表" not in said


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{{支部}}请改", "“{{支部}}”的花括号写了几层，只要一层"),
        ("｛｛书记｝｝：", "“｛｛书记｝｝”的花括号写了几层，只要一层"),
        ("{支部", "花括号少了一半"),
    ],
)
def test_what_is_wrong_with_braces_is_said_and_that_no_message_is_written(desk, text, problem):
    desk.run("forms", desk.root)
    desk.say("forms", "请填", text)
    said = desk.mail("forms", code=3)
    assert f"{problem}；改好以前不写这一种" in said


def test_nothing_to_return_is_no_error(desk):
    assert "没有要退回的" in desk.mail("returns")
    assert "没有要发的结果：这个阶段还没有人评出结果" in desk.mail("results")
    assert not desk.place.exists()


def test_a_list_of_recipients_has_a_row_a_message(desk):
    desk.run("forms", desk.root)
    desk.mail("forms")
    [sheet] = openpyxl.load_workbook(desk.place / "收件人（发表格）.xlsx").worksheets
    rows = list(sheet.values)
    assert rows[0] == ("单位", "邮箱", "标题", "正文", "附件")
    assert [row[:2] for row in rows[1:]] == [
        ("甲一完小党支部", "zhao@example.org; qian@example.org"),
        ("甲二完小党支部", None),
    ]
    files = rows[1][4].split(";\n")
    assert all((desk.place / file).is_file() for file in files)


def test_the_same_again_gives_the_same_bytes_and_what_somebody_changed_is_kept(desk):
    desk.run("forms", desk.root)
    desk.mail("forms")
    before = {path: path.read_bytes() for path in desk.place.rglob("*发表格*")}
    desk.mail("forms")
    assert {path: path.read_bytes() for path in desk.place.rglob("*发表格*")} == before
    text = desk.place / FIRST / f"{FIRST}-发表格.txt"
    text.write_text("我改过的", "utf-8")
    assert "O122" in desk.mail("forms")
    kept = [path for path in text.parent.glob("*.txt") if path != text]
    assert [path.read_text("utf-8") for path in kept] == ["我改过的"]


def test_a_draft_with_a_filled_form_is_read_like_a_mail(desk):
    desk.run("forms", desk.root)
    filled = desk.place / FIRST / f"{FIRST}-评议表-第一阶段.xlsx"
    book = openpyxl.load_workbook(filled)
    book["党员自评"]["C5"] = 9
    book.save(filled)
    desk.mail("forms")
    (desk.root / "inbox" / "答复.eml").write_bytes((desk.place / FIRST / f"{FIRST}-发表格.eml").read_bytes())
    said = desk.run("check", desk.root, code=1)
    assert f"答复.eml › {FIRST}-评议表-第一阶段.xlsx" in said


def test_english_campaigns_have_english_messages(desk):
    desk.rows.pop("messages")
    desk.put_plan(language="en")
    desk.run("forms", desk.root, lang="en")
    desk.mail("forms", lang="en")
    text = (desk.place / FIRST / f"{FIRST}-forms.txt").read_text("utf-8-sig")
    assert text.startswith("争做先锋活动: forms for evaluation")
    assert (desk.place / "recipients (forms).xlsx").is_file()


def test_the_settings_are_asked_for_and_hold_no_password(desk):
    typed = f"邮局\nｌｏｃａｌｈｏｓｔ\nstarttls\n2525\nnobody\n{SENDER}\n\n某某联校\n"
    said = desk.run("mail", "--setup", desk.root, typed=typed)
    assert "授权码" in said
    file = (desk.root / ".xlcampaign" / "mail.ini").read_text("utf-8")
    stated = ("localhost", "2525", "starttls", SENDER, SENDER, "某某联校")
    assert [line.partition(" = ")[2] for line in file.splitlines()[1:]] == list(stated)


def test_sending_shows_first_and_sends_only_where_that_is_said(desk):
    desk.run("forms", desk.root)
    assert "O142" in desk.mail("forms", "--send", code=3)
    with postbox() as box:
        file = desk.root / ".xlcampaign" / "mail.ini"
        file.write_text(text_of(box.account()), "utf-8")
        said = desk.mail("forms", "--send")
        assert "zhao@example.org, qian@example.org" in said
        assert "还没有发" in said
        assert box.arrived == []
        assert "发出 1 封" in desk.mail("forms", "--send", "--yes")
        assert box.addresses == ["zhao@example.org", "qian@example.org"]
        again = desk.mail("forms", "--send", "--yes")
        assert "O148" in again
        assert len(box.arrived) == 1
        file.write_text("host = nothing", "utf-8")
        assert "O142" in desk.mail("forms", "--send", code=3)


def test_the_code_is_asked_for_or_taken_from_the_environment_and_never_shown(desk):
    desk.run("forms", desk.root)
    with postbox() as box:
        (desk.root / ".xlcampaign" / "mail.ini").write_text(
            text_of(box.account(Security.STARTTLS, USER)), "utf-8"
        )
        for options in ({"typed": f"{CODE}\n"}, {"environment": {"XLCAMPAIGN_MAIL_PASSWORD": CODE}}):
            said = desk.mail("forms", "--send", "--yes", code=3, **options)
            assert "O143" in said  # this server is not encrypted, and is told no code
            assert CODE not in said
            assert ("的授权码（163" in said) is ("typed" in options)


@pytest.mark.parametrize(
    ("words", "said"),
    [((), "要写明发哪一种"), (("form",), "要写明发哪一种"), (("forms", "a", "b"), "多写了“b”"),
     (("--setup", "a", "b"), "多写了“b”")],
)  # fmt: skip
def test_what_to_send_has_to_be_said(words, said):
    result = CliRunner().invoke(cli, ["--lang", "zh", "mail", *words])
    assert result.exit_code == 2
    assert said in result.output


def test_files_in_which_nothing_can_be_marked_are_to_be_asked_for_by_hand(desk):
    assert "没有要退回的" in desk.mail("returns")
    (desk.root / "inbox" / "坏了.xlsx").write_bytes(b"PK\x03\x04broken")
    (desk.root / "inbox" / "照片.xlsx").write_bytes(b"\xff\xd8\xff\xe0")
    others = plan_of((desk.settings | {"code": "OTHER-2023"}, desk.rows))
    book = evaluation_form(others, others.branches[0])
    (desk.root / "inbox" / "别的.xlsx").write_bytes(plain_file(book, {("member_self", 0, "loyal"): 9}))
    said = desk.mail("returns")
    assert "O202" in said
    for named in ("坏了.xlsx（文件损坏）", "照片.xlsx（不是 Excel 工作簿）", "别的.xlsx（别的活动的表）"):
        assert named in said
    assert "这 3 个文件" in said
    assert "没有要退回的" not in said
    assert "没有能标好退回的表" in said
    assert "3 files were not taken" in desk.mail("returns", lang="en")


def test_what_goes_back_is_not_to_be_asked_for_by_hand(desk):
    desk.receive("01.xlsx", answers=WRONG)
    said = desk.mail("returns")
    assert "O202" not in said
    assert attached(desk.draft(FIRST, "退回"))
