"""What a workbook to be filled says of itself, live: sheet by sheet, and on its first sheet for the whole."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from xlcampaign.forms.fitting import REFUSALS, TOTALLED, UNSAID, misfits, parts_of, unfit
from xlcampaign.forms.page import FilledSheet
from xlcampaign.forms.rows import (
    MORE,
    OPTIONAL,
    READY,
    Valid,
    apart_blank,
    column_named,
    explained,
    reason_missing,
)
from xlcampaign.layout.decisions import DECIDED, DECISION, DOCUMENT
from xlcampaign.layout.kinds import Words
from xlcampaign.layout.negations import Negation
from xlcampaign.layout.sheet import Column, RowKind, Table
from xlcampaign.layout.standard import PLEASE_CHANGE
from xlcampaign.layout.ways import BALLOT, CHECK
from xlcampaign.words import Lang, T
from xlcampaign.workbook.formulas import (
    Live,
    Range,
    added,
    after,
    among,
    ballots,
    blanks,
    both,
    containing,
    distance,
    exceeds,
    filled,
    highest,
    if_any,
    is_number,
    joined,
    less,
    missed,
    number,
    outside,
    repeated,
    size,
    text,
    times,
    total,
    unexplained,
    unnumbered,
    untouched,
    used_rows,
    whether,
    worded,
)

_SHEET = T(
    "本表：应填 {required} 格，已填 {filled} 格，还差 {missing} 格",
    "This sheet: {filled} of {required} cells filled, {missing} to go",
)
_FULL = T("本表：应填 {required} 格，已全部填好", "This sheet: all {required} cells are filled")
_FREE = T("本表选填", "This sheet is optional")
_COMPLETE = T("本表：已列 {rows} 行，都已填全", "This sheet: {rows} listed, all complete")
_LISTED = T("本表：已列 {rows} 行，还差 {missing} 格", "This sheet: {rows} listed, {missing} to go")
_NONE = T("本表：还没有填；没有就不填", "This sheet: nothing yet; leave it empty if there is nothing to say")
_BALLOTS = T("本表：已录 {filled} 张票", "This sheet: {filled} ballots entered")
_AWAY = T("，与有效票相差 {n} 张", ", {n} off the valid ballots")
_WRONG = T("　　有 {n} 格填得不对（标红）", " · {n} not valid (red)")
_CONFLICTS = T("　　有 {n} 行数目不符（见“核查意见”）", " · rows that do not add up: {n} (see “Check”)")
_UNFIT = T(
    "　　有 {n} 处对不上（运行 check 看是哪里）", " · {n} that do not fit together (check tells where)"
)
_TWICE = T("　　有 {n} 行重复（同一张票上的同一个人）", " · rows there twice: {n} (one ballot, one person)")
_CONTRADICTING = T("　　有 {n} 行和上面的行矛盾", " · rows that contradict one above: {n}")
_BELOW = T("　　表格下面有 {n} 格（请填在表里）", " · {n} cells below the table (fill in the table)")
_VALID = T("　　有效票 {n} 张", " · {n} valid ballots")
_VALID_OF = T("　　{way}有效票 {n} 张", " · {way}: {n} valid ballots")
_UNKNOWN = T("　　有效票还没填（在“评议情况”里）", " · valid ballots not yet on “Meeting”")
_UNKNOWN_OF = T("　　{way}有效票还没填（在“评议情况”里）", " · {way}: valid ballots not yet on “Meeting”")

_UNDECIDED = T("　　待决定 {n} 项", " · to be decided: {n}")
_PROPOSED = T(
    "本表：预填的是提请，还没有决定", "This sheet: what is filled in was proposed and is not decided"
)

_TO_DO = T("填报进度：", "Progress: ")
_ON = T("：", ": ")
_COMMA = T("、", ", ")
_AND = T("，", ", ")
_LEFT = T("还差 {n}", "{n} to go")
_FAULTS = T("有误 {n}", "{n} wrong")
_OPEN = T("待决定 {n} 项", "{n} to decide")

_FAR = 1000
"""How many rows below a sheet are looked at for what stands there: nobody writes further down by mistake."""


class Ready(NamedTuple):
    """What is said when all is done, of the workbook and of a sheet."""

    whole: T
    sheet: T


SENDABLE = Ready(T("填报进度：可以上报", "Progress: ready to send"), READY)
FILLED = Ready(
    T(
        "填写进度：都填了；运行 xlcampaign check，没有错误再出表",
        "Progress: all filled in; write forms once xlcampaign check finds no error",
    ),
    T("已填", "filled in"),
)
"""Of the plan: formulas see what is blank or out of range, and not whether its rules fit together."""

_ZERO = number(0)


@dataclass(frozen=True, slots=True)
class SheetFigures:
    """How far a sheet is: cells (or ballots) required, filled, missing; cells out of range; rows in conflict.

    `undecided` are the rows with a proposal that nobody decided, `below` cells that are filled below the table.
    """

    required: Live
    filled: Live
    missing: Live
    misfits: Live
    conflicts: Live
    undecided: Live = _ZERO
    below: Live = _ZERO

    @property
    def wrong(self) -> Live:
        """Everything that must be mended rather than filled."""
        return total((self.misfits, self.conflicts, self.below))


def figures_of(page: FilledSheet, valid: Valid, lang: Lang) -> SheetFigures:
    """Return how far a sheet is."""
    wrong = _misfits_on(page, lang)
    areas = [page.area(box) for box in page.asked()]
    table = page.sheet
    if isinstance(table, Table) and table.row_kind is RowKind.BALLOT:
        return _of_ballots(page, table, valid, wrong, lang)
    if isinstance(table, Table) and table.register:
        return _of_register(page, table, wrong, lang)
    if isinstance(table, Table) and table.row_kind is RowKind.RECORD:
        rows = highest((_rows(page), number(int(table.needed))))
        required = times(rows, sum(len(area.raws[0]) for area in areas))
        typed = total(filled(area) for area in areas)
        return SheetFigures(required, typed, less(required, typed), wrong, number(0))
    placeholders = list(_placeholders(page, lang))
    missing = total([*(blanks(area) for area in areas), *placeholders])
    open_areas = [page.area(box) for box in page.asked(blank=True)]
    required = total(size(area) for area in open_areas)
    typed = less(required, total([*(blanks(area) for area in open_areas), *placeholders]))
    conflicts = below = number(0)
    if isinstance(table, Table):
        below = _below(page, table, table.last_row)
        apart = apart_blank(page, table.first_row, table.last_row, valid, lang)
        missing = total((missing, apart, reason_missing(page, table.first_row, table.last_row)))
        if check := column_named(table, CHECK.key):
            box = (table.first_row, check, table.last_row, check)
            conflicts = containing(page.area(box), MORE.say(lang))
    return SheetFigures(required, typed, missing, wrong, conflicts, below=below)


def of_cover(page: FilledSheet, lang: Lang) -> tuple[str, Live, Live, Live]:
    """Return the title of a workbook's first sheet with what is missing, wrong and undecided: its fields may be wrong."""
    return page.title, number(0), _misfits_on(page, lang), number(0)


