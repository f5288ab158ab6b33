"""Questions without codes: the plan says whom each header of an export asks about, and what its answers mean."""

import openpyxl
import pytest
from desks import Desk
from exports import TOOL, by_ballots, csv_of, questions, table_of, xlsx_of
from filled import complete
from plans import plan_of

from xlcampaign.commands.intake import take_in
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.layout.mapped import tidied, without_option
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.words import Lang

MEMBER, BRANCH = (SubjectKind.MEMBER, WayKey.TEACHER), (SubjectKind.BRANCH, WayKey.TEACHER)
NOW = ("--as-of", "2023-06-26")
UNIT = "甲一完小党支部"
STARS = ("政治忠诚星", "好学上进星")
PEOPLE = {"赵某甲": "0101", "钱某乙": "0102"}


def asked(name, star):
    """Return what the branch's own form calls a question."""
    return f"您怎么看{name}同志？（{star}）"


def rows_of_plan(desk, **more):
    """Return the plan's rows on every question of the first branch's teachers about its members."""
    stars = {star.key: star.name for star in desk.plan.stars_of(SubjectKind.MEMBER)}
    return [
        {
            "stage": 1,
            "branch": UNIT,
            "way": "教师测评",
            "header": asked(desk.plan.name_of(one.subject), stars[one.star]),
            "subject": one.subject if one.star == "loyal" else desk.plan.name_of(one.subject),
            "star": stars[one.star],
            **more,
        }
        for one in questions(desk.plan)
    ]


def desk_of(root, *more, change=None, scale="approval", **settings):
    desk = Desk(root, branches=2)
    desk.rows = by_ballots(desk.rows, MEMBER, BRANCH, scale=scale)
    desk.rows[1]["online"] = [*rows_of_plan(desk), *more]
    if change:
        change(desk.rows[1]["online"])
    desk.rewrite(**settings)
    return desk


def export_of(desk, ballots, answer, beside=(), change=None):
    """Return an export of the branch's own form, whose headers have numbers and no codes."""
    rows = table_of(desk.plan, questions(desk.plan), ballots, answer, beside)
    first = len(TOOL) + len(beside)
    headers = [f"{n}、 {row['header']}【单选题】" for n, row in enumerate(rows_of_plan(desk), 1)]
    rows[0] = [*rows[0][:first], *(change(one) if change else one for one in headers)]
    return rows


def uneven(ballot, question):
    """Of nine ballots the first says no to loyalty, the second abstains throughout, the third leaves 0101 out."""
    if ballot == 1 and question.star == "loyal":
        return "不满意"
    if ballot == 2:
        return "不了解"
    return None if ballot == 3 and question.subject == "0101" else "满意"


MEANING = {"stage": 1, "way": "教师测评", "answers": "满意＝同意；不满意＝不同意；不了解＝弃权"}


def taken(desk, data, name="f.csv"):
    return take_in(Envelope(name, data), desk.plan)


def codes(intake):
    return {finding.rule.code for finding in intake.findings}


def send_form(desk):
    book = evaluation_form(desk.plan, desk.plan.branches[0])
    blank = {
        (key, row, column.key): None
        for key in ("member_teacher", "branch_teacher")
        for row in range(len(book.table_of(key).rows))
        for column in book.table_of(key).columns
    }
    return desk.receive(0, blank)


@pytest.mark.parametrize("kind", ["utf-8-sig", "gb18030", "xlsx"])
def test_an_export_without_codes_comes_to_the_table_that_one_counts_by_hand(tmp_path, kind):
    desk = desk_of(tmp_path, MEANING)
    rows = export_of(desk, 9, uneven)
    data, name = (xlsx_of(rows), "f.xlsx") if kind == "xlsx" else (csv_of(rows, kind), "f.csv")
    intake = taken(desk, data, name)
    assert intake.submission.online
    part = intake.submission.parts["member_teacher"]
    assert part.marks["0101", "loyal", "teacher"] == {"approve": 6, "oppose": 1, "abstain": 1, "": 1}
    assert part.marks["0101", "study", "teacher"] == {"approve": 7, "abstain": 1, "": 1}
    assert part.marks["0102", "loyal", "teacher"] == {"approve": 7, "oppose": 1, "abstain": 1}
    assert part.ballots == {"member.teacher": 9}
    stars = len(desk.plan.stars_of(SubjectKind.MEMBER))
    assert (part.cells.accepted, part.cells.empty, part.cells.rejected) == (9 * 2 * stars - stars, stars, 0)
    assert not {one.rule.code for one in intake.findings if one.is_error}


