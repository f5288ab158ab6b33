"""Reports of units to what their level comes to: one for each unit, in time or not, and whose are missing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from xlcampaign.findings.catalogue import level_list_rules as w
from xlcampaign.findings.catalogue import rollup_rules as u
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.text import squeeze
from xlcampaign.model.dispatch import Dispatch, Origin, Told, Unit, Upward
from xlcampaign.model.rollup import ExpectedUnit, Level, Rollup, UnitLine, UnitState
from xlcampaign.words import Lang, T, clauses, first_of, same, the_first

_PATH, _NAMES = "/", " › "
_NAMED = 10
"""So many groups of units are named where something is said of several."""
_LONGEST = 150
"""So many characters of units' names, where there are several groups."""


class Came(NamedTuple):
    """A file that tells of a unit: what it tells, the day on which it was sent if that is known, what was found in it."""

    told: Upward
    sent: date | None = None
    found: tuple[Finding, ...] = ()


class Asked(NamedTuple):
    """What is rolled up: by which list, None without one; which stage; as of which day; in which language."""

    level: Level | None
    stage: int
    as_of: date
    language: Lang


def stages_in(came: Mapping[str, Came]) -> list[int]:
    """Return the numbers of the stages that reports are about."""
    return sorted({one.told.dispatch.stage[0] for one in came.values() if one.told.dispatch})


def roll_up(came: Mapping[str, Came], asked: Asked) -> Rollup:
    """Return what a level comes to; nothing is averaged, and what is not there does not count as zero.

    Args:
        came: the files that tell of units, by their names.
        asked: what is wanted of them.
    """
    level, findings = asked.level, list[Finding]()
    if level is None:
        findings.append(w.NO_LIST.at(Place()))
    own = {file: one for file, one in sorted(came.items()) if not _is_own(one, level)}
    findings += (u.OWN_ROLLUP.at(Place(file)) for file in sorted(came.keys() - own.keys()))
    by_unit: dict[str, dict[str, Came]] = {}
    for file, one in own.items():
        if one.told.unit:
            by_unit.setdefault(one.told.unit.code, {})[file] = one
    expected = {unit.code: unit for unit in level.units} if level else {}
    by_unit = _under_listed(by_unit, expected)
    lines = []
    for code in (*expected, *(code for code in sorted(by_unit) if code not in expected)):
        line, found = _line_of(by_unit.get(code, {}), expected.get(code), asked)
        lines.append(line)
        findings += found
    lines, found = _told_once(lines)
    findings += found
    rollup = Rollup(level, ("", ""), (asked.stage, ""), asked.as_of, asked.language, tuple(lines))
    first = next(iter(rollup.counting), None)
    if first:
        rollup = replace(rollup, campaign=first.campaign, stage=first.stage)
    findings += _differing(rollup)
    return replace(rollup, findings=tuple(findings))


def _under_listed(
    by_unit: Mapping[str, Mapping[str, Came]], expected: Mapping[str, ExpectedUnit]
) -> dict[str, dict[str, Came]]:
    """Return files by unit, under the code of the list where that differs in letter case or leading zeros alone."""
    listed = {_folded(code): code for code in expected}
    found: dict[str, dict[str, Came]] = {}
    for code, files in by_unit.items():
        own = code if code in expected else listed.get(_folded(code), code)
        found.setdefault(own, {}).update(files)
    return found


def _folded(code: str) -> str:
    said = code.casefold()
    return said.lstrip("0") or "0" if said.isdecimal() else said


def _told_once(lines: Sequence[UnitLine]) -> tuple[list[UnitLine], list[Finding]]:
    """Return the lines without reports in which a unit stands that another report tells of too, and what is said of them."""
    where: dict[tuple[str, str], list[UnitLine]] = {}
    for line in lines:
        own = line.dispatch.subjects if line.dispatch else ()
        for named in dict.fromkeys(
            (told.unit.rpartition(_PATH)[2], told.unit_name.rpartition(_NAMES)[2]) for told in own
        ):
            where.setdefault(named, []).append(line)
    why: dict[str, list[Finding]] = {}
    for (_, name), several in where.items():
        for line in several if len(several) > 1 else ():
            other = next(one for one in several if one is not line)
            found = u.UNIT_IN_TWO.at(Place(line.files[0]), unit=name, other=other.unit.name)
            why.setdefault(line.unit.code, []).append(found)
    kept = [
        replace(line, state=UnitState.RETURNED, dispatch=None, why=tuple(why[line.unit.code]))
        if line.unit.code in why
        else line
        for line in lines
    ]
    return kept, [found for several in why.values() for found in several]


