"""Ballots that a form tool collected: an export beside the form counts as if it had been typed there, and nobody is told."""

from datetime import date

import pytest
from boxes import mail_of
from desks import Desk
from exports import YES, by_ballots, csv_of, headers, questions, table_of, uneven, xlsx_of
from filled import values_of

from xlcampaign.commands.intake import take_in
from xlcampaign.forms.papers import write_papers
from xlcampaign.layout.forms import evaluation_form
from xlcampaign.layout.online import code_of, names_voters, online_papers, question_in
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import SubjectKind, WayKey
from xlcampaign.words import Lang

MEMBER, BRANCH = (SubjectKind.MEMBER, WayKey.TEACHER), (SubjectKind.BRANCH, WayKey.TEACHER)
NOW = ("--as-of", "2023-06-26")


def desk_of(root, *ways, scale="approval", **settings):
    desk = Desk(root, branches=2)
    desk.rows = by_ballots(desk.rows, *(ways or (MEMBER, BRANCH)), scale=scale)
    desk.rewrite(**settings)
    return desk


def send_form(desk, **meeting):
    """Receive a branch's form with no ballot typed; `meeting` changes how the teachers' way was held."""
    book = evaluation_form(desk.plan, desk.plan.branches[0])
    blank = {
        (key, row, column.key): None
        for key in ("member_teacher", "branch_teacher")
        if book.sheet_of(key) is not None
        for row in range(len(book.table_of(key).rows))
        for column in book.table_of(key).columns
    }
    row = [one["way"] for one in book.table_of("meeting").rows].index("member.teacher")
    return desk.receive(0, blank | {("meeting", row, key): value for key, value in meeting.items()})


def put(desk, data, name="01-网上.csv"):
    (desk.root / "inbox" / name).write_bytes(data)


def taken(desk, data, name="f.csv"):
    return take_in(Envelope(name, data), desk.plan)


def codes(intake):
    return {finding.rule.code for finding in intake.findings}


def test_an_export_comes_to_the_table_that_one_counts_by_hand(tmp_path):
    desk = desk_of(tmp_path)
    intake = taken(desk, csv_of(table_of(desk.plan, questions(desk.plan), 9, uneven)))
    part = intake.submission.parts["member_teacher"]
    assert part.marks["0101", "loyal", "teacher"] == {"approve": 6, "oppose": 1, "abstain": 1, "": 1}
    assert part.marks["0101", "study", "teacher"] == {"approve": 7, "abstain": 1, "": 1}
    assert part.marks["0102", "loyal", "teacher"] == {"approve": 7, "oppose": 1, "abstain": 1}
    assert part.ballots == {"member.teacher": 9}
    stars = len(desk.plan.stars_of(SubjectKind.MEMBER))
    assert (part.cells.accepted, part.cells.empty, part.cells.rejected) == (9 * 2 * stars - stars, stars, 0)
    assert part.written == 9 * 2 * stars


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_text_in_any_encoding_and_excel_come_to_the_same(tmp_path, encoding):
    desk = desk_of(tmp_path)
    rows = table_of(desk.plan, questions(desk.plan), 5, uneven)
    text, excel = taken(desk, csv_of(rows, encoding)), taken(desk, xlsx_of(rows), "f.xlsx")
    assert text.submission.parts["member_teacher"].marks == excel.submission.parts["member_teacher"].marks
    assert text.submission.parts["member_teacher"].digest == excel.submission.parts["member_teacher"].digest
    assert text.submission.online


def test_it_counts_beside_the_form_that_states_its_meeting(tmp_path):
    desk = desk_of(tmp_path)
    send_form(desk)
    put(desk, csv_of(table_of(desk.plan, questions(desk.plan), 9, uneven)))
    merged = desk.run("merge", desk.root, *NOW)
    assert "X199" not in merged.output
    why = desk.run("why", desk.root, "0101", "政治忠诚星", *NOW).output
    # by the plan whoever does not agree is no yes: 6 of 9
    assert "同意 6　不同意和弃权 3" in why
    assert "教师测评：01-网上.csv › D:D\n" in why
    assert "评议表已报" in desk.run("status", desk.root, *NOW).output


def test_without_its_meeting_nothing_counts_and_without_the_form_that_is_still_missed(tmp_path):
    desk = desk_of(tmp_path)
    put(desk, csv_of(table_of(desk.plan, questions(desk.plan), 9, uneven)))
    said = desk.check("--all").output
    assert "X199" in said
    assert "“教师测评”的 9 份网上的票没有计入" in said
    assert "“甲一完小党支部”的评议表未报" in said
    status = desk.run("status", desk.root, *NOW).output
    assert "01 甲一完小党支部  承诺表未报、评议表未报" in status
    merged = desk.run("merge", desk.root, *NOW)
    assert "X199" in merged.output


