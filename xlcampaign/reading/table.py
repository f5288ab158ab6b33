"""A grid to a sheet draft: one loop over the same columns that wrote the sheet."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from operator import itemgetter

from xlcampaign.address import Address, Area
from xlcampaign.findings.catalogue import cell_rules as c
from xlcampaign.findings.catalogue import row_rules as r
from xlcampaign.findings.finding import Finding, Place, Rule
from xlcampaign.layout.decisions import (
    DECIDED,
    DECISION,
    DOCUMENT,
    decision_in,
    refuses,
    says_ditto,
    says_revoked,
    verdict_on,
    withdraws,
)
from xlcampaign.layout.negations import is_doubtful
from xlcampaign.layout.proposals import PROPOSALS
from xlcampaign.layout.sheet import Column, Prefilled, Register, RowKind, Table
from xlcampaign.layout.text import says_withdrawn, show_raw, squeeze
from xlcampaign.layout.voided import declares_void
from xlcampaign.model.cell import Raw, Value, is_blank
from xlcampaign.model.submission import WITHDRAWN, Record, SheetDraft
from xlcampaign.reading.above import as_above, take_from_above
from xlcampaign.reading.fields import Known, digest_of, digest_of_all, known_values, read_value, shown_in
from xlcampaign.reading.grid import Grid
from xlcampaign.reading.header import Header, one_line, read_header
from xlcampaign.reading.issued import Issued
from xlcampaign.reading.marks import are_one_word, as_on_ballot, settle_marks
from xlcampaign.reading.rows import (
    NAMING,
    Naming,
    Row,
    find_nothing,
    find_remark,
    find_repeated,
    find_undecided,
    is_entry,
    is_same_entry,
    say_costs,
)
from xlcampaign.reading.subjects import find_missing, read_code
from xlcampaign.reading.totals import Total, check_totals, label_of
from xlcampaign.reading.turnover import Turnover
from xlcampaign.words import T

_MOST_REMEMBERED = 10_000
"""How many cells of a column are remembered, whatever people type into it."""


class TableReader:
    """Reads one sheet; parsed values are remembered, since a sheet repeats a few values many times.

    Attributes:
        header: where the columns are, once the sheet was read.
        remarks: cells under the table that are no rows of it.
    """

    def __init__(self, grid: Grid, table: Table, file: str, issued: Issued | None = None) -> None:
        self.grid = grid
        self.table = table
        self.file = file
        self._issued = issued or Issued(Turnover())
        self.findings: list[Finding] = []
        self.header: Header | None = None
        self.remarks: list[Address] = []
        self._known: dict[str, Known] = {}
        self._is_blank: Callable[[Raw], bool] = is_blank
        self._merged: dict[tuple[int, int], Area] = {}
        self._withdrawals: set[Raw] = set()
        self._may_be_odd = True
        self._gaps = table.register is not None or table.row_kind is RowKind.BALLOT
        self._typed_keys = {named: _typed_keys(table, named=named) for named in (False, True)}
        proposing = any(column.key in PROPOSALS for column in table.columns)
        settles = table.register.settles if table.register else ()
        self._asked = (*PROPOSALS, "reason") if proposing else settles
        self._reported: set[tuple[str, Area]] = set()
        self._above: Mapping[str, Raw] = {}

    def read(self) -> tuple[SheetDraft | None, list[Finding]]:
        """Return the draft, None without a header, and everything found on the way."""
        header, self.findings = read_header(self.grid, self.table, self.file)
        if header is None:
            return None, self.findings
        self.header = header
        self._merged = _merged_cells(self.grid.merges, header.row)
        raws = set().union(*self.grid.rows)
        if not self._issued.turnover.people:  # or else rows hold more than the sheet
            self._is_blank = {None, *filter(is_blank, raws)}.__contains__
        if self.table.can_withdraw:
            taken_back = declares_void if self.table.row_kind is RowKind.WAY else says_withdrawn
            says = withdraws if self.table.decides else taken_back
            self._withdrawals = set(filter(says, set().union(*self.grid.rows[header.row :])))
        columns = [column for column in self.table.columns if column.key in header.columns]
        self._may_be_odd = bool(self._withdrawals or self.table.decides or self._merged or header.doubled)
        gaps = self._gaps
        self._known = {column.key: known_values(column, gaps=gaps) for column in columns}
        rows = list(self._content(header, columns))
        for row in rows:
            self._read_row(row, columns, header)
        if self.table.row_kind is RowKind.BALLOT:
            settle_marks(rows, columns, partial(self.place, header))
        take_from_above(self.table, rows, as_above(self.grid, header, columns))
        self._find_subjects(rows, header)
        filled = self._typed(rows)
        self._find_blanks(rows, columns, header, filled=filled)
        keys = {number: key for key, number in header.columns.items()}
        for row in rows:
            self.findings += say_costs(row, self.table, keys) if row.findings else ()
        self._check_covered(header, columns)
        places = {key: Address(0, number) for key, number in header.columns.items()}
        records = tuple(self._record(row) for row in rows)
        digest = digest_of_all(record.digest for record in records if record.digest)
        draft = SheetDraft(self.table.key, self.grid.title, places, records, digest, filled, header.row)
        return draft, self.findings

    def _record(self, row: Row) -> Record:
        """Return a row as read."""
        stated = self._stated(row)
        return Record(
            row.number,
            row.values,
            frozenset(row.bad),
            row.subject,
            row.whom,
            digest_of(stated.items()) if stated else "",
            row.withdrawn,
            {key: row.raws[key] for key in row.bad | self._declined(row)} | self._blanked(row),
            row.revoked_by,
        )

    def _blanked(self, row: Row) -> dict[str, Raw]:
        """Return what stands in the cells of a withdrawn row, which says no more than that."""
        if not row.withdrawn:
            return {}
        typed = (column.key for column in self.table.columns if column.is_input)
        return {key: row.raws[key] for key in typed if not is_blank(row.raws.get(key))}

    def _declined(self, row: Row) -> set[str]:
        """Return the columns in which a row says that it proposes, or settles, nothing: more than to say nothing."""
        return {key for key in self._asked if row.says(key) and key not in row.values}

    def _stated(self, row: Row) -> dict[str, Value]:
        """Return what a row states: whom it is about, what is typed, and what its author sees in unread cells.

        An entry that nobody filled in states nothing.
        """
        if self.table.register is not None and not is_entry(self.table, row) and not row.withdrawn:
            return {}
        named = bool(row.subject) and self.table.row_kind is not RowKind.RECORD
        typed = self._typed_keys[named]
        stated: dict[str, Value] = {key: value for key, value in row.values.items() if key in typed}
        if named:
            stated[""] = row.subject
        for key in row.bad:
            stated[key] = f"?{show_raw(row.raws[key])}"
        return stated

    def place(self, header: Header, key: str, row: int) -> Place:
        """Return the place of a column's cell in a row."""
        return Place(self.file, self.grid.title, (Address(row, header.columns[key]),))

    def _content(self, header: Header, columns: list[Column]) -> Iterator[Row]:
        """Yield the rows below the header that hold anything in a known column, totals and remarks set aside."""
        if not columns:
            return
        keys = [column.key for column in columns]
        numbers = [header.columns[key] for key in keys]
        reach, pick = max(numbers), itemgetter(*(n - 1 for n in (*numbers, numbers[0])))
        locked = [column.key for column in columns if column.locked]
        totals: list[Total] = []
        counted: list[Mapping[str, Raw]] = []
        filling_down = locked if self._merged and self.table.row_kind is not RowKind.RECORD else []
        for row in range(header.row + 1, len(self.grid.rows) + 1):
            cells = self.grid.rows[row - 1]
            whole = cells if len(cells) >= reach else [*cells, *[None] * (reach - len(cells))]
            raws = dict(zip(keys, pick(whole), strict=False))
            for key in filling_down:
                top, left, *_ = self._merged.get((row, header.columns[key]), (row, header.columns[key]))
                if left == header.columns[key]:
                    raws[key] = self.grid.at(top, left)  # names fill down, but never over other columns
            filled = {key: raw for key, raw in raws.items() if not self._is_blank(raw)}
            if not filled:
                continue
            named = (*cells[:1], *(raws[key] for key in locked)) if self.table.rows else ()
            if label := label_of(named):
                totals.append(Total(row, label, raws))
                continue
            remark = find_remark(filled)
            if remark:
                self.remarks.append(Address(row, header.columns[remark]))
                continue
            nothing = find_nothing(filled) if self.table.register else ""
            if nothing:
                self.findings.append(self._nothing(nothing, row, raws[nothing], header))
                continue
            counted.append(filled)
            raws, uncertain = self._issued.restate(raws, self.table)
            yield Row(row, raws, uncertain=uncertain)
        sheet = Place(self.file, self.grid.title)
        self.findings += check_totals(totals, counted, sheet, partial(self.place, header))

    def _nothing(self, key: str, row: int, raw: Raw, header: Header) -> Finding:
        """Return the note that a row only says that there is nothing to enter."""
        place, column = self.place(header, key, row), one_line(self.table.column_of(key).title)
        return c.REPAIRED.at(place, column=column, found=show_raw(raw), value=c.NOTHING)

    def _read_row(self, row: Row, columns: list[Column], header: Header) -> None:
        """Read a row: shortly, where nothing in it is odd."""
        if self._may_be_odd or row.uncertain:
            self.read_closely(row, columns, header)
            return
        for column in columns:
            raw = row.raws[column.key]
            if not self._is_blank(raw):
                self._read_cell(row, column, raw, header)

    def read_closely(self, row: Row, columns: list[Column], header: Header) -> None:
        """Read a row that may be withdrawn, decide anything, or hold cells of which nobody can tell what they state."""
        if self._withdrawals:
            row.withdrawn = self._find_withdrawal(row, header)
        if self.table.decides:
            self._read_dittos(row, columns, header)
        if self.table.decides and DOCUMENT in header.columns and says_revoked(row.raws[DOCUMENT]):
            row.withdrawn = row.withdrawn or Address(row.number, header.columns[DOCUMENT])
            row.revoked_by = show_raw(row.raws[DOCUMENT])
        odd = bool(self._merged or header.doubled or row.uncertain)
        for column in columns:
            raw = row.raws[column.key]
            if odd and self._is_lost(row, column, header):
                row.bad.add(column.key)
            elif row.withdrawn and raw in self._withdrawals and not column.is_input:
                row.raws[column.key] = None  # it says nothing else
            elif row.withdrawn and column.is_input and (raw in self._withdrawals or not self._tells(column)):
                row.values |= {} if is_blank(raw) else {column.key: WITHDRAWN}
                if column.as_above and not (is_blank(raw) or raw in self._withdrawals):
                    stood = Row(row.number, row.raws)
                    self._read_cell(stood, column, raw, header)
                    row.stood |= stood.values
            elif not is_blank(raw):
                self._read_cell(row, column, raw, header)

    def _find_withdrawal(self, row: Row, header: Header) -> Address | None:
        """Return the cell in which a row says that it no longer holds, whichever it is: people write where they may."""
        apart = {*header.returned, header.columns.get("way")}
        own = (
            Address(row.number, n)
            for n, raw in enumerate(self.grid.rows[row.number - 1], 1)
            if n not in apart and raw in self._withdrawals
        )
        return next(own, None)

    def _read_dittos(self, row: Row, columns: list[Column], header: Header) -> None:
        """Take what the row above holds where a decision's cell only says that it is the same."""
        for column in columns:
            raw, above = row.raws[column.key], self._above.get(column.key)
            if says_ditto(raw) and not is_blank(above):
                row.raws[column.key] = above
                place, title = self.place(header, column.key, row.number), one_line(column.title)
                row.findings.append(
                    c.REPAIRED.at(place, column=title, found=show_raw(raw), value=show_raw(above))
                )
        self._above = {key: None if says_ditto(raw) else raw for key, raw in row.raws.items()}

    def _is_lost(self, row: Row, column: Column, header: Header) -> bool:
        """Tell whether nobody can tell what a cell states, for where it stands or for whom its row is about."""
        merge = self._merged.get((row.number, header.columns[column.key]))
        merged = merge is not None and not (
            self.table.row_kind is RowKind.BALLOT
            and column.mark
            and are_one_word(self.grid.at(*merge[:2]), row.raws[column.key])
        )
        if merged:
            self._report_merged(row, column, header)
        twice = (self.grid.at(row.number, n) for n in header.doubled.get(column.key, ()))
        lost = row.uncertain is not None and column.key == "subject"
        return lost or (merged and column.is_input) or not all(map(is_blank, twice))

    def _tells(self, column: Column) -> bool:
        """Tell whether a column says which entry of a register its row is."""
        register = self.table.register
        return register is not None and column.key in {register.about, *register.apart}

    def _read_cell(self, row: Row, column: Column, raw: Raw, header: Header) -> None:
        known, remembered = self._known[column.key], (type(raw), raw)
        if remembered in known:
            row.values[column.key] = known[remembered]
            return
        place = self.place(header, column.key, row.number)
        value, finding = self._value_in(raw, column, place)
        if finding is not None and column.is_input and self.table.row_kind is RowKind.BALLOT:
            finding = as_on_ballot(raw, column, finding)
        if finding is not None and finding.rule is c.MISFIT and column.locked and column.key not in NAMING:
            title, found = one_line(column.title), show_raw(raw)
            row.findings.append(c.GIVEN_MISFIT.at(finding.place, column=title, found=found))
            return  # the program wrote it: no error of the sender's
        if finding is None:
            if value is not None and len(known) < _MOST_REMEMBERED:
                known[remembered] = value
        else:
            row.findings.append(finding)
        if finding is not None and finding.is_error:
            row.bad.add(column.key)
        elif value is not None:
            row.values[column.key] = value

    def _value_in(self, raw: Raw, column: Column, place: Place) -> tuple[Value, Finding | None]:
        """Return what a cell states, as `read_value` does; of decisions, words that say no or not yet are kept."""
        value, finding = read_code(raw, column, self.table, place) or read_value(
            raw, column, place, self.grid.epoch, gaps=self._gaps
        )
        if column.key == DECISION and finding is not None and finding.is_error:
            return self._read_decision(raw, column, place, finding)
        if column.key == DOCUMENT and finding is not None and finding.facts.get("value") == c.NOTHING:
            return show_raw(raw), None  # it says of the decision that there is none yet
        if column.key in DECIDED and self.table.decides and finding is not None and refuses(raw):
            return show_raw(raw), None  # it says of the decision that it is refused
        if column.key == DOCUMENT and says_ditto(raw):
            return None, self._misfit(column, place, raw, c.NOTHING_ABOVE)
        if column.key == DOCUMENT and self.table.decides and isinstance(raw, str) and is_doubtful(raw):
            return None, self._misfit(column, place, raw, c.PLAIN_DECISION)
        return value, finding

    def _read_decision(
        self, raw: Raw, column: Column, place: Place, misfit: Finding
    ) -> tuple[Value, Finding]:
        """Return what a cell decides beside the document that it names, with a note; the error where that is uncertain."""
        value, finding = read_value(decision_in(raw), column, place, self.grid.epoch)
        if finding is not None and finding.is_error:
            return None, misfit
        shown = shown_in(column, value)
        return value, c.REPAIRED.at(place, column=one_line(column.title), found=show_raw(raw), value=shown)

    def _misfit(self, column: Column, place: Place, raw: Raw, expects: T) -> Finding:
        """Return the error of a cell whose text says nothing certain."""
        return c.MISFIT.at(place, column=one_line(column.title), found=show_raw(raw), expects=expects)

    def _report_merged(self, row: Row, column: Column, header: Header) -> None:
        """Report cells under a merge: once among a merge's input cells, once among those filled in beforehand."""
        merge = self._merged[row.number, header.columns[column.key]]
        rule = c.MERGED if column.is_input else c.MERGED_GIVEN
        if (rule.code, merge) not in self._reported:
            self._reported.add((rule.code, merge))
            top, left, bottom, right = merge
            area = f"{Address(top, left)}:{Address(bottom, right)}"
            place = self.place(header, column.key, row.number)
            row.findings.append(rule.at(place, column=one_line(column.title), found=area))

    def _find_subjects(self, rows: list[Row], header: Header) -> None:
        """Say what each row is about, and what is wrong with rows side by side."""
        kind, place = self.table.row_kind, partial(self.place, header)
        naming = Naming(self.table, header, place)
        for row in rows:
            naming.name(row)
        if kind is RowKind.RECORD and self.table.register:
            find_repeated(
                self.table, rows, partial(place, min(header.columns, key=lambda k: header.columns[k]))
            )
        if kind is not RowKind.RECORD or (self.table.is_senders and "number" in header.columns):
            self._find_twice(rows, header)
        if kind is not RowKind.RECORD:
            lost = {
                squeeze(show_raw(row.raws.get(key)))
                for row in rows
                if not row.subject
                for key in ("code", "name", "star")
            }
            present = [row.subject for row in rows]
            self.findings += find_missing(self.table, present, lost, Place(self.file, self.grid.title))

    def _find_twice(self, rows: list[Row], header: Header) -> None:
        """Reject all rows that are about the same thing."""
        groups: dict[tuple[str, Value], list[Row]] = {}
        for row in rows:
            if row.subject and (
                not self.table.is_senders or (is_entry(self.table, row) and not row.withdrawn)
            ):
                groups.setdefault((row.subject, row.values.get("ballot")), []).append(row)
        key = next(column.key for column in self.table.columns if column.key in header.columns)
        for (subject, _), group in groups.items():
            for row in group if len(group) > 1 else ():
                others = [
                    other for other in group if other is not row and is_same_entry(self.table, row, other)
                ]
                if others:
                    place = self.place(header, key, row.number)
                    number = row.values.get("ballot")
                    found = (
                        subject if number is None else r.ON_BALLOT.filled(number=str(number), name=row.called)
                    )
                    row.findings.append(r.ROW_TWICE.at(place, found=found, first=others[0].number))

    def _typed(self, rows: list[Row]) -> bool:
        """Tell whether anything was typed that the form did not come with."""
        if self.table.register:
            return any(is_entry(self.table, row) for row in rows)
        given = self.table.values_given
        inputs = [column.key for column in self.table.typed_columns]
        return any(
            key in row.bad or (key in row.values and row.values[key] not in given.get(key, ()))
            for row in rows
            for key in inputs
        )

    def _find_blanks(self, rows: list[Row], columns: list[Column], header: Header, *, filled: bool) -> None:
        """Report required cells left blank: a sheet, a row or a cell, whichever is the largest."""
        required = [column for column in columns if column.required and not column.computed]
        find_undecided(self.table, rows, required, partial(self.place, header))
        if not filled and (self.table.rows or self.table.register):
            return
        if self.table.row_kind is RowKind.BALLOT:
            return  # a ballot may leave any row or star unmarked
        if self.table.register:
            self._find_gaps(rows, required, header, self.table.register)
            return
        marks = [column for column in required if column.mark is not None]
        keys = {column.key for column in required}
        for row in rows:
            if keys <= row.values.keys():
                continue
            if row.withdrawn or (not row.subject and self.table.row_kind is not RowKind.RECORD):
                continue
            asked = required
            if marks and all(_is_blank(row, column) for column in marks):
                key = min(header.columns, key=lambda k: header.columns[k])
                row.findings.append(r.ROW_EMPTY.at(self.place(header, key, row.number), found=row.called))
                asked = [column for column in required if column.mark is None]
            for column in asked:
                self._report_blank(row, column, header, c.EMPTY if column.mark is None else c.NO_MARK)

    def _report_blank(self, row: Row, column: Column, header: Header, rule: Rule) -> None:
        if _is_blank(row, column) and column.key not in row.as_above:
            facts = {"column": one_line(column.title), "expects": column.kind.expects()}
            said = c.NOTHING_OR_ABOVE if column.as_above else c.SAYS_NOTHING
            nothing = said.filled(found=show_raw(row.raws[column.key])) if row.says(column.key) else None
            note = row.miss if self.table.register else row.findings.append
            missed = rule.at(self.place(header, column.key, row.number), **facts)
            note(replace(missed, costs=nothing))

    def _find_gaps(self, rows: list[Row], required: list[Column], header: Header, register: Register) -> None:
        """Report what is missing in entries of a register, and rows that nobody filled in though they were asked."""
        asked = [column for column in required if column.key != register.about]
        keys = {column.key for column in asked}
        for row in rows:
            entered = is_entry(self.table, row)
            if row.withdrawn or (entered and keys <= row.values.keys()) or verdict_on(row.values):
                continue  # what is refused or not decided yet needs no grounds
            if entered:
                for column in asked:
                    self._report_blank(row, column, header, c.INCOMPLETE)
            elif register.is_answered:
                key = min(header.columns, key=lambda k: header.columns[k])
                row.findings.append(r.ROW_EMPTY.at(self.place(header, key, row.number), found=row.called))

    def _check_covered(self, header: Header, columns: list[Column]) -> None:
        """Report values that a merge covers in known columns."""
        numbers = {header.columns[column.key] for column in columns}
        for (row, column), (top, left, bottom, right) in self._merged.items():
            raw = self.grid.at(row, column)
            if column in numbers and (row, column) != (top, left) and not is_blank(raw):
                place = Place(self.file, self.grid.title, (Address(row, column),))
                area = f"{Address(top, left)}:{Address(bottom, right)}"
                value = c.SECRET if self.table.row_kind is RowKind.BALLOT else show_raw(raw)
                self.findings.append(c.HIDDEN_VALUE.at(place, found=area, value=value))


def _is_blank(row: Row, column: Column) -> bool:
    """Tell whether there is nothing in a cell, not even something wrong."""
    return column.key not in row.values and column.key not in row.bad


def _typed_keys(table: Table, *, named: bool) -> set[str]:
    """Return the columns that say what a row states, where it is known whom it is about and where it is not.

    Numbers of pledges are the program's: a row that was added bears one only when its form is issued again.
    """
    given = {"number"} if table.register and table.register.rows is Prefilled.ROOM else set()
    given |= NAMING - {"ballot"} if named else set()  # whatever it is called there
    return (NAMING - given) | {"text"} | {column.key for column in table.columns if column.is_input}


def _merged_cells(merges: tuple[Area, ...], header: int) -> dict[tuple[int, int], Area]:
    """Return every cell below a header of every merge with its area; huge areas are cut to what a form can hold."""
    cells = {}
    for top, left, bottom, right in merges:
        for row in range(max(top, header + 1), min(bottom, top + 2000) + 1):
            for column in range(left, min(right, left + 200) + 1):
                cells[row, column] = (top, left, bottom, right)
    return cells
