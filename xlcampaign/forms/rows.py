"""What each row of a form says of itself, live: ready, incomplete, or what does not add up and why."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain, pairwise

from xlcampaign.address import Area
from xlcampaign.forms.fitting import misfits
from xlcampaign.forms.page import ROW, FilledSheet, add_beside
from xlcampaign.layout.kinds import YES_NO
from xlcampaign.layout.meeting import ABSTAINED, BALLOT_CHAIN, MEETING
from xlcampaign.layout.sheet import Column, Table
from xlcampaign.layout.ways import CHECK
from xlcampaign.model.cell import Raw
from xlcampaign.words import Lang, T
from xlcampaign.workbook.formulas import (
    Live,
    Range,
    added,
    as_many,
    blanks,
    both,
    counted,
    equals,
    exceeds,
    highest,
    is_number,
    joined,
    lacking,
    less,
    number,
    only_numbers,
    text,
    total,
    unused,
    whether,
    worded,
)
from xlcampaign.workbook.limits import LONGEST_FORMULA, units

READY = T("可以上报", "ready to send")
OPTIONAL = T("选填", "optional")
MORE = T("多于", "more than")
"""What every row says whose figures do not add up, and no other."""

UNLIMITED = 99_999
"""Stands for the valid ballots as long as nobody stated them."""

_VOTES = T("{what}：{votes} 票多于有效票 {limit}", "{what}: {votes} votes, more than {limit} ballots")
_COUNTS = T("{what} {votes} 多于{next} {limit}", "{what} {votes}, more than {next} {limit}")
_ANY_STAR = T("标红的星", "red star")
_REASON = T("提请改评须写理由", "a proposal needs its reason")
_OUT = T("{n} 格填得不对", "{n} not valid")
_LEFT = T("还差 {n} 格", "{n} to fill")

_WITH_OWN = T("含本人？", "own vote?")
"""What a row says of a star with as many votes as ballots, where one's own is not among them."""
_COMMA = T("、", ", ")
_REST = T("{ready}；{what} ", "{ready}; {what} ")
_APART_LEFT = T("还差 {n} 格（弃权，没有填 0）", "{n} to fill (abstentions, 0 for none)")
_APART_MORE = T("弃权多于 0，“有无弃权”却选了“无”", "abstentions more than 0, but “Any abstained” says no")

_MOST_NAMED = 12
"""Stars that one formula can name: spreadsheets take 64 levels, and so many characters that fewer may be too many."""

Valid = Mapping[str, Live]
"""Valid ballots by meeting key, under the defined name that points to them."""


def column_named(table: Table, key: str) -> int:
    """Return a column's number by its key, 0 if there is none."""
    return table.numbers.get(key, 0)


_ABSTAINED, _PRESENT, _WITH_OWN_ROWS = ".abstained", ".present", ".own"
_NAMED = {"valid": "", "abstained": _ABSTAINED, "present": _PRESENT}
"""Columns of the meeting sheet that other sheets go by, and what their keys add to the way's meeting key."""


def valid_ballots(pages: tuple[FilledSheet, ...]) -> dict[str, tuple[Live, str]]:
    """Return the valid ballots under a defined name, and the reference of that name; and so if anybody abstained.

    They go by the way's meeting key, with what `_NAMED` adds to it.
    """
    found = {}
    for page in pages:
        if page.sheet.key == MEETING and isinstance(page.sheet, Table):
            for key, name in ((key, name) for key, name in _NAMED.items() if column_named(page.sheet, key)):
                column = column_named(page.sheet, key)
                for row, given in enumerate(page.sheet.rows, page.sheet.first_row):
                    way = str(given["way"])
                    live = Live(f"xlc_{key}_{way.replace('.', '_')}", page.cells[row, column])
                    found[way + name] = (live, page.area((row, column, row, column)).ref)
    return found


