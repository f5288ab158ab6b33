"""O, P and R: what is said when a command moves the plan on, or takes a list of members into it."""

from xlcampaign.findings.finding import Rule, Severity
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