def test_it_counts_beside_the_form_and_names_its_columns(tmp_path):
    desk = desk_of(tmp_path, MEANING)
    send_form(desk)
    (desk.root / "inbox" / "01-网上.csv").write_bytes(csv_of(export_of(desk, 9, uneven)))
    said = desk.check("--all").output
    assert not [code for code in ("F101", "F156", "F161", "F162", "X199") if code in said]
    desk.run("merge", desk.root, *NOW)
    why = desk.run("why", desk.root, "0101", "政治忠诚星", *NOW).output
    assert "同意 6　不同意和弃权 3" in why
    assert "教师测评：01-网上.csv › D:D\n" in why
    assert "评议表已报" in desk.run("status", desk.root, *NOW).output


def test_nothing_that_is_kept_holds_who_answered(tmp_path):
    desk = desk_of(tmp_path, MEANING)
    send_form(desk)
    rows = export_of(desk, 9, uneven, beside=("姓名", "手机号码", "微信昵称", "为什么"))
    (desk.root / "inbox" / "f.csv").write_bytes(csv_of(rows))
    said = desk.check("--all").output
    desk.run("merge", desk.root, *NOW)
    assert "3 列能看出是谁投的：姓名、手机号码、微信昵称" in said
    assert any("F157" in line and "为什么" in line for line in said.splitlines())
    kept = [path for path in desk.root.rglob("*") if path.is_file() and path.parent.name != "inbox"]
    assert not [path for path in kept if b"canary" in path.read_bytes()]
    assert "canary" not in repr(taken(desk, csv_of(rows)))


def test_a_header_of_the_plan_that_the_export_lacks_is_said_and_is_no_blank(tmp_path):
    desk = desk_of(tmp_path, MEANING)
    rows = export_of(desk, 4, lambda *_: "满意", change=lambda header: header.replace("赵某甲", "赵某假"))
    intake = taken(desk, csv_of(rows))
    stars = len(desk.plan.stars_of(SubjectKind.MEMBER))
    [unmatched] = [one for one in intake.findings if one.rule.code == "F161"]
    assert unmatched.facts["found"] == stars
    assert asked("赵某甲", "政治忠诚星") in unmatched.says(Lang.ZH)
    assert "F156" not in codes(intake)
    [beside] = [one for one in intake.findings if one.rule.code == "F157"]
    assert beside.facts["found"] == stars
    part = intake.submission.parts["member_teacher"]
    assert {key[0] for key in part.marks} == {"0102"}
    assert ("0101", "loyal", "teacher") in part.rejected
    assert (part.cells.accepted, part.cells.rejected) == (4 * stars, 4 * stars)


def test_a_question_that_the_plan_does_not_map_is_missing_by_name(tmp_path):
    desk = desk_of(tmp_path, MEANING, change=lambda rows: rows.pop(0))
    intake = taken(desk, csv_of(export_of(desk, 4, lambda *_: "满意")))
    [lacking] = [one for one in intake.findings if one.rule.code == "F156"]
    assert "赵某甲的政治忠诚星" in lacking.says(Lang.ZH)
    assert {"F157"} <= codes(intake)
    assert ("0101", "loyal", "teacher") in intake.submission.parts["member_teacher"].rejected


def test_two_columns_with_one_header_count_neither(tmp_path):
    desk = desk_of(tmp_path, MEANING)
    rows = export_of(desk, 4, lambda *_: "满意")
    rows = [[*row, row[3]] for row in rows]
    intake = taken(desk, csv_of(rows))
    assert [one.place.cell for one in intake.findings if one.rule.code == "F155"] == [
        "D1",
        f"{_letter(len(rows[0]))}1",
    ]
    part = intake.submission.parts["member_teacher"]
    assert ("0101", "loyal", "teacher") in part.rejected
    assert ("0101", "loyal", "teacher") not in part.marks


def _letter(column):
    first, last = divmod(column - 1, 26)
    return ("" if not first else chr(64 + first)) + chr(65 + last)


