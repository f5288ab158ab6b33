"""Results that a whole summary tells, counted once more from its counts, and held against what it shows."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from xlcampaign.address import Address
from xlcampaign.findings.catalogue import level_rules as v
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.layout.choices import KINDS, label_of
from xlcampaign.layout.kinds import show_hundredths
from xlcampaign.layout.summary import DASH, LIT, UNLIT
from xlcampaign.layout.summary_counts import Block, blocks_of
from xlcampaign.layout.text import plain, squeeze
from xlcampaign.model.cell import Broken, Raw, is_blank
from xlcampaign.model.dispatch import Dispatch, Lit, Stated, StatedRow, Told
from xlcampaign.model.plan import Plan, Star, SubjectKind, WayKey
from xlcampaign.model.results import StarResult, WayResult
from xlcampaign.model.submission import Mark
from xlcampaign.tally.score import Scorer, mean_over, mean_x10, score_way
from xlcampaign.words import T, bracketed, enumerated

_GLYPHS = {Lit.LIT: LIT, Lit.UNLIT: UNLIT, Lit.UNRATED: DASH, Lit.NONE: ""}
_STARS = {True: Lit.LIT, False: Lit.UNLIT, None: Lit.UNRATED}
_Who = tuple[SubjectKind, str]
"""A subject of a campaign: its kind and code."""


class Held(NamedTuple):
    """A summary while it is counted again: what it tells, how its tables stand, the rules that it went by.

    `tried` tells whether other rules were tried out on it, so that what it shows may be by those.
    """

    told: Dispatch
    stated: Mapping[str, Stated]
    plan: Plan
    tried: bool


def recount(held: Held) -> Iterator[Finding]:
    """Yield what a summary tells otherwise than its counts come to, then what it shows otherwise than it tells."""
    counted = _counted(held)
    found = list(_recounted(held, counted))
    yield from found
    if not found and not held.tried:
        yield from _shown(held, counted)


def _counted(held: Held) -> dict[_Who, list[StarResult]]:
    """Return what the counts of everybody come to, star by star."""
    counted = {}
    for kind in SubjectKind:
        stated = held.stated[counts_key(kind)]
        rows: dict[str, list[StatedRow]] = defaultdict(list)
        for row in stated.rows:
            rows[str(row.cells["code"])].append(row)
        blocks = blocks_of(held.plan, kind)
        for told in held.told.of(kind):
            counted[_who(told)] = _stars(rows[_who(told)[1]], blocks, held.plan, kind)
    return counted


def _who(told: Told) -> _Who:
    return told.kind, told.code or told.branch


def _recounted(held: Held, counted: Mapping[_Who, Sequence[StarResult]]) -> Iterator[Finding]:
    """Yield whose stars or composite are not told as they were counted."""
    for told in held.told.subjects:
        kind, code = _who(told)
        stars, stated = counted[kind, code], held.stated[counts_key(kind)]
        own = _said([_STARS[star.lit] for star in stars], mean_x10(star.score for star in stars))
        if own != _said(told.stars, told.composite):
            own_rows = (row for row in stated.rows if str(row.cells["code"]) == code)
            place, row = Place(held.told.file, stated.sheet), next(own_rows, None)
            place = place.cell_at(row.row, stated.columns["code"]) if row else place
            found = _said(told.stars, told.composite)
            yield v.RECOUNTED.at(place, name=told.name, counted=own, found=found)


def counts_key(kind: SubjectKind) -> str:
    """Return the key of the table with the counts of a kind of subject."""
    return f"{kind}_counts"


def board_key(kind: SubjectKind) -> str:
    """Return the key of the board of a kind of subject."""
    return f"{kind}_board"


def _said(stars: Sequence[Lit], composite: int | None) -> str:
    return f"{''.join(map(_GLYPHS.__getitem__, stars))} {DASH if composite is None else show_hundredths(composite)}"


def _stars(
    rows: Sequence[StatedRow], blocks: Sequence[Block], plan: Plan, kind: SubjectKind
) -> list[StarResult]:
    """Return what the rows of a subject come to, star by star; a star without a row has no votes."""
    by_star = {squeeze(str(row.cells["star"])): row.cells for row in rows}
    trim = plan.campaign.trim
    results = []
    for star in plan.stars_of(kind):
        cells = by_star.get(squeeze(star.name), {})
        ways: dict[WayKey, WayResult] = {block.way.key: _way(block, cells, trim=trim) for block in blocks}
        results.append(Scorer(star, plan).of(ways))
    return results


def _way(block: Block, cells: Mapping[str, Raw], *, trim: bool) -> WayResult:
    """Return what the cells of a way come to on a star."""
    numbers = {key: raw for key in block.keys if isinstance(raw := cells.get(key), int | float)}
    counts: dict[Mark, int] = {
        mark: round(numbers[key])
        for key, mark in zip(block.keys, block.marks, strict=False)
        if key in numbers
    }

    def figure(part: str, scale: int) -> int:
        return round(scale * numbers.get(block.parts[part], 0))

    n = figure("n", 1) if block.scale.is_points else 0
    if not n:
        return score_way(counts, block.scale, trim=trim)
    total, highest, lowest = (figure(part, 100) for part in ("sum", "highest", "lowest"))
    mean = mean_over(n, total, highest, lowest, trim=trim)
    return WayResult({}, n, total, highest, lowest, mean)


def _shown(held: Held, counted: Mapping[_Who, Sequence[StarResult]]) -> Iterator[Finding]:
    """Yield the rows of scores, of levels and of boards that show something else than the summary tells."""
    for key, columns in _looked_at(held.plan).items():
        stated = held.stated[key]
        gone = [stated.titles[column] for column in columns if column not in stated.columns]
        if gone:
            place = Place(held.told.file, stated.sheet)
            yield v.DISPATCH_LACKS.at(place, what=v.A_COLUMN, row=enumerated(gone))
        elif key == "outcomes":
            yield from _compared(held, key, {_who(told): _outcome(told) for told in held.told.subjects})
        elif key == "scores":
            yield from _compared(held, key, dict(_scores(held, counted)))
        else:
            yield from _board(held, next(kind for kind in SubjectKind if board_key(kind) == key))


def _looked_at(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """Return the columns of each table that are looked at."""
    boards = {
        board_key(kind): ("order", "name", *map(_star_key, plan.stars_of(kind)), *_ON_BOARD)
        for kind in SubjectKind
    }
    return {
        "outcomes": ("kind", "code", *_ON_BOARD, "recommended", "rectify"),
        "scores": ("kind", "code", "star", "score", "lit"),
        **boards,
    }


_ON_BOARD = ("lit", "composite", "level")


def _star_key(star: Star) -> str:
    return f"star.{star.key}"


_Expected = Mapping[str, int | str | None]
"""What cells show, by column key: hundredths, a text, None for a dash."""


def _outcome(told: Told) -> _Expected:
    return {
        "composite": told.composite,
        "lit": None if told.lit is None else 100 * told.lit,
        "level": told.level or None,
        "recommended": 100 * told.fit,
        "rectify": 100 * told.rectify,
    }


def _scores(
    held: Held, counted: Mapping[_Who, Sequence[StarResult]]
) -> Iterator[tuple[tuple[SubjectKind, str, str], _Expected]]:
    for (kind, code), stars in counted.items():
        for name, star in zip(held.told.stars[kind], stars, strict=True):
            yield (kind, code, squeeze(name)), {"lit": _GLYPHS[_STARS[star.lit]], "score": star.score}


def _compared(
    held: Held, key: str, expected: Mapping[tuple[SubjectKind, str] | tuple[SubjectKind, str, str], _Expected]
) -> Iterator[Finding]:
    """Yield the rows of a table that show something else than expected, and whose row is gone."""
    stated = held.stated[key]
    place, left = Place(held.told.file, stated.sheet), dict(expected)
    changed: list[Address] = []
    kinds = {squeeze(label): kind for kind in SubjectKind for label in _both(label_of(KINDS, kind))}
    for row in stated.rows:
        star = (squeeze(str(row.cells["star"])),) if "star" in row.cells else ()
        who = (kinds.get(squeeze(str(row.cells["kind"]))), str(row.cells["code"]), *star)
        own = left.pop(who, None)
        wrong = (
            ["code"]
            if own is None
            else [name for name, value in own.items() if not _shows(row.cells[name], value)]
        )
        if wrong:
            changed.append(Address(row.row, stated.columns[wrong[0]]))
    yield from v.say_changed(place, changed)
    if left:
        yield v.DISPATCH_LACKS.at(place, what=v.A_ROW, row=" ".join(next(iter(left))[1:]))


def _both(text: T) -> tuple[str, str]:
    return text.zh, text.en


def _board(held: Held, kind: SubjectKind) -> Iterator[Finding]:
    """Yield the rows of a board that show nobody as the summary tells of them; rows are known by their names."""
    stated, by_name = held.stated[board_key(kind)], defaultdict[str, list[_Expected]](list)
    keys = [*map(_star_key, held.plan.stars_of(kind))]
    for told in held.told.of(kind):
        expected: dict[str, int | str | None] = {
            key: _GLYPHS[lit] for key, lit in zip(keys, told.stars, strict=True)
        }
        expected |= {key: value for key, value in _outcome(told).items() if key in _ON_BOARD}
        for name in {told.name, *_both(bracketed(told.name, _who(told)[1]))}:
            by_name[squeeze(name)].append(expected)
    place, changed = Place(held.told.file, stated.sheet), list[Address]()
    for row in stated.rows:
        wrong = [_wrong_in(row, one) for one in by_name[squeeze(str(row.cells["name"]))]] or ["name"]
        if all(wrong):
            changed.append(Address(row.row, stated.columns[str(wrong[0])]))
    yield from v.say_changed(place, changed)
    if len(stated.rows) < len(held.told.of(kind)):
        yield v.DISPATCH_LACKS.at(place, what=v.A_ROW, row=f"{len(stated.rows)} / {len(held.told.of(kind))}")


def _wrong_in(row: StatedRow, expected: _Expected) -> str | None:
    """Return the first column of a row that shows something else; None where all of it is as expected."""
    return next((key for key, value in expected.items() if not _shows(row.cells[key], value)), None)


def _shows(raw: Raw, expected: int | str | None) -> bool:
    """Tell whether a cell shows what is expected; a formula that was not calculated shows nothing else."""
    if isinstance(raw, Broken):
        return True
    if expected is None:
        return is_blank(raw) or (isinstance(raw, str) and plain(raw) == DASH)
    if isinstance(expected, str):
        return isinstance(raw, str) and squeeze(raw) == squeeze(expected)
    return isinstance(raw, int | float) and round(100 * raw) == expected
