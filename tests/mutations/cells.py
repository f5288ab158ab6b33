"""A workbook's cells changed in place, in the file's own XML, as if somebody had typed there."""

import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from xml.sax.saxutils import escape

from xlcampaign.address import letter

_TITLES = re.compile(r'<sheet name="([^"]*)"')
_STYLES = re.compile(r"<cellXfs.*?</cellXfs>", re.DOTALL)
_BEFORE_MERGES = re.compile(r"<(?:phoneticPr|conditionalFormatting|dataValidations|printOptions|pageMargins)")


@dataclass(frozen=True)
class Typed:
    """What a cell is made to hold: its XML but for its address and style; a date brings its style."""

    attributes: str = ""
    content: str = ""
    dated: bool = False


NOTHING = Typed()


def text(value: str) -> Typed:
    """A text."""
    return Typed(' t="inlineStr"', f'<is><t xml:space="preserve">{escape(value)}</t></is>')


def number(value: float) -> Typed:
    """A number."""
    return Typed("", f"<v>{value!r}</v>")


def day(serial: int) -> Typed:
    """A number that is shown as a date."""
    return Typed("", f"<v>{serial}</v>", dated=True)


ERROR = Typed(' t="e"', "<v>#N/A</v>")
UNCACHED = Typed("", "<f>1+1</f>")
TRUE = Typed(' t="b"', "<v>1</v>")


class Archive:
    """The parts of a workbook, to be saved again with some cells changed."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        titles = _TITLES.findall(self.parts["xl/workbook.xml"].decode())
        self.paths = {title: f"xl/worksheets/sheet{n}.xml" for n, title in enumerate(titles, 1)}
        self.day_style = self._day_style()

    def _day_style(self) -> int:
        styles = self.parts["xl/styles.xml"].decode()
        dates = re.findall(r'numFmtId="(\d+)" formatCode="yyyy-mm-dd"', styles)
        listed = re.findall(r"<xf [^>]*", _STYLES.search(styles)[0])
        fitting = [n for n, style in enumerate(listed) if dates and f'numFmtId="{dates[0]}"' in style]
        return fitting[0] if fitting else 0

    def changed(self, title: str, cells: dict[str, Typed], merge: str = "") -> bytes:
        """Return the workbook's bytes with some cells of a sheet changed, and an area merged."""
        path = self.paths[title]
        xml = self.parts[path].decode()
        for address, typed in cells.items():
            xml = self._put(xml, address, typed)
        if merge:
            xml = _merge(xml, merge)
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for name, data in self.parts.items():
                archive.writestr(name, xml if name == path else data)
        return out.getvalue()

    def _put(self, xml: str, address: str, typed: Typed) -> str:
        def replaced(match: re.Match[str]) -> str:
            style = re.search(r' s="\d+"', match[1])
            kept = f' s="{self.day_style}"' if typed.dated else (style[0] if style else "")
            return f'<c r="{address}"{kept}{typed.attributes}>{typed.content}</c>'

        xml, found = re.subn(rf'<c r="{address}"([^>]*?)(?:/>|>.*?</c>)', replaced, xml, flags=re.DOTALL)
        assert found == 1, address
        return xml

    def has(self, title: str, address: str) -> bool:
        """Tell whether a sheet's XML has a cell."""
        return f'<c r="{address}"' in _decoded(self.parts[self.paths[title]])


@lru_cache(maxsize=64)
def _decoded(data: bytes) -> str:
    return data.decode()


def _merge(xml: str, area: str) -> str:
    own = f'<mergeCell ref="{area}"/>'
    if "</mergeCells>" in xml:
        return xml.replace("</mergeCells>", f"{own}</mergeCells>")
    match = _BEFORE_MERGES.search(xml)
    assert match
    return f"{xml[: match.start()]}<mergeCells>{own}</mergeCells>{xml[match.start() :]}"


def address_of(row: int, column: int) -> str:
    """Return a cell's address."""
    return f"{letter(column)}{row}"
