"""X, continued: whose rating counts, and by what it counts."""

from xlcampaign.findings.finding import Rejects, Rule, Severity
from xlcampaign.words import T

RATED_TWICE = Rule(
    "X132",
    Severity.ERROR,
    T("两张表都评了", "Rated on two forms"),
    T(
        "{names}的“{way}”在“{counts}”里也评了，以那一张为准，这里的没有计入",
        "“{way}” of {names} stands in “{counts}” as well; that one counts, and this one does not",
    ),
    T(
        "不是填表人的错，也不用重报；该以这一张为准的，改方案里{where}",
        "no error of the sender's, and nothing to send again; if this one should count, change {where} in the plan",
    ),
    T(
        "两次发表之间换了支部、职务，或改了组织总评由谁作出的，两张表上都会有；按方案现在写的算一张，不合在一起。",
        "Who moved, changed post or is rated by somebody else now stands on both forms; the one that today's plan asks"
        " counts, never both.",
    ),
    Rejects.CELL,
)
RATED_ELSEWHERE = Rule(
    "X143",
    Severity.NOTE,
    T("换了地方评", "Rated elsewhere now"),
    T(
        "{names}的“{way}”按方案现在由“{counts}”评，以那一张为准，这里以前评的没有计入",
        "by today's plan “{way}” of {names} is rated in “{counts}”, which counts; what was rated here before does not",
    ),
    T(
        "不用处理；该以这一张为准的，改方案里{where}",
        "nothing to do; if this one should count, change {where} in the plan",
    ),
    T(
        "换了支部、职务，或改了组织总评由谁作出的，两张表上都会有；方案现在要哪一张评，就算哪一张。",
        "Who moved, changed post or is rated by somebody else now stands on both forms; the one that today's plan asks counts.",
    ),
)

WHERE_RATED = T(
    "“支部”表的「组织总评由谁作出」，或“党员”表的支部、职务",
    "who gives the branch's organisation's rating, or the member's branch or post",
)
WHERE_MEMBER = T("“党员”表的支部", "the member's branch")
AND_MORE = T("{names}等 {number} 人", "{names} and others, {number} in all")
OTHER_MEANING = Rule(
    "X144",
    Severity.WARNING,
    T("表上的意思后来改了", "What was printed was changed since"),
    T(
        "发表后方案改了：{changes}；填表、投票的人看到的是原来的，现在按方案改后的算",
        "changed in the plan after the form was issued: {changes}; who filled it in, or voted, was shown what stood before,"
        " and it counts by what stands now",
    ),
    T(
        "有意这样算的，不用处理；不是的，把方案改回去，或者重新发表、重新评",
        "if that is meant, nothing to do; if not, change the plan back, or issue the form again and have it rated anew",
    ),
    T(
        "等级值几分、算不算满意、一颗星按什么标准评，填表的人照表上印的来；以后再改，结果变了，要有人知道。",
        "Raters go by the points, the satisfied grades and the standards that they are shown; where these change later,"
        " results change, and somebody has to know.",
    ),
)
SAME_AS_BEFORE = Rule(
    "X202",
    Severity.WARNING,
    T("票和前面的阶段一模一样", "The same votes as in an earlier stage"),
    T(
        "“{way}”：{who}，每颗星的票都和第 {stage} 阶段一个不差；已计入",
        "“{way}”, {who}: on every star the votes are those of stage {stage}, to the last one; they count",
    ),
    T(
        "问清是不是把第 {stage} 阶段的票照抄了，或把那时的网上导出又用了一次：是的，重新计票再报；真是这样的，不用改",
        "ask whether the votes of stage {stage} were copied, or an export of that time was used again: then count and send"
        " again; if they really came out so, nothing to do",
    ),
    T(
        "两次投票，每个人每颗星的票都一样，碰巧的极少。几乎全是同一种票的不问。",
        "Two votes hardly ever come out alike on every star of everybody. Where nearly all votes are the same, nobody asks.",
    ),
)
SAME_AS_ANOTHER = Rule(
    "X203",
    Severity.WARNING,
    T("两个支部的票一模一样", "Two branches with the same votes"),
    T(
        "“{way}”：{branches}，{found} 名党员依次每颗星的票一个不差；都已计入",
        "“{way}”: {branches}; member after member, {found} in all, the votes on every star are the same; all count",
    ),
    T(
        "问清是谁照抄了谁，或者谁把别人的数填进了自己的表：错的按自己的票重新报；真是这样的，不用改",
        "ask who copied whose votes, or filled in somebody else's: that branch is to count its own and send again; if they really"
        " came out so, nothing to do",
    ),
    T(
        "人不同、票不同，一个不差的极少。只有办公室看得到，不写进退回件。几乎全是同一种票的不问。",
        "Other people and other votes hardly ever come out alike. Only the organiser is told. Where nearly all votes are the same,"
        " nobody asks.",
    ),
)
THE_MEMBERS = T("{number} 名党员", "{number} in all")
THE_BRANCH = T("支部", "the branch")
POINTS = T("{grade}的分值 {was} → {now}", "points of {grade} {was} → {now}")
SATISFIED = T("{grade}计入满意 {was} → {now}", "{grade} counts as satisfied {was} → {now}")
STANDARD = T("{star}的评星标准", "standard of {star}")
"""What may be changed of what a form was issued with."""
PRINTED_ANEW = T(
    "这次发的表上有这些票，印的却是改后的",
    "the form that is issued now comes with these votes, and shows what stands now",
)
"""What is said beside where such a form is issued again."""
