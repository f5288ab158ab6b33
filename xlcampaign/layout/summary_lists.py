"""The summary's lists: who is fit for recommendation, who has to rectify, what a meeting decides, what is posted."""

from xlcampaign.layout.kinds import Code
from xlcampaign.layout.sheet import Column, Table
from xlcampaign.layout.summary import NUMBER, SCORE, TITLES, column
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.model.results import Recommended, Seat
from xlcampaign.words import T

NONE = T("无", "none")

SEATS = {
    Seat.FREE: T("名额内", "within the places"),
    Seat.STUDY: T("名额不足，提请研究", "too few places: to be decided"),
    Seat.OVER: T("超出名额", "beyond the places"),
}
RESOLUTION = T(
    "□ 同意　□ 不同意　□ 缓议\n文号/纪要号＿＿＿＿＿＿＿",
    "□ agreed  □ refused  □ deferred\nDocument/minutes no. ________",
)
SIGNATURES = (
    T(
        "主持人＿＿＿＿＿＿＿＿　　　　监督人＿＿＿＿＿＿＿＿",
        "Chair ________________    Supervisor ________________",
    ),
    T(
        "记录人＿＿＿＿＿＿＿＿　　　　日期＿＿＿＿年＿＿月＿＿日",
        "Minutes ________________    Date ________________",
    ),
)

_ORDER = column("order", T("序", "No."), NUMBER, 6)
_BRANCH = column("branch", T("支部", "Branch"), width=20)
_LIT = column("lit", T("星数", "Stars"), NUMBER, 8)
_COMPOSITE = column("composite", T("综合得分", "Composite"), SCORE, 10)
_STATUS = column("status", T("现况", "Now"), width=13)


def _name(kind: SubjectKind) -> Column:
    """Return what stands beside a branch: a member's name; for the branch itself its code."""
    if kind is SubjectKind.BRANCH:
        return column("name", T("编号", "Code"), Code(), 17)
    return column("name", T("姓名", "Name"), width=17)


def group_title(plan: Plan, kind: SubjectKind, group: Recommended) -> T:
    """Return the name of one of the two groups of those who are fit for recommendation."""
    top = plan.levels_of(kind)[0].name
    stars = T("满星", "all stars")
    if plan.recommend_from(kind) < len(plan.stars_of(kind)):
        stars = T("达到推荐星数", "enough stars")
    if group is Recommended.TOP:
        return T(f"{stars.zh}且{top}", f"{stars.en} and “{top}”")
    return T(f"{stars.zh}未评{top}", f"{stars.en}, not “{top}”")


def recommended_table(plan: Plan, kind: SubjectKind, group: Recommended) -> Table:
    """Return a section of 符合推荐条件名单; a column tells about places where the plan limits any."""
    limited = any(plan.places_of(one) is not None for one in SubjectKind)
    rank = T("支部内名次", "Rank in branch") if kind is SubjectKind.MEMBER else T("名次", "Rank")
    columns = (
        _ORDER,
        _BRANCH,
        _name(kind),
        _LIT,
        _COMPOSITE,
        column("rank", rank, NUMBER, 12),
        column("level", T("等次", "Level"), width=12),
        column("decided", T("自评决定的星", "Stars by self-rating only"), width=22),
        column("note", T("备注", "Note"), width=36),
        *([column("seat", T("推荐名额", "Places"), width=20)] if limited else []),
        _STATUS,
    )
    return Table(f"recommended_{kind}_{group}", group_title(plan, kind, group), columns)


def near_table() -> Table:
    """Return 差一星, which stands below the list in columns of the same widths."""
    columns = (
        _ORDER,
        _BRANCH,
        _name(SubjectKind.MEMBER),
        _LIT,
        _COMPOSITE,
        column("gap", T("最小差距", "Smallest gap"), SCORE, 12),
        column("lowest", T("最低方式", "Lowest way"), width=12),
        column("nearest", T("最接近的星", "Nearest star"), width=22),
        column("unlit", T("未授的星", "Stars not lit"), width=36),
        _STATUS,
    )
    return Table("near", T("差一星", "One star short"), columns)


def ties_table() -> Table:
    """Return 并列, which stands below the list in columns of the same widths."""
    columns = (
        _ORDER,
        _BRANCH,
        column("tied", T("并列人数", "Tied"), NUMBER, 17),
        column("places", T("名额", "Places"), NUMBER, 8),
        _COMPOSITE,
        column("position", T("并列位次", "Position"), NUMBER, 12),
        column("left", T("尚余名额", "Places left"), NUMBER, 12),
        column("quota", T("名额结果", "Quota"), width=22),
        column("names", T("姓名", "Names"), width=36),
        _STATUS,
    )
    return Table("ties", T("并列（跨名额线）", "Ties across the quota"), columns)


def rectification_table(kind: SubjectKind) -> Table:
    """Return a section of 整改名单."""
    titles = {SubjectKind.BRANCH: T("支部", "Branches"), SubjectKind.MEMBER: T("党员", "Members")}
    columns = (
        _ORDER,
        _BRANCH,
        _name(kind),
        _LIT,
        column("needed", T("基本要求", "Required"), NUMBER, 10),
        _COMPOSITE,
        column("unlit", T("未授的星", "Stars not lit"), width=46),
        column("reason", T("原因", "Reason"), width=40),
        _STATUS,
    )
    return Table(f"rectification_{kind}", titles[kind], columns)


def unrated_table() -> Table:
    """Return 暂未评星, which stands below 整改名单 in columns of the same widths."""
    columns = (
        _ORDER,
        _BRANCH,
        _name(SubjectKind.MEMBER),
        column("rated", T("已评星", "Rated"), NUMBER, 8),
        column("stars", T("应评星", "Stars"), NUMBER, 10),
        column("left", T("未评星", "Unrated"), NUMBER, 10),
        column("cause", T("原因", "Cause"), width=46),
        column("unrated", T("未评的星", "Stars unrated"), width=40),
        _STATUS,
    )
    return Table("unrated", T("暂未评星（不作整改判定）", "Unrated (judged neither way)"), columns)


def decisions_table() -> Table:
    """Return the items of 会议议决, as every section of the page has them."""
    columns = (
        _ORDER,
        column("who", T("对象", "Subject"), width=22),
        column("matter", T("事项", "Matter"), width=44),
        column("resolution", T("议决", "Decision"), width=30),
    )
    return Table("decisions", TITLES["decisions"], columns)


def counting_files_table() -> Table:
    """Return the files that count, as they are listed on 会议议决 in columns of the same widths."""
    columns = (
        _ORDER,
        column("unit", T("单位", "Unit"), width=22),
        column("file", T("文件", "File"), width=44),
        column("sha256", T("SHA-256 前 16 位", "SHA-256, first 16 digits"), width=30),
    )
    return Table("counting_files", T("采用的文件", "Files that count"), columns)


def publication_table() -> Table:
    """Return the columns of 公示; the last one stands beside the page and is not printed."""
    columns = (
        column("order", T("序", "No."), NUMBER, 8),
        column("branch", T("支部", "Branch"), width=34),
        column("name", T("姓名", "Name"), width=24),
        column("stars", T("授星", "Stars"), width=22),
        column("status", T("现况（不打印）", "Now (not printed)"), width=18),
    )
    return Table("publication", TITLES["publication"], columns)
