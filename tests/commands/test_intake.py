"""One file, from bytes to a submission."""

from dataclasses import replace
from datetime import date

import pytest
from dear import mostly_slow
from grids import bytes_of, envelope_of, write_plain
from known import books_of
from plain import plain_file
from plans import small_plan, with_entries

from xlcampaign.commands.intake import take_in
from xlcampaign.findings.finding import Rejects
from xlcampaign.forms.form import write_form
from xlcampaign.layout.fingerprint import FORMAT
from xlcampaign.layout.forms import assessment_form, evaluation_form
from xlcampaign.layout.kinds import Words
from xlcampaign.layout.sheet import RowKind, Table, fields_of
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Entry, SubjectKind
from xlcampaign.model.submission import BLANK, Likeness
from xlcampaign.words import Lang, same

POINTS = ("points", "grades", "approval")
SHAPES = [(scale, entry) for scale in POINTS for entry in Entry if (scale, entry) != ("points", Entry.TALLY)]
DEAR = mostly_slow(SHAPES, ("points", Entry.MARKS), ("grades", Entry.BALLOTS), ("approval", Entry.TALLY))
"""One of each scale and entry is tried every time."""


def plan_shaped(scale, entry):
    return with_entries(small_plan(2, 3), lambda *_: (scale, entry))


def answers_of(book):
    """Fill every input cell with its column's example, as it is shown."""
    answers = {}
    for sheet in book.sheets:
        columns = sheet.columns if isinstance(sheet, Table) else [c for _, c in fields_of(sheet)]
        rows = len(sheet.rows) if isinstance(sheet, Table) else 1
        for column in columns:
            if column.is_input and column.example is not None:
                for row in range(rows):
                    answers[sheet.key, row, column.key] = column.kind.show(column.example, Lang.ZH)
    return answers


def valid_answers(book):
    """Fill a form without a finding: ballots are as many as the meeting sheet says."""
    answers = answers_of(book)
    ballots = [s for s in book.sheets if isinstance(s, Table) and s.row_kind is RowKind.BALLOT]
    meeting = next((s for s in book.sheets if s.key == "meeting"), None)
    for index, row in enumerate(meeting.rows if meeting else ()):
        kind, way = str(row["way"]).split(".")
        number = next((len({r["ballot"] for r in s.rows}) for s in ballots if _is_about(s, kind, way)), 9)
        for key in ("due", "present", "issued", "returned", "valid"):
            answers["meeting", index, key] = number
    for sheet in ballots:
        for (key, row, column), _ in list(answers.items()):
            if key == sheet.key and column == "voter":
                del answers[key, row, column]
    return answers


def _is_about(sheet, kind, way):
    mark = next(column.mark for column in sheet.columns if column.mark)
    return (mark.kind, mark.way) == (kind, way)


def take(book, plan, answers, name="f.xlsx"):
    envelope = Envelope(name, plain_file(book, answers))
    return take_in(envelope, plan)


def found(intake):
    return [(f.rule.code, f.place.sheet, f.place.cell) for f in intake.findings]


_OF_EXAMPLES = {"B101", "B102", "B106", "C122", "R112"}
"""What forms filled with one example all over show: equal ballots and rows, proposals that nobody decided."""


@pytest.mark.parametrize(("scale", "entry"), SHAPES)
def test_what_is_written_reads_back_without_an_error(scale, entry):
    plan = plan_shaped(scale, entry)
    for book in books_of(plan):
        intake = take(book, plan, valid_answers(book))
        assert [item for item in found(intake) if item[0] not in _OF_EXAMPLES] == []
        assert intake.submission is not None
        cells = [part.cells for part in intake.submission.parts.values()]
        assert sum(cell.rejected for cell in cells) == 0
        assert [key for key, part in intake.submission.parts.items() if part.asked and not part.filled] == []


def test_counts_of_marks_tallies_and_the_committee():
    plan = small_plan(1, 3, abstentions="as_printed")
    book = evaluation_form(plan, plan.branches[0])
    answers = valid_answers(book)
    answers["member_self", 1, "loyal"] = "弃权"
    answers["member_self", 2, "loyal"] = None
    submission = take(book, plan, answers).submission
    assert submission is not None
    marks = submission.parts["member_self"].marks
    assert marks["0101", "loyal", "self"] == {850: 1}
    assert marks["0102", "loyal", "self"] == {"abstain": 1}
    assert marks["0103", "loyal", "self"] == {BLANK: 1}
    tally = submission.parts["member_peer"].tallies["0101", "loyal", "peer"]
    assert tally.votes == {"approve": 1, "abstain": None}
    assert submission.parts["branch_public"].tallies["01", "loyal", "teacher"].votes["approve"] == 1
    assert "member_organisation" in submission.parts
    assert ("0101", "loyal", "organisation") not in submission.parts["member_organisation"].marks
    committee = take(assessment_form(plan), plan, valid_answers(assessment_form(plan))).submission
    assert committee is not None
    assert committee.parts["branch_organisation"].marks["01", "loyal", "organisation"] == {850: 1}
    assert committee.parts["secretary_organisation"].marks["0101", "loyal", "organisation"] == {850: 1}


