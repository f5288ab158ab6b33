"""R: people and things that rows are about."""

from xlcampaign.findings.finding import Rejects, Rule, Severity
from xlcampaign.words import T

UNKNOWN_PERSON = Rule(
    "R101",
    Severity.ERROR,
    T("名单里没有", "Not on the roster"),
    T("“{found}”不在名单里，这一行没有计入", "“{found}” is not on the roster; the row is not counted"),
    T("{elsewhere}{nearest}{remedy}", "{elsewhere}{nearest}{remedy}"),
    T(
        "不猜：最接近的人只作提示，从不自动采用。",
        "Nothing is guessed: the nearest name is a hint, never taken.",
    ),
    Rejects.ROW,
)
NAMELESS = Rule(
    "R132",
    Severity.ERROR,
    T("没写是谁的", "Does not say whose it is"),
    T(
        "这一行有内容，「{column}」却空着，不知道是谁的，没有计入",
        "the row holds something, but “{column}” is empty: nobody can tell whose it is, and it is not counted",
    ),
    T(
        "照原表补上「{column}」；多填的，清空这一行",
        "enter “{column}” as on the original form; if the row is too much, clear it",
    ),
    T("不知道是谁的就不能计。", "What is nobody's cannot be counted."),
    Rejects.ROW,
)
NOT_IN_STAGE = Rule(
    "R131",
    Severity.ERROR,
    T("本阶段名单上没有", "Not there in this stage"),
    T(
        "「{column}」填的是“{found}”：方案里有，但不在{stage}的名单上，这一行没有计入",
        "“{column}” holds “{found}”, whom the plan has, but not in the stage {stage}; the row is not counted",
    ),
    T(
        "{remedy}其实在的，改方案里的“起”“止”或阶段的名单截止日",
        "{remedy}if they were there, correct “From” and “Until” in the plan, or the day of the stage's list",
    ),
    T(
        "谁在哪个阶段，只看名单截止日；并走、调走、离开的，事情归承接的支部，或者归他还在的那个阶段。",
        "Who is in a stage goes by the day of its list; matters of whoever left belong to the branch that took over, or to"
        " the stage in which they were there.",
    ),
    Rejects.ROW,
)
ROW_TWICE = Rule(
    "R102",
    Severity.ERROR,
    T("同一对象有两行", "Same subject twice"),
    T(
        "“{found}”还出现在第 {first} 行；两行都没有计入",
        "“{found}” also stands in row {first}; neither row is counted",
    ),
    T("只留一行", "keep one row"),
    T("不知道哪一行作数，就都不算。", "Nobody can tell which is meant, so neither is counted."),
    Rejects.ROW,
)
MISSING = Rule(
    "R103",
    Severity.WARNING,
    T("名单上的人没有", "Missing from the sheet"),
    T("名单上的“{found}”在本表里没有", "“{found}” is on the roster but not on this sheet"),
    T("在原表上补填", "fill the row on the original form"),
    T("没有行就没有结果，列为暂未评星，不算 0 分。", "Without a row there is no result; never 0."),
)
NAME_DIFFERS = Rule(
    "R104",
    Severity.ERROR,
    T("编号和姓名对不上", "Code and name disagree"),
    T(
        "编号 {code} 在名单里是“{expected}”，表里写的是“{found}”",
        "code {code} is “{expected}” on the roster, but the sheet says “{found}”",
    ),
    T("{elsewhere}核对是谁，改成一致", "{elsewhere}see who is meant and make them agree"),
    T(
        "排序或粘贴错位会这样；不知道是谁的分就不算。",
        "Sorting or pasting does this; nobody can tell whose marks these are.",
    ),
    Rejects.ROW,
)
AMBIGUOUS = Rule(
    "R105",
    Severity.ERROR,
    T("重名，认不出是谁", "Ambiguous name"),
    T(
        "没有编号，而名单里有几个“{found}”：{candidates}",
        "no code, and the roster has several “{found}”: {candidates}",
    ),
    T(
        "填上编号；没有编号一栏的，写在姓名后面，如“张某某（0102）”",
        "enter the code; where there is no column for it, behind the name in brackets, as in “Name (0102)”",
    ),
    T("同名的人只能靠编号认。", "People of one name can be told apart only by code."),
    Rejects.ROW,
)
ROW_EMPTY = Rule(
    "R106",
    Severity.WARNING,
    T("整行没有填", "Row left empty"),
    T("“{found}”这一行没有填", "the row of “{found}” was left empty"),
    T("填好后再发", "fill it in and send again"),
    T("没有填的没有结果，不算 0 分。", "What is not filled in has no result; never 0."),
)
BY_NAME = Rule(
    "R107",
    Severity.NOTE,
    T("没有编号，凭姓名认出", "Known by name"),
    T("没有编号，凭姓名认出是 {code}“{found}”", "no code; known by name as {code} “{found}”"),
    T("不用处理；请保留编号", "nothing to do; please keep the codes"),
    T("支部里只有一个这个名字，所以是确定的。", "The name is unique in the branch, so this is certain."),
)
NEEDS_REASON = Rule(
    "R108",
    Severity.WARNING,
    T("提请没有写理由", "Proposal without a reason"),
    T("提请改评“{found}”没有写理由", "a level is proposed for “{found}” without a reason"),
    T("补写理由；没有理由上级不研究", "add the reason; without one it is not considered"),
    T("改评由上级决定，必须有理由。", "The committee decides on proposals and needs a reason."),
)
ZEROS_LOST = Rule(
    "R109",
    Severity.NOTE,
    T("编号前面的 0 丢了", "Leading zeros lost"),
    T(
        "编号“{found}”前面的 0 丢了，姓名对得上，按 {code}“{name}”读取",
        "the code “{found}” lost its leading zeros; the name fits, so it is read as {code} “{name}”",
    ),
    T("不用处理；编号列请保持文本格式", "nothing to do; keep the column of codes as text"),
    T("编号和姓名合起来是确定的。", "Code and name together are certain."),
)
NOBODY = Rule(
    "R110",
    Severity.ERROR,
    T("不知道是谁的", "Nobody's row"),
    T(
        "「{column}」没有写明，不知道这一行说的是谁，没有计入",
        "“{column}” names nobody: nobody can tell what the row is about",
    ),
    T("选上{expects}", "enter {expects}"),
    T("不知道说的是谁，就不能登台账。", "A register needs to know whom an entry is about."),
    Rejects.ROW,
)
OTHER_NUMBER = Rule(
    "R111",
    Severity.WARNING,
    T("编号不是这一行的", "Number of another row"),
    T("编号“{found}”和这一行对不上，已另编", "the number “{found}” is not this row's; a new one is given"),
    T("核对姓名；编号由程序填，不要改", "check the name; numbers are the program's, leave them alone"),
    T(
        "两行用一个编号，台账里就只剩一行。",
        "With one number for two rows, the register would keep only one of them.",
    ),
)
OTHER_ENTRY = Rule(
    "R113",
    Severity.ERROR,
    T("编号和对象对不上", "Number and subject disagree"),
    T(
        "编号“{found}”不是这一行的，这一行没有计入",
        "the number “{found}” is not this row's; the row is not counted",
    ),
    T("恢复原来的编号和对象，或在原表上重填", "restore number and subject, or fill the original form"),
    T(
        "排序或粘贴错位会这样；不知道说的是谁就不登台账。",
        "Sorting or pasting does this; nobody can tell whom the row is about.",
    ),
    Rejects.ROW,
)
OTHER_ROSTER = Rule(
    "R117",
    Severity.ERROR,
    T("整张表的名单对不上", "The sheet has another roster"),
    T(
        "有 {number} 行的编号、姓名和名单对不上：{names}；这些行都没有计入{gone}",
        "in {number:row} code and name are not those of the roster: {names}; none of them is counted{gone}",
    ),
    T(
        "像是贴了别的名单，或姓名列错了位：在原表上重填；确是新来的，先在方案“党员”表里加上，调来的在那里改支部，再重发表",
        "it seems that another list was pasted, or names moved by a row: fill in the original form; who is new is first"
        " added to the plan's members, who moved gets another branch there, then the form is issued again",
    ),
    T(
        "一张表里许多行都对不上，多半是一个原因；不知道是谁的分就不算。",
        "Many rows that are nobody's mostly have one cause; nobody can tell whose marks these are.",
    ),
    Rejects.ROW,
)
VOTES_WITHDRAWN = Rule(
    "R123",
    Severity.WARNING,
    T("评的一行撤回了", "A rated row withdrawn"),
    T(
        "「{sheet}」这一份写着“撤回”或“作废”，这一行整行不计入，“{other}”报的也不再计入：{rows}",
        "on “{sheet}” this one says “withdrawn” or “void”: the whole row does not count, nor what “{other}” said: {rows}",
    ),
    T(
        "整行撤回的不用处理；只是某一格没有结果的，把“撤回”清掉，那一格空着，整行再报一次",
        "nothing to do if the row is withdrawn; if a single cell has no result, leave that cell empty and send the row again",
    ),
    T(
        "“撤回”“作废”管一整行，不是只管一格；撤回了就没有结果，要有人看一眼。",
        "“Withdrawn” and “void” speak for the whole row: it has no result any longer, and somebody should know.",
    ),
)
REASON_ALONE = Rule(
    "R124",
    Severity.WARNING,
    T("有理由，没有提请", "A reason without a proposal"),
    T(
        "只写了提请理由“{found}”，没有写提请什么，没有采用",
        "a reason for a proposal, “{found}”, but nothing is proposed: it is not used",
    ),
    T(
        "要提请的，选“提请否决”或“提请改评为”；不提请的清空，是评语的写到“评语”",
        "choose the veto or the level that is proposed; else empty it, or move it to the opinion",
    ),
    T(
        "理由跟着提请走，单独的理由没有地方登记。",
        "A reason goes with its proposal; alone it is entered nowhere.",
    ),
)
PROPOSED_IN_WORDS = Rule(
    "R126",
    Severity.WARNING,
    T("提请只写在文字里", "Proposed in words alone"),
    T(
        "写着“{found}”，像是提请，可是没有选提请什么；议决以前不公示，列入会议议决",
        "“{found}” seems to propose something, but nothing is chosen: the member is not posted before it is settled,"
        " and stands on the agenda",
    ),
    T(
        "提请的，选上“提请否决”或“提请改评为”再发；不是提请的，写明“不提请否决”或“不提请改评”，或改掉这句话",
        "choose what is proposed and send again; if nothing is, say so (“no veto”) or word it otherwise",
    ),
    T(
        "写在文字里的提请也是提请：不知道是不是，就先不公示。",
        "What is proposed in words may be meant: while nobody can tell, nothing is posted.",
    ),
)
MAYBE_VOID = Rule(
    "R127",
    Severity.ERROR,
    T("看不出测评作废没有", "Void or not?"),
    T(
        "写着“{found}”，看不出这次测评作废没有；这一行和它的票都没有计入",
        "“{found}”: nobody can tell whether this vote is void; neither the row nor its votes are counted",
    ),
    T(
        "作废的，这一格只写“作废”；不作废的，这一格只填该填的",
        "if it is void, write “void” there and nothing else; if not, only what belongs there",
    ),
    T(
        "作废的票不能计入，不作废的票不能丢：看不出来，就先不计入。",
        "Void votes must not count, and others must not be lost: while nobody can tell, they are held back.",
    ),
    Rejects.ROW,
)
STILL_PROPOSED = Rule(
    "R128",
    Severity.WARNING,
    T("提请过的，后来没有再写", "Proposed before, not mentioned since"),
    T(
        "这里提请了“{name}”，后来的“{other}”没有再写，也没有写明不提请；提请照样有效，列入会议议决",
        "something is proposed about “{name}” here, and “{other}”, which is newer, neither repeats nor declines it: it"
        " still stands, and is on the agenda",
    ),
    T(
        "还提请的不用处理；不再提请的，在“提请否决”“提请改评为”格填“无”再发，或由会议议决",
        "nothing to do if it is still meant; if not, enter “none” in that cell and send again, or have the meeting decide",
    ),
    T(
        "漏抄和收回看上去一样：提请过的，写明不提请才不算。",
        "A slip and a change of mind look the same: what was proposed stands until somebody says that it does not.",
    ),
)
COMMENDED_BELOW = Rule(
    "R125",
    Severity.WARNING,
    T("表彰了要整改的、最低等次的或没有结果的", "Commended while below the requirement, or without a result"),
    T(
        "“{name}”填了同意表彰，可是{found}；议定以前不公示表彰",
        "“{name}” is to be commended, but {found}; the commendation is not posted until that is settled",
    ),
    T(
        "提交会议议定：不表彰的改填“不表彰”再发；对象填错的改正；确要表彰的由上级另行公示",
        "have the meeting settle it: enter “refused” or the right subject and send again; whoever is commended all the"
        " same the superior posts itself",
    ),
    T(
        "一边整改、一边表彰，或者没有评星结果就表彰，多半是对象填错了行；公示以前要有人看一眼。",
        "To be commended while one has to rectify, or without any result, is mostly a slip of the row; somebody should"
        " look before it is posted.",
    ),
)
TAKES_NO_PART = T("方案里不参评", "takes no part by the plan")
NO_RESULT = T("还没有评星结果", "has no result yet")
TO_RECTIFY = T("在整改名单上", "has to rectify")
AT_LOWEST = T("等次是“{level}”", "has the level “{level}”")
"""What speaks against a commendation."""
LOST_WITHDRAWING = Rule(
    "R118",
    Severity.ERROR,
    T("撤回了没有报过的行", "A row withdrawn that was never sent"),
    T(
        "「{sheet}」这里写着“撤回”或“作废”，整行都不计入；可是以前没有报过，或找不到撤回的是哪一条，这一次填的 {found}"
        " 格就丢了：{rows}",
        "here “{sheet}” says “withdrawn” or “void”, and the whole row does not count; but it was never sent before, or"
        " nobody can tell what it withdraws, so what was filled in now is lost ({found:cell}): {rows}",
    ),
    T(
        "{elsewhere}要计入，就把“撤回”“作废”改成该填的内容（只是这一格没有结果的，空着）；整行不要的，把整行清空；要撤回以前报的，按那一行照抄，"
        "再写“撤回”",
        "{elsewhere}if the row is to count, enter what belongs there instead (or leave that one cell empty); else empty the row; to"
        " withdraw an earlier one, copy its row and write “withdrawn” in it",
    ),
    T(
        "“撤回”“作废”管一整行，不是只管一格；没有报过的行没有什么可撤回。",
        "“Withdrawn” and “void” speak for the whole row, not for their cell; what was never sent cannot be withdrawn.",
    ),
    Rejects.ROW,
)
SENT_ON = T(
    "要撤回的这一条是{form}报的（{files}），在{form}上照抄这一行、写“撤回”再发；不是这一条的，",
    "what it would withdraw was sent with another form, the {form} ({files}): copy the row on that one, write “withdrawn” in"
    " it and send it; otherwise, ",
)
UNDECIDED = Rule(
    "R112",
    Severity.NOTE,
    T("提请的还没有决定", "Proposed, not decided"),
    T(
        "{row}的「{column}」{word}，按没有决定处理",
        "{row} {word} “{column}”: it is taken as not decided",
    ),
    T("已经决定的，补填后再发", "if it was decided, fill it in and send again"),
    T(
        "提请是预填的；填了文件或纪要号才算决定，“待定”“无”是还没有决定。",
        "Proposals are filled in beforehand; the document number makes one a decision, and “pending” or “none” is no number.",
    ),
)
NO_NUMBER = Rule(
    "R119",
    Severity.WARNING,
    T("文号查不到", "No number to look up"),
    T(
        "“{name}”的文件或会议纪要号写的是“{found}”，不是文号；决定照样生效",
        "for the document or minutes number of “{name}” it says “{found}”, which is none; the decision takes effect",
    ),
    T(
        "补文号或纪要号再发；其实还没有决定的，写“待定”再发",
        "enter the number and send again; if it is not decided yet, enter “pending” and send again",
    ),
    T(
        "决定凭查得到的文件或纪要生效；“口头”“见附件”说明已经决定，不因为缺号就丢掉，但要补上。",
        "A decision goes by a document that can be looked up. “Orally” or “attached” says that it was taken: it is not"
        " lost for want of a number, but the number is asked for.",
    ),
)
AS_ISSUED = Rule(
    "R114",
    Severity.NOTE,
    T("发表以后人员有变动", "People changed since the form was issued"),
    T(
        "表发出以后方案里的人有变动，按发表时的名单认人：{changes}",
        "people changed in the plan after this form was issued; they are taken as it was issued: {changes}",
    ),
    T(
        "不用处理；编号给了另一个人的，在方案里另编一个编号",
        "nothing to do; where a code went to somebody else, give them another in the plan",
    ),
    T(
        "编号和发表时的姓名对得上，就是同一个人，不管方案现在怎么写；评分按评的那张表计入。不参评和不在名单里的，评分不计结果，"
        "承诺留在台账里。",
        "Code and name as issued are the same person, whatever the plan says today; ratings count from the sheet they"
        " were made on. Ratings of those who take part no more have no result; their pledges stay.",
    ),
)
JOINED = Rule(
    "R115",
    Severity.WARNING,
    T("发表以后才列入的人", "Joined after the form was issued"),
    T(
        "{names}是这张表发出以后才列入它的名单的，表里没有",
        "{names} came onto this form's list after it was issued, and it has no row for them",
    ),
    T(
        "不是填表人的错：要填的，给支部重发新表；不该评的，在方案里改为不参评",
        "no error of the sender's: issue the form again if they are to be on it, or take them out in the plan",
    ),
    T(
        "表里没有的人没有结果，列为暂未评星；在别的表上评过的照常计入。",
        "Who is on no form has no result; what other forms say of them counts all the same.",
    ),
)
NOT_CERTAIN = Rule(
    "R116",
    Severity.ERROR,
    T("编号换了人，认不出是谁", "Nobody can tell who it is today"),
    T(
        "{code}“{name}”是发表时的编号和姓名，{today}；认不出是谁，这一行没有计入",
        "{code} “{name}” is how the form was issued, but {today}: nobody can tell who it is; the row is not counted",
    ),
    T(
        "由发表的人核对：是方案里的谁，就把这一行的编号和姓名改成方案里的，或者重发新表；同一个人改了名的，方案里原来那一行填“止”，"
        "另加一行填“起”，编号照旧",
        "whoever issued the form sees who it is, and enters code and name as in the plan, or issues the form again; where the"
        " same person has another name now, fill in “Until” of the plan's earlier row and add one with “From” and the code",
    ),
    T(
        "不知道是谁的分，绝不记到别人名下。",
        "Nobody's marks are ever counted for somebody else.",
    ),
    Rejects.ROW,
)

