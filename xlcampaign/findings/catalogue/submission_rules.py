"""X: across the files of the inbox."""

from xlcampaign.findings.finding import Rejects, Rule, Severity
from xlcampaign.words import T

NOT_SENT = Rule(
    "X101",
    Severity.WARNING,
    T("未报", "Missing"),
    T("“{unit}”的{form}未报，没有收到", "the form of “{unit}” ({form}) is missing"),
    T("{closed}催报（截止 {deadline}）", "{closed}send a reminder (due {deadline})"),
    T(
        "没有报的单位没有结果，汇总表会写明。",
        "A unit that sent nothing has no result, and the summary says so.",
    ),
)
PERHAPS_CLOSED = T(
    "先看打不开的文件（{files}）是不是这一份；不是的，",
    "first see whether it is one of the files that could not be opened ({files}); if not, ",
)
PERHAPS_OTHER_STAGE = T(
    "先看“{files}”是不是填在了第 {found} 阶段的表上（它不计入第 {expected} 阶段，是的，请照填到本阶段的表上发来）；不是的，",
    "first see whether “{files}” was filled in for it on a form of stage {found}, which is not counted in stage {expected} (if"
    " so, have it copied onto this stage's form and sent); if not, ",
)
SUPERSEDED = Rule(
    "X102",
    Severity.NOTE,
    T("被新的一份取代", "Superseded"),
    T(
        "「{sheet}」以“{other}”为准；不同之处：{differences}",
        "for “{sheet}” the file “{other}” counts where this one differs: {differences}",
    ),
    T(
        "是改了再报的，不用处理；该以这一份为准的，把它的“报送次数”改大再放进来",
        "where it was corrected nothing is to be done; where this one should count, raise its submission number and put it back",
    ),
    T(
        "报送次数大的为新；次数相同，都是邮件来的看邮件日期，再看文件内的修改时间。逐行取代，空行不取代填过的。",
        "The higher submission number is newer, then the later date of the mails, where both came by one, then the later"
        " time inside; row by row, and empty never replaces filled.",
    ),
)
AS_ISSUED = Rule(
    "X141",
    Severity.WARNING,
    T("与发出时一样", "As it was issued"),
    T(
        "「{sheet}」这几处与发出时一样，“{other}”改过，以“{other}”为准；不同之处：{differences}",
        "“{sheet}” is as it was issued where “{other}” changed it, and “{other}” counts: {differences}",
    ),
    T(
        "有意改回去的，把这一份的“报送次数”改大再发，或在新发的表上改；不是就不用处理",
        "if it was put back on purpose, send this one again with a higher submission number, or put it back on a form issued"
        " since; if not, nothing to do",
    ),
    T(
        "同一份发出的表报来几次，没动过的格子和改回去的格子看不出分别：报送次数一样的，谁改过就以谁为准。",
        "Of a form that came several times under one number nobody can tell what was put back from what was not touched:"
        " who changed it counts.",
    ),
)
PUT_BACK = Rule(
    "X142",
    Severity.WARNING,
    T("改过的又改了回去", "What was changed is put back"),
    T(
        "「{sheet}」以新的“{other}”为准，可是这一份改过的，那一份又与发出时一样；不同之处：{differences}",
        "for “{sheet}” the newer “{other}” counts, though it is as it was issued where this one was changed: {differences}",
    ),
    T(
        "有意改回去的，不用处理；不是的，再发一次表（xlcampaign forms），在新表上照这一份改好再报",
        "if it was put back on purpose, nothing to do; if not, issue the form again and have it corrected there as in this one",
    ),
    T(
        "同一份发出的表报来几次，报送次数大的、同一行又改过别处的，整行以它为准；没动过的格子也在里面。",
        "Of a form that came several times the copy with the higher number counts, and the later one that changed anything"
        " in a row, with the cells that it left alone.",
    ),
)
HELD_BACK = T(
    "作了决定的，议定以前不公示",
    "whom the two decide on differently is not posted before that is settled",
)
"""What follows where two copies decide differently."""
TIED = Rule(
    "X103",
    Severity.ERROR,
    T("分不出新旧", "Cannot tell which is newer"),
    T(
        "这几行在几份文件里不同，分不出新旧：{files}；都没有计入；不同之处：{differences}",
        "these rows differ between files, and nobody can tell which is newer: {files}; none counts;"
        " what differs: {differences}",
    ),
    T(
        "请报送单位把作数的那一份“报送次数”改大再发，或把旧的移到收件文件夹里名叫“作废”的文件夹",
        "have the one that counts sent with a higher submission number, or move the older into a folder “old” in the inbox",
    ),
    T(
        "不知道哪一份作数，不同的几行就都不算。",
        "Nobody can tell which is meant, so rows that differ do not count.",
    ),
    Rejects.ROW,
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
        "“{way}”: {found:valid ballot}, but the plan knows {limit:voter}",
    ),
    T("核对票数，或改方案里的人数", "check the ballots, or the numbers in the plan"),
    T("票多于人说明有误，或方案里的人数旧了。", "More ballots than people: one of the two is wrong."),
)
NOT_YET = Rule(
    "X106",
    Severity.NOTE,
    T("未到期", "Not due yet"),
    T(
        "“{unit}”的{form}未到期，还没有收到，{deadline} 截止",
        "the form of “{unit}” ({form}) is not due yet and has not come; it is due {deadline}",
    ),
    T("到期再看", "look again when it is due"),
    T("截止日以前没有报不算迟。", "Before its deadline nothing is late."),
)
UNKNOWN_PLEDGE = Rule(
    "X112",
    Severity.ERROR,
    T("没有这条承诺", "No such pledge"),
    T(
        "承诺表里没有编号 {found} 的承诺，这一行没有计入",
        "no pledge has the number {found}; the row is not counted",
    ),
    T("恢复原来的编号；新的承诺报在承诺表里", "restore the number; new pledges belong on the pledge form"),
    T("践诺情况按编号对承诺。", "What became of a pledge is matched by its number."),
    Rejects.ROW,
)
NO_PLEDGES = Rule(
    "X136",
    Severity.ERROR,
    T("承诺表不在", "Pledges not at hand"),
    T(
        "“{name}”第 {stage} 阶段的承诺表不在收件箱里（或没有采用），践诺情况 {found} 行无从对照，没有计入",
        "the pledge form of “{name}” of stage {stage} is not in the inbox, or does not count: {found:row} cannot be matched"
        " and {found:=is|are} not counted",
    ),
    T(
        "把承诺表放回收件箱再汇总；各步骤收到的表都要留着",
        "put the pledge form back into the inbox; keep all forms there",
    ),
    T(
        "践诺情况按编号对承诺。承诺表不在，那些承诺也不在“对比”和兑现率里。",
        "What became of a pledge is matched by its number. Without their form the pledges are missing in the trend and in the"
        " rates, too.",
    ),
    Rejects.ROW,
)
OTHER_PLEDGE = Rule(
    "X113",
    Severity.ERROR,
    T("承诺内容对不上", "Another pledge"),
    T(
        "编号 {found} 的承诺内容和承诺表里的不一样，这一行没有计入",
        "the text beside {found} is not that of the pledge; the row is not counted",
    ),
    T(
        "行错位了就在原表上重填；承诺改了先重报承诺表",
        "fill the original form again, or send the changed pledges first",
    ),
    T(
        "排序或粘贴错位会这样；不知道说的是哪条就不算。",
        "Sorting or pasting does this; nobody can tell which is meant.",
    ),
    Rejects.ROW,
)
NO_REASON = Rule(
    "X114",
    Severity.WARNING,
    T("未兑现没有写原因", "Not fulfilled, no reason"),
    T("承诺 {found} 未兑现，没有写原因", "the pledge {found} was not fulfilled, and no reason is given"),
    T("补写原因再发", "add the reason and send again"),
    T("没有兑现的要说明原因。", "What was not fulfilled needs a reason."),
)
WRONG_STAR = Rule(
    "X115",
    Severity.ERROR,
    T("不是这一类的星", "Star of the other kind"),
    T("“{found}”不是“{name}”这一类的星，没有登记", "“{found}” is no star for “{name}” and is not entered"),
    T(
        "支部和党员各有各的星，改选后再发",
        "branches and members have stars of their own; choose one of these",
    ),
    T("支部和党员的星不同。", "Branches and members have different stars."),
    Rejects.CELL,
)
PLEDGE_COUNT = Rule(
    "X116",
    Severity.WARNING,
    T("承诺条数不合要求", "Number of pledges"),
    T("“{name}”承诺 {found} 条，应为{expects}", "“{name}” made {found:pledge}; expected {expects}"),
    T("请补报；确实如此就不用处理", "have more sent; nothing to do if this is meant"),
    T("条数只提醒，承诺照登台账。", "The number is only pointed out; the pledges are entered."),
)
NO_COMMENT = Rule(
    "X117",
    Severity.WARNING,
    T("应点评没有点评", "Comments missing"),
    T("应点评而没有点评的 {found} 个：{names}", "without a comment that they are owed: {found}: {names}"),
    T("请上级在考核点评表里补上", "have the superior add them on the assessment form"),
    T(
        "每个支部都要点评；被推荐的、要整改的党员也要点评。",
        "Every branch is owed a comment, and members recommended or to rectify.",
    ),
)

