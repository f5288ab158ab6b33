"""Addresses of cells: what they say, and that they are read and said in one place."""

import pickle
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlcampaign.address import FIRST, Address, blocks_of, letter, number_of
from xlcampaign.findings.finding import Place

PROGRAM = Path(__file__).parents[1] / "xlcampaign"
PARSING = re.compile(r"str\.isdigit|strip\((?:\"0123456789\"|digits|ascii_uppercase)\)")


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_a_cell_is_named_as_in_a_spreadsheet(row, column):
    address = Address(row, column)
    assert re.fullmatch("[A-Z]{1,3}[0-9]+", str(address))
    assert Address.named(str(address)) == Address.named(str(address).lower()) == address
    assert number_of(letter(column)) == column


def test_a_whole_column_and_its_cells():
    column = Address(0, 28)
    assert str(column) == "AB:AB"
    assert f"{column.in_row(7)}" == "AB7"
    assert column.in_row(0) == column
    assert Address(3, 2).in_row(0) == Address(3, 2)
    assert f"{FIRST.in_row(4)}" == "A4"


@pytest.mark.parametrize("name", ["", "B"])
def test_what_is_no_cell_is_no_address(name):
    with pytest.raises(ValueError, match="invalid literal"):
        Address.named(name)


def test_a_place_says_its_cells_and_knows_which_lie_in_it():
    sheet = Place("f.xlsx", "表")
    cells = Place("f.xlsx", "表", (Address(5, 3), Address(5, 12)))
    columns = Place("f.xlsx", "表", (Address(0, 3), Address(0, 29)))
    assert (cells.say(), sheet.say(), columns.cell) == ("f.xlsx › 表 › C5, L5", "f.xlsx › 表", "C:C, AC:AC")
    assert (cells.row, sheet.row, columns.row) == (5, 0, 0)
    met = [[place.meets(other) for place in (sheet.cell_at(5, 3), sheet.cell_at(6, 3), sheet)]
           for other in (cells, columns, sheet)]  # fmt: skip
    assert met == [[True, False, False], [True, True, False], [False, False, False]]
    assert (cells.rows, sheet.rows, columns.rows) == ({5}, {0}, {0})


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([(row, column) for row in range(5, 16) for column in range(3, 11)], ["C5:J15"]),
        ([(row, 1) for row in (*range(5, 14), 15)], ["A5:A13", "A15"]),
        ([(row, column) for row in (5, 7) for column in (3, 4, 6)], ["C5:D5", "F5", "C7:D7", "F7"]),
        ([(row, 2) for row in range(9, 0, -1)], ["B1:B9"]),
        ([(0, column) for column in range(3, 12)], ["C:K"]),
    ],
)
def test_many_cells_are_named_by_their_blocks(cells, said):
    assert blocks_of([Address(*cell) for cell in cells]) == said


def test_addresses_travel_light():
    places = [Place("f.xlsx", "表").cell_at(row, 3) for row in range(1, 1001)]
    assert len(pickle.dumps(places)) < 50 * len(places)
    assert pickle.loads(pickle.dumps(places)) == places  # noqa: S301 -- our own


def test_nobody_else_takes_the_name_of_a_cell_apart():
    found = [
        path.name
        for path in sorted(PROGRAM.rglob("*.py"))
        if path.name != "address.py" and PARSING.search(path.read_text("utf-8"))
    ]
    assert found == []
