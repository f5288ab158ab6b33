"""Cell formats added to those of a workbook: what is there keeps its number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.package.markup import (
    Edit,
    Element,
    Unfit,
    edited,
    put_attribute,
    put_inside,
    read_markup,
    set_attribute,
)

NO_FILL = b'<fill><patternFill patternType="none"/></fill>'
_RULED = (
    b'<border><left/><right/><top/><bottom style="thin"><color rgb="FFDDD8D0"/></bottom><diagonal/></border>'
)
_PREFIX = re.compile(rb"<(/?)\w+:")
_TAG = re.compile(rb"<(/?)(\w)")


def solid(color: str) -> bytes:
    """Return the fill of one colour, given as six digits."""
    tags = '<fill><patternFill patternType="solid"><fgColor rgb="FF{}"/><bgColor indexed="64"/></patternFill></fill>'
    return tags.format(color).encode()


@dataclass(frozen=True, slots=True)
class Written:
    """How a text of ours looks: bold, underlined like a link, its size, its colours, in lines, over a rule."""

    bold: bool = False
    link: bool = False
    size: int = 10
    color: str = "262626"
    fill: str = ""
    wrap: bool = False
    ruled: bool = False


class Styles:
    """The part of cell formats while some are added to it; equal ones are added once."""

    def __init__(self, xml: bytes) -> None:
        """Find the fonts, fills and cell formats.

        Raises:
            Unfit: they are not there.
        """
        self._xml = xml
        root = read_markup(xml)
        self._prefix = root.prefix
        self._lists = {name: _list(root, name) for name in ("fonts", "fills", "borders", "cellXfs")}
        self._added: dict[str, list[bytes]] = {name: [] for name in self._lists}

    def fill_of(self, style: int) -> bytes:
        """Return the fill of a cell format, as any workbook can have it.

        Raises:
            Unfit: there is no such format.
        """
        number = self._format(style).attributes.get("fillId", "0")
        fills = self._lists["fills"].children
        if not number.isdecimal() or int(number) >= len(fills):
            return NO_FILL
        fill = fills[int(number)]
        return _PREFIX.sub(rb"<\1", self._xml[fill.start : fill.end])

    def filled(self, style: int, fill: bytes) -> int:
        """Return the number of a cell format that is like another one but for its fill.

        Raises:
            Unfit: there is no such format.
        """
        old, number = self._format(style), self._number("fills", self._prefixed(fill))
        facts = {b"fillId": b"%d" % number, b"applyFill": b"1"}
        edits = [put_attribute(self._xml, old, name, value) for name, value in facts.items()]
        return self._number("cellXfs", edited(self._xml[: old.end], edits)[old.start :])

    def written(self, look: Written) -> int:
        """Return the number of the cell format of a text of ours."""
        traits = "<b/>" * look.bold + "<u/>" * look.link
        font = f'<font>{traits}<sz val="{look.size}"/><color rgb="FF{look.color}"/><name val="Microsoft YaHei"/></font>'
        fonts = self._number("fonts", self._prefixed(font.encode()))
        fills = self._number("fills", self._prefixed(solid(look.fill) if look.fill else NO_FILL))
        border = self._number("borders", self._prefixed(_RULED)) if look.ruled else 0
        wrap = ' wrapText="1"' * look.wrap
        text = (
            f'<xf numFmtId="0" fontId="{fonts}" fillId="{fills}" borderId="{border}" xfId="0" applyFont="1" applyFill="1"'
            f' applyBorder="1" applyAlignment="1"><alignment vertical="center"{wrap}/></xf>'
        )
        return self._number("cellXfs", self._prefixed(text.encode()))

    def done(self) -> bytes:
        """Return the part with what was added."""
        return edited(self._xml, self._edits())

    def _edits(self) -> Iterator[Edit]:
        for name, element in self._lists.items():
            if self._added[name]:
                total = len(element.children) + len(self._added[name])
                yield from set_attribute(self._xml, element, b"count", b"%d" % total)
                yield put_inside(self._xml, element, b"".join(self._added[name]))

    def _format(self, style: int) -> Element:
        formats = self._lists["cellXfs"].children
        if not 0 <= style < len(formats):
            raise Unfit(o.NO_PACKAGE)
        return formats[style]

    def _number(self, name: str, new: bytes) -> int:
        """Return the number of an element of ours on a list, where it is put unless it is there."""
        added = self._added[name]
        if new not in added:
            added.append(new)
        return len(self._lists[name].children) + added.index(new)

    def _prefixed(self, xml: bytes) -> bytes:
        return _TAG.sub(rb"<\1" + self._prefix + rb"\2", xml)


def _list(root: Element, name: str) -> Element:
    found = root.first(name)
    if found is None or (name == "cellXfs" and not found.children):
        raise Unfit(o.NO_PACKAGE)
    return found
