"""O, P and R: what is said when a command moves the plan on, or takes a list of members into it."""

from xlcampaign.findings.finding import Rejects, Rule, Severity
from xlcampaign.words import T

NO_NEXT_STEP = Rule(
    "O193",
    Severity.ERROR,
    T("后面没有步骤了", "No step is left"),
    T(
        "第 {stage} 阶段“{step}”是方案里最后一个有表的步骤，后面没有了，方案没有改动",
        "“{step}” of stage {stage} is the last step of the plan that has forms; the plan was left as it is",
    ),
    T(
        "收尾：公示、定稿（xlcampaign post、seal）；要回到前面的，用 xlcampaign plan next --stage N --step 步骤；"
        "要加阶段的，先在“阶段”“步骤”两张表里加",
        "finish it: post and seal (xlcampaign post, seal). To go back use xlcampaign plan next --stage N --step NAME; a stage"
        " more is added on the sheets of stages and steps first",
    ),
    T(
        "下一步按“步骤”表：先是本阶段后面有表的步骤，再是下一个阶段的第一步。",
        "What comes next goes by the sheet of steps: the later steps of the stage that have forms, then the next stage's first.",
    ),
)
LEFT_UNSEALED = Rule(
    "O194",
    Severity.WARNING,
    T("离开的阶段还没有定稿", "A stage was left that is not sealed"),
    T(
        "第 {stage} 阶段还没有定稿，当前步骤已经转到第 {now} 阶段",
        "stage {stage} is not sealed, and the current step is now in stage {now}",
    ),
    T(
        "第 {stage} 阶段公示、异议处理完了，就定稿：xlcampaign seal --stage {stage} --number 文号；还没有做完的，"
        "用 xlcampaign plan next --stage {stage} --step 步骤 转回去",
        "once stage {stage} was posted and its objections are settled: xlcampaign seal --stage {stage} --number NUMBER; if it"
        " is not done, xlcampaign plan next --stage {stage} --step NAME goes back",
    ),
    T(
        "不定稿的话，那个阶段的结果会跟着名单和补来的表变。",
        "Without a seal the results of that stage change with the roster and with late forms.",
    ),
)

