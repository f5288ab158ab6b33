"""The rows of several versions of one sheet: which are the same row, and what is left of a sheet without the others."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from xlcampaign.layout.decisions import DECISIONS_ON
from xlcampaign.layout.registers import pledge_number
from xlcampaign.model.entry import RegisterRow
from xlcampaign.model.registers import Decision
from xlcampaign.model.submission import UNNUMBERED, WHOLE, Line, LineKey, SheetPart, Submission
from xlcampaign.tally.order import is_newer


class Said(NamedTuple):
    """What a submission says of one thing on a sheet: its row; several where a register has more than one on it.

    `about` is whom a decision is about, where another copy of its form has it about somebody else.
    """

    submission: Submission
    lines: tuple[Line, ...]
    about: str = ""

    @property
    def digest(self) -> tuple[str, ...]:
        """What is equal where the same is stated."""
        return tuple(sorted(line.digest for line in self.lines))

    @property
    def is_filled(self) -> bool:
        """Tell whether anything was typed."""
        return any(line.filled for line in self.lines)

    @property
    def is_stated(self) -> bool:
        """Tell whether anything that was typed was accepted."""
        return any(line.stated for line in self.lines)

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether it only says that what was said before no longer holds."""
        return all(line.withdrawn for line in self.lines)

    def is_newer(self, other: "Said") -> bool | None:
        """Tell whether it is newer than what another submission says of the same; None where it cannot be told.

        A decision about somebody else under the same number may be one more as well as a slip put right.
        """
        mine, others = self.submission, other.submission
        is_apart = self.about != other.about and mine.version == others.version
        return None if is_apart and mine.is_from(others) == others.is_from(mine) else is_newer(mine, others)

    @property
    def is_complete(self) -> bool:
        """Tell whether, if it is a decision, it can take effect."""
        return all(line.complete for line in self.lines if not line.withdrawn)

    @property
    def verdict(self) -> str:
        """What came of the matter; empty where that is not said, or several things are."""
        return self.lines[0].verdict if len({line.verdict for line in self.lines}) == 1 else ""

    @property
    def is_grounded(self) -> bool:
        """Tell whether the document is named by which that came of it."""
        return all(line.grounded for line in self.lines)

    def turns(self, other: "Said") -> bool:
        """Tell whether it says that something else came of the matter than another does."""
        return bool(self.verdict and other.verdict) and self.verdict != other.verdict

    def turns_bare(self, other: "Said") -> bool:
        """Tell whether it decides otherwise than another that names its document, and names none; to put off takes none."""
        is_bare = not self.is_grounded and self.verdict != Decision.DEFERRED
        return is_bare and other.is_grounded and self.turns(other)


Rows = Mapping[LineKey, Sequence[Said]]
"""What every version says of each thing on a sheet, from the oldest version to the newest."""


def rows_of(versions: Iterable[Submission], key: str) -> Rows:
    """Return what versions of a sheet say, thing by thing; all of the sheet is one where it has no rows to tell apart.

    Args:
        versions: submissions of one form, from the oldest to the newest as far as that is known.
        key: the sheet's key.
    """
    having = [submission for submission in versions if key in submission.parts]
    numbered: dict[LineKey, LineKey] = {}
    ancestors = {s.file: [one for one in having if one is not s and s.is_from(one)] for s in having}
    for submission in sorted(
        having, key=lambda s: len(ancestors[s.file])
    ):  # whatever it was filled in from comes first
        before = ancestors[submission.file]
        numbers = numbers_of(_rows(before, key, numbered), submission.identity.stage) if before else {}
        own = {line.key for line in submission.parts[key].lines}
        numbered |= {name: (number,) for name, number in numbers.items() if (number,) in own}
    return _rows(having, key, numbered)


def _rows(having: Sequence[Submission], key: str, numbered: Mapping[LineKey, LineKey]) -> Rows:
    """Return what versions say, by names of which some are known: numbers that were given since."""
    lines = {s.file: s.parts[key].lines for s in having}
    if not any(lines.values()):
        return {WHOLE: [Said(s, (whole_line(s.parts[key]),)) for s in having]}
    found: dict[LineKey, list[Said]] = defaultdict(list)
    names = _Names(lines.values(), numbered, by_contents=key not in DECISIONS_ON)
    for submission in having:
        own: dict[LineKey, list[Line]] = defaultdict(list)
        beside = {line.key for line in lines[submission.file]}
        for line in lines[submission.file]:
            own[names.of(line, beside)].append(line)
        for name, several in own.items():
            found[name].append(Said(submission, tuple(several)))
    return {
        name: [_settled(one, said) for one in said] if len(said) > 1 else said for name, said in found.items()
    }


def _settled(one: Said, others: Iterable[Said]) -> Said:
    """Return what a version says of one thing; a row that withdraws it goes before a row that only repeats what was said."""
    if one.is_withdrawn or not any(line.withdrawn for line in one.lines):
        return one
    before = {line.digest for other in others if other is not one for line in other.lines}
    rows = tuple(line for line in one.lines if line.withdrawn or line.digest not in before)
    return Said(one.submission, rows)


def whole_line(part: SheetPart) -> Line:
    """Return a sheet that is replaced as a whole as if it were one row."""
    return Line(WHOLE, 0, part.digest, part.filled, part.stated, accepted=part.cells.accepted)


