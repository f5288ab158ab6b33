"""What whole ballots show; looked at while reading, kept only as findings about a sheet."""

from collections.abc import Iterator

from xlcampaign.findings.catalogue import ballot_rules as b
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.sheet import Book, RowKind, Table
from xlcampaign.model.ballots import FEWEST, ballots_of, likeness_of
from xlcampaign.model.submission import Draft


def check_ballots(draft: Draft, book: Book) -> Iterator[Finding]:
    """Yield what the ballots of each sheet show together, never which ballot or whose."""
    for sheet in book.sheets:
        drafted = draft.sheets.get(sheet.key)
        if drafted is None or not isinstance(sheet, Table) or sheet.row_kind is not RowKind.BALLOT:
            continue
        keys = [c.key for c in sheet.columns if c.mark is not None and c.key in drafted.letters]
        ballots = ballots_of(drafted.records, keys)
        place = Place(draft.file, drafted.title)
        selves = sum(ballot.self_vote for ballot in ballots)
        if selves:
            yield b.SELF_VOTE.at(place, found=selves)
        if sheet.has_voters:
            everyone = len({row["code"] for row in sheet.rows})
            full = sum(len(ballot.contents) == everyone and not ballot.named for ballot in ballots)
            if full and everyone > 1:
                yield b.ALL_RATED.at(place, found=full)
        likeness = likeness_of(ballots, own_blank=sheet.has_voters)
        if likeness.total < FEWEST:
            continue
        if 2 * likeness.identical >= likeness.total:
            yield b.IDENTICAL.at(place, found=likeness.identical, total=likeness.total)
        uniform = sum(likeness.uniform.values())
        if uniform:
            yield b.UNIFORM.at(place, found=uniform, total=likeness.total)