def _is_own(one: Came, level: Level | None) -> bool:
    """Tell whether a file is what this level wrote itself, and no unit's report to it."""
    unit = one.told.unit
    return level is not None and unit is not None and unit.code == level.own.code


def _line_of(
    files: Mapping[str, Came], expected: ExpectedUnit | None, asked: Asked
) -> tuple[UnitLine, list[Finding]]:
    """Return what became of a unit, and what is to be said of that."""
    named = [one.told.unit for one in files.values() if one.told.unit]
    unit = Unit(expected.code, expected.name) if expected else named[0]
    if not files:
        assert expected is not None
        return _missing(unit, expected, asked)
    found = list(_refused(files, expected, asked))
    refused = {finding.place.file for finding in found}
    counting, said = _one_of([one.told.dispatch for file, one in files.items() if file not in refused], unit)
    found += said
    if counting is None:
        why = [*found, *(one for came in files.values() for one in came.found)]
        errors = tuple(one for one in why if one.is_error)
        return UnitLine(unit, UnitState.RETURNED, expected, None, tuple(files), errors), found
    state, late = _in_time(files[counting.file], counting, unit, expected, asked)
    found += (*_misnamed(counting, expected), *_misaddressed(counting, asked.level))
    found += _from_later(counting, asked.as_of)
    return UnitLine(unit, state, expected, _raised(counting, unit), tuple(files)), [*found, *late]


def _one_of(read: Sequence[Dispatch | None], unit: Unit) -> tuple[Dispatch | None, list[Finding]]:
    """Return what counts of a unit's reports, and what is to be said of the others: none counts where they differ."""
    sound = [one for one in read if one]
    if not sound:
        return None, []
    first, *others = sound
    if all(one.content == first.content for one in others):
        return first, [u.UNIT_AGAIN.at(Place(one.file), other=first.file) for one in others]
    differing = [(one, next(o for o in sound if o.content != one.content)) for one in sound]
    return None, [
        u.UNIT_TWICE.at(
            Place(one.file),
            unit=unit.name,
            other=other.file,
            day=str(one.as_of),
            other_day=str(other.as_of),
        )
        for one, other in differing
    ]


def _missing(unit: Unit, expected: ExpectedUnit, asked: Asked) -> tuple[UnitLine, list[Finding]]:
    due = asked.level.due_of(expected) if asked.level else None
    if due and asked.as_of <= due:
        state = UnitState.EXTENDED if expected.extended else UnitState.DUE
        return UnitLine(unit, state, expected), []
    facts = {
        "unit": same(unit.name),
        "due": u.DUE.filled(day=str(due)) if due else same(""),
        "contact": u.CONTACT.filled(contact=expected.contact) if expected.contact else same(""),
    }
    return UnitLine(unit, UnitState.MISSING, expected), [u.UNIT_MISSING.at(Place(), **facts)]


def _refused(files: Mapping[str, Came], expected: ExpectedUnit | None, asked: Asked) -> Iterator[Finding]:
    """Yield why files do not count whatever they say: nobody asked for the unit, or for the stage."""
    for file, one in files.items():
        unit, dispatch = one.told.unit, one.told.dispatch
        if unit and asked.level and not expected:
            yield u.UNIT_UNLISTED.at(Place(file), code=unit.code, unit=unit.name)
        if dispatch and dispatch.stage[0] != asked.stage:
            yield u.OTHER_STAGE_TOLD.at(
                Place(file), unit=dispatch.unit.name, found=dispatch.stage[0], expected=asked.stage
            )


def _misnamed(dispatch: Dispatch, expected: ExpectedUnit | None) -> Iterator[Finding]:
    """Yield that a report gives a unit another name than the list does."""
    found = dispatch.unit.name
    if expected and found and squeeze(found) != squeeze(expected.name):
        yield u.OTHER_NAME.at(Place(dispatch.file), code=expected.code, unit=expected.name, found=found)


