"""What goes wrong in forms, one function a kind; a form is what is typed into it and the book it is typed into."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from xlcampaign.layout.forms import MEETING
from xlcampaign.layout.sheet import Book, Table
from xlcampaign.model.cell import Broken, Fault, Raw
from xlcampaign.sample.answers import Answers
from xlcampaign.words import Lang, T, same

_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_ODD_POINTS = (same("{wide}"), T("{plain}分", "{plain}  "), same(" {plain} "))
_ODD_VOTES = (same("{wide}"), T("{plain}票", "{plain}  "), T("{wide}票", " {wide}"))
_OVER = 3
_EIGHT_FIVE = date(2023, 8, 5)  # what Excel makes of 8-5

Cell = tuple[str, int, str]
"""Sheet key, 0-based row, column key."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One wrong cell: what kind of mistake it is, where, and what stands there (None for nothing)."""

    kind: str
    cell: Cell
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

    def at(table: Table, row: int, mark: int) -> Cell:
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
