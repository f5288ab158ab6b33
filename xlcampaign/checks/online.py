"""Ballots that a form tool collected, beside the forms of their branches."""

from collections.abc import Iterator

from xlcampaign.findings.catalogue import online_rules as o
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.model.plan import Plan
from xlcampaign.model.results import Ledger
from xlcampaign.model.versions import Selection


def check_online(ledger: Ledger, selection: Selection, plan: Plan, stage: int) -> Iterator[Finding]:
    """Say of ballots from a form tool that they do not count as long as their branch's form does not state their meeting."""
    names = {way.meeting_key: way.name for way in plan.ways}
    void = {(one.place.file, one.way) for one in ledger.outdated}
    for (slot, _), sources in sorted(selection.chosen.items(), key=lambda item: item[0]):
        for source in sources if slot.stage == stage else ():
            for way, entered in source.part.ballots.items() if source.submission.online else ():
                held = ledger.meetings.get((slot.unit, way))
                if (held is None or held.valid is None) and (source.file, way) not in void:
                    place = Place(source.file, source.part.title)
                    yield o.NO_MEETING.at(place, way=names[way], found=entered)
