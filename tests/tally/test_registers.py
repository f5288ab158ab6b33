"""What is wrong with an entry takes its cells out of the account of its own file."""

from dataclasses import replace
from datetime import date

import pytest
from filled import complete
from known import flat_ledger
from plain import plain_file
from plans import small_plan
from tally.test_order import version

from xlcampaign.address import Address
from xlcampaign.commands.intake import take_in
from xlcampaign.findings.finding import Place
from xlcampaign.layout.forms import (
    assessment_form,
    commendation_form,
    evaluation_form,
    pledge_form,
    rectification_form,
)
from xlcampaign.model.choices import StepKey
from xlcampaign.model.entry import RegisterRow
from xlcampaign.model.envelope import Envelope
from xlcampaign.model.identity import FormSheet, Slot
from xlcampaign.model.known import Known
from xlcampaign.model.objections import Conclusion
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.registers import Cause, Decision
from xlcampaign.model.results import Results
from xlcampaign.model.roster import Category
from xlcampaign.model.submission import Cells, SheetPart
from xlcampaign.model.versions import Ruling, Selection, Source, Why
from xlcampaign.tally.merge import merge_parts
from xlcampaign.tally.registers import register
from xlcampaign.tally.score import score
from xlcampaign.tally.select import select_parts

PLAN = small_plan(2, 4)
BOOK = commendation_form(PLAN)
VETO = {
    "subject": "钱某乙（0102）",
    "situation": PLAN.vetoes[0].name,
    "document": "联党发1号",
    "day": date(2023, 6, 10),
}


@pytest.mark.parametrize(
    ("changes", "rejected", "taken"),
    [
        ([{}], 0, ["0102"]),
        ([{"day": None}], 0, ["0102"]),
        ([{"document": None}], 3, []),
        ([{"document": None}, {"subject": "孙某丙（0103）"}], 3, ["0103"]),
        ([{}, {}], 0, ["0102"]),
        ([{}, {"document": "联党发〔2023〕8号"}], 0, ["0102"]),
        ([{"document": "不同意"}], 0, []),
    ],
)
def test_an_entry_that_has_no_effect_is_out_of_the_account_with_all_its_cells(changes, rejected, taken):
    answers = {
        ("vetoes", row, key): value
        for row, change in enumerate(changes)
        for key, value in (VETO | change).items()
        if value is not None
    }
    submission = take_in(Envelope("f.xlsx", plain_file(BOOK, answers)), PLAN).submission
    assert submission is not None
    ledger = merge_parts((submission,), select_parts([submission]), PLAN, 1)
    sent = sum((part.cells for part in submission.parts.values()), Cells())
    assert ledger.cells["f.xlsx"] == Cells(sent.accepted - rejected, sent.empty, sent.rejected + rejected)
    assert list(ledger.registers.vetoes) == taken


@pytest.mark.parametrize("subject", ["某某某（0999）", "没有这个人", 12345])
def test_of_an_entry_on_nobody_all_cells_are_rejected(subject):
    answers = {("vetoes", 0, key): value for key, value in (VETO | {"subject": subject}).items()}
    answers |= {("vetoes", 1, key): value for key, value in VETO.items()}
    submission = take_in(Envelope("f.xlsx", plain_file(BOOK, answers)), PLAN).submission
    assert submission is not None
    part = submission.parts["vetoes"]
    assert (part.cells.accepted, part.cells.rejected) == (4, 4)
    assert [(entry.subject, entry.typed) for entry in part.entries] == [("0102", 4)]


FIRST, SECOND = PLAN.branches
PLEDGES = pledge_form(PLAN, FIRST)
COMMENTS = assessment_form(PLAN)


def came(*forms, stage=1, plan=PLAN):
    """The ledger of what came in one after the other, each a book and what is typed into it."""
    taken = []
    for number, (book, answers) in enumerate(forms, 1):
        data = plain_file(book, answers, f"2023-05-{number:02d}T00:00:00Z")
        taken.append(take_in(Envelope(f"{number}.xlsx", data), plan).submission)
    return merge_parts(tuple(taken), select_parts(taken), plan, stage)


def typed(sheet, row, **values):
    return {(sheet, row, key): value for key, value in values.items()}


def flaws(ledger):
    """Code, file, sheet and cell, and how many cells are rejected."""
    return [
        (f.rule.code, f.place.file, f.place.sheet, f.place.cell, f.rejected) for f in ledger.registers.flaws
    ]


def at(book, sheet, row, column):
    """The cell of a column in one of the rows of a sheet."""
    table = book.table_of(sheet)
    return f"{table.letter_of(column)}{table.first_row + row}"


