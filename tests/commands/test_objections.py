"""公示及异议: an objection is written down without who raised it, is open until it is settled, and changes nothing itself."""

import openpyxl
import pytest
from commands.test_seal import NUMBER, Office
from plain import plain_file

from xlcampaign.layout.form_book import SHEET_NAME
from xlcampaign.layout.forms import commendation_form
from xlcampaign.layout.objections import OBJECTIONS

SUBJECT = "钱某乙（0102）"
RAISED = "听课记录少于公布的数"
OPEN = {"subject": SUBJECT, "raised": RAISED}
SETTLED = OPEN | {"inquiry": "调阅了听课本，数目相符", "conclusion": "不成立", "document": "联校纪要 10 号"}
OTHERS = [
    ("赵某甲（0101）", "教学常规检查缺两次", "部分成立"),
    ("甲二完小党支部", "培训人数多报了", "不属实"),
    (SUBJECT, "Attendance was overstated", "not upheld"),
]


class Hearing(Office):
    """A campaign that was merged and hears objections on the committee's form."""

    def object_to(self, *rows, name="异议.xlsx", saved="2023-07-04T08:00:00Z", version=None):
        book = commendation_form(self.plan, None)
        answers = {
            (OBJECTIONS, number, key): value for number, one in enumerate(rows) for key, value in one.items()
        }
        answers |= {("cover", 0, "version"): version} if version else {}
        (self.root / "inbox" / name).write_bytes(plain_file(book, answers, saved))

    def found(self, code, lang="zh"):
        """What a check says by a rule."""
        return [line for line in self.checked(lang).splitlines() if f"  {code}  " in line]

    def checked(self, lang="zh"):
        return self.run("check", self.root, "--as-of", "2023-07-05", "--all", lang=lang).output


@pytest.fixture(scope="module")
def merged(tmp_path_factory):
    """The campaign that each test has a copy of."""
    office = Hearing(tmp_path_factory.mktemp("merged") / "campaign")
    office.merge(day="2023-06-26")
    return office


@pytest.fixture
def office(merged, tmp_path):
    return merged.copied(tmp_path / "campaign")


def test_an_open_objection_is_on_the_agenda_and_keeps_the_stage_from_being_sealed(office):
    office.object_to(OPEN)
    office.merge()
    assert "异议 1 项没有结果，核查、议定后才能定稿" in office.texts("总览")
    said = " ".join(office.texts("会议议决"))
    assert "公示后的异议　1 项" in said
    assert f"异议：{RAISED}" in said
    assert "缺核查情况、结论、文件或会议纪要号" in said
    refused = office.seal(code=3)
    assert "O161" in refused
    assert "钱某乙（异议）" in refused
    assert "钱某乙 (objection)" in office.seal(code=3, lang="en")


def test_an_objection_that_comes_after_the_seal_is_not_said_to_keep_the_stage_from_being_sealed(office):
    office.seal(NUMBER)
    office.object_to(OPEN)
    office.merge()
    page = office.texts("总览")
    assert "定稿以后的异议 1 项没有结果：核查、议定；结论和改动按例外汇总" in page
    assert "接下来：已定稿；异议核查、议定以后，再把结果发给各支部" in page
    assert "公示后的异议　1 项" in " ".join(office.texts("会议议决"))
    office.object_to(SETTLED)
    assert len(office.refused()) > 0


def test_a_settled_objection_is_on_record_and_the_stage_is_sealed_with_it(office):
    office.object_to(SETTLED)
    office.merge()
    said = " ".join(office.texts("会议议决"))
    assert "公示后的异议　" not in said
    for text in (RAISED, "调阅了听课本", "结论：不成立", "联校纪要 10 号"):
        assert text in said
    office.seal()
    fact = ["decisions", "0102", RAISED, "objection", "unfounded"]
    assert fact in office.kept()["record"]
    office.object_to(SETTLED | {"document": "联校纪要 12 号"})
    [told] = office.refused()
    assert "异议的文号 联校纪要 10 号 → 联校纪要 12 号" in told


