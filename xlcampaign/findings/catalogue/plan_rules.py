"""P: mistakes in the plan workbook. A plan with an error is not used at all."""

from xlcampaign.findings.finding import Rule, Severity
from xlcampaign.words import T

WEIGHTS = Rule(
    "P101",
    Severity.ERROR,
    T("权重合计不是 100", "Weights do not sum to 100"),
    T("{kind}的权重合计是 {total}，不是 100", "the weights of {kind} sum to {total}, not 100"),
    T(
        "改权重，让各种方式合计正好 100：{ways}",
        "change the weights so that the ways sum to exactly 100: {ways}",
    ),
    T(
        "一条规则错了，结果就都错了，所以方案有错就不往下做。",
        "One wrong rule makes every result wrong, so a plan with an error is not used.",
    ),
)
MANY_STARS = Rule(
    "P102",
    Severity.ERROR,
    T("所需星数多于所列", "More stars than listed"),
    T(
        "“{column}”填了 {found}，而所列的星只有 {total} 颗",
        "“{column}” says {found}, but only {total:star is|stars are} listed",
    ),
    T("填不超过 {total} 的数，或留空表示全部", "enter at most {total}, or leave it empty for all"),
    T("要求的星数不可能超过所列的星数，否则无人符合。", "Nobody can earn more stars than are listed."),
)
UNKNOWN = Rule(
    "P103",
    Severity.ERROR,
    T("引用的名称不存在", "Unknown name"),
    T(
        "「{column}」写的“{found}”在“{sheet}”表里没有{alike}",
        "“{found}” in “{column}” does not stand on the sheet “{sheet}”{alike}",
    ),
    T("改成该表里有的：{candidates}", "use one that does: {candidates}"),
    T(
        "要引用的，先在它自己的表里列出。",
        "What is referred to is listed on its own sheet first.",
    ),
)
STEP_MISSING = Rule(
    "P153",
    Severity.ERROR,
    T("缺一个步骤", "A step is missing"),
    T("“{sheet}”表里没有第 {stage} 阶段的“{step}”", "“{sheet}” has no “{step}” of stage {stage}"),
    T(
        "在“{sheet}”表加一行：阶段 {stage}、步骤 {step}、开始和截止日期",
        "add a row to “{sheet}”: stage {stage}, {step}, its first day and its deadline",
    ),
    T(
        "每个阶段都要有考核点评、群众评议，也要有当前步骤。",
        "Every stage has leaders' comment and evaluation, and the step that is under way.",
    ),
)
TWICE = Rule(
    "P104",
    Severity.ERROR,
    T("重复", "Twice"),
    T(
        "「{column}」“{found}”在第 {first} 行已经有了",
        "“{found}” in “{column}” already stands in row {first}",
    ),
    T("改成不同的，或删掉一行{changed}", "make them different, or delete one row{changed}"),
    T(
        "编号和名称靠它们认人认表，不能重复。",
        "Codes and names identify people and forms and must be unique.",
    ),
)
CHANGED = T(
    "；是同一个、从某天起有变动的（调动、换职务、改名），编号照旧，前一行填“止”，这一行填“起”",
    "; if it is the same one, changed from a day on (branch, post, name), keep the code: fill in “Until” of the earlier row"
    " and “From” of this one",
)
BANDS = Rule(
    "P105",
    Severity.ERROR,
    T("等次区间不衔接", "Bands with a hole or overlap"),
    T(
        "{kind}的等次：{low} 与上一档的 {expected} 不衔接",
        "levels of {kind}: {low} does not join the neighbour's {expected}",
    ),
    T("让各档从 0 到 100 首尾相接", "let the bands run from 0 to 100 without holes or overlaps"),
    T("每个得分必须正好落在一个等次里。", "Every composite must fall into exactly one level."),
)
DATES = Rule(
    "P106",
    Severity.ERROR,
    T("日期先后不对", "Dates the wrong way round"),
    T("「{column}」{found} 不能{relation} {other}", "“{column}” {found} must not be {relation} {other}"),
    T("改日期", "correct the dates"),
    T(
        "开始不晚于结束；步骤在阶段之内；截止不早于步骤开始。",
        "Start not after end; a step within its stage; due not before the step starts.",
    ),
)
EMPTY_LIST = Rule(
    "P107",
    Severity.ERROR,
    T("没有内容", "Nothing listed"),
    T("“{sheet}”表一行也没有", "the sheet “{sheet}” has no rows"),
    T("至少填一行", "fill in one row at least"),
    T(
        "这张表空着，就没有可评的。",
        "While this sheet is empty there is nothing to evaluate.",
    ),
)
POINTS_TALLY = Rule(
    "P108",
    Severity.ERROR,
    T("打分不能按票数汇总", "Points cannot be tallied"),
    T(
        "“{name}”用打分的分值类型，不能用“票数汇总”",
        "“{name}” is rated in points, which cannot be entered as a tally",
    ),
    T("换填报方式（{untallied}），或换分值类型", "choose another entry ({untallied}), or another scale"),
    T("票数汇总是数每个等级几票；打分没有等级。", "A tally counts votes per grade; points have no grades."),
)
SCALE = Rule(
    "P109",
    Severity.ERROR,
    T("分值类型不完整", "Incomplete scale"),
    T("分值类型“{scale}”{problem}", "the scale “{scale}” {problem}"),
    T(
        "给出至少两个计分的等级，或一行打分范围（最低、最高、间隔）",
        "give at least two grades that count, or one range (lowest, highest, step)",
    ),
    T("只有一个计分等级时，谁都得同样的分。", "With one grade that counts, everybody gets the same."),
)
WAYS = Rule(
    "P110",
    Severity.ERROR,
    T("评议方式缺或重", "A way is missing or twice"),
    T("{kind}的“{way}”有 {found} 行，应有 1 行", "{kind}: “{way}” has {found:row} instead of 1"),
    T(
        "每类对象的各种方式各留一行：{ways}；不用的方式权重填 0",
        "keep one row for each of the ways: {ways}; give weight 0 to one not used",
    ),
    T(
        "这些方式是活动的规定；不用的方式权重为 0。",
        "These ways are the campaign's; one not used has weight 0.",
    ),
)
SELF_WEIGHT = Rule(
    "P111",
    Severity.WARNING,
    T("自评权重偏高", "Self-rating weighs much"),
    T("{kind}的自评权重是 {found}，高于 20", "self-rating of {kind} weighs {found}, more than 20"),
    T("确认这是有意的", "make sure that this is meant"),
    T("自评权重高，结果就由本人决定。", "With much weight on self-rating, people decide their own result."),
)
NO_MEMBERS = Rule(
    "P112",
    Severity.WARNING,
    T("支部没有参评党员", "A branch without members"),
    T("“{name}”没有参评的党员{alike}", "“{name}” has no members who take part{alike}"),
    T("补上党员，或删掉该支部", "add members, or delete the branch"),
    T("没有党员的支部不能互评，也没有党员评支部。", "A branch without members has no peer rating."),
)
SECRETARIES = Rule(
    "P113",
    Severity.WARNING,
    T("书记不是一人", "Not exactly one secretary"),
    T("“{name}”在党员表里职务为书记的有 {found} 人", "“{name}” has {found:member} whose post is secretary"),
    T("只留一名党员的职务为“书记”，没有的填上", "give exactly one member the post of secretary"),
    T(
        "书记由上级总评，不在本支部的组织总评里。",
        "The secretary is rated by the superior, not by the own committee.",
    ),
)
NUMBERED = Rule(
    "P114",
    Severity.NOTE,
    T("已代为编号", "Numbered"),
    T("“{name}”没有编号，暂编为 {code}", "“{name}” has no code; {code} is used"),
    T(
        "把 {code} 填进“党员编号”，以后增减人员才不会变",
        "write {code} into the member code, so that it stays when people come or go",
    ),
    T(
        "没有编号时按支部内顺序编；顺序变了编号就会变。",
        "Without codes, members are numbered in order; another order gives other codes.",
    ),
)
NAMESAKES = Rule(
    "P115",
    Severity.WARNING,
    T("同支部重名", "Namesakes in a branch"),
    T("“{branch}”有 {found} 个“{name}”", "“{branch}” has {found:member} named “{name}”"),
    T(
        "填表时靠编号区分，提醒支部不要动编号",
        "forms tell them apart by code; tell the branch to leave codes alone",
    ),
    T("同名的人只能靠编号认。", "People of one name can be told apart only by code."),
)
NO_QUOTA = Rule(
    "P116",
    Severity.WARNING,
    T("最高等次名额为 0", "No place at the top"),
    T(
        "“{name}”参评定等的正式党员 {found} 名，每 {share} 名 1 个名额，最高等次名额为 0",
        "“{name}” has {found} graded full members; one place to {share} of them makes none",
    ),
    T("请上级研究是否合并计算名额，或改名额规则", "let the superior decide whether to share a quota"),
    T(
        "名额向下取整；人少的支部可能一个也没有，再高的分也只能是次一等。",
        "Quotas are rounded down: in a small branch no score is enough for the highest level.",
    ),
)
PLEDGE_LIMITS = Rule(
    "P117",
    Severity.ERROR,
    T("承诺条数上下限颠倒", "Limits of pledges reversed"),
    T("最少 {found} 条，最多 {limit} 条", "at least {found}, at most {limit}"),
    T("改成最少不大于最多", "make the lower limit the smaller one"),
    T("上下限颠倒时每名党员都会被提醒。", "With reversed limits every member would be pointed out."),
)