def test_what_is_written_down_is_found_again_at_the_cell_that_says_it_and_fields_on_their_sheet():
    said = {"achievements": "好", "problems": "少", "direction": "多学", "author": "刘某"}
    decided = typed("vetoes", 1, **VETO) | typed(
        "overrides", 2, subject="孙某丙（0103）", level="优秀", reason="支教", document="纪要6号"
    )
    decided |= typed("commendations", 0, subject="李某丁（0104）", honour="教学名师", merit="教得好")
    comment = typed("comments", 2, subject=FIRST.name, **said)
    registers = came((PLEDGES, complete(PLEDGES)), (COMMENTS, comment), (BOOK, decided)).registers
    places = {pledge.number: pledge.place.cell for pledge in registers.pledges}
    assert places["1-01-3"] == at(PLEDGES, "branch_pledges", 2, "text")
    assert places["1-0102-2"] == at(PLEDGES, "member_pledges", 3, "text")
    assert registers.baselines[2].place.cell == at(PLEDGES, "baseline", 2, "problems")
    assert registers.comments[0].place.cell == at(COMMENTS, "comments", 2, "achievements")
    assert registers.vetoes["0102"].place.cell == at(BOOK, "vetoes", 1, "subject")
    assert registers.overrides["0103"].place.cell == at(BOOK, "overrides", 2, "subject")
    assert registers.commendations[0].place.cell == at(BOOK, "commendations", 0, "decision")
    assert (registers.announcements[0].place.sheet, registers.announcements[0].place.cells) == (
        "公开情况",
        (),
    )


@pytest.mark.parametrize(
    ("row", "changes", "numbers"),
    [
        (1, {"number": "1-0101-1"}, {"第一条": "1-0101-1", "第二条": "1-0101-2", "第三条": "1-0102-1"}),
        (1, {"subject": "钱某乙"}, {"第一条": "1-0101-1", "第二条": "1-0102-2", "第三条": "1-0102-1"}),
        (1, {"number": None}, {"第一条": "1-0101-1", "第二条": "1-0101-2", "第三条": "1-0102-1"}),
        (0, {"number": "1-0102-1"}, {"第一条": "1-0101-1", "第二条": "1-0101-2", "第三条": "1-0102-1"}),
        (2, {"number": "1-01021-1"}, {"第一条": "1-0101-1", "第二条": "1-0101-2", "第三条": "1-0102-1"}),
        (0, {"number": "2-0101-1"}, {"第一条": "1-0101-1", "第二条": "1-0101-2", "第三条": "1-0102-1"}),
        (2, {"number": "1-0102-9"}, {"第一条": "1-0101-1", "第二条": "1-0101-2", "第三条": "1-0102-9"}),
    ],
)
def test_every_pledge_has_a_number_of_its_own_and_of_its_own_subject(row, changes, numbers):
    texts = dict(enumerate(numbers))
    answers = {("member_pledges", n, "text"): text for n, text in texts.items()}
    found = came((PLEDGES, answers | typed("member_pledges", row, **changes))).registers.pledges
    assert {pledge.text: pledge.number for pledge in found} == numbers


def test_a_star_of_the_other_kind_costs_its_cell_and_none_beside_it():
    own, other = (PLAN.stars_of(kind)[0] for kind in (SubjectKind.MEMBER, SubjectKind.BRANCH))
    answers = typed("baseline", 1, problems="学得少", star1=other.name, star2=own.name)
    answers |= typed("baseline", 3, problems="去得少", star1=own.name)
    ledger = came((PLEDGES, answers))
    cell = at(PLEDGES, "baseline", 1, "star1")
    assert flaws(ledger) == [("X115", "1.xlsx", "摸底情况", cell, 1)]
    assert ledger.cells["1.xlsx"].rejected == 1
    assert [one.stars for one in ledger.registers.baselines] == [(own.key,), (own.key,)]


OVERRIDE = {"subject": "孙某丙（0103）", "level": "优秀", "reason": "支教期间成绩突出", "document": "纪要6号"}