@pytest.mark.parametrize(
    ("changes", "lacking"),
    [
        ({"inquiry": None}, "核查情况"),
        ({"document": None}, "文件或会议纪要号"),
        ({"document": "待定"}, "文件或会议纪要号"),
        ({"inquiry": "无"}, "核查情况"),
    ],
)
def test_a_conclusion_without_inquiry_or_document_leaves_an_objection_open(office, changes, lacking):
    office.object_to({key: value for key, value in (SETTLED | changes).items() if value})
    [said] = office.found("X147")
    assert f"缺「{lacking}」" in said
    assert "O161" in office.seal(code=3)


@pytest.mark.parametrize(
    ("column", "found", "title"),
    [
        ("conclusion", "查无实据吧", "结论"),
        ("conclusion", "#N/A", "结论"),
        ("inquiry", "#REF!", "核查情况"),
        ("document", "#VALUE!", "文件或会议纪要号"),
        ("raised", "#N/A", "反映的问题"),
    ],
)
def test_what_could_not_be_read_of_an_objection_stands_on_the_agenda_and_is_not_said_to_be_missing(
    office, column, found, title
):
    office.object_to(SETTLED | {column: found})
    assert office.found("X147") == []
    office.merge(code=1)
    said = " ".join(office.texts("会议议决"))
    assert "公示后的异议　1 项" in said
    assert f"{title}：“{found}”看不懂" in said
    assert f"缺{title}" not in said
    for key, text in SETTLED.items():
        assert text in said or key in {column, "subject", "document"}
    assert "钱某乙（异议）" in office.seal(code=3)
    office.run("why", office.root, "0102", "-o", office.root / "说明.xlsx")
    page = openpyxl.load_workbook(office.root / "说明.xlsx").worksheets[0]
    assert f"“{found}”（看不懂）" in {cell.value for line in page.iter_rows() for cell in line}


def test_a_conclusion_that_could_not_be_read_since_leaves_the_objection_open(office):
    office.object_to(SETTLED, name="一.xlsx")
    again = SETTLED | {"conclusion": "再议吧"}
    office.object_to(again, name="二.xlsx", saved="2023-07-08T08:00:00Z", version=2)
    assert office.found("X126") == []
    assert any("不成立 → 未计入" in line for line in office.found("X102"))
    office.merge(code=1)
    assert "结论：“再议吧”看不懂" in " ".join(office.texts("会议议决"))


@pytest.mark.parametrize(
    ("subject", "who"),
    [("王某某", "王某某"), ("#REF!", "#REF!"), (None, "（没有写明）")],
    ids=["nobody known", "an error value", "blank"],
)
def test_an_objection_of_which_nobody_can_tell_whom_it_is_about_stays_open_whatever_came_of_it(
    office, subject, who
):
    office.object_to({key: value for key, value in (SETTLED | {"subject": subject}).items() if value})
    office.merge(code=1)
    assert "异议 1 项没有结果，核查、议定后才能定稿" in office.texts("总览")
    agenda = office.texts("会议议决")
    said = " ".join(agenda)
    assert "公示后的异议　1 项" in said
    assert who in agenda
    assert f"异议：{RAISED}" in said
    assert "异议.xlsx › 公示及异议 › A5" in said
    refused = office.seal(code=3)
    assert "O161" in refused
    assert f"{subject or '异议.xlsx › 公示及异议 › A5'}（异议）" in refused


def test_an_objection_that_forms_say_different_things_about_stays_open_until_it_is_known_which_is_newer(
    office,
):
    office.object_to(SETTLED, name="一.xlsx")
    office.object_to(SETTLED | {"conclusion": "成立"}, name="二.xlsx")
    assert office.found("X103")
    office.merge(code=1)
    said = " ".join(office.texts("会议议决"))
    assert "公示后的异议　1 项" in said
    assert "几份表写的不一样，分不出新旧：一.xlsx › 公示及异议 › B5、二.xlsx › 公示及异议 › B5" in said
    assert "结论：" not in said
    office.run("why", office.root, "0102", "-o", office.root / "说明.xlsx")
    page = openpyxl.load_workbook(office.root / "说明.xlsx").worksheets[0]
    shown = {cell.value for line in page.iter_rows() for cell in line}
    assert "几份表写的不一样，分不出新旧，没有定" in shown
    assert "不成立" not in shown
    assert "钱某乙（异议）" in office.seal(code=3)
    office.object_to(SETTLED, name="二.xlsx", saved="2023-07-09T08:00:00Z", version=2)
    office.merge()
    assert "公示后的异议　" not in " ".join(office.texts("会议议决"))


