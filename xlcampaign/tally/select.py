"""Which of several files of one form counts, sheet by sheet and row by row."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from xlcampaign.layout.decisions import DECISIONS_ON
from xlcampaign.layout.meeting import MEETING
from xlcampaign.layout.objections import NAMELESS_ON, RAISED
from xlcampaign.layout.text import squeeze
from xlcampaign.model.entry import RegisterRow
from xlcampaign.model.identity import FormSheet, Slot
from xlcampaign.model.submission import LineKey, SheetPart, Submission
from xlcampaign.model.versions import Ruling, Selection, Source, Standing, Tied
from xlcampaign.tally.lines import Rows, Said, entry_of, narrowed, numbers_of, rows_of
from xlcampaign.tally.misplaced import put_right
from xlcampaign.tally.online import settle_online
from xlcampaign.tally.order import is_newer, is_renumbered
from xlcampaign.tally.rulings import find_rulings, find_tied
from xlcampaign.tally.standing import find_standing

_EVER = datetime.min.replace(tzinfo=UTC)


def _claim(submission: Submission) -> tuple[object, ...]:
    """Return by what one of those that say the same is named; it decides nothing that counts."""
    return submission.version or 0, submission.sent or _EVER, submission.saved or _EVER, submission.file


def newest_of(versions: Sequence[Submission]) -> Submission:
    """Return the version of a form by which the others are best asked about: it stems from those before it."""
    last = [one for one in versions if not any(other.is_from(one) for other in versions if other is not one)]
    return max(last or versions, key=_claim)


def _copies(versions: list[Submission]) -> list[list[Submission]]:
    """Return ordered submissions by what they say; of each group the last is the one to name."""
    alike: dict[object, list[Submission]] = defaultdict(list)
    for submission in versions:
        alike[_digests(submission)].append(submission)
    return list(alike.values())


def _digests(submission: Submission) -> tuple[tuple[str, str], ...]:
    """Return what is equal where two submissions say the same."""
    return tuple(sorted((key, part.digest) for key, part in submission.parts.items()))


def _by_slot(submissions: Iterable[Submission]) -> Mapping[Slot, list[Submission]]:
    """Return submissions by form, in an order that decides nothing that counts."""
    slots: dict[Slot, list[Submission]] = defaultdict(list)
    for submission in sorted(submissions, key=_claim):
        slots[submission.identity.slot].append(submission)
    return slots


def select_parts(submissions: Iterable[Submission]) -> Selection:
    """Return what counts of every sheet: of each row the newest, none where nobody can tell which that is.

    `is_newer` says what is newer. A row replaces another only if something on it was accepted, or if nothing was on
    the other either; a decision that lacks something, or that says no, never replaces one that takes effect, and where
    nobody can tell which is newer, neither counts. A sheet without rows to tell apart is taken as one. No order matters.
    """
    slots = _by_slot(submissions)
    chosen: dict[FormSheet, tuple[Source, ...]] = {}
    later: dict[FormSheet, tuple[Source, ...]] = {}
    loose: dict[FormSheet, tuple[Source, ...]] = {}
    rulings: list[Ruling] = []
    tied: list[Tied] = []
    standing: list[Standing] = []
    copies: list[tuple[str, ...]] = []
    blank: set[tuple[str, str, int]] = set()
    withdrawn = {slot: _withdrawn(versions) for slot, versions in slots.items()}
    void: dict[Slot, frozenset[str]] = {}
    for slot, versions in sorted(slots.items()):
        groups = _copies(versions)
        copies += [tuple(s.file for s in reversed(group)) for group in groups if len(group) > 1]
        kept = [group[-1] for group in groups]
        for key in dict.fromkeys(key for submission in versions for key in submission.parts):
            rows = put_right(rows_of(versions, key), versions, key)
            best = _best_of(rows, withdrawn[slot], at_meetings=_is_of_meetings(versions, key))
            picked = _picked(rows, best)
            entries = _entries(rows, picked, key, numbers_of(rows, slot.stage))
            blank |= set(_blank_rows(rows, picked, key))
            void |= {slot: _void_of(picked)} if key == MEETING else {}
            if sources := _sources(picked, entries, key):
                chosen[FormSheet(slot, key)] = sources
            if key in NAMELESS_ON:
                later[FormSheet(slot, key)] = tuple(_later(rows, best, picked, key))
                loose[FormSheet(slot, key)] = tuple(_loose(kept, key))
            tied += find_tied(slot, key, {name: said for name, said in best.items() if len(said) > 1})
            standing += find_standing(slot, key, rows, best, picked)
            rulings += find_rulings(slot, key, kept, rows, picked, entries)
    settled, paper_too = settle_online(chosen)
    return Selection(
        settled,
        tuple(rulings),
        (*tied, *paper_too),
        tuple(sorted(copies)),
        frozenset(blank),
        withdrawn,
        later,
        loose,
        tuple(standing),
        void,
    )


def _best_of(
    rows: Rows, withdrawn: Mapping[str, Sequence[Submission]], *, at_meetings: bool
) -> Mapping[LineKey, Sequence[Said]]:
    """Return the newest of what was said of each row; of what was said at meetings, where it was stated last."""
    best = {name: _newest(said) for name, said in rows.items()} | _on_paper_too(rows)
    if not at_meetings:
        return best
    voiding = [submission for several in withdrawn.values() for submission in several]
    return {name: [_last_said(one, rows[name], voiding) for one in said] for name, said in best.items()}


def _on_paper_too(rows: Rows) -> dict[LineKey, list[Said]]:
    """Return ballots that were typed into a form and came from a form tool as well: none replaces the other."""
    found = {}
    for name, said in rows.items():
        if len(said) == 1:
            continue
        sides = [
            [one for one in said if one.is_stated and one.submission.online is on] for on in (False, True)
        ]
        if all(sides):
            found[name] = [one for side in sides for one in _newest(side)]
    return found


def _newest(said: Sequence[Said]) -> list[Said]:
    """Return the newest of what was said; several that differ where nobody can tell, by file.

    What comes back on a form that was issued again just as it was filled in there says nothing of its own, unless its
    sender gave it a higher number than that of another copy in which it was changed, or said by it which of several counts.
    """
    if len(said) == 1:
        return list(said)
    own: set[str] = set()
    origins_first = sorted(said, key=lambda one: len(_before(one, said)))
    for one in origins_first:
        counted = _best([other for other in _before(one, said) if other.submission.file in own])
        if [other.digest for other in counted] != [one.digest]:
            own.add(one.submission.file)
    stated = [one for one in said if one.submission.file in own]
    best = _best(stated)
    put_back = [
        one
        for one in said
        if one.submission.file not in own
        and (
            _says_which(one, best, said)
            or all(
                one.digest != other.digest and _is_put_before(one, other.submission, said) for other in best
            )
        )
    ]
    return _best([*stated, *put_back]) if put_back else best


def _says_which(one: Said, best: Sequence[Said], said: Sequence[Said]) -> bool:
    """Tell whether something repeats one of several that nobody can order under a number that its sender typed."""
    is_repeated = len(best) > 1 and any(one.digest == other.digest for other in best)
    return is_repeated and is_renumbered(one.submission, [origin.submission for origin in _before(one, said)])


def _is_put_before(one: Said, other: Submission, said: Sequence[Said]) -> bool:
    """Tell whether what is as it was issued goes before another copy of its form by the number that its sender typed."""
    submission, before = one.submission, [origin.submission for origin in _before(one, said)]
    return (
        is_renumbered(submission, before)
        and other.is_beside(submission)
        and other.version != submission.version
        and bool(is_newer(submission, other))
    )


def _is_of_meetings(versions: Iterable[Submission], key: str) -> bool:
    """Tell whether votes stand on a sheet, or what meetings they belong to."""
    parts = (submission.parts.get(key) for submission in versions)
    return key == MEETING or any(part and (part.marks or part.tallies or part.rejected) for part in parts)


def _last_said(one: Said, said: Sequence[Said], voiding: Sequence[Submission]) -> Said:
    """Return where a row that counts was stated last: it belongs to the meeting that is stated there.

    A form that was issued before votes were declared void, and holds them still, does not state them anew, unless its
    sender gave it a higher number since; nor does one that says nothing but what it came with, unless they were void.
    """
    voided = [void for void in voiding if not is_newer(one.submission, void)]
    again = [
        other
        for other in said
        if other.digest == one.digest
        and other.submission.is_from(one.submission)
        and other.submission.counting == one.submission.counting
        and (voided or _digests(other.submission) != _digests(one.submission))
        and all(other.submission.is_from(void) or _is_put_before(other, void, said) for void in voided)
    ]
    return _last(again) if again else one


def _before(one: Said, said: Sequence[Said]) -> list[Said]:
    """Return what was said by the submissions that a form was filled in from."""
    submission = one.submission
    return [other for other in said if other is not one and submission.is_from(other.submission)]


def _best(said: Sequence[Said]) -> list[Said]:
    """Return the newest of what was said in its own right."""
    stated = [one for one in said if one.is_stated]
    best = _unbeaten(stated or [one for one in said if one.is_filled] or said)
    if any(not _holds(one, stated) for one in best):
        complete = _unbeaten([one for one in stated if _holds(one, stated)])
        is_beaten = (
            complete and complete[0] not in best
        )  # else nobody can tell whether it was overturned since
        if is_beaten and not any(one.is_withdrawn for one in complete):
            return complete
    return best


def _holds(one: Said, stated: Sequence[Said]) -> bool:
    """Tell whether something can overturn what was said before: a decision does that lacks nothing, least of all a document."""
    before = [other for other in stated if other.is_grounded and is_newer(one.submission, other.submission)]
    return one.is_complete and not any(one.turns_bare(other) for other in before and _unbeaten(before))


def _unbeaten(said: Sequence[Said]) -> list[Said]:
    """Return what is older than nothing else that was said; of those that say the same, the one to name."""
    alike: dict[object, list[Said]] = defaultdict(list)
    for one in said:
        alike[one.digest].append(one)
    groups = list(alike.values())
    unbeaten = [own for own in groups if not any(_beats(other, own) for other in groups)] or groups
    if len(unbeaten) == 1:  # what it cannot be told from may be older than a third, and yet newer
        unbeaten = [own for own in groups if not _beats(unbeaten[0], own)]
    return sorted(map(_last, unbeaten), key=lambda one: one.submission.file)


def _last(alike: list[Said]) -> Said:
    """Return which of several that say the same came last, as far as that is known."""
    if len(alike) == 1:
        return alike[0]
    last = [one for one in alike if not any(is_newer(other.submission, one.submission) for other in alike)]
    return (last or alike)[-1]


def _beats(newer: list[Said], older: list[Said]) -> bool:
    """Tell whether everything that says one thing is older than something that says another."""
    return newer is not older and all(any(new.is_newer(old) for new in newer) for old in older)


def _picked(
    rows: Mapping[LineKey, Sequence[Said]], best: Mapping[LineKey, Sequence[Said]]
) -> dict[LineKey, Said]:
    """Return what counts of each row; a row that nobody filled in goes with rows that somebody did."""
    picked = {name: said[0] for name, said in best.items() if len(said) == 1}
    giving = {said.submission.file for said in picked.values() if said.is_filled}
    for name, said in picked.items():
        if not said.is_filled:
            beside = [one for one in rows[name] if one.submission.file in giving]
            picked[name] = beside[-1] if beside else said
    return picked


def _blank_rows(
    rows: Mapping[LineKey, Sequence[Said]], picked: Mapping[LineKey, Said], key: str
) -> Iterator[tuple[str, str, int]]:
    """Yield the rows of which nothing was accepted, while another version's counts."""
    for name, said in picked.items():
        for one in rows[name] if len(rows[name]) > 1 and said.is_stated else ():
            if not one.is_stated:
                title = one.submission.parts[key].title
                yield from ((one.submission.file, title, line.row) for line in one.lines)


