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
        "{unit} 还有一份内容不同的：{other}（这份的统计日期 {day}，那份 {other_day}）",
        "of {unit} there is another one that says otherwise: {other} (this one as of {day}, that one {other_day})",
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
REPLACED = Rule(
    "X193",
    Severity.WARNING,
    T("退回的，另有一份采用了", "Refused, and another one counts"),
    T(
        "{unit} 的这份不能采用（{errors} 处错误），现在采用的是 {other}",
        "of {unit} this one was refused ({errors:error}), and {other} counts",
    ),
    T(
        "它是旧的，移到“作废”文件夹就不再提；它才是新的，请单位改好再报",
        "where it is the older one, move it into a folder named void; where it is the newer one, ask for a correct one",
    ),
    T(
        "改好的来了，退回过的那份还在文件夹里，不再一条条列它的错。",
        "Once a correct one came, what was wrong with the one before is not listed again.",
    ),
)
BACK_FOLDER = Rule(
    "X194",
    Severity.NOTE,
    T("退回件的文件夹", "A folder of what goes back"),
    T(
        "这个文件夹里的 {found} 个文件是要退给单位的，没有读",
        "{found:file in this folder goes|files in this folder go} back to units, and were not read",
    ),
    T(
        "单位改好发来的，放到收上报本的文件夹里",
        "put what units send back corrected into the folder of reports",
    ),
    T("自己写的退回件不当成单位报来的。", "What was written to go back is no report of any unit."),
)
NO_LEVEL = Rule(
    "X195",
    Severity.NOTE,
    T("没有名单或没有结果的汇总", "A roll-up without a list or results"),
    T(
        "这份汇总写的时候没有应报单位名单（不知道是哪一级的），或者一份上报本都没有，没有读",
        "this roll-up was written without a list of expected units (nobody knows whose it is), or without any report, and is"
        " not read",
    ),
    T(
        "要往上报，请它用 rollup --init 写名单、填好，收到上报本再汇总一次",
        "to report further up, its level writes a list with rollup --init, fills it in, and rolls up again once reports came",
    ),
    T("上级要知道是谁报的、缺了谁。", "The level above has to know who reports, and who is missing."),
)
SHEETS_CHANGED = Rule(
    "X196",
    Severity.WARNING,
    T("汇总上有手工改动", "A summary that was edited by hand"),
    T(
        "这几张表和程序写的不一样：{sheets}；写在上面的不算，结果照写汇总时的",
        "these sheets are not as the program wrote them: {sheets}; what was typed there does not count",
    ),
    T(
        "只是批注、排版的不用管；要改结果、改评、否决，请单位改支部的表或评选表彰表再汇总",
        "mere remarks do no harm; results, levels and vetoes are changed in the forms, and merged again",
    ),
    T(
        "看的人以为报上来了，其实没有：改在汇总上的，程序一概不采用。",
        "Whoever reads it would believe it reported; nothing that is typed into a summary is taken from it.",
    ),
)
NOTE_BELOW = Rule(
    "X197",
    Severity.WARNING,
    T("表外的话", "A note beside the rows"),
    T(
        "第 {row} 行是后加的（“{found}”），没有读",
        "row {row} was added by somebody (“{found}”), and was not read",
    ),
    T(
        "是注的话，不用处理；要加人、改结果的，请单位改支部的表，再汇总、重出",
        "a remark needs nothing done; who is to be added, or counted otherwise, goes into the branch's form, to be merged and"
        " reported anew",
    ),
    T(
        "程序写的每一行都有底；多出来的一两格不是谁的结果。",
        "The program noted each row that it wrote; a word or two beside them are nobody's results.",
    ),
)
OTHER_NAME = Rule(
    "X200",
    Severity.WARNING,
    T("单位代码和名称对不上", "Code and name of a unit do not go together"),
    T(
        "单位代码 {code} 在名单里是“{unit}”，这份写的是“{found}”；现在按代码计在“{unit}”名下",
        "the list has “{unit}” under the code {code}; here it is “{found}”. It counts under the code, as “{unit}”",
    ),
    T(
        "看看代码是不是填错了：错了的退回改代码；只是改了名的，改 units.xlsx 里的名称",
        "see whether the code is wrong: then it goes back for that; where the unit was only renamed, correct units.xlsx",
    ),
    T(
        "代码填错，就会把一个单位的结果记在另一个单位名下。",
        "A wrong code puts one unit's results under another's name.",
    ),
)
OF_CAMPAIGN = T("{code}（{units}）", "{code} ({units})")
OTHER_CAMPAIGN_TOLD = Rule(
    "X201",
    Severity.WARNING,
    T("各单位报的不是同一个活动", "Units report on different campaigns"),
    T(
        "活动编号不一样：{campaigns}；现在放在一起算",
        "the campaigns' codes differ: {campaigns}; they are put together as they are",
    ),
    T(
        "看看是不是报错了活动：报错的退回；只是编号写法不同的，请单位改方案里的活动编号再报",
        "see whether a unit reports on another campaign: then it goes back; where only the code is written otherwise, it is to"
        " be corrected in the plan",
    ),
    T(
        "别的活动的星，不是这个活动的星。",
        "Stars of another campaign are not this one's.",
    ),
)