def _misaddressed(dispatch: Dispatch, level: Level | None) -> Iterator[Finding]:
    """Yield that a report was written for another level, by the name that it gives."""
    above = dispatch.unit.above
    if level and above and squeeze(above) != squeeze(level.own.name):
        yield u.OTHER_LEVEL.at(Place(dispatch.file), unit=dispatch.unit.name, found=above, own=level.own.name)


def _from_later(dispatch: Dispatch, today: date) -> Iterator[Finding]:
    """Yield that a report speaks of a day that is still to come."""
    if dispatch.as_of > today:
        facts = {"unit": dispatch.unit.name, "found": str(dispatch.as_of), "today": str(today)}
        yield u.FROM_LATER.at(Place(dispatch.file), **facts)


def _in_time(
    came: Came, dispatch: Dispatch, unit: Unit, expected: ExpectedUnit | None, asked: Asked
) -> tuple[UnitState, list[Finding]]:
    """Return whether a report came in time: by the day of its mail, or the day that it speaks of, which is no later."""
    due = asked.level.due_of(expected) if asked.level and expected else None
    when = came.sent or dispatch.as_of
    if due is None or when <= due:
        return UnitState.ACCEPTED, []
    how = u.BY_MAIL if came.sent else u.BY_AS_OF
    late = u.UNIT_LATE.at(Place(dispatch.file), unit=unit.name, when=str(when), how=how, due=str(due))
    return UnitState.LATE, [late]


def _raised(dispatch: Dispatch, unit: Unit) -> Dispatch:
    """Return a report with its subjects' units as they are called at this level: a roll-up's by the way through it."""
    if dispatch.origin is not Origin.ROLLUP:
        renamed = tuple(replace(told, unit=unit.code, unit_name=unit.name) for told in dispatch.subjects)
        rules = {unit.code: next(iter(dispatch.rules.values()), "")}
        return replace(dispatch, unit=unit, subjects=renamed, rules=rules)

    def path(told: Told) -> Told:
        return replace(
            told, unit=f"{unit.code}{_PATH}{told.unit}", unit_name=f"{unit.name}{_NAMES}{told.unit_name}"
        )

    rules = {f"{unit.code}{_PATH}{below}": packed for below, packed in dispatch.rules.items()}
    return replace(dispatch, unit=unit, subjects=tuple(map(path, dispatch.subjects)), rules=rules)


def _differing(rollup: Rollup) -> Iterator[Finding]:
    """Yield that units report on different campaigns, or went by different rules, and which; and of whose nobody knows."""
    campaigns: dict[str, list[str]] = {}
    for one in rollup.counting:
        campaigns.setdefault(one.campaign[0], []).append(one.unit.name)
    if len(campaigns) > 1:
        said = [
            u.OF_CAMPAIGN.filled(code=code, units=first_of(units, _LONGEST))
            for code, units in campaigns.items()
        ]
        yield u.OTHER_CAMPAIGN_TOLD.at(Place(), campaigns=_first_clauses(said))
    known = [first_of(units, _LONGEST) for packed, units in rollup.rules.items() if packed]
    if len(known) > 1:
        yield u.RULES_DIFFER.at(Place(), number=len(known), units=_first_clauses(known))
    if unknown := rollup.rules.get(""):
        yield u.RULES_UNKNOWN.at(Place(), units=first_of(unknown))


def _first_clauses(said: Sequence[T]) -> T:
    return the_first(clauses(said[:_NAMED]), min(_NAMED, len(said)), len(said))


def ranked(rollup: Rollup, subjects: Sequence[Told]) -> Mapping[Told, int]:
    """Return the ranks of those with a composite among all whose results go by the same rules, 1 the best.

    Args:
        rollup: the level.
        subjects: of one kind.
    """
    ranks: dict[Told, int] = {}
    for units in rollup.rules.values():
        rated = [(one.composite, one) for one in subjects if one.unit in units and one.composite is not None]
        own = sorted(rated, key=lambda pair: -pair[0])
        for place, (composite, one) in enumerate(own, 1):
            before = own[place - 2] if place > 1 else None
            ranks[one] = ranks[before[1]] if before and before[0] == composite else place
    return ranks
