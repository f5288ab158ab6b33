"""A form issued again: what counts of what was received stands in its cells, and its first sheet says so.

Single ballots are never put back: whoever opens the form would see them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from xlcampaign.address import Address
from xlcampaign.forms.page import VALUE
from xlcampaign.layout.decisions import says_revoked
from xlcampaign.layout.differences import brief
from xlcampaign.layout.form_book import COVER, DEADLINE, MOST_TIMES, VERSION
from xlcampaign.layout.kinds import OneOf
from xlcampaign.layout.sheet import Answers, Book, Canvas, Column, RowKind, Sheet, Table, fields_of
from xlcampaign.layout.text import show_raw
from xlcampaign.layout.voided import declares_void
from xlcampaign.model.cell import Broken, Raw, Value
from xlcampaign.model.scale import Counting
from xlcampaign.model.submission import Record, SheetDraft, Submission, local_day
from xlcampaign.words import Lang, T, same
from xlcampaign.workbook.limits import LONGEST_TEXT, cut

_SEVERAL = 3
"""How many versions, and how much of what could not be read, the first sheet names."""

_OWN = {RowKind.SUBJECT: "code", RowKind.STAR: "key", RowKind.WAY: "way"}
"""The value by which a row of each kind is known; those of a register go by their number, or by whom they are about."""

_VERSION = T("“{file}”（{facts}）", "“{file}” ({facts})")
_NTH = T("第 {number} 次报送", "submission {number}")
_UNNUMBERED = T("报送次数没读出来", "its number could not be read")
_COMMA = T("，", ", ")
_AND = T("、", ", ")
_MORE = T("等 {number} 份", " and others, {number} in all")
_MORE_PLACES = T("等 {number} 处", " and others, {number} in all")
_RECEIVED = T(
    "这份表收到过：{versions}。其中算数的已经填好：有变化的改，没变的不动；要撤回的，在那一行写“撤回”。",
    "Received before: {versions}. What counts of it is filled in: change what changed, leave the rest; "
    "write “withdrawn” into a row to withdraw it.",
)
_TIED = T(
    "几份不同、分不出新旧的，没有填入，请重新填：{sheets}。",
    "Not filled in, since nobody can tell which version is newer: please fill in again: {sheets}.",
)
_VOID = T(
    "评议情况改了或作废了，以前那次的票没有填入，请把现在这次的票填全：{sheets}。",
    "The meeting was stated anew or declared void, so its earlier votes are not filled in; enter those of the meeting"
    " that counts in full: {sheets}.",
)
_APART = T(
    "投票时的计票办法和这份表不同的，没有填入，没变的空着就行：{sheets}。",
    "Not filled in, since these votes were cast by other rules than this form's; leave them empty if unchanged: {sheets}.",
)
_SECRET = T(
    "逐张录入的测评票保密，没有填入：没变的空着就行；票或评议情况的日期、有效票数有变的，要把每张票都重新录入（{sheets}）。",
    "Ballots are secret and not filled in: leave them empty; where they, the day or the valid ballots changed, enter every"
    " one of them again ({sheets}).",
)
_UNREAD = T("上次读不出来的，请改好：{places}。", "What could not be read, please correct: {places}.")
_GONE = T(
    "不在这份表上的，以前报的照旧，不用填：{rows}。",
    "Not on this form; what was sent about them before stays, and nothing is to be done: {rows}.",
)
_GONE_ROW = T("{sheet}“{found}”", "{sheet}, “{found}”")
_CELL = T("{sheet} {cell}（{found}）", "{sheet} {cell} ({found})")
_ROW = T("{sheet}“{found}”一行（没有填入）", "{sheet}, the row “{found}” (not filled in)")


@dataclass(frozen=True, slots=True)
class Received:
    """What was received of a form before.

    Attributes:
        versions: all files that are this form.
        sheets: what counts of them, by sheet key: sheets as read, each with the rows that count, or with those that
            are lost because they withdraw what nobody said.
        tied: the keys of the sheets of which nobody can tell which version is newest.
        void: the keys of the sheets with votes of a meeting that does not count any longer; they are not among `sheets`.
        counting: the rules by which the votes that count were cast; None where there are none.
        apart: the keys of the sheets with votes that were cast by other rules than these; they are not among `sheets`.
    """

    versions: tuple[Submission, ...]
    sheets: Mapping[str, tuple[SheetDraft, ...]]
    tied: frozenset[str] = frozenset()
    void: frozenset[str] = frozenset()
    counting: Counting | None = None
    apart: frozenset[str] = frozenset()

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which the versions were sent, as far as they say."""
        return tuple(local_day(version.sent) for version in self.versions if version.sent)


