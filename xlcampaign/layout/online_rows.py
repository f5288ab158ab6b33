"""What the rows of the plan's sheet on ballots collected online come to: questions by header, answers by what they mean."""

from collections.abc import Mapping
from functools import lru_cache

from xlcampaign.layout.mapped import answer_key, codes_of, is_called, meaning, renamed_in, tidied
from xlcampaign.layout.marks import mark_kind
from xlcampaign.layout.online import Question
from xlcampaign.layout.text import squeeze
from xlcampaign.model.cell import Value
from xlcampaign.model.itself import Itself
from xlcampaign.model.online import OnlineRow
from xlcampaign.model.plan import Plan, SubjectKind, Way


def mapped_questions(plan: Plan) -> Mapping[str, Question]:
    """Return what headers ask by the plan's sheet, by the headers tidied."""
    return {tidied(row.header): question for row, question in mapped_rows(plan)}


def mapped_rows(plan: Plan) -> tuple[tuple[OnlineRow, Question], ...]:
    """Return the rows of the plan's sheet that are about a header, each with what it asks."""
    return _mapped(Itself(plan))


@lru_cache(maxsize=4)  # asked of every file that is no form
def _mapped(itself: Itself[Plan]) -> tuple[tuple[OnlineRow, Question], ...]:
    plan = itself.value
    return tuple((row, _question(row, plan.of_stage(row.stage))) for row in plan.online if row.header)


def _question(row: OnlineRow, plan: Plan) -> Question:
    way = _way_of(row, plan)
    star = next(star.key for star in plan.stars_of(way.kind) if is_called(star, row.star))
    if way.kind is SubjectKind.BRANCH:
        return Question(row.stage, way.key, row.branch, row.branch, star)
    people = ((member.code, member.name) for member in plan.rated_members(row.branch))
    [subject] = codes_of(row.subject, people)
    return Question(row.stage, way.key, row.branch, subject, star)


def _way_of(row: OnlineRow, plan: Plan) -> Way:
    return next(way for way in plan.ways if squeeze(way.name) == squeeze(row.way))


def answers_to(plan: Plan, way: Way, stage: int, unit: str) -> Mapping[str, Value]:
    """Return what answers mean in a branch's way beside what its scale calls them, by what they are compared by."""
    kind = mark_kind(plan.scale_of[way.scale])
    return {
        answer_key(one.answer): meaning(kind, one.grade)
        for row in plan.online
        if row.stage == stage and row.branch in {"", unit} and _way_of(row, plan) == way
        for one in renamed_in(row.answers)
    }
