"""F and X: exports of a form tool with which ballots were collected."""

from xlcampaign.findings.finding import Rejects, Rule, Severity
from xlcampaign.words import T

OTHER_CODES = Rule(
    "F152",
    Severity.ERROR,
    T("网上测评的题目不是本活动的", "Questions of another campaign"),
    T(
        "这是网上测评的导出，但题目里的编码不是本活动发的，或被改过：{headers}",
        "an export of ballots, but the codes of its questions are not this campaign's, or were changed: {headers}",
    ),
    T(
        "题目要用本活动“网上测评题目”里的，编码不改；是别的活动的，移出 inbox",
        "take the questions from this campaign's list and leave their codes alone; move another campaign's out of the inbox",
    ),
    T(
        "靠题目里的编码认是谁的哪一颗星；编码末尾能验出改动。",
        "A question is known by its code, whose end shows changes.",
    ),
    Rejects.FILE,
)
MIXED = Rule(
    "F153",
    Severity.ERROR,
    T("一份导出里不止一次测评", "Ballots of several meetings in one export"),
    T("这份导出里有几个支部、阶段或几张表的票：{found}", "the export holds ballots of several: {found}"),
    T("一个支部一份问卷，分开导出，分开报", "a branch has a form of its own: export and send each by itself"),
    T("一份文件只认作一个支部一个阶段的票。", "A file is the ballots of one branch in one stage."),
    Rejects.FILE,
)
MIXED_BRANCHES = T("第 {stage} 阶段 {unit}", "stage {stage} of {unit}")
NOT_ONLINE = Rule(
    "F154",
    Severity.ERROR,
    T("这种评议不能用网上的票", "This way takes no ballots from a form tool"),
    T(
        "“{way}”的 {found} 道题没有计入：{why}",
        "the {found:question} of “{way}” {found:=is|are} not counted: {why}",
    ),
    T("{remedy}", "{remedy}"),
    T(
        "网上的票是一份一份的，只能进方案里录入方式是“逐票”的评议。",
        "Form tools export ballot by ballot: only a way that the plan takes by single ballots can be read.",
    ),
    Rejects.WAY,
)
NOT_BY_BALLOT = T(
    "方案里它的录入方式不是“逐票”，或这个支部的评议表上没有它",
    "the plan does not take it by single ballots, or not from this branch",
)
SET_BY_BALLOT = T(
    "在方案“评议方式”里把它的录入方式改为“逐票”，或用纸测评",
    "let the plan take it by ballots, or vote on paper",
)
WHO_VOTED = T(
    "它不评本人、弃权算没有同意，要知道每个人投没投票，网上的票看不出",
    "it is counted by who voted, which such an export does not tell",
)
ON_PAPER = T("这种评议用纸测评，逐票录入评议表", "vote on paper, and type the ballots into the form")
NOT_ASKED = Rule(
    "F155",
    Severity.ERROR,
    T("题目认不出或重复", "A question that is not asked, or twice"),
    T("题目“{header}”没有计入：{why}", "the question “{header}” is not counted: {why}"),
    T(
        "核对题目，照“网上测评题目”改了重新导出；确实多余的删掉这一列",
        "put it right by the list of questions and export again, or delete the column",
    ),
    T("认不准的题，它的票不能算到任何人头上。", "What nobody can be sure of is counted for nobody."),
    Rejects.COLUMN,
)
NOBODYS = T("评议表上没有这个人或这颗星", "the form does not have this person or star")
CHANGED = T("编码不是本活动的，或被改过", "its code is not this campaign's, or was changed")
OTHERWISE = T(
    "题目写的是“{found}”，这个编码现在是“{name}”的“{star}”",
    "it says “{found}”, but its code is now that of “{star}” of “{name}”",
)
TWICE = T(
    "同一道题有两列，不知道以哪列为准", "two columns have the same code, and nobody can tell which counts"
)
LACKING = Rule(
    "F156",
    Severity.ERROR,
    T("网上测评缺题", "Questions are missing"),
    T(
        "导出里没有“{way}”的 {found} 道题：{names}；这些人的这些星在这种评议里没有票",
        "the export lacks {found:question} of “{way}”: {names}; there they have no votes in this way",
    ),
    T(
        "补上题目重新收票；只是导出时漏了列的，重新导出",
        "collect those too; export again if columns were only left out",
    ),
    T("没有问过的不能当作没有画，更不能当作不同意。", "What was never asked is neither a blank nor a no."),
    Rejects.CELL,
)
ONE_OF_THEM = T("{name}的{star}", "{name}: {star}")
OTHER_COLUMNS = Rule(
    "F157",
    Severity.WARNING,
    T("导出里有没有编码的题", "Columns without a code"),
    T(
        "{found} 列没有编码，没有读：{headers}",
        "{found:column} without a code {found:=was|were} not read: {headers}",
    ),
    T(
        "是测评的题，就照“网上测评题目”改好编码重新导出；别的不用处理",
        "give the questions their codes and export again, if ballots stand there",
    ),
    T("没有编码不知道问的是谁。", "Without its code nobody can tell what a question is about."),
)
NAMES_VOTERS = Rule(
    "F158",
    Severity.WARNING,
    T("导出里能看出是谁投的票", "The export names voters"),
    T(
        "有 {found} 列能看出是谁投的：{headers}；程序没有读这些列，也不留",
        "{found:column} may tell who voted: {headers}; the program neither reads nor keeps them",
    ),
    T(
        "测评是无记名的：在文件里删掉这些列，邮件里的原件也删掉；下次问卷不要收",
        "the vote is secret: delete them, in the mail too, and do not ask for them again",
    ),
    T(
        "程序只读有编码的列；文件本身还在收件夹里，谁打开都看得见。",
        "Only columns with a code are read; but the file itself lies in the inbox for all to see.",
    ),
)
LIST_ITSELF = Rule(
    "F159",
    Severity.WARNING,
    T("这是题目，不是票", "The questions, not the ballots"),
    T("这是“网上测评题目”本身，里面没有票", "this is the list of questions itself and holds no ballots"),
    T(
        "移出 inbox；要报的是从问卷工具里导出的文件",
        "take it out of the inbox; what is sent is the export of the form tool",
    ),
    T("导出的文件一列一道题，题目清单一行一道题。", "An export has a column a question, the list has a row."),
)
PAPER_TOO = Rule(
    "X198",
    Severity.ERROR,
    T("同一种评议又有纸票又有网上的票", "One way both on paper and online"),
    T(
        "「{sheet}」的票既在评议表里录了，又有网上的导出：{files}；都没有计入",
        "the ballots of “{sheet}” are typed into the form, and came as an export too: {files}; neither counts",
    ),
    T(
        "问清哪一种作数：不作数的是导出，就移到收件文件夹里名叫“作废”的文件夹；是纸票，就请支部清空这张表再报，有票的那份移过去",
        "ask which counts: move the export into a folder “old” in the inbox, or have the sheet cleared, the form sent again and"
        " the one with the ballots moved there",
    ),
    T(
        "两边都算，同一个人就可能投了两次；程序不替人选。",
        "Counting both may count people twice; the program does not choose.",
    ),
    Rejects.WAY,
)
NO_MEETING = Rule(
    "X199",
    Severity.ERROR,
    T("网上的票没有评议情况", "Ballots from a form tool without their meeting"),
    T(
        "“{way}”的 {found} 份网上的票没有计入：评议表的“评议情况”里没有这一行，或没有写有效票数",
        "{found:ballot} of “{way}” from a form tool {found:=is|are} not counted: the branch's form does not state how it was held",
    ),
    T(
        "请支部在评议表“评议情况”这一行写上应到、收回、有效等，再报",
        "have the branch state it on its form, with ballots returned and valid",
    ),
    T(
        "票数要有人另外报一个数来核对；没有它就不知道少没少、多没多。",
        "The number of ballots is held against one that people state on their own.",
    ),
    Rejects.WAY,
)
