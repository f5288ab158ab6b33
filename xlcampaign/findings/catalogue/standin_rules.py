"""F, continued: files that stand for others, the forms they stand for, and what came with a form or is kept by systems."""

from xlcampaign.findings.finding import Rejects, Rule, Severity
from xlcampaign.words import T

PLACEHOLDER = Rule(
    "F134",
    Severity.WARNING,
    T("占位文件，还没有下载", "A placeholder, not downloaded yet"),
    T(
        "“{name}”还在网盘上，没有下载到这台电脑，这里只有占位文件",
        "“{name}” is still in the cloud; here is only a placeholder for it",
    ),
    T(
        "在网盘里把它下载下来（“始终保留在此设备上”），再汇总",
        "have it downloaded (kept on this device), then merge again",
    ),
    T(
        "iCloud、OneDrive 等为了省空间，会只留一个占位文件。",
        "Cloud drives keep mere placeholders to save space.",
    ),
)
UNFINISHED = Rule(
    "F135",
    Severity.WARNING,
    T("没有下载完", "An unfinished download"),
    T("“{name}”没有下载完，内容不全，没有读", "“{name}” was not downloaded to its end, and was not read"),
    T(
        "重新下载；完整的已经在收件箱里的，不用处理",
        "download it again; nothing to do where the whole file is here already",
    ),
    T(
        "浏览器和下载软件先写这样的文件，下载完才改成原名。",
        "Browsers write such files until a download is complete.",
    ),
)
LINK = Rule(
    "F136",
    Severity.WARNING,
    T("链接，不是文件", "A link, not a file"),
    T(
        "“{name}”只是一个链接（快捷方式或在线表格），表不在这里",
        "“{name}” is a mere link (a shortcut or an online sheet); the form itself is not here",
    ),
    T("打开链接，把表下载成 .xlsx 放进收件箱", "open the link, download the form as .xlsx and put it here"),
    T(
        "快捷方式和在线文档的文件里没有填的内容。",
        "Shortcuts and files of online documents hold nothing that was filled in.",
    ),
)
SYSTEM_FOLDER = Rule(
    "F137",
    Severity.NOTE,
    T("系统的文件夹，未读", "A folder of the system, not read"),
    T(
        "隐藏文件夹、回收站、旧版本等系统或网盘自己用的文件夹，里面的 {found} 个文件没有读",
        "a hidden folder, trash or old versions, kept by the system or a cloud drive: {found:file was|files were} not read",
    ),
    T("不用处理；要算的移出来", "nothing to do; move out what is to count"),
    T("删掉的和旧的版本不该再算。", "Deleted and older versions must not count again."),
)
SCAN = Rule(
    "F138",
    Severity.NOTE,
    T("随表附来的扫描件或照片，未读", "A scan or photo beside a form, not read"),
    T("随表附来的{content}，没有读", "came with a form and was not read: {content}"),
    T("不用处理；盖章的原件留存备查", "nothing to do; keep it for the record"),
    T(
        "盖章的扫描件只作凭证，数以同一封邮件、同一文件夹里的表为准。",
        "A stamped scan is evidence; what counts is the form beside it.",
    ),
)
LOOSE_SCAN = Rule(
    "O201",
    Severity.WARNING,
    T("扫描件或照片，或许是没报的表", "A scan or photo, perhaps of a form that is missing"),
    T(
        "这是{content}，没有读；还没有收到的表里，它也许是：{forms}",
        "this is {content} and was not read; of the forms that are missing it may be: {forms}",
    ),
    T(
        "打开看一看：是拍下来、扫描的表的，请对方发原来的 .xlsx 表；只是报来的表的盖章件的，不用处理",
        "open it: where it shows a form, have the .xlsx itself sent; where it is the stamped copy of one that came, there is"
        " nothing to do",
    ),
    T(
        "照片和扫描件里的数读不了；它不是随邮件和表一起来的，说不准是哪一份表的。",
        "No figures are read from a photo or scan; this one came in no mail with a form, and may be of any.",
    ),
)
TAKEN_APART = Rule(
    "F139",
    Severity.ERROR,
    T("拆散了的工作簿", "A workbook taken apart"),
    T(
        "这里是一个被解压后又压缩的工作簿（{found} 个零件），读不了",
        "a workbook that was unpacked and packed again ({found:part}), which cannot be read",
    ),
    T("请发原来的 .xlsx 表，不要解压", "send the original .xlsx form, not unpacked"),
    T(
        ".xlsx 本身就是压缩包，有的软件会当压缩包解开。",
        "An .xlsx is an archive itself, and some programs unpack it.",
    ),
    Rejects.FILE,
)
BLANK = Rule(
    "F143",
    Severity.WARNING,
    T("没有填", "Not filled in"),
    T("表发回来了，没有填：和发下去的一样", "the form came back as it was issued, with nothing filled in"),
    T("请填好再发；没有填就没有结果", "have it filled in and sent again; without it there are no results"),
    T("没有填的表不算报送，也不算 0 分。", "A form without content does not count as sent, and never as 0."),
)
NOT_YET_FILLED = Rule(
    "F144",
    Severity.NOTE,
    T("没有填，未到期", "Not filled in, not yet due"),
    T(
        "表发回来了，还没有填，{deadline} 截止",
        "the form came back as it was issued, with nothing filled in; it is due {deadline}",
    ),
    T("到期前填好再发", "have it filled in and sent in time"),
    T("截止日以前没有填不算缺。", "Before its deadline nothing is missing."),
)
AWAY = Rule(
    "X134",
    Severity.WARNING,
    T("未下载", "Not downloaded"),
    T(
        "“{unit}”的{form}未下载，收件箱里只有“{file}”",
        "the form of “{unit}” ({form}) is not downloaded; in the inbox is only “{file}”",
    ),
    T("不用催支部；先把它下载下来，再汇总", "nothing to ask of the branch: download it, then merge again"),
    T(
        "网盘的占位文件、链接和没有下载完的文件里没有填的内容，但说明表已经来了。",
        "Placeholders, links and unfinished downloads hold nothing, but they tell that the form was sent.",
    ),
)