@pytest.mark.parametrize(("valid", "code"), [(8, "B104"), (10, "B105")])
def test_the_ballots_are_held_against_the_number_that_the_form_states(tmp_path, valid, code):
    desk = desk_of(tmp_path)
    send_form(desk, due=12, present=12, issued=12, returned=12, valid=valid)
    put(desk, csv_of(table_of(desk.plan, questions(desk.plan), 9, uneven)))
    assert any(code in line and "网上" in line for line in desk.check("--all").output.splitlines())


@pytest.mark.parametrize("newer", ["form", "export"])
def test_ballots_on_paper_and_online_count_neither_way(tmp_path, newer):
    desk = desk_of(tmp_path)
    book = evaluation_form(desk.plan, desk.plan.branches[0])
    beyond = {
        ("member_teacher", row, column.key): None
        for row, given in enumerate(book.table_of("member_teacher").rows)
        if given["ballot"] > 9
        for column in book.table_of("member_teacher").columns
    }
    desk.receive(0, beyond)
    export = csv_of(table_of(desk.plan, questions(desk.plan), 9, uneven))
    put(
        desk,
        export if newer == "form" else mail_of(("f.csv", export)),
        "f.csv" if newer == "form" else "f.eml",
    )
    said = [line for line in desk.check("--all").output.splitlines() if "X198" in line]
    assert len(said) == 2
    assert "教师测评" in said[0]
    files = [line.partition("：")[2] for line in said]  # the form first, in both
    assert all(0 <= one.find("01.xlsx") < one.find("f.csv") for one in files), files
    why = desk.run("why", desk.root, "0101", "政治忠诚星", *NOW).output
    assert "同意 6" not in why
    assert "教师测评  —" in why
    cleared = send_form(desk)  # what is said to help does
    assert cleared.name == "01.xlsx"
    assert "X198" not in desk.check("--all").output
    assert "同意 6" in desk.run("why", desk.root, "0101", "政治忠诚星", *NOW).output


def test_of_two_exports_the_one_that_came_later_counts_and_else_neither(tmp_path):
    desk = desk_of(tmp_path)
    send_form(desk, due=12, present=12, issued=12, returned=10, valid=10)
    asked = questions(desk.plan)
    first, second = (csv_of(table_of(desk.plan, asked, number, uneven)) for number in (9, 10))
    put(desk, mail_of(("f.csv", first), day="Tue, 18 Apr 2023 09:30:00 +0800"), "1.eml")
    put(desk, mail_of(("f.csv", second), day="Thu, 20 Apr 2023 09:30:00 +0800"), "2.eml")
    said = desk.check("--all").output
    assert "X102" in said
    assert "同意 7　不同意和弃权 3" in desk.run("why", desk.root, "0101", "政治忠诚星", *NOW).output
    (desk.root / "inbox" / "1.eml").unlink()
    (desk.root / "inbox" / "2.eml").unlink()
    put(desk, first, "1.csv")
    put(desk, second, "2.csv")
    [tied] = [line for line in desk.check("--all").output.splitlines() if "X103" in line]
    assert "1.csv" in tied
    assert "2.csv" in tied
    assert "教师测评  —" in desk.run("why", desk.root, "0101", "政治忠诚星", *NOW).output


def test_nothing_that_is_kept_holds_a_ballot_or_who_cast_it(tmp_path):
    desk = desk_of(tmp_path)
    send_form(desk)
    export = table_of(
        desk.plan, questions(desk.plan), 9, uneven, beside=("姓名", "手机号码", "来自IP", "为什么")
    )
    put(desk, csv_of(export))
    checked = desk.check("--all").output
    desk.run("merge", desk.root, *NOW)
    assert "3 列能看出是谁投的：姓名、手机号码、来自IP" in checked
    assert any("F157" in line and "为什么" in line for line in checked.splitlines())
    kept = [path for path in desk.root.rglob("*") if path.is_file() and path.parent.name != "inbox"]
    assert len(kept) > 3
    for path in kept:
        data = path.read_bytes()
        assert b"canary" not in data, path
        assert "提交答卷时间".encode() not in data, path
    intake = taken(desk, csv_of(export))
    assert intake.draft is None
    assert "canary" not in repr(intake)


