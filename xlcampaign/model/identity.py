"""Who a form is for: what a returned workbook says of itself."""

from dataclasses import dataclass
from typing import NamedTuple

from xlcampaign.model.choices import StepKey

COMMITTEE = "committee"


class Slot(NamedTuple):
    """The form that several files may be versions of: its stage, step and unit (a branch's code, or COMMITTEE)."""

    stage: int
    step: StepKey
    unit: str


class FormSheet(NamedTuple):
    """A sheet of a form, whichever file it comes from: the form's slot, the sheet's key."""

    slot: Slot
    key: str


_COLLECTED = "/"
"""What stands between the key of a sheet of tallies and a way in the key of what a form tool collected for it."""


def collected_key(key: str, way: str) -> str:
    """Return the key of what a form tool collected in a way that a sheet tallies, beside what is typed there."""
    return f"{key}{_COLLECTED}{way}"


def collected_in(key: str) -> tuple[str, str]:
    """Return the sheet's own key, and the way of what was collected for it; no way for what is typed there."""
    own, _, way = key.partition(_COLLECTED)
    return own, way


@dataclass(frozen=True, slots=True, order=True)
class Identity:
    """A form's campaign, stage, step and unit (a branch's code, or COMMITTEE), with its own fingerprint."""

    campaign: str
    stage: int
    step: StepKey
    unit: str
    fingerprint: str = ""

    @property
    def code(self) -> str:
        """The identity as one visible line that survives copying and renaming."""
        return f"XLC:{self.campaign}:{self.stage}:{self.step}:{self.unit}:{self.fingerprint}"

    @property
    def slot(self) -> Slot:
        """The form that several files may be versions of."""
        return Slot(self.stage, self.step, self.unit)
