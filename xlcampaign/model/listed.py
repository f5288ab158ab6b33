"""A list of members as an office has it: what it says of whom, and where; nothing of it is in a plan yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlcampaign.address import Address
from xlcampaign.findings.finding import Place
from xlcampaign.model.roster import Category, Participation, Post


@dataclass(frozen=True, slots=True)
class ListedMember:
    """A row of a list.

    Attributes:
        cells: where it is said, by column.
        name: as it is written.
        branch: as it is written.
        code: empty where none is written.
        category: None where the list does not say it, or not clearly.
        post: the same.
        participation: the same.
        reason: why somebody does not take part.
    """

    cells: Mapping[str, Place]
    name: str
    branch: str
    code: str = ""
    category: Category | None = None
    post: Post | None = None
    participation: Participation | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ListedColumn:
    """A column of a list: its number, the header, and whether it is personal data that is never taken."""

    number: int
    header: str
    private: bool = False


@dataclass(frozen=True, slots=True)
class ListedSheet:
    """A sheet on which a list stands.

    Attributes:
        title: the tab's name; empty in a text file.
        header: the row of the headers.
        taken: the column of each value, by key.
        untaken: the columns that are not taken.
        skipped: cells of rows that are no members: totals, remarks, headers once more.
        hidden: how many of its rows are hidden or filtered out; they count.
        members: its rows.
        blank: how many cells of a column that may be empty are, by key.
    """

    title: str
    header: int
    taken: Mapping[str, ListedColumn]
    untaken: tuple[ListedColumn, ...]
    skipped: tuple[Address, ...]
    hidden: int
    members: tuple[ListedMember, ...]
    blank: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MembersList:
    """A list of members: its sheets, and the titles of those on which there is none.

    `numbered` tells that its codes only number the rows, and are not taken.
    """

    file: str
    sheets: tuple[ListedSheet, ...]
    others: tuple[str, ...] = ()
    numbered: bool = False

    @property
    def members(self) -> tuple[ListedMember, ...]:
        """Everybody whom it lists, from the top."""
        return tuple(member for sheet in self.sheets for member in sheet.members)

    def has(self, key: str) -> bool:
        """Tell whether any of its sheets has a column."""
        return any(key in sheet.taken for sheet in self.sheets)