def test_an_objection_that_may_be_about_several_stands_in_the_explanation_of_each(office):
    office.object_to(OPEN | {"subject": "钱某乙（0102）、赵某甲（0101）"})
    office.merge(code=1)
    for code in ("0101", "0102"):
        office.run("why", office.root, code, "-o", office.root / "说明.xlsx")
        page = openpyxl.load_workbook(office.root / "说明.xlsx").worksheets[0]
        assert RAISED in {cell.value for line in page.iter_rows() for cell in line}


def test_an_objection_about_nobody_known_is_answered_by_a_later_form_that_says_whom_it_is_about_and_by_no_other(
    office,
):
    office.object_to(OPEN | {"subject": "王某某"}, name="一.xlsx")
    other = SETTLED | {"raised": "另一件事"}
    office.object_to(other, name="二.xlsx", saved="2023-07-08T08:00:00Z", version=2)
    office.merge(code=1)
    assert "公示后的异议　1 项" in " ".join(office.texts("会议议决"))
    office.object_to(other, SETTLED, name="三.xlsx", saved="2023-07-09T08:00:00Z", version=3)
    office.merge(code=1)
    assert "公示后的异议　" not in " ".join(office.texts("会议议决"))
    office.seal(code=1)


@pytest.mark.parametrize(("subject", "raised", "conclusion"), OTHERS)
def test_objections_are_read_about_branches_and_members_in_either_language(
    office, subject, raised, conclusion
):
    given = {"subject": subject, "raised": raised, "conclusion": conclusion}
    office.object_to(SETTLED | given)
    office.seal()
    assert raised in " ".join(office.texts("会议议决"))


def test_a_later_form_settles_what_an_earlier_one_raised_and_one_without_it_takes_nothing_back(office):
    office.object_to(OPEN, name="一.xlsx")
    office.object_to(SETTLED, name="二.xlsx", saved="2023-07-08T08:00:00Z", version=2)
    office.object_to(
        SETTLED | {"raised": "另一件事", "subject": "赵某甲（0101）"},
        name="三.xlsx",
        saved="2023-07-09T08:00:00Z",
        version=3,
    )
    office.merge()
    assert "没有结果" not in " ".join(office.texts("总览"))
    said = " ".join(office.texts("会议议决"))
    assert RAISED in said
    assert "另一件事" in said
    office.seal()


@pytest.mark.parametrize(
    ("later", "kept"),
    [
        ({"conclusion": "不成立"}, True),
        ({"conclusion": "不成立", "inquiry": "又查了一遍"}, True),
        ({"conclusion": "部分成立"}, True),
        ({"conclusion": "不成立", "inquiry": "又查了一遍", "document": "联校纪要 12 号"}, False),
    ],
)
def test_what_came_of_an_objection_does_not_turn_without_a_document_of_its_own(office, later, kept):
    holds = SETTLED | {"conclusion": "成立", "inquiry": "次数确实少两次"}
    office.object_to(holds, name="一.xlsx")
    office.object_to(OPEN | later, name="二.xlsx", saved="2023-07-08T08:00:00Z", version=2)
    assert bool(office.found("X127")) is kept
    assert bool(office.found("X148")) is kept  # it holds, and nothing was changed for that
    office.merge()
    rows = " ".join(office.texts("会议议决"))
    assert ("联校纪要 10 号" in rows) is kept
    assert ("联校纪要 12 号" in rows) is not kept


def test_an_objection_is_withdrawn_like_any_entry(office):
    office.object_to(OPEN, name="一.xlsx")
    office.object_to(OPEN | {"inquiry": "撤回"}, name="二.xlsx", saved="2023-07-08T08:00:00Z", version=2)
    office.seal()
    assert RAISED not in " ".join(office.texts("会议议决"))


