"""F: whole files that are not forms, or not this campaign's."""

from xlcampaign.findings.finding import Rejects, Rule, Severity
from xlcampaign.words import T, same

NOT_A_WORKBOOK = Rule(
    "F101",
    Severity.ERROR,
    T("不是 Excel 工作簿", "Not a workbook"),
    T("这不是 Excel 工作簿，内容是{content}", "this is no Excel workbook; its content is {content}"),
    T("请发原来的 .xlsx 表", "send the original .xlsx form"),
    T("看的是内容，不是扩展名。", "Content decides, not the file's ending."),
    Rejects.FILE,
)
PASSWORD = Rule(
    "F102",
    Severity.ERROR,
    T("有打开密码", "Password-protected"),
    T("文件有打开密码，读不了：{why}", "the file needs a password to open: {why}"),
    T(
        "在 Excel 或 WPS 里去掉密码，另存后再发；知道密码的，用 --password-file 给出",
        "remove the password in Excel or WPS, save and send again; or give the password with --password-file",
    ),
    T(
        "加密的文件不解开就看不到内容。密码文件每行写一个密码，逐个试；程序不显示、不保存密码。",
        "What is encrypted cannot be read. Passwords, one a line in a file, are tried in order, and never shown or kept.",
    ),
    Rejects.FILE,
)
DAMAGED = Rule(
    "F103",
    Severity.ERROR,
    T("文件损坏", "Damaged"),
    T("工作簿打不开：{why}", "the workbook cannot be opened: {why}"),
    T(
        "在 Excel 或 WPS 里打开，另存为 .xlsx 再发",
        "open it in Excel or WPS, save it as .xlsx and send again",
    ),
    T("传输中断或存盘不全会这样。", "An interrupted transfer or an incomplete save does this."),
    Rejects.FILE,
)
TOO_LARGE = Rule(
    "F104",
    Severity.ERROR,
    T("超过安全限制", "Over a limit"),
    T("{what}超过限制（{found}，最多 {limit}）", "{what} is over the limit ({found}, at most {limit})"),
    T(
        "用发下去的空表重填，不要贴图片；指出了某一格的，把那里多余的行或列删掉再存盘",
        "fill the blank form again, without pictures; where a cell is named, delete the spare rows or columns there",
    ),
    T("正常的填报表很小；过大的文件可能是恶意的。", "Forms are small; a huge file may be hostile."),
    Rejects.FILE,
)
NO_FORM = Rule(
    "F105",
    Severity.ERROR,
    T("不是本程序的填报表", "Not a form"),
    T("这是工作簿，但不是发下去的填报表", "this is a workbook, but no form that was sent out"),
    T("请用发下去的表填写，不要另建表格", "fill the form that was sent, not a sheet of your own"),
    T(
        "靠表内的隐藏标识或首页表码认表。",
        "A form is known by a hidden sheet, or by the code on its first sheet.",
    ),
    Rejects.FILE,
)
OTHER_CAMPAIGN = Rule(
    "F106",
    Severity.ERROR,
    T("别的活动的表", "Another campaign's form"),
    T(
        "这是活动“{found}”的表，本活动是“{expected}”",
        "this form is of the campaign “{found}”, not “{expected}”",
    ),
    T("找出本活动的表再发", "send this campaign's form"),
    T("活动编号不同的表不能混在一起算。", "Forms of different campaigns are never counted together."),
    Rejects.FILE,
)
OTHER_STAGE = Rule(
    "F107",
    Severity.NOTE,
    T("别的阶段的表", "Another stage's form"),
    T(
        "这是第 {found} 阶段的表，不计入第 {expected} 阶段",
        "this form is of stage {found} and is not counted in stage {expected}",
    ),
    T("汇总那个阶段时用 --stage {found}", "it counts with --stage {found}"),
    T(
        "评议结果各阶段分开算；以前阶段的承诺和整改照登台账，接着跟踪。",
        "Stages are counted apart; pledges and rectifications of earlier ones stay in the registers.",
    ),
)
NO_UNIT = Rule(
    "F108",
    Severity.ERROR,
    T("方案里没有这个单位或表", "No such unit or form"),
    T(
        "方案里没有单位“{unit}”在“{step}”这一步要报的表：{why}",
        "the plan knows no form of unit “{unit}” at the step “{step}”: {why}",
    ),
    T("{remedy}", "{remedy}"),
    T(
        "方案改过之后，旧表上的单位或这一步的表可能已经没有了。",
        "After a change of plan the unit on an old form, or its form at that step, may be gone.",
    ),
    Rejects.FILE,
)
CHECK_PLAN = T(
    "核对方案的“支部”“步骤”表、“活动”表要不要动员部署表，或请对方用新发的表",
    "check the plan's branches and steps, and if it asks for launch forms, or have the current form filled",
)
TAKEN_OVER = T(
    "“{name}”按方案在名单截止日已由“{heir}”承接：由“{heir}”报；那天其实还在的，改方案里它的“止”或阶段的名单截止日",
    "by the plan “{heir}” goes on for “{name}” on the day of the list: have the form sent by “{heir}”; if “{name}” was still"
    " there, correct its “Until” or the day of the stage's list",
)
NOT_THEN = T(
    "“{name}”按方案在名单截止日不在：那天其实在的，改方案里它的“起”“止”或阶段的名单截止日；确实不在的，这份移出 inbox",
    "by the plan “{name}” is not there on the day of the list: if it was, correct its “From” and “Until” or the day of the"
    " stage's list; else take this form out of the inbox",
)
RECODED = T(
    "“{name}”发表时的编号是 {before}，方案里现在是 {now}：把方案“支部”“党员”表里的编号改回 {before}，表不用重填",
    "“{name}” had the code {before} when the form was issued and has {now} in the plan: put {before} back on the plan's"
    " branches and members; the form need not be filled anew",
)
"""Remedies for a form of a unit that the plan does not have in the stage."""
UNIT_UNKNOWN = T("名单上没有这个单位", "no such unit is listed")
NOT_ASKED = T("这一步不要它报表", "nothing is asked of it at that step")
SO_MANY_FILES = T("共 {number} 份：{files}", "{number} files: {files}")

