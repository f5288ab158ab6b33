"""The first sheet of a form that goes back: each problem with a link to its cell, what to do, where to send it."""

from collections.abc import Mapping, Sequence

from xlcampaign.address import Address
from xlcampaign.findings.catalogue.severities import SEVERITIES
from xlcampaign.findings.finding import Finding, Severity
from xlcampaign.layout.returned import RETURN_TAB
from xlcampaign.layout.text import clean
from xlcampaign.layout.ways import RETURNED
from xlcampaign.package.styles import Styles, Written
from xlcampaign.package.tabs import Line, NewSheet, place_named
from xlcampaign.sending.problems import place_of
from xlcampaign.words import Lang, T, first_of
from xlcampaign.workbook.limits import TALLEST_ROW
from xlcampaign.workbook.lines import in_lines, tallest

COLORS = {Severity.ERROR: "FFB3B3", Severity.WARNING: "FFEB84"}
"""How a cell is coloured by how much it matters; where the print is grey, errors are darker."""

_MOST = 1000
_TITLE = T("退回说明：请改好后发回", "Returned: please correct and send back")
_TITLE_LOOK = T(
    "退回说明：请核对，有错的改好后发回", "Returned: please look at it, and send back what needs correcting"
)
_UNIT = T("{unit}　{form}　{stage}", "{unit} · {form} · {stage}")
_ERRORS = T(
    "红色的 {errors} 处是错误，现在没有计入，请改好。",
    "Red, {errors} in all: wrong, and not counted as it is; please correct.",
)
_WARNINGS = T(
    "黄色的 {warnings} 处请核对；没有错的，不用动。",
    "Yellow, {warnings} in all: please look at it, and leave it as it is if it is right.",
)
_HOW = T(
    "1. 从上往下，一条一条改。点“位置”就到那一格；在电脑上，指着那一格能看到说明。",
    "1. Go through the list. A click on a place leads to its cell; on a computer, pointing at the cell shows why.",
)
_WHERE = T(
    "2. 除非“怎么改”里另说，就在本文件里改，存盘，按收到它的办法发回{organisation}。不要另建新表，不要改文件格式。",
    "2. Unless the list says otherwise, mend this very file, save it, and send it back to {organisation} the way it came.",
)
_OURS = T(
    "3. 这一页和各表右边的“{column}”是退回时加的，留着就行，再收到时不读；您填的内容一处没有动。",
    "3. This page and “{column}” beside the tables were added; leave them, they are not read. What you typed is untouched.",
)
LIST_ALONE = T(
    "这里只列问题，您报的表没有放在里面：请在您自己的文件里照着改，改好发回{organisation}。",
    "This is a list alone, without what you sent: please correct your own file, and send that to {organisation}.",
)
IN_PLACE = (_HOW, _WHERE, _OURS)
"""How a file is corrected that goes back as it came."""
_HEADERS = (
    T("序号", "No."),
    T("轻重", "What"),
    T("位置（点一下）", "Place (click)"),
    T("问题", "Problem"),
    T("怎么改", "What to do"),
)
_FILE = T("整个文件", "the file")
_PLACE = T("{sheet}　{cell}", "{sheet} {cell}")
_MORE = T("还有 {number} 处，改好上面的再发来。", "There are {number} more; correct these first.")
_WIDTHS = (7, 11, 28, 58, 58)
_ROOM = tuple(0.85 * width for width in _WIDTHS)
"""How many characters of the usual size a line of each column takes in these larger ones."""
_TALL, _LINE = 34, 19
_MOST_LINES = int(TALLEST_ROW / _LINE)
_LONGEST_PLACE = 150
"""So many characters of cells' names; Excel takes 255 for what a link shows."""

_HEAD = Written(bold=True, size=16, color="FFFFFF", fill="B1161B")
_TEXT = Written(size=11)
_CELL = Written(size=11, wrap=True, ruled=True)
_COLUMN_HEAD = Written(bold=True, size=11, color="FFFFFF", fill="86101A", wrap=True)
_LINK = Written(link=True, size=11, color="0563C1", wrap=True, ruled=True)
_KINDS = {severity: Written(bold=True, size=11, fill=color, ruled=True) for severity, color in COLORS.items()}


