"""A workbook to what a unit tells the level above, held against what the program that wrote it noted of each row."""

import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import fields, replace
from datetime import date

from xlcampaign.address import Address
from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.catalogue import level_rules as v
from xlcampaign.findings.catalogue import rollup_rules as u
from xlcampaign.findings.catalogue import sheet_rules as s
from xlcampaign.findings.finding import Finding, Place, Rejects
from xlcampaign.layout import dispatch as d
from xlcampaign.layout.differences import brief
from xlcampaign.layout.form_book import is_hidden_identity
from xlcampaign.layout.sheet import Book
from xlcampaign.layout.text import show_raw
from xlcampaign.model.cell import Value
from xlcampaign.model.dispatch import Account, Dispatch, Lit, Origin, SealTold, Told, Unit
from xlcampaign.model.plan import SubjectKind
from xlcampaign.model.submission import Draft, Record, SheetDraft
from xlcampaign.reading.form import read_book, unpack_sheets
from xlcampaign.reading.grid import RawBook
from xlcampaign.reading.summary import Hidden, changes_in
from xlcampaign.words import Lang, same


def hidden_in(workbook: RawBook) -> Hidden | None:
    """Return what a workbook says of itself if it tells of a unit to the level above; None for any other."""
    for grid in workbook.grids:
        if is_hidden_identity(grid.title):
            facts = {show_raw(row[0]): show_raw(row[1]) for row in grid.rows if len(row) > 1}
            if facts.get("kind") in set(Origin):
                return facts
    return None


def read_dispatch(workbook: RawBook, hidden: Hidden, file: str) -> tuple[Draft | None, list[Finding]]:
    """Return the draft of a workbook that tells of a unit, None where it cannot be read, and what was found.

    Args:
        workbook: the workbook.
        hidden: what it says of itself.
        file: its name.
    """
    place, stated = Place(file), hidden.get("format", "")
    if stated != d.FORMAT:
        return None, [v.LATER_DISPATCH.at(place, found=stated, known=d.FORMAT)]
    stars = _stars_in(hidden)
    if (
        hidden.get("language") not in set(Lang)
        or stars is None
        or _rules_in(hidden) is None
        or not _is_whole(hidden)
    ):
        return None, [v.TAKEN_APART.at(place)]
    origin, book = Origin(hidden["kind"]), declared(hidden)
    assert book is not None
    inside = unpack_sheets(d.noted_in(hidden, d.TOLD_IN)) if origin is Origin.SUMMARY else workbook
    if inside is None:
        return None, [v.TAKEN_APART.at(place)]
    draft, findings = read_book(inside, book, file)
    if origin is Origin.SUMMARY:  # what the program packed is sound, or damaged; there is nothing to be noted
        return draft, [
            *(finding for finding in findings if finding.is_error),
            *changes_in(workbook, hidden, file),
        ]
    if origin is Origin.FORM:
        blank = not any(sheet.filled for sheet in draft.sheets.values())
        return (None, [u.BLANK_FORM.at(place)]) if blank else (draft, findings)
    # its own pages are for the eye; what an earlier version did not tell is no loss: what is gone is told by what is noted
    findings = [finding for finding in findings if finding.rule not in {s.EXTRA, c.NO_OPTIONAL}]
    draft, findings = _without_notes(draft, findings, hidden)
    # what the program wrote has no errors: a cell that has one now was changed, and that is said of its row
    findings = [one for one in findings if not (one.is_error and one.rule.rejects in _TYPED)]
    if not any(finding.is_error for finding in findings):
        findings += _changes(draft, hidden, file)
    return draft, findings


_TYPED = {Rejects.CELL, Rejects.ROW}
"""What an error takes out of the count that was typed into a row."""


def _noted(hidden: Hidden) -> Mapping[str, str]:
    """Return what the program noted of each row that it wrote, by what that is known by."""
    return dict(piece.rpartition("=")[::2] for piece in d.noted_in(hidden, d.ROWS_IN).split(";") if piece)


_WORDS = 2
"""Rows that nobody noted, and that hold no more cells, are words that somebody put there, and nobody's results."""


