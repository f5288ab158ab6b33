"""What goes wrong in forms, one function a kind; a form is what is typed into it and the book it is typed into."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from xlcampaign.layout.meeting import MEETING
from xlcampaign.layout.sheet import Answers, Book, Table
from xlcampaign.model.cell import Broken, Fault, Raw
from xlcampaign.model.plan import Plan, SubjectKind
from xlcampaign.model.registers import PledgeState
from xlcampaign.words import Lang, T, same

_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_ODD_POINTS = (same("{wide}"), T("{plain}分", "{plain}  "), same(" {plain} "))
_ODD_VOTES = (same("{wide}"), T("{plain}票", "{plain}  "), T("{wide}票", " {wide}"))
_OVER = 3
_EIGHT_FIVE = date(2023, 8, 5)  # what Excel makes of 8-5

TypedCell = tuple[str, int, str]
"""Sheet key, 0-based row, column key."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One wrong cell: what kind of mistake it is, where, and what stands there (None for nothing)."""

    kind: str
    cell: TypedCell
    raw: Raw


def _marks(table: Table) -> list[str]:
    """Return the keys of the required columns of marks or votes, in order."""
    return [column.key for column in table.columns if column.mark and column.required]


def _number(raw: Raw) -> int:
    assert isinstance(raw, int)
    return raw


def _meeting_row(book: Book, way: str) -> int:
    return [row["way"] for row in book.table_of(MEETING).rows].index(way)


def wrong_cells(book: Book, answers: Answers, lang: Lang) -> Iterator[Mistake]:
    """Yield ten kinds of wrong cells of a 评议表 of the standard plan, each in a row and column of its own."""
    own, overall = book.table_of("member_self"), book.table_of("member_organisation")
    peer, teacher = book.table_of("member_peer"), book.table_of("member_teacher")
    valid = _number(answers[MEETING, _meeting_row(book, "member.peer"), "valid"])
    ways = _meeting_row(book, "branch.teacher")
    returned = _number(answers[MEETING, ways, "returned"])

    def at(table: Table, row: int, mark: int) -> TypedCell:
        return table.key, row % len(table.rows), _marks(table)[mark]

    yield Mistake("out of range", at(own, 0, 0), 95)
    yield Mistake("words", at(own, 1, 1), T("85左右", "about 85").say(lang))
    yield Mistake("unknown grade", at(own, 2, 2), T("良好", "fine").say(lang))
    yield Mistake("negative", at(own, 3, 3), -3)
    yield Mistake("error value", at(overall, 1, 4), Broken(Fault.ERROR, "#N/A"))
    yield Mistake("date for a number", at(overall, 2, 5), _EIGHT_FIVE)
    yield Mistake("more votes than ballots", at(peer, 4, 6), valid + _OVER)
    yield Mistake("votes missing", at(teacher, 5, 7), None)
    yield Mistake(
        "another name", ("member_teacher", 6 % len(teacher.rows), "name"), T("吴某某", "Wu X").say(lang)
    )
    yield Mistake("valid above returned", (MEETING, ways, "valid"), returned + 2)


def wrong_pledges(book: Book, answers: Answers, lang: Lang) -> Iterator[Mistake]:
    """Yield what is wrong in a 承诺表: the second pledge of somebody with two was left out, a day does not exist."""
    table = book.table_of("member_pledges")
    subject = table.column_of("subject").kind
    with_more = {raw for (sheet, _, key), raw in answers.items() if (sheet, key) == (table.key, "subject")}
    made = [row["subject"] for row in table.rows]
    second = next(
        index
        for index in range(len(made) - 1, 0, -1)
        if made[index] == made[index - 1] and subject.show(made[index], lang) not in with_more
    )
    for cell in answers:
        if cell[:2] == (table.key, second):
            yield Mistake("pledge left out", cell, None)
    yield Mistake("no such day", ("branch_pledges", 2, "due"), T("4月31日", "31 April").say(lang))


def unexplained(book: Book, lang: Lang) -> Iterator[Mistake]:
    """Yield what is wrong in a 践诺情况: the first pledge was not fulfilled, and nobody says why."""
    table = book.table_of("fulfilment")
    if table.rows:
        state = table.column_of("state").kind.show(PledgeState.UNFULFILLED, lang)
        yield Mistake("no reason", (table.key, 0, "state"), state)
        yield Mistake("no reason", (table.key, 0, "reason"), None)
        yield Mistake("no reason", (table.key, 0, "progress"), None)


def overridden(plan: Plan, book: Book) -> Iterator[Mistake]:
    """Yield an override that cannot be, on the first free row: of a member who gets no level."""
    lang, table = plan.campaign.language, book.table_of("overrides")
    ungraded = (m for b in plan.branches for m in plan.rated_members(b.code) if not m.graded)
    for member in islice(ungraded, 1):
        values = {
            "subject": member.code,
            "level": plan.levels_of(SubjectKind.MEMBER)[1].name,
            "reason": T("预备期表现好", "Did well on probation").say(lang),
            "document": T("联党发〔2023〕9号", "Union 2023/9").say(lang),
        }
        for key, value in values.items():
            shown = table.column_of(key).kind.show(value, lang)
            yield Mistake("no level to change", (table.key, len(table.rows), key), shown)


def with_mistakes(answers: Answers, mistakes: Iterable[Mistake]) -> Answers:
    """Return answers with mistakes in them."""
    wrong = dict(answers)
    for mistake in mistakes:
        if mistake.raw is None:
            wrong.pop(mistake.cell, None)
        else:
            wrong[mistake.cell] = mistake.raw
    return wrong


def typed_oddly(book: Book, answers: Answers, lang: Lang) -> Answers:
    """Return answers of which some are full-width digits, or numbers with a unit or spaces: all still certain."""
    odd = dict(answers)
    for key, shapes in (("member_organisation", _ODD_POINTS), ("member_teacher", _ODD_VOTES)):
        table = book.table_of(key)
        for column, shape in zip(_marks(table), shapes, strict=False):
            plain = str(answers[key, 0, column])
            odd[key, 0, column] = shape.say(lang).format(plain=plain, wide=plain.translate(_WIDE))
    return odd


def renamed(book: Book, key: str, title: str) -> Book:
    """Return a book in which somebody gave a sheet another name."""
    sheets = tuple(replace(sheet, title=same(title)) if sheet.key == key else sheet for sheet in book.sheets)
    return replace(book, sheets=sheets)


def swapped(answers: Answers, sheet: str) -> Answers:
    """Return answers with the first two rows of a sheet swapped: what a first submission got wrong."""
    other = {0: 1, 1: 0}
    return {
        (key, other.get(row, row) if key == sheet else row, column): raw
        for (key, row, column), raw in answers.items()
    }