@dataclass(frozen=True, slots=True)
class Reissue:
    """A form that is issued again, and what stands in its cells."""

    book: Book
    answers: Answers


def reissue(book: Book, received: Received, lang: Lang) -> Reissue:
    """Return a form as it is issued again: filled in, with room for more, a submission number and where it stems from.

    Args:
        book: the form as it is issued to somebody of whom nothing was received.
        received: what was received.
        lang: the language in which it is written.
    """
    answers: dict[tuple[str, int, str], Raw] = {}
    unread: list[str] = []
    gone: list[str] = []
    sheets: list[Sheet] = []
    for sheet in book.sheets:
        filling = _Filling(sheet, lang)
        sheets.append(filling.fill(received.sheets.get(sheet.key, ())))
        answers |= filling.answers
        unread += filling.unread
        gone += filling.gone
    latest = max(version.version or 1 for version in received.versions)
    number = min(latest + 1, MOST_TIMES)
    answers[COVER, 0, VERSION] = number
    ballots = [sheet.key for sheet in sheets if _holds_ballots(sheet, received)]
    told = _say(book, received, ballots, list(dict.fromkeys(unread)), lang)
    if gone:
        told += "\n" + _GONE.fill(lang, {"rows": _listed(list(dict.fromkeys(gone)), _MORE_PLACES, lang)})
    written = tuple(_told(_freed(sheet, ballots), told, lang) for sheet in sheets)
    stems_from = frozenset(origin for version in received.versions for origin in version.origins)
    return Reissue(replace(book, sheets=written, stems_from=stems_from, issued_as=number), answers)


class _Filling:
    """One sheet of a form while what was received is put into it."""

    def __init__(self, sheet: Sheet, lang: Lang) -> None:
        self.answers: dict[tuple[str, int, str], Raw] = {}
        self.unread: list[str] = []
        self.gone: list[str] = []
        self._sheet = sheet
        self._lang = lang

    def fill(self, drafts: Sequence[SheetDraft]) -> Sheet:
        """Put in what some drafts of the sheet say; return the sheet with as many rows more as were added."""
        records = [record for draft in drafts for record in draft.records]
        if not isinstance(self._sheet, Table):
            for record in records:
                for row, column in fields_of(self._sheet):
                    self._put(0, column, Address(row, VALUE), record)
            return self._sheet
        table, added = self._sheet, 0
        for index, record in _settled(table, records):
            if index is None or not _is_told(record):
                self._leave_out(table, record)
                continue
            own = index < len(table.rows)
            added += not own
            for number, column in enumerate(table.columns, 1):
                if column.is_input or (column.locked and not own):
                    self._put(index, column, Address(table.first_row + index, number), record)
        return replace(table, spare=table.spare + added)

    def _leave_out(self, table: Table, record: Record) -> None:
        """Note a row that has no place on the form, if anything is typed in it: who it is about left, or is not known."""
        if any(column.is_input and column.key in record.values for column in table.columns):
            facts = {"sheet": table.title.say(self._lang), "found": brief(" ".join(record.whom))}
            if record.subject and record.subject not in _on_form(table):
                self.gone.append(_GONE_ROW.fill(self._lang, facts))
            else:
                self.unread.append(_ROW.fill(self._lang, facts))

    def _put(self, index: int, column: Column, at: Address, record: Record) -> None:
        value, typed = record.values.get(column.key), record.raws.get(column.key)
        raw: Raw = None if value is None else column.kind.show(value, self._lang)
        if record.withdrawn and column.is_input:
            raw = self._as_typed(at, typed)
        elif column.key in record.raws and column.is_input:
            raw = self._unreadable(column, at, show_raw(typed))
        self.answers[self._sheet.key, index, column.key] = raw

    def _as_typed(self, at: Address, typed: Raw) -> Raw:
        """Return what was typed on a row that withdraws what nobody said; what withdraws it is to be mended."""
        if _withdraws(typed):
            facts = {"sheet": self._sheet.title.say(self._lang), "cell": str(at), "found": show_raw(typed)}
            self.unread.append(_CELL.fill(self._lang, facts))
        return show_raw(typed) or None if isinstance(typed, Broken | str) else typed

    def _unreadable(self, column: Column, at: Address, text: str) -> str | None:
        """Return the text of a rejected cell, to be rejected again; nothing where it would be accepted by itself."""
        if not text:
            return None
        facts = {"sheet": self._sheet.title.say(self._lang), "cell": str(at), "found": brief(text)}
        self.unread.append(_CELL.fill(self._lang, facts))
        try:
            column.kind.parse(text)
        except ValueError:
            return cut(text, LONGEST_TEXT)
        return None