def _entries(
    rows: Rows, picked: Mapping[LineKey, Said], key: str, numbers: Mapping[LineKey, str]
) -> dict[LineKey, RegisterRow | None]:
    """Return the entries of a register that take the place of what is written, by row."""
    return {name: _filled_up(said, rows[name], key, numbers.get(name)) for name, said in picked.items()}


def _filled_up(said: Said, versions: Sequence[Said], key: str, number: str | None) -> RegisterRow | None:
    """Return an entry of a register with its number, and with what older versions say where it is blank.

    What was said before it was withdrawn does not come back, nor what came of a matter of which a word says that nothing
    did; a decision does, and is disputed then. None is returned where there is nothing to add.
    """
    if len(versions) == 1 and not number:
        return None
    older = [one for one in versions if is_newer(said.submission, one.submission)]
    entry = entry_of(said, key) if older or number else None
    if entry is None:
        return None
    values = dict(entry.values) | ({"number": number} if number else {})
    given = set() if said.submission.stems_from else set(entry.given)
    kept = {*entry.moot, *entry.unread, *(() if key in DECISIONS_ON else entry.declined)}
    for one in reversed(older):
        if one.is_withdrawn:
            break
        kept.update(
            entry.grounds if said.turns(one) else ()
        )  # what it was decided by before is no ground for the opposite
        before = entry_of(one, key)
        if before is None:
            continue
        for column, value in before.values.items():
            is_blank = column not in values or (column in given and column not in before.given)
            if is_blank and column not in kept:
                values[column] = value
                given.discard(column)
        kept.update(() if key in DECISIONS_ON else before.declined)
    return replace(entry, values=values) if values != entry.values else None


