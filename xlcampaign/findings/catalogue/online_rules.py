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
        "网上的票一份一份导出，评议表上投票的评议才用得上。",
        "Form tools export ballots: only a way in which the branch votes can be read.",
    ),
    Rejects.WAY,
)
NOT_BY_BALLOT = T(
    "方案里它的填报方式是“逐项”，不投票，或这个支部的评议表上没有它",
    "nobody votes on it by the plan, or not in this branch",
)
SET_BY_BALLOT = T(
    "在方案“评议方式”里把它的填报方式改为“票数汇总”或“逐票”，或直接填评议表",
    "let the plan take it by a tally or by ballots, or fill in the form",
)
WHO_VOTED = T(
    "它不评本人，要知道每个人投没投票，网上的票看不出",
    "it is counted by who voted, which such an export does not tell",
)
ON_PAPER = T(
    "这种评议用纸测评，填进评议表；或在方案“活动”里把“互评含本人”改为“是”，重发表和问卷",
    "vote on paper and fill in the form; or let the plan count own votes, and issue form and questions anew",
)
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
        "补上题目重新收票；只是导出时漏了列的，重新导出；题目没有编码的，在方案“网上测评”表补上这几行",
        "collect those too; export again if columns were only left out; add rows to the plan's sheet “Online ballots” where"
        " questions have no code",
    ),
    T("没有问过的不能当作没有画，更不能当作不同意。", "What was never asked is neither a blank nor a no."),
    Rejects.CELL,
)
ONE_OF_THEM = T("{name}的{star}", "{name}: {star}")
OTHER_COLUMNS = Rule(
    "F157",
    Severity.WARNING,
    T("导出里有认不出的列", "Columns that are no known question"),
    T(
        "{found} 列没有编码，方案“网上测评”表里也没有，没有读：{headers}",
        "{found:column} {found:=was|were} not read, with no code and not on the plan's sheet “Online ballots”: {headers}",
    ),
    T(
        "是测评的题，就在方案“网上测评”表给每道题加一行，或照“网上测评题目”改好编码重新导出；别的不用处理",
        "add a row for each question among them to the plan's sheet “Online ballots”, or give them their codes and export again;"
        " leave others alone",
    ),
    T("不知道问的是谁，票就不能算。", "Nobody can tell what such a question is about."),
)
UNMATCHED = Rule(
    "F161",
    Severity.ERROR,
    T("方案里写的题目导出里没有", "Headers of the plan that the export lacks"),
    T(
        "方案“网上测评”表里“{way}”的 {found} 道题，导出的表头里没有：{headers}；它们在这种评议里没有票",
        "{found:header} of “{way}” on the plan's sheet “Online ballots” {found:=is|are} not in the export: {headers}; there is no"
        " vote on {found:=it|them} in this way",
    ),
    T(
        "对照导出的第一行改方案“网上测评”的「题目」，照抄；是导出时漏了列的，重新导出",
        "copy the headers from the export into the plan; export again if columns were only left out",
    ),
    T(
        "表头只差题号、空格、标点的都认得；差一个字就不认，免得认错人。",
        "Numbers, spaces and punctuation do not matter; one letter does, lest somebody else's votes be taken.",
    ),
    Rejects.CELL,
)
NO_MARK = Rule(
    "F162",
    Severity.ERROR,
    T("选项认不出", "An answer that is no mark"),
    T(
        "「{column}」的选项不是本活动的等级，没有计入；应为{expects}",
        "“{column}”: the answer is no mark of this campaign's and is not counted; expected {expects}",
    ),
    T(
        "在方案“网上测评”表加一行“{way}”，“选项叫法”照导出的写，如“非常满意＝{example}”；导出的是选项序号的，重新导出“按选项文本”，"
        "或照问卷里的次序写“1＝{example}”",
        "add a row “{way}” to the plan's sheet “Online ballots” and say what answers mean, as in “very good = {example}”; where"
        " only numbers of options were exported, export the texts, or say “1 = {example}” as they stand in the tool",
    ),
    T(
        "选项的次序、好坏由出题的人定，程序不猜。",
        "Whoever made the questions decided what options mean and in which order; the program does not guess.",
    ),
    Rejects.CELL,
)
A_NUMBER = T("9", "9")
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
        "程序只读测评题目的列；文件本身还在收件夹里，谁打开都看得见。",
        "Only columns of questions are read; but the file itself lies in the inbox for all to see.",
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
UNUSABLE = Rule(
    "P159",
    Severity.ERROR,
    T("网上测评的一行不能用", "A row on online ballots that cannot be used"),
    T("{problem}", "{problem}"),
    T(
        "一道题一行，阶段、支部、方式、题目、星都写，评党员的写党员；只写选项叫法的行，题目、党员、星名留空",
        "a row for each question with stage, branch, way, header and star, and the member where members are rated; a row on answers"
        " alone has no header, member or star",
    ),
    T(
        "题目靠这一行认是谁的哪一颗星，缺一样就认不准。",
        "The row says whom and which star a header asks about: without any of it nobody can be sure.",
    ),
)
NOT_VOTED = T("“{way}”不投票，没有网上的票", "“{way}” is not voted on and has no ballots")
NO_HEADER = T("写了党员或星名，没有写题目", "a member or a star without a header")
NOTHING_SAID = T("题目和选项叫法都没有写", "neither a header nor what answers are called")
NO_LETTERS = T("题目里没有字", "the header has neither letters nor digits")
NO_BRANCH = T("写了题目，没有写支部", "a header without its branch")
NO_STAR = T("写了题目，没有写星名", "a header without its star")
NO_SUBJECT = T("“{way}”评的是党员，没有写党员", "“{way}” rates members, and none is named")
WITH_SUBJECT = T("“{way}”评的是支部，不写党员", "“{way}” rates the branch, and a member is named")
NOT_THERE = T("“{branch}”不在第 {stage} 阶段的名单里", "“{branch}” is not in the list of stage {stage}")
NOT_RATED = T(
    "“{name}”第 {stage} 阶段不在“{branch}”参评", "“{name}” is not rated in “{branch}” in stage {stage}"
)
NAMESAKES = Rule(
    "P160",
    Severity.ERROR,
    T("题目问的是哪一个同名的人", "Which of several people of one name"),
    T("“{branch}”有几个“{found}”", "“{branch}” has several people named “{found}”"),
    T("「党员」写编号：{codes}", "write the member's code: {codes}"),
    T("同名的人只能靠编号认。", "People of one name can be told apart only by code."),
)
SAME_QUESTION = Rule(
    "P161",
    Severity.ERROR,
    T("同一颗星写了两个题目", "Two headers for one star"),
    T(
        "“{name}”的“{star}”在第 {first} 行已经写了题目",
        "“{star}” of “{name}” has a header in row {first} already",
    ),
    T(
        "核对是不是党员或星名写错了，多余的一行删掉",
        "see whether the member or the star is wrong, or delete a row",
    ),
    T(
        "两道题问同一颗星，就不知道以哪道为准。",
        "With two questions on one star nobody can tell which counts.",
    ),
)
ANSWERS = Rule(
    "P162",
    Severity.ERROR,
    T("选项叫法不对", "What answers are called does not fit"),
    T("{problem}", "{problem}"),
    T(
        "写成“导出的选项＝等级”，几个用“；”隔开；等级是{expects}",
        "write answer = grade, separated by semicolons; a grade is {expects}",
    ),
    T(
        "一个选项只能是一个等级，弄错了票就数错。",
        "An answer is one grade: a wrong one counts votes wrongly.",
    ),
)
NO_GRADE = T("“{answer}”没有写等于哪个等级", "“{answer}” is said to be no grade")
UNKNOWN_GRADE = T("“{grade}”不是这种评议的等级", "“{grade}” is no grade of this way")
OWN_GRADE = T(
    "“{answer}”本来是另一个等级，不能当“{grade}”", "“{answer}” is another grade itself, not “{grade}”"
)
TWO_GRADES = T(
    "“{answer}”前面写的是另一个等级，这里是“{grade}”", "“{answer}” is another grade above, and “{grade}” here"
)
OTHER_NAMED = Rule(
    "P163",
    Severity.WARNING,
    T("题目里写的是别的人或星", "A header that names another"),
    T("题目里有“{found}”，这一行写的是“{name}”", "the header has “{found}”, the row is about “{name}”"),
    T("核对这一行；没错就不用处理", "check the row; nothing to do if it is right"),
    T("错了一行，票就算到别人头上。", "On a wrong row votes go to somebody else."),
)
SAY_WHOSE = T(
    "；几个支部、阶段的题目一样，就在题目里写上支部、阶段",
    "; where branches or stages ask alike, put their names into the questions",
)