@pytest.mark.parametrize(
    ("answers", "code", "sheet", "column", "rejected"),
    [
        (typed("vetoes", 1, **(VETO | {"situation": None})), "X107", "vetoes", "situation", 3),
        (typed("vetoes", 1, **(VETO | {"document": "不予"})), "X133", "vetoes", "document", 0),
        (typed("overrides", 1, **(OVERRIDE | {"reason": None})), "X107", "overrides", "reason", 3),
        (typed("overrides", 1, **(OVERRIDE | {"level": "先进"})), "X109", "overrides", "level", 4),
        (
            typed("overrides", 1, **(OVERRIDE | {"subject": "李某丁（0104）"})),
            "X110",
            "overrides",
            "subject",
            4,
        ),
        (
            typed("vetoes", 0, **VETO) | typed("overrides", 1, **(OVERRIDE | {"subject": VETO["subject"]})),
            "X111",
            "overrides",
            "subject",
            0,
        ),
    ],
)
def test_what_is_wrong_with_a_decision_is_named_at_its_cell_and_costs_what_its_rule_says(
    answers, code, sheet, column, rejected
):
    members = tuple(
        replace(m, category=Category.PROBATIONARY) if m.code == "0104" else m for m in PLAN.members
    )
    plan = replace(PLAN, members=members)
    ledger = came((commendation_form(plan), answers), plan=plan)
    title = BOOK.table_of(sheet).title.zh
    assert flaws(ledger) == [(code, "1.xlsx", title, at(BOOK, sheet, 1, column), rejected)]
    assert ledger.cells["1.xlsx"].rejected == rejected


@pytest.mark.parametrize("word", ["待定", "尚未发文", "会后再补", "待镇里批复"])
@pytest.mark.parametrize(("sheet", "row"), [("vetoes", VETO), ("overrides", OVERRIDE)])
def test_a_decision_whose_document_is_still_to_come_is_none_and_no_flaw(sheet, row, word):
    ledger = came((BOOK, typed(sheet, 1, **(row | {"document": word}))))
    assert (ledger.registers.vetoes, ledger.registers.overrides) == ({}, {})
    assert flaws(ledger) == []


def test_of_two_decisions_on_one_subject_neither_counts_and_each_is_named():
    ledger = came(
        (BOOK, typed("overrides", 0, **OVERRIDE) | typed("overrides", 2, **(OVERRIDE | {"level": "合格"})))
    )
    assert ledger.registers.overrides == {}
    assert flaws(ledger) == [
        ("X108", "1.xlsx", "改评", at(BOOK, "overrides", row, "subject"), 4) for row in (0, 2)
    ]


def evaluation_of(*pledges, plan=PLAN, stage=1):
    """A branch's 评议表 that asks what became of the pledges of some forms."""
    ledger = came(*pledges, stage=stage, plan=plan)
    return evaluation_form(plan, plan.branches[0], Known(ledger, Results(())))


MADE = (PLEDGES, complete(PLEDGES))
THEIRS = pledge_form(PLAN, SECOND)
EVALUATION = evaluation_of(MADE)


@pytest.mark.parametrize(
    ("changes", "code", "column", "rejected"),
    [
        ({"state": "未兑现"}, "X114", "reason", 0),
        ({"state": "进行中", "text": "别的事情"}, "X113", "text", 1),
        ({"state": "进行中", "progress": "快了", "text": "别的事情"}, "X113", "text", 2),
        ({"state": "进行中", "number": "1-0101-7"}, "X112", "number", 1),
        ({"state": "进行中", "number": "2-0101-1"}, "X112", "number", 1),
        ({"state": "进行中", "number": "0-0101-1"}, "X112", "number", 1),
        ({"state": "进行中", "number": "甲-0101-1"}, "X112", "number", 1),
        ({"state": "进行中", "number": "1-0201-1"}, "X112", "number", 1),
        ({"state": "进行中", "number": "1-02-2"}, "X112", "number", 1),
    ],
)
def test_what_is_wrong_with_what_became_of_a_pledge_costs_its_row_or_nothing(changes, code, column, rejected):
    others = THEIRS, complete(THEIRS)
    ledger = came(MADE, others, (EVALUATION, typed("fulfilment", 1, **changes)))
    cell = at(EVALUATION, "fulfilment", 1, column)
    assert flaws(ledger) == [(code, "3.xlsx", "践诺情况", cell, rejected)]
    assert ledger.cells["3.xlsx"].rejected == rejected
    assert sum(pledge.progress is not None for pledge in ledger.registers.pledges) == (rejected == 0)


@pytest.mark.parametrize(
    "said",
    [{"state": "未兑现", "reason": "课时冲突"}, {"state": "未兑现", "reason": "#REF!"}, {"state": "进行中"}],
)
def test_a_pledge_that_was_not_kept_needs_a_reason_that_is_written_and_no_other_stage_said_anything_before(
    said,
):
    ledger = came(MADE, (EVALUATION, typed("fulfilment", 1, **said)))
    assert "X114" not in {code for code, *_ in flaws(ledger)}
    [pledge] = [one for one in ledger.registers.pledges if one.progress]
    assert pledge.before is None


