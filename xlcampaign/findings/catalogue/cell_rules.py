"""C: single cells."""

from xlcampaign.findings.finding import Rejects, Rule, Severity
from xlcampaign.words import T

SECRET = T("（票上的内容，不显示）", "(on a ballot, not shown)")
"""Stands for what is on a ballot: findings say where something is wrong and what is expected, never a mark."""
WITH_IT = T(
    "同一行另有 {found} 格票数跟着没有计入", "with it, {found} more cells of votes in the row do not count"
)
"""What else is lost by a cell that cannot be read."""
NO_ENTRY = T("这一行没有内容，不登台账", "without it the row is not entered in its register")
"""What is lost by a cell without which a row of a register is no entry."""
WAY_WITH_IT = T(
    "“{way}”填的 {found} 格都跟着没有计入",
    "with it, {found:cell} filled in for “{way}” {found:=does|do} not count",
)
"""What is lost by a cell by which all votes of a way are counted."""
NOTHING = T("空白", "empty")
"""What a cell is read as that only says that there is nothing."""
NO_BALLOT = T("空白（只写着废票的不算一张票）", "empty (a ballot that only says that it is spoilt is none)")
"""What a cell of a ballot is read as that says that the ballot is spoilt."""
AS_ON_BALLOT = T(
    "票上画的那一个（{expects}；票上画了两个或看不清的空着）",
    "what the ballot shows ({expects}; leave empty what it shows twice or not clearly)",
)
"""What is expected of a mark: nobody makes one up for the voter."""
AS_A_DAY = T("{found}（格子是日期或时间格式）", "{found} (in a cell formatted as a date or a time)")
"""How a number is named whose cell shows a day instead."""
AS_A_TIME = T(
    "{found}（格子是时间格式，先改成‘常规’格式再填）",
    "{found} (the cell is formatted as a time: make it General first)",
)
"""How a time is named that stands where a number should: whatever is typed there becomes one again."""
SAYS_NOTHING = T("写的“{found}”等于没有填", "“{found}” counts as empty")
NOTHING_OR_ABOVE = T(
    "写的“{found}”等于没有填，也不当作和上一行相同", "“{found}” counts as empty, and not as in the row above"
)
"""What stands in a cell that is missed, if it only says that there is nothing."""
EMPTY = Rule(
    "C101",
    Severity.ERROR,
    T("必填项为空", "Required cell is empty"),
    T("「{column}」必填，现为空", "“{column}” is required but empty"),
    T("填写{expects}", "enter {expects}"),
    T("这一格没有，和它有关的就不能算。", "Without it, what depends on it cannot be counted."),
    Rejects.CELL,
)
NO_MARK = Rule(
    "C102",
    Severity.WARNING,
    T("没有评", "Not rated"),
    T("「{column}」没有填，按没有结果处理，不算 0", "“{column}” is empty: no result, never 0"),
    T("如果评了，填写{expects}", "if it was rated, enter {expects}"),
    T("空着和 0 分是两回事。", "Empty and 0 are different things."),
)
GIVEN_MISFIT = Rule(
    "C124",
    Severity.NOTE,
    T("预填的格子填的不合要求", "What was filled in beforehand does not fit"),
    T(
        "“{column}”是预填的，现在是“{found}”，没有采用；本行其余各格照常",
        "“{column}” was filled in beforehand and now holds “{found}”: not read; the rest of the row is read as usual",
    ),
    T("不用处理", "nothing to do"),
    T(
        "程序自己写、锁住的格子只给人看，不算填表人的错。",
        "Cells that the program wrote and locked are for the reader's eye, and no error of the sender's.",
    ),
)
MISFIT = Rule(
    "C103",
    Severity.ERROR,
    T("内容不对", "Does not fit"),
    T("「{column}」填的是“{found}”，应为{expects}", "“{column}” holds “{found}”; expected {expects}"),
    T("改成{expects}", "enter {expects}"),
    T("看不懂的内容从不当作 0。", "What cannot be understood is never taken for 0."),
    Rejects.CELL,
)
ERROR_VALUE = Rule(
    "C104",
    Severity.ERROR,
    T("单元格是错误值", "Error value"),
    T("「{column}」是错误值 {found}", "“{column}” holds the error {found}"),
    T("直接填写{expects}，不要用公式", "type {expects}, not a formula"),
    T("#N/A、#REF! 这类格看上去有内容，其实没有值。", "Cells such as #N/A look filled but have no value."),
    Rejects.CELL,
)
UNCACHED = Rule(
    "C105",
    Severity.ERROR,
    T("公式没有算过", "Formula never calculated"),
    T("「{column}」是公式，但文件里没有它的结果", "“{column}” holds a formula without a result"),
    T("在 Excel 里打开、存盘再发；最好直接填数", "open in Excel, save and send again; better type the value"),
    T("有的软件存盘时不写公式结果。", "Some programs do not save the results of formulas."),
    Rejects.CELL,
)
INCOMPLETE = Rule(
    "C116",
    Severity.WARNING,
    T("没有填全", "Not complete"),
    T("「{column}」没有填", "“{column}” was left empty"),
    T("补填{expects}再发", "enter {expects} and send again"),
    T(
        "这一行照登台账，缺的地方空着；没有写承诺什么的不是承诺，不登。",
        "The row is entered in its register as it is, with the gap; what does not say what is pledged is no pledge.",
    ),
)
FEW_PRESENT = Rule(
    "C115",
    Severity.WARNING,
    T("到会不足三分之二", "Fewer than two thirds present"),
    T(
        "实到 {found} 人，不足应到 {limit} 人的三分之二",
        "{found} present are fewer than two thirds of the {limit} due",
    ),
    T(
        "核对人数；确实不足的，请上级研究评议是否有效",
        "check the numbers; if they are right, the superior decides whether the meeting stands",
    ),
    T(
        "到会人数太少，评议没有代表性；票数仍照常计入。",
        "With few people present the vote is hardly representative; it is counted all the same.",
    ),
)
LINKED = Rule(
    "C114",
    Severity.ERROR,
    T("公式链接到别的文件", "Link to another file"),
    T("「{column}」的公式链接到别的文件（{found}）", "“{column}” links to another file ({found})"),
    T("直接填写{expects}，不要链接", "type {expects}, not a link"),
    T(
        "链接的文件没有一起发来，存着的结果可能早已过时。",
        "The other file did not come along, and the stored result may be out of date.",
    ),
    Rejects.CELL,
)
PICTURE = Rule(
    "C130",
    Severity.ERROR,
    T("格里是图片", "A picture in the cell"),
    T("「{column}」里是一张图片，没有读", "“{column}” holds a picture, which is not read"),
    T("把图上的内容打出来：{expects}", "type what it shows: {expects}"),
    T(
        "嵌在单元格里的图片（WPS 的 DISPIMG、Excel 的“放置在单元格中”）不是文字。",
        "Pictures placed in cells, by WPS or Excel, are no text.",
    ),
    Rejects.CELL,
)
MERGED = Rule(
    "C106",
    Severity.ERROR,
    T("合并了填写格", "Merged input cells"),
    T(
        "「{column}」和旁边的格合并了（{found}），没有计入",
        "“{column}” is merged with its neighbours ({found}) and not counted",
    ),
    T("取消合并，逐格填写", "unmerge and fill each cell"),
    T("合并后只有左上一格有值，其他人的分看不出。", "A merge keeps one value; whose it is cannot be told."),
    Rejects.CELL,
)
MERGED_GIVEN = Rule(
    "C120",
    Severity.WARNING,
    T("合并了预填的格", "Merged pre-filled cells"),
    T(
        "「{column}」预填的格合并了（{found}），被合并掉的内容没有了",
        "pre-filled cells of “{column}” are merged ({found}); what the merge covers is gone",
    ),
    T("取消合并，恢复预填的内容", "unmerge and restore what was filled in"),
    T(
        "合并的编号、姓名按对每一行都有效来认；别的按空着处理。",
        "Merged codes and names are taken for each row; anything else counts as empty.",
    ),
)
NO_OPTIONAL = Rule(
    "C121",
    Severity.WARNING,
    T("选填的地方没有了", "Optional part missing"),
    T("选填的「{column}」没有了，按没有填处理", "the optional “{column}” is missing and counts as empty"),
    T("如果填过，在原表上重填", "if anything was entered there, fill the original workbook"),
    T(
        "弃权这类选填的列删掉了，票数就变了，所以要说一声；旧的方案没有新的设置也这样说。",
        "Without a column such as abstentions votes change, so it is said; an old plan lacks new settings likewise.",
    ),
)
UNKNOWN_VOTER = Rule(
    "C123",
    Severity.WARNING,
    T("投票人不在本表名单里", "Voter not on the sheet"),
    T(
        "这里的投票人编号不在本表名单里，看不出是否投了自己；这张票照常计入",
        "the voter's code here is not on this sheet: whether it is a vote for oneself cannot be told; it counts",
    ),
    T("核对编号；投票人不参评就不用处理", "check the code; nothing to do if the voter is not rated"),
    T("记名票靠编号认出投了自己的。", "In an open vote the code tells who voted for oneself."),
)
REPEATED = Rule(
    "C122",
    Severity.WARNING,
    T("两行内容一样", "Row repeated"),
    T(
        "第 {row} 行和第 {first} 行写的一样；{entered}",
        "row {row} says the same as row {first}; {entered}",
    ),
    T("多余的删掉；确有两件就不用处理", "delete the one too many; nothing to do if both are meant"),
    T("复制一行忘了改会这样。", "Copying a row and forgetting to change it does this."),
)
NOTHING_ABOVE = T("文号或纪要号（上一行没有可以照抄的）", "the number itself: the row above has none")
"""What is expected of a document that is said to be as above."""
PLAIN_DECISION = T(
    "文号或纪要号；没有同意的只写“不同意”，没有议决的空着",
    "the number; only “refused” for what was refused, nothing for what is not decided",
)
"""What is expected of a document beside which a word may say no."""
BOTH_ENTERED = T("两行都登记", "both are entered")
ONE_ENTERED = T("只算一条", "they count as one")
"""What becomes of a row that says what another one says: of a decision, nothing more."""
REPAIRED = Rule(
    "C107",
    Severity.NOTE,
    T("已按意思读取", "Read by its meaning"),
    T("「{column}」写的是“{found}”，按 {value} 读取", "“{column}” says “{found}”, read as {value}"),
    T("不用处理", "nothing to do"),
    T(
        "全角数字、“8分”这类意思确定的照收，“无”“/”按空白，日期格式的格子里填的数按这个数，都逐一记录。",
        "What has a certain meaning is accepted, “none” or “/” as empty, a number shown as a date as that number, and"
        " each change recorded.",
    ),
)
UNCLEAR = Rule(
    "C143",
    Severity.WARNING,
    T("票上这一格不清楚", "Mark not clear"),
    T(
        "「{column}」写着画了两个、看不清或者废票，这一格按没有画算",
        "“{column}” holds two marks, or says that it is illegible or spoilt: it counts as not marked",
    ),
    T(
        "翻出这张票核对：票上清楚地画了一个的，照票填；别的空着，不替投票人选",
        "look at the ballot: enter a mark only where it clearly shows one, else leave the cell empty",
    ),
    T(
        "一格画了两个，看不出投的是哪一个；整张都是这样的是废票，不算一张票。",
        "Two marks in one place say neither; a ballot with nothing else is spoilt, and none of the ballots.",
    ),
)
HIDDEN_VALUE = Rule(
    "C108",
    Severity.WARNING,
    T("合并格下藏着内容", "Value under a merge"),
    T("合并区 {found} 下面还藏着“{value}”", "under the merge {found} there is another value, “{value}”"),
    T("取消合并，核对内容", "unmerge and check"),
    T("合并时被盖住的内容看不见，但还在文件里。", "What a merge covers is invisible but still in the file."),
)
CHAIN = Rule(
    "C109",
    Severity.ERROR,
    T("票数先后不合", "Numbers of ballots do not fit"),
    T(
        "「{column}」{found} 多于「{other}」{limit}，这种方式的票没有计入",
        "“{column}” {found} is more than “{other}” {limit}: the way's votes are not counted",
    ),
    T(
        "写错了就改；收回的票真的多于发出的，这次测评无效，重新发票再测一次",
        "correct the number; where more ballots really came back than went out, the vote is void: hold it again",
    ),
    T(
        "有效票不能多于收回的票，收回的不能多于发出的：多出来的票不知道是谁投的。",
        "More valid than returned or more returned than issued ballots: nobody knows who cast those beyond.",
    ),
    Rejects.WAY,
)
ATTENDANCE = Rule(
    "C113",
    Severity.WARNING,
    T("人数先后不合", "Numbers of people do not fit"),
    T("「{column}」{found} 多于「{other}」{limit}", "“{column}” {found} is more than “{other}” {limit}"),
    T(
        "核对人数；确实如此（如后到的人也领了票）就不用处理",
        "check both numbers; nothing to do where it was so, such as where a latecomer got a ballot",
    ),
    T(
        "发出的票不应多于实到，实到不应多于应到；填的仍照常采用，票数照常计入。",
        "Ballots go to who is present, and who is present was due; what is filled in counts all the same, votes too.",
    ),
)
TOO_MANY = Rule(
    "C110",
    Severity.ERROR,
    T("票数多于有效票", "More votes than ballots"),
    T(
        "“{subject}”的「{column}」共 {found} 票，能评这一对象的有效票只有 {limit} 张",
        "“{subject}”, “{column}”: {found:vote}, but only {limit:valid ballot}",
    ),
    T("核对票数和有效票", "check the votes and the valid ballots"),
    T("同意加弃权不能多于有效票。", "Votes cannot outnumber ballots."),
    Rejects.CELL,
)
FEW_BALLOTS = Rule(
    "C126",
    Severity.ERROR,
    T("有效票少于大多数票数", "Fewer valid ballots than most votes"),
    T(
        "「有效票」{limit} 少于「{sheet}」{way}大多数格子的票数：{cells} 格里有 {found} 格超过，这些格子没有计入",
        "{limit:valid ballot}, but most votes on “{sheet}” ({way}) are more: of {cells:cell} with votes {found}, which are not"
        " counted",
    ),
    T("核对有效票；票数填错了的改票数", "check the valid ballots, or the votes if these are wrong"),
    T(
        "大多数格子都超过，多半是有效票这一格写错了；改对这一格，票数照常计入。",
        "Where most votes exceed it, the number of ballots is probably wrong; corrected, the votes count.",
    ),
    Rejects.CELL,
)
WITH_OWN = Rule(
    "C131",
    Severity.WARNING,
    T("本人那一行也数进去了", "Own rows were counted"),
    T(
        "对{names}的「{column}」有 {limit} 票，和票数一样多：本人的票也数进去了，这张表都按 {limit} 张票算",
        "{names}, “{column}”: {limit:vote}, as many as ballots: own rows were counted, so {limit} is the base for all",
    ),
    T(
        "照常计入；下次请提醒投票人空着本人那一行",
        "counted; next time remind voters to leave their own row empty",
    ),
    T(
        "不评本人时，到会投票的人最多比有效票少一票；有一人超过，就是整张表都含本人的票，分母要对大家一样。",
        "Without the own vote nobody who voted can have all ballots; where one has, own rows were counted for all.",
    ),
)
OWN_APART = Rule(
    "C128",
    Severity.WARNING,
    T("本人的票不在里面", "The own ballot is not among them"),
    T(
        "对{names}的「{column}」有 {limit} 票，录入的票一张不少，又没有一张评了所有人：本人的票不在里面，对他按 {limit} 张票算",
        "{names}, “{column}”: {limit:vote}, as many as were entered, and none rates everybody: the own ballot is not "
        "among them, and {limit} is the base there",
    ),
    T(
        "核对是不是漏录了他的票；没有投票的，“到会投票”改成“否”",
        "see whether that ballot was left out; enter no under “Voted” for whoever did not vote",
    ),
    T(
        "本人不评自己，他的票录进来了，对他的票就最多比录入的少一张。",
        "Nobody rates oneself: with the own ballot among them there is one less on its voter than were entered.",
    ),
)
MORE_VOTED = Rule(
    "C134",
    Severity.WARNING,
    T("到会投票多于实到", "More voted than came"),
    T(
        "「{column}」“到会投票”填“是”的有 {found} 人，实到只有 {limit} 人{then}",
        "“{column}”: {found} are said to have voted, but {limit} came{then}",
    ),
    T("没有到会的人，“到会投票”改成“否”", "enter no under “Voted” for whoever did not come"),
    T(
        "“到会投票”预填“是”；没到会的人不改成“否”，对他的有效票就少算了一票。",
        "“Voted” comes filled in with yes; left so for whoever was absent, one ballot too few rates that person.",
    ),
)
AWAY = Rule(
    "C144",
    Severity.WARNING,
    T("有效票多于到会投票的人", "More valid ballots than voters"),
    T(
        "「{column}」有效票 {limit} 张，能投的最多 {found} 人：“到会投票”填“否”的有{names}",
        "“{column}”: {limit:ballot is|ballots are} valid, and {found} at the most can have voted: {names} did not, it says",
    ),
    T(
        "投了票的改成“是”；确实没投的，核对有效票",
        "enter yes for whoever voted; where nobody else did, check the valid ballots",
    ),
    T(
        "投了票的填“否”，本人那一行少减一票，得分就低了。",
        "Where whoever voted is said not to have, that person's own ballot is not taken off, and the score is too low.",
    ),
)
NOT_COME = T(
    "；{names}的票和有效票一样多，按没有到会投票算",
    "; {names} has as many votes as valid ballots and counts as absent",
)
NO_VOTE = Rule(
    "C127",
    Severity.WARNING,
    T("没有一票计分", "No vote counts"),
    T(
        "「{column}」里对{names}有 {found} 颗星只有弃权这类不计分的票，这几颗星没有结果",
        "“{column}”: of {names}, {found:star} got only abstentions or the like, so there is no result",
    ),
    T(
        "核对是否填错；没有填错的，由会议研究怎么办",
        "check what was entered; if it is right, the meeting decides what to do",
    ),
    T(
        "不计分的票不进分母；一张计分的也没有，就没有得分，不算 0 分。",
        "Such votes stay outside the base: where there is no other there is no score, which is not 0.",
    ),
)
WITHDRAWN_ALONE = Rule(
    "C129",
    Severity.ERROR,
    T("一格里写了撤回", "Withdrawn in one cell"),
    T(
        "「{column}」写的是“{found}”，本表别的格照样填着：一格不能单独撤回，这一格没有读，以前报的仍然算",
        "“{column}” says “{found}” while other cells of this sheet are filled in: one cell cannot be withdrawn alone, this one"
        " was not read, and what was sent before still holds",
    ),
    T(
        "改这一格：写上正确的内容，没有的写“无”；撤回整张表：别的格都清空，只留“{found}”",
        "to change it enter what is right, or “none”; to withdraw the whole sheet leave nothing but “{found}” on it",
    ),
    T(
        "一项一行的表，撤回是整张表撤回；只在一格里写，看不出别的还算不算。",
        "A sheet of single entries is withdrawn as a whole; said in one cell, nobody can tell whether the others hold.",
    ),
    Rejects.CELL,
)
NO_BASE = Rule(
    "C132",
    Severity.ERROR,
    T("不知道有没有投票", "Not known who voted"),
    T(
        "{names}有没有到会投票读不出来，对他们的「{column}」没有计入",
        "whether {names} voted cannot be read; “{column}” of them is not counted",
    ),
    T("在「到会投票」填“是”或“否”", "enter yes or no under “Voted”"),
    T(
        "逐票填报时，没画的算不同意，所以要知道哪些票不评本人。",
        "Where cells left blank count as not agreed, it must be known which ballots leave out the own row.",
    ),
    Rejects.CELL,
)
ABSTAINED = Rule(
    "C133",
    Severity.ERROR,
    T("弃权没说清", "Abstentions not clear"),
    T(
        "「{column}」的弃权：{why}；这些票没有计入",
        "abstentions on “{column}”: {why}; these votes are not counted",
    ),
    T(
        "在“评议情况”的「有无弃权」选“有”或“无”：选“有”的，弃权格都填（没有填 0）；选“无”的，弃权格空着",
        "choose yes or no under “Any abstained”: with yes fill every cell (0 for none), with no leave them empty",
    ),
    T(
        "弃权不进分母，少数一票，得分就变了。",
        "Abstentions leave the base: one that is not counted changes the score.",
    ),
    Rejects.CELL,
)
BLANK = T("（空）", "(blank)")
UNSAID = T("「有无弃权」没有填", "“Any abstained” is empty")
UNCOUNTED = T("选了“有”，却有 {found} 格没填", "yes was chosen, but {found:cell is|cells are} empty")
DENIED = T("选了“无”，却有 {found} 格填了票数", "no was chosen, but {found:cell holds|cells hold} votes")
TOO_FEW = Rule(
    "C111",
    Severity.WARNING,
    T("票数少于有效票", "Fewer votes than ballots"),
    T(
        "“{subject}”的「{column}」共 {found} 票，少于对其有效票 {limit}；差的按未填处理",
        "“{subject}”, “{column}”: {found:vote} of {limit:ballot}; the rest count as blank",
    ),
    T("核对票数", "check the votes"),
    T(
        "分等级计票时，各等级之和应等于有效票。",
        "Where grades are tallied they should sum to the valid ballots.",
    ),
)
BASE = Rule(
    "C112",
    Severity.ERROR,
    T("对其有效票多于有效票", "Base above the valid ballots"),
    T("「{column}」{found} 多于有效票 {limit}", "“{column}” {found} is more than the valid ballots {limit}"),
    T("改成不超过 {limit}", "enter at most {limit}"),
    T("对一个人的有效票不会多于全部有效票。", "One subject cannot have more valid ballots than there are."),
    Rejects.CELL,
)
BELOW = Rule(
    "C125",
    Severity.ERROR,
    T("对其有效票少于票数", "Base below the votes"),
    T(
        "“{subject}”的「{column}」填了 {found}，可是有几颗星的票数比它多，最多的有 {limit} 票",
        "“{column}” of “{subject}” is {found}, but several stars have more votes, up to {limit}",
    ),
    T("改对；和别人一样的不用填，空着", "correct it; leave it empty where it is as for everybody else"),
    T(
        "一颗星的票多，多半是那颗星填错；几颗星都多，是这一格填错，用它算出来的都不作数。",
        "More votes on one star are mostly that star's error; on several, this cell is wrong, and nothing is counted by it.",
    ),
    Rejects.CELL,
)
OWN_BASE = T("对其有效票", "valid ballots on it")
