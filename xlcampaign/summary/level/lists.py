"""名单: who is fit for recommendation, who has to rectify, who is unrated, unit by unit."""

from collections.abc import Iterator, Sequence

from xlcampaign.layout.kinds import Code
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import NUMBER, SCORE, column
from xlcampaign.model.dispatch import Told
from xlcampaign.model.plan import SubjectKind
from xlcampaign.summary.figures import shown
from xlcampaign.summary.frame import WARNING_ROW, FramedIn, PageIn, Row
from xlcampaign.summary.level.context import LevelContext, level_shown
from xlcampaign.summary.parts import Part, write_parts
from xlcampaign.words import Lang, T

_HEIGHT = 20
_NOTE = T(
    "照各单位上报的结果列出，按单位排；推荐、整改由各单位按自己的规则评出，规则不同的见“规则对照”。",
    "As units reported, unit by unit. Each went by its own rules; where these differ see “Rules compared”.",
)
_HEADINGS = {
    ("fit", SubjectKind.BRANCH): T("符合推荐条件的支部", "Branches fit for recommendation"),
    ("fit", SubjectKind.MEMBER): T("符合推荐条件的党员", "Members fit for recommendation"),
    ("rectify", SubjectKind.BRANCH): T("须整改的支部", "Branches to rectify"),
    ("rectify", SubjectKind.MEMBER): T("须整改的党员", "Members to rectify"),
    ("unrated", SubjectKind.BRANCH): T("暂未评星的支部", "Branches unrated"),
    ("unrated", SubjectKind.MEMBER): T("暂未评星的党员", "Members unrated"),
}


def _is(one: Told, what: str) -> bool:
    return not one.is_rated if what == "unrated" else one.fit if what == "fit" else one.rectify


def list_table(what: str, kind: SubjectKind) -> Table:
    """Return a section of 名单."""
    is_member = kind is SubjectKind.MEMBER
    columns = (
        column("order", T("序", "No."), NUMBER, 6),
        column("unit", T("单位", "Unit"), width=28),
        column("branch", T("支部", "Branch"), width=24),
        column("name", T("姓名", "Name"), width=14)
        if is_member
        else column("name", T("编号", "Code"), Code(), 14),
        column("lit", T("星数", "Stars"), NUMBER, 8),
        column("composite", T("综合得分", "Composite"), SCORE, 10),
        column("level", T("等次", "Level"), width=12),
        column("note", T("情况", "Remarks"), width=52),
    )
    return Table(f"level_{what}_{kind}", _HEADINGS[what, kind], columns)


def list_tables() -> list[Table]:
    """Return the sections of 名单."""
    return [list_table(what, kind) for what, kind in _HEADINGS]


def _rows(subjects: Sequence[Told], lang: Lang) -> Iterator[Row]:
    for order, one in enumerate(subjects, 1):
        yield {
            "order": order,
            "unit": one.unit_name,
            "branch": one.branch_name,
            "name": one.name if one.code else one.branch,
            "lit": shown(one.lit, 0),
            "composite": shown(one.composite),
            "level": level_shown(one, lang),
            "note": one.note,
        }


def _write(framed: FramedIn[LevelContext]) -> None:
    rollup = framed.context.rollup
    framed.sheet.default_height(_HEIGHT)
    parts = [
        Part(
            list_table(what, kind),
            heading,
            list(_rows([one for one in rollup.of(kind) if _is(one, what)], rollup.language)),
            wrap=("unit", "branch", "note"),
            centred=("level", "name"),
        )
        for (what, kind), heading in _HEADINGS.items()
    ]
    write_parts(framed, parts, _HEIGHT)


def lists_page(context: LevelContext) -> PageIn[LevelContext]:
    """Return 名单."""
    return PageIn(
        note=context.say(_NOTE),
        columns=list_table("fit", SubjectKind.MEMBER).columns,
        rest=_write,
        frozen=(WARNING_ROW + 1, 1),
        repeated=WARNING_ROW,
        locked=False,
    )