@pytest.mark.parametrize("rows", [(3,), (0, 2), (0, 2, 5)])
def test_what_became_of_pledges_that_are_not_at_hand_is_one_flaw_of_its_sheet(rows):
    states = {("fulfilment", row, "state"): "进行中" for row in rows}
    states |= {("fulfilment", rows[-1], "progress"): "快了"}
    ledger = came((EVALUATION, states), (THEIRS, complete(THEIRS)))
    assert flaws(ledger) == [("X136", "1.xlsx", "践诺情况", "", len(rows) + 1)]
    assert [(f.subject, f.found) for f in ledger.registers.flaws] == [("01", str(len(rows)))]
    assert ledger.cells["1.xlsx"].rejected == len(rows) + 1


@pytest.mark.parametrize("number", ["甲-0101-1", "0-0101-1", "2-0101-1", "第一条"])
def test_a_number_that_is_of_no_stage_up_to_now_is_unknown_though_no_pledges_are_at_hand(number):
    ledger = came((EVALUATION, typed("fulfilment", 1, state="进行中", number=number)))
    cell = at(EVALUATION, "fulfilment", 1, "number")
    assert flaws(ledger) == [("X112", "1.xlsx", "践诺情况", cell, 1)]


def test_of_pledges_of_two_stages_those_of_the_stage_that_is_not_at_hand_are_named_by_their_cells():
    plan = replace(PLAN, campaign=replace(PLAN.campaign, stage=2))
    later = pledge_form(plan, FIRST)
    book = evaluation_of(MADE, (later, complete(later)), plan=plan, stage=2)
    numbers = [row["number"] for row in book.table_of("fulfilment").rows]
    rows = [numbers.index(number) for number in ("1-01-2", "1-0101-1", "2-01-3", "2-0102-1")]
    states = {("fulfilment", row, "state"): "已兑现" for row in rows}
    ledger = came(MADE, (book, states), stage=2, plan=plan)
    cells = ", ".join(at(book, "fulfilment", row, "number") for row in sorted(rows[2:]))
    assert flaws(ledger) == [("X136", "2.xlsx", "践诺情况", cells, 2)]
    kept = {pledge.number for pledge in ledger.registers.pledges if pledge.progress}
    assert kept == {"1-01-2", "1-0101-1"}
    earlier = came(MADE, (book, states), plan=plan)
    assert flaws(earlier) == []
    assert not [pledge for pledge in earlier.registers.pledges if pledge.progress]


def rectification_of(stage, ledger=None, **points):
    """A branch's 整改表 of a stage, where its first two members must rectify, after what is known from earlier ones."""
    plan = replace(PLAN, campaign=replace(PLAN.campaign, stage=stage))
    found = flat_ledger(plan, points, registers=ledger and ledger.registers)
    return plan, rectification_form(plan, FIRST, Known(found, score(found, plan)))


def rectified(ledger):
    return {one.number: (one.stage, one.subject, one.cause) for one in ledger.registers.rectifications}


@pytest.mark.parametrize("number", ["1-0101", None])
def test_what_a_later_stage_says_of_an_earlier_ones_rectification_takes_its_place(number):
    plan, first = rectification_of(1, **{"0101": 1, "0102": 1})
    told = typed("rectification", 0, cause="学得少", number=number) | typed(
        "rectification", 1, cause="去得少"
    )
    earlier = came((first, told), plan=plan)
    own = {"1-0101": (1, "0101", "学得少"), "1-0102": (1, "0102", "去得少")}
    assert rectified(earlier) == own
    plan, second = rectification_of(2, earlier, **{"0101": 1})
    told_anew = typed("rectification", 0, cause="学得还少") | typed("rectification", 2, cause="练得少")
    both = came((first, told), (second, told_anew), stage=2, plan=plan)
    assert rectified(both) == own | {"1-0101": (1, "0101", "学得还少"), "2-0101": (2, "0101", "练得少")}
    causes = {one.number: one.place.cell for one in both.registers.rectifications}
    assert causes["1-0101"] == at(second, "rectification", 0, "cause")


@pytest.mark.parametrize("lacks", ["document", "situation"])
def test_what_is_unclear_of_a_decision_is_held_in_its_own_stage_alone(lacks):
    later = VETO | {lacks: None}
    forms = (BOOK, typed("vetoes", 0, **VETO)), (BOOK, typed("vetoes", 0, **later))
    assert {one.subject for one in came(*forms).registers.unclear} == {"0102"}
    assert came(*forms, stage=2).registers.unclear == ()
    assert list(came(*forms, stage=2).registers.vetoes) == []


OVERRIDE = {"subject": "孙某丙（0103）", "level": "优秀", "reason": "支教", "document": "纪要6号"}


