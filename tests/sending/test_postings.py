"""Texts to post: who was listed since the first page and who is no more; nobody else is named."""

from datetime import date

import pytest
from plans import small_plan

from xlcampaign.model.posting import PostedLine, Posting
from xlcampaign.sending.postings import outcome_text, posting_text

A, B, C = (
    PostedLine(f"010{n}", "", name, "甲一完小党支部", 8)
    for n, name in enumerate(("赵某甲", "钱某乙", "孙某丙"), 1)
)
HONOURED = PostedLine("0102", "教学名师", "钱某乙", "甲一完小党支部", None)


def posted(day, *lines):
    return Posting(date(2023, 7, day), date(2023, 7, day + 4), "", "", lines)


def said(*postings, objections=0):
    data = outcome_text(small_plan(1, 3), 1, postings, objections)
    return data.decode("utf-8-sig").replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("postings", "corrections"),
    [
        ([posted(1, A, B)], "无"),
        ([posted(1, A, B), posted(8, A)], "不再列入 钱某乙（甲一完小党支部）"),
        ([posted(1, A), posted(8, A, C)], "补充列入 孙某丙（甲一完小党支部）"),
        ([posted(1, A), posted(8, A._replace(lit=7))], "更正 赵某甲（甲一完小党支部）"),
        ([posted(1, A), posted(8, A, B), posted(15, A)], "不再列入 钱某乙（甲一完小党支部）"),
        ([posted(1, A), posted(8, B), posted(15, A)], "不再列入 钱某乙（甲一完小党支部）"),
        (
            [posted(1, B), posted(8, HONOURED)],
            "补充列入 钱某乙（甲一完小党支部） 教学名师；不再列入 钱某乙（甲一完小党支部）",
        ),
    ],
)
def test_an_outcome_names_whoever_was_posted_otherwise(postings, corrections):
    assert f"更正：{corrections}。" in said(*postings)


def test_an_outcome_lists_the_last_page_by_honour_and_counts_objections():
    text = said(posted(1, A, B), posted(8, A, HONOURED), objections=2)
    assert "推荐对象：赵某甲（甲一完小党支部）\n教学名师：钱某乙（甲一完小党支部）" in text
    assert "收到 2 项，都已核查并有结论" in text
    assert "自2023年7月1日至2023年7月5日、2023年7月8日至2023年7月12日公示" in text
    assert "（无）" in said(posted(1, A), posted(8))


def test_an_outcome_lists_branches_before_members():
    branch = PostedLine("01", "", "甲一完小党支部", "甲一完小党支部", 8)
    later = branch._replace(code="02", name="甲二完小党支部", branch="甲二完小党支部")
    assert "推荐对象：甲一完小党支部、甲二完小党支部、赵某甲（甲一完小党支部）" in said(
        posted(1, A, later, branch)
    )


def test_days_on_which_pages_hung_one_after_the_other_are_one_period():
    assert "自2023年7月1日至2023年7月10日公示" in said(posted(1, A), posted(6, A, B))
    assert "自2023年7月1日至2023年7月7日公示" in said(posted(1, A), posted(3, A, B))
    assert "自2023年7月1日至2023年7月5日、2023年7月7日至2023年7月11日公示" in said(posted(7, A), posted(1, B))


def test_the_text_beside_a_page_names_nobody():
    text = posting_text(small_plan(1, 3), 1, posted(1, A, B, HONOURED)).decode("utf-8-sig")
    assert not any(name in text for name in ("赵某甲", "钱某乙", "孙某丙", "教学名师"))