LOWEST_PUBLIC = Rule(
    "P118",
    Severity.WARNING,
    T("最低等次要公开", "The lowest level is to be posted"),
    T(
        "{kind}的最低等次“{name}”填了公开，会张贴出来",
        "the lowest level of {kind}, “{name}”, is public and will be posted",
    ),
    T("不想公开的改填“否”", "say “no” unless this is meant"),
    T(
        "被否决的也是最低等次；公开了，谁被否决就看得出来。",
        "Whoever was vetoed has the lowest level: posted, it tells who.",
    ),
)
PLACEHOLDER = Rule(
    "P119",
    Severity.WARNING,
    T("还没有改成自己的", "Still to be filled in"),
    T("「{column}」还是“{found}”", "“{column}” still says “{found}”"),
    T("改成本单位的；它会印在表上和公示上", "enter your own: it is printed on forms and on what is posted"),
    T(
        "新方案里带“（请改）”的是占位的字，不是名称。",
        "What says “(please change)” in a new plan only keeps the place of a name.",
    ),
)
UNWRITABLE = Rule(
    "P120",
    Severity.ERROR,
    T("Excel 放不下", "More than Excel holds"),
    T("“{name}”{problem}，Excel 的公式放不下", "“{name}” {problem}, more than Excel's formulas hold"),
    T("减少星或等级，或换填报方式", "take fewer stars or grades, or another entry"),
    T(
        "一行的核查公式要点到每一格，核对的公式要点到每个等级；Excel 的一个公式最多 8,192 个字符。",
        "The check of a row names each of its cells, the accounts name each grade; a formula takes 8,192 characters.",
    ),
)
NO_SUCH_FORM = Rule(
    "P135",
    Severity.ERROR,
    T("延期的表不存在", "No such form to extend"),
    T(
        "第 {stage} 阶段的“{step}”没有支部要报的表，不能延期",
        "at the step “{step}” of stage {stage} there is no form of branches to send later",
    ),
    T("改成“步骤”表里有、支部要报表的一步", "name a step of that stage at which branches send a form"),
    T(
        "延期按阶段、步骤、支部对表；对不上的延期谁也管不到。",
        "An extension goes by stage, step and branch; one that fits no form would help nobody.",
    ),
)
HANDED_OVER = Rule(
    "P147",
    Severity.WARNING,
    T("书记换了人，支部表没有换", "A handover on one sheet only"),
    T(
        "“{branch}”的书记写的是“{found}”，党员表里现在的书记是“{name}”",
        "the secretary of “{branch}” is “{found}” here and “{name}” on the sheet of members",
    ),
    T(
        "支部表也给原来那一行填“止”，另起一行写新书记；或把「书记」留空，按党员表的职务",
        "end this row too and add one with the new secretary; or leave the name empty, to go by the members' posts",
    ),
    T(
        "表上预填的责任人、邮件里的称呼用支部表里的名字。",
        "Forms and messages name the secretary as the sheet of branches does.",
    ),
)
NOT_IN_STAGE = Rule(
    "P148",
    Severity.ERROR,
    T("延期的支部不在这个阶段", "An extension of a branch that is not there"),
    T(
        "“{branch}”不在第 {stage} 阶段的名单里，不能延期",
        "“{branch}” is not in the list of stage {stage}: there is no form of it to send later",
    ),
    T("改阶段序号或支部", "correct the stage or the branch"),
    T(
        "延期按阶段、步骤、支部对表；对不上的延期谁也管不到。",
        "An extension goes by stage, step and branch; one that fits no form would help nobody.",
    ),
)
RESERVED = Rule(
    "P144",
    Severity.ERROR,
    T("编号是程序自用的词", "A word of the program's own"),
    T(
        "「{column}」写的“{found}”是程序自己用的词，不能作编号或代号",
        "“{found}” in “{column}” is a word of the program's own, and no code or key",
    ),
    T("换一个编号或代号（不分大小写）", "take another, in whatever case"),
    T(
        "用了就分不清：支部编号 committee 会被当成上级，等级代号 aside 的票一张都不计。",
        "Nobody could tell them apart: a branch “committee” would be the superior, votes for a grade “aside” never count.",
    ),
)