def _misfits_on(page: FilledSheet, lang: Lang) -> Live:
    """Return how many cells of a sheet hold something that their column does not take."""
    may_withdraw = isinstance(page.sheet, Table) and page.sheet.can_withdraw
    return total((*_unfit_on(page), *_misfitting(page, lang, withdraws=may_withdraw)))


def _misfitting(page: FilledSheet, lang: Lang, *, withdraws: bool) -> Iterator[Live]:
    return (
        misfits(
            page.area(part),
            column,
            lang,
            asked=asked,
            spelt=page.has_room,
            withdraws=withdraws and not isinstance(column.kind, Words),
        )
        for box, column in page.kinds
        for part, asked in parts_of(page.sheet, box)
    )


def _unfit_on(page: FilledSheet) -> Iterator[Live]:
    """Yield how many cells hold something that does not go with whom their row is about."""
    table = page.sheet
    if isinstance(table, Table) and table.register and table.register.about:
        who = _read(page, table, table.register.about)
        for column in table.columns:
            yield from (unfit(one, who, _read(page, table, column.key)) for one in column.unfit)


def _read(page: FilledSheet, table: Table, key: str) -> Range:
    """Return the cells of a register's column, with those below the table that are read as well."""
    number_ = column_named(table, key)
    return page.said((table.first_row, number_, table.reach, number_), table.columns[number_ - 1])