def _sources(
    picked: Mapping[LineKey, Said], entries: Mapping[LineKey, RegisterRow | None], key: str
) -> tuple[Source, ...]:
    """Return what counts of a sheet by submission; what was withdrawn does not."""
    own: dict[str, dict[LineKey, Said]] = defaultdict(dict)
    for name, said in picked.items():
        if not said.is_withdrawn:
            own[said.submission.file][name] = said
    sources = []
    for given in own.values():
        submission = next(iter(given.values())).submission
        filled = {entry.row: entry for name in given if (entry := entries[name])}
        lines = {name: one.lines for name, one in given.items()}
        sources.append(Source(submission, narrowed(submission.parts[key], lines, filled)))
    return tuple(sorted(sources, key=lambda source: _claim(source.submission)))


def _later(
    rows: Rows, best: Mapping[LineKey, Sequence[Said]], picked: Mapping[LineKey, Said], key: str
) -> Iterator[Source]:
    """Yield the rows of decisions that come after one that counts and do not overturn it, and those that are tied.

    Where what counts revokes a decision, it comes with those that do not; then those that revoke none.
    """
    for name, own in best.items():
        counts, revoking = picked.get(name), False
        for one in rows[name] if counts else own:
            is_later = counts is None or (one.is_filled and not is_newer(counts.submission, one.submission))
            if is_later and not (counts and one.digest == counts.digest):
                lines = {line.row for line in one.lines}
                part = one.submission.parts[key]
                entries = tuple(entry for entry in part.entries if entry.row in lines)
                yield Source(one.submission, replace(part, entries=entries))
                revoking |= bool(entries)
        if counts and counts.is_withdrawn and revoking:
            yield _revoking(counts, key)
    yield from _revoking_none(rows, picked, key)


