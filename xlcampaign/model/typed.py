"""Where counts come from: the cells in which they were typed, told from the sheet that they stand on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlcampaign.address import Address, in_row
from xlcampaign.findings.finding import Place
from xlcampaign.model.submission import Key


@dataclass(frozen=True, slots=True)
class TypedOn:
    """A sheet on which votes are typed.

    Attributes:
        file: the file.
        sheet: the tab's name in it.
        columns: the columns of each star, or of each way on a sheet whose rows are stars; of each star and subject, joined
            by a dot, where everybody has columns of their own.
        rows: the Excel row of each subject, or of each star; none on a sheet of ballots, so that no ballot is told.
        by_star: whether its rows are stars.
    """

    file: str
    sheet: str
    columns: Mapping[str, tuple[Address, ...]]
    rows: Mapping[str, int]
    by_star: bool

    def place_of(self, key: Key) -> Place:
        """Return all cells that are typed for a count, or the columns of ballots."""
        subject, star, way = key
        row = self.rows[star if self.by_star else subject] if self.rows else 0
        own = self.columns.get(f"{star}.{subject}") or self.columns.get(star) or self.columns.get(way, ())
        return Place(self.file, self.sheet, in_row(row, own))


class Places(Mapping[Key, Place]):
    """The places of counts, each told when it is asked for."""

    __slots__ = ("_sheets",)

    def __init__(self, sheets: Mapping[Key, TypedOn]) -> None:
        """Tell places by the sheet on which each count is typed."""
        self._sheets = sheets

    def __getitem__(self, key: Key) -> Place:
        """Return the place of a count."""
        return self._sheets[key].place_of(key)

    def __iter__(self) -> Iterator[Key]:
        """Yield the keys of the counts."""
        return iter(self._sheets)

    def __len__(self) -> int:
        """Return how many counts there are."""
        return len(self._sheets)