def _below(page: FilledSheet, table: Table, last: int) -> Live:
    """Return how many cells are filled below the last row that is spoken of otherwise; totals are never read.

    Nothing comes filled in there.
    """
    assert last >= table.last_row
    top, bottom, width = last + 1, last + _FAR, len(table.columns)
    labels = [n for n, column in enumerate(table.columns, 1) if n == 1 or column.locked]
    return outside(
        [page.ref((top, n, bottom, n)) for n in labels], TOTALLED, page.ref((top, 1, bottom, width))
    )


def _placeholders(page: FilledSheet, lang: Lang) -> Iterator[Live]:
    """Yield, where a sheet comes with texts that only keep the place of a name, how many it still has."""
    words = PLEASE_CHANGE.say(lang)
    for box, _ in page.boxes(lambda column: column.is_input, _all):
        area = page.area(box)
        if any(str(raw).endswith(words) for raw in area.filled):
            yield containing(area, words)


def _of_register(page: FilledSheet, table: Table, wrong: Live, lang: Lang) -> SheetFigures:
    """Return how far a register is: prepared rows are all asked for, others only where anything is filled in."""
    asked = [n for n, column in enumerate(table.columns, 1) if column.is_asked]
    own = [n for n in asked if not table.columns[n - 1].given]
    middle = table.first_row + table.prepared
    required, missing = [], []
    if table.prepared:
        prepared = [page.area((table.first_row, n, middle - 1, n)) for n in asked]
        missing += [blanks(area) for area in prepared]
        required += [size(page.area((table.first_row, n, middle - 1, n))) for n in own]
    if middle <= table.reach:
        below = {
            n: page.said((middle, n, table.reach, n), column) for n, column in enumerate(table.columns, 1)
        }
        told = [below[n] for n in _own_numbers(table)]
        missing += [missed(told, below[n]) for n in asked]
        required.append(times(used_rows(told), len(asked)))
        missing += _excused(table, below, asked)
    missing += [unexplained(*pair) for pair in explained(page, table, lang)]
    needed, left = total(required), total(missing)
    contradicting, undecided = total(_contradicting(page, table)), _undecided(page, table)
    far = _below(page, table, table.reach)
    return SheetFigures(needed, less(needed, left), left, wrong, contradicting, undecided, far)


def _contradicting(page: FilledSheet, table: Table) -> Iterator[Live]:
    """Yield how many rows decide otherwise than one above them on the same thing."""
    assert table.register is not None
    keys = [column.key for column in table.columns]
    if not table.decides and DECISION not in keys:
        return
    told = [table.register.about, *(key for key in (*DECIDED, "honour") if key in keys)]
    about, *apart = (replace(_read(page, table, key), unsaid=None) for key in told)
    said = _read(page, table, DECISION if DECISION in keys else DOCUMENT)
    verdict = replace(said, unsaid=None if DECISION in keys else REFUSALS)
    yield _differing([about, *apart], [verdict], said)
    numbered = replace(said, unsaid=UNSAID[tuple(Negation)])
    if apart and not table.register.apart:  # then one of these holds at most
        yield _differing([about], apart, numbered)
    elif DECISION not in keys:  # no is said of whatever is decided
        yield _differing([about], [replace(area, unsaid=REFUSALS) for area in apart], numbered)


def _differing(alike: list[Range], unlike: list[Range], needed: Range) -> Live:
    """Return how many rows say the same as one above them in some columns, and something else in others."""
    return less(repeated(alike, [needed]), repeated([*alike, *unlike], [needed]))


def _excused(table: Table, columns: Mapping[int, Range], asked: Iterable[int]) -> Iterator[Live]:
    """Yield, to be taken off what is missing, the blank cells of a row that says no: they are not asked for.

    It says so in place of its document, or of what is decided; where a decision has a column of its own, only there.
    """
    says_elsewhere = table.decides and not column_named(table, DECISION)
    keys = (DOCUMENT, *DECIDED) if says_elsewhere else ()
    verdicts = [columns[n] for key in keys if (n := column_named(table, key))]
    for n in asked if verdicts else ():
        yield less(number(0), among(verdicts, REFUSALS, columns[n]))


