"""Who did well, who must improve and who is unrated, by name: live over 等次评定, with the working beside the page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlcampaign.address import letter
from xlcampaign.layout.choices import KINDS, label_of
from xlcampaign.layout.summary import DASH
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.results import SubjectResult
from xlcampaign.summary import names
from xlcampaign.summary.context import Context
from xlcampaign.summary.lists import AND, BETWEEN
from xlcampaign.words import T
from xlcampaign.workbook.book import Cell, Worksheet
from xlcampaign.workbook.formulas import Live, exceeds, joined, number, quote, text, whether, worded
from xlcampaign.workbook.looks import CELL, WORKING_HEADER

_MOST = {SubjectKind.BRANCH: 12, SubjectKind.MEMBER: 8}
"""How many are called by name."""
_BRANCH = T("党支部", " branch")
_COUNTS = {
    SubjectKind.BRANCH: T("支部{level} {n} 个", "Branches{level}: {n}"),
    SubjectKind.MEMBER: T("党员{level} {n} 人", "members{level}: {n}"),
}
_COLON = T("：", " – ")
_MORE = T("等", " and others")
_SEE = T("，见“{sheet}”", ", see “{sheet}”")
_PLACE = T("（{branch}）", " ({branch})")


WELL, IMPROVE, UNRATED = T("先进", "Did well"), T("须改进", "To improve"), T("暂未评星", "Unrated")


@dataclass(frozen=True)
class _Wanted:
    """Subjects of a kind with something in a column of 等次评定.

    Attributes:
        kind: branches or members.
        column: the column's key.
        value: the formula of what stands there.
        found: those of whom it does, in the sheet's order.
        level: what they are called, live; nothing where the line says it.
        sheet: the key of the sheet that lists them.
    """

    kind: SubjectKind
    column: str
    value: str
    found: Sequence[SubjectResult]
    level: Live
    sheet: str


@dataclass(frozen=True)
class WhoLine:
    """A line that names branches and members, the key of the sheet that tells more, and the branches' names alone."""

    title: T
    said: Live
    sheet: str
    branches: Live


def short_name(context: Context, name: str) -> str:
    """Return a branch's name without the word that all have."""
    return name.removesuffix(context.say(_BRANCH)) or name


def short_formula(context: Context, cell: str) -> str:
    """Return the formula of a branch's name without that word."""
    word = context.say(_BRANCH)
    own = f"AND(LEN({cell})>{len(word)},RIGHT({cell},{len(word)})={quote(word)})"
    return f"IF({own},LEFT({cell},LEN({cell})-{len(word)}),{cell})"


def nth_row(area: str, condition: str, last: int, nth: str) -> str:
    """Return the formula of the row of the n-th cell of a column that meets a condition, down to its last row."""
    return f"{last + 1}-SUMPRODUCT(LARGE(({area}{condition})*({last + 1}-ROW({area})),{nth}))"


def _name_of(context: Context, subject: SubjectResult) -> str:
    if subject.kind is SubjectKind.BRANCH:
        return short_name(context, subject.name)
    code = f" {subject.code}" if (subject.branch, subject.name) in context.namesakes else ""
    branch = short_name(context, context.plan.branch_of[subject.branch].name)
    return subject.name + code + context.say(_PLACE).format(branch=branch)


def _name_formula(context: Context, kind: SubjectKind, row: str, last: int) -> str:
    """Return the formula of a name, over the cell with its row on 等次评定."""
    at = {key: context.outcomes.letter_of(key) for key in ("name", "branch", "code")}
    ref = context.ref("outcomes")
    cell = {key: f"INDEX({ref}${one}$1:${one}${last},{row})" for key, one in at.items()}
    if kind is SubjectKind.BRANCH:
        return short_formula(context, cell["name"])
    same = (f"{context.outcomes_of(kind, key)},{cell[key]}" for key in ("name", "branch"))
    code = f'IF(COUNTIFS({",".join(same)})>1," "&{cell["code"]},"")'
    before, behind = map(quote, context.say(_PLACE).split("{branch}"))
    return "&".join([cell["name"], code, before, short_formula(context, cell["branch"]), behind])


