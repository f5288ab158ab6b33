"""Votes on whoever left, or takes no part any more, count for nothing, stand in the account, and it balances."""

from datetime import date

import openpyxl
import pytest
from levels import Union

MERGE = ("--as-of", "2023-06-26")


def leaves(rows):
    rows["members"][1] |= {"end": date(2022, 12, 31)}


def takes_no_part(rows):
    rows["members"][3] |= {"participation": "no", "reason": "借调"}


def is_deleted(rows):
    del rows["members"][1]


def both(rows):
    leaves(rows)
    takes_no_part(rows)


@pytest.mark.parametrize(("change", "gone"), [(leaves, 1), (takes_no_part, 1), (is_deleted, 1), (both, 2)])
def test_the_accounts_of_votes_on_who_left_add_up(tmp_path, change, gone):
    union = Union(tmp_path / "union", "LX1")
    before = accounts(union)
    settings, rows = union.rows
    rows = {key: [dict(row) for row in table] for key, table in rows.items()}
    change(rows)
    union.rows = (settings, rows)
    union.rewrite()
    after = accounts(union)
    # 8 stars, rated by oneself, the organisation, 8 peers and 9 teachers; the secretary's form is the superior's
    cast = gone * 8 * (1 + 1 + 8 + 9)
    assert before["不计"] == 0
    assert after["评议合计"] == before["评议合计"]
    assert (after["计入"], after["不计"]) == (before["计入"] - cast, cast)


def accounts(union):
    """The sums of 数据核对, once nothing in it differs and page one says so."""
    result = union.run("merge", union.root, *MERGE)
    assert result.exit_code == 0, result.output
    book = openpyxl.load_workbook(union.root / "summary" / "stage-1.xlsx", data_only=True)
    rows = list(book["数据核对"].iter_rows(min_row=4, values_only=True))
    headers = rows[0]
    [total] = [dict(zip(headers, row, strict=True)) for row in rows if row[0] == "合计"]
    assert total["差额"] == 0
    further = rows[[row[0] for row in rows].index("其他核对") + 1 :]
    assert [row[3] for row in further[:3]] == [0, 0, 0]
    assert any("核对差额 0" in str(cell.value) for row in book["总览"].iter_rows() for cell in row)
    return total
