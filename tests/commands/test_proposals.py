"""What is proposed holds the member back and stands on the agenda, whatever else is wrong with where it was written."""

from dataclasses import replace

import pytest
from commands.test_rated_by import ABOVE, rated_by
from commands.test_rows import BRANCH, FULL, PLAN, Inbox, row
from filled import complete
from plans import small_plan

from xlcampaign.address import Address
from xlcampaign.findings.finding import Place
from xlcampaign.layout.forms import assessment_form, evaluation_form
from xlcampaign.layout.proposals import proposed_in
from xlcampaign.model.results import Proposal
from xlcampaign.model.roster import RatedBy

OVERALL = "member_organisation"
SITUATIONS = [veto.name for veto in PLAN.vetoes]
FORM = evaluation_form(PLAN, BRANCH)
PLACE = next(n for n, one in enumerate(FORM.table_of(OVERALL).rows) if one["code"] == "0102")


def written(**cells):
    return FULL | row(OVERALL, PLACE, **cells)


def received(*answers, plan=PLAN):
    inbox = Inbox(plan)
    for number, given in enumerate(answers, 1):
        inbox.receive(f"v{number}", FORM, given, number)
    return inbox


def proposed(inbox, code="0102"):
    return [what for what in Proposal if inbox.ledger.is_proposed(code, what)]


VETO = {"veto": SITUATIONS[0], "reason": "事故通报"}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("有安全责任事故，提请否决", Proposal.VETO),
        ("请上级一票否决", Proposal.VETO),
        ("propose a veto: an accident", Proposal.VETO),
        ("迟到较多，建议改评", Proposal.OVERRIDE),
        ("建议降为合格", Proposal.OVERRIDE),
    ],
)
@pytest.mark.parametrize("column", ["reason", "opinion"])
def test_what_is_proposed_in_words_alone_is_said_and_held_back(text, what, column):
    if column == "opinion" and text == "请上级一票否决":
        text = "建议一票否决"
    inbox = received(written(**{column: text}))
    assert "R126" in [code for code, _ in inbox.read("v1")]
    assert proposed(inbox) == [what]
    assert inbox.ledger.is_open("0102")
    assert inbox.ledger.texts["0102", what] == text


@pytest.mark.parametrize(
    "text", ["带病支教", "不提请否决", "没有需要改评的", "工作踏实，无否决情形", "no veto"]
)
def test_a_reason_that_proposes_nothing_holds_nobody_back(text):
    inbox = received(written(reason=text))
    assert not proposed(inbox)
    assert "R126" not in [code for code, _ in inbox.read("v1")]


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("column", ["reason", "opinion"])
def test_a_situation_in_the_column_beside_the_one_that_asks_for_it_is_a_proposal(situation, column):
    inbox = received(written(**{column: situation}))
    assert "R126" in [code for code, _ in inbox.read("v1")]
    assert proposed(inbox) == [Proposal.VETO]


@pytest.mark.parametrize("level", ["优秀", "合格", "不合格"])
def test_a_level_as_an_opinion_proposes_none(level):
    assert not proposed(received(written(opinion=level)))


@pytest.mark.parametrize("text", ["去年曾被否决，今年改正", "群众评价很好", "改为担任班主任后成绩突出"])
def test_an_opinion_that_tells_of_something_else_proposes_nothing(text):
    assert proposed_in(text, asked=True) == ""


@pytest.mark.parametrize("index", [0, -1])
@pytest.mark.parametrize("later", [{}, {"opinion": "好"}, {"reason": "带病支教"}])
def test_what_a_later_version_does_not_mention_still_stands_and_is_said(index, later):
    inbox = received(written(**VETO | {"veto": SITUATIONS[index]}), written(**later))
    assert proposed(inbox) == [Proposal.VETO]
    table = FORM.table_of(OVERALL)
    at = Address(table.first_row + PLACE, 1 + [column.key for column in table.columns].index("veto"))
    said = [finding.place for finding in inbox.merged().findings if finding.rule.code == "R128"]
    assert said == [Place("v1", table.title.zh, (at,))]
    assert inbox.ledger.reason_of("0102", Proposal.VETO) == later.get("reason", "事故通报")


