"""How it is said in what a stage comes out otherwise than sealed: which differences, in which order, and how many."""

from datetime import date

import pytest

from xlcampaign.layout.seal import documents_of, say_changes, told_of
from xlcampaign.model.seal import Act, Change, Fact, Grounds, Part, Sealed, grouped, since_seal

NAMES = (
    Fact(Part.BRANCHES, "01", "", "name", "甲一完小党支部"),
    Fact(Part.MEMBERS, "0101", "", "name", "赵某甲"),
    Fact(Part.MEMBERS, "0102", "", "name", "钱某乙"),
    Fact(Part.STARS, "member.loyal", "", "name", "政治忠诚星"),
    Fact(Part.WAYS, "member.peer", "", "name", "党员互评"),
)


def said(*changes, names=NAMES):
    return [line.zh for line in say_changes(changes, (), names)]


def lit(code, before, after):
    return Change(Part.LIT, code, "loyal", "score", before, after)


def result(code, field, before, after):
    return Change(Part.RESULTS, code, "", field, before, after)


def act(number, by=""):
    return Act(Grounds(number, "抄错" if by else "", by), date(2023, 7, 1), "0.1", "0123456789abcdef0123")


@pytest.mark.parametrize(
    ("digits", "shown"),
    [("", ""), ("0123", "0123"), ("01234", "0123 4"), ("0123456789", "0123 4567 89")],
)
def test_a_checksum_is_read_aloud_in_groups_of_four_digits(digits, shown):
    assert grouped(digits) == shown


def test_of_a_checksum_sixteen_digits_are_read_aloud():
    assert act("1号").short == "0123 4567 89ab cdef"


@pytest.mark.parametrize(
    ("acts", "seal", "exceptions"),
    [
        ([("1号", "")], "1号", []),
        ([("1号", ""), ("2号", "党委")], "1号", ["2号"]),
        ([("1号", ""), ("2号", "党委"), ("3号", "")], "3号", []),
        ([("1号", ""), ("2号", ""), ("3号", "党委"), ("4号", "党委")], "2号", ["3号", "4号"]),
    ],
)
def test_a_stage_is_sealed_by_its_last_seal_and_the_exceptions_after_it(acts, seal, exceptions):
    sealed = Sealed(tuple(act(*one) for one in acts), ())
    assert sealed.seal.grounds.number == seal
    assert [one.grounds.number for one in sealed.exceptions] == exceptions
    assert [one.grounds.number for one in since_seal(sealed.acts)] == [seal, *exceptions]
    assert documents_of(sealed).zh == "”，例外“".join([seal, *exceptions])


def test_what_follows_from_somebody_who_came_is_not_told_again_and_what_is_of_others_is():
    came = Change(Part.MEMBERS, "0102", "", "name", None, "钱某乙")
    own = Change(Part.MEMBERS, "0102", "", "category", None, "full")
    theirs, others = result("0102", "level", None, "合格"), result("0101", "level", "优秀", "合格")
    assert told_of([came, own, theirs, others]) == [came, others]
    row = Change(Part.STARS, "member.new", "", "name", None, "新星")  # of the plan, and nobody who came
    score = Change(Part.LIT, "member.new", "loyal", "score", "8 ★", "7 ☆")
    assert told_of([row, score]) == [row, score]
    renamed = Change(Part.MEMBERS, "0101", "", "name", "赵某甲", "赵某假")
    assert told_of([renamed, others]) == [renamed, others]


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [
        (lit("0101", "8.00 ★", "9.00 ★"), lit("0102", "8.00 ★", "7.00 ☆"), ["钱某乙", "赵某甲"]),
        (lit("0101", "7.00 ☆", "7.50 ☆"), lit("0102", "7.00 ☆", "8.00 ★"), ["钱某乙", "赵某甲"]),
        (lit("0101", "8.00 ★", "7.00 ☆"), lit("0102", "8.00 ★", "9.00 ★"), ["赵某甲", "钱某乙"]),
        (lit("0101", "8.00 ★", "7.00 ☆"), lit("0102", "7.00 ☆", "8.00 ★"), ["赵某甲", "钱某乙"]),
        (result("0101", "rank", 1, 2), result("0102", "level", "优秀", "合格"), ["钱某乙", "赵某甲"]),
        (result("0101", "composite", "80", "81"), result("0102", "lit", 7, 8), ["钱某乙", "赵某甲"]),
        (result("0101", "level", "优秀", "合格"), result("0102", "rank", 1, 2), ["赵某甲", "钱某乙"]),
        (
            result("0101", "level", "优秀", "良好"),
            result("0102", "level", "优秀", "合格"),
            ["赵某甲", "钱某乙"],
        ),
        (result("0101", "lit", 8, 18), result("0102", "lit", 7, 8), ["赵某甲", "钱某乙"]),
    ],
)
def test_a_star_that_is_lit_or_goes_out_and_a_level_come_first(first, second, order):
    [line] = said(first, second)
    assert sorted(order, key=line.index) == order


@pytest.mark.parametrize(
    ("number", "shown", "more"), [(1, 1, ""), (3, 3, ""), (4, 3, "；等 4 处"), (9, 3, "；等 9 处")]
)
def test_three_differences_of_a_part_are_told_and_how_many_there_are(number, shown, more):
    [line] = said(*(result(f"01{n:02d}", "level", "优秀", "合格") for n in range(number)))
    assert line.startswith("得分和等次：")
    assert line.count("→") == shown
    assert line.endswith(more) if more else "等" not in line.replace("等次", "")


@pytest.mark.parametrize(("length", "shown"), [(30, "表" * 30), (31, "表" * 30 + "…")])
def test_long_values_are_cut_after_thirty_characters(length, shown):
    [line] = said(Change(Part.DECISIONS, "0101", "", "override.reason", None, "表" * length))
    assert line.endswith(f"→ {shown}")


def test_a_meeting_is_told_by_its_branch_and_its_way():
    change = Change(Part.MEETINGS, "01", "member.peer", "valid", 15, 14)
    assert said(change) == ["评议会：甲一完小党支部（01） 党员互评 有效票 15 → 14"]
    assert said(change, names=NAMES[:1]) == ["评议会：甲一完小党支部（01） member.peer 有效票 15 → 14"]


def test_a_count_is_told_by_its_star_and_its_way():
    change = Change(Part.COUNTS, "0101", "loyal", "peer", "approve:7", "approve:8 850:2")
    assert said(change) == ["票数：赵某甲（0101） 政治忠诚星 党员互评 approve 7 → approve 8、8.5 2"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (Change(Part.LEVELS, "member.优秀", "", "high", 9500, 9000), "优秀"),
        (Change(Part.STARS, "member.loyal", "", "goal", "带头忠诚", "带头讲政治"), "政治忠诚星"),
        (Change(Part.STARS, "member.other", "", "goal", "带头忠诚", "带头讲政治"), "member.other"),
    ],
)
def test_a_row_of_the_plan_is_told_by_its_name(change, told):
    [line] = said(change)
    assert line.partition("：")[2].startswith(f"{told} ")


@pytest.mark.parametrize(("key", "told"), [("safety", "安全责任事故"), ("other", "other")])
def test_a_veto_is_told_by_its_situation(key, told):
    names = (*NAMES, Fact(Part.VETOES, "safety", "", "name", "安全责任事故"))
    [line] = said(Change(Part.DECISIONS, "0101", "", "veto.situation", None, key), names=names)
    assert line == f"决定：赵某甲（0101） 否决 无 → {told}"
