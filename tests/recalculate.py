"""Other opinions on formulas: engines that share no code calculate a workbook anew, and every cell is compared.

Engines may believe cached values, so these are taken out of the file first; what is compared is then the engine's own.
"""

import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

import formulon
import pytest
from defusedxml.ElementTree import fromstring
from served import served_by

TOLERANCE = 1e-9
_FORMULA_CELL = re.compile(r"<c [^>]*><f[^>]*?(?:/>|>.*?</f>)(?:<v>.*?</v>|<v ?/>)?</c>", re.DOTALL)
_VALUE = re.compile(r"<v>.*?</v>|<v ?/>", re.DOTALL)
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_TYPE = re.compile(r' t="[a-z]+"')

Value = str | float
Cells = dict[tuple[str, str], Value]
Engine = Callable[[Sequence[Path], Path], list[Path]]
"""Calculates workbooks without values; returns them with values, in the folder."""


class Difference(NamedTuple):
    """A formula cell whose cached value is not what comes out."""

    sheet: str
    cell: str
    cached: Value
    calculated: Value


def office():
    """Return the office program; skip the test where there is none and none is required."""
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("REQUIRE_OFFICE") == "1":
            pytest.fail("LibreOffice is required here and was not found")
        pytest.skip("LibreOffice is not installed")
    return program


def strip_values(path: Path, target: Path) -> int:
    """Write a copy of a workbook whose formula cells have no values; return how many there were."""
    stripped = 0

    def strip(match: re.Match[str]) -> str:
        nonlocal stripped
        stripped += 1
        head, rest = match[0].split("><f", 1)
        return _TYPE.sub("", head) + "><f" + _VALUE.sub("", rest)

    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = _FORMULA_CELL.sub(strip, data.decode()).encode()
            copy.writestr(name, data)
    return stripped


def convert(path: Path, kind: str, folder: Path) -> Path:
    """Return a workbook as LibreOffice saves it (kind: xlsx, pdf), under settings of these tests' own."""
    [saved] = convert_all([path], kind, folder)
    return saved


def convert_all(paths: Iterable[Path], kind: str, folder: Path) -> list[Path]:
    """Return workbooks, each by another name, as LibreOffice saves them."""
    served = served_by(office())
    folder.mkdir(parents=True, exist_ok=True)
    saved = [(path, folder / f"{path.stem}.{kind}") for path in map(Path, paths)]
    for path, target in saved:
        served.save(path, target)
    return [target for _, target in saved]


def by_libreoffice(bare: Sequence[Path], folder: Path) -> list[Path]:
    """The engine of an office program."""
    return convert_all(bare, "xlsx", folder)


def by_formulon(bare: Sequence[Path], folder: Path) -> list[Path]:
    """An engine that follows Excel, where LibreOffice takes a yes for the number 1.

    It does not know `~~`, the tilde in a criterion: names that hold one are left to LibreOffice.
    """
    folder.mkdir(exist_ok=True)
    for path in bare:
        with formulon.Workbook.load(path.read_bytes()) as book:
            book.recalc()
            (folder / path.name).write_bytes(book.save())
    return [folder / path.name for path in bare]


_OFFICE = pytest.param(by_libreoffice, marks=pytest.mark.office, id=by_libreoffice.__name__)
by_every_engine = pytest.mark.parametrize(
    "engine", [_OFFICE, pytest.param(by_formulon, id=by_formulon.__name__)]
)
"""Runs a test once for each engine."""

each_variant_by_every_engine = pytest.mark.parametrize(
    "engine", [_OFFICE, pytest.param(by_formulon, marks=pytest.mark.slow, id=by_formulon.__name__)]
)
"""Likewise for variants of what the second engine calculates once in any case: by it, only among the slow tests."""


def recalculate(path: Path, engine: Engine = by_libreoffice) -> Path:
    """Return a copy of a workbook, beside it, in which an engine calculated every formula anew."""
    [calculated] = recalculate_all([path], engine)
    return calculated


def recalculate_all(paths: Sequence[Path], engine: Engine) -> list[Path]:
    """Likewise, of workbooks in one folder."""
    bare = [path.with_name(f"{path.stem}-bare.xlsx") for path in paths]
    for path, target in zip(paths, bare, strict=True):
        strip_values(path, target)
    return engine(bare, paths[0].parent / engine.__name__)


def formula_values(path: Path) -> Cells:
    """Return the values that formula cells have in a file, as it has them; an empty one is an empty text.

    The file's own text is read, openpyxl would take twenty times as long for the whole.
    """
    with zipfile.ZipFile(path) as parts:
        related = {one.get("Id"): one.get("Target", "") for one in fromstring(parts.read(_RELATIONS))}
        return {
            (sheet.get("name", ""), cell.get("r", "")): _value(cell)
            for sheet in fromstring(parts.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
            for cell in fromstring(parts.read(f"xl/{related[sheet.get(_ID)]}")).iter(f"{_MAIN}c")
            if cell.find(f"{_MAIN}f") is not None
        }


def _value(cell: Element) -> Value:
    text = cell.findtext(f"{_MAIN}v", "")
    return float(text) if text and cell.get("t", "n") in {"n", "b"} else text


def formula_cells(path: Path) -> set[tuple[str, str]]:
    """Return sheet and address of every formula cell."""
    return set(formula_values(path))


def _same(left: Value, right: Value) -> bool:
    if isinstance(left, float) and isinstance(right, float):
        return abs(left - right) <= TOLERANCE
    return left == right


def differences(path: Path, recalculated: Path) -> list[Difference]:
    """Return the formula cells of a workbook whose cached value is not what an engine got."""
    cached, calculated = formula_values(path), formula_values(recalculated)
    return [
        Difference(*place, cached[place], calculated[place])
        for place in sorted(cached)
        if not _same(cached[place], calculated[place])
    ]


def all_differences(paths: Sequence[Path], engine: Engine) -> list[tuple[str, Difference]]:
    """Return the differences of workbooks in one folder, each with its file's name; there are formulas in every one."""
    found = zip(paths, recalculate_all(paths, engine), strict=True)
    assert all(formula_cells(path) for path in paths)
    return [(path.name, one) for path, calculated in found for one in differences(path, calculated)]
