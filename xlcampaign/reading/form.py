"""A workbook to a draft of the form that it is."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from xlcampaign.address import Address
from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.catalogue import file_rules as f
from xlcampaign.findings.catalogue import submission_rules as x
from xlcampaign.findings.finding import Finding, Place, Rejects, Rule
from xlcampaign.layout.changes import PREFILLED, UNKNOWN, say_changes
from xlcampaign.layout.fingerprint import FORMAT
from xlcampaign.layout.form_book import COVER, ISSUED_AS, STEMS_FROM, VERSION, is_hidden_identity
from xlcampaign.layout.negations import Negation, negation_in
from xlcampaign.layout.returned import MARKED
from xlcampaign.layout.sheet import Book, Settings, Sheet, Table, fields_of
from xlcampaign.layout.text import says_withdrawn, show_raw
from xlcampaign.model.cell import Raw
from xlcampaign.model.choices import StepKey
from xlcampaign.model.envelope import credible
from xlcampaign.model.identity import Identity
from xlcampaign.model.submission import WITHDRAWN, Draft, Record, SheetDraft
from xlcampaign.reading.changes import beyond_words, find_changes
from xlcampaign.reading.codes import codes_on
from xlcampaign.reading.fields import digest_of, read_fields
from xlcampaign.reading.grid import Grid, RawBook
from xlcampaign.reading.header import one_line
from xlcampaign.reading.issued import Issued
from xlcampaign.reading.sheets import locate_sheets
from xlcampaign.reading.table import TableReader
from xlcampaign.reading.unread import check_fields, check_table

_WHOLE = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a workbook says of itself.

    Attributes:
        identity: whose form it is.
        by_code: whether only the visible code told.
        packed: the plan inside.
        stems_from: the hashes of the earlier files that it stems from.
        issued_as: the submission number that it came with, where it stems from others; 0 where it does not say.
    """

    identity: Identity
    by_code: bool
    packed: str
    stems_from: frozenset[str] = frozenset()
    issued_as: int = 0


def check_format(workbook: RawBook, file: str) -> Finding | None:
    """Return the error of a form in a later format, of which nothing is read; whatever states none is of the first."""
    stated = (_facts(grid).get("format", "") for grid in _identity_sheets(workbook))
    latest = max((int(text) for text in stated if _WHOLE.fullmatch(text)), default=FORMAT)
    return f.LATER_FORM.at(Place(file), found=latest, known=FORMAT) if latest > FORMAT else None


def read_identity(workbook: RawBook) -> Claim | None:
    """Return what a workbook says of itself; None for a workbook that is no form."""
    for grid in _identity_sheets(workbook):
        claim = _hidden_identity(grid)
        if claim:
            return claim
    stated = next((identity for grid in workbook.grids for identity in codes_on(grid)), None)
    return Claim(stated, by_code=True, packed="") if stated else None


def read_identities(workbook: RawBook) -> tuple[Identity, ...]:
    """Return every form that a workbook says it is, once each: forms put together are several."""
    hidden = _identity_sheets(workbook)
    stated = [claim.identity for claim in map(_hidden_identity, hidden) if claim]
    stated += [identity for grid in workbook.grids if grid not in hidden for identity in codes_on(grid)]
    forms: dict[object, Identity] = {}
    for identity in stated:
        forms.setdefault((identity.campaign, identity.slot), identity)
    return tuple(forms.values())


def _identity_sheets(workbook: RawBook) -> list[Grid]:
    return [grid for grid in workbook.grids if is_hidden_identity(grid.title)]


def _facts(grid: Grid) -> dict[str, str]:
    return {show_raw(row[0]): show_raw(row[1]) for row in grid.rows if len(row) > 1}


def _hidden_identity(grid: Grid) -> Claim | None:
    facts = _facts(grid)
    step = facts.get("step", "")
    if step not in set(StepKey) or not _WHOLE.fullmatch(facts.get("stage", "")):
        return None
    identity = Identity(
        facts.get("campaign", ""),
        int(facts["stage"]),
        StepKey(step),
        facts.get("unit", ""),
        facts.get("fingerprint", ""),
    )
    chunks = [facts.get(f"plan.{n}", "") for n in range(1, len(facts) + 1)]
    stems = frozenset(value for key, value in facts.items() if key.startswith(STEMS_FROM))
    return Claim(
        identity, by_code=False, packed="".join(chunks), stems_from=stems, issued_as=_issued_as(facts)
    )


def _issued_as(facts: Mapping[str, str]) -> int:
    """Return the submission number that a form came with: one that went back has its sender's, whatever that is."""
    stated = facts.get(ISSUED_AS, "")
    if _WHOLE.fullmatch(stated):
        return int(stated)
    return int(any(key.startswith(MARKED) for key in facts))


def unpack_sheets(packed: str) -> RawBook | None:
    """Return sheets packed as text, such as the plan inside a form, as a workbook to be read; None where they are damaged."""
    try:
        sheets = json.loads(packed)
    except ValueError:
        return None
    if not isinstance(sheets, dict):
        return None
    grids = []
    for title, rows in sheets.items():
        if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
            return None
        cells: list[list[Raw]] = [
            [raw if isinstance(raw, str | int | float) else None for raw in row] for row in rows
        ]
        grids.append(Grid(str(title), cells))
    return RawBook(tuple(grids), {}, "")