ROW_OF = T("“{found}”这一行", "the row of “{found}”")
ROW_NUMBER = T("没有写明是谁的第 {found} 行", "row {found}, which names nobody,")
LACKS = T("没有填", "lacks")
ON_BALLOT = T("票号 {number} {name}", "ballot {number} {name}")
SAYS = T("写的是“{word}”", "says “{word}” for")

SEVERAL_NOW = T("方案里这个姓名现在是 {codes}，编号动过", "that name now has {codes}, and codes were changed")
WAS_CALLED = T("{code}（发表时“{name}”，现在“{now}”）", "{code} (“{name}” then, “{now}” now)")
ANOTHER_NOW = T("方案里现在没有此人，{code} 是“{name}”", "the plan has them no more, and {code} is “{name}”")

RENAMED_TO = T("{name}（{code}）现名“{now}”", "{name} ({code}) is now called {now}")
RECODED_TO = T("{name}（{code}）编号现为 {now}", "{name} ({code}) now has the code {now}")
MOVED_TO = T("{name}（{code}）现在“{now}”", "{name} ({code}) is now in {now}")
NOW_SECRETARY = T(
    "{name}（{code}）现任书记，组织总评按评的那张表计",
    "{name} ({code}) is secretary now; the organisation's rating counts from the sheet it was made on",
)
NO_SECRETARY = T(
    "{name}（{code}）现在不是书记，组织总评按评的那张表计",
    "{name} ({code}) is secretary no more; the organisation's rating counts from the sheet it was made on",
)
RATED_BY_NOW = T(
    "{name}（{code}）的组织总评现由{by}作出，已评的按评的那张表计",
    "the organisation's rating in {name} ({code}) is now given by: {by}; what was rated counts from its sheet",
)
NOW_OUT = T(
    "{name}（{code}）现在不参评，没有评星结果", "{name} ({code}) takes part no more, and has no result"
)
IN_ALL = T("；等 {number} 处", "; {number} in all")
GONE = T(
    "{name}（{code}）已不在方案里，没有评星结果", "{name} ({code}) is in the plan no more, and has no result"
)
NOT_LISTED = T(
    "{name}（{code}）不在第 {stage} 阶段的名单里（名单截止日 {day}），没有评星结果",
    "{name} ({code}) is not on the list of stage {stage} (as of {day}), and has no result",
)
GONE_OR_MOVED = T(
    "{name}（{code}）已不在方案里，没有评星结果（另有同名的 {codes}；是同一人的，在方案里改回原来的编号）",
    "{name} ({code}) is in the plan no more, and has no result (but {codes} has that name: if they are one, restore"
    " the code in the plan)",
)