def own_rows(pages: tuple[FilledSheet, ...], valid: Valid, lang: Lang) -> dict[str, tuple[Live, str]]:
    """Return whether own rows were counted too, under a defined name, and the formula of that name.

    They were where more of those who voted have as many votes as there are ballots than can have been absent.
    """
    found = {}
    for page in pages:
        table = page.sheet
        if not isinstance(table, Table) or not page.tallies or not column_named(table, "attended"):
            continue
        key, yes = next(iter(page.tallies)).meeting_key, str(YES_NO.show("yes", lang))
        ballots, present = valid[key], valid[key + _PRESENT]
        voted, base = (_rows_of(page, column_named(table, name)) for name in ("attended", "base"))
        votes = [[_rows_of(page, number_) for number_ in numbers] for numbers in page.tallies.values()]
        over = as_many(voted, yes, base, votes, ballots)
        beyond = whether(is_number(present), less(counted(voted, yes), present), number(0))
        live = both(is_number(ballots), exceeds(over, highest((number(0), beyond))))
        found[key + _WITH_OWN_ROWS] = (Live(f"xlc_own_{key.replace('.', '_')}", live.value), live.formula)
    return found


def _rows_of(page: FilledSheet, number_: int) -> Range:
    """Return a column of a table, without what stands below it."""
    assert isinstance(page.sheet, Table)
    return page.area((page.sheet.first_row, number_, page.sheet.last_row, number_))


def label_of(column: Column, lang: Lang) -> str:
    """Return the star, or on a sheet of stars the way, that a column of votes is about."""
    lines = column.title.say(lang).split("\n")
    return lines[-1] if column.mark and column.mark.star else lines[0]


def apart_blank(page: FilledSheet, top: int, bottom: int, valid: Valid, lang: Lang) -> Live:
    """Return how many cells of abstentions are blank in some rows where the meeting's row says that there were any."""
    assert isinstance(page.sheet, Table)
    found = []
    for key, numbers in _apart(page.sheet, valid).items():
        blocks: list[Area] = []
        for number_ in numbers:
            add_beside(blocks, (top, number_, bottom, number_))
        blank = total(unused(page.said(block, page.sheet.columns[block[1] - 1])) for block in blocks)
        found.append(whether(_says(valid, key, "yes", lang), blank, number(0)))
    return total(found)


def _apart(table: Table, valid: Valid) -> dict[str, list[int]]:
    """Return by meeting key the columns of votes apart that are asked for only where there were any.

    That is asked of ways alone of which it is told how many are left; grades stand each in its own column.
    """
    asked = {column.mark.meeting_key for column in table.columns if column.mark and column.rest}
    apart: dict[str, list[int]] = {}
    for number_, column in enumerate(table.columns, 1):
        if (
            column.mark
            and column.mark.grade
            and not column.rest
            and column.mark.meeting_key in asked
            and column.mark.meeting_key + _ABSTAINED in valid
        ):
            apart.setdefault(column.mark.meeting_key, []).append(number_)
    return apart


def _says(valid: Valid, key: str, choice: str, lang: Lang) -> Live:
    return equals(valid[key + _ABSTAINED], str(ABSTAINED.kind.show(choice, lang)))


def _denied(page: FilledSheet, row: int, valid: Valid, lang: Lang) -> Iterator[tuple[list[int], Live, Live]]:
    """Yield the cells of abstentions that hold any although the meeting's row says that there were none."""
    assert isinstance(page.sheet, Table)
    for key, numbers in _apart(page.sheet, valid).items():
        votes = added(page.cell(row, n) for n in numbers)
        yield (
            numbers,
            both(_says(valid, key, "no", lang), exceeds(votes, number(0))),
            text(_APART_MORE.say(lang)),
        )


def _rests(page: FilledSheet, row: int, valid: Valid, ready: Live, lang: Lang) -> Live:
    """Return that a row is ready, with how many valid ballots are left for whoever does not agree, star by star."""
    assert isinstance(page.sheet, Table)
    groups = page.tallies
    stated = {mark: page.sheet.columns[numbers[0] - 1].rest for mark, numbers in groups.items()}
    told = [(mark, rest) for mark, rest in stated.items() if rest]
    if not told or len(told) > _MOST_NAMED:
        return ready
    said = ready
    for rest in dict.fromkeys(rest for _, rest in told):
        marks = [mark for mark, each in told if each == rest]
        parts = [worded(_REST.say(lang), ready=said, what=text(rest.say(lang)))]
        ways = dict.fromkeys(mark.meeting_key for mark in marks)
        limits = {key: _limits_of(page, row, key, valid, lang) for key in ways}
        cells = [[page.cell(row, number_) for number_ in groups[mark]] for mark in marks]
        for n, (mark, own) in enumerate(zip(marks, cells, strict=True)):
            votes, (limit, with_own) = added(own), limits[mark.meeting_key]
            left = whether(exceeds(votes, limit), text(_WITH_OWN.say(lang)), less(with_own, votes))
            parts += [text(_COMMA.say(lang)), left] if n else [left]
        known = both(*(is_number(valid[key]) for key in ways), only_numbers(chain(*cells)))
        said = whether(known, joined(parts), said)
    return said


