"""What whole ballots show; looked at while reading, kept only as findings about a sheet."""

from collections import Counter
from collections.abc import Iterator

from xlcampaign.findings.catalogue import ballot_rules as b
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.sheet import Book, RowKind, Table
from xlcampaign.model.ballots import Ballot, SetAside, ballots_of, set_aside
from xlcampaign.model.plan import Campaign
from xlcampaign.model.submission import Draft

FEWEST = 4
"""Below this many ballots, equal ones say nothing."""


def check_ballots(draft: Draft, book: Book) -> Iterator[Finding]:
    """Yield what the ballots of each sheet show together, never which ballot or whose."""
    for sheet in book.sheets:
        drafted = draft.sheets.get(sheet.key)
        if drafted is None or not isinstance(sheet, Table) or sheet.row_kind is not RowKind.BALLOT:
            continue
        keys = [c.key for c in sheet.columns if c.mark is not None and c.key in drafted.letters]
        ballots = ballots_of(drafted, keys)
        place = Place(draft.file, drafted.title)
        selves = sum(ballot.is_self_vote for ballot in ballots)
        if selves:
            yield b.SELF_VOTE.at(place, found=selves)
        if any(column.key == "voter" for column in sheet.columns):
            everyone = len({row["code"] for row in sheet.rows})
            full = sum(len(ballot.contents) == everyone and not ballot.voters for ballot in ballots)
            if full and everyone > 1:
                yield b.ALL_RATED.at(place, found=full)
        several = sum(len(ballot.voters) > 1 for ballot in ballots)
        if several:
            yield b.SEVERAL_VOTERS.at(place, found=several)
        yield from _alike(ballots, place, book.plan.campaign if book.plan else None)


def _alike(ballots: list[Ballot], place: Place, campaign: Campaign | None) -> Iterator[Finding]:
    """Yield how many ballots are identical or uniform, and how many of them the plan does not count."""
    total = len(ballots)
    aside = set_aside(ballots, campaign) if campaign else SetAside(frozenset(), frozenset())
    if aside.repeated:
        yield b.IDENTICAL_ASIDE.at(place, found=len(aside.repeated), total=total)
    if aside.uniform:
        yield b.UNIFORM_ASIDE.at(place, found=len(aside.uniform), total=total)
    if total < FEWEST:
        return
    alike = Counter(ballot.contents for ballot in ballots).most_common(1)[0][1]
    if 2 * alike >= total:
        yield b.IDENTICAL.at(place, found=alike, total=total)
    uniform = sum(ballot.is_uniform for ballot in ballots)
    if uniform and not aside.uniform:
        yield b.UNIFORM.at(place, found=uniform, total=total)
