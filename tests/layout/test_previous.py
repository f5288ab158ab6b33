"""What the first form of a stage tells a branch of the last one: no more members than a row has room for."""

from summary.reports import report_of, standard

from xlcampaign.layout.forms import pledge_form, tells_results
from xlcampaign.layout.sheet import Canvas
from xlcampaign.model.known import Known
from xlcampaign.tally.history import present
from xlcampaign.workbook.lines import lines_of

_ACROSS = 107
"""What a line of the first sheet holds; Excel shows no row taller than 409 points."""


def told(plan):
    report = report_of(plan)
    known = Known(report.ledger, report.results, (present(report),))
    book = pledge_form(plan, plan.branches[0], known)
    [cover] = [sheet for sheet in book.sheets if isinstance(sheet, Canvas)]
    return book, next(line.text for line in cover.lines if line.row == 9)


def test_members_for_whom_there_is_no_room_are_counted():
    _, text = told(standard(1, 120))
    assert text.zh.splitlines()[-1].startswith("还有 ")
    assert "more: see the results" in text.en
    for said in (text.zh, text.en):
        assert 20 + 14 * (lines_of(said, _ACROSS, 11) - 1) <= 409


def test_a_small_branch_is_told_of_everybody_and_its_form_is_its_own():
    plan = standard(1, 4)
    book, text = told(plan)
    assert all(member.name in text.zh for member in plan.rated_members("B01"))
    assert "还有" not in text.zh
    assert tells_results(plan, book)
    assert not tells_results(plan, pledge_form(plan, plan.branches[0]))
