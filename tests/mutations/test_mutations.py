"""Mutation of valid forms: each is reported at its place or leaves all totals unchanged; none is silent."""

import random
from collections import Counter

import pytest
from dear import mostly_slow
from mutations.campaign import SHAPES, campaign_of
from mutations.pairs import judge_pairs
from mutations.structures import judge_structures
from mutations.verdicts import Verdict, judge_cells

SEED = 20230626
FEW, MANY = (24, 3), (240, 30)
"""How many mutations of a form's cells, and of its rows, columns and sheets."""

DEAR = mostly_slow(SHAPES, SHAPES[0], SHAPES[3], SHAPES[6])
"""Forms of each entry are tried every time, of one scale each."""


def sampled(number):
    return lambda listed: random.Random(SEED).sample(listed, min(number, len(listed)))  # noqa: S311 -- no secret


@pytest.mark.parametrize(("cells", "structures"), [FEW, pytest.param(*MANY, marks=pytest.mark.slow)])
@pytest.mark.parametrize(("scale", "entry"), DEAR)
def test_no_change_of_a_valid_form_is_silent(scale, entry, cells, structures):
    campaign = campaign_of(scale, entry)
    counts = Counter()
    for form in campaign.forms:
        cases = [
            *judge_cells(campaign, form, sampled(cells)),
            *judge_structures(campaign, form, sampled(structures)),
        ]
        assert [case for case in cases if case.verdict is Verdict.SILENT] == []
        counts.update(case.verdict for case in cases)
    assert min(counts[verdict] for verdict in (Verdict.REPORTED, Verdict.NEUTRAL, Verdict.REPAIRED)) > 0


@pytest.mark.parametrize("each", [10, pytest.param(300, marks=pytest.mark.slow)])
@pytest.mark.parametrize(("scale", "entry"), DEAR)
def test_no_change_of_a_second_version_overturns_the_first_in_silence(scale, entry, each):
    campaign = campaign_of(scale, entry)
    cases = [case for form in campaign.forms for case in judge_pairs(campaign, form, sampled(each))]
    assert [case for case in cases if case.verdict is Verdict.SILENT] == []
    assert {case.verdict for case in cases} == {Verdict.REPORTED, Verdict.NEUTRAL}


def test_every_form_of_a_campaign_is_among_those_mutated():
    keys = {form.book.key for shape in SHAPES for form in campaign_of(*shape).forms}
    assert keys == {
        "pledge.branch",
        "evaluation.branch",
        "comment.committee",
        "commendation.branch",
        "commendation.committee",
    }
    titles = {form.book.title.zh for shape in SHAPES for form in campaign_of(*shape).forms}
    assert titles == {"承诺表", "评议表", "考核点评表", "整改表", "评选表彰表"}


def test_a_form_that_was_not_changed_has_nothing_new():
    campaign = campaign_of(*SHAPES[3])
    for form, submission in zip(campaign.forms, campaign.submissions, strict=True):
        assert campaign.read(form, form.data).submission == submission