def test_headers_of_two_branches_in_one_export_are_refused(tmp_path):
    strange = {
        **MEANING,
        "branch": "甲二完小党支部",
        "header": "甲二钱某乙忠诚吗",
        "subject": "0202",
        "star": "政治忠诚星",
    }
    strange.pop("answers")
    desk = desk_of(tmp_path, MEANING, strange)
    rows = [
        [*row, "甲二钱某乙忠诚吗" if n == 0 else "满意"] for n, row in enumerate(export_of(desk, 4, uneven))
    ]
    intake = taken(desk, csv_of(rows))
    assert (intake.submission, codes(intake)) == (None, {"F153"})


@pytest.mark.parametrize("answer", ["很好", "3", 3, "满意吗"])
def test_an_answer_of_unknown_meaning_is_rejected_at_its_cell_and_the_plan_can_say_it(tmp_path, answer):
    desk = desk_of(tmp_path, MEANING)
    rows = export_of(
        desk, 4, lambda n, one: answer if (n, one.subject, one.star) == (2, "0101", "loyal") else "满意"
    )
    intake = taken(desk, xlsx_of(rows), "f.xlsx")
    [wrong] = [one for one in intake.findings if one.is_error]
    assert (wrong.rule.code, wrong.place.say()) == ("F162", "f.xlsx › Sheet1 › D3")
    assert "加一行“教师测评”" in wrong.fix(Lang.ZH)
    assert "非常满意＝同意" in wrong.fix(Lang.ZH)
    assert str(answer) not in {str(fact) for fact in wrong.facts.values()}
    part = intake.submission.parts["member_teacher"]
    assert part.marks["0101", "loyal", "teacher"] == {"approve": 3}
    assert part.rejected == {("0101", "loyal", "teacher")}
    said = desk_of(tmp_path / "said", MEANING, {**MEANING, "answers": f"{answer}＝弃权"})
    again = taken(said, xlsx_of(rows), "f.xlsx").submission.parts["member_teacher"]
    assert again.marks["0101", "loyal", "teacher"] == {"approve": 3, "abstain": 1}
    assert again.rejected == frozenset()


@pytest.mark.parametrize(
    ("answer", "mark"),
    [
        ("同意", "approve"),
        ("A、同意", "approve"),
        ("A. 同意", "approve"),
        ("A 同意", "approve"),
        ("A同意", "approve"),
        ("（A）同意", "approve"),
        ("1.同意", "approve"),
        ("①同意", "approve"),
        ("同意（赞成）", "approve"),
        ("B．不同意(反对)", "oppose"),
        ("C.满意", "approve"),
        ("满意", "approve"),
        ("不满意", "oppose"),
        ("弃权", "abstain"),
    ],
)
def test_an_answer_is_read_by_its_certain_meaning(tmp_path, answer, mark):
    desk = desk_of(tmp_path, MEANING)
    intake = taken(desk, csv_of(export_of(desk, 3, lambda *_: answer)))
    assert intake.submission.parts["member_teacher"].marks["0101", "loyal", "teacher"] == {mark: 3}
    assert not [one for one in intake.findings if one.is_error]


@pytest.mark.parametrize("answer", ["同意（部分）", "A", "2、", "不太同意"])
def test_an_answer_that_is_only_like_a_grade_is_none(tmp_path, answer):
    desk = desk_of(tmp_path, MEANING)
    intake = taken(desk, csv_of(export_of(desk, 3, lambda *_: answer)))
    part = intake.submission.parts["member_teacher"]
    assert ("0101", "loyal", "teacher") not in part.marks
    assert ("0101", "loyal", "teacher") in part.rejected


@pytest.mark.parametrize("answer", ["同意（反对）", "同意/不同意"])
def test_an_answer_of_two_grades_is_neither(tmp_path, answer):
    desk = desk_of(tmp_path, MEANING)
    rows = export_of(desk, 3, lambda n, one: answer if (n, one.star) == (2, "loyal") else "满意")
    intake = taken(desk, csv_of(rows))
    assert intake.submission.parts["member_teacher"].marks["0101", "loyal", "teacher"] == {
        "approve": 2,
        "": 1,
    }
    assert "C143" in codes(intake)


