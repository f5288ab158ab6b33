"""What is written quickly is what openpyxl writes, part by part."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from filled import complete
from grids import bytes_of, write_plain
from plain import plain_file
from plans import plan_rows_of, small_plan

from xlcampaign.layout.forms import FORMS, evaluation_form
from xlcampaign.layout.plan import plan_book

PLAN = small_plan(2, 4)
EVALUATION = evaluation_form(PLAN, PLAN.branches[0])
BOOKS = [
    *(form.of_branch(PLAN, PLAN.branches[0], None) for form in FORMS if form.of_branch),
    *(form.of_committee(PLAN, None) for form in FORMS if form.of_committee),
    plan_book(*plan_rows_of(2, 3)),
]


def parts(data):
    with zipfile.ZipFile(BytesIO(data)) as source:
        return [
            (part.filename, part.compress_type, _timeless(source.read(part))) for part in source.infolist()
        ]


def _timeless(data):
    """Leave out when openpyxl says that the workbook was created: now."""
    before, created, after = data.partition(b"<dcterms:created")
    return before + created + after.partition(b"</dcterms:created>")[2]


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.title.en)
def test_books_come_out_as_openpyxl_writes_them(book):
    assert parts(plain_file(book)) == parts(bytes_of(write_plain(book)))
    answers = complete(book)
    assert parts(plain_file(book, answers, "2023-04-20")) == parts(
        bytes_of(write_plain(book, answers), "2023-04-20")
    )


@pytest.mark.parametrize(
    "typed",
    [
        *("x", "", " ", " x ", "a&b<c>\"'", "1\r\n2\t3", "长" * 40_000, "=1+1", "#N/A", "#x"),
        *(0, -1, 8.5, 0.1 + 0.2, 1e20, True, None, date(2023, 5, 6), date(1900, 1, 1)),
    ],
    ids=lambda typed: repr(typed)[:20],
)
def test_whatever_is_typed_comes_out_as_openpyxl_writes_it(typed):
    answers = complete(EVALUATION) | {("member_self", 0, "loyal"): typed}
    assert parts(plain_file(EVALUATION, answers)) == parts(bytes_of(write_plain(EVALUATION, answers)))
