"""Plans that a command edits, or will not edit, by the code of what is said then."""

import openpyxl
from plans import plan_rows_of
from seals import SEALS


def _plan_at(desk, **settings):
    given, rows = plan_rows_of(2, 3)
    desk.put_plan((given | settings, rows))


def no_next_step(desk):
    _plan_at(desk, stage=2, step="commendation")
    return desk.run("plan", "next", str(desk.root))


def left_unsealed(desk):
    _plan_at(desk, step="commendation")
    return desk.run("plan", "next", str(desk.root))


def _listed(desk, *rows, header=("branch", "name", "category", "post"), **settings):
    """Take a list of members into a plan."""
    _plan_at(desk, **settings)
    book = openpyxl.Workbook()
    for row in (header, *rows):
        book.active.append(row)
    book.save(file := desk.root / "list.xlsx")
    return desk.run("plan", "import", str(file), str(desk.root), "--yes")


_BRANCH = "甲一完小党支部"
_ALL = (
    (_BRANCH, "赵某甲", "full", "secretary"),
    (_BRANCH, "钱某乙", "full"),
    (_BRANCH, "孙某丙", "full"),
)


def _sealed(desk):
    SEALS["O162"](desk)
    book = openpyxl.Workbook()
    book.active.append(["name", "branch"])
    book.active.append(["赵某甲", _BRANCH])
    book.save(file := desk.root / "list.xlsx")
    return desk.run("plan", "import", str(file), str(desk.root))


def _before_history(desk):
    _listed(desk, *_ALL, stage=2)
    return desk.run("plan", "import", str(desk.root / "list.xlsx"), str(desk.root), "--from", "2023-01-01")


def _nobody_listed(desk):
    _listed(desk, *_ALL)
    settings, rows = plan_rows_of(2, 3)
    desk.put_plan((settings, rows | {"branches": [], "members": []}))
    return desk.run("plan", "import", str(desk.root / "list.xlsx"), str(desk.root), "--yes")


EDITS = {
    "O193": no_next_step,
    "O194": left_unsealed,
    "O195": lambda desk: _listed(desk, *_ALL, header=("unit", "pupil", "grade", "class")),
    "O196": _before_history,
    "O197": _sealed,
    "O198": lambda desk: _listed(desk, _ALL[0]),
    "O199": lambda desk: _listed(desk, *_ALL, (_BRANCH, "郑某庚", "applicant")),
    "O200": _nobody_listed,
    "P156": lambda desk: _listed(
        desk, ("0102", _BRANCH, "郑某庚", "full"), header=("code", "branch", "name", "category")
    ),
    "P157": lambda desk: _listed(desk, *_ALL[:2], (_BRANCH, "孙某内", "full")),
    "R129": lambda desk: _listed(desk, *_ALL, (_BRANCH, "郑某庚", "applicant")),
    "R130": lambda desk: _listed(desk, *_ALL, _ALL[0]),
}
