"""Named values on a settings sheet or a canvas: found by their labels."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache

from xlcampaign.address import Address
from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.finding import Finding, Place, Rule, Severity
from xlcampaign.layout.days import SERIAL
from xlcampaign.layout.kinds import Code, Day, Kind, Number, OneOf, Ref, Words
from xlcampaign.layout.negations import Negation, negation_in
from xlcampaign.layout.sheet import Column
from xlcampaign.layout.text import plain, show_raw, squeeze
from xlcampaign.model.cell import EPOCH, Broken, Dated, Fault, Raw, Value, is_blank
from xlcampaign.reading.grid import Grid
from xlcampaign.reading.header import one_line
from xlcampaign.words import Lang, T

LABEL_COLUMNS = 3
_NAMES = {"code", "name", "star"}
Known = dict[tuple[type, Raw], Value]
"""What cells state, by their type and content."""
BROKEN_RULES = {
    Fault.ERROR: c.ERROR_VALUE,
    Fault.UNCACHED: c.UNCACHED,
    Fault.LINKED: c.LINKED,
    Fault.PICTURE: c.PICTURE,
}


@dataclass(frozen=True, slots=True)
class Fields:
    """Values by field key, the cell each was found in, and the keys of rejected cells."""

    values: Mapping[str, Value]
    cells: Mapping[str, Address]
    bad: frozenset[str]


def find_label(grid: Grid, column: Column) -> Address | None:
    """Return the cell of a field's label; None where it is not on the sheet."""
    labels = {squeeze(label) for label in (column.title.zh, column.title.en, *column.aliases)}
    for row, cells in enumerate(grid.rows, 1):
        for number, raw in enumerate(cells[:LABEL_COLUMNS], 1):
            if isinstance(raw, str) and squeeze(raw) in labels:
                return Address(row, number)
    return None


def read_fields(
    grid: Grid, fields: Iterable[Column], file: str, missing: Rule
) -> tuple[Fields, list[Finding]]:
    """Return the values beside the labels of a sheet, with a finding for each that does not fit.

    Args:
        grid: the sheet.
        fields: what is asked on it.
        file: the workbook's name.
        missing: the rule for a required field that is empty.
    """
    values: dict[str, Value] = {}
    cells: dict[str, Address] = {}
    bad: set[str] = set()
    findings: list[Finding] = []
    asked = list(fields)
    labels = {column.key: find_label(grid, column) for column in asked}
    older = all(labels[column.key] is None for column in asked if column.absent)
    for column in asked:
        found = labels[column.key]
        if found is None and column.absent is not None and (older or not column.absent):
            continue  # a plan of before there were such settings; one without one of those that say how to count lost it
        if found is None:
            place = Place(file, grid.title)
            findings.append(
                missing.at(place, **_facts(column))
                if column.required
                else c.NO_OPTIONAL.at(place, column=one_line(column.title))
            )
            continue
        row, number = found
        raw = grid.at(row, number + 1)
        cells[column.key] = Address(row, number + 1)
        place = Place(file, grid.title, (cells[column.key],))
        gaps = missing.severity is not Severity.ERROR
        value, finding = (
            (None, None) if is_blank(raw) else read_value(raw, column, place, grid.epoch, gaps=gaps)
        )
        if finding is not None:
            findings.append(finding)
        if finding is not None and finding.is_error:
            bad.add(column.key)
        elif value is not None:
            values[column.key] = value
        elif column.required:
            findings.append(missing.at(place, **_facts(column)))
    return Fields(values, cells, frozenset(bad)), findings


def _facts(column: Column) -> dict[str, T]:
    """Return what is said of a column wherever a cell of it does not fit."""
    return {"column": one_line(column.title), "expects": column.kind.expects()}