@pytest.mark.parametrize(
    "later",
    [{"veto": "无"}, {"veto": "—"}, {"veto": "没有"}, {"reason": "不提请否决"}, {"reason": "撤回否决"}],
)
def test_what_a_later_version_expressly_declines_stands_no_longer(later):
    inbox = received(written(**VETO), written(**later))
    assert not proposed(inbox)
    assert inbox.said("R128") == []


def test_a_withdrawn_row_takes_its_proposal_with_it():
    inbox = received(written(**VETO), written(opinion="撤回"), FULL)
    assert not proposed(inbox)


def test_what_stands_is_told_beside_what_is_proposed_anew():
    inbox = received(written(**VETO), written(override="合格", reason="迟到较多"))
    assert proposed(inbox) == [Proposal.VETO, Proposal.OVERRIDE]


def test_of_two_versions_of_which_nobody_knows_the_newer_each_proposal_holds_back():
    inbox = Inbox()
    for name, given in (("a", written(**VETO)), ("b", written(opinion="好"))):
        inbox.receive(name, FORM, given, dated=False)
    assert proposed(inbox) == [Proposal.VETO]


def moved(plan, code, branch):
    members = (replace(one, branch=branch) if one.code == code else one for one in plan.members)
    return replace(plan, members=tuple(members))


ABOVE_ONLY = rated_by(RatedBy.COMMITTEE, RatedBy.SUPERIOR, RatedBy.COMMITTEE, plan=small_plan(3, 4))


def from_above(today, code="0202", **cells):
    """The superior's form of the plan before, with something beside the marks on a member's row."""
    book = assessment_form(ABOVE_ONLY)
    at = next(n for n, one in enumerate(book.table_of(ABOVE).rows) if one["code"] == code)
    return Inbox(today).receive("sup", book, complete(book) | row(ABOVE, at, **cells))


WITHOUT = replace(
    moved(moved(moved(moved(ABOVE_ONLY, "0201", "01"), "0202", "01"), "0203", "01"), "0204", "03"),
    branches=(ABOVE_ONLY.branches[0], ABOVE_ONLY.branches[2]),
)
"""The plan once the branch that the superior rated was dissolved."""


@pytest.mark.parametrize(
    "today",
    [moved(ABOVE_ONLY, "0202", "01"), moved(ABOVE_ONLY, "0202", "03"), WITHOUT],
    ids=["01", "03", "dissolved"],
)
def test_who_moved_from_a_branch_that_the_superior_rated_keeps_marks_and_proposal(today):
    inbox = from_above(today, **VETO)
    assert inbox.rejected == []
    assert proposed(inbox, "0202") == [Proposal.VETO]
    assert any(key[0] == "0202" for key in inbox.ledger.counts)


@pytest.mark.parametrize("code", ["0102", "0103", "0302"])
def test_who_moved_into_a_branch_that_the_superior_rates_is_not_missed_by_the_sender(code):
    today = moved(ABOVE_ONLY, code, "02")
    read = [code for code, _ in from_above(today).read("sup")]
    assert "R115" in read
    assert not {"R101", "R103"} & set(read)


def test_a_branch_that_is_new_since_is_not_missed_by_the_sender():
    today = small_plan(4, 4)
    read = [
        code
        for code, _ in from_above(replace(today, branches=(*ABOVE_ONLY.branches, today.branches[3]))).read(
            "sup"
        )
    ]
    assert "R115" in read
    assert "R103" not in read


@pytest.mark.parametrize(("code", "name"), [("0103", "孙某丙"), ("", "孙某丙"), ("0303", "孙某丙")])
def test_what_is_proposed_about_somebody_who_is_not_on_the_form_holds_them_back(code, name):
    today = replace(
        ABOVE_ONLY,
        members=tuple(replace(m, name=f"{m.name}{m.branch[1]}") for m in ABOVE_ONLY.members),
    )
    name = f"{name}{(code or '0103')[1]}"
    book = assessment_form(today)
    at = next(n for n, one in enumerate(book.table_of(ABOVE).rows) if one["code"] == "0202")
    given = complete(book) | row(ABOVE, at, code=code, name=name, veto=SITUATIONS[0])
    inbox = Inbox(today).receive("sup", book, given)
    assert ("R101", inbox.rejected[0][1]) in inbox.rejected
    assert proposed(inbox, code or "0103") == [Proposal.VETO]