MANY_CELLS = T("一行要填 {found} 格（最多 {limit} 格）", "asks for {found:cell} a row (at most {limit})")
MANY_GRADES = T("有 {found} 个等级（最多 {limit} 个）", "has {found:grade} (at most {limit})")
BEFORE = T("早于", "before")
AFTER = T("晚于", "after")
RANGE_AND_GRADES = T("既有打分范围又有计分等级", "has a range beside other counted rows")
BAD_RANGE = T("的最高分、最低分、间隔不配套", "has a range that its step does not divide")
ONE_GRADE = T("的计分等级不到两个", "has fewer than two grades that count")

ONLY_SIGNS = T("；和“{name}”只差空格或符号", "; only spaces or signs tell it from “{name}”")
ADDED = Rule(
    "P139",
    Severity.WARNING,
    T("发表以后加的", "Added since the form was issued"),
    T(
        "方案里的{names}是这张表发出以后加的，表里没有，没有结果",
        "the plan has {names} since this form was issued; the form does not ask it, and there is no result",
    ),
    T(
        "不是填表人的错：要评的，给各单位重发新表（xlcampaign forms），补评再报；不评的，在方案里去掉",
        "no error of the sender's: to have it rated, issue the forms again (xlcampaign forms); else take it out of the plan",
    ),
    T(
        "表上没有的，填表人没法填。",
        "What a form does not ask nobody can fill in.",
    ),
)
UNKNOWN_PLACEHOLDER = Rule(
    "P137",
    Severity.WARNING,
    T("没有这样的占位符", "No such placeholder"),
    T(
        "“{kind}”的{column}：{problem}；改好以前不写这一种",
        "{column} of “{kind}”: {problem}; until then none is written",
    ),
    T(
        "花括号里只能写：{candidates}；不是占位符的不要用花括号",
        "in braces write one of these: {candidates}; no braces for anything else",
    ),
    T(
        "花括号里的字写出时换成每个单位、每次公示自己的。改好以前，这一种不写也不发。",
        "What stands in braces is filled in for each unit, or posting. Until it is corrected, no such message is written or sent.",
    ),
)
NO_FACT = T("花括号里写的“{found}”没有内容可换", "there is nothing to fill in for “{found}” in braces")
DOUBLE_BRACES = T(
    "“{found}”的花括号写了几层，只要一层", "“{found}” has several braces, one each side will do"
)
LONE_BRACE = T("花括号少了一半", "a brace lacks its other half")
BAD_ADDRESS = Rule(
    "P138",
    Severity.WARNING,
    T("邮箱写得不对", "No e-mail address"),
    T("“{found}”不是邮箱，发不到", "“{found}” is no e-mail address, and nothing can be sent there"),
    T(
        "改成 name@example.org 这样的；几个邮箱用“；”隔开",
        "write it like name@example.org; separate several by semicolons",
    ),
    T(
        "写得不对的不发，同一格里别的邮箱照发。",
        "Nothing is sent to it; other addresses in the same cell get what they should.",
    ),
)
