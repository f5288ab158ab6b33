"""What is to be said where several versions of a sheet meet: which rows count, which do not, and why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import NamedTuple

from xlcampaign.address import FIRST, Address
from xlcampaign.findings.finding import Place
from xlcampaign.layout.decisions import DECIDED, DECISIONS_ON, DOCUMENT, verdict_on
from xlcampaign.layout.meeting import MEETING
from xlcampaign.layout.negations import Negation
from xlcampaign.model.entry import RegisterRow
from xlcampaign.model.identity import Slot
from xlcampaign.model.plan import SubjectKind, meeting_key
from xlcampaign.model.registers import Revoked
from xlcampaign.model.submission import WHOLE, Line, LineKey, SheetPart, Submission
from xlcampaign.model.versions import NONE_DIFFER, Difference, Differences, Ruling, Side, Tied, Why
from xlcampaign.tally.differences import differing, listed, tell_apart, tell_refused
from xlcampaign.tally.lines import Rows, Said, entry_of, is_worded, narrowed
from xlcampaign.tally.order import came_later, is_newer

_DIFFER = {
    Why.OLDER,
    Why.LATER,
    Why.UNTOUCHED,
    Why.PUT_BACK,
    Why.PUT_RIGHT,
    Why.REPLACED,
    Why.UNACCEPTED,
    Why.INCOMPLETE,
}
"""Rulings that say where the two files differ."""

_HALF = 0.5
"""How alike a text is at least that was only corrected."""


class _Case(NamedTuple):
    """What becomes of one row of a submission beside another's; `said` is what the two say, where they differ.

    `withdrawing` are the rows that withdraw what nobody said.
    """

    why: Why
    submission: Submission
    counts: Submission | None
    said: tuple[Said, Said] | None = None
    blanks: tuple[Difference, ...] = ()
    withdrawing: tuple[Line, ...] = ()


def find_rulings(
    slot: Slot,
    key: str,
    versions: Sequence[Submission],
    rows: Rows,
    picked: Mapping[LineKey, Said],
    entries: Mapping[LineKey, RegisterRow | None],
) -> Iterator[Ruling]:
    """Yield what becomes of the rows of a sheet: one ruling for each pair of files and reason.

    Args:
        slot: the form.
        key: the sheet's key.
        versions: the submissions that are no copies of another, from the oldest to the newest.
        rows: what every version says of each row.
        picked: what counts of each row.
        entries: of registers, the rows that were filled up from older versions.
    """
    having = [submission for submission in versions if key in submission.parts]
    found: dict[tuple[str, str, Why], list[tuple[LineKey, _Case]]] = defaultdict(list)
    for name, said in picked.items():
        if having == [said.submission] and len(rows[name]) == 1 and not _withdraws(said):
            continue  # nobody else said anything
        for case in _cases(name, said, rows[name], having, key):
            pair = case.submission.file, case.counts.file if case.counts else "", case.why
            found[pair].append((name, case))
    yield from _unaccepted(
        slot, key, having, picked, {file for file, _, why in found if why is Why.UNACCEPTED}
    )
    for (file, counts, why), cases in sorted(found.items()):
        names = tuple(name for name, _ in cases if name != WHOLE)
        blanks = [blank for _, case in cases for blank in case.blanks]
        differences = listed(blanks) if blanks else NONE_DIFFER
        if why in _DIFFER:
            pairs = {name: case.said for name, case in cases if case.said}
            filled = {entry.row: entry for name in pairs if (entry := entries[name])}
            one, counting = (
                narrowed(_part(of, key), {name: pair[n].lines for name, pair in pairs.items()}, own)
                for (n, of), own in zip(enumerate(next(iter(pairs.values()))), ({}, filled), strict=True)
            )
            is_kept = why is not Why.UNTOUCHED and _keeps(cases[0][1])
            differences = tell_apart(counting, one) if is_kept else tell_apart(one, counting)
        place, kept, lost = Place(file), None, [line for _, case in cases for line in case.withdrawing]
        if lost:
            title = cases[0][1].submission.parts[key].title
            place = Place(file, title, tuple(sorted(line.withdrawn for line in lost if line.withdrawn)))
        elif why is Why.BLANK and key in DECISIONS_ON:
            place, kept = _left_out(cases[0][1].submission, [picked[name] for name in names], key)
        cells, by = sum(line.lost for line in lost), _revoking(picked, names)
        yield Ruling(slot, key, place, counts, why, names, differences, cells, by, kept, _revoked(cases, key))


def _unaccepted(
    slot: Slot, key: str, having: Sequence[Submission], picked: Mapping[LineKey, Said], said: set[str]
) -> Iterator[Ruling]:
    """Yield the sheets of which nothing was accepted though something was typed: whose rows they are nobody can tell."""
    stating = {one.submission.file for one in picked.values() if one.is_stated}
    counting = [submission for submission in having if submission.file in stating]
    for submission in having if counting else ():
        part = submission.parts[key]
        mended = any(other.is_from(submission) for other in counting)
        if part.filled and not part.stated and submission.file not in said and not mended:
            counts = counting[-1]
            pair = part, counts.parts[key]
            differences = tell_refused(*(reversed(pair) if is_newer(submission, counts) else pair))
            place = Place(submission.file)
            yield Ruling(slot, key, place, counts.file, Why.UNACCEPTED, differences=differences)


def _left_out(newer: Submission, decisions: Sequence[Said], key: str) -> tuple[Place, Place]:
    """Return the cells of decisions in which a newer version says nothing, and those of the version in which they stand.

    Where something else stands in their rows by now, that is the sheet.
    """
    standing = decisions[0].submission
    rows = sorted({line.row for said in decisions for line in said.lines})
    taken = {line.row for line in newer.parts[key].lines if line.filled}
    left = [row for row in rows if row not in taken]
    return _in_rows(newer, left, key), _in_rows(standing, rows, key)


def _in_rows(submission: Submission, rows: Iterable[int], key: str) -> Place:
    """Return the cells of some rows that say whom they are about."""
    part = submission.parts[key]
    about = part.columns.get("subject", FIRST)
    return Place(submission.file, part.title, tuple(about.in_row(row) for row in rows))


def _keeps(case: _Case) -> bool:
    """Tell whether what counts is older than what does not."""
    return case.counts is not None and bool(is_newer(case.submission, case.counts))


def _revoking(picked: Mapping[LineKey, Said], names: Sequence[LineKey]) -> tuple[str, ...]:
    """Return the documents by which decisions are revoked."""
    found = (line.by for name in names for line in picked[name].lines if line.withdrawn and line.by)
    return tuple(dict.fromkeys(found))


def _revoked(cases: Sequence[tuple[LineKey, _Case]], key: str) -> tuple[Revoked, ...]:
    """Return the decisions with documents that rows take back, each with what it is taken back by."""
    found = []
    for _, case in cases if key in DECISIONS_ON else ():
        if case.why is not Why.WITHDRAWN or case.said is None:
            continue
        before, said = case.said
        by = next((line.by for line in said.lines if line.by), "")
        taken = {line.row for line in before.lines if line.complete}
        for entry in before.submission.parts[key].entries:
            if entry.row in taken and (document := entry.values.get(DOCUMENT)):
                what = next((str(entry.values[column]) for column in DECIDED if column in entry.values), "")
                found.append(Revoked(entry.subject, DECISIONS_ON[key], what, str(document), by))
    return tuple(found)


def _withdraws(said: Said) -> bool:
    """Tell whether any of the rows withdraws something, whatever the others say."""
    return any(line.withdrawn for line in said.lines)


def _part(said: Said, key: str) -> SheetPart:
    return said.submission.parts[key]


def _cases(
    name: LineKey, said: Said, rows: Sequence[Said], having: Sequence[Submission], key: str
) -> Iterator[_Case]:
    """Yield what becomes of one row in all versions, beside what counts of it."""
    chosen, files = said.submission, {submission.file for submission in having}
    others = [one for one in rows if one.submission.file in files and one.digest != said.digest]
    stated = [one for one in others if one.is_stated]
    if said.is_withdrawn:
        yield from _withdrawing(said, [one for one in stated if not one.is_withdrawn], rows)
        return
    if _withdraws(said) and not stated:
        yield _nothing(said)
    anew = [one for one in others if _is_said_anew(one, said)]
    for one in anew:
        yield _Case(Why.WITHDRAWN, chosen, one.submission, (one, said))
    others = [one for one in others if one not in anew]
    stated = [one for one in stated if one not in anew]
    again = [one for one in stated if one.is_withdrawn and is_newer(chosen, one.submission)]
    if again and any(
        is_newer(again[-1].submission, one.submission) for one in rows if one.digest == said.digest
    ):
        yield _Case(Why.RESTATED, chosen, again[-1].submission)
    for one in others:
        why = _why(one, said, rows, key)
        if one.is_filled and not (why is Why.INCOMPLETE and _is_refusal(one, key)):
            yield _Case(why, one.submission, chosen, (one, said))
    if said.is_stated:
        yield from _left_blank(name, said, rows, having, key)
        yield from _blanked(said, [one for one in stated if is_newer(chosen, one.submission)], key)


def _withdrawing(said: Said, before: Sequence[Said], rows: Sequence[Said]) -> Iterator[_Case]:
    """Yield what becomes of what was said of something that is withdrawn; another copy may be as it was issued."""
    chosen = said.submission
    for one in before:
        if _is_older(one, said, rows):
            yield _Case(Why.WITHDRAWN, chosen, one.submission, (one, said))
        else:
            yield _Case(Why.UNTOUCHED, one.submission, chosen, (one, said))
    if not before:
        yield _nothing(said)


def _is_said_anew(one: Said, said: Said) -> bool:
    """Tell whether a version withdraws what another said, and says something else of the same thing beside it."""
    is_anew = _withdraws(said) and bool(is_newer(said.submission, one.submission))
    return is_anew and one.is_stated and not _withdraws(one)


def _nothing(said: Said) -> _Case:
    """Return that rows withdraw what nobody said."""
    withdrawing = tuple(line for line in said.lines if line.withdrawn)
    why = Why.LOST if any(line.lost for line in withdrawing) else Why.NOTHING
    return _Case(why, said.submission, None, withdrawing=withdrawing)


def _why(one: Said, said: Said, rows: Sequence[Said], key: str) -> Why:
    """Return why a filled row does not count beside one that does."""
    submission, chosen = one.submission, said.submission
    about = key in DECISIONS_ON and _subjects(one) != _subjects(said)
    if chosen.is_from(submission):  # whatever times say: it was filled in with this one
        return Why.PUT_RIGHT if about else Why.OLDER
    if said.is_stated and not one.is_stated:
        return Why.UNACCEPTED
    lacks = not one.is_complete or one.turns_bare(said)
    if said.is_complete and lacks and not is_newer(chosen, submission):
        return Why.INCOMPLETE
    if _is_other(entry_of(one, key), entry_of(said, key)):
        return Why.REPLACED
    return _why_older(one, said, rows, key) if _is_older(one, said, rows) else Why.UNTOUCHED


def _is_older(one: Said, said: Said, rows: Sequence[Said]) -> bool:
    """Tell whether a row is older than what counts, or than another that says the same: else it is as it was issued."""
    alike = (row for row in rows if row.digest == said.digest)
    return any(is_newer(row.submission, one.submission) for row in alike)


def _why_older(one: Said, said: Said, rows: Sequence[Said], key: str) -> Why:
    """Return why a row that was accepted does not count beside one of a newer submission that does not stem from it."""
    submission, chosen = one.submission, said.submission
    mine, others = submission.version, chosen.version
    lower = mine is not None and others is not None and mine < others
    if lower and came_later(submission, chosen):
        return Why.LATER
    if _is_put_back(one, said, rows, key):
        return Why.PUT_BACK
    return Why.PUT_RIGHT if key in DECISIONS_ON and _subjects(one) != _subjects(said) else Why.OLDER


def _subjects(said: Said) -> set[LineKey]:
    """Return whom the rows of a decision are about."""
    return {line.key[:1] for line in said.lines}


def _is_put_back(one: Said, said: Said, rows: Sequence[Said], key: str) -> bool:
    """Tell whether what counts is as its form came with it where another copy of that form changed it.

    What is blank, and what was withdrawn, is said to be.
    """
    chosen, submission = said.submission, one.submission
    if one.is_withdrawn:
        return False
    issued = [row for row in rows if chosen.is_from(row.submission) and submission.is_from(row.submission)]
    if any(row.digest == said.digest for row in issued):
        return True
    changed = [_cells_differing(row, said, key) for row in issued]
    stated = _cells_differing(one, said, key)
    return any(stated - own for own in changed)


def _cells_differing(before: Said, said: Said, key: str) -> set[tuple[Address | None, str]]:
    """Return the filled cells of what something says that say something else than a version before."""
    one, other = (narrowed(_part(of, key), {of.lines[0].key: of.lines}) for of in (before, said))
    return {(cell.cell, cell.column) for cell in differing(one, other) if cell.new is not None}


def _is_refusal(one: Said, key: str) -> bool:
    """Tell whether a row is a decision against something: complete in its way, and said where decisions are."""
    entry = entry_of(one, key)
    return entry is not None and verdict_on(entry.values) is Negation.REFUSAL


def _is_other(one: RegisterRow | None, other: RegisterRow | None) -> bool:
    """Tell whether an entry has another text altogether than one of the same number."""
    if one is None or other is None:
        return False
    mine, others = (str(entry.values.get("text", "")) for entry in (one, other))
    return bool(mine and others) and SequenceMatcher(a=mine, b=others).ratio() < _HALF


def _left_blank(
    name: LineKey, said: Said, rows: Sequence[Said], having: Sequence[Submission], key: str
) -> Iterator[_Case]:
    """Yield that the newest version does not have a row that counts."""
    filled = {one.submission.file for one in rows if one.is_filled}
    newer = [s for s in having if s.file not in filled and is_newer(s, said.submission)]
    if newer:
        last = newer[-1]
        is_there = any(line.key == name for line in last.parts[key].lines)
        is_filled_in = is_there and last.counting == said.submission.counting  # else votes are left out
        was_given = last.is_from(said.submission) and (is_filled_in or entry_of(said, key) is not None)
        if key in DECISIONS_ON:
            reworded = any(
                line.filled and (line.key[0] == name[0] or last.is_beside(said.submission))
                for line in last.parts[key].lines
            )
        else:
            reworded = is_worded(name, said) and bool(last.parts[key].stated)
        why = Why.REWORDED if reworded else Why.GONE if was_given else Why.BLANK
        yield _Case(why, last, said.submission)


def _blanked(said: Said, older: Sequence[Said], key: str) -> Iterator[_Case]:
    """Yield which cells of a row were filled in the version before and are blank now.

    What could not be read is not blank; in an entry of a register what stood there before still holds, which is said.
    """
    if not older or older[-1].is_withdrawn:
        return
    before = older[-1]
    one, other = (narrowed(_part(of, key), {of.lines[0].key: of.lines}) for of in (before, said))
    entry = entry_of(said, key)
    declined = entry.declined if entry else {}
    moot = (*entry.moot, *(() if key in DECISIONS_ON else declined)) if entry else ()
    given = entry.given if entry and not said.submission.stems_from else ()
    moot += entry.grounds if entry and said.turns(before) else ()
    idle = _not_asked(said.submission, other, key)
    if entry and not entry.row:
        yield from _emptied(said, older, entry, key)
    blanks = tuple(
        replace(cell, new=declined[cell.column], is_bad=True) if cell.column in declined else cell
        for cell in differing(one, other)
        if cell.old is not None
        and (cell.new is None or cell.column in given)
        and cell.column in other.columns
        and not (cell.is_bad and (entry is None or cell.column in entry.unread))
        and cell.column not in moot
        and cell.cell not in idle
    )
    if blanks:
        yield _Case(Why.FILLED if entry else Why.EMPTIED, said.submission, before.submission, blanks=blanks)


def _emptied(said: Said, older: Sequence[Said], entry: RegisterRow, key: str) -> Iterator[_Case]:
    """Yield which cells a word for nothing empties on a sheet with an item a row, beside the version that last filled them."""
    for before in reversed(older):
        if before.is_withdrawn:
            return
        cells = differing(_part(before, key), _part(said, key))
        emptied = tuple(
            replace(cell, new=entry.declined[cell.column], is_bad=True)
            for cell in cells
            if cell.column in entry.declined and cell.old is not None and not cell.is_bad
        )
        if emptied:
            yield _Case(Why.EMPTIED, said.submission, before.submission, blanks=emptied)
            return


def _not_asked(submission: Submission, part: SheetPart, key: str) -> set[Address]:
    """Return the blank cells beside votes on ways in which nobody abstained, as the same form says: they stay blank."""
    stated = submission.parts.get(MEETING)
    meetings = stated.meetings if stated else {}
    nobody = {way for way, meeting in meetings.items() if meeting.abstained is False}
    kind = next((kind for kind in SubjectKind if key.startswith(kind)), None)
    return {
        at.in_row(part.rows[part.line_of(about)])
        for about, tally in part.tallies.items()
        if kind and meeting_key(kind, about[2]) in nobody and tally.total
        for votes, at in zip(tally.votes.values(), tally.columns, strict=True)
        if votes is None
    }


def find_tied(slot: Slot, key: str, tied: Mapping[LineKey, Sequence[Said]]) -> Iterator[Tied]:
    """Yield the rows of a sheet of which nobody can tell which version is newest, those of the same files together."""
    found: dict[tuple[str, ...], list[LineKey]] = defaultdict(list)
    for name, said in tied.items():
        found[tuple(one.submission.file for one in said)].append(name)
    for files, names in sorted(found.items()):
        lines = [{name: tied[name][n].lines for name in names} for n in range(len(files))]
        parts = [narrowed(_part(tied[names[0]][n], key), own) for n, own in enumerate(lines)]
        pairs = [(parts[0], parts[1]), *((other, parts[0]) for other in parts[1:])]
        sides = (
            _side(file, part, own, tell_apart(*pair))
            for file, part, own, pair in zip(files, parts, lines, pairs, strict=True)
        )
        paper_too = len({one.submission.online for one in tied[names[0]]}) > 1
        yield Tied(slot, key, tuple(name for name in names if name != WHOLE), tuple(sides), paper_too)


def _side(
    file: str, part: SheetPart, lines: Mapping[LineKey, Sequence[Line]], differences: Differences
) -> Side:
    several = [line for own in lines.values() for line in own]
    cells = tuple(Address(line.row, 1) for line in several if line.row)
    return Side(Place(file, part.title, cells), sum(line.accepted for line in several), differences)
