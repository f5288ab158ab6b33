"""What is said of reports to a level above, by the code of what is said."""

import shutil
from datetime import date

import openpyxl
from levels import BRANCHES, MEMBERS, Town, Union, as_opendocument, by_hand, edited, noted_anew

_STAR_LESS = {("member_teacher", 1, "loyal.approve"): 2}


def _town(desk, *expected, **settings):
    town = Town(desk.root.parent)
    if expected:
        town.expect(*expected, **{"language": "en"} | settings)
    return town


def _said(town, *words):
    return _run("rollup", town.root, "-o", town.output, "--as-of", "2023-07-03", "--all", *words)


def _run(*words):
    from click.testing import CliRunner  # noqa: PLC0415 -- as the other desks do

    from xlcampaign.cli import cli  # noqa: PLC0415 -- the same

    return CliRunner().invoke(cli, ["--lang", "en", *map(str, words)]).output


def _one(desk, edit=None, **settings):
    """Roll up a report, edited or not."""
    town = _town(desk, "LX1", "LX2", **settings)
    path = town.receive("LX1")
    town.receive("LX2")
    if edit:
        edited(path, edit)
    return _said(town)


def _hidden(key, value):
    def edit(book):
        [row] = [row for row in book["_xlc"].iter_rows() if row[0].value == key]
        row[1].value = value

    return edit


def _on_short_sheets(desk):
    """Roll up as if a sheet were short: one of a real size would take minutes to fill."""
    import pytest  # noqa: PLC0415 -- this alone patches

    from xlcampaign.commands import rollup  # noqa: PLC0415 -- the same

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rollup, "LAST_ROW", 15)
        said = _one(desk)
    assert not list(desk.root.parent.rglob("汇总.xlsx"))
    return said


def _by_hand(desk, **typed):
    """Roll up a form that was filled in by hand, some cells otherwise; none at all leaves it blank."""
    town = _town(desk)
    town.run("rollup", "--init", town.root)
    town.expect("LX1", "LX9")
    town.receive("LX1")
    if typed:
        book = openpyxl.load_workbook(town.root / "上报表（空白）.xlsx")
        _fill(book, typed)
        book.save(town.root / "LX9.xlsx")
    return _said(town)


_FACTS = ["LX9", "某某LX9联校", None, "XF-2023", "争做先锋活动", 1, "第一阶段", date(2023, 6, 25)]


def _fill(book, typed):
    for row, value in enumerate(_FACTS, 5):
        book["上报说明"].cell(row, 2).value = value
    who = {"支部编号": "01", "支部": "丁一完小党支部", "党员编号": "0101", "姓名": "赵某甲"}
    for sheet in (BRANCHES, MEMBERS):
        for number in range(2 if typed.get("twice") and sheet == MEMBERS else 1):
            for cell in book[sheet][4]:
                name = str(cell.value).replace("\n", "")
                value = who.get(
                    name, "★" if name.endswith("星") else {"符合推荐条件": "是", "须整改": "否"}.get(name)
                )
                if sheet == MEMBERS:
                    value = typed.get(name, value)
                book[sheet].cell(5 + number, cell.column).value = value


def _report(desk, unit="LX1"):
    union = Union(desk.root.parent / "union", unit)
    return _run("merge", union.root, "--as-of", "2023-06-26", "--report")


def _among_forms(desk):
    town = _town(desk)
    desk.put_plan()
    shutil.copy(town.receive("LX1"), desk.root / "inbox" / "f.xlsx")
    return desk.check()


def _a_branchs_form(desk):
    town = _town(desk, "LX1")
    town.receive("LX1")
    desk.put_form("f.xlsx")
    shutil.copy(desk.root / "inbox" / "f.xlsx", town.root / "f.xlsx")
    return _said(town)


def _listed(desk, row):
    town = _town(desk, "LX1", rows=[row])
    town.receive("LX1")
    return _said(town)


def _twice(desk, changes=None):
    town = _town(desk, "LX1")
    town.receive("LX1")
    town.receive("LX1", changes, name="again.xlsx")
    return _said(town)


