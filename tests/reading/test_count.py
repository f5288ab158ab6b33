"""What a form comes to as counts: every cell in one account, and nothing kept that was not typed."""

from dataclasses import replace
from datetime import date

import pytest
from filled import complete
from grids import bytes_of, write_plain
from plain import plain_file
from plans import small_plan, with_entries, with_way

from xlcampaign.commands.intake import take_in
from xlcampaign.layout.forms import assessment_form, commendation_form, evaluation_form, pledge_form
from xlcampaign.layout.kinds import Day
from xlcampaign.layout.sheet import Settings, Table
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.plan import Entry, SubjectKind, WayKey
from xlcampaign.model.submission import BLANK, Cells, Meeting

PLAN = small_plan(2, 4)
BRANCH = PLAN.branches[0]
EVALUATION = evaluation_form(PLAN, BRANCH)
STARS = [star.key for star in PLAN.stars_of(SubjectKind.MEMBER)]


def parts_of(book, answers, plan=PLAN):
    intake = take_in(Envelope("f.xlsx", plain_file(book, answers)), plan)
    assert intake.submission is not None, intake.findings
    return intake.submission.parts


def inputs_of(table):
    return len(table.rows) * sum(column.is_input for column in table.columns)


@pytest.mark.parametrize(
    ("typed", "accepted", "bad"),
    [
        ({}, 0, 0),
        ({(0, "loyal"): 9}, 1, 0),
        ({(0, "loyal"): 9, (1, "study"): 8.5, (3, "loyal"): 0}, 3, 0),
        ({(0, "loyal"): "很好"}, 0, 1),
        ({(0, "loyal"): 9, (1, "loyal"): 99, (2, "study"): "甲"}, 1, 2),
    ],
)
def test_every_cell_of_marks_is_accepted_empty_or_rejected_and_only_sound_ones_are_marks(
    typed, accepted, bad
):
    answers = {("member_self", row, star): value for (row, star), value in typed.items()}
    part = parts_of(EVALUATION, answers)["member_self"]
    cells = inputs_of(EVALUATION.table_of("member_self"))
    assert part.cells == Cells(accepted, cells - accepted - bad, bad)
    assert part.written == len(STARS) * 4 - bad == sum(sum(one.values()) for one in part.marks.values())
    assert len(part.rejected) == bad
    assert part.filled is bool(typed)
    assert part.stated is bool(accepted)


@pytest.mark.parametrize(
    ("typed", "accepted", "bad", "tallies"),
    [
        ({"loyal.approve": 3}, 1, 0, 1),
        ({"loyal.approve": -1}, 0, 1, 0),
        ({"loyal.approve": 3, "study.approve": "三票多"}, 1, 1, 1),
        ({"loyal.approve": 3, "study.approve": 2, "base": "很多"}, 0, 3, 0),
    ],
)
def test_a_tally_counts_whole_or_not_at_all(typed, accepted, bad, tallies):
    part = parts_of(EVALUATION, {("member_peer", 1, key): value for key, value in typed.items()})[
        "member_peer"
    ]
    given = 4  # 到会投票 stands there
    cells = inputs_of(EVALUATION.table_of("member_peer"))
    assert part.cells == Cells(given + accepted, cells - given - accepted - bad, bad)
    known = [tally for key, tally in part.tallies.items() if key[0] == "0102" and any(tally.votes.values())]
    assert len(known) == tallies
    assert part.written == 0


@pytest.mark.parametrize("votes", [0, 1, 12])
def test_votes_stand_under_their_own_subject_star_and_cell(votes):
    part = parts_of(EVALUATION, {("member_peer", 2, "study.approve"): votes})["member_peer"]
    column = part.columns["study.approve"]
    stated = {key: tally for key, tally in part.tallies.items() if tally.votes["approve"] is not None}
    assert [key[:2] for key in stated] == [("0103", "study")]
    [tally] = stated.values()
    assert tally.votes == {"approve": votes}
    assert tally.columns == (column,)


