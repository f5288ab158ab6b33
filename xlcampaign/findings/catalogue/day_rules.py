"""P and X: mistakes in the days from and until which people and branches are on the plan's lists, and in their codes."""

from xlcampaign.findings.finding import Rule, Severity
from xlcampaign.words import T

OVERLAP = Rule(
    "P140",
    Severity.ERROR,
    T("起止日期重叠", "Days that overlap"),
    T(
        "“{found}”第 {first} 行{before}，这一行{own}，有几天重在一起",
        "“{found}”: row {first} {before}, this row {own}; some days are in both",
    ),
    T(
        "给前一行填“止”、后一行填“起”，前后错开；不是同一个的改编号",
        "fill in “Until” of the earlier row and “From” of the later one; if they are not the same, change a code",
    ),
    T(
        "同一个编号可以有几行，一行一段时间；同一天在两处就会计两次。",
        "A code may have several rows, one after another; in two on one day it would count twice.",
    ),
)
ALWAYS = T("没写起止", "has no days")
SINCE = T("从 {first} 起", "begins on {first}")
UNTIL = T("到 {last} 为止", "ends on {last}")
FROM_TO = T("从 {first} 到 {last}", "is from {first} to {last}")
NOT_THERE = Rule(
    "P141",
    Severity.ERROR,
    T("所在支部那天不在", "No such branch on that day"),
    T(
        "“{name}”在“{branch}”，而 {day} 没有这个支部",
        "“{name}” is in “{branch}”, which is not there on {day}",
    ),
    T(
        "到支部撤并那天填“止”，从第二天起另起一行写新的支部；或改支部的起止",
        "end the row with the branch and add one for the new branch from the next day; or correct the branch's days",
    ),
    T(
        "支部不在了，还写在里面的人哪里都不计。",
        "Whoever is still in a branch that is gone counts nowhere.",
    ),
)
TAKES_ITSELF = Rule(
    "P142",
    Severity.ERROR,
    T("承接了自己", "Takes over from itself"),
    T("“{name}”的“承接”绕了一圈，又承接到自己", "what “{name}” takes over leads back to itself"),
    T(
        "只在接手的支部填“承接”，写被撤并的支部；分出去后又并回来的，先给分出去的那一行填“止”，从第二天起另起一行写“承接”",
        "name the earlier branch at the later one only; where a part goes back to where it came from, end its row first and"
        " take it over in a row from the next day",
    ),
    T(
        "承接说的是谁接着办谁的事，绕成圈就没有人办。",
        "It says who goes on with whose matters; in a circle nobody would.",
    ),
)
NEVER = Rule(
    "P143",
    Severity.WARNING,
    T("哪个阶段都不计", "In no stage's list"),
    T(
        "“{name}”的起止日期里没有一个阶段的名单截止日，哪个阶段都不计",
        "the days of “{name}” hold no day of any stage's list, so no stage counts it",
    ),
    T(
        "该计的，改起止，或改“阶段”表里的“名单截止日”；确实不计的不用处理",
        "to have it counted, change these days or “List as of” on the sheet of stages; else nothing",
    ),
    T(
        "一个阶段计谁、在哪个支部，只看名单截止日那一天（没填的看阶段开始那天）。",
        "Who counts where in a stage goes by the day of its list alone, or by its first day where that is empty.",
    ),
)
RENUMBERED = Rule(
    "P145",
    Severity.WARNING,
    T("可能是同一个人换了编号", "Perhaps one person, two codes"),
    T(
        "“{name}”在第 {first} 行到期了，这一行又起，编号不同，按两个人计",
        "“{name}” ends in row {first} and begins here under another code: two people",
    ),
    T(
        "同一个人的，两行写同一个编号；只是同名的不用处理",
        "if it is one person, give both rows one code; if they are namesakes, nothing",
    ),
    T(
        "编号跟着人走，换支部也不换；换了编号，以前的星和承诺就接不上。",
        "A code stays with its person; under another one earlier stars and pledges are somebody else's.",
    ),
)
NO_SUCCESSOR = Rule(
    "P146",
    Severity.WARNING,
    T("撤了的支部没有人承接", "Nobody takes over from a branch"),
    T(
        "“{name}”到 {day} 为止，没有支部承接，它没办完的承诺和整改以后没有表可填",
        "“{name}” ends on {day} and no branch takes it over: its open pledges and rectifications stand on no form then",
    ),
    T(
        "在接着办的支部那一行的“承接”里写上它；没有没办完的就不用处理",
        "name it under “Takes over” of the branch that goes on with them; if nothing is open, nothing",
    ),
    T(
        "党员的跟着党员走；支部自己的，由承接的支部接着报。",
        "What members pledged goes with them; what the branch itself did goes on in the one that takes it over.",
    ),
)
GAP = Rule(
    "P149",
    Severity.WARNING,
    T("起止断开，漏了一个阶段", "Days that leave out a stage"),
    T(
        "“{name}”第 {first} 行{before}，这一行{own}，中间断开，{stages}不计",
        "“{name}”: row {first} {before}, this row {own}; the gap leaves out {stages}",
    ),
    T(
        "没有离开过的，改起止，让两行前后相接（止的第二天起）；那些天确实不在的不用处理",
        "if nothing ended in between, let this row begin on the day after the earlier one ends; if it did, nothing",
    ),
    T(
        "一个阶段计谁，只看名单截止日那一天；那天哪一行都不在，这个阶段的表和结果里就都没有。",
        "Who counts in a stage goes by the day of its list alone; whoever is in no row then is on no form and in no result.",
    ),
)
LEFT_OUT_OF = T("第 {stage} 阶段（名单截止日 {day}）", "stage {stage} (list as of {day})")
LATE = Rule(
    "P150",
    Severity.WARNING,
    T("名单截止日以后才来，本阶段不计", "Came after the day of the list"),
    T(
        "“{name}”从 {first} 起，本阶段（第 {stage} 阶段）的名单截止日是 {day}，本阶段不计，从第 {next} 阶段起计",
        "“{name}” begins on {first}; the list of this stage, {stage}, is as of {day}: not counted before stage {next}",
    ),
    T(
        "本阶段就该计的，改“起”，或改“阶段”表里的“名单截止日”；从下一阶段计的不用处理",
        "to have it counted in this stage, change “From” or, on the sheet of stages, “List as of”; else nothing",
    ),
    T(
        "名单截止日以后来的不在本阶段的表里，免得评了不了解的人；下一阶段自动列入。",
        "Whoever comes after that day is on no form of the stage; the next one lists them by itself.",
    ),
)
RECODED = Rule(
    "X154",
    Severity.WARNING,
    T("编号和以前的阶段不一样", "Codes are not those of an earlier stage"),
    T(
        "第 {stages} 阶段有结果的 {found} 个人（支部），方案里的编号变了：{names}；“对比”“终评”按编号认人，"
        "会当成两个人，或者记到别人名下",
        "{found:result} of stage {stages} {found:=goes|go} by a code that the plan has changed: {names}; the trend and the final"
        " selection go by codes, and take one for two people, or for somebody else",
    ),
    T(
        "是同一个人（支部），在方案里把编号改回来；确是两个，在方案里补上原来的那一行，填“止”",
        "if they are the same, restore the code in the plan; if they are really two, put the old row back with its “Until”",
    ),
    T(
        "各阶段之间按编号认人。编号改了，以前的星、承诺和整改就接不上，终评会少算。",
        "Stages know people by their code. With another one earlier stars, pledges and cases are lost to them, and the final"
        " selection counts too few.",
    ),
)

CODE_NOW = T("{code}“{name}”（现在 {now}）", "{code} “{name}” (now {now})")
SO_MANY_MORE = T("等，另有 {number} 个", " and {number} more")
