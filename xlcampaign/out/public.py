"""The public workbook: stars, levels down to a limit, satisfaction, who is recommended; values only.

Subjects stand in the plan's order: any other would tell ranks. A dash stands for every level that is not shown,
whatever the reason.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from xlcampaign.layout.public import PUBLIC, public_board_table, public_levels
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import DASH, LIT, UNLIT
from xlcampaign.model.plan import SubjectKind, Way, WayKey
from xlcampaign.model.results import Report, SubjectResult
from xlcampaign.model.rounding import half_up
from xlcampaign.out.book import A3, Cell, Footer, Workbook, Worksheet, width_of, write_workbook
from xlcampaign.out.palette import GOLD, GREY, MUTED, PAPER, RED, RULE, TAB_LEADERS, Look
from xlcampaign.out.summary.atlas import Atlas
from xlcampaign.out.summary.figures import shown, star_of
from xlcampaign.out.summary.frame import freeze, lock, write_band, write_widths
from xlcampaign.out.summary.lists import called
from xlcampaign.out.summary.publication import write_end, write_fit
from xlcampaign.words import T

OVERRIDDEN = T("※", "*")
_OVERRIDE_SIGN = T("　※ 经上级改评", " · * changed by the committee")
_ROW = 26
_WIDER = 1.5
"""How much wider than the default font names are."""

_HEAD = Look(bold=True, size=12, align="center", wrap=True, bottom=RED, thick=True)
_GROUP = Look(bold=True, size=13, color=RED, fill=PAPER, bottom=RULE, indent=1)
_NUMBER = Look(color=MUTED, align="center", bottom=RULE)
_NAME = Look(bold=True, size=14, bottom=RULE)
_GLYPHS = {
    LIT: Look(size=18, color=GOLD, align="center", bottom=RULE),
    UNLIT: Look(size=18, color=GREY, align="center", bottom=RULE),
    DASH: Look(size=18, color=MUTED, align="center", bottom=RULE),
}
_LIT = Look(bold=True, size=16, align="center", bottom=RULE)
_LEVEL = Look(size=13, align="center", bottom=RULE)
_SHARE = _LEVEL.but(number="0.0")


def _teachers(atlas: Atlas, kind: SubjectKind) -> Way:
    return next(way for way in atlas.plan.ways_of(kind) if way.key is WayKey.TEACHER)


def level_of(subject: SubjectResult, atlas: Atlas) -> str:
    """Return the level where it is public, marked where the committee changed it; a dash for all others."""
    level = subject.level
    if level is None or level not in public_levels(atlas.plan, subject.kind):
        return DASH
    return level + (atlas.say(OVERRIDDEN) if subject.outcome.override else "")


def satisfaction_of(subject: SubjectResult, atlas: Atlas) -> float | str:
    """Return the satisfaction in percent; a dash where any star has too few raters, or marks tell of none."""
    raters = min((star.ways[WayKey.TEACHER].n for star in subject.stars), default=0)
    scale = atlas.plan.scale_of[_teachers(atlas, subject.kind).scale]
    if raters < atlas.plan.campaign.few_public or not any(grade.satisfied for grade in scale.grades):
        return DASH
    satisfied, marks = subject.satisfied
    return half_up(1000 * satisfied, marks) / 10


def _cells(subject: SubjectResult, order: int, atlas: Atlas) -> Iterator[tuple[Cell, Look]]:
    """Yield a row's cells, each with its look: nothing changes here, so no conditions are needed."""
    full = subject.lit == len(subject.stars)
    level, top = level_of(subject, atlas), atlas.plan.levels_of(subject.kind)[0].name
    yield order, _NUMBER
    yield called(atlas, subject.code), _NAME
    for star in subject.stars:
        glyph = star_of(star.lit)
        yield glyph, _GLYPHS[glyph]
    yield shown(subject.lit, 0), _LIT.but(color=RED) if full else _LIT
    yield level, _LEVEL.but(color=RED, bold=True) if level.startswith(top) else _LEVEL
    if subject.kind is SubjectKind.BRANCH:
        yield satisfaction_of(subject, atlas), _SHARE


