"""New parts in a package: named to what refers to them, and with what they contain declared."""

from xml.sax.saxutils import quoteattr

from xlcampaign.package.markup import edited, put_inside, read_markup
from xlcampaign.package.parts import Package, relations_part

_NO_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
)
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
_TYPES = "[Content_Types].xml"


def with_relation(package: Package, part: str, kind: str, target: str) -> tuple[Package, str]:
    """Return a package in which a part refers to another one, and the key by which it does.

    Raises:
        Unfit: what the part refers to cannot be read.
    """
    name = relations_part(part)
    xml = package.part(name) if name in package else _NO_RELATIONS
    listed = read_markup(xml)
    keys = {relation.attributes.get("Id") for relation in listed.children}
    key = next(key for number in range(1, len(keys) + 2) if (key := f"xlc{number}") not in keys)
    new = b'<%sRelationship Id="%s" Type=%s Target=%s/>' % (
        listed.prefix,
        key.encode(),
        quoteattr(kind).encode(),
        quoteattr(f"/{target}").encode(),
    )
    package = package.with_parts({name: edited(xml, [put_inside(xml, listed, new)])})
    return with_ending(package, "rels", _RELATIONS), key


def with_type(package: Package, part: str, content: str) -> Package:
    """Return a package that says what a new part contains.

    Raises:
        Unfit: what parts contain cannot be read.
    """
    return _with_type(package, "Override", "PartName", f"/{part}", content)


def with_ending(package: Package, ending: str, content: str) -> Package:
    """Return a package that says what all parts of an ending contain, as far as it did not.

    Raises:
        Unfit: what parts contain cannot be read.
    """
    listed = read_markup(package.part(_TYPES))
    known = {default.attributes.get("Extension", "").casefold() for default in listed.all("Default")}
    return package if ending in known else _with_type(package, "Default", "Extension", ending, content)


def _with_type(package: Package, tag: str, attribute: str, value: str, content: str) -> Package:
    xml = package.part(_TYPES)
    listed = read_markup(xml)
    text = f"{tag} {attribute}={quoteattr(value)} ContentType={quoteattr(content)}/>"
    new = b"<" + listed.prefix + text.encode()
    return package.with_parts({_TYPES: edited(xml, [put_inside(xml, listed, new)])})
