"""Texts with facts: English words follow how many there are, and a rule is shown with dots where facts will stand."""

import re

import pytest

from xlcampaign.findings.rules import RULES
from xlcampaign.words import Lang, T

VOTES = T("{found} 票", "{found:vote} {found:=is|are} counted of {all:branch|branches}")
COUNTED = (
    "ballots|branches|cells|columns|comments|days|entries|errors|files|forms|marks|members|messages|parts|people"
    "|pictures|pledges|rows|sheets|stars|values|voters|votes"
)


@pytest.mark.parametrize(
    ("found", "branches", "said"),
    [
        ("1", "2", "1 vote is counted of 2 branches"),
        ("0", "1", "0 votes are counted of 1 branch"),
        ("11", "21", "11 votes are counted of 21 branches"),
        ("-1", "101", "-1 votes are counted of 101 branches"),
    ],
)
def test_english_words_follow_how_many_there_are(found, branches, said):
    assert VOTES.filled(found=found, all=branches) == T(f"{found} 票", said)


def test_what_is_not_filled_in_is_dots():
    assert VOTES.sketched() == T("… 票", "… votes are counted of … branches")
    assert VOTES.fill(Lang.EN, {}) == "? votes are counted of ? branches"


def test_no_count_in_a_rule_stands_before_a_plural_that_does_not_follow_it():
    fixed = re.compile(rf"\{{(?!alike)\w+\}} (?:\w+ )?(?:{COUNTED})\b")
    assert fixed.search("{found} valid ballots")
    assert [rule.code for rule in RULES if fixed.search(f"{rule.says.en} {rule.fix.en}")] == []