@pytest.mark.parametrize(
    ("sheet", "change", "unclear"),
    [
        ("vetoes", {"document": None}, [("0102", PLAN.vetoes[0].key, Cause.LACKING, "")]),
        ("vetoes", {"situation": None}, [("0102", "", Cause.LACKING, "")]),
        ("vetoes", {"situation": "某种情形"}, [("0102", "某种情形", Cause.UNREAD, "某种情形")]),
        ("overrides", {"level": "很好"}, [("0103", "很好", Cause.UNREAD, "很好")]),
        ("overrides", {"level": None}, [("0103", "", Cause.LACKING, "")]),
        ("overrides", {"reason": None}, [("0103", "优秀", Cause.LACKING, "")]),
        ("overrides", {"subject": "某某某（0999）"}, [("", "优秀", Cause.NOBODY, "某某某（0999）")]),
        # there are two of that name
        (
            "overrides",
            {"subject": "孙某丙"},
            [("0103", "优秀", Cause.NOBODY, "孙某丙"), ("0203", "优秀", Cause.NOBODY, "孙某丙")],
        ),
        ("overrides", {}, []),
        ("vetoes", {}, []),
    ],
)
def test_of_what_nobody_can_tell_is_known_whom_it_is_about_what_is_said_and_where(sheet, change, unclear):
    given = {"vetoes": VETO, "overrides": OVERRIDE}[sheet] | change
    found = came((BOOK, typed(sheet, 2, **given))).registers.unclear
    assert [(one.subject, one.what, one.cause, one.found) for one in found] == unclear
    [column, *_] = [*change, "subject"]
    assert {one.place.cell for one in found} == ({at(BOOK, sheet, 2, column)} if unclear else set())


OTHER_MATTER = VETO | {"situation": PLAN.vetoes[1].name}
AGAINST = {"document": "不同意"}


@pytest.mark.parametrize(
    ("rows", "taken", "refused", "disputed"),
    [
        ([VETO], 1, False, 0),
        ([VETO | AGAINST], 0, True, 0),
        ([VETO | AGAINST, OTHER_MATTER | AGAINST], 0, True, 0),
        ([VETO, OTHER_MATTER], 2, False, 0),
        # what is decided against on another matter says nothing of this one
        ([VETO, OTHER_MATTER | AGAINST], 1, False, 0),
        ([VETO, VETO | AGAINST], 0, False, 2),
        ([VETO, VETO | AGAINST | {"situation": None}], 0, False, 2),
        ([VETO, OTHER_MATTER, VETO | AGAINST], 1, False, 2),
    ],
)
def test_a_decision_and_one_against_it_contradict_each_other_on_the_same_matter_alone(
    rows, taken, refused, disputed
):
    answers = {}
    for row, given in enumerate(rows):
        answers |= typed("vetoes", row, **given)
    registers = came((BOOK, answers)).registers
    vetoes = [(one, *one.others) for one in registers.vetoes.values()]
    assert [len(several) for several in vetoes] == [taken] * bool(taken)
    assert ("0102" in registers.refused_vetoes) is refused
    assert [one.cause for one in registers.unclear] == [Cause.TWICE] * disputed


@pytest.mark.parametrize(
    ("change", "cause", "column"),
    [
        ({"reason": None}, Cause.LATER, "document"),
        ({"level": "很好"}, Cause.LATER, "level"),
        ({"level": None}, Cause.LATER, "document"),
        # another level than the one that was decided on
        ({"level": "合格", "reason": None}, Cause.TWICE, "document"),
        ({"level": "合格"}, None, ""),
    ],
)
def test_what_lacks_something_and_comes_later_holds_back_whom_it_is_about(change, cause, column):
    given = OVERRIDE | change
    registers = came(
        (BOOK, typed("overrides", 0, **OVERRIDE)), (BOOK, typed("overrides", 0, **given))
    ).registers
    assert [(one.subject, one.cause, one.found) for one in registers.unclear] == (
        [("0103", cause, given[column] or "")] if cause else []
    )
    assert {one.place for one in registers.unclear} == (
        {Place("2.xlsx", "改评", (Address.named(at(BOOK, "overrides", 0, column)),))} if cause else set()
    )
    assert registers.overrides["0103"].level == ("优秀" if cause else "合格")


def test_what_is_decided_against_later_is_said_beside_the_decision_that_stands():
    forms = (BOOK, typed("vetoes", 0, **VETO)), (BOOK, typed("vetoes", 0, **VETO | AGAINST))
    registers = came(*forms).registers
    assert [(one.cause, one.found) for one in registers.unclear] == [(Cause.LATER, "不同意")]
    [flaw] = [one for one in registers.flaws if one.place.file == "2.xlsx"]
    assert (flaw.rule.code, flaw.place.cell) == ("X133", at(BOOK, "vetoes", 0, "document"))
    assert flaw.before == Place("1.xlsx", "否决", (Address.named(at(BOOK, "vetoes", 0, "subject")),))
    assert list(registers.vetoes) == ["0102"]


