"""Findings on what a unit tells the level above: whether it is whole, and agrees with itself."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from xlcampaign.address import Address
from xlcampaign.findings.finding import Finding, Place, Rejects, Rule, Severity
from xlcampaign.words import T

NO_UNIT_CODE = Rule(
    "O183",
    Severity.ERROR,
    T("没有单位代码，出不了上报本", "No report to the level above without a unit code"),
    T(
        "方案“活动”表没有填“单位代码”，上级分不清是哪个单位报的",
        "the plan has no “Unit code” on “Campaign”: the level above could not tell whose report it is",
    ),
    T(
        "在方案“活动”表里填上级给的单位代码和上级单位（表里没有这两行的，先运行 xlcampaign plan upgrade），再汇总",
        "fill in the code that the level above gave you, and its name (where the plan has no such rows, run xlcampaign plan"
        " upgrade first), then merge again",
    ),
    T(
        "上级按单位代码加支部编号认人：两个单位都可以有 01 支部。",
        "The level above knows a branch by the unit’s code and its own: two units may both have a branch 01.",
    ),
)
DISPATCHED = Rule(
    "O184",
    Severity.NOTE,
    T("上报本写好了", "The report to the level above is ready"),
    T(
        "报给{above}的上报本：{file}",
        "the report to {above}: {file}",
    ),
    T(
        "发给上级，不要改动；结果有变就再汇总，它跟着换",
        "send it up as it is; where results change, merge again, and it is replaced too",
    ),
    T(
        "里面有各支部、各党员的结果、名单、规则和待办事项，没有任何人的票数；已定稿的写着文号和校验码。",
        "It holds results, lists, rules and what is open, and nobody’s votes; once the stage is sealed, the document and the"
        " checksum.",
    ),
)
LATER_DISPATCH = Rule(
    "F145",
    Severity.ERROR,
    T("上报本的格式认不得", "A report in a format that is not known"),
    T(
        "上报本的格式是 {found}，这一版程序认得 {known}",
        "the report has format {found}; this version knows {known}",
    ),
    T(
        "用新版程序汇总，或请下级用这一版重出",
        "use a newer version here, or have the unit write it with this one",
    ),
    T(
        "更新版本写的上报本可能有这一版读不懂的内容，读一半比不读更糟。",
        "A report of a later version may hold what this one does not understand; half of it would be worse than nothing.",
    ),
    Rejects.FILE,
)
TAKEN_APART = Rule(
    "F146",
    Severity.ERROR,
    T("上报本被拆开过", "A report that was taken apart"),
    T(
        "看不见的那张表（_xlc）不全，认不出是照什么规则写的",
        "its hidden sheet (_xlc) is incomplete, and nobody can tell by which rules it was written",
    ),
    T(
        "请下级把程序写的原文件发来，不要另存一部分、不要拼表",
        "ask the unit for the very file that the program wrote",
    ),
    T(
        "上报本靠那张表对每一行；没有它，改没改过就看不出来。",
        "Each row is held against what that sheet noted; without it nobody can tell what was changed.",
    ),
    Rejects.FILE,
)
DISPATCH_CHANGED = Rule(
    "F147",
    Severity.ERROR,
    T("上报本或汇总改过", "A report or summary that was changed"),
    T("{rows} 行和程序写的不一样{sorted}", "{rows:row does|rows do} not say what the program wrote{sorted}"),
    T(
        "整份退回；结果要改，就改支部的表，再汇总、重出",
        "it goes back whole: results are changed in the branches’ forms, then merged and reported anew",
    ),
    T(
        "结果是照票数算出来的，票数是照支部的表数出来的，直接改就对不上了。只用 Excel、WPS 另存过的照收。",
        "Results follow from counts, and counts from the branches’ forms; typed over they contradict each other. Only saved"
        " again by Excel or WPS it is accepted.",
    ),
    Rejects.FILE,
)
SORTED = T("（排过序？）", " (was it sorted?)")
"""What is added where so many rows differ that nobody typed into them."""
RECOUNTED = Rule(
    "F150",
    Severity.ERROR,
    T("结果和票数对不上", "Results that do not follow from the counts"),
    T(
        "{name}：按“票数统计”重算是 {counted}，汇总里记的是 {found}",
        "{name}: counted again it is {counted}; the summary tells {found}",
    ),
    T(
        "整份退回：请下级再汇总，发程序写的原文件",
        "send it back: have the unit merge again, and send the very file that the program wrote",
    ),
    T(
        "汇总报上来，程序照里面的票数和规则把每颗星重算一遍；对不上的不收。",
        "Of a summary each star is counted again from its counts by its rules; what does not agree is not accepted.",
    ),
    Rejects.FILE,
)
OLD_SUMMARY = Rule(
    "F151",
    Severity.ERROR,
    T("汇总里没有给上级看的内容", "A summary that tells the level above nothing"),
    T(
        "这份汇总里没有给上级看的内容：写它的时候方案里没有单位代码，或者是旧版程序写的，或者看不见的那张表（_xlc）被删了",
        "this summary tells the level above nothing: its plan named no unit code, an earlier version wrote it, or its hidden"
        " sheet (_xlc) was deleted",
    ),
    T(
        "请单位用这一版程序再汇总，发程序写的原文件；方案“活动”表没填单位代码的先填（没有这一行的先运行 xlcampaign plan upgrade）",
        "ask the unit to merge again with this version and send the very file; where “Unit code” on “Campaign” of its plan is"
        " blank, it is filled in first (where there is no such row, after xlcampaign plan upgrade)",
    ),
    T(
        "没有单位代码，上级分不清是谁报的；没有写汇总时留下的底，改没改过也看不出来。",
        "Without the code nobody can tell whose it is, and without what was noted nobody can tell what was changed.",
    ),
    Rejects.FILE,
)
A_ROW, A_SHEET, A_COLUMN = T("这一行", "a row"), T("这张表", "a sheet"), T("这一列", "a column")
"""What may be gone."""
DISPATCH_LACKS = Rule(
    "F148",
    Severity.ERROR,
    T("上报本或汇总少了内容", "A report or summary that lacks something"),
    T("程序写的{what}没有了：{row}", "{what} that the program wrote is gone: {row}"),
    T(
        "整份退回：是改了名的，把名字改回来；是删了的，再汇总、重出",
        "it goes back whole: what was renamed is called as before; what was deleted is merged and written anew",
    ),
    T(
        "少一行就是少一个人或者一个支部，各数就都不对了。",
        "A row less is a person or a branch less, and no figure holds.",
    ),
    Rejects.FILE,
)
TOLD_TWICE = Rule(
    "F141",
    Severity.ERROR,
    T(
        "同一个支部或党员报了两行",
        "A branch or member stands there twice",
    ),
    T(
        "{code} 在第 {row} 行已经有了",
        "{code} stands in row {row} already",
    ),
    T(
        "留下对的一行再报",
        "keep the right row, and send it again",
    ),
    T(
        "一个人、一个支部只算一次；两行不一样，就分不出哪一行对。",
        "Everybody counts once; of two rows nobody can tell which is right.",
    ),
    Rejects.FILE,
)
BRANCH_UNTOLD = Rule(
    "F142",
    Severity.ERROR,
    T(
        "党员的支部没有报",
        "The branch of a member is not told of",
    ),
    T(
        "支部编号 {branch} 不在“支部结果”里（那里有 {known}）",
        "branch {branch} is not among the branches’ results ({known})",
    ),
    T(
        "补上这个支部，或改对编号（01 变成了 1 的，把格子设成文本再填）",
        "add that branch, or correct the code (where 01 became 1, make the cell text first)",
    ),
    T(
        "上级按单位、支部、党员逐级看；没有支部，就不知道这个人算在哪里。",
        "Results are read unit by unit and branch by branch; a member of no branch belongs nowhere.",
    ),
    Rejects.FILE,
)
TOLD_ELSEWHERE = Rule(
    "F170",
    Severity.WARNING,
    T("同一名党员写在两个支部", "A member stands in two branches"),
    T(
        "{name}（{code}）在第 {row} 行已经有了，那里的支部编号是 {branch}；现在算两个人",
        "{name} ({code}) stands in row {row} already, in branch {branch}; they count as two people",
    ),
    T(
        "是同一个人，删掉不对的一行再报；确是两个人，不用处理",
        "where it is one person delete the wrong row and send it again; where they are two nothing is to be done",
    ),
    T("一个人只在一个支部评星。", "Everybody is rated in one branch."),
)
OTHER_FORMAT = Rule(
    "F171",
    Severity.ERROR,
    T("汇总存成了别的格式", "A summary in another format"),
    T(
        "汇总存成了 .{found}，公式算出的字读不全，看不出改没改过",
        "the summary was saved as .{found}: what its formulas say cannot all be read there, nor whether it was changed",
    ),
    T(
        "请单位发程序写的 .xlsx 原文件，或者发上报本（xlcampaign merge --report）",
        "ask the unit for the .xlsx that the program wrote, or for its report (xlcampaign merge --report)",
    ),
    T(
        "结果要照里面的票数重算一遍才收，读不全就没法对。",
        "Results are accepted once they agree with the counts inside, and what is not read cannot be compared.",
    ),
    Rejects.FILE,
)
STARS_MISCOUNTED = Rule(
    "F124",
    Severity.ERROR,
    T(
        "星数和★对不上",
        "The number of stars does not fit",
    ),
    T(
        "星数填的是 {found}，★数出来是 {counted}",
        "the number of stars says {found}, but {counted} are lit",
    ),
    T(
        "改成一致再报；有没评的星，星数空着",
        "make them agree; where a star is unrated leave the number empty",
    ),
    T(
        "推荐、整改都看星数，差一颗就可能评错一个人。",
        "Lists go by the number of stars: one too many may put somebody on the wrong one.",
    ),
    Rejects.FILE,
)
FIT_AND_RECTIFYING = Rule(
    "F125",
    Severity.ERROR,
    T(
        "又推荐又整改",
        "Fit and to rectify at once",
    ),
    T(
        "同一行又填符合推荐条件，又填须整改",
        "a row says both fit for recommendation and to rectify",
    ),
    T(
        "按单位的汇总改对一处",
        "correct one of them by the unit’s own summary",
    ),
    T(
        "须整改的不符合推荐条件。",
        "Whoever has to rectify is not fit for recommendation.",
    ),
    Rejects.FILE,
)
DISPATCH_HERE = Rule(
    "F126",
    Severity.ERROR,
    T(
        "上报本不是支部的表",
        "A unit’s report, no branch’s form",
    ),
    T(
        "这是{unit}的上报本，是报给上级的",
        "this is the report of {unit} to the level above",
    ),
    T(
        "移出收件箱，发给上级；上级用 xlcampaign rollup 汇总",
        "take it out of the inbox and send it up; the level above reads it with xlcampaign rollup",
    ),
    T(
        "收件箱里只收支部的表；上报本是结果，不能再算一遍。",
        "The inbox is for branches’ forms; a report holds results, which are not counted again.",
    ),
    Rejects.FILE,
)
NOT_A_DISPATCH = Rule(
    "F149",
    Severity.ERROR,
    T(
        "不是上报本",
        "No unit’s report",
    ),
    T(
        "这里收单位的上报本、上报表和汇总；这个文件不是（方案、支部的表不收）",
        "reports and summaries of units are read here, and this is none (plans and forms of branches are not)",
    ),
    T(
        "支部的表由所在单位汇总；请单位发上报本（xlcampaign merge --report）；是上报本的，请发程序写的原件，"
        "不要把表抄进别的工作簿、不要删隐藏的表",
        "branches’ forms are merged by their unit; ask that for its report (xlcampaign merge --report); a report is sent as it was"
        " written, not copied sheet by sheet, and with its hidden sheet",
    ),
    T(
        "上级汇总的是各单位的结果，不直接数支部的票。",
        "A level puts units’ results together, and counts no votes of branches itself.",
    ),
    Rejects.FILE,
)

_MANY = 20


def say_changed(sheet: Place, cells: Sequence[Address]) -> Iterator[Finding]:
    """Yield one finding for the rows of a sheet, each by a cell, that do not say what the program wrote; none without any."""
    if cells:
        many = len(cells) > _MANY
        place = replace(sheet, cells=tuple(cells[:1] if many else cells))
        yield DISPATCH_CHANGED.at(place, rows=len(cells), sorted=SORTED if many else T("", ""))


NOBODY_TOLD = Rule(
    "F160",
    Severity.ERROR,
    T("党员结果是空的", "No member is reported"),
    T("报了支部，一名党员也没有报", "branches are reported, and no member at all"),
    T("把党员结果填上再报", "fill in the members' results, and report again"),
    T(
        "没有填不是没有人：空着的不能当 0 名党员。",
        "Not filled in is not nobody: a blank sheet is not 0 members.",
    ),
    rejects=Rejects.FILE,
)