def _without_notes(draft: Draft, findings: list[Finding], hidden: Hidden) -> tuple[Draft, list[Finding]]:
    """Return what the program wrote without notes that somebody added below the rows, and what is said then."""
    noted, sheets = _noted(hidden), dict(draft.sheets)
    for key, sheet in draft.sheets.items():
        words = {
            record.row: _said_in(record)
            for record in (sheet.records if key != d.FACTS else ())
            if len(record.values.keys() | record.bad) <= _WORDS and _name_of(sheet, record) not in noted
        }
        if words:
            kept = tuple(record for record in sheet.records if record.row not in words)
            sheets[key] = replace(sheet, records=kept)
            findings = [one for one in findings if not _is_in(one, sheet.title, words)]
            place = Place(draft.file, sheet.title)
            findings += (
                u.NOTE_BELOW.at(place.cell_at(row, 1), row=row, found=found) for row, found in words.items()
            )
    return replace(draft, sheets=sheets), findings


def _said_in(record: Record) -> str:
    """Return what stands in a row."""
    said = (*record.values.values(), *record.raws.values())
    return brief(" ".join(show_raw(one) for one in said if one is not None))


def _is_in(finding: Finding, sheet: str, rows: Container[int]) -> bool:
    """Tell whether a finding is about no cell but some in rows of a sheet."""
    place = finding.place
    return place.sheet == sheet and bool(place.cells) and all(at.row in rows for at in place.cells)


def declared(hidden: Hidden) -> Book | None:
    """Return how the sheets of a workbook that tells of a unit are declared; None where it does not say so."""
    stars, origin = _stars_in(hidden), Origin(hidden["kind"])
    if stars is None:
        return None
    return d.dispatch_book(stars, several=origin is Origin.ROLLUP, by_hand=origin is Origin.FORM)


def unit_in(draft: Draft) -> Unit | None:
    """Return the unit that a draft says it is of; None where it does not say so."""
    facts = draft.sheets[d.FACTS].records[0].values if d.FACTS in draft.sheets else {}
    code = _text(facts, "unit_code")
    return Unit(code, _text(facts, "unit"), _text(facts, "above")) if code else None


def is_renamed(unit: Unit, hidden: Hidden) -> bool:
    """Tell whether a unit's code is another one than the program noted."""
    [(name, fact)] = d.named_rows(d.FACTS, [{"unit_code": unit.code}])
    noted = _noted(hidden).get(name)
    return noted is not None and noted != d.row_digest(d.FACTS, fact)


def _stars_in(hidden: Hidden) -> Mapping[SubjectKind, tuple[str, ...]] | None:
    """Return the stars' names that a workbook was written with; None where they cannot be read."""
    try:
        named = {kind: json.loads(hidden.get(f"{d.STARS_IN}{kind}", "")) for kind in SubjectKind}
    except ValueError:
        return None
    sound = all(
        isinstance(names, list) and all(isinstance(n, str) for n in names) for names in named.values()
    )
    return {kind: tuple(names) for kind, names in named.items()} if sound else None


def _is_whole(hidden: Hidden) -> bool:
    """Tell whether what programs read in a workbook is as one wrote it; a form by hand comes without."""
    told = "".join(d.noted_in(hidden, name) for name in d.NOTED)
    return Origin(hidden["kind"]) is Origin.FORM or hidden.get(d.SUM) == d.text_digest(told)


def _rules_in(hidden: Hidden) -> Mapping[str, str] | None:
    """Return the packed rules by the paths of the units that went by them; None where they cannot be read."""
    try:
        found = json.loads(d.noted_in(hidden, d.RULES_IN) or "[]")
        return {str(unit): str(packed) for packed, units in found for unit in units}
    except (TypeError, ValueError):
        return None


def _changes(draft: Draft, hidden: Hidden, file: str) -> Iterator[Finding]:
    """Yield where a workbook says something else than the program wrote: rows that are new, gone or other ones."""
    noted = _noted(hidden)
    titles = {sheet.key: sheet.title for sheet in d.dispatch_book(dict.fromkeys(SubjectKind, ())).sheets}
    lang, found = Lang(hidden["language"]), set[str]()
    for key in {name.partition("/")[0] for name in noted} - draft.sheets.keys():
        yield v.DISPATCH_LACKS.at(Place(file), what=v.A_SHEET, row=titles.get(key, same(key)).say(lang))
        found |= {name for name in noted if name.startswith(f"{key}/")}
    for key, sheet in draft.sheets.items():
        changed: list[Address] = []
        for place, name, row in _named(sheet, file):
            if name in found or noted.get(name, d.row_digest(key, {})) != d.row_digest(key, row):
                changed += place.cells[:1]
            found.add(name)
        yield from v.say_changed(Place(file, sheet.title), changed)
    for name in sorted(noted.keys() - found):
        key, _, lacking = name.partition("/")
        if noted[name] != d.row_digest(key, {}):
            what = _FACTS.get(lacking, same(lacking)).say(lang) if key == d.FACTS else lacking
            yield v.DISPATCH_LACKS.at(Place(file, draft.sheets[key].title), what=v.A_ROW, row=what)


