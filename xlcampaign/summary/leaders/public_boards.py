"""The public star boards: stars, the levels that the plan lets be posted, satisfaction; values only.

Subjects stand in the plan's order: any other would tell ranks. A dash stands for every level that is not shown,
whatever the reason; where none are posted there is no column, since a dash beside all stars would tell of a veto. None
are posted, of branches or of members, while a meeting has anybody's level to settle.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from xlcampaign.layout.sheet import Column, Table
from xlcampaign.layout.summary import DASH, LIT, NUMBER, UNLIT, Figure, column, main_table
from xlcampaign.model.plan import SubjectKind, Way, WayKey
from xlcampaign.model.results import SubjectResult
from xlcampaign.summary.context import Context, together
from xlcampaign.summary.figures import shown, star_of
from xlcampaign.summary.frame import PAGE, Framed, Page, Row, cells_of
from xlcampaign.summary.leaders.board_looks import GROUP, look_at, write_head
from xlcampaign.summary.leaders.board_page import page_of
from xlcampaign.summary.lists import called, satisfaction_is
from xlcampaign.summary.pages import continued
from xlcampaign.words import T, listing_of, same
from xlcampaign.workbook.book import A3, Footer
from xlcampaign.workbook.looks import GREY, MUTED, RED, STAR, Look

OVERRIDDEN = T("※", "*")
_OVERRIDE_SIGN = T("　※ 经上级改评", " · * changed by the committee")
_TO_BE_POSTED = T("等次待会议研究后公布", "levels will be posted once a meeting has settled them")
_SHADES = {LIT: STAR, UNLIT: GREY, DASH: MUTED, "": MUTED}


def public_board_table(context: Context, kind: SubjectKind) -> Table:
    """Return a public star board: a row per subject, a column per star; satisfaction of branches only."""
    member = kind is SubjectKind.MEMBER
    satisfied: tuple[Column, ...] = (column("satisfied", T("满意率（%）", "Satisfaction (%)"), Figure(1)),)
    columns = (
        column("order", T("序", "No."), NUMBER),
        column("name", T("姓名", "Name") if member else T("支部", "Branch")),
        *(column(f"star.{star.key}", same(star.name)) for star in context.plan.stars_of(kind)),
        *(() if context.plan.campaign.lit_only else (column("lit", T("星数", "Stars"), NUMBER),)),
        *((column("level", T("等次", "Level")),) if context.posted_levels(kind) else ()),
        *(() if member else satisfied),
    )
    return main_table(f"{kind}_board", columns)


def _teachers(context: Context, kind: SubjectKind) -> Way:
    return next(way for way in context.plan.ways_of(kind) if way.key is WayKey.TEACHER)


def level_of(subject: SubjectResult, context: Context) -> str:
    """Return the level where it is posted, marked where the committee changed it; a dash for all others."""
    level = subject.level
    if level is None or level not in context.posted_levels(subject.kind):
        return DASH
    return level + (context.say(OVERRIDDEN) if subject.outcome.override else "")


def satisfaction_of(subject: SubjectResult, context: Context) -> float | str:
    """Return the satisfaction in percent; a dash where any star has too few raters, or marks tell of none."""
    raters = min((star.ways[WayKey.TEACHER].n for star in subject.stars), default=0)
    scale = context.plan.scale_of[_teachers(context, subject.kind).scale]
    if raters < context.plan.campaign.few_public or not any(grade.satisfied for grade in scale.grades):
        return DASH
    return shown(subject.satisfaction, 1)


def _row(subject: SubjectResult, order: int, context: Context) -> Row:
    """Return a subject's row."""
    branch, lit_only = subject.kind is SubjectKind.BRANCH, context.plan.campaign.lit_only
    stars = {f"star.{star.star}": star_of(star.lit) for star in subject.stars}
    if lit_only:
        stars = {key: star if star == LIT else "" for key, star in stars.items()}
    return {
        "order": order,
        "name": called(context, subject.code),
        **stars,
        **({} if lit_only else {"lit": shown(subject.lit, 0)}),
        **({"level": level_of(subject, context)} if context.posted_levels(subject.kind) else {}),
        **({"satisfied": satisfaction_of(subject, context)} if branch else {}),
    }


def _looks(subject: SubjectResult, row: Row, board: Table, context: Context) -> list[Look]:
    """Return the looks of a row's cells: nothing changes here, so no conditions are needed."""
    best = level_of(subject, context).startswith(context.plan.levels_of(subject.kind)[0].name)
    reds = {"lit": subject.lit == len(subject.stars), "level": best}
    looks = []
    for one in board.columns:
        look = look_at(one.key)
        if one.key.startswith("star."):
            look = look.but(color=_SHADES[str(row[one.key])])
        elif reds.get(one.key):
            look = look.but(color=RED, bold=True)
        looks.append(look)
    return looks


