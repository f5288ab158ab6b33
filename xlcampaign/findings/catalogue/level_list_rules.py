"""Findings on the list of units that a level expects, and on what a roll-up is asked to do."""

from xlcampaign.findings.finding import Rule, Severity
from xlcampaign.words import T

LIST_EXISTS = Rule(
    "O185",
    Severity.ERROR,
    T(
        "已经有应报单位名单",
        "There is a list of expected units already",
    ),
    T(
        "{folder} 里已经有 {file}，没有动它",
        "there is a {file} in {folder}, which was left alone",
    ),
    T(
        "直接在里面填；要重来，先把它移走",
        "fill that in, or move it away first",
    ),
    T(
        "名单是人填的，程序不覆盖。",
        "People fill it in, and it is never replaced.",
    ),
)
SEVERAL_LISTS = Rule(
    "O186",
    Severity.ERROR,
    T(
        "应报单位名单不止一份",
        "More than one list of expected units",
    ),
    T(
        "读到 {found} 份 units.xlsx，不知道照哪一份",
        "there are {found:file} called units.xlsx, and nobody can tell which holds",
    ),
    T(
        "留一份，别的移走",
        "keep one of them, and move the others away",
    ),
    T(
        "照不同的名单，缺报的就不一样。",
        "By another list other units are missing.",
    ),
)
NO_REPORTS = Rule(
    "O187",
    Severity.ERROR,
    T(
        "没有可以汇总的",
        "Nothing to roll up",
    ),
    T(
        "读了 {files} 个文件，没有一份可以采用的上报本",
        "nothing counts as a report among {files:file}",
    ),
    T(
        "照上面说的处理；上报本由各单位用 xlcampaign merge --report 写",
        "see above; units write their reports with xlcampaign merge --report",
    ),
    T(
        "一份都没有，就没有结果可写。",
        "Without any there are no results to write.",
    ),
)
SEVERAL_STAGES = Rule(
    "O188",
    Severity.ERROR,
    T(
        "报来的不是同一个阶段",
        "Reports on several stages",
    ),
    T(
        "报来的有第 {stages} 阶段的，没有说汇总哪一个",
        "there are reports on stages {stages}, and none was asked for",
    ),
    T(
        "写上 --stage，或在 units.xlsx 里填阶段序号",
        "give --stage, or fill in the stage in units.xlsx",
    ),
    T(
        "一次汇总一个阶段。",
        "Each stage is rolled up by itself.",
    ),
)
NO_FILE = Rule(
    "O189",
    Severity.ERROR,
    T(
        "没有这个文件",
        "No such file",
    ),
    T(
        "找不到 {file}",
        "{file} is not there",
    ),
    T(
        "看看名字和文件夹对不对",
        "check its name and folder",
    ),
    T(
        "要汇总的文件和文件夹写在命令后面。",
        "Files and folders to roll up are named behind the command.",
    ),
)
UNIT_LISTED_TWICE = Rule(
    "P154",
    Severity.ERROR,
    T(
        "应报单位重复",
        "A unit stands twice in the list",
    ),
    T(
        "单位代码 {code} 在第 {row} 行已经有了",
        "unit {code} stands in row {row} already",
    ),
    T(
        "一个单位一行，删掉多的，或改成各自的代码",
        "keep one row, or correct the codes",
    ),
    T(
        "报来的上报本靠单位代码对上名单。",
        "A report is matched with the list by its unit’s code.",
    ),
)
OWN_UNIT_LISTED = Rule(
    "P155",
    Severity.ERROR,
    T(
        "本级写成了下级",
        "This level among its own units",
    ),
    T(
        "应报单位里的 {code} 是本级自己的单位代码",
        "{code} among the expected units is this level’s own code",
    ),
    T(
        "改本级的单位代码，或从应报单位里删掉这一行",
        "correct this level’s code, or delete the row",
    ),
    T(
        "本级写的汇总和下级报的靠代码分开，相同就分不清了。",
        "What this level wrote itself is told from what came in by the code.",
    ),
)
NO_LIST = Rule(
    "X177",
    Severity.WARNING,
    T(
        "没有应报单位名单",
        "No list of expected units",
    ),
    T(
        "没有应报单位名单，不知道还有谁该报",
        "there is no list of expected units: nobody knows who else should report",
    ),
    T(
        "运行 xlcampaign rollup --init 文件夹，在 units.xlsx 里填上应报单位",
        "run xlcampaign rollup --init FOLDER, and fill in units.xlsx",
    ),
    T(
        "没有名单，缺谁就看不出来。",
        "Without a list nobody sees who is missing.",
    ),
)
LIST_FAULTY = Rule(
    "O192",
    Severity.ERROR,
    T("应报单位名单有错", "The list of expected units has errors"),
    T(
        "名单有错，没有汇总，原来的汇总没有动",
        "the list has errors: nothing was rolled up, and an older roll-up was left alone",
    ),
    T("照上面说的改好 {file}，再运行一次", "correct {file} as it says above, and run this again"),
    T("名单错了，缺谁、多谁就都说不准。", "By a faulty list nobody can tell who is missing."),
)
TOO_MANY_BELOW = Rule(
    "O215",
    Severity.ERROR,
    T("人太多，一个上级汇总装不下", "Too many for one roll-up"),
    T(
        "下面一共 {members} 名党员，一张工作表最多 {most} 行；没有写汇总，原来的没有动",
        "there {members:=is|are} {members:member} below, and the rows of a sheet are {most} at most: nothing was written, and"
        " what was there was left alone",
    ),
    T(
        "分成几个上级单位，各自汇总，名单和数字到那一级为止",
        "divide the units among several levels, each with a roll-up of its own: lists and figures end there",
    ),
    T(
        "上级汇总里每名党员一行，好让再上一级能核对。",
        "A roll-up has a row for each member, so that the level above can check it.",
    ),
)
EXTENDED_EARLIER = Rule(
    "P158",
    Severity.ERROR,
    T("延到的日子比截止早", "Extended to an earlier day"),
    T("延到 {found}，比截止 {due} 早", "extended to {found}, which is before the day it is due, {due}"),
    T("改“延到”或“报送截止”", "correct “Extended to” or “Reports due”"),
    T(
        "延期只会往后；写早了，就会去催还没有到期的单位。",
        "An extension is a later day; an earlier one would have units chased before they are due.",
    ),
)