@pytest.mark.parametrize(
    ("sheet", "change", "put_off"),
    [
        ("vetoes", {}, {("0102", "veto"): PLAN.vetoes[0].key}),
        ("vetoes", {"situation": None}, {}),
        ("overrides", {}, {("0103", "override"): "优秀", ("0103", "reason"): "支教"}),
        ("overrides", {"reason": None}, {("0103", "override"): "优秀"}),
        ("overrides", {"level": None}, {("0103", "reason"): "支教"}),
    ],
)
def test_what_waits_for_its_document_is_proposed_as_far_as_it_is_said(sheet, change, put_off):
    given = {"vetoes": VETO, "overrides": OVERRIDE}[sheet] | {"document": "待定"} | change
    registers = came((BOOK, typed(sheet, 0, **given))).registers
    assert registers.put_off == put_off
    assert not registers.vetoes
    assert not registers.overrides


@pytest.mark.parametrize("vetoed", [True, False])
def test_a_document_that_nobody_can_look_up_is_named_unless_a_veto_goes_before_what_it_decides(vetoed):
    given = OVERRIDE | {"subject": VETO["subject"], "document": "见附件"}
    answers = typed("overrides", 0, **given) | (typed("vetoes", 0, **VETO) if vetoed else {})
    named = [
        (f.rule.code, f.place.cell) for f in came((BOOK, answers)).registers.flaws if f.rule.code == "R119"
    ]
    assert named == ([] if vetoed else [("R119", at(BOOK, "overrides", 0, "document"))])


@pytest.mark.parametrize(
    ("decision", "honour", "lacks"),
    [("同意", None, True), ("不同意", None, False), ("同意", "教学名师", False)],
)
def test_only_a_commendation_that_is_agreed_on_needs_an_honour(decision, honour, lacks):
    given = {"subject": VETO["subject"], "honour": honour, "decision": decision}
    registers = came((BOOK, typed("commendations", 0, **given))).registers
    place = at(BOOK, "commendations", 0, "honour")
    assert [(one.cause, one.place.cell) for one in registers.unclear] == [(Cause.LACKING, place)] * lacks
    assert [f.place.cell for f in registers.flaws] == [place] * lacks


def honoured(subject, honour="", decision="", **more):
    """A commendation that decides something, or nothing."""
    said = {"honour": honour, "decision": decision}
    values = {key: value for key, value in said.items() if value}
    return RegisterRow(5, subject, values, len(values), **more)


def of_commendations(file, *entries):
    """What a file says of whom the committee commends, row after row."""
    columns = {"honour": Address(4, 3), "decision": Address(4, 9)}
    placed = tuple(replace(entry, row=row) for row, entry in enumerate(entries, 5))
    return Source(version(file), SheetPart("评选表彰", columns=columns, entries=placed))


AGREED = honoured("0102", "教学名师", Decision.AGREED)


@pytest.mark.parametrize(
    ("counting", "later", "cause", "found", "column"),
    [
        ([AGREED], honoured("0102", "教学名师", Decision.REFUSED), Cause.LATER, "不表彰", 9),
        ([AGREED], honoured("0102", "", Decision.DEFERRED), Cause.LATER, "缓议", 9),
        ([AGREED], honoured("0102", "", "", unread={"honour": "某奖"}), Cause.LATER, "某奖", 3),
        ([AGREED], honoured("0102", "师德标兵", Decision.REFUSED), Cause.TWICE, "不表彰", 9),
        # somebody else has that honour
        ([AGREED], honoured("0103", "教学名师", Decision.REFUSED), Cause.TWICE, "不表彰", 9),
        ([AGREED], honoured("0103", "", Decision.REFUSED), Cause.TWICE, "不表彰", 9),
        ([], honoured("0102", "教学名师", Decision.AGREED), Cause.TWICE, "同意表彰", 9),
        ([], honoured("0102", "", Decision.AGREED), Cause.TWICE, "同意表彰", 9),
        (
            [AGREED, honoured("0102", "师德标兵", Decision.AGREED)],
            honoured("0102", "师德标兵", "", unread={"decision": "再看"}),
            Cause.LATER,
            "再看",
            9,
        ),
        (
            [AGREED],
            honoured("0102", "教学名师", "", unread={"decision": "撤销"}, revokes=True),
            Cause.REVOKED,
            "撤销",
            9,
        ),
    ],
)
def test_a_commendation_that_overturns_none_is_held_beside_one_of_the_same_honour_or_of_none_that_is_named(
    counting, later, cause, found, column
):
    sheet = FormSheet(version("a").identity.slot, "commendations")
    selection = Selection(
        {sheet: (of_commendations("a", *counting),)}, later={sheet: (of_commendations("b", later),)}
    )
    [held] = register(selection, PLAN, 1).unclear
    assert (held.subject, held.on, held.cause, held.found) == (later.subject, "commendation", cause, found)
    assert held.place == Place("b", "评选表彰", (Address(5, column),))


