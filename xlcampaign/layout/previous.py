"""What the first form of a stage tells a branch of the stage before: its stars and its members', and levels that may be told.

It stands in a line of the first sheet that the form has anyway, so that it is read like any other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from xlcampaign.layout.form_book import LAST_ADVICE
from xlcampaign.layout.history import source_of
from xlcampaign.layout.sheet import Book, Canvas, Sheet
from xlcampaign.model.history import Past, PastResult, Source
from xlcampaign.model.plan import Plan
from xlcampaign.model.roster import Branch
from xlcampaign.words import T, clauses, enumerated, listing_of, number_of, same

_ROOM = 900
"""How many characters may name members: a row of a sheet is no taller than some thirty lines."""
_HEADING = T("上次的结果（{name}，{source}）", "Last results ({name}, {source})")
_ITSELF = T("本支部：{said}", "The branch: {said}")
_MEMBERS = T("党员得星 {stars}：{names}", "Members with {stars}: {names}")
_UNLIT = T("没授：{names}", "not given: {names}")
_LEVEL = T("等次：{level}", "level: {level}")
_NOT_RATED = T("没有评星", "not rated")
_UNRATED = T("没有评星的党员：{names}", "Members not rated: {names}")
_MORE = T("还有 {number} 人，见结果反馈单", "{number} more: see the results sent then")


def with_previous(book: Book, plan: Plan, branch: Branch, past: Past | None) -> Book:
    """Return a branch's form that says on its first sheet what the stage before came to, where there was one.

    Args:
        book: the form.
        plan: the plan at the form's stage.
        branch: the branch.
        past: what the stage before came to; None where nothing is to be told.
    """
    lines = list(_said(plan, branch, past)) if past else []
    if not lines:
        return book
    told = T("\n".join(line.zh for line in lines), "\n".join(line.en for line in lines))
    return replace(book, sheets=tuple(_told(sheet, told) for sheet in book.sheets))


def _told(sheet: Sheet, told: T) -> Sheet:
    if not isinstance(sheet, Canvas):
        return sheet
    lines = (
        replace(line, text=T(f"{line.text.zh}\n\n{told.zh}", f"{line.text.en}\n\n{told.en}"))
        if line.row == LAST_ADVICE
        else line
        for line in sheet.lines
    )
    return replace(sheet, lines=tuple(lines))


def _said(plan: Plan, branch: Branch, past: Past) -> Iterator[T]:
    """Yield the lines: the branch itself, then its members of today by how many stars they had, the most first."""
    itself = past.results.get(branch.code)
    members = [one for m in plan.rated_members(branch.code) if (one := past.results.get(m.code))]
    if itself is None and not members:
        return
    yield _HEADING.filled(name=past.name, source=source_of(past))
    if itself:
        stars = [] if itself.stars is None else [_count(itself.stars)]
        yield _ITSELF.filled(said=clauses([*stars, *_facts(itself, plan, past)]))
    listed = list(_fitting(members, plan, past))
    rated = {one.stars for one in listed if one.stars is not None}
    for number in sorted(rated, reverse=True):
        named = (_named(one, plan, past) for one in listed if one.stars == number)
        yield _MEMBERS.filled(stars=_count(number), names=enumerated(named))
    if unrated := [one.name for one in listed if one.stars is None]:
        yield _UNRATED.filled(names=listing_of(unrated))
    if len(members) > len(listed):
        yield _MORE.filled(number=str(len(members) - len(listed)))


def _fitting(members: Iterable[PastResult], plan: Plan, past: Past) -> Iterator[PastResult]:
    """Yield the members for whom there is room."""
    used = 0
    for one in members:
        used += len(_named(one, plan, past).zh) + 1
        if used > _ROOM:
            return
        yield one


def _count(stars: int) -> T:
    return T(f"{stars} 颗", number_of(stars, "star"))


def _named(one: PastResult, plan: Plan, past: Past) -> T:
    facts = clauses(_facts(one, plan, past))
    return T(f"{one.name}（{facts.zh}）", f"{one.name} ({facts.en})") if facts.zh else same(one.name)


def _facts(one: PastResult, plan: Plan, past: Past) -> Iterator[T]:
    """Yield the stars that were not lit, and the level where it was settled and the plan lets it be told."""
    if one.stars is None:
        yield _NOT_RATED
    unlit = [past.star_names[one.kind, star] for star in past.stars[one.kind] if star not in one.lit]
    if unlit and one.stars:  # of none it is said already
        yield _UNLIT.filled(names=listing_of(unlit))
    if past.source is Source.SEALED and one.level in plan.public_levels(one.kind):
        yield _LEVEL.filled(level=one.level)
