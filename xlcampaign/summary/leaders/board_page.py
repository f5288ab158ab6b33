"""How a star board stands on A3: columns, rows and page breaks that let names and stars be read from two metres.

Two metres want characters of about 5 mm: names print at 16 points and stars at 20, unscaled as long as the columns
fit. So columns are no wider than what may stand in them, and what is left of the page goes to the remarks.

The member board keeps a branch together but gives it no page of its own: the office reads fifty branches in one
go, and small branches would leave most of their sheet empty. A branch of 20 fills a page all the same, and can be
hung up in its school as it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

from xlcampaign.layout.outcomes import NOT_GRADED, TIED
from xlcampaign.layout.sheet import Table
from xlcampaign.model.plan import SubjectKind
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import Row
from xlcampaign.summary.pages import page_ends
from xlcampaign.workbook.book import Worksheet, width_of
from xlcampaign.workbook.lines import text_of
from xlcampaign.workbook.pixels import POINT, characters_of

PAGE_WIDTH, PAGE_HEIGHT = 1130, 755
"""What Worksheet.printed leaves of A3 in landscape, in points, a little less for the printer's sake."""

SIZES = {
    "order": 11,
    "name": 16,
    "star": 20,
    "lit": 18,
    "composite": 14,
    "rank": 14,
    "level": 14,
    "lit_change": 14,
    "composite_change": 14,
    "near": 9.5,
    "note": 9.5,
    "satisfied": 14,
}
"""The font's size in each column, in points."""
HEAD_SIZE, SMALL_SIZE = 12, 10

_ROW, _GROUP_ROW, _TITLE_ROW, _GAP_ROW = 25.5, 27, 36, 5.25
"""A row has room for two lines of remarks, whatever changed rules make of them; 50 branches take two pages."""
_NARROW = 0.56  # of the font's size: how wide a digit or letter is; a full-width character is as wide as high
_LINE = 1.34  # of the font's size
_BOLD = (1.25, 1.15, 1)
"""How much wider letters are in bold, in the broadest font that may stand in for ours; less where there is no room."""
_BESIDE = 8  # points left free in a cell
_SQUEEZED = 1.13
"""By so much a board may be broader than its page: printed smaller, rather than with words that are broken."""
_LEAST_NOTE, _USUAL_NOTE, _MOST_NOTE, _MOST_NAME = 70, 110, 300, 200
_MOST_LINES, _SHORT_STAR = 3, 5
_TWO_LINES = {"rank", "near", "lit_change", "composite_change"}


def _length(text: str) -> float:
    """Return a text's width in heights of its characters."""
    wide = width_of(text) - len(text)
    return wide + _NARROW * (len(text) - wide)


def _needed(texts: Iterable[str], size: float, lines: int = 1) -> float:
    """Return the points that any of some texts needs in so many lines; a word of letters is never broken."""
    lengths = [0.0]
    for text in texts:
        folded = _length(text) if lines == 1 else ceil(_length(text) / lines)
        lengths += [folded, *(_length(word) for word in text.split() if word.isascii())]
    return max(lengths) * size + _BESIDE


def _in_bold(texts: Iterable[str], size: float, bold: float, lines: int = 1) -> float:
    """Return the points that any of some texts in bold needs in so many lines, in letters so much wider."""
    needed = (_needed([one], size * (bold if one.isascii() else 1), lines) for one in texts)
    return max(needed, default=_BESIDE)


def _tall(text: str, size: float, points: float, bold: float = 1) -> float:
    """Return the height that a text needs in so many points of width, in letters so much wider."""
    room = (points - _BESIDE) / (size * (bold if text.isascii() else 1)) + 0.01
    lines = 1 if _length(text) <= room else ceil(_length(text) / max(int(room), 1))
    return lines * size * _LINE


def _whole(points: float) -> float:
    """Return points in whole pixels, as Excel keeps heights."""
    return ceil(points / POINT) * POINT


@dataclass(frozen=True)
class BoardPage:
    """A board's measures, in points.

    Attributes:
        widths: of the columns.
        frame: the heights of the rows around the subjects: the head's, and the headings'.
        rows: the heights of the subjects' rows.
        repeated: the height of the rows that are repeated on each page.
    """

    widths: tuple[float, ...]
    frame: Mapping[int, float]
    rows: Mapping[int, float]
    repeated: float

    @property
    def room(self) -> float:
        """What a page holds below the rows that are repeated, when it is printed one page wide."""
        return PAGE_HEIGHT / min(1.0, PAGE_WIDTH / sum(self.widths)) - self.repeated

    def breaks(self, groups: Iterable[tuple[int, int]]) -> list[int]:
        """Return the rows after which a page ends, for groups by first row (their heading's) and last."""
        return page_ends(groups, self._height, self.room)

    def _height(self, row: int) -> float:
        return self.frame[row] if row in self.frame else self.rows[row]

    @property
    def characters(self) -> list[float]:
        """The columns' widths in characters, as workbooks keep them."""
        return [round(characters_of(width / POINT), 2) for width in self.widths]

    def set_on(self, sheet: Worksheet) -> None:
        """Give a sheet its widths, and their heights to the rows around the subjects."""
        for number, width in enumerate(self.characters, 1):
            sheet.width(number, width)
        for row, height in self.frame.items():
            sheet.height(row, height)


