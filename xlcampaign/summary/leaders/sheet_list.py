"""目录: every sheet of the workbook, what it is for, and which are printed for whom."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import FIRST_PAGE, Framed, Page
from xlcampaign.words import T, number_of
from xlcampaign.workbook.lines import lines_of
from xlcampaign.workbook.looks import CELL, HEADING

KEY = "sheet_list"
_WIDTHS = (26, 80, 14)
_LINE = 17.0
_LINK = CELL.but(bold=True)
_ABOUT = CELL.but(wrap=True)
_COUNT = CELL.but(align="right")


class Use(StrEnum):
    """What a sheet is for."""

    READ = "read"
    MEETING = "meeting"
    POSTED = "posted"
    FILED = "filed"


_USES: Mapping[Use, T] = {
    Use.READ: T("一、领导看：打印这几张", "1. Leaders: print these"),
    Use.MEETING: T("二、会议用：看着议，需要的打印", "2. Meeting: to look things up; print what is needed"),
    Use.POSTED: T(
        "三、张贴：印“可公开”的那一份里的同名表", "3. Posting: print the same sheets of the public workbook"
    ),
    Use.FILED: T(
        "四、存档和核对：看屏幕，一般不打印", "4. File and checks: for the screen, mostly not printed"
    ),
}
_ABOUTS: Mapping[str, tuple[Use, T]] = {
    "overview": (Use.READ, T("一页：谁先进、谁须改进、要决定什么、数字可信吗", "one page: who, what to decide, can it be trusted")),
    "recommended": (Use.READ, T("符合推荐条件的、差一星的、并列的", "who is fit, one star short, tied")),
    "rectification": (Use.READ, T("需要整改的、暂未评星的和原因", "who must rectify, who is unrated, and why")),
    "decisions": (Use.READ, T("会议逐项议决、签字", "what the meeting decides and signs")),
    "goals": (Use.MEETING, T("支部五个好、党员五带头的达成度", "how far goals are reached")),
    "trend": (Use.MEETING, T("和上一次评星的阶段比", "against the last rated stage")),
    "roster_changes": (Use.MEETING, T("人员和支部的变动", "who came, left, moved")),
    "final": (Use.MEETING, T("几个阶段合起来的终评", "the stages together")),
    "outcomes": (Use.MEETING, T("等次怎么来的：得分、名额、否决、改评", "how each level came about")),
    "quality": (Use.MEETING, T("评议是否一致、人数够不够", "how far raters agree, how many they are")),
    "whatif": (Use.MEETING, T("换一套权重名单会怎样", "what other weights would change")),
    "fulfilment": (Use.MEETING, T("承诺兑现率和公开情况", "pledges fulfilled and made public")),
    "comments": (Use.MEETING, T("领导点评", "leaders' comments")),
    "branch_board": (Use.POSTED, T("支部各星", "stars of branches")),
    "member_board": (Use.POSTED, T("党员各星、等次", "stars and levels of members")),
    "publication": (Use.POSTED, T("公示页", "the page to post")),
    "scores": (Use.FILED, T("每个人每颗星的得分是怎么算的", "how the score of each star came about")),
    "branch_counts": (Use.FILED, T("支部各星的票数", "votes on the stars of branches")),
    "member_counts": (Use.FILED, T("党员各星的票数", "votes on the stars of members")),
    "baselines": (Use.FILED, T("摸底排查和得星对照", "what was found before, beside the stars")),
    "pledges": (Use.FILED, T("每条承诺、期限、兑现", "each pledge, when due, whether kept")),
    "rectification_ledger": (Use.FILED, T("每项整改、期限、销号", "each case, when due, whether closed")),
    "launches": (Use.FILED, T("各支部动员部署", "how branches began")),
    "work_record": (Use.FILED, T("上级做了什么", "what the superior did")),
    "meetings": (Use.FILED, T("每次评议的时间、票数、计票人", "each rating: when, ballots, tellers")),
    "submissions": (Use.FILED, T("哪些表来了，采用哪份文件", "which forms came, which file counts")),
    "superseded": (Use.FILED, T("哪些文件没有采用，为什么", "which files do not count, and why")),
    "findings": (Use.FILED, T("填报的错误和提醒，怎么改", "errors and warnings, how to correct them")),
    "reconciliation": (Use.FILED, T("每份文件的格数、票数对账", "cells and marks of each file, accounted for")),
    "rules": (Use.FILED, T("权重、标准、名额；可试改", "weights, standards, quotas, to be tried")),
    "sources": (Use.FILED, T("收到的每个文件和校验码", "each file that came, with its checksum")),
}  # fmt: skip
"""What each sheet is for, and in a few words what is on it."""
_OTHER = Use.FILED, T("底稿", "working papers")
_LAID = (Use.READ, Use.MEETING)
"""Whose pages are counted: what is posted is printed out of another workbook."""


def _pages_of(framed: Framed, use: Use, key: str) -> int:
    """Return on how many pages a sheet is printed; 0 where that is not known beforehand."""
    return framed.sheets[key].pages if use in _LAID else 0


def _pages(count: int) -> T:
    return T(f"{count} 页", number_of(count, "page"))


def _heading(framed: Framed, use: Use) -> T:
    """Return what a group of sheets is for, and on how many pages it is printed, where that is known of all of them."""
    counts = [_pages_of(framed, use, key) for own, key, _ in _rows(framed) if own is use]
    if use is not Use.READ or not all(counts):
        return _USES[use]
    said, pages = _USES[use], _pages(sum(counts))
    return T(f"{said.zh}，共 {pages.zh}", f"{said.en} ({pages.en})")


def _rows(framed: Framed) -> Iterator[tuple[Use, str, T]]:
    for use in Use:
        for entry in framed.entries:
            own, about = _ABOUTS.get(entry.key, _OTHER)
            if own is use and entry.key != KEY:
                yield use, entry.key, about


def _write_list(framed: Framed) -> None:
    sheet, context, row = framed.sheet, framed.context, framed.row
    for column, width in enumerate(_WIDTHS, 1):
        sheet.width(column, width)
    last: Use | None = None
    for use, key, about in _rows(framed):
        if use is not last:
            row += last is not None
            sheet.merged(row, 1, len(_WIDTHS), context.say(_heading(framed, use)), HEADING)
            sheet.height(row, 22)
            row, last = row + 1, use
        sheet.link(row, 1, context.title(key), "A1", context.title(key), _LINK)
        sheet.text(row, 2, context.say(about), _ABOUT)
        count = _pages_of(framed, use, key)
        sheet.text(row, 3, context.say(_pages(count)) if count else "", _COUNT)
        sheet.height(row, _LINE * lines_of(context.say(about), _WIDTHS[1] - 1))
        row += 1
    sheet.print_to(row - 1, len(_WIDTHS))


def sheet_list_page(context: Context) -> Page:
    """Return 目录."""
    first = context.title(FIRST_PAGE)
    note = T(
        f"全部打印要很多页：领导只印第一组；“{first}”一页就说完主要的。点表名就到那张表。",
        f"All of it is many pages: for leaders print the first group; “{first}” is one page. Click a name to go there.",
    )
    return Page(note=context.say(note), across=len(_WIDTHS), rest=_write_list, landscape=False, last=True)