def registers_of(key, *entries, later=(), beside=(), others=None, rulings=(), plan=PLAN, unit="committee"):
    """What rows of one sheet come to, `beside` some vetoes; `later` are rows of decisions that overturn none."""

    def said(file, rows):
        columns = {column: Address(4, n) for n, column in enumerate(("subject", "situation", "document"), 2)}
        placed = tuple(replace(entry, row=row) for row, entry in enumerate(rows, 5))
        return (Source(version(file), SheetPart("表", columns=columns, entries=placed)),)

    slot = Slot(1, StepKey.COMMENDATION, unit)
    sheets = {"vetoes": beside, **(others or {}), key: entries}
    chosen = {FormSheet(slot, one): said("a", rows) for one, rows in sheets.items()}
    after = {FormSheet(slot, key): said("b", later)} if later else {}
    return register(Selection(chosen, tuple(rulings), later=after), plan, 1)


def entry(subject, **values):
    return RegisterRow(5, subject, values, len(values))


@pytest.mark.parametrize(("stages", "alone"), [(1, True), (2, False)])
def test_a_case_knows_whether_its_stage_is_the_only_one(stages, alone):
    plan = replace(PLAN, stages=PLAN.stages[:stages])
    row = entry("0102", number="1-0102", due=date(2023, 7, 30))
    [case] = registers_of("rectification", row, plan=plan, unit="01").rectifications
    assert case.alone is alone


@pytest.mark.parametrize(
    ("said", "document"), [("联校纪要 21 号", "联校纪要 21 号"), ("待定", ""), ("不同意", ""), ("", "")]
)
def test_words_that_say_no_or_not_yet_are_no_document_of_a_closing(said, document):
    row = entry("1-0102", verdict=Decision.AGREED, reason="复查达标", document=said)
    [closing] = registers_of("closings", row).closings
    assert (closing.number, closing.document, closing.closes) == ("1-0102", document, bool(document))


@pytest.mark.parametrize(
    ("said", "document", "lacking"),
    [
        ("联校纪要 21 号", "联校纪要 21 号", ()),
        ("待定", "", ("document",)),
        ("不同意", "不同意", ()),
        ("", "", ("document",)),
    ],
)
def test_an_objection_is_not_settled_as_long_as_its_document_is_still_to_come(said, document, lacking):
    row = entry("0102", raised="票数", inquiry="查了", conclusion=Conclusion.UNFOUNDED, document=said)
    registers = registers_of("objections", row)
    assert [(one.document, one.lacking) for one in registers.objections] == [(document, lacking)]
    assert [f.rule.code for f in registers.flaws if f.found == "document"] == ["X147"] * len(lacking)


def test_of_what_an_objection_with_a_conclusion_lacks_the_first_is_named():
    registers = registers_of("objections", entry("0102", raised="票数", conclusion=Conclusion.UNFOUNDED))
    assert [(f.rule.code, f.found) for f in registers.flaws] == [("X147", "inquiry")]


def test_an_objection_without_a_conclusion_lacks_nothing_yet():
    registers = registers_of("objections", entry("0102", raised="票数"))
    assert registers.flaws == ()
    assert [one.conclusion for one in registers.objections] == [None]


@pytest.mark.parametrize(("document", "found"), [("联校纪要 21 号", []), ("见附件", ["R119"]), ("待定", [])])
def test_the_document_of_an_objection_is_one_that_can_be_looked_up(document, found):
    registers = registers_of("objections", entry("0102", raised="票数", document=document))
    assert [f.rule.code for f in registers.flaws] == found


def taken_back(**changes):
    """A decision on 0102 that was taken back, or something else that became of rows of several versions."""
    slot = Slot(changes.pop("stage", 1), StepKey.COMMENDATION, "committee")
    given = {"why": Why.WITHDRAWN, "key": "vetoes", "rows": (("0102",),)}
    return Ruling(slot=slot, place=Place("a", "否决"), counts="b", **{**given, **changes})