CRASHED = Rule(
    "F109",
    Severity.ERROR,
    T("读取中断", "Reading was cut off"),
    T("读这个文件时{why}，重试一次仍是这样", "reading this file {why}, twice"),
    T(
        "在 Excel 或 WPS 里打开，另存为 .xlsx 再发",
        "open it in Excel or WPS, save it as .xlsx and send again",
    ),
    T(
        "每个文件在隔离的进程里读，有时间和内存限制；一个文件出事不影响别的。",
        "Each file is read in a process of its own with limits; one cannot harm the others.",
    ),
    Rejects.FILE,
)
IGNORED = Rule(
    "F110",
    Severity.NOTE,
    T("临时文件，未读", "Temporary file, not read"),
    T(
        "这是办公软件或系统的临时文件，没有读",
        "a temporary file of an office program or the system; not read",
    ),
    T("不用处理", "nothing to do"),
    T(
        "~$、.~lock、._、Thumbs.db、:Zone.Identifier 这类文件不含填报内容；.tmp 里是完整的表就照读。",
        "Such files hold nothing that was filled in; a .tmp that is a whole workbook is read.",
    ),
)
OTHER_PLAN = Rule(
    "F111",
    Severity.WARNING,
    T("表和现在的方案不一致", "Made under another plan"),
    T(
        "这张表是按改动前的方案发的，和现在的不完全一样：{changes}",
        "this form was made under an earlier plan and differs from today's: {changes}",
    ),
    T(
        "核对本表下面列出的问题；差得多就重发新表。改的是计票办法就不用：收到的票照表上印的办法算",
        "look at this file's findings; send a new form if much differs, but not for rules of counting: votes count by"
        " those printed on their form",
    ),
    T("按表头和编号仍能认的照常计入。", "What headers and codes still tell is counted as usual."),
)
BY_CODE = Rule(
    "F112",
    Severity.WARNING,
    T("隐藏标识丢失，凭表码认出", "Known by its visible code"),
    T(
        "表内的隐藏标识没有了，凭首页的表码认出",
        "the hidden identity is gone; the code on the first sheet was used",
    ),
    T("不用处理；下次请直接在原表上填", "nothing to do; next time fill the original file"),
    T("把内容复制到新工作簿时会丢掉隐藏标识。", "Copying sheets into a new workbook loses the hidden sheet."),
)
OPEN_ELSEWHERE = Rule(
    "F113",
    Severity.WARNING,
    T("可能正打开着", "Open somewhere"),
    T(
        "旁边有锁定文件，“{name}”可能正在某处打开，内容也许没存盘",
        "“{name}” seems to be open somewhere and may be unsaved",
    ),
    T("确认对方已存盘再汇总", "make sure it was saved, then merge again"),
    T(
        "~$ 和 .~lock 文件是办公软件打开文件时留下的。",
        "Office programs leave such lock files while a file is open.",
    ),
)
OTHER_FORMAT = Rule(
    "F114",
    Severity.ERROR,
    T("格式要另存", "Save in another format"),
    T("文件是 {content}，这种格式读不了", "the file is {content}, a format that is not read"),
    T(
        "在 Excel 或 WPS 里打开，另存为 .xlsx 再发",
        "open it in Excel or WPS, save it as .xlsx and send again",
    ),
    T(
        "能读的格式是 {formats}；WPS 的 .et 也是 .xls。",
        "Read are {formats}; WPS's .et is an .xls.",
    ),
    Rejects.FILE,
)
WITHHELD = T(
    "它在别的程序里打开着，或者没有读的权限",
    "another program has it open, or you may not read it",
)
UNREADABLE = Rule(
    "F115",
    Severity.ERROR,
    T("文件打不开", "Cannot be opened"),
    T("系统不让读这个文件：{why}", "the system does not let this file be read: {why}"),
    T(
        "如果正在别处打开，先关掉；再看有没有权限",
        "close it where it is open, and see whether you may read it",
    ),
    T("别的文件照常处理。", "The other files are dealt with as usual."),
    Rejects.FILE,
)