_FACTS = {field.key: field.title for field in d.FACT_FIELDS}


def _named(sheet: SheetDraft, file: str) -> Iterator[tuple[Place, str, Mapping[str, Value]]]:
    """Yield the rows of a sheet with where they stand and what they are known by; of facts, each by its cell.

    A rejected cell holds what the program never wrote.
    """
    whole = Place(file, sheet.title)
    if sheet.key == d.FACTS:
        for name, fact in d.named_rows(sheet.key, [_held(record) for record in sheet.records]):
            at = [sheet.columns[column] for column in fact if column in sheet.columns]
            yield replace(whole, cells=tuple(at)), name, fact
        return
    for record in sheet.records:
        yield whole.cell_at(record.row, 1), _name_of(sheet, record), _held(record)


def _held(record: Record) -> Mapping[str, Value]:
    return {**record.values, **dict.fromkeys(record.bad, "\N{REPLACEMENT CHARACTER}")}


def _name_of(sheet: SheetDraft, record: Record) -> str:
    """Return what a row is known by."""
    [(name, row)] = d.named_rows(sheet.key, [record.values])
    return name if "branch" in row else f"{sheet.key}/{record.row - sheet.header}"


def build_dispatch(draft: Draft, hidden: Hidden, sha256: str) -> Dispatch:
    """Return what a draft without errors tells.

    Args:
        draft: the draft.
        hidden: what the workbook says of itself.
        sha256: of its bytes.
    """
    unit, stars = unit_in(draft), _stars_in(hidden)
    assert unit is not None
    assert stars is not None
    facts = draft.sheets[d.FACTS].records[0].values
    as_of, sealed = facts["as_of"], _text(facts, "seal")
    assert isinstance(as_of, date)
    subjects = tuple(
        _subject(record.values, kind, unit, len(stars[kind]))
        for kind in SubjectKind
        for record in draft.sheets[d.subjects_key(kind)].records
    )
    matters = draft.sheets[d.MATTERS].records if d.MATTERS in draft.sheets else ()
    return Dispatch(
        draft.file,
        sha256,
        Origin(hidden["kind"]),
        unit,
        (_text(facts, "campaign"), _text(facts, "campaign_name")),
        (_whole(facts, "stage") or 0, _text(facts, "stage_name")),
        as_of,
        Account(**{field.name: _whole(facts, field.name) for field in fields(Account)}),
        SealTold(sealed, _day(facts, "sealed_on"), _text(facts, "checksum")) if sealed else None,
        stars,
        _rules_in(hidden) or {},
        subjects,
        tuple(_text(record.values, "matter") for record in matters),
        _text(facts, "units_out"),
    )


def _subject(values: Mapping[str, Value], kind: SubjectKind, unit: Unit, stars: int) -> Told:
    is_member = kind is SubjectKind.MEMBER
    lit = tuple(Lit(_text(values, f"{d.STAR}{number}")) for number in range(1, stars + 1))
    counted = None if Lit.UNRATED in lit else lit.count(Lit.LIT)
    return Told(
        kind,
        _text(values, "unit_code") or unit.code,
        _text(values, "unit") or unit.name,
        _text(values, "branch"),
        _text(values, "branch_name"),
        _text(values, "code") if is_member else "",
        _text(values, "name" if is_member else "branch_name"),
        lit,
        _whole(values, "lit") or counted,
        _whole(values, "composite"),
        _whole(values, "rank"),
        _text(values, "level"),
        values.get("fit") == "yes",
        values.get("rectify") == "yes",
        _text(values, "note"),
    )


def _text(values: Mapping[str, Value], key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""


def _whole(values: Mapping[str, Value], key: str) -> int | None:
    value = values.get(key)
    return value if isinstance(value, int) else None


def _day(values: Mapping[str, Value], key: str) -> date | None:
    value = values.get(key)
    return value if isinstance(value, date) else None