def _write_rows(sheet: Worksheet, atlas: Atlas, row: int, subjects: Sequence[SubjectResult]) -> int:
    for order, subject in enumerate(subjects, 1):
        cells, looks = zip(*_cells(subject, order, atlas), strict=True)
        sheet.height(row, _ROW)
        row = sheet.rows(row, 1, [cells], looks)
    return row


def _note(atlas: Atlas, kind: SubjectKind) -> T:
    """Return the line below the title: what the signs mean."""
    campaign, levels = atlas.plan.campaign, public_levels(atlas.plan, kind)
    said = T(
        f"{campaign.organisation}　·　{LIT} 授星　{UNLIT} 未授星　{DASH} 暂未评星",
        f"{campaign.organisation} · {LIT} lit {UNLIT} not lit {DASH} unrated",
    )
    if levels:
        said = T(
            f"{said.zh}　·　等次只列{'、'.join(levels)}，不定等次、暂未评星等其余情形一律为“{DASH}”",
            f"{said.en} · levels shown: {', '.join(levels)}; “{DASH}” for everything else, such as not graded or unrated",
        )
    if any(level_of(s, atlas).endswith(atlas.say(OVERRIDDEN)) for s in atlas.report.results.of(kind)):
        said = T(said.zh + _OVERRIDE_SIGN.zh, said.en + _OVERRIDE_SIGN.en)
    if kind is SubjectKind.MEMBER:
        return said
    way = _teachers(atlas, kind).name
    return T(
        f"{said.zh}　·　满意率＝{way}计数票中满意票的比例，不足 {campaign.few_public} 人评议的不列",
        f"{said.en} · satisfaction: share of satisfied marks, {way}; not shown below {campaign.few_public} raters",
    )


def _write_board(sheet: Worksheet, atlas: Atlas, board: Table, kind: SubjectKind) -> None:
    """Write a star board; members by branch."""
    width = len(board.columns)
    write_band(sheet, atlas, atlas.title(board.key), atlas.say(_note(atlas, kind)), width)
    write_widths(sheet, board.columns)
    subjects = atlas.report.results.of(kind)
    longest = max((width_of(called(atlas, subject.code)) for subject in subjects), default=0)
    sheet.width(2, max(board.columns[1].width, _WIDER * longest + 2))
    for number, column in enumerate(board.columns, 1):
        sheet.text(board.header_row, number, atlas.say(column.title), _HEAD)
    sheet.height(board.header_row, 40)
    row = board.first_row
    if kind is SubjectKind.BRANCH:
        row = _write_rows(sheet, atlas, row, subjects)
    else:
        for branch in atlas.plan.branches:
            people = atlas.members_of.get(branch.code, ())
            if people:
                sheet.merged(row, 1, width, branch.name, _GROUP)
                sheet.height(row, _ROW)
                row = _write_rows(sheet, atlas, row + 1, people)
    freeze(sheet, board.first_row, 3)
    lock(sheet)
    page = atlas.say(T("第 &P 页　共 &N 页", "page &P of &N"))
    footer = Footer(page, left=atlas.plan.campaign.organisation)
    sheet.printed(landscape=True, paper=A3, repeat=(1, board.header_row), footer=footer)
    sheet.print_to(row - 1, width)


def write_public(target: Path, report: Report) -> None:
    """Write the public workbook of a stage, in the plan's language; equal reports give equal bytes.

    Raises:
        OSError: it cannot be written there; an old file stays as it was.
    """
    atlas = Atlas(report)
    campaign, stage = report.plan.campaign.name, report.plan.stage_of(report.stage).name
    title = atlas.say(T(f"{campaign}　{stage}公示", f"{campaign}: {stage}, published"))

    def fill(book: Workbook) -> None:
        sheets = {key: book.sheet(atlas.title(key), TAB_LEADERS) for key in PUBLIC}
        for kind in SubjectKind:
            board = public_board_table(atlas.plan, kind)
            _write_board(sheets[board.key], atlas, board, kind)
        page = sheets["publication"]
        write_end(page, atlas, write_fit(page, atlas, marked=False))

    write_workbook(target, title, report.as_of, fill)
