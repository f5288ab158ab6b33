"""What came of earlier steps and stages: with what a later step's forms are pre-filled."""

from dataclasses import dataclass

from xlcampaign.model.final import Final
from xlcampaign.model.history import Past
from xlcampaign.model.results import Ledger, Results


@dataclass(frozen=True, slots=True)
class Known:
    """What came of earlier steps and stages, with which a later step's forms are pre-filled.

    `history` is what earlier stages came to, oldest first. `final` is the final selection, where there is one;
    `recommending`, the results as they stand for recommending, where that was looked into.
    """

    ledger: Ledger
    results: Results
    history: tuple[Past, ...] = ()
    final: Final | None = None
    recommending: Results | None = None
