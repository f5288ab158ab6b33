"""How a branch begins a stage, and what it writes down of its work on later forms."""

from collections.abc import Mapping
from datetime import date, timedelta

from xlcampaign.layout.launch import DATE, DUE, PRESENT
from xlcampaign.layout.sheet import Settings, Table
from xlcampaign.model.cell import Value
from xlcampaign.model.choices import StepKey
from xlcampaign.model.identity import Identity
from xlcampaign.sample.author import Author, Entries
from xlcampaign.sample.people import names
from xlcampaign.words import T

_PLACE = T("会议室", "Meeting room")
_SAID: Mapping[str, int | T] = {
    "briefs": 2,
    "slogans": 6,
    "boards": 1,
    "publicity": T("校园广播、家长会", "School radio, parents' meeting"),
    "inspection": T("校级领导到会检查，看了会议记录", "The head came and looked at the minutes"),
    "visits": T("到会讲话，听课一节", "Spoke at the meeting, sat in on a lesson"),
}
_DUTIES = (T("组长", "chair"), T("副组长", "deputy"), T("成员", "member"))
_WORK = (
    (T("集中学习，交流体会", "Joint study and discussion"), T("学习记录、照片", "Minutes, photographs")),
    (T("为学生家庭送教上门", "Lessons at pupils' homes"), T("送教记录", "Record of visits")),
    (
        T("公开课一节，课后评议", "An open lesson, discussed afterwards"),
        T("听课记录", "Records of the lesson"),
    ),
    (T("打扫校园，慰问老教师", "Cleaned the school, called on retired teachers"), T("照片", "Photographs")),
)


def leading_group(author: Author, table: Table) -> Entries:
    """Yield who leads the campaign in a branch: its secretary and some members."""
    people = author.colleagues[: len(_DUTIES)]
    for index, (name, duty) in enumerate(zip(people, _DUTIES, strict=False)):
        number = table.rows[index]["number"] if index < len(table.rows) else None
        yield index, {"name": name, "duty": author.say(duty), "number": number}


def launch(author: Author, sheet: Settings) -> Mapping[str, Value]:
    """Return how the campaign was begun in a branch: at a meeting in the second half of the step, where all were."""
    assert author.branch is not None
    rng = author.rng("launch", author.branch.code)
    step = author.plan.step_of(author.plan.campaign.stage, StepKey.LAUNCH)
    people = author.colleagues
    said: dict[str, Value] = {
        DATE: step.deadline - timedelta(days=rng.randrange(3, 20)),
        "venue": author.say(_PLACE),
        DUE: len(people),
        PRESENT: len(people) - rng.choice((0, 0, 1)) * (len(people) > 1),
        "host": author.branch.secretary,
        "liaison": names(author.rng("liaison"), 1, author.plan.campaign.language)[0],
    }
    said |= {key: author.say(value) if isinstance(value, T) else value for key, value in _SAID.items()}
    return {field.key: said.get(field.key) for field in sheet.fields}


def work_record(author: Author, identity: Identity) -> Entries:
    """Yield what a branch did in a step: one thing or two."""
    rng = author.rng("work", identity.step, identity.unit)
    step = author.plan.step_of(identity.stage, identity.step)
    days = (step.deadline - step.start).days
    done = rng.sample(_WORK, rng.choice((1, 2)))
    for index, (text, evidence) in enumerate(done):
        day: date = step.start + timedelta(days=rng.randrange(days - 5))
        yield index, {"day": day, "text": author.say(text), "evidence": author.say(evidence)}
