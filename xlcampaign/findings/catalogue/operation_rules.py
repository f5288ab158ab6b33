"""O: what stops a command before it has done its work."""

from xlcampaign.findings.finding import Rule, Severity
from xlcampaign.words import T

NO_CAMPAIGN = Rule(
    "O101",
    Severity.ERROR,
    T("不是活动文件夹", "Not a campaign folder"),
    T(
        "“{folder}”里没有 plan.xlsx，不是活动文件夹",
        "“{folder}” holds no plan.xlsx and so is no campaign folder",
    ),
    T(
        "换到活动文件夹，或先用 xlcampaign init 建一个",
        "go to the campaign's folder, or make one with xlcampaign init",
    ),
    T(
        "每个活动一个文件夹，规则和名单都在其中的 plan.xlsx。",
        "Each campaign has a folder; its rules and roster are in plan.xlsx there.",
    ),
)
NO_FOLDER = Rule(
    "O216",
    Severity.ERROR,
    T("没有这个文件夹", "No such folder"),
    T("没有“{folder}”这个文件夹", "there is no folder “{folder}”"),
    T(
        '看名字写对了没有；名字里有空格的，整个放在英文引号里，如 "甲 活动"',
        'see how its name is written; a name with spaces goes between straight quotes, such as "my campaign"',
    ),
    T(
        "窗口里空格把字分成几段，中文引号“”只算名字里的字。",
        "In a terminal spaces part words, and quotes of print, “”, are letters of the name.",
    ),
)
EXISTS = Rule(
    "O102",
    Severity.ERROR,
    T("已经存在", "Already there"),
    T("“{folder}”里已有 plan.xlsx，没有改动它", "“{folder}” already holds a plan.xlsx, which was left alone"),
    T("换一个文件夹名", "choose another folder"),
    T(
        "程序从不用新方案覆盖已有的方案。",
        "The program never writes a new plan over one that is there.",
    ),
)
CHECK_FILE = T("核查结果", "check")
"""What a check workbook is called, before its stage."""
APPROVAL_FILE = T("推荐审批表", "approval-forms")
"""What the workbook with forms of approval and certificates is called, before the name of its summary."""
FULL = T("磁盘满了", "the disk is full")
HELD = T(
    "文件可能正在 Excel 或 WPS 里打开，关掉再试；不然就是没有写的权限",
    "it may be open in Excel or WPS: close it and try again; otherwise you may not write there",
)
READ_ONLY = T("这个位置是只读的", "the place is read-only")
FOLDER_THERE = T("同名的文件夹占着它的位置", "a folder of that name is in its place")
FILE_THERE = T("路径中有一段是文件，不是文件夹", "a part of the path is a file, not a folder")
NO_SUCH_FOLDER = T("这里放不了文件", "no file can be put there")
NAME_TOO_LONG = T("名字太长", "the name is too long")
PATH_TOO_LONG = T(
    "连同各级文件夹，路径太长，Windows 不认；请把整个活动文件夹移到浅一些的地方，如 D:\\活动",
    "with all its folders the path is too long for Windows; move the whole campaign to a shorter one, such as D:\\campaign",
)
NOT_WRITABLE = Rule(
    "O103",
    Severity.ERROR,
    T("写不进去", "Cannot be written"),
    T(
        "写不了“{file}”：{why}；原有文件没有动",
        "“{file}” cannot be written: {why}; what was there is unchanged",
    ),
    T(
        "如果正在 Excel 或 WPS 里打开，先关掉；再看文件夹是否只读、磁盘是否已满",
        "close it in Excel or WPS; else see whether the folder is read-only or the disk full",
    ),
    T(
        "新文件先写在旁边，写完整后才换上，所以原文件不会损坏。",
        "The new file is written beside the old one and put in its place only when complete.",
    ),
)
NOTHING_USABLE = Rule(
    "O104",
    Severity.ERROR,
    T("没有可汇总的表", "Nothing to merge"),
    T(
        "inbox 文件夹里没有第 {stage} 阶段可用的填报表（看过 {files} 个文件）",
        "the inbox holds no usable form of stage {stage} ({files:file was|files were} looked at)",
    ),
    T("把各支部发回的表放进 inbox 再汇总", "put the forms that came back into inbox and merge again"),
    T(
        "空的汇总表会被误认为结果，所以不写。",
        "An empty summary could be taken for a result, so none is written.",
    ),
)
NO_FORMS = Rule(
    "O105",
    Severity.ERROR,
    T("这一步没有表", "No forms at this step"),
    T("步骤“{step}”没有要发的填报表{next}", "the step “{step}” has no forms{next}"),
    T("用有表的步骤：{steps}", "use a step that has forms: {steps}"),
    T(
        "方案里可以没有某一步，动员部署只在方案要的时候有表，整改表只发有整改对象的支部。",
        "A plan may lack a step, has a launch form only where it asks for one, and cases go only to branches that have some.",
    ),
)
NEXT_STEP = T(
    "，接着有表的是“{step}”（forms --step {key}）",
    "; the next one that has is “{step}” (forms --step {key})",
)
NO_RULE = Rule(
    "O106",
    Severity.ERROR,
    T("没有这个代码", "No such code"),
    T("没有代码为“{code}”的问题", "there is no finding with the code “{code}”"),
    T("用 xlcampaign explain 看全部代码", "see all codes with xlcampaign explain"),
    T("代码由一个字母和三位数字组成。", "A code is a letter and three digits."),
)
NO_FILE = Rule(
    "O107",
    Severity.ERROR,
    T("没有这个文件", "No such file"),
    T("没有“{file}”这个文件", "there is no file “{file}”"),
    T("看看文件名和位置", "check its name and place"),
    T("命令里写的文件或文件夹要存在。", "A file or folder named in a command must exist."),
)
NO_STAGE = Rule(
    "O108",
    Severity.ERROR,
    T("没有这个阶段", "No such stage"),
    T("方案里没有第 {stage} 阶段", "the plan has no stage {stage}"),
    T("用“阶段”表里有的序号", "use a number from the sheet of stages"),
    T(
        "--stage 的数字要在 plan.xlsx 的“阶段”表里。",
        "The number after --stage must stand on the plan's sheet of stages.",
    ),
)
REJECTED_STRICT = Rule(
    "O109",
    Severity.ERROR,
    T("有退回项，未写汇总", "Rejected input, no summary"),
    T(
        "有 {errors} 处没有计入，按 --strict 没有写汇总表",
        "{errors:error}; with --strict no summary was written",
    ),
    T("改正后再汇总，或去掉 --strict", "have them corrected and merge again, or leave out --strict"),
    T(
        "--strict 用于正式定稿：有一处没计入就不出表。",
        "--strict is for the final run: one error and nothing is written.",
    ),
)
OVER_INPUT = Rule(
    "O110",
    Severity.ERROR,
    T("会盖掉原始文件", "Would overwrite an input"),
    T(
        "“{file}”是收到的文件、方案或者名单，不是程序写的汇总，不能作为输出",
        "“{file}” came in, or is a plan or a list, and no summary that the program wrote: it cannot be the output",
    ),
    T("换一个输出位置", "choose another place for the output"),
    T(
        "收到的文件从不改动；方案由您自己改，程序只在 plan upgrade、plan next、plan import 时写进去几格。",
        "What came in is never changed; the plan is yours, and only plan upgrade, plan next and plan import write into it.",
    ),
)
ELSEWHERE = T(
    "第 {stage} 阶段有 {candidates}{now}：要看那一阶段的，加 --stage {stage}；",
    "stage {stage} has {candidates}{now}: for the results of that stage add --stage {stage}; ",
)
BY_NOW = T("（现在是 {candidates}）", " (now {candidates})")
NEAREST = T("最接近的是 {candidates}；", "the nearest is {candidates}; ")
NO_SUBJECT = Rule(
    "O111",
    Severity.ERROR,
    T("没有这个支部或党员", "No such branch or member"),
    T("参评的支部和党员里没有“{found}”", "“{found}” is none of the branches and members that are rated"),
    T("{nearest}写编号或全名", "{nearest}give the code or the full name"),
    T(
        "写编号或姓名（支部名）都行，空格不论；不参评的党员没有结果；相近的只作提示，不代替。",
        "Give a code or a name; spaces do not matter. Members who do not take part have no results. What is near is"
        " named, never taken instead.",
    ),
)
AMBIGUOUS_SUBJECT = Rule(
    "O112",
    Severity.ERROR,
    T("重名", "Several of that name"),
    T("叫“{found}”的不止一个：{candidates}", "several are called “{found}”: {candidates}"),
    T("写编号", "give the code"),
    T("重名的人只有编号分得开。", "Only codes tell people of one name apart."),
)
NO_STAR = Rule(
    "O113",
    Severity.ERROR,
    T("没有这颗星", "No such star"),
    T("没有叫“{found}”的星", "there is no star called “{found}”"),
    T("可写：{stars}", "stars: {stars}"),
    T(
        "支部和党员的星不同；星名、别名或代号都行。",
        "Branches and members have different stars; a star goes by its name, an alias or its key.",
    ),
)
LOCKED = Rule(
    "O114",
    Severity.ERROR,
    T("另一个命令正在写", "Another command is writing"),
    T(
        "另一个 xlcampaign 正在写“{folder}”文件夹，这次什么也没写",
        "another xlcampaign is writing into “{folder}”; nothing was written this time",
    ),
    T("等它结束再试", "wait for it to end and try again"),
    T(
        "两个命令同时写，结果会混在一起。程序被强行关掉的，锁随之解除。",
        "Two commands writing at once would mix their results. When a program is killed, its lock goes with it.",
    ),
)
NOT_EMPTY = Rule(
    "O116",
    Severity.ERROR,
    T("文件夹里已有东西", "The folder is in use"),
    T(
        "“{folder}”里的 {name} 文件夹不是空的，虚构活动没有写进去",
        "{name} in “{folder}” is not empty; the invented campaign was not written there",
    ),
    T("换一个文件夹名", "choose another folder"),
    T(
        "虚构的表不和真的表混在一起，也不覆盖它们。",
        "Invented forms are never mixed with real ones, and never written over them.",
    ),
)
NO_PASSWORDS = Rule(
    "O119",
    Severity.ERROR,
    T("密码文件读不了", "Password file unreadable"),
    T("读不了密码文件“{file}”", "the password file “{file}” cannot be read as text"),
    T(
        "用记事本写，每行一个密码，存好后再给出它的路径",
        "write one password a line in a text editor, and name that file",
    ),
    T(
        "密码只在读文件时试用，不显示，也不写进任何结果。",
        "Passwords are only tried while reading; they are never shown, nor written into any result.",
    ),
)
CODES_UNWRITTEN = Rule(
    "O120",
    Severity.ERROR,
    T("党员编号没有写进方案", "Members' codes not written into the plan"),
    T(
        "方案里有 {found} 名党员没有编号（第一个是“{name}”），没有写出填报表",
        "{found:member has|members have} no code in the plan (the first is “{name}”); no forms were written",
    ),
    T(
        "运行 xlcampaign plan upgrade，程序把编号补写进方案；也可以自己填“党员编号”；再运行 forms",
        "run xlcampaign plan upgrade, which writes the codes into the plan, or fill in the member codes yourself;"
        " then run forms again",
    ),
    T(
        "表靠编号认人。没写的编号按顺序排，中间添一个人，后面的编号就都变了，发出去的表会认错人。",
        "Forms tell people apart by code. Codes that are not written go by order: with one more person in between, all"
        " that follow change, and forms that are out would mean somebody else.",
    ),
)
NOT_XLSX = T(
    "它不是 .xlsx 格式，请用 Excel 或 WPS 打开，另存为 .xlsx",
    "it is no .xlsx: open it in Excel or WPS and save it as one",
)
SIGNED = T("它有数字签名，一改就失效", "it is signed, and no change would leave the signature valid")
NO_IDENTITY = T("它的隐藏标识没有了", "its hidden identity is gone")
ENCRYPTED = T("它有打开密码，请先去掉密码保存", "it is encrypted: take its password off and save it")
OPENED = T(
    "它正在 Excel 或 WPS 里打开，请先保存关闭；没有打开的，删掉旁边的“{lock}”",
    "it is open in Excel or WPS: save and close it; if it is not open, delete “{lock}” beside it",
)
CHANGED_MEANWHILE = T("它刚刚被改动了，请再运行一次", "it was changed just now: run this again")
NO_CODES = T(
    "“党员”表里没有“党员编号”这一列，请加上这一列",
    "the sheet of members has no column of member codes: put one in",
)
FORMULA_THERE = T(
    "单元格 {cell} 里是公式，请换成直接填的内容",
    "cell {cell} holds a formula: type there what it should say",
)
UNNUMBERED_ROWS = T(
    "工作表里的行、列没有标明位置或次序乱了，请用 Excel 或 WPS 打开另存一次",
    "rows or cells do not say where they are, or are out of order: open it in Excel or WPS and save it again",
)
OTHER_ENCODING = T(
    "它的文字不是 UTF-8 编码，请用 Excel 或 WPS 打开另存一次",
    "its text is not in UTF-8: open it in Excel or WPS and save it again",
)
NO_PACKAGE = T(
    "它内部的结构和 Excel 写的不一样，请用 Excel 或 WPS 打开另存一次",
    "it is not built like what Excel writes: open it in Excel or WPS and save it again",
)
READ_OTHERWISE = T(
    "写好再读，读出的和要写的不一样，请手工改",
    "read again after writing it would say something else: change it by hand",
)
IN_ERROR_THEN = T(
    "这样写了，方案就有下面的错",
    "written like that, the plan would have the errors below",
)
NOT_EDITED = Rule(
    "O121",
    Severity.ERROR,
    T("方案没有写", "The plan was not written"),
    T("plan.xlsx 没有写，和原来一样：{why}", "plan.xlsx was not written and is as it was: {why}"),
    T(
        "照上面说的做，再运行 xlcampaign {command}",
        "do what is said there and run xlcampaign {command} again",
    ),
    T(
        "方案是您的文件：只写该写的几格，别的一律不动，原来的另存一份；不能保证这一点时就不写。",
        "The plan is yours: only the cells that a command is about are written, all else stays, and the plan as it was is"
        " kept. Where that cannot be done without harm to the rest, nothing is.",
    ),
)
SET_ASIDE = Rule(
    "O122",
    Severity.WARNING,
    T("有人改过，另存了", "Changed by somebody, set aside"),
    T(
        "“{file}”有人改过内容（也可能不是程序写的，或是旧版本写的），原样另存为“{kept}”，新的照常写出",
        "somebody changed “{file}” (or it was not written by the program, or by an earlier version); it is kept as"
        " “{kept}”, and a new one was written",
    ),
    T("{remedy}；不要了就删掉", "{remedy}; delete it if it is not wanted"),
    T(
        "人改过的内容从不覆盖；只是打开又存了一次、或只改了格式的，直接换成新的。文件名里的时间是北京时间。",
        "What people changed is never overwritten; a file that was merely saved again, or looks otherwise, is replaced."
        " The time in the name is Beijing time.",
    ),
)
KEPT_FORM = T(
    "另存的那份是填了的表，要算数，就移进 inbox",
    "where the file that was kept is a form that was filled in and is to count, move it into the inbox",
)
KEPT_SUMMARY = T(
    "在汇总里改的只在另存的那份里；要一直有效，改方案或填报表，再汇总",
    "what was changed is in the file that was kept alone; to make it last, change the plan or the forms and merge again",
)
"""What is to be done with a file that was set aside: with one that was to be sent, and with any other."""
UNKEPT = Rule(
    "O123",
    Severity.NOTE,
    T("读过的没有记下", "What was read is not kept"),
    T("读过的表没能记下来：{why}", "what was read could not be kept: {why}"),
    T(
        "不用处理，结果不受影响；下次会全部重新读",
        "nothing to do, no result hangs on it; the next run reads everything anew",
    ),
    T(
        "读过的表记在 .xlcampaign/cache.sqlite，没有变的下次不再读；这个文件随时可以删，加密的文件从不记。",
        "What was read is kept in .xlcampaign/cache.sqlite, so that files that did not change are not read again. It may be"
        " deleted at any time; nothing out of an encrypted file is ever in it.",
    ),
)
TROUBLES = {
    "Permission denied": T("没有写入的权限", "no permission to write"),
    "Is a directory": T("那里有一个同名的文件夹", "a folder of that name is in its place"),
    "File exists": T("那里有一个同名的文件", "a file of that name is in its place"),
    "Not a directory": T("那里有一个同名的文件", "a file of that name is in its place"),
    "No space left on device": T("磁盘满了", "the disk is full"),
    "database or disk is full": T("磁盘满了", "the disk is full"),
    "Read-only file system": T("磁盘是只读的", "the disk is read-only"),
    "attempt to write a readonly database": T("文件是只读的", "the file is read-only"),
    "unable to open database file": T("文件打不开", "the file cannot be opened"),
    "database is locked": T("另一个程序正在用这个文件", "another program is using the file"),
    "disk I/O error": T("磁盘读写出错", "the disk failed"),
}
"""Why nothing can be kept: the usual causes in plain words, by what the system calls them."""
SYSTEM_SAYS = T("系统提示“{found}”", "the system says “{found}”")
AS_FORMULAS = T("公式", "formulas")
AS_VALUES = T("只存数值", "values alone")
COMING = Rule(
    "O124",
    Severity.NOTE,
    T("要等一会儿", "This takes a while"),
    T(
        "收到 {files} 个文件，共 {branches} 个支部、{members} 名党员；汇总里的数字：{figures}。大约要 {minutes} 分钟",
        "{files:file} came in, for {branches:branch|branches} with {members:member}; figures in the summary: {figures}. This"
        " takes about {minutes} min",
    ),
    T(
        "请等它做完；读过而没有变的表会快得多",
        "let it finish; files that were read before and did not change are faster",
    ),
    T(
        "人多时要几分钟。时间是按一般电脑估的。",
        "With many people it takes minutes; the time is an estimate for a usual computer.",
    ),
)
TOO_MANY = Rule(
    "O125",
    Severity.ERROR,
    T("人太多，一个汇总装不下", "Too many for one summary"),
    T(
        "按方案有 {scores} 个星级得分，一张工作表最多 {most} 行；没有开始汇总",
        "by the plan there are {scores} scores of stars, and the rows of a sheet are {most} at most; nothing was begun",
    ),
    T("按单位拆成几个活动，分别汇总", "split the campaign by unit and merge each"),
    T(
        "Excel 的一张工作表最多 1,048,576 行；宁可先说，不做到一半才停。",
        "A sheet of Excel has 1,048,576 rows at most; better said before than half-way.",
    ),
)
SENT_FROM_ELSEWHERE = Rule(
    "O126",
    Severity.NOTE,
    T("以前版本的表在别处", "Forms of an earlier version lie elsewhere"),
    T(
        "以前版本写的 {number} 份表还在 {outbox}，没有动；现在每个单位一个文件夹，都在 {send}",
        "forms of an earlier version ({number}) are still in {outbox}, untouched; each unit now has a folder of its own in"
        " {send}",
    ),
    T(
        "以后只从 {send} 发；已经发出去的不用重发，发回来照样认得",
        "send from {send} only; what was sent need not be sent again, and is read when it comes back",
    ),
    T(
        "要发给一个单位的放在一起，就不会发错；旧文件夹里的程序不再写，也不改、不删。",
        "What goes to one unit lies together, so that nothing goes astray; in the old folder nothing is written, changed"
        " or deleted any more.",
    ),
)
STRAY_FOLDERS = Rule(
    "O127",
    Severity.WARNING,
    T("不是哪个单位的文件夹", "Folders that are nobody's"),
    T(
        "send 里这些文件夹不是方案里哪个单位的（改了名，或者不在方案里了），没有动：{names}",
        "these folders in send belong to no unit of the plan (it was renamed, or is gone), and were left alone: {names}",
    ),
    T(
        "看过以后移走或删掉，不要再从那里发",
        "look into them, then move or delete them; do not send from there",
    ),
    T(
        "单位改名以后，新的表在新名字的文件夹里，旧的还留着，容易发错。",
        "When a unit is renamed, its new forms lie under the new name, and the old ones may be sent by mistake.",
    ),
)
