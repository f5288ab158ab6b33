"""What a meeting decided on recommending somebody, and who has a place after that: tables by hand."""

from dataclasses import replace

import pytest
from plans import small_plan
from tally.test_final import (
    EVERY,
    FIRST,
    LAST,
    MEMBER,
    NOW,
    OUT,
    SECOND,
    SELECTED,
    STUDY,
    TOTAL,
    past_of,
    plan_with,
    report_of,
)
from tally.test_outcomes import ALL_5, ALL_8, ALL_9, ALL_10, decisions, ledger_of

from xlcampaign.findings.finding import Place
from xlcampaign.model.final import Ground, Reason
from xlcampaign.model.registers import Decision, RecommendationDecision
from xlcampaign.model.results import Results, Seat
from xlcampaign.tally.final import final_of, for_recommending
from xlcampaign.tally.posted import published_of
from xlcampaign.tally.score import score

FREE, STUDIED, OVER, REFUSED, DEFERRED = Seat
WORDS = {"+": Decision.AGREED, "-": Decision.REFUSED, "~": Decision.DEFERRED}
AT = Place("评选表彰表.xlsx", "推荐")


def meeting(said):
    """Decisions by code: `0101+ 0102-`."""
    return {one[:-1]: RecommendationDecision(one[:-1], WORDS[one[-1]], "纪要5号", AT) for one in said.split()}


def after(report, said):
    """A report after a meeting."""
    registers = replace(report.ledger.registers, recommendations=meeting(said))
    return replace(report, ledger=replace(report.ledger, registers=registers))


TABLE = {"0101": ALL_10, "0102": ALL_9, "0201": ALL_9, "0103": ALL_8, "0202": ALL_8, "0203": ALL_5}
"""Three of the highest level, two below it with all stars, and one without."""


@pytest.mark.parametrize(
    ("places", "said", "seats"),
    [
        (None, "0101+ 0103- 0202~", [FREE, FREE, FREE, REFUSED, DEFERRED]),
        (2, "", [STUDIED, STUDIED, STUDIED, OVER, OVER]),
        (2, "0101+", [FREE, STUDIED, STUDIED, OVER, OVER]),
        (2, "0101+ 0201+", [FREE, OVER, FREE, OVER, OVER]),
        (2, "0102-", [FREE, REFUSED, FREE, OVER, OVER]),
        (2, "0102- 0201-", [FREE, REFUSED, REFUSED, STUDIED, STUDIED]),
        (2, "0103+", [STUDIED, STUDIED, STUDIED, FREE, OVER]),
        (2, "0102~", [STUDIED, DEFERRED, STUDIED, OVER, OVER]),
        (3, "0102~", [FREE, DEFERRED, FREE, OVER, OVER]),  # its place is kept for it
        (2, "0101+ 0102+ 0103+", [STUDIED, STUDIED, OVER, STUDIED, OVER]),
        (4, "0103+", [FREE, FREE, FREE, FREE, OVER]),
        (4, "0202-", [FREE, FREE, FREE, FREE, REFUSED]),
        (0, "0101+", [STUDIED, OVER, OVER, OVER, OVER]),
        (2, "0203+", [STUDIED, STUDIED, STUDIED, OVER, OVER]),  # who is not fit takes no place
    ],
)
def test_places_after_a_meeting(places, said, seats):
    plan = small_plan(2, 3, quota=None, places_member=places)
    registers = replace(decisions((), ()), recommendations=meeting(said))
    found = score(ledger_of(plan, TABLE, registers), plan).by_code
    assert [found[code].seat for code in TABLE] == [*seats, None]


def three(said, rule=EVERY, texts=None, **options):
    plan = plan_with(rule, **options)
    pasts = past_of(plan, 1, FIRST), past_of(plan, 2, SECOND)
    return after(report_of(plan, NOW, *pasts, vetoed=("0108",), top=NOW, texts=texts), said)


def verdicts(report):
    return {one.code: (one.verdict, *one.reasons) for one in final_of(report).candidates}


def test_by_the_rule_and_a_meeting():
    found = verdicts(three("0105+ 0106- 0107~ 0101- 0102+ 0108+"))
    assert found["0105"] == (SELECTED,)
    assert found["0106"] == (OUT, Reason(Ground.UNRATED, 1), Reason(Ground.REFUSED))
    assert found["0107"] == (STUDY, Reason(Ground.UNRATED, 3), Reason(Ground.DEFERRED))
    assert found["0101"] == (OUT, Reason(Ground.REFUSED))
    assert found["0102"] == (OUT, Reason(Ground.SHORT, 2, 1))  # the rule is no matter for a meeting
    assert found["0108"][0] is OUT


@pytest.mark.parametrize(("said", "verdict"), [("0107+", SELECTED), ("0107-", OUT), ("", STUDY)])
def test_who_may_meet_the_rule_in_total_is_for_a_meeting(said, verdict):
    assert verdicts(three(said, TOTAL, total_member=22))["0107"][0] is verdict


def test_what_is_open_stays_open_after_a_meeting():
    report = three("0105+", texts={("0105", "veto"): "safety"})
    [one] = [one for one in final_of(report).candidates if one.code == "0105"]
    assert one.reasons == (Reason(Ground.OPEN),)
    assert "0105" not in {subject.code for subject in published_of(report, MEMBER)}


@pytest.mark.parametrize(
    ("places", "said", "posted"),
    [
        (None, "", {"0101", "0103"}),
        (None, "0105+", {"0101", "0103", "0105"}),
        (None, "0105+ 0101-", {"0103", "0105"}),
        (2, "0105+", {"0105"}),  # 0101 and 0103 for the one that is left
        (2, "0105+ 0103+", {"0103", "0105"}),
        (2, "0105+ 0103-", {"0101", "0105"}),
        (2, "0105+ 0103~", {"0105"}),
        (3, "0105+ 0103~", {"0101", "0105"}),
        (1, "0105+ 0103+", set()),  # more than places
    ],
)
def test_who_is_posted_after_a_meeting(places, said, posted):
    plan = plan_with(EVERY, places_member=places)
    now = dict.fromkeys(("0101", "0103", "0105"), 8)
    first, second = ({code: 8 for code in now if code != "0105"}, now)
    report = after(report_of(plan, now, past_of(plan, 1, first), past_of(plan, 2, second), top=now), said)
    assert {subject.code for subject in published_of(report, MEMBER)} == posted


def test_who_has_enough_stars_without_the_highest_level_is_posted_once_a_meeting_recommends_it():
    plan = plan_with(LAST)
    report = after(report_of(plan, {"0101": 8, "0102": 8, "0103": 8}, top=("0101",)), "0102+")
    assert [subject.code for subject in published_of(report, MEMBER)] == ["0101", "0102"]
    assert for_recommending(report).by_code["0103"].seat is FREE


@pytest.mark.parametrize(("failed", "verdict"), [(True, OUT), (False, SELECTED)])
def test_who_is_put_at_the_lowest_level_is_not_selected_whatever_a_meeting_says(failed, verdict):
    report = three("0101+")
    subjects = [
        replace(one, outcome=replace(one.outcome, failed=failed)) if one.code == "0101" else one
        for one in report.results.subjects
    ]
    assert verdicts(replace(report, results=Results(tuple(subjects))))["0101"][0] is verdict