def read_value(
    raw: Raw, column: Column, place: Place, epoch: date = EPOCH, *, gaps: bool = False
) -> tuple[Value, Finding | None]:
    """Return what a filled cell states, with the error that it does not fit, or the note that it was repaired.

    Nothing, with such a note, is what a cell states that only says that there is nothing to enter.

    Args:
        raw: the cell, not blank.
        column: what it should hold.
        place: where it is.
        epoch: the day that its workbook's dates number 0.
        gaps: whether a required cell may be left blank all the same, as in registers and on ballots.
    """
    if isinstance(raw, Broken):
        return None, BROKEN_RULES[raw.fault].at(place, **_facts(column), found=raw.text)
    if _is_empty(raw, column, gaps=gaps):
        title, found = one_line(column.title), show_raw(raw)
        return None, c.REPAIRED.at(place, column=title, found=found, value=c.NOTHING)
    try:
        value = column.kind.parse(_as_day(raw, epoch) if isinstance(column.kind, Day) else raw)
    except ValueError:
        meant = column.kind.meant_by(raw) if isinstance(column.kind, OneOf) else None
        facts = _facts(column) | ({"expects": meant} if meant else {})
        timed = isinstance(raw, time | timedelta) and not isinstance(column.kind, Day)
        shown = show_raw(raw)
        return None, c.MISFIT.at(place, **facts, found=c.AS_A_TIME.filled(found=shown) if timed else shown)
    if not _is_repaired(column, raw, value):
        return value, None
    shown = show_raw(raw)
    return value, c.REPAIRED.at(
        place,
        column=one_line(column.title),
        found=c.AS_A_DAY.filled(found=shown) if isinstance(raw, Dated) else shown,
        value=shown_in(column, value),
    )


def shown_in(column: Column, value: Value) -> T | str:
    """Return how a value is shown, in both languages where they differ."""
    zh, en = (str(column.kind.show(value, lang)) for lang in (Lang.ZH, Lang.EN))
    return zh if zh == en else T(zh, en)


@lru_cache(maxsize=256)
def shared_values(column: Column, *, gaps: bool) -> Known:  # noqa: ARG001 -- what the values depend on
    """Return where the values of a column are remembered that sheets and forms have in common."""
    return {}


def known_values(column: Column, *, gaps: bool) -> Known:
    """Return where to remember what the cells of a column state that need no finding, by their type and content.

    Columns of votes and names are the same on many sheets and forms, and so are most of their cells.

    Args:
        column: the column.
        gaps: whether a required cell may be left blank all the same.
    """
    is_common = column.mark is not None or (column.locked and column.key in _NAMES)
    return shared_values(column, gaps=gaps) if is_common else {}


def _is_empty(raw: Raw, column: Column, *, gaps: bool) -> bool:
    """Tell whether a cell only says that there is nothing to enter, where that is allowed and no answer.

    A required text is then missing. A required number, date or choice is in error, so that nobody takes it for 0;
    but not where it could as well be blank.
    """
    negation = negation_in(raw) if column.is_input else None
    if negation is None or negation in column.answers:
        return False
    if isinstance(column.kind, Words):
        return True
    free = not column.required or (gaps and (column.mark is None or negation is Negation.NOTHING))
    return free and (isinstance(column.kind, Code | Ref) or not _fits(column.kind, raw))


def _as_day(raw: Raw, epoch: date) -> Raw:
    """Return the day that a plain serial number is in its own workbook; anything else as it is."""
    number = plain(show_raw(raw))
    return epoch + timedelta(days=int(number)) if SERIAL.fullmatch(number) else raw


def _fits(kind: Kind, raw: Raw) -> bool:
    """Tell whether a cell states a value of its kind; a choice of its own may sound like any other word."""
    try:
        kind.parse(raw)
    except ValueError:
        return False
    return True


def _is_repaired(column: Column, raw: Raw, value: Value) -> bool:
    """Tell whether a value was understood although it was not typed as its kind is."""
    if isinstance(raw, Dated) or (isinstance(column.kind, Day) and isinstance(raw, int | float)):
        return True
    if isinstance(column.kind, OneOf | Number) and column.kind.is_sign(raw):
        return True
    if isinstance(column.kind, Words) or not isinstance(raw, str):
        return False
    if isinstance(column.kind, Code):
        return value != raw
    return not isinstance(value, str)


def digest_of(stated: Iterable[tuple[str, Value]]) -> str:
    """Return sixteen hexadecimal digits that are equal for what states the same, in whatever order and file format.

    9 and "9" state the same, and so do a date and its text: what counts is the value by column, not the cell.
    """
    return _digits(repr(sorted([(key, str(value)) for key, value in stated])))


def digest_of_all(digests: Iterable[str]) -> str:
    """Return sixteen hexadecimal digits that are equal for rows of the same digests, in whatever order."""
    return _digits(repr(sorted(digests)))


def _digits(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:16]
