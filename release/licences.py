"""Prints docs/licences.md: under which licences all that the program depends on may be used; a test holds it to that."""

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution, requires
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "licences.md"
PERMISSIVE = (
    "MIT-0",
    "MIT",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSD",
    "Apache-2.0",
    "PSF-2.0",
    "Python Software Foundation",
)
"""What lets programs be used and passed on with no more than their notice, as packages call it; the first that fits."""
EXCEPTED = {"pebble": "LGPL"}
"""What asks for more, and is looked at in the page by hand."""
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_HEAD = """# Licences

Printed by `release/licences.py` from what the packages say of themselves; a test holds this page to it. The
program itself is under the MIT licence ([LICENSE](../LICENSE)).

| package | licence | permissive |
| --- | --- | --- |
"""
_FOOT = """
Permissive means here: it may be used and passed on with its notice kept, and asks nothing else. One package asks for more:

- **Pebble** is under the LGPL (version 3 or later). The program uses it unchanged, as a library of its own, and
  has it in one module (`xlcampaign/engine.py`).
  Whoever passes it on, as the zip folder for Windows does, passes on its licence and lets it be
  replaced: it lies there as files of its own in `python/Lib/site-packages/pebble`.

Nothing of these packages is copied into this project. The zip folder for Windows holds the licence of each, as its
wheel brings it, in `许可`, and that of Python.
"""


def key_of(name: str) -> str:
    """Return a package's name as it is compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needed(name: str = "xlcampaign") -> dict[str, Distribution]:
    """Return all that a package depends on, directly or not, by name."""
    found: dict[str, Distribution] = {}
    waiting = list(_required_by(name))
    while waiting:
        one = waiting.pop()
        if key_of(one) not in found:
            found[key_of(one)] = distribution(one)
            waiting += _required_by(one)
    return dict(sorted(found.items()))


def _required_by(name: str) -> Iterator[str]:
    for line in requires(name) or []:
        requirement, _, marker = line.partition(";")
        of_other_python = re.search(r"python(_full)?_version\s*<", marker)
        if "extra" not in marker and not of_other_python and (named := _NAME.match(requirement)):
            yield named[0]


def licence_of(package: Distribution) -> str:
    """Return what a package says of its licence: as an expression, by its classifier, or in its own words."""
    said = package.metadata
    classified = [
        line.rpartition(" :: ")[2].removesuffix(" License")
        for line in said.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    return "".join(said.get_all("License-Expression") or [" OR ".join(classified)])


def is_permissive(licence: str) -> bool:
    """Tell whether one of the licences that somebody may choose from asks for nothing but its notice."""
    return any(one.strip("() ") in PERMISSIVE for one in licence.split(" OR "))


def page() -> str:
    """Return the page."""
    rows = [(name, licence_of(package)) for name, package in needed().items()]
    lines = [
        f"| {name} | {licence} | {'yes' if is_permissive(licence) else 'no, see below'} |"
        for name, licence in rows
    ]
    return _HEAD + "\n".join(lines) + "\n" + _FOOT


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
