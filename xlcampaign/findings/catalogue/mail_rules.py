"""O128, O140–O153, O202 and O206: what keeps messages from being written or sent, or goes with none."""

from xlcampaign.findings.finding import Rule, Severity
from xlcampaign.words import T

NO_ADDRESS = Rule(
    "O140",
    Severity.WARNING,
    T("没有邮箱", "No e-mail address"),
    T("{found} 个单位没有邮箱，发不出：{names}", "units without an e-mail address ({found}): {names}"),
    T(
        "在方案里补上：支部在“支部”表“邮箱”一列；上级在“活动”表“上级邮箱”一行（没有这一行就在最下面加上）。或把文件夹里的文字和表用微信发",
        "add it to the plan: a branch's on “Branches”, the superior's on “Campaign” in the row “The superior's e-mail” (add"
        " that below where there is none); or pass text and files on in another way",
    ),
    T(
        "草稿、文字照样写出，草稿里没有收件人；--send 时不发。",
        "Draft and text are written all the same, the draft without a recipient; --send leaves them out.",
    ),
)
NOT_WRITTEN = Rule(
    "O128",
    Severity.WARNING,
    T("没有表可附", "No form to attach"),
    T(
        "催的{form}不在 send 里，催报没有附上：{names}",
        "{form} is not in send and goes with no reminder: {names}",
    ),
    T(
        "先运行 xlcampaign forms --step {step}，再催；或请对方填以前收到的表",
        "run xlcampaign forms --step {step}, then remind again; or have the form filled that they have",
    ),
    T(
        "催报附的是 send 里各单位文件夹中的表。",
        "What goes with a reminder is the form in the unit's folder in send.",
    ),
)
NO_FORMS_TO_MAIL = Rule(
    "O141",
    Severity.ERROR,
    T("没有可发的表", "No forms to send"),
    T("“{step}”的表还没有出，没有可发的", "no forms of {step} were written, so there is nothing to send"),
    T("先运行 xlcampaign forms", "run xlcampaign forms first"),
    T(
        "邮件的附件就是 send 里各单位文件夹中的表。",
        "What is attached are the forms in the units' folders in send.",
    ),
)
NEVER_ISSUED = Rule(
    "O206",
    Severity.WARNING,
    T("截止了，表还没有发", "Due, and never issued"),
    T(
        "{forms}截止日已过，表还没有出过（方案的当前步骤还是“{step}”），没有催",
        "due, but never issued, since the plan's current step is “{step}”; nobody is reminded of: {forms}",
    ),
    T(
        "做到这一步了的，先运行 xlcampaign plan next 和 forms，把表发下去；还没有做到的，在方案的“步骤”表里改截止日",
        "where that step has come, run xlcampaign plan next and forms, and send the forms out; where it has not, change its"
        " deadline in the plan",
    ),
    T(
        "没有收到过表的单位没有可报的，催了人家也不知道是什么。",
        "Who never got a form has nothing to send, and would not know what is meant.",
    ),
)
BY_HAND = Rule(
    "O202",
    Severity.WARNING,
    T("退不回去的文件", "Files that cannot go back"),
    T(
        "这 {found} 个文件没有采用，也没有表可以标好退回：{files}",
        "{found:file was|files were} not taken, and there is no form in them to mark and return: {files}",
    ),
    T(
        "另外跟对方要：看清文件是谁发的，请重发本活动原来的 .xlsx 表；已经另外报来的，不用处理",
        "ask for them by hand: see who sent the file, and have this campaign's own .xlsx form sent again; nothing to do where"
        " that came besides",
    ),
    T(
        "打不开的、不是表的、别的活动的文件，程序标不了哪里错，也说不准该退给谁。",
        "What cannot be opened, is no form or another campaign's cannot be marked, nor is it certain whose it is.",
    ),
)
NO_ACCOUNT = Rule(
    "O142",
    Severity.ERROR,
    T("没有发信设置", "No settings for sending"),
    T("{problem}，没有发", "{problem}; nothing was sent"),
    T("运行 xlcampaign mail --setup，照问的填", "run xlcampaign mail --setup and answer what it asks"),
    T(
        "发信服务器、账号、发件邮箱记在 .xlcampaign/mail.ini，不含密码。",
        "Server, user and sender stand in .xlcampaign/mail.ini, without a password.",
    ),
)
NO_SETTINGS = T("还没有发信设置", "there are no settings for sending yet")
BAD_SETTINGS = T(".xlcampaign/mail.ini 读不懂", ".xlcampaign/mail.ini cannot be understood")
NO_SERVER = Rule(
    "O143",
    Severity.ERROR,
    T("连不上发信服务器", "The server is not reached"),
    T("连不上发信服务器 {host}：{why}", "the server {host} is not reached: {why}"),
    T(
        "看网络通不通、服务器名和端口对不对（xlcampaign mail --setup），再运行一次：已发的不会再发",
        "look at the network, the server's name and its port (xlcampaign mail --setup), and run it again: what was sent is"
        " not sent twice",
    ),
    T(
        "只有 mail --send 联网，别的命令都不联网。",
        "Only mail --send uses the network, no other command does.",
    ),
)
UNTRUSTED = T(
    "加密连接建立不了，或对方证书不可信",
    "no encrypted connection, or a certificate that is not to be trusted",
)
LOGIN_REFUSED = Rule(
    "O144",
    Severity.ERROR,
    T("登录被拒", "The login was refused"),
    T(
        "{host} 不让 {user} 登录，没有发：{why}",
        "{host} refused the login of {user}, nothing was sent: {why}",
    ),
    T(
        "163、QQ 等邮箱要填授权码，不是登录密码：在网页邮箱“设置”里开启 SMTP，生成授权码",
        "163, QQ and others want an authorisation code, not the password: switch SMTP on in the settings of the mailbox and"
        " have one made",
    ),
    T("密码、授权码每次输入，从不存盘。", "Password or code is asked for each time and never stored."),
)
NOT_ASCII = T("账号、授权码里不会有中文或全角字", "user and code hold no signs but those of a plain keyboard")
REFUSED = Rule(
    "O145",
    Severity.WARNING,
    T("服务器不收", "Refused by the server"),
    T("{name}（{address}）没有发成：{why}", "{name} ({address}) was not sent its message: {why}"),
    T(
        "邮箱写错的在方案里改；服务器说太多、太快的，过一会儿再运行：已发的不会再发",
        "correct the address in the plan; where the server says that it is too much or too fast, run it again later: what"
        " was sent is not sent twice",
    ),
    T("一个邮箱发不成，别的照发。", "One address that fails keeps nothing from the others."),
)
UNSURE = Rule(
    "O146",
    Severity.WARNING,
    T("不知道发到没有", "Nobody knows whether it was sent"),
    T(
        "{name}（{address}）的邮件交到一半时中断，可能已经发出，没有再发",
        "{name} ({address}): the connection ended while the message was handed over; it may have been sent, and was not"
        " sent again",
    ),
    T(
        "问一下收到没有，或看发件箱；没收到就用草稿单独发，或加 --again 重发",
        "ask whether it arrived, or look at what your mailbox sent; if not, send its draft, or send all again by --again",
    ),
    T("宁可问一句，也不发两遍。", "Better to ask than to send twice."),
)
BROKEN_OFF = Rule(
    "O147",
    Severity.ERROR,
    T("没有发完", "Not all was sent"),
    T("发了 {sent} 封，还有 {left} 封没有发", "{sent:message was|messages were} sent, {left} not"),
    T(
        "照上面说的做，再运行一次，接着发：已发的不会再发",
        "do what is said above and run it again; what was sent is not sent twice",
    ),
    T("发了哪些记在 .xlcampaign/sent。", "What was sent stands in .xlcampaign/sent."),
)
ALREADY_SENT = Rule(
    "O148",
    Severity.NOTE,
    T("以前发过", "Sent before"),
    T(
        "{found} 封以前发过，内容没有变，不再发（最近一次 {last}）",
        "{found:message was|messages were} sent before, word for word (last on {last}), and not sent again",
    ),
    T("不用处理；确实要再发一遍，加 --again", "nothing to do; to send them once more, add --again"),
    T(
        "同样的内容不向同一个邮箱发两遍，中断了再运行也一样。",
        "The same message goes to an address once, however often a run is interrupted.",
    ),
)
SENDER_REFUSED = Rule(
    "O149",
    Severity.ERROR,
    T("不许用这个发件邮箱", "The sender is refused"),
    T("服务器不许从 {address} 发信：{why}", "the server takes nothing from {address}: {why}"),
    T(
        "发件邮箱一般要和登录的账号相同（xlcampaign mail --setup）；说发得太多的，过一会儿再运行",
        "the sender's address is usually that of the user (xlcampaign mail --setup); where it is too much, run it later",
    ),
    T(
        "服务器这样说，后面的也都发不成，所以停下。",
        "After that no other message would be taken, so it stops.",
    ),
)
RESULTS_OPEN = Rule(
    "O150",
    Severity.WARNING,
    T("还有没议决的", "Not everything is decided"),
    T(
        "{found} 个支部、党员有事项没有议决（提请、并列、填得不清楚），页上写“待会议研究”：{names}",
        "for {found:subject} something is to be decided (proposed, tied, unclear); their pages say so: {names}",
    ),
    T(
        "见汇总表“会议议决”；议决以后收进评选表彰表，再汇总、再发",
        "see the summary's agenda; once it is decided and the committee's form came, merge and send again",
    ),
    T(
        "汇总、会议、公示以后才告知：议决以前的等次不告诉任何人，得星、得分不受影响。",
        "Results are told after summary, meeting and publication: no level is told before it is settled; stars and scores do"
        " not depend on it.",
    ),
)
NOT_SUMMARISED = Rule(
    "O151",
    Severity.WARNING,
    T("还没有汇总", "Nothing was merged"),
    T(
        "第 {stage} 阶段还没有汇总，页上不列结果，写“待会议研究”",
        "stage {stage} was not merged yet: no result stands on the pages, they say that it is to be decided",
    ),
    T(
        "先运行 xlcampaign merge，开会研究，再发结果",
        "run xlcampaign merge and have the meeting look at it, then send results",
    ),
    T(
        "没有汇总，会议就没有看过结果，不能先告诉各支部。",
        "Without a summary no meeting has seen any result, and no branch is told before it.",
    ),
)
NOTHING_TO_TELL = Rule(
    "O182",
    Severity.WARNING,
    T("有的支部没有结果可告知", "Branches without any result"),
    T(
        "{found} 个支部还没有评议结果，它们的结果表也写了，里面都是“—”：{names}",
        "branches without a result yet: {found}; their workbooks are written all the same, with “—” throughout: {names}",
    ),
    T(
        "这几份先不要发；表报来、改好、再汇总以后再发",
        "do not send these; send them once the forms came, were corrected and merged",
    ),
    T(
        "没有报评议表，或者报的都读不了，就没有结果，本人的承诺还是列出。",
        "Without an evaluation form, or with nothing of it that can be read, there is no result; pledges are listed still.",
    ),
)
SUMMARY_OUTDATED = Rule(
    "O152",
    Severity.ERROR,
    T("汇总以后有变动", "Something changed since the summary"),
    T(
        "{day} 的汇总以后，方案或收到的表有变动，结果可能和会议看到的不一样，没有写",
        "plan or forms changed after the summary of {day}: results may differ from what the meeting saw; nothing was written",
    ),
    T(
        "再运行 xlcampaign merge，看看结果变没变，再发",
        "run xlcampaign merge again, see whether results changed, then send them",
    ),
    T(
        "告诉各支部的，就是最近一次汇总里的。",
        "What branches are told is what stands in the last summary.",
    ),
)
NOBODYS_DECISION = Rule(
    "O153",
    Severity.WARNING,
    T("有的决定看不出是谁的", "Decisions on nobody knows whom"),
    T(
        "上级的决定有 {found} 处看不出是关于谁的，弄清楚以前，可能是谁就不告诉谁等次",
        "of {found} of the superior's decisions nobody can tell whom they are about: whoever that may be is told no level yet",
    ),
    T(
        "弄清楚、改好评选表彰表，再汇总、再发",
        "find out, correct the committee's form, merge and send again",
    ),
    T(
        "看不出是谁的，谁都可能是：谁的等次都先不告诉；只认得出支部的，这个支部的先不告诉。",
        "Where nobody can be made out it may be anybody, and all levels wait; where a branch is named, only those of the branch.",
    ),
)