def test_what_ballots_show_together_is_said_as_of_paper(tmp_path):
    desk = desk_of(tmp_path, uniform_ballots="aside")
    intake = taken(desk, csv_of(table_of(desk.plan, questions(desk.plan), 8, lambda *_: YES)))
    found = {finding.rule.code: dict(finding.facts) for finding in intake.findings}
    assert found["B101"] == {"found": 8, "total": 8}
    assert found["B110"] == {"found": 8, "total": 8}
    assert intake.submission.parts["member_teacher"].marks["0101", "loyal", "teacher"] == {"aside": 8}


@pytest.mark.parametrize("answer", [1, 2, "1", "3", "A", "满意", "还行"])
def test_an_answer_that_is_no_grade_is_rejected_with_its_cell(tmp_path, answer):
    desk = desk_of(tmp_path)
    asked = questions(desk.plan)
    rows = table_of(desk.plan, asked, 4, lambda n, one: answer if (n, one) == (2, asked[0]) else YES)
    intake = taken(desk, xlsx_of(rows), "f.xlsx")
    [wrong] = [finding for finding in intake.findings if finding.is_error]
    assert wrong.place.say() == "f.xlsx › Sheet1 › D3"
    assert str(answer) not in {str(fact) for fact in wrong.facts.values()}
    part = intake.submission.parts["member_teacher"]
    assert part.marks["0101", "loyal", "teacher"] == {"approve": 3}
    assert part.rejected == {("0101", "loyal", "teacher")}
    assert part.cells.rejected == 1


@pytest.mark.parametrize("answer", ["A.同意", "B、 同意", "赞成", " 同意 ", "√"])
def test_an_answer_is_read_as_it_is_on_paper(tmp_path, answer):
    desk = desk_of(tmp_path)
    intake = taken(desk, csv_of(table_of(desk.plan, questions(desk.plan), 3, lambda *_: answer)))
    assert intake.submission.parts["member_teacher"].marks["0101", "loyal", "teacher"] == {"approve": 3}


@pytest.mark.parametrize("nothing", ["", "(跳过)", "（空）"])
def test_a_question_that_was_left_out_is_a_blank(tmp_path, nothing):
    desk = desk_of(tmp_path)
    asked = questions(desk.plan)
    rows = table_of(desk.plan, asked, 3, lambda n, one: nothing if one == asked[0] or n == 3 else YES)
    part = taken(desk, csv_of(rows)).submission.parts["member_teacher"]
    assert part.ballots == {"member.teacher": 2}
    assert part.marks["0101", "loyal", "teacher"] == {"": 2}


def test_grades_and_points_are_read_by_their_scales(tmp_path):
    grades = desk_of(tmp_path / "g", MEMBER, scale="grades")
    rows = table_of(grades.plan, questions(grades.plan), 3, lambda n, _: ("优秀", "合格", "不了解")[n - 1])
    part = taken(grades, csv_of(rows)).submission.parts["member_teacher"]
    assert part.marks["0101", "loyal", "teacher"] == {"excellent": 1, "good": 1, "unknown": 1}
    points = desk_of(tmp_path / "p", MEMBER, scale="points")
    rows = table_of(points.plan, questions(points.plan), 2, lambda n, _: (9, "8.5")[n - 1])
    part = taken(points, csv_of(rows)).submission.parts["member_teacher"]
    assert part.marks["0101", "loyal", "teacher"] == {900: 1, 850: 1}


def test_one_form_may_ask_about_the_branch_and_its_members(tmp_path):
    desk = desk_of(tmp_path)
    asked = [*questions(desk.plan), *questions(desk.plan, kind=SubjectKind.BRANCH)]
    parts = taken(desk, csv_of(table_of(desk.plan, asked, 4, lambda *_: YES))).submission.parts
    assert parts.keys() == {"member_teacher", "branch_teacher"}
    first = desk.plan.stars_of(SubjectKind.BRANCH)[0].key
    assert parts["branch_teacher"].marks["01", first, "teacher"] == {"approve": 4}


def test_a_question_that_is_missing_is_neither_a_blank_nor_a_no(tmp_path):
    desk = desk_of(tmp_path)
    intake = taken(desk, csv_of(table_of(desk.plan, questions(desk.plan)[1:], 4, lambda *_: YES)))
    [lacking] = [finding for finding in intake.findings if finding.rule.code == "F156"]
    assert lacking.facts["found"] == 1
    assert "赵某甲的政治忠诚星" in lacking.says(Lang.ZH)
    part = intake.submission.parts["member_teacher"]
    assert ("0101", "loyal", "teacher") not in part.marks
    assert ("0101", "loyal", "teacher") in part.rejected
    assert part.marks["0102", "loyal", "teacher"] == {"approve": 4}
    stars = len(desk.plan.stars_of(SubjectKind.MEMBER))
    assert (part.cells.accepted, part.cells.empty, part.cells.rejected) == (4 * (2 * stars - 1), 0, 4)
    assert part.written == part.cells.accepted


