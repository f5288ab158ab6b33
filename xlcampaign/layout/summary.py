"""The summary workbook: kinds of figures, and the columns of the tables that are read back as well."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from xlcampaign.layout.choices import WAYS, label_of
from xlcampaign.layout.instants import MODIFIED, SENT
from xlcampaign.layout.kinds import (
    Choice,
    Code,
    Day,
    Kind,
    OneOf,
    Shown,
    Validation,
    Whole,
    Words,
    read_hundredths,
)
from xlcampaign.layout.sheet import Column, Table
from xlcampaign.layout.text import plain, show_raw
from xlcampaign.model.cell import Raw, Value
from xlcampaign.model.plan import Plan, SubjectKind, WayKey
from xlcampaign.words import Lang, T, same

DASH = "—"
NOT_GIVEN = T("没有填", "not given")
"""What stands in a cell of which somebody is to see that nothing came in for it."""
INCOMPARABLE = T("不可比", "other rules")
"""What stands in place of a difference between figures that mean different things."""
LIT, UNLIT = "★", "☆"

FORMAT = "1"
FORMAT_LABEL = T("汇总格式", "Format of the summary")
"""What a summary says of its own format, on the sheet of sources; changed when tables or headers change meaning."""

PART = "__"
"""Between a table's name and the number of a part of it that stands on a later page, from 2 on."""

_DECIMAL = re.compile(r"(\d{1,15})(?:\.(\d{1,4}))?")


@dataclass(frozen=True, slots=True)
class Figure:
    """A result with a fixed number of decimals, kept as a whole number of its last place; a dash for none."""

    decimals: int

    @property
    def number_format(self) -> str:
        """As many decimals as the figure has."""
        return f"0.{'0' * self.decimals}".rstrip(".")

    def parse(self, raw: Raw) -> Value:
        """Return the figure in its last place; None for a dash."""
        if isinstance(raw, str) and plain(raw) == DASH:
            return None
        if self.decimals == 2:  # noqa: PLR2004 -- hundredths have their reader
            return read_hundredths(raw)
        match = _DECIMAL.fullmatch(show_raw(raw))
        if match is None or len(match[2] or "") > self.decimals:
            raise ValueError(raw)
        return int(match[1] + (match[2] or "").ljust(self.decimals, "0"))

    def show(self, value: Value, lang: Lang) -> Shown:  # noqa: ARG002 -- the protocol's
        """Return a number, or a dash."""
        return value / 10**self.decimals if isinstance(value, int) else DASH

    def validation(self, lang: Lang) -> Validation | None:  # noqa: ARG002 -- the protocol's
        """Enforce nothing: figures are calculated, not typed."""
        return None

    def expects(self) -> T:
        """Return the precision."""
        return T(f"{self.decimals} 位小数的数", f"a number with {self.decimals} decimals")


PERCENT, SCORE, MEAN = Figure(1), Figure(2), Figure(4)
NUMBER = Whole(0, 999_999_999)
TEXT = Words(32_000)


def column(
    key: str, title: T, kind: Kind = TEXT, width: int = 12, *, aliases: tuple[str, ...] = ()
) -> Column:
    """Return a column of the summary: written by the program, never typed; aliases are headers of earlier versions."""
    return Column(key, title, kind, computed=True, width=width, aliases=aliases)


TYPES = OneOf(
    (
        Choice("str", T("文本", "text")),
        Choice("int", T("整数", "whole number")),
        Choice("float", T("小数", "decimal")),
        Choice("date", T("日期", "date")),
    )
)
"""What a column holds, for those who go on with the figures."""


def type_of(kind: Kind) -> str:
    """Return the key of what a column of a kind holds."""
    if isinstance(kind, Figure):
        return "float" if kind.decimals else "int"
    return "int" if isinstance(kind, Whole) else "date" if isinstance(kind, Day) else "str"


def main_table(key: str, columns: Iterable[Column]) -> Table:
    """Return the table that makes a sheet of its own key; it is the sheet that has a title."""
    return Table(key, same(key), tuple(columns))


