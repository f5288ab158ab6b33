"""Findings on putting together what units reported, and on the list of those expected."""

from xlcampaign.findings.finding import Rejects, Rule, Severity
from xlcampaign.words import T

DUE = T("，截止 {day}", ", due {day}")
BY_MAIL, BY_AS_OF = T("邮件日期", "mailed on"), T("上报本的统计日期", "its report is as of")
CONTACT = T("，联系 {contact}", ", contact {contact}")
"""What is added of a unit that did not report."""
UNIT_TWICE = Rule(
    "X170",
    Severity.ERROR,
    T(
        "同一单位报了两份，内容不同",
        "Two different reports of one unit",
    ),
    T(
        "{unit} 还有一份内容不同的：{other}",
        "of {unit} there is another one that says otherwise: {other}",
    ),
    T(
        "问清哪一份作数，把另一份移到“作废”文件夹",
        "ask which one holds, and move the other into a folder named void",
    ),
    T(
        "同一单位两份不一样，哪一份都不算，免得悄悄用错。",
        "As long as two of a unit differ neither counts, so that the wrong one is not used unseen.",
    ),
    Rejects.FILE,
)
UNIT_AGAIN = Rule(
    "X171",
    Severity.NOTE,
    T(
        "同一份上报本来了几次",
        "The same report came again",
    ),
    T(
        "内容和 {other} 一样，算一份",
        "it says the same as {other}, and counts once",
    ),
    T(
        "不用处理",
        "nothing to do",
    ),
    T(
        "转发、另存都会多出一份，内容一样就不重算。",
        "Forwarded or saved again there are two; what says the same counts once.",
    ),
)
UNIT_UNLISTED = Rule(
    "X172",
    Severity.ERROR,
    T(
        "不在应报单位名单里",
        "Not among the expected units",
    ),
    T(
        "单位代码 {code}（{unit}）不在应报单位名单里",
        "unit {code} ({unit}) is not on the list of expected units",
    ),
    T(
        "该报的，在 units.xlsx 里补上一行再汇总；报错地方的，请它报给自己的上级",
        "where it should report here, add it to units.xlsx; else it should report to its own level above",
    ),
    T(
        "名单上没有的不算，免得别处的混进来。",
        "Whoever is not listed does not count, lest another level’s unit slips in.",
    ),
    Rejects.FILE,
)
UNIT_MISSING = Rule(
    "X173",
    Severity.WARNING,
    T(
        "单位没有报",
        "A unit did not report",
    ),
    T(
        "{unit} 没有报{due}{contact}",
        "{unit} did not report{due}{contact}",
    ),
    T(
        "催它报上报本；没有报的不当零算",
        "ask for its report; as long as it does not come it counts as nothing, not as zero",
    ),
    T(
        "各数只含报了的单位，没有报的点名列出。",
        "Figures are of those that reported; the others are named.",
    ),
)
UNIT_LATE = Rule(
    "X174",
    Severity.WARNING,
    T(
        "单位报迟了",
        "A unit reported late",
    ),
    T(
        "{unit} 报迟了：{how} {when}，截止 {due}",
        "{unit} is late: {how} {when}; due {due}",
    ),
    T(
        "照样计入；同意晚报的，在 units.xlsx 里填“延到”",
        "it counts all the same; where it was given longer, fill in “Extended to” in units.xlsx",
    ),
    T(
        "迟报是事实，照实列出，不影响结果。",
        "That it was late is shown as it is, and changes no result.",
    ),
)
OTHER_STAGE_TOLD = Rule(
    "X175",
    Severity.ERROR,
    T(
        "报的不是这个阶段",
        "A report on another stage",
    ),
    T(
        "{unit} 报的是第 {found} 阶段，这里汇总第 {expected} 阶段",
        "{unit} reports on stage {found}; this is stage {expected}",
    ),
    T(
        "请它报第 {expected} 阶段的；要汇总别的阶段，改 units.xlsx 里的阶段序号，或用 --stage",
        "ask for stage {expected}; for another one change the stage in units.xlsx, or use --stage",
    ),
    T(
        "不同阶段的结果不能放在一起比。",
        "Results of different stages cannot be put side by side.",
    ),
    Rejects.FILE,
)
RULES_DIFFER = Rule(
    "X176",
    Severity.WARNING,
    T(
        "各单位的评星规则不一样",
        "Units went by different rules",
    ),
    T(
        "评星规则有 {number} 套，见“规则对照”：{units}",
        "there are {number} sets of rules, see “Rules compared”: {units}",
    ),
    T(
        "按规则分组看，不跨组排名；要统一的，请各单位改方案后重新汇总、重报",
        "read them group by group, nobody is ranked across; where they should agree, units change their plans and report anew",
    ),
    T(
        "规则不同，同样的星数意思就不同，程序不把它们混在一起排名、平均。",
        "By other rules the same stars mean something else; nothing is ranked or averaged across.",
    ),
)
RULES_TRIED = Rule(
    "X187",
    Severity.WARNING,
    T("汇总的“评星规则”试改过", "Rules were tried out on a summary"),
    T(
        "“评星规则”上的数和写汇总时不一样",
        "inputs on the sheet of rules are not those that the summary was written with",
    ),
    T(
        "不影响：结果照写汇总时的规则算；要换规则，请单位改方案再汇总",
        "nothing is lost: results go by the rules that it was written with; for other rules the unit changes its plan and"
        " merges again",
    ),
    T(
        "在汇总上改规则只是试算，试算的结果不算数，也不往上报。",
        "Changing rules on a summary is trying them out, and what comes of that does not count.",
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
OWN_ROLLUP = Rule(
    "X178",
    Severity.NOTE,
    T("本级自己的汇总", "This level’s own roll-up"),
    T(
        "这是本级自己写的汇总，不是下级报的，没有读",
        "this was written by this level itself, reported by nobody, and is not read",
    ),
    T("不用处理；嫌乱就移到别的文件夹", "nothing to do; move it elsewhere if it is in the way"),
    T(
        "汇总写在同一个文件夹里，下一次也不会把自己算进去。",
        "Written into the same folder, a roll-up does not count itself the next time.",
    ),
)
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
RULES_UNKNOWN = Rule(
    "X179",
    Severity.NOTE,
    T(
        "手填的，规则不明",
        "Rules of forms by hand are unknown",
    ),
    T(
        "手填的上报表，不知道照什么规则评的：{units}",
        "filled in by hand, by unknown rules: {units}",
    ),
    T(
        "单独成组，不和别的单位一起排名；规则一样的，请单位说明",
        "they stand in a group of their own, and are not ranked with others",
    ),
    T(
        "上报表里没有票数和规则，程序没法核对它和别的单位是不是一个标准。",
        "A form by hand holds neither votes nor rules: nobody can tell whether it means the same.",
    ),
)
BLANK_FORM = Rule(
    "X180",
    Severity.NOTE,
    T(
        "空白上报表",
        "A blank report form",
    ),
    T(
        "这份上报表还没有填，没有读",
        "this form is not filled in, and is not read",
    ),
    T(
        "不用处理；要催的单位看“没有报”的提醒",
        "nothing to do; for whom to ask see which units did not report",
    ),
    T(
        "空白的放在同一个文件夹里备发，不当成谁报了零。",
        "Blank ones may lie in the folder to be sent, and nobody reported zero by them.",
    ),
)
UNIT_IN_TWO = Rule(
    "X181",
    Severity.ERROR,
    T("同一单位在两份报告里", "A unit stands in two reports"),
    T(
        "{unit} 在 {other} 的上报本里也有，算进来就重复了",
        "{unit} stands in the report of {other} as well, and would count twice",
    ),
    T(
        "问清它归哪里报；两份都先不算，改好的那份重报以后再汇总",
        "ask to whom it reports; neither counts until one of them is corrected and reported anew",
    ),
    T(
        "一个单位只能算一次：两个镇都报了同一个联校，县里的各数就多了。",
        "A unit counts once: where two towns report the same union, the county would count it twice.",
    ),
    Rejects.FILE,
)
OTHER_LEVEL = Rule(
    "X182",
    Severity.WARNING,
    T("报给别的上级的", "Written for another level"),
    T(
        "{unit} 的上报本写的上级单位是“{found}”，这里是“{own}”",
        "the report of {unit} names “{found}” as the unit above; this is “{own}”",
    ),
    T(
        "看看是不是发错了；只是写法不同的，请单位改方案里的“上级单位”，不改也照样计入",
        "see whether it went astray; where only the name differs, the unit may correct “Unit above” in its plan; it counts",
    ),
    T(
        "同一个单位报给了两个上级，再往上就会算两遍。",
        "A unit that reports to two levels would count twice further up.",
    ),
)
FROM_LATER = Rule(
    "X188",
    Severity.WARNING,
    T("统计日期在以后", "As of a day to come"),
    T(
        "{unit} 的统计日期是 {found}，晚于汇总的 {today}",
        "{unit} reports as of {found}, and this is {today}",
    ),
    T(
        "看看日期是不是写错了；汇总指定了 --as-of 的，看是不是指定早了。照样计入",
        "see whether that day is a slip; where --as-of was given, whether it is too early. It counts all the same",
    ),
    T(
        "到以后哪天的结果现在不会有；是不是迟报也看这一天。",
        "Nobody has results of a day to come yet, and whether it is late goes by that day.",
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