def _limits_of(page: FilledSheet, row: int, key: str, valid: Valid, lang: Lang) -> tuple[Live, Live]:
    """Return how many valid ballots of a way there are on a row's subject, and how many where own rows were counted."""
    limit, own = limit_of(page, row, valid[key], lang), valid.get(key + _WITH_OWN_ROWS)
    return limit, limit_of(page, row, valid[key], lang, own) if own else limit


def limit_of(page: FilledSheet, row: int, ballots: Live, lang: Lang, with_own: Live | None = None) -> Live:
    """Return how many valid ballots there are on a row's subject: without its own, unless own rows were counted."""
    assert isinstance(page.sheet, Table)
    attended = column_named(page.sheet, "attended")
    most = most_of(page, row, ballots)
    if not attended:
        return most
    voted = equals(page.cell(row, attended), str(YES_NO.show("yes", lang)))
    own = is_number(page.cell(row, column_named(page.sheet, "base")))
    one = whether(with_own, number(0), number(1)) if with_own else number(1)
    return less(most, whether(own, number(0), whether(voted, one, number(0))))


def most_of(page: FilledSheet, row: int, ballots: Live) -> Live:
    """Return how many votes a row's subject can have: with its own, as reading takes them where own rows were counted."""
    assert isinstance(page.sheet, Table)
    known = whether(is_number(ballots), ballots, number(UNLIMITED))
    base = column_named(page.sheet, "base")
    return whether(is_number(own), own, known) if base and (own := page.cell(row, base)) else known


def conflicts_in(
    page: FilledSheet, row: int, valid: Valid, lang: Lang
) -> Iterator[tuple[list[int], Live, Live]]:
    """Yield what must not be in a row: the columns it is about, whether it is so, and how to say it."""
    table = page.sheet
    assert isinstance(table, Table)
    groups = page.tallies
    limits = {key: most_of(page, row, valid[key]) for key in {mark.meeting_key for mark in groups}}
    for mark, numbers in groups.items():
        limit = limits[mark.meeting_key]
        votes = added(page.cell(row, n) for n in numbers)
        what = text(label_of(table.columns[numbers[0] - 1], lang))
        yield numbers, exceeds(votes, limit), worded(_VOTES.say(lang), what=what, votes=votes, limit=limit)
    base = column_named(table, "base")
    for mark in list(groups)[:1] if base else ():
        limit, own = valid[mark.meeting_key], page.cell(row, base)
        what = text(table.columns[base - 1].title.say(lang).split("\n")[0])
        over = both(is_number(limit), is_number(own), exceeds(own, limit))
        yield [base], over, worded(_VOTES.say(lang), what=what, votes=own, limit=limit)
    for lesser, greater in pairwise(BALLOT_CHAIN) if table.key == MEETING else ():
        first, second = column_named(table, lesser), column_named(table, greater)
        left, right = page.cell(row, first), page.cell(row, second)
        what, next_ = (text(table.columns[n - 1].title.say(lang)) for n in (first, second))
        over = both(is_number(left), is_number(right), exceeds(left, right))
        said = worded(_COUNTS.say(lang), what=what, votes=left, next=next_, limit=right)
        yield [first, second], over, said
    yield from _denied(page, row, valid, lang)


def reason_missing(page: FilledSheet, top: int, bottom: int) -> Live:
    """Return the number of rows with a proposal and no reason."""
    assert isinstance(page.sheet, Table)
    proposal, reason = (column_named(page.sheet, key) for key in ("override", "reason"))
    if not proposal or not reason:
        return number(0)
    boxes = ((top, number_, bottom, number_) for number_ in (proposal, reason))
    columns = (page.sheet.columns[number_ - 1] for number_ in (proposal, reason))
    return lacking(*map(page.said, boxes, columns))


def explained(page: FilledSheet, table: Table, lang: Lang) -> Iterator[tuple[Range, str, Range]]:
    """Yield the columns that ask for another one, the words by which they do, and that other column."""
    top, bottom = table.first_row, table.reach
    for number_, column in enumerate(table.columns, 1):
        if column.when:
            asking, value = column_named(table, column.when[0]), column.when[1]
            words = str(table.columns[asking - 1].kind.show(value, lang))
            yield page.area((top, asking, bottom, asking)), words, page.area((top, number_, bottom, number_))