def _withdraws(raw: Raw) -> bool:
    return declares_void(raw) or says_revoked(raw)


def _is_told(record: Record) -> bool:
    """Tell whether a row can be put in so that it says what it said: if it is withdrawn, by a cell to be filled in."""
    return record.withdrawn is None or any(map(_withdraws, record.raws.values()))


def _on_form(table: Table) -> set[Value]:
    """Return whom the rows of a form are about, by what recognises them."""
    key = _OWN.get(table.row_kind, "")
    return {row.get(key) for row in table.rows}


def _settled(table: Table, records: Sequence[Record]) -> Iterator[tuple[int | None, Record]]:
    """Yield what was received with the row that takes it: its own on the form, or in a register the next one below.

    None takes what is about nobody on the form, or about somebody who is named twice.
    """
    if table.row_kind in _OWN:
        own = {row[_OWN[table.row_kind]]: index for index, row in enumerate(table.rows)}
        times = Counter(record.subject for record in records)
        for record in records:
            yield own.get(record.subject) if times[record.subject] == 1 else None, record
        return
    free = {row.get("number") or row.get("subject"): index for index, row in enumerate(table.rows)}
    below = len(table.rows)
    for record in records:
        if any(column.key in record.values or column.key in record.bad for column in table.own_columns):
            about: Value = record.values.get("number") or record.subject
            if about not in free and not _may_be_added(table, record):
                yield None, record
                continue
            index = free.pop(about, below)
            below += index == below
            yield index, record


def _may_be_added(table: Table, record: Record) -> bool:
    """Tell whether a row may be written below those that a form comes with: it is about somebody who is on it."""
    about = table.register.about if table.register else ""
    kind = table.column_of(about).kind if about else None
    return not isinstance(kind, OneOf) or record.subject in {choice.key for choice in kind.choices}


def _holds_ballots(sheet: Sheet, received: Received) -> bool:
    """Tell whether single ballots were received on a sheet, and it is known which of them count."""
    if not isinstance(sheet, Table) or sheet.row_kind is not RowKind.BALLOT or sheet.key in received.tied:
        return False
    parts = (version.parts.get(sheet.key) for version in received.versions)
    return any(part is not None and part.filled for part in parts)


def _freed(sheet: Sheet, ballots: Sequence[str]) -> Sheet:
    """Return a sheet; one whose ballots were received need not be filled in again."""
    return replace(sheet, needed=False) if sheet.key in ballots else sheet


def _told(sheet: Sheet, told: str, lang: Lang) -> Sheet:
    """Return a sheet; the first one says below the deadline what the form holds."""
    if not isinstance(sheet, Canvas):
        return sheet
    lines = (
        replace(line, text=same(f"{line.text.say(lang)}\n{told}"), look="again")
        if line.row == DEADLINE
        else line
        for line in sheet.lines
    )
    return replace(sheet, lines=tuple(lines))


def _say(book: Book, received: Received, ballots: Sequence[str], unread: Sequence[str], lang: Lang) -> str:
    """Return what the first sheet says of what was received."""
    filled = [version for version in received.versions if any(part.filled for part in version.parts.values())]
    newest_first = sorted(filled, key=lambda version: (version.version or 0, version.file), reverse=True)
    versions = [_named(version, lang) for version in newest_first]
    said = [_RECEIVED.fill(lang, {"versions": _listed(versions, _MORE, lang)})]
    for text, keys in (
        (_TIED, received.tied),
        (_VOID, received.void),
        (_APART, received.apart),
        (_SECRET, ballots),
    ):
        titles = [sheet.title.say(lang) for sheet in book.shown if sheet.key in keys]
        if titles:
            said.append(text.fill(lang, {"sheets": _AND.say(lang).join(titles)}))
    if unread:
        said.append(_UNREAD.fill(lang, {"places": _listed(unread, _MORE_PLACES, lang)}))
    return "\n".join(said)


def _named(version: Submission, lang: Lang) -> str:
    number = _UNNUMBERED if version.version is None else _NTH.filled(number=str(version.version))
    day = [str(local_day(version.sent))] if version.sent else []
    return _VERSION.fill(
        lang, {"file": version.file, "facts": _COMMA.say(lang).join([number.say(lang), *day])}
    )


def _listed(texts: Sequence[str], more: T, lang: Lang) -> str:
    rest = more.fill(lang, {"number": str(len(texts))}) if len(texts) > _SEVERAL else ""
    return _AND.say(lang).join(texts[:_SEVERAL]) + rest