BROKEN_BOX = Rule(
    "F116",
    Severity.ERROR,
    T("压缩包或邮件损坏", "Archive or mail damaged"),
    T(
        "压缩包、邮件或其中的文件打不开：{why}",
        "the archive, the mail, or the file in it cannot be opened: {why}",
    ),
    T("请对方重发，直接附上填报表", "have the form sent again, attached as it is"),
    T(
        "传输中断、少见的压缩方式都会这样；同一包里别的文件照常读。",
        "Interrupted transfers and rare ways to compress do this; other files in it are read as usual.",
    ),
    Rejects.FILE,
)
LOCKED_MEMBER = Rule(
    "F117",
    Severity.ERROR,
    T("压缩包有密码", "Archive with a password"),
    T("这个文件在压缩包里加了密码，读不了", "the file is encrypted in its archive"),
    T("解压后放进来，或请对方不加密码重发", "unpack it yourself, or have it sent without a password"),
    T("加密的文件不解开就看不到内容。", "What is encrypted cannot be read."),
    Rejects.FILE,
)
TOO_DEEP = Rule(
    "F118",
    Severity.ERROR,
    T("套得太深", "Nested too deep"),
    T("压缩包或邮件套得太深，没有再打开", "archives or mails are nested too deep; this one was not opened"),
    T("解开以后把里面的填报表放进来", "unpack it and put the forms themselves here"),
    T(
        "压缩包里可以再有一层压缩包，再深就不开了。",
        "An archive may lie in an archive, and no deeper: bombs are made like that.",
    ),
    Rejects.FILE,
)
BOX_LIMIT = Rule(
    "F119",
    Severity.ERROR,
    T("压缩包或邮件超过限制", "Archive or mail over a limit"),
    T("{what}超过限制（{found}，最多 {limit}）", "{what} is over the limit ({found}, at most {limit})"),
    T("分成几个发，只放填报表", "send it in parts, with nothing but forms"),
    T("过大的压缩包可能是恶意的，不打开。", "A huge archive may be hostile, so it is not opened."),
    Rejects.FILE,
)
NOTHING_INSIDE = Rule(
    "F127",
    Severity.NOTE,
    T("没有附件", "Nothing attached"),
    T("邮件没有附件，或压缩包是空的", "the mail has no attachment, or the archive is empty"),
    T(
        "应有填报表的，请对方重发；“超大附件”只是链接，要下载后放进来",
        "where a form was meant, have it sent again; a large attachment may be a link: download it",
    ),
    T("邮件正文里写的不算填报。", "What a mail's text says is no form."),
)
OUTLOOK_ONLY = Rule(
    "F128",
    Severity.ERROR,
    T("winmail.dat，读不了", "winmail.dat"),
    T(
        "附件被 Outlook 包成了 winmail.dat，读不了",
        "Outlook wrapped the attachments into winmail.dat, which is not read",
    ),
    T(
        "请对方把邮件格式改为 HTML 或纯文本再发，或把表压缩成 zip 发",
        "have the mail sent as HTML or plain text, or the form in a zip",
    ),
    T(
        "Outlook 的 RTF 格式邮件会这样，别的软件打不开。",
        "Outlook does this to mails in its own rich text, and nothing else opens it.",
    ),
    Rejects.FILE,
)
SET_ASIDE = Rule(
    "F129",
    Severity.NOTE,
    T("随信的图片、签名，未读", "Pictures and signatures, not read"),
    T(
        "正文里的图片、签名、名片等 {found} 个，没有读：{names}",
        "{found:picture, signature or card|pictures, signatures or cards} of the mail's text {found:=was|were} not read: {names}",
    ),
    T("不用处理", "nothing to do"),
    T("这些不是附件里的填报表。", "They are no forms."),
)
LATER_FORM = Rule(
    "F130",
    Severity.ERROR,
    T("更新版本的表", "A newer version's form"),
    T(
        "这张表的格式是 {found}，这里装的程序只认到格式 {known}，没有读",
        "this form has format {found}; the program installed here knows formats up to {known} and did not read it",
    ),
    T(
        "装上新版 xlcampaign 再汇总，或请对方用本活动发的表填",
        "install the newer xlcampaign and merge again, or have the form of this campaign filled",
    ),
    T(
        "新版程序发的表可能多问了别的，照旧格式读会读错。",
        "A newer version's form may ask for other things; read as an older one it would be misread.",
    ),
    Rejects.FILE,
)
WRONG_PEOPLE = Rule(
    "F131",
    Severity.ERROR,
    T("填的是别的支部的人", "Another branch's people"),
    T(
        "这张表是发给“{unit}”的，填了的 {count} 行里有 {found} 行是“{other}”的人；整份没有计入，也不取代别的",
        "issued to “{unit}”, filled with people of “{other}” ({found} of {count:row}); it neither counts nor"
        " replaces anything",
    ),
    T(
        "请“{other}”用发给自己的表填好再发；“{unit}”的表由“{unit}”自己填",
        "have “{other}” fill and send its own form, and “{unit}” this one",
    ),
    T(
        "借别的支部的表来填会这样；算进来就顶掉了那个支部自己报的。",
        "Filling a copy of a neighbour's form does this; counted, it would replace what the neighbour sent.",
    ),
    Rejects.FILE,
)
SEVERAL_FORMS = Rule(
    "F132",
    Severity.ERROR,
    T("一个文件里有几份表", "Several forms in one file"),
    T(
        "这个文件里有几份不同的表：{found}；都没有计入",
        "the file holds the forms of {found}; none of them counts",
    ),
    T("一份表一个文件，分开再发", "send each in its own file"),
    T(
        "合并工具会把几份表放进一个工作簿；不知道按哪一份读，就都不读。",
        "Merging tools put forms together; nobody can tell as which one the file is to be read.",
    ),
    Rejects.FILE,
)
MACROS = Rule(
    "F120",
    Severity.NOTE,
    T("带宏的工作簿", "With macros"),
    T("工作簿里有宏，没有运行", "the workbook has macros; none was run"),
    T("不用处理；填报表不需要宏", "nothing to do; forms need no macros"),
    T("只读单元格的内容，从不运行任何程序。", "Cells are read; nothing in a file is ever run."),
)
MISNAMED = Rule(
    "F121",
    Severity.NOTE,
    T("扩展名和内容不符", "Misnamed"),
    T(
        "扩展名是 {name}，内容是 {content}，已按内容读",
        "named {name}, but it is {content} and was read as that",
    ),
    T("不用处理", "nothing to do"),
    T("看的是内容，不是扩展名。", "Content decides, not the file's ending."),
)
BLIND = Rule(
    "F122",
    Severity.WARNING,
    T("这种格式有看不出的东西", "A format that hides things"),
    T("{content} 格式里看不出{hidden}", "in the format {content} there is no telling {hidden}"),
    T(
        "在 Excel 或 WPS 里打开，另存为 .xlsx 再发；不能重发的，对照原件核对",
        "open it in Excel or WPS, save it as .xlsx and send again; or compare with the original",
    ),
    T(
        "能读出的照常计入；错误值会像空格，百分数会像小数。",
        "What can be read counts; an error value looks empty, a percentage like a fraction.",
    ),
)
OPENED = Rule(
    "F123",
    Severity.NOTE,
    T("加密的文件，已解开", "Encrypted, and opened"),
    T("文件是加密的，已解开读取", "the file is encrypted; it was opened and read"),
    T("不用处理", "nothing to do"),
    T("密码不写进任何结果。", "No result holds a password."),
)

