"""Proposals that were made and never withdrawn: a later version that does not mention one leaves it standing."""

from collections.abc import Iterator, Mapping, Sequence

from xlcampaign.findings.finding import Place
from xlcampaign.layout.proposals import PROPOSALS
from xlcampaign.model.identity import Slot
from xlcampaign.model.submission import LineKey
from xlcampaign.model.versions import Standing
from xlcampaign.tally.lines import Rows, Said
from xlcampaign.tally.order import is_newer


def find_standing(
    slot: Slot, key: str, rows: Rows, best: Mapping[LineKey, Sequence[Said]], picked: Mapping[LineKey, Said]
) -> Iterator[Standing]:
    """Yield what still stands on a sheet beside the rows that count, and what is proposed on rows that are tied.

    Args:
        slot: the form.
        key: the sheet's key.
        rows: what every version says of each subject.
        best: the newest of that.
        picked: what counts.
    """
    for name, own in best.items():
        counts, subject = picked.get(name), name[0] if name else ""
        for what in PROPOSALS if subject and len(rows[name]) > 1 else ():
            versions, silent = own, ""
            if counts is not None:
                is_silent = not counts.is_withdrawn and not _speaks(counts, key, subject, what)
                versions = _before(counts, rows[name], key, (subject, what)) if is_silent else []
                silent = counts.submission.file
            found = (_standing(slot, key, said, subject, what, silent) for said in versions)
            yield from filter(None, found)


def _before(counts: Said, versions: Sequence[Said], key: str, about: tuple[str, str]) -> list[Said]:
    """Return the newest version before the one that counts that speaks of a proposal, unless it was withdrawn since."""
    older = [one for one in versions if is_newer(counts.submission, one.submission)]
    said = [one for one in older if one.is_withdrawn or _speaks(one, key, *about)]
    return [one for one in said[-1:] if not one.is_withdrawn]


def _speaks(said: Said, key: str, subject: str, what: str) -> bool:
    """Tell whether a version proposes something about a subject, or expressly does not."""
    part = said.submission.parts[key]
    return bool(part.texts.get((subject, what))) or (subject, what) in part.declined


def _standing(slot: Slot, key: str, said: Said, subject: str, what: str, silent: str) -> Standing | None:
    """Return what a version proposes in its place; a newer version takes back what was in error, or in words alone."""
    part = said.submission.parts[key]
    text, cell = part.texts.get((subject, what)), part.unread.get((subject, what))
    if not text or (silent and cell):
        return None
    cell = cell or part.columns[what].in_row(said.lines[0].row)
    reason, place = part.texts.get((subject, "reason"), ""), Place(said.submission.file, part.title, (cell,))
    return Standing(slot, subject, what, text, reason, place, silent)
