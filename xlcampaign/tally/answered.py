"""What of older versions is answered by what counts beside it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from xlcampaign.model.identity import FormSheet
from xlcampaign.model.submission import WHOLE, Line, LineKey, SheetPart, Submission
from xlcampaign.model.versions import Answered, Selection, Why
from xlcampaign.tally.lines import whole_line
from xlcampaign.tally.order import is_newer

_Rows = Mapping[FormSheet, Mapping[LineKey, Submission]]
"""By sheet, whose version of each row counts."""


def find_answered(submissions: Iterable[Submission], selection: Selection) -> Answered:
    """Return where what was found in submissions is answered since.

    Rows of which nobody can tell which they are in another version are answered by a form that stems from theirs, and by
    a newer copy of it; other rows by what counts of them.
    """
    listed = list(submissions)
    counting = {
        sheet: {line.key: source.submission for source in sources for line in _lines(source.part)}
        for sheet, sources in selection.chosen.items()
    }
    untouched: dict[str, set[tuple[str, LineKey]]] = defaultdict(set)
    for ruling in selection.rulings:
        if ruling.why is Why.UNTOUCHED:
            untouched[ruling.file] |= {(ruling.key, row) for row in ruling.rows or (WHOLE,)}
    rows = {
        (one.file, part.title): _overtaken(one, key, part, counting, untouched.get(one.file, set()))
        for one in listed
        for key, part in one.parts.items()
    }
    stemming = [
        one for one in listed if one.stems_from
    ]  # of thousands of forms a few, and no other is from any
    return Answered(frozenset(one.file for one in listed if _came_again(one, stemming)), rows)


def _came_again(one: Submission, listed: Iterable[Submission]) -> bool:
    return any(
        other.is_from(one) or (other.is_beside(one) and is_newer(other, one))
        for other in listed
        if other is not one
    )


def _overtaken(
    one: Submission, key: str, part: SheetPart, counting: _Rows, as_issued: set[tuple[str, LineKey]]
) -> frozenset[int]:
    """Return the rows of a sheet beside which others count."""
    newest = counting.get(FormSheet(one.identity.slot, key), {})
    lines = _lines(part)
    rows = {
        line.row
        for line in lines
        if (key, line.key) in as_issued or (line.key in newest and is_newer(newest[line.key], one))
    }
    return frozenset(rows | {0}) if len(rows) == len({line.row for line in lines}) else frozenset(rows)


def _lines(part: SheetPart) -> Sequence[Line]:
    """Return the rows of a sheet that are told apart; one for all of it where none are."""
    return part.lines or (whole_line(part),)