def test_every_star_of_a_branch_keeps_its_own_achievement():
    plan = small_plan(1, 3)
    book = evaluation_form(plan, plan.branches[0])
    answers = valid_answers(book)
    answers |= {("branch_self", row, "achievement"): f"实绩{row}" for row in range(9)}
    submission = take(book, plan, answers).submission
    assert submission is not None
    texts = submission.parts["branch_self"].texts
    stars = plan.stars_of(SubjectKind.BRANCH)
    assert texts == {("01", f"achievement.{star.key}"): f"实绩{row}" for row, star in enumerate(stars)}


def test_ballots_become_counts_and_a_blank_ballot_is_none():
    plan = plan_shaped("approval", Entry.BALLOTS)
    book = evaluation_form(plan, plan.branches[0])
    peers = book.table_of("member_peer")
    answers = {}
    for row, given in enumerate(peers.rows):
        if given["ballot"] == 1 and given["code"] != "0101":
            answers["member_peer", row, "loyal"] = "同意"
        if given["ballot"] == 2 and given["code"] == "0101":
            answers["member_peer", row, "loyal"] = "不同意"
    submission = take(book, plan, answers).submission
    assert submission is not None
    part = submission.parts["member_peer"]
    assert part.marks["0101", "loyal", "peer"] == {BLANK: 1, "oppose": 1}
    assert part.marks["0102", "loyal", "peer"] == {"approve": 1, BLANK: 1}
    assert part.ballots == {"member.peer": 2}
    assert part.written == sum(sum(c.values()) for c in part.marks.values())


def test_the_own_row_of_a_named_self_vote_is_not_counted():
    plan = plan_shaped("approval", Entry.BALLOTS)
    book = evaluation_form(plan, plan.branches[0])
    rows = book.table_of("member_peer").rows
    answers = {}
    for row, given in enumerate(rows):
        if given["ballot"] == 1:
            answers["member_peer", row, "loyal"] = "同意"
            answers["member_peer", row, "voter"] = "0102"
    intake = take(book, plan, answers)
    assert ("B103", "党员互评", "") in found(intake)
    assert intake.submission is not None
    marks = intake.submission.parts["member_peer"].marks
    assert marks["0102", "loyal", "peer"] == {"own": 1}
    assert marks["0101", "loyal", "peer"] == {"approve": 1}


def ballots_of(plan, mark_of, ballots=4):
    book = evaluation_form(plan, plan.branches[0])
    answers = {}
    for row, given in enumerate(book.table_of("member_teacher").rows):
        if given["ballot"] <= ballots:
            for star in ("loyal", "study"):
                answers["member_teacher", row, star] = mark_of(given["ballot"], given["code"], star)
    return [code for code, sheet, _ in found(take(book, plan, answers)) if sheet == "教师测评"]


def test_identical_and_uniform_ballots_are_named():
    plan = plan_shaped("approval", Entry.BALLOTS)
    assert ballots_of(plan, lambda *_: "同意") == ["B101", "B102"]
    mixed = ballots_of(plan, lambda ballot, code, _: "同意" if ballot >> (int(code) - 101) & 1 else "不同意")
    assert mixed == []


def peers_of(plan, mark_of, ballots, voter=None):
    """Take in 党员互评 with ballots that leave the own row blank, ballot 1 that of the first member and so on."""
    book = evaluation_form(plan, plan.branches[0])
    answers = {}
    for row, given in enumerate(book.table_of("member_peer").rows):
        number, code = given["ballot"], given["code"]
        if number <= ballots and int(code) != 100 + number:
            for star in ("loyal", "study"):
                answers["member_peer", row, star] = mark_of(number, code, star)
            if voter:
                answers["member_peer", row, "voter"] = f"01{number:02d}"
    intake = take(book, plan, answers)
    assert intake.submission is not None
    codes = [code for code, sheet, _ in found(intake) if sheet == "党员互评"]
    return codes, intake.submission.parts["member_peer"].likeness