def _undecided(page: FilledSheet, table: Table) -> Live:
    """Return the number of rows on which something is proposed and nothing decided; merging notes the same."""
    assert table.register is not None
    own = [column.key for column in table.own_columns]
    given = [column.key for column in table.columns if column.given and column.key != table.register.about]
    if DECISION in own:
        waits = filter(None, [table.register.waits])
        given, own = [*(key for key in own if key != DECISION), *waits], [DECISION]
    elif not table.decides:
        return number(0)
    columns = {key: _read(page, table, key) for key in (*given, *own)}
    columns |= {
        key: replace(columns[key], unsaid=UNSAID[tuple(Negation)]) for key in DECIDED if key in columns
    }
    return untouched([columns[key] for key in given], [columns[key] for key in own])


def _own_numbers(table: Table) -> list[int]:
    return [n for n, column in enumerate(table.columns, 1) if column in table.own_columns]


def _of_ballots(page: FilledSheet, table: Table, valid: Valid, wrong: Live, lang: Lang) -> SheetFigures:
    """Return how many ballots were entered of how many there are."""
    known = _valid_of(table, valid)
    top, bottom, (one, rows) = table.first_row, table.last_row, _first_ballot(page, table)
    [((_, left, _, right), _)] = page.boxes(lambda column: column.mark is not None, _all)
    beyond = bottom + rows  # where one ballot too many is typed
    numbers, marks = page.area((top, 1, beyond, 1)), page.area((top, left, beyond, right))
    entered = ballots(numbers, marks)
    none = whether(exceeds(entered, number(0)), number(0), number(int(table.needed)))
    required = whether(is_number(known), known, none)
    missing = whether(is_number(known), distance(known, entered), none)
    if not table.needed:
        again = exceeds(entered, number(0))
        required, missing = (whether(again, count, number(0)) for count in (required, missing))
    faults = total((wrong, misfits(page.area((top, 1, bottom, 1)), BALLOT, lang), unnumbered(numbers, marks)))
    who = [page.area((top, n, beyond, n)) for key in ("code",) if (n := column_named(table, key))]
    twice = repeated([numbers, *who], [numbers])
    below = _below(page, table, beyond)
    return SheetFigures(required, entered, total((missing, one)), faults, twice, below=below)


def _first_ballot(page: FilledSheet, table: Table) -> tuple[Live, int]:
    """Return how many cells of the first ballot do not say who voted, and how many rows it has."""
    rows = sum(row["ballot"] == 1 for row in table.rows)
    asked, top = column_named(table, "attended"), table.first_row
    return blanks(page.area((top, asked, top + rows - 1, asked))) if asked else number(0), rows


def _valid_of(table: Table, valid: Valid) -> Live:
    """Return the valid ballots of the one way on a sheet of ballots."""
    return valid[next(column.mark.meeting_key for column in table.columns if column.mark)]


def _rows(page: FilledSheet) -> Live:
    if isinstance(page.sheet, Table) and page.sheet.register:
        return used_rows(_read(page, page.sheet, column.key) for column in page.sheet.own_columns)
    return used_rows(page.area(box) for box, column in page.slots if column.is_input)


def _ways_on(table: Table, lang: Lang) -> list[tuple[str, str]]:
    """Return the meeting key and shown name of every way that is voted on in a table; the name only if several."""
    ways: dict[str, str] = {}
    for column in table.columns:
        if column.mark:
            key = column.mark.meeting_key
            ways.setdefault(key, "" if column.mark.star else column.title.say(lang).split("\n")[0])
    return list(ways.items())


def status_line(page: FilledSheet, figures: SheetFigures, valid: Valid, lang: Lang) -> Live:
    """Return what a sheet says of itself below its title."""
    parts = [_progress(page, figures, valid, lang)]
    conflicts, below = (figures.conflicts, _conflicting(page)), (figures.below, _BELOW)
    told = ((figures.misfits, _WRONG), conflicts, below, (figures.undecided, _UNDECIDED))
    for figure, said in told:
        if figure != number(0):
            parts.append(if_any(figure, said.say(lang)))
    for key, way in _ways_on(page.sheet, lang) if isinstance(page.sheet, Table) else ():
        if known := valid.get(key):
            words = (_VALID_OF, _UNKNOWN_OF) if way else (_VALID, _UNKNOWN)
            stated, unknown = (worded(each.say(lang), way=text(way), n=known) for each in words)
            parts.append(whether(is_number(known), stated, unknown))
    return joined(parts)


