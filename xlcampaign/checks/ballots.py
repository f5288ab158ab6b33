"""What whole ballots show; looked at while reading, kept only as findings about a sheet."""

from collections.abc import Iterator

from xlcampaign.findings.catalogue import ballot_rules as b
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.sheet import Book, RowKind, Table
from xlcampaign.model.ballots import FEWEST, Ballot, SetAside, ballots_of, likeness_of, set_aside
from xlcampaign.model.submission import Draft, Likeness


def check_ballots(draft: Draft, book: Book) -> Iterator[Finding]:
    """Yield what the ballots of each sheet show together, never which ballot or whose."""
    for sheet in book.sheets:
        drafted = draft.sheets.get(sheet.key)
        if drafted is None or not isinstance(sheet, Table) or sheet.row_kind is not RowKind.BALLOT:
            continue
        keys = [c.key for c in sheet.columns if c.mark is not None and c.key in drafted.columns]
        ballots = ballots_of(drafted.records, keys)
        place = Place(draft.file, drafted.title)
        yield from _voters(ballots, sheet, place)
        aside = set_aside(ballots, book.plan.campaign) if book.plan else SetAside()
        yield from _alike(likeness_of(ballots, own_blank=sheet.has_voters), aside, place)


def _voters(ballots: list[Ballot], sheet: Table, place: Place) -> Iterator[Finding]:
    """Yield what the ballots tell of who cast them."""
    selves = sum(ballot.is_self_vote for ballot in ballots)
    if selves:
        yield b.SELF_VOTE.at(place, found=selves)
    if sheet.has_voters:
        everyone = len({row["code"] for row in sheet.rows})
        full = sum(len(ballot.contents) == everyone and not ballot.voters for ballot in ballots)
        if full and everyone > 1:
            yield b.ALL_RATED.at(place, found=full)
    several = sum(len(ballot.voters) > 1 for ballot in ballots)
    if several:
        yield b.SEVERAL_VOTERS.at(place, found=several)


def _alike(likeness: Likeness, aside: SetAside, place: Place) -> Iterator[Finding]:
    """Yield how many ballots are identical or uniform, and how many of them the plan does not count."""
    total = likeness.total
    if aside.repeated:
        yield b.IDENTICAL_ASIDE.at(place, found=len(aside.repeated), total=total)
    if aside.uniform:
        yield b.UNIFORM_ASIDE.at(place, found=len(aside.uniform), total=total)
    if total < FEWEST:
        return
    if 2 * likeness.identical >= total:
        yield b.IDENTICAL.at(place, found=likeness.identical, total=total)
    uniform = sum(likeness.uniform.values())
    if uniform and not aside.uniform:
        yield b.UNIFORM.at(place, found=uniform, total=total)
