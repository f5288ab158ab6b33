"""票数统计: its columns depend on the plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from xlcampaign.layout.kinds import Code
from xlcampaign.layout.sheet import Column, Table
from xlcampaign.layout.summary import NUMBER, SCORE, column, distinct, main_table
from xlcampaign.model.ballots import sets_aside
from xlcampaign.model.campaign import Campaign
from xlcampaign.model.plan import Entry, Plan, SubjectKind, Way
from xlcampaign.model.scale import Abstentions, Grade, Scale
from xlcampaign.model.submission import ASIDE, BLANK, OWN, Mark
from xlcampaign.words import T, listing_of, same

_BRANCH = column("branch", T("支部", "Branch"), width=18)
_CODE = column("code", T("编号", "Code"), Code(), 9)
_MEMBER = column("name", T("姓名", "Name"), width=14)
ASIDE_LABEL = T("按方案不计", "set aside")
_WITH_OTHERS = T("{name}和{others}", "{name} and {others}")
_APART = T("{name}（另计）", "{name} (apart)")
_UNIT = column("name", T("支部", "Branch"), width=20)


@dataclass(frozen=True)
class Block:
    """The columns of one way in 票数统计.

    Attributes:
        way: the way.
        scale: its scale.
        columns: for grades, a column a grade (counted ones first); for points n, sum, highest, lowest; then what
            is not counted and what is blank.
        marks: the mark that each column counts, where it counts one.
        read: how many of the leading columns the formulas of 评分明细 read.
    """

    way: Way
    scale: Scale
    columns: tuple[Column, ...]
    marks: tuple[Mark, ...]
    read: int

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The columns' keys."""
        return tuple(one.key for one in self.columns)

    @cached_property
    def parts(self) -> Mapping[str, str]:
        """The columns' keys by what the columns hold: the keys without the way."""
        return {key.partition(".")[2]: key for key in self.keys}

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The keys of the columns that hold numbers of marks; together they are all marks."""
        if self.scale.is_points:
            return tuple(self.parts[part] for part in ("n", "uncounted", "blank"))
        return self.keys


def _points_block(way: Way, scale: Scale) -> Block:
    titles = (
        ("n", T("票数", "n"), NUMBER),
        ("sum", T("合计", "sum"), SCORE),
        ("highest", T("最高", "highest"), SCORE),
        ("lowest", T("最低", "lowest"), SCORE),
        ("uncounted", T("不计", "not counted"), NUMBER),
        ("blank", T("未评", "blank"), NUMBER),
    )
    columns = tuple(
        column(f"{way.key}.{key}", T(f"{way.name} {text.zh}", f"{way.name} {text.en}"), kind, 8)
        for key, text, kind in titles
    )
    return Block(way, scale, columns, (), 4)


def _grades_block(way: Way, scale: Scale, campaign: Campaign) -> Block:
    grades = (*scale.counted, *scale.uncounted)
    marks: list[tuple[Mark, T]] = [(grade.key, name_in_counts(grade, scale, campaign)) for grade in grades]
    if way.entry is Entry.BALLOTS and way.by_peers:
        marks.append((OWN, T("本人票", "own vote")))
    if way.entry is Entry.BALLOTS and sets_aside(campaign):
        marks.append((ASIDE, ASIDE_LABEL))
    marks.append((BLANK, T("未评", "blank")))
    columns = tuple(
        column(f"{way.key}.{mark or 'blank'}", T(f"{way.name} {name.zh}", f"{way.name} {name.en}"), NUMBER, 8)
        for mark, name in marks
    )
    return Block(way, scale, columns, tuple(mark for mark, _ in marks), len(grades))


def name_in_counts(grade: Grade, scale: Scale, campaign: Campaign) -> T:
    """Return what a grade's votes are called where they are counted: whoever abstained may be among them or not."""
    if not (scale.derived and scale.uncounted and campaign.abstentions is Abstentions.COUNTED):
        return same(grade.name)
    others = listing_of(one.name for one in scale.uncounted)
    if grade is scale.derived:
        return _WITH_OTHERS.filled(name=grade.name, others=others)
    return _APART.filled(name=grade.name) if grade in scale.uncounted else same(grade.name)


def blocks_of(plan: Plan, kind: SubjectKind) -> tuple[Block, ...]:
    """Return the ways' blocks of a kind of subject, in the order in which ways are shown."""
    scales = [(way, plan.scale_of[way.scale]) for way in plan.ways_of(kind)]
    return tuple(
        _points_block(way, scale) if scale.is_points else _grades_block(way, scale, plan.campaign)
        for way, scale in scales
    )


COUNTED = SCORE
"""What stands in the columns of the ways, whatever the plan: numbers of votes, points with two decimals."""


def star_columns(kind: SubjectKind) -> tuple[Column, ...]:
    """Return the columns of 票数统计 that come before those of the ways: the subject and the star."""
    who = (_BRANCH, _CODE, _MEMBER) if kind is SubjectKind.MEMBER else (_CODE, _UNIT)
    return (column("order", T("序", "No."), NUMBER, 6), *who, column("star", T("星级", "Star"), width=16))


def counts_table(plan: Plan, kind: SubjectKind) -> Table:
    """Return 票数统计 of a kind of subject: a row per subject and star, a block of columns per way."""
    ways = (one for block in blocks_of(plan, kind) for one in block.columns)
    return main_table(f"{kind}_counts", distinct((*star_columns(kind), *ways)))
