"""Whether the votes of a stage are those of an earlier one, or of a neighbour."""

from collections.abc import Iterable, Iterator

from xlcampaign.findings.catalogue import rating_rules as rating
from xlcampaign.findings.finding import Finding, Place
from xlcampaign.model.choices import StepKey
from xlcampaign.model.history import Copied, Repeated
from xlcampaign.model.identity import Slot
from xlcampaign.model.plan import Plan, SubjectKind, Way
from xlcampaign.model.versions import Selection, Source
from xlcampaign.words import T, first_of


def check_repeated(
    found: Iterable[Repeated], selection: Selection, plan: Plan, stage: int
) -> Iterator[Finding]:
    """Nobody's votes of an earlier stage came again, copied onto a form or in an old export; unanimous ones may."""
    ways = {(way.kind, way.key): way for way in plan.ways}
    for one in found:
        way, slot = ways[one.kind, one.way], Slot(stage, StepKey.EVALUATION, one.branch)
        own = (sources for (of, _), sources in sorted(selection.chosen.items()) if of == slot)
        sheets = (source for sources in own for source in sources if _holds(source, way, plan))
        place = next((Place(source.file, source.part.title) for source in sheets), Place())
        yield rating.SAME_AS_BEFORE.at(place, way=way.name, who=_who(one), stage=one.stage)


def check_copied(found: Iterable[Copied], plan: Plan) -> Iterator[Finding]:
    """No two branches have the same votes; said without a file: what a neighbour voted is nobody else's business."""
    names = {way.key: way.name for way in plan.ways_of(SubjectKind.MEMBER)}
    for one in found:
        branches = first_of([f"“{plan.name_of(code)}”" for code in one.branches])
        yield rating.SAME_AS_ANOTHER.at(Place(), way=names[one.way], branches=branches, found=one.members)


def _who(one: Repeated) -> T:
    if one.kind is SubjectKind.BRANCH:
        return rating.THE_BRANCH
    return rating.THE_MEMBERS.filled(number=str(one.subjects))


def _holds(source: Source, way: Way, plan: Plan) -> bool:
    """Tell whether votes of a way stand on a sheet."""
    return way.meeting_key in source.part.ballots or any(
        key == way.key
        and plan.kind_of(subject) is way.kind
        and any(n is not None for n in tally.votes.values())
        for (subject, _, key), tally in source.part.tallies.items()
    )
