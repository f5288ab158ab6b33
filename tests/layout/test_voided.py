"""What declares a vote void, what only may, and what speaks of something else."""

import time

import pytest

from xlcampaign.layout.text import WITHDRAWALS
from xlcampaign.layout.voided import declares_void, may_declare_void

VOID = [
    *WITHDRAWALS,
    "作废，重测",
    "已作废，重测",
    "此次作废，另行测评",
    "作废 重新测评",
    "作废（收回多于发出）",
    "作废！重测",
    "作废/重测",
    "作废 - 5月20日重测",
    "本次测评无效",
    "钱某乙，作废",
    "（作废）重新投票",
    "此次教师测评因收回票数多于发出票数作废，另行组织测评",
    "作废并重新组织测评",
    "Void, to be repeated",
]
UNCLEAR = [
    "作废重来一次",
    "这次的不算了吧",
    "上次测评作废",
    "本次为重新测评",
    "原票作废，这是重测的票",
    "钱某乙（上次作废）",
    "第一次无效",
    "作废待上级批准",
    "this vote is void",
]
OTHER = [
    "钱某乙",
    "作某",
    "吴某效",
    "重某",
    "钱某乙（党办）",
    "无",
    "未作废",
    "没有作废",
    "无作废票",
    "作废票2张",
    "作废 2 票",
    "钱某乙（清点作废票）",
    "Voigt",
    "",
    None,
    9,
]


@pytest.mark.parametrize("raw", VOID)
def test_a_cell_declares_a_vote_void_if_any_of_its_clauses_does(raw):
    assert declares_void(raw)
    assert not may_declare_void(raw)


@pytest.mark.parametrize("raw", UNCLEAR)
def test_of_a_cell_that_speaks_of_it_otherwise_nobody_can_tell(raw):
    assert may_declare_void(raw)
    assert not declares_void(raw)


@pytest.mark.parametrize("raw", OTHER)
def test_names_and_ballots_that_are_not_valid_say_nothing_of_it(raw):
    assert not declares_void(raw)
    assert not may_declare_void(raw)


@pytest.mark.parametrize("word", ["重新测评", "因", "均", "重新", "作废", "此次测评", "因由于", "全部"])
def test_no_text_takes_long_to_understand(word):
    began = time.monotonic()
    declares_void((word * 60)[:59] + "x")
    assert time.monotonic() - began < 1
