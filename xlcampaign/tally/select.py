"""Which of several files of one form counts, sheet by sheet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from xlcampaign.model.identity import FormSheet, Slot
from xlcampaign.model.results import Differences, Selection, Superseded, Tied
from xlcampaign.model.submission import SheetPart, Submission
from xlcampaign.tally.differences import tell_apart


def _contents(submission: Submission) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((key, part.digest) for key, part in submission.parts.items()))


def _without_copies(submissions: list[Submission]) -> tuple[list[Submission], list[tuple[str, ...]]]:
    """Keep one of the files that say the same with the same claim to be newest; name them together."""
    alike: dict[object, list[Submission]] = defaultdict(list)
    for submission in sorted(submissions, key=lambda s: (s.order, s.file)):
        alike[_contents(submission)].append(submission)
    kept = [group[-1] for group in alike.values()]
    copies = [tuple(s.file for s in reversed(group)) for group in alike.values() if len(group) > 1]
    return kept, copies


def select_parts(submissions: Iterable[Submission]) -> Selection:
    """Return which submission's sheet counts: the newest filled one, none on a tie of different contents.

    Newer is the higher submission number, then the later time of sending (Submission.order says why it is one
    time for mails and files); an empty sheet never replaces a filled one; a newer sheet with rejected cells still
    supersedes. The order of the submissions does not matter.
    """
    slots: dict[Slot, list[Submission]] = defaultdict(list)
    for submission in submissions:
        slots[submission.identity.slot].append(submission)
    chosen: dict[FormSheet, Submission] = {}
    superseded: list[Superseded] = []
    tied: list[Tied] = []
    copies: list[tuple[str, ...]] = []
    differences: dict[tuple[Slot, str, str], Differences] = {}
    for slot, versions in sorted(slots.items()):
        kept, same = _without_copies(versions)
        copies += same
        for key in _sheets(kept):
            best, others = _newest(kept, key)
            if len(best) > 1:
                tied.append(Tied(slot, key, tuple(sorted(s.file for s in best))))
                pairs = [(best[0], best[1]), *((other, best[0]) for other in best[1:])]
            else:
                chosen[FormSheet(slot, key)] = best[0]
                superseded += [Superseded(slot, key, old.file, best[0].file) for old in others]
                pairs = [(old, best[0]) for old in others]
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


def _newest(submissions: list[Submission], key: str) -> tuple[list[Submission], list[Submission]]:
    """Return the submissions whose sheet is newest, one of each content, and the older ones that differ."""
    having = [s for s in submissions if key in s.parts]
    filled = [s for s in having if s.parts[key].filled] or having
    top = max(s.order for s in filled)
    best: dict[str, Submission] = {}
    for submission in sorted((s for s in filled if s.order == top), key=lambda s: s.file):
        best.setdefault(submission.parts[key].digest, submission)
    digests = set(best)
    older = [s for s in filled if s.order != top and s.parts[key].digest not in digests]
    return list(best.values()), older


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
