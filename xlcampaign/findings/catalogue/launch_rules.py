"""Rules on the launch and the work record."""

from xlcampaign.findings.finding import Rule, Severity
from xlcampaign.words import T

NOT_YET = Rule(
    "X155",
    Severity.WARNING,
    T("日期还没有到", "A day that is still to come"),
    T(
        "“{name}”的“{sheet}”写的 {found} 还没有到（按 {today} 算）",
        "“{sheet}” of “{name}” says {found}, which is still to come (as of {today})",
    ),
    T("核对日期；是计划的，做了再写", "check the date; write down what is planned once it is done"),
    T(
        "动员部署和工作纪实写的是做过的事；照样列在汇总里。",
        "Launch and work record say what was done; it is listed in the summary all the same.",
    ),
)
NO_LAUNCH = Rule(
    "P152",
    Severity.WARNING,
    T("要动员部署表，没有这一步", "A launch form without its step"),
    T(
        "方案要动员部署表，第 {stages} 阶段却没有“{step}”这一步，这些阶段不发动员部署表",
        "the plan asks for the launch form, but there is no step “{step}” in stage {stages}: none is sent there",
    ),
    T(
        "要发的，在“步骤”表加上这一步；不发的不用管",
        "add the step on the sheet of steps where it is to be sent; else nothing to do",
    ),
    T(
        "表按步骤发；没有这一步的阶段只有工作纪实，跟着以后的表报。",
        "Forms go by steps; a stage without this one has the work record alone, on its later forms.",
    ),
)
