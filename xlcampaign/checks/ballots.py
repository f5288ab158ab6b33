"""What whole ballots show; looked at while reading, kept only as findings about a sheet."""

from collections.abc import Iterator, Mapping

from xlcampaign.findings.catalogue import ballot_rules as b
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.model.ballots import FEWEST, SetAside, Together
from xlcampaign.model.submission import Draft, Likeness


def check_ballots(draft: Draft, ballots: Mapping[str, Together]) -> Iterator[Finding]:
    """Yield what the ballots of each sheet show together, never which ballot or whose.

    Args:
        draft: the form as read.
        ballots: what they show, by the sheet's key.
    """
    for key, together in ballots.items():
        place = Place(draft.file, draft.sheets[key].title)
        yield from _voters(together, place)
        yield from _alike(together.likeness, together.aside, place)


def _voters(together: Together, place: Place) -> Iterator[Finding]:
    """Yield what the ballots tell of who cast them."""
    if together.selves:
        yield b.SELF_VOTE.at(place, found=together.selves)
    if together.complete:
        yield b.ALL_RATED.at(place, found=together.complete)
    if together.several:
        yield b.SEVERAL_VOTERS.at(place, found=together.several)


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