class _Names:
    """What the same entry is known by in all versions.

    One without a number has that under which it came back, where its form was issued again with it. Where a version has
    two that nothing tells apart but their contents, these do; rows that decide on the same thing are one, however many.
    What lacks its number, or what else tells it apart, is known by the rest if there is only one in the other versions
    that it can be.
    """

    def __init__(
        self, lines: Iterable[Sequence[Line]], numbered: Mapping[LineKey, LineKey], *, by_contents: bool
    ) -> None:
        self._numbered = numbered
        stated = [[line for line in own if not line.withdrawn] for own in lines]
        counts = (Counter(line.key for line in own) for own in (stated if by_contents else ()))
        self._several = {key for own in counts for key, n in own.items() if n > 1 and _is_apart(key)}
        self._by_words: dict[LineKey, set[LineKey]] = defaultdict(set)
        self._saying: dict[tuple[int, str], set[LineKey]] = defaultdict(set)
        # in a version that has no other beside it, an entry can be nothing else
        for line in (line for own in stated for line in own if len(stated) > 1):
            words = line.words or line.key
            self._by_words[words].add(line.key)
            for part in enumerate(words):
                self._saying[part].add(words)

    def of(self, line: Line, beside: set[LineKey]) -> LineKey:
        """Return what a row is known by in all versions; `beside` are the keys of the rows of its own version."""
        key = line.key
        if key in self._numbered:
            return self._numbered[key]
        if key in self._several and not line.withdrawn:
            return (*key, line.digest)
        told = key[1:]
        unsaid = _is_unnumbered(key) and "" in told and not line.withdrawn
        if len(key) == 1 or unsaid or not self._by_words:
            return key
        parts = (self._saying.get(part, set()) for part in enumerate(key) if part[1])
        listed = min(parts, key=len, default=self._by_words.keys())
        others = {one for words in listed if _may_be(key, words) for one in self._by_words[words]}
        others -= beside
        return others.pop() if len(others) == 1 else key


def _may_be(key: LineKey, words: LineKey) -> bool:
    """Tell whether an entry is known by some words, as far as it has them."""
    return len(key) == len(words) and all(not own or own == one for own, one in zip(key, words, strict=True))


def _is_apart(key: LineKey) -> bool:
    """Tell whether an entry that has no number of its own is told apart by more than what it is about."""
    return len(key) > 1 and not _is_unnumbered(key)


def _is_unnumbered(key: LineKey) -> bool:
    """Tell whether an entry could have a number and has none."""
    return key[:1] == (UNNUMBERED,)


def numbers_of(rows: Rows, stage: int) -> Mapping[LineKey, str]:
    """Return the numbers that entries without one get, in the order in which they were first sent."""
    taken = {key[0] for key in rows if len(key) == 1}
    numbers: dict[LineKey, str] = {}
    for key in rows:
        if _is_unnumbered(key):
            count = 1
            while (number := pledge_number(stage, key[1], count)) in taken:
                count += 1
            numbers[key] = number
            taken.add(number)
    return numbers


def is_worded(name: LineKey, said: Said) -> bool:
    """Tell whether something is known by its words alone, so that other words may be another entry."""
    return _is_unnumbered(name) or any(len(name) > len(line.key) for line in said.lines)


def entry_of(said: Said, sheet: str) -> RegisterRow | None:
    """Return the one entry of a register that something said is; None where it is none, or several."""
    rows = {line.row for line in said.lines}
    entries = [entry for entry in said.submission.parts[sheet].entries if entry.row in rows]
    return entries[0] if len(entries) == 1 == len(said.lines) else None


def narrowed(
    part: SheetPart, lines: Mapping[LineKey, Sequence[Line]], entries: Mapping[int, RegisterRow] | None = None
) -> SheetPart:
    """Return what is left of a sheet if it had some of its rows only.

    Args:
        part: the sheet.
        lines: the rows that are left, by what they are known by in all versions.
        entries: by Excel row, entries that take the place of what is written there.
    """
    kept = [line for several in lines.values() for line in several]
    if WHOLE in lines or len(kept) == len(part.lines):
        return replace(part, entries=tuple((entries or {}).get(e.row, e) for e in part.entries))
    order = {line.row: n for n, own in enumerate(lines.values()) for line in own}
    names = {name: row for name, row in part.rows.items() if row in order}
    listed = sorted((e for e in part.entries if e.row in order), key=lambda e: (order[e.row], e.row))
    return replace(
        part,
        filled=any(line.filled for line in kept),
        stated=any(line.stated for line in kept),
        written=sum(line.written for line in kept),
        marks={key: counts for key, counts in part.marks.items() if part.line_of(key) in names},
        tallies={key: tally for key, tally in part.tallies.items() if part.line_of(key) in names},
        bases={subject: base for subject, base in part.bases.items() if subject in names},
        attended={subject: voted for subject, voted in part.attended.items() if subject in names},
        meetings={way: meeting for way, meeting in part.meetings.items() if way in names},
        texts={
            (subject, what): text
            for (subject, what), text in part.texts.items()
            if (what.partition(".")[2] if part.subject else subject) in names
            or ((subject, what) in part.unread and subject not in part.rows)
        },
        rejected=frozenset(key for key in part.rejected if part.line_of(key) in names),
        rows=names,
        entries=tuple((entries or {}).get(e.row, e) for e in listed),
        lines=tuple(kept),
    )
