"""Which number a form states, and when nobody can tell."""

import pytest
from grids import bytes_of, read_grids, write_plain
from plans import small_plan

from xlcampaign.layout.forms import evaluation_form, pledge_form
from xlcampaign.model.envelope import Envelope
from xlcampaign.reading.form import read_book

PLAN = small_plan()
BOOKS = [evaluation_form(PLAN, PLAN.branches[0]), pledge_form(PLAN, PLAN.branches[1])]


def version_of(book, stated=None, edit=None):
    out = write_plain(book, {("cover", 0, "version"): stated})
    if edit:
        edit(out)
    draft, findings = read_book(read_grids(Envelope("f.xlsx", bytes_of(out))), book, "f.xlsx")
    return draft.version, [finding.rule.code for finding in findings if finding.rule.code[0] in "CS"]


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.key)
@pytest.mark.parametrize(
    ("stated", "version", "codes"),
    [
        (None, 1, []),
        (2, 2, []),
        ("第二次", 2, ["C107"]),
        ("重报", 2, ["C107"]),
        ("第3次", 3, ["C107"]),
        ("补报", None, ["C103"]),
        (0, None, ["C103"]),
        ("#N/A", None, ["C104"]),
    ],
)
def test_the_number_is_the_stated_one_or_one_or_unknown(book, stated, version, codes):
    def error(out):
        if stated == "#N/A":
            out["填表说明"]["B4"].data_type = "e"

    assert version_of(book, stated, error) == (version, codes)


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.key)
def test_without_the_first_sheet_or_its_line_the_number_is_unknown(book):
    assert version_of(book, 3, lambda out: out.remove(out["填表说明"])) == (None, ["S101"])
    assert version_of(book, 3, lambda out: out["填表说明"].delete_rows(4)) == (None, ["C121"])