LATE = Rule(
    "X118",
    Severity.WARNING,
    T("迟报", "Late"),
    T(
        "北京时间 {when} 才报（{how}），{deadline} 截止；照常计入",
        "sent on {when}, Beijing time ({how}), due {deadline}; counted as usual",
    ),
    T("不用处理；要追问就问原因", "nothing to do, unless you want to know why"),
    T(
        "看最早的一份：邮件看日期，不是邮件来的看文件内的修改时间，都按北京时间。按时报过又改的不算迟。",
        "By the first version: a mail's date, or the time inside a file that came by none, in Beijing time."
        " A correction of what came in time is not late.",
    ),
)
OLDER_PLAN = Rule(
    "X119",
    Severity.NOTE,
    T("方案改过，不涉及本表", "The plan changed, not for this form"),
    T(
        "这张表发出后方案改过，本表要填的没有变：{changes}",
        "the plan changed after this form was sent, but nothing that it asks: {changes}",
    ),
    T("不用处理，除非另有一条提醒", "nothing to do, unless another finding says so"),
    T("改动不涉及本表的，旧表照样能用。", "An older form is as good where the change does not touch it."),
)

NOTHING_ACCEPTED = Rule(
    "X120",
    Severity.WARNING,
    T("没有一格采用，不顶替", "Nothing was accepted, nothing is replaced"),
    T(
        "「{sheet}」填了的没有一格能采用，仍以“{other}”为准；不同之处：{differences}",
        "nothing that was typed there on “{sheet}” could be accepted, so “{other}” still counts;"
        " what differs: {differences}",
    ),
    T("改好这一份的错误再发", "correct the errors in this one and send it again"),
    T(
        "一行要有采用的内容，才能取代以前报的。",
        "A row replaces an earlier one only if something on it was accepted.",
    ),
)
LOWER_NUMBER = Rule(
    "X121",
    Severity.WARNING,
    T("次数小的来得晚", "The lower number came later"),
    T(
        "「{sheet}」以报送次数大的“{other}”为准，可是这一份来得晚；不同之处：{differences}",
        "for “{sheet}” the higher submission number counts, that of “{other}”, but this one came later;"
        " what differs: {differences}",
    ),
    T(
        "问清哪一份作数，把它的“报送次数”改大再发",
        "ask which is meant, and have it sent with a higher number",
    ),
    T(
        "报送次数说了算；晚来的次数反而小，多半是忘了改。",
        "The number decides; a lower one that comes later was probably forgotten.",
    ),
)
AS_CAST = Rule(
    "X140",
    Severity.NOTE,
    T("照投票时的办法重发", "Issued again by the rules of the votes"),
    T(
        "{number} 个单位（{units}）的{form}已经收到票，是按方案改动前的计票办法投的，重发的表照那时的办法印：{changes}",
        "votes came in ({form}: {number}, {units}) that were cast by the rules of counting before the plan was changed;"
        " the forms are issued again by these: {changes}",
    ),
    T(
        "不用处理；要用现在的办法就得重新投票：把收到的表移出 inbox，发新表",
        "nothing to do; the new rules need votes cast anew: take what was received out of the inbox and issue a fresh form",
    ),
    T(
        "票怎么数，看投票时表上怎么印；换了办法，没有动过的票也会变成别的分数。",
        "Votes are counted as printed on their form; by other rules votes that nobody touched would come to something else.",
    ),
)
KEPT_ROWS = Rule(
    "X122",
    Severity.NOTE,
    T("没有填、没采纳的行仍按以前的算", "Rows left blank, or not accepted, still count as before"),
    T(
        "「{sheet}」这一份没有填或没采纳的，仍以“{other}”为准：{rows}",
        "what this one leaves blank on “{sheet}”, or nothing was accepted of, still counts as in “{other}”: {rows}",
    ),
    T(
        "不用处理；要撤回，就在那一行写“撤回”再发",
        "nothing to do; to withdraw a row, write “withdrawn” in it and send it",
    ),
    T(
        "空行、没采纳的行不取代采纳了的行。",
        "A row that is blank or not accepted never replaces one that was accepted.",
    ),
)
GONE_ROWS = Rule(
    "X123",
    Severity.WARNING,
    T("预填的行不见了，仍有效", "Rows that were filled in are gone, and still count"),
    T(
        "「{sheet}」发出时已经填好的，这一份清空了或没有了，仍以“{other}”为准：{rows}",
        "what “{sheet}” was sent out with is empty or gone here, and still counts as in “{other}”: {rows}",
    ),
    T("要撤回，就在那一行写“撤回”再发", "to withdraw a row, write “withdrawn” in it and send it"),
    T("删掉不等于撤回：撤回要写明。", "Deleting is not withdrawing: that takes the word."),
)
REWORDED = Rule(
    "X124",
    Severity.WARNING,
    T("以前的一条对不上，仍有效", "An earlier entry is not found again, and still counts"),
    T(
        "「{sheet}」“{other}”里的这几条，这一份没有一字不差的：{rows}；是改了，还是多报了？都计入",
        "“{sheet}”: these of “{other}” are not here word for word: {rows}; corrected, or one more? All count",
    ),
    T(
        "改了的，把旧的一行照抄并写“撤回”再发；决定也可以在它的文号格写“撤销，文号”",
        "if corrected, copy the old row, write “withdrawn” in it and send it; of a decision, or “revoked” and a document",
    ),
    T(
        "没有编号的只能按文字认，认不出就都留着；否决按情形认，写了别的情形，不等于撤销以前的。",
        "Without a number it is known by its words alone, a veto by its situation: another one does not revoke it.",
    ),
)
EMPTIED = Rule(
    "X125",
    Severity.WARNING,
    T("以前填过的格子现在空着", "Cells that were filled are blank now"),
    T(
        "「{sheet}」比“{other}”少填了，按空白算：{differences}",
        "“{sheet}” leaves blank what “{other}” had, and blank counts: {differences}",
    ),
    T("漏填的，补上再发", "if it was left out, fill it in and send again"),
    T("填过的一行以新的为准，空着的格子就是没有。", "A filled row counts as it is, its blank cells too."),
)
KEPT_CELLS = Rule(
    "X126",
    Severity.WARNING,
    T("空着的格子仍按以前的算", "Blank cells still count as before"),
    T(
        "「{sheet}」比“{other}”少填了（空着，没能读出，写着没有或待定，或还是表上预填的），少的仍按那一份：{differences}",
        "“{sheet}” has blank, unread, undecided or as the form comes what “{other}” had, and that still holds: {differences}",
    ),
    T(
        "要撤回，就在那一行写“撤回”再发；一项一行的表（如动员部署），不要的那一项写“无”再发",
        "to withdraw a row, write “withdrawn” in it and send it; on a sheet with an item a row (such as the launch) write"
        " “none” beside what is to go",
    ),
    T("登记的内容写明“撤回”才撤回。", "What is registered is withdrawn in words or not at all."),
)
KEPT_DECISION = Rule(
    "X127",
    Severity.WARNING,
    T("决定不完整，不顶替", "An incomplete decision replaces none"),
    T(
        "「{sheet}」{rows}这一份的决定不完整，仍以“{other}”为准；不同之处：{differences}",
        "“{sheet}”: the decision on {rows} lacks something here, so “{other}” still counts;"
        " what differs: {differences}",
    ),
    T(
        "补齐再发；要撤回，就在那一行写“撤回”，或在文号格写“撤销，文号”",
        "complete it and send it; to withdraw it, write “withdrawn” in its row, or “revoked” and a document in place of its number",
    ),
    T("不完整的决定不能推翻完整的。", "What lacks its grounds never overturns a decision that has them."),
)
BY_DOCUMENT = T("（凭“{by}”）", " (by “{by}”)")
"""By what a decision is revoked."""
WITHDRAWN = Rule(
    "X128",
    Severity.NOTE,
    T("撤回", "Withdrawn"),
    T(
        "「{sheet}」这一份撤回了“{other}”报的：{rows}{by}",
        "on “{sheet}” this one withdraws what “{other}” said: {rows}{by}",
    ),
    T("不用处理", "nothing to do"),
    T("写明“撤回”的一行，以前报的不再计入。", "What a row withdraws in words does not count any longer."),
)
NOTHING_WITHDRAWN = Rule(
    "X129",
    Severity.WARNING,
    T("撤回的找不到", "Nothing to withdraw"),
    T(
        "「{sheet}」有写了“撤回”或“作废”的行，整行不计入；可是以前没有报过，或找不到撤回的是哪一条：{rows}",
        "“{sheet}” has rows that say “withdrawn” and do not count, but nobody can tell what they withdraw: {rows}",
    ),
    T(
        "{elsewhere}不是要撤回，就改成该填的内容；要撤回，按以前报的那一行照抄（编号、内容），再写“撤回”",
        "{elsewhere}if nothing is to be withdrawn, enter what belongs there; else copy the earlier row and write “withdrawn” in it",
    ),
    T(
        "以前没有报过，或认不出是哪一条，什么也没有撤回。",
        "Nothing like it was sent before, so nothing was withdrawn.",
    ),
)
RESTATED = Rule(
    "X138",
    Severity.WARNING,
    T("撤回过的又报了一遍", "What was withdrawn is stated again"),
    T(
        "「{sheet}」“{other}”撤回（作废）过的，这一份又原样报了，按这一份计入：{rows}",
        "“{sheet}”: what “{other}” withdrew is here again as it was, and counts: {rows}",
    ),
    T(
        "不是有意的，就在那一行再写“撤回”再发",
        "if that was not meant, write “withdrawn” in the row once more and send it",
    ),
    T("多半是旧的一份又发了一遍。", "Mostly an old version that was sent once more."),
)
REPLACED = Rule(
    "X139",
    Severity.WARNING,
    T("同一编号换了内容", "Something else under the same number"),
    T(
        "「{sheet}」同一编号在“{other}”里是别的内容，以那一份为准，这一份的不再计入：{differences}",
        "“{sheet}”: under the same number “{other}” says something else, which counts, and this does not: {differences}",
    ),
    T(
        "要是新增的，请写在下面的空行（不写编号）再发；要是改了，不用处理",
        "if it is one more, have it sent in the rows below, without a number; if it was changed, nothing to do",
    ),
    T(
        "空白的新表从第一行填起，会顶掉以前的一条。",
        "Filling in a fresh form from its first row replaces what was there.",
    ),
)
OTHER_MEETING = Rule(
    "X130",
    Severity.ERROR,
    T("另一次评议的票，不计入", "Votes of another meeting"),
    T(
        "「{sheet}」的“{way}”是另一次评议的票（{own}），评议情况后来报的是 {newer}，那一份里没有这些票，没有计入",
        "the votes “{way}” on “{sheet}” are those of another meeting ({own}); stated since: {newer},"
        " without these votes; they do not count",
    ),
    T(
        "请支部把评议情况和它的票填在一份表里报全；只改日期、票数的，票照抄",
        "have the meeting and its votes sent in full on one form; where only its day or numbers changed, the same votes",
    ),
    T(
        "票跟着同一份表上的评议情况走，不用别的有效票数去除。",
        "Votes belong to the meeting stated on their own form, and are never divided by the ballots of another.",
    ),
    Rejects.WAY,
)
NOT_COUNTED = T(
    "其中“{ways}”没有计入，另有一条说明原因", "of this “{ways}” does not count; another finding says why"
)
"""What does not count of what stays in force."""
REVOTED = Rule(
    "X131",
    Severity.WARNING,
    T("已作废的评议", "The vote was withdrawn"),
    T(
        "「{sheet}」的“{way}”在评议情况里写了作废（{where}），这一份的票没有计入",
        "“{way}” was declared void in the meeting sheet ({where}); the votes on “{sheet}” here do not count",
    ),
    T("重新测评以后，把票和评议情况报全", "once it was repeated, send the votes and the meeting in full"),
    T(
        "作废的评议，要重新测评才有结果。",
        "A vote that was declared void has a result only once it is repeated.",
    ),
)

BY_MAIL = T("邮件日期", "date of the mail")
BY_FILE = T("文件内的修改时间", "time inside the file")
AT_LEAST = T("{low} 条以上", "{low} or more")
WITHIN = T("{low}–{high} 条", "{low} to {high}")
