"""How the cells of star boards look, in the summary and in the public workbook."""

from collections.abc import Sequence

from xlcampaign.layout.sheet import Table
from xlcampaign.summary.context import Context
from xlcampaign.summary.frame import titled
from xlcampaign.summary.leaders.board_page import HEAD_SIZE, SIZES, SMALL_SIZE
from xlcampaign.summary.title_band import write_title
from xlcampaign.workbook.book import Worksheet
from xlcampaign.workbook.looks import MUTED, NOTE, PAPER, RED, RULE, STAR, TITLE, Look

HEAD = Look(bold=True, size=HEAD_SIZE, align="center", wrap=True, bottom=RED, thick=True)
BAND = TITLE.but(size=22)
LEGEND = NOTE.but(size=SMALL_SIZE)
GROUP = Look(bold=True, size=SIZES["name"], color=RED, fill=PAPER, bottom=RULE, indent=1)
_CELL = Look(align="center", bottom=RULE)
_LOOKS = {
    "order": _CELL.but(color=MUTED),
    "name": Look(bold=True, bottom=RULE, wrap=True),
    "star": _CELL.but(color=STAR),
    "lit": _CELL.but(bold=True),
    "composite": _CELL.but(number="0.00"),
    "lit_change": _CELL.but(number="+0;-0;0"),
    "composite_change": _CELL.but(number="+0.00;-0.00;0.00"),
    "near": _CELL.but(color=MUTED, wrap=True),
    "note": _CELL.but(color=RED, wrap=True),
    "satisfied": _CELL.but(number="0.0"),
}


def look_at(key: str) -> Look:
    """Return the look of a column by its key."""
    key = key.split(".", maxsplit=1)[0]
    return _LOOKS.get(key, _CELL).but(size=SIZES[key])


def write_head(sheet: Worksheet, context: Context, board: Table, note: str, widths: Sequence[float]) -> None:
    """Write the title and the slogan, what the signs mean, and the columns' titles."""
    write_title(sheet, titled(context, board.key), context.plan.campaign.slogan, widths, BAND)
    sheet.merged(2, 1, len(board.columns), note, LEGEND)
    for number, column in enumerate(board.columns, 1):
        sheet.text(board.header_row, number, context.say(column.title), HEAD)