def page_of(
    context: Context,
    kind: SubjectKind,
    board: Table,
    note: str,
    rows: Iterable[tuple[int, Row]],
    headings: Iterable[int],
) -> BoardPage:
    """Return the measures of a board.

    Args:
        context: the report's context.
        kind: whose board.
        board: its columns.
        note: the line below the title.
        rows: each subject's row, and its cells by column key.
        headings: the rows of the branches' headings.
    """
    titles = {column.key: context.say(column.title) for column in board.columns}
    wrapped = [key for key in titles if key in {"name", "near", "note"}]
    stars = {f"star.{star.key}" for star in context.plan.stars_of(kind)}
    texts: dict[str, set[str]] = {key: set() for key in titles if key not in stars}
    folded: dict[int, list[str]] = {}
    for row, cells in rows:
        for key, found in texts.items():
            found.add(text_of(cells[key]))
        folded[row] = [text_of(cells[key]) for key in wrapped]
    for bold in _BOLD:
        widths = _widths(context, kind, titles, texts, bold)
        if sum(widths.values()) <= PAGE_WIDTH * _SQUEEZED:
            break
    total = sum(widths.values())
    head = max(_tall(title, HEAD_SIZE, widths[key], bold) for key, title in titles.items()) + 6
    below = _tall(note, SMALL_SIZE, total) + 6
    above = {1: _TITLE_ROW, 2: _whole(below), 3: _GAP_ROW, board.header_row: _whole(head)}
    room = [(SIZES[key], widths[key]) for key in wrapped]
    heights = {
        row: max(_ROW, *(_whole(_tall(text, *beside)) for text, beside in zip(said, room, strict=True)))
        for row, said in folded.items()
    }
    frame = above | dict.fromkeys(headings, _GROUP_ROW)
    return BoardPage(tuple(widths.values()), frame, heights, sum(above.values()))


def _widths(
    context: Context,
    kind: SubjectKind,
    titles: Mapping[str, str],
    texts: Mapping[str, Iterable[str]],
    bold: float,
) -> dict[str, float]:
    """Return the columns' widths: for what may stand in them, then the stars' titles, then the remarks."""
    stars = [f"star.{star.key}" for star in context.plan.stars_of(kind)]
    names = [titles[key] for key in stars]
    peers = max((len(group.subjects) for group in context.groups[kind]), default=1)
    # what the rules may bring up when they are changed in the workbook
    possible = {
        "lit": [str(len(stars))],
        "composite": ["100.00"],
        "rank": [context.say(TIED).format(rank=peers)],
        "level": [level.name for level in context.plan.levels_of(kind)] + [context.say(NOT_GRADED)],
        "lit_change": [f"+{len(stars)}"],
        "composite_change": ["+10.00"],
        "near": names,
    }
    widths = dict.fromkeys(titles, 0.0)
    for key in titles.keys() - {*stars, "note"}:
        folded = 2 if key == "near" and max(map(_length, names)) > _SHORT_STAR else 1
        said = {*texts[key], *possible.get(key, ())}
        needed = _in_bold(said, SIZES[key], bold) if key == "name" else _needed(said, SIZES[key], folded)
        held = min(needed, _MOST_NAME)
        title, shorter = (_in_bold([titles[key]], HEAD_SIZE, bold, lines) for lines in (1, 2))
        # a title is folded where that saves much, and never just to put its last character on a line of its own
        folds = key in _TWO_LINES and title - max(held, shorter) > 2 * HEAD_SIZE
        widths[key] = max(held, shorter if folds else title)
    remarks = _needed(texts["note"], SIZES["note"]) if "note" in titles else None
    note = 0.0 if remarks is None else min(max(remarks, _LEAST_NOTE), _USUAL_NOTE)
    others = sum(widths.values()) + note
    choices = [_in_bold(names, HEAD_SIZE, bold, lines) for lines in range(1, _MOST_LINES + 1)]
    star = next((one for one in choices if others + one * len(stars) <= PAGE_WIDTH), choices[-1])
    left = PAGE_WIDTH - sum(widths.values()) - star * len(stars)
    most = 0.0 if remarks is None else _MOST_NOTE
    if left > most and (star == choices[0] or remarks is None):
        # few stars or no remarks: the stars spread over the page
        star += (left - most) / len(stars)
        left = most
    if remarks is not None:
        widths["note"] = max(left, note)
    if others + star * len(stars) > PAGE_WIDTH:
        # no room for columns that are all as wide as the longest word
        widths |= {key: _in_bold([titles[key]], HEAD_SIZE, bold, _MOST_LINES) for key in stars}
        return widths | {"note": min(note, _LEAST_NOTE)} if "note" in titles else widths
    return widths | dict.fromkeys(stars, star)
