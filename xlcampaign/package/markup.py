"""A part's XML as bytes: where each element begins and ends, so that a change touches nothing beside it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from xlcampaign.findings.catalogue import operation_rules as o
from xlcampaign.words import T

_BOM = b"\xef\xbb\xbf"
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_OWN_ENCODINGS = {b"utf-8", b"us-ascii"}
_TAG = re.compile(rb"<([^\s/>]+)(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>")
"""A start tag; a > inside of an attribute's value does not end it."""


class Unfit(Exception):  # noqa: N818 -- no error of the program: what it was given cannot be changed without harm
    """A package, or a part of one, that is left alone; carries the reason in words."""

    def __init__(self, why: T) -> None:
        super().__init__(why)
        self.why = why


@dataclass(slots=True, eq=False)
class Element:
    """An element and where it is in the part's bytes.

    Attributes:
        name: without its namespace.
        namespace: that; empty for none.
        tag: its name as it is written, with its prefix.
        attributes: by name, those of a namespace as {namespace}name.
        start: where its start tag begins.
        inner: where its start tag ends.
        close: where its end tag begins; of an element that closes itself, where its only tag ends.
        end: where it ends.
        children: the elements in it.
    """

    name: str
    namespace: str
    tag: bytes
    attributes: Mapping[str, str]
    start: int
    inner: int
    close: int = 0
    end: int = 0
    children: list["Element"] = field(default_factory=list)

    @property
    def prefix(self) -> bytes:
        """The prefix of its name with the colon; empty where it has none."""
        return self.tag[: self.tag.rfind(b":") + 1]

    def all(self, *names: str) -> Iterator["Element"]:
        """Yield the children of some names."""
        return (child for child in self.children if child.name in names)

    def first(self, name: str) -> "Element | None":
        """Return the first child of a name."""
        return next(self.all(name), None)


@dataclass(frozen=True, slots=True)
class Edit:
    """What comes in the place of some bytes of a part."""

    start: int
    end: int
    new: bytes


def read_markup(xml: bytes) -> Element:
    """Return the root of a part's elements.

    Raises:
        Unfit: it is not well-formed, hostile, or not in UTF-8.
    """
    declared = _ENCODING.match(xml.removeprefix(_BOM))
    if b"\0" in xml[:4] or (declared and declared[1].lower() not in _OWN_ENCODINGS):
        raise Unfit(o.OTHER_ENCODING)
    spans = _Spans(xml)
    try:
        spans.read()
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise Unfit(o.NO_PACKAGE) from error
    return spans.root


class _Spans:
    """What the parser reports to: elements, each with the bytes where it is."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        self._parser = DefusedXMLParser(target=self, forbid_dtd=True)
        self._open: list[Element] = []
        self.root = Element("", "", b"", {}, 0, 0)

    def read(self) -> None:
        self._parser.feed(self._xml)
        self._parser.close()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        at = self._parser.parser.CurrentByteIndex
        tag = _TAG.match(self._xml, at)
        assert tag is not None
        namespace, _, local = name.rpartition("}")
        element = Element(local, namespace[1:], tag[1], dict(attributes), at, tag.end())
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def end(self, _: str) -> None:
        element = self._open.pop()
        if closes_itself(self._xml, element):
            element.close = element.end = element.inner
        else:
            element.close = self._parser.parser.CurrentByteIndex
            element.end = self._xml.index(b">", element.close) + 1

    def close(self) -> None:
        """End; a parser's target has this hand."""


def closes_itself(xml: bytes, element: Element) -> bool:
    """Tell whether an element is a single tag."""
    return xml.endswith(b"/>", element.start, element.inner)


def put_inside(xml: bytes, element: Element, new: bytes) -> Edit:
    """Return the edit that adds to the end of an element's content, opening one that closes itself."""
    if closes_itself(xml, element):
        return Edit(element.inner - len(b"/>"), element.inner, b">" + new + b"</" + element.tag + b">")
    return Edit(element.close, element.close, new)


def put_among(
    xml: bytes, parent: Element, numbered: Mapping[int, Element], new: Mapping[int, bytes]
) -> Iterator[Edit]:
    """Yield the edits that put new children, by number, among an element's numbered ones, in order."""
    places: dict[int | None, bytes] = {}
    for number in sorted(new):
        following = next((other for other in numbered if other > number), None)
        places[following] = places.get(following, b"") + new[number]
    for following, added in places.items():
        if following is None:
            yield put_inside(xml, parent, added)
        else:
            at = numbered[following].start
            yield Edit(at, at, added)


def set_attribute(xml: bytes, element: Element, name: bytes, value: bytes | None) -> Iterator[Edit]:
    """Yield the edit that sets an attribute which an element has, or takes it away; none where it has not."""
    pattern = re.compile(rb"\s" + name + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')")
    stated = pattern.search(xml, element.start, element.inner)
    if stated:
        yield Edit(*stated.span(), b"" if value is None else b" " + name + b'="' + value + b'"')


def put_attribute(xml: bytes, element: Element, name: bytes, value: bytes) -> Edit:
    """Return the edit that gives an element an attribute, whether it has it or not."""
    behind = element.start + len(b"<") + len(element.tag)
    new = Edit(behind, behind, b" " + name + b'="' + value + b'"')
    return next(set_attribute(xml, element, name, value), new)


def edited(xml: bytes, edits: Iterable[Edit]) -> bytes:
    """Return a part's bytes with edits made, none of which overlaps another."""
    pieces, done = [], 0
    for edit in sorted(edits, key=attrgetter("start", "end")):
        assert edit.start >= done
        pieces += [xml[done : edit.start], edit.new]
        done = edit.end
    return b"".join([*pieces, xml[done:]])
