"""A finding says what else is lost by a cell that cannot be read."""

import pytest
from filled import complete, form_of
from plain import plain_file
from plans import small_plan

from xlcampaign.commands.intake import take_in
from xlcampaign.model.envelope import Envelope
from xlcampaign.words import Lang

PLAN = small_plan(2, 3, abstentions="as_printed")
BOOK = form_of(PLAN)
PEER = BOOK.table_of("member_peer")
ROW = 0
STARS = {column.mark.star for column in PEER.columns if column.mark}
VOTES = [column.key for column in PEER.columns if column.mark]


def costs(**typed):
    """What is said in the row of a sheet in which every star has three kinds of votes, with the rest of it lost."""
    answers = complete(BOOK) | {("member_peer", ROW, key): 3 for key in VOTES}
    answers |= {("member_peer", ROW, key): value for key, value in typed.items()}
    intake = take_in(Envelope("f.xlsx", plain_file(BOOK, answers)), PLAN)
    found = {f.rule.code: f.costs for f in intake.findings if f.is_error}
    return {code: cost and cost.zh for code, cost in found.items()}, intake


@pytest.mark.parametrize("value", ["九票多", "#SPILL!", -3])
@pytest.mark.parametrize("key", ["base", "attended"])
def test_what_all_votes_of_a_row_go_by_says_how_many_it_costs(key, value):
    said, intake = costs(**{key: value})
    [cost] = said.values()
    assert cost == f"同一行另有 {len(VOTES)} 格票数跟着没有计入"
    assert intake.submission.parts["member_peer"].cells.rejected == len(VOTES) + 1


@pytest.mark.parametrize("value", ["九票多", "#CALC!", "很多"])
def test_a_bad_vote_costs_the_other_votes_on_its_star_alone(value):
    said, intake = costs(**{VOTES[0]: value})
    per_star = len(VOTES) // len(STARS)
    assert list(said.values()) == [f"同一行另有 {per_star - 1} 格票数跟着没有计入"]
    assert intake.submission.parts["member_peer"].cells.rejected == per_star


@pytest.mark.parametrize("value", ["十一分", "#BUSY!", 99])
def test_a_cell_that_costs_only_itself_says_no_more(value):
    answers = complete(BOOK) | {("member_self", ROW, "loyal"): value}
    [finding] = take_in(Envelope("f.xlsx", plain_file(BOOK, answers)), PLAN).findings
    assert finding.costs is None
    assert finding.says(Lang.ZH) == finding.rule.says.fill(
        Lang.ZH, {key: str(getattr(fact, "zh", fact)) for key, fact in finding.facts.items()}
    )


def test_it_is_said_in_both_languages_behind_what_was_found():
    _, intake = costs(base="九票多")
    [finding] = [f for f in intake.findings if f.is_error]
    assert finding.says(Lang.ZH).endswith(f"；同一行另有 {len(VOTES)} 格票数跟着没有计入")
    assert finding.says(Lang.EN).endswith(
        f"; with it, {len(VOTES)} more cells of votes in the row do not count"
    )