ELSEWHERE = T(
    "方案里“{name}”在“{branch}”：调来的，在方案“党员”表里改其支部；不是的，",
    "the plan has “{name}” in “{branch}”: if they moved here, change their branch on the plan's sheet of members;"
    " if not, ",
)
RATED_THERE = T(
    "方案里有“{name}”，在“{branch}”，组织总评不由上级作出：",
    "the plan has “{name}” in “{branch}”, and the superior does not give their organisation's rating: ",
)
NOT_HERE = T(
    "该由上级评的，先在方案里改；不该的，把这一行的评分清空",
    "if the superior is to rate them, change the plan first; if not, empty the row",
)
PERSON_AGAIN = T("改成名单里的编号和姓名", "use code and name from the roster")
NEW_PERSON = T(
    "写错的，改成名单里的编号和姓名；确是新来的，先在方案“党员”表里加上，再重发表",
    "if misspelt, use code and name from the roster; if new, add them to the plan's members first and issue the form again",
)
MAYBE_NEW = T(
    "确是新来的，先在方案“党员”表里加上，再重发表",
    "who is new is first added to the plan's members, then the form is issued again",
)
STAR_AGAIN = T("恢复原表上的星级名称", "restore the star's name as on the original form")
NOT_ON_SHEET = T("；名单上的{names}在本表里没有", "; on the roster but not on this sheet: {names}")
ALIKE = T("这样的共 {number} 处", "{number} alike")
ALIKE_NAMED = T("：{names}", ": {names}")
NEAREST = T("最接近的是 {code}“{name}”；", "the nearest is {code} “{name}”; ")
GOES_ON = T(
    "由“{heir}”承接了：该由它办的，写“{heir}”；", "“{heir}” took over: what is for it now goes by “{heir}”; "
)
THERE_THEN = T(
    "{stage}的事，写在{stage}的{form}上；", "a matter of the stage {stage} belongs on its {form}; "
)
"""What can be done about whom the plan does not have in the stage."""
