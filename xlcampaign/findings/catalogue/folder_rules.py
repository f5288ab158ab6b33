"""O, continued: a campaign's folder in which something that it needs is broken, gone, or taken for something else."""

from xlcampaign.findings.finding import Rule, Severity
from xlcampaign.words import T

PLAN_BROKEN = Rule(
    "O203",
    Severity.ERROR,
    T("方案打不开", "The plan cannot be opened"),
    T("活动的方案打不开：{why}", "the campaign's plan cannot be opened: {why}"),
    T("{remedy}", "{remedy}"),
    T(
        "方案是您自己的文件，只在这台电脑上；改方案的命令都先把原来的存在它旁边。",
        "The plan is your own file, and nobody else has it; commands that change it keep the one before beside it.",
    ),
)
COPIES = T(
    "旁边有存下的方案（新的在前）：{copies}。打开看一份，没有问题的改名为 {file}，再补上那以后的改动",
    "plans that were kept lie beside it, the newest first: {copies}. Open one; where it is sound, rename it to {file} and make"
    " the changes since then again",
)
NO_COPY = T(
    "旁边没有存下的方案：先在 Excel 或 WPS 里打开修复，或从备份、网盘的历史版本里找回；都没有的，用 xlcampaign init 新文件夹"
    " 重新做一份，"
    "活动编号、支部和党员的编号要和发出去的表上的一样",
    "no plan was kept beside it: have Excel or WPS repair it, or take it from a backup or the versions of a cloud drive; failing"
    " that, make a new one with xlcampaign init NEW-FOLDER, with the codes of campaign, branches and members that are on the"
    " forms that went out",
)
INBOX_GONE = Rule(
    "O204",
    Severity.ERROR,
    T("收件箱文件夹不在了", "The inbox folder is gone"),
    T(
        "活动文件夹里没有 {folder} 文件夹，收到的表一份也没有读",
        "there is no folder {folder} in the campaign's folder; nothing that came in was read",
    ),
    T(
        "改了名或移走的，改回、移回来；删掉的，从回收站或备份里找回；还没有收到过表的，新建一个 {folder} 文件夹",
        "where it was renamed or moved, put it back; where it was deleted, take it from the trash or a backup; where nothing ever"
        " came, make a folder {folder}",
    ),
    T(
        "文件夹没了和一份表都没有报是两回事，不能都说成“未报”。",
        "That a folder is gone does not mean that nobody sent anything.",
    ),
)
A_CAMPAIGN = Rule(
    "O205",
    Severity.ERROR,
    T("这是活动文件夹", "This is a campaign's folder"),
    T(
        "“{folder}”是一个活动文件夹，里面是支部的表，不是各单位的上报本",
        "“{folder}” is a campaign's folder, with forms of branches; the reports of units are elsewhere",
    ),
    T(
        "这个活动的上报本在它的 summary 文件夹里（没有的，用 xlcampaign merge --report 出）；"
        "把各单位的上报本放进另一个文件夹，再上级汇总那个文件夹",
        "its own report is in its folder summary (xlcampaign merge --report writes it); put the units' reports into a folder of"
        " their own and roll that up",
    ),
    T(
        "支部的表由本单位汇总（xlcampaign merge）；rollup 汇总各单位报上来的结果。",
        "Forms of branches are merged by their unit (xlcampaign merge); rollup puts together what units reported.",
    ),
)