NO_HEADER = T(
    "前 {rows} 行里没有写着“姓名”的表头",
    "none of the first {rows} rows is a header with “name” in it",
)
NO_BRANCH = T(
    "第 {row} 行是表头，却没有“支部”一列，不知道谁在哪个支部",
    "row {row} is the header, and no column of it is “branch”: nobody can tell who is in which",
)
SAME_HEADERS = T("有两列都叫“{header}”：{columns}", "two columns are called “{header}”: {columns}")
NO_MEMBERS = T("第 {row} 行是表头，下面没有人", "nobody stands below the header in row {row}")
NO_TEXT = T(
    "它不是表格，也不是用逗号、分号或制表符分开的文字",
    "it is neither a workbook nor text with commas, semicolons or tabs",
)
NO_SHEETS = T("里面没有工作表", "it has no sheets")
NO_LIST = Rule(
    "O195",
    Severity.ERROR,
    T("没有党员名单", "No list of members"),
    T("这里没有能用的名单：{why}", "there is no list here that can be taken: {why}"),
    T(
        "表头写上“姓名”“支部”（有的再写“编号”“类别”“职务”“是否参评”），一行一名党员；不要的表删掉或隐藏",
        "put the headers “name” and “branch” (and “code”, “category”, “post”, “takes part” where there are any) above a row a"
        " member; sheets that are not meant are deleted or hidden",
    ),
    T(
        "表头可以在前 20 行的任何一行，上面有标题不要紧；列按表头认，不按位置。",
        "The header may be any of the first 20 rows, titles above it do not matter; columns go by headers, never by place.",
    ),
)
EMPTY = T("空着", "is blank")
NOT_ABOVE = T(
    "空着；和上面的格子没有合并，不当作同上",
    "is blank; not merged with the cell above, it does not mean the same",
)
NO_VALUE = T(
    "没有值（公式没有算出来，或者出错了）", "has no value (a formula that was never calculated, or an error)"
)
NO_CHOICE = T("不是能用的写法", "is none of the choices")
BAD_CODE = T("不能作编号", "is no code")
IDENTITY = T(
    "是身份证号或电话的样子，不取",
    "looks like the number of an identity card or a telephone, which is never taken",
)
NO_IDENTITY = T("这一列换成党员编号，或者删掉", "put members' codes there, or delete the column")
ZEROS_LOST = T("是数字，前面的 0 大概丢了", "is a number: zeros before it are most likely lost")
TOO_LONG = T("太长", "is too long")
NO_SUCH_BRANCH = T("方案“支部”表里没有{alike}", "stands nowhere on the plan's sheet of branches{alike}")
NO_COLUMN = T("是新来的，名单却没有这一列", "is new, and the list has no such column")
ADD_COLUMN = T(
    "在名单里加上这一列，至少给新来的填上", "add the column to the list, and fill it in for whoever is new"
)
NEAREST = T("，有的是“{name}”", "; “{name}” does")
FILL_IN = T("填上；不是名单里的行就删掉", "fill it in; delete the row if it is none of the list")
ONE_OF = T("填{expects}；不是党员的，把这一行删掉", "enter {expects}; delete the row if it is no member's")
A_POST = T(
    "填{expects}，没有党内职务的空着；写的是行政职务的，把这一列的表头改成“行政职务”",
    "enter {expects}, nothing where there is none; call the column “office” if it does not hold posts in the branch",
)
EXPECTED = T("填{expects}", "enter {expects}")
WITH_ZEROS = T("把这一列设成文本，照原来的编号填", "make the column text, and enter the codes as they were")
IN_THE_PLAN = T(
    "改成方案里的名称或编号；是新支部，先在方案“支部”表里加一行",
    "write its name or code as in the plan; a new branch is put on the plan's sheet of branches first",
)
UNCLEAR_IN_LIST = Rule(
    "R129",
    Severity.ERROR,
    T("名单里这一格不清楚", "A cell of the list is not clear"),
    T("「{column}」{found}{why}", "“{column}”{found} {why}"),
    T("{remedy}", "{remedy}"),
    T(
        "名单里看不准的，程序不猜：新建方案时这一格空着等您填，导入已有的方案时整份先不写。",
        "Nothing unclear is guessed: in a new plan the cell stays blank for you to fill in, into a plan that there is nothing"
        " is taken until it is clear.",
    ),
    Rejects.CELL,
)
SAME_NAME = T("同一个支部，同一个姓名", "the same name in the same branch")
SAME_CODE = T("同一个编号", "the same code")
TWICE_IN_LIST = Rule(
    "R130",
    Severity.ERROR,
    T("名单里重复", "Twice in the list"),
    T("“{name}”和 {first} 的“{other}”重复：{why}", "“{name}” repeats “{other}” in {first}: {why}"),
    T(
        "是同一个人的，删掉一行；是两个人的，各写一个不同的编号",
        "delete one row if it is the same person; give each a code of their own if they are two",
    ),
    T(
        "一个人在名单里两次，就会有两张票；程序分不清，只取前一行。",
        "Somebody who is listed twice would count twice; nobody can tell here, and only the first row is taken.",
    ),
    Rejects.ROW,
)
RENAMED = T(
    "写的编号 {code} 在方案里是“{other}”的", "has the code {code}, which is that of “{other}” in the plan"
)
IF_RENAMED = T(
    "是同一个人改了名的，先在方案“党员”表里改姓名（编号照旧）；不是同一个人，把名单里的编号改对或去掉",
    "if it is the same person renamed, change the name in the plan first (same code); if not, correct or delete the code in"
    " the list",
)
USED_BEFORE = T("写的编号 {code} 是“{other}”用过的", "has the code {code}, which “{other}” had before")
RETIRED = T(
    "写的编号 {code} 是已经从方案里去掉的人的",
    "has the code {code}, which was that of somebody taken out of the plan",
)
ANOTHER_CODE = T(
    "编号不给别人再用：名单里换一个，或者空着由程序编",
    "no code is given to anybody else: write another one, or none, and the program numbers",
)
CODE_DIFFERS = T(
    "在方案里编号是 {code}，名单里写的是 {found}", "has the code {code} in the plan and {found} in the list"
)
AS_IN_PLAN = T(
    "名单里改成 {code}；真是两个人的，先在方案里加上",
    "write {code} in the list; if they are two, add the other to the plan first",
)
NAMESAKES = T("在方案里有几个同名的：{candidates}", "is several people in the plan: {candidates}")
WRITE_CODE = T("名单里写上编号", "write the code in the list")
MAYBE_MOVED = T(
    "和方案里“{branch}”的（{code}）同名；名单里没有列那个支部，分不清是调来的还是同名的",
    "has the name of {code} in “{branch}”, which is not in the list: nobody can tell whether that one moved",
)
GONE_BEFORE = T("和方案里已经离开的 {code} 同名", "has the name of {code}, who left before")
SAME_OR_NEW = T(
    "是同一个人，名单里写上编号 {code}；不是，给他写一个新编号",
    "write the code {code} in the list if it is the same person, a new code if not",
)
CHANGES_LATER = T("在方案里 {day} 起另有一行", "has another row in the plan, from {day}")
BY_HAND = T("这一名请在方案“党员”表里自己改", "change this one by hand on the plan's sheet of members")
NO_PLAN_COLUMN = T(
    "“党员”表里没有要写的列（起、止、不参评原因），请先运行 xlcampaign plan upgrade",
    "the sheet of members lacks a column that is to be written (from, until, why not): run xlcampaign plan upgrade first",
)
WHO_IS_IT = Rule(
    "P156",
    Severity.ERROR,
    T("名单里的人和方案对不上", "Somebody in the list does not fit the plan"),
    T("“{name}”{why}", "“{name}” {why}"),
    T("{remedy}", "{remedy}"),
    T(
        "编号认人：认错了，以前的结果就成了别人的，所以对不上时整份名单先不写。",
        "Codes tell people apart. With a mistake earlier results would be somebody else's, so nothing of a list is written as"
        " long as anybody does not fit.",
    ),
)
ONLY_SIGNS = T("只差空格、符号或全角半角", "but for spaces, signs and widths")
ONE_LETTER = T("只差一个字", "but for one letter")
NEAR_NAMES = Rule(
    "P157",
    Severity.WARNING,
    T("姓名或支部名很像", "Names that are much alike"),
    T("“{name}”和“{other}”（{where}）{how}", "“{name}” is “{other}” ({where}) {how}"),
    T(
        "是同一个的，改成一样的写法再来；改了名的，先在方案里改（编号照旧）；真是两个，不用管",
        "if they are the same, spell them alike and run this again (a new name is changed in the plan first, same code); if they"
        " are two, there is nothing to do",
    ),
    T(
        "差一个字也可能是另一个人，程序不代为合并。",
        "One letter may make it somebody else; the program never merges what is only alike.",
    ),
)
BEFORE_HISTORY = T(
    "第 {stage} 阶段的名单以 {day} 为准，从那天或更早起改，那个阶段的名单就变了",
    "stage {stage} counts who is listed on {day}; with a change from then on or before, its list would be another one",
)
AFTER_ALL = T("在最后一个阶段（到 {day}）以后", "is after the last stage, which ends on {day}")
BAD_FIRST_DAY = Rule(
    "O196",
    Severity.ERROR,
    T("--from 的日子不行", "No such first day"),
    T("变动不能从 {from} 起：{why}", "changes cannot hold from {from}: {why}"),
    T("--from 写 {first} 到 {last} 之间的一天", "give --from a day from {first} to {last}"),
    T(
        "以前阶段的名单按日子算；变动只写在它们以后，以前的结果才不变。",
        "Earlier stages count people by days; only changes after those leave their results as they were.",
    ),
)
SEALED_STAGE = Rule(
    "O197",
    Severity.ERROR,
    T("当前阶段已经定稿", "The current stage is sealed"),
    T(
        "第 {stage} 阶段已经定稿，名单不能再改",
        "stage {stage} is sealed, and its list cannot change any more",
    ),
    T(
        "先转到下一个阶段（xlcampaign plan next），再导入",
        "go on to the next stage first (xlcampaign plan next), then import the list",
    ),
    T(
        "定稿的结果按那时的名单；新名单从下一个阶段起算。",
        "Sealed results go by the list of their time; a new list counts from the next stage on.",
    ),
)
MANY_LEAVE = Rule(
    "O198",
    Severity.WARNING,
    T("一个支部走了很多人", "Many would leave one branch"),
    T(
        "“{branch}”方案里有 {total} 名，名单里没有其中的 {found} 名",
        "“{branch}” has {total:member} in the plan, and {found} of them are not in the list",
    ),
    T(
        "看看名单是不是全的；只列了一部分人的名单不要导入",
        "see whether the list is complete; do not import one that names only some",
    ),
    T(
        "名单里有的支部，没有列上的人都算离开；名单里没有的支部不动。",
        "Of a branch that is in the list, whoever is not listed is taken to have left; other branches are not touched.",
    ),
)
LIST_NOT_CLEAR = Rule(
    "O199",
    Severity.ERROR,
    T("名单没有写进方案", "The list was not taken into the plan"),
    T(
        "有 {found} 处要先弄清（上面逐条列出），方案没有改动",
        "{found:thing} must be clear first (listed above); the plan is as it was",
    ),
    T("照上面说的改好，再运行一次", "see to what is listed above, then run this again"),
    T(
        "只写清楚的一部分，没写的人就会被当作离开了，所以要么全写，要么不写。",
        "Were only a part written, whoever is not clear would count as having left: it is all or nothing.",
    ),
)
NOBODY_IN_PLAN = Rule(
    "O200",
    Severity.ERROR,
    T("方案里还没有人", "Nobody is in the plan yet"),
    T(
        "方案里还没有党员，名单没有可以对的，没有写进去",
        "the plan lists no members that the list could be held against; it was not taken",
    ),
    T(
        "要把名单直接做成方案，用 xlcampaign init 新文件夹 --roster 名单（这个方案里改过的设置，照样在新方案里改一遍）；"
        "或者在“支部”“党员”两张表里填好，以后变动再用 plan import",
        "to make a plan of the list use xlcampaign init NEW-FOLDER --roster LIST, and change there what you changed in this plan;"
        " or fill in branches and members by hand, and use plan import for what changes later",
    ),
    T(
        "plan import 只写已有方案里的变动；支部和各人的编号由 init 一次编好。",
        "plan import writes what changes in a plan; branches, and everybody's code, are made at once by init.",
    ),
)