PICTURE = T("图片", "a picture")
PDF = same("PDF")
WEB_PAGE = T("网页", "a web page")
EMPTY_FILE = T("空的", "empty")
UNKNOWN_CONTENT = T("别的格式", "another format")
ZEROS = T("全是零字节（没有下载完）", "nothing but zero bytes: an unfinished download")
TEXT = T("普通文本", "plain text")
CSV = T("CSV 文本", "CSV text")
WORD = T("Word 文档", "a Word document")
SLIDES = T("PowerPoint 演示文稿", "a PowerPoint presentation")
PROGRAM = T("程序文件", "a program")
OLD_OFFICE = T("别的旧式 Office 文件", "another old Office file")
OLD_BOOK = T("旧式 XML 工作簿或更早的 Excel 工作簿", "an XML workbook of 2003 or one of an older Excel")
NUMBERS_BOOK = T("Numbers 表格", "a Numbers spreadsheet")
LYING_SIZE = T("压缩包里写的大小不是真的", "a part is not as long as the archive says")
DOCTYPE = T("里面有 DOCTYPE 声明，表格不会有", "it declares a DOCTYPE, which no workbook does")
HIDES_MUCH = T(
    "错误值、没有算过的公式、百分数，以及隐藏的行列和批注",
    "error values, uncalculated formulas, percentages, hidden rows and columns, and comments",
)
SHEET_SIZE = T("工作表从 A1 到最后一格", "a sheet from A1 to its last cell")
NO_PART = T("缺一张工作表的内容", "a sheet's content is missing")
HIDES_LINKS = T("哪些格链接到别的文件", "which cells link to another file")
SPINS = T("密码的加密轮数", "the password's rounds of hashing")
PUT_ASIDE = Rule(
    "F133",
    Severity.NOTE,
    T("放在一边的文件夹", "A folder put aside"),
    T(
        "这个文件夹里的 {found} 个文件没有读：名为“作废”“旧”“不用”的文件夹不算",
        "{found:file in this folder was|files in this folder were} not read: folders named void, old or unused do not count",
    ),
    T("要算的移出来", "move out what is to count"),
    T(
        "这是协调人自己定哪一份不作数的办法：不用删，也不用改名。",
        "It is the coordinator's own way to decide what does not count, without deleting anything.",
    ),
)

