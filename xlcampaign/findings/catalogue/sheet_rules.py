"""S: sheets and headers."""

from xlcampaign.findings.finding import Rejects, Rule, Severity
from xlcampaign.words import T

NO_SHEET = Rule(
    "S101",
    Severity.ERROR,
    T("缺工作表", "Sheet missing"),
    T("找不到工作表「{name}」", "the sheet “{name}” is missing"),
    T(
        "从发下去的原表把它复制回来；原表没有了的，由组织方重出一份（xlcampaign forms，报过的已经填好），在上面补填再发",
        "copy it back from the form as it was issued; where that is gone, the organiser writes it again (xlcampaign forms, what"
        " came is filled in), to be completed and sent",
    ),
    T(
        "靠标识、表名、表头、栏目名都没找到。",
        "Neither its identity, its name, its header nor its labels were found.",
    ),
    Rejects.SHEET,
)
RENAMED = Rule(
    "S102",
    Severity.NOTE,
    T("工作表改过名", "Sheet renamed"),
    T("「{name}」现在叫「{found}」，已认出", "“{name}” is now called “{found}”; it was recognised"),
    T("不用处理", "nothing to do"),
    T(
        "凭标识、表头或栏目名认出，照常计入。",
        "Recognised by identity, header or labels and counted as usual.",
    ),
)
COPIED = Rule(
    "S103",
    Severity.ERROR,
    T("同一工作表有两份", "Two copies of a sheet"),
    T(
        "「{name}」有几份内容不同的：{found}；都没有计入",
        "“{name}” stands several times with different contents: {found}; none counts",
    ),
    T("只留一份正确的再发", "keep the right one and send again"),
    T("不知道哪一份作数，就都不算。", "Nobody can tell which is meant, so none is counted."),
    Rejects.SHEET,
)
EXTRA = Rule(
    "S104",
    Severity.NOTE,
    T("多出的工作表", "Extra sheet"),
    T("「{found}」不是本表的内容，没有读", "“{found}” is no part of the form and was not read"),
    T(
        "如果里面有要报的，请填到原来的工作表里",
        "if it holds anything to report, enter it on the form's own sheets",
    ),
    T("只读发下去的工作表。", "Only the form's own sheets are read."),
)
NOT_FILLED = Rule(
    "S105",
    Severity.WARNING,
    T("整张表没有填", "Nothing filled in"),
    T("整张表没有填", "nothing was filled in on this sheet"),
    T("填好后再发；重报时填“报送次数”", "fill it in and send again, with the submission number"),
    T("没有填的方式没有结果，不算 0 分。", "A way without marks has no result; it is never counted as 0."),
)
NOT_YET = Rule(
    "S106",
    Severity.NOTE,
    T("整张表没有填，未到期", "Nothing filled in, not yet due"),
    T("整张表还没有填，{deadline} 截止", "nothing was filled in on this sheet yet; it is due {deadline}"),
    T("到期前填好再发", "fill it in and send it in time"),
    T("截止日以前没有填不算缺。", "Before its deadline nothing is missing."),
)
OUTSIDE = Rule(
    "S107",
    Severity.WARNING,
    T("表格之外写了东西", "Something outside the table"),
    T(
        "表格之外还有 {count} 格内容没有读（{cells}），第一格是“{found}”",
        "{count:cell outside the table was|cells outside the table were} not read ({cells}); the first says “{found}”",
    ),
    T(
        "看一下写的是什么；要报的请填进表里",
        "see what they say; what is to be reported belongs into the table",
    ),
    T(
        "只读表格里的内容；旁边和下面写的话不会漏掉不说。",
        "Only the table is read; what stands beside or below it is at least pointed out.",
    ),
)
HIDDEN_CELLS = Rule(
    "S108",
    Severity.WARNING,
    T("隐藏的行或列", "Hidden rows or columns"),
    T(
        "隐藏或筛掉的行列里有内容，照常读了：{found}",
        "hidden or filtered out, and read all the same: {found}",
    ),
    T(
        "取消隐藏和筛选看一看，填的对不对",
        "show them, clear the filter, and see whether what they say is right",
    ),
    T(
        "隐藏的行列填表人自己也看不见，容易留下旧数。",
        "What is hidden is easily overlooked by whoever filled the form, and may be old.",
    ),
)
REMARKS = Rule(
    "S109",
    Severity.NOTE,
    T("有批注或文本框", "Comments or text boxes"),
    T(
        "有 {count} 处批注或文本框没有读（{cells}）",
        "{count:comment or text box was|comments or text boxes were} not read ({cells})",
    ),
    T("打开看一下；要报的请填进表里", "look at them; what is to be reported belongs into the table"),
    T("只读单元格里的内容。", "Only what stands in cells is read."),
)
PICTURES = Rule(
    "S112",
    Severity.WARNING,
    T("有图片或图形", "Pictures or drawings"),
    T(
        "表上有 {count} 个图片、图形或嵌入的文件，没有读（{cells}）",
        "{count:picture, drawing or embedded file was|pictures, drawings or embedded files were} not read ({cells})",
    ),
    T("打开看一下；要报的打进格子里", "look at them; type into the cells what is to be reported"),
    T(
        "照片、手写和嵌入的文件浮在格子上面，格子里并没有内容。",
        "Photos, ink and embedded files float above cells, which hold nothing of them.",
    ),
)
LOST = Rule(
    "S110",
    Severity.ERROR,
    T("有的格读不准", "Cells that cannot be read for certain"),
    T(
        "有 {count} 格在文件里写的和读出的对不上（{cells}），整张表没有计入",
        "{count:cell stands|cells stand} in the file otherwise than read ({cells}); the sheet is not counted",
    ),
    T(
        "在 Excel 或 WPS 里打开，核对后另存为 .xlsx 再发",
        "open it in Excel or WPS, check it, save it as .xlsx and send again",
    ),
    T(
        "每个文件都数两遍：文件里有内容的格数，必须等于读出的格数。",
        "Every file is counted twice: cells with content in the file must equal the cells that were read.",
    ),
    Rejects.SHEET,
)
HIDDEN_SHEET = Rule(
    "S111",
    Severity.WARNING,
    T("工作表是隐藏的", "Hidden sheet"),
    T("工作表是隐藏的，照常读了", "the sheet is hidden, and was read all the same"),
    T("取消隐藏看一看，填的对不对", "show it, and see whether what it says is right"),
    T("隐藏的表填表人自己也看不见，容易留下旧数。", "What is hidden is easily overlooked, and may be old."),
)
NO_HEADER = Rule(
    "S201",
    Severity.ERROR,
    T("找不到表头", "Header not found"),
    T("前 30 行里找不到表头（应有：{expects}）", "no header in the first 30 rows (expected: {expects})"),
    T("恢复原来的表头，或在原表上重填", "restore the header, or fill the original form"),
    T("靠表头文字认列，没有表头就不知道每列是什么。", "Columns are known by their headers."),
    Rejects.SHEET,
)
NO_COLUMN = Rule(
    "S202",
    Severity.ERROR,
    T("缺列", "Column missing"),
    T("缺「{column}」这一列{instead}", "the column “{column}” is missing{instead}"),
    T("恢复这一列，或在原表上重填", "restore the column, or fill the original form"),
    T(
        "一列没有了只报一次；这一列的内容都没有计入。",
        "A missing column is reported once; nothing of it is counted.",
    ),
    Rejects.COLUMN,
)
INSTEAD = T("；那里写的是「{found}」，没有读", "; “{found}” stands there and was not read")
"""What is said of a column that is missing where another name stands in its place."""
COLUMN_TWICE = Rule(
    "S203",
    Severity.ERROR,
    T("同名列有两列", "Column twice"),
    T("「{column}」有两列：{found}；都没有计入", "“{column}” stands twice: {found}; neither is counted"),
    T("只留一列", "keep one"),
    T("不知道哪一列作数，就都不算。", "Nobody can tell which is meant, so neither is counted."),
    Rejects.COLUMN,
)
RETURNED = Rule(
    "S115",
    Severity.NOTE,
    T("退回时加的意见", "Remarks with which the form went back"),
    T(
        "「{found}」是退回时程序加的，没有读",
        "“{found}” is what the program added when the form went back; it was not read",
    ),
    T("不用处理；要改的请改在表里", "nothing to do; what is to be changed is changed on the form itself"),
    T("只读填报的格子。", "Only the cells to be filled are read."),
)
EXTRA_COLUMN = Rule(
    "S204",
    Severity.NOTE,
    T("多出的列", "Extra column"),
    T("「{column}」不是本表的列，没有读", "“{column}” is no column of the form and was not read"),
    T("不用处理；合计由程序算", "nothing to do; totals are computed"),
    T("自己加的列不影响结果。", "Columns of one's own change nothing."),
)
TOTAL = Rule(
    "S205",
    Severity.NOTE,
    T("手填的合计", "Typed total"),
    T("第 {row} 行是手填的“{name}”，没有读；程序自己算", "row {row} is a typed “{name}” and was not read"),
    T("不用处理", "nothing to do"),
    T("合计一律由程序重算。", "Totals are always recomputed."),
)
TOTAL_DIFFERS = Rule(
    "S206",
    Severity.WARNING,
    T("手填的合计不对", "Typed total differs"),
    T(
        "手填的合计是 {found}，按明细算是 {expected}",
        "the typed total is {found}; the rows sum to {expected}",
    ),
    T("核对是明细填错还是合计算错", "see whether a row or the total is wrong"),
    T(
        "以明细为准；但合计对不上往往说明有一格填错。",
        "The rows count; but a difference often shows a wrong cell.",
    ),
)

TEXT_BOX = T("文本框", "text box")
SOMEWHERE = T("位置不明", "somewhere on the sheet")
OTHER_SCALE = Rule(
    "S116",
    Severity.ERROR,
    T("评分办法改过", "The scale was changed"),
    T(
        "发表后方案改了“{way}”的评分办法（原来：{was}；现在：{now}），表上的数不再是那个意思，没有计入",
        "the plan's scale of “{way}” changed after the form was issued ({was}; now {now}): its numbers are not counted",
    ),
    T(
        "把方案改回去，或者重新发表、重新填",
        "change the plan back, or issue the form again and have it filled in again",
    ),
    T(
        "表上一个数的意思以发出时为准，绝不按后来的方案另作解释。",
        "A number means what it meant when the form was issued, and is never read by a later plan.",
    ),
    Rejects.SHEET,
)