def test_what_a_voter_writes_does_not_make_ballots_the_list_of_questions(tmp_path):
    desk = desk_of(tmp_path)
    rows = table_of(desk.plan, questions(desk.plan), 4, lambda *_: YES, beside=("意见",))
    rows[2][3] = rows[0][4]
    assert taken(desk, csv_of(rows)).submission.parts["member_teacher"].ballots == {"member.teacher": 4}


def test_a_question_that_is_not_asked_or_stands_there_twice_counts_for_nobody(tmp_path):
    desk = desk_of(tmp_path)
    asked = questions(desk.plan)
    stranger = asked[0]._replace(subject="0199")
    intake = taken(desk, csv_of(table_of(desk.plan, [*asked, stranger, asked[-1]], 4, lambda *_: YES)))
    wrong = [finding for finding in intake.findings if finding.rule.code == "F155"]
    assert len(wrong) == 3
    last = asked[-1]
    part = intake.submission.parts["member_teacher"]
    assert (last.subject, last.star, "teacher") in part.rejected
    assert (last.subject, last.star, "teacher") not in part.marks


def test_a_code_that_somebody_else_has_by_now_counts_for_nobody(tmp_path):
    desk = desk_of(tmp_path)
    [paper] = [one for one in online_papers(desk.plan, desk.plan.branches[0]) if one.tab.zh == "教师测评"]
    _, tables = desk.rows
    tables["members"] = [
        {**one, "name": "冯某癸"} if one["code"] == "0101" else one for one in tables["members"]
    ]
    desk.rewrite()
    printed = [row[0] for row in paper.rows]
    rows = [printed, *[[YES] * len(printed)] * 4]
    intake = taken(desk, csv_of(rows))
    said = [finding.says(Lang.ZH) for finding in intake.findings if finding.rule.code == "F155"]
    assert len(said) == len(desk.plan.stars_of(SubjectKind.MEMBER))
    assert "题目写的是“赵某甲：政治忠诚星”，这个编码现在是“冯某癸”的“政治忠诚星”" in said[0]
    part = intake.submission.parts["member_teacher"]
    assert {key[0] for key in part.marks} == {"0102"}
    assert {key[0] for key in part.rejected} == {"0101"}
    swapped = [text.replace("政治忠诚星", "理论学习星") for text in printed[:1]]
    rows[0] = [text.replace("赵某甲", "冯某癸") for text in (*swapped, *printed[1:])]
    assert codes(taken(desk, csv_of(rows))) == {"F155", "B101", "B102"}


def test_a_vote_that_was_declared_void_is_void_online_too(tmp_path):
    desk = desk_of(tmp_path)
    send_form(desk, present="作废（重新测评）")
    put(desk, csv_of(table_of(desk.plan, questions(desk.plan), 9, uneven)))
    said = desk.check("--all").output
    assert any("X131" in line and "网上" in line for line in said.splitlines())
    assert "教师测评  —" in desk.run("why", desk.root, "0101", "政治忠诚星", *NOW).output


def test_a_code_that_was_changed_or_is_of_another_campaign_is_not_believed(tmp_path):
    desk, asked = desk_of(tmp_path), None
    asked = questions(desk.plan)
    rows = table_of(desk.plan, asked, 4, lambda *_: YES)
    other = [[*rows[0][:3], *(code_of(one, "XX-2022") for one in asked)], *rows[1:]]
    refused = taken(desk, csv_of(other))
    assert refused.submission is None
    assert codes(refused) == {"F152"}
    rows[0][3] = rows[0][3].replace("/0101/", "/0102/", 1)
    one = taken(desk, csv_of(rows))
    assert {"F155", "F156"} <= codes(one)
    assert ("0101", "loyal", "teacher") in one.submission.parts["member_teacher"].rejected


def test_ballots_of_several_branches_or_sheets_in_one_file_are_refused(tmp_path):
    desk = desk_of(tmp_path)
    mine, others = questions(desk.plan), questions(desk.plan, branch=1)
    both = taken(desk, csv_of(table_of(desk.plan, [*mine, *others], 4, lambda *_: YES)))
    assert (both.submission, codes(both)) == (None, {"F153"})
    tables = [table_of(desk.plan, mine, 4, lambda *_: YES)] * 2
    sheets = taken(desk, xlsx_of(*tables), "f.xlsx")
    assert (sheets.submission, codes(sheets)) == (None, {"F153"})