def _note(context: Context, kind: SubjectKind) -> T:
    """Return the line below the title: what the signs mean."""
    campaign, levels = context.plan.campaign, context.posted_levels(kind)
    said = T(
        f"{campaign.organisation}　·　{LIT} 授星　{UNLIT} 未授星　{DASH} 暂未评星",
        f"{campaign.organisation} · {LIT} lit {UNLIT} not lit {DASH} unrated",
    )
    if campaign.lit_only:
        said = T(f"{campaign.organisation}　·　{LIT} 授星", f"{campaign.organisation} · {LIT} lit")
    left = _left_out(context, kind)
    said = T(said.zh + left.zh, said.en + left.en)
    if levels:
        said = T(
            f"{said.zh}　·　等次只列{'、'.join(levels)}，不定等次、暂未评星等其余情形一律为“{DASH}”",
            f"{said.en} · levels shown: {', '.join(levels)}; “{DASH}” for everything else, such as not graded or unrated",
        )
    elif context.plan.public_levels(kind):
        said = T(f"{said.zh}　·　{_TO_BE_POSTED.zh}", f"{said.en} · {_TO_BE_POSTED.en}")
    if any(level_of(s, context).endswith(context.say(OVERRIDDEN)) for s in context.report.results.of(kind)):
        said = T(said.zh + _OVERRIDE_SIGN.zh, said.en + _OVERRIDE_SIGN.en)
    if kind is SubjectKind.MEMBER:
        return said
    satisfied = satisfaction_is(context.plan)
    return T(
        f"{said.zh}　·　{satisfied.zh}，不足 {campaign.few_public} 人评议的不列",
        f"{said.en} · {satisfied.en}; not shown below {campaign.few_public} raters",
    )


def _write_board(board: Table, kind: SubjectKind, framed: Framed) -> None:
    """Write a star board; members by branch."""
    sheet, context = framed.sheet, framed.context
    width, note = len(board.columns), context.say(_note(context, kind))
    row, rows = board.first_row, dict[int, Row]()
    headings: list[int] = []
    for name, subjects in _groups(context, kind):
        if name:
            sheet.merged(row, 1, width, name, GROUP)
            headings.append(row)
            row += 1
        for order, subject in subjects:
            rows[row] = _row(subject, order, context)
            looks = _looks(subject, rows[row], board, context)
            row = sheet.rows(row, 1, cells_of(board.columns, [rows[row]]), looks)
    page = page_of(context, kind, board, note, rows.items(), headings)
    page.set_on(sheet)
    for numbered, height in page.rows.items():
        sheet.height(numbered, height)
    write_head(sheet, context, board, note, page.characters)
    ends = [*(heading - 1 for heading in headings[1:]), row - 1]
    sheet.break_after(page.breaks(zip(headings, ends, strict=True)) if headings else [])
    sheet.print_to(row - 1, width)


def public_board_page(kind: SubjectKind, context: Context) -> Page:
    """Return a public star board."""
    board = public_board_table(context, kind)
    return Page(
        rest=partial(_write_board, board, kind),
        frozen=(board.first_row, 3),
        paper=A3,
        repeated=board.header_row,
        footer=Footer(context.say(PAGE), left=context.plan.campaign.organisation),
    )


def _groups(context: Context, kind: SubjectKind) -> Iterator[tuple[str, Sequence[tuple[int, SubjectResult]]]]:
    """Yield the subjects as they stand together, numbered: branches without a heading, members under their branch's name.

    Branches of which nobody has a result are left out, as long as any has.
    """
    if kind is SubjectKind.BRANCH:
        yield "", list(enumerate(_listed(context, context.report.results.of(kind)), 1))
        return
    for branch in context.plan.branches:
        people, first = _listed(context, context.members_of.get(branch.code, ())), 0
        for count in together(len(people)) if people else ():
            name = same(branch.name)
            name = continued(name) if first else name
            yield context.say(name), list(enumerate(people, 1))[first : first + count]
            first += count


def _listed(context: Context, subjects: Sequence[SubjectResult]) -> Sequence[SubjectResult]:
    """Return those of a branch, or of all branches, who are listed."""
    if context.plan.campaign.lit_only:
        return [one for one in subjects if one.is_rated and not one.rectify]
    nobody = context.pending or any(one.is_rated or one.kind is SubjectKind.BRANCH for one in subjects)
    return subjects if nobody else ()


def _left_out(context: Context, kind: SubjectKind) -> T:
    """Return who is not on the board, and why."""
    if context.plan.campaign.lit_only:
        return T("　·　未达到基本要求的不列", " · not listed below the basic requirement")
    if kind is SubjectKind.BRANCH:
        return same("")
    left = [
        branch.name
        for branch in context.plan.branches
        if context.members_of.get(branch.code) and not _listed(context, context.members_of[branch.code])
    ]
    names = listing_of(left)
    return (
        T(f"　·　没有评议结果、不列：{names.zh}", f" · without results, not listed: {names.en}")
        if left
        else same("")
    )
