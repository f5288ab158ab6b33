"""Who stands on the page to post, and in what one page differs from another."""

import pytest
from summary.reports import report_of, rescored, standard

from xlcampaign.findings.finding import Place
from xlcampaign.model.posting import PostedLine
from xlcampaign.model.registers import Commendation, Decision, Registers
from xlcampaign.tally.posted import Repostings, checksum_of_page, lines_of, since_posted

REPORT = report_of(standard(2, 4))
FIRST, SECOND = (branch.name for branch in REPORT.plan.branches)
RECOMMENDED = (
    PostedLine("B01-02", "", "赵某乙", FIRST, 8),
    PostedLine("B02", "", SECOND, SECOND, 9),
)


def commended(subject, honour="教学名师", decision=Decision.AGREED):
    return Commendation(subject, honour, "", "", "", "", decision, Place("a.xlsx", "评选表彰"))


def page(*commendations):
    return lines_of(rescored(REPORT, registers=Registers(commendations=commendations)))


def test_whoever_is_recommended_stands_there_with_branch_and_stars():
    assert page() == RECOMMENDED


def test_whoever_has_an_honour_stands_there_once_more_without_stars_in_the_order_of_codes():
    member, branch = commended("B02-01"), commended("B02", "师德标兵")
    assert page(member, branch) == (
        *RECOMMENDED,
        PostedLine("B02", "师德标兵", SECOND, SECOND, None),
        PostedLine("B02-01", "教学名师", "赵某甲", SECOND, None),
    )


@pytest.mark.parametrize(
    "entry",
    [
        commended("B02-01", ""),
        commended("B02-01", decision=Decision.REFUSED),
        commended("B02-01", decision=Decision.DEFERRED),
        commended("B02-01", decision=None),
        commended("B09-01"),  # whom the plan no longer has
    ],
)
def test_an_honour_that_is_not_named_or_not_agreed_on_stands_on_no_page(entry):
    assert page(entry) == RECOMMENDED


def test_an_honour_that_is_agreed_on_twice_stands_there_once():
    assert page(commended("B02-01"), commended("B02-01")) == (
        *RECOMMENDED,
        PostedLine("B02-01", "教学名师", "赵某甲", SECOND, None),
    )


ONE = PostedLine("0101", "", "赵某甲", "甲一完小党支部", 8)
HONOURED = PostedLine("0101", "教学名师", "赵某甲", "甲一完小党支部", None)
OTHER = PostedLine("0102", "", "钱某乙", "甲一完小党支部", 7)
RENAMED, MOVED, DARKER = (
    OTHER._replace(**change) for change in ({"name": "钱某"}, {"branch": "甲二完小党支部"}, {"lit": 6})
)


@pytest.mark.parametrize(
    ("posted", "now", "expected"),
    [
        ((ONE, OTHER), (ONE, OTHER), ((), (), ())),
        ((ONE, OTHER), (OTHER, ONE), ((), (), ())),
        ((ONE,), (ONE, OTHER), ((OTHER,), (), ())),
        ((ONE, OTHER), (OTHER,), ((), (ONE,), ())),
        ((), (ONE,), ((ONE,), (), ())),
        ((ONE,), (), ((), (ONE,), ())),
        ((ONE,), (OTHER,), ((OTHER,), (ONE,), ())),
        # an honour is no recommendation
        ((ONE,), (HONOURED,), ((HONOURED,), (ONE,), ())),
        ((ONE, OTHER), (ONE, RENAMED), ((), (), (RENAMED,))),
        ((ONE, OTHER), (ONE, MOVED), ((), (), (MOVED,))),
        ((ONE, OTHER), (ONE, DARKER, HONOURED), ((HONOURED,), (), (DARKER,))),
    ],
)
def test_who_is_new_gone_or_stands_there_otherwise_is_told_from_who_stands_there_as_before(
    posted, now, expected
):
    assert since_posted(posted, now) == Repostings(*expected)
    assert (checksum_of_page(posted) == checksum_of_page(now)) is (posted == now)