BOOKS = [
    EVALUATION,
    pledge_form(PLAN, BRANCH),
    assessment_form(PLAN),
    commendation_form(PLAN),
]


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.key)
def test_a_complete_form_has_no_rejected_cell_and_a_blank_one_no_statement(book):
    full, blank = parts_of(book, complete(book)), parts_of(book, {})
    assert [part.title for part in full.values() if part.cells.rejected] == []
    assert [part.title for part in blank.values() if part.stated or part.filled or part.entries] == []
    for sheet in book.sheets:
        if sheet.key in full and isinstance(sheet, Table):
            answered = {(row, key) for name, row, key in complete(book) if name == sheet.key}
            given = {
                (n, column.key)
                for n, row in enumerate(sheet.rows)
                for column in sheet.columns
                if column.is_input and row.get(column.key) is not None
            }
            inputs = {column.key for column in sheet.columns if column.is_input}
            typed = {(n, key) for n, key in answered | given if key in inputs}
            assert full[sheet.key].cells.accepted == len(typed), sheet.key
            lines = full[sheet.key].lines
            assert sum(line.accepted for line in lines) == (len(typed) if lines else 0), sheet.key


@pytest.mark.parametrize(
    "wrong",
    [
        {("member_self", 1, "code"): "0101"},
        {("member_self", 2, "code"): "0999", ("member_self", 2, "name"): "无此人"},
        {("member_peer", 0, "code"): "0103"},
        {("member_peer", 3, "code"): "0888", ("member_peer", 3, "name"): "某某某"},
        {("meeting", 0, "valid"): 19, ("meeting", 0, "returned"): 3},
    ],
)
def test_an_error_on_a_sheet_takes_rows_out_of_that_sheet_alone(wrong):
    ((sheet, _, _), *_) = wrong
    full = complete(EVALUATION)
    sound, part = parts_of(EVALUATION, full), parts_of(EVALUATION, full | wrong)
    differing = {key for key in sound if sound[key].cells != part[key].cells}
    assert differing == {sheet}
    assert part[sheet].cells.rejected > 0
    assert part[sheet].cells.total == sound[sheet].cells.total
    assert part[sheet].rows.keys() <= sound[sheet].rows.keys()
    left = {subject for subject, *_ in (*part[sheet].marks, *part[sheet].tallies)}
    assert left <= {subject for subject, *_ in (*sound[sheet].marks, *sound[sheet].tallies)}


FIELDS = [(book, sheet) for book in BOOKS for sheet in book.sheets if isinstance(sheet, Settings)]


@pytest.mark.parametrize(("book", "sheet"), FIELDS, ids=lambda one: one.key)
def test_every_field_is_accepted_empty_or_rejected(book, sheet):
    full = {key: value for key, value in complete(book).items() if key[0] == sheet.key}
    days = [field.key for field in sheet.fields if isinstance(field.kind, Day)]
    assert days
    for bad in (0, 1):
        part = parts_of(book, full | {(sheet.key, 0, key): "改天再说吧" for key in days[:bad]})[sheet.key]
        assert part.cells == Cells(len(full) - bad, len(sheet.fields) - len(full), bad)
        assert [entry.typed for entry in part.entries] == [len(full) - bad]
        assert part.lines[0].accepted == len(full) - bad


@pytest.mark.parametrize(("book", "sheet"), FIELDS, ids=lambda one: one.key)
def test_of_two_different_copies_of_fields_nothing_is_accepted(book, sheet):
    workbook = write_plain(book, complete(book))
    copy = workbook.copy_worksheet(workbook[sheet.title.zh])
    for row in copy.iter_rows(min_col=2, max_col=2):
        for cell in row:
            cell.value = "另一份" if cell.value is not None else None
    intake = take_in(Envelope("f.xlsx", bytes_of(workbook)), PLAN)
    assert intake.submission is not None
    part = intake.submission.parts[sheet.key]
    assert (part.cells.accepted, part.entries, part.stated) == (0, (), False)
    assert part.cells.rejected > 0


@pytest.mark.parametrize(
    ("sheet", "names"),
    [
        ("member_self", ["0101", "0102", "0103", "0104"]),
        ("member_peer", ["0101", "0102", "0103", "0104"]),
        ("branch_public", [star.key for star in PLAN.stars_of(SubjectKind.BRANCH)]),
    ],
)
def test_what_rows_are_about_is_known_with_their_place(sheet, names):
    first = EVALUATION.table_of(sheet).first_row
    assert parts_of(EVALUATION, {})[sheet].rows == {name: first + n for n, name in enumerate(names)}


