"""What a notice is: a page for one recipient, with tables below each other and lines to sign on."""

from dataclasses import dataclass

from xlcampaign.layout.paper import PaperColumn
from xlcampaign.words import T, same


@dataclass(frozen=True, slots=True)
class Signed:
    """A box to write into, with a line to sign on at its foot."""

    foot: T


Cells = tuple[str | float | Signed | None, ...]
"""A row's cells: texts, whole numbers, figures of two decimals; None for a box to write into."""


@dataclass(frozen=True, slots=True)
class Block:
    """A table of a notice.

    Attributes:
        heading: what stands over it.
        columns: from left to right; all grow or shrink alike to fill the page.
        rows: the cells by column.
        headed: whether the columns' titles stand over the rows.
        height: of a row, in millimetres, at least.
        nothing: what is said where there are no rows; with nothing to say, there is no table then.
    """

    heading: T
    columns: tuple[PaperColumn, ...]
    rows: tuple[Cells, ...]
    headed: bool = True
    height: int = 7
    nothing: T = same("")


@dataclass(frozen=True, slots=True)
class Notice:
    """A page for one recipient.

    Attributes:
        tab: the sheet's name.
        title: the line on top.
        lines: what it is about, of when it is, what is held back and why.
        blocks: the tables.
        closing: lines below them.
        alone: whether it is kept to one page, somewhat smaller where it must be.
    """

    tab: T
    title: T
    lines: tuple[T, ...]
    blocks: tuple[Block, ...]
    closing: tuple[T, ...]
    alone: bool = False
