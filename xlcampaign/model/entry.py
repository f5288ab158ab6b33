"""An entry of a register, as it was written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlcampaign.model.cell import Value


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row of a register as it was written.

    Attributes:
        row: its Excel row.
        subject: whom or what it is about.
        values: by column key, pre-filled ones too.
        typed: how many of its input cells are accepted.
        moot: the columns that do not apply, by what else the row says.
        given: the columns that hold what every form of its kind comes with.
        unread: of a decision or an objection, what stands in the cells that could not be read, by column key.
        named: of a decision that counts beside others, the codes of those whom it may be about.
        revokes: whether it withdraws a decision and is none itself.
        declined: what stands in the cells that say in words that nothing came of the matter yet, by column key.
        is_own: whether it is, by its number, about somebody of the unit as its form was issued.
        grounds: the columns that go with what came of the matter, and with no other outcome.
    """

    row: int
    subject: str
    values: Mapping[str, Value]
    typed: int
    moot: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)
    named: tuple[str, ...] = ()
    revokes: bool = False
    declined: Mapping[str, str] = field(default_factory=dict)
    is_own: bool = False
    grounds: tuple[str, ...] = ()