def test_how_alike_ballots_are_is_kept_and_no_ballot():
    plan = with_entries(small_plan(1, 5), lambda *_: ("approval", Entry.BALLOTS))
    # five say the same of everybody but themselves, two stars alike: identical and full
    codes, likeness = peers_of(plan, lambda *_: "同意", 5)
    assert (codes, likeness) == (["B101", "B102"], {"member.peer": Likeness(5, 5, {"approve": 5})})
    # the same, but the first is against the last: four are identical and full
    codes, likeness = peers_of(plan, lambda n, code, _: "不同意" if (n, code) == (1, "0105") else "同意", 5)
    assert (codes, likeness) == (["B101", "B102"], {"member.peer": Likeness(5, 4, {"approve": 4})})
    # every ballot is against its neighbour: none is like another, none is uniform
    neighbour = peers_of(plan, lambda n, code, _: "不同意" if int(code) == 101 + n % 5 else "同意", 5)
    assert neighbour == ([], {"member.peer": Likeness(5, 0, {})})


def test_a_named_ballot_leaves_the_same_figures_and_no_name():
    plan = with_entries(small_plan(1, 5), lambda *_: ("approval", Entry.BALLOTS))
    _, likeness = peers_of(plan, lambda *_: "同意", 5, voter=True)
    assert likeness == {"member.peer": Likeness(5, 5, {"approve": 5})}


@pytest.mark.parametrize(("mark", "key"), [("优秀", "excellent"), ("不合格", "poor")])
def test_ballots_on_the_branch_itself_are_compared_too(mark, key):
    plan = with_entries(small_plan(1, 3), lambda *_: ("grades", Entry.BALLOTS))
    book = evaluation_form(plan, plan.branches[0])
    (sheet,) = [
        s
        for s in book.sheets
        if isinstance(s, Table) and s.row_kind is RowKind.BALLOT and _is_about(s, "branch", "teacher")
    ]
    given = {0: (mark, mark), 1: (mark, mark), 2: (mark, "合格"), 3: ("合格", mark)}
    stars = [star.key for star in plan.stars_of(SubjectKind.BRANCH)[:2]]
    answers = {
        (sheet.key, row, star): value
        for row, marks in given.items()
        for star, value in zip(stars, marks, strict=True)
    }
    submission = take(book, plan, answers).submission
    assert submission is not None
    assert submission.parts[sheet.key].likeness == {"branch.teacher": Likeness(4, 2, {key: 2})}


def broken_of(column):
    """Return what no cell of this column may hold."""
    return "x" * 500 if isinstance(column.kind, Words) else "？？"


def input_cells(book):
    """Every input column of every sheet: sheet, column, and the address of its first cell."""
    for sheet in book.sheets:
        if isinstance(sheet, Table):
            for column in sheet.columns:
                if column.is_input and sheet.rows:
                    yield sheet, column, f"{sheet.letter_of(column.key)}{sheet.first_row}"
        else:
            for row, column in fields_of(sheet):
                yield sheet, column, f"B{row}"


@pytest.mark.parametrize(("scale", "entry"), DEAR)
def test_break_any_input_column_and_get_exactly_one_error_there(scale, entry):
    plan = plan_shaped(scale, entry)
    for book in books_of(plan):
        answers = valid_answers(book)
        for sheet, column, cell in input_cells(book):
            broken = {**answers, (sheet.key, 0, column.key): broken_of(column)}
            findings = take(book, plan, broken).findings
            errors = [(f.place.sheet, f.place.cell) for f in findings if f.is_error]
            assert errors == [(sheet.title.zh, cell)], (sheet.key, column.key)


@pytest.mark.parametrize(("scale", "entry"), SHAPES)
def test_the_programs_own_writer_and_a_plain_one_read_alike(scale, entry, tmp_path):
    plan = plan_shaped(scale, entry)
    for book in books_of(plan):
        answers = valid_answers(book)
        write_form(tmp_path / "f.xlsx", book, Lang.ZH, date(2023, 5, 1), answers)
        own = take_in(Envelope("f.xlsx", (tmp_path / "f.xlsx").read_bytes()), plan)
        plain = take(book, plan, answers)
        assert own.submission is not None
        assert plain.submission is not None
        for key, part in plain.submission.parts.items():
            written = own.submission.parts[key]
            assert (written.marks, written.tallies, written.cells) == (part.marks, part.tallies, part.cells)
            assert (written.bases, written.texts, written.meetings) == (part.bases, part.texts, part.meetings)
            assert (written.entries, written.asked) == (part.entries, part.asked)
        assert found(own) == found(plain)