def _conflicting(page: FilledSheet) -> T:
    """Return how rows are called that are in conflict: with their own figures, or with other rows."""
    table = page.sheet
    if isinstance(table, Table) and column_named(table, CHECK.key):
        return _CONFLICTS
    if isinstance(table, Table) and table.row_kind is RowKind.BALLOT:
        return _TWICE
    return _CONTRADICTING if isinstance(table, Table) and table.register else _UNFIT


def _progress(page: FilledSheet, figures: SheetFigures, valid: Valid, lang: Lang) -> Live:
    table, zero = page.sheet, number(0)
    facts = {"required": figures.required, "filled": figures.filled, "missing": figures.missing}
    if isinstance(table, Table) and table.row_kind is RowKind.BALLOT:
        away = worded(_AWAY.say(lang), n=figures.missing)
        entered = worded(_BALLOTS.say(lang), **facts)
        known = is_number(_valid_of(table, valid))
        return joined((entered, whether(both(known, exceeds(figures.missing, zero)), away, text(""))))
    if (
        isinstance(table, Table)
        and table.row_kind is RowKind.RECORD
        and not (table.register and table.prepared)
    ):
        facts["rows"] = _rows(page)
        listed, complete = (worded(words.say(lang), **facts) for words in (_LISTED, _COMPLETE))
        told = whether(exceeds(figures.missing, zero), listed, complete)
        none = text(_NONE.say(lang))
        if figures.undecided != zero:
            none = whether(exceeds(figures.undecided, zero), text(_PROPOSED.say(lang)), none)
        return whether(exceeds(facts["rows"], zero), told, none) if table.register else told
    if figures.required == zero:
        return text(_FREE.say(lang))
    left = exceeds(figures.missing, zero)
    return whether(left, worded(_SHEET.say(lang), **facts), worded(_FULL.say(lang), **facts))


def state_of(required: Live, missing: Live, wrong: Live, undecided: Live, lang: Lang, ready: Ready) -> Live:
    """Return a sheet's state in a few words, from its figures."""
    done = whether(exceeds(required, number(0)), text(ready.sheet.say(lang)), text(OPTIONAL.say(lang)))
    figures = (missing, wrong, undecided)
    return whether(exceeds(added(figures), number(0)), _to_do(*figures, lang), done)


def _to_do(missing: Live, wrong: Live, undecided: Live, lang: Lang) -> Live:
    """Return what is still to be done, each with its number; what must be mended is not among what is missing."""
    comma = _AND.say(lang)
    figures = ((missing, _LEFT), (wrong, _FAULTS), (undecided, _OPEN))
    listed = joined(if_any(figure, comma + said.say(lang)) for figure, said in figures if figure != number(0))
    return after(listed, len(comma))


def overall(sheets: Iterable[tuple[str, Live, Live, Live]], lang: Lang, ready: Ready) -> Live:
    """Return the state of the whole workbook: ready, or how much is to do on which sheets.

    Args:
        sheets: title, missing, wrong and undecided of each sheet.
        lang: the language.
        ready: what is said when nothing is to do.
    """
    listed = list(sheets)
    comma = _COMMA.say(lang)
    missing, wrong, undecided = (total(lives) for lives in zip(*(lives for _, *lives in listed), strict=True))
    names = joined(
        whether(exceeds(added(lives), number(0)), text(comma + title), text("")) for title, *lives in listed
    )
    to_do = _to_do(missing, wrong, undecided, lang)
    busy = joined((text(_TO_DO.say(lang)), to_do, text(_ON.say(lang)), after(names, len(comma))))
    anything = exceeds(added((missing, wrong, undecided)), number(0))
    return whether(anything, busy, text(ready.whole.say(lang)))


def _all(_column: Column) -> str:
    return ""
