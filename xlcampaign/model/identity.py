"""Who a form is for: what a returned workbook says of itself."""

from dataclasses import dataclass
from typing import NamedTuple

from xlcampaign.model.plan import StepKey

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


def read_code(text: str) -> Identity | None:
    """Return the identity that a visible code states, or None for any other text."""
    parts = text.strip().split(":")
    if len(parts) != 6 or parts[0] != "XLC" or not parts[2].isdecimal():  # noqa: PLR2004 -- XLC and five facts
        return None
    if parts[3] not in set(StepKey):
        return None
    return Identity(parts[1], int(parts[2]), StepKey(parts[3]), parts[4], parts[5])
