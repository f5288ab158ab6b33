"""By what rule of the plan the final selection is made."""

from enum import StrEnum


class FinalRule(StrEnum):
    """By what stars somebody is selected: those of the last stage, of each stage, or of all stages together."""

    LAST = "last"
    EVERY = "every"
    TOTAL = "total"