def test_points_may_be_called_by_words_and_are_never_options(tmp_path):
    meaning = {**MEANING, "answers": "非常好＝10；较好＝8.5"}
    desk = desk_of(tmp_path, meaning, scale="points")
    answers = ("非常好", "A.较好", "1.5", "9")
    rows = export_of(desk, 4, lambda n, _: answers[n - 1])
    part = taken(desk, csv_of(rows)).submission.parts["member_teacher"]
    assert part.marks["0101", "loyal", "teacher"] == {1000: 1, 850: 1, 150: 1, 900: 1}


def test_what_answers_mean_holds_for_questions_with_codes_too(tmp_path):
    desk = desk_of(tmp_path, MEANING, change=lambda rows: rows.__delitem__(slice(0, -1)))
    part = taken(desk, csv_of(table_of(desk.plan, questions(desk.plan), 9, uneven))).submission.parts[
        "member_teacher"
    ]
    assert part.marks["0101", "loyal", "teacher"] == {"approve": 6, "oppose": 1, "abstain": 1, "": 1}


def test_a_branch_rated_by_its_own_questions(tmp_path):
    star = "政治可靠忠诚星"
    row = {
        "stage": 1,
        "branch": UNIT,
        "way": "教师评支部",
        "header": "支部忠诚吗",
        "star": star,
        "answers": "好＝同意",
    }
    desk = desk_of(tmp_path, row)
    part = taken(desk, csv_of([["支部忠诚吗？"], ["好"], ["不同意"], ["好"]])).submission.parts[
        "branch_teacher"
    ]
    first = desk.plan.stars_of(SubjectKind.BRANCH)[0].key
    assert part.marks["01", first, "teacher"] == {"approve": 2, "oppose": 1}


def test_the_plan_itself_is_no_ballots(tmp_path):
    desk = desk_of(tmp_path, MEANING)
    intake = taken(desk, (desk.root / "plan.xlsx").read_bytes(), "plan.xlsx")
    assert intake.submission is None
    assert "F159" in codes(intake)


def test_a_text_of_which_the_plan_says_nothing_is_what_it_was(tmp_path):
    desk = desk_of(tmp_path, MEANING)
    assert codes(taken(desk, "序号,姓名\n1,赵某甲\n".encode())) == {"F101"}


def test_forms_do_not_carry_the_sheet_and_older_plans_lack_it(tmp_path):
    with_rows, without = desk_of(tmp_path / "a", MEANING), Desk(tmp_path / "b", branches=2)
    without.rows = by_ballots(without.rows, MEMBER, BRANCH)
    without.rewrite()
    books = [evaluation_form(desk.plan, desk.plan.branches[0]) for desk in (with_rows, without)]
    assert complete(books[0]) == complete(books[1])
    assert books[0].identity == books[1].identity
    assert books[0].plan.online == ()
    assert plan_of(without.rows).online == ()


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("12、赵某甲——政治忠诚星", "赵某甲-政治忠诚星", True),
        ("第3题 赵某甲：政治忠诚星（必答题）", "Q5.赵某甲 政治忠诚星", True),
        ("（2）赵某甲", "赵某甲", True),
        ("2.5分制", "5分制", False),
        ("2023年赵某甲", "年赵某甲", False),
        ("赵某甲", "赵某", False),
    ],
)
def test_headers_are_compared_without_number_and_punctuation(one, other, alike):
    assert (tidied(one) == tidied(other)) is alike


@pytest.mark.parametrize("text", ["同意", "1.5", "10", "A", "1.", "弃权票"])
def test_an_answer_without_an_option_stays(text):
    assert without_option(text) == text


def test_a_plan_may_have_more_rows_than_were_prepared_for_it(tmp_path):
    desk = desk_of(tmp_path)
    run = desk.run("plan", "upgrade", desk.root)
    assert run.exit_code == 0
    book = openpyxl.load_workbook(desk.root / "plan.xlsx")
    sheet = book["网上测评"]
    for number in range(200):
        sheet.append(
            [1, "甲二完小党支部", "教师评支部", f"支部怎么样（{number}）", None, "政治可靠忠诚星", None]
        )
    book.save(desk.root / "plan.xlsx")
    said = desk.check("--all").output
    assert sum("P161" in line for line in said.splitlines()) == 199
