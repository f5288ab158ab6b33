"""B: whole ballots, looked at while reading; nothing after keeps a ballot together."""

from xlcampaign.findings.finding import Rejects, Rule, Severity
from xlcampaign.words import T

IDENTICAL = Rule(
    "B101",
    Severity.WARNING,
    T("大量相同的票", "Many identical ballots"),
    T("{total} 张票里有 {found} 张完全相同", "{found} of {total:ballot} {found:=is|are} identical"),
    T("向支部核实是否本人填写；按方案计入", "ask whether people filled their own; counted as the plan says"),
    T(
        "一半以上的票一模一样，往往是代填。",
        "Half the ballots being alike often means that one person filled them.",
    ),
)
UNIFORM = Rule(
    "B102",
    Severity.WARNING,
    T("整张票一个样", "Uniform ballots"),
    T(
        "{total} 张票里有 {found} 张对所有人所有星都一样",
        "{found} of {total:ballot} {found:=gives|give} everybody the same on every star",
    ),
    T("照常计入，供参考", "counted; for information"),
    T("整张票一个样，可能没有认真评。", "A uniform ballot may not have been considered."),
)
SELF_VOTE = Rule(
    "B103",
    Severity.WARNING,
    T("投了自己的票", "Votes for oneself"),
    T(
        "有 {found} 张票给投票人自己评了，这些行没有计入",
        "{found:ballot rates|ballots rate} the voter; {found:=that row is|those rows are} not counted",
    ),
    T("不用处理", "nothing to do"),
    T("党员互评不评自己。", "Nobody rates oneself."),
)
MORE_BALLOTS = Rule(
    "B104",
    Severity.ERROR,
    T("票多于有效票", "More ballots than valid"),
    T(
        "填了 {found} 张票，有效票只有 {limit} 张；这种方式没有计入",
        "{found:ballot is|ballots are} entered, but only {limit} valid; the way is not counted",
    ),
    T(
        "核对票数；废票、无效票不录，录了的清空它的几行",
        "check the ballots; spoilt ones are not entered: clear the rows of those that were",
    ),
    T("票多于有效票，说明有无效票混入。", "More ballots than valid ones means that invalid ones slipped in."),
    Rejects.WAY,
)
FEWER_BALLOTS = Rule(
    "B105",
    Severity.WARNING,
    T("票少于有效票", "Fewer ballots than valid"),
    T(
        "填了 {found} 张票，有效票是 {limit} 张{then}",
        "{found:ballot is|ballots are} entered of {limit} valid{then}",
    ),
    T(
        "补填缺的票；整张没有画的是无效票，从有效票数里减掉",
        "enter the missing ones; a ballot without any mark is invalid and none of the valid ones",
    ),
    T(
        "党员互评只算有画的票；别的方式按有效票数算，没有录入的就是没有画“同意”。",
        "Among peers ballots with a mark count; elsewhere the valid ones do, and what was not entered did not agree.",
    ),
)
UNCAST = T("；没有录入的按没有画“同意”算", "; those not entered count as not agreed")
NOT_ENTERED = T("；没有录入的不算", "; those not entered are not counted")
ALL_RATED = Rule(
    "B106",
    Severity.WARNING,
    T("可能有投自己的票", "Perhaps votes for oneself"),
    T(
        "有 {found} 张不记名的票评了所有党员，可能含本人",
        "{found:secret ballot rates|secret ballots rate} every member, perhaps the voter too",
    ),
    T("提醒投票人把自己那一行空着；照常计入", "remind voters to leave their own row empty; counted as usual"),
    T("不记名时看不出是谁投了自己，只能提醒。", "In a secret ballot it cannot be told who voted for whom."),
)
SEVERAL_VOTERS = Rule(
    "B108",
    Severity.WARNING,
    T("一张票有几个投票人", "Several voters on one ballot"),
    T(
        "有 {found} 张票写了几个投票人编号；这几个人各自的行都没有计入",
        "{found:ballot names|ballots name} several voters; the rows of each of them are not counted",
    ),
    T("核对投票人编号，一张票只写一个", "check the voters' codes: one to a ballot"),
    T(
        "不知道是谁投的，他们各自的行就都不算。",
        "Nobody can tell who cast it, so no row that may be the own one counts.",
    ),
)
IDENTICAL_ASIDE = Rule(
    "B109",
    Severity.WARNING,
    T("相同的票按方案只计一张", "Identical ballots: one counts"),
    T(
        "{total} 张票里有 {found} 张和别的票完全相同，按方案没有计入",
        "{found} of {total:ballot} {found:=repeats another one and is|repeat another one and are} set aside, as the plan says",
    ),
    T(
        "向支部核实是否本人填写；要计入就改方案的“完全相同的票”",
        "ask whether people filled their own; the plan may count them",
    ),
    T("方案定了相同的票只计一张。", "The plan lets one of identical ballots count."),
)
UNIFORM_ASIDE = Rule(
    "B110",
    Severity.WARNING,
    T("整张一个样的票按方案不计", "Uniform ballots are set aside"),
    T(
        "{total} 张票里有 {found} 张对所有人所有星都一样，按方案没有计入",
        "{found} of {total:ballot} {found:=gives everybody the same and is|give everybody the same and are}"
        " set aside, as the plan says",
    ),
    T("要计入就改方案的“整张一个样的票”", "the plan may count them"),
    T("方案定了整张一个样的票不计入。", "The plan sets uniform ballots aside."),
)
NO_BALLOT = Rule(
    "B107",
    Severity.ERROR,
    T("没有票号", "No ballot number"),
    T("第 {row} 行没有票号，没有计入", "row {row} has no ballot number and is not counted"),
    T("补上票号", "enter the ballot number"),
    T("不知道是哪张票上的，就不能算。", "Nobody can tell on which ballot these marks stand."),
    Rejects.ROW,
)
