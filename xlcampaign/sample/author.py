"""Who fills a form: what they know of people, how they say it, and what chance makes of it."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlcampaign.model.cell import Value
from xlcampaign.model.plan import Plan, Star
from xlcampaign.model.roster import Branch
from xlcampaign.sample.opinions import Opinions, rng_of
from xlcampaign.words import T

Entries = Iterator[tuple[int, Mapping[str, Value]]]
"""What is written on a register: the 0-based row of its table, and values by column key."""


@dataclass(frozen=True, slots=True)
class Author:
    """Whoever fills a form: a branch, or the committee where there is none."""

    plan: Plan
    opinions: Opinions
    branch: Branch | None

    def say(self, text: T) -> str:
        """Return a text in the language of the campaign."""
        return text.say(self.plan.campaign.language)

    def rng(self, *parts: object) -> random.Random:
        """Return a generator for one thing that is written."""
        return rng_of(self.opinions.seed, *parts)

    @property
    def colleagues(self) -> list[str]:
        """The names of the branch's members."""
        assert self.branch is not None
        return [member.name for member in self.plan.rated_members(self.branch.code)]

    def stars(self, subject: str) -> list[Star]:
        """Return the stars of a subject, the weakest first."""
        quality = self.opinions.quality[subject]
        return sorted(self.plan.stars_of(self.plan.kind_of(subject)), key=lambda star: quality[star.key])