def _working(context: Context, wanted: _Wanted, column: str, top: int) -> Iterator[list[Cell]]:
    """Yield how many there are; then the rows of those who are called by name, and their names."""
    area, between = context.outcomes_of(wanted.kind, wanted.column), context.say(AND)
    yield [Live(f"SUMPRODUCT(--({area}={wanted.value}))", len(wanted.found)), None]
    last = max((context.outcome_rows[s.code] for s in context.report.results.of(wanted.kind)), default=1)
    for nth in range(1, _MOST[wanted.kind] + 1):
        one = wanted.found[nth - 1] if nth <= len(wanted.found) else None
        row = f"${column}${top + nth}"
        found = nth_row(area, f"={wanted.value}", last, str(nth))
        named = f"{quote(between)}&{_name_formula(context, wanted.kind, row, last)}"
        yield [
            Live(f'IF(${column}${top}<{nth},"",{found})', context.outcome_rows[one.code] if one else ""),
            Live(f'IF({row}="","",{named})', between + _name_of(context, one) if one else ""),
        ]


def _list(sheet: Worksheet, context: Context, wanted: _Wanted, left: int, top: int) -> tuple[Live, Live]:
    """Write the working of a list from a corner on; return how many there are and who, unless they are many, and who alone."""
    say, kind, between = context.say, wanted.kind, context.say(AND)
    working = list(_working(context, wanted, letter(left), top))
    sheet.rows(top, left, working, [CELL.but(shrink=True)] * 2)
    cells = [
        Live(f"${letter(left + 1)}${top + n}", row[1].value)
        for n, row in enumerate(working)
        if isinstance(row[1], Live)
    ]
    listed = joined(cells)
    who = Live(f"MID({listed.formula},{len(between) + 1},999)", str(listed.value)[len(between) :])
    count = Live(f"${letter(left)}${top}", len(wanted.found))
    too_many = exceeds(count, number(_MOST[kind]))
    if kind is SubjectKind.BRANCH:
        who = joined([who, whether(too_many, text(say(_MORE)), text(""))])
        named = joined([text(say(_COLON)), who])
    else:
        see = text(say(_SEE).format(sheet=context.title(wanted.sheet)))
        named = whether(too_many, see, joined([text(say(_COLON)), who]))
    said = worded(say(_COUNTS[kind]), level=wanted.level, n=count)
    return joined([said, whether(exceeds(count, number(0)), named, text(""))]), who


def _wanted(context: Context, title: T, kind: SubjectKind) -> _Wanted:
    subjects = context.report.results.of(kind)
    if title is WELL:
        levels = [level.name for level in context.plan.levels_of(kind)]
        best = f"INDEX({names.levels(kind)},{len(levels)})"
        before, behind = (text(context.say(sign)) for sign in (T("“", " “"), T("”", "”")))
        top = joined([before, Live(best, levels[0]), behind])
        found = [subject for subject in subjects if subject.graded and subject.level == levels[0]]
        return _Wanted(kind, "level", best, found, top, "member_board")
    if title is IMPROVE:
        found = [subject for subject in subjects if subject.rectify]
        return _Wanted(kind, "rectify", "1", found, text(""), "rectification")
    found = [subject for subject in subjects if not subject.is_rated]
    return _Wanted(kind, "composite", quote(DASH), found, text(""), "rectification")


def who_lines(sheet: Worksheet, context: Context, left: int, top: int) -> Iterator[WhoLine]:
    """Write the working of all lists, two columns each, from a corner on; yield the lines."""
    for title in (WELL, IMPROVE, UNRATED):
        parts = []
        for kind in SubjectKind:
            label = T(f"{title.zh}（{label_of(KINDS, kind).zh}）", f"{title.en} ({label_of(KINDS, kind).en})")
            sheet.rows(top, left, [[context.say(label), None]], [WORKING_HEADER] * 2)
            wanted = _wanted(context, title, kind)
            parts.append(_list(sheet, context, wanted, left, top + 1))
            left += 2
        (branches, who), (members, _) = parts
        yield WhoLine(title, joined([branches, text(context.say(BETWEEN)), members]), wanted.sheet, who)