def _own(desk):
    town = _town(desk, "LX1")
    town.receive("LX1")
    _said(town)
    shutil.copy(town.output, town.root / "last.xlsx")
    return _said(town)


def _two_stages(desk):
    from xlcampaign.layout.forms import form_for  # noqa: PLC0415 -- wanted here alone
    from xlcampaign.model.choices import StepKey  # noqa: PLC0415 -- the same
    from xlcampaign.model.identity import Identity  # noqa: PLC0415 -- the same

    town = _town(desk)
    town.receive("LX1")
    union = Union(desk.root.parent / "union", "LX2")
    for path in (union.root / "inbox").iterdir():
        path.unlink()
    for branch in union.plan.branches:
        identity = Identity(union.plan.campaign.code, 2, StepKey.EVALUATION, branch.code)
        union.put(f"{branch.code}.xlsx", form_for(union.plan, identity), {})
    shutil.copy(union.report("--stage", "2"), town.root / "LX2.xlsx")
    return _said(town)


def _two_lists(desk):
    town = _town(desk, "LX1")
    (town.root / "旧名单").mkdir()
    shutil.copy(town.root / "units.xlsx", town.root / "旧名单" / "units.xlsx")
    return _said(town)


def _other_rules(desk):
    town = _town(desk, "LX1", "LX2")
    town.receive("LX1")
    town.receive("LX2", threshold=700)
    return _said(town)


def _unlisted(desk, *expected, **settings):
    town = _town(desk, *expected, **settings)
    town.receive("LX1")
    return _said(town)


def _begun_twice(desk):
    town = _town(desk)
    _run("rollup", "--init", town.root)
    return _run("rollup", "--init", town.root)


def _faulty_list(desk):
    return _listed(desk, {"code": "LX1", "name": "某某联校"})


def _in_two_towns(desk):
    county = Town(desk.root.parent, "county")
    for own in ("Z1", "Z2"):
        town = Town(desk.root.parent, own)
        town.expect("LX1", own=own, unit=own)
        town.receive("LX1")
        town.roll_up()
        shutil.copy(town.output, county.root / f"{own}.xlsx")
    county.expect("Z1", "Z2", own="X", language="en")
    return _said(county)


def _told_ahead(desk):
    """Roll up a report as of a day before it was written."""
    town = _town(desk, "LX1")
    town.receive("LX1")
    return _run("rollup", town.root, "-o", town.output, "--as-of", "2023-06-01", "--all")


def _corrected(desk):
    """Roll up a form by hand with a mistake, and the correct one beside it."""
    town = _town(desk)
    town.run("rollup", "--init", town.root)
    town.expect("LX8", language="en")
    by_hand(town, "LX8", "early.xlsx", 星数=3)
    by_hand(town, "LX8", "late.xlsx")
    return _said(town)


def _put_by(desk, folder):
    town = _town(desk, "LX1", "LX2")
    town.receive("LX1")
    (town.root / folder).mkdir()
    town.receive("LX2", name=f"{folder}/LX2.xlsx")
    return _said(town)


def _listless(desk):
    """Roll up what was rolled up without a list."""
    town = _town(desk)
    town.receive("LX1")
    _said(town)
    shutil.move(town.output, town.root / "LX2.xlsx")
    return _said(town)


def _whole(desk, edit=None, **settings):
    """Roll up a whole summary, edited or not."""
    town = _town(desk, "LX1")
    path = town.receive("LX1", whole=True, **settings)
    if edit:
        edited(path, edit)
    return _said(town)


def _in_another_format(desk):
    """Roll up a summary as an .ods without what its formulas said."""
    town = _town(desk, "LX1")
    path = town.receive("LX1", whole=True)
    path.write_bytes(as_opendocument(path))
    return _said(town)


def _forged(book):
    """Tell of a star that is not lit, and note that nothing was changed."""
    [told] = [row[1] for row in book["_xlc"].iter_rows() if row[0].value == "told.1"]
    told.value = told.value.replace("★", "☆", 1)
    noted_anew(book)


def _otherwise_by_hand(desk, edit):
    """Roll up a report, and a form by hand that was edited."""
    town = _town(desk)
    town.run("rollup", "--init", town.root)
    town.expect("LX1", "LX9", language="en")
    town.receive("LX1")
    edited(by_hand(town, "LX9", "LX9.xlsx"), edit)
    return _said(town)