@pytest.mark.parametrize(
    ("conclusion", "vetoed", "rulings", "alone"),
    [
        (Conclusion.UPHELD, [], [], True),
        (Conclusion.PARTLY, [], [], True),
        (Conclusion.PARTLY, ["0102"], [], False),
        (Conclusion.UPHELD, ["0103"], [], True),
        (Conclusion.UPHELD, ["0103", "0102"], [], False),
        (Conclusion.UNFOUNDED, [], [], False),
        (Conclusion.UPHELD, [], [taken_back()], False),
        (Conclusion.UPHELD, [], [taken_back(key="overrides")], False),
        (Conclusion.UPHELD, [], [taken_back(rows=(("0103",),))], True),
        (Conclusion.UPHELD, [], [taken_back(key="comments")], True),
        (Conclusion.UPHELD, [], [taken_back(stage=2)], True),
        (Conclusion.UPHELD, [], [taken_back(why=Why.LATER)], True),
    ],
)
def test_an_objection_that_is_upheld_is_named_unless_something_was_decided_about_its_subject(
    conclusion, vetoed, rulings, alone
):
    row = entry("0102", raised="票数", inquiry="查了", conclusion=conclusion, document="联校纪要 21 号")
    vetoes = [entry(code, situation="safety", document="联党发1号") for code in vetoed]
    found = registers_of("objections", row, beside=vetoes, rulings=rulings).flaws
    assert [(f.rule.code, f.subject) for f in found] == [("X148", "0102")] * alone


@pytest.mark.parametrize(
    ("decision", "alone"),
    [(Decision.REFUSED, False), (Decision.DEFERRED, False), (Decision.AGREED, True), ("", True)],
)
def test_a_commendation_that_is_not_agreed_on_may_be_what_came_of_an_objection(decision, alone):
    row = entry("0102", raised="票数", inquiry="查了", conclusion=Conclusion.UPHELD, document="纪要21号")
    found = registers_of(
        "objections", row, others={"commendations": [honoured("0102", "教学名师", decision)]}
    ).flaws
    assert [f.rule.code for f in found] == ["X148"] * alone


@pytest.mark.parametrize(
    ("decision", "alone"), [(Decision.REFUSED, False), (Decision.DEFERRED, False), (Decision.AGREED, True)]
)
def test_a_recommendation_that_is_refused_may_be_what_came_of_an_objection(decision, alone):
    row = entry("0102", raised="票数", inquiry="查了", conclusion=Conclusion.UPHELD, document="纪要21号")
    decided = [entry("0102", decision=decision, document="联党发2号")]
    found = registers_of("objections", row, others={"recommendations": decided}).flaws
    assert [f.rule.code for f in found] == ["X148"] * alone


@pytest.mark.parametrize(
    ("decision", "document", "said"),
    [
        (Decision.AGREED, "党委会定的", ["R119"]),
        (Decision.AGREED, "联党发2号", []),
        (Decision.REFUSED, "党委会定的", []),
        (Decision.DEFERRED, "党委会定的", []),
        (Decision.REFUSED, "", []),
    ],
)
def test_a_recommendation_that_is_agreed_on_has_a_document_that_can_be_found(decision, document, said):
    found = registers_of("recommendations", entry("0102", decision=decision, document=document)).flaws
    assert [f.rule.code for f in found] == said


TAKEN = entry("0102", situation="safety", document="联党发1号")
AGAINST_IT = entry("0102", situation="safety", document="不同意")
LACKS = entry("0102", situation="safety")


@pytest.mark.parametrize(
    ("counting", "later", "cause", "refused"),
    [
        ([TAKEN], AGAINST_IT, Cause.LATER, True),
        ([TAKEN], LACKS, Cause.LATER, False),
        ([], AGAINST_IT, Cause.TWICE, False),
        ([], LACKS, Cause.LACKING, False),
        ([TAKEN], replace(AGAINST_IT, subject="0103"), Cause.TWICE, False),
    ],
)
def test_a_refusal_that_overturns_none_is_said_to_be_one_beside_a_decision_that_stands(
    counting, later, cause, refused
):
    registers = registers_of("vetoes", *counting, later=[later])
    assert [(one.subject, one.cause) for one in registers.unclear] == [(later.subject, cause)]
    assert [f.rule.code for f in registers.flaws if f.place.file == "b"] == ["X133"] * refused


REVOKES = replace(entry("0102", situation="safety"), unread={"document": "撤销"}, revokes=True)


@pytest.mark.parametrize(
    ("beside", "cause"),
    [
        ([], Cause.REVOKED),
        ([TAKEN], Cause.TWICE),
        ([replace(TAKEN, subject="0103")], Cause.REVOKED),
        ([entry("0102", situation="money", document="联党发1号")], Cause.REVOKED),
        ([REVOKES], Cause.REVOKED),
    ],
)
def test_a_row_that_revokes_a_decision_contradicts_one_on_its_own_subject_and_matter(beside, cause):
    found = registers_of("vetoes", later=[REVOKES, *beside]).unclear
    assert [one.cause for one in found if one.found == "撤销"] == [cause] * (1 + beside.count(REVOKES))
