"""A plan as it was read, before it is a plan: asked by sheet, row and column."""

from collections.abc import Collection
from datetime import date

from xlcampaign.address import FIRST
from xlcampaign.findings.catalogue import plan_rules as p
from xlcampaign.findings.finding import Fact, Finding, Place
from xlcampaign.layout import choices
from xlcampaign.layout.kinds import OneOf
from xlcampaign.layout.plan import CAMPAIGN_FIELDS, TABLES
from xlcampaign.model.cell import Value
from xlcampaign.model.submission import Draft, Record
from xlcampaign.words import T

_NOTHING = T("", "")


class PlanSheets:
    """A plan draft, asked by sheet and column."""

    def __init__(self, draft: Draft, stage: int | None = None, retired: Collection[str] = ()) -> None:
        """Ask about a draft, at a stage, by default the one that it says is the current one; some codes are nobody's again."""
        self.draft = draft
        self.retired = retired
        self._stage = stage

    def rows(self, sheet: str) -> tuple[Record, ...]:
        """Return the rows of a sheet."""
        found = self.draft.sheets.get(sheet)
        return found.records if found else ()

    def place(self, sheet: str, record: Record | None, column: str) -> Place:
        """Return where a row's value stands; without a row, the sheet."""
        found = self.draft.sheets.get(sheet)
        if found is None:
            return Place(self.draft.file)
        if record is None:
            return Place(self.draft.file, found.title)
        return Place(self.draft.file, found.title, (found.columns.get(column, FIRST).in_row(record.row),))

    def list_days(self) -> dict[int, date]:
        """Return by stage the day that decides who counts where, as far as the plan says it."""
        days = {
            row.values.get("number"): row.values.get("list_day") or row.values.get("start")
            for row in self.rows("stages")
        }
        return {n: day for n, day in days.items() if isinstance(n, int) and isinstance(day, date)}

    @property
    def stage(self) -> Value:
        """The stage of whose people it is asked; one that there is."""
        return self._stage if self._stage in self.list_days() else self.setting("stage")

    def setting(self, key: str) -> Value:
        """Return the value of a setting; None where it is blank."""
        rows = self.rows("campaign")
        return rows[0].values.get(key) if rows else None

    def setting_place(self, key: str) -> Place:
        """Return where a setting stands."""
        rows = self.rows("campaign")
        return self.place("campaign", rows[0] if rows else None, key)


def title_of_sheet(key: str) -> T:
    """Return the title of a sheet of rows."""
    return next(table.title for table in TABLES if table.key == key)


def title_of(sheet: str, column: str) -> T:
    """Return the title of a column."""
    columns = CAMPAIGN_FIELDS if sheet == "campaign" else next(c for k, _, c, _ in TABLES if k == sheet)
    return next(c.title for c in columns if c.key == column)


def shown_in(sheet: str, column: str, value: Value) -> T | str:
    """Return a value as a column shows it."""
    kind = next(c.kind for c in next(c for k, _, c, _ in TABLES if k == sheet) if c.key == column)
    return choices.label_of(kind, str(value)) if isinstance(kind, OneOf) else str(value)


def twice(
    plan: PlanSheets, sheet: str, row: Record, column: str, first: int, changed: T = _NOTHING
) -> Finding:
    """Return the error of a row whose value an earlier row has.

    Args:
        plan: the plan.
        sheet: the row's sheet.
        row: the row.
        column: of which value.
        first: the number of the earlier row.
        changed: what is to be done where both rows are right.
    """
    facts: dict[str, Fact] = {
        "column": title_of(sheet, column),
        "found": shown_in(sheet, column, row.values[column]),
    }
    return p.TWICE.at(plan.place(sheet, row, column), **facts, first=first, changed=changed)
