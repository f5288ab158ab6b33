"""Findings on the final selection: on its rule in the plan, and on what it came to."""

from xlcampaign.findings.finding import Rule, Severity
from xlcampaign.words import T

MANY_IN_TOTAL = Rule(
    "P151",
    Severity.ERROR,
    T("累计所需星数多于各阶段的星", "More stars in total than all stages have"),
    T(
        "“{column}”填了 {found}，而 {stages} 个阶段一共只有 {total} 颗星",
        "“{column}” says {found}, but the stages ({stages}) have {total:star} in all",
    ),
    T(
        "填不超过 {total} 的数，或留空表示每个阶段推荐所需星数之和",
        "enter at most {total}, or leave it empty for what recommending asks, of every stage",
    ),
    T(
        "终评按累计时，要求的星数不可能超过各阶段星数之和，否则终评无人能推荐。",
        "Nobody can earn more stars than all stages have, and nobody could be selected in the end.",
    ),
)
HANDED_ON = Rule(
    "O190",
    Severity.NOTE,
    T("终评有推荐或表彰", "Recommended or commended in the end"),
    T(
        "终评：推荐审批表 {pages} 份（其中待会议研究 {study} 份），证书 {certificates} 张，在 {file}",
        "final selection: approval forms {pages} (of these to be decided by a meeting: {study}), certificates {certificates},"
        " in {file}",
    ),
    T(
        "审批表打印、签署意见、盖章报批；待研究的（见汇总的“会议议决”）会议同意了填评选表彰表的“推荐”再汇总，才用",
        "print, sign and seal the forms; those of who is to be decided (see the agenda) once a meeting has agreed, which is"
        " entered in “Recommendations” of the commendation form before merging again",
    ),
    T(
        "末阶段汇总时按方案的终评规则评出，和汇总同时写、同时换。",
        "By the plan's rule, with the last stage: written, and replaced, together with the summary.",
    ),
)
NOTHING_HANDED_ON = Rule(
    "O191",
    Severity.NOTE,
    T("终评没有推荐，也没有表彰", "Nobody recommended or commended in the end"),
    T(
        "终评：没有推荐的，没有待研究的，也没有可以公示的表彰，不出推荐审批表",
        "final selection: nobody is recommended, to be decided or commended, and there are no approval forms",
    ),
    T("每个人差什么，见汇总的“终评”", "for what each lacks see the summary's sheet on it"),
    T(
        "末阶段汇总时按方案的终评规则评出。以前出的推荐审批表已经拿走，免得误用。",
        "By the plan's rule, with the last stage. Forms of an earlier merge are taken away, lest they be used.",
    ),
)
