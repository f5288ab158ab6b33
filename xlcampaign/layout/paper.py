"""What a paper is: a table to print and fill by hand, which says to what it belongs."""

from dataclasses import dataclass

from xlcampaign.model.plan import Plan
from xlcampaign.model.roster import Branch
from xlcampaign.words import T, same

STAR = T("星级", "Star")
STANDARD = T("评星标准", "Standard")
STAR_WIDTH = 32
"""Columns that papers share, the first with its width."""


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """A column of a paper.

    Attributes:
        title: its header.
        width: at least so many millimetres; all grow alike to fill the page.
        over: a heading that it shares with its neighbours.
        votes: how many votes a box may have to hold, counted stroke by stroke.
        centred: whether texts stand in its middle; on notices alone.
    """

    title: T
    width: int
    over: T | None = None
    votes: int = 0
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A table to print and fill by hand, on as few pages as it needs.

    Attributes:
        tab: the sheet's name.
        title: the line on top.
        about: which meeting it belongs to, below the title.
        lines: what to do.
        columns: from left to right.
        rows: texts by column; an empty text is a box to write into.
        height: of a row, in millimetres, at least.
        closing: lines below the table.
        sealed: whether it needs a place for the seal.
        copies: how many are printed.
        use: how it is printed, who fills it in.
        into: where on the form its numbers go.
    """

    tab: T
    title: T
    about: T
    lines: tuple[T, ...]
    columns: tuple[PaperColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    height: int
    closing: tuple[T, ...] = ()
    sealed: bool = False
    copies: T = same("1")
    use: T = same("")
    into: T = same("—")


def about(plan: Plan, branch: Branch) -> T:
    """Return to what a branch's paper belongs."""
    campaign, stage = plan.campaign.name, plan.stage_of(plan.campaign.stage).name
    return T(f"{campaign}　{stage}　{branch.name}", f"{campaign} · {stage} · {branch.name}")


def held(plan: Plan, branch: Branch) -> T:
    """Return to what a paper of a branch's meeting belongs, with room for the day."""
    which = about(plan, branch)
    return T(f"{which.zh}　评议日期＿＿＿年＿＿月＿＿日", f"{which.en} · held on ____________")
