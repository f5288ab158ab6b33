"""整改名单: who has to rectify and why; who is unrated and so judged neither way."""

from collections.abc import Iterator

from xlcampaign.layout.outcomes import rectify_reasons, unrated_cause
from xlcampaign.layout.sheet import Table
from xlcampaign.layout.summary import DASH, NUMBER, column
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.model.results import SubjectResult
from xlcampaign.summary.context import NONE, Context
from xlcampaign.summary.figures import shown
from xlcampaign.summary.frame import WARNING_ROW, Framed, Page, Row, write_warning
from xlcampaign.summary.lists import (
    AND,
    BETWEEN,
    BRANCH,
    COMPOSITE,
    ORDER,
    ROW_HEIGHT,
    STARS,
    STATUS,
    beside,
    branch_name,
    in_order,
    list_part,
    mark,
    name_column,
    outdated_line,
    unchanged,
    unlit_stars,
    who_of,
)
from xlcampaign.summary.parts import write_parts
from xlcampaign.words import T

_FIRST = WARNING_ROW + 1


def rectification_table(kind: SubjectKind) -> Table:
    """Return a section of 整改名单."""
    titles = {SubjectKind.BRANCH: T("支部", "Branches"), SubjectKind.MEMBER: T("党员", "Members")}
    columns = (
        ORDER,
        BRANCH,
        name_column(kind),
        STARS,
        column("needed", T("基本要求", "Required"), NUMBER, 10),
        COMPOSITE,
        column("unlit", T("未授的星", "Stars not lit"), width=46),
        column("reason", T("原因", "Reason"), width=40),
        STATUS,
    )
    return Table(f"rectification_{kind}", titles[kind], columns)


def unrated_table() -> Table:
    """Return 暂未评星, which stands below 整改名单 in columns of the same widths."""
    columns = (
        ORDER,
        BRANCH,
        name_column(SubjectKind.MEMBER),
        column("rated", T("已评星", "Rated"), NUMBER, 8),
        column("stars", T("应评星", "To rate"), NUMBER, 10),
        column("left", T("未评星", "Unrated"), NUMBER, 10),
        column("cause", T("原因", "Cause"), width=46),
        column("unrated", T("未评的星", "Stars unrated"), width=40),
        STATUS,
    )
    return Table("unrated", T("暂未评星（不按星数判定）", "Unrated (not judged by stars)"), columns)


def _note(context: Context) -> str:
    branch, member = (context.plan.rectify_below(kind) for kind in SubjectKind)
    text = T(
        f"得星少于基本要求（支部 {branch} 星、党员 {member} 星）、被否决或改评为最低等次的需要整改。"
        "暂未评星的不按星数判定，列在最后。名单是制表时的结果，只有“改规则后现况”一列随评星规则变，没改时空着。",
        f"To rectify: fewer stars than required ({branch} for a branch, {member} for a member), a veto, or an override to"
        " the lowest level. The unrated are not judged by stars and stand last. The list is as it was made; only the column"
        " “Now” follows the rules, empty as long as nothing changes.",
    )
    return context.say(text)


def _rows(context: Context, subjects: list[SubjectResult]) -> Iterator[Row]:
    for order, subject in enumerate(subjects, 1):
        yield {
            "order": order,
            "branch": branch_name(context, subject.code),
            "name": beside(subject, context),
            "lit": shown(subject.lit, 0),
            "needed": context.plan.rectify_below(subject.kind),
            "composite": shown(subject.composite),
            "unlit": unlit_stars(subject, context) or DASH,
            "reason": context.say(BETWEEN).join(map(context.say, rectify_reasons(subject, context.plan))),
            "status": mark(context, f"{context.outcome_of(subject, 'rectify')}=1"),
        }


def _unrated_rows(context: Context) -> Iterator[Row]:
    subjects = [subject for subject in context.report.results.subjects if not subject.is_rated]
    for order, subject in enumerate(in_order(context, subjects), 1):
        stars = zip(context.plan.stars_of(subject.kind), subject.stars, strict=True)
        unrated = [star.name for star, result in stars if result.score is None]
        rated = len(subject.stars) - len(unrated)
        everything = context.say(T("全部", "all"))
        yield {
            "order": order,
            "branch": branch_name(context, subject.code),
            "name": who_of(subject, context),
            "rated": rated,
            "stars": len(subject.stars),
            "left": len(unrated),
            "cause": context.say(unrated_cause(subject, context.plan, context.unsent.get(subject.branch))),
            "unrated": context.say(AND).join(unrated) if rated else everything,
            "status": mark(context, f"NOT(ISNUMBER({context.outcome_of(subject, 'lit')}))"),
        }


def _write_rectification(framed: Framed) -> None:
    sheet, context, numbers, parts = framed.sheet, framed.context, [], []
    sheet.default_height(ROW_HEIGHT)
    for kind in SubjectKind:
        table = rectification_table(kind)
        subjects = [s for s in context.report.results.of(kind) if s.rectify]
        numbers.append(len(subjects))
        rows = list(_rows(context, in_order(context, subjects)))
        parts.append(list_part(table, table.title, rows, context.nobody(kind)))
    unrated = unrated_table()
    last = list_part(unrated, unrated.title, list(_unrated_rows(context)), NONE)
    ends = write_parts(framed, [*parts, last], ROW_HEIGHT)
    letter = table.letter_of("status")
    marks = f"${letter}${_FIRST}:${letter}${ends[table.key]}"
    holds = unchanged(context, "rectify", (numbers[0], numbers[1]), marks)
    write_warning(sheet, len(table.columns), outdated_line(context, "rectify", holds))


def rectification_page(context: Context) -> Page:
    """Return 整改名单."""
    return Page(
        note=_note(context),
        note_height=30,
        columns=rectification_table(SubjectKind.MEMBER).columns,
        rest=_write_rectification,
        frozen=(_FIRST, 1),
        repeated=WARNING_ROW,
    )


def rectification_tables(_plan: Plan) -> list[Table]:
    """Return the sections of 整改名单."""
    return [*(rectification_table(kind) for kind in SubjectKind), unrated_table()]