def check_row(page: FilledSheet, row: int, valid: Valid, lang: Lang, *, naming: bool) -> Live:
    """Return what a row says in its check column, naming stars or not."""

    def of_row(box: Area) -> Area:
        return row, box[1], row, box[3]

    wrong = total(misfits(page.near(of_row(box)), column, lang) for box, column in page.kinds)
    table = page.sheet
    assert isinstance(table, Table)
    required = page.required_first if row == table.first_row else page.required_below
    missing = total(blanks(page.near(of_row(box))) for box, _ in required)
    ready = text((READY if required else OPTIONAL).say(lang))
    if required:
        apart = apart_blank(page, row, row, valid, lang)
        ready = _rests(page, row, valid, ready, lang) if naming else ready
        if apart != number(0):
            ready = whether(exceeds(apart, number(0)), worded(_APART_LEFT.say(lang), n=apart), ready)
    said = whether(exceeds(missing, number(0)), worded(_LEFT.say(lang), n=missing), ready)
    unreasoned = reason_missing(page, row, row)
    if unreasoned != number(0):
        said = whether(exceeds(unreasoned, number(0)), text(_REASON.say(lang)), said)
    for over, why in reversed(list(_short(page, row, valid, lang, naming=naming))):
        said = whether(over, why, said)
    return whether(exceeds(wrong, number(0)), worded(_OUT.say(lang), n=wrong), said)


def _short(
    page: FilledSheet, row: int, valid: Valid, lang: Lang, *, naming: bool
) -> Iterator[tuple[Live, Live]]:
    """Yield what must not be in a row, each star by its name if asked, unless there are too many for one formula."""
    groups = page.tallies
    conflicts = list(conflicts_in(page, row, valid, lang))
    if groups and not (naming and len(groups) <= _MOST_NAMED):
        key = next(iter(groups)).meeting_key
        limit = most_of(page, row, valid[key])
        votes = highest(added(page.cell(row, n) for n in numbers) for numbers in groups.values())
        most = text(_ANY_STAR.say(lang))
        yield exceeds(votes, limit), worded(_VOTES.say(lang), what=most, votes=votes, limit=limit)
        conflicts = conflicts[len(groups) :]
    for _, over, why in conflicts:
        yield over, why


def check_rows(page: FilledSheet, valid: Valid, lang: Lang) -> dict[int, Live]:
    """Return what each row of a page says, by row; nothing for a page without a check column.

    Stars are named where there is room for it in the formulas of all rows.
    """
    if not isinstance(page.sheet, Table) or not column_named(page.sheet, CHECK.key):
        return {}
    said = _said_by_rows(page, page.sheet, valid, lang, naming=True)
    if any(units(live.formula) >= LONGEST_FORMULA for live in said.values()):
        said = _said_by_rows(page, page.sheet, valid, lang, naming=False)
    return said


def _said_by_rows(
    page: FilledSheet, table: Table, valid: Valid, lang: Lang, *, naming: bool
) -> dict[int, Live]:
    """Return what each row says, by row: those in which people typed the same say the same, but for their numbers."""
    typed = [n for n, column in enumerate(table.columns, 1) if column.is_input]
    open_page = replace(page, left_open=True)
    told: dict[object, Live] = {}
    said = {}
    for row in range(table.first_row, table.last_row + 1):
        raws = [page.cells[row, n] for n in typed]
        # more may be asked of the first row; and 1 and TRUE are equal, but not the same
        alike = (row == table.first_row, tuple(raws), tuple(map(type, raws)))
        if alike not in told:
            told[alike] = check_row(open_page, row, valid, lang, naming=naming)
        live = told[alike]
        said[row] = Live(live.formula.replace(ROW, str(row)), live.value)
    return said


def with_checks(page: FilledSheet, checks: Mapping[int, Live]) -> FilledSheet:
    """Return a page on which the check column shows what it says now."""
    if not checks:
        return page
    assert isinstance(page.sheet, Table)
    column = column_named(page.sheet, CHECK.key)
    shown: dict[tuple[int, int], Raw] = {(row, column): live.value for row, live in checks.items()}
    return replace(page, cells={**page.cells, **shown})