def _revoking_none(rows: Rows, picked: Mapping[LineKey, Said], key: str) -> Iterator[Source]:
    """Yield the rows that revoke no decision though there is one: beside another on the same subject, or in one form."""
    for name, said in picked.items():
        own = {line.row for line in said.lines if line.withdrawn}
        if not own or any(one.is_stated and one.digest != said.digest for one in rows[name]):
            continue
        standing = (
            other
            for of, other in picked.items()
            if of[0] == name[0] and other.is_stated and other.is_complete and not other.is_withdrawn
        )
        if any(not is_newer(other.submission, said.submission) for other in standing):
            yield _revoking(said, key)


def _revoking(said: Said, key: str) -> Source:
    """Return the rows of what is said that revoke a decision."""
    part, rows = said.submission.parts[key], {line.row for line in said.lines if line.withdrawn}
    return Source(said.submission, replace(part, entries=tuple(e for e in part.revoking if e.row in rows)))


def _loose(versions: Sequence[Submission], key: str) -> Iterator[Source]:
    """Yield the rows that are told apart from no others, unless a newer version speaks of the same."""
    having = [submission for submission in versions if key in submission.parts]
    for submission in having:
        newer = [other.parts[key] for other in having if is_newer(other, submission)]
        part = submission.parts[key]
        kept = tuple(row for row in part.loose if not any(_speaks_of(row, other) for other in newer))
        if kept:
            yield Source(submission, replace(part, entries=kept))


