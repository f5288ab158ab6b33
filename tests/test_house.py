"""Rules of the house that no linter knows."""

import ast
import re
from pathlib import Path

import pytest
from conftest import LEFT_OUT_OF_QUICK

ROOT = Path(__file__).parents[1]
PROGRAM = ROOT / "xlcampaign"
MODULES = sorted(PROGRAM.rglob("*.py"))
CHINESE = re.compile("[\u4e00-\u9fff]")
SPEAKING = (
    "words.py",
    "cli/",
    "findings/catalogue/",
    "layout/",
    "workbook/",
    "forms/",
    "summary/",
    "sending/",
    "sample/",
    "sending/",
)
PURE = ("model/", "layout/", "checks/", "tally/", "findings/", "address.py", "words.py")
LINES_OF_A_MODULE = 500
LINES_OF_A_FUNCTION = 50


def name_of(path):
    return path.relative_to(PROGRAM).as_posix()


def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def docstrings(tree):
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef)
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        if isinstance(node, holders) and ast.get_docstring(node):
            yield node.body[0].value


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_rooms_and_functions_stay_small(path):
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= LINES_OF_A_MODULE
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1}"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= LINES_OF_A_FUNCTION
    ]
    assert long == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_some_rooms_speak_chinese(path):
    tree = tree_of(path)
    spoken = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value)
    ]
    silent = {node.value for node in docstrings(tree)}
    allowed = name_of(path).startswith(SPEAKING)
    assert allowed or [text for text in spoken if text not in silent] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nobody_asks_which_language_it_is(path):
    asked = [
        ast.unparse(node)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Compare) and "Lang." in ast.unparse(node)
    ]
    assert name_of(path) == "words.py" or asked == []


@pytest.mark.parametrize("path", [p for p in MODULES if name_of(p).startswith(PURE)], ids=name_of)
def test_pure_rooms_open_no_file_and_read_no_clock(path):
    text = ast.unparse(tree_of(path))
    assert re.findall(r"(?<![\w.])(?:open|Path|print)\(|\.today\(|\.now\(|time\.time|os\.environ", text) == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_hours_of_the_day_are_shown_in_one_place(path):
    assert name_of(path) == "layout/instants.py" or "%H" not in path.read_text(encoding="utf-8")


def test_what_quick_runs_leave_out_is_there():
    tests = list((ROOT / "tests").rglob("test_*.py"))
    there = {path.relative_to(ROOT).as_posix() for path in tests}
    there |= {
        name
        for path in tests
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert there >= LEFT_OUT_OF_QUICK
