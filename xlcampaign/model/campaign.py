"""A campaign's settings."""

from dataclasses import dataclass, replace
from datetime import date

from xlcampaign.model.choices import FinalRule, Missing, Repeated, StepKey, Uniform
from xlcampaign.model.scale import Abstentions, Counting
from xlcampaign.words import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """The settings: hundredths, percent, None for no limit; defaults are what plans older than a setting mean.

    `quota` is how many full members there are to one place at the top. `unit_code` tells the organising unit apart from the
    others below `unit_above`, to which it reports.
    """

    code: str
    name: str
    slogan: str
    organisation: str
    language: Lang
    stage: int
    step: StepKey
    threshold: int
    recommend_branch: int | None
    recommend_member: int | None
    places_branch: int | None
    places_member: int | None
    rectify_share: int
    quota: int | None
    trim: bool
    missing: Missing
    uniform_ballots: Uniform = Uniform.COUNTED
    identical_ballots: Repeated = Repeated.COUNTED
    abstentions: Abstentions = Abstentions.AS_PRINTED
    peers_with_own: bool = False
    few_raters: int
    few_public: int
    satisfaction_alarm: int
    pledges_low: int
    pledges_high: int
    pledges_branch: int
    publication_start: date | None
    publication_days: int
    objections: str
    stars_called: str
    email: str = ""
    final_rule: FinalRule | None = None
    total_branch: int | None = None
    total_member: int | None = None
    launch_form: bool = False
    lit_only: bool = False
    unit_code: str = ""
    unit_above: str = ""

    @property
    def counting(self) -> Counting:
        """How votes become counts."""
        return Counting(self.abstentions, self.peers_with_own)

    def counted_by(self, counting: Counting) -> "Campaign":
        """Return the settings with other rules by which votes become counts."""
        return replace(self, abstentions=counting.abstentions, peers_with_own=counting.with_own)