def read_book(
    workbook: RawBook, book: Book, file: str, issued: Issued | None = None
) -> tuple[Draft, list[Finding]]:
    """Return the draft of a workbook by its declaration, with everything found while reading.

    Args:
        workbook: the workbook.
        book: what it is declared to be.
        file: its name.
        issued: the people that it was issued about; None where they are those of the declaration.
    """
    grids, findings = locate_sheets(workbook, book, file)
    sheets: dict[str, SheetDraft] = {}
    for sheet in book.sheets:
        if sheet.key not in grids:
            continue
        grid = grids[sheet.key]
        if isinstance(sheet, Table):
            reader = TableReader(grid, sheet, file, issued)
            draft, found = reader.read()
            if draft is not None and reader.header is not None:
                sheets[sheet.key] = draft
                found += check_table(grid, sheet, draft, reader.header, reader.remarks, file)
        else:
            draft, found = _read_fields(grid, sheet, file, c.INCOMPLETE if book.identity else c.EMPTY)
            sheets[sheet.key] = draft
            found += check_fields(grid, sheet, draft, book, file)
        findings += found
    identity = book.identity or Identity("", 0, StepKey.LAUNCH, "")
    saved = read_instant(workbook.modified)
    version = _version_on(sheets.get(COVER), findings)
    return Draft(file, identity, version, sheets, saved), findings


def _version_on(cover: SheetDraft | None, findings: Iterable[Finding]) -> int | None:
    """Return the submission number that a form states, 1 where the cell is blank; None where it cannot be read."""
    if cover is None or VERSION not in cover.columns or VERSION in cover.records[0].bad:
        return None
    if any(found.rule.rejects is Rejects.SHEET and found.place.sheet == cover.title for found in findings):
        return None
    stated = cover.records[0].values.get(VERSION, 1)
    assert isinstance(stated, int)
    return stated


def read_instant(text: str) -> datetime | None:
    """Return the instant that a document's own time states, UTC where it names no zone; None where it states none."""
    try:
        return credible(datetime.fromisoformat(text.strip()))
    except ValueError:
        return None


def _read_fields(grid: Grid, sheet: Sheet, file: str, missing: Rule) -> tuple[SheetDraft, list[Finding]]:
    """Read named values; where none at all is filled in on a form, the sheet as a whole is missed later."""
    fields, findings = read_fields(grid, (column for _, column in fields_of(sheet)), file, missing)
    filled = bool(fields.values or fields.bad)
    if not filled and missing is c.INCOMPLETE:
        findings = [finding for finding in findings if finding.rule is not missing]
    raws = {key: grid.at(*at) for key, at in fields.cells.items()}
    words = (
        {key for key, raw in raws.items() if says_withdrawn(raw)} if isinstance(sheet, Settings) else set()
    )
    at_words = {fields.cells[key] for key in words}
    findings = [found for found in findings if at_words.isdisjoint(found.place.cells)]
    values = {key: value for key, value in fields.values.items() if key not in words}
    bad, withdrawn = fields.bad - words, min(at_words, default=None)
    if values or bad:
        # what is said in one cell of many withdraws nothing
        findings += _stray(
            sheet, {fields.cells[key]: (key, raws[key]) for key in words}, Place(file, grid.title)
        )
        bad, withdrawn = bad | words, None
    else:
        values = dict.fromkeys(words, WITHDRAWN)
    is_said = isinstance(sheet, Settings)
    nothing = {key for key, raw in raws.items() if is_said and negation_in(raw) is Negation.NOTHING}
    unread = {key: raws[key] for key in bad | (nothing - values.keys())}
    digest = digest_of([*values.items(), *((key, "?") for key in bad)])
    record = Record(0, values, bad, digest=digest, withdrawn=withdrawn, raws=unread)
    return SheetDraft(sheet.key, grid.title, fields.cells, (record,), digest, filled), findings


def _stray(sheet: Sheet, words: Mapping[Address, tuple[str, Raw]], place: Place) -> Iterator[Finding]:
    """Yield what is said of single cells that withdraw something, by address."""
    titles = {column.key: column.title for _, column in fields_of(sheet)}
    for cell, (key, raw) in sorted(words.items()):
        at = replace(place, cells=(cell,))
        yield c.WITHDRAWN_ALONE.at(at, column=one_line(titles[key]), found=show_raw(raw))


def check_identity(claim: Claim, book: Book, today: str, file: str) -> list[Finding]:
    """Return what is to be said about how a form was recognised, and under which plan it was made.

    Args:
        claim: what the workbook says of itself.
        book: the form that it is.
        today: the plan that it would carry today, as text.
        file: its name.
    """
    place = Place(file)
    findings = [f.BY_CODE.at(place)] if claim.by_code else []
    told = find_changes(claim.packed, today)
    found = beyond_words(told)
    changes = say_changes(found) if found else None
    if told and not found:
        return findings
    if book.identity and claim.identity.fingerprint != book.identity.fingerprint:
        findings.append(f.OTHER_PLAN.at(place, changes=changes or (PREFILLED if claim.packed else UNKNOWN)))
    elif changes:
        findings.append(x.OLDER_PLAN.at(place, changes=changes))
    return findings
