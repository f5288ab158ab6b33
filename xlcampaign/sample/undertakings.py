"""What became of pledges, and what those below the basic requirement undertake."""

from collections.abc import Mapping
from datetime import date, timedelta

from xlcampaign.layout.sheet import Table
from xlcampaign.model.cell import Value
from xlcampaign.model.choices import StepKey
from xlcampaign.model.plan import Star
from xlcampaign.model.registers import PledgeState
from xlcampaign.sample.author import Author, Entries
from xlcampaign.sample.sayings import MATTERS, Saying
from xlcampaign.words import T

_STATES = {
    True: {PledgeState.FULFILLED: 88, PledgeState.ONGOING: 6, PledgeState.UNFULFILLED: 6},
    False: {
        PledgeState.FULFILLED: 66,
        PledgeState.ONGOING: 26,
        PledgeState.NOT_DUE: 6,
        PledgeState.UNFULFILLED: 2,
    },
}
"""How many in a hundred are in which state: of those that are due by the meeting, and of the others."""

_PROGRESS = {
    PledgeState.FULFILLED: (
        T("已完成，有记录可查", "Done, with records"),
        T("按时完成，教师会上作了通报", "Done in time and told at the staff meeting"),
    ),
    PledgeState.ONGOING: (
        T("完成过半，按计划推进", "More than half done, as planned"),
        T("已开始，期末前完成", "Begun; to be done by the end of term"),
    ),
}
_TOLD = {PledgeState.FULFILLED: 0.15, PledgeState.ONGOING: 0.7}
_REASONS = (
    T("外出培训时间长，没有按期开展", "Away at a course for too long"),
    T("和期中检测冲突，改到下学期", "Clashed with the tests; put off to next term"),
    T("病假一个月，次数没有做够", "Ill for a month; too few times"),
)
_STARTED = (
    T("已按措施开始整改", "Begun as planned"),
    T("已完成一半，每周有记录", "Half done, recorded weekly"),
)
_DONE = T("措施已落实，教师认可", "Done, and teachers agree")
_EVIDENCE = (
    T("听课记录、学习笔记", "Records of lessons, notes"),
    T("整改台账、现场照片", "Ledger and photographs"),
    T("教师座谈会记录", "Record of a meeting with teachers"),
)
_AND = T("；", "; ")
_CLOSED = 0.3
_UNDER_WAY = 0.8


def fulfilments(author: Author, table: Table) -> Entries:
    """Yield what became of each pledge: most are kept, few are not, and those say why."""
    stage = author.plan.campaign.stage
    by_then = author.plan.step_of(stage, StepKey.EVALUATION).deadline
    for index, row in enumerate(table.rows):
        rng = author.rng("fulfilment", row["number"])
        due = row.get("due")
        chances = _STATES[isinstance(due, date) and due <= by_then]
        (state,) = rng.choices(list(chances), list(chances.values()))
        said: dict[str, Value] = {"state": state}
        if rng.random() < _TOLD.get(state, 0):
            said["progress"] = author.say(rng.choice(_PROGRESS[state]))
        if state is PledgeState.UNFULFILLED:
            said["reason"] = author.say(rng.choice(_REASONS))
        yield index, said


def _unlit(author: Author, row: Mapping[str, Value]) -> list[Star]:
    """Return the stars that a row names as not given, the weakest first; the weakest of all where it names none."""
    stars = author.stars(str(row["subject"]))
    return [star for star in stars if star.name in str(row.get("unlit") or "")] or stars[:1]


def rectifications(author: Author, table: Table) -> Entries:
    """Yield what each subject undertakes on its two weakest stars; some have done it already."""
    stage = author.plan.stage_of(author.plan.campaign.stage)
    for index, row in enumerate(table.rows):
        rng = author.rng("rectification", row["number"])
        sayings = [MATTERS[star.kind, star.key] for star in _unlit(author, row)[:2]]
        said = {
            **_written(author, sayings),
            "responsible": rng.choice(author.colleagues),
            "due": stage.end + timedelta(days=30),
            **{key: value for key, value in row.items() if value is not None},
        }
        if rng.random() < _CLOSED:
            said |= {"progress": author.say(_DONE), "closed": "yes"}
            said["evidence"] = author.say(rng.choice(_EVIDENCE))
        elif rng.random() < _UNDER_WAY:
            said |= {"progress": author.say(rng.choice(_STARTED)), "closed": "no"}
        yield index, said


def _written(author: Author, sayings: list[Saying]) -> dict[str, Value]:
    texts = {
        "cause": [saying.cause for saying in sayings],
        "direction": [saying.direction for saying in sayings],
        "measures": [saying.measures for saying in sayings],
    }
    return {key: author.say(_AND).join(map(author.say, said)) for key, said in texts.items()}