def _speaks_of(row: RegisterRow, newer: SheetPart) -> bool:
    """Tell whether a newer version of a sheet speaks of whom a row may be about; of anybody, where it names nobody.

    Of objections there may be several about one subject: it is the same one where the same was raised.
    """
    if raised := squeeze(str(row.values.get(RAISED) or "")):
        return any(
            squeeze(str(other.values.get(RAISED) or "")) == raised for other in (*newer.entries, *newer.loose)
        )
    return newer.filled and (not row.named or any(line.key[0] in row.named for line in newer.lines))


def _withdrawn(versions: Iterable[Submission]) -> Mapping[str, tuple[Submission, ...]]:
    """Return the ways whose votes are withdrawn, and the submissions that do so."""
    found: dict[str, list[Submission]] = defaultdict(list)
    for submission in versions:
        part = submission.parts.get(MEETING)
        for line in part.lines if part else ():
            if line.withdrawn:
                found[line.key[0]].append(submission)
    return {way: tuple(several) for way, several in found.items()}


def _void_of(picked: Mapping[LineKey, Said]) -> frozenset[str]:
    """Return the ways of which it counts that their votes are void, of what counts of a sheet of meetings."""
    return frozenset(name[0] for name, said in picked.items() if said.is_withdrawn)


def chosen_parts(selection: Selection) -> Mapping[Slot, Mapping[str, tuple[Source, ...]]]:
    """Return, by form and sheet key, what counts."""
    forms: dict[Slot, dict[str, tuple[Source, ...]]] = defaultdict(dict)
    for (slot, key), sources in sorted(selection.chosen.items(), key=lambda item: item[0]):
        forms[slot][key] = sources
    return forms


def outline_of(submission: Submission) -> Submission:
    """Return a submission without what has been counted: meetings, and of other sheets what they are known by."""
    return replace(submission, parts={key: _outlined(key, part) for key, part in submission.parts.items()})


def _outlined(key: str, part: SheetPart) -> SheetPart:
    if key == MEETING:
        return part
    return SheetPart(part.title, part.digest, part.filled, part.cells, asked=part.asked, stated=part.stated)


def in_outline(selection: Selection) -> Selection:
    """Return a selection without what has been counted: all that is still looked at are meetings, and which files count."""
    known: dict[str, Submission] = {}

    def outline(submission: Submission) -> Submission:
        if submission.file not in known:
            known[submission.file] = outline_of(submission)
        return known[submission.file]

    chosen = {
        sheet: tuple(Source(outline(one.submission), _outlined(sheet.key, one.part)) for one in sources)
        for sheet, sources in selection.chosen.items()
    }
    withdrawn = {
        slot: {way: tuple(map(outline, several)) for way, several in ways.items()}
        for slot, ways in selection.withdrawn.items()
    }
    return replace(selection, chosen=chosen, withdrawn=withdrawn, later={}, loose={})