OTHER_CODE = Rule(
    "F140",
    Severity.ERROR,
    T("支部的编号给了别的支部", "The branch's code went to another branch"),
    T(
        "这张表发给“{name}”时编号是 {code}，方案里 {code} 现在是“{today}”，“{name}”是 {other}：不知道算谁的，没有计入",
        "this form was issued to “{name}” as {code}, but in the plan {code} is “{today}” today, and “{name}” is {other}:"
        " nobody can tell whose it is, and it does not count",
    ),
    T(
        "方案里把支部的编号改回来；或者重发新表",
        "give the branches their codes back in the plan, or issue the form again",
    ),
    T(
        "支部靠编号认，编号换了，整张表会算到别的支部名下。",
        "Branches go by their codes; exchanged, a whole form would count for another.",
    ),
    Rejects.FILE,
)

PUT_ASIDE_NAMES = (T("作废", "void"), T("旧", "old"), T("不用", "unused"))
"""How folders are called in which the coordinator keeps what is not to count."""

NO_PASSWORD = T("没有给密码", "no password was given")
WRONG_PASSWORD = T("给的密码都不对", "none of the given passwords fits")
NO_KEY = T("这种格式的密码解不了", "passwords of this format cannot be used")
DUPLICATE_PARTS = T("压缩包里有重名的部件", "two parts of one name")
SPECIAL = T("链接或特殊文件", "a link or special file")
FOLDER = T("文件夹，里面没有文件", "a folder without files")
TOOK_TOO_LONG = T("超过了时间限制", "took longer than the limit")
DEFECT = T("程序自己出了错（{what}）", "led to a fault in the program ({what})")
DIED = T("读取进程中断了（可能超出内存）", "killed the reading process, perhaps for lack of memory")
UNKNOWN_COMPRESSION = T("压缩方式不认识", "an unknown compression")
NO_BOUNDARY = T("邮件结构不完整", "the parts of the mail cannot be told apart")
NO_CONTENT = T("附件没有内容", "the attachment has no content")
MEMBERS = T("文件个数", "the number of files")
WHOLE_CONTENT = T("解开后的总大小", "the unpacked size")
ONE_FILE = T("单个文件的大小", "the size of one file")
RATIO = T("压缩比", "the compression ratio")
AND_MORE = T("等", " and more")
BROKEN_INSIDE = T("文件内部结构损坏", "its inner structure is broken")
