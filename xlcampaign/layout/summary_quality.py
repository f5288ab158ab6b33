"""评议质量: how branches were rated, by branch and by way, and where teachers and organisation differ."""

from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import MEAN, NUMBER, SCORE, TITLES, Figure, column
from xlcampaign.model.quality import APART, WIDE
from xlcampaign.words import T

LISTED = 30
"""How many of the largest differences between teachers and organisation are listed."""

_PERCENT = Figure(1)
_WIDE, _APART = f"{WIDE / 100:g}", f"{APART / 100:g}"


def quality_table() -> Table:
    """Return spread, self-ratings and differences: a row per branch."""
    columns = (
        column("branch", T("支部", "Branch"), width=20),
        column("rated", T("已评党员", "Members rated"), NUMBER, 14),
        column("highest", T("综合得分最高", "Highest composite"), SCORE, 16),
        column("lowest", T("综合得分最低", "Lowest composite"), SCORE, 13),
        column("range", T("极差", "Range"), SCORE, 13),
        column("deviation", T("标准差", "Standard deviation"), SCORE, 13),
        column("stars", T("四种方式齐全", "Stars with all ways"), NUMBER, 14),
        column("own", T("党员自评均分", "Members' self-rating"), SCORE, 13),
        column("others", T("其他方式均分", "Other three ways"), SCORE, 13),
        column("gap", T("党员自评差", "Members: self higher by"), SCORE, 13),
        column("wide", T(f"差{_WIDE}分以上人数", f"Members {_WIDE} or more apart"), NUMBER, 14),
        column("unit_gap", T("支部自评差", "Branch: self higher by"), SCORE, 12),
        column("compared", T("教师组织可比项", "Rated by teachers and organisation"), NUMBER, 16),
        column("apart", T(f"差{_APART}分以上项数", f"{_APART} or more apart"), NUMBER, 14),
        column("note", T("差异较大、可了解情况的", "Differs much, worth asking about"), width=34),
    )
    return Table("quality", TITLES["quality"], columns)


def raters_table() -> Table:
    """Return raters, their agreement and their ballots: a row per branch and way with many raters."""
    columns = (
        column("branch", T("支部", "Branch"), width=20),
        column("way", T("评议方式", "Way"), width=14),
        column("valid", T("有效票", "Valid ballots"), NUMBER, 16),
        column("least", T("计入票最少", "Fewest counted"), NUMBER, 13),
        column("most", T("计入票最多", "Most counted"), NUMBER, 13),
        column("agreement", T("一致率%", "Agreement (%)"), _PERCENT, 13),
        column("ballots", T("逐票录入的票", "Ballots entered"), NUMBER, 14),
        column("identical", T("相同票%", "Identical (%)"), _PERCENT, 13),
        column("uniform", T("整张一样%", "Uniform (%)"), _PERCENT, 13),
        column("full", T("整张最高%", "All full (%)"), _PERCENT, 13),
        column("note", T("备注", "Note"), width=14),
    )
    return Table("raters", T("评议人数与一致程度", "Raters and their agreement"), columns)


def differences_table() -> Table:
    """Return the stars on which teachers and organisation differ most."""
    columns = (
        column("branch", T("支部", "Branch"), width=20),
        column("name", T("名称", "Name"), width=14),
        column("star", T("星级", "Star"), width=16),
        column("teacher", T("教师评均分", "By teachers"), MEAN, 13),
        column("organisation", T("组织评均分", "By organisation"), MEAN, 13),
        column("difference", T("教师－组织", "Difference"), MEAN, 13),
        column("status", T("现况", "Now"), width=14),
    )
    return Table("differences", T("教师评与组织评相差较大的", "Teachers and organisation far apart"), columns)
