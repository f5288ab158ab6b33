"""What a meeting decided on recommending stands on every page alike: list, agenda, record, posted page with its notes."""

from dataclasses import replace

import openpyxl
import pytest
from summary.decided import decided, write_lists
from summary.reports import rescored
from summary.test_lists import opened, section, texts
from summary.test_public import lines
from summary.test_unclear import name_of

from xlcampaign.findings.finding import Place
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.registers import Decision, RecommendationDecision
from xlcampaign.summary.contents import TITLES
from xlcampaign.summary.public import write_public
from xlcampaign.tally.posted import published_of
from xlcampaign.words import Lang

AGREED, REFUSED, DEFERRED = Decision
AT = Place("评选表彰表.xlsx", "推荐").cell_at(5, 4)
SAID = {
    "B03-02": REFUSED,  # would be posted
    "B02-05": AGREED,  # all stars, not the highest level: for the last places
    "B01-02": AGREED,  # the same, and whether it gets the highest level is to be decided
    "B02-02": DEFERRED,  # would be posted
    "B01-06": AGREED,  # three stars
    "B01-04": AGREED,  # vetoed
}


@pytest.fixture(scope="module")
def report():
    report = decided()
    said = {
        code: RecommendationDecision(code, decision, f"纪要{n}号" if decision is AGREED else "", AT)
        for n, (code, decision) in enumerate(SAID.items(), 1)
    }
    return rescored(report, registers=replace(report.ledger.registers, recommendations=said))


@pytest.fixture(scope="module")
def books(report, tmp_path_factory):
    folder = tmp_path_factory.mktemp("recommending")
    write_lists(folder / "lists.xlsx", report)
    write_public(folder / "public.xlsx", report)
    public = openpyxl.load_workbook(folder / "public.xlsx")
    return opened(folder / "lists.xlsx"), public[TITLES["publication"].say(Lang.ZH)]


def test_who_is_posted(report, books):
    inner, public = books
    assert lines(inner["publication"]) == lines(public)
    posted = {one.code for one in published_of(report, SubjectKind.MEMBER)}
    assert posted & SAID.keys() == {"B02-05"}
    (line,) = [line for line in lines(public) if name_of(report, "B02-05") in line]
    assert report.plan.branch_of["B02"].name in line


def test_the_notes_beside_the_page_say_who_is_not_on_it(books):
    (notes,) = [text for text in texts(books[0]["publication"]) if "会议没有同意推荐" in text]
    told = notes.split("\n")
    assert "会议没有同意推荐，未列入本页（1）：孙某丙（B03-02）（甲三完小党支部）" in told
    assert "同意推荐、等次并列待议，议定前不列入本页（1）：赵某乙（甲一完小党支部）" in told
    assert "会议缓议，议定前不列入本页（1）：赵某乙（甲二完小党支部）" in told


def test_what_is_settled_is_on_record_and_what_is_not_is_to_be_decided(books):
    sheet = books[0]["decisions"]
    record = [row[1:] for row in section(sheet, "九、已议决，备查")]
    assert ["孙某丙（B03-02）\n甲三完小党支部", "没有同意推荐", "没有写文号"] in record
    assert ["赵某戊\n甲二完小党支部", "同意推荐", "纪要2号"] in record
    study = {row[1]: row[2] for row in section(sheet, "五、推荐：需要单独研究的")[1:]}
    assert study["赵某乙\n甲二完小党支部"].endswith("会议缓议")
    assert study["赵某己\n甲一完小党支部"] == "填了同意推荐，可是只得了 3 颗星，不够，请议定"
    assert "赵某丁\n甲一完小党支部" not in study  # vetoed: nothing is left to decide
    assert "赵某戊\n甲二完小党支部" not in study
    together = texts(sheet)
    assert not any("孙某丙（B03-02）、孙某丙（B03-03）" in text for text in together)


def test_the_list_says_what_was_decided(books):
    rows = [row for row in books[0]["recommended"].iter_rows(values_only=True) if isinstance(row[0], int)]
    notes = {(row[1], row[2]): " ".join(map(str, row[8:])) for row in rows}
    assert "会议没有同意推荐（没有写文号）" in notes["甲三完小党支部", "孙某丙（B03-02）"]
    assert "会议同意推荐（纪要2号）" in notes["甲二完小党支部", "赵某戊"]
    assert "名额内" in notes["甲二完小党支部", "赵某戊"]
    assert "会议缓议" in notes["甲二完小党支部", "赵某乙"]


@pytest.mark.parametrize(("places", "said"), [(4, False), (5, True), (6, False), (None, False)])
def test_a_proposed_level_that_would_fill_the_places_says_so(tmp_path, places, said):
    # five members have all stars and the highest level; of B02-03, who has all stars, that level is proposed
    write_lists(tmp_path / "lists.xlsx", decided(places_member=places))
    (item,) = section(opened(tmp_path / "lists.xlsx")["decisions"], "三、提请改评")[1:]
    assert item[2].endswith(f"推荐名额 {places} 个已满：同意改评的，要另议推荐谁") is said
