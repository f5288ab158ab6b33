"""What marks on a form were given by, and what today's plan says in its place."""

from collections.abc import Iterator

from xlcampaign.findings.catalogue import rating_rules as w
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.kinds import YES_NO, show_hundredths
from xlcampaign.layout.sheet import Book, Table
from xlcampaign.model.plan import Plan
from xlcampaign.model.scale import Scale
from xlcampaign.model.submission import Draft
from xlcampaign.words import Lang, T, enumerated

_MOST = 5
"""How many changes are named."""


def check_printed(draft: Draft, book: Book, printed: Plan, today: Plan) -> Iterator[Finding]:
    """What raters were shown beside their marks is what these count by; what was changed since is pointed out.

    Args:
        draft: the form as read.
        book: its declaration.
        printed: the plan as the form was issued with.
        today: the plan as it is.
    """
    marked = [
        column.mark
        for sheet in book.sheets
        if isinstance(sheet, Table) and (drafted := draft.sheets.get(sheet.key)) and drafted.filled
        for column in sheet.columns
        if column.mark
    ]
    ways = {(mark.kind, mark.way) for mark in marked}
    scales = {way.scale: None for way in printed.ways if (way.kind, way.key) in ways}
    changes = [change for key in scales for change in _of_scale(printed.scale_of[key], today)]
    kinds = {mark.kind for mark in marked}
    was = {(star.kind, star.key): star.standard for star in printed.stars if star.kind in kinds}
    changes += [
        w.STANDARD.filled(star=star.name)
        for star in today.stars
        if was.get((star.kind, star.key)) not in {None, "", star.standard}
    ]
    if changes:
        more = [T("…", "…")] if len(changes) > _MOST else []
        yield w.OTHER_MEANING.at(Place(draft.file), changes=enumerated([*changes[:_MOST], *more]))


def _of_scale(was: Scale, today: Plan) -> Iterator[T]:
    """Yield what is otherwise of the grades of a scale; that one counts no longer, or only now, is an error elsewhere."""
    now = {grade.key: grade for grade in today.scale_of[was.key].grades} if was.key in today.scale_of else {}
    for grade in was.grades:
        other = now.get(grade.key)
        if other is None or grade.points is None or other.points is None:
            continue
        if grade.points != other.points:
            points = (show_hundredths(one.points) for one in (grade, other) if one.points is not None)
            yield w.POINTS.filled(grade=grade.name, **dict(zip(("was", "now"), points, strict=True)))
        if grade.satisfied != other.satisfied:
            yield _satisfied(grade.name, was=grade.satisfied, now=other.satisfied)


def _satisfied(grade: str, *, was: bool, now: bool) -> T:
    said = [[YES_NO.show("yes" if one else "no", lang) for one in (was, now)] for lang in Lang]
    zh, en = (w.SATISFIED.filled(grade=grade, was=str(a), now=str(b)) for a, b in said)
    return T(zh.zh, en.en)
