"""Whose meeting votes belong to, where a form came in several versions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import itemgetter

from xlcampaign.findings.finding import Place
from xlcampaign.layout.meeting import MEETING
from xlcampaign.model.identity import Slot
from xlcampaign.model.results import Outdated, Report
from xlcampaign.model.submission import Meeting, Submission
from xlcampaign.model.versions import Selection, Source
from xlcampaign.tally.order import is_newer


def refused_meetings(report: Report) -> Mapping[tuple[str, str], Place]:
    """Return where a row of 评议情况 was filled in and does not count, by unit and the way's meeting key.

    Without a number of valid ballots no row counts. A row of which another version counts is not among them.
    """
    meetings = report.ledger.meetings
    counting = {held for held, meeting in meetings.items() if meeting.valid is not None}
    found = {}
    for (slot, key), sources in report.selection.chosen.items():
        for source in sources if key == MEETING and slot.stage == report.stage else ():
            for line in source.part.lines:
                held = slot.unit, line.key[0]
                if line.filled and not line.withdrawn and held not in counting:
                    found[held] = Place(source.file, source.part.title).cell_at(line.row, 1)
    return found


def void_meetings(report: Report) -> Mapping[tuple[str, str], Place]:
    """Return where votes were declared void that nobody repeated, by unit and the way's meeting key."""
    found = {}
    for slot, ways in report.selection.withdrawn.items():
        for way, several in ways.items():
            held = slot.unit, way
            if slot.stage == report.stage and held not in report.ledger.meetings:
                found[held] = _where_void(several, way)
    return found


def _where_void(several: Sequence[Submission], way: str) -> Place:
    """Return the cell in which the last of some submissions says that the votes on a way are void."""
    part = several[-1].parts[MEETING]
    cells = (line.withdrawn for line in part.lines if line.withdrawn and line.key == (way,))
    return Place(several[-1].file, part.title, tuple(cells))


def void_ways(submission: Submission, selection: Selection) -> frozenset[str]:
    """Return the meeting keys of the ways of which a submission's votes are void.

    They are if that is what counts of their meeting, or if it was declared there, or not before: votes never count
    without their meeting.
    """
    slot = submission.identity.slot
    declared = (
        way
        for way, several in selection.withdrawn.get(slot, {}).items()
        if any(not is_newer(submission, other) for other in several)
    )
    return selection.void.get(slot, frozenset()).union(declared)


class Meetings:
    """The meetings of one form: votes count with the one that their own submission states.

    Where another one is stated for the way now, or the votes on it were withdrawn, they do not count; `outdated`
    gathers those, `newest` is what is stated now, by the way's meeting key.
    """

    def __init__(self, slot: Slot, sheets: Mapping[str, tuple[Source, ...]], selection: Selection) -> None:
        self.outdated: list[Outdated] = []
        self.newest: dict[str, Meeting] = {}
        self._stated: dict[str, str] = {}
        self._sheets = sheets.get(MEETING, ())
        for source in self._sheets:
            self.newest |= source.part.meetings
            self._stated |= dict.fromkeys(source.part.meetings, source.file)
        self._selection = selection
        self._withdrawn = selection.withdrawn.get(slot, {})
        tied = (one.rows for one in selection.tied if (one.slot, one.key) == (slot, MEETING))
        self._tied = {key[0] for rows in tied for key in rows}

    def dated(self) -> Mapping[str, Meeting]:
        """Return what is stated now; a day left blank in a later version is that of the row above, of whichever version."""
        rows = [
            (source.part.rows.get(way, 0), way, source)
            for source in self._sheets
            for way in source.part.meetings
        ]
        found, day = {}, None
        for _, way, source in sorted(rows, key=itemgetter(0)):
            meeting = self.newest[way]
            if meeting.date is None and source.submission.offers_above:
                meeting = replace(meeting, date=day)
            found[way], day = meeting, meeting.date or day
        return found

    def of(self, source: Source, way: str) -> Meeting | None:
        """Return the meeting that a submission's votes on a way belong to; None where none is stated, or it was refused."""
        own = self._own(source, way)
        if own is None and self._is_refused(source, way):
            return None
        return self.newest.get(way) if own is None or way in self._tied else own

    def outdated_of(self, source: Source, way: str, *, typed: bool) -> Outdated | None:
        """Return that votes on a way are those of a meeting that does not count any longer; None where they are not.

        Args:
            source: the submission's sheet.
            way: the way's meeting key.
            typed: whether any votes on the way stand there; where none do, only a withdrawn meeting has them gone.
        """
        own, newest = self._own(source, way), self.newest.get(way)
        withdrawn = way in void_ways(source.submission, self._selection)
        replaced = typed and own and newest and self._stated[way] != source.file and _is_another(own, newest)
        if not (withdrawn or replaced):
            return None
        place = Place(source.file, source.part.title)
        void = _where_void(self._withdrawn[way], way) if withdrawn else None
        outdated = Outdated(place, way, own, None if withdrawn else newest, void)
        if outdated not in self.outdated:
            self.outdated.append(outdated)
        return outdated

    def _is_refused(self, source: Source, way: str) -> bool:
        """Tell whether an error took out what a submission itself states of a way's meeting."""
        stated = source.submission.parts.get(MEETING)
        lines = stated.lines if stated else ()
        return any(line.key == (way,) and line.filled and not line.stated for line in lines)

    def _own(self, source: Source, way: str) -> Meeting | None:
        stated = source.submission.parts.get(MEETING)
        return stated.meetings.get(way) if stated else None


def _is_another(one: Meeting, other: Meeting) -> bool:
    """Tell whether two meetings cannot be the same: another day or number of valid ballots, or if anybody abstained."""
    pairs = ((one.date, other.date), (one.valid, other.valid), (one.abstained, other.abstained))
    return any(mine is not None and others is not None and mine != others for mine, others in pairs)
