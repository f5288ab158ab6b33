"""X, continued: what the committee decided."""

from xlcampaign.findings.finding import Rejects, Rule, Severity
from xlcampaign.words import T

INCOMPLETE = Rule(
    "X107",
    Severity.ERROR,
    T("决定不完整", "Decision incomplete"),
    T(
        "“{name}”的决定缺「{column}」，没有生效",
        "the decision on “{name}” lacks “{column}” and has no effect",
    ),
    T("补填后再发", "enter it and send again"),
    T(
        "否决、改评要有依据：情形或理由，文件或纪要号；表彰要有名称。",
        "A veto or override needs its grounds and its document number; a commendation, its honour.",
    ),
    Rejects.ROW,
)
REFUSED = Rule(
    "X133",
    Severity.WARNING,
    T("没有同意", "Refused"),
    T(
        "“{name}”这一行填的是“{found}”：按上级没有同意处理，不生效{before}",
        "the row of “{name}” says “{found}”: it is taken as refused and has no effect{before}",
    ),
    T(
        "不用处理；其实同意了的，改填情形（等次）和文件或会议纪要号再发",
        "nothing to do; if it was agreed, enter what was decided and the document's number, and send again",
    ),
    T(
        "否决、改评凭文件或会议纪要号生效；写着不同意、不予的，就是没有同意，和还没有议决不同。",
        "A veto or override takes effect by its document; one that says no was decided, and against.",
    ),
)
STILL_STANDS = T(
    "；先前的决定（{before}）没有撤销，照旧有效，议定前不公示；要撤销，文号格写“撤销，文号”再发",
    "; the decision before it ({before}) still stands and nobody is posted before that is settled; to take it back,"
    " write “revoked” and the document's number in place of the number and send again",
)
"""What is said of a refusal where a decision took effect before."""
DECIDED_TWICE = Rule(
    "X108",
    Severity.ERROR,
    T("同一对象有几条决定", "Several decisions on one subject"),
    T(
        "“{name}”有几条互相矛盾的决定，都没有生效，议定前不公示",
        "there are decisions on “{name}” that contradict each other; none has effect, and nobody is posted before that is settled",
    ),
    T("只留一条再发", "keep one and send again"),
    T(
        "不知道哪一条作数，就都不算；说的一样的（几条否决、改评为同一等次），都作数。",
        "Nobody can tell which is meant, so none counts; those that agree all hold.",
    ),
    Rejects.ROW,
)
WRONG_LEVEL = Rule(
    "X109",
    Severity.ERROR,
    T("不是这一类的等次", "Level of the other kind"),
    T(
        "“{found}”不是“{name}”这一类的等次，改评没有生效",
        "“{found}” is no level for “{name}”; the override has no effect",
    ),
    T(
        "支部和党员各有各的等次，改选后再发",
        "branches and members have levels of their own; choose one of these",
    ),
    T("支部和党员的等次不同。", "Branches and members have different levels."),
    Rejects.ROW,
)
UNGRADED = Rule(
    "X110",
    Severity.ERROR,
    T("不定等次的不能改评", "No level to change"),
    T("“{name}”不定等次，改评没有生效", "“{name}” is not graded; the override has no effect"),
    T(
        "不用再议，不影响公示和定稿；在这一行写“撤回”再发，或改方案里的类别、参评",
        "nothing is left to decide, and it keeps nothing from being posted or sealed; write “withdrawn” in its row and send"
        " it, or change the category in the plan",
    ),
    T("预备党员、不定等次的党员只评星。", "Probationary and exempt members are rated only."),
    Rejects.ROW,
)
NO_LEVEL_TO_PROPOSE = Rule(
    "X149",
    Severity.WARNING,
    T("不定等次的不能提请改评", "No level to propose another for"),
    T(
        "“{name}”不定等次，提请改评为“{found}”不列入会议议决",
        "“{name}” is not graded; that “{found}” is proposed is no matter for the meeting",
    ),
    T(
        "不用处理；类别或参评写错了的，改方案",
        "nothing to do; where category or participation is wrong, correct the plan",
    ),
    T(
        "预备党员、不定等次的党员只评星，没有等次可改。",
        "Probationary and exempt members are rated only and have no level.",
    ),
)
VETOED = Rule(
    "X111",
    Severity.WARNING,
    T("已否决，改评不起作用", "Vetoed: the override has no effect"),
    T("“{name}”已否决，改评不起作用", "“{name}” is vetoed, and the override has no effect"),
    T(
        "要恢复等次，先由上级撤销否决：否决这一行的文号格改写“撤销，文号”再发",
        "to restore the level, the committee has to revoke the veto: write “revoked” and the document's number in place of"
        " the veto's number and send again",
    ),
    T("改评不解除否决。", "An override never lifts a veto."),
)
CONTRADICTED = Rule(
    "X137",
    Severity.WARNING,
    T("表彰和别的决定矛盾", "Commended against another decision"),
    T(
        "“{name}”填了同意表彰，和“{found}”的决定矛盾；议定以前不公示表彰",
        "“{name}” is to be commended, against the decision in “{found}”; the commendation is not posted until that is settled",
    ),
    T(
        "提交会议议定，把不作数的一条改掉再发",
        "have the meeting settle it, correct the one that does not hold and send again",
    ),
    T(
        "被否决的不推荐、列入整改；同一表彰又同意又不同意的，也不知道哪一条作数。",
        "Who is vetoed is not recommended and has to rectify; of a yes and a no on one honour nobody knows which holds.",
    ),
)
LEFT_OUT = Rule(
    "X145",
    Severity.WARNING,
    T("以前的决定没有再写，仍有效", "An earlier decision is left out, and still holds"),
    T(
        "「{sheet}」以前的决定（{other}）这一份没有再写决定，也没有撤销，照旧有效：{rows}",
        "an earlier decision on “{sheet}” ({other}) is neither taken again here nor revoked, and still holds: {rows}",
    ),
    T(
        "仍作数的不用处理；不作数的，在那一行写“撤回”，或在文号格写“撤销，文号”再发",
        "nothing to do if it holds; if not, write “withdrawn” in its row, or “revoked” and a document in place of its number,"
        " and send it",
    ),
    T(
        "漏抄和撤销看上去一样：决定写明撤销才不算。",
        "Left out and revoked look alike: a decision holds until somebody says that it does not.",
    ),
)
REVOKED_BARE = Rule(
    "X168",
    Severity.WARNING,
    T("撤销没有写文号", "Revoked without a document"),
    T(
        "「{sheet}」这一份撤销了“{other}”有文号的决定，没有写凭哪个文件：{rows}{by}",
        "on “{sheet}” this one revokes decisions of “{other}” that have a document, and names none: {rows}{by}",
    ),
    T(
        "已按撤销处理；文号格补写“撤销，文号”再发，不是要撤销的改回原来的文号",
        "it is revoked; write “revoked” and the document in place of the number and send again, or restore the number",
    ),
    T(
        "凭文件作的决定，凭什么撤销以后也要查得到。",
        "What was decided by a document is revoked by one, which must be found later.",
    ),
)
PUT_RIGHT = Rule(
    "X146",
    Severity.WARNING,
    T("同一条决定改成了别人", "A decision is about somebody else now"),
    T(
        "「{sheet}」“{other}”在同一行、凭同一文号写的是别人，这一份的不计入；不同之处：{differences}",
        "on “{sheet}” the same row of “{other}” takes this decision about somebody else; this one does not count: {differences}",
    ),
    T(
        "是更正的不用处理；对两个人都作了决定的，在一份表里各写一行再发",
        "nothing to do if it was put right; if it was taken on both, give each a row of one form and send it",
    ),
    T(
        "同一份表上的一行是一条决定；后来的改了对象，先前的就是写错了人。",
        "A row of one form is one decision; where a later copy names somebody else, the earlier one was a slip.",
    ),
)
UNSETTLED = Rule(
    "X147",
    Severity.WARNING,
    T("异议有结论，没有填全", "Objection concluded, not complete"),
    T(
        "“{name}”的异议填了结论，缺「{column}」：仍算没有结果，定稿以前要填全",
        "the objection about “{name}” has a conclusion and lacks “{column}”: it is still open, and no stage is sealed with it",
    ),
    T("补填后再发", "enter it and send again"),
    T(
        "异议怎么核查的、结论是什么、凭哪个文件或纪要，以后要查得到。",
        "How an objection was looked into, what came of it and by which document must be found later.",
    ),
)
UPHELD_ALONE = Rule(
    "X148",
    Severity.WARNING,
    T("异议成立，没有相应的决定", "Objection upheld, nothing decided"),
    T(
        "“{name}”的异议结论是“{found}”，可是没有关于这一对象的否决、改评、撤销、不推荐或不表彰的决定：等次和名单不会因此改变",
        "the objection about “{name}” is “{found}”, and there is no veto, override, revocation or refusal about that subject:"
        " it changes neither level nor list",
    ),
    T(
        "会议决定改的，在否决、改评、推荐或评选表彰里写明再发；只更正了票数、或者不用改的，不用处理",
        "what the meeting decided to change is entered as veto, override, recommendation or commendation and sent; nothing to"
        " do where only votes were corrected or nothing is to change",
    ),
    T(
        "异议只是登记；等次和名单凭会议的决定改。",
        "The register of objections only records; levels and lists change by decisions of the meeting.",
    ),
)
RECOMMENDED_UNFIT = Rule(
    "X157",
    Severity.WARNING,
    T("会议同意推荐的不符合条件", "Recommended without being fit for it"),
    T(
        "“{name}”填了同意推荐，可是{found}：不推荐，不公示",
        "“{name}” is to be recommended, but {found}: it is neither recommended nor posted",
    ),
    T(
        "对象填错的改正；票数、等次要改的，先改那里；确实不推荐的，改填“不推荐”或“撤回”再发",
        "correct the subject, or first what the result comes from; who is not recommended after all gets “refused” or"
        " “withdrawn” in its row",
    ),
    T(
        "推荐凭星数和规则；会议定的是名额不够时推荐谁，和按规则还定不下来的。",
        "Stars and rules make fit; a meeting decides who gets a place, and what the rules leave open.",
    ),
)
MORE_THAN_PLACES = Rule(
    "X158",
    Severity.WARNING,
    T("同意推荐的多于名额", "More recommended than places"),
    T(
        "会议同意推荐 {found} 个（{names}），名额只有 {places} 个：谁在名额内还定不下来，都不公示",
        "{found:subject is|subjects are} to be recommended ({names}), and there {places:=is|are} {places:place}: nobody can tell"
        " who has one, and none of them is posted",
    ),
    T(
        "不推荐的改填“不推荐”再发；名额加了的，改方案里的推荐名额",
        "enter “refused” for who is not recommended and send again; where there are more places by now, correct the plan",
    ),
    T("超过名额的推荐报不上去。", "More than the places cannot be recommended."),
)
UNKNOWN_CASE = Rule(
    "X150",
    Severity.WARNING,
    T("没有这一项整改", "No such case"),
    T(
        "没有编号 {found} 的整改：整改表没有报，或编号不对；这一行的销号决定不起作用",
        "no case of rectification has the number {found}: its form did not come, or the number is wrong; what is decided in"
        " the row has no effect",
    ),
    T("照“整改台账”的编号改正再发", "correct it by the number on “Rectification” and send again"),
    T("销号按编号对整改。", "What is decided on closing a case is matched by its number."),
)
CLOSED_WITHOUT = Rule(
    "X151",
    Severity.WARNING,
    T("销号没有理由或文号", "Closed without grounds"),
    T(
        "{found} 填了同意销号，缺理由或文号（没填，或读不出）：没有销号",
        "{found} is to be closed, without reason or document number (blank, or unread): it stays open",
    ),
    T("补填理由和文号再发", "enter reason and document number and send again"),
    T(
        "整改由会议销号，凭什么销的以后要查得到；星都授了的，自动销号。",
        "The meeting closes a case, and by what must be found later; one whose stars are lit is closed by itself.",
    ),
)