def test_a_form_without_its_hidden_sheet_is_known_by_its_visible_code():
    plan = small_plan()
    book = evaluation_form(plan, plan.branches[0])
    out = write_plain(book, valid_answers(book))
    del out["_xlc"]
    assert book.identity is not None
    out["填表说明"]["A11"] = book.identity.code
    intake = take_in(Envelope("f.xlsx", bytes_of(out)), plan)
    assert found(intake) == [("F112", "", "")]
    out["填表说明"]["A11"] = None
    assert found(take_in(Envelope("f.xlsx", bytes_of(out)), plan)) == [("F105", "", "")]


def test_forms_of_another_campaign_unit_or_plan():
    plan = small_plan()
    book = evaluation_form(plan, plan.branches[1])
    answers = valid_answers(book)
    other = replace(plan, campaign=replace(plan.campaign, code="OTHER"))
    assert [code for code, *_ in found(take(book, other, answers))] == ["F106"]
    [finding] = take(book, plan.only("01"), answers).findings
    assert finding.rule.code == "F108"
    assert "“群众评议”" in finding.says(Lang.ZH)
    assert "evaluation" not in finding.says(Lang.ZH)
    fewer = replace(plan, members=plan.members[:-1])
    codes = [code for code, *_ in found(take(book, fewer, answers))]
    assert {"F111", "R114"} <= set(codes)
    assert "R101" not in codes


def test_a_form_alone_is_checked_by_the_plan_inside():
    plan = small_plan()
    for book in books_of(plan):
        intake = take_in(Envelope("f.xlsx", plain_file(book, valid_answers(book))), None)
        assert {finding.rule.code for finding in intake.findings} <= _OF_EXAMPLES
        assert intake.submission is not None
        assert intake.plan is not None
        assert intake.plan.ways == plan.ways


def test_sheets_are_found_by_title_header_or_not_at_all():
    plan = small_plan()
    book = evaluation_form(plan, plan.branches[0])
    out = write_plain(book, valid_answers(book))
    out["教师测评"].title = " 教师 测评"
    out["组织总评"].title = "Sheet9"
    out.create_sheet("随手记")["A1"] = "x"
    del out["党员互评"]
    intake = take_in(Envelope("f.xlsx", bytes_of(out)), plan)
    assert sorted(found(intake)) == [("S101", "", ""), ("S102", "Sheet9", ""), ("S104", "随手记", "")]


def test_a_differing_copy_of_a_sheet_counts_neither():
    plan = small_plan()
    book = evaluation_form(plan, plan.branches[0])
    out = write_plain(book, valid_answers(book))
    copy = out.copy_worksheet(out["党员互评"])
    copy.title = "党员互评 (2)"
    same_copy = take_in(Envelope("f.xlsx", bytes_of(out)), plan)
    assert found(same_copy) == [("S104", "党员互评 (2)", "")]
    copy["C5"] = 0
    intake = take_in(Envelope("f.xlsx", bytes_of(out)), plan)
    assert [code for code, *_ in found(intake)] == ["S103"]
    assert intake.submission is not None
    part = intake.submission.parts["member_peer"]
    assert (part.tallies, part.cells.accepted, part.cells.rejected > 0) == ({}, 0, True)


def test_a_broken_chain_rejects_the_way_and_a_reasonless_proposal_is_pointed_out():
    plan = small_plan()
    book = evaluation_form(plan, plan.branches[0])
    answers = valid_answers(book)
    answers["meeting", 0, "valid"] = 10
    answers["member_organisation", 0, "override"] = "优秀"
    intake = take(book, plan, answers)
    assert sorted(found(intake)) == [("C109", "评议情况", "F5"), ("R108", "组织总评", "N5")]
    assert intake.submission is not None
    assert "member.peer" not in intake.submission.parts["meeting"].meetings
    assert intake.submission.parts["member_organisation"].texts["0102", "override"] == "优秀"


@pytest.mark.parametrize(
    ("present", "due", "codes"), [(6, 9, []), (5, 8, ["C115"]), (9, 9, []), (10, 9, ["C113"])]
)
def test_attendance_is_looked_at_and_rejects_nothing(present, due, codes):
    plan = small_plan()
    book = evaluation_form(plan, plan.branches[0])
    answers = valid_answers(book)
    numbers = {"due": due, "present": present, "issued": 5, "returned": 5, "valid": 5}
    answers |= {("meeting", 0, key): value for key, value in numbers.items()}
    intake = take(book, plan, answers)
    assert found(intake) == [(code, "评议情况", "C5") for code in codes]
    assert intake.submission is not None
    assert intake.submission.parts["meeting"].meetings["member.peer"].valid == 5


