"""Whose row it is: codes and names held against the people that the sheet was made for."""

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches

from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.catalogue import row_rules as r
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.registers import TAKEN_OVER
from xlcampaign.layout.sheet import Column, RowKind, Table
from xlcampaign.layout.text import squeeze
from xlcampaign.model.cell import Raw
from xlcampaign.reading.header import one_line
from xlcampaign.words import T, enumerated, listing_of


class Roster:
    """The subjects of one sheet, found by code and name; built once per sheet."""

    def __init__(self, table: Table) -> None:
        people = {str(row["code"]): str(row.get("name", "")) for row in table.rows if "code" in row}
        self.people = people
        naming = [column for column in table.columns if column.key in {"code", "name"}]
        self._titles = enumerated(one_line(column.title) for column in naming)
        self._codes = {squeeze(code): code for code in people}
        self._names: dict[str, list[str]] = {}
        for code, name in people.items():
            self._names.setdefault(squeeze(name), []).append(code)

    def code_of(self, text: str) -> str | None:
        """Return the code that a text certainly is, also without its leading zeros; None for any other."""
        bare = [code for code in self.people if code.lstrip("0") == text.lstrip("0")]
        return self._codes.get(squeeze(text)) or (bare[0] if len(bare) == 1 else None)

    def certain(self, code: str, name: str) -> str:
        """Return the code of the subject that a row names by a code that fits its name; empty for any other row."""
        known = self._codes.get(squeeze(code), "") if code else ""
        return known if known and (not name or known in self._names.get(squeeze(name), ())) else ""

    def find(self, code: str, name: str, place: Place) -> tuple[str, list[Finding]]:
        """Return the code of the subject that a row names, or nothing and the error that says why."""
        if certain := self.certain(code, name):
            return certain, []
        known = self._codes.get(squeeze(code)) if code else None
        named = self._names.get(squeeze(name), []) if name else []
        if known is not None:
            expected = self.people[known]
            return "", [
                r.NAME_DIFFERS.at(place, code=known, expected=expected, found=name, elsewhere=T("", ""))
            ]
        return self._find_by_name(code, name, named, place)

    def _find_by_name(
        self, code: str, name: str, named: list[str], place: Place
    ) -> tuple[str, list[Finding]]:
        """Find a subject whose code is missing, or lost its leading zeros."""
        bare = [other for other in named if code and other.lstrip("0") == code.lstrip("0")]
        if len(bare) == 1:
            return bare[0], [r.ZEROS_LOST.at(place, found=code, code=bare[0], name=name)]
        if code or not named:
            return "", [self._unknown(code, name, place)]
        if len(named) == 1:
            return named[0], [r.BY_NAME.at(place, code=named[0], found=name)]
        return "", [r.AMBIGUOUS.at(place, found=name, candidates=listing_of(named))]

    def _unknown(self, code: str, name: str, place: Place) -> Finding:
        if not (code or name):
            return r.NAMELESS.at(place, column=self._titles)
        near = get_close_matches(squeeze(name), list(self._names), n=1, cutoff=0.5) if name else []
        hint = T("", "")
        if near:
            who = self._names[near[0]][0]
            facts = {"code": who, "name": self.people[who]}
            hint = r.NEAREST.filled(**facts)
        found = " ".join(filter(None, (code, name)))
        remedy = r.PERSON_AGAIN if near else r.NEW_PERSON
        return r.UNKNOWN_PERSON.at(place, found=found, nearest=hint, elsewhere=T("", ""), remedy=remedy)


def read_code(raw: Raw, column: Column, table: Table, place: Place) -> tuple[str, Finding] | None:
    """Return the code of the sheet's own that a cell holds with spaces in it, with the note; None for any other cell."""
    if column.key != "code" or not isinstance(raw, str) or not raw.split()[1:]:
        return None
    codes = {squeeze(str(row["code"])): str(row["code"]) for row in table.rows if "code" in row}
    code = codes.get(squeeze(raw))
    if code is None:
        return None
    return code, c.REPAIRED.at(place, column=one_line(column.title), found=raw, value=code)


def is_number_of(number: str, subject: str) -> bool:
    """Tell whether an entry's number is one that the program gives to entries about a subject."""
    stage, dash, rest = number.partition("-")
    if not (dash and stage.isdecimal() and rest.startswith(subject)):
        return False
    again = rest.removeprefix(subject)
    return not again or again.startswith(TAKEN_OVER) or (again[0] == "-" and again[1:].isdecimal())


def is_number_of_any(number: str, subjects: Collection[str]) -> bool:
    """Tell whether an entry's number is one that the program gives to entries about one of some subjects."""
    rest = number.partition("-")[2]
    starts = (rest[:end] for end in range(len(rest) + 1))
    return any(start in subjects and is_number_of(number, start) for start in starts)


def star_keys(table: Table) -> Mapping[str, str]:
    """Return star keys by every name, squeezed, under which a star of this sheet is known."""
    keys = {}
    for row in table.rows:
        for name in (str(row["star"]), *str(row.get("aliases") or "").split("、")):
            if name:
                keys[squeeze(name)] = str(row["key"])
    return keys


def find_missing(table: Table, found: Iterable[str], lost: set[str], place: Place) -> list[Finding]:
    """Return a finding for each subject that the sheet was made for and that has no row.

    `lost` are codes and names, squeezed, of rows that were rejected for who they are about: their subjects
    have been reported there.
    """
    seen = set(found)
    names = {RowKind.SUBJECT: ("code", "name"), RowKind.STAR: ("key", "star"), RowKind.WAY: ("way", "name")}
    if table.row_kind not in names:
        return []
    key, name = names[table.row_kind]
    return [
        r.MISSING.at(place, found=str(row[name]))
        for row in table.rows
        if row[key] not in seen and not lost & {squeeze(str(row[key])), squeeze(str(row[name]))}
    ]