def test_only_a_sheet_of_stars_is_about_one_subject_and_only_a_register_has_words_to_know_rows_by():
    parts = parts_of(EVALUATION, complete(EVALUATION))
    subjects = {key: part.subject for key, part in parts.items() if part.subject}
    assert set(subjects.values()) == {"01"}
    assert "branch_public" in subjects
    assert not subjects.keys() & {"member_self", "member_peer", "member_teacher", "meeting"}
    for key in ("member_self", "member_peer", "branch_public"):
        assert {line.words for line in parts[key].lines} == {()}


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.key)
def test_a_sheet_asks_for_answers_if_it_is_needed_and_has_rows(book):
    parts = parts_of(book, {})
    tables = [sheet for sheet in book.sheets if isinstance(sheet, Table) and sheet.key in parts]
    asked = {table.key: parts[table.key].asked for table in tables}
    assert asked == {table.key: table.needed and bool(table.rows) for table in tables}


HELD = {"due": 9, "present": 8, "issued": 7, "returned": 6, "valid": 5}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (HELD, Meeting(None, 9, 8, 7, 6, 5)),
        ({**HELD, "date": date(2023, 5, 8)}, Meeting(date(2023, 5, 8), 9, 8, 7, 6, 5)),
        ({**HELD, "date": "改天再说吧", "valid": "五票多"}, Meeting(None, 9, 8, 7, 6, None)),
        ({"date": date(2023, 5, 8), "due": None}, Meeting(date(2023, 5, 8), None, None, None, None, None)),
        ({"teller": "钱某乙"}, Meeting(None, 4, None, None, None, None)),
    ],
)
def test_a_meeting_is_what_its_row_says(cells, expected):
    answers = {("meeting", 1, key): value for key, value in cells.items()}
    parts = parts_of(EVALUATION, answers | {("member_self", 0, "loyal"): 9})
    assert parts["meeting"].meetings == {
        "member.teacher": replace(expected, due=20 if expected.due == 4 else expected.due)
    }
    assert {key for key, part in parts.items() if part.meetings} == {"meeting"}


@pytest.mark.parametrize(
    ("said", "abstained"),
    [("有", True), ("无", False), (True, True), (False, False), ("☑", True), ("×", False), (None, None)],
)
def test_a_meeting_says_whether_anybody_abstained(said, abstained):
    plan = small_plan(2, 4, abstentions="apart")
    answers = {("meeting", 0, key): value for key, value in (HELD | {"abstained": said}).items()}
    meetings = parts_of(evaluation_form(plan, plan.branches[0]), answers, plan)["meeting"].meetings
    assert meetings == {"member.peer": Meeting(None, 9, 8, 7, 6, 5, abstained)}


@pytest.mark.parametrize("cells", [{}, {"present": 8}, {"abstained": "有"}])
def test_what_a_row_of_a_meeting_comes_with_says_nothing(cells):
    peers_alone = with_way(
        small_plan(2, 4, abstentions="apart"), SubjectKind.MEMBER, WayKey.TEACHER, entry=Entry.BALLOTS
    )
    book = evaluation_form(peers_alone, peers_alone.branches[0])
    assert [row.get("abstained") for row in book.table_of("meeting").rows] == [None, "no", None, None]
    part = parts_of(book, {("meeting", 1, key): value for key, value in cells.items()}, peers_alone)[
        "meeting"
    ]
    assert (list(part.meetings), part.stated) == (["member.teacher"] if cells else [], bool(cells))
    assert [(line.filled, line.stated) for line in part.lines] == [
        (n == 1 and bool(cells),) * 2 for n in range(4)
    ]


def test_every_row_of_marks_is_a_line_with_its_own_cells():
    answers = {
        ("member_self", 0, "loyal"): 9,
        ("member_self", 2, "study"): "很好",
        ("member_self", 3, "loyal"): "撤回",
    }
    part = parts_of(EVALUATION, answers)["member_self"]
    rows = [EVALUATION.table_of("member_self").first_row + n for n in range(4)]
    assert [(line.key, line.row) for line in part.lines] == [
        ((f"010{n}",), rows[n - 1]) for n in (1, 2, 3, 4)
    ]
    assert [(line.filled, line.stated, line.withdrawn is not None) for line in part.lines] == [
        (True, True, False),
        (False, False, False),
        (True, False, False),
        (True, True, True),
    ]
    assert [(line.accepted, line.written) for line in part.lines] == [(1, 8), (0, 8), (0, 7), (1, 0)]
    assert part.written == 23


