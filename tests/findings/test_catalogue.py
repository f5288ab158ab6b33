"""The catalogue's invariants: codes, languages, placeholders."""

import re
from collections import Counter
from string import Formatter

import pytest

from xlcampaign.findings.finding import Place, Rejects, Severity, sort_findings
from xlcampaign.findings.rules import RULES, rule_of
from xlcampaign.layout.lists import LISTS
from xlcampaign.words import Lang, T

CHINESE = re.compile("[\u4e00-\u9fff]")


def placeholders(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_codes_are_unique_well_formed_and_sorted():
    codes = [rule.code for rule in RULES]
    assert codes == sorted(codes)
    assert [code for code, n in Counter(codes).items() if n > 1] == []
    assert all(re.fullmatch("[OPFSRCBX][1-9][0-9]{2}", code) for code in codes)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_both_languages_say_the_same_things(rule):
    for text in (rule.title, rule.says, rule.fix, rule.why):
        assert placeholders(text.zh) == placeholders(text.en)
        assert text.zh
        assert text.en
        assert not CHINESE.search(text.en)
    assert placeholders(rule.title.zh) == set()
    assert placeholders(rule.why.zh) <= set(LISTS)
    assert CHINESE.search(rule.title.zh)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_only_errors_take_something_out_of_the_count(rule):
    if rule.rejects is not Rejects.NOTHING:
        assert rule.severity is Severity.ERROR
    assert rule_of(rule.code.lower()) is rule


def test_every_error_in_what_is_sent_in_says_what_it_takes_out():
    """Errors in plans and commands keep a command from running, and take nothing out of any count."""
    sent_in = {rule.code for rule in RULES if rule.severity is Severity.ERROR and rule.code[0] in "FSRCBX"}
    taking_out = {rule.code for rule in RULES if rule.rejects is not Rejects.NOTHING}
    assert sent_in == taking_out


def test_a_finding_is_worded_only_where_it_is_shown():
    rule = rule_of("C103")
    assert rule is not None
    facts = {"column": T("姓名", "name"), "found": "a\nb", "expects": T("数", "a number")}
    finding = rule.at(Place("f.xlsx", "表").cell_at(5, 2), **facts)
    assert finding.line(Lang.ZH).startswith("f.xlsx › 表 › B5  C103  「姓名」")
    assert "“name” holds “a b”; expected a number" in finding.line(Lang.EN)
    assert "\n" not in finding.line(Lang.ZH)


def test_findings_are_sorted_as_one_reads_a_sheet():
    rule = rule_of("C102")
    assert rule is not None
    sheet = Place("f", "s")
    cells = [sheet.cell_at(*at) for at in ((2, 27), (10, 2), (9, 2), (2, 3), (2, 2))]
    found = sort_findings(rule.at(place) for place in (*cells, sheet))
    assert [finding.place.cell for finding in found] == ["", "B2", "C2", "AA2", "B9", "B10"]
