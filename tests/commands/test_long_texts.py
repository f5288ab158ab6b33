"""Whatever was typed, however long: a document pasted into a cell takes that cell out, and stops nothing."""

import openpyxl
import pytest
from click.testing import CliRunner
from desks import Desk
from fit import cuts
from openpyxl.cell.cell import MergedCell
from plain import plain_file

from xlcampaign.cli import cli
from xlcampaign.layout.plan import plan_book
from xlcampaign.workbook.limits import TALLEST_ROW

PASTED = {"a document": "看不懂" * 10_000, "as many lines as a text may have": "做一事\n" * 48}
MOST, LONGEST = 20, 4000
"""So many cells of a sheet are typed over; so many characters are shown of them where several are told of together."""
COMMANDS = [("merge", "--report"), ("check",), ("status", "--text"), ("mail", "returns")]


def paste(path, text):
    """Type a text, with a number, over what people typed on each sheet of a form."""
    book = openpyxl.load_workbook(path)
    for sheet in book:
        free = [
            cell
            for row in sheet.iter_rows(min_row=5)
            for cell in row
            if isinstance(cell.value, str) and not isinstance(cell, MergedCell) and not cell.protection.locked
        ]
        for number, cell in enumerate(free[:MOST]):
            cell.value = f"{text}{number}"
    book.save(path)


def forms_of(root):
    """Return a workbook of each kind that came in, by what its name ends with."""
    found = sorted((root / "inbox").rglob("*-*-*.xlsx"))
    kinds = {
        tuple(path.stem.rsplit("-", 2)[1:]): path for path in found if path.read_bytes().startswith(b"PK")
    }
    return list(kinds.values())


def run(*words):
    result = CliRunner().invoke(cli, list(map(str, words)))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.parametrize("text", PASTED.values(), ids=PASTED)
def test_what_is_typed_into_any_cell_stops_nothing_and_is_shown_cut(tmp_path, text):
    root = tmp_path / "c"
    run("sample", root, "--branches", 5, "--members", 35, "--stages", 2)
    forms = forms_of(root)
    assert len(forms) > 8
    for path in forms:
        paste(path, text)
    for command, *words in COMMANDS:
        given = [words[0], root] if command == "mail" else [root, *words]
        result = run(command, *given)
        assert result.exit_code in {0, 1}, result.output
        assert max(map(len, result.output.splitlines())) < LONGEST
    pages = [path for folder in ("summary", "send") for path in sorted((root / folder).rglob("*.xlsx"))]
    assert any("退回" in path.name for path in pages)
    for path in pages:
        for sheet in openpyxl.load_workbook(path):
            assert max((row.height or 0 for row in sheet.row_dimensions.values()), default=0) <= TALLEST_ROW
            if path.parent.name == "summary" and sheet.sheet_state == "visible":
                cells = (cell for row in sheet.iter_rows(values_only=True) for cell in row)
                assert max((len(cell) for cell in cells if isinstance(cell, str)), default=0) < LONGEST
        if path.parent.name == "summary":
            assert [one for one in cuts(path) if text[:3] in one.text] == []


def test_names_of_a_plan_that_nobody_knows_are_one_finding(tmp_path):
    desk = Desk(tmp_path / "c", 12)
    settings, rows = desk.rows
    renamed = [{**row, "name": f"{row['name']}改"} for row in rows["branches"]]
    path = desk.root / "plan.xlsx"
    path.write_bytes(plain_file(plan_book(settings, {**rows, "branches": renamed})))
    result = run("check", desk.root)
    assert result.exit_code == 3
    assert result.output.count("P103") == 1
    assert f"这样的共 {len(rows['members'])} 处" in result.output


def test_what_a_list_of_members_says_is_quoted_cut(tmp_path):
    book = openpyxl.Workbook()
    for row in (["支部", "姓名"], ["甲一完小党支部", "赵某甲"], ["甲一完小党支部", "钱" * 3000]):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    result = run("init", tmp_path / "c", "--roster", tmp_path / "list.xlsx")
    assert "R129" in result.output
    assert max(map(len, result.output.splitlines())) < 400
