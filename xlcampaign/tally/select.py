"""Which of several files of one form counts, sheet by sheet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from operator import attrgetter
from typing import NamedTuple

from xlcampaign.model.identity import FormSheet, Slot
from xlcampaign.model.results import Aside, Differences, Selection, Superseded, Tied
from xlcampaign.model.submission import SheetPart, Submission
from xlcampaign.tally.differences import tell_apart
from xlcampaign.tally.order import came_later, is_newer

_EVER = datetime.min.replace(tzinfo=UTC)


def _claim(submission: Submission) -> tuple[object, ...]:
    """Return by what one of those that say the same is named; it decides nothing that counts."""
    return submission.version or 0, submission.sent or _EVER, submission.saved or _EVER


def _copies(versions: list[Submission]) -> list[list[Submission]]:
    """Return ordered submissions by what they say; of each group the last is the one to name."""
    alike: dict[object, list[Submission]] = defaultdict(list)
    for submission in versions:
        alike[tuple(sorted((key, part.digest) for key, part in submission.parts.items()))].append(submission)
    return list(alike.values())


def select_parts(submissions: Iterable[Submission]) -> Selection:
    """Return which submission's sheet counts: the newest, none where nobody can tell which of several that differ is.

    `is_newer` says what is newer. A sheet replaces another only if something on it was accepted, or if nothing was on
    the other either. The order of the submissions does not matter.
    """
    slots: dict[Slot, list[Submission]] = defaultdict(list)
    for submission in sorted(submissions, key=lambda s: (_claim(s), s.file)):
        slots[submission.identity.slot].append(submission)
    chosen: dict[FormSheet, Submission] = {}
    superseded: list[Superseded] = []
    tied: list[Tied] = []
    copies: list[tuple[str, ...]] = []
    differences: dict[tuple[Slot, str, str], Differences] = {}
    for slot, versions in sorted(slots.items()):
        groups = _copies(versions)
        copies += [tuple(s.file for s in reversed(group)) for group in groups if len(group) > 1]
        kept = [group[-1] for group in groups]
        for key in _sheets(versions):
            best = _newest(versions, key)
            if len(best) > 1:
                tied.append(Tied(slot, key, tuple(sorted(s.file for s in best))))
                pairs = [(best[0], best[1]), *((other, best[0]) for other in best[1:])]
            else:
                chosen[FormSheet(slot, key)] = best[0]
                older = [s for s in kept if _is_set_aside(s, best[0], key)]
                superseded += [
                    Superseded(slot, key, s.file, best[0].file, _why(s, best[0], key)) for s in older
                ]
                pairs = [(s, best[0]) for s in older]
            for one, other in pairs:
                differences[slot, key, one.file] = tell_apart(one.parts[key], other.parts[key])
    return Selection(
        chosen, tuple(sorted(superseded)), tuple(sorted(tied)), tuple(sorted(copies)), differences
    )


def _sheets(submissions: list[Submission]) -> list[str]:
    keys: dict[str, None] = {}
    for submission in submissions:
        keys |= dict.fromkeys(submission.parts)
    return list(keys)


def _is_set_aside(submission: Submission, chosen: Submission, key: str) -> bool:
    """Tell whether something else was filled in on a sheet that does not count."""
    part = submission.parts.get(key)
    return part is not None and part.filled and part.digest != chosen.parts[key].digest


def _why(submission: Submission, chosen: Submission, key: str) -> Aside:
    """Return why a sheet does not count."""
    if chosen.parts[key].stated and not submission.parts[key].stated:
        return Aside.UNACCEPTED
    lower = (submission.version or 0) < (chosen.version or 0)
    return Aside.LATER if lower and came_later(submission, chosen) else Aside.OLDER


def _newest(submissions: list[Submission], key: str) -> list[Submission]:
    """Return the submission whose sheet is newest; several that differ where nobody can tell, by file."""
    having = [s for s in submissions if key in s.parts]
    stated = [s for s in having if s.parts[key].stated]
    alike: dict[str, list[Submission]] = defaultdict(list)
    for submission in stated or [s for s in having if s.parts[key].filled] or having:
        alike[submission.parts[key].digest].append(submission)
    groups = list(alike.values())
    unbeaten = [own for own in groups if not any(_beats(other, own) for other in groups)] or groups
    if len(unbeaten) == 1:  # what it cannot be told from may be older than a third, and yet newer
        unbeaten = [own for own in groups if not _beats(unbeaten[0], own)]
    best = [max(sorted(own, key=attrgetter("file")), key=_claim) for own in unbeaten]
    return sorted(best, key=attrgetter("file"))


def _beats(newer: list[Submission], older: list[Submission]) -> bool:
    """Tell whether everything that says one thing is older than something that says another."""
    return newer is not older and all(any(is_newer(new, old) for new in newer) for old in older)


class Source(NamedTuple):
    """What a sheet says, and the file that says it."""

    file: str
    part: SheetPart


def chosen_parts(selection: Selection) -> Mapping[Slot, Mapping[str, Source]]:
    """Return, by form and sheet key, what counts."""
    forms: dict[Slot, dict[str, Source]] = defaultdict(dict)
    for (slot, key), submission in sorted(selection.chosen.items(), key=lambda item: item[0]):
        forms[slot][key] = Source(submission.file, submission.parts[key])
    return forms