def upheld(office, **others):
    office.object_to(SETTLED | {"conclusion": "成立"} | others)
    return office.found("X148")


def test_of_a_form_alone_nobody_can_tell_what_else_was_decided(office):
    office.object_to(SETTLED | {"conclusion": "成立"})
    said = office.run("check", office.root / "inbox" / "异议.xlsx").output
    assert "X148" not in said


def test_an_objection_that_holds_changes_nothing_and_says_so(office):
    before = office.texts("等次评定")
    [said] = upheld(office)
    assert "“钱某乙”的异议结论是“成立”" in said
    assert office.texts("等次评定") == before
    assert len(upheld(office, conclusion="部分成立")) == 1
    assert len(upheld(office, conclusion="不成立")) == 0


@pytest.mark.parametrize(
    ("sheet", "given"),
    [
        ("vetoes", {}),
        ("overrides", {"level": "合格", "reason": "核查属实", "document": "联校纪要 11 号"}),
        ("commendations", {"honour": "教学名师", "merit": "家访", "decision": "不表彰"}),
    ],
)
def test_an_objection_that_holds_goes_with_what_was_decided(office, sheet, given):
    if sheet == "vetoes":
        office.decide("决定.xlsx")
    else:
        book = commendation_form(office.plan, None)
        office.put_rows("决定.xlsx", book, sheet, {"subject": SUBJECT} | given)
    assert upheld(office) == []


def test_an_objection_that_holds_goes_with_a_decision_that_is_revoked(office):
    office.decide("一.xlsx")
    book = commendation_form(office.plan, None)
    given = {"subject": SUBJECT, "situation": office.plan.vetoes[0].name, "document": "撤销，联校纪要 12 号"}
    answers = {("vetoes", 0, key): value for key, value in given.items()}
    answers |= {(OBJECTIONS, 0, key): value for key, value in (SETTLED | {"conclusion": "成立"}).items()}
    answers |= {("cover", 0, "version"): 2}
    path = office.root / "inbox" / "二.xlsx"
    path.write_bytes(plain_file(book, answers, "2023-07-09T08:00:00Z"))
    assert office.found("X148") == []


def said_in(output):
    """What is said of the forms, but for when they came."""
    return [line for line in output.splitlines() if ".xlsx › " in line and "X118" not in line]


def without_sheet(path):
    """Take 公示及异议 out of a form, as one that was issued before there was any."""
    book = openpyxl.load_workbook(path)
    del book["公示及异议"]
    book.defined_names.pop(SHEET_NAME + OBJECTIONS, None)
    facts = {row[0].value: row[1] for row in book["_xlc"].iter_rows()}
    facts["format"].value = "2"
    book.save(path)


def test_a_form_without_the_sheet_is_read_as_before_and_misses_nothing(office):
    office.decide("决定.xlsx")
    path = office.root / "inbox" / "决定.xlsx"
    before = office.checked()
    without_sheet(path)
    after = office.checked()
    assert "S101" not in after
    assert "F111" not in after
    assert "公示及异议" not in after
    assert said_in(after) == said_in(before)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_form_says_that_nobody_is_named_who_objects(office, lang):
    [table] = [sheet for sheet in commendation_form(office.plan, None).sheets if sheet.key == OBJECTIONS]
    said = {"zh": "不写是谁反映的", "en": "never who raised it"}[lang]
    assert said in getattr(table.note, lang)
    hint = getattr(table.column_of("raised").hint, lang)
    assert {"zh": "不写是谁反映的", "en": "never by whom"}[lang] in hint


def test_a_form_that_is_issued_again_holds_what_was_raised(office):
    office.object_to(OPEN)
    result = office.run("forms", office.root, "--step", "commendation")
    assert result.exit_code == 0, result.output
    [form] = [path for path in (office.root / "send").rglob("*.xlsx") if "评选表彰表" in path.name]
    sheet = openpyxl.load_workbook(form)["公示及异议"]
    assert [cell.value for cell in sheet[5]][:2] == [SUBJECT, RAISED]
