"""What is said of a finding in one sentence."""

import pytest

from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.finding import Place
from xlcampaign.layout.kinds import Choice, Number, OneOf
from xlcampaign.words import Lang, T, same

NAMES = ("赵某甲", "钱某乙", "孙某丙")


def misfit(kind):
    return c.MISFIT.at(Place("a.xlsx", "点评"), column=same("姓名"), found="李某丁", expects=kind.expects())


@pytest.mark.parametrize(("lang", "fix"), [(Lang.ZH, " → 改成下列之一"), (Lang.EN, " → enter one of these")])
def test_a_list_of_names_stands_in_a_sentence_once(lang, fix):
    finding = misfit(OneOf(tuple(Choice(name, same(name)) for name in NAMES)))
    line = finding.line(lang)
    assert [line.count(name) for name in NAMES] == [1, 1, 1]
    assert line.endswith(fix)
    assert all(name in finding.fix(lang) for name in NAMES)


def test_what_is_no_list_is_said_whole():
    finding = misfit(Number(0, 100))
    assert finding.fix_beside(Lang.ZH) == finding.fix(Lang.ZH)


def test_what_somebody_typed_is_never_cut():
    finding = c.MISFIT.at(Place(), column=same("甲：乙"), found="丙：丁", expects=T("丙：戊", "x: y"))
    assert "丙：丁" in finding.line(Lang.ZH)
    assert "甲：乙" in finding.line(Lang.ZH)