def first_sheet(
    title: str,
    findings: Sequence[Finding],
    facts: Mapping[str, str],
    headers: Mapping[str, int],
    styles: Styles,
    lang: Lang,
    how: Sequence[T],
) -> NewSheet:
    """Return the first sheet.

    Args:
        title: the name of its tab.
        findings: what is to be mended, in its order.
        facts: whose form it is, and where it is to be sent.
        headers: the rows of the tables' headers, by tab; sheets that are not there are not in the file.
        styles: takes the formats of its cells.
        lang: the language.
        how: how it is corrected, line by line.
    """
    errors = sum(finding.is_error for finding in findings)
    more = {"errors": str(errors), "warnings": str(len(findings) - errors), "column": RETURNED.say(lang)}
    counts = [*[_ERRORS] * bool(errors), *[_WARNINGS] * (errors < len(findings))]
    lines = [_UNIT, *counts, *how]
    intro = [text.fill(lang, {**facts, **more}) for text in lines]
    head = len(intro) + 3
    top = _over((_TITLE if errors else _TITLE_LOOK).say(lang))
    cells = [Line(Address(1, n), text, styles.written(_HEAD)) for n, text in enumerate(top, 1)]
    cells += [Line(Address(row, 1), text, styles.written(_TEXT)) for row, text in enumerate(intro, 2)]
    cells += [
        Line(Address(head, n), text.say(lang), styles.written(_COLUMN_HEAD))
        for n, text in enumerate(_HEADERS, 1)
    ]
    heights = {1: _TALL, **dict.fromkeys(range(2, head + 1), _LINE)}
    for number, finding in enumerate(findings[:_MOST], 1):
        row = _row(head + number, str(number), finding, headers, styles, lang)
        heights[head + number] = _LINE * tallest([cell.text for cell in row], _ROOM)
        cells += row
    if len(findings) > _MOST:
        text = _MORE.fill(lang, {"number": str(len(findings) - _MOST)})
        cells.append(Line(Address(head + _MOST + 1, 1), text, styles.written(_TEXT)))
        heights[head + _MOST + 1] = _LINE
    merged = tuple(f"A{row}:E{row}" for row in range(1, len(intro) + 2))
    return NewSheet(title, COLORS[Severity.ERROR], _WIDTHS, heights, tuple(cells), merged)


def _over(text: str) -> list[str]:
    """Return the texts of a row of which the first one stands over all columns."""
    return [text, *[""] * (len(_WIDTHS) - 1)]


def tab_title(number: int, lang: Lang) -> str:
    """Return what the first sheet is called; the second and later ones of a file, which are kept, have numbers."""
    title = RETURN_TAB.say(lang)
    return title if number == 1 else f"{title}({number})"


def _row(
    row: int, number: str, finding: Finding, headers: Mapping[str, int], styles: Styles, lang: Lang
) -> list[Line]:
    place, kind = finding.place, finding.rule.severity
    shown, target = place.sheet or _FILE.say(lang), ""
    if place.sheet:
        if place.cells:
            cells = first_of(place.cell.split(", "), _LONGEST_PLACE).say(lang)
            shown = _PLACE.fill(lang, {"sheet": place.sheet, "cell": cells})
        target = place_named(place.sheet, str(place_of(finding, headers))) if place.sheet in headers else ""
    text = styles.written(_CELL)
    says, fix = (
        in_lines(clean(said), _ROOM[3], _MOST_LINES) for said in (finding.says(lang), finding.fix(lang))
    )
    return [
        Line(Address(row, 1), number, text),
        Line(Address(row, 2), SEVERITIES[kind].say(lang), styles.written(_KINDS[kind])),
        Line(Address(row, 3), shown, styles.written(_LINK) if target else text, target),
        Line(Address(row, 4), says, text),
        Line(Address(row, 5), fix, text),
    ]
