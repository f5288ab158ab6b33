"""X: across the files of the inbox."""

from xlcampaign.findings.finding import Rejects, Rule, Severity
from xlcampaign.words import T

NOT_SENT = Rule(
    "X101",
    Severity.WARNING,
    T("没有报", "Not received"),
    T("“{unit}”的{form}没有收到", "the form of “{unit}” ({form}) was not received"),
    T("催报（截止 {deadline}）", "send a reminder (due {deadline})"),
    T(
        "没有报的单位没有结果，汇总表会写明。",
        "A unit that sent nothing has no result, and the summary says so.",
    ),
)
SUPERSEDED = Rule(
    "X102",
    Severity.NOTE,
    T("被新的一份取代", "Superseded"),
    T(
        "「{sheet}」以“{newer}”为准，这一份不再计入",
        "for “{sheet}” the file “{newer}” counts instead of this one",
    ),
    T("不用处理", "nothing to do"),
    T(
        "报送次数大的为新，再看文件内的修改时间；逐张表取代，空表不取代填过的。",
        "The higher submission number is newer, then the later time inside; sheet by sheet, and empty never replaces filled.",
    ),
)
TIED = Rule(
    "X103",
    Severity.ERROR,
    T("分不出新旧", "Cannot tell which is newer"),
    T(
        "「{sheet}」在几份文件里内容不同、新旧相同：{files}；都没有计入",
        "“{sheet}” differs between files of which none is newer: {files}; none counts",
    ),
    T(
        "请支部在新的一份上填“报送次数”再发，或删掉旧的",
        "have the newer one sent with its submission number, or remove the older",
    ),
    T("不知道哪一份作数，就都不算。", "Nobody can tell which is meant, so none is counted."),
    Rejects.SHEET,
)
COPIES = Rule(
    "X104",
    Severity.NOTE,
    T("内容相同的几份", "Copies"),
    T("和“{kept}”内容相同，只算一份", "the same as “{kept}”; counted once"),
    T("不用处理", "nothing to do"),
    T("重复发送不影响结果。", "Sending twice changes nothing."),
)
MORE_VOTERS = Rule(
    "X105",
    Severity.WARNING,
    T("有效票多于名单人数", "More ballots than voters"),
    T(
        "“{way}”有效票 {found}，方案里能投票的只有 {limit} 人",
        "“{way}”: {found} valid ballots, but the plan knows {limit} voters",
    ),
    T("核对票数，或改方案里的人数", "check the ballots, or the numbers in the plan"),
    T("票多于人说明有误，或方案里的人数旧了。", "More ballots than people: one of the two is wrong."),
)
NOT_YET = Rule(
    "X106",
    Severity.NOTE,
    T("还没有报，未到期", "Not yet received"),
    T(
        "“{unit}”的{form}还没有收到，{deadline} 截止",
        "the form of “{unit}” ({form}) has not come yet; it is due {deadline}",
    ),
    T("到期再看", "look again when it is due"),
    T("截止日以前没有报不算迟。", "Before its deadline nothing is late."),
)