def _of_another_campaign(book):
    [cell] = [row[1] for row in book["上报说明"].iter_rows() if row[0].value == "活动编号"]
    cell.value = "XG-2024"


def _without_members(book):
    for row in book[MEMBERS].iter_rows(min_row=5):
        for cell in row:
            if type(cell).__name__ == "Cell":
                cell.value = None


def _in_two_branches(book):
    for sheet in (BRANCHES, MEMBERS):
        rows = book[sheet].iter_rows(min_row=5, max_row=6)
        for cell, other in zip(*rows, strict=True):
            other.value = "02" if cell.column == 1 else cell.value


def _listed_otherwise(desk, **facts):
    town = _town(desk, "LX2", rows=[{"code": "LX1", "name": "某某LX1联校"} | facts])
    town.receive("LX1")
    return _said(town)


LEVELS = {
    "O215": _on_short_sheets,
    "F170": lambda desk: _otherwise_by_hand(desk, _in_two_branches),
    "F171": _in_another_format,
    "F160": lambda desk: _otherwise_by_hand(desk, _without_members),
    "P158": lambda desk: _listed_otherwise(desk, extended=date(2023, 6, 20)),
    "X200": lambda desk: _listed_otherwise(desk, name="某某别的联校"),
    "X201": lambda desk: _otherwise_by_hand(desk, _of_another_campaign),
    "O183": lambda desk: _report(desk, unit=""),
    "O184": _report,
    "O185": _begun_twice,
    "O186": _two_lists,
    "O187": lambda desk: _said(_town(desk, "LX1")),
    "O188": _two_stages,
    "O189": lambda desk: _run("rollup", desk.root / "none.xlsx", "-o", desk.root / "out.xlsx"),
    "P154": lambda desk: _listed(desk, {"code": "LX1", "name": "某某联校"}),
    "P155": lambda desk: _listed(desk, {"code": "Z1", "name": "某某镇"}),
    "F124": lambda desk: _by_hand(desk, 星数=7),
    "F125": lambda desk: _by_hand(desk, 须整改="是"),
    "F126": _among_forms,
    "F141": lambda desk: _by_hand(desk, twice=True),
    "F142": lambda desk: _by_hand(desk, 支部编号="07"),
    "F145": lambda desk: _one(desk, _hidden("format", "9")),
    "F146": lambda desk: _one(desk, _hidden("stars.member", "?")),
    "F147": lambda desk: _one(desk, lambda book: book[MEMBERS].__setitem__("D5", "孙某丙")),
    "F148": lambda desk: _one(desk, lambda book: book[MEMBERS].delete_rows(6)),
    "F149": _a_branchs_form,
    "F150": lambda desk: _whole(desk, _forged),
    "F151": lambda desk: _whole(desk, unit_code=""),
    "X187": lambda desk: _whole(desk, lambda book: book["评星规则"].__setitem__("B7", 7)),
    "X170": lambda desk: _twice(desk, _STAR_LESS),
    "X171": _twice,
    "X172": lambda desk: _unlisted(desk, "LX2"),
    "X173": lambda desk: _unlisted(desk, "LX1", "LX2"),
    "X174": lambda desk: _unlisted(desk, "LX1", deadline=date(2023, 6, 1)),
    "X175": lambda desk: _unlisted(desk, "LX1", stage=2),
    "X176": _other_rules,
    "X177": _unlisted,
    "X178": _own,
    "X179": lambda desk: _by_hand(desk, 星数=None),
    "X180": _by_hand,
    "X181": _in_two_towns,
    "X182": lambda desk: _one(desk, unit="另一个镇"),
    "X188": _told_ahead,
    "X193": _corrected,
    "X194": lambda desk: _put_by(desk, "x-returned"),
    "X195": _listless,
    "X196": lambda desk: _whole(desk, lambda book: book["等次评定"].__setitem__("R7", "优秀")),
    "X197": lambda desk: _one(desk, lambda book: book[MEMBERS].__setitem__("A20", "制表 王某")),
    "O192": _faulty_list,
}