def distinct(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Return columns with titles that differ in both languages, as Excel tables must; repeats get a number."""
    seen: dict[str, int] = {}
    result = []
    for one in columns:
        titles: list[str] = []
        for text in (one.title.zh, one.title.en):
            # Excel tells headers apart without regard to case
            label = f"{len(titles)}{text.casefold()}"
            seen[label] = seen.get(label, 0) + 1
            titles.append(text if seen[label] == 1 else f"{text} ({seen[label]})")
        result.append(replace(one, title=T(*titles)))
    return tuple(result)


def _by_way(prefix: str, suffix: T, kind: Kind, width: int) -> list[Column]:
    labels = [(way, label_of(WAYS, way)) for way in WayKey]
    return [
        column(f"{prefix}.{way}", T(f"{label.zh}{suffix.zh}", f"{label.en} {suffix.en}"), kind, width)
        for way, label in labels
    ]


@cache
def scores_table() -> Table:
    """Return 评分明细: a row per subject and star, branches then members."""
    columns = (
        column("order", T("序", "No."), NUMBER, 6),
        column("kind", T("类别", "Kind"), width=8),
        column("branch", T("支部", "Branch"), width=18),
        column("code", T("编号", "Code"), Code(), 10),
        column("name", T("名称", "Name"), width=18),
        column("star", T("星级", "Star"), width=16),
        *_by_way("mean", T("均分", "mean"), MEAN, 10),
        column("weight", T("计入权重", "Weight counted"), NUMBER, 9),
        column("score", T("得分", "Score"), SCORE, 8),
        column("threshold", T("分数线", "Lit from"), SCORE, 8),
        column("lit", T("授星", "Lit"), width=6),
        column("gap", T("差距", "Gap"), SCORE, 8),
        column("lowest", T("最低方式", "Lowest way"), width=21),
        column("decided", T("自评决定", "By self-rating"), width=9),
        *_by_way("n", T("计数", "counted"), NUMBER, 8),
        column("note", T("备注", "Note"), width=48),
        column("achievement", T("主要实绩", "Achievement"), width=40),
        column("sources", T("来源", "Sources"), width=60),
    )
    return main_table("scores", columns)


def outcomes_table(*, compared: bool = False) -> Table:
    """Return 等次评定: a row per subject, branches then members, with every step from band to level.

    `compared` tells whether there is a previous stage, whose figures then stand beside.
    """
    previous = (
        column("previous_lit", T("上阶段星数", "Stars in the previous stage"), NUMBER, 9),
        column("previous_composite", T("上阶段综合得分", "Composite in the previous stage"), SCORE, 11),
    )
    columns = (
        column("kind", T("类别", "Kind"), width=8),
        column("branch", T("支部", "Branch"), width=18),
        column("code", T("编号", "Code"), Code(), 10),
        column("name", T("名称", "Name"), width=18),
        column("composite", T("综合得分", "Composite"), SCORE, 10),
        column("organisation", T("组织评均分", "Organisation's mean"), MEAN, 11),
        column("teacher", T("教师评均分", "Teachers' mean"), MEAN, 11),
        column("peer", T("党员评均分", "Peers' mean"), MEAN, 11),
        column("band", T("得分等次", "Level by band"), width=11),
        column("full", T("正式参评", "Full members"), NUMBER, 9),
        column("places", T("最高等次名额", "Places at the top"), NUMBER, 9),
        column("candidate", T("够最高等次", "Candidate"), NUMBER, 9),
        column("position", T("位次", "Position"), NUMBER, 7),
        column("tied", T("同位人数", "Sharing it"), NUMBER, 9),
        column("quota", T("名额结果", "Quota"), width=30),
        column("after", T("名额后等次", "After the quota"), width=11),
        column("veto", T("否决", "Veto"), width=22),
        column("override", T("改评为", "Override"), width=11),
        column("level", T("等次", "Level"), width=11),
        column("lit", T("星数", "Stars"), NUMBER, 7),
        column("recommended", T("符合推荐（1 是）", "Fit (1: yes)"), NUMBER, 13),
        column("rectify", T("整改（1 是）", "To rectify (1: yes)"), NUMBER, 12),
        *(previous if compared else ()),
        column("opinion", T("组织评语", "Organisation's opinion"), width=34),
    )
    return main_table("outcomes", columns)


def board_table(plan: Plan, kind: SubjectKind, *, compared: bool = False) -> Table:
    """Return a star board: a row per subject, a column per star; `compared` with a previous stage, if there is one."""
    member = kind is SubjectKind.MEMBER
    rank = T("支部内名次", "Rank in branch") if member else T("名次", "Rank")
    changes = (
        column("lit_change", T("星数较上阶段", "Stars: change"), Whole(-99, 99)),
        column("composite_change", T("得分较上阶段", "Composite: change"), SCORE),
    )
    columns = (
        column("order", T("序", "No."), NUMBER),
        column("name", T("姓名", "Name") if member else T("支部", "Branch")),
        *(column(f"star.{star.key}", same(star.name)) for star in plan.stars_of(kind)),
        column("lit", T("星数", "Stars"), NUMBER),
        column("composite", T("综合得分", "Composite"), SCORE),
        column("rank", rank),
        column("level", T("等次", "Level")),
        *(changes if compared else ()),
        column("near", T("差一星", "One star short")),
        column("note", T("备注", "Note")),
    )
    return main_table(f"{kind}_board", columns)


def sources_table() -> Table:
    """Return 数据来源: a row per file of the inbox."""
    columns = (
        column("file", T("文件", "File"), width=48),
        column("use", T("用途", "Use"), width=14),
        column("unit", T("单位", "Unit"), width=24),
        column("size", T("大小（字节）", "Size (bytes)"), Figure(0), 12),
        column("sha256", T("SHA-256", "SHA-256"), width=68),
        column("fingerprint", T("表的指纹", "Form's fingerprint"), Code(), 12),
        column("version", T("报送次数", "Submission number"), NUMBER, 9),
        column("modified", MODIFIED, width=22, aliases=("文件修改时间（UTC）", "Modified (UTC)")),
        column("sent", SENT, width=22, aliases=("发送时间（UTC）", "Sent (UTC)")),
        column("sender", T("发件人", "Sender"), width=30),
    )
    return main_table("sources", columns)


def columns_table() -> Table:
    """Return 各表的列, below 数据来源: every column that the summary's tables have, written or empty, and what it holds."""
    columns = (
        column("table", T("表", "Table"), width=48),
        column("type", T("类型", "Type"), TYPES, 14),
        column("header", T("列", "Column"), width=20),
    )
    return Table("columns", T("各表的列（供程序读取）", "Columns of all tables (for programs)"), columns)
