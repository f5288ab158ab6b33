"""The list of expected units to a level."""

from datetime import date

from xlcampaign.findings.finding import Finding
from xlcampaign.layout.records import build
from xlcampaign.layout.units import LEVEL, UNITS, units_book
from xlcampaign.model.dispatch import Unit
from xlcampaign.model.rollup import ExpectedUnit, Level
from xlcampaign.model.submission import Draft
from xlcampaign.reading.form import read_book
from xlcampaign.reading.grid import RawBook
from xlcampaign.words import Lang


def read_units(workbook: RawBook, file: str) -> tuple[Draft, list[Finding]]:
    """Return the draft of a list of expected units, and what was found while reading."""
    return read_book(workbook, units_book({}), file)


def build_level(draft: Draft) -> Level:
    """Return the level that a draft without errors states."""
    [settings] = (record.values for record in draft.sheets[LEVEL].records)
    units = tuple(build(ExpectedUnit, record.values) for record in draft.sheets[UNITS].records)
    own = Unit(str(settings["unit_code"]), str(settings["unit"]), str(settings.get("above") or ""))
    stage, deadline = settings["stage"], settings.get("deadline")
    assert isinstance(stage, int)
    assert deadline is None or isinstance(deadline, date)
    return Level(own, stage, Lang(str(settings["language"])), deadline, units)