@pytest.mark.parametrize(
    ("sheet", "row", "key", "typed", "bases", "attended", "texts"),
    [
        ("member_peer", 1, "base", 3, {"0102": 3}, {}, {}),
        ("member_peer", 1, "attended", "否", {}, {"0102": False}, {}),
        ("member_peer", 1, "base", "很多", {}, {}, {}),
        ("member_organisation", 1, "opinion", "踏实", {}, {}, {("0103", "opinion"): "踏实"}),
        ("branch_self", 2, "achievement", "办完", {}, {}, {("01", "achievement.results"): "办完"}),
    ],
)
def test_what_stands_beside_marks_is_kept_by_whom_it_is_about(sheet, row, key, typed, bases, attended, texts):
    part = parts_of(EVALUATION, {(sheet, row, key): typed})[sheet]
    come = {row["code"]: True for row in EVALUATION.table_of(sheet).rows if "attended" in row}
    assert (part.bases, part.attended, part.texts) == (bases, come | attended, texts)


@pytest.mark.parametrize("mark", [0, 7, 8.5, 10])
def test_points_are_marks_in_hundredths_and_grades_are_keys(mark):
    part = parts_of(EVALUATION, {("member_self", 1, "loyal"): mark})["member_self"]
    assert part.marks["0102", "loyal", WayKey.SELF] == {round(100 * mark): 1}
    graded = with_entries(PLAN, lambda *_: ("approval", Entry.MARKS))
    book = evaluation_form(graded, graded.branches[0])
    part = parts_of(book, {("member_self", 1, "loyal"): "不同意"}, graded)["member_self"]
    assert part.marks["0102", "loyal", WayKey.SELF] == {"oppose": 1}
    assert part.marks["0101", "loyal", WayKey.SELF] == {BLANK: 1}


def test_rows_are_equal_where_they_say_the_same_and_where_both_are_withdrawn():
    def digest(**cells):
        answers = {("member_self", 1, key): value for key, value in cells.items()}
        return parts_of(EVALUATION, answers)["member_self"].lines[1].digest

    said = [digest(), digest(loyal=9), digest(loyal=8), digest(study=9), digest(loyal="撤回")]
    assert len(set(said)) == len(said)
    assert digest(loyal="9.0") == digest(loyal=9)
    assert digest(study="撤销", loyal=9) == digest(loyal="撤回")


@pytest.mark.parametrize(
    ("cells", "lost"),
    [
        ({"loyal": 9}, 0),
        ({"loyal": "撤回"}, 0),
        ({"study": "撤回"}, 0),
        # with the word itself, all that stands there is told
        ({"loyal": "撤回", "study": 9}, 2),
        ({"loyal": 9, "study": 8, "duty": "撤回"}, 3),
    ],
)
def test_a_withdrawn_row_loses_what_is_typed_beside_the_word_that_withdraws_it(cells, lost):
    part = parts_of(EVALUATION, {("member_self", 1, key): value for key, value in cells.items()})
    assert [line.lost for line in part["member_self"].lines] == [0, lost, 0, 0]


SITUATION = PLAN.vetoes[0]


@pytest.mark.parametrize(
    ("cells", "proposed", "unread"),
    [
        ({}, {("0103", "veto"): SITUATION.key}, set()),
        ({"loyal": "很好"}, {("0103", "veto"): SITUATION.key}, set()),
        # the row is 0103's by its name and 0101's by its code
        ({"code": "0101"}, dict.fromkeys([("0101", "veto"), ("0103", "veto")], SITUATION.name), {6}),
        ({"code": "0999"}, {("0103", "veto"): SITUATION.name}, {6}),
        ({"code": "0999", "name": "无此人"}, {}, set()),
        ({"loyal": "撤回"}, {}, set()),
        ({"loyal": "撤回", "code": "0101"}, {}, set()),
    ],
)
def test_a_proposal_on_a_row_in_error_may_be_about_several_and_one_on_a_withdrawn_row_is_none(
    cells, proposed, unread
):
    given = {"veto": SITUATION.name} | cells
    answers = {("member_organisation", 1, key): value for key, value in given.items()}
    part = parts_of(EVALUATION, answers)["member_organisation"]
    assert part.texts == proposed
    assert {cell.row for cell in part.unread.values()} == unread