def test_a_way_that_is_not_voted_on_or_needs_to_know_who_voted_is_refused(tmp_path):
    marked = Desk(tmp_path / "t", branches=2)
    asked = questions(marked.plan, way=WayKey.SELF)
    by_marks = taken(marked, csv_of(table_of(marked.plan, asked, 4, lambda *_: 9)))
    assert codes(by_marks) == {"F154"}
    assert by_marks.submission.parts == {}
    peers = desk_of(tmp_path / "p", (SubjectKind.MEMBER, WayKey.PEER))
    asked = questions(peers.plan, way=WayKey.PEER)
    assert codes(taken(peers, csv_of(table_of(peers.plan, asked, 4, lambda *_: YES)))) == {"F154"}
    assert online_papers(peers.plan, peers.plan.branches[0]) == ()


def test_peers_on_a_scale_of_grades_are_warned_of_votes_for_oneself(tmp_path):
    desk = desk_of(tmp_path, (SubjectKind.MEMBER, WayKey.PEER), scale="grades")
    asked = questions(desk.plan, way=WayKey.PEER)
    intake = taken(desk, csv_of(table_of(desk.plan, asked, 4, lambda *_: "优秀")))
    assert "B106" in codes(intake)


def test_the_printed_questions_map_by_themselves_and_are_no_ballots(tmp_path):
    desk = desk_of(tmp_path)
    papers = online_papers(desk.plan, desk.plan.branches[0])
    assert [paper.tab.zh for paper in papers] == ["教师评支部", "教师测评"]
    [members] = [paper for paper in papers if paper.tab.zh == "教师测评"]
    printed = [row[0] for row in members.rows]
    assert [question_in(text, desk.plan.campaign.code) for text in printed] == questions(desk.plan)
    assert printed[0].endswith("〕赵某甲：政治忠诚星")
    assert {row[1] for row in members.rows} == {"同意 / 不同意 / 弃权"}
    rows = [["序号", *printed], *[[n, *[YES] * len(printed)] for n in (1, 2)]]
    part = taken(desk, csv_of(rows)).submission.parts["member_teacher"]
    assert part.marks["0102", "study", "teacher"] == {"approve": 2}
    path = tmp_path / "q.xlsx"
    write_papers(path, papers[0].title, papers, Lang.ZH, date(2023, 4, 1))
    alone = taken(desk, path.read_bytes(), "q.xlsx")
    assert (alone.submission, codes(alone)) == (None, {"F159"})


def test_forms_puts_the_questions_beside_the_form_where_there_are_any(tmp_path):
    desk = desk_of(tmp_path)
    desk.run("forms", desk.root, "--step", "evaluation")
    [path, *_] = sorted(desk.root.glob("send/stage-1/*/*网上测评题目*.xlsx"))
    tab = values_of(path)["教师测评"]
    texts = [cell.value for row in range(1, tab.max_row + 1) for cell in tab[row]]
    assert any(str(text).startswith("〔1/teacher/01/0101/loyal/") for text in texts)
    tallied = Desk(tmp_path / "t", branches=2)
    tallied.run("forms", tallied.root, "--step", "evaluation")
    assert not list(tallied.root.glob("send/stage-1/*/*网上测评题目*"))


def test_hidden_rows_are_said(tmp_path):
    desk = desk_of(tmp_path)
    rows = table_of(desk.plan, questions(desk.plan), 4, lambda *_: YES)
    intake = taken(desk, xlsx_of(rows, hidden=(3,)), "f.xlsx")
    [hidden] = [finding for finding in intake.findings if finding.rule.code == "S108"]
    assert "3" in hidden.says(Lang.ZH)


def test_a_text_without_codes_is_what_it_was(tmp_path):
    desk = desk_of(tmp_path)
    assert codes(taken(desk, "序号,姓名\n1,赵某甲\n".encode())) == {"F101"}
    export = csv_of([headers(desk.plan, questions(desk.plan))])
    assert codes(take_in(Envelope("f.csv", export), None)) == {"F101"}


@pytest.mark.parametrize(
    ("header", "telling"),
    [
        ("您的姓名", True),
        ("1、姓名：", True),
        ("微信昵称", True),
        ("用户ID", True),
        ("openid", True),
        ("来自IP", True),
        ("填写人", True),
        ("工号", True),
        ("提交时间", False),
        ("您对支部的意见", False),
        ("来源", False),
    ],
)
def test_columns_that_name_voters_are_known_by_their_headers(header, telling):
    assert names_voters(header) is telling
