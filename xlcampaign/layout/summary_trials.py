"""权重试算: what other weights would give, and how much weight has to move before somebody drops out."""

from xlcampaign.layout.choices import WAYS, label_of
from xlcampaign.layout.sheet import Column, Table
from xlcampaign.layout.summary import NUMBER, SCORE, TITLES, column
from xlcampaign.model.plan import WayKey
from xlcampaign.words import T

OWN = T("本方案", "the plan's own")
NOT_OWN = T("试算", "tried")
NEVER = T("任何一项对调都不掉", "no single shift drops it")
UNTRIED = T("没有计入票的方式不参加对调：", "not shifted, no counted mark: ")


def _weight(way: WayKey, width: int) -> Column:
    label = label_of(WAYS, way)
    return column(f"weight.{way}", T(f"{label.zh}权重", f"Weight: {label.en}"), NUMBER, width)


def trials_table() -> Table:
    """Return the sets of weights tried: a row per kind of subject and set."""
    weights = (_weight(way, width) for way, width in zip(WayKey, (9, 10, 13, 12), strict=True))
    columns = (
        column("kind", T("类别", "Kind"), width=20),
        column("set", T("权重", "Weights"), width=14),
        *weights,
        column("fit", T("符合推荐", "Fit"), NUMBER, 10),
        column("joined", T("新增人数", "Joining"), NUMBER, 9),
        column("dropped", T("掉出人数", "Dropping"), NUMBER, 10),
        column("regraded", T("最高等次变动", "Top level changes"), NUMBER, 10),
        column("joins", T("新增名单", "Who joins"), width=36),
        column("drops", T("掉出名单", "Who drops"), width=36),
    )
    return Table("whatif", TITLES["whatif"], columns)


def shifts_table() -> Table:
    """Return who is fit and how firmly, below the sets in columns of the same widths."""
    columns = (
        column("branch", T("支部", "Branch"), width=20),
        column("name", T("名称", "Name"), width=14),
        column("lit", T("星数", "Stars"), NUMBER, 9),
        column("margin", T("最小余量", "Smallest margin"), SCORE, 10),
        column("points", T("挪几个百分点", "Points to move"), NUMBER, 13),
        column("origin", T("从", "From"), width=12),
        column("target", T("移到", "To"), width=10),
        column("now", T("现得分", "Score now"), SCORE, 9),
        column("after", T("挪后得分", "Score after"), SCORE, 10),
        column("threshold", T("分数线", "Lit from"), SCORE, 10),
        column("star", T("先掉的星", "Star that falls"), width=36),
        column("note", T("备注", "Note"), width=36),
    )
    return Table("shifts", T("挪动多少权重就会掉出名单", "How much weight has to move"), columns)
