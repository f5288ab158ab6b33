"""What ballots show together; none of them is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlcampaign.model.campaign import Campaign
from xlcampaign.model.cell import Value
from xlcampaign.model.choices import Repeated, Uniform
from xlcampaign.model.submission import Likeness

FEWEST = 4
"""Below this many ballots, equal ones say nothing."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """The numbers of the ballots that the plan does not count: uniform ones, and copies beyond the first."""

    uniform: frozenset[Value] = frozenset()
    repeated: frozenset[Value] = frozenset()


@dataclass(frozen=True, slots=True)
class Together:
    """What the ballots of one sheet show together, while that is read.

    Attributes:
        likeness: how alike they are.
        aside: which of them the plan does not count.
        voters: who is said to have cast each, by its number.
        selves: how many have a mark in a voter's own row.
        complete: how many rate everybody, and do not say who cast them, where voters are among those rated.
        several: how many are said to have been cast by several.
    """

    likeness: Likeness
    aside: SetAside = SetAside()
    voters: Mapping[Value, frozenset[Value]] = field(default_factory=dict)
    selves: int = 0
    complete: int = 0
    several: int = 0


def sets_aside(campaign: Campaign) -> bool:
    """Tell whether a plan leaves out ballots although they are valid."""
    return campaign.uniform_ballots is Uniform.ASIDE or campaign.identical_ballots is Repeated.ONCE