def test_a_renamed_star_is_found_by_its_alias():
    plan = small_plan()
    book = evaluation_form(plan, plan.branches[0])
    table = book.table_of("branch_self")
    rows = tuple({**row, "star": "效劳群众满意星"} if row["key"] == "service" else row for row in table.rows)
    sheets = tuple(replace(table, rows=rows) if sheet is table else sheet for sheet in book.sheets)
    intake = take(replace(book, sheets=sheets), plan, valid_answers(book))
    assert found(intake) == []


def test_files_that_are_no_forms_are_told_what_they_are():
    plan = small_plan()
    cases = {
        b"": "F101",
        b"%PDF-1.7 x": "F101",
        b"hello": "F101",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600: "F103",
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>': "F114",
        b"PK\x03\x04 truncated": "F103",
    }
    for data, code in cases.items():
        assert [c for c, *_ in found(take_in(Envelope("f.xlsx", data), plan))] == [code]
    foreign = envelope_of("@Sheet1\n姓名 | 工资\n某人 | 1")
    assert [c for c, *_ in found(take_in(foreign, plan))] == ["F105"]


def test_a_renamed_title_in_the_book_is_still_found_by_its_header():
    plan = small_plan()
    book = evaluation_form(plan, plan.branches[0])
    table = book.table_of("member_peer")
    renamed = replace(table, title=same("互评（改）"))
    sheets = tuple(renamed if sheet is table else sheet for sheet in book.sheets)
    intake = take(replace(book, sheets=sheets), plan, valid_answers(book))
    assert found(intake) == [("S102", "互评（改）", "")]


def take_stating(plan, **facts):
    """Read a form whose hidden sheet states other facts; None leaves a fact out."""
    workbook = write_plain(evaluation_form(plan, plan.branches[0]))
    for row in workbook["_xlc"].iter_rows():
        if row[0].value in facts:
            row[1].value = facts[row[0].value]
    return take_in(Envelope("f.xlsx", bytes_of(workbook)), plan)


@pytest.mark.parametrize("stated", [None, "1", 1, "0", "-9", "1.5", "一", "9" * 5000])
def test_a_form_that_states_no_later_format_is_read_as_before(stated):
    plan = small_plan(1, 3)
    plain, stating = take_stating(plan), take_stating(plan, format=stated)
    assert found(stating) == found(plain)
    assert stating.submission is not None


def test_a_stage_that_no_campaign_has_is_no_identity():
    assert found(take_stating(small_plan(1, 3), stage="9" * 5000)) == [("F105", "", "")]


@pytest.mark.parametrize(
    "facts", [{"format": str(FORMAT + 1)}, {"format": 99}, {"format": "99", "step": "new", "stage": "II"}]
)
def test_a_form_of_a_later_format_is_one_error_and_nothing_of_it_is_read(facts):
    plan = small_plan(1, 3)
    intake = take_stating(plan, **facts)
    assert found(intake) == [("F130", "", "")]
    assert intake.findings[0].rule.rejects is Rejects.FILE
    assert intake.submission is None


def test_a_form_as_read_is_kept_only_where_asked_for_and_never_its_ballots():
    plan = plan_shaped("approval", Entry.BALLOTS)
    book = evaluation_form(plan, plan.branches[0])
    data = plain_file(book, valid_answers(book) | {("meeting", 0, "teller"): "钱" * 21})
    assert take_in(Envelope("f.xlsx", data), plan).draft is None
    draft = take_in(Envelope("f.xlsx", data), plan, drafts=True).draft
    secret = {s.key for s in book.sheets if isinstance(s, Table) and s.row_kind is RowKind.BALLOT}
    assert draft.sheets.keys() == {sheet.key for sheet in book.sheets} - secret
    assert draft.sheets["meeting"].records[0].raws == {"teller": "钱" * 21}


def test_a_sheet_that_was_refused_is_not_kept():
    plan = plan_shaped("points", Entry.MARKS)
    book = evaluation_form(plan, plan.branches[0])
    workbook = write_plain(book, valid_answers(book))
    copied = workbook.copy_worksheet(workbook["党员自评"])
    copied["C5"] = 3
    intake = take_in(Envelope("f.xlsx", bytes_of(workbook)), plan, drafts=True)
    assert {f.rule.rejects for f in intake.findings if f.is_error} == {Rejects.SHEET}
    assert "member_self" not in intake.draft.sheets
    assert "member_peer" in intake.draft.sheets
